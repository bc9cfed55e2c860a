//! Errors in a study of several projections: every mark stays in its own image, and moves in that image's space.

use overread_base::{Finding, LesionView, Mark, SeriesUid, Shape};

use super::*;
use crate::fixture;

/// By how much the second image lies beside the first.
const BESIDE: Vec3 = Vec3 {
    x: 12.0,
    y: 30.0,
    z: 0.0,
};

fn second() -> SeriesUid {
    SeriesUid::new("1.2.4").unwrap()
}

/// Two lesions, each seen and marked in two images at different coordinates.
fn two_views() -> Sample {
    let mut sample = two_nodules(PLANE, Drawn::Box);
    let truth = sample.truth.as_mut().unwrap();
    for lesion in &mut truth.lesions {
        let view = |series, centre| LesionView {
            series,
            centre,
            radius_mm: lesion.radius_mm,
            mask: None,
        };
        lesion.views = vec![
            view(fixture::series(), lesion.centre),
            view(second(), lesion.centre + BESIDE),
        ];
    }
    let AiStatus::Done(report) = &mut sample.result.status else {
        panic!("a report")
    };
    for finding in &mut report.findings {
        let beside: Vec<Mark> = finding
            .marks
            .iter()
            .map(|mark| Mark {
                series: second(),
                shape: super::super::shapes::translated(&mark.shape, BESIDE).unwrap(),
            })
            .collect();
        finding.marks.extend(beside);
    }
    sample
}

fn middle(finding: &Finding, series: &SeriesUid) -> Option<Vec3> {
    let (low, high) = super::super::shapes::bounds_in(finding, series)?;
    Some((low + high) * 0.5)
}

#[track_caller]
fn near(a: Vec3, b: Vec3) {
    assert!(a.distance(b) < 1e-9, "{a:?} {b:?}");
}

#[test]
fn the_sample_is_as_it_says() {
    let sample = two_views();
    for finding in sample.result.findings() {
        let first = middle(finding, &fixture::series()).unwrap();
        near(middle(finding, &second()).unwrap(), first + BESIDE);
        // What is said of a finding is said of its first image, not of a box over both.
        near(finding_centre(finding).unwrap(), first);
    }
}

#[test]
fn a_finding_that_is_moved_or_resized_keeps_its_place_in_both_images() {
    let sample = two_views();
    for kind in [
        AiErrorKind::WrongLocation,
        AiErrorKind::OverSegmentation,
        AiErrorKind::UnderSegmentation,
        AiErrorKind::CStale,
    ] {
        let shown = planted(&sample, kind);
        let finding = first(&shown).unwrap();
        let before = original(sample.report(), &shown).unwrap();
        let at = middle(finding, &fixture::series()).unwrap();
        near(middle(finding, &second()).unwrap(), at + BESIDE);
        let was = middle(before, &fixture::series()).unwrap();
        assert_eq!(at.distance(was) > 1.0, kind == AiErrorKind::WrongLocation);
    }
}

#[test]
fn a_lesion_is_lost_in_all_images_at_once() {
    let sample = two_views();
    let shown = planted(&sample, AiErrorKind::FnSubtle);
    assert_eq!(report(&shown).findings.len(), 1);
    // The record names the place by which a reader's miss is known.
    let truth = sample.truth.as_ref().unwrap();
    let [place] = shown.record.places[..] else {
        panic!("one place")
    };
    let rule = overread_scenario::HitRule::InsideMask { margin_mm: 1.0 };
    let smaller = truth.lesions.iter().position(|l| l.radius_mm < 4.5);
    assert_eq!(crate::hit::lesion_anywhere(place, truth, rule), smaller);
}

/// A finding that was marked in the second image alone is about its lesion too.
#[test]
fn one_image_is_enough_to_know_the_lesion() {
    let mut sample = two_views();
    let AiStatus::Done(report) = &mut sample.result.status else {
        panic!("a report")
    };
    for finding in &mut report.findings {
        finding.marks.retain(|mark| mark.series == second());
    }
    let shown = planted(&sample, AiErrorKind::FnPopulation);
    assert_eq!(shown.result.findings(), []);
}

#[test]
fn a_false_finding_is_seen_in_one_image() {
    for seed in 1..20 {
        let sample = two_views();
        let shown = sample.plant(AiErrorKind::FpVariant, ErrorSeverity::Intermediate, seed);
        if shown.record.is_void {
            continue;
        }
        let made_up = shown.result.findings().last().unwrap();
        let series = &made_up.marks.first().unwrap().series;
        assert!(made_up.marks.iter().all(|mark| mark.series == *series));
        assert!(!matches!(made_up.marks[0].shape, Shape::Mask(_)));
    }
}

#[test]
fn what_is_seen_in_two_images_has_no_mirrored_place() {
    let shown = two_views().plant(AiErrorKind::WrongSide, ErrorSeverity::Intermediate, 1);
    assert!(shown.record.is_void);
}
