//! The pictures of a draft: brought, described, replaced, deleted.

use std::collections::{BTreeMap, BTreeSet};

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::course_file::{CourseFile, localized, set_localized};
use super::super::super::model::{Action, FileChange, FileState, Saved};
use super::super::super::slugs::key_for;
use super::super::super::views::{self, ALT, PictureRow, mark_words};
use super::super::super::{self as authoring};
use super::{Open, fields_of, number_in, save, texts_in};
use crate::content::digest::of_bytes;
use crate::content::model::Picture;
use crate::content::photo::{MAX_UPLOAD, PhotoFault, read_photo};
use crate::content::picture::{self, EMBLEM, PictureFormat, Size};
use crate::i18n::t;
use crate::kernel::ids::DraftId;
use crate::kernel::{Error, Lang, Localized, Slug};
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::upload::{Upload, read_upload};
use crate::web::{Fields, FormErrors, Problem, Trainer, WebResult, private_bytes};

/// The file with what pictures show.
const WORDS: &str = "pictures.toml";
/// The longest description, in characters.
const LONGEST: usize = 300;

type PicturePath = Path<(String, String, String)>;

/// What the pictures of a draft show.
pub(super) struct PictureWords(Option<CourseFile>);

impl PictureWords {
    /// Reads the file once for all of them.
    pub(super) fn read(open: &Open) -> Self {
        Self(CourseFile::parse(open.text(WORDS).as_bytes()))
    }

    /// What one of them shows.
    pub(super) fn of(&self, key: &str) -> Localized {
        let alt = |file: &CourseFile| Some(localized(file.root().get(key)?.as_table_like()?, "alt"));
        self.0.as_ref().and_then(alt).unwrap_or_default()
    }
}

/// The name of a picture's file without its folder and ending.
pub(super) fn split(path: &str) -> Option<(&str, PictureFormat)> {
    PictureFormat::split(path.strip_prefix("pictures/")?)
}

/// The files of the pictures, with their bytes.
async fn stored(trainer: &Trainer, open: &Open) -> Result<Vec<FileState>, Problem> {
    let id = open.draft.id;
    let all = trainer.page.app.read(move |conn| authoring::list_files(conn, id)).await?;
    Ok(all.into_iter().filter(|file| split(&file.path).is_some()).collect())
}

/// The rows of the page for these files.
fn rows(open: &Open, files: &[FileState], (base, lang): (&str, Lang)) -> Vec<PictureRow> {
    let (words, mut uses) = (PictureWords::read(open), uses(open, (base, lang)));
    let row = |file: &FileState| {
        let (key, format) = split(&file.path)?;
        let bytes = file.content.as_deref().unwrap_or_default();
        let size = picture::check_as(format, bytes).ok();
        let address = |size: Size| {
            Picture {
                digest: of_bytes(bytes),
                width: size.width,
                height: size.height,
                format,
                alt: Localized::default(),
            }
            .address_below(&format!("{base}/media"), key)
        };
        Some(PictureRow {
            key: key.to_owned(),
            shown: size.map(|size| (address(size), size.width, size.height)),
            bytes: bytes.len(),
            alt: words.of(key),
            uses: uses.remove(key).unwrap_or_default(),
        })
    };
    files.iter().filter_map(row).collect()
}

/// Where each picture is used, by its key: in lessons by its mark, in questions by its key.
fn uses(open: &Open, (base, lang): (&str, Lang)) -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    // The emblem stands on the course's card, whoever names it.
    found
        .entry(EMBLEM.to_owned())
        .or_default()
        .push((format!("{base}/settings"), t(lang, "pictures-emblem").to_owned()));
    for file in open.files.values() {
        let (text, path) = (file.text(), &file.path);
        let lesson = path.strip_prefix("lessons/").and_then(|rest| rest.strip_suffix(".md"));
        let lesson = lesson.and_then(|rest| rest.split_once('/')?.1.rsplit_once('.'));
        let keys = match lesson {
            Some(_) => in_lesson(&text),
            None if path.starts_with("questions/") => in_questions(&text),
            None => continue,
        };
        if keys.is_empty() {
            continue;
        }
        let place = match lesson {
            Some((lesson, code)) => (format!("{base}/lessons/{lesson}/{code}"), open.name_of(path, lang)),
            None => (format!("{base}/file?path={path}"), path.clone()),
        };
        for key in keys {
            found.entry(key.to_owned()).or_default().push(place.clone());
        }
    }
    found
}

