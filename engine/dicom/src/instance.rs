//! One file's header as frames and descriptions. No grouping.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use overread_base::{SeriesUid, SopUid, StudyUid, Vec3};
use overread_image::Rescale;

use crate::DicomError;
use crate::codec::FrameShape;
use crate::data_set::{DataSet, PixelPlace};
use crate::lut::{Lut, lut};
use crate::model::{Frame, FrameGroup, Patient, PixelSpacing, SpacingSource};
use crate::part10::Header;
use crate::pixels::{FragmentIndex, Number, OverlaySource, Palette, PixelLayout};
use crate::tag::Tag;
use crate::values::{Values, first_chars};
use crate::view::View;
use crate::voi::FrameVois;

/// The most frames of one file.
const MAX_FRAMES: u32 = 65_536;
/// The characters of a UID (PS3.5 9.1).
const MAX_UID: usize = 64;
/// The longest value of the attribute map.
const MAX_ATTRIBUTE_BYTES: usize = 1024;

const SEGMENTATION_STORAGE: &str = "1.2.840.10008.5.1.4.1.1.66.4";

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
    /// What the header of one file says.
    pub(crate) fn of(path: &Path, header: Header) -> Result<Self, DicomError> {
        let mut notes = header.notes.clone();
        let values = header.values();
        let sop_class = values
            .text(Tag::SOP_CLASS)
            .unwrap_or_else(|| header.meta.sop_class.clone());
        let sop_class = first_chars(&sop_class, MAX_UID);
        let modality = values.text(Tag::MODALITY).unwrap_or_default();
        let sop = sop_uid(path, &header, &mut notes)?;
        // Without study or series UID an object stands alone: its own UID keeps it apart from all others.
        let mut or_alone = |tag: Tag, name: &str| {
            values.text(tag).unwrap_or_else(|| {
                notes.push(format!("{name} is missing: the object stands alone"));
                sop.as_str().to_owned()
            })
        };
        let study = or_alone(Tag::STUDY_UID, "Study Instance UID");
        let series = or_alone(Tag::SERIES_UID, "Series Instance UID");
        let bad = |error: overread_base::IdError| DicomError::damaged(error.to_string(), path);
        let study = StudyUid::new(usable(study, &mut notes)).map_err(bad)?;
        let series = SeriesUid::new(usable(series, &mut notes)).map_err(bad)?;
        let is_image =
            header.pixels.is_some() && modality != "SEG" && sop_class != SEGMENTATION_STORAGE;
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

/// SOP Instance UID, from the file meta information where the data set has none; an image that has none at all gets
/// one from the bytes of its header, so that it can be shown.
pub(crate) fn sop_uid(
    path: &Path,
    header: &Header,
    notes: &mut Vec<String>,
) -> Result<SopUid, DicomError> {
    let bad = |error: overread_base::IdError| DicomError::damaged(error.to_string(), path);
    if let Some(uid) = header.values().text(Tag::SOP_INSTANCE) {
        return SopUid::new(usable(uid, notes)).map_err(bad);
    }
    if !header.meta.sop_instance.is_empty() {
        notes.push("SOP Instance UID is missing, taken from the file meta information".to_owned());
        return SopUid::new(usable(header.meta.sop_instance.clone(), notes)).map_err(bad);
    }
    if header.pixels.is_none() {
        return Err(DicomError::damaged("SOP Instance UID is missing", path));
    }
    notes.push("SOP Instance UID is missing, made from the header".to_owned());
    SopUid::new(made_uid(header.identity())).map_err(bad)
}

/// A UID as it is, or one made of its text where it breaks the rules: equal texts stay equal.
fn usable(uid: String, notes: &mut Vec<String>) -> String {
    match SopUid::new(uid.clone()) {
        Ok(_) => uid,
        Err(error) => {
            notes.push(format!("{error}; another is used in its place"));
            made_uid(uid.as_bytes())
        }
    }
}

/// A UID under 2.25 (PS3.5 B.2) whose number is the 128-bit FNV-1a hash of `bytes`.
fn made_uid(bytes: &[u8]) -> String {
    let hash = bytes.iter().fold(
        0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128,
        |hash, &byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        },
    );
    format!("2.25.{hash}")
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
    let instance_number = values.integer(Tag::INSTANCE_NUMBER);
    let patient_orientation = patient_orientation(values);
    let mut vois = FrameVois::new(header, shared);
    let mut frames: Vec<Frame> = Vec::with_capacity(layout.n_frames as usize);
    for frame_number in 1..=layout.n_frames {
        let own = per_frame.get(frame_number as usize - 1);
        // Frames without groups of their own are all alike.
        let has_none = |before: &&Frame| per_frame.len() < before.frame_number as usize;
        if let Some(before) = frames.last().filter(has_none) {
            let again = Frame {
                frame_number,
                ..before.clone()
            };
            frames.push(again);
            continue;
        }
        let groups = Groups {
            header,
            own,
            shared,
        };
        let mut remarks = Vec::new();
        let view = view(&groups, &mut remarks);
        if frames.is_empty() {
            notes.append(&mut remarks);
        }
        let rescale = rescale(&groups, &layout, notes);
        let is_signed = layout.is_signed || rescale.intercept < 0.0;
        frames.push(Frame {
            sop: sop.clone(),
            sop_class: sop_class.to_owned(),
            frame_number,
            file: path.to_owned(),
            instance_number,
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
            rescale,
            vois: vois.of(own, is_signed),
            patient_orientation: patient_orientation.clone(),
            laterality: view.laterality,
            view: view.position,
            group: groups.group(),
            layout: Arc::clone(&layout),
        });
    }
    Ok(frames)
}

