//! What became of each question of a course.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use crate::content::{Library, Published};
use crate::kernel::{Error, Result, Slug};
use crate::learning::QuizKey;
use crate::stats::report::report;
use crate::stats::views::{self, Answers, Results, Wanted};
use crate::stats::{self, Sort, Span, chosen, lines};
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
    let is_latest = query.get("since") == "latest" && published.revision > 1;
    let wanted = Wanted { edition: published.edition, module, sort: Sort::of(query.get("sort")), is_latest };
    Ok((published, editions, wanted))
}

/// Which answers are meant.
pub(super) fn span(published: &Published, wanted: &Wanted) -> Span {
    let only = wanted.is_latest.then_some(published.id);
    Span { course: published.course_id, edition: wanted.edition, only }
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
    let results = Results {
        published: &published,
        editions: &editions,
        wanted: &wanted,
        lines: &shown,
        general: &general,
        count,
        current,
    };
    Ok(html_page(page, page.t("results-title"), &views::results(page, &results)))
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
    let (published, editions, wanted) = find(&library, &path.1, &Fields::of_query(&request))?;
    let key = Slug::parse(&path.2).filter(|key| published.course.question(key).is_some()).ok_or(Error::NotFound)?;
    let (span, asked) = (span(&published, &wanted), key.clone());
    let quizzes = quizzes_with(&published, &key);
    let (tallies, answers, log) = page
        .app
        .db
        .read_long(move |conn| {
            let log = stats::list_sittings(conn, span, Some(&quizzes))?;
            Ok((stats::count_by_question(conn, span)?, stats::count_chosen(conn, span, &asked)?, log))
        })
        .await?;
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
        chosen: &chosen::count(line.question, &answers),
        in_tests: &in_tests,
    };
    Ok(html_page(page, page.t("results-question"), &views::answers(page, &answers)))
}

/// The tests that may draw a question: that of its module, and the final one.
fn quizzes_with(published: &Published, key: &Slug) -> Vec<String> {
    let module = published.course.question(key).map(|(module, _)| QuizKey::Module(module.key.clone()));
    module.into_iter().chain([QuizKey::Final]).map(|quiz| quiz.code().to_owned()).collect()
}
