//! The words of the templates, in three languages. A certificate that was issued keeps its words: nothing here is edited
//! after a release; a new wording is a new template.

use chrono::Datelike;

use crate::certificates::data::Kind;
use crate::kernel::{Day, Lang};

/// The fixed words of one language.
pub(super) struct Texts {
    pub(super) title: &'static str,
    pub(super) issued_to: &'static str,
    pub(super) issued_on: &'static str,
    pub(super) valid_until: &'static str,
    pub(super) validity: &'static str,
    pub(super) never_expires: &'static str,
    pub(super) number: &'static str,
    pub(super) edition: &'static str,
    pub(super) guideline: &'static str,
    pub(super) confirmed_by: &'static str,
    pub(super) verify: &'static str,
    pub(super) scan: &'static str,
    pub(super) code: &'static str,
    pub(super) data_file: &'static str,
    pub(super) pilot: Mark,
    pub(super) trial: Mark,
    pub(super) sample: Mark,
}

/// A mark that limits what the document is worth.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    /// One word, large.
    pub(super) word: &'static str,
    /// What it means, in one sentence.
    pub(super) meaning: &'static str,
}

/// What the certificate confirms.
pub(super) struct Statement {
    /// The line above the course's title.
    pub(super) headline: &'static str,
    /// What is confirmed.
    pub(super) confirms: &'static str,
    /// What is not confirmed.
    pub(super) limit: &'static str,
    /// The label of the hours.
    pub(super) hours: &'static str,
}

/// The words of a language.
pub(super) const fn texts(lang: Lang) -> &'static Texts {
    match lang {
        Lang::Kk => &KAZAKH,
        Lang::Ru => &RUSSIAN,
        Lang::En => &ENGLISH,
    }
}

const KAZAKH: Texts = Texts {
    title: "СЕРТИФИКАТ",
    issued_to: "Сертификат берілген тұлға:",
    issued_on: "Берілген күні",
    valid_until: "Жарамдылық мерзімі",
    validity: "Жарамдылық мерзімі",
    never_expires: "шектелмеген",
    number: "Сертификат нөмірі",
    edition: "Курстың нұсқасы",
    guideline: "Негізге алынған нұсқаулықтар",
    confirmed_by: "Дағдыларды растаған жаттықтырушы және оның сертификаты",
    verify: "Сертификатты тексеру",
    scan: "QR-кодты сканерлеңіз немесе мына бетте нөмірін енгізіңіз:",
    code: "Сертификатты тексеру бетіне апаратын QR-код",
    data_file: "Сертификаттағы деректер және оның қолтаңбасы",
    pilot: Mark {
        word: "ПИЛОТ", meaning: "ПИЛОТ: курстың сараптамалық тексеруі әлі аяқталған жоқ."
    },
    trial: Mark {
        word: "ҮЛГІ", meaning: "ҮЛГІ: сынама жүйеде жасалған; QR-код жалпыға қолжетімді бетке апармайды."
    },
    sample: Mark {
        word: "ҮЛГІ", meaning: "ҮЛГІ: бұл сертификат емес, оның қалай көрінетіні ғана."
    },
};

const RUSSIAN: Texts = Texts {
    title: "СЕРТИФИКАТ",
    issued_to: "Сертификат выдан:",
    issued_on: "Дата выдачи",
    valid_until: "Действителен до",
    validity: "Срок действия",
    never_expires: "не ограничен",
    number: "Номер сертификата",
    edition: "Версия курса",
    guideline: "Основа: рекомендации",
    confirmed_by: "Тренер, подтвердивший навыки, и его сертификат",
    verify: "Проверить сертификат",
    scan: "Отсканируйте QR-код или введите номер на странице:",
    code: "QR-код, который ведёт на страницу проверки сертификата",
    data_file: "Данные сертификата и подпись под ними",
    pilot: Mark {
        word: "ПИЛОТ", meaning: "ПИЛОТ: экспертная проверка курса ещё не завершена."
    },
    trial: Mark {
        word: "ОБРАЗЕЦ",
        meaning: "ОБРАЗЕЦ: создан в пробной системе; QR-код не ведёт на общедоступную страницу.",
    },
    sample: Mark {
        word: "ОБРАЗЕЦ", meaning: "ОБРАЗЕЦ: это не сертификат, а то, как он будет выглядеть."
    },
};

