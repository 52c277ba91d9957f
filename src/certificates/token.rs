//! The signed token that a certificate's QR code carries: a CBOR Web Token (RFC 8392) in `COSE_Sign1` (RFC 9052),
//! signed with ES256. Who knows the public key can check it without asking the server.
//!
//! Protected header: `1` algorithm (always −7, ES256), `4` key id (8 bytes, see [`super::keys::KeyId`]). Nothing else,
//! and nothing unprotected. The payload is a map:
//!
//! | key | type | meaning |
//! |---|---|---|
//! | 2 (`sub`) | text | the person's name as printed |
//! | 4 (`exp`) | seconds since 1970 | 24:00 UTC of the last valid day; left out if it never expires |
//! | 6 (`iat`) | seconds since 1970 | 0:00 UTC of the day of issue |
//! | 7 (`cti`) | bytes | the certificate number, 12 ASCII characters without hyphens |
//! | −65537 | array | kind (1 theory, 2 practical), course key, edition of the course, index in the status list |
//!
//! Later versions may add members at the end of the array and other keys; a reader skips what it does not know.
//!
//! **As text** it is base32 (RFC 4648) without padding, in capitals: all 32 characters are in the alphanumeric mode of
//! QR codes, 5.5 bits for 5, where base64url would need the byte mode, 8 bits for 6. An address of 40 characters and a
//! name of 20 Kazakh letters so make a code of version 11 at level M; base64url would need version 13.

use chrono::{DateTime, NaiveDate};
use coset::cbor::value::Value;
use coset::cwt::{ClaimName, ClaimsSet, ClaimsSetBuilder, Timestamp as Seconds};
use coset::{CborSerializable, CoseSign1, CoseSign1Builder, Header, HeaderBuilder, TaggedCborSerializable, iana};
use data_encoding::BASE32_NOPAD;
use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{Signature, VerifyingKey};

use super::data::Kind;
use super::keys::{KeyId, SigningKey};
use super::number::CertificateNumber;
use crate::kernel::{Day, Slug};

/// The claim of what CBOR Web Tokens have no word for; the first of the private range.
const CREDENTIAL: i64 = -65_537;
/// Longer texts are no token of ours: the longest name gives about 480 characters.
const MAX_TEXT: usize = 1_024;
const SECONDS_PER_DAY: i64 = 86_400;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The certificate's number.
    pub number: CertificateNumber,
    /// The person's name as printed.
    pub name: String,
    /// The course's key.
    pub course: Slug,
    /// The edition of the course: 1 for the first published version.
    pub edition: u32,
    /// What the certificate confirms.
    pub kind: Kind,
    /// The day of issue.
    pub issued_on: Day,
    /// The last valid day; `None` if it never expires.
    pub expires_on: Option<Day>,
    /// The certificate's place in the list of revoked ones.
    pub status_index: u32,
}

/// A signed token as text: base32 without padding, in capitals.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Token(String);

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a token of this form at all.
    #[error("not a certificate token")]
    Malformed,
    /// It names another algorithm than ES256, or headers that we never write.
    #[error("signed in a way that is not accepted")]
    Algorithm,
    /// It was signed with a key that is not ours.
    #[error("signed with an unknown key")]
    UnknownKey,
    /// It was changed after signing, or never signed with the key it names.
    #[error("the signature is wrong")]
    Signature,
}

impl Token {
    /// The text for the QR code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes a text for a token without looking inside; [`verify`] does that.
    pub fn from_text(text: &str) -> Self {
        Self(text.trim().to_ascii_uppercase())
    }
}

/// Signs the claims.
///
/// # Errors
/// An internal error if CBOR cannot be written, which no claims are known to cause.
pub fn sign(key: &SigningKey, claims: &Claims) -> crate::kernel::Result<Token> {
    let payload =
        claims_set(claims).to_vec().map_err(|error| crate::kernel::Error::while_doing("write a token", error))?;
    let header = HeaderBuilder::new().algorithm(iana::Algorithm::ES256).key_id(key.id().bytes().to_vec()).build();
    let message = CoseSign1Builder::new()
        .protected(header)
        .payload(payload)
        .create_signature(&[], |data| {
            let signature: Signature = key.ecdsa().sign(data);
            signature.to_bytes().to_vec()
        })
        .build();
    let bytes = message.to_tagged_vec().map_err(|error| crate::kernel::Error::while_doing("write a token", error))?;
    Ok(Token(BASE32_NOPAD.encode(&bytes)))
}

