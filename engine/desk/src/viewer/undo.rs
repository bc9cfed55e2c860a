//! Steps back and forward through what the reader did to the images: windows, flips, layout, annotations, key images.

use overread_viewer::{Annotations, KeyImages, View};

use super::{Shown, ViewerState};

/// How many steps can be taken back.
pub(super) const MOST_STEPS: usize = 100;

/// What a step brings back.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Snapshot {
    pub(super) view: View,
    pub(super) notes: Annotations,
    pub(super) key_images: KeyImages,
}

impl Shown {
    fn snapshot(&self) -> Snapshot {
        Snapshot {
            view: self.view.clone(),
            notes: self.notes.clone(),
            key_images: self.key_images.clone(),
        }
    }

    fn restore(&mut self, snapshot: Snapshot) {
        let Snapshot {
            mut view,
            notes,
            key_images,
        } = snapshot;
        // Which slices are shown is no step: the reader stays where he is.
        view.take_places_of(&self.view);
        self.view = view;
        self.notes = notes;
        self.key_images = key_images;
    }
}

impl ViewerState {
    /// Keeps what this frame changed as one step, once the hand rests. Scrolling is no step.
    pub(super) fn note_step(&mut self, is_at_rest: bool) {
        let is_drawing = self.gesture != super::Gesture::None;
        let Some(shown) = self.shown.as_mut().filter(|_| is_at_rest && !is_drawing) else {
            return;
        };
        let snapshot = shown.snapshot();
        let before = shown.history.now();
        let is_step = before.notes != snapshot.notes
            || before.key_images != snapshot.key_images
            || !before.view.is_alike(&snapshot.view);
        if is_step {
            shown.history.change(snapshot);
        } else if *before != snapshot {
            shown.history.replace(snapshot);
        }
    }

    pub(super) fn undo(&mut self) {
        self.selected_note = None;
        if let Some(shown) = &mut self.shown
            && let Some(snapshot) = shown.history.undo().cloned()
        {
            shown.restore(snapshot);
        }
    }

    pub(super) fn redo(&mut self) {
        self.selected_note = None;
        if let Some(shown) = &mut self.shown
            && let Some(snapshot) = shown.history.redo().cloned()
        {
            shown.restore(snapshot);
        }
    }
}
