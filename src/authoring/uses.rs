//! Where a course names its facts and its terms, and giving them another name everywhere.

use std::collections::BTreeMap;

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::course_file::text;
use crate::content::markdown::plain;
use crate::kernel::{Lang, Localized};

/// What texts name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A number: `{fact:key}`, and `fact = "key"` in questions and templates.
    Fact,
    /// A word of the glossary: `(term:key)`.
    Term,
}

impl Named {
    const fn opening(self) -> &'static str {
        match self {
            Self::Fact => "{fact:",
            Self::Term => "(term:",
        }
    }

    const fn closing(self) -> char {
        match self {
            Self::Fact => '}',
            Self::Term => ')',
        }
    }

    fn written(self, key: &str) -> String {
        format!("{}{key}{}", self.opening(), self.closing())
    }

    /// The keys that a text names, each once.
    fn keys_in(self, text: &str) -> Vec<&str> {
        let mut keys: Vec<&str> = text
            .split(self.opening())
            .skip(1)
            .filter_map(|rest| rest.split_once(self.closing()))
            .map(|(key, _)| key)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// What a use belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// A line of a lesson.
    Lesson { lesson: String, line: usize },
    /// A question of a module.
    Question { module: String, question: String },
    /// The words of a term.
    Term(String),
    /// Something else in a file.
    File,
}

/// One sentence, or one number that is accepted, that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    /// What is named.
    pub(super) key: String,
    pub(super) path: String,
    pub(super) spot: Spot,
    /// The language of the sentence; none where it is the same in all.
    pub(super) lang: Option<Lang>,
    /// The sentence as it is written; none where not the words are used but the bounds.
    pub(super) sentence: Option<String>,
}

/// Every use in the files of a course (path and text), in their order.
pub(super) fn uses<'a>(files: impl Iterator<Item = (&'a str, &'a str)>, named: Named) -> Vec<Use> {
    let mut found = Vec::new();
    for (path, text) in files {
        let names_nothing = !text.contains(named.opening()) && (named == Named::Term || !text.contains("fact"));
        if names_nothing {
            continue;
        }
        match (lesson_of(path), text.parse::<DocumentMut>()) {
            (Some((lesson, lang)), _) => in_lesson(&mut found, named, path, (lesson, lang), text),
            (None, Ok(document)) => in_table(&mut found, named, path, document.as_table()),
            (None, Err(_)) => {
                for line in text.lines() {
                    push(&mut found, named, line, &|key, sentence| Use {
                        key,
                        path: path.to_owned(),
                        spot: Spot::File,
                        lang: None,
                        sentence: Some(sentence),
                    });
                }
            }
        }
    }
    found
}

fn lesson_of(path: &str) -> Option<(&str, Lang)> {
    let (_, file) = path.strip_prefix("lessons/")?.strip_suffix(".md")?.split_once('/')?;
    let (lesson, code) = file.rsplit_once('.')?;
    Some((lesson, Lang::from_code(code)?))
}

fn in_lesson(found: &mut Vec<Use>, named: Named, path: &str, (lesson, lang): (&str, Lang), text: &str) {
    for (at, line) in text.lines().enumerate() {
        push(found, named, line, &|key, sentence| Use {
            key,
            path: path.to_owned(),
            spot: Spot::Lesson { lesson: lesson.to_owned(), line: at + 1 },
            lang: Some(lang),
            sentence: Some(sentence),
        });
    }
}

/// Notes each sentence of a text once for each key that it names.
fn push(found: &mut Vec<Use>, named: Named, text: &str, make: &dyn Fn(String, String) -> Use) {
    for sentence in sentences(text) {
        found.extend(named.keys_in(sentence).into_iter().map(|key| make(key.to_owned(), bare(sentence).to_owned())));
    }
}

fn in_table(found: &mut Vec<Use>, named: Named, path: &str, root: &Table) {
    let module = path.strip_prefix("questions/").and_then(|name| name.strip_suffix(".toml"));
    let mut walk = Walk { named, path, spot: Spot::File, found };
    for (name, item) in root {
        match (module, item.as_array_of_tables()) {
            (Some(module), Some(questions)) if name == "question" => {
                for question in questions {
                    walk.spot = Spot::Question { module: module.to_owned(), question: text(question, "key") };
                    walk.table(question, None);
                }
            }
            _ => {
                walk.spot = if path == "glossary.toml" { Spot::Term(name.to_owned()) } else { Spot::File };
                walk.item(name, item, None);
            }
        }
    }
}

