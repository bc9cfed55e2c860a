//! In one space hits are v1's to the bit; of several projections each image counts for itself.

use overread_base::{LesionView, Rng, Seed, Shape, VolumeGeometry};

use super::*;
use crate::fixture;

const RULES: [HitRule; 3] = [
    HitRule::CentreDistance {
        least_radius_mm: 6.0,
    },
    HitRule::InsideMask { margin_mm: 0.0 },
    HitRule::InsideMask { margin_mm: 3.0 },
];

fn uid(text: &str) -> SeriesUid {
    SeriesUid::new(text).unwrap()
}

fn place(rng: &mut Rng) -> Vec3 {
    Vec3::new(
        rng.range(-20.0, 20.0),
        rng.range(-20.0, 20.0),
        rng.range(-20.0, 20.0),
    )
}

/// A mask of scattered runs on a turned grid.
fn mask(rng: &mut Rng) -> MaskRle {
    let size = [9, 8, 7];
    let geometry = VolumeGeometry::new(
        size,
        Vec3::new(1.5, 2.0, 4.0),
        place(rng),
        Vec3::new(0.0, 1.0, 0.0),
        Vec3::new(0.0, 0.0, 1.0),
    )
    .unwrap();
    let mut left = 9 * 8 * 7;
    let mut runs = Vec::new();
    while left > 0 {
        let run = u32::try_from(rng.below(40)).unwrap().min(left);
        runs.push(run);
        left -= run;
    }
    MaskRle { geometry, runs }
}

fn volume_truth(rng: &mut Rng) -> CaseTruth {
    let mut truth = fixture::truth(&[0.0, 0.0, 0.0]);
    for lesion in &mut truth.lesions {
        lesion.centre = place(rng);
        lesion.radius_mm = rng.range(1.0, 8.0);
        lesion.mask = (rng.unit() < 0.6).then(|| mask(rng));
    }
    truth
}

#[test]
fn in_one_space_every_hit_is_that_of_v1() {
    let mut n_hits = 0;
    for seed in 0..400 {
        let mut rng = Seed(seed).rng();
        let truth = volume_truth(&mut rng);
        let places: Vec<Vec3> = (0..6).map(|_| place(&mut rng)).collect();
        // In one space the series of a mark does not matter: two reconstructions of one volume are one place.
        let series = [fixture::series(), uid("9.9")];
        let pointers: Vec<Pointer<'_>> = places
            .iter()
            .zip(series.iter().cycle())
            .map(|(at, series)| vec![Spot { series, at: *at }])
            .collect();
        for rule in RULES {
            for (at, pointer) in places.iter().zip(&pointers) {
                let expected = v1::lesion_at(*at, &truth, rule);
                assert_eq!(lesion_at(pointer, &truth, rule), expected);
                assert_eq!(lesion_anywhere(*at, &truth, rule), expected);
                n_hits += usize::from(expected.is_some());
            }
            assert_eq!(
                read_score(&pointers, Some(7), Call::Positive, &truth, rule),
                v1::read_score(&places, Some(7), Call::Positive, &truth, rule),
            );
        }
    }
    assert!(n_hits > 500, "{n_hits}");
}

#[test]
fn distances_to_masks_are_those_of_v1_to_the_bit() {
    for seed in 0..300 {
        let mut rng = Seed(seed).rng();
        let (mask, at) = (mask(&mut rng), place(&mut rng));
        assert_eq!(
            mask_distance_mm(&mask, at).to_bits(),
            v1::mask_distance_mm(&mask, at).to_bits(),
            "seed {seed}"
        );
    }
}

/// A lesion seen in two images at different places, and one seen in the second image alone.
fn projected() -> CaseTruth {
    let view = |series: &str, x: f64, radius_mm: f64| LesionView {
        series: uid(series),
        centre: Vec3::new(x, 10.0, 0.0),
        radius_mm,
        mask: None,
    };
    let mut truth = fixture::truth(&[0.0, 0.0]);
    truth.lesions[0].views = vec![view("1.1", 30.0, 5.0), view("1.2", 60.0, 5.0)];
    truth.lesions[1].views = vec![view("1.2", 66.0, 8.0)];
    for lesion in &mut truth.lesions {
        lesion.centre = lesion.views[0].centre;
    }
    truth
}

#[track_caller]
fn check(series: &str, x: f64, expected: Option<usize>) {
    let truth = projected();
    let series = uid(series);
    let at = Vec3::new(x, 10.0, 0.0);
    let pointer = [Spot {
        series: &series,
        at,
    }];
    for rule in [
        HitRule::CentreDistance {
            least_radius_mm: 2.0,
        },
        HitRule::InsideMask { margin_mm: 0.0 },
    ] {
        assert_eq!(lesion_at(&pointer, &truth, rule), expected, "{rule:?}");
    }
}

#[test]
fn a_projected_lesion_is_hit_in_the_images_that_show_it_and_nowhere_else() {
    check("1.1", 31.0, Some(0));
    check("1.2", 58.0, Some(0));
    // The same coordinates in the other image are another place of the patient.
    check("1.1", 60.0, None);
    check("1.2", 30.0, None);
    check("1.1", 66.0, None);
    // Where both lie, the nearer one is meant.
    check("1.2", 64.0, Some(1));
    check("1.2", 61.0, Some(0));
    check("1.3", 30.0, None);
}

