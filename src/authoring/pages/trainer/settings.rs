//! The settings of a course: what stands in the catalogue and on the certificate.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use toml_edit::{Datetime, Item, Table, Value, value};

use super::super::super::course_file::{
    CourseFile, languages_mut, lines, localized, number_of, put, set_localized, strings, text,
};
use super::super::super::model::{Action, COURSE_FILE, Saved};
use super::super::super::views::{self, BEFORE, CERTIFICATE, GUIDELINE, LIMITS, OUTCOMES, SUMMARY, TITLE};
use super::facts::number_field;
use super::meanwhile::conflict;
use super::present::Form;
use super::{Open, fields_of, form_page, save, texts_in};
use crate::content::Library;
use crate::content::model::required_by_default;
use crate::kernel::{Day, Lang, Localized, ReviewSubject, Slug};
use crate::web::flash::redirect_with;
use crate::web::{Fields, FormErrors, LongFields, Page, Trainer, WebResult};

/// The name in the file of what is to be completed first.
const PREREQUISITES: &str = "prerequisites";

/// The fields of the form.
const LABELS: [(&str, &str); 14] = [
    ("title", "draft-course-title"),
    ("summary", "draft-summary"),
    ("outcomes", "draft-outcomes"),
    ("limits", "draft-limits"),
    ("hours", "draft-hours"),
    ("printed", "draft-printed"),
    ("validity", "draft-validity"),
    ("until", "draft-until"),
    ("language", "draft-languages"),
    ("required", "draft-required"),
    ("first", "draft-prerequisites"),
    ("guideline", "draft-guideline-version"),
    ("base", "draft-guideline-base"),
    (BEFORE, "review-before"),
];

/// Longer than any of these texts should be, in characters.
const LONGEST: usize = 2000;

/// `GET /{lang}/trainer/drafts/{draft}/settings`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_settings(trainer: Trainer, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let mut typed = fields(open.course()?);
    open.note_at(&trainer, Form::Settings).await?;
    typed.0.push(number_field(&open, COURSE_FILE));
    Ok(show(trainer.page, &library, &open, (&typed, &FormErrors::default())))
}

fn show(page: Page, library: &Library, open: &Open, (typed, errors): (&Fields, &FormErrors)) -> HttpResponse {
    let (languages, shelf) = (open.languages(), library.shelf());
    let others = shelf.catalogue().map(|published| &published.course).filter(|course| course.key != open.draft.course);
    let mut others: Vec<(String, String)> =
        others.map(|course| (course.key.to_string(), course.title.get(page.lang).to_owned())).collect();
    // One that is not published here is named by its key.
    let named = typed.0.iter().filter(|(name, _)| name == "first").map(|(_, key)| key);
    let unknown: Vec<_> = named.filter(|key| !others.iter().any(|(known, _)| known == *key)).cloned().collect();
    others.extend(unknown.into_iter().map(|key| (key.clone(), key)));
    open.stands_at_form(Form::Settings);
    form_page(page, "draft-settings", errors, |page| {
        views::course_form(page, &open.around(), (&languages, &others), (typed, errors))
    })
}

/// The form as the file has it.
fn fields(file: &CourseFile) -> Fields {
    let root = file.root();
    let certificate = root.get("certificate").and_then(Item::as_table);
    let mut fields: Vec<(String, String)> = fields_of(&localized(root, "title"), TITLE).collect();
    fields.extend(fields_of(&localized(root, "summary"), SUMMARY));
    fields.extend(fields_of(&outcomes(root), OUTCOMES));
    fields.extend(fields_of(&localized(root, "limits"), LIMITS));
    let hours = root.get("hours").and_then(|item| item.as_float().or_else(|| item.as_integer().map(whole)));
    fields.push(("hours".to_owned(), hours.map(|hours| hours.to_string()).unwrap_or_default()));
    fields.extend(file.languages().iter().map(|lang| ("language".to_owned(), lang.code().to_owned())));
    fields.extend(file.required().iter().map(|lang| ("required".to_owned(), lang.code().to_owned())));
    fields.extend(strings(root, PREREQUISITES).into_iter().map(|course| ("first".to_owned(), course)));
    if let Some(guideline) = root.get("guideline").and_then(Item::as_table_like) {
        fields.push(("guideline".to_owned(), text(guideline, "version")));
        fields.extend(fields_of(&localized(guideline, "base"), GUIDELINE));
    }
    if let Some(certificate) = certificate {
        fields.extend(fields_of(&localized(certificate, "title"), CERTIFICATE));
        let months = number_of(certificate, "validity_months");
        fields.push(("validity".to_owned(), if months > 0 { months.to_string() } else { String::new() }));
    }
    fields.push(("until".to_owned(), until(root).map(|day| day.to_string()).unwrap_or_default()));
    let review = root.get("review").and_then(Item::as_table_like);
    let before = review.map(|review| strings(review, BEFORE)).unwrap_or_default();
    fields.extend(before.into_iter().map(|subject| (BEFORE.to_owned(), subject)));
    Fields(fields)
}

