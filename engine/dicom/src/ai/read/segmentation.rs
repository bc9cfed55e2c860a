//! A SEG object (PS3.3 A.51): its segments as masks on a grid; fractional ones as heat maps as well.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use overread_base::{Code, Diagnostics, HeatMap, MaskRle, SeriesUid, Vec3};

use super::codes::code_in;
use super::grid::{Placed, Plane, Runs, heat, on_series, own_grid};
use super::place::{Evidence, Places, items, series_uid};
use super::tree::reference_in;
use crate::data_set::DataSet;
use crate::instance::pixel_layout;
use crate::part10::{Header, inflate_file};
use crate::pixels::{OverlayUse, PixelLayout, read_frame};
use crate::tag::Tag;
use crate::values::Values;

/// The fraction from which a pixel of a fractional segment counts as part of the mask.
pub(crate) const FRACTION_OF_MASK: f64 = 0.5;
/// The most pixels of all frames of one object.
const MAX_PIXELS: u64 = 1 << 32;
/// The most pixels of one frame.
const MAX_FRAME_PIXELS: u64 = 1 << 28;
/// The most runs of all masks of one object.
const MAX_RUNS: usize = 16_000_000;
/// The most segments of one object.
const MAX_SEGMENTS: usize = 4096;
/// The most voxels of one heat map.
const MAX_HEAT_VOXELS: u64 = 64 << 20;

/// One segment.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) number: u32,
    pub(crate) label: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) category: Option<Code>,
    pub(crate) kind: Option<Code>,
    pub(crate) tracking_id: Option<String>,
    pub(crate) algorithm: Option<String>,
    pub(crate) algorithm_version: Option<String>,
    /// `None` if no pixel of it is set.
    pub(crate) mask: Option<MaskRle>,
    /// What the mask was made by, where that is a choice.
    pub(crate) note: Option<String>,
    pub(crate) heat_map: Option<HeatMap>,
}

/// What a SEG object holds.
#[derive(Debug)]
pub(crate) struct Segmentation {
    pub(crate) sop: String,
    /// The series that it was drawn on.
    pub(crate) series: SeriesUid,
    pub(crate) segments: Vec<Segment>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Binary,
    /// The value of full coverage, and whether it is a probability.
    Fractional(f64),
    Labels,
}

struct FrameFacts {
    plane: Plane,
    segment: Option<u32>,
    source: Option<String>,
}

