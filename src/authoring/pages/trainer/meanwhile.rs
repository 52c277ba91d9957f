//! Somebody else saved while a form was filled in. Where they touched none of its fields, the form is saved over the
//! revision that holds by now; where they did, both texts are shown and nothing is written.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::super::super::model::FileState;
use super::super::super::views::{Both, Differing};
use super::super::super::{self as authoring};
use super::{Open, number_in};
use crate::accounts;
use crate::i18n::moment;
use crate::kernel::Lang;
use crate::kernel::ids::PersonId;
use crate::web::{Fields, Page, Problem, Trainer};

/// The fields of a form: their names, those of texts without the language, and what they are called.
pub(super) type Labels = &'static [(&'static str, &'static str)];

/// The rules of a test.
pub(super) const RULE_LABELS: [(&str, &str); 6] = [
    ("pass_percent", "draft-pass"),
    ("tries", "draft-tries"),
    ("wait_hours", "draft-wait"),
    ("minutes", "draft-time"),
    ("critical", "rules-critical"),
    ("explanations", "rules-explanations"),
];

impl Open {
    /// True if somebody else gave a field of this form another value since it was shown, and who filled it in did, too:
    /// both are kept to be shown. A field that only they changed is taken over from them; one that only was typed stays.
    /// `fields` reads the form from the text of a file.
    pub(super) async fn is_changed_meanwhile(
        &mut self,
        trainer: &Trainer,
        (path, labels): (&str, Labels),
        typed: &mut Fields,
        fields: impl Fn(&str) -> Option<Fields>,
    ) -> Result<bool, Problem> {
        let begun = Begun::of(typed);
        let now = self.number(path).filter(|now| begun != Begun::From(Some(*now)));
        let (Some(now), Some(theirs)) = (now, fields(&self.text(path))) else {
            return Ok(false);
        };
        if begun != Begun::From(None) {
            add_unasked(typed, labels, &theirs);
        }
        let then = self.text_then(trainer, (path, begun)).await?.and_then(|then| fields(&then));
        let mut found = Vec::new();
        for field in differing(&trainer.page, labels, (typed, &theirs)) {
            let Some(then) = &then else {
                found.push(field);
                continue;
            };
            let before = said(&trainer.page, then, &field.name);
            if field.both.mine == before {
                take_over(typed, &field.name, &theirs);
            } else if field.both.theirs != before {
                found.push(field);
            }
        }
        let is_quarrel = self.keep_both(trainer, now, found).await?;
        if !is_quarrel {
            // What is in the form now goes on from what holds now.
            typed.0.retain(|(name, _)| name != "number");
            typed.0.push(("number".to_owned(), now.to_string()));
        }
        Ok(is_quarrel)
    }

    /// Keeps what differs to be shown, with who made this change; true if there is something.
    pub(super) async fn keep_both(
        &mut self,
        trainer: &Trainer,
        number: i64,
        found: Vec<Found>,
    ) -> Result<bool, Problem> {
        if found.is_empty() {
            return Ok(false);
        }
        let both = match self.both.take() {
            Some(both) => both,
            None => Both { by: self.saved_by(trainer, number).await?, over: self.draft.number, fields: Vec::new() },
        };
        let fields = both.fields.into_iter().chain(found.into_iter().map(|field| field.both)).collect();
        self.both = Some(Both { fields, ..both });
        Ok(true)
    }

    /// The text of a file with which a form began.
    pub(super) async fn text_then(
        &self,
        trainer: &Trainer,
        (path, begun): (&str, Begun),
    ) -> Result<Option<String>, Problem> {
        let (id, path) = (self.draft.id, path.to_owned());
        let read = trainer.page.app.read(move |conn| match begun {
            Begun::From(None) => Ok(None),
            Begun::From(Some(number)) => authoring::find_revision(conn, id, (&path, number)),
            Begun::Over(change) => authoring::find_revision_before(conn, id, (&path, change + 1)),
        });
        Ok(read.await?.as_ref().map(FileState::text))
    }

    /// Who made a change, and when.
    pub(super) async fn saved_by(&self, trainer: &Trainer, number: i64) -> Result<String, Problem> {
        let (id, page) = (self.draft.id, &trainer.page);
        let read = page.app.read(move |conn| {
            let change = authoring::find_change(conn, id, number)?;
            let people: Vec<PersonId> = change.iter().filter_map(|change| change.author).collect();
            Ok((change, accounts::list_names(conn, &people)?.pop()))
        });
        let (change, name) = read.await?;
        let at = change.map(|change| moment(page.lang, change.at, page.app.config.time_zone)).unwrap_or_default();
        Ok(match name {
            Some((_, by)) => page.tf("bank-conflict-by", &[("name", by.into()), ("at", at.into())]),
            None => page.tf("both-by-nobody", &[("at", at.into())]),
        })
    }
}

