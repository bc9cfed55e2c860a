//! Segmentations (PS3.3 A.51): the masks of findings as binary frames on the images that they were drawn on.

use std::collections::BTreeSet;

use dicom_core::VR;
use dicom_dictionary_std::tags;
use overread_base::{Finding, SeriesUid, Shape};

use super::common::References;
use super::data_set::Set;
use super::mask::MaskVoxels;
use super::multi_frame::{self, Dimension, Plane, Source};
use super::place::{OnFrame, frames_of, only_image};
use super::report::side_code;
use super::statement::{Author, Statement};
use super::{AiObjects, AiWriteError, ObjectKind, Segment, Segmentation};
use crate::ai::codes;

/// The most bytes of pixels of one object.
const MAX_BYTES: u64 = 1 << 29;
/// The most segments of one object.
const MAX_SEGMENTS: usize = 10_000;

const SEGMENT_NUMBER: Dimension = Dimension {
    pointer: tags::REFERENCED_SEGMENT_NUMBER,
    group: tags::SEGMENT_IDENTIFICATION_SEQUENCE,
    label: "Referenced Segment Number",
};

/// A mask on the frames of its series.
struct Drawn<'f> {
    finding: &'f Finding,
    mark_idx: usize,
    /// Frame index and its set pixels, never none.
    frames: Vec<(usize, Vec<u32>)>,
}

