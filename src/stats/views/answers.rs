//! One question: how it was answered in each language, and what was chosen.

use maud::{Markup, html};

use super::figures::{badge, in_tests};
use super::{Editor, Wanted, languages_head, lure, marks, method, results_address, share, share_of_all, trimmed};
use crate::content::Published;
use crate::content::markdown::plain;
use crate::content::unchanged::Corrected;
use crate::i18n::{long_date, t};
use crate::kernel::{Lang, Localized, Slug, Timestamp};
use crate::quiz::model::{Body, Question};
use crate::stats::chosen::{self, Chosen, Pick, TYPED_BY};
use crate::stats::figures::flags::Flag;
use crate::stats::report::Item;
use crate::stats::results::Line;
use crate::stats::tally::{Count, percent_of};
use crate::web::{Fields, FormErrors, Page, ui};

/// The results of one question.
pub(in crate::stats) struct Answers<'a> {
    pub(in crate::stats) published: &'a Published,
    /// All editions, the newest last.
    pub(in crate::stats) editions: &'a [i32],
    pub(in crate::stats) wanted: &'a Wanted,
    pub(in crate::stats) line: &'a Line<'a>,
    pub(in crate::stats) chosen: &'a [Chosen],
    /// Its figures in each test where it was asked, with the name of the test.
    pub(in crate::stats) in_tests: &'a [(String, Item<'a>)],
    /// What made the question as it is, if it was corrected within the edition.
    pub(in crate::stats) corrected: Option<Corrected>,
    pub(in crate::stats) editor: Editor,
}

pub(in crate::stats) fn answers(page: &Page, answers: &Answers<'_>) -> Markup {
    let (line, published) = (answers.line, answers.published);
    let back = results_address(page, (published, answers.editions), answers.wanted, None);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/trainer")) { (page.t("teaching-title")) }
            span { (published.course.title.get(page.lang)) }
            a href=(trimmed(&back)) { (page.t("results-title")) }
        }
        h1.where { (page.t("results-question")) }
        p.asked { (plain(line.question.text.get(page.lang))) }
        p { span.soft { (line.module.title.get(page.lang)) } " " (marks(page, line)) @if may_have_wrong_key(answers) { " " (badge(page, Flag::Key)) } }
        @if is_newest(answers) { (answers.editor.way(page, published, line.question)) }
        @if let Some(misleads) = line.misleads {
            div.note {
                @if let Some(found) = chosen::lure(answers.chosen, &line.tally, misleads.lang) { p.lure { (lure(page, line.question, &found)) } }
                p { (page.t("results-misleads-advice")) }
            }
        }
        (since(page, answers))
        @if line.tally.is_empty() { (ui::empty(page.t("results-question-empty"), None)) }
        @else {
            h2 { (page.t("results-by-language")) }
            (by_language(page, line))
            h2 { (page.t("results-chosen")) }
            @if let Some(hint) = hint(&line.question.body) { p.hint { (page.tf(hint, &[("count", TYPED_BY.into())])) } }
            (chosen(page, answers))
            (in_tests(page, &answers.published.course.key, answers.in_tests))
        }
        h2 { (page.t("results-wording")) }
        div.cards { @for lang in Lang::ALL { (wording(page, answers, lang)) } }
        (method(page))
    }
}

fn is_newest(answers: &Answers<'_>) -> bool {
    answers.editions.last() == Some(&answers.wanted.edition)
}

fn may_have_wrong_key(answers: &Answers<'_>) -> bool {
    answers.in_tests.iter().any(|(_, item)| item.flags.contains(&Flag::Key))
}

