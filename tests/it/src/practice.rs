//! Practice sets of every area, read whole: their cases are as abnormal as designed, and a reader who knows the truth
//! hits every lesion, in the images that show it.

use overread_base::{CaseTruth, PhantomKind, Seed};
use overread_exam::Policy;
use overread_scenario::{Practice, PracticeAi, ReadingMode, Skill};
use overread_workstation::{Cohort, CohortSession, Folders, simulate_cohort};

fn practice(area: PhantomKind, mode: ReadingMode) -> Practice {
    let ai = if mode.has_ai() {
        PracticeAi::Simulated(Skill::Average)
    } else {
        PracticeAi::None
    };
    Practice {
        difficulty: None,
        count: 12,
        ai,
        mode,
        ..Practice::of(area, Seed(11))
    }
}

/// One session without images: what is known of the cases is enough.
fn read(practice: &Practice) -> CohortSession {
    let data = tempfile::tempdir().unwrap();
    let set = practice.set().unwrap();
    let cohort = Cohort {
        scenario_text: &set.text,
        studies: data.path().to_owned(),
        n_readers: 1,
        policy: Policy::Perfect,
        seed: Seed(3),
        seal: None,
        supervisor: None,
    };
    let folders = Folders::of_user(Some(data.path()));
    let mut sessions = simulate_cohort(&cohort, &folders, |session| session, &|_| {}).unwrap();
    sessions.remove(0)
}

#[test]
fn the_cases_of_a_set_are_as_abnormal_as_designed() {
    for area in PhantomKind::ALL {
        let practice = practice(area, ReadingMode::Unaided);
        let designed = practice.set().unwrap().scenario.cases;
        let truths = read(&practice).debrief.truths;
        for case in designed {
            let is_abnormal = truths.get(&case.id).map(CaseTruth::is_abnormal);
            let word = area.word();
            assert_eq!(
                is_abnormal,
                case.source.is_abnormal(),
                "{word}, {}",
                case.id
            );
        }
    }
}

#[test]
fn who_knows_the_truth_hits_every_lesion_in_every_area() {
    for area in PhantomKind::ALL {
        for mode in [ReadingMode::Unaided, ReadingMode::Sequential] {
            let debrief = read(&practice(area, mode)).debrief;
            let first = &debrief.score.total.first;
            let found = [
                first.sensitivity,
                first.case_sensitivity,
                first.case_specificity,
            ];
            let found = found.map(|share| share.map(|share| share.value));
            assert_eq!(found, [Some(1.0); 3], "{}, {}", area.word(), mode.word());
        }
    }
}
