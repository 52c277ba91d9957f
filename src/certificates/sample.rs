//! A certificate that is none: how certificates would look with settings that are being thought about. It is signed with
//! a key that is thrown away and has a number that nobody keeps, so nothing can be done with it.

use super::data::{CertificateData, Installation, Kind, Look, Review, TEMPLATE};
use super::issue::{draw_number, draw_place};
use super::keys::SigningKey;
use super::token::{self, Claims};
use crate::kernel::{Day, Error, Lang, PersonName, Random, Result, Slug, Timestamp};

/// What a sample shows.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The language of the document.
    pub language: Lang,
    /// A name that nobody bears.
    pub name: PersonName,
    /// The title of a course.
    pub course_title: String,
    /// The centre's name.
    pub issuer: String,
    /// How it looks.
    pub look: Option<Look>,
    /// The present day.
    pub today: Day,
    /// The server's public address, without a slash at the end.
    pub base_url: String,
}

/// The data of a sample.
///
/// # Errors
/// Internal ones alone.
pub fn sample(random: &Random, now: Timestamp, asked: &Sample) -> Result<CertificateData> {
    let number = draw_number(random);
    let course = Slug::parse("sample").ok_or_else(|| Error::internal("a key"))?;
    let expires_on = Some(asked.today.plus_months(24));
    let claims = Claims {
        number: number.clone(),
        name: asked.name.as_str().to_owned(),
        course: course.clone(),
        edition: 1,
        kind: Kind::Theory,
        issued_on: asked.today,
        expires_on,
        status_index: draw_place(random)?,
    };
    Ok(CertificateData {
        template: TEMPLATE,
        name: asked.name.clone(),
        course,
        course_title: asked.course_title.clone(),
        edition: 1,
        kind: Kind::Theory,
        language: asked.language,
        minutes: 90,
        issued_at: now,
        issued_on: asked.today,
        expires_on,
        guideline: None,
        confirmed_by: None,
        session: None,
        review: Review::Signed,
        installation: Installation::Sample,
        issuer: asked.issuer.clone(),
        look: asked.look.clone(),
        verify_page: format!("{}/{}/verify", asked.base_url, asked.language.code()),
        verify_url: format!("{}/v/{}", asked.base_url, number.as_str()),
        token: token::sign(&SigningKey::generate(random), &claims)?,
        number,
    })
}
