//! What needs a trainer, at the top of their start page.

use maud::{Markup, html};

use crate::stats::needs::{Need, What};
use crate::web::Page;

/// `needs` come with the titles of their courses.
pub(super) fn needs(page: &Page, needs: &[(Need, String)]) -> Markup {
    html! {
        h2 #needs { (page.t("needs-title")) }
        @if needs.is_empty() { p { (page.t("needs-none")) } }
        @else {
            ul.needs {
                @for (need, title) in needs {
                    li {
                        a href=(address(page, need)) { (page.tf(words(need.what), &[("count", need.count.into())])) }
                        span.meta {
                            (title)
                            @if let What::Questions(Some(edition)) = need.what { ", " (page.tf("results-edition", &[("edition", edition.into())])) }
                        }
                    }
                }
            }
        }
    }
}

const fn words(what: What) -> &'static str {
    match what {
        What::Requests => "needs-requests",
        What::Questions(_) => "needs-questions",
        What::Stale(_) => "needs-stale",
        What::Unpublished(_) => "needs-unpublished",
        What::Brought(..) => "needs-brought",
        What::Reviews => "needs-reviews",
    }
}

fn address(page: &Page, need: &Need) -> String {
    let course = &need.course;
    match need.what {
        What::Requests => page.to(&format!("/trainer/requests?course={course}")),
        What::Questions(None) => page.to(&format!("/trainer/courses/{course}/statistics")),
        What::Questions(Some(edition)) => page.to(&format!("/trainer/courses/{course}/statistics?edition={edition}")),
        What::Stale(draft) => page.to(&format!("/trainer/drafts/{draft}")),
        What::Unpublished(draft) => page.to(&format!("/trainer/drafts/{draft}/check")),
        What::Brought(draft, upload) => page.to(&format!("/trainer/drafts/{draft}/incoming/{upload}")),
        What::Reviews => page.to(&format!("/trainer/courses/{course}/preview/{}", page.lang)),
    }
}
