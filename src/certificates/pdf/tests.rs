use std::collections::BTreeMap;

use super::many::{Bundle, Cover, render_many};
use super::*;
use crate::certificates::data::{
    Confirmer, Kind, Look, PRACTICAL_TEMPLATE, Review, SPACED_TEMPLATE, Session, Signatory, TEMPLATE,
};
use crate::certificates::keys::SigningKey;
use crate::certificates::number::CertificateNumber;
use crate::certificates::token::{self, Claims};
use crate::kernel::{Day, Lang, PersonName, Random, Slug};

/// A certificate as it is issued in a language to a person of this name.
pub(crate) fn sample(language: Lang, name: &str) -> CertificateData {
    let number = CertificateNumber::from_random(987_654_321_987_654_321);
    let course = Slug::parse("first-aid").expect("a key");
    let issued_on = Day::parse("2026-11-22").expect("a day");
    let claims = Claims {
        number: number.clone(),
        name: name.to_owned(),
        course: course.clone(),
        edition: 3,
        kind: Kind::Theory,
        issued_on,
        expires_on: Some(issued_on.plus_months(24)),
        status_index: 12_345_678,
    };
    let token = token::sign(&SigningKey::generate(&Random::seeded(1)), &claims).expect("a token");
    let course_title = match language {
        Lang::Kk => "Алғашқы көмек негіздері: 1–3-модульдер",
        Lang::Ru => "Основы первой помощи: модули 1–3",
        Lang::En => "First aid basics: modules 1 to 3",
    };
    let issuer = match language {
        Lang::Kk => "Алматы облысының жастар ресурстық орталығы",
        Lang::Ru => "Молодёжный ресурсный центр Алматинской области",
        Lang::En => "Youth Resource Centre of Almaty Region",
    };
    CertificateData {
        template: TEMPLATE,
        verify_url: format!("https://erikti.example.kz/v/{}", number.as_str()),
        verify_page: format!("https://erikti.example.kz/{}/verify", language.code()),
        number,
        name: PersonName::parse(name).expect("a name"),
        course,
        course_title: course_title.into(),
        edition: 3,
        kind: Kind::Theory,
        language,
        minutes: 90,
        issued_at: Timestamp::from_unix(1_795_330_800).expect("a moment"),
        issued_on,
        expires_on: Some(issued_on.plus_months(24)),
        guideline: Some("ERC 2025, IFRC 2020".into()),
        confirmed_by: None,
        session: None,
        review: Review::Signed,
        installation: Installation::Public,
        issuer: issuer.into(),
        look: None,
        token,
    }
}

/// Names that are hard to set: the shortest, the longest, one word, every Kazakh letter, other scripts.
const NAMES: [&str; 7] = [
    "Ли Ән",
    "Сейтқалиева Айгерім Бауыржанқызы",
    "Әбдіқадыров-Нұрмұхаммедов Һашымжан Өмірғалиұлы Үсенбай Іңкәр Қожахметұлы Ғабит",
    "ЖұмабековаБибігүлАбдірахманқызыНұрмұхаммедоваҚұралайАқмаржанҚожахметқызыШолпанда",
    "ӘҒҚҢӨҰҮҺІ әғқңөұүһі",
    "გიორგი Աննա",
    "Nguyễn Łukasz O’Brien",
];

fn folder() -> Option<std::path::PathBuf> {
    std::env::var_os("ERIKTI_CERTIFICATE_SAMPLES").map(Into::into)
}

#[test]
fn any_name_makes_a_small_document_in_every_language() {
    for language in Lang::ALL {
        for (at, name) in NAMES.into_iter().enumerate() {
            let document = render(&sample(language, name)).expect("a document");
            assert!(document.starts_with(b"%PDF-1.7"));
            assert!(document.len() < 300_000, "{} bytes for {name}", document.len());
            if let Some(folder) = folder() {
                std::fs::write(folder.join(format!("{language}-{at}.pdf")), document).expect("written");
            }
        }
    }
}

