//! The settings as the centre changes them. An officer of the centre may, for these are the centre's own matters (its
//! name, who signs, how it looks), and nothing here opens an account, a server or a key; each change is in the audit
//! log with what it was before.

mod views;

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use tokio_stream::StreamExt as _;

use super::super::{Changed, FIELDS, LogoFault, MAX_UPLOAD, Settings, change, load, read_logo, remove_logo, set_logo};
use crate::certificates::look::look_of;
use crate::certificates::pdf::{render_with, unprintable_letter};
use crate::certificates::sample::{Sample, sample};
use crate::i18n::t;
use crate::kernel::{Error, Lang, PersonName, Result};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Centre, Fields, FormErrors, Page, Problem, WebResult};

/// The form that the language switch sends.
const MAIN_FORM: &str = "main-form";
/// Settings that only make sense together, in three languages or as name and role.
const TOGETHER: [&[&str]; 3] = [
    &["name_kk", "name_ru", "name_en"],
    &["first_name", "first_role_kk", "first_role_ru", "first_role_en"],
    &["second_name", "second_role_kk", "second_role_ru", "second_role_en"],
];

async fn stored(page: &Page) -> Result<Settings> {
    page.app.read(load).await
}

/// The form as it is before somebody types.
fn as_stored(settings: &Settings) -> Fields {
    let mut fields: Vec<(String, String)> =
        settings.values.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    fields.push(("seen".to_owned(), serde_json::to_string(&settings.values).unwrap_or_default()));
    Fields(fields)
}

fn show(page: Page, settings: &Settings, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("settings-title"), &views::settings(&page, settings, typed, errors))
}

/// `GET /{lang}/centre/settings`.
///
/// # Errors
/// The database's.
pub async fn edit_settings(centre: Centre) -> WebResult {
    let settings = stored(&centre.page).await?;
    let typed = as_stored(&settings);
    Ok(show(centre.page, &settings, &typed, &FormErrors::default()))
}

/// The settings that were typed, and what is wrong with them.
fn read(typed: &Fields) -> (Settings, FormErrors) {
    let (mut settings, mut errors) = (Settings::default(), FormErrors::default());
    for field in &FIELDS {
        match field.read(typed.get(field.name)) {
            Ok(value) if unprintable_letter(&value).is_some() => errors.add(field.name, "centre-name-unprintable"),
            Ok(value) if value.is_empty() => {}
            Ok(value) => {
                settings.values.insert(field.name.to_owned(), value);
            }
            Err(message) => errors.add(field.name, message),
        }
    }
    for names in TOGETHER {
        let missing = names.iter().filter(|name| typed.typed(name).is_none()).copied();
        if missing.clone().count() < names.len() {
            missing.for_each(|name| errors.add(name, "settings-together"));
        }
    }
    (settings, errors)
}

/// The settings as they are now, with what was typed over what was `seen`. A field that was left alone says what somebody
/// else has made of it: saved once more, the form must not undo that.
fn joined(now: &Settings, seen: &Settings, wanted: &Settings) -> Fields {
    let mut fields = as_stored(now);
    for name in FIELDS.iter().map(|field| field.name).filter(|name| wanted.get(name) != seen.get(name)) {
        fields.0.retain(|(other, _)| other != name);
        fields.0.push((name.to_owned(), wanted.get(name).to_owned()));
    }
    fields
}

/// `POST /{lang}/centre/settings`.
///
/// # Errors
/// The database's.
pub async fn update_settings(mut centre: Centre, typed: Fields) -> WebResult {
    let settings = stored(&centre.page).await?;
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return Ok(show(centre.page, &settings, &typed, &FormErrors::default()));
    }
    let (wanted, errors) = read(&typed);
    if !errors.is_empty() {
        return Ok(show(centre.page, &settings, &typed, &errors));
    }
    let seen = Settings { values: serde_json::from_str(typed.get("seen")).unwrap_or_default(), ..Settings::default() };
    let forms = (seen.clone(), wanted.clone());
    let outcome = centre.page.app.write(centre.actor(), move |conn, ctx| change(conn, ctx, &forms.0, &forms.1)).await?;
    if outcome == Changed::Meanwhile {
        let now = stored(&centre.page).await?;
        let errors = FormErrors::one("name_kk", "settings-meanwhile");
        return Ok(show(centre.page, &now, &joined(&now, &seen, &wanted), &errors));
    }
    done(&centre.page, outcome).await
}