/// Reads a SEG object.
///
/// # Errors
/// What it is that cannot be read; then nothing of the object is.
pub(crate) fn read(
    path: &Path,
    header: &Header,
    places: &Places<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Segmentation, String> {
    let values = header.values();
    let place = path.display().to_string();
    let kind = kind_of(values)?;
    let mut layout = pixel_layout(path, header).map_err(|error| error.to_string())?;
    // The palette of a label map is for its display: the samples are the labels.
    "MONOCHROME2".clone_into(&mut layout.photometric);
    let size = [layout.shape.columns, layout.shape.rows];
    let n_pixels = u64::from(size[0]) * u64::from(size[1]) * u64::from(layout.n_frames);
    let of_frame = u64::from(size[0]) * u64::from(size[1]);
    if n_pixels > MAX_PIXELS || of_frame > MAX_FRAME_PIXELS {
        return Err(format!(
            "{n_pixels} pixels, {of_frame} in a frame: at most {MAX_PIXELS} and {MAX_FRAME_PIXELS} are read"
        ));
    }
    let n_bytes = n_pixels * u64::from(layout.shape.bits_allocated) / 8;
    if layout.len.is_some() && !layout.is_deflated && n_bytes > layout.file_len {
        return Err(format!(
            "the pixels end too early: {n_bytes} bytes expected, a file of {} found",
            layout.file_len
        ));
    }
    let facts = frame_facts(values, layout.n_frames)?;
    let evidence = Evidence::read(values);
    let source = facts.iter().find_map(|f| f.source.clone());
    let series = source
        .as_deref()
        .and_then(|sop| {
            let known = evidence.series_of(sop).map(str::to_owned);
            let reference = super::tree::Reference {
                sop_class: String::new(),
                sop: sop.to_owned(),
                frames: Vec::new(),
                segments: Vec::new(),
            };
            known.or_else(|| Some(places.frame(&reference)?.0.uid.as_str().to_owned()))
        })
        .or_else(|| evidence.first_series().map(str::to_owned))
        .and_then(|uid| series_uid(&uid))
        .ok_or("it does not say which series it was drawn on")?;
    let planes: Vec<Plane> = facts.iter().map(|f| f.plane).collect();
    let own = own_grid(&planes, size, stated_spacing(values))?;
    let placed = places
        .series(series.as_str())
        .and_then(|series| on_series(&planes, size, series));
    let placed = placed.as_ref().unwrap_or(&own);
    if let Some(remark) = &placed.remark {
        diagnostics.warn(place.as_str(), remark.as_str());
    }
    let reader = Reader {
        path,
        header,
        layout: &layout,
        kind,
        size,
        placed,
        own: &own,
    };
    let mut segments = segments(values);
    reader.fill(&facts, &mut segments, &series, &place, diagnostics)?;
    Ok(Segmentation {
        sop: values.text(Tag::SOP_INSTANCE).unwrap_or_default(),
        series,
        segments,
    })
}

fn kind_of(values: Values<'_>) -> Result<Kind, String> {
    let kind = values.text(Tag::SEGMENTATION_TYPE).unwrap_or_default();
    match kind.as_str() {
        "BINARY" => Ok(Kind::Binary),
        "FRACTIONAL" => {
            let most = values.number(Tag::MAXIMUM_FRACTIONAL_VALUE);
            Ok(Kind::Fractional(
                most.filter(|&m| m >= 1.0).unwrap_or(255.0),
            ))
        }
        "LABELMAP" => Ok(Kind::Labels),
        other => Err(format!("segmentation type {other:?}")),
    }
}

fn stated_spacing(values: Values<'_>) -> Option<f64> {
    let shared = values.set.item(Tag::SHARED_GROUPS);
    let per_frame = items(values.set, Tag::PER_FRAME_GROUPS).first();
    let measures = [shared, per_frame].into_iter().flatten();
    let mut measures = measures.filter_map(|g| g.item(Tag::PIXEL_MEASURES_SEQUENCE));
    measures.find_map(|set| {
        let measures = Values { set, ..values };
        let spacing = measures.number(Tag::SPACING_BETWEEN_SLICES);
        spacing.or_else(|| measures.number(Tag::SLICE_THICKNESS))
    })
}

/// Place and segment of each frame.
fn frame_facts(values: Values<'_>, n_frames: u32) -> Result<Vec<FrameFacts>, String> {
    let shared = values.set.item(Tag::SHARED_GROUPS);
    let per_frame = items(values.set, Tag::PER_FRAME_GROUPS);
    let mut all = Vec::with_capacity(n_frames as usize);
    for idx in 0..n_frames as usize {
        let own = per_frame.get(idx);
        let group = |tag: Tag| -> Option<Values<'_>> {
            let groups = [own, shared].into_iter().flatten();
            let set = groups.filter_map(|g| g.item(tag)).next()?;
            Some(Values { set, ..values })
        };
        let missing = |what: &str| format!("frame {} has no {what}", idx + 1);
        let position = group(Tag::PLANE_POSITION_SEQUENCE)
            .and_then(|v| v.finite::<3>(Tag::IMAGE_POSITION))
            .ok_or_else(|| missing("position in the patient"))?;
        let [a, b, c, d, e, f] = group(Tag::PLANE_ORIENTATION_SEQUENCE)
            .and_then(|v| v.finite::<6>(Tag::IMAGE_ORIENTATION))
            .ok_or_else(|| missing("orientation"))?;
        let [row_mm, column_mm] = group(Tag::PIXEL_MEASURES_SEQUENCE)
            .and_then(|v| v.finite::<2>(Tag::PIXEL_SPACING))
            .ok_or_else(|| missing("pixel spacing"))?;
        let segment = group(Tag::SEGMENT_IDENTIFICATION_SEQUENCE)
            .and_then(|v| v.count(Tag::REFERENCED_SEGMENT_NUMBER));
        let source = group(Tag::DERIVATION_IMAGE_SEQUENCE)
            .and_then(|v| v.set.item(Tag::SOURCE_IMAGE_SEQUENCE))
            .and_then(|set| reference_in(Values { set, ..values }));
        all.push(FrameFacts {
            plane: Plane {
                position: Vec3::from_array(position),
                row_dir: Vec3::new(a, b, c),
                col_dir: Vec3::new(d, e, f),
                column_mm,
                row_mm,
            },
            segment,
            source: source.map(|s| s.sop),
        });
    }
    Ok(all)
}

