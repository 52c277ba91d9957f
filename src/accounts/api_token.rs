//! Tokens by which programs ask in a person's name: made for one thing, for a time, shown once, kept as a digest.
//!
//! Invariant: a token opens nothing that the person who made it may not see at that moment. Who loses a role, is closed
//! or erased, loses it here with the next request; with another password, and with whatever else ends an account's
//! sign-ins because somebody else may have known it, it ends for good.

use sha2::{Digest, Sha256};

use super::grant::is_in_reach;
use super::model::SignedIn;
use super::proof::{Proof, Proven, prove};
use super::store::api_tokens;
use super::{audit, mails, store};
use crate::db::Conn;
use crate::kernel::ids::{ApiTokenId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Error, Result, Role, Secret, Timestamp};

/// With what the text of a token begins, so that a leaked one is known for what it is.
const MARK: &str = "erikti_";
/// How long the token of a form can be shown again, in seconds.
const SHOWN_FOR: i64 = 15 * 60;
/// Tokens of one person that work at the same time.
const MOST: i64 = 20;
/// Seconds between two notes that a token is in use.
const NOTED_EVERY: i64 = 3600;

/// What a token opens: one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Many certificates verified at once.
    Verify,
    /// The own certificates and courses.
    Transcript,
    /// The register, for the centre.
    Register,
    /// The people of one organisation, for its coordinator.
    People,
}

impl Scope {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Transcript, Self::Verify, Self::People, Self::Register];

    /// The word in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Transcript => "transcript",
            Self::Register => "register",
            Self::People => "people",
        }
    }

    /// The one of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// The key of the words for what it opens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verify => "api-scope-verify",
            Self::Transcript => "api-scope-transcript",
            Self::Register => "api-scope-register",
            Self::People => "api-scope-people",
        }
    }

    /// True if whoever holds these roles may have it.
    pub fn is_for(self, roles: &[Role]) -> bool {
        match self {
            Self::Transcript => true,
            Self::Verify => !roles.is_empty(),
            Self::Register => roles.contains(&Role::Centre),
            Self::People => roles.contains(&Role::Coordinator),
        }
    }
}

/// The secret of a token, drawn from the secret of the form that makes it: sent twice, the form shows the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSecret(Secret);

impl TokenSecret {
    /// The one of a form.
    pub fn draw(form: &Secret) -> Self {
        let digest = Sha256::digest(format!("api token {}", form.reveal()));
        let mut bytes = [0; 24];
        bytes.iter_mut().zip(digest.iter()).for_each(|(byte, drawn)| *byte = *drawn);
        Self(Secret::from_bytes(bytes))
    }

    /// The one that a program sent.
    pub fn parse(text: &str) -> Option<Self> {
        text.strip_prefix(MARK).and_then(Secret::parse).map(Self)
    }

    /// The text, to be shown once.
    pub fn reveal(&self) -> String {
        format!("{MARK}{}", self.0.reveal())
    }

    /// What is kept.
    pub fn digest(&self) -> String {
        self.0.digest()
    }
}

/// A token about to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for, in the person's words.
    pub name: String,
    /// What it opens.
    pub scope: Scope,
    /// Whose people.
    pub organisation: Option<OrganisationId>,
    /// For how many days.
    pub days: i64,
    /// The digest of its secret.
    pub digest: String,
}

/// A token in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Row.
    pub id: ApiTokenId,
    /// Who made it.
    pub person: PersonId,
    /// What it is for.
    pub name: String,
    /// What it opens.
    pub scope: Scope,
    /// Whose people.
    pub organisation: Option<OrganisationId>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<Timestamp>,
}

/// What became of the wish for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenMade {
    /// It works, and may be shown.
    Yes,
    /// The same form was sent long ago: nothing is shown again.
    ShownBefore,
    /// The person has too many that work.
    TooMany,
    /// The password was not shown to be known.
    Unproven(Proven),
}

