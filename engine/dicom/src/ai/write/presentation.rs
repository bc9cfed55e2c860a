//! Grayscale Softcopy Presentation States (PS3.3 A.33.1): marks as graphics and text over the images they lie on.

mod label;

use std::collections::BTreeMap;

use dicom_dictionary_std::tags;
use overread_base::{FindingId, Mark, Shape, SopUid};
use overread_image::{Rescale, VoiFunction};

use super::common::References;
use super::data_set::Set;
use super::mask::MaskVoxels;
use super::outline::{boundary, merged};
use super::place::{OnFrame, Outline, Place, Region, frames_of, only_image, place};
use super::report::is_absent;
use super::sr::single;
use super::statement::{Stated, Statement};
use super::{AiObjects, AiWriteError, ObjectKind, WrittenObject};

/// The layer of our graphics.
const LAYER: &str = "AI";
/// The most graphics of one object.
const MAX_GRAPHICS: usize = 50_000;
/// The most points of one outline (Graphic Data is counted in 16 bits).
const MAX_POINTS: usize = 60_000;

/// What is drawn over one image.
struct Drawing<'a, 'f> {
    place: Place<'a>,
    /// In the order of the findings.
    marks: Vec<(Stated<'f>, Outline)>,
}

/// Frames that one presentation state can show alike: by series, size, spacing and grey values.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    series: String,
    size: [u32; 2],
    spacing_nm: Option<[i64; 2]>,
    rescale: [u32; 2],
    is_inverted: bool,
}

