//! Whole sessions read for an exam: repeated byte for byte, adapted to the reader, and not lost with a plugin.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use overread_base::{FailureKind, Millis, ReaderId, Seed};
use overread_exam::{
    CaseFact, Command, Event, ExamCall, ExamFact, ExamPlan, Policy, SessionEnd, SessionPlan,
    SessionState, StampedEvent,
};
use overread_scenario::Scenario;
use overread_store::{JournalReader, SessionFolder, exam_plan_json};
use overread_testkit::{
    Reading, TinyCase, TinyCt, bundle, guest_component, hostile_bundle, scenario_text,
};
use overread_workstation::{
    ExamOutcome, ExamReplay, ExamSource, ManualClock, SessionRunner, Sitting, SittingOptions,
    exam_plugin_of, replay_exam, resume, sit_down,
};

use crate::course::{Finished, finish, folders};

/// Names and difficulties of the cases; every second one holds a lesion.
const CASES: [(&str, f64); 9] = [
    ("c1", -2.0),
    ("c2", -1.5),
    ("c3", -1.0),
    ("c4", -0.5),
    ("c5", 0.0),
    ("c6", 0.5),
    ("c7", 1.0),
    ("c8", 1.5),
    ("c9", 2.0),
];

/// A folder with tiny studies, and the plugins beside them.
struct Place {
    folder: tempfile::TempDir,
    plugins: PathBuf,
}

impl Place {
    fn new(plugins: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for ((name, _), number) in CASES.iter().zip(1..) {
            let ct = TinyCt::numbered(number);
            ct.write(&folder.path().join(name)).unwrap();
        }
        Self { folder, plugins }
    }

    /// The bundled exam, or `None` where it was not built, which is then said.
    fn with_bundled(test: &str, name: &str) -> Option<Self> {
        let bundle = bundle(test, name)?;
        Some(Self::new(bundle.parent().unwrap().to_owned()))
    }

    fn folders(&self) -> overread_workstation::Folders {
        folders(self.folder.path(), vec![self.plugins.clone()])
    }

    fn sitting(&self, text: String, seed: u64, clock: &Arc<ManualClock>) -> Sitting {
        Sitting {
            scenario_text: text,
            studies: self.folder.path().to_owned(),
            reader: ReaderId::new("scripted").unwrap(),
            seed: Seed(seed),
            locale: "en".to_owned(),
            clock: clock.clone(),
            candidate: None,
            options: SittingOptions::default(),
        }
    }

    fn read(&self, exam: &str, policy: Policy, seed: u64) -> Finished {
        let clock = Arc::new(ManualClock::default());
        let sitting = self.sitting(text(exam), seed, &clock);
        let runner = sit_down(sitting, &self.folders()).unwrap_or_else(|e| panic!("{e}"));
        finish(runner, policy, &clock)
    }
}

const LINEAR: &str =
    "{ plugin = \"overread.linear-form\", settings = { items = 4, blueprint = \"lesion=2\" } }";
const ADAPTIVE: &str = "{ plugin = \"overread.adaptive-form\", settings = { max-items = 5, randomesque = 1, stop-when-classified = false } }";

/// An unaided scenario of all cases for an exam.
fn text(exam: &str) -> String {
    let case = |(idx, (name, difficulty)): (usize, &(&str, f64))| {
        let has_lesion = idx % 2 == 0;
        let lesions: &[[f64; 4]] = if has_lesion {
            &[[30.0, 30.0, 30.0, 5.0]]
        } else {
            &[]
        };
        let mut case = TinyCase::dicom(name, name, Some(lesions));
        let tag = if has_lesion { "lesion" } else { "normal" };
        case.source += &format!("\ntags = [\"{tag}\"]\nfacts = {{ difficulty = {difficulty:?} }}");
        case
    };
    let cases: Vec<TinyCase> = CASES.iter().enumerate().map(case).collect();
    let text = scenario_text(Reading::Unaided, &cases);
    text.replacen("soft_limit_s", &format!("exam = {exam}\nsoft_limit_s"), 1)
}

