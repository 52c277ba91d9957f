//! Reads Rust source well enough to say which paths it names: comments, texts and test modules are left out, `use`
//! trees are spread, `self`, `super` and imported names are followed to where they come from.

use std::collections::{BTreeMap, BTreeSet};

use crate::tokens::{Token, inside, length_of_item, split_by_comma, starts, tokens};

/// A source file and what it names.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the root of the repository, such as `src/places/store.rs`.
    pub(crate) path: String,
    /// How many lines it has.
    pub(crate) lines: usize,
    /// The paths of two segments or more that it names; the crate's own begin with `crate`.
    pub(crate) names: Vec<Name>,
    /// The functions that other rooms can reach.
    pub(crate) functions: Vec<Function>,
    /// The lint attributes.
    pub(crate) lints: Vec<Lint>,
    /// Modules in files of their own that exist in test builds alone.
    pub(crate) test_modules: Vec<String>,
}

/// A path that is named on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) line: usize,
    pub(crate) path: String,
}

/// A function that is `pub` or `pub(crate)`.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) line: usize,
    pub(crate) name: String,
    /// The last segment of the type of each parameter whose type is a bare path: `Centre`, not `Option<Centre>`.
    pub(crate) takes: BTreeSet<String>,
}

/// `allow` or `expect`.
#[derive(Debug)]
pub(crate) struct Lint {
    pub(crate) line: usize,
    pub(crate) is_allow: bool,
    pub(crate) has_reason: bool,
}

impl Source {
    /// Reads a file.
    pub(crate) fn read(path: &str, text: &str) -> Self {
        let mut test_modules = Vec::new();
        let tokens = without_tests(&tokens(text), &mut test_modules);
        let module = module_of(path);
        Self {
            path: path.to_owned(),
            lines: text.lines().count(),
            names: names(&tokens, &module),
            functions: functions(&tokens),
            lints: lints(&tokens),
            test_modules: test_modules
                .into_iter()
                .map(|name| [module.as_slice(), &[name]].concat().join("::"))
                .collect(),
        }
    }

    /// The module that the file is, such as `crate::places::store`.
    pub(crate) fn module(&self) -> String {
        module_of(&self.path).join("::")
    }
}

fn module_of(path: &str) -> Vec<String> {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    let parts = path.split('/').filter(|part| !matches!(*part, "lib" | "main"));
    std::iter::once("crate").chain(parts).map(str::to_owned).collect()
}

/// Leaves out everything that only test builds have, and notes its modules in files of their own.
fn without_tests(tokens: &[Token], modules: &mut Vec<String>) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut rest = tokens;
    while let Some((first, after)) = rest.split_first() {
        if starts(rest, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            let (item, later) = rest.split_at(length_of_item(rest));
            let words: Vec<&str> = item.iter().map(|token| token.text.as_str()).collect();
            if let [.., "mod", name, ";"] = words.as_slice() {
                modules.push((*name).to_owned());
            }
            rest = later;
        } else {
            kept.push(first.clone());
            rest = after;
        }
    }
    kept
}

fn names(tokens: &[Token], module: &[String]) -> Vec<Name> {
    let raw = raw_names(tokens, module);
    let imported: BTreeMap<&str, &str> = raw
        .iter()
        .filter_map(|(_, path, alias)| Some((alias.as_deref()?, path.as_str())))
        .filter(|(alias, path)| alias != path)
        .collect();
    raw.iter()
        .map(|(line, path, _)| {
            let (first, rest) = path.split_once("::").unwrap_or((path, ""));
            let path = match imported.get(first) {
                Some(origin) if rest.is_empty() => (*origin).to_owned(),
                Some(origin) if !path.starts_with(origin) => format!("{origin}::{rest}"),
                _ => path.clone(),
            };
            Name { line: *line, path }
        })
        .filter(|name| name.path.contains("::"))
        .collect()
}

/// Line, path, and under which name a `use` brought it.
type RawName = (usize, String, Option<String>);

