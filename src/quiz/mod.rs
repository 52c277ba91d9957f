//! Questions, marking, drawing, attempts: pure functions of their arguments.
//!
//! Nothing here knows the time, chance, files, a database or HTML. A draw and a shuffle take a seed; a rule
//! about waiting takes the moments it compares. Right answers live in [`model::Question`] and leave this
//! module only through [`reveal`], when explanations are due; what a form is made from ([`shown`]) has no
//! place for them.
//!
//! One try, from beginning to end: [`draw::draw`] picks the questions, [`shown::show`] prepares each for its
//! form, [`kinds::parse`] reads what the browser sends, [`mark::mark`] marks it, [`attempt::outcome`] adds the
//! marks up, [`reveal::explain`] explains, [`rules::next_try`] says when the next try may begin.

pub mod attempt;
pub mod deal;
pub mod draw;
pub mod form;
pub mod kinds;
pub mod mark;
pub mod mistake;
pub mod model;
pub mod points;
pub mod reveal;
pub mod rules;
pub mod shown;
