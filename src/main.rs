//! Erikti.
fn main() {}
