//! Where a mistake is mended: from a line of a file to the form or the text that holds it.

use crate::content::files::Mistake;
use crate::content::message::{Arg, Code, Message};
use crate::kernel::Lang;

/// Where a mistake is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// In the settings of the course, at a field.
    Settings(String),
    /// In the form of a module, at a field.
    Module(String, String),
    /// In the form of a lesson.
    Lesson(String),
    /// In the text of a lesson, at a line.
    Text { module: String, lesson: String, lang: Lang, line: usize },
    /// In the form of a question, at a field.
    Question(String, String),
    /// In the form of a module that is not there yet.
    NewModule,
    /// In the form of the final test.
    Final,
    /// In a file, at a line.
    File(String, usize),
}

/// The place of a mistake. `course_file` is the text of `course.toml`.
pub(super) fn place_of(mistake: &Mistake, course_file: &str) -> Place {
    let missing = mistake.message.word().filter(|_| mistake.message.code == Code::FileMissing);
    if let Some(place) = text_place(missing.unwrap_or(&mistake.file), mistake.line) {
        return match place {
            Place::Text { module, lesson, lang, .. } if missing.is_some() => {
                Place::Text { module, lesson, lang, line: 1 }
            }
            place => place,
        };
    }
    if let Some(path) = missing {
        return Place::File(path.to_owned(), 1);
    }
    if mistake.file == "course.toml" {
        return course_place(course_file, mistake);
    }
    Place::File(mistake.file.clone(), mistake.line)
}

fn text_place(path: &str, line: usize) -> Option<Place> {
    let (module, rest) = path.strip_prefix("lessons/")?.strip_suffix(".md")?.split_once('/')?;
    let (lesson, code) = rest.rsplit_once('.')?;
    let lang = Lang::from_code(code)?;
    Some(Place::Text { module: module.to_owned(), lesson: lesson.to_owned(), lang, line })
}

/// The name that a line sets, such as `title.kk`.
fn name_of(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim();
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.');
    is_name.then_some(name)
}

/// The field that a file lacks; nothing stands in its line.
fn missing_field(message: &Message) -> Option<String> {
    let name = message.word()?;
    match (message.code, message.args.get(1)) {
        (Code::Missing, _) => Some(name.to_owned()),
        (Code::LanguageMissing, Some(Arg::Lang(lang))) => Some(format!("{name}.{lang}")),
        _ => None,
    }
}

