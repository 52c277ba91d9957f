//! Courses and lessons as those see them who sign.

use maud::{Markup, PreEscaped, html};

use super::model::Signature;
use super::pages::text::{Looked, Of};
use crate::content::markdown::fact_references;
use crate::content::model::{Lesson, Module};
use crate::i18n::short_date;
use crate::kernel::ids::PersonId;
use crate::kernel::{Lang, ReviewKind, Slug};
use crate::learning::answered_check;
use crate::web::ui::{self, Field, review_name};
use crate::web::{Fields, FormErrors, Page, assets};

/// A course of the list.
pub(super) struct Listed {
    key: Slug,
    title: String,
    kinds: Vec<ReviewKind>,
    waiting: usize,
}

impl Listed {
    pub(super) fn of(page: &Page, looked: &Looked) -> Self {
        let course = &looked.text.published.course;
        let waiting = course.lessons().flat_map(|(_, lesson)| looked.kinds.iter().map(move |kind| (lesson, *kind)));
        Self {
            key: looked.course.clone(),
            title: course.title.get(page.lang).to_owned(),
            kinds: looked.kinds.clone(),
            waiting: waiting.filter(|(lesson, kind)| looked.signatures(&lesson.key, *kind).is_empty()).count(),
        }
    }
}

impl Looked {
    /// What is signed of a lesson as it stands in this text.
    fn signatures(&self, lesson: &Slug, kind: ReviewKind) -> Vec<&Signature> {
        let under = (self.course.clone(), lesson.clone(), kind);
        match self.digest(lesson, kind) {
            Some(digest) => self.standing.of(&under, digest).collect(),
            None => Vec::new(),
        }
    }

    fn digest(&self, lesson: &Slug, kind: ReviewKind) -> Option<&str> {
        self.text.digests.get(&(lesson.clone(), kind)).map(String::as_str)
    }

    /// Signed before, and changed since.
    fn is_dropped(&self, lesson: &Slug, kind: ReviewKind) -> bool {
        self.standing.has_any(&(self.course.clone(), lesson.clone(), kind))
    }

    fn base(&self, page: &Page) -> String {
        page.to(&format!("/review/{}", self.course))
    }

    /// Where a lesson is read.
    fn lesson_path(&self, page: &Page, lesson: &Slug, lang: Lang) -> String {
        format!("{}/{lang}/lessons/{lesson}?of={}", self.base(page), self.text.of.code())
    }

    /// The language in which somebody who signs this reads first.
    fn first_language(&self, page: &Page) -> Lang {
        let own = self.kinds.iter().find_map(|kind| match kind {
            ReviewKind::Language(lang) => Some(*lang),
            ReviewKind::Medical | ReviewKind::Legal => None,
        });
        let languages = &self.text.published.course.languages;
        let of_page = Some(page.lang).filter(|lang| languages.contains(lang));
        own.or(of_page).or(languages.first().copied()).unwrap_or(page.lang)
    }
}

fn crumbs(page: &Page, course: Option<(&str, &str)>) -> Markup {
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/review")) { (page.t("review-title")) }
            @if let Some((href, title)) = course { a href=(href) { (title) } }
        }
    }
}

/// The courses, and the name beside the signatures.
pub(super) fn courses(page: &Page, listed: &[Listed], form: (&Fields, &FormErrors)) -> Markup {
    html! {
        h1 { (page.t("review-title")) }
        (ui::error_summary(page, form.1))
        p { (page.t("review-lead")) }
        @if listed.is_empty() { (ui::empty(page.t("review-nothing"), None)) }
        div.cards {
            @for course in listed {
                section.card {
                    h2 { a href=(page.to(&format!("/review/{}", course.key))) { (course.title) } }
                    p.meta { @for (place, kind) in course.kinds.iter().enumerate() { @if place > 0 { " · " } (review_name(page, *kind)) } }
                    p {
                        @if course.waiting == 0 { (page.t("review-none-waits")) }
                        @else { strong { (page.tf("review-waiting", &[("count", course.waiting.into())])) } }
                    }
                }
            }
        }
        h2 { (page.t("review-name-title")) }
        form #main-form method="post" action=(page.to("/review/name")) { (name_field(page, form)) }
    }
}

fn name_field(page: &Page, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let (label, hint) = (page.t("review-name"), page.t("review-name-hint"));
    html! {
        (Field { name: "name", label, hint, kind: "text", autocomplete: "name" }.show(page, typed, errors))
        button.button.secondary type="submit" { (page.t("review-name-save")) }
    }
}

/// Every lesson, module by module. `me` is who looks, and the name of the account.
pub(super) fn course(page: &Page, looked: &Looked, me: (PersonId, &str)) -> Markup {
    let course = &looked.text.published.course;
    html! {
        (crumbs(page, None))
        h1 { (course.title.get(page.lang)) }
        p.meta { @for (place, kind) in looked.kinds.iter().enumerate() { @if place > 0 { " · " } (review_name(page, *kind)) } }
        (which(page, looked))
        (name(page, looked, me.1))
        @for module in &course.modules { (self::module(page, looked, module, me.0)) }
    }
}