/// What a token says, if it was signed with the key that `find_key` knows by its id. Retired keys still count: give
/// them too. Whether the certificate has expired or was revoked is for the caller to see.
///
/// # Errors
/// See [`TokenError`].
pub fn verify(token: &Token, find_key: impl FnOnce(KeyId) -> Option<VerifyingKey>) -> Result<Claims, TokenError> {
    if token.0.len() > MAX_TEXT {
        return Err(TokenError::Malformed);
    }
    let bytes = BASE32_NOPAD.decode(token.0.as_bytes()).map_err(|_| TokenError::Malformed)?;
    let message = CoseSign1::from_tagged_slice(&bytes).map_err(|_| TokenError::Malformed)?;
    let id = accepted_key_id(&message)?;
    let key = find_key(id).ok_or(TokenError::UnknownKey)?;
    message.verify_signature(&[], |signature, data| {
        let signature = Signature::from_slice(signature).map_err(|_| TokenError::Signature)?;
        key.verify(data, &signature).map_err(|_| TokenError::Signature)
    })?;
    let payload = message.payload.ok_or(TokenError::Malformed)?;
    let set = ClaimsSet::from_slice(&payload).map_err(|_| TokenError::Malformed)?;
    read_claims(set).ok_or(TokenError::Malformed)
}

/// The key id, if the headers are exactly what [`sign`] writes: the algorithm is never the sender's choice.
fn accepted_key_id(message: &CoseSign1) -> Result<KeyId, TokenError> {
    let header = &message.protected.header;
    let id = <[u8; 8]>::try_from(header.key_id.as_slice()).map_err(|_| TokenError::Algorithm)?;
    let accepted = HeaderBuilder::new().algorithm(iana::Algorithm::ES256).key_id(id.to_vec()).build();
    if *header == accepted && message.unprotected == Header::default() {
        Ok(KeyId::from_bytes(id))
    } else {
        Err(TokenError::Algorithm)
    }
}

fn claims_set(claims: &Claims) -> ClaimsSet {
    let mut set = ClaimsSetBuilder::new()
        .subject(claims.name.clone())
        .issued_at(Seconds::WholeSeconds(midnight(claims.issued_on)))
        .cwt_id(claims.number.as_str().as_bytes().to_vec());
    if let Some(day) = claims.expires_on {
        set = set.expiration_time(Seconds::WholeSeconds(midnight(day) + SECONDS_PER_DAY));
    }
    let credential = vec![
        Value::from(claims.kind.claim()),
        Value::from(claims.course.as_str()),
        Value::from(claims.edition),
        Value::from(claims.status_index),
    ];
    set.private_claim(CREDENTIAL, Value::Array(credential)).build()
}

fn read_claims(set: ClaimsSet) -> Option<Claims> {
    let credential = set.rest.into_iter().find(|(name, _)| *name == ClaimName::PrivateUse(CREDENTIAL))?.1;
    let mut members = credential.into_array().ok()?.into_iter();
    let kind = Kind::from_claim(members.next()?.into_integer().ok()?.try_into().ok()?)?;
    let course = Slug::parse(&members.next()?.into_text().ok()?)?;
    let edition = members.next()?.into_integer().ok()?.try_into().ok()?;
    let status_index = members.next()?.into_integer().ok()?.try_into().ok()?;
    let number = String::from_utf8(set.cwt_id?).ok()?;
    let expires_on = match set.expiration_time {
        Some(seconds) => Some(day_of(&seconds, SECONDS_PER_DAY)?),
        None => None,
    };
    Some(Claims {
        number: CertificateNumber::parse(&number).ok()?,
        name: set.subject?,
        course,
        edition,
        kind,
        issued_on: day_of(&set.issued_at?, 0)?,
        expires_on,
        status_index,
    })
}

