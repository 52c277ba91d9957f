//! What stands on the page of a list that was checked, and in its files.

use maud::{Markup, html};

use super::super::number::CertificateNumber;
use super::super::verify::{Shown, Verification};
use super::super::verify_many::{Asked, Heading, MOST};
use super::kind_word;
use crate::i18n::{moment, short_date, t};
use crate::kernel::workbook::{self, Content, Font, Sheet, Style};
use crate::kernel::{Error, Lang, Result, csv};
use crate::web::paging::PageNumber;
use crate::web::{Fields, FormErrors, Page, ui};

/// A line of a list with what became of it.
pub(in crate::certificates) type Judged = (Asked, Verification);

/// Widths of the columns of the workbook, in characters.
const WIDTHS: [f64; 8] = [7.0, 20.0, 26.0, 34.0, 34.0, 18.0, 14.0, 20.0];

pub(in crate::certificates) fn form(page: &Page, typed: &Fields, errors: &FormErrors) -> Markup {
    let error = errors.of("numbers");
    let most = ("most", i64::try_from(MOST).unwrap_or_default().into());
    html! {
        h1 { (page.t("many-title")) }
        (ui::error_summary(page, errors))
        p { (page.t("many-lead")) }
        form #main-form method="post" action=(page.to("/check")) enctype="multipart/form-data" {
            div.field.wrong[error.is_some()] {
                label for="numbers" { (page.t("many-numbers")) }
                p.hint #numbers-hint { (page.tf("many-numbers-hint", &[most])) }
                @if let Some(error) = error { p.error #numbers-error { (page.t(error)) } }
                textarea #numbers name="numbers" rows="10" spellcheck="false"
                    aria-describedby=(if error.is_some() { "numbers-hint numbers-error" } else { "numbers-hint" })
                    aria-invalid=[error.map(|_| "true")] { "\n" (typed.get("numbers")) }
            }
            div.field {
                label for="file" { (page.t("practical-file")) }
                p.hint { (page.t("many-file-hint")) }
                input #file name="file" type="file" accept=".csv,.txt,.xlsx";
            }
            button.button type="submit" { (page.t("many-button")) }
        }
    }
}

/// Class, symbol and word of an answer, and what was found.
fn state(answer: &Verification) -> (&'static str, &'static str, &'static str, Option<&Shown>) {
    match answer {
        Verification::Valid(shown) => ("valid", "✓", "state-valid", Some(shown)),
        Verification::Expired(shown) => ("expired", "⏲", "state-expired", Some(shown)),
        Verification::Revoked { shown, .. } => ("revoked", "✕", "state-revoked", Some(shown)),
        Verification::Suspended { shown, .. } => ("suspended", "‖", "state-suspended", Some(shown)),
        Verification::Replaced { shown, .. } => ("replaced", "↪", "state-replaced", Some(shown)),
        Verification::Unknown => ("unknown", "?", "verify-unknown", None),
        Verification::Mistyped => ("mistyped", "✎", "verify-mistyped", None),
    }
}

/// Line, number, state, name, course, what it confirms, last day (empty if there is none, as in every file), remark.
fn cells(page: &Page, (asked, answer): &Judged) -> [String; 8] {
    let (_, _, word, shown) = state(answer);
    let number = asked.number.as_ref().map_or_else(|| asked.typed.clone(), ToString::to_string);
    let of = |what: fn(&Shown) -> String| shown.map(what).unwrap_or_default();
    let name = shown.map(|shown| shown.name.clone().unwrap_or_else(|| page.t("care-name-erased").to_owned()));
    let kind = shown.map(|shown| kind_word(page, shown.kind));
    let until = shown.and_then(|shown| shown.expires_on).map(|day| day.to_string());
    [
        asked.line.to_string(),
        number,
        page.t(word).to_owned(),
        name.unwrap_or_default(),
        of(|shown| shown.course_title.clone()),
        kind.unwrap_or_default().to_owned(),
        until.unwrap_or_default(),
        remark(page, (asked, answer)),
    ]
}