/// The keys of the pictures that the text of a lesson shows.
fn in_lesson(text: &str) -> BTreeSet<&str> {
    let ends = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
    text.split("(picture:").skip(1).map(|rest| rest.split(ends).next().unwrap_or_default()).collect()
}

/// The keys of the pictures that questions show.
fn in_questions(text: &str) -> BTreeSet<&str> {
    let named = text.lines().filter_map(|line| line.trim().strip_prefix("picture")?.trim_start().strip_prefix('='));
    named.map(|value| value.trim().trim_matches('"')).collect()
}

/// `GET /{lang}/trainer/drafts/{draft}/pictures`.
///
/// # Errors
/// Not found; the database's.
pub async fn list_pictures(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    list(&trainer, &open, (&Fields::default(), &FormErrors::default())).await
}

async fn list(trainer: &Trainer, open: &Open, form: (&Fields, &FormErrors)) -> WebResult {
    let (page, files) = (&trainer.page, stored(trainer, open).await?);
    let base = views::base(page, &open.draft);
    let rows = rows(open, &files, (&base, page.lang));
    let body = views::pictures(page, &open.around(), (&rows, &open.languages()), form);
    Ok(respond(page, status(form.1), page.t("pictures-title"), &body))
}

fn status(errors: &FormErrors) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// A picture of the draft: its file, and the row of the page.
async fn find(trainer: &Trainer, open: &Open, key: &str) -> Result<(FileState, PictureRow), Problem> {
    let files = stored(trainer, open).await?;
    let file = files.into_iter().find(|file| split(&file.path).is_some_and(|(name, _)| name == key));
    let file = file.ok_or(Error::NotFound)?;
    let base = views::base(&trainer.page, &open.draft);
    let row = rows(open, std::slice::from_ref(&file), (&base, trainer.page.lang)).pop().ok_or(Error::NotFound)?;
    Ok((file, row))
}

/// `GET /{lang}/trainer/drafts/{draft}/pictures/{picture}`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_picture(trainer: Trainer, path: PicturePath) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (file, row) = find(&trainer, &open, &path.2).await?;
    open.note_present(&trainer, WORDS).await?;
    let typed = with_numbers(Fields(fields_of(&row.alt, ALT).collect()), &open, &file);
    Ok(show(&trainer, &open, &row, (&typed, &FormErrors::default())))
}

/// `GET /{lang}/trainer/drafts/{draft}/media/{picture}?v=`: the bytes of a picture that may not be public yet.
///
/// # Errors
/// Not found; the database's.
pub async fn show_bytes(trainer: Trainer, path: PicturePath) -> WebResult {
    let (id, name): (DraftId, String) = (path.1.parse().map_err(|_| Error::NotFound)?, path.2.clone());
    let found = trainer.page.app.read(move |conn| authoring::find_picture(conn, id, &name)).await?;
    let (format, bytes) = found.ok_or(Error::NotFound)?;
    Ok(private_bytes(format.content_type(), bytes))
}

fn show(trainer: &Trainer, open: &Open, row: &PictureRow, form: (&Fields, &FormErrors)) -> HttpResponse {
    let page = &trainer.page;
    open.stands_at(WORDS);
    let body = views::picture(page, &open.around(), (row, &open.languages()), form);
    respond(page, status(form.1), &row.key, &body)
}

/// The form with the revisions from which it was made: of what the pictures show, and of the file.
fn with_numbers(mut typed: Fields, open: &Open, file: &FileState) -> Fields {
    typed.0.retain(|(name, _)| name != "number" && name != "file_number");
    typed.0.push(("number".to_owned(), open.number(WORDS).map(|number| number.to_string()).unwrap_or_default()));
    typed.0.push(("file_number".to_owned(), file.number.to_string()));
    typed
}

/// A form that was sent, with the picture as it is to be kept.
struct Sent {
    typed: Fields,
    /// None: no file was chosen.
    picture: Option<(PictureFormat, Vec<u8>)>,
    file_name: String,
    alt: Localized,
    errors: FormErrors,
}

