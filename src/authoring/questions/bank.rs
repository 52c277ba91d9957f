//! The questions of a module's file: what a list shows of each, and where each is written.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::kind::Kind;
use crate::kernel::text::fold;
use crate::kernel::{Lang, Localized};

/// A file of questions.
#[derive(Debug, Clone)]
pub(in crate::authoring) struct Bank {
    text: String,
    questions: Vec<Listed>,
}

/// A question as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::authoring) struct Listed {
    pub(in crate::authoring) key: String,
    /// None: one that we do not know, or that is not there.
    pub(in crate::authoring) kind: Option<Kind>,
    pub(in crate::authoring) text: Localized,
    pub(in crate::authoring) tags: Vec<String>,
    pub(in crate::authoring) lesson: String,
    pub(in crate::authoring) is_critical: bool,
    /// Languages of the course in which one of its texts is not there.
    pub(in crate::authoring) missing: Vec<Lang>,
    /// Where its first line begins, in bytes.
    start: usize,
    /// Where the last of its values ends.
    end: usize,
}

impl Bank {
    /// The questions of a file; none if it is not TOML, or not written as `[[question]]`.
    pub(in crate::authoring) fn parse(text: &str, languages: &[Lang]) -> Option<Self> {
        let root = DeTable::parse(text).ok()?;
        let list = root.get_ref().get("question").map(Spanned::get_ref);
        let mut questions = Vec::new();
        for written in list.and_then(DeValue::as_array).into_iter().flat_map(|list| list.iter()) {
            let start = written.span().start;
            let is_header = text.get(start..).is_some_and(|rest| rest.starts_with("[["));
            questions.push(listed(
                written.get_ref().as_table().filter(|_| is_header)?,
                (start, last(written)),
                languages,
            ));
        }
        Some(Self { text: text.to_owned(), questions })
    }

    pub(in crate::authoring) fn questions(&self) -> &[Listed] {
        &self.questions
    }

    /// The place of a question.
    pub(in crate::authoring) fn find(&self, key: &str) -> Option<usize> {
        self.questions.iter().position(|question| question.key == key)
    }

    fn start(&self, at: usize) -> usize {
        self.questions.get(at).map_or(self.text.len(), |question| question.start)
    }

    /// Where the remarks and empty lines begin that stand before a question, or before the end.
    fn lead(&self, at: usize) -> usize {
        let end = self.start(at);
        // What a text of several lines says is no remark, whatever it begins with.
        let floor = at.checked_sub(1).and_then(|before| self.questions.get(before)).map_or(0, |before| {
            let rest = self.text.get(before.end..end).unwrap_or_default();
            rest.find('\n').map_or(end, |line| before.end + line + 1)
        });
        let before = self.text.get(floor..end).unwrap_or_default();
        let is_lead = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
        let lead: usize = before.split_inclusive('\n').rev().take_while(is_lead).map(str::len).sum();
        end - lead
    }

    /// What is written of a question, from its first line to its last.
    pub(in crate::authoring) fn block(&self, at: usize) -> &str {
        self.text.get(self.start(at)..self.lead(at + 1)).unwrap_or_default()
    }

    /// In which line of the file a question begins, from 1.
    pub(in crate::authoring) fn line(&self, at: usize) -> usize {
        self.text.get(..self.start(at)).unwrap_or_default().matches('\n').count() + 1
    }

    /// The file with another text of a question.
    pub(in crate::authoring) fn with(&self, at: usize, block: &str) -> String {
        let (start, end) = (self.start(at), self.lead(at + 1));
        let (before, after) = (self.text.get(..start).unwrap_or_default(), self.text.get(end..).unwrap_or_default());
        let block = if self.block(at).ends_with('\n') || !after.is_empty() { whole(block) } else { block.to_owned() };
        format!("{before}{block}{after}")
    }

    /// The file with other texts of some questions, by their places.
    pub(super) fn with_all(&self, blocks: &BTreeMap<usize, String>) -> String {
        let mut text = self.text.clone();
        // From the end, so that what stands before keeps its place.
        for (at, block) in blocks.iter().rev() {
            let (start, end) = (self.start(*at), self.lead(*at + 1));
            let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            let is_whole = self.block(*at).ends_with('\n') || !after.is_empty();
            text = format!("{before}{}{after}", if is_whole { whole(block) } else { block.clone() });
        }
        text
    }

