//! Questions, marking, drawing, attempts: pure functions of their arguments.
//!
//! Nothing here knows the time, chance, files, a database or HTML. A draw and a shuffle take a seed; a rule
//! about waiting takes the moments it compares. Right answers live in [`model::Question`] and leave this
//! module only through an explanation that is due.

pub mod model;
