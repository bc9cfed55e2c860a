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

#[test]
fn a_prior_is_two_years_younger_and_made_on_another_day() {
    for kind in PhantomKind::ALL {
        let of = |days_before| {
            let request = CaseRequest {
                kind,
                ..small(days_before)
            };
            Phantom::plan(&request).unwrap()
        };
        let (now, before) = (of(0), of(731));
        let (person, earlier) = (&now.study().patient, &before.study().patient);
        let younger = person.age_years - earlier.age_years;
        assert!((2..=3).contains(&younger), "{}: {younger}", kind.word());
        assert_eq!(
            (person.height_cm, &person.name),
            (earlier.height_cm, &earlier.name),
            "{}",
            kind.word()
        );
        let slice = now.study().series[0].geometry.size[2] / 2;
        assert_ne!(
            now.render(0, slice),
            before.render(0, slice),
            "{}: the same pixels on another day",
            kind.word()
        );
    }
}

#[test]
fn every_drawn_case_finds_room_for_its_lesions() {
    // The cisterns of this head hold less than is usual for an easy case.
    let tight = (PhantomKind::HeadCt, Difficulty::Easy, 2_082_710);
    let some = PhantomKind::ALL
        .into_iter()
        .flat_map(|kind| Difficulty::ALL.map(|difficulty| (kind, difficulty)))
        .flat_map(|(kind, difficulty)| (0..3).map(move |n| (kind, difficulty, 71 * n + 5)));
    for (kind, difficulty, seed) in some.chain([tight]) {
        let request = CaseRequest {
            difficulty,
            lesions: draw_lesions(kind, Seed(seed), difficulty, true, &[]),
            ..CaseRequest::new(kind, Seed(seed))
        };
        let made = ground(&request);
        assert!(made.is_ok(), "{} {seed}: {made:?}", kind.word());
    }
}
