//! What is kept, what goes, and what is never kept.

use overread_scenario::Scenario;
use overread_testkit::{Reading, TinyCase, TinyCt, scenario_text};

use super::*;

/// The bytes of a tiny CT of 16 x 16 x 16.
const TINY: u64 = 16 * 16 * 16 * 2;

/// Cases of DICOM folders `1`, `2` ... in a fresh folder of studies.
fn cases(n: u32) -> (tempfile::TempDir, Scenario) {
    let studies = tempfile::tempdir().unwrap();
    let names: Vec<String> = (1..=n).map(|number| number.to_string()).collect();
    for (number, name) in (1..=n).zip(&names) {
        TinyCt::numbered(number)
            .write(&studies.path().join(name))
            .unwrap();
    }
    let cases: Vec<TinyCase> = names
        .iter()
        .map(|name| TinyCase::dicom(&format!("case-{name}"), name, None))
        .collect();
    let (scenario, found) = overread_scenario::check(&scenario_text(Reading::Unaided, &cases));
    let scenario = scenario.unwrap_or_else(|| panic!("{:?}", found.all()));
    (studies, scenario)
}

#[test]
fn a_case_opened_again_is_the_same_memory() {
    let (studies, scenario) = cases(1);
    let cache = ImageCache::with_budget(TINY);
    let case = &scenario.cases[0];
    assert!(!cache.holds(case, studies.path()));
    let progress = StepProgress::default();
    let first = cache.open(case, studies.path(), &progress).unwrap();
    let progress = StepProgress::default();
    let again = cache.open(case, studies.path(), &progress).unwrap();
    assert!(Arc::ptr_eq(&first, &again));
    assert!(progress.fraction() > 0.999);
    assert!(cache.holds(case, studies.path()));
}

#[test]
fn the_least_recently_used_goes_first() {
    let (studies, scenario) = cases(3);
    let cache = ImageCache::with_budget(2 * TINY + 1);
    let open = |idx: usize| {
        let case = &scenario.cases[idx];
        cache
            .open(case, studies.path(), &StepProgress::default())
            .unwrap()
    };
    let held = || -> Vec<bool> {
        let cases = scenario.cases.iter();
        cases
            .map(|case| cache.holds(case, studies.path()))
            .collect()
    };
    let first = open(0);
    open(1);
    open(0);
    open(2);
    assert_eq!(held(), [true, false, true]);
    open(1);
    assert_eq!(held(), [false, true, true]);
    // Whoever holds images keeps them, kept or not.
    assert_eq!(first.series[0].volume.samples().len(), 16 * 16 * 16);
}

#[test]
fn what_is_larger_than_the_budget_is_opened_and_not_kept() {
    let (studies, scenario) = cases(2);
    let cache = ImageCache::with_budget(TINY - 1);
    let case = &scenario.cases[0];
    let progress = StepProgress::default();
    assert!(cache.open(case, studies.path(), &progress).is_ok());
    assert!(!cache.holds(case, studies.path()));
}

#[test]
fn failures_and_changed_folders_are_read_again() {
    let (studies, scenario) = cases(1);
    let cache = ImageCache::with_budget(u64::MAX);
    let case = &scenario.cases[0];
    let folder = studies.path().join("1");
    let hidden = studies.path().join("hidden");
    let open = || cache.open(case, studies.path(), &StepProgress::default());
    std::fs::rename(&folder, &hidden).unwrap();
    assert!(matches!(open(), Err(LibraryError::NoFolder { .. })));
    std::fs::rename(&hidden, &folder).unwrap();
    let first = open().unwrap();
    // One file fewer changes the folder's time, which the test sets so that it need not wait for the clock.
    std::fs::File::open(&folder)
        .unwrap()
        .set_modified(SystemTime::UNIX_EPOCH)
        .unwrap();
    assert!(!Arc::ptr_eq(&first, &open().unwrap()));
}

#[test]
fn a_step_that_is_stopped_keeps_nothing() {
    let (studies, scenario) = cases(1);
    let cache = ImageCache::with_budget(u64::MAX);
    let progress = StepProgress::default();
    progress.cancel();
    let case = &scenario.cases[0];
    assert!(cache.open(case, studies.path(), &progress).is_err());
    assert!(!cache.holds(case, studies.path()));
}