fn segments(values: Values<'_>) -> Vec<Segment> {
    let segment = |set: &DataSet| {
        let segment = Values { set, ..values };
        let algorithm = set.item(Tag::SEGMENT_ALGORITHM_SEQUENCE);
        let algorithm = algorithm.map(|set| Values { set, ..values });
        Some(Segment {
            number: segment.count(Tag::SEGMENT_NUMBER)?,
            label: segment.text(Tag::SEGMENT_LABEL),
            description: segment.text(Tag::SEGMENT_DESCRIPTION),
            category: code_in(segment, Tag::SEGMENT_CATEGORY_SEQUENCE),
            kind: code_in(segment, Tag::SEGMENT_TYPE_SEQUENCE),
            tracking_id: segment.text(Tag::SEGMENT_TRACKING_ID),
            algorithm: algorithm
                .and_then(|a| a.text(Tag::ALGORITHM_NAME))
                .or_else(|| segment.text(Tag::SEGMENT_ALGORITHM_NAME)),
            algorithm_version: algorithm.and_then(|a| a.text(Tag::ALGORITHM_VERSION)),
            mask: None,
            note: None,
            heat_map: None,
        })
    };
    let all = items(values.set, Tag::SEGMENT_SEQUENCE).iter();
    all.filter_map(segment).take(MAX_SEGMENTS).collect()
}

struct Reader<'a> {
    path: &'a Path,
    header: &'a Header,
    layout: &'a PixelLayout,
    kind: Kind,
    size: [u32; 2],
    placed: &'a Placed,
    /// The grid of the frames alone, for heat maps.
    own: &'a Placed,
}

/// What is gathered of one segment while the frames go by.
#[derive(Default)]
struct Gathered {
    runs: Runs,
    heat: BTreeMap<u32, Vec<u8>>,
}