/// The last valid day of every certificate, if the course has one.
fn until(root: &Table) -> Option<Day> {
    let certificate = root.get("certificate").and_then(Item::as_table)?;
    Day::parse(&certificate.get("valid_until")?.as_datetime()?.to_string())
}

#[expect(clippy::cast_precision_loss, reason = "hours of a course")]
fn whole(number: i64) -> f64 {
    number as f64
}

/// The outcomes, a line for each.
fn outcomes(root: &Table) -> Localized {
    let mut texts = Localized::default();
    let Some(lists) = root.get("outcomes").and_then(Item::as_table_like) else { return texts };
    for lang in Lang::ALL {
        texts.set(lang, strings(lists, lang.code()).join("\n"));
    }
    texts
}

/// `POST /{lang}/trainer/drafts/{draft}/settings`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_settings(
    mut trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
    LongFields(typed): LongFields,
) -> WebResult {
    let mut open = Open::find(&trainer, &path.1).await?;
    let switch = typed.switch();
    trainer.page.lang = switch.unwrap_or(trainer.page.lang);
    let mut typed = with_source(typed, open.source());
    let now = |text: &str| CourseFile::parse(text.as_bytes()).map(|file| fields(&file));
    if open.is_changed_meanwhile(&trainer, (COURSE_FILE, &LABELS), &mut typed, now).await? {
        return Ok(conflict(show(trainer.page, &library, &open, (&typed, &FormErrors::default()))));
    }
    if switch.is_some() {
        return Ok(show(trainer.page, &library, &open, (&typed, &FormErrors::default())));
    }
    let mut file = open.course()?.clone();
    let languages = languages_in(&typed, &open.languages());
    let mut errors = apply(&mut file, &typed, &languages);
    set_until(&mut file, (&typed, trainer.page.app.today()), &mut errors);
    if !errors.is_empty() {
        return Ok(show(trainer.page, &library, &open, (&typed, &errors)));
    }
    let seen = open.number(COURSE_FILE).unwrap_or_default();
    let what = (Action::Saved, trainer.page.t("draft-settings").to_owned());
    let base = views::base(&trainer.page, &open.draft);
    match save(&trainer, open.draft.id, what, vec![Open::course_change(file, seen)]).await? {
        Saved::Done(_) => Ok(redirect_with(&base, "flash-draft-saved")),
        Saved::Already => Ok(redirect_with(&base, "flash-draft-same")),
        Saved::Meanwhile | Saved::Closed => {
            let typed = with_number(&typed, &open);
            let errors = FormErrors::one("title_kk", "draft-form-meanwhile");
            Ok(show(trainer.page, &library, &open, (&typed, &errors)))
        }
    }
}

/// The form with the boxes of the language in which the course is written: they cannot be unticked, so they are not sent.
fn with_source(mut typed: Fields, source: Lang) -> Fields {
    let boxes = ["language", "required"].map(|name| (name.to_owned(), source.code().to_owned()));
    typed.0.extend(boxes);
    typed
}

/// The same form, to be saved over the revision that holds now.
pub(super) fn with_number(typed: &Fields, open: &Open) -> Fields {
    let mut typed = typed.clone();
    typed.0.retain(|(name, _)| name != "number");
    typed.0.push(("number".to_owned(), open.number(COURSE_FILE).unwrap_or_default().to_string()));
    typed
}

