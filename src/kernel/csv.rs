//! Tables as text that spreadsheets open.

use super::Lang;

/// What tells columns apart for a spreadsheet set to this language: a semicolon where the decimal sign is a comma.
pub const fn separator(lang: Lang) -> char {
    match lang {
        Lang::En => ',',
        Lang::Kk | Lang::Ru => ';',
    }
}

/// With what a formula may begin (OWASP ASVS 5.0, 1.2.10).
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// A line (RFC 4180, with its line end). Spreadsheets run what begins like a formula, so such cells get an apostrophe
/// before them; a negative number is a number and stays one.
pub fn line(cells: &[String], separator: char) -> String {
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
        assert_eq!(line(&cells, ','), expected);
        assert_eq!(line(&["a".to_owned(), "b;c".to_owned()], ';'), "a;\"b;c\"\r\n");
        assert_eq!(
            line(&["0,5".to_owned(), "1".to_owned()], ';'),
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
