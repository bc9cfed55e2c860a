//! What is known without images is what the images say.

use std::path::Path;

use overread_testkit::{Reading, TinyCase, scenario_text};

use super::*;
use crate::library::{open_images, truth_of};
use crate::step::StepProgress;

#[test]
fn a_phantom_lies_where_its_images_do() {
    let case = TinyCase::phantom("chest", 77, "{ diameter_mm = 14, type = \"solid\" }");
    let text = scenario_text(Reading::Unaided, &[case]);
    let scenario = overread_scenario::check(&text).0.unwrap();
    let case = &scenario.cases[0];
    let grounds = Grounds::default();
    let ground = grounds.of(case).unwrap();
    let images = open_images(case, Path::new("."), &StepProgress::default()).unwrap();
    assert_eq!(Some(&ground.place), CasePlace::of_images(&images).as_ref());
    assert!(ground.is_exact);
    assert_eq!(ground.truth, truth_of(case).unwrap());
    let truths = grounds
        .truths(&scenario, std::slice::from_ref(&case.id))
        .unwrap();
    assert_eq!(truths.get(&case.id), ground.truth.as_ref());
    assert!(grounds.truths(&scenario, &[]).unwrap().is_empty());
}

#[test]
fn a_dicom_case_is_a_box_around_its_lesions() {
    let lesions: &[[f64; 4]] = &[[10.0, 20.0, 30.0, 4.0], [50.0, 20.0, -10.0, 4.0]];
    let cases = [
        TinyCase::dicom("known", "one", Some(lesions)),
        TinyCase::dicom("unknown", "one", None),
    ];
    let text = scenario_text(Reading::Unaided, &cases);
    let scenario = overread_scenario::check(&text).0.unwrap();
    let known = Ground::of(&scenario.cases[0]).unwrap();
    let corners = (Vec3::new(-30.0, -20.0, -50.0), Vec3::new(90.0, 60.0, 70.0));
    assert_eq!(known.place.bounds, corners);
    assert!(!known.is_exact);
    let unknown = Ground::of(&scenario.cases[1]).unwrap();
    assert_eq!(unknown.truth, None);
    assert_eq!(unknown.place.bounds.1, Vec3::new(150.0, 150.0, 150.0));
}

/// A cohort's readers and the thread that looks ahead have clones: what one of them drew the others have.
#[test]
fn clones_share_what_was_found_out() {
    let case = TinyCase::phantom("chest", 77, "{ diameter_mm = 14, type = \"solid\" }");
    let text = scenario_text(Reading::Unaided, &[case]);
    let scenario = overread_scenario::check(&text).0.unwrap();
    let case = &scenario.cases[0];
    let grounds = Grounds::default();
    let clone = grounds.clone();
    let ground = grounds.of(case).unwrap();
    assert!(Arc::ptr_eq(&ground, &clone.of(case).unwrap()));
    let nodules = [Code::nodule()];
    let drawn = grounds.decoys(case, &nodules);
    assert!(!drawn.is_empty());
    assert!(Arc::ptr_eq(&drawn, &clone.decoys(case, &nodules)));
    // What is not looked for in a chest has no decoys there, and does not take the place of what is.
    let other = [Code::new("SCT", "1386000", "Intracranial haemorrhage")];
    assert!(clone.decoys(case, &other).is_empty());
    assert!(Arc::ptr_eq(&drawn, &grounds.decoys(case, &nodules)));
}