/// Writes the form into the file.
fn apply(file: &mut CourseFile, typed: &Fields, languages: &[Lang]) -> FormErrors {
    let mut errors = FormErrors::default();
    for names in [TITLE, SUMMARY, OUTCOMES, LIMITS, CERTIFICATE, GUIDELINE] {
        for name in names.into_iter().filter(|name| typed.get(name).chars().count() > LONGEST) {
            errors.add(name, "draft-too-long");
        }
    }
    let hours = typed.get("hours").trim().replace(',', ".").parse::<f64>().ok();
    let hours = errors.check("hours", "draft-hours-wrong", hours.filter(|hours| *hours > 0.0 && *hours <= 1000.0));
    let months =
        typed.typed("validity").map(|months| months.parse::<i64>().ok().filter(|months| (1..=1200).contains(months)));
    if months == Some(None) {
        errors.add("validity", "draft-validity-wrong");
    }
    let root = file.root_mut();
    set_localized(root, "title", &texts_in(typed, TITLE, languages), languages);
    set_localized(root, "summary", &texts_in(typed, SUMMARY, languages), languages);
    set_localized(root, "limits", &texts_in(typed, LIMITS, languages), languages);
    set_before(root, typed);
    set_outcomes(root, &texts_in(typed, OUTCOMES, languages), languages);
    if let Some(hours) = hours {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of hours")]
        let written = if hours.fract() == 0.0 { Value::from(hours as i64) } else { Value::from(hours) };
        put(root, "hours", written);
    }
    if root.get("certificate").is_none_or(|item| !item.is_table()) {
        let mut table = Table::new();
        table.insert("kind", value("theory"));
        root.insert("certificate", Item::Table(table));
    }
    set_languages(root, languages);
    set_required(root, typed, languages);
    set_prerequisites(root, typed);
    set_guideline(root, typed, languages);
    if let Some(certificate) = root.get_mut("certificate").and_then(Item::as_table_mut) {
        set_localized(certificate, "title", &texts_in(typed, CERTIFICATE, languages), languages);
        match months.flatten() {
            Some(months) => put(certificate, "validity_months", Value::from(months)),
            None => {
                certificate.remove("validity_months");
            }
        }
    }
    errors
}

/// The last valid day of every certificate: one to come, or the one that stands there; never beside months. A form without
/// the field leaves it as it is.
fn set_until(file: &mut CourseFile, (typed, today): (&Fields, Day), errors: &mut FormErrors) {
    if !typed.has("until") {
        return;
    }
    let (known, day) = (until(file.root()), typed.typed("until").map(Day::parse));
    match day {
        Some(_) if typed.typed("validity").is_some() => errors.add("until", "draft-until-both"),
        Some(Some(day)) if day >= today || Some(day) == known => {}
        Some(_) => errors.add("until", "draft-until-wrong"),
        None => {}
    }
    let Some(certificate) = file.root_mut().get_mut("certificate").and_then(Item::as_table_mut) else { return };
    match day.flatten() {
        Some(day) => {
            if let Ok(date) = day.to_string().parse::<Datetime>() {
                put(certificate, "valid_until", Value::from(date));
            }
        }
        None => {
            certificate.remove("valid_until");
        }
    }
}

/// What every lesson is to be signed for. A file that says so already is left as it is written.
fn set_before(root: &mut Table, typed: &Fields) {
    let ticked =
        |subject: &ReviewSubject| typed.0.iter().any(|(name, value)| name == BEFORE && value == subject.code());
    let subjects = ReviewSubject::ALL.into_iter().filter(ticked).map(ReviewSubject::code);
    let subjects: Vec<&str> = subjects.collect();
    let known = root.get("review").and_then(Item::as_table_like).map(|review| strings(review, BEFORE));
    let mut known = known.unwrap_or_default();
    known.sort_by_key(|code| ReviewSubject::from_code(code));
    if known == subjects {
        return;
    }
    let review = root.entry("review").or_insert_with(|| Item::Table(Table::new()));
    let Some(review) = review.as_table_like_mut() else { return };
    if subjects.is_empty() {
        review.remove(BEFORE);
        if review.is_empty() {
            root.remove("review");
        }
    } else {
        put(review, BEFORE, Value::Array(subjects.into_iter().collect()));
    }
}