fn scenario(text: &str) -> Scenario {
    let (scenario, found) = overread_scenario::check(text);
    scenario.unwrap_or_else(|| panic!("{:?}", found.all()))
}

/// Repeats the exam of a session, in a host of its own, as another process has it.
fn repeat(place: &Place, plan: &SessionPlan, exam: &str, events: &[StampedEvent]) -> ExamReplay {
    repeat_times(place, plan, exam, events, 1).remove(0)
}

fn repeat_times(
    place: &Place,
    plan: &SessionPlan,
    exam: &str,
    events: &[StampedEvent],
    times: usize,
) -> Vec<ExamReplay> {
    let plugin = match exam_plugin_of(plan, &place.folders()) {
        Some(ExamSource::Ready(plugin)) => plugin,
        other => panic!("{other:?}"),
    };
    let scenario = scenario(&text(exam));
    let replay = |_| replay_exam(&plugin, plan, &scenario, events);
    (0..times).map(|n| replay(n).unwrap().unwrap()).collect()
}

fn plan(session: &Finished) -> &ExamPlan {
    &session.plan.exam.as_ref().unwrap().plan
}

/// The cases in the order in which they were opened.
fn opened(events: &[StampedEvent]) -> Vec<String> {
    let case = |stamped: &StampedEvent| {
        let Event::Case { case, fact } = &stamped.event else {
            return None;
        };
        matches!(fact, CaseFact::Opened).then(|| case.as_str().to_owned())
    };
    events.iter().filter_map(case).collect()
}

/// What the journal says of the exam.
fn facts(events: &[StampedEvent]) -> Vec<&ExamFact> {
    let exam = events.iter().filter_map(|stamped| {
        let Event::Exam(fact) = &stamped.event else {
            return None;
        };
        Some(fact)
    });
    exam.collect()
}

#[track_caller]
fn check_repeats(test: &str, name: &str, exam: &str, n_read: usize) {
    let Some(place) = Place::with_bundled(test, name) else {
        return;
    };
    let first = place.read(exam, Policy::Perfect, 1);
    assert_eq!(opened(&first.events).len(), n_read);
    let outcome = ExamOutcome::of(&first.plan, &first.events).unwrap();
    assert_eq!(outcome.faults, []);
    let grade = outcome.grade.unwrap();
    assert!(grade.is_passed, "{grade:?}");
    // Planned, started, two events a case, finished.
    assert_eq!(outcome.n_turns, 3 + 2 * n_read);
    assert!(outcome.seat.plugin.bundle_digest.is_some());
    // The score speaks of the cases that the exam asked for.
    assert_eq!(first.score.cases.len(), n_read);
    assert_eq!(first.score.total.n_not_signed, 0);

    let again = place.read(exam, Policy::Perfect, 1);
    assert_eq!(facts(&first.events), facts(&again.events));
    assert_eq!(
        exam_plan_json(plan(&first)).unwrap(),
        exam_plan_json(plan(&again)).unwrap()
    );
    let other = place.read(exam, Policy::Perfect, 2);
    assert_ne!(plan(&first), plan(&other));

    // From the journal, with a host of its own.
    let journal = JournalReader::read(&first.journal).unwrap();
    assert_eq!(journal.events, first.events);
    let expected = ExamReplay {
        n_turns: 3 + 2 * n_read,
        is_graded: true,
        differences: Vec::new(),
    };
    let found = repeat(&place, &journal.plan, exam, &journal.events);
    assert_eq!(found, expected);
}

#[test]
fn a_linear_form_repeats_byte_for_byte() {
    check_repeats(
        "a_linear_form_repeats_byte_for_byte",
        "linear-form",
        LINEAR,
        4,
    );
}

#[test]
fn an_adaptive_form_repeats_byte_for_byte() {
    check_repeats(
        "an_adaptive_form_repeats_byte_for_byte",
        "adaptive-form",
        ADAPTIVE,
        5,
    );
}

