//! TOML with positions: each value is asked for by name and type, and what is missing, unknown or of the wrong
//! type is noted at its place.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::notes::{Kind, Notes, Place, did_you_mean};
use crate::content::markdown;
use crate::content::message::{Arg, Code, Message};
use crate::content::model::LocalizedList;
use crate::kernel::{Day, Lang, Localized, Slug};

/// A file's text, with the offsets at which its lines begin.
#[derive(Debug)]
pub(super) struct Source {
    file: Arc<str>,
    pub(super) text: String,
    /// Where each line begins: every value is asked for its place, also when nothing is wrong with it.
    lines: Vec<usize>,
}

impl Source {
    /// Notes a mistake if the bytes are not UTF-8. A byte order mark is dropped, line ends become `\n`.
    pub(super) fn new(file: &str, bytes: &[u8], notes: &Notes) -> Option<Self> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            notes.mistake(&Place::start_of(file), Code::NotUtf8);
            return None;
        };
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Some(Self { file: file.into(), text, lines })
    }

    /// The place of a byte offset.
    pub(super) fn place(&self, offset: usize) -> Place {
        let offset = if self.text.is_char_boundary(offset) { offset } else { self.text.len() };
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or_default();
        let column = self.text.get(start..offset).map_or(0, |text| text.chars().count()) + 1;
        Place { file: Arc::clone(&self.file), line, column }
    }

    /// Parses the text as TOML. Notes every syntax error, and then gives nothing.
    pub(super) fn parse(&self, notes: &Notes) -> Option<Spanned<DeTable<'_>>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        for error in &errors {
            let at = self.place(error.span().map_or(0, |span| span.start));
            notes.mistake(&at, Message::of_word(Code::NotToml, error.message()));
        }
        errors.is_empty().then_some(table)
    }
}

/// Whether something has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

/// Which markup a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// None; facts are looked up.
    Plain,
    /// Bold, emphasis and facts.
    Inline,
}

/// A table of a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) notes: &'a Notes,
    source: &'a Source,
    entries: &'a DeTable<'a>,
    offset: usize,
}

impl<'a> Table<'a> {
    pub(super) fn root(notes: &'a Notes, source: &'a Source, table: &'a Spanned<DeTable<'a>>) -> Self {
        Self { notes, source, entries: table.get_ref(), offset: 0 }
    }

    /// Where the table begins.
    pub(super) fn place(&self) -> Place {
        self.source.place(self.offset)
    }

