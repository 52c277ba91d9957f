//! The figures as a table to download: one line for each question of each test.

use super::figures::flag_words;
use super::statistics::test_title;
use crate::content::Published;
use crate::content::markdown::plain;
use crate::kernel::{Lang, csv};
use crate::stats::figures::{ENOUGH, TestFigures};
use crate::stats::report::{Item, Report};
use crate::stats::tally::FEW;
use crate::web::Page;

const HEADS: [&str; 21] = [
    "figures-test",
    "figures-tries",
    "figures-mean",
    "figures-spread",
    "figures-alpha",
    "figures-error",
    "results-module",
    "figures-key",
    "results-question",
    "results-critical",
    "figures-answers",
    "figures-open",
    "figures-facility",
    "figures-low",
    "figures-high",
    "figures-upper",
    "figures-lower",
    "figures-index",
    "figures-rest",
    "figures-time-seconds",
    "figures-flags",
];

/// The table, for a spreadsheet that is set to the language of the page. Shares go from 0 to 1.
pub(in crate::stats) fn table(page: &Page, published: &Published, reports: &[Report<'_>]) -> String {
    let mut heads: Vec<String> = HEADS.iter().map(|key| page.t(key).to_owned()).collect();
    for lang in Lang::ALL {
        heads.push(format!("{}: {}", lang.native_name(), page.t("figures-answers")));
        heads.push(format!("{}: {}", lang.native_name(), page.t("figures-facility")));
    }
    let mut table = format!("{}{}", csv::MARK, csv::line(&heads, page.lang));
    for report in reports {
        let title = test_title(page, published, &report.quiz);
        for item in &report.items {
            let cells = [whole(page.lang, &title, &report.figures), question(page, item)].concat();
            table.push_str(&csv::line(&cells, page.lang));
        }
    }
    table
}

fn whole(lang: Lang, title: &str, figures: &TestFigures) -> Vec<String> {
    let enough = figures.sittings >= ENOUGH;
    let number = |found: Option<f64>| decimal(lang, found.filter(|_| enough));
    vec![
        title.to_owned(),
        figures.sittings.to_string(),
        number(Some(figures.mean)),
        number(Some(figures.spread)),
        number(figures.alpha),
        number(figures.error),
    ]
}

fn question(page: &Page, item: &Item<'_>) -> Vec<String> {
    let (figures, lang) = (&item.figures, page.lang);
    let answers = figures.facility.answers;
    let (is_told, is_enough) = (answers >= FEW, answers >= ENOUGH);
    let told = |found: f64| decimal(lang, Some(found).filter(|_| is_told));
    let interval = figures.facility.interval();
    let ends = figures.ends.filter(|_| is_enough);
    let flags: Vec<String> = item.flags.iter().map(|flag| flag_words(page, *flag)).collect();
    let mut cells = vec![
        item.module.title.get(lang).to_owned(),
        item.question.key.to_string(),
        plain(item.question.text.get(lang)),
        if item.question.critical { page.t("results-critical").to_owned() } else { String::new() },
        answers.to_string(),
        figures.open.to_string(),
        told(figures.facility.mean),
        told(interval.low),
        told(interval.high),
        decimal(lang, ends.map(|ends| ends.upper)),
        decimal(lang, ends.map(|ends| ends.lower)),
        decimal(lang, ends.map(crate::stats::figures::Ends::index)),
        decimal(lang, figures.rest.filter(|_| is_enough).map(|rest| rest.r)),
        figures.seconds.map(|seconds| seconds.to_string()).unwrap_or_default(),
        flags.join("; "),
    ];
    for of in Lang::ALL {
        let share = figures.languages.get(&of).copied().unwrap_or_default();
        cells.push(share.answers.to_string());
        cells.push(decimal(lang, Some(share.mean).filter(|_| share.answers >= FEW)));
    }
    cells
}

/// With three decimals and the decimal sign of the language; nothing where nothing is known.
fn decimal(lang: Lang, found: Option<f64>) -> String {
    found.map(|found| csv::decimal(lang, &format!("{found:.3}"))).unwrap_or_default()
}