const ENGLISH: Texts = Texts {
    title: "CERTIFICATE",
    issued_to: "This certificate is issued to",
    issued_on: "Date of issue",
    valid_until: "Valid until",
    validity: "Validity",
    never_expires: "does not expire",
    number: "Certificate number",
    edition: "Course version",
    guideline: "Guideline base",
    confirmed_by: "Trainer who confirmed the skills, and the trainer's certificate",
    verify: "Verify this certificate",
    scan: "Scan the QR code, or type the number on this page:",
    code: "QR code that leads to the page where this certificate is verified",
    data_file: "The certificate's data and the signature over them",
    pilot: Mark { word: "PILOT", meaning: "PILOT: the expert review of this course is not completed yet." },
    trial: Mark { word: "TRIAL", meaning: "TRIAL: made on a trial installation; the QR code leads to no public page." },
    sample: Mark { word: "SAMPLE", meaning: "SAMPLE: this is not a certificate, but what one would look like." },
};

/// What a certificate of this kind says.
pub(super) const fn statement(lang: Lang, kind: Kind) -> Statement {
    match (lang, kind) {
        (Lang::Kk, Kind::Theory) => Statement {
            headline: "Курс бойынша теория аяқталды",
            confirms: "Онлайн теорияның және оның тесттерінің аяқталғанын растайды.",
            limit: "Бұл сертификат практикалық дағдыларды растамайды.",
            hours: "Онлайн оқу",
        },
        (Lang::Ru, Kind::Theory) => Statement {
            headline: "Теория пройдена по курсу",
            confirms: "Подтверждает, что онлайн-теория курса и её тесты пройдены.",
            limit: "Практические навыки этот сертификат не подтверждает.",
            hours: "Онлайн-обучение",
        },
        (Lang::En, Kind::Theory) => Statement {
            headline: "Theory completed in the course",
            confirms: "It confirms that the online theory of the course and its tests were completed.",
            limit: "This certificate does not confirm practical skills.",
            hours: "Online learning",
        },
        (Lang::Kk, Kind::Practical) => Statement {
            headline: "Курс бойынша дағдылар расталды",
            confirms: "Курстың тексеру парағындағы дағдыларды жаттықтырушы практикалық сабақта растады.",
            limit: "Дағдылар практикалық сабақ өткен күнгі жағдайы бойынша расталды.",
            hours: "Практикалық сабақ",
        },
        (Lang::Ru, Kind::Practical) => Statement {
            headline: "Навыки подтверждены по курсу",
            confirms: "Тренер подтвердил навыки из чек-листа курса на практическом занятии.",
            limit: "Навыки подтверждены по состоянию на день занятия.",
            hours: "Практическое занятие",
        },
        (Lang::En, Kind::Practical) => Statement {
            headline: "Skills confirmed in the course",
            confirms: "A trainer confirmed the skills of the course's checklist at a practical session.",
            limit: "The skills were confirmed as shown on the day of the session.",
            hours: "Practical session",
        },
    }
}

/// The labels of template 3: the trainer, the trainer's own certificate, the session.
pub(super) const fn session(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Kk => ["Дағдыларды растаған жаттықтырушы", "Жаттықтырушының сертификаты", "Сабақ күні мен орны"],
        Lang::Ru => ["Навыки подтвердил тренер", "Сертификат тренера", "Дата и место занятия"],
        Lang::En => ["Trainer who confirmed the skills", "The trainer's certificate", "Date and place of the session"],
    }
}

/// Until when a trainer's own certificate holds.
pub(super) fn until(lang: Lang, last: Option<Day>) -> String {
    match (lang, last) {
        (Lang::Kk, Some(last)) => last_day(lang, last),
        (Lang::Ru, Some(last)) => format!("до {}", day(lang, last)),
        (Lang::En, Some(last)) => format!("until {}", day(lang, last)),
        (Lang::Kk, None) => "мерзімі шектелмеген".to_owned(),
        (Lang::Ru, None) => "срок не ограничен".to_owned(),
        (Lang::En, None) => "does not expire".to_owned(),
    }
}