async fn read(trainer: &Trainer, request: &HttpRequest, open: &Open, form: Multipart) -> Result<Sent, Problem> {
    let app = &trainer.page.app;
    app.limits.take(Limited::Upload, client_ip(request, app), app.now())?;
    let Upload { typed, name, bytes, is_too_large } = read_upload(form, "picture", MAX_UPLOAD).await?;
    let (mut errors, languages, required) = (FormErrors::default(), open.languages(), open.required());
    let alt = texts_in(&typed, ALT, &languages);
    for (lang, name) in Lang::ALL.into_iter().zip(ALT).filter(|(lang, _)| languages.contains(lang)) {
        let text = alt.exact(lang).unwrap_or_default();
        if text.is_empty() {
            if required.contains(&lang) {
                errors.add(name, "pictures-words-missing");
            }
        } else if text.chars().count() > LONGEST || text.contains('\n') {
            errors.add(name, "pictures-words-long");
        }
    }
    let mut picture = None;
    if is_too_large {
        errors.add("picture", "pictures-too-large");
    } else if !bytes.is_empty() {
        let cleaned = tokio::task::spawn_blocking(move || clean(bytes)).await.map_err(Error::internal)?;
        match cleaned {
            Ok(cleaned) => picture = Some(cleaned),
            Err(message) => errors.add("picture", message),
        }
    }
    Ok(Sent { typed, picture, file_name: name, alt, errors })
}

/// A drawing as it is, if nothing is wrong with it; anything else as a photo that was written anew.
fn clean(bytes: Vec<u8>) -> Result<(PictureFormat, Vec<u8>), &'static str> {
    let is_drawing = std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("<svg"));
    if is_drawing {
        return match picture::check(&bytes) {
            Ok(_) => Ok((PictureFormat::Svg, bytes)),
            Err(_) => Err("pictures-drawing-wrong"),
        };
    }
    match read_photo(&bytes) {
        Ok(photo) => Ok((PictureFormat::Jpeg, photo)),
        Err(PhotoFault::Unreadable) => Err("pictures-unreadable"),
        Err(PhotoFault::TooLarge) => Err("pictures-too-fine"),
        Err(PhotoFault::TooDeep) => Err("pictures-too-deep"),
    }
}

/// The change of what a picture shows; no words: its entry goes.
fn words_change(open: &Open, key: &str, alt: Option<&Localized>) -> Result<FileChange, Problem> {
    let mut file = CourseFile::parse(open.text(WORDS).as_bytes()).ok_or(Problem::Conflict)?;
    match alt {
        Some(alt) => {
            let entry = file.root_mut().entry(key).or_insert_with(toml_edit::table);
            if let Some(table) = entry.as_table_mut() {
                set_localized(table, "alt", alt, &open.languages());
            }
        }
        None => {
            file.root_mut().remove(key);
        }
    }
    Ok(FileChange::text(WORDS, open.number(WORDS), file.into_text()))
}

fn file_change(key: &str, (format, bytes): (PictureFormat, Vec<u8>), seen: Option<i64>) -> FileChange {
    let path = format!("pictures/{key}.{}", format.extension());
    FileChange { path, seen, content: Some(bytes), compared_with: None }
}

/// `POST /{lang}/trainer/drafts/{draft}/pictures`: a new picture. The script of the lesson editor gets its key back.
///
/// # Errors
/// Not found; too many files from one address; the database's.
pub async fn create_picture(
    request: HttpRequest,
    trainer: Trainer,
    path: Path<(String, String)>,
    form: Multipart,
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let mut sent = read(&trainer, &request, &open, form).await?;
    if sent.picture.is_none() && sent.errors.of("picture").is_none() {
        sent.errors.add("picture", "pictures-missing");
    }
    let is_taken = |key: &str| open.pictures.iter().filter_map(|path| split(path)).any(|(name, _)| name == key);
    let key = if let Some(key) = sent.typed.typed("name") {
        sent.errors.check("name", "draft-key-wrong", Slug::parse(key)).filter(|key| {
            let is_free = !is_taken(key.as_str());
            if !is_free {
                sent.errors.add("name", "pictures-key-taken");
            }
            is_free
        })
    } else {
        let stem = sent.file_name.rsplit_once('.').map_or("", |(stem, _)| stem);
        key_for(stem, "picture", is_taken)
    };
    let is_script = sent.typed.has("script");
    let (Some(key), Some(picture), true) = (key, sent.picture.take(), sent.errors.is_empty()) else {
        return if is_script {
            Ok(refused(&trainer, &sent.errors))
        } else {
            list(&trainer, &open, (&sent.typed, &sent.errors)).await
        };
    };
    let changes = vec![file_change(key.as_str(), picture, None), words_change(&open, key.as_str(), Some(&sent.alt))?];
    let saved = save(&trainer, open.draft.id, (Action::Added, key.to_string()), changes).await?;
    if !matches!(saved, Saved::Done(_) | Saved::Already) {
        let errors = FormErrors::one("picture", "draft-form-meanwhile");
        return if is_script {
            Ok(refused(&trainer, &errors))
        } else {
            list(&trainer, &open, (&sent.typed, &errors)).await
        };
    }
    if is_script {
        let lang = Lang::from_code(sent.typed.get("in")).unwrap_or(open.source());
        let mark = views::picture_mark(key.as_str(), &mark_words(sent.alt.get(lang)));
        return Ok(HttpResponse::Ok().json(serde_json::json!({ "key": key, "mark": mark })));
    }
    let base = views::base(&trainer.page, &open.draft);
    let lesson = Slug::parse(sent.typed.get("lesson")).zip(Lang::from_code(sent.typed.get("in")));
    Ok(match lesson {
        Some((lesson, lang)) => redirect_with(&format!("{base}/lessons/{lesson}/{lang}"), "flash-picture-added"),
        None => redirect_with(&format!("{base}/pictures"), "flash-picture-added"),
    })
}

