//! One file's header as frames and descriptions. No grouping.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use overread_base::{Laterality, SeriesUid, SopUid, StudyUid, Vec3};
use overread_image::{Rescale, VoiFunction, Window};

use crate::DicomError;
use crate::codec::FrameShape;
use crate::model::{Frame, Patient, PixelSpacing, SpacingSource, VoiWindow};
use crate::part10::{Header, read_header};
use crate::pixels::{ModalityLut, PixelLayout};
use crate::tag::Tag;
use crate::values::Values;

/// The most frames of one file.
const MAX_FRAMES: u32 = 65_536;
/// The longest value of the attribute map.
const MAX_ATTRIBUTE_BYTES: usize = 1024;

/// What one file says.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) study: StudyUid,
    pub(crate) series: SeriesUid,
    pub(crate) sop: SopUid,
    pub(crate) sop_class: String,
    pub(crate) modality: String,
    /// Empty if the object holds no image to read.
    pub(crate) frames: Vec<Frame>,
    pub(crate) header: Header,
    pub(crate) notes: Vec<String>,
}

impl Instance {
    /// Reads one file.
    pub(crate) fn read(path: &Path) -> Result<Self, DicomError> {
        let header = read_header(path)?;
        let mut notes = header.notes.clone();
        let values = header.values();
        let uid = |tag: Tag, name: &str| {
            values
                .text(tag)
                .ok_or_else(|| DicomError::damaged(format!("{name} is missing"), path))
        };
        let bad = |error: overread_base::IdError| DicomError::damaged(error.to_string(), path);
        let sop_class = values.text(Tag::SOP_CLASS).unwrap_or_default();
        let modality = values.text(Tag::MODALITY).unwrap_or_default();
        let sop = SopUid::new(uid(Tag::SOP_INSTANCE, "SOP Instance UID")?).map_err(bad)?;
        // Without study or series UID an object stands alone: its own UID keeps it apart from all others.
        let mut or_alone = |tag: Tag, name: &str| {
            values.text(tag).unwrap_or_else(|| {
                notes.push(format!("{name} is missing: the object stands alone"));
                sop.as_str().to_owned()
            })
        };
        let study = StudyUid::new(or_alone(Tag::STUDY_UID, "Study Instance UID")).map_err(bad)?;
        let series =
            SeriesUid::new(or_alone(Tag::SERIES_UID, "Series Instance UID")).map_err(bad)?;
        let is_image = header.pixels.is_some() && modality != "SEG";
        let frames = if is_image {
            frames(path, &header, &sop, &sop_class, &mut notes)?
        } else {
            Vec::new()
        };
        Ok(Self {
            study,
            series,
            sop,
            sop_class,
            modality,
            frames,
            notes,
            header,
        })
    }

    pub(crate) fn patient(&self) -> Patient {
        let values = self.header.values();
        Patient {
            name: values.text(Tag::PATIENT_NAME),
            id: values.text(Tag::PATIENT_ID),
            sex: values.text(Tag::PATIENT_SEX),
            birth_date: values.text(Tag::PATIENT_BIRTH_DATE),
            age: values.text(Tag::PATIENT_AGE),
        }
    }

    /// Text and numbers by keyword.
    pub(crate) fn attributes(&self) -> BTreeMap<String, String> {
        let values = self.header.values();
        let elements = &values.set.elements;
        let plain = elements
            .iter()
            .filter(|e| e.items.is_empty() && e.len <= MAX_ATTRIBUTE_BYTES);
        plain
            .filter(|e| {
                !matches!(
                    &e.vr,
                    b"OB" | b"OW" | b"OF" | b"OD" | b"OL" | b"UN" | b"SQ" | b"AT"
                )
            })
            .filter(|e| e.tag.1 != 0 && e.tag.0 % 2 == 0)
            .filter_map(|e| Some((e.tag.keyword()?.to_owned(), values.text_of(e))))
            .collect()
    }
}

