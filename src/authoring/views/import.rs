//! Questions from a file: the form, and what becomes of each question.

mod report;

use maud::{Markup, html};

use self::report::report;
use super::{Around, crumbs};
use crate::authoring::model::questions_path;
use crate::exchange::{Format, Note, Read, Reading, limits};
use crate::kernel::Lang;
use crate::web::paging::{PageNumber, list_address};
use crate::web::{Fields, FormErrors, Page, assets, ui};

/// What the form offers: keys and words.
pub(in crate::authoring) struct ImportForm<'a> {
    pub(in crate::authoring) modules: &'a [(String, String)],
    pub(in crate::authoring) lessons: &'a [(String, String)],
    pub(in crate::authoring) languages: &'a [Lang],
    pub(in crate::authoring) typed: &'a Fields,
    /// Why the file was not read, in words.
    pub(in crate::authoring) error: Option<&'a str>,
}

pub(in crate::authoring) fn import_form(page: &Page, around: &Around<'_>, form: &ImportForm<'_>) -> Markup {
    let title = page.t("exchange-title");
    let base = around.base(page);
    html! {
        (crumbs(page, around, &[(None, title)]))
        script src=(*assets::UPLOAD_JS) defer {}
        h1 { (title) }
        p { (page.t("exchange-lead")) }
        @if form.modules.is_empty() {
            (ui::empty(page.t("exchange-no-modules"), Some((&format!("{base}/modules/new"), page.t("draft-add-module")))))
        } @else {
            (refused(page, form.error))
            form method="post" action={ (base) "/import" } enctype="multipart/form-data" data-upload
                data-reading=(page.t("exchange-reading")) data-sending=(page.t("exchange-sending")) data-lost=(page.t("exchange-lost")) {
                (file_field(page, form.error))
                (ui::select(page, ("format", page.t("exchange-format"), ""), &formats(page), form.typed, &FormErrors::default()))
                (place(page, form.modules, form.lessons, form.languages, form.typed))
                (ways(page, page.t("exchange-look"), &base))
            }
            (super::export::template(page))
        }
    }
}

/// That the file was not read, and why.
pub(super) fn refused(page: &Page, error: Option<&str>) -> Markup {
    html! {
        @if let Some(error) = error {
            div.error-summary role="alert" tabindex="-1" aria-labelledby="error-summary-title" {
                h2 #error-summary-title { (page.t("form-problem")) }
                ul { li { a href="#upload" { (error) } } }
            }
        }
    }
}

fn file_field(page: &Page, error: Option<&str>) -> Markup {
    let megabytes = limits::BYTES / 1_000_000;
    let hint = [("megabytes", megabytes.into()), ("questions", limits::QUESTIONS.into())];
    html! {
        div.field.wrong[error.is_some()] {
            label for="upload" { (page.t("exchange-file")) }
            p.hint #upload-hint { (page.tf("exchange-file-hint", &hint)) }
            @if let Some(error) = error { p.error #upload-error { (error) } }
            input #upload name="file" type="file" required accept=".gift,.txt,.xml,.csv,.tsv,.xlsx"
                aria-describedby=(if error.is_some() { "upload-hint upload-error" } else { "upload-hint" });
        }
    }
}

/// The buttons of a form with a file, and how far the file is on its way: shown by the page's script.
pub(super) fn ways(page: &Page, send: &str, back: &str) -> Markup {
    html! {
        div.sending hidden { p role="status" {} progress aria-label=(page.t("exchange-sending")) {} }
        div.buttons {
            button.button type="submit" { (send) }
            a.button.secondary href=(back) { (page.t("draft-cancel")) }
        }
    }
}

/// What a format is called.
pub(super) const fn format_words(format: Format) -> &'static str {
    match format {
        Format::Gift => "exchange-format-gift",
        Format::Aiken => "exchange-format-aiken",
        Format::MoodleXml => "exchange-format-moodle",
        Format::Csv => "exchange-format-csv",
        Format::Xlsx => "exchange-format-xlsx",
    }
}

fn formats(page: &Page) -> Vec<(String, String)> {
    let known = Format::ALL.map(|format| (format.code().to_owned(), page.t(format_words(format)).to_owned()));
    [(String::new(), page.t("exchange-format-guess").to_owned())].into_iter().chain(known).collect()
}

/// Module, language and lesson.
fn place(
    page: &Page,
    modules: &[(String, String)],
    lessons: &[(String, String)],
    languages: &[Lang],
    typed: &Fields,
) -> Markup {
    let languages: Vec<_> =
        languages.iter().map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).collect();
    let none = (String::new(), page.t("exchange-lesson-later").to_owned());
    let lessons: Vec<_> = [none].into_iter().chain(lessons.iter().cloned()).collect();
    let errors = FormErrors::default();
    let select = |name, label, hint: &'static str, options: &[_]| {
        let hint = if hint.is_empty() { "" } else { page.t(hint) };
        ui::select(page, (name, page.t(label), hint), options, typed, &errors)
    };
    html! {
        (select("module", "exchange-module", "", modules))
        (select("language", "exchange-language", "exchange-language-hint", &languages))
        (select("lesson", "exchange-lesson", "exchange-lesson-hint", &lessons))
    }
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::authoring) enum Kind {
    Taken,
    /// It fills in what one that is there lacks.
    Fills,
    /// It is there as it is.
    There,
    Lossy,
    Refused,
}