/// The ticked languages after the one in which the course is written. A form without the boxes leaves them as they are.
fn languages_in(typed: &Fields, before: &[Lang]) -> Vec<Lang> {
    if !typed.has("languages_asked") {
        return before.to_vec();
    }
    let is_on = |lang: &Lang| typed.0.iter().any(|(name, value)| name == "language" && value == lang.code());
    let kept = before.iter().copied().enumerate().filter(|(at, lang)| *at == 0 || is_on(lang)).map(|(_, lang)| lang);
    let added = Lang::ALL.into_iter().filter(|lang| !before.contains(lang) && is_on(lang));
    kept.chain(added).collect()
}

fn set_languages(root: &mut Table, languages: &[Lang]) {
    let codes: Vec<&str> = languages.iter().map(|lang| lang.code()).collect();
    if strings(root, "languages") != codes {
        put(root, "languages", Value::Array(codes.into_iter().collect()));
    }
}

/// The ticked languages in which every text has to exist; nothing is written where they are what holds anyhow.
fn set_required(root: &mut Table, typed: &Fields, languages: &[Lang]) {
    let is_on = |lang: &Lang| typed.0.iter().any(|(name, value)| name == "required" && value == lang.code());
    let is_asked = typed.has("required") || typed.has("languages_asked");
    let named = if is_asked { None } else { Some(strings(root, "required_languages")) };
    let is_required = |(at, lang): &(usize, Lang)| {
        *at == 0 || named.as_ref().map_or_else(|| is_on(lang), |named| named.iter().any(|code| code == lang.code()))
    };
    if named.as_ref().is_some_and(Vec::is_empty) {
        return;
    }
    let required: Vec<Lang> = languages.iter().copied().enumerate().filter(is_required).map(|(_, lang)| lang).collect();
    let codes: Vec<&str> = required.iter().map(|lang| lang.code()).collect();
    if required == required_by_default(languages) && !root.contains_key("required_languages") {
        return;
    }
    if strings(root, "required_languages") != codes {
        put(root, "required_languages", Value::Array(codes.into_iter().collect()));
    }
}

/// The ticked courses to complete first. A form without the boxes leaves them as they are.
fn set_prerequisites(root: &mut Table, typed: &Fields) {
    if !typed.has("languages_asked") {
        return;
    }
    let ticked = typed.0.iter().filter(|(name, _)| name == "first").filter_map(|(_, key)| Slug::parse(key));
    let own = text(root, "key");
    let mut keys: Vec<String> = Vec::new();
    for key in ticked.map(|key| key.to_string()).filter(|key| *key != own) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        root.remove(PREREQUISITES);
    } else if strings(root, PREREQUISITES) != keys {
        put(root, PREREQUISITES, Value::Array(keys.iter().map(String::as_str).collect()));
    }
}

/// The documents on which the course is based; none where neither of the fields is filled.
fn set_guideline(root: &mut Table, typed: &Fields, languages: &[Lang]) {
    if !typed.has("guideline") {
        return;
    }
    let base = texts_in(typed, GUIDELINE, languages);
    let version = typed.typed("guideline");
    if version.is_none() && Lang::ALL.into_iter().all(|lang| base.exact(lang).is_none_or(str::is_empty)) {
        root.remove("guideline");
        return;
    }
    let item = root.entry("guideline").or_insert_with(|| Item::Table(Table::new()));
    if let Some(table) = item.as_table_mut() {
        put(table, "version", Value::from(version.unwrap_or_default()));
        set_localized(table, "base", &base, languages);
    }
}

fn set_outcomes(root: &mut Table, texts: &Localized, languages: &[Lang]) {
    let Some(lists) = languages_mut(root, "outcomes") else { return };
    for lang in languages {
        let Some(texts) = texts.exact(*lang) else { continue };
        let texts = texts.lines().map(str::trim).filter(|line| !line.is_empty());
        let texts: Vec<String> = texts.map(str::to_owned).collect();
        if strings(lists, lang.code()) != texts {
            put(lists, lang.code(), lines(&texts));
        }
    }
}
