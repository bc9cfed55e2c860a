//! Each step waits for its own act, nothing else ends it, and what the session has behind it is not waited for.

use super::*;

/// The desk after all that the steps before this one ask for.
fn before(step: TourStep) -> Glance {
    let number = TourStep::ALL
        .iter()
        .position(|known| *known == step)
        .unwrap();
    let is_past = |other: TourStep| {
        TourStep::ALL
            .iter()
            .position(|known| *known == other)
            .unwrap()
            < number
    };
    let phase = if is_past(TourStep::Sign) {
        Some(CasePhase::Signed)
    } else if is_past(TourStep::Lock) {
        Some(CasePhase::FinalRead)
    } else {
        is_past(TourStep::Worklist).then_some(CasePhase::FirstRead)
    };
    Glance {
        phase,
        slice: Some(40),
        window: Some([40.0, 400.0]),
        scale: Some(scale(0.8, 500)),
        n_marks: usize::from(is_past(TourStep::Mark)),
        is_revealed: is_past(TourStep::Lock),
        is_overlay_on: is_past(TourStep::Lock),
        n_undecided: usize::from(!is_past(TourStep::Verdicts)),
        is_report_filled: is_past(TourStep::Report),
        ..Glance::default()
    }
}

fn scale(mm_per_px: f64, side_px: u32) -> Scale {
    Scale {
        mm_per_px,
        size_px: [side_px; 2],
    }
}

#[track_caller]
fn check(step: TourStep, acts: impl IntoIterator<Item = fn(&mut Glance)>) {
    let number = TourStep::ALL
        .iter()
        .position(|known| *known == step)
        .unwrap();
    let mut tour = Tour::at(u8::try_from(number).unwrap());
    let mut glance = before(step);
    for _ in 0..3 {
        assert!(!tour.observe(&glance), "{step:?} ends by itself");
    }
    let mut acts = acts.into_iter().peekable();
    while let Some(act) = acts.next() {
        assert_eq!(tour.step(), Some(step), "{step:?} ended early");
        act(&mut glance);
        assert_eq!(tour.observe(&glance), acts.peek().is_none(), "{step:?}");
    }
    assert_eq!(usize::from(tour.number()), number + 1, "{step:?}");
}

#[test]
fn every_step_waits_for_its_act() {
    check(
        TourStep::Screens,
        [(|g| g.n_mode_changes = 1) as fn(&mut Glance)],
    );
    check(
        TourStep::Worklist,
        [(|g| g.phase = Some(CasePhase::FirstRead)) as fn(&mut Glance)],
    );
    check(
        TourStep::Scroll,
        [(|g| g.slice = g.slice.map(|slice| slice + 1)) as fn(&mut Glance); 9],
    );
    check(
        TourStep::Window,
        [(|g| g.window = Some([-600.0, 1500.0])) as fn(&mut Glance)],
    );
    check(
        TourStep::Zoom,
        [(|g| g.scale = Some(scale(0.4, 500))) as fn(&mut Glance)],
    );
    // The panel of the tour grew or shrank, and the image was fitted into what is left.
    let resize: fn(&mut Glance) = |g| g.scale = Some(scale(0.9, 440));
    let zoom: fn(&mut Glance) = |g| g.scale = Some(scale(0.6, 440));
    check(TourStep::Zoom, [resize, zoom]);
    check(TourStep::Mark, [(|g| g.n_marks = 1) as fn(&mut Glance)]);
    let lock: fn(&mut Glance) = |g| {
        g.phase = Some(CasePhase::FinalRead);
        (g.is_revealed, g.is_overlay_on, g.n_undecided) = (true, true, 1);
    };
    check(TourStep::Lock, [lock]);
    let hide_and_show: [fn(&mut Glance); 2] =
        [|g| g.is_overlay_on = false, |g| g.is_overlay_on = true];
    check(TourStep::Overlay, hide_and_show);
    check(
        TourStep::Verdicts,
        [(|g| g.n_undecided = 0) as fn(&mut Glance)],
    );
    check(
        TourStep::Report,
        [(|g| g.is_report_filled = true) as fn(&mut Glance)],
    );
    check(
        TourStep::Keys,
        [(|g| g.is_key_sheet_open = true) as fn(&mut Glance)],
    );
    check(
        TourStep::Sign,
        [(|g| g.phase = Some(CasePhase::Signed)) as fn(&mut Glance)],
    );
    check(
        TourStep::Finish,
        [(|g| g.is_ended = true) as fn(&mut Glance)],
    );
}

#[test]
fn the_same_slices_over_and_over_are_not_ten() {
    let mut tour = Tour::at(2);
    let mut glance = before(TourStep::Scroll);
    for idx in 0..40 {
        glance.slice = Some(40 + idx % 9);
        assert!(!tour.observe(&glance));
    }
    glance.slice = Some(60);
    assert!(tour.observe(&glance));
}

#[test]
fn a_session_that_went_on_alone_leaves_no_step_that_cannot_be_done() {
    let mut tour = Tour::at(0);
    let glance = Glance {
        phase: Some(CasePhase::Signed),
        n_mode_changes: 1,
        ..Glance::default()
    };
    tour.observe(&Glance {
        n_mode_changes: 0,
        ..glance.clone()
    });
    tour.observe(&glance);
    assert_eq!(tour.step(), Some(TourStep::Keys));
    tour.observe(&Glance {
        is_ended: true,
        ..glance
    });
    assert_eq!(tour.step(), None);
    tour.pass();
    assert_eq!(usize::from(tour.number()), TourStep::ALL.len());
}

#[test]
fn a_step_that_a_file_names_may_be_anything() {
    assert_eq!(Tour::at(u8::MAX).step(), None);
}

#[test]
fn a_tour_that_is_taken_up_on_a_new_session_goes_back_to_what_can_be_done() {
    let mut tour = Tour::at(9);
    assert!(tour.observe(&Glance::default()));
    assert_eq!(tour.step(), Some(TourStep::Worklist));
    // A step that the reader passes over by hand is not gone back to.
    let mut tour = Tour::at(6);
    let glance = before(TourStep::Lock);
    assert!(!tour.observe(&glance));
    tour.pass();
    assert!(!tour.observe(&glance));
    assert_eq!(tour.step(), Some(TourStep::Overlay));
}

#[test]
fn marks_that_only_just_arrive_were_not_hidden_by_anybody() {
    let overlay = TourStep::ALL
        .iter()
        .position(|step| *step == TourStep::Overlay);
    let mut tour = Tour::at(u8::try_from(overlay.unwrap()).unwrap());
    let mut see = |is_revealed, is_overlay_on| {
        tour.observe(&Glance {
            is_revealed,
            is_overlay_on,
            ..before(TourStep::Overlay)
        })
    };
    // The step was reached without a result; it comes, and a frame later its marks are drawn.
    assert!(!see(false, false) && !see(true, false) && !see(true, true));
    assert!(!see(true, false) && see(true, true));
}