/// Makes a token, and tells its maker by mail: whoever has the password could make one unseen.
///
/// # Errors
/// Forbidden for a scope that is not the person's; the database's.
pub fn make_token(
    conn: &mut Conn,
    ctx: &Ctx,
    (own, proof): (&SignedIn, &Proof),
    (new, base): (&NewToken, &str),
) -> Result<TokenMade> {
    let person = own.person_id;
    let proven = prove(conn, ctx, person, proof)?;
    if proven != Proven::Yes {
        return Ok(TokenMade::Unproven(proven));
    }
    if !is_entitled(conn, person, (new.scope, new.organisation))? {
        return Err(Error::Forbidden);
    }
    if let Some(made_at) = api_tokens::find_made(conn, person, &new.digest)? {
        let is_fresh = ctx.now.seconds_since(made_at) <= SHOWN_FOR;
        return Ok(if is_fresh { TokenMade::Yes } else { TokenMade::ShownBefore });
    }
    if api_tokens::count_working(conn, ctx, person)? >= MOST {
        return Ok(TokenMade::TooMany);
    }
    let id = api_tokens::insert_token(conn, ctx, person, new)?;
    record(conn, ctx, ("token made", id, ("person", person.0)), (new.scope, new.organisation))?;
    let organisation = match new.organisation {
        Some(organisation) => store::coordinators::find_coordinated(conn, person, organisation)?,
        None => None,
    };
    if let Some(owner) = store::find_person(conn, person)? {
        mails::queue_token_made(conn, ctx, &owner, (id, new, organisation.as_ref()), base)?;
    }
    Ok(TokenMade::Yes)
}

/// True if a person made the token with this digest a short while ago, so that the page which showed it may show it again, in
/// another language.
///
/// # Errors
/// The database's.
pub fn may_show_token(conn: &mut Conn, ctx: &Ctx, person: PersonId, digest: &str) -> Result<bool> {
    Ok(api_tokens::find_made(conn, person, digest)?.is_some_and(|made_at| ctx.now.seconds_since(made_at) <= SHOWN_FOR))
}