fn course_place(text: &str, mistake: &Mistake) -> Place {
    let line = mistake.line;
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let until = line.min(lines.len());
    let header = |line: &&str| line.starts_with('[') && line.ends_with(']') || line.starts_with("[[");
    let before = lines.get(..until).unwrap_or_default();
    let section =
        before.iter().rposition(|line| header(line) && !line.contains('=') && line.contains(char::is_alphabetic));
    let words = section.and_then(|at| lines.get(at)).map_or("", |line| line.trim_matches(['[', ']']));
    // The key stands under the header, before or after the line.
    let key = |from: usize| {
        let under = lines.get(from + 1..).unwrap_or_default().iter().take_while(|line| !line.starts_with('['));
        let mut keys = under.filter(|line| name_of(line) == Some("key"));
        keys.next().and_then(|line| line.split('"').nth(1)).unwrap_or_default().to_owned()
    };
    let named =
        before.iter().skip(section.map_or(0, |at| at + 1)).rev().find_map(|line| name_of(line)).unwrap_or("key");
    let missing = missing_field(&mistake.message);
    let name = missing.as_deref().unwrap_or(named);
    let field = |first: &str| match name.split_once('.') {
        Some(("title", lang)) => format!("{first}_{lang}"),
        Some((name, lang)) => format!("{name}_{lang}"),
        None => name.to_owned(),
    };
    let module = || before.iter().rposition(|line| *line == "[[modules]]").map(key).unwrap_or_default();
    match (words, section) {
        ("", _) if name == "modules" => Place::NewModule,
        ("", _) if ["key", "review"].contains(&name) => Place::File("course.toml".to_owned(), line),
        ("", _) => Place::Settings(field("title")),
        ("certificate", _) if name == "kind" || mistake.message.code == Code::PracticalKind => {
            Place::File("course.toml".to_owned(), line)
        }
        ("certificate", _) if name == "validity_months" => Place::Settings("validity".to_owned()),
        ("certificate", _) if name == "valid_until" => Place::Settings("until".to_owned()),
        ("certificate", _) => Place::Settings(field("printed")),
        ("guideline", _) => Place::Settings("guideline".to_owned()),
        ("modules", _) => Place::Module(module(), field("title")),
        ("modules.test", _) => Place::Module(module(), name.to_owned()),
        ("final", _) => Place::Final,
        ("modules.lessons", Some(at)) => Place::Lesson(key(at)),
        _ => Place::File("course.toml".to_owned(), line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = "key = \"a\"\nhours = 0\ntitle.kk = \"\"\noutcomes.ru = [\n  \"x\",\n]\n\n[certificate]\nkind = \"theory\"\n\
                          title.en = \"\"\n\n[[modules]]\nkey = \"one\"\nsummary.kk = \"\"\n\n[[modules.lessons]]\nkey = \"l\"\n\
                          minutes = 0\n\n[modules.test]\ndraw = 500\n\n[final]\ndraw = []\n";

    fn place(file: &str, line: usize) -> Place {
        told(file, line, Code::Hours.into())
    }

    fn missing(path: &str) -> Place {
        told("course.toml", 16, Message::of_word(Code::FileMissing, path))
    }

    fn told(file: &str, line: usize, message: Message) -> Place {
        place_of(&Mistake { file: file.to_owned(), line, column: 1, message, suggestion: None }, COURSE)
    }

    #[test]
    fn a_line_leads_to_the_form_that_holds_it() {
        let course = |line| place("course.toml", line);
        let settings = |field: &str| Place::Settings(field.to_owned());
        let module = |field: &str| Place::Module("one".to_owned(), field.to_owned());
        assert_eq!(course(2), settings("hours"));
        assert_eq!(course(3), settings("title_kk"));
        assert_eq!(course(5), settings("outcomes_ru"));
        assert_eq!(course(10), settings("printed_en"));
        assert_eq!(course(12), module("key"));
        assert_eq!(course(14), module("summary_kk"));
        assert_eq!(course(16), Place::Lesson("l".to_owned()));
        assert_eq!(course(18), Place::Lesson("l".to_owned()));
        assert_eq!(course(21), module("draw"));
        assert_eq!(course(24), Place::Final);
        assert_eq!(course(900), Place::Final);
        assert_eq!(course(1), Place::File("course.toml".to_owned(), 1));
    }

    #[test]
    fn what_is_missing_is_written_where_it_will_be() {
        let missing = |line, message| told("course.toml", line, message);
        assert_eq!(missing(1, Message::of_part(Code::Missing, "modules")), Place::NewModule);
        assert_eq!(missing(1, Message::of_part(Code::Missing, "hours")), Place::Settings("hours".to_owned()));
        let title = Message::new(Code::LanguageMissing, [Arg::part("title"), Lang::Ru.into()]);
        assert_eq!(missing(3, title.clone()), Place::Settings("title_ru".to_owned()));
        assert_eq!(missing(12, title), Place::Module("one".to_owned(), "title_ru".to_owned()));
        assert_eq!(missing(8, Code::PracticalKind.into()), Place::File("course.toml".to_owned(), 8));
        assert_eq!(missing(1, Message::of_part(Code::Missing, "key")), Place::File("course.toml".to_owned(), 1));
    }

    #[test]
    fn a_text_is_mended_where_it_is_written_and_a_missing_one_where_it_will_be() {
        let text = |line| Place::Text { module: "m".to_owned(), lesson: "l".to_owned(), lang: Lang::Ru, line };
        assert_eq!(place("lessons/m/l.ru.md", 7), text(7));
        assert_eq!(missing("lessons/m/l.ru.md"), text(1));
        let file = |path: &str, line| Place::File(path.to_owned(), line);
        assert_eq!(missing("questions/m.toml"), file("questions/m.toml", 1));
        assert_eq!(place("facts.toml", 3), file("facts.toml", 3));
    }
}
