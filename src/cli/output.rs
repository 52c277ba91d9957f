//! Writing to standard output. A reader that has gone (`| head`) is no failure of the command.

use std::io::Write;

use serde::Serialize;

use super::failure::{Failure, Outcome};

/// Writes a line.
pub(super) fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Writes a JSON value.
pub(super) fn say_json(value: &impl Serialize) -> Outcome {
    let text = serde_json::to_string_pretty(value).map_err(Failure::failed)?;
    say(text);
    Ok(())
}
