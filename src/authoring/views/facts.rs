//! The facts and the glossary of a course: a table each, a form, and where something is used.

use maud::{Markup, html};

use super::both::{troubles, troubles_of};
use super::forms::{Form, Texts, key_input, save_buttons};
use super::{Around, crumbs, present};
use crate::authoring::entries::{FactEntry, TermEntry};
use crate::authoring::model::Action;
use crate::authoring::uses::Pieces;
use crate::kernel::{Lang, Localized};
use crate::web::ui::{self, Field};
use crate::web::{Fields, Page};

/// The fields of a value, in the order of [`Lang::ALL`].
pub(in crate::authoring) const VALUE: [&str; 3] = ["value_kk", "value_ru", "value_en"];
/// Of a unit.
pub(in crate::authoring) const UNIT: [&str; 3] = ["unit_kk", "unit_ru", "unit_en"];
/// Of a word.
pub(in crate::authoring) const TERM: [&str; 3] = ["term_kk", "term_ru", "term_en"];
/// Of its meaning.
pub(in crate::authoring) const MEANING: [&str; 3] = ["meaning_kk", "meaning_ru", "meaning_en"];

/// A fact, and in how many places it is used.
pub(in crate::authoring) struct FactLine {
    pub(in crate::authoring) fact: FactEntry,
    pub(in crate::authoring) uses: usize,
    /// The emergency card tells it.
    pub(in crate::authoring) is_on_card: bool,
}

/// A term, and in how many places it is used.
pub(in crate::authoring) struct TermLine {
    pub(in crate::authoring) term: TermEntry,
    pub(in crate::authoring) uses: usize,
}

/// What was done just now and can be taken back.
pub(in crate::authoring) struct Removed {
    pub(in crate::authoring) number: i64,
    pub(in crate::authoring) subject: String,
    pub(in crate::authoring) action: Action,
}

/// A place where something is used.
pub(in crate::authoring) struct Used {
    pub(in crate::authoring) href: String,
    pub(in crate::authoring) place: String,
    pub(in crate::authoring) lang: Option<Lang>,
    /// The sentence as it is read; none where not the words are used but the bounds.
    pub(in crate::authoring) before: Option<Pieces>,
    /// The same after the change.
    pub(in crate::authoring) after: Option<Pieces>,
}

/// What was done, with the button that takes it back. `back` is the list to return to.
fn just_done(page: &Page, base: &str, done: Option<&Removed>, back: &str) -> Markup {
    html! {
        @if let Some(done) = done {
            @let words = match done.action {
                Action::Removed => "draft-removed",
                Action::Added => "facts-added",
                _ => "facts-changed",
            };
            form.flash method="post" action={ (base) "/undo" } {
                p role="status" { (page.tf(words, &[("title", done.subject.as_str().into())])) }
                input type="hidden" name="number" value=(done.number);
                input type="hidden" name="back" value=(back);
                button.button.small type="submit" { (page.t("draft-undo")) }
            }
        }
    }
}

/// A text in each language of the course; once if it is the same in all.
fn in_each(texts: &Localized, languages: &[Lang]) -> Markup {
    let first = languages.first().and_then(|lang| texts.exact(*lang));
    let is_same = languages.iter().all(|lang| texts.exact(*lang) == first);
    html! {
        @if is_same { (first.unwrap_or_default()) }
        @else {
            @for lang in languages {
                span.each { span.code aria-hidden="true" { (lang) } " " span lang=(lang) { (texts.exact(*lang).unwrap_or_default()) } }
            }
        }
    }
}

fn count(page: &Page, count: usize) -> String {
    page.tf("facts-places", &[("count", count.into())])
}

