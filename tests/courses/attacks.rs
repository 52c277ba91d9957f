//! What authors must not be able to put on a page.

use erikti::content::markdown::{RenderedLesson, Surroundings, Titles, inline, inspect, lesson};
use erikti::content::model::Picture;
use erikti::kernel::{Lang, Slug};

use crate::sample::{LESSON, files, package};

const TITLES: Titles<'static> = Titles {
    why: "Why <so>?",
    good: "Do",
    bad: "Do not",
    call: "Call 103",
    note: "Good to know",
    summary: "To keep",
    terms: "Words",
    back: "Back",
};

fn rendered(source: &str) -> RenderedLesson {
    let course = package(&files()).course;
    let picture_url = |_: &Slug, picture: &Picture| format!("/media/{}.svg", &picture.digest[..8]);
    let lesson_url = |key: &Slug| format!("/en/learn/sample/{key}");
    let around = Surroundings {
        course: &course,
        lang: Lang::En,
        titles: TITLES,
        picture_url: &picture_url,
        lesson_url: &lesson_url,
    };
    lesson(source, &around)
}

#[test]
fn a_lesson_becomes_what_the_format_promises() {
    let RenderedLesson { title, html } = rendered(LESSON);
    assert_eq!(title, "The start");
    let has = |text: &str| assert!(html.contains(text), "{text}\n{html}");
    has("<section class=\"hook\">");
    has("<strong>100–120*</strong> a minute?");
    has("<h2 id=\"part-first-steps\">First steps</h2>");
    has("<ol class=\"steps\">");
    has("alt=\"A square\" width=\"320\" height=\"180\">\n<figcaption>A square &amp; a caption</figcaption>");
    has("alt=\"Another square\" width=\"320\" height=\"180\" loading=\"lazy\">\n</figure>");
    has("<a class=\"term\" id=\"use-airway\" href=\"#term-airway\">airway</a>");
    has("<a class=\"term\" href=\"#term-airway\">the airway</a>");
    has(
        "<div id=\"term-airway\">\n<dt>airway</dt>\n<dd>The <strong>way</strong> of the air. <a class=\"back\" href=\"#use-airway\" aria-label=\"Back\">↩</a></dd>",
    );
    has("<a href=\"/en/learn/sample/start\">the start</a>");
    has("<div class=\"scroll\" tabindex=\"0\">");
    has("<th scope=\"col\">What</th>");
    has("<td>5.5 cm</td>");
    has("<aside class=\"callout callout-why\">\n<p class=\"callout-title\">Why &lt;so&gt;?</p>");
    has("<a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noopener\">a page</a>");
    has("<a href=\"tel:103\">103</a>");
    has("<section class=\"summary\">\n<h2 id=\"summary\">To keep</h2>");
    assert_eq!(html.matches("loading=\"lazy\"").count(), 1, "the first picture is not lazy");
    assert!(!html.contains(":::") && !html.contains("<h1"), "{html}");
}

#[test]
fn nothing_that_runs_gets_through() {
    let attacks = [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<svg onload=alert(1)>",
        "<style>body{display:none}</style>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](/en/sign-out)",
        "![x](javascript:alert(1))",
        "![x](https://evil.example/pixel.png)",
        "![x\" onerror=\"alert(1)](picture:square \"\\\" onload=\\\"alert(1)\")",
        "[x](term:airway\" onclick=\"alert(1))",
        "[x](lesson:start\" onclick=\"alert(1))",
        "<javascript:alert(1)>",
        "```html\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        "::: hook\" onclick=\"alert(1)\ntext\n:::",
        "::: <script>\ntext\n:::",
        "## x\" onclick=\"alert(1)",
        "<!-- --><script>alert(1)</script>",
        "| a |\n|---|\n| <script>alert(1)</script> |",
        "<p style=\"position:fixed\" class=\"callout\">x</p>",
    ];
    for attack in attacks {
        let source = format!("# Title\n\nBefore.\n\n{attack}\n\nAfter.\n");
        let html = rendered(&source).html;
        let tags = tags_of(&html);
        for bad in ["script", "style", "svg", "iframe", "object"] {
            assert!(!tags.iter().any(|tag| tag.trim_start_matches('/').starts_with(bad)), "{attack}\n{html}");
        }
        for tag in &tags {
            let names = attribute_names(tag);
            assert!(names.iter().all(|name| !name.starts_with("on") && name != "style"), "{attack}\n{html}");
            let lower = tag.to_lowercase();
            assert!(
                !lower.contains("=\"javascript:") && !lower.contains("=\"data:") && !lower.contains("evil"),
                "{attack}\n{html}"
            );
        }
        assert!(!html.contains("sign-out"), "{attack}\n{html}");
        assert!(html.contains("Before."), "{attack}\n{html}");
    }
}

#[test]
fn a_question_has_bold_and_emphasis_and_nothing_else() {
    assert_eq!(inline("**Bold** and *soft* & <b>x</b>"), "<strong>Bold</strong> and <em>soft</em> &amp; x");
    assert_eq!(inline("***both*** after"), "<em><strong>both</strong></em> after");
    assert_eq!(inline("[x](javascript:alert(1)) `code`"), "x code");
    assert_eq!(inline("# 1 < 2\n\n- 103."), "# 1 &lt; 2 - 103.");
    assert_eq!(inline("**«Сөз»** бар"), "<strong>«Сөз»</strong> бар");
    assert_eq!(inline(""), "");
    for attack in ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](https://evil.example/a.png)"] {
        let html = inline(attack);
        assert!(!html.contains('<') && !html.contains("evil"), "{html}");
    }
}

#[test]
fn a_fact_is_text_whatever_it_holds() {
    let mut course = package(&files()).course;
    let fact = course.facts.get_mut("rate").expect("a fact");
    fact.value = erikti::kernel::Localized::same("<b>1</b> [x](javascript:1) **2** | 3 # `4` \\ & {fact:rate}");
    let shown = erikti::content::markdown::escaped_fact_values("{fact:rate}", &course.facts, Lang::En);
    assert_eq!(inline(&shown), "&lt;b&gt;1&lt;/b&gt; [x](javascript:1) **2** | 3 # `4` \\ &amp; {fact:rate}");
}

#[test]
fn deep_nesting_is_survived() {
    for deep in ["> ".repeat(5000), "- ".repeat(5000), "*".repeat(9000), "[".repeat(9000), "![".repeat(5000)] {
        let source = format!("# Title\n\n{deep}x\n");
        rendered(&source);
        inspect(&source);
        inline(&deep);
    }
}

/// The inside of each tag.
fn tags_of(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect()
}

/// The names of a tag's attributes; values are quoted in our output.
fn attribute_names(tag: &str) -> Vec<String> {
    let outside: Vec<&str> = tag.split('"').step_by(2).collect();
    outside.join("").split_whitespace().skip(1).map(|name| name.trim_end_matches('=').to_lowercase()).collect()
}
