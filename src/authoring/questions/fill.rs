//! What a table brings to questions that are there: texts in languages in which they have none, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::bank::Bank;
use super::kind::PartKind;
use super::read::read;
use super::sheet::{Part, Sheet};
use super::write::{typed_number, write};
use crate::content::files::question_entries;
use crate::content::markdown::escaped_fact_values;
use crate::content::model::Fact;
use crate::kernel::{Lang, Localized, Slug};
use crate::quiz::model::Question;

/// The facts of a course. A table has their values where texts name them.
pub(in crate::authoring) type Facts = BTreeMap<Slug, Fact>;

/// What became of a question of a table that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::authoring) struct Added {
    pub(in crate::authoring) key: String,
    /// In which languages it got something; none, if it is whole.
    pub(in crate::authoring) languages: Vec<Lang>,
    /// In which the table says something else.
    pub(in crate::authoring) differs: Vec<Lang>,
}

/// The questions of a module while missing languages are filled in.
#[derive(Debug)]
pub(in crate::authoring) struct Filling {
    bank: Bank,
    languages: Vec<Lang>,
    facts: Facts,
    /// Where a text stands, by its language.
    places: BTreeMap<(Lang, String), Vec<usize>>,
    /// Those that were filled so far.
    sheets: BTreeMap<usize, Sheet>,
}

impl Filling {
    /// Begins with a file of questions; none if it has no form.
    pub(in crate::authoring) fn new(text: &str, (languages, facts): (&[Lang], &Facts)) -> Option<Self> {
        let bank = Bank::parse(text, languages)?;
        let mut places: BTreeMap<(Lang, String), Vec<usize>> = BTreeMap::new();
        for (at, question) in bank.questions().iter().enumerate() {
            for said in said(&settled(&question.text, facts)) {
                places.entry(said).or_default().push(at);
            }
        }
        Some(Self { bank, languages: languages.to_vec(), facts: facts.clone(), places, sheets: BTreeMap::new() })
    }

    /// True if a question has this key.
    pub(in crate::authoring) fn has(&self, key: &str) -> bool {
        self.bank.find(key).is_some()
    }

    /// Fills the question that says the same in one language, the one of this key before others, where it lacks something. None
    /// if there is no such question, or it is whole and has other parts.
    pub(in crate::authoring) fn add(&mut self, brought: &Question, key: Option<&str>) -> Option<Added> {
        let same = said(&brought.text).filter_map(|said| self.places.get(&said)).flatten().copied();
        let mut same: Vec<usize> = same.collect::<BTreeSet<_>>().into_iter().collect();
        if same.is_empty() {
            return None;
        }
        let key_at = |at: usize| self.bank.questions().get(at).map(|question| question.key.clone()).unwrap_or_default();
        same.sort_by_key(|at| Some(key_at(*at).as_str()) != key);
        let brought = read(&question_entries(std::slice::from_ref(brought)))?;
        let mut whole = None;
        for at in same {
            let Some(mut sheet) = self.sheets.get(&at).cloned().or_else(|| read(self.bank.block(at))) else { continue };
            let Some(laid) = fill(&mut sheet, &brought, (&self.languages, &self.facts)) else { continue };
            let is_it = sheet.parts.len() == brought.parts.len();
            let added = Added {
                key: key_at(at),
                languages: laid.filled.into_iter().collect(),
                differs: laid.differs.into_iter().collect(),
            };
            if !added.languages.is_empty() {
                self.sheets.insert(at, sheet);
                return Some(added);
            }
            whole = whole.or_else(|| is_it.then_some(added));
        }
        whole
    }

    /// The file with what was filled in; what else stands in it stays as its author wrote it.
    pub(in crate::authoring) fn into_text(self) -> String {
        let block = |(at, sheet): (&usize, &Sheet)| Some((*at, write(self.bank.block(*at), sheet, &self.languages)?));
        self.bank.with_all(&self.sheets.iter().filter_map(block).collect())
    }
}

/// The questions of a table that were copied so far: another row that says the same is no second copy.
#[derive(Debug, Default)]
pub(in crate::authoring) struct Copied {
    /// As they will be written.
    entries: Vec<String>,
    /// Where a text stands, by its language.
    places: BTreeMap<(Lang, String), BTreeSet<usize>>,
}

