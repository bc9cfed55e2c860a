//! JPEG-LS decoding, lossless and near-lossless, by ITU-T T.87. No encoding, no colour transforms, no mapping tables.

use self::bits::Bits;
use self::scan::{Layout, Parameters, Preset, Scan};
use super::CodecError;

mod bits;
mod scan;

const MAX_COMPONENTS: usize = 4;

/// A decoded image: samples interleaved by pixel.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) columns: u32,
    pub(crate) rows: u32,
    pub(crate) n_components: usize,
    pub(crate) precision: u32,
    pub(crate) samples: Vec<u16>,
}

/// Decodes one codestream; more than `max_samples` samples are refused before anything is allocated.
///
/// # Errors
/// [`CodecError`] names what the codestream lacks or breaks.
pub(crate) fn decode(bytes: &[u8], max_samples: usize) -> Result<Decoded, CodecError> {
    Decoder::default().run(bytes, max_samples)
}

#[derive(Default)]
struct Decoder {
    frame: Option<Frame>,
    preset: Preset,
    restart_lines: u32,
    samples: Vec<u16>,
    scanned: [bool; MAX_COMPONENTS],
}

struct Frame {
    precision: u32,
    rows: usize,
    columns: usize,
    ids: Vec<u8>,
}

impl Decoder {
    fn run(mut self, bytes: &[u8], max_samples: usize) -> Result<Decoded, CodecError> {
        if bytes.get(..2) != Some(&[0xFF, 0xD8]) {
            return Err(CodecError::new(
                "JPEG-LS codestream does not start with SOI",
            ));
        }
        let mut at = 2;
        loop {
            let marker = next_marker(bytes, &mut at)
                .ok_or_else(|| CodecError::new("JPEG-LS codestream ends too early"))?;
            if marker == 0xD9 {
                return self.finish();
            }
            if (0xD0..=0xD7).contains(&marker) {
                continue;
            }
            let segment = segment(bytes, &mut at)?;
            match marker {
                0xF7 => self.start_of_frame(segment, max_samples)?,
                0xF8 => self.preset_parameters(segment)?,
                0xDD => self.restart_lines = restart_interval(segment)?,
                0xDA => {
                    at += self.scan(segment, bytes.get(at..).unwrap_or_default())?;
                    if self.is_complete() {
                        return self.finish();
                    }
                }
                0xC0..=0xCF => return Err(CodecError::new("codestream is JPEG, not JPEG-LS")),
                _ => {}
            }
        }
    }

    fn is_complete(&self) -> bool {
        self.frame
            .as_ref()
            .is_some_and(|frame| self.scanned.iter().take(frame.ids.len()).all(|&done| done))
    }

    fn finish(self) -> Result<Decoded, CodecError> {
        let complete = self.is_complete();
        let frame = self.frame.filter(|_| complete);
        let frame = frame.ok_or_else(|| CodecError::new("JPEG-LS codestream lacks a scan"))?;
        Ok(Decoded {
            columns: u32::try_from(frame.columns).unwrap_or(u32::MAX),
            rows: u32::try_from(frame.rows).unwrap_or(u32::MAX),
            n_components: frame.ids.len(),
            precision: frame.precision,
            samples: self.samples,
        })
    }

    fn start_of_frame(&mut self, segment: &[u8], max_samples: usize) -> Result<(), CodecError> {
        let &[precision, y1, y0, x1, x0, n] = segment
            .first_chunk::<6>()
            .ok_or_else(|| CodecError::new("JPEG-LS frame header is too short"))?;
        if self.frame.is_some() {
            return Err(CodecError::new("JPEG-LS codestream has two frame headers"));
        }
        let (rows, columns) = (
            usize::from(u16::from_be_bytes([y1, y0])),
            usize::from(u16::from_be_bytes([x1, x0])),
        );
        let ids: Vec<u8> = segment[6..]
            .chunks_exact(3)
            .map(|c| c[0])
            .take(usize::from(n))
            .collect();
        if !(2..=16).contains(&precision)
            || rows == 0
            || columns == 0
            || ids.is_empty()
            || ids.len() != usize::from(n)
        {
            return Err(CodecError::new(format!(
                "JPEG-LS frame header: {precision} bits, {columns} x {rows}, {n} components"
            )));
        }
        if ids.len() > MAX_COMPONENTS || rows * columns * ids.len() > max_samples {
            return Err(CodecError::new(format!(
                "JPEG-LS image is larger than its header says: {columns} x {rows}, {n} components"
            )));
        }
        self.samples = vec![0; rows * columns * ids.len()];
        self.frame = Some(Frame {
            precision: u32::from(precision),
            rows,
            columns,
            ids,
        });
        Ok(())
    }

