//! The transcript is one page, whatever stands on it.

use super::*;
use crate::certificates::pdf::tests::sample;

/// A transcript with so many rows of theory and of practice.
fn sheet(lang: Lang, name: &str, (theory, practice): (usize, usize)) -> TranscriptSheet {
    let of = sample(lang, "Әсем Нұрғалиқызы");
    let titles = [
        of.course_title.as_str(),
        "Ұйымдастырушылық қабілеттерді дамыту және еріктілер тобын басқару негіздері: толық курс",
        "Көшбасшылық",
    ];
    let row = |at: usize, state: &'static str| Row {
        on: of.issued_on.minus_days(u64::try_from(at).expect("few")),
        cells: [
            titles.iter().cycle().nth(at).copied().unwrap_or_default().to_owned(),
            "1,5".to_owned(),
            "22.11.2026".to_owned(),
            of.number.to_string(),
            state.to_owned(),
        ],
    };
    let part = |title: &'static str, count: usize| Part {
        title: title.to_owned(),
        head: ["Курс", "Сағаты", "Аяқталған күні", "Сертификат", "Жағдайы"].map(str::to_owned),
        rows: (0..count)
            .map(|at| {
                row(
                    at,
                    if at % 7 == 3 {
                        "уақытша тоқтатылған"
                    } else {
                        "жарамды (22.11.2028 қоса)"
                    },
                )
            })
            .collect(),
        total: "Барлық сағат: 12,5.".to_owned(),
    };
    let parts = [
        part("Практика: жаттықтырушы кездесіп растаған дағдылар", practice),
        part("Теория: онлайн аяқталған курстар (практикалық дағдыны растамайды)", theory),
    ];
    TranscriptSheet {
        language: lang,
        issuer: of.issuer,
        title: "Оқу транскрипті".to_owned(),
        name: name.to_owned(),
        made: "2026 жылғы 22 қараша".to_owned(),
        made_at: of.issued_at,
        parts: parts.into_iter().filter(|part| !part.rows.is_empty()).collect(),
        more: |_, count| format!("+ {count}"),
        code: "https://erikti.example.kz/t/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        code_alt: "Транскриптті тексеру бетіне апаратын QR-код".to_owned(),
        is_public: true,
        notes: vec![
            "QR-кодты сканерлеңіз: ашылған бет осы транскриптті растайды және бүгінгі жағдайды көрсетеді. ".repeat(2),
        ],
        warning: Some("ҮЛГІ: сынама жүйеде жасалған; QR-код жалпыға қолжетімді бетке апармайды.".to_owned()),
        colors: (None, None),
    }
}

/// As [`choose`] does it for the room of a usual heading.
fn chosen(sheet: &TranscriptSheet) -> (f32, Vec<usize>) {
    choose(&Fonts::load().expect("fonts"), sheet, BOTTOM - 72.0 * MM)
}

#[test]
fn forty_courses_and_the_longest_name_make_one_page() {
    let long = "Әбдіқадыров-Нұрмұхаммедов Һашымжан Өмірғалиұлы Үсенбай Іңкәр Қожахметұлы Ғабит";
    for lang in Lang::ALL {
        for (name, counts) in [("Ли Ән", (1, 0)), (long, (34, 6)), (long, (1000, 300))] {
            let document = render_transcript(&sheet(lang, name, counts)).expect("a document");
            assert!(document.starts_with(b"%PDF-1.7") && document.len() < 300_000, "{} bytes", document.len());
            if let Some(folder) = std::env::var_os("ERIKTI_CERTIFICATE_SAMPLES") {
                let name = format!("transcript-{lang}-{}.pdf", counts.0 + counts.1);
                std::fs::write(std::path::Path::new(&folder).join(name), document).expect("written");
            }
        }
    }
}

#[test]
fn few_rows_are_large_and_many_are_cut_off_from_the_oldest() {
    let lang = Lang::Kk;
    assert_eq!(chosen(&sheet(lang, "Ән", (3, 1))), (10.0, vec![1, 3]));
    let crowded = sheet(lang, "Ән", (34, 6));
    let (size, kept) = chosen(&crowded);
    assert!(size < 7.5 && kept.iter().sum::<usize>() < 40, "{size} {kept:?}");
    assert!(kept.iter().sum::<usize>() >= 18, "{kept:?}");
    // Whatever is printed is not older than what is left out.
    let rows = |part: usize| {
        let part = crowded.parts.get(part).expect("a part");
        part.rows.iter().map(|row| row.on).collect::<Vec<_>>()
    };
    let printed = kept.iter().enumerate().flat_map(|(part, count)| rows(part).into_iter().take(*count));
    let left_out = kept.iter().enumerate().flat_map(|(part, count)| rows(part).into_iter().skip(*count));
    assert!(printed.min() >= left_out.max());
    let fonts = Fonts::load().expect("fonts");
    assert!(height(&fonts, &crowded, (size, &kept)) <= BOTTOM - 72.0 * MM);
}

#[test]
fn a_letter_that_no_font_has_is_named_before_anything_is_drawn() {
    let error = render_transcript(&sheet(Lang::En, "王小明", (1, 0))).expect_err("no such letters");
    assert!(matches!(error, RenderError::Letter('王')), "{error}");
}

#[test]
fn a_letter_of_a_title_takes_nobody_the_page() {
    let mut titled = sheet(Lang::En, "Ән", (1, 0));
    let cell = titled.parts.first_mut().and_then(|part| part.rows.first_mut()).and_then(|row| row.cells.first_mut());
    cell.expect("a row").push('王');
    render_transcript(&titled).expect("a page");
}
