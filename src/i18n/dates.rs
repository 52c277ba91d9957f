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
