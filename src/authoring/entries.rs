//! `facts.toml` and `glossary.toml` as they are edited: a table for each key, changed in place.

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::course_file::{localized, put, set_localized, text};
use crate::kernel::{Lang, Localized};

/// A fact, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct FactEntry {
    pub(super) key: String,
    /// As texts show it; the same in every language where the file writes it once.
    pub(super) value: Localized,
    /// What a numeric question accepts, both ends included.
    pub(super) bounds: Option<(f64, f64)>,
    pub(super) unit: Localized,
    pub(super) source: String,
    /// How sure it is: `V` or `K`.
    pub(super) mark: String,
}

/// A word of the glossary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct TermEntry {
    pub(super) key: String,
    pub(super) term: Localized,
    pub(super) meaning: Localized,
}

/// A file with a table for each key.
#[derive(Debug, Clone)]
pub(super) struct EntriesFile(DocumentMut);

impl EntriesFile {
    /// The file, if it is TOML; an empty one if it is not there.
    pub(super) fn parse(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// The file as text.
    pub(super) fn into_text(self) -> String {
        self.0.to_string()
    }

    /// True if something has this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Every fact, in the order of the file.
    pub(super) fn facts(&self) -> Vec<FactEntry> {
        self.tables().map(|(key, table)| fact(key, table)).collect()
    }

    /// Every term, in the order of the file.
    pub(super) fn terms(&self) -> Vec<TermEntry> {
        let term = |(key, table): (&str, &dyn TableLike)| TermEntry {
            key: key.to_owned(),
            term: localized(table, "term"),
            meaning: localized(table, "meaning"),
        };
        self.tables().map(term).collect()
    }

    fn tables(&self) -> impl Iterator<Item = (&str, &dyn TableLike)> {
        self.0.iter().filter_map(|(key, item)| Some((key, item.as_table_like()?)))
    }

    /// Writes a fact, which is added at the end if it is new.
    pub(super) fn set_fact(&mut self, fact: &FactEntry, languages: &[Lang]) {
        let Some(table) = self.table_mut(&fact.key) else { return };
        let first = languages.first().and_then(|lang| fact.value.exact(*lang)).unwrap_or_default().to_owned();
        // What stands there in a language that is not of the course now is not lost by writing all alike.
        let others = table.get("value").and_then(toml_edit::Item::as_table_like);
        let has_others =
            others.is_some_and(|by| by.iter().any(|(code, _)| !languages.iter().any(|lang| lang.code() == code)));
        if !has_others && languages.iter().all(|lang| fact.value.exact(*lang).unwrap_or_default() == first) {
            put(table, "value", Value::from(first));
        } else {
            set_localized(table, "value", &fact.value, languages);
        }
        for (name, bound) in [("min", fact.bounds.map(|bounds| bounds.0)), ("max", fact.bounds.map(|bounds| bounds.1))]
        {
            match bound {
                Some(bound) if number(table, name) == Some(bound) => {}
                Some(bound) => put(table, name, written(bound)),
                None => {
                    table.remove(name);
                }
            }
        }
        if Lang::ALL.into_iter().all(|lang| fact.unit.exact(lang).is_none_or(str::is_empty)) {
            table.remove("unit");
        } else {
            set_localized(table, "unit", &fact.unit, languages);
        }
        put(table, "source", Value::from(fact.source.as_str()));
        put(table, "mark", Value::from(fact.mark.as_str()));
    }

    /// Writes a term, which is added at the end if it is new.
    pub(super) fn set_term(&mut self, term: &TermEntry, languages: &[Lang]) {
        let Some(table) = self.table_mut(&term.key) else { return };
        set_localized(table, "term", &term.term, languages);
        set_localized(table, "meaning", &term.meaning, languages);
    }

    fn table_mut(&mut self, key: &str) -> Option<&mut Table> {
        let item = self.0.entry(key).or_insert_with(|| Item::Table(Table::new()));
        if let Item::Value(Value::InlineTable(inline)) = item {
            *item = Item::Table(inline.clone().into_table());
        }
        item.as_table_mut()
    }

    /// Gives something another key, in the place where it stands; false if there is no such thing or the new key is
    /// taken.
    pub(super) fn rename(&mut self, old: &str, new: &str) -> bool {
        if self.has(new) {
            return false;
        }
        let Some(item) = self.0.remove(old) else { return false };
        self.0.insert(new, item);
        true
    }

    /// Takes something out; false if there is no such thing.
    pub(super) fn remove(&mut self, key: &str) -> bool {
        self.0.remove(key).is_some()
    }
}

fn fact(key: &str, table: &dyn TableLike) -> FactEntry {
    let same = text(table, "value");
    FactEntry {
        key: key.to_owned(),
        value: if same.is_empty() { localized(table, "value") } else { Localized::same(&same) },
        bounds: number(table, "min").zip(number(table, "max")),
        unit: localized(table, "unit"),
        source: text(table, "source"),
        mark: text(table, "mark"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "bounds of an answer, far below 2^52")]
fn number(table: &dyn TableLike, name: &str) -> Option<f64> {
    let item = table.get(name)?;
    item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64))
}

