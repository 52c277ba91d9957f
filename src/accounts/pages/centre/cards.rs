//! New cards for several people at once, for the pages that name them.

use actix_web::HttpResponse;

use super::super::super::card::OneTime;
use super::super::staff::{secret_of, show_cards_of};
use crate::accounts::{self, CardsBefore, MadeCards, Password};
use crate::kernel::{Ctx, Secret};
use crate::web::{Centre, Fields, Problem};

/// So many cards are made at once: each password is hashed, which takes time.
pub const AT_ONCE: usize = 50;

/// Why no cards were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMade {
    /// Nobody waits for one.
    Nobody,
    /// Somebody has made them since the form was shown.
    Meanwhile,
}

/// Makes cards for these people and shows them, once; who has chosen an own password is left out, and who is out of reach is
/// named. `what` says whose cards they are: with the secret of the form it tells a second click, which shows the same cards.
/// Why none were made, if none were.
///
/// # Errors
/// Forbidden unless the one who acts is of the centre; the database's.
pub async fn make_and_show(
    centre: Centre,
    (token, what): (&Secret, &str),
    before: CardsBefore,
) -> Result<Result<HttpResponse, NotMade>, Problem> {
    let (actor, page) = (centre.actor(), centre.page);
    let secret = secret_of(token, &Fields(vec![("row".to_owned(), what.to_owned())]));
    let ctx = Ctx { now: page.app.now(), actor };
    let (asking, sent, people) = (ctx.clone(), secret.clone(), before.people.clone());
    let (is_made, whose) = page
        .app
        .read(move |conn| {
            let is_made = accounts::find_cards(conn, &asking, &sent)?.is_some();
            Ok((is_made, accounts::list_for_cards(conn, &asking, &people)?))
        })
        .await?;
    if !is_made {
        if whose.waiting.is_empty() {
            return Ok(Err(NotMade::Nobody));
        }
        let mut cards = Vec::new();
        for (place, person) in (0_i32..).zip(whose.waiting) {
            let hash = page.app.hasher.hash(Password::from(&OneTime::draw(&secret, place))).await?;
            cards.push((place, person, hash));
        }
        let (sent, base) = (secret.clone(), page.app.base_url.to_string());
        let make = move |conn: &mut _, ctx: &_| accounts::make_cards(conn, ctx, (&sent, &before), &cards, &base);
        if page.app.write(actor, make).await? == MadeCards::Meanwhile {
            return Ok(Err(NotMade::Meanwhile));
        }
    }
    show_cards_of(page, ctx, &secret, &whose.out_of_reach).await.map(Ok)
}
