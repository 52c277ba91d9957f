//! Numbers as each language writes them.

use crate::kernel::Lang;

/// «274 340», «82,5» in Kazakh and Russian, “274,340”, “82.5” in English; halves go away from zero, as in
/// spreadsheets.
pub fn number(lang: Lang, number: f64, decimals: u32) -> String {
    let scale = 10_f64.powi(decimals.try_into().unwrap_or_default());
    let rounded = (number * scale).round() / scale;
    let written = format!("{:.*}", decimals as usize, rounded.abs());
    let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
    let (group, point) = match lang {
        Lang::Kk | Lang::Ru => ('\u{a0}', ','),
        Lang::En => (',', '.'),
    };
    let mut text = String::from(if rounded < 0.0 { "−" } else { "" });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_the_language() {
        for (given, decimals, kk, en) in [
            (0.0, 0, "0", "0"),
            (999.0, 0, "999", "999"),
            (274_340.0, 0, "274\u{a0}340", "274,340"),
            (1_234_567.5, 1, "1\u{a0}234\u{a0}567,5", "1,234,567.5"),
            (82.5, 1, "82,5", "82.5"),
            (82.5, 0, "83", "83"),
            (123.75, 0, "124", "124"),
            (-1500.0, 0, "−1\u{a0}500", "−1,500"),
            (-0.2, 0, "0", "0"),
        ] {
            assert_eq!(number(Lang::Kk, given, decimals), kk);
            assert_eq!(number(Lang::Ru, given, decimals), kk);
            assert_eq!(number(Lang::En, given, decimals), en);
        }
    }
}
