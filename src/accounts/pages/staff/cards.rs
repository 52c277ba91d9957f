//! New cards for several people at once.

use super::super::super::card::OneTime;
use super::super::super::pasted::MOST;
use super::{ctx, secret_of, show_made};
use crate::accounts::{self, Password};
use crate::kernel::Secret;
use crate::kernel::ids::PersonId;
use crate::web::{Fields, Problem, Staff, WebResult};

/// `POST /{lang}/trainer/people/cards/new`: cards for the people that the form names. Who has chosen an own password is left
/// out. The same form sent twice shows the same cards.
///
/// # Errors
/// No people or no secret; not found or forbidden for somebody out of reach; the database's.
pub async fn create_cards(staff: Staff, typed: Fields) -> WebResult {
    let people: Vec<PersonId> =
        typed.0.iter().filter(|(name, _)| name == "person").filter_map(|(_, id)| id.parse().ok()).collect();
    let Some(token) = Secret::parse(typed.get("token")) else { return Err(Problem::BadRequest) };
    if people.is_empty() || people.len() > MOST {
        return Err(Problem::BadRequest);
    }
    let named: Vec<(String, String)> = people.iter().map(|id| ("row".to_owned(), id.to_string())).collect();
    let secret = secret_of(&token, &Fields(named));
    let (asking, sent) = (ctx(&staff), secret.clone());
    let is_made = staff.page.app.read(move |conn| accounts::find_cards(conn, &asking, &sent)).await?.is_some();
    if !is_made {
        let asking = ctx(&staff);
        let waiting = staff.page.app.read(move |conn| accounts::list_without_password(conn, &asking, &people)).await?;
        let mut cards = Vec::new();
        for (place, person) in (0_i32..).zip(waiting) {
            let hash = staff.page.app.hasher.hash(Password::from(&OneTime::draw(&secret, place))).await?;
            cards.push((place, person, hash));
        }
        let (sent, base) = (secret.clone(), staff.page.app.base_url.to_string());
        let make = move |conn: &mut _, ctx: &_| accounts::make_cards(conn, ctx, &sent, &cards, &base);
        staff.page.app.write(staff.actor(), make).await?;
    }
    show_made(staff, &secret).await
}
