//! `erikti course`.

use std::path::Path;

use erikti::cli::course::{CheckArgs, ExportArgs, ImportArgs, check, export, import};
use erikti::content::bundled::of_folder;
use erikti::content::files::{Files, read_folder};

use crate::published::{ctx, database};
use crate::sample::{changed, files, package};

fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let target = folder.join(path);
        std::fs::create_dir_all(target.parent().expect("a folder")).expect("made");
        std::fs::write(target, bytes).expect("written");
    }
}

fn checked(folder: &Path, json: bool) -> (bool, String) {
    let mut out = Vec::new();
    let args = CheckArgs { folders: vec![folder.to_owned()], json };
    let is_sound = check(&args, &mut out).is_ok();
    (is_sound, String::from_utf8(out).expect("text"))
}

#[test]
fn check_prints_file_line_and_column() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &files());
    assert_eq!(checked(folder.path(), false), (true, String::new()));
    write(folder.path(), &changed("course.toml", "hours = 0.5", "hours = true"));
    let (is_sound, said) = checked(folder.path(), false);
    assert!(!is_sound);
    let expected = format!("{}/course.toml:4:9: \"hours\" must be a number, not boolean\n", folder.path().display());
    assert_eq!(said, expected);
    let (_, said) = checked(folder.path(), true);
    let parsed: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!((parsed["line"].as_u64(), parsed["severity"].as_str()), (Some(4), Some("mistake")));
    let (is_sound, _) = checked(&folder.path().join("nothing"), false);
    assert!(!is_sound);
}

#[tokio::test]
async fn what_is_imported_can_be_exported() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, target) = (folder.path().join("courses/sample"), folder.path().join("out"));
    write(&source, &files());
    let database = database(folder.path()).await;
    let mut out = Vec::new();
    let args = ImportArgs { folder: source.clone(), new_edition: false };
    import(&args, &database, ctx(), &mut out).await.expect("imported");
    import(&args, &database, ctx(), &mut out).await.expect("unchanged");
    let args = ExportArgs { course: "sample".to_owned(), folder: target.clone() };
    export(&args, &database, &mut out).await.expect("exported");
    assert_eq!(package(&read_folder(&target).expect("readable")), package(&files()));
    assert!(export(&args, &database, &mut out).await.is_err(), "a folder that holds something is left alone");
    write(&source, &changed("course.toml", "pass_percent = 80", "pass_percent = 85"));
    let args = ImportArgs { folder: source, new_edition: false };
    let refused = import(&args, &database, ctx(), &mut out).await.expect_err("harder");
    assert!(refused.to_string().contains("--new-edition"), "{refused}");
    assert_eq!(String::from_utf8(out).expect("text").lines().count(), 3);
}

#[test]
fn a_broken_course_of_a_folder_does_not_keep_the_others_away() {
    let folder = tempfile::tempdir().expect("a folder");
    write(&folder.path().join("b-sound"), &files());
    write(&folder.path().join("a-broken"), &changed("course.toml", "hours = 0.5", ""));
    std::fs::write(folder.path().join("README.md"), "words").expect("written");
    let found = of_folder(folder.path()).expect("readable");
    let told: Vec<(&str, bool)> = found.iter().map(|one| (one.folder.as_str(), one.course.is_ok())).collect();
    assert_eq!(told, [("a-broken", false), ("b-sound", true)]);
}