fn patient_orientation(values: Values<'_>) -> Option<(String, String)> {
    let text = values.short_text(Tag::PATIENT_ORIENTATION)?;
    let (row, column) = text.split_once('\\')?;
    Some((row.trim().to_owned(), column.trim().to_owned()))
}

fn view(groups: &Groups<'_>, notes: &mut Vec<String>) -> View {
    let (header, values) = (groups.header, groups.header.values());
    let code = values.set.item(Tag::VIEW_CODE_SEQUENCE);
    let code = code.map(|item| header.values_of(item));
    let anatomy = groups.item(Tag::FRAME_ANATOMY_SEQUENCE);
    let anatomy = anatomy.map(|item| header.values_of(item));
    let mut view = View::of(values, code, anatomy);
    if values.text(Tag::MODALITY).as_deref() == Some("MG") {
        view.complete_from_texts(values, notes);
    }
    view
}

/// Where an attribute of a frame may stand: its own functional groups, the shared ones, the data set itself.
struct Groups<'a> {
    header: &'a Header,
    own: Option<&'a DataSet>,
    shared: Option<&'a DataSet>,
}

impl<'a> Groups<'a> {
    /// The item of a functional group, the frame's own before the shared one.
    fn item(&self, group: Tag) -> Option<&'a DataSet> {
        [self.own, self.shared]
            .into_iter()
            .flatten()
            .find_map(|groups| groups.item(group))
    }

    /// Stack, time and type, which only multi-frame objects with functional groups have.
    fn group(&self) -> FrameGroup {
        let content = self
            .item(Tag::FRAME_CONTENT_SEQUENCE)
            .map(|item| self.header.values_of(item));
        let frame_type = [
            Tag::MR_FRAME_TYPE_SEQUENCE,
            Tag::CT_FRAME_TYPE_SEQUENCE,
            Tag::PET_FRAME_TYPE_SEQUENCE,
        ]
        .into_iter()
        .find_map(|group| {
            self.header
                .values_of(self.item(group)?)
                .short_text(Tag::FRAME_TYPE)
        });
        FrameGroup {
            stack: content.and_then(|v| v.short_text(Tag::STACK_ID)),
            time: content.and_then(|v| v.count(Tag::TEMPORAL_POSITION_INDEX)),
            frame_type,
        }
    }

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
    let n_frames = number_of_frames(path, header, (pixels, shape, &photometric), notes)?;
    let is_signed = values.count(Tag::PIXEL_REPRESENTATION) == Some(1);
    let number = match pixels.tag {
        Tag::FLOAT_PIXEL_DATA => Number::Float,
        Tag::DOUBLE_PIXEL_DATA => Number::Double,
        _ => Number::Integer,
    };
    Ok(PixelLayout {
        shape,
        high_bit: small(Tag::HIGH_BIT, u32::from(bits_stored.saturating_sub(1))),
        is_signed,
        is_planar: values.count(Tag::PLANAR_CONFIGURATION) == Some(1),
        is_big_endian: header.encoding.is_big_endian,
        is_deflated: header.is_deflated,
        number,
        n_frames,
        photometric,
        transfer_syntax: header.transfer_syntax.clone(),
        offset: pixels.offset,
        len: pixels.len,
        file_len: header.file_len,
        modality_lut: modality_lut(header, is_signed),
        palette: Palette::read(values, is_signed),
        padding: padding(values, number, is_signed),
        overlays: OverlaySource::all(header, [columns, rows]),
        extended_offsets: FragmentIndex::extended_offsets(values),
        fragment_index: OnceLock::new(),
    })
}