fn frames(
    path: &Path,
    header: &Header,
    sop: &SopUid,
    sop_class: &str,
    notes: &mut Vec<String>,
) -> Result<Vec<Frame>, DicomError> {
    let values = header.values();
    let layout = Arc::new(layout(path, header, notes)?);
    let shared = values.set.item(Tag::SHARED_GROUPS);
    let per_frame = values
        .set
        .get(Tag::PER_FRAME_GROUPS)
        .map_or(&[][..], |e| &e.items);
    let mut frames = Vec::with_capacity(layout.n_frames as usize);
    for frame_number in 1..=layout.n_frames {
        let own = per_frame.get(frame_number as usize - 1);
        // A frame without groups of its own is like the one before.
        if let (None, Some(before)) = (own, frames.last().filter(|_| per_frame.is_empty())) {
            let before: &Frame = before;
            frames.push(Frame {
                frame_number,
                ..before.clone()
            });
            continue;
        }
        let groups = Groups {
            header,
            own,
            shared,
        };
        frames.push(Frame {
            sop: sop.clone(),
            sop_class: sop_class.to_owned(),
            frame_number,
            file: path.to_owned(),
            instance_number: values.integer(Tag::INSTANCE_NUMBER),
            size: [layout.shape.columns, layout.shape.rows],
            position: groups
                .find(Tag::PLANE_POSITION_SEQUENCE, |v| {
                    v.finite::<3>(Tag::IMAGE_POSITION)
                })
                .filter(|_| layout.n_frames == 1 || own.is_some())
                .map(Vec3::from_array),
            orientation: groups
                .find(Tag::PLANE_ORIENTATION_SEQUENCE, |v| {
                    v.finite::<6>(Tag::IMAGE_ORIENTATION)
                })
                .map(|[a, b, c, d, e, f]| (Vec3::new(a, b, c), Vec3::new(d, e, f))),
            spacing: spacing(&groups, values),
            rescale: rescale(&groups, &layout, notes),
            windows: groups
                .find(Tag::FRAME_VOI_LUT_SEQUENCE, |v| {
                    Some(windows(v)).filter(|w| !w.is_empty())
                })
                .unwrap_or_default(),
            patient_orientation: values.text(Tag::PATIENT_ORIENTATION).and_then(|text| {
                text.split_once('\\')
                    .map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()))
            }),
            laterality: laterality(values),
            view: values.text(Tag::VIEW_POSITION),
            layout: Arc::clone(&layout),
        });
    }
    Ok(frames)
}

/// Where an attribute of a frame may stand: its own functional groups, the shared ones, the data set itself.
struct Groups<'a> {
    header: &'a Header,
    own: Option<&'a crate::data_set::DataSet>,
    shared: Option<&'a crate::data_set::DataSet>,
}

impl Groups<'_> {
    fn find<T>(&self, group: Tag, read: impl Fn(Values<'_>) -> Option<T>) -> Option<T> {
        let in_groups = [self.own, self.shared]
            .into_iter()
            .flatten()
            .filter_map(|groups| groups.item(group))
            .find_map(|item| read(self.header.values_of(item)));
        in_groups.or_else(|| read(self.header.values()))
    }
}

fn layout(
    path: &Path,
    header: &Header,
    notes: &mut Vec<String>,
) -> Result<PixelLayout, DicomError> {
    let values = header.values();
    let needed = |tag: Tag, name: &str| {
        values
            .count(tag)
            .filter(|&n| n > 0)
            .ok_or_else(|| DicomError::damaged(format!("{name} is missing or 0"), path))
    };
    let small = |tag: Tag, default: u32| {
        u16::try_from(values.count(tag).unwrap_or(default)).unwrap_or(u16::MAX)
    };
    let (rows, columns) = (needed(Tag::ROWS, "Rows")?, needed(Tag::COLUMNS, "Columns")?);
    if rows.max(columns) > 65_535 {
        return Err(DicomError::damaged(
            format!("frame size {columns} x {rows}"),
            path,
        ));
    }
    let n_frames = values.count(Tag::NUMBER_OF_FRAMES).unwrap_or(1).max(1);
    if n_frames > MAX_FRAMES {
        return Err(DicomError::TooLarge {
            what: "frames",
            limit: u64::from(MAX_FRAMES),
            found: u64::from(n_frames),
            place: path.display().to_string(),
        });
    }
    let bits_allocated = small(Tag::BITS_ALLOCATED, 16);
    let bits_stored = small(Tag::BITS_STORED, u32::from(bits_allocated));
    let pixels = header
        .pixels
        .ok_or_else(|| DicomError::damaged("no pixel data", path))?;
    let shape = FrameShape {
        rows,
        columns,
        samples_per_pixel: small(Tag::SAMPLES_PER_PIXEL, 1),
        bits_allocated,
        bits_stored,
    };
    let photometric = values.text(Tag::PHOTOMETRIC).unwrap_or_else(|| {
        notes.push("Photometric Interpretation is missing, read as MONOCHROME2".to_owned());
        "MONOCHROME2".to_owned()
    });
    if values.set.get(Tag::VOI_LUT_SEQUENCE).is_some() {
        notes.push("VOI LUT Sequence is not applied; windows are used instead".to_owned());
    }
    Ok(PixelLayout {
        shape,
        high_bit: small(Tag::HIGH_BIT, u32::from(bits_stored.saturating_sub(1))),
        is_signed: values.count(Tag::PIXEL_REPRESENTATION) == Some(1),
        is_planar: values.count(Tag::PLANAR_CONFIGURATION) == Some(1),
        is_big_endian: header.encoding.is_big_endian,
        is_deflated: header.is_deflated,
        is_float: pixels.tag != Tag::PIXEL_DATA,
        n_frames,
        photometric,
        transfer_syntax: header.transfer_syntax.clone(),
        offset: pixels.offset,
        len: pixels.len,
        file_len: header.file_len,
        modality_lut: modality_lut(header),
    })
}

