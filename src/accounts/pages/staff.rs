//! What trainers and the centre do for people without e-mail: accounts, cards, and the people themselves. A trainer
//! sees those whom this trainer made, the centre all.

pub(super) mod views;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use sha2::{Digest, Sha256};

use super::super::card::OneTime;
use super::super::pasted::{Entry, MOST, Row, is_birth_year, read_list, settlement};
use super::public::lists;
use crate::accounts::{self, Alike, Card, NewPerson, Password};
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, Lang, PersonName, Result, Role, Secret};
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, FormErrors, Page, Problem, Staff, WebResult, html_page};

/// The form whose content the language switch brings along.
const MAIN_FORM: &str = "main-form";

/// Whose accounts somebody sees: a trainer those that this trainer made, the centre all.
fn made_by(staff: &Staff) -> Option<PersonId> {
    (!staff.person.holds(Role::Centre)).then(|| staff.id())
}

fn ctx(staff: &Staff) -> Ctx {
    Ctx { now: staff.page.app.now(), actor: staff.actor() }
}

/// `GET /{lang}/trainer/people?search=&page=`.
///
/// # Errors
/// The database's.
pub async fn list_people(staff: Staff, request: HttpRequest) -> WebResult {
    let page = &staff.page;
    let typed = Fields::of_query(&request);
    let (search, wanted, by) = (typed.get("search").trim().to_owned(), PageNumber::of(&typed), made_by(&staff));
    let (found, parental, current, total) = page
        .app
        .read(move |conn| {
            let (mut found, total) = accounts::list_made(conn, by, (&search, wanted.offset(), PER_PAGE))?;
            let current = wanted.within(total);
            if current != wanted {
                (found, _) = accounts::list_made(conn, by, (&search, current.offset(), PER_PAGE))?;
            }
            let people: Vec<PersonId> = found.iter().map(|row| row.person.id).collect();
            let parental = accounts::list_parental_states(conn, &people)?;
            Ok((found, parental, current, total))
        })
        .await?;
    let groups: Vec<_> = found.iter().map(|row| row.person.age_group(page.app.today())).collect();
    let seen = ("made people", current.number());
    page.app.write(staff.actor(), move |conn, ctx| accounts::note_people(conn, ctx, seen, &groups)).await?;
    let list = views::List { typed: &typed, found: &found, parental: &parental, current, total };
    Ok(html_page(page, page.t("made-title"), &views::list(page, &list)))
}

// New accounts

/// How people are given: one in fields, or a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    One,
    List,
}

impl Way {
    fn of(typed: &Fields) -> Self {
        if typed.get("way") == "list" { Self::List } else { Self::One }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::List => "list",
        }
    }
}

/// `GET /{lang}/trainer/people/new?way=list`, with the district of the one who asks: most people are from there.
///
/// # Errors
/// The database's.
pub async fn new_people(staff: Staff, request: HttpRequest) -> WebResult {
    let mut typed = Fields::of_query(&request);
    let id = staff.id();
    let own = staff.page.app.read(move |conn| accounts::find_person(conn, id)).await?.and_then(|own| own.district);
    let own = super::public::present(&staff.page.app, own).await?;
    let usual = [
        ("language", staff.page.lang.code().to_owned()),
        ("district", own.map_or_else(String::new, |id| id.to_string())),
    ];
    for (name, value) in usual {
        if !typed.has(name) {
            typed.0.push((name.to_owned(), value));
        }
    }
    show_new(staff, typed, &FormErrors::default()).await
}

/// The form, with a secret of its own that makes a second click harmless.
async fn show_new(staff: Staff, mut typed: Fields, errors: &FormErrors) -> WebResult {
    let page = staff.page.with_switch_form(MAIN_FORM);
    if Secret::parse(typed.get("token")).is_none() {
        typed.0.retain(|(name, _)| name != "token");
        typed.0.push(("token".to_owned(), page.app.random.secret().reveal()));
    }
    let lists = lists(&page.app).await?;
    let body = views::new(&super::super::views::Form { page: &page, typed: &typed, errors }, &lists, Way::of(&typed));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(respond(&page, status, page.t("made-new-title"), &body))
}

/// What a form that makes accounts says.
struct Asked {
    lang: Lang,
    district: crate::kernel::ids::DistrictId,
    rows: Vec<Row>,
}

/// A line of the preview.
struct Line {
    row: Row,
    /// An account that seems to be the same person's.
    alike: Option<Alike>,
    /// It will be made.
    is_chosen: bool,
}

