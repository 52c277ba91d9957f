//! Erikti: the training platform of a regional front office of volunteers.

pub mod config;
pub mod db;
pub mod i18n;
pub mod jobs;
pub mod kernel;
pub mod mail;
pub mod quiz;
pub mod web;
