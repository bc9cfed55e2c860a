//! What keeps a reader from taking one side for the other: the label of the view, the tag of a flip. Not hideable.

use overread_base::Laterality;
use overread_image::mirrors_patient;
use overread_viewer::{Orientation, SeriesFacts, SeriesSpace, edge_letters};

use crate::words::{Word, Words};

use super::port::Port;

/// The label of a mammogram, e.g. `R CC`; `None` for other series and where the file says neither.
#[must_use]
pub(super) fn view_label(facts: &SeriesFacts) -> Option<String> {
    if facts.modality != "MG" {
        return None;
    }
    let label = view_name(facts);
    (!label.is_empty()).then_some(label)
}

/// Side and view of a projection, as far as the file says them.
#[must_use]
pub(super) fn view_name(facts: &SeriesFacts) -> String {
    let side = facts.laterality.map(|side| match side {
        Laterality::Right => "R",
        Laterality::Left => "L",
        Laterality::Bilateral => "B",
        Laterality::Midline => "M",
    });
    let parts = [side, facts.view.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(" ")
}

/// What a picture is tagged with while it does not lie as it was taken.
#[must_use]
pub(super) fn flip_tag(words: &Words, port: &Port<'_>) -> Option<String> {
    let orientation = port.pane.orientation();
    if let Some(word) = flip_word(orientation) {
        return Some(words.text(word));
    }
    let is_mirrored = port.series.facts.space == SeriesSpace::Patient
        && mirrors_patient(port.viewport.right, port.viewport.down);
    is_mirrored.then(|| words.text(Word::ImageMirrored))
}

fn flip_word(orientation: Orientation) -> Option<Word> {
    match (orientation.is_mirrored(), orientation.quarter_turns()) {
        (false, 0) => None,
        (false, 2) => Some(Word::TurnedHalf),
        (false, _) => Some(Word::TurnedQuarter),
        (true, 0) => Some(Word::FlippedHorizontally),
        (true, 2) => Some(Word::FlippedVertically),
        (true, _) => Some(Word::FlippedAndTurned),
    }
}

/// The letters at the left, right, top and bottom edge: from the geometry where it is the patient's, else from what
/// the file says of the picture; empty where neither is known.
#[must_use]
pub(super) fn letters(port: &Port<'_>) -> [String; 4] {
    match (
        port.series.facts.space,
        &port.series.facts.patient_orientation,
    ) {
        (SeriesSpace::Patient, _) => edge_letters(port.viewport.right, port.viewport.down),
        (SeriesSpace::Detector, Some((rows, columns))) => {
            port.pane.orientation().letters(rows, columns)
        }
        (SeriesSpace::Detector, None) => Default::default(),
    }
}
