//! Questions for other programs, of a draft or of what is published; and the template to fill in.

use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::Markup;

use super::super::super::views::{self, Export, Written};
use super::Open;
use super::files::read;
use crate::content::Library;
use crate::content::export::{VersionLine, list_versions};
use crate::content::model::Course;
use crate::exchange::{self, Format, Writing};
use crate::i18n::long_date;
use crate::kernel::{Error, Lang, Slug};
use crate::web::{Fields, Page, Problem, Trainer, WebResult, html_page};

/// A course, and where its questions are taken out.
struct Source {
    course: Arc<Course>,
    /// The address of the page.
    here: String,
}

impl Source {
    /// A draft as far as it can be read.
    async fn of_draft(trainer: &Trainer, open: &Open) -> Result<Self, Problem> {
        let (_, reading) = read(trainer, open.draft.id).await?;
        let package = reading.package.or(reading.sketch).ok_or(Error::NotFound)?;
        let here = format!("{}/export", views::base(&trainer.page, &open.draft));
        Ok(Self { course: Arc::new(package.course), here })
    }

    fn of_course(page: &Page, library: &Library, key: &str) -> Result<Self, Problem> {
        let published = library.shelf().course(key).cloned().ok_or(Error::NotFound)?;
        let here = page.to(&format!("/trainer/courses/{key}/export"));
        Ok(Self { course: Arc::new(published.course.clone()), here })
    }
}

/// What was asked for.
struct Wish {
    format: Format,
    lang: Lang,
    module: Option<Slug>,
}

impl Wish {
    /// None until a format was chosen.
    fn of(typed: &Fields, course: &Course, lang: Lang) -> Option<Self> {
        let format = Format::from_code(typed.get("format")).filter(|format| *format != Format::Aiken)?;
        let lang = Lang::from_code(typed.get("language")).unwrap_or(lang);
        let lang = if course.languages.contains(&lang) { lang } else { course.languages.first().copied()? };
        let module = Slug::parse(typed.get("module")).filter(|key| course.module(key).is_some());
        Some(Self { format, lang, module })
    }
}

async fn written(page: &Page, source: &Source, wish: Wish) -> Result<(Vec<u8>, Writing), Error> {
    let (course, title) = (Arc::clone(&source.course), source.course.title.get(page.lang).to_owned());
    let created = page.app.now().utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let work =
        move || exchange::write_file(&course, wish.module.as_ref(), (wish.format, wish.lang), (&title, &created));
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

async fn show(page: &Page, source: &Source, typed: &Fields, crumbs: &Markup) -> WebResult {
    let lang = page.lang;
    let modules: Vec<(String, String)> = source
        .course
        .modules
        .iter()
        .map(|module| (module.key.to_string(), module.title.get(lang).to_owned()))
        .collect();
    let result = match Wish::of(typed, &source.course, lang) {
        Some(wish) => {
            let query = [
                ("format", wish.format.code().to_owned()),
                ("language", wish.lang.to_string()),
                ("module", wish.module.as_ref().map(ToString::to_string).unwrap_or_default()),
            ];
            Some((query, written(page, source, wish).await?.1))
        }
        None => None,
    };
    let result = result.as_ref().map(|(query, writing)| Written { query, writing });
    let zip = source.here.replace("/export", "/course.zip");
    let key = source.course.key.clone();
    let lines = page.app.read(move |conn| list_versions(conn, &key)).await?;
    let version = |line: &VersionLine| {
        let date = long_date(lang, line.published_at.day(page.app.config.time_zone));
        let args = [("edition", line.edition.into()), ("revision", line.revision.into()), ("date", date.into())];
        let to = page.to(&format!("/trainer/courses/{}/versions/{}/course.zip", source.course.key, line.id));
        (to, page.tf("exchange-out-version", &args))
    };
    let versions: Vec<(String, String)> = lines.iter().map(version).collect();
    let languages = &source.course.languages;
    let export =
        Export { here: &source.here, zip: &zip, versions: &versions, modules: &modules, languages, typed, result };
    Ok(html_page(page, page.t("exchange-out-title"), &views::export(page, crumbs, &export)))
}

async fn download(page: &Page, source: &Source, typed: &Fields) -> WebResult {
    let wish = Wish::of(typed, &source.course, page.lang).ok_or(Error::NotFound)?;
    let (format, of) = (wish.format, wish.module.clone());
    let (bytes, _) = written(page, source, wish).await?;
    let of = of.map(|module| format!("-{module}")).unwrap_or_default();
    Ok(file(format, &format!("{}{of}", source.course.key), bytes))
}

fn file(format: Format, stem: &str, bytes: Vec<u8>) -> HttpResponse {
    let (kind, ending) = match format {
        Format::Gift => ("text/plain; charset=utf-8", "gift"),
        Format::Aiken => ("text/plain; charset=utf-8", "txt"),
        Format::MoodleXml => ("application/xml; charset=utf-8", "xml"),
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{stem}.{ending}\"")))
        .body(bytes)
}

/// `GET /{lang}/trainer/drafts/{draft}/export?format=&module=&language=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_draft(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let source = Source::of_draft(&trainer, &open).await?;
    let crumbs = views::crumbs(&trainer.page, &open.around(), &[(None, trainer.page.t("exchange-out-title"))]);
    show(&trainer.page, &source, &Fields::of_query(&request), &crumbs).await
}

/// `GET /{lang}/trainer/drafts/{draft}/export/questions?format=&module=&language=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_draft_file(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let source = Source::of_draft(&trainer, &open).await?;
    download(&trainer.page, &source, &Fields::of_query(&request)).await
}

/// `GET /{lang}/trainer/courses/{course}/export?format=&module=&language=`.
///
/// # Errors
/// Not found.
pub async fn show_course(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let page = &trainer.page;
    let source = Source::of_course(page, &library, &path.1)?;
    let crumbs = views::course_crumbs(page, source.course.title.get(page.lang));
    show(page, &source, &Fields::of_query(&request), &crumbs).await
}

/// `GET /{lang}/trainer/courses/{course}/export/questions?format=&module=&language=`.
///
/// # Errors
/// Not found.
pub async fn show_course_file(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let source = Source::of_course(&trainer.page, &library, &path.1)?;
    download(&trainer.page, &source, &Fields::of_query(&request)).await
}

/// `GET /{lang}/trainer/question-template.{ending}`: `csv` or `xlsx`.
///
/// # Errors
/// Not found, if it ends with something else.
pub async fn show_template(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let format = match path.1.as_str() {
        "csv" => Format::Csv,
        "xlsx" => Format::Xlsx,
        _ => return Err(Problem::NotFound),
    };
    let bytes = exchange::template((format, trainer.page.lang), trainer.page.t("exchange-out-template"))?;
    Ok(file(format, "questions", bytes))
}
