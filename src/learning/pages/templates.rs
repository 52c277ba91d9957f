//! The templates of a course: pages to print, and spreadsheets.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use super::super::sheet::{self, Words};
use super::super::views;
use super::public::published;
use crate::content::template::Template;
use crate::content::{Library, Published};
use crate::kernel::Error;
use crate::web::{Visitor, WebResult, html_page};

fn find<'a>(published: &'a Published, key: &str) -> Result<&'a Template, Error> {
    published.course.templates.get(key).ok_or(Error::NotFound)
}

/// `GET /{lang}/courses/{course}/templates/{template}`.
///
/// # Errors
/// Not found.
pub async fn show_template(
    Visitor(page): Visitor,
    library: Data<Library>,
    path: Path<(String, String, String)>,
) -> WebResult {
    let published = published(&library, &path.1)?;
    let template = find(&published, &path.2)?;
    let shown = views::TemplatePage::new(&published, &path.2, template);
    Ok(html_page(&page, template.title.get(page.lang), &shown.show(&page)))
}

/// `GET /{lang}/courses/{course}/templates/{template}.xlsx`.
///
/// # Errors
/// Not found.
pub async fn show_sheet(
    Visitor(page): Visitor,
    library: Data<Library>,
    path: Path<(String, String, String)>,
) -> WebResult {
    let (_, course, key) = path.into_inner();
    let published = published(&library, &course)?;
    find(&published, &key)?;
    let name = format!("attachment; filename=\"erikti-{course}-{key}-{}.xlsx\"", page.lang);
    let words = Words {
        lang: page.lang,
        empty: page.t("template-empty"),
        example: page.t("template-example"),
        project: page.t("template-project"),
        date: page.t("template-date"),
        total: page.t("template-total"),
    };
    let bytes = tokio::task::spawn_blocking(move || {
        let template = find(&published, &key)?;
        sheet::workbook(template, &published.course.facts, published.published_at, &words).map_err(Error::internal)
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes.await.map_err(Error::internal)??))
}
