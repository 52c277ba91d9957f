//! Formulas: numbers, names, `sum(column)`, `+ - * /` and brackets. Parsed once, then worked out for pages and
//! checks, or written as a spreadsheet writes them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::kernel::Slug;

/// A formula that can be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Formula {
    written: String,
    expression: Expression,
}

/// What a formula says.
#[derive(Debug, Clone, PartialEq)]
enum Expression {
    Number(f64),
    Name(Slug),
    Sum(Slug),
    Both(Box<Expression>, Operator, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

impl Operator {
    const fn sign(self) -> char {
        match self {
            Self::Plus => '+',
            Self::Minus => '-',
            Self::Times => '*',
            Self::Over => '/',
        }
    }

    /// Higher binds stronger.
    const fn rank(self) -> u8 {
        match self {
            Self::Plus | Self::Minus => 0,
            Self::Times | Self::Over => 1,
        }
    }

    fn apply(self, left: f64, right: f64) -> f64 {
        match self {
            Self::Plus => left + right,
            Self::Minus => left - right,
            Self::Times => left * right,
            Self::Over => left / right,
        }
    }
}

/// Why a formula cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at character {at}")]
pub struct FormulaError {
    message: String,
    /// Counted from 1.
    at: usize,
}

impl FormulaError {
    /// What is wrong, in English.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// At which character, counted from 1.
    pub const fn at(&self) -> usize {
        self.at
    }
}

/// What names stand for: numbers, or cells.
pub struct Names<'a, T> {
    /// A column of the row or a value.
    pub name: &'a dyn Fn(&Slug) -> T,
    /// The sum of a column.
    pub sum: &'a dyn Fn(&Slug) -> T,
}

impl<T> Clone for Names<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Names<'_, T> {}

impl<T> fmt::Debug for Names<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Names")
    }
}

/// The longest formula, in characters: it also bounds how deep brackets go.
const LONGEST: usize = 200;

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(written: &str) -> Result<Self, FormulaError> {
        if written.chars().count() > LONGEST {
            return Err(FormulaError { message: format!("more than {LONGEST} characters"), at: LONGEST + 1 });
        }
        let mut reader = Reader { tokens: tokens(written)?, next: 0, end: written.chars().count() + 1 };
        let expression = reader.expression()?;
        match reader.tokens.get(reader.next) {
            Some((_, at)) => Err(FormulaError { message: "an operator is missing".to_owned(), at: *at }),
            None => Ok(Self { written: written.to_owned(), expression }),
        }
    }

    /// The names in it, each with whether it is summed.
    pub fn names(&self) -> Vec<(&Slug, bool)> {
        let mut found = Vec::new();
        self.expression.names(&mut found);
        found
    }

    /// The result; `None` if a name has no number or something is divided by zero.
    pub fn work_out(&self, names: Names<'_, Option<f64>>) -> Option<f64> {
        self.expression.work_out(names).filter(|number| number.is_finite())
    }

    /// The formula with what the names stand for, as spreadsheets write it, without the sign of equality.
    pub fn with_cells(&self, names: Names<'_, String>) -> String {
        self.expression.with_cells(names)
    }
}