impl Kind {
    /// The part of the report that an address names; none: all of it.
    pub(in crate::authoring) fn of(code: &str) -> Option<Self> {
        match code {
            "fills" => Some(Self::Fills),
            "there" => Some(Self::There),
            "lossy" => Some(Self::Lossy),
            "refused" => Some(Self::Refused),
            _ => None,
        }
    }

    pub(in crate::authoring) fn is(read: &Read) -> Self {
        match &read.result {
            Err(_) => Self::Refused,
            Ok(_) if read.fills.as_ref().is_some_and(|fills| fills.languages.is_empty()) => Self::There,
            Ok(_) if read.fills.is_some() => Self::Fills,
            Ok(_) if read.notes.iter().any(|note| !note.is_to_do()) => Self::Lossy,
            Ok(_) => Self::Taken,
        }
    }
}

/// Where the questions go.
const CHOSEN: [&str; 3] = ["module", "language", "lesson"];

/// The report.
pub(in crate::authoring) struct Preview<'a> {
    /// The address of the file that waits.
    pub(in crate::authoring) here: &'a str,
    /// Its name.
    pub(in crate::authoring) name: &'a str,
    /// Why a job gave it back: a key of the catalogue.
    pub(in crate::authoring) stopped: Option<&'a str>,
    pub(in crate::authoring) reading: &'a Reading,
    /// The questions on this page.
    pub(in crate::authoring) shown: &'a [&'a Read],
    pub(in crate::authoring) kind: Option<Kind>,
    /// How many there are of this kind.
    pub(in crate::authoring) count: i64,
    pub(in crate::authoring) current: PageNumber,
    pub(in crate::authoring) modules: &'a [(String, String)],
    pub(in crate::authoring) lessons: &'a [(String, String)],
    pub(in crate::authoring) languages: &'a [Lang],
    /// What was chosen.
    pub(in crate::authoring) typed: &'a Fields,
}

impl Preview<'_> {
    fn lang(&self) -> Lang {
        Lang::from_code(self.typed.get("language")).unwrap_or(Lang::Kk)
    }

    /// The address with what was chosen, and a part of the report.
    fn address(&self, show: &str) -> String {
        let fields = CHOSEN.into_iter().chain(["copy"]).map(|name| (name, self.typed.get(name)));
        list_address(self.here, &fields.chain([("show", show)]).collect::<Vec<_>>())
    }

    /// How many questions other modules have.
    fn count_elsewhere(&self) -> usize {
        self.reading.count_elsewhere(&[questions_path(self.typed.get("module"))]) + self.reading.count_copies()
    }

    /// What the module of a file is called, if it is not the one that gets the questions.
    fn other_module<'a>(&'a self, file: &'a str) -> Option<&'a str> {
        let is_it = |(key, _): &&(String, String)| questions_path(key) == file;
        let known = self.modules.iter().find(is_it).map(|(_, title)| title.as_str());
        (questions_path(self.typed.get("module")) != file).then(|| known.unwrap_or(file))
    }
}

pub(in crate::authoring) fn preview(page: &Page, around: &Around<'_>, preview: &Preview<'_>) -> Markup {
    let (title, import) = (page.t("exchange-preview"), format!("{}/import", around.base(page)));
    let (taken, filling) = (preview.reading.taken().count(), preview.reading.filling().count());
    let module = preview.modules.iter().find(|(key, _)| key == preview.typed.get("module"));
    let module = module.map(|(_, title)| title.as_str()).unwrap_or_default();
    let place = [("module", module.into()), ("language", preview.lang().native_name().into())];
    html! {
        (crumbs(page, around, &[(Some(&import), page.t("exchange-title")), (None, title)]))
        h1 { (title) }
        p.lead { (page.tf("exchange-of-file", &[("name", preview.name.into())])) }
        @if let Some(reason) = preview.stopped.and_then(stopped) { p.note role="alert" { (page.t(reason)) } }
        (sums(page, preview.reading))
        p { (page.tf("exchange-where", &place)) }
        @if taken + filling == 0 { p.note { (page.t(if preview.reading.count_there() > 0 { "exchange-nothing-new" } else { "exchange-nothing" })) } }
        (confirm(page, preview, &import))
        details {
            summary { (page.t("exchange-change")) }
            form method="get" action=(preview.here) {
                @if preview.typed.has("copy") { input type="hidden" name="copy" value="yes"; }
                (self::place(page, preview.modules, preview.lessons, preview.languages, preview.typed))
                button.button.secondary type="submit" { (page.t("exchange-again")) }
            }
        }
        (report(page, &around.base(page), preview))
    }
}

