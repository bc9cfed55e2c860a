//! Which frame is read when, who is shown what, and how a load is stopped.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use overread_base::{Vec3, VolumeGeometry};
use overread_image::Rescale;

use super::*;

/// Frame `idx` holds two samples of its number.
#[derive(Default)]
struct Numbers {
    order: Mutex<Vec<usize>>,
    broken: Option<usize>,
}

impl FrameReader for Numbers {
    type Frame = usize;

    fn read(&self, idx: usize, samples: &mut [i16]) -> Result<usize, DicomError> {
        self.order.lock().unwrap().push(idx);
        if self.broken == Some(idx) {
            return Err(DicomError::damaged("on purpose", Path::new("frame")));
        }
        samples.fill(i16::try_from(idx).unwrap());
        Ok(idx)
    }

    fn alone(&self, idx: usize, frame: &usize, samples: &[i16]) -> Option<Volume> {
        assert_eq!(idx, *frame);
        let one = Vec3::new(1.0, 1.0, 1.0);
        let geometry = VolumeGeometry::axial([2, 1, 1], one, Vec3::default()).ok()?;
        Volume::new(geometry, samples.to_vec(), Rescale::IDENTITY).ok()
    }
}

/// A reader at the screen: wants a frame, then others, each after so many loaded frames.
#[derive(Default)]
struct Screen {
    wishes: Vec<(u32, u32)>,
    threads: usize,
    cancel_after: Option<u32>,
    wanted: AtomicU32,
    is_waiting: AtomicBool,
    is_cancelled: AtomicBool,
    shown: Mutex<Vec<(u32, Vec<i16>)>>,
}

impl Screen {
    fn wanting(wishes: &[(u32, u32)], threads: usize) -> Self {
        Self {
            wishes: wishes.to_vec(),
            threads,
            wanted: AtomicU32::new(wishes.first().map_or(0, |wish| wish.1)),
            is_waiting: AtomicBool::new(true),
            ..Self::default()
        }
    }
}

impl Progress for Screen {
    fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::SeqCst)
    }

    fn loaded(&self, n_loaded: u32, n_frames: u32) {
        assert!(0 < n_loaded && n_loaded <= n_frames);
        if let Some((_, frame)) = self.wishes.iter().find(|wish| wish.0 == n_loaded) {
            self.wanted.store(*frame, Ordering::SeqCst);
            self.is_waiting.store(true, Ordering::SeqCst);
        }
        if self.cancel_after == Some(n_loaded) {
            self.is_cancelled.store(true, Ordering::SeqCst);
        }
    }

    fn wanted(&self) -> u32 {
        self.wanted.load(Ordering::SeqCst)
    }

    fn is_waiting(&self) -> bool {
        self.is_waiting.load(Ordering::SeqCst)
    }

    fn show(&self, frame: u32, slice: Volume) {
        if frame == self.wanted() {
            self.is_waiting.store(false, Ordering::SeqCst);
        }
        let samples = slice.samples().to_vec();
        self.shown.lock().unwrap().push((frame, samples));
    }

    fn threads(&self) -> usize {
        self.threads
    }
}

fn load(n: usize, screen: &Screen, reader: &Numbers) -> (Vec<i16>, Vec<Result<usize, DicomError>>) {
    let mut samples = vec![-1; 2 * n];
    let results = read_slices(&mut samples, 2, reader, screen);
    (samples, results)
}

#[test]
fn frames_come_in_the_order_of_their_distance_to_the_wanted_one() {
    let (screen, reader) = (Screen::wanting(&[(0, 3)], 1), Numbers::default());
    let (samples, results) = load(8, &screen, &reader);
    assert_eq!(*reader.order.lock().unwrap(), [3, 2, 4, 1, 5, 0, 6, 7]);
    assert_eq!(samples, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
    let found: Vec<usize> = results.into_iter().map(Result::unwrap).collect();
    assert_eq!(found, [0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn another_wish_on_the_way_changes_what_comes_next() {
    // Frame 9 is wanted after two, and frame 3, which is there already, after four.
    let screen = Screen::wanting(&[(0, 3), (2, 9), (4, 3)], 1);
    let reader = Numbers::default();
    load(10, &screen, &reader);
    let order = reader.order.lock().unwrap().clone();
    assert_eq!(order, [3, 2, 9, 8, 4, 1, 5, 0, 6, 7]);
    let shown = screen.shown.lock().unwrap().clone();
    assert_eq!(shown, [(3, vec![3, 3]), (9, vec![9, 9]), (3, vec![3, 3])]);
}

#[test]
fn a_load_that_is_stopped_reads_no_further_frame() {
    let screen = Screen {
        cancel_after: Some(3),
        ..Screen::wanting(&[(0, 4)], 1)
    };
    let reader = Numbers::default();
    let (samples, results) = load(9, &screen, &reader);
    assert_eq!(*reader.order.lock().unwrap(), [4, 3, 5]);
    assert_eq!(samples[..6], [-1; 6]);
    let n_cancelled = results
        .iter()
        .filter(|result| matches!(result, Err(DicomError::Cancelled)))
        .count();
    assert_eq!(n_cancelled, 6);
}

#[test]
fn a_frame_that_cannot_be_read_is_not_shown_and_stops_no_other() {
    let screen = Screen::wanting(&[(0, 1)], 1);
    let reader = Numbers {
        broken: Some(1),
        ..Numbers::default()
    };
    let (_, results) = load(3, &screen, &reader);
    let is_there: Vec<bool> = results.iter().map(Result::is_ok).collect();
    assert_eq!(is_there, [true, false, true]);
    assert!(screen.shown.lock().unwrap().is_empty());
}

#[test]
fn several_threads_read_each_frame_once() {
    let screen = Screen::wanting(&[(0, 200)], 8);
    let reader = Numbers::default();
    let (samples, results) = load(300, &screen, &reader);
    let mut order = reader.order.lock().unwrap().clone();
    order.sort_unstable();
    assert_eq!(order, (0..300).collect::<Vec<_>>());
    assert!(results.iter().all(Result::is_ok));
    let expected = (0..300_i16).flat_map(|n| [n, n]);
    assert_eq!(samples, expected.collect::<Vec<_>>());
    assert_eq!(
        screen.shown.lock().unwrap().first(),
        Some(&(200, vec![200, 200]))
    );
}

#[test]
fn no_frames_and_wishes_beyond_the_end_are_no_trouble() {
    let reader = Numbers::default();
    assert!(
        load(0, &Screen::wanting(&[(0, 5)], 2), &reader)
            .1
            .is_empty()
    );
    let screen = Screen::wanting(&[(0, u32::MAX)], 1);
    assert_eq!(load(3, &screen, &reader).1.len(), 3);
    assert_eq!(*reader.order.lock().unwrap(), [2, 1, 0]);
}
