//! Which database: read from the URL's scheme, or refused.

use std::path::PathBuf;

use crate::kernel::Error;

/// A database address. Debugging it shows no password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:FILE`, relative to the working directory.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`, as libpq takes it (several hosts allowed).
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads an address.
    ///
    /// # Errors
    /// Any other scheme, with both accepted forms named.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const FORMS: &str = "use sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE";
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let file = text.strip_prefix("sqlite:").ok_or(FORMS)?;
        let file = file.strip_prefix("//").unwrap_or(file);
        if file.is_empty() || file.contains(":memory:") { Err(FORMS) } else { Ok(Self::Sqlite(PathBuf::from(file))) }
    }

    /// Why there is no connection: the database's own words on one line, and the file of a SQLite database.
    pub(super) fn explain(&self, error: &dyn std::fmt::Display) -> String {
        let words = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::Sqlite(file) => format!("{}: {words}", file.display()),
            Self::Postgres(_) => words,
        }
    }

    /// The same for who reads and writes all of it at once.
    pub(super) fn unavailable(&self, error: &dyn std::fmt::Display) -> Error {
        Error::Unavailable(format!("{} (look at ERIKTI_DATABASE_URL and ERIKTI_DATA)", self.explain(error)))
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_schemes_are_known() {
        assert_eq!(DatabaseUrl::parse("sqlite:data/a.db"), Ok(DatabaseUrl::Sqlite("data/a.db".into())));
        assert_eq!(DatabaseUrl::parse("sqlite:///tmp/a.db"), Ok(DatabaseUrl::Sqlite("/tmp/a.db".into())));
        assert!(matches!(DatabaseUrl::parse("postgres://x/y"), Ok(DatabaseUrl::Postgres(_))));
        for bad in ["mysql://x/y", "", "data/a.db", "sqlite:", "sqlite::memory:"] {
            assert!(
                DatabaseUrl::parse(bad).is_err_and(|e| e.contains("sqlite:") && e.contains("postgres://")),
                "{bad}"
            );
        }
    }
}