/// Which text it is, and the way to the other.
fn which(page: &Page, looked: &Looked) -> Markup {
    let here = match looked.text.of {
        Of::Draft => "review-of-draft",
        Of::Published => "review-of-published",
    };
    html! {
        p.note {
            (page.t(here))
            @if let Some(other) = looked.other {
                " " a href={ (looked.base(page)) "?of=" (other.code()) } {
                    (page.t(match other { Of::Draft => "review-see-draft", Of::Published => "review-see-published" }))
                }
            }
        }
    }
}

/// Asked once, before the first signature.
fn name(page: &Page, looked: &Looked, account: &str) -> Markup {
    let typed = Fields(vec![("name".to_owned(), account.to_owned())]);
    html! {
        @match looked.shown_name.as_deref() {
            None => {
                section aria-labelledby="name-title" {
                    h2 #name-title { (page.t("review-name-first")) }
                    form method="post" action=(page.to("/review/name")) {
                        input type="hidden" name="course" value=(looked.course);
                        (name_field(page, (&typed, &FormErrors::default())))
                    }
                }
            }
            Some(name) => p.soft {
                @if name.is_empty() { (page.t("review-named-nobody")) }
                @else { (page.tf("review-named", &[("name", name.into())])) }
                " " a href={ (page.to("/review")) "#main-form" } { (page.t("review-name-change")) }
            }
        }
    }
}

fn module(page: &Page, looked: &Looked, module: &Module, me: PersonId) -> Markup {
    let lang = looked.first_language(page);
    html! {
        section aria-labelledby={ "module-" (module.key) } {
            h2 id={ "module-" (module.key) } { (module.title.get(page.lang)) }
            ul.rows.reviews {
                @for lesson in &module.lessons {
                    li {
                        a href=(looked.lesson_path(page, &lesson.key, lang)) { (looked.text.published.lesson_title(&lesson.key, page.lang)) }
                        span.states { @for kind in &looked.kinds { (state(page, looked, (&lesson.key, *kind))) } }
                    }
                }
            }
            @if looked.shown_name.is_some() {
                @for kind in &looked.kinds { (sign_module(page, looked, (module, *kind), me)) }
            }
        }
    }
}

/// In words and with a sign, never by colour alone.
fn state(page: &Page, looked: &Looked, (lesson, kind): (&Slug, ReviewKind)) -> Markup {
    let signed = !looked.signatures(lesson, kind).is_empty();
    let (class, sign, words) = match (signed, looked.is_dropped(lesson, kind)) {
        (true, _) => ("is-whole", "✓ ", "review-state-signed"),
        (false, true) => ("is-stale", "↻ ", "review-state-dropped"),
        (false, false) => ("is-partly", "○ ", "review-state-open"),
    };
    html! {
        span.badge.(class) { span aria-hidden="true" { (sign) } (review_name(page, kind)) ": " (page.t(words)) }
    }
}

/// The lessons of a module that this person has not signed, all at once.
fn sign_module(page: &Page, looked: &Looked, (module, kind): (&Module, ReviewKind), me: PersonId) -> Markup {
    let is_mine = |lesson: &Slug| looked.signatures(lesson, kind).iter().any(|signature| signature.person == me);
    let open: Vec<&Slug> = module.lessons.iter().map(|lesson| &lesson.key).filter(|key| !is_mine(key)).collect();
    let id = format!("read-{}-{kind}", module.key);
    html! {
        @if open.len() > 1 {
            details {
                summary { (page.tf("review-sign-module", &[("review", review_name(page, kind).into()), ("count", open.len().into())])) }
                form method="post" action={ (looked.base(page)) "/sign" } {
                    (hidden(looked, kind))
                    @for key in &open { (named(looked, key, kind)) }
                    div.field.tick {
                        label for=(id) { input id=(id) name="read" type="checkbox" value="yes" required; span { (page.t("review-read")) } }
                    }
                    button.button.small type="submit" { (page.t("review-sign-all")) span.sr { ": " (module.title.get(page.lang)) } }
                }
            }
        }
    }
}

fn hidden(looked: &Looked, kind: ReviewKind) -> Markup {
    html! {
        input type="hidden" name="of" value=(looked.text.of.code());
        input type="hidden" name="kind" value=(kind);
    }
}

fn named(looked: &Looked, key: &Slug, kind: ReviewKind) -> Markup {
    html! {
        @if let Some(digest) = looked.digest(key, kind) { input type="hidden" name="lesson" value={ (key) ":" (digest) }; }
    }
}