#[test]
fn a_record_that_was_changed_is_named() {
    let test = "a_record_that_was_changed_is_named";
    let Some(place) = Place::with_bundled(test, "linear-form") else {
        return;
    };
    let mut session = place.read(LINEAR, Policy::Perfect, 1);
    for stamped in &mut session.events {
        if let Event::Exam(ExamFact::Turned(turn)) = &mut stamped.event
            && turn.number == 2
        {
            turn.state_sha256 = [0; 32];
        } else if let Event::Exam(ExamFact::Graded(grade)) = &mut stamped.event {
            grade.score += 1e-12;
        }
    }
    let seat = session.plan.exam.as_mut().unwrap();
    seat.plan.title.clear();
    let found = repeat(&place, &session.plan, LINEAR, &session.events).differences;
    let places: Vec<&str> = found.iter().map(|f| f.split(':').next().unwrap()).collect();
    assert_eq!(places, ["plan", "turn 2", "grade"]);

    // Another bundle of the same id is not taken for the one that the session began with.
    session.plan.exam.as_mut().unwrap().plugin.bundle_digest = Some("ab".repeat(32));
    let other = exam_plugin_of(&session.plan, &place.folders()).unwrap();
    let ExamSource::Missing { kind, message } = other else {
        panic!("{other:?}");
    };
    assert_eq!(kind, FailureKind::BadSignature);
    assert!(message.contains("another one is installed"), "{message}");
}

/// Hostile case 34.
#[test]
fn grading_a_hundred_times_on_one_and_on_four_threads_gives_equal_bytes() {
    let test = "grading_a_hundred_times_on_one_and_on_four_threads_gives_equal_bytes";
    let Some(place) = Place::with_bundled(test, "adaptive-form") else {
        return;
    };
    let session = place.read(ADAPTIVE, Policy::Coin, 3);
    let outcome = ExamOutcome::of(&session.plan, &session.events).unwrap();
    assert!(outcome.grade.is_some());
    let check = |times: usize| {
        for found in repeat_times(&place, &session.plan, ADAPTIVE, &session.events, times) {
            assert!(found.is_graded);
            assert_eq!(found.differences, [] as [String; 0]);
        }
    };
    check(100);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| check(25));
        }
    });
}

#[test]
fn an_adaptive_form_asks_a_good_reader_harder_cases() {
    let test = "an_adaptive_form_asks_a_good_reader_harder_cases";
    let Some(place) = Place::with_bundled(test, "adaptive-form") else {
        return;
    };
    let asked = |policy| {
        let session = place.read(ADAPTIVE, policy, 1);
        let difficulty = |name: &String| CASES.iter().find(|(c, _)| c == name).unwrap().1;
        let asked: Vec<f64> = opened(&session.events).iter().map(difficulty).collect();
        asked.iter().sum::<f64>() / asked.len() as f64
    };
    let (perfect, coin) = (asked(Policy::Perfect), asked(Policy::Coin));
    assert!(perfect > coin + 0.5, "{perfect} and {coin}");
    let nothing = asked(Policy::FollowsAi);
    assert!(perfect > nothing, "{perfect} and {nothing}");
}

/// Puts a guest of `tests/hostile/exams` beside the studies; gives the exam of the scenario.
fn hostile(name: &str) -> (Place, String) {
    let plugins = tempfile::tempdir().unwrap().keep();
    let bundle = plugins.join(name);
    let id = hostile_bundle(&bundle, "empty_report", "").unwrap();
    let manifest = fs::read_to_string(bundle.join("plugin.toml")).unwrap();
    let manifest = manifest.replace("ai-service", "exam-scenario");
    fs::write(bundle.join("plugin.toml"), manifest).unwrap();
    let guest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../hostile/exams");
    let guest = fs::read_to_string(guest.join(name).with_extension("wat")).unwrap();
    // The guests know the cases `a` and `b`.
    let component = guest_component(&guest, "exam-scenario").unwrap();
    fs::write(bundle.join("plugin.wasm"), component).unwrap();
    (Place::new(plugins), format!("{{ plugin = \"{id}\" }}"))
}

fn hostile_text(exam: &str) -> String {
    text(exam)
        .replace("id = \"c1\"", "id = \"a\"")
        .replace("id = \"c2\"", "id = \"b\"")
}