/// The row of a file that was taken as the heading: whoever compares the file with the list finds each line again.
fn heading_cells(page: &Page, heading: &Heading) -> [String; 8] {
    let mut cells: [String; 8] = Default::default();
    let [line, typed, state, .., remark] = &mut cells;
    *line = heading.line.to_string();
    heading.typed.clone_into(typed);
    page.t("many-heading-state").clone_into(state);
    page.t("many-heading-remark").clone_into(remark);
    cells
}

/// True for such a row, in whatever language the file was: a list that was downloaded may be brought again.
pub(in crate::certificates) fn is_about_heading(cells: &[String]) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let [line, typed, state, remark] = filled.as_slice() else { return false };
    let is_told = |lang| *state == t(lang, "many-heading-state") && *remark == t(lang, "many-heading-remark");
    let is_line = line.chars().all(|c| c.is_ascii_digit());
    is_line && Lang::ALL.into_iter().any(is_told) && CertificateNumber::parse(typed).is_err()
}

/// Since when it does not count, or what counts instead; and where the same number stands above: two people may show one
/// certificate.
fn remark(page: &Page, (asked, answer): (&Asked, &Verification)) -> String {
    let what = match answer {
        Verification::Revoked { at, .. } | Verification::Suspended { at, .. } => {
            let day = short_date(page.lang, at.day(page.app.config.time_zone));
            Some(page.tf("many-since", &[("date", day.into())]))
        }
        Verification::Replaced { by, .. } => Some(page.tf("verify-replaced-by", &[("number", by.to_string().into())])),
        _ => None,
    };
    let again =
        asked.same_as.map(|line| page.tf("many-twice", &[("line", i64::try_from(line).unwrap_or_default().into())]));
    what.into_iter().chain(again).collect::<Vec<_>>().join("; ")
}

fn heads(page: &Page) -> [&'static str; 8] {
    [
        page.t("practical-line"),
        page.t("certificate-number"),
        page.t("centre-state"),
        page.t("certificate-holder"),
        page.t("certificate-course"),
        page.t("centre-confirms"),
        page.t("certificate-valid-until"),
        page.t("many-remark"),
    ]
}

/// The list as it goes on: its heading, and every number in its row.
pub(in crate::certificates) fn carried(heading: Option<&Heading>, asked: &[Asked]) -> String {
    let (mut text, mut line) = (String::new(), 1);
    let heading = heading.map(|one| (one.line, one.typed.as_str()));
    for (at, typed) in heading.into_iter().chain(asked.iter().map(written)) {
        if at == line && !text.is_empty() && !text.ends_with('\n') {
            text.push('\t');
        }
        while line < at {
            text.push('\n');
            line += 1;
        }
        text.push_str(typed);
    }
    text
}

/// Its row, and the number or else what stands there.
fn written(one: &Asked) -> (usize, &str) {
    (one.line, one.number.as_ref().map_or(one.typed.as_str(), CertificateNumber::as_str))
}

pub(in crate::certificates) fn result(
    page: &Page,
    (all, heading, list): (&[Judged], Option<&Heading>, &str),
    (shown, current): (&[&Judged], PageNumber),
) -> Markup {
    let count = |class: &str| i64::try_from(all.iter().filter(|(_, one)| state(one).0 == class).count()).unwrap_or(0);
    let total = i64::try_from(all.len()).unwrap_or(0);
    let now = moment(page.lang, page.app.now(), page.app.config.time_zone);
    html! {
        h1 { (page.t("many-title")) }
        p { strong { (page.tf("many-valid", &[("count", count("valid").into()), ("total", total.into())])) } }
        ul.plain {
            @for (class, symbol, word) in [
                ("expired", "⏲", "state-expired"), ("revoked", "✕", "state-revoked"), ("suspended", "‖", "state-suspended"),
                ("replaced", "↪", "state-replaced"), ("unknown", "?", "verify-unknown"), ("mistyped", "✎", "verify-mistyped"),
            ] {
                @if count(class) > 0 { li { span.badge.(class) { (symbol) " " (page.t(word)) } " " (count(class)) } }
            }
        }
        @if let Some(Heading { line, typed }) = heading {
            @let line = i64::try_from(*line).unwrap_or_default();
            p.note { (page.tf("many-heading", &[("line", line.into()), ("text", typed.as_str().into())])) }
        }
        p.soft { (page.tf("many-at", &[("at", now.into())])) }
        form #main-form method="post" action=(page.to("/check")) enctype="multipart/form-data" {
            input type="hidden" name="numbers" value=(list);
            input type="hidden" name="shown" value="yes";
            div.actions {
                button.button.secondary type="submit" name="as" value="xlsx" data-file { (page.t("many-xlsx")) }
                button.button.secondary type="submit" name="as" value="csv" data-file { (page.t("many-csv")) }
            }
            (table(page, shown))
            (turning(page, current, total))
            // After the buttons: of two values the first counts. The language switch stays on this page of the list.
            input type="hidden" name="page" value=(current.number());
        }
        p { a href=(page.to("/check")) { (page.t("many-again")) } }
    }
}

