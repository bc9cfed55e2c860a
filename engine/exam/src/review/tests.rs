//! Times, coverage and what became of lesions, out of events written by hand.

use overread_base::{LesionView, Millis, SeriesUid, Vec3, VolumeGeometry};
use overread_scenario::DwellThresholds;

use super::{
    CaseReview, LesionSlices, MissKind, Notice, PhaseTimes, ReviewInput, SeriesPlace,
    lesion_slices, review_case,
};
use crate::fixture::{case, series, truth};
use crate::{CaseFact, Event, Hint, ProctorFact, SliceDwell, StampedEvent, ViewerFact};

/// 40 slices of 2 mm from z = -40; the lesions of the fixture lie at z = 0, on slices 18 to 22.
fn grid() -> VolumeGeometry {
    let spacing = Vec3::new(1.0, 1.0, 2.0);
    VolumeGeometry::axial([200, 200, 40], spacing, Vec3::new(-100.0, -100.0, -40.0)).unwrap()
}

fn place() -> SeriesPlace {
    SeriesPlace {
        series: series(),
        grid: Some(grid()),
    }
}

fn of_case(at: u64, fact: CaseFact) -> StampedEvent {
    StampedEvent {
        at: Millis(at),
        event: Event::Case {
            case: case("c1"),
            fact,
        },
    }
}

fn around(at: u64, event: Event) -> StampedEvent {
    StampedEvent {
        at: Millis(at),
        event,
    }
}

fn shown(at: u64, slices: &[(u32, u64)]) -> StampedEvent {
    let dwell = |&(slice_idx, ms): &(u32, u64)| SliceDwell {
        slice_idx,
        shown_for: Millis(ms),
    };
    of_case(
        at,
        CaseFact::Viewer(ViewerFact::SlicesShown {
            series: series(),
            n_slices: 40,
            shown: slices.iter().map(dwell).collect(),
        }),
    )
}

fn edited(at: u64) -> StampedEvent {
    let section = overread_scenario::SectionId::new("impression").unwrap();
    let text = "Text".to_owned();
    of_case(at, CaseFact::ReportEdited { section, text })
}

fn review(events: &[StampedEvent], first: &[&str], last: &[&str]) -> CaseReview {
    let truth = truth(&[10.0]);
    let ids = |of: &[&str]| -> Vec<_> {
        let id = |id: &&str| overread_base::LesionId::new(*id).unwrap();
        of.iter().map(id).collect()
    };
    review_case(&ReviewInput {
        case: &case("c1"),
        events,
        truth: Some(&truth),
        series: &[place()],
        first_hit: &ids(first),
        last_hit: &ids(last),
        dwell: DwellThresholds::default(),
    })
}

#[test]
fn the_parts_of_the_time_add_up_to_the_whole_without_pauses() {
    let painted = CaseFact::Viewer(ViewerFact::ImagePainted);
    let interrupted = ProctorFact::Interrupted {
        id: "ward".to_owned(),
        n: 1,
    };
    let events = [
        of_case(1_000, CaseFact::Opened),
        of_case(3_000, painted),
        // Four seconds of reading, six of a pause, one of reading.
        around(7_000, Event::Paused),
        around(13_000, Event::Resumed),
        of_case(14_000, CaseFact::FirstReadLocked),
        of_case(15_000, CaseFact::AiRevealed),
        around(18_000, Event::Proctor(interrupted)),
        around(23_000, Event::Proctor(ProctorFact::TurnedBack { n: 1 })),
        // 25 s before an edit: 20 of writing at most, the rest at the images.
        edited(48_000),
        edited(50_000),
        of_case(51_000, CaseFact::Signed),
        around(90_000, Event::Paused),
    ];
    let times = review(&events, &[], &[]).times;
    let wanted = PhaseTimes {
        opening: Millis(2_000),
        before_ai: Millis(4_000 + 1_000 + 1_000),
        with_ai: Millis(3_000 + 5_000 + 1_000),
        report: Millis(20_000 + 2_000),
        interrupted: Millis(5_000),
    };
    assert_eq!(times, wanted);
    assert_eq!(times.whole(), Millis(50_000 - 6_000));
}