/// From when on answers count, as a form that works without script.
fn since(page: &Page, answers: &Answers<'_>) -> Markup {
    let (published, wanted, none) = (answers.published, answers.wanted, FormErrors::default());
    let day = |at: Timestamp| long_date(page.lang, at.day(page.app.config.time_zone));
    let latest = page.tf("results-since-latest", &[("date", day(published.published_at).into())]);
    let mut options = vec![(String::new(), page.t("results-since-edition").to_owned()), ("latest".to_owned(), latest)];
    if let Some(corrected) = answers.corrected {
        let words = page.tf("results-since-question", &[("date", day(corrected.at).into())]);
        options.push(("question".to_owned(), words));
    }
    let chosen = Fields(vec![("since".to_owned(), wanted.since.code().to_owned())]);
    let path = format!("/trainer/courses/{}/results/{}", published.course.key, answers.line.question.key);
    let module = wanted.module.as_ref().map(ToString::to_string).unwrap_or_default();
    let kept = [("edition", wanted.edition.to_string()), ("module", module), ("sort", wanted.sort.code().to_owned())];
    html! {
        @if published.revision > 1 {
            form.inline method="get" action=(page.to(&path)) {
                @for (name, value) in &kept { input type="hidden" name=(name) value=(value); }
                (ui::select(page, ("since", page.t("results-since"), ""), &options, &chosen, &none))
                button.button type="submit" { (page.t("results-show")) }
            }
        }
    }
}

fn by_language(page: &Page, line: &Line<'_>) -> Markup {
    html! {
        div.scroll {
            table {
                thead { tr {
                    th scope="col" { (page.t("results-language")) }
                    th scope="col" { (page.t("results-right")) }
                } }
                tbody {
                    @for lang in Lang::ALL {
                        tr { th scope="row" lang=(lang) { (lang.native_name()) } td { (share(page, line.tally.of(lang))) } }
                    }
                    tr { th scope="row" { (page.t("results-all-languages")) } td { (share_of_all(page, &line.tally)) } }
                }
            }
        }
    }
}

/// How the numbers of a kind are to be read.
const fn hint(body: &Body) -> Option<&'static str> {
    match body {
        Body::Multiple(_) => Some("results-hint-multiple"),
        Body::Ordering(_) => Some("results-hint-ordering"),
        Body::Numeric(_) | Body::Text(_) => Some("results-hint-typed"),
        Body::Case(_) => Some("results-hint-case"),
        Body::Single(_) | Body::TrueFalse(_) | Body::Matching(_) | Body::Hotspot(_) => None,
    }
}

