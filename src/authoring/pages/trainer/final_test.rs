//! The final test of a course as a form: where its questions come from, and when it is passed.

use actix_web::HttpResponse;
use actix_web::web::Path;
use toml_edit::TableLike;

use super::super::super::course_file::{CourseFile, strings};
use super::super::super::final_test::{FinalEntry, Origin, Rules};
use super::super::super::model::{Action, COURSE_FILE, Saved, questions_path};
use super::super::super::views::{self, Draw};
use super::facts::number_field;
use super::meanwhile::{RULE_LABELS, conflict};
use super::present::Form;
use super::settings::with_number;
use super::{Open, form_page, save};
use crate::web::flash::redirect_with;
use crate::web::{Fields, FormErrors, Page, Trainer, WebResult};

/// Rows beyond those that are there.
const EMPTY_ROWS: usize = 3;

/// The rules of a test: the field, what is wrong with it, and its bounds.
pub(super) const RULES: [(&str, &str, (i64, i64)); 3] = [
    ("pass_percent", "draft-pass-wrong", (1, 100)),
    ("tries", "draft-tries-wrong", (1, 100)),
    ("wait_hours", "draft-wait-wrong", (0, 8760)),
];

/// The fields of a test's rules.
pub(super) fn rule_fields(rules: &Rules) -> Vec<(String, String)> {
    let minutes = if rules.minutes > 0 { rules.minutes.to_string() } else { String::new() };
    let word = |word: &str, usual: &str| if word.is_empty() { usual.to_owned() } else { word.to_owned() };
    vec![
        ("pass_percent".to_owned(), rules.pass_percent.to_string()),
        ("tries".to_owned(), rules.tries.to_string()),
        ("wait_hours".to_owned(), rules.wait_hours.to_string()),
        ("minutes".to_owned(), minutes),
        ("critical".to_owned(), word(&rules.critical, "first")),
        ("explanations".to_owned(), word(&rules.explanations, "after-try")),
    ]
}

/// What was typed of a test's rules; mistakes are noted.
pub(super) fn read_rules(typed: &Fields, errors: &mut FormErrors) -> Rules {
    let mut number = |name: &'static str, message, (least, most): (i64, i64)| {
        let number = typed.get(name).trim().parse::<i64>().ok().filter(|number| (least..=most).contains(number));
        errors.check(name, message, number).unwrap_or_default()
    };
    let [pass_percent, tries, wait_hours] = RULES.map(|(name, message, bounds)| number(name, message, bounds));
    let minutes = if typed.typed("minutes").is_some() { number("minutes", "draft-time-wrong", (1, 600)) } else { 0 };
    let one_of = |name: &str, other: &str, usual: &str| {
        if typed.get(name) == other { other.to_owned() } else { usual.to_owned() }
    };
    Rules {
        pass_percent,
        tries,
        wait_hours,
        minutes,
        critical: one_of("critical", "any", "first"),
        explanations: one_of("explanations", "after-pass", "after-try"),
    }
}

impl Open {
    /// Origin where a final test may draw: code and words.
    fn sources(&self, page: &Page) -> Vec<(String, String)> {
        let modules = self.course.as_ref().map(CourseFile::modules).unwrap_or_default();
        let mut sources = vec![(Origin::All.code(), page.t("final-from-all").to_owned())];
        let mut tags: Vec<String> = Vec::new();
        for module in modules {
            let title = Some(module.title.get(page.lang)).filter(|title| !title.is_empty()).unwrap_or(&module.key);
            let words = page.tf("final-from-module", &[("title", title.into())]);
            sources.push((Origin::Module(module.key.clone()).code(), words));
            let questions = CourseFile::parse(self.text(&questions_path(&module.key)).as_bytes());
            let tables = questions.as_ref().and_then(|file| file.root().get("question")?.as_array_of_tables());
            tags.extend(tables.into_iter().flatten().flat_map(|table| strings(table as &dyn TableLike, "tags")));
        }
        tags.sort_unstable();
        tags.dedup();
        let tag = |tag: String| {
            let words = page.tf("final-from-tag", &[("tag", tag.as_str().into())]);
            (Origin::Tag(tag).code(), words)
        };
        sources.extend(tags.into_iter().map(tag));
        sources
    }
}

/// `GET /{lang}/trainer/drafts/{draft}/final`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_final(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let mut fields = fields(open.course()?);
    open.note_at(&trainer, Form::Final).await?;
    fields.0.push(number_field(&open, COURSE_FILE));
    Ok(show(trainer.page, &open, &fields, &FormErrors::default()))
}

/// The fields of the form; what is drawn is one of them.
const LABELS: [(&str, &str); 9] = {
    let [pass, tries, wait, minutes, critical, explanations] = RULE_LABELS;
    let (there, draws, repeat) = (("there", "final-there"), ("draws", "final-draw"), ("repeat", "final-repeat"));
    [there, draws, pass, tries, wait, minutes, critical, explanations, repeat]
};