/// With what a form began: everything since is somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begun {
    /// A revision of its file; none: there was no such file.
    From(Option<i64>),
    /// What held when this change of the draft was the last: both texts were shown then, and who saves has chosen.
    Over(i64),
}

impl Begun {
    /// As the form tells it; whoever only wants another language has chosen nothing.
    pub(super) fn of(typed: &Fields) -> Self {
        let over = number_in(typed, "over").filter(|_| typed.switch().is_none());
        over.map_or_else(|| Self::From(number_in(typed, "number")), Self::Over)
    }
}

/// Adds what somebody else wrote into fields that the form did not have, such as those of a language that came meanwhile.
fn add_unasked(typed: &mut Fields, labels: Labels, theirs: &Fields) {
    let is_unasked = |field: &str| {
        let is_text = |name: &str| Lang::ALL.iter().any(|lang| field.strip_prefix(name) == Some(&format!("_{lang}")));
        let is_of_form = labels.iter().any(|(name, _)| !BOXES.contains(name) && (field == *name || is_text(name)));
        is_of_form && !typed.has(field)
    };
    let unasked: Vec<_> = theirs.0.iter().filter(|(field, _)| is_unasked(field)).cloned().collect();
    typed.0.extend(unasked);
}

/// A form that was not saved because somebody else was faster is 409.
pub(super) fn conflict(mut answer: HttpResponse) -> HttpResponse {
    *answer.status_mut() = StatusCode::CONFLICT;
    answer
}

/// A field that says something else, by its name.
pub(super) struct Found {
    name: String,
    both: Differing,
}

/// The fields that say something else, in the order of the form.
pub(super) fn differing(page: &Page, labels: Labels, (mine, theirs): (&Fields, &Fields)) -> Vec<Found> {
    let mut found = Vec::new();
    for &(name, label) in labels {
        let plain = [(name.to_owned(), None)];
        let texts = Lang::ALL.map(|lang| (format!("{name}_{lang}"), Some(lang)));
        // What a form does not have it leaves as it is; a box that is not ticked is not sent.
        let is_asked = |(field, _): &(String, Option<Lang>)| mine.has(field) || BOXES.contains(&field.as_str());
        for (name, lang) in plain.into_iter().chain(texts).filter(is_asked) {
            let (mine, theirs) = (said(page, mine, &name), said(page, theirs, &name));
            if mine == theirs {
                continue;
            }
            let label = match lang {
                Some(lang) => format!("{} ({})", page.t(label), lang.native_name()),
                None => page.t(label).to_owned(),
            };
            found.push(Found { both: Differing { anchor: anchor(&name), label, lang, theirs, mine }, name });
        }
    }
    found
}

/// Puts what another form says in a field in place of what this one says.
fn take_over(typed: &mut Fields, name: &str, theirs: &Fields) {
    let is_it = |field: &str| field == name || name == "draws" && ["from", "count"].contains(&field);
    typed.0.retain(|(field, _)| !is_it(field));
    typed.0.extend(theirs.0.iter().filter(|(field, _)| is_it(field)).cloned());
}

/// Everything that a field says: boxes of one name say several things, in any order.
fn said(page: &Page, fields: &Fields, name: &str) -> String {
    let values = fields.0.iter().filter(|(field, value)| field == name && !value.trim().is_empty());
    let mut values: Vec<String> = values.map(|(_, value)| words(page, name, value.trim())).collect();
    if BOXES.contains(&name) {
        values.sort_unstable();
        values.dedup();
    }
    values.join("\n").replace("\r\n", "\n")
}

/// What is ticked, and the rows of which a final test is drawn.
const BOXES: [&str; 8] = ["language", "required", "first", "check", "before_publishing", "there", "repeat", "draws"];

/// What people call a value that is chosen.
fn words(page: &Page, name: &str, value: &str) -> String {
    let key = match (name, value) {
        ("language" | "required", code) => {
            return Lang::from_code(code).map_or_else(|| code.to_owned(), |lang| lang.native_name().to_owned());
        }
        ("critical", "first") => "rules-critical-first",
        ("critical", "any") => "rules-critical-any",
        ("explanations", "after-try") => "rules-after-try",
        ("explanations", "after-pass") => "rules-after-pass",
        ("before_publishing", "medical") => "review-medical",
        ("before_publishing", "legal") => "review-legal",
        ("before_publishing", "language") => "review-each-language",
        ("mark", "V") => "facts-mark-v",
        ("mark", "K") => "facts-mark-k",
        ("there" | "repeat", _) => "form-yes",
        (_, value) => return value.to_owned(),
    };
    page.t(key).to_owned()
}

/// Where the form has a field.
fn anchor(field: &str) -> String {
    match field {
        "language" => "languages",
        "first" => "prerequisites",
        "draws" => "draw",
        "before_publishing" | "check" => "main-form",
        field => field,
    }
    .to_owned()
}
