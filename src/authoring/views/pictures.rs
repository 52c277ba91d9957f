//! The pictures of a draft.

use maud::{Markup, html};

use super::both::labels;
use super::{Around, crumbs, present};
use crate::i18n::number;
use crate::kernel::{Lang, Localized};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// The fields of what a picture shows, in the order of [`Lang::ALL`].
pub(in crate::authoring) const ALT: [&str; 3] = ["alt_kk", "alt_ru", "alt_en"];

/// A picture of a draft.
pub(in crate::authoring) struct PictureRow {
    pub(in crate::authoring) key: String,
    /// The address of its bytes, width and height; none if it has mistakes.
    pub(in crate::authoring) shown: Option<(String, u32, u32)>,
    pub(in crate::authoring) bytes: usize,
    pub(in crate::authoring) alt: Localized,
    /// Where it is used: addresses and words.
    pub(in crate::authoring) uses: Vec<(String, String)>,
}

type Form<'a> = (&'a Fields, &'a FormErrors);

fn mistakes(page: &Page, errors: &FormErrors) -> Markup {
    ui::error_summary_of(page, errors, &labels(page, &[(ALT, "pictures-words")]))
}

/// All pictures, and a form for one more.
pub(in crate::authoring) fn pictures(
    page: &Page,
    around: &Around<'_>,
    (rows, languages): (&[PictureRow], &[Lang]),
    form: Form<'_>,
) -> Markup {
    let title = page.t("pictures-title");
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        (mistakes(page, form.1))
        p { (page.t("pictures-lead")) }
        @if rows.is_empty() { (ui::empty(page.t("pictures-none"), None)) }
        div.pictures { @for row in rows { (card(page, around, row, languages)) } }
        h2 #new { (page.t("pictures-new")) }
        (upload_form(page, around, (languages, None), form))
    }
}

fn card(page: &Page, around: &Around<'_>, row: &PictureRow, languages: &[Lang]) -> Markup {
    let href = format!("{}/pictures/{}", around.base(page), row.key);
    let lacks: Vec<&str> = languages
        .iter()
        .filter(|lang| row.alt.exact(**lang).is_none_or(str::is_empty))
        .map(|lang| lang.native_name())
        .collect();
    html! {
        section.card {
            (shown(page, row))
            h2 { a href=(href) { (row.key) } }
            p.meta { (measures(page, row)) }
            @if !lacks.is_empty() { p { span.badge { (page.t("pictures-no-words")) ": " (lacks.join(", ")) } } }
            @if row.uses.is_empty() { p.soft { (page.t("pictures-unused")) } }
            @else { p.soft { (page.tf("pictures-used", &[("count", row.uses.len().into())])) } }
        }
    }
}

fn shown(page: &Page, row: &PictureRow) -> Markup {
    html! {
        @if let Some((address, width, height)) = &row.shown {
            img src=(address) alt=(row.alt.get(page.lang)) width=(width) height=(height) loading="lazy";
        }
    }
}

fn measures(page: &Page, row: &PictureRow) -> String {
    #[expect(clippy::cast_precision_loss, reason = "some kilobytes")]
    let kilobytes = number(page.lang, row.bytes as f64 / 1000.0, 0);
    let size = row.shown.as_ref().map(|(_, width, height)| format!("{width} × {height}")).unwrap_or_default();
    page.tf("pictures-measures", &[("size", size.into()), ("kilobytes", kilobytes.into())])
}

/// One picture: what it shows, another file in its place, where it is used, its end.
pub(in crate::authoring) fn picture(
    page: &Page,
    around: &Around<'_>,
    (row, languages): (&PictureRow, &[Lang]),
    form: Form<'_>,
) -> Markup {
    let list = format!("{}/pictures", around.base(page));
    html! {
        (crumbs(page, around, &[(Some(&list), page.t("pictures-title")), (None, &row.key)]))
        h1 { (row.key) }
        (present(page, around))
        (mistakes(page, form.1))
        div.pictures.one { (shown(page, row)) p.meta { (measures(page, row)) } }
        (upload_form(page, around, (languages, Some(&row.key)), form))
        h2 #uses { (page.t("pictures-where")) }
        @if row.uses.is_empty() {
            p { (page.t("pictures-unused")) }
            form method="post" action={ (list) "/" (row.key) "/delete" } {
                p.hint { (page.t("pictures-delete-what")) }
                button.button.danger type="submit" { (page.t("pictures-delete")) }
            }
        } @else {
            ul { @for (href, words) in &row.uses { li { a href=(href) { (words) } } } }
            p.soft { (page.t("pictures-delete-used")) }
        }
        p { (page.t("pictures-mark")) " " code { "![" (mark_words(row.alt.get(page.lang))) "](picture:" (row.key) ")" } }
    }
}

/// Words as they may stand in the brackets of a mark, on one line.
pub(in crate::authoring) fn mark_words(alt: &str) -> String {
    let clean = |letter: char| if "[]|\\\n\r".contains(letter) { ' ' } else { letter };
    alt.chars().map(clean).collect::<String>().trim().to_owned()
}

/// The form of a new picture, or of one that is there.
pub(in crate::authoring) fn upload_form(
    page: &Page,
    around: &Around<'_>,
    (languages, key): (&[Lang], Option<&str>),
    (typed, errors): Form<'_>,
) -> Markup {
    let to = key.map_or_else(String::new, |key| format!("/{key}"));
    let error = errors.of("picture");
    html! {
        form.picture method="post" action={ (around.base(page)) "/pictures" (to) } enctype="multipart/form-data" {
            @for name in ["lesson", "in", "number", "file_number"] {
                @if typed.has(name) { input type="hidden" name=(name) value=(typed.get(name)); }
            }
            div.field.wrong[error.is_some()] {
                label for="picture" { (page.t(if key.is_some() { "pictures-file-other" } else { "pictures-file" })) }
                p.hint #picture-hint { (page.t("pictures-file-hint")) }
                @if let Some(error) = error { p.error #picture-error { (page.t(error)) } }
                input #picture name="picture" type="file" accept="image/jpeg,image/png,image/webp,image/svg+xml"
                    aria-describedby="picture-hint" aria-invalid=[error.map(|_| "true")];
            }
            fieldset.field.texts {
                legend { (page.t("pictures-words")) }
                p.hint { (page.t("pictures-words-hint")) }
                @for (lang, name) in Lang::ALL.into_iter().zip(ALT).filter(|(lang, _)| languages.contains(lang)) {
                    @let error = errors.of(name);
                    div.text.wrong[error.is_some()] {
                        label for=(name) lang=(lang) { (lang.native_name()) }
                        @if let Some(error) = error { p.error id={ (name) "-error" } { (page.t(error)) } }
                        input id=(name) name=(name) lang=(lang) value=(typed.get(name)) maxlength="300" aria-invalid=[error.map(|_| "true")];
                    }
                }
            }
            @if key.is_none() {
                (Field { name: "name", label: page.t("draft-key"), hint: page.t("pictures-key-hint"), kind: "text", autocomplete: "off" }
                    .show(page, typed, errors))
            }
            p.status role="status" {}
            button.button type="submit" { (page.t(if key.is_some() { "draft-save" } else { "pictures-upload" })) }
        }
    }
}