#[test]
fn every_variant_can_be_made() {
    for language in Lang::ALL {
        let mut data = sample(language, "Әсем Нұрғалиқызы");
        data.review = Review::Pending;
        data.installation = Installation::Trial;
        data.expires_on = None;
        let trial = render(&data).expect("a document");
        data.kind = Kind::Practical;
        data.confirmed_by = Some(Confirmer {
            name: PersonName::parse("Дәурен Сапаров").expect("a name"),
            certificate: "KZ-1234".into(),
            expires_on: None,
        });
        data.course_title =
            "Ұйымдастырушылық қабілеттерді дамыту және еріктілер тобын басқару негіздері: толық курс".into();
        data.guideline = Some("ERC 2025, IFRC 2020; ҚР ДСМ-269/2020 бұйрығымен салыстырылады".into());
        let practical = render(&data).expect("a document");
        if let Some(folder) = folder() {
            std::fs::write(folder.join(format!("{language}-trial.pdf")), trial).expect("written");
            std::fs::write(folder.join(format!("{language}-practical.pdf")), practical).expect("written");
        }
    }
}

/// A practical certificate, with words as long as they may be or as they usually are.
fn seen(data: CertificateData, (trainer, number, place): (&str, &str, &str)) -> CertificateData {
    CertificateData {
        template: SPACED_TEMPLATE,
        kind: Kind::Practical,
        minutes: 270,
        confirmed_by: Some(Confirmer {
            name: PersonName::parse(trainer).expect("a name"),
            certificate: number.into(),
            expires_on: Day::parse("2027-12-31"),
        }),
        session: Some(Session { on: Day::parse("2026-11-20").expect("a day"), place: place.into() }),
        ..data
    }
}

