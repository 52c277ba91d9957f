//! The people of a group as a table that spreadsheets open: a row for each.

use chrono_tz::Tz;

use super::staff::kind_word;
use crate::groups::Member;
use crate::i18n::t;
use crate::kernel::{Lang, csv};
use crate::organisations::{Held, HeldState, Minor};

/// The first line.
pub(in crate::groups) fn head(lang: Lang) -> String {
    let columns =
        ["org-table-name", "org-table-minor", "group-since", "group-percent", "group-completed", "org-table-state"];
    format!("{}{}", csv::MARK, csv::line(&columns.map(|key| t(lang, key).to_owned()), lang))
}

/// The lines of these people.
pub(in crate::groups) fn lines((lang, zone): (Lang, Tz), members: &[Member]) -> String {
    members.iter().map(|member| csv::line(&cells((lang, zone), member), lang)).collect()
}

fn cells((lang, zone): (Lang, Tz), member: &Member) -> [String; 6] {
    let done = member.done;
    let completed = done.and_then(|done| done.completed_at).map(|at| at.day(zone).to_string());
    let held: Vec<String> = member.held.iter().map(|held| said(lang, held)).collect();
    [
        member.name.clone(),
        t(lang, minor_word(member.minor)).to_owned(),
        member.since.day(zone).to_string(),
        done.map_or_else(String::new, |done| done.percent.to_string()),
        completed.unwrap_or_default(),
        if held.is_empty() { t(lang, "org-holds-none").to_owned() } else { held.join(", ") },
    ]
}

/// What somebody holds: kind, state, last valid day.
fn said(lang: Lang, held: &Held) -> String {
    let (word, until) = match held.state {
        HeldState::Valid { until } => ("state-valid", until),
        HeldState::Expired { on } => ("state-expired", Some(on)),
        HeldState::Revoked => ("state-revoked", None),
        HeldState::Suspended => ("state-suspended", None),
    };
    let until = until.map(|day| format!(" ({day})")).unwrap_or_default();
    format!("{}: {}{until}", t(lang, kind_word(held.kind)), t(lang, word))
}

const fn minor_word(minor: Minor) -> &'static str {
    match minor {
        Minor::Yes => "org-minor-yes",
        Minor::No => "org-minor-no",
        Minor::Unknown => "org-minor-unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::Done;
    use crate::kernel::ids::PersonId;
    use crate::kernel::{Day, Timestamp};

    #[test]
    fn a_row_tells_what_somebody_did_and_never_runs() {
        let at = Timestamp::from_unix(1_795_000_000).expect("in the calendar");
        let today = Day::parse("2026-11-22").expect("a day");
        let zone = chrono_tz::Asia::Almaty;
        let mut member = Member::new((PersonId(1), "=1+1;Дана".to_owned()), Some(2011), at, today);
        let since = at.day(zone);
        assert_eq!(
            lines((Lang::En, zone), std::slice::from_ref(&member)),
            format!("\"'=1+1;Дана\",may be under 18,{since},,,no certificate\r\n")
        );
        member.name = "Дана".to_owned();
        member.done = Some(Done { parts: (3, 4), percent: 75, completed_at: Some(at) });
        assert_eq!(
            lines((Lang::Ru, zone), &[member]),
            format!("Дана;может быть младше 18;{since};75;{since};нет сертификата\r\n"),
            "a number that can be reckoned with"
        );
        // Its unit stands above it.
        for (lang, column) in
            [(Lang::En, ",\"Progress, %\","), (Lang::Ru, ";Прогресс, %;"), (Lang::Kk, ";Прогресс, %;")]
        {
            assert!(head(lang).contains(column), "{}", head(lang));
        }
    }
}