impl<'a> AiObjects<'a> {
    /// The marks of a statement as graphics in pixel units, with a text at each; of all images that have any, or of
    /// `only` one frame (instance and frame number from 1).
    ///
    /// Absent and rejected findings are not drawn. One object for images that can be shown alike (one series, size, spacing, rescale). Masks are drawn as their
    /// outlines. Marks across images and marks on colour images are left out with a note; without any mark there is no
    /// object.
    ///
    /// # Errors
    /// [`AiWriteError`] if the statement is about another study, a mark lies outside its series, or there is too much.
    pub fn presentation_states<'s>(
        &self,
        statement: impl Into<Statement<'s>>,
        only: Option<(&SopUid, u32)>,
    ) -> Result<Vec<WrittenObject>, AiWriteError> {
        let statement = statement.into();
        self.check(&statement)?;
        let mut notes = Vec::new();
        let drawings = self.drawings(&statement, only, &mut notes)?;
        let mut alike: BTreeMap<Likeness, Vec<Drawing<'a, 's>>> = BTreeMap::new();
        for drawing in drawings {
            alike
                .entry(likeness(drawing.place))
                .or_default()
                .push(drawing);
        }
        let mut key = statement.author.key();
        if let Some((sop, frame_number)) = only {
            key.push_str(&format!(" {sop} {frame_number}"));
        }
        (0..)
            .zip(alike.into_values())
            .map(|(index, drawings)| {
                let identity = self.identity(ObjectKind::PresentationState, &key, index)?;
                let mut set = self.begin(&identity, "PR", &statement.author);
                self.presentation(&mut set, &statement, &drawings)?;
                Self::finish(identity, set, notes.clone())
            })
            .collect()
    }

    /// What lies over which frame, by series and position in it.
    fn drawings<'s>(
        &self,
        statement: &Statement<'s>,
        only: Option<(&SopUid, u32)>,
        notes: &mut Vec<String>,
    ) -> Result<Vec<Drawing<'a, 's>>, AiWriteError> {
        let mut by_frame: BTreeMap<(SopUid, u32), Drawing<'a, 's>> = BTreeMap::new();
        let mut n_graphics = 0;
        for stated in statement.findings.iter().filter(|s| !is_absent(s)) {
            for mark in &stated.finding.marks {
                for (place, outline) in self.on_frames(&stated.finding.id, mark, notes)? {
                    let frame = (place.frame.sop.clone(), place.frame.frame_number);
                    if only.is_some_and(|(sop, number)| (sop, number) != (&frame.0, frame.1)) {
                        continue;
                    }
                    if place.frame.layout.shape.samples_per_pixel != 1 {
                        notes.push(format!(
                            "a mark on a colour image is left out of the presentation state (finding {})",
                            stated.finding.id
                        ));
                        continue;
                    }
                    n_graphics += 1;
                    let drawing = by_frame.entry(frame).or_insert_with(|| Drawing {
                        place,
                        marks: Vec::new(),
                    });
                    drawing.marks.push((*stated, outline));
                }
            }
        }
        if n_graphics > MAX_GRAPHICS {
            return Err(AiWriteError::TooLarge {
                what: "graphics of a presentation state",
                limit: MAX_GRAPHICS as u64,
                found: n_graphics as u64,
                place: format!("study {}", self.study.uid),
            });
        }
        notes.dedup();
        Ok(by_frame.into_values().collect())
    }

    /// The outlines of a mark on frames.
    pub(super) fn on_frames(
        &self,
        finding: &FindingId,
        mark: &Mark,
        notes: &mut Vec<String>,
    ) -> Result<Vec<(Place<'a>, Outline)>, AiWriteError> {
        if let Shape::Mask(mask) = &mark.shape {
            let places = frames_of(self.study, &mark.series)?;
            let mut frames: Vec<OnFrame<'a>> = places
                .iter()
                .filter_map(|&p| OnFrame::in_patient(p))
                .collect();
            if frames.is_empty() {
                frames.push(OnFrame::on_detector(only_image(&places, &mark.series)?));
            }
            let voxels = MaskVoxels::decode(mask, &format!("finding {finding}"))?;
            let outlines = frames.iter().flat_map(|frame| {
                let pixels = voxels.pixels_on(frame);
                boundary(&pixels, frame.place.frame.size[0])
                    .into_iter()
                    .map(|points| (frame.place, Outline::Polygon(merged(points, MAX_POINTS))))
            });
            return Ok(outlines.collect());
        }
        let placed = match place(self.study, &mark.series, &mark.shape) {
            Ok(placed) => placed,
            Err(error @ AiWriteError::Ambiguous { .. }) => {
                notes.push(format!("{error} (finding {finding})"));
                return Ok(Vec::new());
            }
            Err(error) => return Err(error),
        };
        notes.extend(placed.note.map(|n| format!("{n} (finding {finding})")));
        let mut outlines = Vec::new();
        for region in placed.regions {
            match region {
                Region::OnFrame(place, outline) => outlines.push((place, outline)),
                Region::InSpace(..) => notes.push(format!(
                    "a mark across images is left out of the presentation state (finding {finding})"
                )),
            }
        }
        Ok(outlines)
    }

    /// Presentation State Identification, Relationship, Displayed Area, Graphic Annotation and Layer, Modality and
    /// Softcopy VOI LUT, Presentation LUT.
    fn presentation(
        &self,
        set: &mut Set,
        statement: &Statement<'_>,
        drawings: &[Drawing<'a, '_>],
    ) -> Result<(), AiWriteError> {
        let Some(first) = drawings.first().map(|d| d.place) else {
            return Ok(());
        };
        let mut references = References::default();
        let mut annotations = Vec::new();
        for drawing in drawings {
            annotations.push(self.annotation(statement, drawing, &mut references)?);
        }
        let mut layer = Set::new();
        layer
            .text(tags::GRAPHIC_LAYER, LAYER)
            .integer(tags::GRAPHIC_LAYER_ORDER, 1)
            .text(tags::GRAPHIC_LAYER_DESCRIPTION, self.short_disclaimer());
        set.text(tags::LATERALITY, super::common::side_letter(first.frame))
            .text(tags::CONTENT_LABEL, "AI")
            .text(tags::CONTENT_DESCRIPTION, self.short_disclaimer())
            .empty(tags::CONTENT_CREATOR_NAME)
            .text(tags::PRESENTATION_CREATION_DATE, &self.info.date)
            .text(tags::PRESENTATION_CREATION_TIME, &self.info.time)
            .items(tags::REFERENCED_SERIES_SEQUENCE, references.image_items())
            .items(tags::GRAPHIC_ANNOTATION_SEQUENCE, annotations)
            .item(tags::GRAPHIC_LAYER_SEQUENCE, layer)
            .item(
                tags::DISPLAYED_AREA_SELECTION_SEQUENCE,
                displayed_area(first),
            );
        grey_values(set, first);
        Ok(())
    }

    fn annotation(
        &self,
        statement: &Statement<'_>,
        drawing: &Drawing<'a, '_>,
        references: &mut References,
    ) -> Result<Set, AiWriteError> {
        let mut graphics = Vec::new();
        let mut texts = vec![label::of_author(self, &statement.author)];
        let mut labelled: Option<&FindingId> = None;
        for (stated, outline) in &drawing.marks {
            graphics.push(graphic(outline));
            let id = &stated.finding.id;
            if labelled != Some(id) {
                texts.push(label::of_finding(stated, outline));
            }
            labelled = Some(id);
        }
        let mut set = Set::new();
        set.item(
            tags::REFERENCED_IMAGE_SEQUENCE,
            references.image(drawing.place)?,
        )
        .text(tags::GRAPHIC_LAYER, LAYER)
        .items(tags::TEXT_OBJECT_SEQUENCE, texts)
        .items(tags::GRAPHIC_OBJECT_SEQUENCE, graphics);
        Ok(set)
    }
}