#[test]
fn another_case_and_time_after_the_end_do_not_count() {
    let other = Event::Case {
        case: case("c2"),
        fact: CaseFact::Opened,
    };
    let events = [
        around(0, other),
        of_case(5_000, CaseFact::Opened),
        around(9_000, Event::Ended(crate::SessionEnd::Abandoned)),
        of_case(60_000, CaseFact::Signed),
    ];
    assert_eq!(review(&events, &[], &[]).times.whole(), Millis(4_000));
    assert_eq!(review(&[], &[], &[]).times, PhaseTimes::default());
}

#[test]
fn slices_are_told_apart_by_the_result_and_those_never_shown_are_named_in_runs() {
    let events = [
        of_case(0, CaseFact::Opened),
        shown(5_000, &[(0, 100), (1, 0), (2, 300)]),
        of_case(6_000, CaseFact::AiRevealed),
        shown(7_000, &[(2, 50), (39, 900)]),
    ];
    let review = review(&events, &[], &[]);
    let [search] = &review.series[..] else {
        panic!("one series was shown")
    };
    assert_eq!(search.slices.len(), 40);
    assert_eq!(search.slices[2].before_ai, Millis(300));
    assert_eq!(search.slices[2].with_ai, Millis(50));
    assert!(search.slices[1].is_shown, "shown for a moment is shown");
    assert_eq!(search.never_shown(), [3..=38]);
    assert!((search.coverage() - 0.1).abs() < 1e-12);
    assert_eq!(search.time(), Millis(1_350));
}

#[test]
fn a_series_shown_longer_stands_first() {
    let brief = StampedEvent {
        event: Event::Case {
            case: case("c1"),
            fact: CaseFact::Viewer(ViewerFact::SlicesShown {
                series: SeriesUid::new("1.2.9").unwrap(),
                n_slices: 3,
                shown: vec![SliceDwell {
                    slice_idx: 1,
                    shown_for: Millis(10),
                }],
            }),
        },
        at: Millis(1),
    };
    let review = review(&[brief, shown(5_000, &[(0, 100)])], &[], &[]);
    let uids: Vec<_> = review.series.iter().map(|s| s.series.as_str()).collect();
    assert_eq!(uids, [series().as_str(), "1.2.9"]);
    assert_eq!(review.series[1].never_shown(), [0..=0, 2..=2]);
}

/// What is said of the one lesion, on slices 18 to 22, after these slices were shown before the result and with it.
#[track_caller]
fn check(
    before: &[(u32, u64)],
    with: &[(u32, u64)],
    hits: (bool, bool),
    notice: (Notice, Notice),
    miss: (Option<MissKind>, Option<MissKind>),
) {
    let events = [
        of_case(0, CaseFact::Opened),
        shown(1, before),
        of_case(2, CaseFact::AiRevealed),
        shown(3, with),
    ];
    let hit = |is_hit: bool| if is_hit { &["l0"][..] } else { &[] };
    let review = review(&events, hit(hits.0), hit(hits.1));
    let lesion = &review.lesions[0];
    assert_eq!((lesion.first, lesion.last), notice);
    assert_eq!((lesion.first_miss, lesion.last_miss), miss);
    let run = LesionSlices {
        series: series(),
        run: 18..=22,
    };
    assert_eq!(lesion.slices, [run]);
}

#[test]
fn a_miss_is_put_down_to_search_recognition_or_decision_by_the_time_on_screen() {
    use MissKind::{Decision, Recognition, Search};
    use Notice::{Found, NeverShown, NotCalled};
    // Never on screen at all.
    check(
        &[(3, 900)],
        &[(4, 900)],
        (false, false),
        (NeverShown, NeverShown),
        (Some(Search), Some(Search)),
    );
    // Scrolled past, then looked at for long and still not called.
    check(
        &[(20, 299)],
        &[(20, 701)],
        (false, false),
        (NotCalled, NotCalled),
        (Some(Search), Some(Decision)),
    );
    // Looked at for 0.3 s, found with the result.
    check(
        &[(18, 100), (22, 200)],
        &[],
        (false, true),
        (NotCalled, Found),
        (Some(Recognition), None),
    );
    // First shown with the result.
    check(
        &[],
        &[(19, 5_000)],
        (false, false),
        (NeverShown, NotCalled),
        (Some(Search), Some(Decision)),
    );
    check(&[(20, 50)], &[], (true, true), (Found, Found), (None, None));
}

