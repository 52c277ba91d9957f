//! Tables as text that spreadsheets open: the one rule for every file of the site.
//!
//! A spreadsheet set to a language tells columns by a semicolon where the decimal sign is a comma (Kazakh, Russian), and by
//! a comma where it is a point (English); so the language of the page decides about both. What is written for scripts, from
//! the shell, is English.

use super::Lang;

/// What stands before the first line: the mark of UTF-8, so that spreadsheet programs read the letters.
pub const MARK: char = '\u{feff}';

const fn separator(lang: Lang) -> char {
    match lang {
        Lang::En => ',',
        Lang::Kk | Lang::Ru => ';',
    }
}

/// A number with the decimal sign of the language. It is written with a point, as programs do.
pub fn decimal(lang: Lang, written: &str) -> String {
    match lang {
        Lang::En => written.to_owned(),
        Lang::Kk | Lang::Ru => written.replace('.', ","),
    }
}

/// With what a formula may begin (OWASP ASVS 5.0, 1.2.10).
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// A line (RFC 4180, with its line end). Spreadsheets run what begins like a formula, so such cells get an apostrophe
/// before them; a negative number is a number and stays one.
pub fn line(cells: &[String], lang: Lang) -> String {
    let separator = separator(lang);
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&defused(cell), separator)).collect();
    cells.join(&separator.to_string()) + "\r\n"
}

fn defused(cell: &str) -> String {
    let is_number = cell
        .strip_prefix('-')
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')));
    if cell.starts_with(FORMULA) && !is_number { format!("'{cell}") } else { cell.to_owned() }
}

/// A semicolon always: some programs take it for the separator whatever the others are.
fn quoted(cell: &str, separator: char) -> String {
    if cell.contains(['"', '\n', '\r', ';', separator]) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_separators_quoted() {
        let cells = ["=HYPERLINK(\"x\")", "-1+2", "@a", "Әсем, «Қ»", "plain"].map(str::to_owned);
        let expected = "\"'=HYPERLINK(\"\"x\"\")\",'-1+2,'@a,\"Әсем, «Қ»\",plain\r\n";
        assert_eq!(line(&cells, Lang::En), expected);
        for lang in [Lang::Kk, Lang::Ru] {
            assert_eq!(line(&["a".to_owned(), "b;c".to_owned()], lang), "a;\"b;c\"\r\n");
        }
        assert_eq!(line(&["a".to_owned(), "b;c".to_owned()], Lang::En), "a,\"b;c\"\r\n");
        assert_eq!(Lang::ALL.map(|lang| decimal(lang, "-4.5")), ["-4,5", "-4,5", "-4.5"]);
        assert_eq!(
            line(&["0,5".to_owned(), "1".to_owned()], Lang::Kk),
            "0,5;1\r\n",
            "a number with a decimal comma stays one"
        );
        for mark in FORMULA {
            assert_eq!(defused(&format!("{mark}1+1")), format!("'{mark}1+1"), "{mark:?}");
            assert_eq!(defused(&format!("1{mark}")), format!("1{mark}"));
        }
        assert_eq!(["-0.25", "-0,25", "-", "+1"].map(defused), ["-0.25", "-0,25", "'-", "'+1"]);
    }
}
