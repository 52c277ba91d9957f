//! The frame of every mail: one letter, written twice, as text and as HTML.
//!
//! Readable on a phone, in light and dark, without styles at all; one action at most; nothing is fetched from
//! anywhere, so nobody learns when it was opened.

use maud::{DOCTYPE, Markup, html};

use super::message::OneLine;
use crate::kernel::Lang;

/// What a mail says, in one language. Every text comes from the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The language of all the texts.
    pub lang: Lang,
    /// The subject.
    pub subject: OneLine,
    /// "Hello, …".
    pub greeting: String,
    /// What there is to say, one thought each. Line breaks inside a paragraph are kept.
    pub paragraphs: Vec<String>,
    /// The one thing to do.
    pub action: Option<Action>,
    /// Who writes, and why the reader gets this.
    pub footer: String,
}

/// A button that leads to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// What the button says.
    pub label: String,
    /// The full address of the page.
    pub url: String,
}

/// A letter in both forms, as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The subject.
    pub subject: OneLine,
    /// The plain text.
    pub text: String,
    /// The HTML document.
    pub html: String,
}

impl Letter {
    /// Writes the letter in both forms.
    pub fn write(&self) -> Written {
        Written { subject: self.subject.clone(), text: self.text(), html: self.html().into_string() }
    }

    fn text(&self) -> String {
        let mut parts = vec![self.greeting.clone()];
        parts.extend(self.paragraphs.iter().cloned());
        // On a line of its own, where every mail program finds the link.
        parts.extend(self.action.iter().map(|action| format!("{}:\n{}", action.label, action.url)));
        // "-- " begins a signature (RFC 3676, section 4.3).
        parts.push(format!("-- \n{}", self.footer));
        parts.join("\n\n") + "\n"
    }

    fn html(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="supported-color-schemes" content="light dark";
                    meta name="x-apple-disable-message-reformatting";
                    title { (self.subject) }
                    style { (maud::PreEscaped(STYLE)) }
                }
                body {
                    div.letter {
                        p.greeting { (self.greeting) }
                        @for paragraph in &self.paragraphs { p { (lines(paragraph)) } }
                        @if let Some(action) = &self.action { (button(action)) }
                        div.footer { p { (lines(&self.footer)) } }
                    }
                }
            }
        }
    }
}

/// The button, and under it the address to copy where buttons do not work.
fn button(action: &Action) -> Markup {
    html! {
        p { a.button href=(action.url) { (action.label) } }
        p.address { (action.url) }
    }
}

fn lines(text: &str) -> Markup {
    html! {
        @for (number, line) in text.lines().enumerate() {
            @if number > 0 { br; }
            (line)
        }
    }
}

/// The colours of the pages (warm paper, steppe teal), in values: mail programs know no variables.
/// Contrast in light and dark: text 14:1, button 6.9:1 and 8.3:1, small print 6.9:1 and 7.8:1.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;padding:16px;background:#faf6ee;color:#23211d;font:18px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}\
.letter{max-width:34em;margin:0 auto;overflow-wrap:break-word}\
p{margin:0 0 16px}\
.greeting{font-weight:600}\
.button{display:inline-block;padding:12px 24px;min-height:20px;border-radius:8px;background:#0f6466;color:#fff;font-weight:600;text-decoration:none}\
.address{font-size:14px;color:#5a554b;word-break:break-all}\
.footer{margin-top:32px;padding-top:16px;border-top:1px solid #d9d1c0;font-size:14px;color:#5a554b}\
@media (prefers-color-scheme:dark){body{background:#1b1a17;color:#ece6da}.button{background:#6cc5c1;color:#10201f}.address,.footer{color:#b5ad9d}.footer{border-color:#3c3932}}";

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            lang: Lang::Kk,
            subject: OneLine::new("Поштаңызды растаңыз"),
            greeting: "Сәлеметсіз бе, Әсем <b>!".to_owned(),
            paragraphs: vec!["Бірінші жол\nекінші жол".to_owned(), "Соңы & бітті".to_owned()],
            action: Some(Action {
                label: "Растау".to_owned(),
                url: "https://erikti.example.kz/kk/l?a=1&b=2".to_owned(),
            }),
            footer: "Ерікті".to_owned(),
        }
    }

    #[test]
    fn both_forms_say_the_same() {
        let written = letter().write();
        for words in ["Бірінші жол", "екінші жол", "Растау", "Ерікті"] {
            assert!(written.text.contains(words) && written.html.contains(words), "{words}");
        }
        assert!(written.text.contains("Растау:\nhttps://erikti.example.kz/kk/l?a=1&b=2\n"));
        assert!(written.html.contains("href=\"https://erikti.example.kz/kk/l?a=1&amp;b=2\""));
        assert!(written.html.contains("<html lang=\"kk\">"));
    }

    #[test]
    fn names_cannot_become_markup_and_nothing_is_fetched() {
        let html = letter().write().html;
        assert!(html.contains("Әсем &lt;b&gt;!"));
        for remote in ["<img", "<link", "<script", "src=", "url(", "@import"] {
            assert!(!html.contains(remote), "{remote}");
        }
    }
}
