//! The list of a draft's questions, and the first step to a new one.

use maud::{Markup, html};

use super::{kind_hint, kind_words};
use crate::authoring::questions::{Kind, Listed};
use crate::authoring::views::{Around, crumbs, present};
use crate::content::markdown::plain;
use crate::i18n::number;
use crate::stats::needs::Look;
use crate::web::paging::{PageNumber, list_address};
use crate::web::{Fields, Page, ui};

/// What the statistics may find, by code.
const FLAGS: [(&str, &str); 7] = [
    ("yes", "bank-flag-any"),
    ("key", "bank-flag-key"),
    ("languages", "bank-flag-languages"),
    ("hard", "bank-flag-hard"),
    ("blind", "bank-flag-blind"),
    ("idle", "bank-flag-idle"),
    ("easy", "bank-flag-easy"),
];

/// What is searched.
#[derive(Debug, Default)]
pub(in crate::authoring) struct Filter {
    pub(in crate::authoring) module: String,
    pub(in crate::authoring) kind: String,
    pub(in crate::authoring) tag: String,
    pub(in crate::authoring) search: String,
    pub(in crate::authoring) is_critical: bool,
    pub(in crate::authoring) is_missing: bool,
    /// Which flag of the statistics: its code, or `yes` for any.
    pub(in crate::authoring) flagged: String,
}

impl Filter {
    /// What an address says.
    pub(in crate::authoring) fn of(query: &Fields) -> Self {
        let text = |name: &str| query.typed(name).unwrap_or_default().to_owned();
        Self {
            module: text("module"),
            kind: text("kind"),
            tag: text("tag"),
            search: text("search"),
            is_critical: query.has("critical"),
            is_missing: query.has("missing"),
            flagged: text("flagged"),
        }
    }

    /// The address of the list with this search; it ends with `?` or `&`.
    pub(in crate::authoring) fn address(&self, path: &str) -> String {
        let flag = |is_set: bool| if is_set { "yes" } else { "" };
        list_address(
            path,
            &[
                ("module", &self.module),
                ("kind", &self.kind),
                ("tag", &self.tag),
                ("search", &self.search),
                ("critical", flag(self.is_critical)),
                ("missing", flag(self.is_missing)),
                ("flagged", &self.flagged),
            ],
        )
    }

    fn is_set(&self) -> bool {
        self.address("").contains('=')
    }
}

/// A question of the list.
pub(in crate::authoring) struct QuestionRow<'a> {
    pub(in crate::authoring) question: &'a Listed,
    /// What its module is called.
    pub(in crate::authoring) module: &'a str,
    /// It stands at the end of a lesson.
    pub(in crate::authoring) is_check: bool,
    /// What the statistics say, where that was asked for.
    pub(in crate::authoring) look: Option<&'a Look>,
}

/// A part of the list.
pub(in crate::authoring) struct QuestionList<'a> {
    pub(in crate::authoring) filter: &'a Filter,
    pub(in crate::authoring) rows: &'a [QuestionRow<'a>],
    /// How many there are that fit the search, and how many in all.
    pub(in crate::authoring) count: (i64, usize),
    pub(in crate::authoring) current: PageNumber,
    /// Keys and titles.
    pub(in crate::authoring) modules: &'a [(String, String)],
    pub(in crate::authoring) tags: &'a [String],
    /// Modules whose file has no form: keys and titles.
    pub(in crate::authoring) unreadable: &'a [(String, String)],
    /// What is worth a look was asked for: the edition that tells it, and the newest one.
    pub(in crate::authoring) judged: Option<(i32, i32)>,
    /// The course was published, so there may be statistics.
    pub(in crate::authoring) is_published: bool,
    /// What was done just now: the number of the change, and to what.
    pub(in crate::authoring) undo: Option<(i64, String)>,
    /// Every question of the page is chosen.
    pub(in crate::authoring) are_all_chosen: bool,
    /// What was to be done at once, and why it was not: a key of the catalogue.
    pub(in crate::authoring) typed: &'a Fields,
    pub(in crate::authoring) error: Option<&'static str>,
}

