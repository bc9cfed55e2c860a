//! Sitting down, leaving, and coming back.

use std::fs;

use overread_base::Millis;
use overread_exam::{CasePhase, Command, Event, ProctorFact, StampedEvent};
use overread_scenario::{CaseSource, case_order};
use overread_store::{SessionFolder, sessions_in};
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

use super::*;
use crate::clock::ManualClock;
use crate::fixture::folders_in;
use crate::runner::ImagesState;

struct Place {
    folder: tempfile::TempDir,
    folders: Folders,
}

/// A scenario of two unaided cases over one tiny study.
fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    TinyCt::numbered(1)
        .write(&folder.path().join("one"))
        .unwrap();
    let cases = [
        TinyCase::dicom("a", "one", Some(&[])),
        TinyCase::dicom("b", "one", None),
    ];
    let text = scenario_text(Reading::Unaided, &cases);
    fs::write(folder.path().join("scenario.toml"), text).unwrap();
    let folders = folders_in(folder.path());
    Place { folder, folders }
}

impl Place {
    fn sitting(&self, clock: &Arc<ManualClock>) -> Sitting {
        let reader = ReaderId::new("reader").unwrap();
        let scenario = self.folder.path().join("scenario.toml");
        Sitting::at_scenario(
            &scenario,
            &self.folders,
            reader,
            Seed(1),
            "en",
            clock.clone(),
        )
        .unwrap()
    }

    fn only_session(&self) -> SessionFolder {
        let [session] =
            <[SessionFolder; 1]>::try_from(sessions_in(&self.folders.sessions).unwrap())
                .unwrap_or_else(|all| panic!("{} sessions", all.len()));
        session
    }
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::default())
}

#[test]
fn a_session_goes_on_where_it_was_left_and_its_time_stood_still() {
    let place = place();
    let first_clock = clock();
    let mut runner = sit_down(place.sitting(&first_clock), &place.folders).unwrap();
    runner.send(Command::NextCase).unwrap();
    first_clock.advance(Millis(5000));
    runner.send(Command::RateCase(20)).unwrap();
    runner.wait_for_images().unwrap();
    assert!(matches!(runner.images(), ImagesState::Ready(_)));
    let saved = runner.events().to_vec();
    drop(runner);

    let session = place.only_session();
    let mut runner = resume(&session, &place.folders, None, "en", clock()).unwrap();
    assert_eq!(runner.events()[..saved.len()], saved);
    assert_eq!(runner.events().len(), saved.len() + 1);
    let resumed = runner.events().last().unwrap();
    assert_eq!(
        (&resumed.event, resumed.at),
        (&Event::Resumed, Millis(5000))
    );
    let view = runner.view();
    let case = view.case.unwrap();
    assert_eq!(case.case.as_str(), "a");
    assert_eq!(
        (case.phase, case.rating.unwrap().value()),
        (CasePhase::FinalRead, 20)
    );
    // The images come back by themselves, from where they lay.
    runner.wait_for_images().unwrap();
    assert!(matches!(runner.images(), ImagesState::Ready(_)));
}

#[test]
fn one_program_at_a_time_has_a_session() {
    let place = place();
    let runner = sit_down(place.sitting(&clock()), &place.folders).unwrap();
    let session = place.only_session();
    let error = resume(&session, &place.folders, None, "en", clock()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the session is open in another program"),
        "{error}"
    );
    drop(runner);
    resume(&session, &place.folders, None, "en", clock()).unwrap();
}

#[test]
fn an_ended_session_is_opened_as_it_is() {
    let place = place();
    let mut runner = sit_down(place.sitting(&clock()), &place.folders).unwrap();
    runner.send(Command::Abandon).unwrap();
    drop(runner);
    let runner = resume(&place.only_session(), &place.folders, None, "en", clock()).unwrap();
    assert_eq!(runner.events().len(), 1);
    let debrief = runner.debrief().unwrap().unwrap();
    assert_eq!(debrief.score.total.n_graded, 0);
}

#[test]
fn a_scenario_that_was_changed_after_the_start_is_refused() {
    let place = place();
    drop(sit_down(place.sitting(&clock()), &place.folders).unwrap());
    let session = place.only_session();
    let text = session.scenario_text().unwrap().replace("Case a", "Case z");
    fs::write(session.scenario_path(), text).unwrap();
    let error = resume(&session, &place.folders, None, "en", clock()).unwrap_err();
    assert!(
        matches!(error, SittingError::OtherScenario { .. }),
        "{error}"
    );
}

