//! Jobs on cases that are not open: whatever becomes of one, the thread goes on to the next.

use overread_base::{NotRunReason, Seed};
use overread_testkit::TinyCt;

use super::*;
use crate::fixture::nothing_recorded;
use crate::library::open_folder;
use crate::worker::Worker;

fn wish(
    case: &str,
    open: impl FnOnce() -> Result<Arc<CaseImages>, LibraryError> + Send + 'static,
) -> JobWish {
    JobWish {
        case: CaseId::new(case).unwrap(),
        service: nothing_recorded(),
        source: JobSource::Ahead(Box::new(Ahead {
            open: Box::new(open),
            locale: "en".to_owned(),
            seed: Seed(1),
            cancel: CancelFlag::default(),
        })),
    }
}

/// The status of the next job that is done, and whether it is known where its images lie.
#[track_caller]
fn next(jobs: &Worker<JobWish, JobDone>, case: &str) -> (AiStatus, bool) {
    let done = jobs.wait().expect("the thread goes on");
    assert_eq!(done.case.as_str(), case);
    assert_eq!(done.result.service.id.as_str(), "test.recorded");
    (done.result.status, done.place.is_some())
}

#[test]
fn a_panic_while_a_case_is_opened_fails_that_case_and_the_others_go_on() {
    let studies = tempfile::tempdir().unwrap();
    TinyCt::numbered(1).write(studies.path()).unwrap();
    let folder = studies.path().to_owned();
    let jobs = Worker::start("test-jobs", JobWish::work).unwrap();
    jobs.ask(wish("a", || panic!("a fault of ours"))).unwrap();
    jobs.ask(wish("b", || Err(LibraryError::GivenUp))).unwrap();
    let opened = move || open_folder(&folder, None, &StepProgress::ahead()).map(Arc::new);
    jobs.ask(wish("c", opened)).unwrap();

    let crashed = AiStatus::Failed {
        kind: FailureKind::PluginFailure,
        message: "opening the case crashed: a fault of this program, not of the study".to_owned(),
    };
    assert_eq!(next(&jobs, "a"), (crashed, false));
    let not_opened = AiStatus::NotRun {
        reason: NotRunReason::BadInput,
        message: "opening the case was given up".to_owned(),
    };
    assert_eq!(next(&jobs, "b"), (not_opened, false));
    let not_recorded = AiStatus::NotRun {
        reason: NotRunReason::OutOfScope,
        message: "nothing was recorded for this study".to_owned(),
    };
    assert_eq!(next(&jobs, "c"), (not_recorded, true));
}