    /// Notes every key that is not among the known ones.
    pub(super) fn known(&self, known: &[&str]) {
        for key in self.entries.keys() {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let at = self.source.place(key.span().start);
                let known = known.iter().copied();
                self.notes.suggest(&at, Message::of_word(Code::Unknown, name), did_you_mean(name, known));
            }
        }
    }

    /// Each entry, in the order of the keys, with the place of the key.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Place, Value<'a>)> {
        let (notes, source) = (self.notes, self.source);
        self.entries.iter().map(move |(key, value)| {
            let name = key.get_ref().as_ref();
            (name, source.place(key.span().start), Value { notes, source, written: value, name })
        })
    }

    pub(super) fn get(&self, name: &'a str) -> Option<Value<'a>> {
        let value = self.entries.get(name)?;
        Some(Value { notes: self.notes, source: self.source, written: value, name })
    }

    pub(super) fn need(&self, name: &'a str) -> Option<Value<'a>> {
        let found = self.get(name);
        if found.is_none() {
            self.notes.mistake(&self.place(), Message::of_part(Code::Missing, name));
        }
        found
    }

    /// What is written for a language; nothing written is no text.
    fn text_of(&self, lang: Lang) -> Option<Value<'a>> {
        let value = self.get(lang.code())?;
        let is_blank = match value.written.get_ref() {
            DeValue::String(text) => text.trim().is_empty(),
            DeValue::Array(list) => list.is_empty(),
            _ => false,
        };
        (!is_blank || !self.notes.languages().contains(&lang)).then_some(value)
    }

    fn find(&self, name: &'a str, need: Need) -> Option<Value<'a>> {
        match need {
            Need::Required => self.need(name),
            Need::Optional => self.get(name),
        }
    }

    /// The table's own `key`.
    pub(super) fn key(&self) -> Option<(Slug, Place)> {
        let value = self.need("key")?;
        Some((value.slug()?, value.place()))
    }

    /// A text in each of the course's languages.
    pub(super) fn localized(&self, name: &'a str, need: Need, style: Style) -> Localized {
        self.find(name, need).map(|value| value.localized(style)).unwrap_or_default()
    }

    /// A list of texts in each of the course's languages, equally long in all of them.
    pub(super) fn localized_list(&self, name: &'a str) -> LocalizedList {
        let mut lists = LocalizedList::default();
        let Some(table) = self.need(name).and_then(Value::languages) else {
            return lists;
        };
        for lang in Lang::ALL {
            if let Some(value) = table.text_of(lang) {
                let texts: Vec<String> =
                    value.list().into_iter().filter_map(|item| item.styled(Style::Plain)).collect();
                if lists.0.values().next().is_some_and(|first| first.len() != texts.len()) {
                    let args = [Arg::part(name), lang.into(), texts.len().into()];
                    self.notes.mistake(&value.place(), Message::new(Code::Entries, args));
                }
                lists.0.insert(lang, texts);
            }
        }
        lists
    }

    /// A list of texts in each of the course's languages, as long as each needs.
    pub(super) fn texts_by_language(&self, name: &'a str) -> Option<BTreeMap<Lang, Vec<String>>> {
        let table = self.need(name).and_then(Value::languages)?;
        let mut lists = BTreeMap::new();
        for lang in Lang::ALL {
            let Some(value) = table.text_of(lang) else { continue };
            let items: Vec<Value<'_>> = value.list();
            let texts: Vec<String> = items.iter().filter_map(|item| item.styled(Style::Plain)).collect();
            if value.written.get_ref().is_array() && texts.len() == items.len() {
                lists.insert(lang, texts);
            }
        }
        let is_whole = Lang::ALL.iter().all(|lang| table.text_of(*lang).is_none() || lists.contains_key(lang));
        is_whole.then_some(lists)
    }

    /// The tables of an array of tables; none if it is left out.
    pub(super) fn tables(&self, name: &'a str) -> Vec<Table<'a>> {
        self.get(name).map(Value::list).unwrap_or_default().into_iter().filter_map(Value::table).collect()
    }

    /// A whole number within bounds.
    pub(super) fn whole(&self, name: &'a str, need: Need, bounds: RangeInclusive<u32>) -> Option<u32> {
        let value = self.find(name, need)?;
        let number = match value.written.get_ref() {
            DeValue::Integer(integer) => u32::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok(),
            _ => return value.wrong_type(Code::NotWhole),
        };
        let number = number.filter(|number| bounds.contains(number));
        if number.is_none() {
            let args = [Arg::part(name), (*bounds.start()).into(), (*bounds.end()).into()];
            self.notes.mistake(&value.place(), Message::new(Code::Bounds, args));
        }
        number
    }

    /// A number.
    pub(super) fn number(&self, name: &'a str, need: Need) -> Option<f64> {
        self.find(name, need)?.number()
    }

    /// `true` or `false`; `false` if it is left out.
    pub(super) fn flag(&self, name: &'a str) -> bool {
        self.get(name).and_then(Value::truth).unwrap_or_default()
    }

    /// One of a few words.
    pub(super) fn choice<T: Copy>(&self, name: &'a str, need: Need, known: &[(&'a str, T)]) -> Option<T> {
        let value = self.find(name, need)?;
        let word = value.text()?;
        let found = known.iter().find(|(known, _)| *known == word).map(|(_, found)| *found);
        if found.is_none() {
            let all = known.iter().map(|(known, _)| format!("\"{known}\"")).collect::<Vec<_>>().join(", ");
            let suggestion = did_you_mean(&word, known.iter().map(|(known, _)| *known));
            let args = [Arg::part(name), all.as_str().into()];
            self.notes.suggest(&value.place(), Message::new(Code::OneOf, args), suggestion);
        }
        found
    }

    /// A key that names something else.
    pub(super) fn reference(&self, name: &'a str, kind: Kind) -> Option<Slug> {
        let value = self.get(name)?;
        let key = value.slug()?;
        self.notes.refer(kind, key.as_str(), &value.place());
        Some(key)
    }
}

/// A value of a file, with the name it was found under.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    pub(super) notes: &'a Notes,
    source: &'a Source,
    written: &'a Spanned<DeValue<'a>>,
    name: &'a str,
}

impl<'a> Value<'a> {
    pub(super) fn place(&self) -> Place {
        self.source.place(self.written.span().start)
    }

    /// Notes that another type was expected.
    pub(super) fn wrong_type<T>(&self, expected: Code) -> Option<T> {
        let found = self.written.get_ref().type_str();
        self.notes.mistake(&self.place(), Message::new(expected, [Arg::part(self.name), found.into()]));
        None
    }

