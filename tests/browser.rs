//! The journeys of people, in Chromium at the size of a phone.

#[expect(dead_code, reason = "people in a browser do not use all of the harness")]
mod harness;

#[path = "browser/answers.rs"]
mod answers;
#[path = "browser/authors.rs"]
mod authors;
#[path = "browser/bank.rs"]
mod bank;
#[path = "browser/cards.rs"]
mod cards;
#[path = "browser/care.rs"]
mod care;
#[path = "browser/centre.rs"]
mod centre;
#[path = "browser/demo.rs"]
mod demo;
#[path = "browser/document.rs"]
mod document;
#[path = "browser/drafting.rs"]
mod drafting;
#[path = "browser/dropping.rs"]
mod dropping;
#[path = "browser/editing.rs"]
mod editing;
#[path = "browser/editions.rs"]
mod editions;
#[path = "browser/every.rs"]
mod every;
#[path = "browser/exchange.rs"]
mod exchange;
#[path = "browser/intake.rs"]
mod intake;
#[path = "browser/journey.rs"]
mod journey;
#[path = "browser/keys.rs"]
mod keys;
#[path = "browser/kinds.rs"]
mod kinds;
#[path = "browser/learner.rs"]
mod learner;
#[path = "browser/light.rs"]
mod light;
#[path = "browser/lighthouse.rs"]
mod lighthouse;
#[path = "browser/lost_answers.rs"]
mod lost_answers;
#[path = "browser/making.rs"]
mod making;
#[path = "browser/name.rs"]
mod name;
#[path = "browser/offline.rs"]
mod offline;
#[path = "browser/organisations.rs"]
mod organisations;
#[path = "browser/paper.rs"]
mod paper;
#[path = "browser/phone.rs"]
mod phone;
#[path = "browser/pictures.rs"]
mod pictures;
#[expect(dead_code, clippy::unwrap_used, reason = "nothing is killed here, and a test ends where a command fails")]
#[path = "crash/program.rs"]
mod program;
#[path = "browser/publishing.rs"]
mod publishing;
#[path = "browser/question_live.rs"]
mod question_live;
#[path = "browser/questions.rs"]
mod questions;
#[path = "browser/reviewing.rs"]
mod reviewing;
#[path = "browser/second.rs"]
mod second;
#[path = "browser/signing.rs"]
mod signing;
#[expect(dead_code, clippy::unwrap_used, reason = "the mail server behaves here, and a test ends where it does not")]
#[path = "harness/smtp.rs"]
mod smtp;
#[path = "browser/teaching.rs"]
mod teaching;
#[path = "browser/templates.rs"]
mod templates;
#[path = "browser/touch.rs"]
mod touch;
#[path = "browser/translating.rs"]
mod translating;
#[path = "browser/trial.rs"]
mod trial;
#[path = "browser/unmoused.rs"]
mod unmoused;
#[path = "browser/writing_on.rs"]
mod writing_on;