#[test]
fn a_practical_certificate_says_who_saw_the_skills_where_and_when() {
    let usual = ("Дәурен Сапаров", "KZ-1234", "Қонаев, №3 мектеп");
    let (name, number) =
        ("Сейтқалиева-Нұрмұхамбетова ".repeat(2) + "Айгерім Бауыржанқызы Әл", "КЗ-2026/11-000-123 ".repeat(2));
    let long =
        (name.trim(), number.trim(), "Қонаев қаласы, Жамбыл көшесі 12, №3 орта мектеп-лицейінің спорт залы, 2-қабат");
    for language in Lang::ALL {
        for (word, words) in [("usual", usual), ("long", long)] {
            for (look, data) in [("plain", sample(language, "Әсем Нұрғалиқызы")), ("decided", decided(language))]
            {
                let data = seen(data, words);
                let logo = data.look.as_ref().map(|_| logo());
                let document = render_with(&data, logo.as_deref()).expect("a document");
                assert!(document.len() < 300_000, "{} bytes", document.len());
                if let Some(folder) = folder() {
                    std::fs::write(folder.join(format!("{language}-seen-{word}-{look}.pdf")), &document)
                        .expect("written");
                }
                // Each of them reaches the document.
                let without: [fn(&mut CertificateData); 3] = [
                    |data| data.session = None,
                    |data| data.confirmed_by.as_mut().expect("a trainer").expires_on = None,
                    |data| data.confirmed_by.as_mut().expect("a trainer").certificate.push('9'),
                ];
                for change in without {
                    let mut other = data.clone();
                    change(&mut other);
                    assert!(render_with(&other, logo.as_deref()).expect("a document") != document);
                }
            }
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let data = sample(Lang::Kk, "Әсем Нұрғалиқызы");
    let first = render(&data).expect("a document");
    let json = serde_json::to_string(&data).expect("JSON");
    let read: CertificateData = serde_json::from_str(&json).expect("the data again");
    assert_eq!(read, data);
    assert!(render(&read).expect("a document") == first);
}

/// If this fails after an update of a library, documents made from now on differ from those people have: uploads of
/// those are still recognised by the digest in the register. Look at the page, then change the digest.
#[test]
fn a_known_certificate_keeps_its_bytes() {
    let data = CertificateData { template: 1, ..sample(Lang::Kk, "Әсем Нұрғалиқызы") };
    let document = render(&data).expect("a document");
    assert_eq!(
        crate::certificates::issue::digest(&document),
        "7e4bb6f24eb667fb7949b69aa8b73ec1a96c3a3f303bb73f1f9af73388310a26"
    );
}

/// The same of a practical certificate as they were before rows stood closer.
#[test]
fn a_practical_certificate_of_before_keeps_its_bytes() {
    let words = ("Дәурен Сапаров", "KZ-1234", "Қонаев, №3 мектеп");
    let now = seen(sample(Lang::Kk, "Әсем Нұрғалиқызы"), words);
    let before = CertificateData { template: PRACTICAL_TEMPLATE, ..now.clone() };
    let document = render(&before).expect("a document");
    assert!(document != render(&now).expect("a document"), "its last row does not come upon the line of the code");
    assert_eq!(
        crate::certificates::issue::digest(&document),
        "db00499af95c4926b306f24e2eb07d021125c2ddb31e3f52df4239d883a3dc62"
    );
}

/// A logo of the size that the settings keep: 80 × 40 pixels of one colour.
pub(crate) fn logo() -> Vec<u8> {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 40\">\
                   <circle cx=\"20\" cy=\"20\" r=\"18\" fill=\"#0e545c\"/>\
                   <rect x=\"44\" y=\"4\" width=\"32\" height=\"32\" fill=\"#b88e3e\"/></svg>";
    crate::settings::read_logo(drawing.as_bytes()).expect("a logo").png
}

/// A certificate with everything that the centre can decide.
fn decided(language: Lang) -> CertificateData {
    let signatory = |name: &str, role: &str| Signatory { name: name.into(), role: role.into() };
    let look = Look {
        logo: Some(crate::certificates::issue::digest(&logo())),
        signatories: vec![
            signatory("Сәуле Қанатқызы Әбдіхалықова", "Жастар ресурстық орталығының директоры"),
            signatory("Дәурен Сапаров", "Волонтерлер фронт-офисінің жетекшісі"),
        ],
        text: Some("#5a2a6e".into()),
        line: Some("#4c8c4a".into()),
    };
    CertificateData {
        look: Some(look), ..sample(language, "Сейтқалиева Айгерім Бауыржанқызы")
    }
}

#[test]
fn what_the_centre_decides_is_printed_and_keeps_its_bytes() {
    let data = decided(Lang::Kk);
    let document = render_with(&data, Some(&logo())).expect("a document");
    assert!(document.len() < 300_000, "{} bytes", document.len());
    assert!(render_with(&data, Some(&logo())).expect("a document") == document);
    let json = serde_json::to_string(&data).expect("JSON");
    let read: CertificateData = serde_json::from_str(&json).expect("the data again");
    assert!(render_with(&read, Some(&logo())).expect("a document") == document);
    let mut crowded = decided(Lang::Kk);
    crowded.kind = Kind::Practical;
    crowded.review = Review::Pending;
    crowded.installation = Installation::Sample;
    crowded.confirmed_by = Some(Confirmer {
        name: PersonName::parse("Дәурен Сапаров").expect("a name"),
        certificate: "KZ-1234".into(),
        expires_on: None,
    });
    let crowded = render_with(&crowded, Some(&logo())).expect("a document");
    if let Some(folder) = folder() {
        std::fs::write(folder.join("decided.pdf"), document).expect("written");
        std::fs::write(folder.join("crowded.pdf"), crowded).expect("written");
    }
}

/// Each colour, name and logo reaches the document: nothing of the look is stored and then forgotten.
#[test]
fn every_part_of_the_look_changes_the_document_and_none_changes_an_old_one() {
    let whole = decided(Lang::Ru);
    let first = render_with(&whole, Some(&logo())).expect("a document");
    let without: [fn(&mut Look); 4] =
        [|look| look.logo = None, |look| look.signatories.clear(), |look| look.text = None, |look| look.line = None];
    for change in without {
        let mut data = whole.clone();
        change(data.look.as_mut().expect("a look"));
        let logo = data.look.as_ref().and_then(|look| look.logo.as_ref()).map(|_| logo());
        assert!(render_with(&data, logo.as_deref()).expect("a document") != first);
    }
    assert!(matches!(render(&whole), Err(RenderError::Logo)), "a missing logo is not left out in silence");
    let plain = sample(Lang::Kk, "Әсем Нұрғалиқызы");
    assert!(matches!(render_with(&plain, Some(&logo())), Err(RenderError::Logo)));
}

/// What was stored before there were looks is read as it was, and drawn with the first template.
#[test]
fn data_of_the_first_template_are_read_and_drawn_as_before() {
    let data = CertificateData { template: 1, ..sample(Lang::Kk, "Әсем Нұрғалиқызы") };
    let json = serde_json::to_string(&data).expect("JSON");
    assert!(!json.contains("look"), "{json}");
    let read: CertificateData = serde_json::from_str(&json).expect("the data again");
    assert_eq!(read, data);
}

/// How many pages a document has by its own word.
fn pages_of(document: &[u8]) -> usize {
    let text = String::from_utf8_lossy(document);
    text.matches("/Type/Page/").count()
}

#[test]
fn several_are_in_one_file_a_page_for_each_in_its_own_language() {
    let cover = Cover {
        title: "A session".into(),
        language: Lang::Kk,
        made_at: Timestamp::from_unix(1_795_330_900).expect("a moment"),
    };
    let words = ("Дәурен Сапаров", "KZ-1234", "Қонаев, №3 мектеп");
    let mut pages: Vec<CertificateData> =
        Lang::ALL.into_iter().map(|language| seen(sample(language, "Әсем Нұрғалиқызы"), words)).collect();
    pages.push(decided(Lang::Ru));
    pages.extend((0..20).map(|_| decided(Lang::Kk)));
    let digest = crate::certificates::issue::digest(&logo());
    let mut bundle = Bundle { pages, logos: BTreeMap::from([(digest, logo())]) };
    let file = render_many(&bundle, &cover).expect("a file");
    assert_eq!(pages_of(&file), 24);
    assert!(render_many(&bundle, &cover).expect("a file") == file);
    // Fonts and logos are in it once.
    assert!(file.len() < 24 * 40_000, "{} bytes", file.len());
    for word in ["/Lang(kk)", "/Lang(ru)", "/Lang(en)"] {
        assert!(String::from_utf8_lossy(&file).contains(word), "{word}");
    }
    if let Some(folder) = folder() {
        std::fs::write(folder.join("several.pdf"), file).expect("written");
    }
    bundle.logos.clear();
    assert!(matches!(render_many(&bundle, &cover), Err(RenderError::Logo)), "a missing logo is not left out");
    bundle.pages.clear();
    assert!(render_many(&bundle, &cover).is_err(), "a file without a page");
}

#[test]
fn a_letter_that_no_font_has_is_named() {
    let error = render(&sample(Lang::En, "王小明")).expect_err("no such letters");
    assert!(matches!(error, RenderError::Letter('王')), "{error}");
    assert_eq!(unprintable_letter("Әсем"), None);
}

#[test]
fn an_unknown_template_is_refused() {
    let data = CertificateData { template: 99, ..sample(Lang::En, "Ann Lee") };
    assert!(matches!(render(&data), Err(RenderError::Template(_))));
}

#[test]
fn ordinary_names_make_a_code_of_version_11() {
    let version = |name| Code::new(&sample(Lang::Kk, name).code_content()).expect("a code").version();
    assert!(version("Әсем Нұрғалиқызы") <= 11);
    assert!(version("Сейтқалиева Айгерім Бауыржанқызы") <= 12);
    assert!(NAMES.into_iter().all(|name| version(name) <= 16), "modules stay wider than half a millimetre");
}
