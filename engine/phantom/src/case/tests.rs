//! A case of any kind through the one door: what is asked for early is the same person's study with its own identity.

use super::*;

fn small(days_before: u32) -> CaseRequest {
    CaseRequest {
        acquisition: Acquisition {
            size: Some(64),
            slices: Some(4),
            ..Acquisition::default()
        },
        days_before,
        ..CaseRequest::new(PhantomKind::ChestCt, Seed(5))
    }
}

#[test]
fn a_prior_study_is_of_the_same_person_and_has_uids_of_its_own() {
    let now = Phantom::plan(&small(0)).unwrap();
    let before = Phantom::plan(&small(400)).unwrap();
    let (now, before) = (now.study(), before.study());
    assert_eq!(before.patient.name, now.patient.name);
    assert_eq!(before.patient.id, now.patient.id);
    assert!(before.patient.age_years < now.patient.age_years);
    assert_ne!(before.uid, now.uid);
    assert_ne!(before.series[0].uid, now.series[0].uid);
    assert_eq!(ground(&small(400)).unwrap(), *before);
    assert_ne!(ground(&small(401)).unwrap().uid, before.uid);
}