/// The table of the facts.
pub(in crate::authoring) fn facts(
    page: &Page,
    around: &Around<'_>,
    (languages, facts): (&[Lang], &[FactLine]),
    done: Option<&Removed>,
) -> Markup {
    let (base, title) = (around.base(page), page.t("facts-title"));
    let new = format!("{base}/facts/new");
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        (just_done(page, &base, done, "facts"))
        p { (page.t("facts-lead")) }
        @if facts.is_empty() { (ui::empty(page.t("facts-empty"), Some((&new, page.t("facts-add"))))) }
        @else {
            p { a.button href=(new) { (page.t("facts-add")) } }
            table.stack.facts {
                thead { tr {
                    th scope="col" { (page.t("facts-key")) } th scope="col" { (page.t("facts-value")) }
                    th scope="col" { (page.t("facts-unit")) } th scope="col" { (page.t("facts-source")) }
                    th scope="col" { (page.t("facts-uses")) }
                } }
                tbody {
                    @for FactLine { fact, uses, is_on_card } in facts {
                        tr {
                            th scope="row" { a href={ (base) "/facts/" (fact.key) } { (fact.key) } }
                            td data-label=(page.t("facts-value")) { strong { (in_each(&fact.value, languages)) } }
                            td data-label=(page.t("facts-unit")) { (in_each(&fact.unit, languages)) }
                            td data-label=(page.t("facts-source")) { (fact.source) }
                            td data-label=(page.t("facts-uses")) {
                                (count(page, *uses))
                                @if *is_on_card { " " a.badge href=(page.to("/emergency")) { (page.t("facts-on-card")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A fact, new or there; under the form, where it is used.
pub(in crate::authoring) fn fact_form(
    page: &Page,
    around: &Around<'_>,
    (languages, key, used): (&[Lang], Option<&str>, &[Used]),
    form: Form<'_>,
) -> Markup {
    let base = around.base(page);
    let list = format!("{base}/facts");
    let title = key.unwrap_or(page.t("facts-add"));
    let texts = |names, label, hint| {
        Texts { names, label: page.t(label), hint: page.t(hint), rows: 0 }.show(page, languages, form)
    };
    let marks = [("V", "facts-mark-v"), ("K", "facts-mark-k")];
    let marks: Vec<(String, String)> = marks.map(|(code, words)| (code.to_owned(), page.t(words).to_owned())).to_vec();
    let field = |name, label, hint, kind| {
        Field { name, label: page.t(label), hint, kind, autocomplete: "off" }.show(page, form.0, form.1)
    };
    html! {
        (crumbs(page, around, &[(Some(&list), page.t("facts-title")), (None, title)]))
        h1 { (title) }
        (present(page, around))
        (troubles(page, around, form.1))
        form #main-form method="post" action={ (list) "/" (key.unwrap_or("new")) } data-keep data-leave data-edition=[around.edition()] {
            input type="hidden" name="number" value=(form.0.get("number"));
            (texts(VALUE, "facts-value", "facts-value-hint"))
            (texts(UNIT, "facts-unit", "facts-unit-hint"))
            (field("source", "facts-source", page.t("facts-source-hint"), "text"))
            (ui::select(page, ("mark", page.t("facts-mark"), ""), &marks, form.0, form.1))
            fieldset {
                legend { (page.t("facts-bounds")) }
                p.hint { (page.t("facts-bounds-hint")) }
                (field("min", "facts-min", "", "text"))
                (field("max", "facts-max", "", "text"))
            }
            (key_input(page, ("facts-key", if key.is_some() { "facts-rename-hint" } else { "facts-key-hint" }), form))
            (save_buttons(page, &list))
        }
        @if let Some(key) = key { (uses_and_removal(page, &format!("{list}/{key}"), used, form.0)) }
    }
}

/// Where it is used; if nowhere, the button that deletes it.
fn uses_and_removal(page: &Page, here: &str, used: &[Used], typed: &Fields) -> Markup {
    html! {
        h2 { (page.t("facts-where")) }
        @if used.is_empty() {
            p.soft { (page.t("facts-nowhere")) }
            form method="post" action={ (here) "/remove" } {
                input type="hidden" name="number" value=(typed.get("number"));
                button.button.small.secondary type="submit" { (page.t("draft-remove")) }
            }
        } @else { (places(page, used)) }
    }
}

fn places(page: &Page, used: &[Used]) -> Markup {
    html! {
        ul.mistakes.uses {
            @for used in used {
                li {
                    a href=(used.href) { (used.place) }
                    @match (&used.before, &used.after) {
                        (None, _) => { p { (page.t("facts-in-bounds")) } }
                        (Some(before), None) => { p lang=[used.lang] { (pieces(before, "mark")) } }
                        (Some(before), Some(after)) => {
                            dl.change {
                                dt { (page.t("compare-old")) } dd lang=[used.lang] { (pieces(before, "del")) }
                                dt { (page.t("compare-new")) } dd lang=[used.lang] { (pieces(after, "ins")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pieces(pieces: &Pieces, around: &str) -> Markup {
    html! {
        @for (is_value, text) in pieces {
            @match (is_value, around) {
                (true, "del") => { del { (text) } }
                (true, "ins") => { ins { (text) } }
                (true, _) => { mark { (text) } }
                (false, _) => { (text) }
            }
        }
    }
}

/// What a change of a fact does to every text, before it is done.
pub(in crate::authoring) fn fact_effect(
    page: &Page,
    around: &Around<'_>,
    (old, new, used): (&FactEntry, &FactEntry, &[Used]),
    typed: &Fields,
) -> Markup {
    let base = around.base(page);
    let (list, here) = (format!("{base}/facts"), format!("{base}/facts/{}", old.key));
    let bounds = |fact: &FactEntry| fact.bounds.map(|(min, max)| format!("{min} … {max}")).unwrap_or_default();
    html! {
        (crumbs(page, around, &[(Some(&list), page.t("facts-title")), (Some(&here), &old.key)]))
        h1 { (page.t("facts-effect")) }
        p { (page.tf("facts-effect-lead", &[("count", used.len().into())])) }
        @if old.bounds != new.bounds {
            p { (page.t("facts-bounds")) ": " del { (bounds(old)) } " " ins { (bounds(new)) } }
        } @else if new.bounds.is_some() && old.value != new.value {
            p.note { (page.tf("facts-bounds-same", &[("bounds", bounds(new).into())])) }
        }
        form #main-form method="post" action=(here) {
            @for (name, value) in typed.0.iter().filter(|(name, _)| name != "switch" && name != "sure") {
                input type="hidden" name=(name) value=(value);
            }
            div.buttons {
                button.button type="submit" name="sure" value="yes" { (page.t("facts-change-all")) }
                a.button.secondary href=(here) { (page.t("draft-cancel")) }
            }
        }
        (places(page, used))
    }
}

/// Why something is not deleted: where it is used. `list` is `facts` or `glossary`.
pub(in crate::authoring) fn still_used(
    page: &Page,
    around: &Around<'_>,
    (list, key): (&str, &str),
    used: &[Used],
) -> Markup {
    let list_title = page.t(if list == "facts" { "facts-title" } else { "glossary-title" });
    let here = format!("{}/{list}", around.base(page));
    html! {
        (crumbs(page, around, &[(Some(&here), list_title), (Some(&format!("{here}/{key}")), key)]))
        h1 { (page.t("facts-used-still")) }
        p { (page.tf("facts-used-still-lead", &[("count", used.len().into())])) }
        (places(page, used))
        p { a.button.secondary href=(here) { (list_title) } }
    }
}

/// The glossary.
pub(in crate::authoring) fn glossary(
    page: &Page,
    around: &Around<'_>,
    (languages, terms): (&[Lang], &[TermLine]),
    done: Option<&Removed>,
) -> Markup {
    let (base, title) = (around.base(page), page.t("glossary-title"));
    let new = format!("{base}/glossary/new");
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        (just_done(page, &base, done, "glossary"))
        p { (page.t("glossary-lead")) }
        @if terms.is_empty() { (ui::empty(page.t("glossary-empty"), Some((&new, page.t("glossary-add"))))) }
        @else {
            p { a.button href=(new) { (page.t("glossary-add")) } }
            ul.mistakes {
                @for TermLine { term, uses } in terms {
                    @let words = page.lang;
                    li {
                        a href={ (base) "/glossary/" (term.key) } { (term.term.get(words)) }
                        p { (term.meaning.get(words)) }
                        p.meta {
                            (count(page, *uses))
                            @for lang in languages.iter().filter(|lang| is_empty(term, **lang)) {
                                " · " (page.tf("glossary-lacks", &[("language", lang.native_name().into())]))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn is_empty(term: &TermEntry, lang: Lang) -> bool {
    [&term.term, &term.meaning].into_iter().any(|text| text.exact(lang).is_none_or(str::is_empty))
}

/// A term, new or there; under the form, where it is used.
pub(in crate::authoring) fn term_form(
    page: &Page,
    around: &Around<'_>,
    (languages, key, used): (&[Lang], Option<&str>, &[Used]),
    form: Form<'_>,
) -> Markup {
    let list = format!("{}/glossary", around.base(page));
    let title = key.unwrap_or(page.t("glossary-add"));
    let texts = |names, label, hint, rows| {
        Texts { names, label: page.t(label), hint: page.t(hint), rows }.show(page, languages, form)
    };
    html! {
        (crumbs(page, around, &[(Some(&list), page.t("glossary-title")), (None, title)]))
        h1 { (title) }
        (present(page, around))
        (troubles_of(page, around, form.1, &[(MEANING, "glossary-meaning")]))
        form #main-form method="post" action={ (list) "/" (key.unwrap_or("new")) } data-keep data-leave data-edition=[around.edition()] {
            input type="hidden" name="number" value=(form.0.get("number"));
            (texts(TERM, "glossary-term", "glossary-term-hint", 0))
            (texts(MEANING, "glossary-meaning", "glossary-meaning-hint", 3))
            (key_input(page, ("facts-key", if key.is_some() { "facts-rename-hint" } else { "draft-key-hint" }), form))
            (save_buttons(page, &list))
        }
        @if let Some(key) = key { (uses_and_removal(page, &format!("{list}/{key}"), used, form.0)) }
    }
}
