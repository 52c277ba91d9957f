//! The journeys of people, in Chromium at the size of a phone.

#[expect(dead_code, reason = "the browser is tried on small pages first")]
mod harness;

#[path = "browser/trial.rs"]
mod trial;