const KAZAKH_MONTHS: [&str; 12] = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
];
/// "Until", as *дейін* asks for it.
const KAZAKH_MONTHS_DATIVE: [&str; 12] = [
    "қаңтарға",
    "ақпанға",
    "наурызға",
    "сәуірге",
    "мамырға",
    "маусымға",
    "шілдеге",
    "тамызға",
    "қыркүйекке",
    "қазанға",
    "қарашаға",
    "желтоқсанға",
];
const RUSSIAN_MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day in words: «2026 жылғы 22 қараша», «22 ноября 2026 г.», "22 November 2026".
pub(super) fn day(lang: Lang, day: Day) -> String {
    let date = day.date();
    match lang {
        Lang::Kk => format!("{} жылғы {} {}", date.year(), date.day(), month(&KAZAKH_MONTHS, day)),
        Lang::Ru => format!("{} {} {} г.", date.day(), month(&RUSSIAN_MONTHS, day), date.year()),
        Lang::En => format!("{} {} {}", date.day(), month(&ENGLISH_MONTHS, day), date.year()),
    }
}

/// The last valid day, as it stands under its label: in Kazakh with *дейін*, which the label cannot carry.
pub(super) fn last_day(lang: Lang, last: Day) -> String {
    match lang {
        Lang::Kk => {
            let date = last.date();
            format!("{} жылғы {} {} дейін", date.year(), date.day(), month(&KAZAKH_MONTHS_DATIVE, last))
        }
        Lang::Ru | Lang::En => day(lang, last),
    }
}

fn month(names: &[&'static str; 12], day: Day) -> &'static str {
    names.get(day.date().month0() as usize).copied().unwrap_or_default()
}

/// A duration in hours, to the tenth; below one hour in minutes.
pub(super) fn duration(lang: Lang, minutes: u32) -> String {
    if minutes < 60 {
        let word = match lang {
            Lang::Kk => "минут",
            Lang::Ru => russian(minutes, ["минута", "минуты", "минут"]),
            Lang::En => english(minutes, ["minute", "minutes"]),
        };
        return format!("{minutes} {word}");
    }
    let tenths = (minutes + 3) / 6;
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if tenth == 0 {
        let word = match lang {
            Lang::Kk => "сағат",
            Lang::Ru => russian(whole, ["час", "часа", "часов"]),
            Lang::En => english(whole, ["hour", "hours"]),
        };
        return format!("{whole} {word}");
    }
    match lang {
        Lang::Kk => format!("{whole},{tenth} сағат"),
        Lang::Ru => format!("{whole},{tenth} часа"),
        Lang::En => format!("{whole}.{tenth} hours"),
    }
}

const fn russian(count: u32, [one, few, many]: [&'static str; 3]) -> &'static str {
    match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

const fn english(count: u32, [one, other]: [&'static str; 2]) -> &'static str {
    if count == 1 { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_the_language() {
        let november = Day::parse("2026-11-22").expect("a day");
        assert_eq!(day(Lang::Kk, november), "2026 жылғы 22 қараша");
        assert_eq!(day(Lang::Ru, november), "22 ноября 2026 г.");
        assert_eq!(day(Lang::En, november), "22 November 2026");
        assert_eq!(last_day(Lang::Kk, november), "2026 жылғы 22 қарашаға дейін");
    }

    #[test]
    fn hours_follow_the_language() {
        assert_eq!(duration(Lang::Kk, 90), "1,5 сағат");
        assert_eq!(
            [60, 120, 300, 660, 1_260].map(|m| duration(Lang::Ru, m)),
            ["1 час", "2 часа", "5 часов", "11 часов", "21 час"]
        );
        assert_eq!([60, 120, 225].map(|m| duration(Lang::En, m)), ["1 hour", "2 hours", "3.8 hours"]);
        assert_eq!(duration(Lang::Ru, 45), "45 минут");
    }

    #[test]
    fn no_theory_certificate_speaks_of_ability() {
        for lang in Lang::ALL {
            let Statement { headline, confirms, limit, .. } = statement(lang, Kind::Theory);
            let text = format!("{headline} {confirms} {limit}").to_lowercase();
            for word in [
                "can give",
                "able to",
                "is qualified",
                "может",
                "умеет",
                "алады",
                "лиценз",
                "licen",
                "медицин",
                "medical",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }
}
