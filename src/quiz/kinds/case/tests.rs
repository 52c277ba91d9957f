//! Walking through a case.

use super::*;
use crate::quiz::kinds::samples::{codes, parsed, slug};
use crate::quiz::model::Body;

fn option(key: &str, next: Option<&str>, critical: bool) -> CaseOption {
    let text = Localized::same(key);
    CaseOption { key: slug(key), result: text.clone(), text, next: next.map(slug), critical }
}

fn decision(key: &str, right: Vec<CaseOption>, wrong: Vec<CaseOption>) -> Decision {
    Decision { key: slug(key), text: Localized::same(key), right, wrong }
}

/// A stove: the right way has three decisions, one wrong choice leads round by a fourth, one ends the case.
fn stove() -> Case {
    Case {
        decisions: vec![
            decision(
                "door",
                vec![option("call-out", Some("phone"), false)],
                vec![option("go-in", None, true), option("wait", Some("worse"), false)],
            ),
            decision("worse", vec![option("open-now", Some("phone"), false)], vec![option("leave", None, false)]),
            decision(
                "phone",
                vec![option("dial-112", Some("child"), false)],
                vec![option("dial-son", Some("child"), false)],
            ),
            decision("child", vec![option("press", None, false)], vec![option("shake", None, false)]),
        ],
    }
}

fn path(choices: &[&str]) -> Vec<Taken> {
    let taken = |choice: &&str| {
        let (decision, option) = choice.split_once('.').expect("decision and option");
        Taken { decision: slug(decision), option: slug(option) }
    };
    choices.iter().map(taken).collect()
}

fn thousandths(choices: &[&str]) -> u32 {
    assert_eq!(walk(&stove(), &path(choices)).steps.len(), choices.len(), "{choices:?} is no path");
    marked(&stove(), &path(choices)).thousandths()
}

#[test]
fn the_first_choice_at_each_decision_counts() {
    assert_eq!(thousandths(&["door.call-out", "phone.dial-112", "child.press"]), 1000);
    assert_eq!(thousandths(&["door.call-out", "phone.dial-son", "child.press"]), 666);
    assert_eq!(thousandths(&["door.wait", "worse.open-now", "phone.dial-112", "child.press"]), 750);
    assert_eq!(thousandths(&["door.wait", "worse.leave"]), 0);
    assert_eq!(thousandths(&["door.call-out", "phone.dial-112"]), 666, "it has not ended");
}

#[test]
fn going_back_teaches_and_changes_no_mark() {
    let curious = ["door.call-out", "phone.dial-112", "child.press", "child.shake"];
    assert_eq!(thousandths(&curious), 1000);
    assert_eq!(thousandths(&["door.go-in"]), 0);
    assert_eq!(thousandths(&["door.go-in", "door.call-out", "phone.dial-112", "child.press"]), 0);
    let further_back = path(&["door.call-out", "phone.dial-112", "door.wait"]);
    assert_eq!(walk(&stove(), &further_back).steps.len(), 2, "only the decision just made");
}

#[test]
fn a_look_at_the_other_way_goes_on_from_the_first_choice() {
    let fatal = ["door.call-out", "door.go-in", "phone.dial-112", "child.press"];
    assert_eq!(thousandths(&fatal), 1000, "a critical choice that is only looked at costs nothing");
    let other = ["door.wait", "door.call-out", "worse.open-now", "phone.dial-112", "child.press"];
    assert_eq!(thousandths(&other), 750, "as without the look");
    assert!(has_ended(&stove(), &path(&other)));
    for open in [&other[..2], &other[..4], &fatal[..2]] {
        assert!(!has_ended(&stove(), &path(open)), "{open:?}");
    }
    let on_the_other = path(&["door.wait", "door.call-out", "phone.dial-112"]);
    assert_eq!(walk(&stove(), &on_the_other).steps.len(), 2, "the first way is open still");
}

#[test]
fn a_wrong_end_is_not_undone_and_an_ended_case_stays_ended() {
    let ended = path(&["door.wait", "worse.leave"]);
    assert!(has_ended(&stove(), &ended));
    let other = ["door.wait", "worse.leave", "worse.open-now", "phone.dial-112", "child.press"];
    for length in 2..=other.len() {
        assert_eq!(thousandths(&other[..length]), 0);
        assert!(has_ended(&stove(), &path(&other[..length])), "{:?}", &other[..length]);
    }
    let next = walk(&stove(), &path(&other[..3])).open.map(|open| open.key.clone());
    assert_eq!(next, Some(slug("phone")), "the other way can be walked to its end");
}

