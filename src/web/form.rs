//! What a form sent, and what is wrong with it.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use std::future::Future;
use std::pin::Pin;

use super::error::Problem;
use crate::kernel::Lang;

/// The fields of a form (or a query), in the order in which they came. Nothing is lost: a form that is shown
/// again shows these.
#[derive(Debug, Clone, Default)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Reads `a=b&c=d`.
    pub fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The fields of a request's query.
    pub fn of_query(request: &HttpRequest) -> Self {
        Self::parse(request.query_string().as_bytes())
    }

    /// The first value of a field, as typed; empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The first value of a field without the blanks around it; `None` if nothing was typed.
    pub fn typed(&self, name: &str) -> Option<&str> {
        Some(self.get(name).trim()).filter(|text| !text.is_empty())
    }

    /// True if a box was ticked or a button with this name was pressed.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// The language to which the form's language switch was pressed.
    pub fn switch(&self) -> Option<Lang> {
        Lang::from_code(self.get("switch"))
    }
}

/// The largest form, in bytes: a page of typed text, with room.
pub const FORM_BYTES: usize = 256_000;
/// The largest form of the course editor: more than twice the longest text that is saved, so that one that is too long comes
/// back with what was typed. A letter that is not ASCII takes six bytes on its way, for two in the text.
const LONG_FORM_BYTES: usize = 8_000_000;

/// The fields of a form that brings a whole text: of the course editor, for trainers alone.
#[derive(Debug, Clone, Default)]
pub struct LongFields(pub Fields);

type Reading<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// Reads a form of at most so many bytes.
fn read_form(request: &HttpRequest, payload: &mut Payload, most: usize) -> Reading<Fields> {
    let body = web::Payload::from_request(request, payload);
    let is_form = request.content_type() == "application/x-www-form-urlencoded";
    Box::pin(async move {
        if !is_form {
            return Err(Problem::BadRequest);
        }
        let body = body.await.map_err(|_| Problem::BadRequest)?;
        let read = body.to_bytes_limited(most).await.map_err(|_| Problem::TooLarge { bytes: most })?;
        read.map(|bytes| Fields::parse(&bytes)).map_err(|_| Problem::BadRequest)
    })
}

impl FromRequest for Fields {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        read_form(request, payload, FORM_BYTES)
    }
}

impl FromRequest for LongFields {
    type Error = Problem;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = read_form(request, payload, LONG_FORM_BYTES);
        Box::pin(async move { read.await.map(Self) })
    }
}

/// What is wrong with a form, field by field: the field's name and the message's key in the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<(&'static str, &'static str)>);

impl FormErrors {
    /// A form with one mistake.
    pub fn one(field: &'static str, message: &'static str) -> Self {
        Self(vec![(field, message)])
    }

    /// Adds a mistake.
    pub fn add(&mut self, field: &'static str, message: &'static str) {
        self.0.push((field, message));
    }

    /// The value, or a mistake noted and `None`.
    pub fn check<T>(&mut self, field: &'static str, message: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.add(field, message);
        }
        value
    }

    /// True if nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The message of a field.
    pub fn of(&self, field: &str) -> Option<&'static str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, message)| *message)
    }

    /// All mistakes in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.0.iter().copied()
    }
}