fn read_hostile(name: &str) -> Finished {
    let (place, exam) = hostile(name);
    let clock = Arc::new(ManualClock::default());
    let sitting = place.sitting(hostile_text(&exam), 1, &clock);
    let session = sit_down(sitting, &place.folders()).unwrap_or_else(|e| panic!("{e}"));
    let session = finish(session, Policy::Perfect, &clock);
    fs::remove_dir_all(&place.plugins).unwrap();
    session
}

#[track_caller]
fn check_not_lost(name: &str, call: ExamCall, kind: FailureKind) {
    let session = read_hostile(name);
    let outcome = ExamOutcome::of(&session.plan, &session.events).unwrap();
    let faults: Vec<_> = outcome.faults.iter().map(|f| (f.call, f.kind)).collect();
    assert_eq!(faults, [(call, kind)]);
    // Every case of the plan was read in its order, and graded by the rubric as ever.
    assert_eq!(opened(&session.events), ["a", "b"]);
    let total = &session.score.total;
    assert_eq!((total.n_graded, total.n_not_signed), (2, 0));
    assert_eq!(total.last.sensitivity.unwrap().value, 1.0);
    assert!(
        session
            .events
            .iter()
            .any(|stamped| stamped.event == Event::Ended(SessionEnd::Complete))
    );
    assert_eq!(outcome.grade.is_some(), call == ExamCall::Step);
}

#[test]
fn a_session_is_not_lost_with_an_exam_that_traps() {
    check_not_lost("step_trap", ExamCall::Step, FailureKind::Trap);
}

#[test]
fn a_session_is_not_lost_with_an_exam_that_wants_what_is_not_there() {
    check_not_lost("unknown_item", ExamCall::Step, FailureKind::OutputInvalid);
}

#[test]
fn a_session_is_not_lost_with_an_exam_that_cannot_grade() {
    check_not_lost("nan_score", ExamCall::GradeExam, FailureKind::OutputInvalid);
}

#[test]
fn nobody_sits_down_to_an_exam_without_a_plan() {
    let (place, exam) = hostile("unknown_case");
    let clock = Arc::new(ManualClock::default());
    let sitting = place.sitting(hostile_text(&exam), 1, &clock);
    let refused = sit_down(sitting, &place.folders()).unwrap_err().to_string();
    assert!(refused.contains("output-invalid"), "{refused}");
    assert!(refused.contains("no case `nowhere`"), "{refused}");
    let gone = place.sitting(text("{ plugin = \"no.such\" }"), 1, &clock);
    let refused = sit_down(gone, &place.folders()).unwrap_err().to_string();
    assert!(refused.contains("no exam scenario no.such"), "{refused}");
    fs::remove_dir_all(&place.plugins).unwrap();
}

/// The rest of a session that somebody left, read to its end.
fn go_on(place: &Place, runner: SessionRunner, seed_plugins: bool) -> Finished {
    let journal = runner.journal_path().to_owned();
    drop(runner);
    let clock = Arc::new(ManualClock::default());
    let mut folders = place.folders();
    if !seed_plugins {
        folders.plugins.clear();
    }
    let folder = SessionFolder::at(journal.parent().unwrap());
    let runner = resume(&folder, &folders, None, "en", clock.clone()).unwrap();
    finish(runner, Policy::Perfect, &clock)
}

/// A session whose reader has signed the first case.
fn half_read(place: &Place, exam: &str) -> SessionRunner {
    let clock = Arc::new(ManualClock::default());
    let sitting = place.sitting(text(exam), 1, &clock);
    let mut runner = sit_down(sitting, &place.folders()).unwrap();
    runner.wait_for_exam().unwrap();
    runner.send(Command::NextCase).unwrap();
    runner.send(Command::RateCase(90)).unwrap();
    let section = runner.plan().questions.sections[0].id.clone();
    let text = "Read.".to_owned();
    runner.send(Command::EditReport { section, text }).unwrap();
    runner.send(Command::Sign).unwrap();
    runner
}