pub(in crate::authoring) fn questions(page: &Page, around: &Around<'_>, list: &QuestionList<'_>) -> Markup {
    let base = around.base(page);
    let here = format!("{base}/questions");
    let title = page.t("bank-title");
    let new = list_address(&format!("{here}/new"), &[("module", &list.filter.module)]);
    let import = list_address(&format!("{base}/import"), &[("module", &list.filter.module)]);
    let [new, import] = [&new, &import].map(|address| address.trim_end_matches(['?', '&']));
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        (undo(page, &base, list))
        @for (key, title) in list.unreadable {
            p.note { (page.tf("bank-unreadable", &[("title", title.as_str().into())])) " "
                a href={ (base) "/file?path=questions/" (key) ".toml" } { (page.t("bank-as-text")) } }
        }
        @if list.modules.is_empty() {
            (ui::empty(page.t("draft-no-modules"), Some((&format!("{base}/modules/new"), page.t("draft-add-module")))))
        } @else if list.count.1 == 0 {
            (ui::empty(page.t("bank-empty"), Some((new, page.t("bank-new")))))
            p { a.button.secondary href=(import) { (page.t("exchange-title")) } }
        } @else {
            p.buttons {
                a.button href=(new) { (page.t("bank-new")) }
                a.button.secondary href=(import) { (page.t("exchange-title")) }
            }
            (filter(page, &here, list))
            p role="status" { (page.tf("bank-count", &[("count", list.count.0.into()), ("of", list.count.1.into())])) }
            @if let Some((edition, newest)) = list.judged {
                p.hint {
                    (page.tf("bank-flagged-by", &[("edition", edition.into())]))
                    @if edition < newest { " " (page.tf("bank-flagged-older", &[("edition", newest.into())])) }
                }
            }
            @if list.rows.is_empty() { (ui::empty(page.t("bank-none-found"), Some((&here, page.t("bank-show-all"))))) }
            @else { (rows(page, &here, list)) }
            (ui::pager(page, list.current, list.count.0, &list.filter.address(&here)))
        }
    }
}

fn undo(page: &Page, base: &str, list: &QuestionList<'_>) -> Markup {
    html! {
        @if let Some((number, subject)) = &list.undo {
            form.flash method="post" action={ (base) "/undo" } {
                p role="status" { (page.t("flash-draft-saved")) " " (subject) }
                input type="hidden" name="number" value=(number);
                input type="hidden" name="back" value="questions";
                button.button.small type="submit" { (page.t("draft-undo")) }
            }
        }
    }
}

fn filter(page: &Page, here: &str, list: &QuestionList<'_>) -> Markup {
    let filter = list.filter;
    let choice = |name: &str, words: &'static str, options: &[(String, String)], chosen: &str| {
        html! {
            div.field {
                label for={ "filter-" (name) } { (page.t(words)) }
                select id={ "filter-" (name) } name=(name) {
                    option value="" { (page.t("bank-any")) }
                    @for (value, text) in options { option value=(value) selected[value == chosen] { (text) } }
                }
            }
        }
    };
    let tick = |name: &str, words: &'static str, is_on: bool| {
        html! { label { input type="checkbox" name=(name) value="yes" checked[is_on]; span { (page.t(words)) } } }
    };
    let kinds: Vec<_> = Kind::ALL.map(|kind| (kind.code().to_owned(), page.t(kind_words(kind)).to_owned())).into();
    let flags: Vec<_> = FLAGS.map(|(code, words)| (code.to_owned(), page.t(words).to_owned())).into();
    let tags: Vec<_> = list.tags.iter().map(|tag| (tag.clone(), tag.clone())).collect();
    html! {
        form.filters method="get" action=(here) role="search" {
            div.field {
                label for="filter-search" { (page.t("bank-search")) }
                input id="filter-search" type="search" name="search" value=(filter.search);
            }
            (choice("module", "bank-module", list.modules, &filter.module))
            (choice("kind", "bank-kind", &kinds, &filter.kind))
            (choice("tag", "bank-tag", &tags, &filter.tag))
            @if list.is_published { (choice("flagged", "bank-flagged-only", &flags, &filter.flagged)) }
            div.field.tick {
                (tick("critical", "bank-critical-only", filter.is_critical))
                (tick("missing", "bank-missing-only", filter.is_missing))
            }
            div.buttons {
                button.button.small type="submit" { (page.t("bank-find")) }
                @if filter.is_set() { a.button.small.secondary href=(here) { (page.t("bank-show-all")) } }
            }
        }
    }
}

fn rows(page: &Page, here: &str, list: &QuestionList<'_>) -> Markup {
    let address = list.filter.address(here);
    html! {
        form.bulk method="post" action={ (address) "page=" (list.current.number()) } {
            @if !list.are_all_chosen {
                p { a href={ (address) "page=" (list.current.number()) "&all=yes" } { (page.t("bank-choose-all")) } }
            }
            ul.rows.bank {
                @for row in list.rows { li { (self::row(page, here, (row, list))) } }
            }
            (bulk(page, list))
        }
    }
}

fn row(page: &Page, here: &str, (row, list): (&QuestionRow<'_>, &QuestionList<'_>)) -> Markup {
    let question = row.question;
    let words = plain(question.text.get(page.lang));
    let words = if words.is_empty() { question.key.clone() } else { words };
    let title = question.kind.map_or("bank-kind-unknown", kind_words);
    let has_form = !question.key.is_empty() && question.kind.is_some();
    let is_typed = list.typed.0.iter().any(|(name, key)| name == "question" && *key == question.key);
    html! {
        @if has_form {
            label.choose {
                input type="checkbox" name="question" value=(question.key) checked[is_typed || list.are_all_chosen];
                span.sr { (page.t("bank-choose")) ": " (words) }
            }
        }
        span.what {
            @if has_form { a href={ (here) "/" (question.key) } { (words) } } @else { span { (words) } }
            span.meta { (page.t(title)) " · " (row.module) }
            (badges(page, row))
            @if let Some(look) = row.look { (figures(page, look)) }
        }
        @if has_form {
            a.button.small.secondary href={ (here) "/" (question.key) "/try/" (page.lang) } {
                (page.t("bank-try")) span.sr { ": " (words) }
            }
        }
    }
}