/// The form as the file has it.
fn fields(file: &CourseFile) -> Fields {
    let test = file.final_test();
    let is_there = test.is_some();
    let usual = Rules { pass_percent: 80, tries: 3, wait_hours: 72, ..Rules::default() };
    let test = test.unwrap_or(FinalEntry { draw: vec![(Origin::All, 20)], rules: usual, repeat_weak_modules: true });
    let mut fields = Vec::new();
    if is_there {
        fields.push(("there".to_owned(), "yes".to_owned()));
    }
    for (from, count) in &test.draw {
        fields.extend([("from".to_owned(), from.code()), ("count".to_owned(), count.to_string())]);
    }
    fields.extend(rule_fields(&test.rules));
    if test.repeat_weak_modules {
        fields.push(("repeat".to_owned(), "yes".to_owned()));
    }
    Fields(fields)
}

/// The form with what is drawn as one field, in words.
fn with_draws(mut fields: Fields, sources: &[(String, String)]) -> Fields {
    for row in rows(&fields).into_iter().filter(|row| !row.is_empty()) {
        let from = sources.iter().find(|(code, _)| *code == row.from).map_or(&row.from, |(_, words)| words);
        fields.0.push(("draws".to_owned(), format!("{from}: {}", row.count)));
    }
    fields
}

fn show(page: Page, open: &Open, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let mut rows: Vec<Draw> = rows(typed).into_iter().filter(|row| !row.is_empty()).collect();
    rows.extend((0..EMPTY_ROWS).map(|_| Draw::default()));
    let sources = open.sources(&page);
    open.stands_at_form(Form::Final);
    form_page(page, "final-title", errors, |page| {
        views::final_form(page, &open.around(), (&sources, &rows), (typed, errors))
    })
}

/// The rows as they were typed.
fn rows(typed: &Fields) -> Vec<Draw> {
    let of = |name: &'static str| {
        typed.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim().to_owned())
    };
    of("from").zip(of("count")).map(|(from, count)| Draw { from, count }).collect()
}

/// `POST /{lang}/trainer/drafts/{draft}/final`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_final(mut trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let mut open = Open::find(&trainer, &path.1).await?;
    let switch = typed.switch();
    trainer.page.lang = switch.unwrap_or(trainer.page.lang);
    let mut errors = FormErrors::default();
    let sources = open.sources(&trainer.page);
    let now = |text: &str| Some(with_draws(fields(&CourseFile::parse(text.as_bytes())?), &sources));
    let mut typed = with_draws(typed, &sources);
    if open.is_changed_meanwhile(&trainer, (COURSE_FILE, &LABELS), &mut typed, now).await? {
        return Ok(conflict(show(trainer.page, &open, &typed, &errors)));
    }
    if switch.is_some() {
        return Ok(show(trainer.page, &open, &typed, &errors));
    }
    let mut file = open.course()?.clone();
    let test = typed.has("there").then(|| read(&open, &trainer.page, &typed, &mut errors));
    if !errors.is_empty() {
        return Ok(show(trainer.page, &open, &typed, &errors));
    }
    file.set_final_test(test.as_ref());
    let change = Open::course_change(file, open.number(COURSE_FILE).unwrap_or_default());
    let action = if test.is_some() { Action::Saved } else { Action::Removed };
    let what = (action, trainer.page.t("final-title").to_owned());
    let base = views::base(&trainer.page, &open.draft);
    Ok(match save(&trainer, open.draft.id, what, vec![change]).await? {
        Saved::Done(number) if action == Action::Removed => {
            crate::web::flash::redirect(&format!("{base}?undo={number}"))
        }
        Saved::Done(_) => redirect_with(&base, "flash-draft-saved"),
        Saved::Already => redirect_with(&base, "flash-draft-same"),
        Saved::Meanwhile | Saved::Closed => {
            let (typed, errors) = (with_number(&typed, &open), FormErrors::one("there", "draft-form-meanwhile"));
            show(trainer.page, &open, &typed, &errors)
        }
    })
}

fn read(open: &Open, page: &Page, typed: &Fields, errors: &mut FormErrors) -> FinalEntry {
    let known = open.sources(page);
    let mut draw = Vec::new();
    let mut is_wrong = false;
    for row in rows(typed).into_iter().filter(|row| !row.is_empty()) {
        let from = Origin::from_code(&row.from).filter(|from| known.iter().any(|(code, _)| *code == from.code()));
        let count = row.count.parse::<i64>().ok().filter(|count| (1..=200).contains(count));
        match (from, count) {
            (Some(from), Some(count)) => draw.push((from, count)),
            _ => is_wrong = true,
        }
    }
    if is_wrong {
        errors.add("draw", "final-row-wrong");
    } else if draw.is_empty() {
        errors.add("draw", "final-rows-missing");
    }
    FinalEntry { draw, rules: read_rules(typed, errors), repeat_weak_modules: typed.has("repeat") }
}
