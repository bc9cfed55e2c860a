//! Where the objects that an AI result refers to lie: frames of the study by SOP instance, pixels as millimetres.

use std::collections::BTreeMap;

use overread_base::{SeriesUid, Vec3};

use super::tree::{Reference, reference_in};
use crate::data_set::DataSet;
use crate::model::{Frame, Library, Series};
use crate::tag::Tag;
use crate::values::Values;

/// The images of the study that is at hand, and what an object says of others.
pub(crate) struct Places<'a> {
    library: &'a Library,
    frames: BTreeMap<&'a str, Vec<(&'a Series, &'a Frame)>>,
}

impl<'a> Places<'a> {
    pub(crate) fn of(library: &'a Library) -> Self {
        let mut frames: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for series in library.series() {
            for frame in &series.frames {
                frames
                    .entry(frame.sop.as_str())
                    .or_default()
                    .push((series, frame));
            }
        }
        Self { library, frames }
    }

    /// The frame that a reference names; of a multi-frame object without a frame number the first one.
    pub(crate) fn frame(&self, reference: &Reference) -> Option<(&'a Series, &'a Frame)> {
        let frames = self.frames.get(reference.sop.as_str())?;
        let Some(number) = reference.frames.first() else {
            return frames.iter().min_by_key(|(_, f)| f.frame_number).copied();
        };
        frames
            .iter()
            .find(|(_, frame)| frame.frame_number == *number)
            .copied()
    }

    /// The part of a series that a grid is known of, the one with the most frames.
    pub(crate) fn series(&self, uid: &str) -> Option<&'a Series> {
        let parts = self.library.series().filter(|s| s.uid.as_str() == uid);
        parts.max_by_key(|s| (s.geometry.grid().is_some(), s.frames.len()))
    }

    /// The largest volume of a frame of reference.
    pub(crate) fn series_in(&self, frame_of_reference: &str) -> Option<&'a Series> {
        let alike = self.library.series().filter(|s| {
            s.geometry.grid().is_some()
                && s.attributes.get("FrameOfReferenceUID").map(String::as_str)
                    == Some(frame_of_reference)
        });
        alike.max_by_key(|s| s.frames.len())
    }

    pub(crate) fn has_image(&self, sop: &str) -> bool {
        self.frames.contains_key(sop)
    }

    pub(crate) fn has_study(&self, uid: &str) -> bool {
        self.library.studies.iter().any(|s| s.uid.as_str() == uid)
    }
}

/// A pixel coordinate of a frame, column and row from the corner of its first pixel (PS3.3 C.18.6.1.2 and C.10.5.1.1),
/// as millimetres: patient LPS where the frame has a place, else the detector plane from the centre of the first pixel,
/// with pixels of 1 mm where the file gives no spacing.
pub(crate) fn point_mm(frame: &Frame, [column, row]: [f64; 2]) -> Vec3 {
    let (column_mm, row_mm) = frame
        .spacing
        .map_or((1.0, 1.0), |s| (s.column_mm, s.row_mm));
    let (along_row, along_column) = ((column - 0.5) * column_mm, (row - 0.5) * row_mm);
    match (frame.position, frame.orientation) {
        (Some(position), Some((row_dir, column_dir))) => {
            position + row_dir * along_row + column_dir * along_column
        }
        _ => Vec3::new(along_row, along_column, 0.0),
    }
}

/// What an object's evidence lists say: the series and the study of each object that it refers to.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) studies: Vec<String>,
    series_of: BTreeMap<String, String>,
    /// In the order of the file.
    series: Vec<String>,
}

impl Evidence {
    /// From a report's evidence sequences (PS3.3 C.17.2) and the references of other objects (C.7.6.1.1.2, C.11.11).
    pub(crate) fn read(values: Values<'_>) -> Self {
        let mut evidence = Self::default();
        for tag in [
            Tag::CURRENT_EVIDENCE_SEQUENCE,
            Tag::PERTINENT_EVIDENCE_SEQUENCE,
        ] {
            for set in items(values.set, tag) {
                let study = Values { set, ..values };
                evidence.studies.extend(study.text(Tag::STUDY_UID));
                evidence.take_series(study, Tag::REFERENCED_SOP_SEQUENCE);
            }
        }
        evidence.take_series(values, Tag::REFERENCED_INSTANCE_SEQUENCE);
        evidence.take_series(values, Tag::REFERENCED_IMAGE_SEQUENCE);
        evidence
    }

    fn take_series(&mut self, values: Values<'_>, instances: Tag) {
        for set in items(values.set, Tag::REFERENCED_SERIES_SEQUENCE) {
            let series = Values { set, ..values };
            let Some(uid) = series.text(Tag::SERIES_UID) else {
                continue;
            };
            for set in items(set, instances) {
                if let Some(reference) = reference_in(Values { set, ..values }) {
                    self.series_of.insert(reference.sop, uid.clone());
                }
            }
            if !self.series.contains(&uid) {
                self.series.push(uid);
            }
        }
    }

    /// The series that an object stands in.
    pub(crate) fn series_of(&self, sop: &str) -> Option<&str> {
        self.series_of.get(sop).map(String::as_str)
    }

    /// The first series that the object refers to.
    pub(crate) fn first_series(&self) -> Option<&str> {
        self.series.first().map(String::as_str)
    }
}

/// The items of a sequence; none if it is absent.
pub(crate) fn items(set: &DataSet, tag: Tag) -> &[DataSet] {
    set.get(tag).map_or(&[][..], |e| &e.items)
}

/// A series' UID as text from a file, if it is one.
pub(crate) fn series_uid(text: &str) -> Option<SeriesUid> {
    SeriesUid::new(text).ok()
}