    /// The file with questions more, at its end.
    pub(in crate::authoring) fn with_more(&self, blocks: &[String]) -> String {
        let mut text = self.text.trim_end().to_owned();
        for block in blocks {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(block.trim_end());
        }
        if text.is_empty() { text } else { text + "\n" }
    }

    /// The file without some questions. A remark right above one goes with it; one that stands apart stays.
    pub(in crate::authoring) fn without(&self, gone: &[usize]) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for at in 0..self.questions.len() {
            if !gone.contains(&at) {
                continue;
            }
            let lead = self.text.get(self.lead(at)..self.start(at)).unwrap_or_default();
            let own: usize =
                lead.split_inclusive('\n').rev().take_while(|line| !line.trim().is_empty()).map(str::len).sum();
            text.push_str(self.text.get(from..self.start(at) - own).unwrap_or_default());
            // The empty lines that set it apart from the next one.
            let end = self.lead(at + 1);
            let rest = self.text.get(end..).unwrap_or_default();
            let empty: usize = rest.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
            from = (end + empty).max(from);
        }
        text.push_str(self.text.get(from..).unwrap_or_default());
        let text = text.trim_end();
        if text.is_empty() { String::new() } else { format!("{text}\n") }
    }
}

fn whole(block: &str) -> String {
    if block.is_empty() || block.ends_with('\n') { block.to_owned() } else { format!("{block}\n") }
}

/// Where the last part of a value ends: tables are written in pieces.
fn last(value: &Spanned<DeValue<'_>>) -> usize {
    let inner = match value.get_ref() {
        DeValue::Table(table) => table.values().map(last).max(),
        DeValue::Array(list) => list.iter().map(last).max(),
        _ => None,
    };
    inner.unwrap_or_default().max(value.span().end)
}

fn listed(table: &DeTable<'_>, (start, end): (usize, usize), languages: &[Lang]) -> Listed {
    let text = |name: &str| table.get(name).and_then(|value| value.get_ref().as_str()).unwrap_or_default().to_owned();
    let flag = |name: &str| table.get(name).and_then(|value| value.get_ref().as_bool()).unwrap_or_default();
    let tags = table.get("tags").and_then(|value| value.get_ref().as_array());
    let tags = tags.into_iter().flat_map(|list| list.iter()).filter_map(|tag| tag.get_ref().as_str());
    let mut words = Localized::default();
    if let Some(by_language) = table.get("text").and_then(|value| value.get_ref().as_table()) {
        for lang in Lang::ALL {
            if let Some(text) = by_language.get(lang.code()).and_then(|value| value.get_ref().as_str()) {
                words.set(lang, text.to_owned());
            }
        }
    }
    Listed {
        key: text("key"),
        kind: Kind::from_code(&text("kind")),
        text: words,
        tags: tags.map(str::to_owned).collect(),
        lesson: text("lesson"),
        is_critical: flag("critical"),
        missing: languages.iter().copied().filter(|lang| lacks(table, *lang)).collect(),
        start,
        end,
    }
}

/// True if one of the texts is not there in a language.
fn lacks(table: &DeTable<'_>, lang: Lang) -> bool {
    let is_by_language = !table.is_empty() && table.keys().all(|key| Lang::from_code(key.get_ref()).is_some());
    if is_by_language {
        return match table.get(lang.code()).map(Spanned::get_ref) {
            Some(DeValue::String(text)) => text.trim().is_empty(),
            Some(DeValue::Array(list)) => list.is_empty(),
            _ => true,
        };
    }
    table.values().any(|value| match value.get_ref() {
        DeValue::Table(inner) => lacks(inner, lang),
        DeValue::Array(list) => list.iter().any(|one| one.get_ref().as_table().is_some_and(|inner| lacks(inner, lang))),
        _ => false,
    })
}

impl Bank {
    /// True if all of these words, folded, stand somewhere in a question: in its texts, its key, its tags.
    pub(in crate::authoring) fn says(&self, at: usize, searched: &str) -> bool {
        let words = fold(&texts_of(self.block(at)));
        searched.split_whitespace().all(|word| words.contains(word))
    }
}

/// What stands in quotes.
fn texts_of(block: &str) -> String {
    let mut texts = String::with_capacity(block.len());
    for line in block.lines().filter(|line| !line.trim_start().starts_with('[')) {
        texts.push_str(line.split_once('=').filter(|(name, _)| name.len() < 24).map_or(line, |(_, text)| text));
        texts.push('\n');
    }
    texts
}