#[test]
fn a_case_whose_images_are_gone_is_named_and_the_session_goes_on() {
    let place = place();
    fs::remove_dir_all(place.folder.path().join("one")).unwrap();
    let mut runner = sit_down(place.sitting(&clock()), &place.folders).unwrap();
    runner.send(Command::NextCase).unwrap();
    runner.wait_for_images().unwrap();
    let ImagesState::Failed(reason) = runner.images() else {
        panic!("{:?}", runner.images());
    };
    assert!(reason.contains("no folder of DICOM files"), "{reason}");
    runner.send(Command::RateCase(0)).unwrap();
}

#[test]
fn all_faults_of_a_scenario_are_named_with_their_lines() {
    let place = place();
    let mut sitting = place.sitting(&clock());
    sitting.scenario_text = sitting
        .scenario_text
        .replace("least_radius_mm = 5", "least_radius_mm = -5")
        .replace("mode = \"unaided\"", "mode = \"asleep\"")
        .replace("Case a", "");
    let error = sit_down(sitting, &place.folders).unwrap_err().to_string();
    assert_eq!(error.matches("line ").count(), 3, "{error}");
    assert!(!place.folders.sessions.exists(), "nothing was begun");
}

#[test]
fn a_huge_scenario_is_not_read() {
    let place = place();
    let path = place.folder.path().join("huge.toml");
    fs::write(&path, vec![b'#'; MAX_FILE_BYTES + 1]).unwrap();
    let error = read_scenario(&path).unwrap_err().to_string();
    assert!(
        error.starts_with("a scenario file must be at most 1048576 bytes, found 1048577"),
        "{error}"
    );
    let gone = read_scenario(&place.folder.path().join("gone.toml"))
        .unwrap_err()
        .to_string();
    assert!(gone.contains("gone.toml"), "{gone}");
}

#[test]
fn a_study_of_ones_own_is_a_scenario_without_truth() {
    let place = place();
    let reader = ReaderId::new("reader").unwrap();
    let folder = place.folder.path().join("one");
    for service in [None, Some("overread.lung-nodule")] {
        let sitting = Sitting::at_study(&folder, service, reader.clone(), "en", clock()).unwrap();
        let scenario = checked(&sitting.scenario_text).unwrap();
        assert_eq!(scenario.service.as_ref().map(|id| id.as_str()), service);
        let CaseSource::Dicom(source) = &scenario.cases[0].source else {
            panic!("not DICOM");
        };
        assert_eq!((source.folder.as_str(), &source.truth), ("one", &None));
        assert_eq!(sitting.studies, place.folder.path().canonicalize().unwrap());
    }
    // A folder name with a quote in it is still one text of the scenario.
    let quoted = place.folder.path().join("it's \"one\"");
    fs::rename(&folder, &quoted).unwrap();
    let sitting = Sitting::at_study(&quoted, None, reader.clone(), "en", clock()).unwrap();
    assert!(checked(&sitting.scenario_text).is_ok());
    let error = Sitting::at_study(Path::new("/"), None, reader, "en", clock())
        .err()
        .unwrap();
    assert!(matches!(error, SittingError::StudyFolder { .. }), "{error}");
}

#[test]
fn shuffled_cases_follow_the_seed() {
    let cases: Vec<TinyCase> = (0..8)
        .map(|n| TinyCase::dicom(&format!("c{n}"), "one", None))
        .collect();
    let text = scenario_text(Reading::Unaided, &cases);
    let shuffled = text.replace("soft_limit_s", "order = \"shuffled\"\nsoft_limit_s");
    let order = |text: &str, seed: u64| {
        let scenario = checked(text).unwrap();
        case_order(&scenario, Seed(seed))
    };
    assert_eq!(order(&shuffled, 1), order(&shuffled, 1));
    assert_ne!(order(&shuffled, 1), order(&shuffled, 2));
    assert_eq!(order(&text, 1), order(&text, 2));
    let mut sorted = order(&shuffled, 1);
    sorted.sort();
    assert_eq!(sorted, order(&text, 1));
}

#[test]
fn a_program_that_was_closed_was_away_for_as_long_as_the_calendar_says() {
    let at = |ms: u64, event: Event| StampedEvent {
        at: Millis(ms),
        event,
    };
    let mut events = vec![at(60_000, Event::Paused)];
    // Begun at second 1,000, one minute read, and two minutes later somebody sits down again.
    let clock = ManualClock::at_wall(1_180_000);
    let away = |events: &[StampedEvent]| take_up::away_ms(1_000, events, &clock);
    assert_eq!(away(&events), Some(120_000));
    // What the journal has of it already is not told twice, and a calendar that was set back is no absence.
    let jumped = ProctorFact::ClockJumped { by_ms: 120_000 };
    events.push(at(60_000, Event::Proctor(jumped)));
    assert_eq!(away(&events), None);
    let earlier = ManualClock::at_wall(900_000);
    assert_eq!(take_up::away_ms(1_000, &events, &earlier), None);
}