impl Reader<'_> {
    fn fill(
        &self,
        facts: &[FrameFacts],
        segments: &mut [Segment],
        series: &SeriesUid,
        place: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), String> {
        let known: BTreeSet<u32> = segments.iter().map(|s| s.number).collect();
        let mut gathered: BTreeMap<u32, Gathered> = BTreeMap::new();
        let bits = match self.kind {
            Kind::Binary => Some(self.bits()?),
            Kind::Fractional(_) | Kind::Labels => None,
        };
        for (idx, frame) in facts.iter().enumerate() {
            let segment = match (self.kind, frame.segment) {
                (Kind::Labels, _) => None,
                (Kind::Binary | Kind::Fractional(_), Some(number)) if known.contains(&number) => {
                    Some(number)
                }
                // A single segment needs no name.
                (Kind::Binary | Kind::Fractional(_), None) if known.len() == 1 => {
                    known.first().copied()
                }
                (Kind::Binary | Kind::Fractional(_), found) => {
                    diagnostics.error(
                        place,
                        format!("frame {} is of no segment of the list, found {found:?}: it is left out", idx + 1),
                    );
                    continue;
                }
            };
            match (&bits, segment) {
                (Some(bits), Some(segment)) => {
                    self.take_bits(bits, idx, gathered.entry(segment).or_default())?;
                }
                (_, segment) => self.take_samples(idx, segment, &known, &mut gathered)?,
            }
            let n_runs: usize = gathered.values().map(|g| g.runs.len()).sum();
            if n_runs > MAX_RUNS {
                return Err(format!("masks of more than {MAX_RUNS} runs"));
            }
        }
        for segment in segments {
            let Some(found) = gathered.remove(&segment.number) else {
                continue;
            };
            segment.mask = found.runs.finish(&self.placed.grid)?;
            if let Kind::Fractional(_) = self.kind {
                let meaning = self.header.values().text(Tag::FRACTIONAL_TYPE);
                segment.note = Some(format!(
                    "mask of {} at or above {FRACTION_OF_MASK}",
                    meaning.unwrap_or_else(|| "fractions".to_owned())
                ));
                segment.heat_map = self.heat_map(segment, series, &found.heat, place, diagnostics);
            }
        }
        Ok(())
    }

    /// The bits of all frames; frames follow each other without padding (PS3.5 8.1.1, PS3.3 C.8.20.2).
    fn bits(&self) -> Result<Vec<u8>, String> {
        if self.layout.shape.bits_allocated != 1 {
            return Err(format!(
                "a binary segmentation of {} bits a pixel",
                self.layout.shape.bits_allocated
            ));
        }
        let Some(len) = self.layout.len else {
            return Err("a binary segmentation with compressed pixels".to_owned());
        };
        let n_pixels =
            u64::from(self.size[0]) * u64::from(self.size[1]) * u64::from(self.layout.n_frames);
        let wanted = n_pixels.div_ceil(8).min(len);
        let mut bytes = if self.layout.is_deflated {
            let whole = inflate_file(self.path).map_err(|error| error.to_string())?;
            let start = usize::try_from(self.layout.offset).unwrap_or(usize::MAX);
            whole.get(start..).unwrap_or_default().to_vec()
        } else {
            let mut bytes = Vec::new();
            let mut file = std::fs::File::open(self.path).map_err(|error| error.to_string())?;
            file.seek(SeekFrom::Start(self.layout.offset))
                .and_then(|_| file.take(wanted).read_to_end(&mut bytes))
                .map_err(|error| error.to_string())?;
            bytes
        };
        if (bytes.len() as u64) < n_pixels.div_ceil(8) {
            return Err(format!(
                "the pixels end too early: {} bytes expected, {} found",
                n_pixels.div_ceil(8),
                bytes.len()
            ));
        }
        // Words of 16 bits in big endian: the first bit is the least of the second byte.
        if self.layout.is_big_endian {
            bytes
                .as_chunks_mut::<2>()
                .0
                .iter_mut()
                .for_each(|w| w.swap(0, 1));
        }
        Ok(bytes)
    }

    fn take_bits(&self, bits: &[u8], idx: usize, into: &mut Gathered) -> Result<(), String> {
        let first = idx * self.size[0] as usize * self.size[1] as usize;
        let slice = self.slice_of(self.placed, idx)?;
        into.runs.take(self.placed, slice, self.size, |pixel| {
            let at = first + pixel;
            bits.get(at / 8)
                .is_some_and(|byte| byte >> (at % 8) & 1 == 1)
        })
    }

    fn slice_of(&self, placed: &Placed, idx: usize) -> Result<u32, String> {
        let slice = placed.slices.get(idx).copied();
        slice.ok_or_else(|| format!("frame {} has no place", idx + 1))
    }

    /// Takes a frame of whole samples: the fractions of one segment, or labels.
    fn take_samples(
        &self,
        idx: usize,
        segment: Option<u32>,
        known: &BTreeSet<u32>,
        gathered: &mut BTreeMap<u32, Gathered>,
    ) -> Result<(), String> {
        let mut samples = vec![0_i16; self.size[0] as usize * self.size[1] as usize];
        let number = u32::try_from(idx + 1).map_err(|error| error.to_string())?;
        read_frame(
            self.path,
            self.layout,
            number,
            OverlayUse::Counted,
            &mut samples,
        )
        .map_err(|error| error.to_string())?;
        let offset = self.layout.stored_offset();
        let stored = |sample: i16| i32::from(sample) + offset;
        let slice = self.slice_of(self.placed, idx)?;
        match (self.kind, segment) {
            (Kind::Fractional(most), Some(segment)) => {
                let into = gathered.entry(segment).or_default();
                let fraction = |sample: i16| f64::from(stored(sample)) / most;
                into.runs.take(self.placed, slice, self.size, |pixel| {
                    samples
                        .get(pixel)
                        .is_some_and(|&s| fraction(s) >= FRACTION_OF_MASK)
                })?;
                if self.own.grid.voxel_count() <= MAX_HEAT_VOXELS {
                    let bytes = samples.iter().map(|&s| byte_of(fraction(s))).collect();
                    into.heat.insert(self.slice_of(self.own, idx)?, bytes);
                }
                Ok(())
            }
            (Kind::Binary | Kind::Labels | Kind::Fractional(_), _) => {
                let present: BTreeSet<i32> = samples.iter().map(|&s| stored(s)).collect();
                for label in present {
                    // Labels without a segment are background or padding (PS3.3 C.8.20.2).
                    let Some(number) = u32::try_from(label).ok().filter(|n| known.contains(n))
                    else {
                        continue;
                    };
                    let into = gathered.entry(number).or_default();
                    into.runs.take(self.placed, slice, self.size, |pixel| {
                        samples.get(pixel).is_some_and(|&s| stored(s) == label)
                    })?;
                }
                Ok(())
            }
        }
    }

    fn heat_map(
        &self,
        segment: &Segment,
        series: &SeriesUid,
        frames: &BTreeMap<u32, Vec<u8>>,
        place: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<HeatMap> {
        if self.own.grid.voxel_count() > MAX_HEAT_VOXELS {
            diagnostics.warn(
                place,
                format!(
                    "a heat map of more than {MAX_HEAT_VOXELS} voxels is not kept, its mask is"
                ),
            );
            return None;
        }
        Some(HeatMap {
            name: segment
                .label
                .clone()
                .unwrap_or_else(|| format!("segment {}", segment.number)),
            series: series.clone(),
            geometry: self.own.grid.clone(),
            values: heat(self.own, self.size, frames),
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255"
)]
fn byte_of(fraction: f64) -> u8 {
    (fraction * 255.0).round().clamp(0.0, 255.0) as u8
}