impl<'a> AiObjects<'a> {
    /// The masks of a statement, one object for each series that has any, one segment for each mask.
    ///
    /// A mask is put onto the frames of its series: where its grid is another one, each pixel takes the nearest voxel,
    /// which the object's notes say. Frames without a set pixel are left out; a mask without any is left out with a
    /// note. Bits are packed across frames, the lowest first (PS3.5 8.1.1).
    ///
    /// # Errors
    /// [`AiWriteError`] if the statement is about another study, a series is not there, the runs of a mask do not fill
    /// its grid, or there is too much.
    pub fn segmentations<'s>(
        &self,
        statement: impl Into<Statement<'s>>,
    ) -> Result<Vec<Segmentation>, AiWriteError> {
        let statement = statement.into();
        self.check(&statement)?;
        let marks = statement.findings.iter().flat_map(|s| &s.finding.marks);
        let series: BTreeSet<&SeriesUid> = marks
            .filter(|mark| matches!(mark.shape, Shape::Mask(_)))
            .map(|mark| &mark.series)
            .collect();
        let mut written = Vec::new();
        for (index, series) in (0..).zip(series) {
            written.extend(self.segmentation(&statement, series, index)?);
        }
        Ok(written)
    }

    fn segmentation(
        &self,
        statement: &Statement<'_>,
        series: &SeriesUid,
        index: u32,
    ) -> Result<Option<Segmentation>, AiWriteError> {
        let mut notes = Vec::new();
        let frames = self.canvas(series, &mut notes)?;
        let drawn = draw(statement, series, &frames, &mut notes)?;
        if drawn.is_empty() {
            return Ok(None);
        }
        let planes: Vec<Plane<'a>> = frames.iter().map(plane).collect();
        let identity = self.identity(ObjectKind::Segmentation, &statement.author.key(), index)?;
        let mut set = self.begin(&identity, "SEG", &statement.author);
        let source = frames[0].place.series;
        let is_in_patient = planes[0].in_patient.is_some();
        if is_in_patient {
            self.frame_of_reference(&mut set, source)?;
        } else {
            set.empty(tags::PATIENT_ORIENTATION);
        }
        let organization = self.inner_uid(&statement.author, &format!("dimensions {series}"));
        if is_in_patient {
            let both = [SEGMENT_NUMBER, multi_frame::POSITION];
            multi_frame::dimensions(&mut set, &organization, &both);
        } else {
            multi_frame::dimensions(&mut set, &organization, &[SEGMENT_NUMBER]);
        }
        let step = source.geometry.grid().map(|grid| grid.spacing.z);
        set.item(
            tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE,
            multi_frame::shared_groups(&planes, step.filter(|_| is_in_patient)),
        );
        self.frames(&mut set, &drawn, &planes)?;
        image(&mut set, &drawn, frames[0].place.frame.size)?;
        let segments = (1..)
            .zip(&drawn)
            .map(|(number, d)| self.segment_item(statement, d, number))
            .collect();
        set.items(tags::SEGMENT_SEQUENCE, segments)
            .text(tags::SEGMENTATION_TYPE, "BINARY")
            .text(
                tags::SEGMENTS_OVERLAP,
                if drawn.len() == 1 { "NO" } else { "UNDEFINED" },
            )
            .text(tags::CONTENT_LABEL, "FINDINGS")
            .text(tags::CONTENT_DESCRIPTION, self.short_disclaimer())
            .empty(tags::CONTENT_CREATOR_NAME);
        let segments = (1..)
            .zip(&drawn)
            .map(|(number, d)| Segment {
                number,
                finding: d.finding.id.clone(),
                mark_idx: d.mark_idx,
                sources: d
                    .frames
                    .iter()
                    .map(|(idx, _)| frames[*idx].place.frame)
                    .map(|frame| (frame.sop.clone(), frame.frame_number))
                    .collect(),
            })
            .collect();
        Ok(Some(Segmentation {
            object: Self::finish(identity, set, notes)?,
            source: series.clone(),
            segments,
        }))
    }

    /// The frames that masks are drawn on: all of one size, in the patient or the only one of a projection.
    fn canvas(
        &self,
        series: &SeriesUid,
        notes: &mut Vec<String>,
    ) -> Result<Vec<OnFrame<'a>>, AiWriteError> {
        let places = frames_of(self.study, series)?;
        let in_patient: Vec<OnFrame<'a>> = places
            .iter()
            .filter_map(|&p| OnFrame::in_patient(p))
            .collect();
        let Some(first) = in_patient.first() else {
            return Ok(vec![OnFrame::on_detector(only_image(&places, series)?)]);
        };
        let (size, spacing) = (first.place.frame.size, first.place.frame.spacing);
        let n_all = in_patient.len();
        let alike: Vec<OnFrame<'a>> = in_patient
            .into_iter()
            .filter(|f| f.place.frame.size == size && f.place.frame.spacing == spacing)
            .collect();
        if alike.len() < n_all {
            let lost = n_all - alike.len();
            notes.push(format!(
                "{lost} images of another size are left out of the segmentation (series {series})"
            ));
        }
        Ok(alike)
    }

    /// The per-frame functional groups, segment by segment.
    fn frames(
        &self,
        set: &mut Set,
        drawn: &[Drawn<'_>],
        planes: &[Plane<'_>],
    ) -> Result<(), AiWriteError> {
        let used: BTreeSet<usize> = drawn
            .iter()
            .flat_map(|d| d.frames.iter().map(|(idx, _)| *idx))
            .collect();
        let mut references = References::default();
        let mut items = Vec::new();
        for (number, d) in (1..).zip(drawn) {
            for (idx, _) in &d.frames {
                let plane = &planes[*idx];
                let order = used.range(..=idx).count();
                let order = u32::try_from(order).unwrap_or(u32::MAX);
                let values: &[u32] = match plane.in_patient {
                    Some(_) => &[u32::from(number), order],
                    None => &[u32::from(number)],
                };
                let mut groups = multi_frame::frame_groups(planes, plane, values)?;
                let mut segment = Set::new();
                segment.short(tags::REFERENCED_SEGMENT_NUMBER, number);
                groups.item(tags::SEGMENT_IDENTIFICATION_SEQUENCE, segment);
                items.push(groups);
                if let Some(source) = &plane.source {
                    references.image(source.place)?;
                }
            }
        }
        set.integer(tags::NUMBER_OF_FRAMES, items.len() as u64)
            .items(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, items)
            .items(
                tags::REFERENCED_SERIES_SEQUENCE,
                references.instance_items(),
            );
        Ok(())
    }

    fn segment_item(&self, statement: &Statement<'_>, drawn: &Drawn<'_>, number: u16) -> Set {
        let finding = drawn.finding;
        let id = finding.id.as_str();
        let mut set = Set::new();
        let label = format!("{} {id}", finding.code.meaning);
        set.short(tags::SEGMENT_NUMBER, number)
            .text(tags::SEGMENT_LABEL, &label)
            .concept(
                tags::SEGMENTED_PROPERTY_CATEGORY_CODE_SEQUENCE,
                codes::ABNORMAL_STRUCTURE,
            )
            .code(tags::SEGMENTED_PROPERTY_TYPE_CODE_SEQUENCE, &finding.code)
            .text(tags::TRACKING_ID, id)
            .text(
                tags::TRACKING_UID,
                &self.inner_uid(&statement.author, &format!("finding {id}")),
            );
        match &statement.author {
            Author::Service(service) => {
                let mut algorithm = Set::new();
                algorithm
                    .concept(
                        tags::ALGORITHM_FAMILY_CODE_SEQUENCE,
                        codes::ARTIFICIAL_INTELLIGENCE,
                    )
                    .text(tags::ALGORITHM_NAME, service.id.as_str())
                    .text(tags::ALGORITHM_VERSION, &service.version);
                set.text(tags::SEGMENT_ALGORITHM_TYPE, "AUTOMATIC")
                    .text(tags::SEGMENT_ALGORITHM_NAME, service.id.as_str())
                    .item(
                        tags::SEGMENTATION_ALGORITHM_IDENTIFICATION_SEQUENCE,
                        algorithm,
                    );
            }
            Author::Reader { .. } => {
                set.text(tags::SEGMENT_ALGORITHM_TYPE, "MANUAL");
            }
        }
        if let Some(site) = &finding.site {
            let mut region = super::data_set::code_set(site);
            if let Some(side) = finding.laterality {
                region.code(tags::ANATOMIC_REGION_MODIFIER_SEQUENCE, &side_code(side));
            }
            set.item(tags::ANATOMIC_REGION_SEQUENCE, region);
        }
        set
    }
}

/// All masks of a series on its frames.
fn draw<'f>(
    statement: &Statement<'f>,
    series: &SeriesUid,
    frames: &[OnFrame<'_>],
    notes: &mut Vec<String>,
) -> Result<Vec<Drawn<'f>>, AiWriteError> {
    let mut drawn = Vec::new();
    for stated in &statement.findings {
        let finding = stated.finding;
        for (mark_idx, mark) in finding.marks.iter().enumerate() {
            let Shape::Mask(mask) = &mark.shape else {
                continue;
            };
            if mark.series != *series {
                continue;
            }
            let place = format!("finding {}", finding.id);
            let voxels = MaskVoxels::decode(mask, &place)?;
            let on_frames: Vec<(usize, Vec<u32>)> = frames
                .iter()
                .enumerate()
                .map(|(idx, frame)| (idx, voxels.pixels_on(frame)))
                .filter(|(_, pixels)| !pixels.is_empty())
                .collect();
            if on_frames.is_empty() {
                notes.push(format!("a mask covers no pixel and is left out ({place})"));
                continue;
            }
            if on_frames
                .iter()
                .any(|(idx, _)| !voxels.is_grid_of(&frames[*idx]))
            {
                notes.push(format!(
                    "a mask is not on the grid of its series: each pixel takes the nearest voxel ({place})"
                ));
            }
            drawn.push(Drawn {
                finding,
                mark_idx,
                frames: on_frames,
            });
        }
    }
    if drawn.len() > MAX_SEGMENTS {
        return Err(AiWriteError::TooLarge {
            what: "segments",
            limit: MAX_SEGMENTS as u64,
            found: drawn.len() as u64,
            place: format!("series {series}"),
        });
    }
    Ok(drawn)
}