/// Goes through everything below a table.
struct Walk<'a> {
    named: Named,
    path: &'a str,
    spot: Spot,
    found: &'a mut Vec<Use>,
}

impl Walk<'_> {
    fn table(&mut self, table: &dyn TableLike, lang: Option<Lang>) {
        for (name, item) in table.iter() {
            self.item(name, item, lang);
        }
    }

    fn item(&mut self, name: &str, item: &Item, lang: Option<Lang>) {
        let lang = Lang::from_code(name).or(lang);
        match item {
            Item::Table(table) => self.table(table, lang),
            Item::ArrayOfTables(tables) => tables.iter().for_each(|table| self.table(table, lang)),
            Item::Value(value) => self.value(name, value, lang),
            Item::None => {}
        }
    }

    fn value(&mut self, name: &str, value: &Value, lang: Option<Lang>) {
        let (path, spot) = (self.path.to_owned(), self.spot.clone());
        let make = |key: String, sentence| Use { key, path: path.clone(), spot: spot.clone(), lang, sentence };
        match value {
            Value::String(key) if name == "fact" && self.named == Named::Fact => {
                self.found.push(make(key.value().clone(), None));
            }
            Value::String(text) => {
                push(self.found, self.named, text.value(), &|key, sentence| make(key, Some(sentence)));
            }
            Value::Array(list) => list.iter().for_each(|value| self.value("", value, lang)),
            Value::InlineTable(table) => self.table(table, lang),
            _ => {}
        }
    }
}

/// The sentences of a line: they end with a mark and a blank.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_end = |(at, c): &(usize, char)| {
            matches!(c, '.' | '!' | '?' | '…')
                && rest.get(at + c.len_utf8()..).is_some_and(|after| after.starts_with(char::is_whitespace))
        };
        let cut = rest.char_indices().find(is_end).map_or(rest.len(), |(at, c)| at + c.len_utf8());
        let (sentence, after) = rest.split_at(cut);
        rest = after.trim_start();
        Some(sentence)
    })
}

/// A sentence without the marks of headings, lists and quotations before it.
fn bare(sentence: &str) -> &str {
    sentence.trim().trim_start_matches(['#', '-', '>', '|', ' ']).trim()
}

/// A sentence as it is read: pieces, true for each in which the fact itself stands.
pub(super) type Pieces = Vec<(bool, String)>;

/// Signs that no text has: around the value that is looked at.
const AROUND: [char; 2] = ['\u{E000}', '\u{E001}'];

/// A sentence as it is read in a language: with the values of all facts in place, and apart the one of `key`.
pub(super) fn read(sentence: &str, lang: Lang, key: &str, values: &BTreeMap<String, Localized>) -> Pieces {
    let mut text = String::new();
    let mut rest = sentence;
    let opening = Named::Fact.opening();
    while let Some((before, after)) = rest.split_once(opening) {
        text.push_str(before);
        let known = after.split_once('}').and_then(|(name, tail)| Some((name, values.get(name)?, tail)));
        let Some((name, value, tail)) = known else {
            text.push_str(opening);
            rest = after;
            continue;
        };
        let words = value.get(lang);
        if name == key {
            text.extend([AROUND[0].to_string(), words.to_owned(), AROUND[1].to_string()]);
        } else {
            text.push_str(words);
        }
        rest = tail;
    }
    text.push_str(rest);
    let words = plain(&text.replace('|', " "));
    let mut pieces = Vec::new();
    for (at, part) in words.split(AROUND).enumerate().filter(|(_, part)| !part.is_empty()) {
        pieces.push((at % 2 == 1, part.to_owned()));
    }
    pieces
}

/// The text of a file in which `old` is called `new`; none if it does not name it.
pub(super) fn renamed(path: &str, text: &str, named: Named, (old, new): (&str, &str)) -> Option<String> {
    let mut changed = text.replace(&named.written(old), &named.written(new));
    if named == Named::Fact
        && lesson_of(path).is_none()
        && let Ok(mut document) = changed.parse::<DocumentMut>()
        && rename_in(document.as_table_mut(), (old, new))
    {
        changed = document.to_string();
    }
    (changed != text).then_some(changed)
}

/// Changes each `fact = "old"` below a table; true if there was one.
fn rename_in(table: &mut dyn TableLike, names: (&str, &str)) -> bool {
    let mut is_changed = false;
    for (key, item) in table.iter_mut() {
        is_changed |= match item {
            Item::Table(table) => rename_in(table, names),
            Item::ArrayOfTables(tables) => {
                // Each of them, not only the first.
                tables.iter_mut().map(|table| rename_in(table, names)).fold(false, |any, one| any | one)
            }
            Item::Value(value) => rename_value(key.get() == "fact", value, names),
            Item::None => false,
        };
    }
    is_changed
}