/// Seconds from 1970 to 0:00 UTC of the day.
fn midnight(day: Day) -> i64 {
    day.date().signed_duration_since(NaiveDate::default()).num_days() * SECONDS_PER_DAY
}

/// The day that begins `after` seconds before a moment.
fn day_of(seconds: &Seconds, after: i64) -> Option<Day> {
    match seconds {
        Seconds::WholeSeconds(seconds) => {
            DateTime::from_timestamp(seconds.checked_sub(after)?, 0).map(|time| Day::new(time.date_naive()))
        }
        Seconds::FractionalSeconds(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Random;
    use proptest::prelude::*;

    fn key(seed: u64) -> SigningKey {
        SigningKey::generate(&Random::seeded(seed))
    }

    fn claims() -> Claims {
        Claims {
            number: CertificateNumber::from_random(1_234_567_890_123),
            name: "Әсем Нұрғалиқызы".into(),
            course: Slug::parse("first-aid").expect("a key"),
            edition: 3,
            kind: Kind::Theory,
            issued_on: Day::parse("2026-11-22").expect("a day"),
            expires_on: Day::parse("2028-11-22"),
            status_index: 4_711,
        }
    }

    fn find(key: &SigningKey) -> impl FnOnce(KeyId) -> Option<VerifyingKey> {
        let (id, public) = (key.id(), key.public());
        move |asked| (asked == id).then_some(public)
    }

    #[test]
    fn a_signed_token_says_what_was_signed() {
        let key = key(1);
        let forever = Claims { expires_on: None, kind: Kind::Practical, ..claims() };
        for claims in [claims(), forever] {
            let token = sign(&key, &claims).expect("a token");
            assert_eq!(verify(&token, find(&key)), Ok(claims));
            assert_eq!(
                verify(&Token::from_text(&token.as_str().to_lowercase()), find(&key)),
                verify(&token, find(&key))
            );
        }
    }

    #[test]
    fn a_token_is_the_same_each_time() {
        assert_eq!(sign(&key(1), &claims()).expect("a token"), sign(&key(1), &claims()).expect("a token"));
    }

    #[test]
    fn another_key_is_not_accepted() {
        let token = sign(&key(1), &claims()).expect("a token");
        assert_eq!(verify(&token, |_| None), Err(TokenError::UnknownKey));
        assert_eq!(verify(&token, |_| Some(key(2).public())), Err(TokenError::Signature));
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        let key = key(1);
        let token = sign(&key, &claims()).expect("a token");
        let bytes = BASE32_NOPAD.decode(token.as_str().as_bytes()).expect("base32");
        for place in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[place / 8] ^= 1 << (place % 8);
            let changed = Token::from_text(&BASE32_NOPAD.encode(&changed));
            assert!(verify(&changed, |_| Some(key.public())).is_err(), "bit {place}");
        }
    }

    #[test]
    fn other_algorithms_and_headers_are_refused() {
        let key = key(1);
        let id = key.id().bytes().to_vec();
        let es384 = HeaderBuilder::new().algorithm(iana::Algorithm::ES384).key_id(id.clone()).build();
        let none = HeaderBuilder::new().key_id(id.clone()).build();
        let critical = HeaderBuilder::new()
            .algorithm(iana::Algorithm::ES256)
            .key_id(id)
            .add_critical(iana::HeaderParameter::Alg)
            .build();
        for header in [es384, none, critical] {
            let message = CoseSign1Builder::new()
                .protected(header)
                .payload(claims_set(&claims()).to_vec().expect("cbor"))
                .create_signature(&[], |data| {
                    let signature: Signature = key.ecdsa().sign(data);
                    signature.to_bytes().to_vec()
                })
                .build();
            let token = Token(BASE32_NOPAD.encode(&message.to_tagged_vec().expect("cbor")));
            assert_eq!(verify(&token, |_| Some(key.public())), Err(TokenError::Algorithm));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered_without_a_panic(text in ".{0,300}") {
            prop_assert!(verify(&Token::from_text(&text), |_| None).is_err());
        }

        #[test]
        fn any_bytes_are_answered_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let token = Token::from_text(&BASE32_NOPAD.encode(&bytes));
            prop_assert!(verify(&token, |_| Some(key(1).public())).is_err());
        }
    }
}