/// What is wrong, in words, for the script.
fn refused(trainer: &Trainer, errors: &FormErrors) -> HttpResponse {
    // Of the words of a picture, in which language they are missing.
    let in_words = |name: &str| Lang::ALL.into_iter().zip(ALT).find(|(_, field)| *field == name).map(|(lang, _)| lang);
    let said = |(name, message): (&str, &'static str)| match in_words(name) {
        Some(lang) => format!("{}: {}", lang.native_name(), trainer.page.t(message)),
        None => trainer.page.t(message).to_owned(),
    };
    let words: Vec<String> = errors.iter().map(said).collect();
    HttpResponse::UnprocessableEntity().json(serde_json::json!({ "error": words.join(" ") }))
}

/// `POST /{lang}/trainer/drafts/{draft}/pictures/{picture}`: other words, or another file under the same key.
///
/// # Errors
/// Not found; too many files from one address; the database's.
pub async fn update_picture(request: HttpRequest, trainer: Trainer, path: PicturePath, form: Multipart) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (file, row) = find(&trainer, &open, &path.2).await?;
    let sent = read(&trainer, &request, &open, form).await?;
    if !sent.errors.is_empty() {
        return Ok(show(&trainer, &open, &row, (&sent.typed, &sent.errors)));
    }
    let words = words_change(&open, &row.key, Some(&sent.alt))?;
    let mut changes = vec![FileChange { seen: number_in(&sent.typed, "number"), ..words }];
    if let Some(picture) = sent.picture {
        let (change, seen) = (file_change(&row.key, picture, None), number_in(&sent.typed, "file_number"));
        if change.path == file.path {
            changes.push(FileChange { seen, ..change });
        } else {
            changes.extend([change, FileChange::removal(file.path.clone(), seen)]);
        }
    }
    let here = format!("{}/pictures/{}", views::base(&trainer.page, &open.draft), row.key);
    Ok(match save(&trainer, open.draft.id, (Action::Saved, row.key.clone()), changes).await? {
        Saved::Done(_) => redirect_with(&here, "flash-draft-saved"),
        Saved::Already => redirect_with(&here, "flash-draft-same"),
        Saved::Meanwhile | Saved::Closed => {
            // What the other one saved is shown, and what was typed stays: a second click saves it.
            let open = Open::find(&trainer, &path.1).await?;
            let (file, row) = find(&trainer, &open, &path.2).await?;
            let typed = with_numbers(sent.typed, &open, &file);
            show(&trainer, &open, &row, (&typed, &FormErrors::one("picture", "draft-form-meanwhile")))
        }
    })
}

/// `POST /{lang}/trainer/drafts/{draft}/pictures/{picture}/delete`: unless it is used.
///
/// # Errors
/// Not found; the database's.
pub async fn create_removal(trainer: Trainer, path: PicturePath) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (file, row) = find(&trainer, &open, &path.2).await?;
    if !row.uses.is_empty() {
        let typed = Fields(fields_of(&row.alt, ALT).collect());
        return Ok(show(&trainer, &open, &row, (&typed, &FormErrors::one("uses", "pictures-delete-used"))));
    }
    let mut changes = vec![FileChange::removal(file.path.clone(), Some(file.number))];
    if !row.alt.is_empty() {
        changes.push(words_change(&open, &row.key, None)?);
    }
    let base = views::base(&trainer.page, &open.draft);
    Ok(match save(&trainer, open.draft.id, (Action::Removed, row.key), changes).await? {
        Saved::Done(number) => redirect(&format!("{base}?undo={number}")),
        Saved::Already => redirect_with(&format!("{base}/pictures"), "flash-draft-same"),
        Saved::Meanwhile | Saved::Closed => redirect_with(&format!("{base}/pictures"), "flash-draft-meanwhile"),
    })
}
