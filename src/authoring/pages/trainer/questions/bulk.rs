//! Several questions at once: one change of the draft, and one way back.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use super::super::super::super::model::{Action, FileChange, Saved, questions_path};
use super::super::super::super::questions::{Kind, Sheet, read, tags, write};
use super::super::super::super::views::{self, Filter};
use super::super::{Open, save};
use super::keep::without_checks;
use super::{Shelf, show};
use crate::content::Library;
use crate::content::markdown::plain;
use crate::kernel::Slug;
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Fields, LongFields, Trainer, WebResult};

/// What is to be done with the chosen questions.
enum Wish<'a> {
    Tag(&'a str),
    Untag(&'a str),
    Move(&'a str),
    Critical,
    Uncritical,
    Delete,
}

impl<'a> Wish<'a> {
    /// What was pressed; otherwise what is missing: a key of the catalogue.
    fn of(typed: &'a Fields, shelves: &[Shelf]) -> Result<Self, &'static str> {
        let tag = || typed.typed("tag").filter(|tag| Slug::parse(tag).is_some()).ok_or("bank-tags-wrong");
        let is_there = |module: &str| shelves.iter().any(|shelf| shelf.module.key == module && shelf.bank.is_some());
        match typed.get("do") {
            "tag" => tag().map(Self::Tag),
            "untag" => tag().map(Self::Untag),
            "move" => typed.typed("to").filter(|to| is_there(to)).map(Self::Move).ok_or("bank-move-nowhere"),
            "critical" => Ok(Self::Critical),
            "uncritical" => Ok(Self::Uncritical),
            "delete" => Ok(Self::Delete),
            _ => Err("bank-bulk-what"),
        }
    }

    /// Does it with one question; false if there is nothing to change in it.
    fn apply(&self, sheet: &mut Sheet) -> bool {
        let mut known: Vec<String> = tags(sheet.value("tags")).into_iter().map(str::to_owned).collect();
        match self {
            Self::Tag(tag) if !known.iter().any(|other| other == tag) => known.push((*tag).to_owned()),
            Self::Untag(tag) => known.retain(|other| other != tag),
            // How a word is spelt should not fail a test.
            Self::Critical if sheet.kind != Kind::Text => {
                sheet.values.insert("critical", "yes".to_owned());
            }
            Self::Uncritical => {
                sheet.values.remove("critical");
            }
            _ => return false,
        }
        if known.is_empty() {
            sheet.values.remove("tags");
        } else {
            sheet.values.insert("tags", known.join(", "));
        }
        true
    }

    const fn action(&self) -> Action {
        match self {
            Self::Delete => Action::Removed,
            Self::Move(_) => Action::Moved,
            _ => Action::Saved,
        }
    }
}

/// `POST /{lang}/trainer/drafts/{draft}/questions`: one thing with all questions that were chosen.
///
/// # Errors
/// Not found; the database's.
pub async fn create_change(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
    LongFields(typed): LongFields,
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    open.course()?;
    let (query, shelves) = (Fields::of_query(&request), open.shelves());
    let chosen = chosen(&shelves, &typed);
    let wish = if chosen.is_empty() { Err("bank-bulk-none") } else { Wish::of(&typed, &shelves) };
    let is_check = |(shelf, at): (usize, usize)| {
        let shelf = shelves.get(shelf);
        let key = shelf.and_then(|shelf| Some(shelf.bank.as_ref()?.questions().get(at)?.key.as_str()));
        shelf.zip(key).is_some_and(|(shelf, key)| shelf.is_check(key))
    };
    let wish = match wish {
        Ok(Wish::Move(_)) if chosen.iter().any(|place| is_check(*place)) => Err("bank-bulk-checks"),
        wish => wish,
    };
    let wish = match wish {
        Ok(wish) => wish,
        Err(words) => return show(&trainer, &library, &open, (&query, Some((&typed, words)))).await,
    };
    let what = (wish.action(), subject(&trainer, &shelves, &chosen));
    let address = Filter::of(&query).address(&format!("{}/questions", views::base(&trainer.page, &open.draft)));
    let plain_address = address.trim_end_matches(['?', '&']);
    let changes = changes(&open, &shelves, (&wish, &chosen));
    Ok(match save(&trainer, open.draft.id, what, changes).await? {
        Saved::Done(number) => redirect(&format!("{address}undo={number}")),
        Saved::Already => redirect_with(plain_address, "flash-draft-same"),
        Saved::Meanwhile | Saved::Closed => redirect_with(plain_address, "flash-draft-meanwhile"),
    })
}

/// The chosen questions: the places of their modules and their own.
fn chosen(shelves: &[Shelf], typed: &Fields) -> Vec<(usize, usize)> {
    let keys = typed.0.iter().filter(|(name, _)| name == "question").map(|(_, key)| key.as_str());
    let place = |key: &str| {
        let mut places = shelves.iter().enumerate();
        places.find_map(|(place, shelf)| Some((place, shelf.bank.as_ref()?.find(key)?)))
    };
    let mut chosen: Vec<(usize, usize)> = keys.filter_map(place).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// What the history says: the question, or how many.
fn subject(trainer: &Trainer, shelves: &[Shelf], chosen: &[(usize, usize)]) -> String {
    let page = &trainer.page;
    if let [(shelf, at)] = chosen {
        let bank = shelves.get(*shelf).and_then(|shelf| shelf.bank.as_ref());
        let text = bank.and_then(|bank| bank.questions().get(*at)).map(|question| question.text.get(page.lang));
        return plain(text.unwrap_or_default()).chars().take(120).collect();
    }
    page.tf("bank-several", &[("count", chosen.len().into())])
}

fn changes(open: &Open, shelves: &[Shelf], (wish, chosen): (&Wish<'_>, &[(usize, usize)])) -> Vec<FileChange> {
    let languages = open.languages();
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let (mut keys, mut moved) = (Vec::new(), Vec::new());
    for (place, shelf) in shelves.iter().enumerate() {
        let Some(bank) = &shelf.bank else { continue };
        let own: Vec<usize> = chosen.iter().filter(|(shelf, _)| *shelf == place).map(|(_, at)| *at).collect();
        let goes = match wish {
            Wish::Delete => true,
            Wish::Move(to) => *to != shelf.module.key,
            _ => false,
        };
        if own.is_empty() {
            continue;
        }
        if goes {
            keys.extend(own.iter().filter_map(|at| Some(bank.questions().get(*at)?.key.clone())));
            moved.extend(own.iter().map(|at| bank.block(*at).to_owned()));
            texts.insert(shelf.module.key.clone(), bank.without(&own));
            continue;
        }
        // From the last to the first, so that the places of the others stay.
        let mut bank = bank.clone();
        for at in own.into_iter().rev() {
            let Some(mut sheet) = read(bank.block(at)) else { continue };
            if wish.apply(&mut sheet)
                && let Some(block) = write(bank.block(at), &sheet, &languages)
            {
                let text = bank.with(at, &block);
                let Some(changed) = super::Bank::parse(&text, &languages) else { continue };
                bank = changed;
                texts.insert(shelf.module.key.clone(), text);
            }
        }
    }
    if let Wish::Move(to) = wish
        && let Some(bank) = shelves.iter().find(|shelf| shelf.module.key == *to).and_then(|shelf| shelf.bank.as_ref())
        && !moved.is_empty()
    {
        texts.insert((*to).to_owned(), bank.with_more(&moved));
    }
    let file = |(module, text): (String, String)| {
        let path = questions_path(&module);
        let seen = open.number(&path);
        FileChange::text(path, seen, text)
    };
    let mut changes: Vec<FileChange> = texts.into_iter().map(file).collect();
    if matches!(wish, Wish::Delete) {
        changes.extend(without_checks(open, &keys));
    }
    changes
}