fn table(page: &Page, shown: &[&Judged]) -> Markup {
    let [line, number, word, holder, course, confirms, until, remark] = heads(page);
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in heads(page) { th scope="col" { (label) } } } }
                tbody {
                    @for judged in shown {
                        @let (class, symbol, _, found) = state(&judged.1);
                        @let [row, typed, state, name, title, kind, _, more] = cells(page, judged);
                        tr {
                            td data-label=(line) { (row) }
                            th scope="row" data-label=(number) {
                                @if judged.0.number.is_some() { span.number { (typed) } } @else { (typed) }
                            }
                            td data-label=(word) { span.badge.(class) { span aria-hidden="true" { (symbol) " " } (state) } }
                            td data-label=(holder) { (name) }
                            td data-label=(course) { (title) }
                            td data-label=(confirms) { (kind) }
                            td data-label=(until) {
                                @match found.map(|shown| shown.expires_on) {
                                    Some(Some(day)) => (short_date(page.lang, day)),
                                    Some(None) => (page.t("certificate-no-expiry")),
                                    None => {}
                                }
                            }
                            td data-label=(remark) { (more) }
                        }
                    }
                }
            }
        }
    }
}

/// Buttons and not links: the list is in the form.
fn turning(page: &Page, current: PageNumber, total: i64) -> Markup {
    let (at, pages) = (current.number(), PageNumber::pages(total));
    html! {
        @if pages > 1 {
            div.actions {
                @if at > 1 { button.button.small.secondary type="submit" name="page" value=(at - 1) { (page.t("pager-previous")) } }
                span { (page.tf("pager-where", &[("page", at.into()), ("pages", pages.into())])) }
                @if at < pages { button.button.small.secondary type="submit" name="page" value=(at + 1) { (page.t("pager-next")) } }
            }
        }
    }
}

/// The rows of a file: what the page says of the heading, and then the list in the order of the page.
fn rows(page: &Page, (judged, heading): (&[Judged], Option<&Heading>)) -> impl Iterator<Item = [String; 8]> {
    let heading = heading.map(|heading| heading_cells(page, heading));
    heading.into_iter().chain(judged.iter().map(|one| cells(page, one)))
}

/// The list as text that spreadsheets open.
pub(in crate::certificates) fn csv(page: &Page, list: (&[Judged], Option<&Heading>)) -> String {
    let mut text = String::from(csv::MARK);
    text.push_str(&csv::line(&heads(page).map(str::to_owned), page.lang));
    for row in rows(page, list) {
        text.push_str(&csv::line(&row, page.lang));
    }
    text
}

/// The list as a workbook: every cell is a text, whatever it begins with.
pub(in crate::certificates) fn xlsx(page: &Page, list: (&[Judged], Option<&Heading>)) -> Result<Vec<u8>> {
    let mut sheet = Sheet::new("certificates", true, &WIDTHS);
    sheet.head = Some(0);
    let bold = Style { font: Font::Bold, ..Style::default() };
    for (column, head) in heads(page).into_iter().enumerate() {
        sheet.put(0, (column, column), bold, Content::Text(head.to_owned()));
    }
    for (row, cells) in rows(page, list).enumerate() {
        for (column, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            sheet.put(row + 1, (column, column), Style::default(), Content::Text(cell));
        }
    }
    let created = page.app.now().utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    workbook::write(page.t("many-title"), &created, &[sheet]).map_err(Error::internal)
}