/// A lesson in a language: what learners read, the checks with their answers, the numbers with their sources.
pub(super) fn lesson(page: &Page, looked: &Looked, (lesson, lang): (&Lesson, Lang), me: PersonId) -> Option<Markup> {
    let published = &looked.text.published;
    let (shown, rendered) = published.lesson(&lesson.key, lang)?;
    let seen = Page { lang, flash: None, ..page.clone() };
    // Links to other lessons stay here.
    let learner = format!("href=\"/{lang}/learn/{}/", published.course.key);
    let text = rendered.html.replace(&learner, &format!("href=\"{}/{lang}/", looked.base(page)));
    let course = format!("{}?of={}", looked.base(page), looked.text.of.code());
    Some(html! {
        (crumbs(page, Some((&course, published.course.title.get(page.lang)))))
        (which(page, looked))
        @if published.course.languages.len() > 1 {
            nav.buttons.tabs aria-label=(page.t("preview-languages")) {
                @for other in &published.course.languages {
                    @let is_here = *other == lang;
                    a.button.small.secondary[!is_here] lang=(other) aria-current=[is_here.then_some("true")]
                        href=(looked.lesson_path(page, &lesson.key, *other)) { (other.native_name()) }
                }
            }
        }
        div.preview lang=(lang) {
            article.lesson lang=(shown) { h1 { (rendered.title) } (PreEscaped(text)) }
            @if !lesson.checks.is_empty() {
                h2 { (seen.t("lesson-checks")) }
                @for key in &lesson.checks { (answered_check(&seen, published, key)) }
            }
        }
        (facts(page, looked, (lesson, lang)))
        h2 #sign { (page.t("review-sign-title")) }
        @for kind in &looked.kinds { (sign(page, looked, (lesson, lang, *kind), me)) }
        (neighbours(page, looked, (&lesson.key, lang)))
    })
}

/// The numbers of the lesson, each with where it comes from.
fn facts(page: &Page, looked: &Looked, (lesson, lang): (&Lesson, Lang)) -> Markup {
    let course = &looked.text.published.course;
    let mut keys: Vec<Slug> =
        fact_references(lesson.source.get(lang)).filter_map(|(_, key)| Slug::parse(key)).collect();
    keys.sort();
    keys.dedup();
    html! {
        @if !keys.is_empty() {
            h2 { (page.t("review-facts")) }
            ul {
                @for fact in keys.iter().filter_map(|key| course.facts.get(key)) {
                    li { strong { (fact.value.get(lang)) } " " (fact.unit.get(lang)) " — " (fact.source) }
                }
            }
        }
    }
}

fn sign(page: &Page, looked: &Looked, (lesson, lang, kind): (&Lesson, Lang, ReviewKind), me: PersonId) -> Markup {
    let signatures = looked.signatures(&lesson.key, kind);
    let mine = signatures.iter().find(|signature| signature.person == me);
    let at = html! {
        (hidden(looked, kind))
        input type="hidden" name="at" value=(lesson.key);
        input type="hidden" name="in" value=(lang);
    };
    html! {
        section.card {
            h3 { (review_name(page, kind)) }
            @for signature in &signatures { p { (signed_words(page, signature, me)) } }
            @if signatures.is_empty() && looked.is_dropped(&lesson.key, kind) { p { (page.t("review-dropped")) } }
            @if let Some(mine) = mine {
                form method="post" action={ (looked.base(page)) "/withdraw" } {
                    (at) input type="hidden" name="signature" value=(mine.id);
                    button.button.small.secondary type="submit" { (page.t("review-withdraw")) span.sr { ": " (review_name(page, kind)) } }
                }
            } @else if looked.shown_name.is_none() {
                p { a href={ (looked.base(page)) "#name" } { (page.t("review-name-first")) } }
            } @else {
                p { (page.t(if kind == ReviewKind::Language(lang) || !matches!(kind, ReviewKind::Language(_)) { "review-what" } else { "review-what-other" })) }
                form method="post" action={ (looked.base(page)) "/sign" } {
                    (at) (named(looked, &lesson.key, kind))
                    button.button type="submit" { (page.t("review-sign")) span.sr { ": " (review_name(page, kind)) } }
                }
            }
        }
    }
}

fn signed_words(page: &Page, signature: &Signature, me: PersonId) -> String {
    let date = short_date(page.lang, signature.at.day(page.app.config.time_zone));
    let who = match signature.shown_name.as_str() {
        _ if signature.person == me => page.t("review-you"),
        "" => page.t("review-somebody"),
        name => name,
    };
    page.tf("review-signed-by", &[("name", who.into()), ("date", date.into())])
}

fn neighbours(page: &Page, looked: &Looked, (key, lang): (&Slug, Lang)) -> Markup {
    let published = &looked.text.published;
    let all: Vec<&Slug> = published.course.lessons().map(|(_, lesson)| &lesson.key).collect();
    let here = all.iter().position(|other| *other == key).unwrap_or_default();
    let link = |place: Option<usize>| {
        let key = *all.get(place?)?;
        Some((looked.lesson_path(page, key, lang), published.lesson_title(key, page.lang).to_owned()))
    };
    html! {
        nav.pager aria-label=(page.t("preview-neighbours")) {
            @if let Some((href, title)) = link(here.checked_sub(1)) { a rel="prev" href=(href) { "← " (title) } }
            @if let Some((href, title)) = link(here.checked_add(1)) { a rel="next" href=(href) { (title) " →" } }
        }
    }
}
