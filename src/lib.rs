//! Erikti: the training platform of a regional front office of volunteers.


pub mod kernel;
pub mod mail;
pub mod quiz;