fn chosen(page: &Page, answers: &Answers<'_>) -> Markup {
    let (tally, all) = (&answers.line.tally, page.t("results-all-languages"));
    html! {
        div.scroll {
            table.stack {
                (languages_head(page, "results-answer"))
                tbody {
                    @for one in answers.chosen {
                        tr {
                            th scope="row" {
                                @if one.right { span.badge.ok { span aria-hidden="true" { "✓ " } (page.t("results-is-right")) } " " }
                                (label(page.lang, answers.line.question, &one.pick))
                            }
                            td data-label=(all) { (part(page, one.total(), tally.total())) }
                            @for lang in Lang::ALL {
                                td data-label=(lang.native_name()) { (part(page, one.of(lang), tally.of(lang))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many of these answers hold it: in percent only where they are not few.
fn part(page: &Page, times: u32, of: Count) -> Markup {
    html! {
        @if of.answers == 0 { span.soft { span aria-hidden="true" { "—" } span.sr { (page.t("results-none")) } } }
        @else if of.is_few() { (times) }
        @else { strong { (percent_of(times, of.answers)) " %" } " " span.soft { (page.tf("results-of", &[("answers", times.into())])) } }
    }
}

/// The question as it stands in a language, to be compared with the others.
fn wording(page: &Page, answers: &Answers<'_>, lang: Lang) -> Markup {
    let question = answers.line.question;
    let is_newest = is_newest(answers);
    let preview =
        format!("/trainer/courses/{}/preview/{lang}/questions/{}", answers.published.course.key, question.key);
    html! {
        section.card lang=(lang) {
            h3 { (lang.native_name()) }
            @if question.text.exact(lang).is_none() { p.soft lang=(page.lang) { (page.t("bank-missing")) } }
            @else { (worded(answers, lang)) }
            @if is_newest { p lang=(page.lang) { a href=(page.to(&preview)) { (page.t("preview-title")) span.sr { ": " (lang.native_name()) } } } }
        }
    }
}

/// The words of the question and of what it offers.
fn worded(answers: &Answers<'_>, lang: Lang) -> Markup {
    let question = answers.line.question;
    html! {
            p { strong { (plain(question.text.get(lang))) } }
            ul {
                @for one in answers.chosen.iter().filter(|one| is_worded(&one.pick)) {
                    li { (label(lang, question, &one.pick)) @if one.right { " " span aria-hidden="true" { "✓" } span.sr { " (" (t(lang, "results-is-right")) ")" } } }
                }
            }
            @if !question.explanation.is_empty() { p.soft { (plain(question.explanation.get(lang))) } }
    }
}

/// True for what the author has put into words.
fn is_worded(pick: &Pick) -> bool {
    match pick {
        Pick::Option(_) | Pick::InPlace(_) => true,
        Pick::Pair(left, right) => left == right,
        _ => false,
    }
}

/// What was chosen, in words.
pub(super) fn label(lang: Lang, question: &Question, pick: &Pick) -> String {
    let words = |text: Option<&Localized>| text.map(|text| plain(text.get(lang))).unwrap_or_default();
    match pick {
        Pick::Option(key) => option(lang, &question.body, key),
        Pick::InPlace(key) => match &question.body {
            Body::Ordering(order) => words(order.steps.iter().find(|step| step.key == *key).map(|step| &step.text)),
            _ => String::new(),
        },
        Pick::Pair(left, right) => match &question.body {
            Body::Matching(matching) => {
                let pair = |key: &Slug| matching.pairs.iter().find(|pair| pair.key == *key);
                let extra = matching.extra.iter().find(|extra| extra.key == *right).map(|extra| &extra.text);
                let other = pair(right).map(|pair| &pair.right).or(extra);
                format!("{} — {}", words(pair(left).map(|pair| &pair.left)), words(other))
            }
            _ => String::new(),
        },
        Pick::Verdict(true) => t(lang, "question-true").to_owned(),
        Pick::Verdict(false) => t(lang, "question-false").to_owned(),
        Pick::Typed(typed) => typed.clone(),
        Pick::Rare => t(lang, "results-rare").to_owned(),
        Pick::Elsewhere => t(lang, "results-elsewhere").to_owned(),
        Pick::Gone => t(lang, "results-gone").to_owned(),
    }
}

/// The words of an option; in a case, with the decision.
fn option(lang: Lang, body: &Body, key: &Slug) -> String {
    let find = |text: Option<&Localized>| text.map(|text| plain(text.get(lang))).unwrap_or_default();
    match body {
        Body::Single(choice) | Body::Multiple(choice) => {
            find(choice.right.iter().chain(&choice.wrong).find(|option| option.key == *key).map(|option| &option.text))
        }
        Body::TrueFalse(claim) => {
            find(claim.right.iter().chain(&claim.wrong).find(|reason| reason.key == *key).map(|reason| &reason.text))
        }
        Body::Hotspot(places) => {
            find(places.right.iter().chain(&places.wrong).find(|zone| zone.key == *key).map(|zone| &zone.text))
        }
        Body::Case(case) => {
            let options = case.decisions.iter().flat_map(|decision| {
                decision.right.iter().chain(&decision.wrong).map(move |option| (decision, option))
            });
            let found = options.into_iter().find(|(_, option)| option.key == *key);
            found.map_or_else(String::new, |(decision, option)| {
                format!("{} → {}", plain(decision.text.get(lang)), plain(option.text.get(lang)))
            })
        }
        Body::Ordering(_) | Body::Matching(_) | Body::Numeric(_) | Body::Text(_) => String::new(),
    }
}