/// Back to the page, with the new settings in memory.
async fn done(page: &Page, outcome: Changed) -> WebResult {
    let app = page.app.clone();
    page.app.read(move |conn| app.centre.refresh(conn)).await?;
    let message = if outcome == Changed::Yes { "flash-profile-saved" } else { "flash-already-so" };
    Ok(redirect_with(&page.to("/centre/settings"), message))
}

/// `POST /{lang}/centre/settings/preview`: a certificate as it would look with what was typed, marked as a sample.
///
/// # Errors
/// The database's.
pub async fn show_preview(centre: Centre, typed: Fields) -> WebResult {
    let page = &centre.page;
    let settings = stored(page).await?;
    let (wanted, errors) = read(&typed);
    if !errors.is_empty() {
        return Ok(show(centre.page, &settings, &typed, &errors));
    }
    let lang = Lang::from_code(typed.get("language")).unwrap_or(page.lang);
    let wanted = Settings { logo: settings.logo.clone(), ..wanted };
    let asked = Sample {
        language: lang,
        name: PersonName::parse(t(lang, "settings-sample-name")).ok_or_else(|| Error::internal("a sample name"))?,
        course_title: t(lang, "settings-sample-course").to_owned(),
        issuer: wanted.centre_name(lang).unwrap_or_else(|| t(lang, "issuer-name")).to_owned(),
        look: look_of(&wanted, lang),
        today: page.app.today(),
        base_url: page.app.base_url.as_str().trim_end_matches('/').to_owned(),
    };
    let app = page.app.clone();
    let draw = move || {
        let data = sample(&app.random, app.now(), &asked)?;
        render_with(&data, wanted.logo.as_ref().map(|logo| logo.png.as_slice())).map_err(Error::from)
    };
    let pdf = tokio::task::spawn_blocking(draw).await.map_err(Error::internal)??;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"sample.pdf\""))
        .body(pdf))
}

/// The file of the form.
async fn upload(mut form: Multipart) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|_| Problem::BadRequest)?;
        if part.name() != Some("logo") {
            continue;
        }
        while let Some(chunk) = part.next().await {
            bytes.extend_from_slice(&chunk.map_err(|_| Problem::BadRequest)?);
            if bytes.len() > MAX_UPLOAD {
                return Err(Problem::TooLarge { bytes: MAX_UPLOAD });
            }
        }
    }
    Ok(bytes)
}

/// `POST /{lang}/centre/settings/logo`.
///
/// # Errors
/// Too large; the database's.
pub async fn create_logo(centre: Centre, form: Multipart) -> WebResult {
    let page = &centre.page;
    let bytes = upload(form).await?;
    let read = if bytes.is_empty() {
        Err("settings-logo-missing")
    } else {
        let read = tokio::task::spawn_blocking(move || read_logo(&bytes)).await.map_err(Error::internal)?;
        read.map_err(|fault| match fault {
            LogoFault::Unreadable => "settings-logo-unreadable",
            LogoFault::Unsafe => "settings-logo-unsafe",
            LogoFault::TooLarge => "settings-logo-large",
        })
    };
    match read {
        Ok(logo) => {
            let outcome = page.app.write(centre.actor(), move |conn, ctx| set_logo(conn, ctx, &logo)).await?;
            done(page, outcome).await
        }
        Err(message) => {
            let settings = stored(page).await?;
            let typed = as_stored(&settings);
            Ok(show(centre.page, &settings, &typed, &FormErrors::one("logo", message)))
        }
    }
}

/// `POST /{lang}/centre/settings/logo/remove`.
///
/// # Errors
/// The database's.
pub async fn create_logo_removal(centre: Centre) -> WebResult {
    let outcome = centre.page.app.write(centre.actor(), remove_logo).await?;
    done(&centre.page, outcome).await
}