    fn preset_parameters(&mut self, segment: &[u8]) -> Result<(), CodecError> {
        match segment.split_first() {
            Some((1, rest)) if rest.len() >= 10 => {
                let word =
                    |idx: usize| i32::from(u16::from_be_bytes([rest[idx * 2], rest[idx * 2 + 1]]));
                self.preset = Preset {
                    max_val: word(0),
                    t1: word(1),
                    t2: word(2),
                    t3: word(3),
                    reset: word(4),
                };
                Ok(())
            }
            Some((kind, _)) => Err(CodecError::new(format!(
                "JPEG-LS parameters of type {kind} are not supported"
            ))),
            None => Err(CodecError::new("JPEG-LS parameters are empty")),
        }
    }

    /// Decodes one scan and says how many bytes it took.
    fn scan(&mut self, segment: &[u8], bytes: &[u8]) -> Result<usize, CodecError> {
        let short = || CodecError::new("JPEG-LS scan header is too short");
        let frame = self
            .frame
            .as_ref()
            .ok_or_else(|| CodecError::new("JPEG-LS scan before the frame header"))?;
        let n = usize::from(*segment.first().ok_or_else(short)?);
        let components = segment.get(1..1 + 2 * n).ok_or_else(short)?;
        let &[near, interleave, _] = segment
            .get(1 + 2 * n..)
            .and_then(|s| s.first_chunk::<3>())
            .ok_or_else(short)?;
        if !(1..=frame.ids.len()).contains(&n) || interleave > 2 || (interleave == 0 && n != 1) {
            return Err(CodecError::new(format!(
                "JPEG-LS scan of {n} components, interleave {interleave}"
            )));
        }
        let mut indices = Vec::new();
        for pair in components.chunks_exact(2) {
            if pair[1] != 0 {
                return Err(CodecError::new("JPEG-LS mapping tables are not supported"));
            }
            let idx = frame.ids.iter().position(|id| *id == pair[0]);
            let idx = idx.ok_or_else(|| CodecError::new("JPEG-LS scan of an unknown component"))?;
            if indices.contains(&idx) {
                return Err(CodecError::new("JPEG-LS scan repeats a component"));
            }
            indices.push(idx);
        }
        for &idx in &indices {
            self.scanned[idx] = true;
        }
        let parameters = Parameters::new(frame.precision, i32::from(near), self.preset)?;
        let mut scan = Scan::new(Bits::new(bytes), parameters, frame.columns);
        let layout = Layout {
            rows: frame.rows,
            n_components: frame.ids.len(),
            indices,
            is_by_sample: interleave == 2 && n > 1,
            restart_lines: self.restart_lines as usize,
        };
        scan.lines(&layout, &mut self.samples)?;
        Ok(scan.consumed())
    }
}

/// The next marker's second byte; `at` moves behind it.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        match (bytes.get(*at)?, bytes.get(*at + 1)?) {
            (0xFF, 0xFF) | (0..=0xFE, _) => *at += 1,
            (0xFF, &marker) if marker >= 0x80 => {
                *at += 2;
                return Some(marker);
            }
            _ => *at += 2,
        }
    }
}

fn segment<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], CodecError> {
    let cut = || CodecError::new("JPEG-LS marker segment is cut short");
    let &len = bytes
        .get(*at..)
        .and_then(|b| b.first_chunk::<2>())
        .ok_or_else(cut)?;
    let len = usize::from(u16::from_be_bytes(len));
    let segment = bytes.get(*at + 2..*at + len.max(2)).ok_or_else(cut)?;
    *at += len.max(2);
    Ok(segment)
}

fn restart_interval(segment: &[u8]) -> Result<u32, CodecError> {
    match *segment {
        [a, b] => Ok(u32::from_be_bytes([0, 0, a, b])),
        [a, b, c] => Ok(u32::from_be_bytes([0, a, b, c])),
        [a, b, c, d] => Ok(u32::from_be_bytes([a, b, c, d])),
        _ => Err(CodecError::new("JPEG-LS restart interval of a wrong size")),
    }
}

#[cfg(test)]
mod tests;
