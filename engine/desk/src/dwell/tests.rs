//! Times on slices over a few frames.

use overread_base::{Millis, SeriesUid};
use overread_exam::ViewerFact;

use super::SliceLog;

fn uid(text: &str) -> SeriesUid {
    SeriesUid::new(text).unwrap()
}

fn shown(fact: Option<ViewerFact>) -> Vec<(u32, u64)> {
    let Some(ViewerFact::SlicesShown { shown, .. }) = fact else {
        return Vec::new();
    };
    shown
        .iter()
        .map(|slice| (slice.slice_idx, slice.shown_for.0))
        .collect()
}

#[test]
fn time_goes_to_the_slice_that_was_on_screen() {
    let mut log = SliceLog::default();
    assert_eq!(log.note(&uid("1"), 30, 4, Millis(100)), None);
    assert_eq!(log.note(&uid("1"), 30, 5, Millis(400)), None);
    assert_eq!(log.note(&uid("1"), 30, 4, Millis(450)), None);
    assert_eq!(shown(log.flush(Millis(500))), [(4, 350), (5, 50)]);
    assert_eq!(log.flush(Millis(500)), None, "nothing is reported twice");
    assert_eq!(
        shown(log.flush(Millis(600))),
        [(4, 100)],
        "the slice on screen goes on"
    );
    assert!(log.is_seen(4) && log.is_seen(5) && !log.is_seen(6));
}

#[test]
fn a_slice_without_time_was_still_shown() {
    let mut log = SliceLog::default();
    log.note(&uid("1"), 30, 4, Millis(100));
    assert_eq!(shown(log.flush(Millis(100))), [(4, 0)]);
}

#[test]
fn five_seconds_of_scrolling_are_due_and_resting_is_not() {
    let mut log = SliceLog::default();
    log.note(&uid("1"), 30, 0, Millis(0));
    assert_eq!(
        log.note(&uid("1"), 30, 0, Millis(60_000)),
        None,
        "a resting hand tells nothing new"
    );
    let due = log.note(&uid("1"), 30, 1, Millis(60_000));
    assert_eq!(shown(due), [(0, 60_000), (1, 0)]);
}

#[test]
fn many_slices_are_due_at_once() {
    let mut log = SliceLog::default();
    let mut n_reported = 0;
    for slice_idx in 0..200 {
        n_reported +=
            shown(log.note(&uid("1"), 400, slice_idx, Millis(u64::from(slice_idx)))).len();
    }
    assert!((128..200).contains(&n_reported), "{n_reported}");
    n_reported += shown(log.flush(Millis(200))).len();
    assert!(n_reported >= 200);
}

#[test]
fn another_series_ends_the_first() {
    let mut log = SliceLog::default();
    log.note(&uid("1"), 30, 7, Millis(0));
    assert_eq!(shown(log.note(&uid("2"), 10, 3, Millis(80))), [(7, 80)]);
    assert!(!log.is_seen(7));
    assert_eq!(shown(log.flush(Millis(90))), [(3, 10)]);
}

#[test]
fn a_clock_that_starts_again_takes_no_time_away() {
    let mut log = SliceLog::default();
    log.note(&uid("1"), 30, 7, Millis(900));
    log.note(&uid("1"), 30, 7, Millis(0));
    assert_eq!(shown(log.flush(Millis(40))), [(7, 40)]);
}
