//! The whole course at a moment of its history: what differs from now or from another moment, and going back to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::super::super::model::{Action, Change, Saved};
use super::super::super::views::{self, Moment, MomentFile};
use super::super::super::{self as authoring};
use super::former::Former;
use super::history::{authors, with_authors};
use super::{Open, number_in};
use crate::accounts;
use crate::i18n::moment;
use crate::kernel::Error;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::{Fields, Problem, Trainer, WebResult, html_page};

/// So many moments are offered to compare with, the newest first.
const OFFERED: usize = 200;
/// Out of so many changes.
const LOOKED_THROUGH: i64 = 5_000;

fn numbers_of(changes: &[Change]) -> Vec<i64> {
    changes.iter().map(|change| change.number).collect()
}

/// Of what a page saved by itself again and again the last alone is a moment that somebody looks for.
fn without_runs(changes: Vec<Change>) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::new();
    for change in changes {
        let is_before = |newer: &Change| {
            newer.action == Action::AutoSaved
                && change.action == Action::AutoSaved
                && newer.author == change.author
                && newer.subject == change.subject
        };
        if !kept.last().is_some_and(is_before) {
            kept.push(change);
        }
    }
    kept.truncate(OFFERED);
    kept
}

/// `GET /{lang}/trainer/drafts/{draft}/history/course?at=&with=`: without `with`, beside the course as it is now.
///
/// # Errors
/// Not found; the database's.
pub async fn show_moment(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (query, page) = (Fields::of_query(&request), &trainer.page);
    let at = number_in(&query, "at").ok_or(Problem::NotFound)?;
    let (id, newest, with) = (open.draft.id, open.draft.number, number_in(&query, "with"));
    // Many changes and every text of two moments: nothing that pages which others wait for should wait for.
    let read = page.app.db.read_long(move |conn| {
        let change = authoring::find_change(conn, id, at)?.ok_or(Error::NotFound)?;
        let with = with.map(|with| authoring::find_change(conn, id, with)?.ok_or(Error::NotFound)).transpose()?;
        let (all, _) = authoring::list_changes(conn, id, None, (0, LOOKED_THROUGH))?;
        let others = without_runs(all.clone());
        let shown: Vec<Change> = others.iter().chain([&change]).chain(&with).cloned().collect();
        // The earlier one of the two comes first.
        let other = with.as_ref().map_or(newest, |with| with.number);
        let (from, until) = (at.min(other), at.max(other));
        let differs = authoring::compare_moments(conn, id, (from, until))?;
        let between: Vec<Change> =
            all.into_iter().filter(|change| change.number > from && change.number <= until).collect();
        let names = accounts::list_names(conn, &authors(&[shown, between.clone()].concat()))?;
        let touched = authoring::list_touched_by(conn, id, &numbers_of(&between))?;
        let of_change: HashMap<i64, Option<String>> =
            with_authors(between, &names).into_iter().map(|(change, by)| (change.number, by)).collect();
        let mut touching: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (number, path) in &touched {
            touching.entry(path).or_default().extend(of_change.get(number).and_then(Option::as_deref));
        }
        let by = |path: &str| {
            touching.get(path).into_iter().flatten().map(|name| (*name).to_owned()).collect::<Vec<String>>()
        };
        let differs: Vec<_> = differs.into_iter().map(|file| (by(&file.path), file)).collect();
        Ok((with_authors(vec![change], &names), with, with_authors(others, &names), differs))
    });
    let (change, with, others, differs) = read.await?;
    let former = Former::find(&trainer, &open, differs.iter().map(|(_, file)| &file.path)).await?;
    let file = |(by, file): &(Vec<String>, authoring::Differs)| MomentFile {
        by: by.clone(),
        name: open.name_in_history(&file.path, &former, page.lang),
        path: file.path.clone(),
        numbers: (file.then.as_ref().map(|file| file.number), file.later.as_ref().map(|file| file.number)),
        is_there: file.is_there(),
        is_same_text: file.is_same_text(),
    };
    let files: Vec<MomentFile> = differs.iter().map(file).collect();
    let (change, by) = change.into_iter().next().ok_or(Problem::NotFound)?;
    let shown =
        Moment { change: &change, by: by.as_deref(), with: with.as_ref(), others: &others, files: &files, newest };
    Ok(html_page(page, page.t("moment-title"), &views::moment(page, &open.around(), &shown)))
}

/// `POST /{lang}/trainer/drafts/{draft}/history/course`: makes the whole course what it was; asks once more where somebody
/// else is writing.
///
/// # Errors
/// Not found; the database's.
pub async fn create_return(trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (page, id) = (&trainer.page, open.draft.id);
    let at = number_in(&typed, "at").ok_or(Problem::NotFound)?;
    let seen = number_in(&typed, "number").ok_or(Problem::BadRequest)?;
    let read = page.app.read(move |conn| authoring::find_change(conn, id, at)?.ok_or(Error::NotFound));
    let when = moment(page.lang, read.await?.at, page.app.config.time_zone);
    if !typed.has("seen") && !open.present.is_empty() {
        let body = views::returning(page, &open.around(), (at, seen));
        return Ok(respond(page, StatusCode::CONFLICT, page.t("moment-return"), &body));
    }
    let subject = page.tf("moment-subject", &[("at", when.into())]);
    let write = move |conn: &mut _, ctx: &_| authoring::restore_moment(conn, ctx, id, (at, seen), &subject);
    let base = views::base(page, &open.draft);
    let here = format!("{base}/history/course?at={at}");
    match page.app.write(trainer.actor(), write).await {
        Ok(Saved::Done(number)) => Ok(redirect(&format!("{base}?undo={number}"))),
        Ok(Saved::Already) => Ok(redirect_with(&here, "flash-draft-same")),
        Ok(Saved::Meanwhile) | Err(Error::Conflict) => Ok(redirect_with(&here, "flash-draft-meanwhile")),
        Ok(Saved::Closed) => Err(Problem::Conflict),
        Err(error) => Err(error.into()),
    }
}
