//! Questions from rows.

use super::Row;
use crate::exchange::model::{Draft, DraftBody, DraftOption, Found, Note, Reason, Refusal};
use crate::exchange::words::{self, Written};
use crate::kernel::{Lang, Localized, Slug};
use crate::quiz::kinds::numeric::number;

/// What a row may be, with the words for it.
const PARTS: [(Part, &[&str]); 19] = [
    (Part::Question, &["question", "сұрақ", "вопрос"]),
    (Part::Explanation, &["explanation", "түсіндірме", "объяснение"]),
    (Part::Right, &["right", "дұрыс", "верно"]),
    (Part::Wrong, &["wrong", "қате", "неверно"]),
    (Part::Why, &["why", "неге", "почему"]),
    (Part::Step, &["step", "қадам", "шаг"]),
    (Part::Left, &["left", "сол жағы", "слева"]),
    (Part::With, &["with", "оң жағы", "справа"]),
    (Part::Extra, &["extra", "артық", "лишнее"]),
    (Part::Accept, &["accept", "қабылданады", "принимать"]),
    (Part::Min, &["min", "кемінде", "от"]),
    (Part::Max, &["max", "ең көбі", "до"]),
    (Part::Unit, &["unit", "өлшем", "единица"]),
    (Part::Key, &["key", "кілт", "ключ"]),
    (Part::Lesson, &["lesson", "сабақ", "урок"]),
    (Part::Tags, &["tags", "белгілер", "метки"]),
    (Part::Critical, &["critical", "шешуші", "решающий"]),
    (Part::FixedOrder, &["fixed-order", "реті тұрақты", "порядок постоянный"]),
    (Part::Nothing, &[""]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Question,
    Explanation,
    Right,
    Wrong,
    Why,
    Step,
    Left,
    With,
    Extra,
    Accept,
    Min,
    Max,
    Unit,
    Key,
    Lesson,
    Tags,
    Critical,
    FixedOrder,
    Nothing,
}

/// Where each column stands.
struct Head {
    part: usize,
    value: Option<usize>,
    languages: Vec<(Lang, usize)>,
}

impl Head {
    fn of(row: &Row) -> Option<Self> {
        let place =
            |names: &[&str]| row.cells.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
        let languages: Vec<_> = Lang::ALL.into_iter().filter_map(|lang| Some((lang, place(&[lang.code()])?))).collect();
        let part = place(&["part", "бөлігі", "часть"]).filter(|_| !languages.is_empty())?;
        Some(Self { part, value: place(&["value", "мәні", "значение"]), languages })
    }
}

/// A question that is being read.
#[derive(Default)]
struct Open {
    draft: Draft,
    kind: String,
    options: Vec<DraftOption>,
    steps: Vec<Localized>,
    pairs: Vec<(Localized, Localized)>,
    forms: Vec<(Lang, String)>,
    bounds: (Option<String>, Option<String>),
    unit: Localized,
}

pub(in crate::exchange) fn read(rows: &[Row]) -> Result<Found, Refusal> {
    let mut filled = rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let head = filled.next().and_then(Head::of).ok_or(Refusal::NoHead)?;
    let mut found = Found::default();
    let mut open: Option<Open> = None;
    for row in filled {
        let cell = |at: usize| row.cells.get(at).map(|cell| cell.trim()).unwrap_or_default();
        let (name, value) = (cell(head.part), head.value.map(cell).unwrap_or_default());
        let lowered = name.to_lowercase();
        let named = PARTS.iter().find(|(_, names)| names.contains(&lowered.as_str())).map(|(part, _)| *part);
        let part = if name.starts_with('#') { Some(Part::Nothing) } else { named };
        if part == Some(Part::Question) {
            if let Some(done) = open.take() {
                found.push(finish(done))?;
            }
            let mut next = Open { kind: value.to_lowercase(), ..Open::default() };
            next.draft.line = row.line;
            next.draft.text = texts(&head, row, &mut next.draft.notes);
            open = Some(next);
            continue;
        }
        match (part, open.as_mut()) {
            (Some(Part::Nothing), _) => {}
            (Some(part), Some(open)) => add(open, part, value, (row, &head)),
            (None, Some(open)) => open.draft.notes.push(Note::Row { line: row.line, part: short(name) }),
            (_, None) => found.notes.push((row.line, Note::Row { line: row.line, part: short(name) })),
        }
    }
    if let Some(done) = open {
        found.push(finish(done))?;
    }
    Ok(found)
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// The cells of the languages. Bold and emphasis may stand in them as in the course's files.
fn texts(head: &Head, row: &Row, notes: &mut Vec<Note>) -> Localized {
    let mut texts = Localized::default();
    for (lang, at) in &head.languages {
        let cell = row.cells.get(*at).map(|cell| cell.trim()).unwrap_or_default();
        if !cell.is_empty() {
            texts.set(*lang, words::read(cell, Written::Markdown, notes));
        }
    }
    texts
}

fn add(open: &mut Open, part: Part, value: &str, (row, head): (&Row, &Head)) {
    // What is typed is no Markdown, so nothing of it is lost.
    let mut no_text = Vec::new();
    let notes = if part == Part::Accept { &mut no_text } else { &mut open.draft.notes };
    let texts = texts(head, row, notes);
    let is_yes = matches!(value.to_lowercase().as_str(), "yes" | "true" | "1" | "иә" | "да" | "x" | "+");
    match part {
        Part::Explanation => open.draft.explanation = texts,
        Part::Right | Part::Wrong => {
            let critical = matches!(value.to_lowercase().as_str(), "critical" | "шешуші" | "решающий");
            open.options.push(DraftOption {
                right: part == Part::Right,
                critical,
                text: texts,
                ..DraftOption::default()
            });
        }
        Part::Why => match open.options.last_mut() {
            Some(option) => option.why = texts,
            None => open.draft.notes.push(Note::Row { line: row.line, part: "why".to_owned() }),
        },
        Part::Step => open.steps.push(texts),
        Part::Left => open.pairs.push((texts, Localized::default())),
        Part::With => match open.pairs.last_mut().filter(|(_, right)| right.is_empty()) {
            Some((_, right)) => *right = texts,
            None => open.draft.notes.push(Note::Row { line: row.line, part: "with".to_owned() }),
        },
        Part::Extra => open.pairs.push((Localized::default(), texts)),
        Part::Accept => {
            for (lang, at) in &head.languages {
                let form = row.cells.get(*at).map(|cell| cell.trim()).unwrap_or_default();
                if !form.is_empty() {
                    open.forms.push((*lang, form.to_owned()));
                }
            }
        }
        Part::Min => open.bounds.0 = Some(value.to_owned()),
        Part::Max => open.bounds.1 = Some(value.to_owned()),
        Part::Unit => open.unit = texts,
        Part::Key => open.draft.key = Some(value.to_owned()).filter(|key| !key.is_empty()),
        Part::Lesson => open.draft.lesson = Slug::parse(value),
        Part::Tags => {
            open.draft.tags =
                value.split([',', ';']).map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
        }
        Part::Critical => open.draft.critical = is_yes,
        Part::FixedOrder => open.draft.fixed_order = is_yes,
        Part::Question | Part::Nothing => {}
    }
}

fn finish(open: Open) -> Draft {
    let Open { mut draft, kind, options, steps, pairs, forms, bounds, unit } = open;
    let is_empty = |options: &[DraftOption]| options.iter().any(|option| option.text.is_empty());
    let alone = pairs.iter().find(|(_, right)| right.is_empty()).map(|(left, _)| left.get(Lang::En).to_owned());
    let body = match kind.as_str() {
        "single" | "бір жауап" | "один ответ" | "multiple" | "бірнеше жауап" | "несколько ответов"
            if is_empty(&options) =>
        {
            Err(Reason::OptionWithoutText)
        }
        "single" | "бір жауап" | "один ответ" => Ok(DraftBody::Single(options)),
        "multiple" | "бірнеше жауап" | "несколько ответов" => {
            Ok(DraftBody::Multiple(options))
        }
        "true" | "ақиқат" | "правда" => Ok(DraftBody::TrueFalse(true, options)),
        "false" | "жалған" | "неправда" => Ok(DraftBody::TrueFalse(false, options)),
        "ordering" | "рет" | "порядок" => Ok(DraftBody::Ordering(steps)),
        "matching" | "сәйкестік" | "соответствие" => match alone {
            Some(left) => Err(Reason::LeftAlone(left)),
            None => Ok(DraftBody::Matching(pairs)),
        },
        "numeric" | "сан" | "число" => numeric(bounds).map(|(min, max)| DraftBody::Numeric { min, max, unit }),
        "text" | "мәтін" | "текст" if forms.is_empty() => Err(Reason::NoRight),
        "text" | "мәтін" | "текст" => Ok(DraftBody::Text(forms)),
        other => Err(Reason::Kind(short(other))),
    };
    match body {
        Ok(body) => draft.body = Some(body),
        Err(reason) => draft.reason = Some(reason),
    }
    draft
}

fn numeric((min, max): (Option<String>, Option<String>)) -> Result<(f64, f64), Reason> {
    let parsed = |text: String| number(&text).ok_or(Reason::NotANumber(text));
    match (min, max) {
        (Some(min), Some(max)) => Ok((parsed(min)?, parsed(max)?)),
        (Some(only), None) | (None, Some(only)) => parsed(only).map(|only| (only, only)),
        (None, None) => Err(Reason::NoRight),
    }
}