#[test]
fn an_exam_goes_on_where_it_was_left_with_the_same_state() {
    let test = "an_exam_goes_on_where_it_was_left_with_the_same_state";
    let Some(place) = Place::with_bundled(test, "adaptive-form") else {
        return;
    };
    // Left at once: the plugin's answer to the last event may not be on the disk yet.
    let session = go_on(&place, half_read(&place, ADAPTIVE), true);
    let outcome = ExamOutcome::of(&session.plan, &session.events).unwrap();
    assert_eq!(outcome.faults, []);
    assert_eq!(opened(&session.events).len(), 5);
    let found = repeat(&place, &session.plan, ADAPTIVE, &session.events);
    assert_eq!(found.differences, [] as [String; 0]);
}

#[test]
fn an_exam_whose_plugin_is_gone_goes_on_in_the_order_of_its_plan() {
    let test = "an_exam_whose_plugin_is_gone_goes_on_in_the_order_of_its_plan";
    let Some(place) = Place::with_bundled(test, "linear-form") else {
        return;
    };
    let mut left = half_read(&place, LINEAR);
    left.wait_for_exam().unwrap();
    let session = go_on(&place, left, false);
    let outcome = ExamOutcome::of(&session.plan, &session.events).unwrap();
    let faults: Vec<_> = outcome.faults.iter().map(|f| (f.call, f.kind)).collect();
    let gone = FailureKind::Incompatible;
    assert_eq!(
        faults,
        [(ExamCall::Step, gone), (ExamCall::GradeExam, gone)]
    );
    assert_eq!(opened(&session.events).len(), 4);
    assert_eq!(session.score.total.n_not_signed, 0);
    assert_eq!(outcome.grade, None);
}

#[test]
fn a_case_is_closed_when_its_time_is_over_and_the_exam_goes_on() {
    let test = "a_case_is_closed_when_its_time_is_over_and_the_exam_goes_on";
    let Some(place) = Place::with_bundled(test, "linear-form") else {
        return;
    };
    let exam = "{ plugin = \"overread.linear-form\", settings = { items = 2, minutes = 1 } }";
    let clock = Arc::new(ManualClock::default());
    let sitting = place.sitting(text(exam), 1, &clock);
    let mut runner = sit_down(sitting, &place.folders()).unwrap();
    runner.wait_for_exam().unwrap();
    runner.send(Command::NextCase).unwrap();
    runner.wait_for_exam().unwrap();
    clock.advance(Millis(59_000));
    let left = runner.view().exam.unwrap().time_left;
    assert_eq!(left, Some(Millis(1_000)));
    runner.send(Command::RateCase(90)).unwrap();
    clock.advance(Millis(1_000));
    let refused = runner.send(Command::RateCase(10)).unwrap_err().to_string();
    assert!(refused.contains("is over"), "{refused}");
    runner.wait_for_exam().unwrap();
    assert!(runner.view().case.unwrap().is_timed_out);
    let session = finish(runner, Policy::Perfect, &clock);
    let outcome = ExamOutcome::of(&session.plan, &session.events).unwrap();
    let grade = outcome.grade.unwrap();
    let timed_out = grade.rows.iter().filter(|row| row.metric == "timed-out");
    assert_eq!(timed_out.count(), 1);
    assert_eq!(grade.score, 0.5);
}

#[test]
fn the_reader_sees_the_exams_words_and_not_what_it_knows() {
    let test = "the_reader_sees_the_exams_words_and_not_what_it_knows";
    let Some(place) = Place::with_bundled(test, "linear-form") else {
        return;
    };
    let clock = Arc::new(ManualClock::default());
    let sitting = place.sitting(text(LINEAR), 1, &clock);
    let mut runner = sit_down(sitting, &place.folders()).unwrap();
    runner.wait_for_exam().unwrap();
    let view = runner.view();
    let exam = view.exam.unwrap();
    assert_eq!(exam.title[0].value, "Linear form");
    assert_eq!(exam.messages.len(), 1);
    assert!(exam.messages[0].text[0].value.contains("4 cases."));
    assert!(exam.grade.is_none() && !exam.is_awaiting);
    // Only the case that is next is on the worklist.
    assert_eq!(
        (view.worklist.len(), view.state),
        (1, SessionState::Running)
    );
    let session = finish(runner, Policy::Perfect, &clock);
    assert!(facts(&session.events).len() > 4);
}
