//! The figures of questions in words and in a table.

use maud::{Markup, html};

use crate::content::markdown::plain;
use crate::i18n::{Arg, number};
use crate::kernel::{Lang, Slug};
use crate::quiz::model::{Body, ChoiceOption, Question, Zone};
use crate::stats::figures::flags::{Flag, percent};
use crate::stats::figures::{ENOUGH, ItemFigures, Share};
use crate::stats::report::Item;
use crate::stats::tally::FEW;
use crate::web::Page;

/// What stands beside a question in a table: answers, right, the ends, the correlation, the time.
pub(super) fn cells(page: &Page, figures: &ItemFigures) -> Markup {
    let head = |key| page.t(key);
    html! {
        td.num data-label=(head("figures-answers")) { (figures.facility.answers) }
        td.num data-label=(head("figures-facility")) { (facility(page, figures.facility)) }
        td.num data-label=(head("figures-ends")) { (ends(page, figures)) }
        td.num data-label=(head("figures-rest")) { (rest(page, figures)) }
        td.num data-label=(head("figures-time")) { (figures.seconds.map_or_else(|| nothing(page), |seconds| time(page, seconds))) }
    }
}

/// The heads of these columns.
pub(super) fn heads(page: &Page) -> Markup {
    html! {
        @for key in ["figures-answers", "figures-facility", "figures-ends", "figures-rest", "figures-time"] {
            th.num scope="col" { (page.t(key)) }
        }
    }
}

fn nothing(page: &Page) -> Markup {
    html! { span.soft { span aria-hidden="true" { "—" } span.sr { (page.t("figures-unknown")) } } }
}

/// The share with its interval, or nothing of few.
pub(super) fn facility(page: &Page, share: Share) -> Markup {
    if share.answers < FEW {
        return html! { span.soft { (page.t("figures-few")) } };
    }
    let interval = share.interval();
    html! { strong { (percent(share.mean)) " %" } " " span.soft { "(" (percent(interval.low)) "–" (percent(interval.high)) ")" } }
}

fn ends(page: &Page, figures: &ItemFigures) -> Markup {
    match figures.ends.filter(|_| figures.facility.answers >= ENOUGH) {
        Some(ends) => html! { (percent(ends.upper)) " % / " (percent(ends.lower)) " %" },
        None => nothing(page),
    }
}

fn rest(page: &Page, figures: &ItemFigures) -> Markup {
    match figures.rest.filter(|rest| rest.pairs >= ENOUGH) {
        Some(rest) => {
            let interval = rest.interval();
            html! {
                (number(page.lang, rest.r, 2)) " "
                span.soft { "(" (number(page.lang, interval.low, 2)) "…" (number(page.lang, interval.high, 2)) ")" }
            }
        }
        None => nothing(page),
    }
}

/// So many seconds, or minutes and seconds.
pub(super) fn time(page: &Page, seconds: u32) -> Markup {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let args: [(&'static str, Arg<'_>); 2] = [("minutes", minutes.into()), ("seconds", rest.into())];
    let words = match (minutes, rest) {
        (0, _) => page.tf("figures-seconds", &args),
        (_, 0) => page.tf("minutes", &[("count", minutes.into())]),
        _ => page.tf("figures-minutes", &args),
    };
    html! { (words) }
}

/// What is to be looked at, the gravest marked.
pub(super) fn flags(page: &Page, item: &Item<'_>) -> Markup {
    html! {
        @for flag in &item.flags {
            @if is_grave(*flag) { (badge(page, *flag)) " " }
            @else { span.soft { (flag_words(page, *flag)) ". " } }
        }
    }
}

/// Something grave, to be seen wherever it is told.
pub(super) fn badge(page: &Page, flag: Flag) -> Markup {
    html! { span.badge.alarm { span aria-hidden="true" { "! " } (flag_words(page, flag)) } }
}

const fn is_grave(flag: Flag) -> bool {
    matches!(flag, Flag::Key | Flag::Languages(_) | Flag::Hard)
}

/// A flag in plain words. The page of a question tells of all answers, too: what is counted here is named.
pub(super) fn flag_words(page: &Page, flag: Flag) -> String {
    match flag {
        Flag::Key => page.t("figures-flag-key").to_owned(),
        Flag::Languages(found) => {
            let words = match found.lang {
                Lang::Kk => "figures-flag-kk",
                Lang::Ru => "figures-flag-ru",
                Lang::En => "figures-flag-en",
            };
            page.tf(words, &[("percent", found.percent.into()), ("others", found.others.into())])
        }
        Flag::Hard => page.t("figures-flag-hard").to_owned(),
        Flag::Blind => page.t("figures-flag-blind").to_owned(),
        Flag::Idle(count) => page.tf("figures-flag-idle", &[("count", count.into())]),
        Flag::Easy => page.t("figures-flag-easy").to_owned(),
    }
}

/// What to do about it.
const fn advice(flag: Flag) -> &'static str {
    match flag {
        Flag::Key => "figures-advice-key",
        Flag::Languages(_) => "figures-advice-languages",
        Flag::Hard => "figures-advice-hard",
        Flag::Blind => "figures-advice-blind",
        Flag::Idle(_) => "figures-advice-idle",
        Flag::Easy => "figures-advice-easy",
    }
}

/// A question's figures in the tests where it was asked, on its own page.
pub(super) fn in_tests(page: &Page, course: &Slug, items: &[(String, Item<'_>)]) -> Markup {
    html! {
        @if !items.is_empty() {
            h2 { (page.t("figures-title")) }
            p.hint { (page.t("figures-first-tries")) }
            div.scroll {
                table.stack {
                    thead { tr { th scope="col" { (page.t("figures-test")) } (heads(page)) } }
                    tbody { @for (title, item) in items { tr { th scope="row" { (title) } (cells(page, &item.figures)) } } }
                }
            }
            @for (title, item) in items { @if !item.flags.is_empty() { (advices(page, course, (title, item))) } }
        }
    }
}

fn advices(page: &Page, course: &Slug, (title, item): (&str, &Item<'_>)) -> Markup {
    let idle: Vec<String> = item.idle.iter().map(|key| words(page, item.question, key)).collect();
    html! {
        div.note {
            p { strong { (title) } }
            ul {
                @for flag in &item.flags {
                    li {
                        strong { (flag_words(page, *flag)) "." } " " (page.t(advice(*flag)))
                        @if matches!(flag, Flag::Idle(_)) { " " (idle.join(" · ")) }
                        @if matches!(flag, Flag::Key) {
                            " " a href=(page.to(&format!("/trainer/courses/{course}/regrade"))) { (page.t("regrade-after")) }
                        }
                    }
                }
            }
        }
    }
}

/// The words of a wrong option.
fn words(page: &Page, question: &Question, key: &Slug) -> String {
    let of_options = |options: &[ChoiceOption]| {
        options.iter().find(|option| option.key == *key).map(|option| plain(option.text.get(page.lang)))
    };
    let of_zones =
        |zones: &[Zone]| zones.iter().find(|zone| zone.key == *key).map(|zone| plain(zone.text.get(page.lang)));
    let found = match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => of_options(&choice.wrong),
        Body::TrueFalse(claim) => of_options(&claim.wrong),
        Body::Hotspot(places) => of_zones(&places.wrong),
        _ => None,
    };
    found.map(|words| format!("«{words}»")).unwrap_or_default()
}
