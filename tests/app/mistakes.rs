//! What the checks say of a course, in the language of the page.

use std::collections::BTreeSet;

use erikti::content::message::{Code, Message, PLACES};
use erikti::content::views::message;
use erikti::i18n::{has, sources};
use erikti::kernel::Lang;

use super::drafts::{DRAFT, drafting, stored};
use super::drafts_publish::write;
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;

/// The places that a sentence names.
fn named(written: &str, before: &str) -> BTreeSet<&'static str> {
    PLACES.into_iter().filter(|place| written.contains(&format!("{before}{place}"))).collect()
}

#[test]
fn every_sentence_of_the_checks_has_words_in_three_languages() {
    for lang in Lang::ALL {
        let written: Vec<&str> = sources(lang).flat_map(str::lines).collect();
        for code in Code::ALL {
            let key = code.key();
            assert!(has(lang, key), "{lang}: {key}");
            let line = written.iter().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = ")).expect(key);
            // What the words name is what the reader gives.
            let given: BTreeSet<_> =
                PLACES.into_iter().filter(|place| code.english().contains(&format!("{{{place}}}"))).collect();
            assert!(named(line, "$").is_subset(&given), "{lang}: {key}: {line}");
            let said = message(lang, &Message::new(*code, ["1".into(), "2".into(), "3".into(), "4".into()]));
            let is_cyrillic = |c: char| ('а'..='я').contains(&c) || "әғқңөұүһі".contains(c);
            let is_own = said.to_lowercase().chars().any(is_cyrillic);
            assert_eq!(is_own, lang != Lang::En, "{lang}: {key}: {said}");
            assert!(lang == Lang::En || !is_english(&said), "{lang}: {key}: {said}");
        }
    }
}

/// Three words of Latin letters one after the other, what is quoted left out.
fn is_english(said: &str) -> bool {
    let mut rest = String::new();
    let mut depth = 0;
    for c in said.chars() {
        depth += i32::from(c == '«') - i32::from(c == '»');
        rest.push(if depth > 0 { '«' } else { c });
    }
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
    let words: Vec<&str> = rest.split_whitespace().collect();
    words.windows(3).any(|three| three.iter().all(is_word))
}

/// The mistakes and warnings of a page of checks, without markup.
fn told(page: &str) -> Vec<String> {
    let lists = page.split("<ul class=\"mistakes\">").skip(1).filter_map(|rest| rest.split("</ul>").next());
    let items = lists.flat_map(|list| list.split("<li>").skip(1));
    items.filter_map(|item| Some(item.split_once("<p>")?.1.split("</p>").next()?.replace("&lt;", "<"))).collect()
}

/// Puts one text in place of another in a file of the draft.
async fn change(app: &TestApp, trainer: &Client, path: &'static str, (from, to): (&str, &str)) {
    let text = stored(app, path).await.expect("it is there");
    assert!(text.contains(from), "{path} has {from}");
    write(trainer, DRAFT, path, &text.replacen(from, to, 1)).await;
}

#[tokio::test]
async fn a_trainer_reads_no_english_among_the_mistakes() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (course, questions, lesson) =
            ("course.toml", "questions/motives.toml", "lessons/motives/six-motives.kk.md");
        change(&app, &trainer, course, ("tries = ", "tries = 90")).await;
        change(&app, &trainer, course, ("minutes = ", "minutes = \"x\" #")).await;
        change(&app, &trainer, course, ("pass_percent = ", "passpercent = ")).await;
        change(&app, &trainer, questions, ("[[question.right]]", "[[question.wrong]]")).await;
        change(&app, &trainer, questions, ("text.ru = ", "text.rus = ")).await;
        let text = stored(&app, lesson).await.expect("it is there");
        let text =
            format!("{text}\n![](picture:none)\n\n[x](lesson:six-motive)\n\n::: done\nx\n:::\n\n…\n\n<b>x</b>\n");
        write(&trainer, DRAFT, lesson, &text).await;
        write(&trainer, DRAFT, "lessons/motives/six-motives.ru.md", "").await;
        let page = trainer.get(&format!("{DRAFT}/check")).await.ok().text();
        let mistakes = told(&page);
        for words in [
            "Суреттің сөзбен сипаттамасы жоқ",
            "«none» деген сурет жоқ.",
            "«six-motive» деген сабақ жоқ. Мүмкін, «six-motives»?",
            "«done» деген жақтау жоқ",
            "Бұл абзац әлі аударылмаған",
            "HTML белгілері болмайды",
            "Бірінші жолда сабақтың атауы",
            "Жоқ: өту балы.",
            "«passpercent» деген жазу мұнда болмайды. Мүмкін, «pass_percent»?",
            "уақыты: бүтін сан жазыңыз",
            "кемінде 1 болуы керек",
            "мәтін жоқ. Тілі: Русский.",
            "аралығында болуы керек",
        ] {
            assert!(mistakes.iter().any(|said| said.contains(words)), "{words}: {mistakes:#?}");
        }
        let english: Vec<_> = mistakes.iter().filter(|said| is_english(said)).collect();
        assert!(english.is_empty(), "{english:#?}");
        assert!(!page.contains("<span lang=\"en\">"));
        // The file as text says the same.
        let page = trainer.get(&format!("{DRAFT}/file?path={course}")).await.ok();
        page.says("Жоқ: өту балы.");
    })
    .await;
}
