//! Patterns of `LIKE`.

/// Text in which `%` and `_` are meant literally; the query says `.escape('\\')`.
pub fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