/// Revokes every token of a person: whoever made one may not have been the person.
///
/// # Errors
/// The database's.
pub(super) fn revoke_all(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<()> {
    let count = api_tokens::set_all_revoked(conn, ctx, person)?;
    if count == 0 {
        return Ok(());
    }
    let (action, details) = ("tokens revoked", serde_json::json!({ "tokens": count }));
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}

/// True if a person may have such a token now.
fn is_entitled(
    conn: &mut Conn,
    person: PersonId,
    (scope, organisation): (Scope, Option<OrganisationId>),
) -> Result<bool> {
    if !scope.is_for(&store::list_roles(conn, person)?) {
        return Ok(false);
    }
    match (scope, organisation) {
        (Scope::People, Some(organisation)) => {
            Ok(store::coordinators::find_coordinated(conn, person, organisation)?.is_some())
        }
        (Scope::People, None) => Ok(false),
        (_, organisation) => Ok(organisation.is_none()),
    }
}

/// The tokens of a person, or of everybody, the newest first, and how many there are.
///
/// # Errors
/// The database's.
pub fn list_tokens(conn: &mut Conn, person: Option<PersonId>, page: (i64, i64)) -> Result<(Vec<TokenRow>, i64)> {
    api_tokens::list_tokens(conn, person, page)
}

/// Who made a token.
///
/// # Errors
/// The database's.
pub fn find_token_owner(conn: &mut Conn, id: ApiTokenId) -> Result<Option<PersonId>> {
    Ok(api_tokens::find_token(conn, id)?.map(|token| token.person))
}

/// Revokes one's own token, or for the centre somebody's within its reach; false if it was revoked before.
///
/// # Errors
/// Not found, also for another person's; the database's.
pub fn revoke_token(conn: &mut Conn, ctx: &Ctx, id: ApiTokenId) -> Result<bool> {
    let TokenRow { person, scope, organisation, .. } = api_tokens::find_token(conn, id)?.ok_or(Error::NotFound)?;
    if ctx.actor.person() != Some(person) {
        let owner = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
        if !is_in_reach(conn, ctx, &owner)? {
            return Err(Error::NotFound);
        }
    }
    if !api_tokens::set_revoked(conn, ctx, id)? {
        return Ok(false);
    }
    record(conn, ctx, ("token revoked", id, ("person", person.0)), (scope, organisation))?;
    Ok(true)
}

/// Who asks with a token, and for what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts of one row that have nothing to do with each other")]
pub struct Bearer {
    /// The token.
    pub token: ApiTokenId,
    /// Who made it.
    pub person: PersonId,
    /// What it opens.
    pub scope: Scope,
    /// Whose people.
    pub organisation: Option<OrganisationId>,
    /// It was not noted lately that it is in use.
    pub is_to_be_noted: bool,
    /// The person may see that still.
    pub is_entitled: bool,
    /// What the person is now: the settings may demand a second factor of it.
    pub roles: Vec<Role>,
    /// Whether the person may sign lessons, which is no role.
    pub is_reviewer: bool,
    /// Whether a second factor is set up.
    pub has_second_factor: bool,
}

/// The token with this digest, if it works.
///
/// # Errors
/// The database's.
pub fn find_bearer(conn: &mut Conn, ctx: &Ctx, digest: &str) -> Result<Option<Bearer>> {
    let Some(row) = api_tokens::find_working(conn, ctx, digest)? else { return Ok(None) };
    let is_entitled = is_entitled(conn, row.person, (row.scope, row.organisation))?;
    let is_to_be_noted = row.last_used_at.is_none_or(|at| ctx.now.seconds_since(at) >= NOTED_EVERY);
    let TokenRow { id: token, person, scope, organisation, .. } = row;
    let roles = store::list_roles(conn, person)?;
    let is_reviewer = !store::reviews::list_review_grants(conn, person)?.is_empty();
    let has_second_factor = store::second::find_factor(conn, person)?.held.is_some();
    Ok(Some(Bearer {
        token,
        person,
        scope,
        organisation,
        is_to_be_noted,
        is_entitled,
        roles,
        is_reviewer,
        has_second_factor,
    }))
}

/// Notes that a token is in use, once an hour; in the audit log too, unless it opens nothing but what is its maker's own. It
/// is done before anything is answered, so nothing is taken unseen.
///
/// # Errors
/// The database's.
pub fn note_token_use(conn: &mut Conn, ctx: &Ctx, bearer: &Bearer) -> Result<()> {
    let is_first = api_tokens::set_used(conn, ctx, bearer.token, ctx.now.plus_seconds(-NOTED_EVERY))?;
    if !is_first || bearer.scope == Scope::Transcript {
        return Ok(());
    }
    let subject = bearer.organisation.map_or(("person", bearer.person.0), |id| ("organisation", id.0));
    record(conn, ctx, ("taken by a token", bearer.token, subject), (bearer.scope, bearer.organisation))
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    (action, token, (subject, id)): (&'static str, ApiTokenId, (&'static str, i64)),
    (scope, organisation): (Scope, Option<OrganisationId>),
) -> Result<()> {
    let mut details = serde_json::json!({ "token": token, "scope": scope.code() });
    if let (Some(organisation), Some(details)) = (organisation, details.as_object_mut()) {
        details.insert("organisation".to_owned(), organisation.0.into());
    }
    audit::record(conn, ctx, &audit::Entry { action, subject, subject_id: Some(id), details })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_drawn_from_its_form_and_read_as_it_was_shown() {
        let form = Secret::from_bytes([5; 24]);
        let token = TokenSecret::draw(&form);
        assert_eq!(token, TokenSecret::draw(&form));
        assert_ne!(token, TokenSecret::draw(&Secret::from_bytes([6; 24])));
        let shown = token.reveal();
        assert!(shown.starts_with("erikti_") && !shown.contains(&form.reveal()));
        assert_eq!(TokenSecret::parse(&shown), Some(token.clone()));
        assert_eq!(TokenSecret::parse(&token.0.reveal()), None);
        assert!(!format!("{token:?}").contains(&token.0.reveal()));
    }
}
