//! What a report or a segmentation says of itself, in one line. Its content is read elsewhere.

use crate::part10::Header;
use crate::tag::Tag;

/// The most segments whose labels are named.
const MAX_LABELS: usize = 8;

/// One line about an object that is no image to read; empty if it says nothing.
pub(crate) fn summary(header: &Header) -> String {
    let values = header.values();
    let mut parts = Vec::new();
    if let Some(item) = values.set.item(Tag::CONCEPT_NAME_SEQUENCE) {
        parts.extend(header.values_of(item).text(Tag::CODE_MEANING));
    }
    parts.extend(values.text(Tag::COMPLETION_FLAG));
    parts.extend(values.text(Tag::VERIFICATION_FLAG));
    parts.extend(values.text(Tag::SEGMENTATION_TYPE));
    if let Some(segments) = values.set.get(Tag::SEGMENT_SEQUENCE) {
        let labels: Vec<String> = segments
            .items
            .iter()
            .filter_map(|item| header.values_of(item).text(Tag::SEGMENT_LABEL))
            .take(MAX_LABELS)
            .collect();
        let n = segments.items.len();
        let noun = if n == 1 { "segment" } else { "segments" };
        parts.push(format!("{n} {noun} ({})", labels.join(", ")));
    }
    if let Some(n_frames) = values.count(Tag::NUMBER_OF_FRAMES) {
        let noun = if n_frames == 1 { "frame" } else { "frames" };
        parts.push(format!("{n_frames} {noun}"));
    }
    if let (Some(rows), Some(columns)) = (values.count(Tag::ROWS), values.count(Tag::COLUMNS)) {
        parts.push(format!("{columns} x {rows}"));
    }
    if header.pixels.is_none() && values.set.get(Tag::ROWS).is_some() {
        parts.push("no pixel data".to_owned());
    }
    parts.join(", ")
}
