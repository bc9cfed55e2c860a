//! The truth of a closed case leaves in practice, and there alone; hints come by themselves once they are asked for.

use std::fs;
use std::sync::Arc;

use overread_base::{CaseId, ReaderId, Seed};
use overread_exam::{CaseFact, Command, Event, Refusal};
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

use crate::clock::ManualClock;
use crate::fixture::folders_in;
use crate::runner::{RunError, SessionRunner};
use crate::{Folders, Sitting, sit_down};

struct Place {
    folder: tempfile::TempDir,
    folders: Folders,
}

/// Two cases over one tiny study, the first with a lesion; `rules` stands at the head of the file.
fn place(rules: &str, hints: &str) -> Place {
    let folder = tempfile::tempdir().unwrap();
    TinyCt::numbered(1)
        .write(&folder.path().join("one"))
        .unwrap();
    let mut first = TinyCase::dicom("a", "one", Some(&[[0.0, 0.0, 0.0, 5.0]]));
    first.source.push('\n');
    first.source.push_str(hints);
    let cases = [first, TinyCase::dicom("b", "one", Some(&[]))];
    let text = scenario_text(Reading::Unaided, &cases);
    let text = text.replace(
        "soft_limit_s = 60\n",
        &format!("soft_limit_s = 60\n{rules}\n"),
    );
    fs::write(folder.path().join("scenario.toml"), text).unwrap();
    let folders = folders_in(folder.path());
    Place { folder, folders }
}

impl Place {
    fn begin(&self) -> SessionRunner {
        let sitting = Sitting::at_scenario(
            &self.folder.path().join("scenario.toml"),
            &self.folders,
            ReaderId::new("reader").unwrap(),
            Seed(1),
            "en",
            Arc::new(ManualClock::default()),
        )
        .unwrap();
        sit_down(sitting, &self.folders).unwrap()
    }
}

fn sign(runner: &mut SessionRunner) {
    runner.send(Command::RateCase(20)).unwrap();
    let section = overread_scenario::SectionId::new("impression").unwrap();
    let text = "Read.".to_owned();
    runner.send(Command::EditReport { section, text }).unwrap();
    runner.send(Command::Sign).unwrap();
}

fn id(name: &str) -> CaseId {
    CaseId::new(name).unwrap()
}

#[test]
fn in_practice_a_closed_case_is_told_and_no_other() {
    let place = place("practice = {}", "");
    let mut runner = place.begin();
    assert!(runner.feedback(&id("a")).unwrap().is_none(), "not opened");
    runner.send(Command::NextCase).unwrap();
    assert!(runner.feedback(&id("a")).unwrap().is_none(), "being read");
    sign(&mut runner);
    let told = runner.feedback(&id("a")).unwrap().unwrap();
    let known: Vec<&str> = told.truths.keys().map(CaseId::as_str).collect();
    assert_eq!(known, ["a"]);
    assert_eq!(told.truths[&id("a")].lesions.len(), 1);
    assert_eq!(told.score.total.n_graded, 1);
    assert!(runner.feedback(&id("b")).unwrap().is_none());
    runner.send(Command::NextCase).unwrap();
    sign(&mut runner);
    assert!(
        runner.feedback(&id("a")).unwrap().is_some(),
        "looked back at"
    );
    runner.send(Command::Finish).unwrap();
    assert!(
        runner.feedback(&id("a")).unwrap().is_none(),
        "after the end the debrief tells"
    );
}

#[test]
fn a_session_without_rules_of_practice_tells_nothing_before_its_end() {
    for rules in ["", "practice = { feedback = \"at-end\" }"] {
        let place = place(rules, "");
        let mut runner = place.begin();
        runner.send(Command::NextCase).unwrap();
        sign(&mut runner);
        assert!(runner.feedback(&id("a")).unwrap().is_none(), "{rules:?}");
    }
}

#[test]
fn hints_of_the_author_come_in_their_order_and_are_in_the_record() {
    let hints = "hints = [{ en = \"Look right.\" }, { en = \"Look at slice 3.\" }]";
    let place = place("practice = {}", hints);
    let mut runner = place.begin();
    runner.send(Command::NextCase).unwrap();
    runner.wait_for_images().unwrap();
    for wanted in ["Look right.", "Look at slice 3."] {
        runner.send(Command::AskHint).unwrap();
        let view = runner.view().case.unwrap();
        let last = view.hints.given.last().unwrap();
        assert_eq!(last.text[0].value, wanted);
    }
    let refused = runner.send(Command::AskHint);
    assert!(
        matches!(refused, Err(RunError::Refused(Refusal::NoHintLeft { .. }))),
        "{refused:?}"
    );
    let n_given = runner.events().iter().filter(|stamped| {
        matches!(
            &stamped.event,
            Event::Case {
                fact: CaseFact::HintGiven(_),
                ..
            }
        )
    });
    assert_eq!(n_given.count(), 2);
}

/// Slices are told by their numbers, so that a hint waits until they are known.
#[test]
fn a_hint_waits_for_the_images() {
    let place = place("practice = {}", "");
    let mut runner = place.begin();
    runner.send(Command::NextCase).unwrap();
    runner.send(Command::AskHint).unwrap();
    runner.wait_for_images().unwrap();
    runner.poll().unwrap();
    let given = runner.view().case.unwrap().hints.given.to_vec();
    assert_eq!(given.len(), 1);
    let text = &given[0].text[0].value;
    assert!(text.starts_with("To be found: 1."), "{text}");
    assert_eq!(given[0].left, 1, "its slices are told next");
}

#[test]
fn an_examination_refuses_hints() {
    let place = place("", "hints = [{ en = \"Look right.\" }]");
    let mut runner = place.begin();
    runner.send(Command::NextCase).unwrap();
    let refused = runner.send(Command::AskHint);
    assert!(
        matches!(refused, Err(RunError::Refused(Refusal::NoHints))),
        "{refused:?}"
    );
}
