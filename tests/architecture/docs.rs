//! Which paths a document names.

/// The paths named in `code` or in a tree drawn as text that do not exist.
pub(crate) fn missing(text: &str, exists: impl Fn(&str) -> bool) -> Vec<String> {
    named(text).into_iter().filter(|path| !exists(path)).collect()
}

/// Every path in the document.
fn named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    // The folders that a tree's line lies in, with their indentation.
    let mut folders: Vec<(usize, String)> = Vec::new();
    let mut is_fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
            folders.clear();
        } else if is_fenced {
            let indent = line.len() - line.trim_start().len();
            folders.retain(|(outer, _)| *outer < indent);
            let base: String = folders.iter().map(|(_, name)| name.as_str()).collect();
            let names = line.trim_start().split("  ").next().unwrap_or_default();
            for name in names.split(' ').filter(|name| is_path(name)) {
                found.push(format!("{base}{name}"));
                if name.ends_with('/') {
                    folders.push((indent, name.to_owned()));
                }
            }
        } else {
            found.extend(line.split('`').skip(1).step_by(2).filter(|code| is_path(code)).map(str::to_owned));
        }
    }
    found
}

/// Something in a folder, or a file of a kind that the repository has.
fn is_path(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let has_kind = ["rs", "md", "toml", "sql", "ftl", "sh", "json", "css", "js"]
        .iter()
        .any(|kind| text.rsplit_once('.').is_some_and(|(name, end)| !name.is_empty() && end == *kind));
    plain && !text.starts_with('/') && (text.contains('/') || has_kind)
}

#[test]
fn paths_are_found_in_words_and_in_trees() {
    let text = "\
See `src/lib.rs`, `certificates/issue.rs`, `app.write`, `/{lang}/verify`, `cargo test` and `docs/`.

```text
src/
  main.rs lib.rs   entry; see elsewhere/else.rs
  pages/           pages
    public.rs
tests/run
```
";
    let expected =
        "src/lib.rs certificates/issue.rs docs/ src/ src/main.rs src/lib.rs src/pages/ src/pages/public.rs tests/run";
    assert_eq!(named(text).join(" "), expected);
    assert_eq!(missing(text, |path| path != "docs/"), ["docs/"]);
}
