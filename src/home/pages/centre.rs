//! Where the centre starts: what needs attention, and the way to everything else.

pub mod jobs;
mod jobs_views;
mod views;

use super::super::attention::{self, Item};
use crate::mail::list::count_by_state;
use crate::mail::model::MailState;
use crate::web::{Centre, WebResult, html_page};
use crate::{accounts, certificates};

/// How far back "lately" goes, in days.
const DAYS: i64 = 7;

/// What the centre should know at a glance.
struct Overview {
    attention: Vec<Item>,
    failed_mails: i64,
    held_mails: i64,
    /// Certificates issued in the last [`DAYS`].
    issued: i64,
    people: i64,
}

/// `GET /{lang}/centre`.
///
/// # Errors
/// The database's.
pub async fn show_centre(centre: Centre) -> WebResult {
    let page = &centre.page;
    let (now, today) = (page.app.now(), page.app.today());
    let overview = page
        .app
        .read(move |conn| {
            let mails = count_by_state(conn)?;
            let count = |state| mails.iter().find(|(counted, _)| *counted == state).map_or(0, |(_, count)| *count);
            Ok(Overview {
                attention: attention::list(conn, now, today)?,
                failed_mails: count(MailState::Failed),
                held_mails: count(MailState::Held),
                issued: certificates::register::count_issued_since(conn, now.plus_hours(-24 * DAYS))?,
                people: accounts::count_people(conn)?,
            })
        })
        .await?;
    Ok(html_page(page, page.t("centre-title"), &views::overview(page, &overview)))
}