#[test]
fn nobody_goes_back_for_ever() {
    let long: Vec<Taken> = path(&["door.wait"]).into_iter().cycle().take(LONGEST).collect();
    let stove = stove();
    let stuck = walk(&stove, &long);
    assert_eq!(stuck.steps.len(), LONGEST);
    assert!(!stuck.may_return());
    let on: Vec<Taken> = long.into_iter().chain(path(&["worse.leave"])).collect();
    assert!(has_ended(&stove, &on));
}

#[test]
fn a_form_holds_the_path_and_the_choice_made_now() {
    let body = Body::Case(stove());
    let whole = |choices: &[&str]| Ok(Answer::Case { path: path(choices) });
    assert_eq!(parsed(&body, &[("decision", "door"), ("answer", "wait")]), whole(&["door.wait"]));
    let two = parsed(&body, &[("path", "door.wait"), ("decision", "worse"), ("answer", "open-now")]);
    assert_eq!(two, whole(&["door.wait", "worse.open-now"]));
    let again = parsed(&body, &[("path", "door.wait"), ("decision", "door"), ("answer", "call-out")]);
    assert_eq!(again, whole(&["door.wait", "door.call-out"]));
    assert_eq!(parsed(&body, &[("decision", "door"), ("answer", "")]), Err(AnswerError::Empty));
    for wrong in [
        [("path", "door"), ("answer", "")],
        [("path", "door.fly"), ("answer", "")],
        [("path", "phone.dial-112"), ("answer", "")],
        [("decision", "phone"), ("answer", "dial-112")],
        [("decision", "door"), ("answer", "press")],
    ] {
        assert_eq!(parsed(&body, &wrong), Err(AnswerError::UnknownOption), "{wrong:?}");
    }
}

#[test]
fn what_an_older_form_sends_does_not_undo_a_choice() {
    let (one, two) = (path(&["door.wait"]), path(&["door.wait", "worse.leave"]));
    assert!(goes_on_from(&stove(), &one, &two));
    assert!(goes_on_from(&stove(), &one, &one));
    assert!(!goes_on_from(&stove(), &two, &one));
    assert!(!goes_on_from(&stove(), &one, &path(&["door.call-out"])));
    let gone = path(&["door.wait", "worse.fly"]);
    assert!(goes_on_from(&stove(), &gone, &two), "a corrected case goes on from what is left of the path");
}

#[test]
fn nothing_is_told_of_what_was_not_chosen() {
    let (stove, question) = (stove(), crate::quiz::kinds::samples::question(Body::Case(stove())));
    let shown = show(&stove, Deal::new(&question, 1), &path(&["door.wait"]), Turn::On);
    assert_eq!(shown.told.iter().map(|told| told.option.as_str()).collect::<Vec<_>>(), ["wait"]);
    assert_eq!(shown.open.map(|open| open.key.as_str().to_owned()).as_deref(), Some("worse"));
    let back = show(&stove, Deal::new(&question, 1), &path(&["door.wait"]), Turn::Back);
    assert_eq!(back.open.map(|open| open.key.as_str().to_owned()).as_deref(), Some("door"));
    assert!(shown.may_return && !back.may_return);
}

#[test]
fn an_author_hears_of_every_mistake() {
    assert_eq!(mistakes(&stove()), []);
    let changed = |change: &dyn Fn(&mut Case)| {
        let mut case = stove();
        change(&mut case);
        codes(&mistakes(&case)).join(" ")
    };
    assert_eq!(changed(&|case| case.decisions[0].right[0].next = Some(slug("phon"))), "next-unknown");
    assert_eq!(changed(&|case| case.decisions[2].right[0].next = Some(slug("door"))), "next-not-forward");
    assert_eq!(changed(&|case| case.decisions[2].right[0].next = Some(slug("phone"))), "next-not-forward");
    assert_eq!(changed(&|case| case.decisions[0].wrong[1].next = None), "never-reached");
    assert_eq!(changed(&|case| case.decisions[0].right[0].critical = true), "critical-without-meaning");
    assert_eq!(changed(&|case| case.decisions[0].right[0].key = slug("shake")), "duplicate-key");
    assert_eq!(changed(&|case| case.decisions[0].right[0].key = slug("door")), "duplicate-key");
    assert_eq!(changed(&|case| case.decisions[0].right[0].key = slug("right")), "telling-key");
    assert_eq!(changed(&|case| case.decisions[0].wrong[0].text = Localized::same("wait")), "same-text");
    assert_eq!(changed(&|case| case.decisions[1].wrong.clear()), "too-few");
    assert_eq!(changed(&|case| case.decisions[0].right[0].next = None), "right-way-too-short");
    assert_eq!(changed(&|case| case.decisions.truncate(2)), "too-few next-unknown next-unknown");
}
