//! Erikti: the training platform of a regional front office of volunteers.

pub mod accounts;
pub mod app;
pub mod asking;
pub mod authoring;
pub mod borders;
pub mod certificates;
pub mod cli;
pub mod config;
pub mod content;
pub mod db;
pub mod exchange;
pub mod groups;
pub mod home;
pub mod i18n;
pub mod intake;
pub mod jobs;
pub mod kernel;
pub mod learning;
pub mod mail;
pub mod organisations;
pub mod places;
pub mod quiz;
pub mod reviews;
pub mod settings;
pub mod stats;
pub mod web;