/// What the statistics find, and by which numbers.
fn figures(page: &Page, look: &Look) -> Markup {
    let words = |code: &str| FLAGS.iter().find(|(known, _)| *known == code).map(|(_, words)| page.t(words));
    let told: Vec<&str> = look.flags.iter().filter_map(|code| words(code)).collect();
    html! {
        span.meta {
            (told.join(" · ")) ". " (page.tf("bank-flag-facility", &[("percent", look.facility.into())]))
            @if let Some(tells) = look.discrimination {
                @let number = number(page.lang, f64::from(tells) / 100.0, 2);
                ", " (page.tf("bank-flag-discrimination", &[("number", number.into())]))
            }
        }
    }
}

fn badges(page: &Page, row: &QuestionRow<'_>) -> Markup {
    let question = row.question;
    html! {
        span.badges {
            @if question.is_critical { span.badge.is-stale { (page.t("bank-critical")) } }
            @if row.is_check { span.badge { (page.t("bank-check")) } }
            @if !question.missing.is_empty() {
                span.badge.is-missing {
                    (page.t("bank-missing")) ": "
                    @for (at, lang) in question.missing.iter().enumerate() {
                        @if at > 0 { ", " }
                        span lang=(lang) { (lang.native_name()) }
                    }
                }
            }
            @for tag in &question.tags { span.badge.soft { (tag) } }
        }
    }
}

/// What can be done with the chosen questions at once.
fn bulk(page: &Page, list: &QuestionList<'_>) -> Markup {
    let typed = list.typed;
    let press = |what: &str, words: &'static str| {
        html! { button.button.small.secondary type="submit" name="do" value=(what) { (page.t(words)) } }
    };
    html! {
        fieldset.settings #bulk tabindex="-1" {
            legend { (page.t("bank-bulk")) }
            @if let Some(error) = list.error { p.error #bulk-error role="alert" { (page.t(error)) } }
            p.hint { (page.t("bank-bulk-hint")) }
            div.bulk-row {
                div.field {
                    label for="bulk-tag" { (page.t("bank-tag")) }
                    input #bulk-tag name="tag" list="known-tags" autocomplete="off" value=(typed.get("tag"));
                    datalist #known-tags { @for tag in list.tags { option value=(tag) {} } }
                }
                div.buttons { (press("tag", "bank-do-tag")) (press("untag", "bank-do-untag")) }
            }
            @if list.modules.len() > 1 {
                div.bulk-row {
                    div.field {
                        label for="bulk-to" { (page.t("bank-module")) }
                        select #bulk-to name="to" {
                            option value="" { (page.t("bank-lesson-none")) }
                            @for (key, title) in list.modules { option value=(key) selected[key == typed.get("to")] { (title) } }
                        }
                    }
                    div.buttons { (press("move", "bank-do-move")) }
                }
            }
            div.buttons {
                (press("critical", "bank-do-critical")) (press("uncritical", "bank-do-uncritical")) (press("delete", "draft-remove"))
            }
        }
    }
}

/// Which kind, in which module.
pub(in crate::authoring) fn new_question(
    page: &Page,
    around: &Around<'_>,
    (modules, module): (&[(String, String)], &str),
) -> Markup {
    let base = around.base(page);
    let here = format!("{base}/questions");
    let title = page.t("bank-new");
    html! {
        (crumbs(page, around, &[(Some(&here), page.t("bank-title")), (None, title)]))
        h1 { (title) }
        (present(page, around))
        @if modules.is_empty() {
            (ui::empty(page.t("draft-no-modules"), Some((&format!("{base}/modules/new"), page.t("draft-add-module")))))
        } @else {
            form method="get" action={ (here) "/new" } {
                div.field {
                    label for="module" { (page.t("bank-module")) }
                    select #module name="module" {
                        @for (key, title) in modules { option value=(key) selected[key == module] { (title) } }
                    }
                }
                fieldset.field.kinds {
                    legend { (page.t("bank-kind")) }
                    @for (at, kind) in Kind::ALL.into_iter().enumerate() {
                        label.option {
                            input type="radio" name="kind" value=(kind.code()) checked[at == 0];
                            span { strong { (page.t(kind_words(kind))) } br; (page.t(kind_hint(kind))) }
                        }
                    }
                }
                div.buttons {
                    button.button type="submit" { (page.t("bank-go-on")) }
                    a.button.secondary href=(here) { (page.t("draft-cancel")) }
                }
            }
        }
    }
}
