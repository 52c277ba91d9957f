//! The routes of the program as its source lists them.

/// Every method and path of `src/app/routes.rs` and the files beside it.
pub(crate) fn routes() -> Vec<(&'static str, &'static str)> {
    let source = concat!(
        include_str!("../../src/app/routes.rs"),
        include_str!("../../src/app/routes/borders.rs"),
        include_str!("../../src/app/routes/editor.rs"),
        include_str!("../../src/app/routes/exports.rs"),
        include_str!("../../src/app/routes/groups.rs"),
        include_str!("../../src/app/routes/intake.rs"),
        include_str!("../../src/app/routes/second.rs"),
        include_str!("../../src/app/routes/reports.rs"),
        include_str!("../../src/app/routes/practice.rs"),
        include_str!("../../src/app/routes/api.rs"),
        include_str!("../../src/app/routes/transcript.rs"),
    );
    let mut routes = Vec::new();
    for part in source.split("resource(\"").skip(1) {
        let path = part.split('"').next().expect("a path");
        for (method, call) in [("GET", "get().to("), ("POST", "post().to(")] {
            assert!(part.matches(call).count() <= 1, "{method} {path} is there twice");
            if part.contains(call) {
                routes.push((method, path));
            }
        }
    }
    assert_eq!(routes.len(), source.matches(".route(").count(), "a route has a method that this test does not know");
    routes
}