fn modality_lut(header: &Header) -> Option<ModalityLut> {
    let item = header.values().set.item(Tag::MODALITY_LUT_SEQUENCE)?;
    let values = header.values_of(item);
    let descriptor: [f64; 3] = values.numbers(Tag::LUT_DESCRIPTOR).try_into().ok()?;
    let entries = values.numbers(Tag::LUT_DATA);
    let table: Vec<u16> = entries.iter().filter_map(|&v| word(v)).collect();
    let first = word(descriptor[1])?;
    let is_signed = header.values().count(Tag::PIXEL_REPRESENTATION) == Some(1);
    let first = if is_signed {
        i32::from(first.cast_signed())
    } else {
        i32::from(first)
    };
    (!table.is_empty()).then_some(ModalityLut {
        first,
        values: table,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to lie within 16 bits"
)]
fn word(number: f64) -> Option<u16> {
    if (0.0..=65_535.0).contains(&number) {
        return Some(number as u16);
    }
    (-32_768.0..0.0)
        .contains(&number)
        .then(|| (number as i16).cast_unsigned())
}

fn rescale(groups: &Groups<'_>, layout: &PixelLayout, notes: &mut Vec<String>) -> Rescale {
    if layout.modality_lut.is_some() {
        return Rescale::IDENTITY;
    }
    let pair = groups.find(Tag::PIXEL_VALUE_TRANSFORMATION_SEQUENCE, |v| {
        Some((
            v.number(Tag::RESCALE_SLOPE)?,
            v.number(Tag::RESCALE_INTERCEPT)?,
        ))
    });
    match pair {
        Some((slope, intercept)) if slope.is_finite() && slope != 0.0 && intercept.is_finite() => {
            Rescale {
                slope: narrow(slope),
                intercept: narrow(intercept),
            }
        }
        Some((slope, intercept)) => {
            notes.push(format!("rescale slope {slope} and intercept {intercept} cannot be used; stored values are kept"));
            Rescale::IDENTITY
        }
        None => Rescale::IDENTITY,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rescale and windows are kept in single precision throughout"
)]
fn narrow(number: f64) -> f32 {
    number as f32
}

fn spacing(groups: &Groups<'_>, values: Values<'_>) -> Option<PixelSpacing> {
    let positive = |pair: Option<[f64; 2]>| pair.filter(|p| p.iter().all(|&v| v > 0.0));
    let patient = positive(groups.find(Tag::PIXEL_MEASURES_SEQUENCE, |v| {
        v.finite::<2>(Tag::PIXEL_SPACING)
    }));
    let (pair, source) = match patient {
        Some(pair) => (pair, SpacingSource::Patient),
        None => (
            positive(values.finite::<2>(Tag::IMAGER_PIXEL_SPACING))?,
            SpacingSource::Detector,
        ),
    };
    Some(PixelSpacing {
        row_mm: pair[0],
        column_mm: pair[1],
        source,
    })
}

fn windows(values: Values<'_>) -> Vec<VoiWindow> {
    let function = match values.text(Tag::VOI_FUNCTION).as_deref() {
        Some("LINEAR_EXACT") => VoiFunction::LinearExact,
        Some("SIGMOID") => VoiFunction::Sigmoid,
        _ => VoiFunction::Linear,
    };
    let explanations = values.text(Tag::WINDOW_EXPLANATION).unwrap_or_default();
    let mut explanations = explanations.split('\\').map(|s| s.trim().to_owned());
    let widths = values.numbers(Tag::WINDOW_WIDTH);
    let centres = values.numbers(Tag::WINDOW_CENTRE);
    centres
        .iter()
        .zip(&widths)
        .filter_map(|(&centre, &width)| {
            let explanation = explanations.next().unwrap_or_default();
            let window = Window::new(narrow(centre), narrow(width), function).ok()?;
            Some(VoiWindow {
                explanation,
                window,
            })
        })
        .collect()
}

fn laterality(values: Values<'_>) -> Option<Laterality> {
    let text = values
        .text(Tag::IMAGE_LATERALITY)
        .or_else(|| values.text(Tag::LATERALITY))?;
    match text.as_str() {
        "R" => Some(Laterality::Right),
        "L" => Some(Laterality::Left),
        "B" => Some(Laterality::Bilateral),
        "U" => Some(Laterality::Midline),
        _ => None,
    }
}

/// How the pixels of a file that is no image to read are stored, e.g. a segmentation's.
pub(crate) fn pixel_layout(path: &Path, header: &Header) -> Result<PixelLayout, DicomError> {
    layout(path, header, &mut Vec::new())
}