#[expect(clippy::cast_possible_truncation, reason = "a whole number that is read back as the same")]
fn written(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < 1e15 { Value::from(number as i64) } else { Value::from(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &str = r#"# How fast
[rate] # here
value = "100–120"
min = 100
max = 120
unit.kk = "рет/мин"
unit.ru = "раз в минуту"
source = "ERC 2025"
mark = "V"

# How deep
[depth]
value.kk = "5 см"
value.ru = "5 см"
source = "ERC 2025"
mark = "K"
"#;

    fn file() -> EntriesFile {
        EntriesFile::parse(FACTS).expect("TOML")
    }

    #[test]
    fn what_is_not_changed_stays_as_it_is_written() {
        let mut same = file();
        for fact in same.facts() {
            if fact.key == "rate" {
                same.set_fact(&fact, &[Lang::Kk, Lang::Ru]);
            }
        }
        assert_eq!(same.into_text(), FACTS);
    }

    #[test]
    fn a_fact_is_changed_in_its_place() {
        let mut changed = file();
        let mut rate = changed.facts().remove(0);
        rate.value = Localized::same("110");
        rate.bounds = Some((110.0, 112.5));
        changed.set_fact(&rate, &[Lang::Kk, Lang::Ru]);
        let expected = FACTS.replace("\"100–120\"", "\"110\"").replace("= 100", "= 110").replace("= 120", "= 112.5");
        assert_eq!(changed.into_text(), expected);
        let mut split = file();
        let mut rate = split.facts().remove(0);
        rate.value = Localized { kk: Some("а".to_owned()), ru: Some("б".to_owned()), en: None };
        (rate.bounds, rate.unit) = (None, Localized::default());
        split.set_fact(&rate, &[Lang::Kk, Lang::Ru]);
        let again = EntriesFile::parse(&split.into_text()).expect("TOML");
        assert_eq!(again.facts().remove(0), rate);
    }

    #[test]
    fn a_fact_comes_gets_another_name_and_goes() {
        let mut file = file();
        let new = FactEntry {
            key: "cycles".to_owned(),
            value: Localized::same("30:2"),
            source: "ERC".to_owned(),
            mark: "V".to_owned(),
            ..FactEntry::default()
        };
        file.set_fact(&new, &[Lang::Kk]);
        assert!(file.rename("rate", "speed") && !file.rename("depth", "speed") && !file.rename("none", "other"));
        let text = file.into_text();
        assert!(text.starts_with("# How fast\n[speed] # here\nvalue = \"100–120\"\n"), "{text}");
        assert!(text.ends_with("\n[cycles]\nvalue = \"30:2\"\nsource = \"ERC\"\nmark = \"V\"\n"), "{text}");
        let mut file = EntriesFile::parse(&text).expect("TOML");
        assert_eq!(file.facts().iter().map(|fact| fact.key.as_str()).collect::<Vec<_>>(), ["speed", "depth", "cycles"]);
        assert!(file.remove("depth") && !file.remove("depth"));
        assert_eq!(file.facts().len(), 2);
    }
}
