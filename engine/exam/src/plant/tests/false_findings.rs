//! What a false finding is like: where it lies, how large it is, how it is told.

use overread_base::{Code, Lesion};

use super::super::PlantCase;
use super::*;
use crate::fixture;

#[test]
fn a_false_finding_lies_in_the_images_and_off_every_lesion() {
    for sample in [
        normal(CT),
        normal(PLANE),
        one_nodule(CT, Drawn::Mask),
        two_nodules(PLANE, Drawn::Polygon),
    ] {
        for seed in 0..100 {
            let shown = sample.plant(AiErrorKind::FpBenign, ErrorSeverity::Significant, seed);
            let finding = first(&shown).unwrap();
            let (low, high) = finding_bounds(finding).unwrap();
            assert!(low.max(sample.bounds.0) == low && high.min(sample.bounds.1) == high);
            let centre = finding_centre(finding).unwrap();
            for lesion in &sample.truth.as_ref().unwrap().lesions {
                assert!(centre.distance(lesion.centre) > lesion.radius_mm + 10.0);
            }
            let p = report(&shown).probability.unwrap();
            assert!(p.is_positive() && finding.probability.unwrap() <= p.value);
        }
    }
}

#[test]
fn a_false_finding_is_about_as_large_as_what_it_is_taken_for() {
    let mut sample = normal(CT);
    sample.other = None;
    let effusion = Code::new("SCT", "60046008", "Pleural effusion");
    let mut decoys = fixture::truth(&[-70.0, 55.0]).lesions;
    decoys[0].code = effusion.clone();
    (decoys[0].radius_mm, decoys[1].radius_mm) = (60.0, 4.0);
    for seed in 0..50 {
        let with = |decoys: &[Lesion]| {
            let case = PlantCase {
                decoys,
                ..sample.case()
            };
            let error = error(AiErrorKind::FpBenign, ErrorSeverity::Minor, seed);
            let shown = plant(&sample.result, &error, &case);
            let finding = first(&shown).unwrap().clone();
            let size = finding.measures[0].value;
            (finding.code, size)
        };
        let (code, size) = with(&decoys);
        assert!(code != effusion && size < 9.0, "{code:?} of {size} mm");
        let (code, size) = with(&decoys[..1]);
        assert!(code == effusion && size > 39.9, "{code:?} of {size} mm");
    }
}

#[test]
fn a_false_finding_is_told_in_the_services_own_way() {
    let shown = planted(&normal(CT), AiErrorKind::FpDevice);
    let finding = first(&shown).unwrap();
    let size = finding.measures[0].value;
    let side = if finding.laterality == Some(Laterality::Left) {
        "left"
    } else {
        "right"
    };
    let category = &finding.category.as_ref().unwrap().value;
    assert_eq!(
        draft(report(&shown), "findings", "en"),
        format!(
            "1. Solid nodule in the {side} lung, mean diameter {size:.1} mm, category {category}."
        )
    );
    assert_eq!(
        draft(report(&shown), "impression", "en"),
        format!("Lung nodules found by the service: 1. Highest category: {category}.")
    );
    let shown = planted(&two_nodules(CT, Drawn::Box), AiErrorKind::FpDevice);
    let finding = &report(&shown).findings[2];
    assert_eq!(finding.id.as_str(), "nodule-3");
    let lines = draft(report(&shown), "findings", "ru");
    let line = lines.lines().nth(2).unwrap();
    let size = format!("{:.1}", finding.measures[0].value).replace('.', ",");
    assert!(line.starts_with("3. Солидный очаг в "), "{line}");
    assert!(line.contains(&format!("{size} мм")), "{line}");
    assert!(draft(report(&shown), "impression", "ru").starts_with("Найдено очагов в лёгких: 3."));
}
