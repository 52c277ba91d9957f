//! What the staff may do for one person, on the trainer's page and on the centre's.

use maud::{Markup, html};

use crate::accounts::{CaredFor, Contact, ParentalEvent, ParentalNote, ParentalState, Person};
use crate::i18n::{Arg, moment, short_date};
use crate::kernel::AgeGroup;
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// Somebody, what was typed about them and what is wrong with it.
pub(super) struct Care<'a> {
    pub(super) page: &'a Page,
    pub(super) of: &'a CaredFor,
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a FormErrors,
}

/// The form that a language switch submits, if something was typed wrongly into one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Nothing was typed.
    Nothing,
    /// The consent of parents.
    Parental,
    /// The same as it should have been noted.
    Correction,
    /// The day of a withdrawal as it should have been noted.
    Withdrawal,
    /// The contact e-mail.
    Contact,
}

impl Care<'_> {
    fn person(&self) -> &Person {
        &self.of.person
    }

    fn address(&self, rest: &str) -> String {
        self.page.to(&format!("/trainer/people/{}{rest}", self.person().id))
    }

    fn group(&self) -> AgeGroup {
        self.person().age_group(self.page.app.today())
    }

    /// Every section.
    pub(super) fn sections(&self, asked: Asked) -> Markup {
        html! {
            (self.minor(asked))
            @if self.person().email.is_none() { (self.contact(asked)) } @else { (self.idle_contact()) }
            (card(self.page, self.person()))
        }
    }

    /// The rules about age, and what is known of the parents' consent. For adults only what was noted before.
    fn minor(&self, asked: Asked) -> Markup {
        let (page, group) = (self.page, self.group());
        html! {
            @if group.is_minor() || !self.of.parental.is_empty() {
                h2 { (page.t("minor-title")) }
                @if group.is_minor() {
                    ul { @for rule in rules(group) { li { (page.t(rule)) } } }
                    p.hint { (page.t("minor-rule-whose")) }
                } @else { p { (page.t("parent-none")) } }
                dl.facts {
                    dt { (page.t("parent-state")) } dd { (parental_badge(page, self.of.parental_state())) }
                    @if let Some(event) = self.of.parental.first() {
                        dt { (page.t(day_label(event.is_received()))) }
                        dd { (short_date(page.lang, event.day(page.app.config.time_zone))) }
                    }
                }
                (self.history())
                p { a href=(self.address("/consent-form")) { (page.t("parent-form-filled")) } }
                (self.parental_forms(asked))
                @match self.of.parental.first() {
                    Some(event) if event.is_received() => { (self.correction(asked, &event.note)) }
                    Some(event) => { (self.other_day(asked, event)) }
                    None => {}
                }
            }
        }
    }

    fn history(&self) -> Markup {
        let page = self.page;
        let zone = page.app.config.time_zone;
        let corrected = self.of.corrected(zone);
        html! {
            @if !self.of.parental.is_empty() {
                details {
                    summary { (page.t("parent-history")) }
                    ul {
                        @for event in &self.of.parental {
                            li {
                                strong { (page.t(event.state().word())) } ". "
                                (page.tf("parent-by", &[("name", event.note.given_by().into())]))
                                @if let Some(on) = event.note.on() { ", " (short_date(page.lang, on)) }
                                "; "
                                (page.tf("parent-noted", &[
                                    ("name", self.noted_by(event).into()),
                                    ("at", moment(page.lang, event.at, zone).into()),
                                ]))
                                @if corrected.contains(&event.number) { "; " em { (page.t("parent-day-corrected")) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn noted_by(&self, event: &ParentalEvent) -> &str {
        let name = self.of.names.iter().find(|(id, _)| Some(*id) == event.by);
        name.map_or("—", |(_, name)| name.as_str())
    }

    fn parental_forms(&self, asked: Asked) -> Markup {
        let page = self.page;
        let is_received = matches!(self.of.parental_state(), ParentalState::Received { .. });
        let (title, button) = if is_received {
            ("parent-withdraw-title", "parent-withdraw-button")
        } else {
            ("parent-receive-title", "parent-receive-button")
        };
        let (label, hint) = (page.t("parent-given-by"), page.t("parent-given-by-hint"));
        let given_by = Field { name: "given_by", label, hint, kind: "text", autocomplete: "off" };
        let on =
            Field { name: "on", label: page.t(day_label(!is_received)), hint: "", kind: "date", autocomplete: "off" };
        let photos = html! { (page.t("parent-photos")) };
        html! {
            details open[asked == Asked::Parental] {
                summary { (page.t(title)) }
                @if is_received {
                    p { (page.tf("parent-withdraw-what", &[("name", self.person().name.as_str().into())])) }
                }
                form id=[(asked == Asked::Parental).then_some("main-form")] method="post" action=(self.address("/consent")) novalidate {
                    input type="hidden" name="state" value=(if is_received { "withdrawn" } else { "received" });
                    (given_by.show(page, self.typed, self.errors))
                    (on.show(page, &self.with_today(asked), self.errors))
                    @if !is_received { (ui::checkbox(page, "photos", &photos, self.typed, self.errors)) }
                    button.button.danger[is_received] type="submit" { (page.t(button)) }
                }
            }
        }
    }

    /// What was noted from the paper that holds, to be put right.
    fn correction(&self, asked: Asked, note: &ParentalNote) -> Markup {
        let page = self.page;
        let is_asked = asked == Asked::Correction;
        let on = note.on().map(|on| ("corrected_on".to_owned(), on.to_string()));
        let photos = matches!(note, ParentalNote::Received { photos: true, .. });
        let photos = photos.then(|| ("photos".to_owned(), "yes".to_owned()));
        let by = ("corrected_by".to_owned(), note.given_by().to_owned());
        let noted = Fields(on.into_iter().chain(photos).chain([by]).collect());
        let typed = if is_asked { self.typed } else { &noted };
        let field = |name, label, hint, kind| Field { name, label: page.t(label), hint, kind, autocomplete: "off" };
        let (hint, photos) = (page.t("parent-given-by-hint"), html! { (page.t("parent-photos")) });
        html! {
            details open[is_asked] {
                summary { (page.t("parent-correct-title")) }
                p { (page.t("parent-correct-what")) }
                form id=[is_asked.then_some("main-form")] method="post" action=(self.address("/consent")) novalidate {
                    input type="hidden" name="state" value="corrected";
                    (field("corrected_by", "parent-given-by", hint, "text").show(page, typed, self.errors))
                    (field("corrected_on", "parent-on-signed", "", "date").show(page, typed, self.errors))
                    (ui::checkbox(page, "photos", &photos, typed, self.errors))
                    button.button type="submit" { (page.t("parent-correct-button")) }
                }
            }
        }
    }

    /// The day on which it was withdrawn, to be put right.
    fn other_day(&self, asked: Asked, event: &ParentalEvent) -> Markup {
        let page = self.page;
        let is_asked = asked == Asked::Withdrawal;
        let noted = event.day(page.app.config.time_zone).to_string();
        let noted = Fields(vec![("corrected_on".to_owned(), noted)]);
        let typed = if is_asked { self.typed } else { &noted };
        let label = page.t("parent-on-withdrawn");
        let on = Field { name: "corrected_on", label, hint: "", kind: "date", autocomplete: "off" };
        html! {
            details open[is_asked] {
                summary { (page.t("parent-withdrawal-title")) }
                p { (page.t("parent-withdrawal-what")) }
                form id=[is_asked.then_some("main-form")] method="post" action=(self.address("/consent")) novalidate {
                    input type="hidden" name="state" value="withdrawal-corrected";
                    (on.show(page, typed, self.errors))
                    button.button type="submit" { (page.t("parent-correct-button")) }
                }
            }
        }
    }

    /// What was typed. Parents take back on the day on which they are heard, mostly; the day on a paper is read from it.
    fn with_today(&self, asked: Asked) -> Fields {
        let is_received = matches!(self.of.parental_state(), ParentalState::Received { .. });
        if asked == Asked::Parental || !is_received {
            return self.typed.clone();
        }
        Fields(vec![("on".to_owned(), self.page.app.today().to_string())])
    }

    fn contact(&self, asked: Asked) -> Markup {
        let page = self.page;
        html! {
            h2 { (page.t("contact-title")) }
            p { (page.t("contact-lead")) }
            @match &self.person().contact {
                Some(contact) => { (self.agreed(contact)) }
                None => { (self.contact_form(asked)) }
            }
        }
    }

    /// An address that was agreed to before the person had an own one: nothing goes there, and it can be removed.
    fn idle_contact(&self) -> Markup {
        let page = self.page;
        html! {
            @if let Some(contact) = &self.person().contact {
                h2 { (page.t("contact-title")) }
                p { (page.tf("contact-idle", &told(page, contact))) }
                form method="post" action=(self.address("/contact")) {
                    button.button.secondary type="submit" name="stop" value="yes" { (page.t("contact-remove")) }
                }
            }
        }
    }

    fn agreed(&self, contact: &Contact) -> Markup {
        let page = self.page;
        html! {
            p { (page.tf("contact-now", &told(page, contact))) }
            form method="post" action=(self.address("/contact")) {
                button.button.secondary type="submit" name="stop" value="yes" { (page.t("contact-stop")) }
            }
        }
    }

    fn contact_form(&self, asked: Asked) -> Markup {
        let page = self.page;
        let field = |name, label, hint, kind| Field { name, label: page.t(label), hint, kind, autocomplete: "off" };
        let agreed = html! { (page.t("contact-agreed")) };
        html! {
            details open[asked == Asked::Contact] {
                summary { (page.t("contact-email")) }
                form id=[(asked == Asked::Contact).then_some("main-form")] method="post" action=(self.address("/contact")) novalidate {
                    (field("contact_email", "contact-email", "", "email").show(page, self.typed, self.errors))
                    (field("agreed_by", "contact-by", page.t("contact-by-hint"), "text").show(page, self.typed, self.errors))
                    (ui::checkbox(page, "agreed", &agreed, self.typed, self.errors))
                    button.button type="submit" { (page.t("contact-button")) }
                }
            }
        }
    }
}

/// What the day of a note is.
const fn day_label(is_received: bool) -> &'static str {
    if is_received { "parent-on-signed" } else { "parent-on-withdrawn" }
}

/// Where certificates go, who agreed, and when.
fn told<'a>(page: &Page, contact: &'a Contact) -> [(&'static str, Arg<'a>); 3] {
    let day = short_date(page.lang, contact.agreed_on);
    [("email", contact.email.as_str().into()), ("by", contact.agreed_by.as_str().into()), ("date", day.into())]
}

/// What D10 of the brief says for an age; the strictest last.
fn rules(group: AgeGroup) -> &'static [&'static str] {
    match group {
        AgeGroup::Under14 => &["minor-rule-18", "minor-rule-16", "minor-rule-14"],
        AgeGroup::Under16 => &["minor-rule-18", "minor-rule-16"],
        AgeGroup::Under18 => &["minor-rule-18"],
        AgeGroup::Unknown | AgeGroup::Adult => &[],
    }
}

/// The state of the parents' consent: a word and a symbol.
pub(in crate::accounts) fn parental_badge(page: &Page, state: ParentalState) -> Markup {
    let symbol = if matches!(state, ParentalState::Received { .. }) { "✓ " } else { "✕ " };
    let is_alarm = state == ParentalState::Withdrawn;
    html! { span.badge.alarm[is_alarm] { span aria-hidden="true" { (symbol) } (page.t(state.word())) } }
}

/// Beside somebody who may be a minor, where no consent of the parents holds.
pub(in crate::accounts) fn consent_badge(page: &Page, group: AgeGroup, state: ParentalState) -> Markup {
    let words = match state {
        ParentalState::Received { .. } => return html! {},
        ParentalState::Missing => "consent-badge-missing",
        ParentalState::Withdrawn => "consent-badge-withdrawn",
    };
    let is_alarm = state == ParentalState::Withdrawn;
    html! {
        @if group.is_minor() { span.badge.alarm[is_alarm] { span aria-hidden="true" { "✕ " } (page.t(words)) } }
    }
}

/// At the top of the page of somebody who may be a minor: that no consent of the parents holds. What follows from that
/// is not for the program to say (`docs/legal-review.md`).
pub(super) fn consent_note(page: &Page, of: &CaredFor) -> Markup {
    let group = of.person.age_group(page.app.today());
    let withdrawn = of.parental.first().filter(|event| event.state() == ParentalState::Withdrawn);
    html! {
        @if group.is_minor() {
            @if let Some(event) = withdrawn {
                @let day = short_date(page.lang, event.day(page.app.config.time_zone));
                p.note {
                    (consent_badge(page, group, ParentalState::Withdrawn)) " "
                    (page.tf("consent-note-withdrawn", &[("name", event.note.given_by().into()), ("date", day.into())])) " "
                    strong { (page.t("consent-note-ask")) }
                }
            } @else if of.parental.is_empty() {
                p.note { (consent_badge(page, group, ParentalState::Missing)) " " (page.t("consent-note-missing")) }
            }
        }
    }
}

/// A new card instead of a forgotten password: says what will happen, and to whom.
fn card(page: &Page, person: &Person) -> Markup {
    html! {
        @if person.disabled_at.is_none() {
            h2 { (page.t("card-new-title")) }
            details {
                summary { (page.t("card-new-open")) }
                p { (page.tf("card-new-what", &[("name", person.name.as_str().into())])) }
                form method="post" action=(page.to(&format!("/trainer/people/{}/card", person.id))) {
                    input type="hidden" name="token" value=(page.app.random.secret().reveal());
                    button.button type="submit" { (page.t("card-new-button")) }
                }
            }
        }
    }
}
