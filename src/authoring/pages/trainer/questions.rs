//! The questions of a draft: the list.

mod auto;
pub mod bulk;
pub mod form;
mod found;
mod keep;
pub mod trial;
pub mod unsaved;

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::super::super::course_file::{CourseFile, ModuleEntry};
use super::super::super::model::questions_path;
use super::super::super::questions::Bank;
use super::super::super::views::{self, Filter, QuestionList, QuestionRow};
use super::super::super::{self as authoring};
use super::{Open, number_in};
use crate::content::Library;
use crate::kernel::text::fold;
use crate::kernel::{Lang, Slug};
use crate::stats::needs::{Look, Worth, list_worth};
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, Problem, Trainer, WebResult};

/// A module with its questions; none if its file has no form.
struct Shelf {
    module: ModuleEntry,
    bank: Option<Bank>,
}

impl Open {
    /// The questions of every module.
    fn shelves(&self) -> Vec<Shelf> {
        let languages = self.required();
        let modules = self.course.as_ref().map(CourseFile::modules).unwrap_or_default();
        let with_bank = |module: ModuleEntry| {
            let bank = Bank::parse(&self.text(&questions_path(&module.key)), &languages);
            Shelf { module, bank }
        };
        modules.into_iter().map(with_bank).collect()
    }
}

impl Shelf {
    fn title(&self, lang: Lang) -> String {
        let title = self.module.title.get(lang);
        if title.is_empty() { self.module.key.clone() } else { title.to_owned() }
    }

    fn is_check(&self, key: &str) -> bool {
        self.module.lessons.iter().any(|lesson| lesson.checks.iter().any(|check| check == key))
    }
}

/// Keys and titles of the modules whose questions have a form, or of those whose questions have none.
fn titles(shelves: &[Shelf], lang: Lang, is_readable: bool) -> Vec<(String, String)> {
    let wanted = shelves.iter().filter(|shelf| shelf.bank.is_some() == is_readable);
    wanted.map(|shelf| (shelf.module.key.clone(), shelf.title(lang))).collect()
}

/// Every tag of the course, by the alphabet.
fn tags(shelves: &[Shelf]) -> Vec<String> {
    let banks = shelves.iter().filter_map(|shelf| shelf.bank.as_ref());
    let tags = banks.flat_map(Bank::questions).flat_map(|question| question.tags.iter().cloned());
    tags.collect::<BTreeSet<_>>().into_iter().collect()
}

/// `GET /{lang}/trainer/drafts/{draft}/questions?module=&kind=&tag=&search=&critical=&missing=&flagged=&page=&undo=&all=`.
///
/// # Errors
/// Not found; the database's.
pub async fn list_questions(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    open.course()?;
    show(&trainer, &library, &open, (&Fields::of_query(&request), None)).await
}

/// The list. `refused` is what was to be done at once with some of the questions, and why that was not done.
async fn show(
    trainer: &Trainer,
    library: &Library,
    open: &Open,
    (query, refused): (&Fields, Option<(&Fields, &'static str)>),
) -> WebResult {
    let (page, filter, shelves) = (&trainer.page, Filter::of(query), open.shelves());
    let worth = if filter.flagged.is_empty() { None } else { worth(trainer, library, open).await? };
    let nothing_flagged = BTreeMap::new();
    let flagged = worth.as_ref().map_or(&nothing_flagged, |(worth, _)| &worth.questions);
    let titles_of: Vec<String> = shelves.iter().map(|shelf| shelf.title(page.lang)).collect();
    let found = found(&shelves, &titles_of, &filter, flagged);
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let current = PageNumber::of(query).within(count);
    let from = usize::try_from(current.offset()).unwrap_or_default();
    let until = found.len().min(from + usize::try_from(PER_PAGE).unwrap_or_default());
    let (id, undo) = (open.draft.id, number_in(query, "undo"));
    let done = match undo {
        Some(number) => page.app.read(move |conn| authoring::find_change(conn, id, number)).await?,
        None => None,
    };
    let banks = shelves.iter().filter_map(|shelf| shelf.bank.as_ref());
    let nothing = Fields::default();
    let list = QuestionList {
        filter: &filter,
        rows: found.get(from..until).unwrap_or_default(),
        count: (count, banks.map(|bank| bank.questions().len()).sum()),
        current,
        modules: &titles(&shelves, page.lang, true),
        tags: &tags(&shelves),
        unreadable: &titles(&shelves, page.lang, false),
        judged: worth.as_ref().map(|(worth, newest)| (worth.edition, *newest)),
        is_published: library.shelf().course(open.draft.course.as_str()).is_some(),
        undo: done.map(|change| (change.number, change.subject)),
        are_all_chosen: query.has("all"),
        typed: refused.map_or(&nothing, |(typed, _)| typed),
        error: refused.map(|(_, error)| error),
    };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond(page, status, page.t("bank-title"), &views::questions(page, &open.around(), &list)))
}

/// The questions that fit a search, in the order of the course.
fn found<'a>(
    shelves: &'a [Shelf],
    titles: &'a [String],
    filter: &Filter,
    flagged: &'a BTreeMap<Slug, Look>,
) -> Vec<QuestionRow<'a>> {
    let searched = fold(&filter.search);
    let mut rows = Vec::new();
    for (shelf, title) in shelves.iter().zip(titles) {
        let Some(bank) = &shelf.bank else { continue };
        if !filter.module.is_empty() && filter.module != shelf.module.key {
            continue;
        }
        for (at, question) in bank.questions().iter().enumerate() {
            let look = Slug::parse(&question.key).and_then(|key| flagged.get(&key));
            let is_flagged = look
                .is_some_and(|look| filter.flagged == "yes" || look.flags.iter().any(|flag| *flag == filter.flagged));
            let fits = (filter.kind.is_empty() || question.kind.is_some_and(|kind| kind.code() == filter.kind))
                && (filter.tag.is_empty() || question.tags.contains(&filter.tag))
                && (!filter.is_critical || question.is_critical)
                && (!filter.is_missing || !question.missing.is_empty())
                && (filter.flagged.is_empty() || is_flagged)
                && (searched.is_empty() || bank.says(at, &searched));
            if fits {
                rows.push(QuestionRow { question, module: title, is_check: shelf.is_check(&question.key), look });
            }
        }
    }
    rows
}

/// The questions that the statistics find worth a look, and the newest edition; none if nothing was published.
async fn worth(trainer: &Trainer, library: &Library, open: &Open) -> Result<Option<(Worth, i32)>, Problem> {
    let shelf = library.shelf();
    let Some(newest) = shelf.course(open.draft.course.as_str()).cloned() else { return Ok(None) };
    let edition = newest.edition;
    let worth = trainer.page.app.db.read_long(move |conn| list_worth(conn, &shelf, &newest)).await?;
    Ok(Some((worth, edition)))
}
