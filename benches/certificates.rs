//! Processor time of one certificate.

use erikti::certificates::issue::{Request, prepare};
use erikti::certificates::keys::SigningKey;
use erikti::certificates::number::CertificateNumber;
use erikti::certificates::pdf::render_with;
use erikti::certificates::token::{self, Claims};
use erikti::certificates::{CertificateData, Installation, Kind, Review, data::TEMPLATE};
use erikti::kernel::ids::{CourseId, PersonId};
use erikti::kernel::{Day, Lang, PersonName, Random, Slug, Timestamp};

use super::process::cpu_time;
use super::report::{line, verdict};

/// Documents of one measurement: a second's worth, of which `/proc` counts hundredths.
const DOCUMENTS: u32 = 300;
/// Milliseconds of processor time.
const TARGET: f64 = 10.0;
const NAME: &str = "Сейтқалиева Айгерім Бауыржанқызы";
const TITLE: &str = "Алғашқы көмек негіздері: 1–3-модульдер";
const ISSUER: &str = "Жастар ресурстық орталығы";

/// Renders stored certificates, and issues new ones: number, signature, document, digest.
pub(crate) fn measure() {
    let (random, key) = (Random::system(), SigningKey::generate(&Random::system()));
    let stored = stored(&key);
    let bytes = render_with(&stored, None).expect("a document").len();
    let rendered = millis_of_one(|| drop(render_with(&stored, None).expect("a document")));
    let now = stored.issued_at;
    let request = request(stored.issued_on);
    let prepared = millis_of_one(|| drop(prepare(&key, &random, now, &request).expect("a draft")));
    println!("\nA certificate as PDF, {bytes} bytes");
    let asked = format!("≤ {TARGET:.0} ms: {}", verdict(rendered <= TARGET));
    line("  CPU to render", &format!("{rendered:.2} ms"), &asked);
    line("  CPU to number, sign, render and digest", &format!("{prepared:.2} ms"), "");
}

fn millis_of_one(work: impl Fn()) -> f64 {
    let me = std::process::id();
    let before = cpu_time(me);
    (0..DOCUMENTS).for_each(|_| work());
    cpu_time(me).saturating_sub(before).as_secs_f64() * 1000.0 / f64::from(DOCUMENTS)
}

fn request(issued_on: Day) -> Request {
    Request {
        person: PersonId(1),
        name: PersonName::parse(NAME).expect("a name"),
        course: CourseId(1),
        course_key: Slug::parse("first-aid").expect("a key"),
        course_title: TITLE.into(),
        edition: 1,
        kind: Kind::Theory,
        language: Lang::Kk,
        minutes: 90,
        issued_on,
        expires_on: Some(issued_on.plus_months(24)),
        guideline: Some("ERC 2025".into()),
        confirmed_by: None,
        session: None,
        review: Review::Pending,
        installation: Installation::Public,
        issuer: ISSUER.into(),
        look: None,
        logo: None,
        base_url: "https://erikti.example.kz".into(),
    }
}

fn stored(key: &SigningKey) -> CertificateData {
    let number = CertificateNumber::from_random(987_654_321_987_654_321);
    let course = Slug::parse("first-aid").expect("a key");
    let issued_on = Day::parse("2026-11-22").expect("a day");
    let expires_on = Some(issued_on.plus_months(24));
    let claims = Claims {
        number: number.clone(),
        name: NAME.into(),
        course: course.clone(),
        edition: 1,
        kind: Kind::Theory,
        issued_on,
        expires_on,
        status_index: 12_345_678,
    };
    CertificateData {
        template: TEMPLATE,
        verify_url: format!("https://erikti.example.kz/v/{}", number.as_str()),
        verify_page: "https://erikti.example.kz/kk/verify".into(),
        number,
        name: PersonName::parse(NAME).expect("a name"),
        course,
        course_title: TITLE.into(),
        edition: 1,
        kind: Kind::Theory,
        language: Lang::Kk,
        minutes: 90,
        issued_at: Timestamp::from_unix(1_795_330_800).expect("a moment"),
        issued_on,
        expires_on,
        guideline: Some("ERC 2025".into()),
        confirmed_by: None,
        session: None,
        review: Review::Pending,
        installation: Installation::Public,
        issuer: ISSUER.into(),
        look: None,
        token: token::sign(key, &claims).expect("a token"),
    }
}