#[test]
fn without_a_record_of_the_viewer_nothing_is_said_of_why() {
    let review = review(&[of_case(0, CaseFact::Opened)], &[], &["l0"]);
    let lesion = &review.lesions[0];
    assert_eq!((lesion.first, lesion.last), (Notice::Missed, Notice::Found));
    assert_eq!((lesion.first_miss, lesion.on_screen), (None, None));
}

/// A single image shows all of itself: that it was on screen says nothing about search.
#[test]
fn of_projections_it_is_said_whether_the_image_was_shown_and_no_more() {
    let uids = ["1.2.31", "1.2.32"].map(|uid| SeriesUid::new(uid).unwrap());
    let mut truth = truth(&[10.0]);
    truth.lesions[0].views = vec![LesionView {
        series: uids[1].clone(),
        centre: Vec3::new(30.0, 40.0, 0.0),
        radius_mm: 5.0,
        mask: None,
    }];
    let places = uids
        .clone()
        .map(|series| SeriesPlace { series, grid: None });
    let image_shown = |uid: &SeriesUid| {
        let shown = vec![SliceDwell {
            slice_idx: 0,
            shown_for: Millis(20),
        }];
        of_case(
            5,
            CaseFact::Viewer(ViewerFact::SlicesShown {
                series: uid.clone(),
                n_slices: 1,
                shown,
            }),
        )
    };
    for (uid, wanted) in uids.iter().zip([Notice::NeverShown, Notice::NotCalled]) {
        let review = review_case(&ReviewInput {
            case: &case("c1"),
            events: &[image_shown(uid)],
            truth: Some(&truth),
            series: &places,
            first_hit: &[],
            last_hit: &[],
            dwell: DwellThresholds::default(),
        });
        assert_eq!(review.lesions[0].last, wanted);
        assert_eq!(review.lesions[0].last_miss, None);
    }
}

#[test]
fn the_slices_of_a_lesion_follow_its_voxels_and_end_with_the_stack() {
    let mut lesion = truth(&[10.0]).lesions.remove(0);
    let runs = |lesion: &overread_base::Lesion| {
        let found = lesion_slices(lesion, &[place()]);
        found.into_iter().map(|of| of.run).collect::<Vec<_>>()
    };
    assert_eq!(runs(&lesion), [18..=22]);
    // Two voxels in slices 5 and 6 of the same grid: nothing of the sphere counts.
    let per_slice = 200 * 200;
    lesion.mask = Some(overread_base::MaskRle {
        geometry: grid(),
        runs: vec![5 * per_slice + 7, 1, per_slice, 1, 34 * per_slice - 9],
    });
    assert_eq!(runs(&lesion), [5..=6]);
    lesion.mask = None;
    lesion.centre.z = -42.0;
    assert_eq!(runs(&lesion), [0..=1]);
    lesion.centre.z = 500.0;
    assert!(runs(&lesion).is_empty());
    lesion.centre.z = f64::NAN;
    assert!(runs(&lesion).is_empty());
}

#[test]
fn numbers_from_a_broken_record_do_no_harm() {
    let events = [
        of_case(9_000, CaseFact::Opened),
        shown(1_000, &[(u32::MAX, u64::MAX), (20, u64::MAX), (21, 5)]),
        of_case(0, CaseFact::Signed),
    ];
    let review = review(&events, &[], &[]);
    assert_eq!(review.lesions[0].last_miss, Some(MissKind::Decision));
    assert_eq!(review.series[0].slices.len(), 40);
}

#[test]
fn a_hint_without_words_is_no_hint() {
    let hint = |text: &str| {
        let text = (!text.is_empty()).then(|| overread_base::LocalText::new("en", text));
        CaseFact::HintGiven(Hint {
            text: text.into_iter().collect(),
            left: 0,
        })
    };
    let events = [of_case(1, hint("Right.")), of_case(2, hint(""))];
    assert_eq!(review(&events, &[], &[]).n_hints, 1);
}
