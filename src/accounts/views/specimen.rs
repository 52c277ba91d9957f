//! What the staff see of people, for the page of components.

use maud::{Markup, html};

use crate::accounts::pages::{consent_badge, parental_badge, slips};
use crate::accounts::{Card, ParentalState};
use crate::kernel::ids::PersonId;
use crate::kernel::{AgeGroup, Lang};
use crate::web::Page;

/// Cards in each language, one replaced meanwhile; every state of the parents' consent.
pub(crate) fn every_state(page: &Page) -> Markup {
    let now = page.app.now();
    let card = |place: i32, lang: Lang, works_until| Card {
        place,
        person: PersonId(0),
        name: "Айгүл Сәрсенбайқызы Нұрмұхамедова".to_owned(),
        lang,
        sign_in_name: format!("aigul-{place}"),
        works_until,
    };
    let mut cards: Vec<Card> = (1..).zip(Lang::ALL).map(|(place, lang)| card(place, lang, Some(now))).collect();
    cards.push(card(4, page.lang, None));
    let states = [
        ParentalState::Missing,
        ParentalState::Received { photos: false },
        ParentalState::Received { photos: true },
        ParentalState::Withdrawn,
    ];
    html! {
        (slips(page, &page.app.random.secret(), &cards))
        p { @for state in states { (parental_badge(page, state)) " " } }
        p { @for state in states { (consent_badge(page, AgeGroup::Under16, state)) " " } }
    }
}
