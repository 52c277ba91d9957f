//! Erikti: the training platform of a regional front office of volunteers.

pub mod certificates;
pub mod db;
pub mod kernel;
pub mod quiz;
