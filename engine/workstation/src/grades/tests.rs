//! Grades are kept a file a grader, and nothing is graded that people do not grade.

use std::sync::Arc;

use overread_base::{ReaderId, Seed};
use overread_testkit::{Reading, TinyCase, scenario_text};

use super::*;
use crate::clock::ManualClock;
use crate::folders::Folders;
use crate::sitting::{Sitting, SittingOptions, sit_down};

const ASKED: &str = r#"
[[questions.ask]]
id = "plan"
text = { en = "What next?" }
kind = "text"
most_chars = 100
scoring = { rule = "rubric", graders = 2, most_apart = 3 }

[[questions.ask]]
id = "soon"
text = { en = "How soon?" }
kind = "urgency"
scoring = "exact"
"#;

struct Place {
    _folder: tempfile::TempDir,
    journal: PathBuf,
    plan: SessionPlan,
}

fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let text = scenario_text(Reading::Unaided, &[TinyCase::dicom("a", "one", None)]);
    let keyed = format!("{ASKED}\n[[cases]]\nkey = {{ soon = \"routine\" }}");
    let text = text.replacen("\n[[cases]]", &keyed, 1);
    let sitting = Sitting {
        scenario_text: text,
        studies: folder.path().to_owned(),
        reader: ReaderId::new("reader").unwrap(),
        seed: Seed(1),
        locale: "en".to_owned(),
        clock: Arc::new(ManualClock::default()),
        candidate: None,
        options: SittingOptions::default(),
    };
    let folders = Folders::of_user(Some(folder.path()));
    let runner = sit_down(sitting, &folders).unwrap_or_else(|e| panic!("{e}"));
    Place {
        journal: runner.journal_path().to_owned(),
        plan: runner.plan().clone(),
        _folder: folder,
    }
}

fn grade(grader: &str, question: &str, value: u8) -> HumanGrade {
    HumanGrade {
        case: CaseId::new("a").unwrap(),
        question: QuestionId::new(question).unwrap(),
        grader: grader.to_owned(),
        value,
    }
}

#[test]
fn grades_of_two_people_lie_in_two_files_and_the_later_of_one_counts() {
    let Place { journal, plan, .. } = &place();
    assert_eq!(grades_beside(journal, plan).unwrap(), []);
    let first = add_grade(journal, plan, &grade("Dr. A", "plan", 4)).unwrap();
    let second = add_grade(journal, plan, &grade("Dr! A", "plan", 8)).unwrap();
    assert_ne!(first, second);
    assert_eq!(
        add_grade(journal, plan, &grade("Dr. A", "plan", 6)).unwrap(),
        first
    );
    let mut found = grades_beside(journal, plan).unwrap();
    found.sort_by_key(|grade| grade.value);
    assert_eq!(
        found,
        [grade("Dr. A", "plan", 6), grade("Dr! A", "plan", 8)]
    );
}

#[test]
fn what_people_do_not_grade_is_refused() {
    let Place { journal, plan, .. } = &place();
    #[track_caller]
    fn check(journal: &Path, plan: &SessionPlan, wrong: &HumanGrade, expected: &str) {
        let error = add_grade(journal, plan, wrong).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    check(
        journal,
        plan,
        &grade("A", "soon", 4),
        "soon is not graded by people",
    );
    check(journal, plan, &grade("A", "other", 4), "no question other");
    check(journal, plan, &grade("A", "plan", 11), "0 to 10, found 11");
    check(journal, plan, &grade(" ", "plan", 1), "a grader's name");
    let mut elsewhere = grade("A", "plan", 1);
    elsewhere.case = CaseId::new("z").unwrap();
    check(journal, plan, &elsewhere, "no case z");
    assert_eq!(grades_beside(journal, plan).unwrap(), []);
}

#[test]
fn a_file_of_another_session_or_none_is_named() {
    let Place { journal, plan, .. } = &place();
    let file = add_grade(journal, plan, &grade("A", "plan", 4)).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    #[track_caller]
    fn check(file: &Path, text: &str, plan: &SessionPlan, expected: &str) {
        fs::write(file, text).unwrap();
        let error = read_grades(file, plan).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("grades-"), "{error}");
    }
    let other = text.replace(plan.session.as_str(), "other");
    check(&file, &other, plan, "found \"other\"");
    check(
        &file,
        &text.replace("grades-1", "grades-9"),
        plan,
        "expected schema",
    );
    check(
        &file,
        &text.replace(": 4", ": 40"),
        plan,
        "points of 0 to 10",
    );
    check(
        &file,
        &text.replace("\"plan\"", "\"soon\""),
        plan,
        "not graded by people",
    );
    check(&file, "{", plan, "EOF");
    check(&file, &" ".repeat(2 << 20), plan, "at most 1048576 bytes");
}