fn rename_value(is_fact: bool, value: &mut Value, (old, new): (&str, &str)) -> bool {
    match value {
        Value::String(text) if is_fact && text.value() == old => {
            let decor = value.decor().clone();
            *value = Value::from(new);
            *value.decor_mut() = decor;
            true
        }
        Value::InlineTable(table) => rename_in(table, (old, new)),
        Value::Array(list) => rename_list(list, (old, new)),
        _ => false,
    }
}

fn rename_list(list: &mut Array, names: (&str, &str)) -> bool {
    list.iter_mut().map(|value| rename_value(false, value, names)).fold(false, |any, one| any | one)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTIONS: &str = r#"[[question]]
key = "how-fast" # remark
kind = "numeric"
fact = "rate"
text.kk = "Қанша? {fact:rate} емес пе?"

[[question.right]]
text.ru = "Нажмите. Частота {fact:rate} и {fact:depth}!"
"#;
    const LESSON: &str =
        "# Қысу\n\n1. **Басыңыз.** Жиілігі {fact:rate}, {fact:rate}. Тереңдігі {fact:depth}.\n[сөз](term:word)\n";
    const TEMPLATE: &str = "[[part.column]]\nmax.fact = \"rate\"\nmin = { fact = \"rate\" }\n";

    fn files() -> [(&'static str, &'static str); 3] {
        [("lessons/cpr/press.kk.md", LESSON), ("questions/cpr.toml", QUESTIONS), ("templates/plan.toml", TEMPLATE)]
    }

    #[test]
    fn every_sentence_that_names_a_fact_is_found_once() {
        let found = uses(files().into_iter(), Named::Fact);
        let rate: Vec<_> = found.iter().filter(|found| found.key == "rate").collect();
        let told: Vec<_> = rate.iter().map(|found| (found.lang, found.sentence.as_deref())).collect();
        let expected = [
            (Some(Lang::Kk), Some("**Басыңыз.** Жиілігі {fact:rate}, {fact:rate}.")),
            (None, None),
            (Some(Lang::Kk), Some("{fact:rate} емес пе?")),
            (Some(Lang::Ru), Some("Частота {fact:rate} и {fact:depth}!")),
            (None, None),
            (None, None),
        ];
        assert_eq!(told, expected);
        assert_eq!(rate[0].spot, Spot::Lesson { lesson: "press".to_owned(), line: 3 });
        let question = Spot::Question { module: "cpr".to_owned(), question: "how-fast".to_owned() };
        assert_eq!((&rate[1].spot, &rate[3].spot, &rate[4].spot), (&question, &question, &Spot::File));
        assert_eq!(found.len() - rate.len(), 2, "the depth");
        assert_eq!(uses(files().into_iter(), Named::Term).len(), 1);
        let broken = [("questions/a.toml", "text = {fact:rate}")];
        assert_eq!(uses(broken.into_iter(), Named::Fact).len(), 1, "a file that is no TOML hides nothing");
    }

    #[test]
    fn a_sentence_is_read_with_its_values() {
        let value = |text: &str| Localized::same(text);
        let values = BTreeMap::from([("rate".to_owned(), value("100–120")), ("depth".to_owned(), value("5"))]);
        let pieces = read("**Частота {fact:rate}** и {fact:depth}, {fact:none}!", Lang::Ru, "rate", &values);
        let expected = [(false, "Частота "), (true, "100–120"), (false, " и 5, {fact:none}!")];
        assert_eq!(pieces.iter().map(|(is, text)| (*is, text.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_name_is_changed_wherever_it_stands_and_nothing_else() {
        let change = |at: usize| {
            let (path, text) = files()[at];
            renamed(path, text, Named::Fact, ("rate", "speed")).expect("it is named there")
        };
        assert_eq!(change(0), LESSON.replace("fact:rate", "fact:speed"));
        let questions = QUESTIONS.replace("fact:rate", "fact:speed").replace("fact = \"rate\"", "fact = \"speed\"");
        assert_eq!(change(1), questions);
        assert_eq!(change(2), TEMPLATE.replace("\"rate\"", "\"speed\""));
        assert_eq!(renamed("lessons/cpr/press.kk.md", LESSON, Named::Fact, ("rat", "x")), None);
        let term = renamed("lessons/cpr/press.kk.md", LESSON, Named::Term, ("word", "term"));
        assert!(term.expect("named").contains("(term:term)"));
    }
}
