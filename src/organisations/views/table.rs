//! The people of an organisation as a table that spreadsheets open: a row for each certificate, and one for whoever holds
//! none.

use super::super::model::{HeldState, Member, Minor};
use crate::certificates::Kind;
use crate::i18n::t;
use crate::kernel::{Lang, csv};

/// The first line.
pub(in crate::organisations) fn head(lang: Lang) -> String {
    let columns = [
        "org-table-name",
        "org-table-minor",
        "org-table-course",
        "org-table-kind",
        "org-table-state",
        "org-table-until",
    ];
    format!("{}{}", csv::MARK, csv::line(&columns.map(|key| t(lang, key).to_owned()), lang))
}

/// The lines of these people; `title` knows what a course is called now.
pub(in crate::organisations) fn lines(
    lang: Lang,
    members: &[Member],
    title: &dyn Fn(&crate::organisations::Held) -> String,
) -> String {
    let mut text = String::new();
    for member in members {
        let who = [member.name.clone(), t(lang, minor_word(member.minor)).to_owned()];
        if member.held.is_empty() {
            let rest = [String::new(), String::new(), t(lang, "org-holds-none").to_owned(), String::new()];
            text.push_str(&csv::line(&[who.as_slice(), &rest].concat(), lang));
        }
        for held in &member.held {
            let (state, until) = state(held.state);
            let until = until.map(|day| day.to_string()).unwrap_or_default();
            let kind = t(lang, kind_word(held.kind)).to_owned();
            let rest = [title(held), kind, t(lang, state).to_owned(), until];
            text.push_str(&csv::line(&[who.as_slice(), &rest].concat(), lang));
        }
    }
    text
}

/// The word of a state, and the last valid day.
pub(in crate::organisations) const fn state(state: HeldState) -> (&'static str, Option<crate::kernel::Day>) {
    match state {
        HeldState::Valid { until } => ("state-valid", until),
        HeldState::Expired { on } => ("state-expired", Some(on)),
        HeldState::Revoked => ("state-revoked", None),
        HeldState::Suspended => ("state-suspended", None),
    }
}

pub(in crate::organisations) const fn minor_word(minor: Minor) -> &'static str {
    match minor {
        Minor::Yes => "org-minor-yes",
        Minor::No => "org-minor-no",
        Minor::Unknown => "org-minor-unknown",
    }
}

pub(in crate::organisations) const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Theory => "org-kind-theory",
        Kind::Practical => "org-kind-practical",
    }
}