impl Copied {
    /// The copy that says the same, if there is one. It is not there yet, so nothing is filled in: what it lacks and this
    /// question has is said to differ.
    pub(in crate::authoring) fn find(&self, brought: &Question, course: (&[Lang], &Facts)) -> Option<Added> {
        let same: BTreeSet<&usize> = said(&brought.text).filter_map(|said| self.places.get(&said)).flatten().collect();
        let mut copies = same.into_iter().filter_map(|at| Filling::new(self.entries.get(*at)?, course));
        let Added { key, languages, differs } = copies.find_map(|mut copy| copy.add(brought, None))?;
        let differs: BTreeSet<Lang> = languages.into_iter().chain(differs).collect();
        Some(Added { key, languages: Vec::new(), differs: differs.into_iter().collect() })
    }

    /// Notes one more.
    pub(in crate::authoring) fn push(&mut self, question: &Question) {
        for said in said(&question.text) {
            self.places.entry(said).or_default().insert(self.entries.len());
        }
        self.entries.push(question_entries(std::slice::from_ref(question)));
    }
}

/// The text as a table has it.
fn settled(text: &Localized, facts: &Facts) -> Localized {
    text.map(|lang, text| escaped_fact_values(text, facts, lang))
}

/// The ends between which a number is right; those of a fact, if it is named.
fn bounds(sheet: &Sheet, facts: &Facts) -> [Option<f64>; 2] {
    match Slug::parse(sheet.value("fact")) {
        Some(key) => facts.get(&key).map(|fact| [fact.min, fact.max]).unwrap_or_default(),
        None => ["min", "max"].map(|name| typed_number(sheet.value(name))),
    }
}

/// What a text says, by language, without the blanks that make no difference.
fn said(text: &Localized) -> impl Iterator<Item = (Lang, String)> {
    let said = |lang: Lang| Some((lang, text.exact(lang)?.split_whitespace().collect::<Vec<_>>().join(" ")));
    Lang::ALL.into_iter().filter_map(said).filter(|(_, said)| !said.is_empty())
}

/// True if both say the same in a language.
fn is_same(one: &Localized, other: &Localized) -> bool {
    said(one).any(|said| self::said(other).any(|other| other == said))
}

/// What the texts of a table did to those that were there.
#[derive(Debug, Default)]
struct Laid {
    filled: BTreeSet<Lang>,
    differs: BTreeSet<Lang>,
}

/// What was filled in; none if both are not the same question.
fn fill(sheet: &mut Sheet, brought: &Sheet, course: (&[Lang], &Facts)) -> Option<Laid> {
    let facts = course.1;
    let is_same_number = bounds(sheet, facts) == bounds(brought, facts);
    let has_same_key = sheet.value("answer") == brought.value("answer") && is_same_number;
    if sheet.kind != brought.kind || !has_same_key {
        return None;
    }
    // The same words may ask another question: that one has other options.
    let mut rest: Vec<&Part> = brought.parts.iter().collect();
    let mut partners = Vec::new();
    for part in &sheet.parts {
        let name = match part.kind {
            PartKind::Pair => "left",
            PartKind::Extra => "right",
            PartKind::Right | PartKind::Wrong | PartKind::Step | PartKind::Decision => "text",
        };
        let is_it =
            |other: &&Part| other.kind == part.kind && is_same(&settled(&part.text(name), facts), &other.text(name));
        match rest.iter().position(is_it) {
            Some(at) => partners.push(rest.remove(at)),
            None => return None,
        }
    }
    let mut texts = brought.texts.clone();
    if !sheet.value("fact").is_empty() {
        // The unit of a fact is said with the fact.
        texts.remove("unit");
    }
    let mut laid = Laid::default();
    laid.fill(&mut sheet.texts, &texts, course);
    for (part, partner) in sheet.parts.iter_mut().zip(partners) {
        laid.fill(&mut part.texts, &partner.texts, course);
    }
    Some(laid)
}