/// Number of Frames as far as the file can hold them.
fn number_of_frames(
    path: &Path,
    header: &Header,
    (pixels, shape, photometric): (PixelPlace, FrameShape, &str),
    notes: &mut Vec<String>,
) -> Result<u32, DicomError> {
    name_missing_pixels(header, pixels, notes);
    let values = header.values();
    let n_stated = values.count(Tag::NUMBER_OF_FRAMES);
    if let (None, Some(text)) = (n_stated, values.text(Tag::NUMBER_OF_FRAMES)) {
        notes.push(format!("Number of Frames is {text:?}, read as 1"));
    }
    let n_stated = n_stated.unwrap_or(1).max(1);
    let n_frames = frames_there(header, pixels, shape, photometric).min(n_stated);
    if n_frames < n_stated {
        notes.push(format!(
            "number of frames: expected {n_stated}, found room for {n_frames} in the file"
        ));
    }
    if n_frames > MAX_FRAMES {
        return Err(DicomError::TooLarge {
            what: "frames",
            limit: u64::from(MAX_FRAMES),
            found: u64::from(n_frames),
            place: path.display().to_string(),
        });
    }
    Ok(n_frames)
}

/// Says how much of uncompressed pixel data lies beyond the end of the file.
fn name_missing_pixels(header: &Header, pixels: PixelPlace, notes: &mut Vec<String>) {
    let there = header.n_bytes().saturating_sub(pixels.offset);
    if let Some(len) = pixels.len.filter(|&len| len > there) {
        notes.push(format!(
            "pixel data end too early: expected {len} bytes, found {there}"
        ));
    }
}

/// How many frames the bytes of the file can hold, the last one perhaps cut short; 1 at least.
fn frames_there(header: &Header, pixels: PixelPlace, shape: FrameShape, photometric: &str) -> u32 {
    let there = header.n_bytes().saturating_sub(pixels.offset);
    let n_frames = match pixels.len {
        // Each frame is a fragment at least, and a fragment has a header of 8 bytes.
        None => there / 8,
        Some(len) => {
            let n_samples = shape.n_samples() as u64;
            let n_samples = if photometric == "YBR_FULL_422" {
                n_samples / 3 * 2
            } else {
                n_samples
            };
            let frame_bits = (n_samples * u64::from(shape.bits_allocated)).max(1);
            (there.min(len) * 8).div_ceil(frame_bits)
        }
    };
    u32::try_from(n_frames).unwrap_or(u32::MAX).max(1)
}

fn modality_lut(header: &Header, is_signed: bool) -> Option<Lut> {
    let item = header.values().set.item(Tag::MODALITY_LUT_SEQUENCE)?;
    let item = header.values_of(item);
    lut(item, Tag::LUT_DESCRIPTOR, Tag::LUT_DATA, is_signed)
}

/// The least and the most stored value that stand for none.
fn padding(values: Values<'_>, number: Number, is_signed: bool) -> Option<(f64, f64)> {
    let (value, limit) = match number {
        Number::Integer => (Tag::PADDING, Tag::PADDING_LIMIT),
        Number::Float => (Tag::FLOAT_PADDING, Tag::FLOAT_PADDING_LIMIT),
        Number::Double => (Tag::DOUBLE_PADDING, Tag::DOUBLE_PADDING_LIMIT),
    };
    // An implicit file does not say whether its 16 bits are signed: the pixels do.
    let with_sign = |n: f64| match number {
        Number::Integer if is_signed && n > 32_767.0 && n < 65_536.0 => n - 65_536.0,
        Number::Integer if !is_signed && (-32_768.0..0.0).contains(&n) => n + 65_536.0,
        Number::Integer | Number::Float | Number::Double => n,
    };
    let value = with_sign(values.number(value)?);
    let limit = values.number(limit).map_or(value, with_sign);
    Some((value.min(limit), value.max(limit)))
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
    let Some((slope, intercept)) = pair else {
        return Rescale::IDENTITY;
    };
    // What is sound in double precision may be infinite or 0 in single.
    let rescale = Rescale {
        slope: narrow(slope),
        intercept: narrow(intercept),
    };
    if rescale.slope.is_finite() && rescale.slope != 0.0 && rescale.intercept.is_finite() {
        return rescale;
    }
    notes.push(format!(
        "rescale slope {slope} and intercept {intercept} cannot be used; stored values are kept"
    ));
    Rescale::IDENTITY
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

/// How the pixels of a file that is no image to read are stored, e.g. a segmentation's.
pub(crate) fn pixel_layout(path: &Path, header: &Header) -> Result<PixelLayout, DicomError> {
    layout(path, header, &mut Vec::new())
}
