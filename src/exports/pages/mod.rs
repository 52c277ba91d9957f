//! Pages of files that a job makes.

pub mod centre;