/// Reads the form. One person becomes a list of one.
fn read(page: &Page, typed: &Fields) -> Result<Asked, FormErrors> {
    let mut errors = FormErrors::default();
    let today = page.app.today();
    let rows = match Way::of(typed) {
        Way::List => read_list(typed.get("people"), today),
        Way::One => {
            let name = errors.check("name", "made-name-wrong", PersonName::parse(typed.get("name")));
            let year = typed.typed("birth_year").and_then(|text| text.parse().ok());
            let year = year.filter(|year| is_birth_year(*year, today));
            let year = errors.check("birth_year", "made-birth-year-wrong", year);
            let entry = name.zip(year).map(|(name, birth_year)| Entry {
                name,
                birth_year,
                settlement: settlement(typed.get("settlement")),
                contact: None,
            });
            entry.into_iter().map(one_row).collect()
        }
    };
    if Way::of(typed) == Way::List && rows.is_empty() {
        errors.add("people", "made-list-empty");
    }
    if rows.len() > MOST {
        errors.add("people", "made-list-long");
    }
    let district = super::public::read_district(typed);
    let district = errors.check("district", "made-district-wrong", district);
    let lang = Lang::from_code(typed.get("language")).unwrap_or(page.lang);
    match district {
        Some(district) if errors.is_empty() => Ok(Asked { lang, district, rows }),
        _ => Err(errors),
    }
}

fn one_row(entry: Entry) -> Row {
    let typed = format!("{} · {}", entry.name, entry.birth_year);
    Row { line: 1, typed, entry: Ok(entry), same_as: None }
}

