//! Hints name the region first, then the slices by the numbers of the viewer.

use overread_base::{LesionView, Seed};
use overread_scenario::{CaseSource, PhantomSpec};
use overread_testkit::{Reading, TinyCase, scenario_text};

use super::*;
use crate::ground::Grounds;
use crate::images::CaseImages;
use crate::step::StepProgress;
use crate::synthetic;

/// A chest of 16 slices with a nodule, and the same without.
fn chest(nodules: &str) -> (CaseTruth, CaseImages) {
    let case = TinyCase::phantom("chest", 77, nodules);
    let text = scenario_text(Reading::Unaided, &[case]);
    let scenario = overread_scenario::check(&text).0.unwrap();
    let case = &scenario.cases[0];
    let truth = Grounds::default().of(case).unwrap().truth.clone().unwrap();
    let CaseSource::Phantom(spec) = &case.source else {
        panic!("a phantom")
    };
    let images = synthetic::images(spec, &StepProgress::default()).unwrap();
    (truth, images)
}

fn english(hints: &[Vec<LocalText>]) -> Vec<&str> {
    hints
        .iter()
        .map(|hint| LocalText::pick(hint, "en").unwrap())
        .collect()
}

#[test]
fn a_nodule_is_told_by_its_third_and_then_by_its_slices() {
    let (truth, images) = chest("{ diameter_mm = 14, type = \"solid\" }");
    let hints = made_hints(Some(&truth), &images.series);
    let [region, slices] = <[&str; 2]>::try_from(english(&hints)).unwrap();
    assert!(
        region.starts_with("To be found: 1. Look here: "),
        "{region}"
    );
    assert!(region.contains("third of the slices"), "{region}");
    // The slice that holds the centre lies in the range that is told, counted from the head.
    let grid = images.series[0].volume.geometry();
    let stack = own_stack(grid);
    let number = stack.number(stack.index_at(grid, truth.lesions[0].centre));
    let told: Vec<u32> = slices
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    let (first, last) = (told[0], *told.last().unwrap());
    assert!(
        first <= number && number <= last,
        "{slices}: centre on {number}"
    );
    assert!(last - first < 6, "{slices}");
    for hint in &hints {
        assert_eq!(hint.len(), 2, "English and Russian");
        assert_eq!(hint[1].locale, "ru");
    }
}

#[test]
fn a_normal_case_has_one_hint_and_one_of_unknown_truth_none() {
    let (truth, images) = chest("");
    let hints = made_hints(Some(&truth), &images.series);
    assert_eq!(
        english(&hints),
        ["Nothing that is looked for lies in this case."]
    );
    assert!(made_hints(None, &images.series).is_empty());
}

#[test]
fn without_images_the_side_is_told_alone() {
    let (mut truth, _) = chest("{ diameter_mm = 14, type = \"solid\" }");
    truth.lesions[0].laterality = Some(Laterality::Right);
    let hints = made_hints(Some(&truth), &[]);
    assert_eq!(
        english(&hints),
        ["To be found: 1. Look here: on the right."]
    );
}

#[test]
fn in_a_projection_the_image_and_the_height_are_told() {
    let spec = PhantomSpec {
        kind: overread_base::PhantomKind::Mammography,
        seed: Seed(11),
        slices: None,
        difficulty: overread_base::Difficulty::Easy,
        content: overread_scenario::PhantomContent::Lesions(vec![overread_base::LesionWish::any(
            overread_base::LesionKind::named(overread_base::PhantomKind::Mammography, "mass")
                .unwrap(),
        )]),
    };
    let truth = synthetic::ground(&spec).unwrap().truth;
    let images = synthetic::images(&spec, &StepProgress::default()).unwrap();
    let hints = made_hints(Some(&truth), &images.series);
    let [region, place] = <[&str; 2]>::try_from(english(&hints)).unwrap();
    assert!(region.contains("half of the image"), "{region}");
    assert!(place.contains(" % of its height from the top"), "{place}");
    let view: &LesionView = &truth.lesions[0].views[0];
    let of = images.series.iter().find(|of| of.facts.uid == view.series);
    let name = of.unwrap().facts.view.clone().unwrap();
    assert!(place.contains(&name), "{place} names {name}");
}
