//! What became of each question of a course.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use crate::authoring;
use crate::content::markdown::plain;
use crate::content::unchanged::last_corrected;
use crate::content::{Library, Published};
use crate::kernel::{Error, Lang, Result, Slug};
use crate::learning::QuizKey;
use crate::stats::report::report;
use crate::stats::views::{self, Answers, Editor, Results, Since, Wanted};
use crate::stats::{self, Line, Sort, Span, chosen, lines};
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, Trainer, WebResult, html_page};

/// The edition of a course that is asked for, the newest if none is, and what else the address says.
pub(super) fn find(library: &Library, course: &str, query: &Fields) -> Result<(Arc<Published>, Vec<i32>, Wanted)> {
    let shelf = library.shelf();
    let newest = shelf.course(course).cloned().ok_or(Error::NotFound)?;
    let editions = shelf.editions(newest.course_id).map(|published| published.edition).collect();
    let wanted = query.get("edition").parse().ok();
    let found = wanted.and_then(|edition| shelf.edition(newest.course_id, edition)).cloned();
    let published = found.unwrap_or(newest);
    let module = Slug::parse(query.get("module")).filter(|key| published.course.module(key).is_some());
    let since = Since::of(query.get("since")).filter(|_| published.revision > 1).unwrap_or_default();
    let wanted = Wanted { edition: published.edition, module, sort: Sort::of(query.get("sort")), since };
    Ok((published, editions, wanted))
}

/// Which answers are meant. Since when a question has been as it is, the page of that question finds out.
pub(super) fn span(published: &Published, wanted: &Wanted) -> Span {
    let since = (wanted.since == Since::Latest).then_some(published.revision);
    Span { course: published.course_id, edition: wanted.edition, since }
}

/// `GET /{lang}/trainer/courses/{course}/results?edition=&module=&sort=&since=latest&page=`.
///
/// # Errors
/// Not found; the database's.
pub async fn list_results(
    trainer: Trainer,
    request: HttpRequest,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let page = &trainer.page;
    let query = Fields::of_query(&request);
    let (published, editions, wanted) = find(&library, &path.1, &query)?;
    let span = span(&published, &wanted);
    let tallies = page.app.db.read_long(move |conn| stats::count_by_question(conn, span)).await?;
    let (mut all, general) = lines(&published.course, tallies, wanted.sort);
    all.retain(|line| wanted.module.as_ref().is_none_or(|module| line.module.key == *module));
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let current = PageNumber::of(&query).within(count);
    let skipped = usize::try_from(current.offset()).unwrap_or(usize::MAX);
    let shown: Vec<_> = all.into_iter().skip(skipped).take(usize::try_from(PER_PAGE).unwrap_or(usize::MAX)).collect();
    let misleading: Vec<_> = shown.iter().filter_map(|line| Some((line, line.misleads?.lang))).collect();
    let keys: Vec<Slug> = misleading.iter().map(|(line, _)| line.question.key.clone()).collect();
    let course = published.course.key.clone();
    let read = page.app.db.read_long(move |conn| {
        let given = if keys.is_empty() { BTreeMap::new() } else { stats::count_chosen(conn, span, &keys)? };
        Ok((given, authoring::find_open(conn, &course)?))
    });
    let (given, draft) = read.await?;
    let lure = |(line, lang): (&Line<'_>, Lang)| {
        let chosen = chosen::count(line.question, given.get(&line.question.key)?);
        Some((line.question.key.clone(), chosen::lure(&chosen, &line.tally, lang)?))
    };
    let lures = misleading.into_iter().filter_map(lure).collect();
    let results = Results {
        lures: &lures,
        editor: Editor { draft },
        published: &published,
        editions: &editions,
        wanted: &wanted,
        lines: &shown,
        general: &general,
        count,
        current,
    };
    let title = format!("{} · {}", page.t("results-title"), published.course.title.get(page.lang));
    Ok(html_page(page, &title, &views::results(page, &results)))
}

/// `GET /{lang}/trainer/courses/{course}/results/{question}?edition=&since=latest`: one question, and what was chosen.
///
/// # Errors
/// Not found; the database's.
pub async fn show_result(
    trainer: Trainer,
    request: HttpRequest,
    library: Data<Library>,
    path: Path<(String, String, String)>,
) -> WebResult {
    let page = &trainer.page;
    let (published, editions, mut wanted) = find(&library, &path.1, &Fields::of_query(&request))?;
    let key = Slug::parse(&path.2).filter(|key| published.course.question(key).is_some()).ok_or(Error::NotFound)?;
    let (mut span, asked, version) = (span(&published, &wanted), key.clone(), Arc::clone(&published));
    let (quizzes, since) = (quizzes_with(&published, &key), wanted.since);
    let (tallies, given, log, corrected, draft) = page
        .app
        .db
        .read_long(move |conn| {
            let corrected = last_corrected(conn, &version, &asked)?;
            if since == Since::Question {
                span.since = corrected.map(|corrected| corrected.revision);
            }
            let log = stats::list_sittings(conn, span, Some(&quizzes))?;
            let given = stats::count_chosen(conn, span, std::slice::from_ref(&asked))?;
            let draft = authoring::find_open(conn, &version.course.key)?;
            Ok((stats::count_by_question(conn, span)?, given, log, corrected, draft))
        })
        .await?;
    if corrected.is_none() && wanted.since == Since::Question {
        wanted.since = Since::Edition;
    }
    let answers = given.get(&key).map_or(&[][..], Vec::as_slice);
    let in_tests: Vec<_> = report(&published.course, &log)
        .into_iter()
        .filter_map(|report| {
            let item = report.items.into_iter().find(|item| item.question.key == key)?;
            Some((views::test_title(page, &published, &report.quiz), item))
        })
        .collect();
    let (all, _) = lines(&published.course, tallies, Sort::Course);
    let line = all.iter().find(|line| line.question.key == key).ok_or(Error::NotFound)?;
    let answers = Answers {
        published: &published,
        editions: &editions,
        wanted: &wanted,
        line,
        chosen: &chosen::count(line.question, answers),
        corrected,
        editor: Editor { draft },
        in_tests: &in_tests,
    };
    let title = format!("{} · {}", page.t("results-question"), plain(line.question.text.get(page.lang)));
    Ok(html_page(page, &title, &views::answers(page, &answers)))
}

/// The tests that may draw a question: that of its module, and the final one.
fn quizzes_with(published: &Published, key: &Slug) -> Vec<String> {
    let module = published.course.question(key).map(|(module, _)| QuizKey::Module(module.key.clone()));
    module.into_iter().chain([QuizKey::Final]).map(|quiz| quiz.code().to_owned()).collect()
}
