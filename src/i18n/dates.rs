//! Dates as each language writes them.

use chrono::{Datelike, Timelike};
use chrono_tz::Tz;

use crate::kernel::{Day, Lang, Timestamp};

const MONTHS_KK: [&str; 12] = [
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
const MONTHS_RU: [&str; 12] = [
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
const MONTHS_RU_ALONE: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];
const MONTHS_EN: [&str; 12] = [
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

/// «2026 жылғы 22 қараша», «22 ноября 2026 г.», “22 November 2026”.
pub fn long_date(lang: Lang, day: Day) -> String {
    let date = day.date();
    let month = |names: [&'static str; 12]| names.get(date.month0() as usize).copied().unwrap_or_default();
    let (year, number) = (date.year(), date.day());
    match lang {
        Lang::Kk => format!("{year} жылғы {number} {}", month(MONTHS_KK)),
        Lang::Ru => format!("{number} {} {year} г.", month(MONTHS_RU)),
        Lang::En => format!("{number} {} {year}", month(MONTHS_EN)),
    }
}

/// «2025 жылғы қазан», «октябрь 2025 г.», “October 2025” for `2025-10`; anything else as it is written.
pub fn month(lang: Lang, written: &str) -> String {
    let read = written.split_once('-').and_then(|(year, number)| {
        let name = |names: [&'static str; 12]| names.get(number.parse::<usize>().ok()?.checked_sub(1)?).copied();
        Some(match lang {
            Lang::Kk => format!("{year} жылғы {}", name(MONTHS_KK)?),
            Lang::Ru => format!("{} {year} г.", name(MONTHS_RU_ALONE)?),
            Lang::En => format!("{} {year}", name(MONTHS_EN)?),
        })
    });
    read.unwrap_or_else(|| written.to_owned())
}

/// `22.11.2026` in Kazakh and Russian, `22 Nov 2026` in English.
pub fn short_date(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Kk | Lang::Ru => day.date().format("%d.%m.%Y").to_string(),
        Lang::En => day.date().format("%-d %b %Y").to_string(),
    }
}

/// A short date with hours and minutes in the zone.
pub fn moment(lang: Lang, at: Timestamp, zone: Tz) -> String {
    let local = at.in_zone(zone);
    format!("{}, {:02}:{:02}", short_date(lang, at.day(zone)), local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_said_in_words_where_it_is_one() {
        assert_eq!(month(Lang::Kk, "2025-10"), "2025 жылғы қазан");
        assert_eq!(month(Lang::Ru, "2025-10"), "октябрь 2025 г.");
        assert_eq!(month(Lang::En, "2025-01"), "January 2025");
        for other in ["2025", "2025-13", "2025-0", "2025-10-01", "third"] {
            assert_eq!(month(Lang::En, other), other);
        }
    }
}
