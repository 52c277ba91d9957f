//! A mistake in words.

use maud::{Markup, html};

use crate::authoring::wording::{name_of, recognised};
use crate::content::files::Mistake;
use crate::i18n::Arg;
use crate::kernel::Lang;
use crate::web::Page;

/// What is wrong, in the language of the page; where the catalogue lacks it, as the reader says it.
pub(in crate::authoring) fn mistake_words(page: &Page, mistake: &Mistake) -> Markup {
    let Some((key, parts)) = recognised(&mistake.message) else {
        return html! {
            span lang="en" {
                (mistake.message)
                @if let Some(suggestion) = &mistake.suggestion { " (" (suggestion) ")" }
            }
        };
    };
    let called = |part: &str| match (name_of(part), Lang::from_code(part)) {
        (Some(key), _) => page.t(key).to_owned(),
        (None, Some(lang)) => lang.native_name().to_owned(),
        (None, None) => part.to_owned(),
    };
    let args: Vec<(&'static str, Arg<'_>)> =
        ["a", "b", "c"].into_iter().zip(parts.iter().map(|part| Arg::from(called(part)))).collect();
    html! { (if args.is_empty() { page.t(key).to_owned() } else { page.tf(key, &args) }) }
}
