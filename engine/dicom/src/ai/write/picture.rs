//! Pictures of a result for systems that show nothing else: the image, the marks drawn in, whose they are in words.

mod draw;
mod letters;

use std::collections::BTreeMap;

use overread_base::{FindingId, SopUid};
use overread_image::{RgbImage, VoiLut, Window};

use super::capture::MAX_BYTES;
use super::place::{Outline, Place};
use super::report::is_absent;
use super::statement::{Author, Stated, Statement};
use super::{AiObjects, AiWriteError, WrittenObject};
use crate::load::load_frame;
use draw::Canvas;

/// The most pictures of one statement.
const MAX_PICTURES: usize = 50;
/// Smaller pictures are enlarged by whole factors.
const LEAST_WIDTH: u32 = 512;
/// But not beyond this height.
const MOST_ROWS: u32 = 4096;

/// An image with what is drawn on it.
struct Sheet<'a, 'f> {
    place: Place<'a>,
    marks: Vec<(Stated<'f>, Outline)>,
}

impl<'a> AiObjects<'a> {
    /// Pictures of a statement as RGB secondary captures: for each finding with a mark the image in its middle, all
    /// marks on it drawn in, below it whose they are and that they are not for diagnosis. Absent and rejected findings
    /// are not drawn; without a mark on an image there is no picture.
    ///
    /// Reads the pixels of these images. The greys are those of the image's first window, or of its full range.
    ///
    /// # Errors
    /// [`AiWriteError`] if the statement is about another study, a mark lies outside its series, there are more than
    /// 50 such images, or an image cannot be read.
    pub fn result_pictures<'s>(
        &self,
        statement: impl Into<Statement<'s>>,
    ) -> Result<Vec<WrittenObject>, AiWriteError> {
        let statement = statement.into();
        self.check(&statement)?;
        let mut notes = Vec::new();
        let sheets = self.sheets(&statement, &mut notes)?;
        notes.dedup();
        let mut written = Vec::new();
        for (index, sheet) in (0..).zip(&sheets) {
            let picture = self.picture(&statement, sheet)?;
            let frame = sheet.place.frame;
            let source = (&sheet.place.series.uid, &frame.sop, frame.frame_number);
            let mut object = self.secondary_capture(statement.clone(), index, &picture, source)?;
            object.notes.clone_from(&notes);
            written.push(object);
        }
        Ok(written)
    }

    fn sheets<'s>(
        &self,
        statement: &Statement<'s>,
        notes: &mut Vec<String>,
    ) -> Result<Vec<Sheet<'a, 's>>, AiWriteError> {
        let mut sheets: BTreeMap<(SopUid, u32), Sheet<'a, 's>> = BTreeMap::new();
        let mut shown: Vec<(SopUid, u32)> = Vec::new();
        let key = |place: Place<'_>| (place.frame.sop.clone(), place.frame.frame_number);
        for stated in statement.findings.iter().filter(|s| !is_absent(s)) {
            let mut outlines = Vec::new();
            for mark in &stated.finding.marks {
                outlines.extend(self.on_frames(&stated.finding.id, mark, notes)?);
            }
            if let Some((middle, _)) = outlines.get(outlines.len() / 2) {
                shown.push(key(*middle));
            }
            for (place, outline) in outlines {
                let sheet = sheets.entry(key(place)).or_insert_with(|| Sheet {
                    place,
                    marks: Vec::new(),
                });
                sheet.marks.push((*stated, outline));
            }
        }
        shown.sort();
        shown.dedup();
        if shown.len() > MAX_PICTURES {
            return Err(AiWriteError::TooLarge {
                what: "pictures of a result",
                limit: MAX_PICTURES as u64,
                found: shown.len() as u64,
                place: format!("study {}", self.study.uid),
            });
        }
        Ok(shown.iter().filter_map(|key| sheets.remove(key)).collect())
    }

    fn picture(
        &self,
        statement: &Statement<'_>,
        sheet: &Sheet<'a, '_>,
    ) -> Result<RgbImage, AiWriteError> {
        let frame = sheet.place.frame;
        let size = frame.size;
        let factor = factor_of(size);
        let n_bytes = size.iter().map(|&n| u64::from(n * factor)).product::<u64>() * 3;
        if n_bytes > MAX_BYTES {
            // Refused before the image is read: the strip of words comes on top.
            return Err(AiWriteError::TooLarge {
                what: "bytes of a picture",
                limit: MAX_BYTES,
                found: n_bytes,
                place: format!("SOP instance {}", frame.sop),
            });
        }
        let mut canvas = Canvas::new(size, &rendered(sheet.place)?, factor);
        let mut labelled: Option<&FindingId> = None;
        for (stated, outline) in &sheet.marks {
            canvas.outline(outline);
            let id = &stated.finding.id;
            if labelled != Some(id) {
                let probability = stated.finding.probability;
                let number = probability.map_or(String::new(), |p| format!(" {p:.2}"));
                canvas.label(&format!("{id}{number}"), outline);
            }
            labelled = Some(id);
        }
        let name = statement.author.name(self.info.language.tag());
        let who = match &statement.author {
            Author::Service(service) => format!("AI: {name} {}", service.version),
            Author::Reader { .. } => name,
        };
        Ok(canvas.captioned(&[&who, self.disclaimer()]))
    }
}

/// How much a small image is enlarged; a narrow and tall one stays below the greatest height.
fn factor_of([columns, rows]: [u32; 2]) -> u32 {
    let wanted = LEAST_WIDTH.div_ceil(columns.max(1));
    wanted.min(MOST_ROWS / rows.max(1)).clamp(1, 16)
}

/// The pixels of a frame as they are shown.
fn rendered(place: Place<'_>) -> Result<Vec<[u8; 3]>, AiWriteError> {
    let loaded = load_frame(place.frame).map_err(|error| AiWriteError::Image {
        why: error.to_string(),
        sop: place.frame.sop.to_string(),
    })?;
    if let Some(colour) = &loaded.colour {
        return Ok(colour.pixels().to_vec());
    }
    let samples = loaded.image.samples();
    let rescale = loaded.image.rescale();
    let voi = loaded.vois.into_iter().next().map(|named| named.voi);
    let lut = match voi {
        Some(voi) => VoiLut::of(&loaded.image, voi, loaded.is_inverted),
        None => {
            let values = samples.iter().map(|&s| rescale.value(s));
            let (low, high) = values.fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(v), b.max(v)));
            let window = Window::linear(low.midpoint(high), (high - low).max(1.0) + 1.0);
            let window = window.map_err(|error| AiWriteError::Image {
                why: error.to_string(),
                sop: place.frame.sop.to_string(),
            })?;
            VoiLut::of(&loaded.image, window, loaded.is_inverted)
        }
    };
    Ok(samples.iter().map(|&s| [lut.grey(s); 3]).collect())
}

#[cfg(test)]
mod tests;