/// The buttons that take over what is shown. What other modules have comes as well if that is ticked: at once, or after
/// another look.
fn confirm(page: &Page, preview: &Preview<'_>, import: &str) -> Markup {
    let (taken, filling) = (preview.reading.taken().count(), preview.reading.filling().count());
    let (is_something, elsewhere) = (taken + filling > 0, preview.count_elsewhere());
    html! {
        form method="post" action=(preview.here) {
            @for name in CHOSEN { input type="hidden" name=(name) value=(preview.typed.get(name)); }
            @if elsewhere > 0 {
                div.field.tick {
                    label {
                        input type="checkbox" name="copy" value="yes" checked[preview.typed.has("copy")];
                        span {
                            (page.tf("exchange-copy", &[("count", elsewhere.into())]))
                            span.hint { (page.t("exchange-copy-hint")) }
                        }
                    }
                }
            }
            @if is_something {
                p.hint {
                    @if filling > 0 { (page.t("exchange-fills-hint")) " " }
                    @if taken > 0 { (page.t("exchange-confirm-hint")) " " }
                    (page.tf("exchange-kept", &[("hours", 24.into())]))
                }
            }
            div.buttons {
                @if is_something {
                    button.button type="submit" {
                        @if filling + elsewhere == 0 { (page.tf("exchange-confirm", &[("count", taken.into())])) }
                        @else { (page.t("exchange-confirm-fills")) }
                    }
                }
                @if elsewhere > 0 {
                    button.button.secondary[is_something] type="submit" formmethod="get" formaction=(preview.here) { (page.t("exchange-again")) }
                }
                a.button.secondary[is_something || elsewhere > 0] href=(import) { (page.t("exchange-other-file")) }
            }
        }
    }
}

/// Why a job gave the file back.
fn stopped(reason: &str) -> Option<&'static str> {
    let known = [
        "exchange-stopped-broken",
        "exchange-stopped-module",
        "exchange-stopped-crowded",
        "exchange-stopped-failed",
        "exchange-nothing",
        "exchange-nothing-new",
    ];
    known.into_iter().find(|known| *known == reason)
}

/// A file that is being taken in.
pub(in crate::authoring) struct Taking<'a> {
    pub(in crate::authoring) here: &'a str,
    pub(in crate::authoring) name: &'a str,
    pub(in crate::authoring) done: i64,
    /// 0 while the file is being read.
    pub(in crate::authoring) total: i64,
}

/// How far it is; the script looks again by itself.
pub(in crate::authoring) fn taking(page: &Page, around: &Around<'_>, taking: &Taking<'_>) -> Markup {
    let (title, import) = (page.t("exchange-taking"), format!("{}/import", around.base(page)));
    let words = if taking.total == 0 {
        page.t("exchange-reading").to_owned()
    } else {
        page.tf("exchange-taking-now", &[("done", taking.done.into()), ("count", taking.total.into())])
    };
    html! {
        (crumbs(page, around, &[(Some(&import), page.t("exchange-title")), (None, title)]))
        h1 { (title) }
        p.lead { (page.tf("exchange-of-file", &[("name", taking.name.into())])) }
        div.sending data-taking {
            p role="status" { (words) }
            @if taking.total == 0 { progress aria-label=(title) {} }
            @else { progress aria-label=(title) max=(taking.total) value=(taking.done) {} }
        }
        p.hint { (page.t("exchange-taking-hint")) }
        p { a.button.secondary href=(taking.here) { (page.t("exchange-taking-again")) } }
        script src=(*assets::UPLOAD_JS) defer {}
    }
}

fn sums(page: &Page, reading: &Reading) -> Markup {
    let count = |is: fn(&Read) -> bool| reading.questions.iter().filter(|read| is(read)).count();
    let taken = count(|read| read.result.is_ok() && read.fills.is_none());
    let filling = count(|read| Kind::is(read) == Kind::Fills);
    let (there, differing) = (reading.count_there(), reading.count_differing());
    let lossy = count(|read| Kind::is(read) == Kind::Lossy);
    let to_do = count(|read| read.result.is_ok() && read.notes.iter().any(Note::is_to_do));
    let refused = count(|read| read.result.is_err());
    let line = |key, number: usize| page.tf(key, &[("count", number.into())]);
    html! {
        ul.sums {
            li { strong { (line("exchange-sum-taken", taken)) } }
            @if filling > 0 { li { (line("exchange-sum-fills", filling)) } }
            @if there > 0 { li { (line("exchange-sum-there", there)) } }
            @if differing > 0 { li { (line("exchange-sum-differs", differing)) } }
            @if lossy > 0 { li { (line("exchange-sum-lossy", lossy)) } }
            @if to_do > 0 { li { (line("exchange-sum-to-do", to_do)) } }
            @if refused > 0 { li { (line("exchange-sum-refused", refused)) } }
        }
    }
}