fn raw_names(tokens: &[Token], module: &[String]) -> Vec<RawName> {
    let mut found = Vec::new();
    let mut inner: Vec<(usize, String)> = Vec::new();
    let mut depth = 0;
    let mut rest = tokens;
    while let Some((first, after)) = rest.split_first() {
        let mut taken = 1;
        let here: Vec<String> = module.iter().cloned().chain(inner.iter().map(|(_, name)| name.clone())).collect();
        match first.text.as_str() {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inner.retain(|(opened, _)| *opened <= depth);
            }
            "mod" if after.get(1).is_some_and(|token| token.text == "{") => {
                let name = after.first().map(|token| token.text.clone()).unwrap_or_default();
                inner.push((depth + 1, name));
            }
            "use" if !starts(after, &["<"]) => {
                let tree = after.split(|token| token.text == ";").next().unwrap_or_default();
                spread(tree, &[], &here, &mut found);
                taken += tree.len();
            }
            "." => taken += after.first().map_or(0, |token| usize::from(token.is_word())),
            _ if first.is_word() => {
                let path = path_of(rest);
                taken = path.len() * 2 - 1;
                found.push((first.line, absolute(&path, &here), None));
            }
            _ => {}
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    found
}

/// The words joined by `::` at the beginning.
fn path_of(tokens: &[Token]) -> Vec<String> {
    let mut path = Vec::new();
    let mut rest = tokens;
    while let Some(word) = rest.first().filter(|token| token.is_word()) {
        path.push(word.text.clone());
        if rest.get(1).is_none_or(|token| token.text != "::") {
            break;
        }
        rest = rest.get(2..).unwrap_or_default();
    }
    path
}

/// `a::{b, c::d as e}` is `a::b` and `a::c::d`.
fn spread(tree: &[Token], before: &[String], module: &[String], found: &mut Vec<RawName>) {
    let tree = if starts(tree, &["::"]) { tree.get(1..).unwrap_or_default() } else { tree };
    let mut path = before.to_vec();
    path.extend(path_of(tree));
    let words = path.len() - before.len();
    let is_whole = tree.get((words * 2).saturating_sub(1)).is_none_or(|token| token.text != "::");
    let rest = tree.get(if is_whole { (words * 2).saturating_sub(1) } else { words * 2 }..).unwrap_or_default();
    let Some(line) = tree.first().map(|token| token.line) else { return };
    if starts(rest, &["{"]) {
        for branch in split_by_comma(inside(rest)) {
            spread(branch, &path, module, found);
        }
        return;
    }
    if starts(rest, &["*"]) {
        path.push("*".to_owned());
    }
    if path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let alias = if starts(rest, &["as"]) { rest.get(1).map(|token| token.text.clone()) } else { path.last().cloned() };
    found.push((line, absolute(&path, module), alias));
}

/// From the root of the crate, if the path is one of the crate's own.
fn absolute(path: &[String], module: &[String]) -> String {
    let mut base: Vec<String> = Vec::new();
    let mut rest = path;
    match path.first().map(String::as_str) {
        Some("self" | "super") if path.len() > 1 => base = module.to_vec(),
        Some("erikti") => base.push("crate".to_owned()),
        _ => return path.join("::"),
    }
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "super" => drop(base.pop()),
            "self" => {}
            "erikti" if base.len() == 1 => {}
            _ => break,
        }
        rest = after;
    }
    base.extend_from_slice(rest);
    base.join("::")
}

fn functions(tokens: &[Token]) -> Vec<Function> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.text == "pub") {
        let after = tokens.get(at + 1..).unwrap_or_default();
        let after = if starts(after, &["(", "crate", ")"]) { after.get(3..).unwrap_or_default() } else { after };
        let qualifiers = after.iter().take_while(|token| matches!(token.text.as_str(), "async" | "const" | "unsafe"));
        let after = after.get(qualifiers.count()..).unwrap_or_default();
        let [first, name, rest @ ..] = after else { continue };
        if first.text == "fn" {
            let from = rest.iter().position(|token| token.text == "(").unwrap_or(rest.len());
            let parameters = split_by_comma(inside(rest.get(from..).unwrap_or_default()));
            let takes = parameters.into_iter().filter_map(bare_type).collect();
            found.push(Function { line: token.line, name: name.text.clone(), takes });
        }
    }
    found
}

/// The last segment of a parameter's type, if the type is a path and nothing more.
fn bare_type(parameter: &[Token]) -> Option<String> {
    let from = parameter.iter().rposition(|token| token.text == ":")? + 1;
    let path = parameter.get(from..)?;
    path.iter()
        .all(|token| token.is_word() || token.text == "::")
        .then(|| path.last().map(|token| token.text.clone()))?
}

fn lints(tokens: &[Token]) -> Vec<Lint> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.text == "#") {
        let after = tokens.get(at + 1..).unwrap_or_default();
        let after = if starts(after, &["!"]) { after.get(1..).unwrap_or_default() } else { after };
        let attribute = if starts(after, &["["]) { inside(after) } else { &[] };
        let words = || attribute.iter().map(|token| token.text.as_str());
        let is_allow = words().any(|word| word == "allow");
        if is_allow || words().any(|word| word == "expect") {
            let has_reason = words().any(|word| word == "reason");
            found.push(Lint { line: token.line, is_allow, has_reason });
        }
    }
    found
}

#[test]
fn names_are_followed_to_where_they_come_from() {
    let text = r##"
        //! `diesel::comment` /* nested /* deeper */ still */
        use std::fs;
        use crate::kernel::{Lang, ids::{self, PersonId}, text as words};
        use super::store::{self, find};
        pub(super) fn f<'a>(x: &'a str) -> char { let _ = "diesel::text \" more"; let _ = r#"a "raw" diesel::x"#; '"' }
        mod inner { use super::super::model::*; fn g() { super::h() } }
        fn k() { fs::read(x.iter().map::<ids::LinkId>()); store::insert(); words::fold(); html! { (crate::web::ui()) } }
        #[cfg(test)]
        mod tests { use diesel::prelude::*; }
        #[cfg(test)]
        mod samples;
        use maud::html;
    "##;
    let source = Source::read("src/places/seed.rs", text);
    let mut names: Vec<&str> = source.names.iter().map(|name| name.path.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(
        names,
        [
            "crate::kernel::Lang",
            "crate::kernel::ids",
            "crate::kernel::ids::LinkId",
            "crate::kernel::ids::PersonId",
            "crate::kernel::text",
            "crate::kernel::text::fold",
            "crate::places::model::*",
            "crate::places::seed::h",
            "crate::places::store",
            "crate::places::store::find",
            "crate::places::store::insert",
            "crate::web::ui",
            "maud::html",
            "std::fs",
            "std::fs::read",
        ]
    );
    assert_eq!(source.test_modules, ["crate::places::seed::samples"]);
}