impl Laid {
    /// Puts texts where there are none.
    fn fill(
        &mut self,
        texts: &mut BTreeMap<&'static str, Localized>,
        brought: &BTreeMap<&'static str, Localized>,
        (languages, facts): (&[Lang], &Facts),
    ) {
        for (name, brought) in brought {
            let own = texts.entry(name).or_default();
            let here: Vec<(Lang, String)> = said(&settled(own, facts)).collect();
            for (lang, text) in said(brought).filter(|(lang, _)| languages.contains(lang)) {
                match here.iter().find(|(of, _)| *of == lang) {
                    None => {
                        own.set(lang, brought.exact(lang).unwrap_or_default().to_owned());
                        self.filled.insert(lang);
                    }
                    Some((_, other)) if *other != text => {
                        self.differs.insert(lang);
                    }
                    Some(_) => {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::files;
    use crate::exchange::{self, Format};

    const BANK: &str = "# Ours.\n[[question]]\nkey = \"call\"\nkind = \"single\"\ntext.kk = \"Не істейсіз?\"\n\
        text.en = \"What do you do?\"\n\n[[question.right]]\nkey = \"ring\" # first\ntext.kk = \"Қоңырау шаламын\"\n\n\
        [[question.wrong]]\nkey = \"wait\"\ntext.kk = \"Күтемін\"\nwhy.kk = \"Кеш.\"\n\n\
        # Another.\n[[question]]\nkey = \"far\"\nkind = \"numeric\"\nmin = 3\nmax = 3\ntext.kk = \"Неше?\"\n";
    const HEAD: &str = "part;value;kk;ru;en\n";

    fn facts() -> Facts {
        let file = "[presses]\nvalue = { kk = \"30-дан\", ru = \"по 30\" }\nmin = 28\nmax = 32\nsource = \"S\"\nmark = \"V\"\n";
        files::facts(&[("facts.toml".to_owned(), file.as_bytes().to_vec())].into())
    }

    /// What is said of a question: its key, and which languages it got.
    type Said = Option<(String, Vec<Lang>)>;

    fn short(added: Option<Added>) -> Said {
        added.map(|added| (added.key, added.languages))
    }

    /// What a table makes of the file, and what it says of each question.
    fn laid(table: &str) -> (Vec<Said>, String) {
        let table = format!("{HEAD}{table}");
        let reading = exchange::read(table.as_bytes(), Format::Csv, Lang::Kk, &[]).expect("a table");
        let mut filling = Filling::new(BANK, (&Lang::ALL, &facts())).expect("a bank");
        let said = reading.taken().map(|question| short(filling.add(question, None))).collect();
        (said, filling.into_text())
    }

    #[test]
    fn what_is_missing_is_filled_and_nothing_else_is_touched() {
        let (said, text) = laid(
            "question;single;Не  істейсіз?;Что вы делаете?;Something else?\nright;;Қоңырау шаламын;Звоню;\n\
             wrong;;Күтемін;Жду;\nwhy;;Басқа;Поздно.;Late.\nquestion;numeric;Неше?;Сколько?;\nmin;3;;;\n",
        );
        let of = |key: &str, languages: &[Lang]| Some((key.to_owned(), languages.to_vec()));
        assert_eq!(said, [of("call", &[Lang::Ru, Lang::En]), of("far", &[Lang::Ru])]);
        let lines: Vec<&str> = text.lines().collect();
        let mut rest = lines.iter();
        for line in BANK.lines() {
            assert!(rest.any(|other| *other == line), "{line} is not in its place: {text}");
        }
        let new: Vec<&&str> = lines.iter().filter(|line| !BANK.lines().any(|old| old == **line)).collect();
        let expected = [
            "text.ru = \"Что вы делаете?\"",
            "text.ru = \"Звоню\"",
            "text.ru = \"Жду\"",
            "why.ru = \"Поздно.\"",
            "why.en = \"Late.\"",
            "text.ru = \"Сколько?\"",
        ];
        assert_eq!(new.into_iter().copied().collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn what_is_whole_is_there_already() {
        let (said, text) = laid(
            "question;single;Не істейсіз?;;What do you do?\nright;;Қоңырау шаламын;;\nwrong;;Күтемін;;\nwhy;;Басқа;;\n\
             question;numeric;Неше?;;\nmin;3;;;\n",
        );
        assert_eq!(said, [Some(("call".to_owned(), vec![])), Some(("far".to_owned(), vec![]))]);
        assert_eq!(text, BANK);
        // With one part more it asks something else.
        let table = "question;single;Не істейсіз?;;\nright;;Қоңырау шаламын;;\nwrong;;Күтемін;;\nwrong;;Кетемін;;\n";
        assert_eq!(laid(table), (vec![None], BANK.to_owned()));
    }

    #[test]
    fn what_a_table_says_otherwise_is_told_and_not_taken() {
        let differing = |table: &str| {
            let table = format!("{HEAD}{table}");
            let reading = exchange::read(table.as_bytes(), Format::Csv, Lang::Kk, &[]).expect("a table");
            let mut filling = Filling::new(BANK, (&Lang::ALL, &facts())).expect("a bank");
            let found: Vec<Vec<Lang>> =
                reading.taken().filter_map(|question| filling.add(question, None)).map(|added| added.differs).collect();
            assert!(!filling.into_text().contains("Басқа"), "{table}");
            found
        };
        let parts = "right;;Қоңырау шаламын;;\nwrong;;Күтемін;;\n";
        let same = format!("question;single;Не  істейсіз?;;What do you do?\n{parts}why;;Кеш.;;\n");
        assert_eq!(differing(&same), [vec![]]);
        // A stem in one language, and the reason of an option.
        let other = format!("question;single;Басқа?;;What do you do?\n{parts}why;;Басқаша кеш.;;\n");
        assert_eq!(differing(&other), [vec![Lang::Kk]]);
        let two = format!("question;single;Не істейсіз?;Что?;Басқа?\n{parts}");
        assert_eq!(differing(&two), [vec![Lang::En]], "what is filled in says nothing else");
    }

    #[test]
    fn a_question_that_names_a_fact_is_known_by_its_value() {
        let bank = "[[question]]\nkey = \"press\"\nkind = \"single\"\ntext.kk = \"Қалай басасыз?\"\n\n[[question.right]]\n\
            key = \"rhythm\"\ntext.kk = \"{fact:presses} рет\"\n\n[[question.wrong]]\nkey = \"slow\"\ntext.kk = \"Баяу\"\n\n\
            [[question]]\nkey = \"how-many\"\nkind = \"numeric\"\nfact = \"presses\"\ntext.kk = \"{fact:presses}: неше?\"\n";
        // As it is exported: a sign that could be markup is marked as none.
        let table = "question;single;Қалай басасыз?;;\nright;;30\\-дан рет;по 30 раз;\nwrong;;Баяу;;\n\
            question;numeric;30\\-дан: неше?;;\nmin;28;;;\nmax;32;;;\nunit;;рет;раз;\n\
            question;numeric;30\\-дан: неше?;;\nmin;28;;;\nmax;33;;;\n";
        let table = format!("{HEAD}{table}");
        let reading = exchange::read(table.as_bytes(), Format::Csv, Lang::Kk, &[]).expect("a table");
        let mut filling = Filling::new(bank, (&Lang::ALL, &facts())).expect("a bank");
        let said: Vec<Said> = reading.taken().map(|question| short(filling.add(question, None))).collect();
        let of = |key: &str, languages: &[Lang]| Some((key.to_owned(), languages.to_vec()));
        assert_eq!(said, [of("press", &[Lang::Ru]), of("how-many", &[]), None], "other ends ask for another number");
        let text = filling.into_text();
        assert!(
            text.contains("text.kk = \"{fact:presses} рет\"") && text.contains("text.ru = \"по 30 раз\""),
            "{text}"
        );
    }

    #[test]
    fn another_question_and_one_that_brings_nothing_are_left_alone() {
        for table in [
            "question;single;Басқа?;Другой?;\nright;;Иә;Да;\n",
            "question;single;Не істейсіз?;;\nright;;Қоңырау шаламын;;\n",
            "question;single;Не істейсіз?;;What else?\nright;;Басқа;Другое;\n",
            "question;multiple;Не істейсіз?;Что вы делаете?;\nright;;Қоңырау шаламын;Звоню;\n",
            "question;numeric;Неше?;Сколько?;\nmin;4;;;\n",
        ] {
            assert_eq!(laid(table), (vec![None], BANK.to_owned()), "{table}");
        }
    }
}
