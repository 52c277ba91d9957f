//! Erikti: the training platform of a regional front office of volunteers.

pub mod certificates;
pub mod config;
pub mod db;
pub mod i18n;
pub mod kernel;
pub mod quiz;