fn graphic(outline: &Outline) -> Set {
    let points = outline.points();
    let n_points = u16::try_from(points.len()).unwrap_or(u16::MAX);
    let mut set = Set::new();
    set.text(tags::GRAPHIC_ANNOTATION_UNITS, "PIXEL")
        .short(tags::GRAPHIC_DIMENSIONS, 2)
        .short(tags::NUMBER_OF_GRAPHIC_POINTS, n_points)
        .singles(
            tags::GRAPHIC_DATA,
            points.into_iter().flatten().map(single).collect(),
        )
        .text(tags::GRAPHIC_TYPE, outline.graphic_type());
    // Only what is closed can be filled (PS3.3 C.10.5).
    if matches!(outline, Outline::Polygon(_) | Outline::Ellipse(_)) {
        set.text(tags::GRAPHIC_FILLED, "N");
    }
    set
}

fn displayed_area(place: Place<'_>) -> Set {
    let [columns, rows] = place
        .frame
        .size
        .map(|n| i32::try_from(n).unwrap_or(i32::MAX));
    let mut set = Set::new();
    set.signed(tags::DISPLAYED_AREA_TOP_LEFT_HAND_CORNER, &[1, 1])
        .signed(
            tags::DISPLAYED_AREA_BOTTOM_RIGHT_HAND_CORNER,
            &[columns, rows],
        )
        .text(tags::PRESENTATION_SIZE_MODE, "SCALE TO FIT");
    match place.frame.spacing {
        Some(spacing) => set.decimals(
            tags::PRESENTATION_PIXEL_SPACING,
            &[spacing.row_mm, spacing.column_mm],
        ),
        None => set.texts(tags::PRESENTATION_PIXEL_ASPECT_RATIO, &["1", "1"]),
    };
    set
}

/// The grey values as the image itself has them: rescale, first window, polarity.
fn grey_values(set: &mut Set, place: Place<'_>) {
    let frame = place.frame;
    let rescale = frame.rescale;
    if frame.layout.modality_lut.is_none() && rescale != Rescale::IDENTITY {
        let kind = if place.series.modality == "CT" {
            "HU"
        } else {
            "US"
        };
        set.decimals(tags::RESCALE_INTERCEPT, &[f64::from(rescale.intercept)])
            .decimals(tags::RESCALE_SLOPE, &[f64::from(rescale.slope)])
            .text(tags::RESCALE_TYPE, kind);
    }
    let voi = frame.vois.first().or(place.series.vois.first());
    // A table of the file is written as the window of its span.
    if let Some((named, window)) = voi.and_then(|v| Some((v, v.voi.as_window()?))) {
        let mut voi = Set::new();
        voi.decimals(tags::WINDOW_CENTER, &[f64::from(window.centre())])
            .decimals(tags::WINDOW_WIDTH, &[f64::from(window.width())]);
        match window.function() {
            VoiFunction::Linear => {}
            VoiFunction::LinearExact => {
                voi.text(tags::VOILUT_FUNCTION, "LINEAR_EXACT");
            }
            VoiFunction::Sigmoid => {
                voi.text(tags::VOILUT_FUNCTION, "SIGMOID");
            }
        }
        if !named.explanation.is_empty() {
            voi.text(tags::WINDOW_CENTER_WIDTH_EXPLANATION, &named.explanation);
        }
        set.item(tags::SOFTCOPY_VOILUT_SEQUENCE, voi);
    }
    let shape = if frame.layout.photometric == "MONOCHROME1" {
        "INVERSE"
    } else {
        "IDENTITY"
    };
    set.text(tags::PRESENTATION_LUT_SHAPE, shape);
}

fn likeness(place: Place<'_>) -> Likeness {
    let frame = place.frame;
    Likeness {
        series: place.series.uid.to_string(),
        size: frame.size,
        spacing_nm: frame
            .spacing
            .map(|s| [nanometres(s.column_mm), nanometres(s.row_mm)]),
        rescale: [
            frame.rescale.slope.to_bits(),
            frame.rescale.intercept.to_bits(),
        ],
        is_inverted: frame.layout.photometric == "MONOCHROME1",
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "only compared: what is beyond the range saturates"
)]
fn nanometres(mm: f64) -> i64 {
    (mm * 1e6).round() as i64
}