    /// A text without the blanks around it, not empty.
    pub(super) fn text(self) -> Option<String> {
        let DeValue::String(text) = self.written.get_ref() else {
            return self.wrong_type(Code::NotText);
        };
        let text = text.trim();
        if text.is_empty() {
            self.notes.mistake(&self.place(), Message::of_part(Code::Empty, self.name));
            return None;
        }
        Some(text.to_owned())
    }

    /// The text, if the value is one; nothing is noted otherwise.
    pub(super) fn is_text(&self) -> bool {
        self.written.get_ref().is_str()
    }

    /// True if the value is a table with such an entry.
    pub(super) fn has(&self, name: &str) -> bool {
        self.written.get_ref().as_table().is_some_and(|table| table.contains_key(name))
    }

    /// True if the value is a table; nothing is noted otherwise.
    pub(super) fn is_table(&self) -> bool {
        self.written.get_ref().is_table()
    }

    /// The value as a text in each of the course's languages.
    pub(super) fn localized(self, style: Style) -> Localized {
        let mut texts = Localized::default();
        let Some(table) = self.languages() else { return texts };
        for lang in Lang::ALL {
            if let Some(text) = table.text_of(lang).and_then(|value| value.styled(style)) {
                texts.set(lang, text);
            }
        }
        texts
    }

    fn styled(self, style: Style) -> Option<String> {
        let text = self.text()?;
        self.notes.refer_facts(&text, &self.place());
        if style == Style::Inline && !markdown::is_inline(&text) {
            self.notes.mistake(&self.place(), Code::Inline);
        }
        Some(text)
    }

    pub(super) fn slug(self) -> Option<Slug> {
        let text = self.text()?;
        let slug = Slug::parse(&text);
        if slug.is_none() {
            self.notes.mistake(&self.place(), Message::of_word(Code::NoKey, &text));
        }
        slug
    }

    pub(super) fn truth(self) -> Option<bool> {
        self.written.get_ref().as_bool().or_else(|| self.wrong_type(Code::NotTruth))
    }

    pub(super) fn day(self) -> Option<Day> {
        let DeValue::Datetime(written) = self.written.get_ref() else {
            return self.wrong_type(Code::NotDay);
        };
        Day::parse(&written.to_string()).or_else(|| self.wrong_type(Code::NotDay))
    }

    pub(super) fn table(self) -> Option<Table<'a>> {
        match self.written.get_ref() {
            DeValue::Table(table) => Some(Table {
                notes: self.notes,
                source: self.source,
                entries: table,
                offset: self.written.span().start,
            }),
            _ => self.wrong_type(Code::NotTable),
        }
    }

    pub(super) fn list(self) -> Vec<Self> {
        match self.written.get_ref() {
            DeValue::Array(array) => array.iter().map(|value| Self { written: value, ..self }).collect(),
            _ => self.wrong_type(Code::NotList).unwrap_or_default(),
        }
    }

    pub(super) fn number(self) -> Option<f64> {
        let digits = match self.written.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => return self.wrong_type(Code::NotNumber),
        };
        let number = digits.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.notes.mistake(&self.place(), Message::of_part(Code::NotOrdinary, self.name));
        }
        number
    }

    /// So many numbers, in square brackets.
    pub(super) fn numbers<const COUNT: usize>(self, form: &str) -> Option<[f64; COUNT]> {
        let numbers: Option<Vec<f64>> = self.list().into_iter().map(Self::number).collect();
        let numbers = <[f64; COUNT]>::try_from(numbers?).ok();
        if numbers.is_none() {
            self.notes.mistake(&self.place(), Message::new(Code::WrittenAs, [Arg::part(self.name), form.into()]));
        }
        numbers
    }

    pub(super) fn slugs(self) -> Vec<(Slug, Place)> {
        self.list().into_iter().filter_map(|item| Some((item.slug()?, item.place()))).collect()
    }

    /// The table of a text in several languages: no other keys, none missing.
    fn languages(self) -> Option<Table<'a>> {
        if !self.written.get_ref().is_table() {
            return self.wrong_type(Code::NotByLanguage);
        }
        let table = self.table()?;
        table.known(&Lang::ALL.map(Lang::code));
        for lang in self.notes.languages() {
            if table.text_of(lang).is_some() {
                continue;
            }
            if self.notes.is_required(lang) {
                let args = [Arg::part(self.name), lang.into()];
                // Where an empty text stands it is filled in.
                let place = table.get(lang.code()).map_or_else(|| self.place(), |blank| blank.place());
                self.notes.mistake(&place, Message::new(Code::LanguageMissing, args));
            } else {
                self.notes.lack(&self.place(), lang);
            }
        }
        Some(table)
    }
}