/// Looks for accounts of the same people among those that the one who asks sees, and chooses what will be made: after the preview what was ticked there.
async fn judge(page: &Page, typed: &Fields, (rows, by): (Vec<Row>, Option<PersonId>)) -> Result<Vec<Line>> {
    let entries: Vec<Entry> = rows.iter().filter_map(|row| row.entry.clone().ok()).collect();
    let alike = page.app.db.read_long(move |conn| accounts::find_alike(conn, &entries, by)).await?;
    let mut alike = alike.into_iter();
    let values =
        |name: &str, line: usize| typed.0.iter().any(|(field, value)| field == name && value.parse() == Ok(line));
    let line = |row: Row| {
        let alike = row.entry.is_ok().then(|| alike.next().flatten()).flatten();
        let is_chosen = row.entry.is_ok()
            && if is_confirmed(typed) { values("row", row.line) } else { alike.is_none() && row.same_as.is_none() };
        Line { row, alike, is_chosen }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// True if the preview was seen of this very list.
fn is_confirmed(typed: &Fields) -> bool {
    typed.has("confirmed") && typed.get("seen").lines().eq(typed.get("people").lines())
}

/// True if somebody to be made has an account, or stands on the list twice, and the preview did not say so.
fn has_news(typed: &Fields, lines: &[Line]) -> bool {
    let warned = |line: usize| typed.0.iter().any(|(name, value)| name == "warned" && value.parse() == Ok(line));
    lines.iter().any(|line| line.is_chosen && line.alike.is_some() && !warned(line.row.line))
}

/// `POST /{lang}/trainer/people/new`: one person without doubts is made at once; a list, or somebody who seems to have
/// an account, is shown first, and nothing is done until that is confirmed.
///
/// # Errors
/// The database's.
pub async fn create_people(mut staff: Staff, typed: Fields) -> WebResult {
    if let Some(lang) = typed.switch() {
        staff.page.lang = lang;
    }
    let asked = match read(&staff.page, &typed) {
        Ok(asked) => asked,
        Err(_) if typed.switch().is_some() => return show_new(staff, typed, &FormErrors::default()).await,
        Err(errors) => return show_new(staff, typed, &errors).await,
    };
    let Some(district) = super::public::present(&staff.page.app, Some(asked.district)).await? else {
        return show_new(staff, typed, &FormErrors::one("district", "made-district-wrong")).await;
    };
    let is_first_step = !typed.has("seen");
    if typed.switch().is_some() && is_first_step {
        return show_new(staff, typed, &FormErrors::default()).await;
    }
    let Some(token) = Secret::parse(typed.get("token")) else { return Err(Problem::BadRequest) };
    let secret = secret_of(&token, &typed);
    let (sent, asking) = (secret.clone(), ctx(&staff));
    if let Some(cards) = staff.page.app.read(move |conn| accounts::find_cards(conn, &asking, &sent)).await?
        && typed.switch().is_none()
    {
        return Ok(show(staff.page, &secret, (&cards, &[])));
    }
    let lines = judge(&staff.page, &typed, (asked.rows, made_by(&staff))).await?;
    let is_clear = match Way::of(&typed) {
        Way::One => lines.iter().all(|line| line.is_chosen),
        Way::List => is_confirmed(&typed) && lines.iter().any(|line| line.is_chosen) && !has_news(&typed, &lines),
    };
    if !is_clear || typed.switch().is_some() {
        return preview(staff, &typed, &lines).await;
    }
    make(staff, &secret, (asked.lang, district), lines).await
}

/// The secret of the cards: the form's own, and what it asks for, so that a form that was gone back to and filled in
/// anew makes new accounts.
pub(super) fn secret_of(token: &Secret, typed: &Fields) -> Secret {
    let mut hash = Sha256::new();
    hash.update(token.reveal());
    let asked = ["way", "language", "district", "name", "birth_year", "settlement", "people", "row"];
    for (name, value) in typed.0.iter().filter(|(name, _)| asked.contains(&name.as_str())) {
        hash.update(format!("\n{name}={}:{value}", value.len()));
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 24];
    bytes.iter_mut().zip(digest).for_each(|(byte, drawn)| *byte = drawn);
    Secret::from_bytes(bytes)
}

async fn preview(staff: Staff, typed: &Fields, lines: &[Line]) -> WebResult {
    let is_centre = staff.person.holds(Role::Centre);
    let page = staff.page.with_switch_form(MAIN_FORM);
    let lists = lists(&page.app).await?;
    let form = super::super::views::Form { page: &page, typed, errors: &FormErrors::default() };
    let seen = match Way::of(typed) {
        Way::List => typed.get("people").to_owned(),
        Way::One => as_line(typed),
    };
    let preview = views::Preview { lines, seen: &seen, is_centre };
    Ok(html_page(&page, page.t("made-preview-title"), &views::preview(&form, &lists, &preview)))
}

/// One person as a line of a list.
fn as_line(typed: &Fields) -> String {
    ["name", "birth_year", "settlement"].map(|name| typed.get(name).replace(['\t', '\r', '\n'], " ")).join("\t")
}

/// Makes the chosen ones. Passwords are hashed one after the other, so that others get in meanwhile.
async fn make(
    staff: Staff,
    secret: &Secret,
    (lang, district): (Lang, crate::kernel::ids::DistrictId),
    lines: Vec<Line>,
) -> WebResult {
    let mut new = Vec::new();
    for (place, line) in (0..).zip(lines.into_iter().filter(|line| line.is_chosen)) {
        let Ok(entry) = line.row.entry else { continue };
        let password = Password::from(&OneTime::draw(secret, place));
        let hash = staff.page.app.hasher.hash(password).await?;
        let person = NewPerson {
            name: entry.name,
            email: None,
            password_hash: Some(hash),
            lang,
            district: Some(district),
            settlement: entry.settlement,
            birth_year: Some(entry.birth_year),
            consent: None,
        };
        new.push((place, person));
    }
    let sent = secret.clone();
    staff.page.app.write(staff.actor(), move |conn, ctx| accounts::make_people(conn, ctx, &sent, &new)).await?;
    show_made(staff, secret).await
}

// Cards

async fn show_made(staff: Staff, secret: &Secret) -> WebResult {
    let asking = ctx(&staff);
    show_cards_of(staff.page, asking, secret, &[]).await
}

/// The cards that were made with this secret, and the names of those who get none.
pub(super) async fn show_cards_of(page: Page, asking: Ctx, secret: &Secret, left: &[String]) -> WebResult {
    let sent = secret.clone();
    let cards = page.app.read(move |conn| accounts::find_cards(conn, &asking, &sent)).await?;
    Ok(show(page, secret, (&cards.unwrap_or_default(), left)))
}

/// The cards to print, or that they were shown already.
fn show(page: Page, secret: &Secret, (cards, left): (&[Card], &[String])) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    if cards.is_empty() {
        return respond(&page, StatusCode::GONE, page.t("cards-gone-title"), &views::cards_gone(&page, secret));
    }
    respond(&page, StatusCode::OK, page.t("cards-title"), &views::cards(&page, secret, (cards, left)))
}

/// `POST /{lang}/trainer/people/cards`: the cards once more, in another language of the page.
///
/// # Errors
/// The database's.
pub async fn show_cards(mut staff: Staff, typed: Fields) -> WebResult {
    if let Some(lang) = typed.switch() {
        staff.page.lang = lang;
    }
    let Some(secret) = Secret::parse(typed.get("cards")) else {
        let none = staff.page.app.random.secret();
        return Ok(show(staff.page, &none, (&[], &[])));
    };
    let left: Vec<String> = typed.0.iter().filter(|(name, _)| name == "left").map(|(_, name)| name.clone()).collect();
    let asking = ctx(&staff);
    show_cards_of(staff.page, asking, &secret, &left).await
}

/// `POST /{lang}/trainer/people/{id}/card`: a new card; the former password ends, and so does every sign-in.
///
/// # Errors
/// Not found; forbidden; the database's.
pub async fn create_card(staff: Staff, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let person = read_id(&path)?;
    let asking = ctx(&staff);
    staff.page.app.read(move |conn| accounts::cared_for(conn, &asking, person)).await?;
    let Some(token) = Secret::parse(typed.get("token")) else { return Err(Problem::BadRequest) };
    let secret = secret_of(&token, &Fields(vec![("row".to_owned(), person.to_string())]));
    let hash = staff.page.app.hasher.hash(Password::from(&OneTime::draw(&secret, 0))).await?;
    let (sent, base) = (secret.clone(), staff.page.app.base_url.to_string());
    staff
        .page
        .app
        .write(staff.actor(), move |conn, ctx| accounts::renew_card(conn, ctx, person, (&sent, &hash), &base))
        .await?;
    show_made(staff, &secret).await
}

pub(super) fn read_id(path: &Path<(String, String)>) -> Result<PersonId> {
    path.1.parse().map_err(|_| Error::NotFound)
}
