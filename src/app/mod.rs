//! The composition root.
pub mod issuing;