/// Nothing: what stands in for a formula that cannot be read.
impl Default for Formula {
    fn default() -> Self {
        Self { written: "0".to_owned(), expression: Expression::Number(0.0) }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl From<Formula> for String {
    fn from(formula: Formula) -> Self {
        formula.written
    }
}

impl TryFrom<String> for Formula {
    type Error = FormulaError;

    fn try_from(written: String) -> Result<Self, FormulaError> {
        Self::parse(&written)
    }
}

impl Expression {
    fn names<'a>(&'a self, found: &mut Vec<(&'a Slug, bool)>) {
        match self {
            Self::Number(_) => {}
            Self::Name(name) => found.push((name, false)),
            Self::Sum(column) => found.push((column, true)),
            Self::Both(left, _, right) => {
                left.names(found);
                right.names(found);
            }
        }
    }

    fn work_out(&self, names: Names<'_, Option<f64>>) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Name(name) => (names.name)(name),
            Self::Sum(column) => (names.sum)(column),
            Self::Both(left, operator, right) => Some(operator.apply(left.work_out(names)?, right.work_out(names)?)),
        }
    }

    fn with_cells(&self, names: Names<'_, String>) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => (names.name)(name),
            Self::Sum(column) => (names.sum)(column),
            Self::Both(left, operator, right) => {
                let bracketed = |side: &Self, least: u8| match side {
                    Self::Both(_, inner, _) if inner.rank() < least => format!("({})", side.with_cells(names)),
                    _ => side.with_cells(names),
                };
                // What is taken away or divides keeps its brackets.
                let (own, sign) = (operator.rank(), operator.sign());
                format!("{}{sign}{}", bracketed(left, own), bracketed(right, own + 1))
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Name(String),
    Operator(Operator),
    Open,
    Close,
}

/// The words of a formula, each with its place.
fn tokens(written: &str) -> Result<Vec<(Token, usize)>, FormulaError> {
    let characters: Vec<char> = written.chars().collect();
    let at = |index: usize| characters.get(index).copied();
    let (mut found, mut index) = (Vec::new(), 0);
    while let Some(c) = at(index) {
        let start = index;
        index += 1;
        let token = match c {
            ' ' => continue,
            '+' => Token::Operator(Operator::Plus),
            '*' => Token::Operator(Operator::Times),
            '/' => Token::Operator(Operator::Over),
            '-' if start > 0 && at(start - 1) == Some(' ') && at(index) == Some(' ') => {
                Token::Operator(Operator::Minus)
            }
            '(' => Token::Open,
            ')' => Token::Close,
            '0'..='9' | 'a'..='z' => {
                let belongs = |c: char| match at(start) {
                    Some('0'..='9') => c.is_ascii_digit() || c == '.',
                    _ => c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-',
                };
                while at(index).is_some_and(belongs) {
                    index += 1;
                }
                let word: String = characters.iter().skip(start).take(index - start).collect();
                word_token(&word)
                    .ok_or(FormulaError { message: format!("\"{word}\" is no number or name"), at: start + 1 })?
            }
            '-' => {
                return Err(FormulaError { message: "a minus has a space on either side".to_owned(), at: start + 1 });
            }
            c => return Err(FormulaError { message: format!("\"{c}\" has no meaning"), at: start + 1 }),
        };
        found.push((token, start + 1));
    }
    Ok(found)
}

fn word_token(word: &str) -> Option<Token> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        word.parse().ok().map(Token::Number)
    } else {
        Slug::parse(word).map(|_| Token::Name(word.to_owned()))
    }
}

struct Reader {
    tokens: Vec<(Token, usize)>,
    next: usize,
    /// The place after the last character.
    end: usize,
}

impl Reader {
    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).map(|(token, _)| token.clone());
        self.next += 1;
        token
    }

    fn operator(&mut self, rank: u8) -> Option<Operator> {
        match self.tokens.get(self.next) {
            Some((Token::Operator(operator), _)) if operator.rank() == rank => {
                self.next += 1;
                Some(*operator)
            }
            _ => None,
        }
    }

    fn missing<T>(&self, what: &str) -> Result<T, FormulaError> {
        let index = self.next.saturating_sub(1);
        let at = self.tokens.get(index).map_or(self.end, |(_, at)| *at);
        Err(FormulaError { message: format!("{what} is missing"), at })
    }

    fn expression(&mut self) -> Result<Expression, FormulaError> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(Operator::Plus.rank()) {
            left = Expression::Both(Box::new(left), operator, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expression, FormulaError> {
        let mut left = self.single()?;
        while let Some(operator) = self.operator(Operator::Times.rank()) {
            left = Expression::Both(Box::new(left), operator, Box::new(self.single()?));
        }
        Ok(left)
    }

    fn single(&mut self) -> Result<Expression, FormulaError> {
        match self.take() {
            Some(Token::Number(number)) => Ok(Expression::Number(number)),
            Some(Token::Name(name)) => self.name(&name),
            Some(Token::Open) => {
                let inner = self.expression()?;
                if self.take() == Some(Token::Close) { Ok(inner) } else { self.missing("a closing bracket") }
            }
            _ => self.missing("a number or name"),
        }
    }

    /// A name, or the sum of a column.
    fn name(&mut self, name: &str) -> Result<Expression, FormulaError> {
        let is_call = matches!(self.tokens.get(self.next), Some((Token::Open, _)));
        let slug = |name: &str| Slug::parse(name);
        if !is_call {
            return slug(name).map(Expression::Name).map_or_else(|| self.missing("a name"), Ok);
        }
        if name != "sum" {
            self.next += 1;
            return self.missing("an operator");
        }
        self.next += 1;
        let Some(Token::Name(column)) = self.take() else { return self.missing("a column") };
        if self.take() != Some(Token::Close) {
            return self.missing("a closing bracket");
        }
        slug(&column).map(Expression::Sum).map_or_else(|| self.missing("a column"), Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(written: &str) -> Option<f64> {
        let name = |name: &Slug| match name.as_str() {
            "count" => Some(8.0),
            "unit-price" => Some(2.5),
            "nothing" => Some(0.0),
            "sum" => Some(3.0),
            _ => None,
        };
        let sum = |column: &Slug| (column.as_str() == "sum").then_some(100.0);
        Formula::parse(written).expect(written).work_out(Names { name: &name, sum: &sum })
    }

    fn cells(written: &str) -> String {
        let name = |name: &Slug| name.as_str().to_uppercase();
        let sum = |column: &Slug| format!("SUM({column})");
        Formula::parse(written).expect(written).with_cells(Names { name: &name, sum: &sum })
    }

    fn refused(written: &str) -> String {
        Formula::parse(written).expect_err(written).to_string()
    }

    #[test]
    fn formulas_are_worked_out_as_at_school() {
        for (written, expected) in [
            ("count * unit-price", 20.0),
            ("2 + 3 * count", 26.0),
            ("(2 + 3) * count", 40.0),
            ("count - 2 - 1", 5.0),
            ("count - (2 - 1)", 7.0),
            ("count / 4 / 2", 1.0),
            ("count / (4 / 2)", 4.0),
            ("sum(sum) * 1.5", 150.0),
            ("sum + sum(sum)", 103.0),
        ] {
            assert_eq!(result(written), Some(expected), "{written}");
        }
        assert_eq!(result("count / nothing"), None, "nothing is divided by zero");
        assert_eq!(result("nothing / nothing"), None);
        assert_eq!(result("stranger + 1"), None);
    }

    #[test]
    fn a_hyphen_is_part_of_a_name_and_a_minus_has_spaces() {
        assert_eq!(result("unit-price - 1"), Some(1.5));
        assert_eq!(refused("count -1"), "a minus has a space on either side at character 7");
        assert_eq!(refused("-1"), "a minus has a space on either side at character 1");
        assert_eq!(refused("unit- price"), "\"unit-\" is no number or name at character 1");
    }

    #[test]
    fn spreadsheets_get_the_same_formula() {
        for (written, expected) in [
            ("count * unit-price", "COUNT*UNIT-PRICE"),
            ("2 + 3 * a", "2+3*A"),
            ("(2 + 3) * a", "(2+3)*A"),
            ("a - (b - c)", "A-(B-C)"),
            ("a - b - c", "A-B-C"),
            ("a / (b * c)", "A/(B*C)"),
            ("sum(a) * (100 + b) / 100", "SUM(a)*(100+B)/100"),
        ] {
            assert_eq!(cells(written), expected);
        }
    }

    #[test]
    fn what_is_no_formula_is_refused_at_its_place() {
        for (written, expected) in [
            ("", "a number or name is missing at character 1"),
            ("a +", "a number or name is missing at character 4"),
            ("a b", "an operator is missing at character 3"),
            ("(a", "a closing bracket is missing at character 3"),
            ("a)", "an operator is missing at character 2"),
            ("max(a)", "an operator is missing at character 4"),
            ("sum(1)", "a column is missing at character 5"),
            ("sum(a", "a closing bracket is missing at character 6"),
            ("a; b", "\";\" has no meaning at character 2"),
            ("1.2.3", "\"1.2.3\" is no number or name at character 1"),
            ("A1", "\"A\" has no meaning at character 1"),
        ] {
            assert_eq!(refused(written), expected, "{written}");
        }
        assert_eq!(refused(&"(".repeat(500)), "more than 200 characters at character 201");
        assert!(Formula::parse(&format!("{}1{}", "(".repeat(99), ")".repeat(99))).is_ok());
    }

    #[test]
    fn a_formula_is_kept_as_it_is_written() {
        let formula = Formula::parse("a  *  b").expect("a formula");
        let json = serde_json::to_string(&formula).expect("written");
        assert_eq!(json, "\"a  *  b\"");
        assert_eq!(serde_json::from_str::<Formula>(&json).expect("read"), formula);
        assert!(serde_json::from_str::<Formula>("\"a *\"").is_err());
    }
}