fn plane<'a>(frame: &OnFrame<'a>) -> Plane<'a> {
    let place = frame.place;
    let spacing = place.frame.spacing.map(|s| [s.column_mm, s.row_mm]);
    let directions = place.frame.position.zip(place.frame.orientation);
    let grid = place.series.geometry.grid();
    Plane {
        in_patient: directions.map(|(position, (row, column))| (position, row, column)),
        spacing,
        thickness_mm: place
            .series
            .slice_thickness_mm
            .filter(|t| *t > 0.0)
            .or(grid.map(|g| g.spacing.z))
            .unwrap_or(1.0),
        source: Some(Source {
            place,
            is_same_grid: true,
            derivation: codes::SEGMENTATION,
        }),
    }
}

/// The Image Pixel module: one bit a pixel, packed across frames.
fn image(set: &mut Set, drawn: &[Drawn<'_>], size: [u32; 2]) -> Result<(), AiWriteError> {
    let n_pixels = u64::from(size[0]) * u64::from(size[1]);
    let n_frames: u64 = drawn.iter().map(|d| d.frames.len() as u64).sum();
    let n_bytes = (n_pixels * n_frames).div_ceil(8);
    if n_bytes > MAX_BYTES {
        return Err(AiWriteError::TooLarge {
            what: "bytes of a segmentation",
            limit: MAX_BYTES,
            found: n_bytes,
            place: format!("{n_frames} frames"),
        });
    }
    let mut bytes = vec![0_u8; usize::try_from(n_bytes).unwrap_or(usize::MAX)];
    let frames = drawn.iter().flat_map(|d| &d.frames);
    for (frame, (_, pixels)) in (0_u64..).zip(frames) {
        for &pixel in pixels {
            let bit = frame * n_pixels + u64::from(pixel);
            let byte = usize::try_from(bit / 8).unwrap_or(usize::MAX);
            bytes[byte] |= 1 << (bit % 8);
        }
    }
    let [columns, rows] = size.map(|n| u16::try_from(n).unwrap_or(u16::MAX));
    set.texts(tags::IMAGE_TYPE, &["DERIVED", "PRIMARY"])
        .short(tags::SAMPLES_PER_PIXEL, 1)
        .text(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .short(tags::ROWS, rows)
        .short(tags::COLUMNS, columns)
        .short(tags::BITS_ALLOCATED, 1)
        .short(tags::BITS_STORED, 1)
        .short(tags::HIGH_BIT, 0)
        .short(tags::PIXEL_REPRESENTATION, 0)
        .text(tags::LOSSY_IMAGE_COMPRESSION, "00")
        .bytes(tags::PIXEL_DATA, VR::OB, bytes);
    Ok(())
}