#[test]
fn masks_of_views_are_judged_in_their_own_image() {
    let mut truth = projected();
    let geometry = VolumeGeometry::new(
        [4, 1, 1],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::new(100.0, 0.0, 0.0),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
    )
    .unwrap();
    truth.lesions[0].views[0].mask = Some(MaskRle {
        geometry,
        runs: vec![1, 2, 1],
    });
    let (shown, other) = (uid("1.1"), uid("1.2"));
    let rule = HitRule::InsideMask { margin_mm: 0.0 };
    let hit = |series, x| {
        let at = Vec3::new(x, 0.0, 0.0);
        lesion_at(&[Spot { series, at }], &truth, rule)
    };
    assert_eq!(hit(&shown, 101.0), Some(0));
    assert_eq!(hit(&shown, 103.0), None);
    assert_eq!(hit(&other, 101.0), None);
}

fn finding(marks: &[(&str, f64)]) -> Finding {
    let mut finding = fixture::result(&[0.0], 0.9).findings()[0].clone();
    let mark = |&(series, x): &(&str, f64)| Mark {
        series: uid(series),
        shape: Shape::Point(Vec3::new(x, 10.0, 0.0)),
    };
    finding.marks = marks.iter().map(mark).collect();
    finding
}

/// A finding says one thing, in however many images it is marked: it hits if one of its marks does, and errs once.
#[test]
fn a_finding_marked_in_several_images_counts_once() {
    let truth = projected();
    let rule = HitRule::InsideMask { margin_mm: 1.0 };
    let hits = |marks: &[(&str, f64)]| {
        let finding = finding(marks);
        let score = read_score(&[of_finding(&finding)], None, Call::Positive, &truth, rule);
        (score.hit.len(), score.false_positives)
    };
    assert_eq!(hits(&[("1.1", 30.0), ("1.2", 60.0)]), (1, 0));
    assert_eq!(hits(&[("1.1", 0.0), ("1.2", 60.0)]), (1, 0));
    assert_eq!(hits(&[("1.1", 0.0), ("1.2", 0.0)]), (0, 1));
    // A reader's mark in the other image, at the coordinates of the finding, is no mark on it.
    let (shown, other) = (uid("1.1"), uid("1.2"));
    let found = finding(&[("1.1", 30.0)]);
    let at = Vec3::new(30.0, 10.0, 0.0);
    let is_at = |series| is_at_finding(Spot { series, at }, &found, Some(&truth), rule);
    assert!(is_at(&shown));
    assert!(!is_at(&other));
}

/// A whole session: marks in two images on one lesion, and one at its coordinates in the wrong image.
#[test]
fn a_session_is_scored_image_by_image() {
    let truths = [(fixture::case("c1"), projected())].into();
    let mut plan = fixture::plan(overread_scenario::ReadingMode::Unaided);
    plan.rubric = crate::Rubric::V2;
    plan.hit_rule = HitRule::InsideMask { margin_mm: 1.0 };
    let mut s = fixture::Sitting::of(plan);
    s.done(crate::Command::NextCase);
    for (series, x) in [("1.1", 30.0), ("1.2", 60.0), ("1.1", 66.0)] {
        let mut answer = fixture::at(x);
        answer.place.series = uid(series);
        answer.place.shape = Shape::Point(Vec3::new(x, 10.0, 0.0));
        s.done(crate::Command::AddMark(answer));
    }
    s.done(crate::Command::RateCase(100));
    s.write_report();
    s.done(crate::Command::Sign);
    let input = crate::ScoreInput {
        truths,
        ..crate::ScoreInput::default()
    };
    let score = crate::score_session(&s.session, &input);
    let crate::CaseGrade::Graded { last, .. } = &score.cases[0].grade else {
        panic!("graded: {:?}", score.cases[0])
    };
    let ids = |ids: &[overread_base::LesionId]| -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    };
    assert_eq!(ids(&last.hit), ["l0"]);
    assert_eq!(ids(&last.missed), ["l1"]);
    assert_eq!(last.false_positives, 1);
}

/// The centroid of a crescent lies outside it: whoever marks the lesion marks a part of it.
#[test]
fn a_place_inside_a_crescent_is_in_its_mask() {
    // The edge of a square of 5 x 5 voxels, open at one side.
    let rows = ["#####", "#....", "#....", "#....", "#####"];
    let mut runs = vec![0_u32];
    for is_set in rows.concat().chars().map(|letter| letter == '#') {
        if is_set != (runs.len() % 2 == 0) {
            runs.push(0);
        }
        *runs.last_mut().unwrap() += 1;
    }
    let geometry = VolumeGeometry::new(
        [5, 5, 1],
        Vec3::new(4.0, 4.0, 4.0),
        Vec3::new(-8.0, -8.0, 0.0),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
    )
    .unwrap();
    let mut truth = fixture::truth(&[0.0]);
    truth.lesions[0].mask = Some(MaskRle { geometry, runs });
    let rule = HitRule::InsideMask { margin_mm: 0.0 };
    assert_eq!(v1::lesion_at(truth.lesions[0].centre, &truth, rule), None);
    let place = place_inside(&truth.lesions[0]);
    assert_eq!(v1::lesion_at(place, &truth, rule), Some(0));
    // The edge is 8 mm away on three sides.
    assert_eq!(place.distance(truth.lesions[0].centre), 8.0);
    // A place that is inside already stays as it is.
    let centre = Vec3::new(-7.5, 0.3, 0.1);
    assert_eq!(inside(centre, truth.lesions[0].mask.as_ref()), centre);
    assert_eq!(inside(centre, None), centre);
}
