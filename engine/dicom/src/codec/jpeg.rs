//! JPEG codestreams that the registry's codec does not read or reads slowly (ITU-T T.81): markers and tables. Lossless
//! Huffman coding of 2 to 16 bits, sequential DCT of 8 and 12 bits. No progressive, arithmetic or hierarchical coding.

use self::bits::Bits;
use self::huffman::Table;
use super::CodecError;

mod bits;
mod dct;
mod huffman;
mod lossless;
mod sequential;

const MAX_COMPONENTS: usize = 4;

/// A decoded image: samples interleaved by pixel, as coded: no colour is converted.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) columns: u32,
    pub(crate) rows: u32,
    pub(crate) n_components: usize,
    pub(crate) precision: u32,
    pub(crate) samples: Vec<u16>,
    /// Lines that are there; fewer than `rows` where the codestream is cut short.
    pub(crate) n_lines: u32,
}

/// Decodes one codestream; more than `max_samples` samples are refused before anything is allocated. One that is cut
/// short within its image gives the lines before.
///
/// # Errors
/// [`CodecError`] names what the codestream lacks or breaks.
pub(crate) fn decode(bytes: &[u8], max_samples: usize) -> Result<Decoded, CodecError> {
    let mut decoder = Decoder::default();
    let mut markers = Markers::new(bytes)?;
    while let Some((marker, segment)) = markers.next()? {
        match marker {
            0xC0 | 0xC1 | 0xC3 => decoder.start_of_frame(marker, segment, max_samples)?,
            0xC4 => decoder.huffman_tables(segment)?,
            0xC2 | 0xC5..=0xC7 | 0xC9..=0xCF => {
                return Err(CodecError::new(format!(
                    "JPEG process of marker FF{marker:02X} is not supported"
                )));
            }
            0xDB => decoder.quantisation_tables(segment)?,
            0xDD => decoder.restart_interval = restart_interval(segment)?,
            0xDA => {
                let taken = decoder.scan(segment, markers.rest())?;
                markers.at += taken;
                if decoder.is_complete() {
                    break;
                }
            }
            0xD9 => break,
            _ => {}
        }
    }
    decoder.finish()
}

/// Marker segments one after the other.
struct Markers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Markers<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, CodecError> {
        if bytes.get(..2) != Some(&[0xFF, 0xD8]) {
            return Err(CodecError::new("JPEG codestream does not start with SOI"));
        }
        Ok(Self { bytes, at: 2 })
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next marker with its segment; `None` at the end of the bytes. What lies between is passed over.
    fn next(&mut self) -> Result<Option<(u8, &'a [u8])>, CodecError> {
        loop {
            match self.rest() {
                [0xFF, 0xFF, ..] | [0..=0xFE, ..] => self.at += 1,
                [0xFF, 0x00 | 0x01 | 0xD0..=0xD8, ..] => self.at += 2,
                [0xFF, 0xD9, ..] => {
                    self.at += 2;
                    return Ok(Some((0xD9, &[])));
                }
                [0xFF, marker, a, b, ..] => {
                    let len = usize::from(u16::from_be_bytes([*a, *b])).max(2);
                    let segment = self.bytes.get(self.at + 4..self.at + 2 + len);
                    let cut = || CodecError::new("JPEG marker segment is cut short");
                    self.at += 2 + len;
                    return Ok(Some((*marker, segment.ok_or_else(cut)?)));
                }
                _ => return Ok(None),
            }
        }
    }
}

#[derive(Default)]
struct Decoder {
    frame: Option<Frame>,
    dc_tables: [Option<Table>; 4],
    ac_tables: [Option<Table>; 4],
    quantisation: [Option<[u16; 64]>; 4],
    restart_interval: usize,
    samples: Vec<u16>,
    scanned: [bool; MAX_COMPONENTS],
    n_lines: Option<usize>,
}

/// A frame header.
struct Frame {
    is_lossless: bool,
    precision: u32,
    rows: usize,
    columns: usize,
    components: Vec<Component>,
}

#[derive(Clone, Copy)]
struct Component {
    id: u8,
    horizontal: usize,
    vertical: usize,
    quantisation: usize,
}

/// A scan header: components by index in the frame, with their tables.
struct ScanHeader {
    components: Vec<(usize, usize, usize)>,
    /// The predictor of lossless coding.
    selection: u8,
    point_transform: u32,
}

impl Decoder {
    fn start_of_frame(
        &mut self,
        marker: u8,
        segment: &[u8],
        max_samples: usize,
    ) -> Result<(), CodecError> {
        let &[precision, y1, y0, x1, x0, n] = segment
            .first_chunk::<6>()
            .ok_or_else(|| CodecError::new("JPEG frame header is too short"))?;
        if self.frame.is_some() {
            return Err(CodecError::new("JPEG codestream has two frame headers"));
        }
        let (rows, columns) = (
            usize::from(u16::from_be_bytes([y1, y0])),
            usize::from(u16::from_be_bytes([x1, x0])),
        );
        let components: Vec<Component> = segment[6..]
            .chunks_exact(3)
            .take(usize::from(n))
            .map(|c| Component {
                id: c[0],
                horizontal: usize::from(c[1] >> 4),
                vertical: usize::from(c[1] & 15),
                quantisation: usize::from(c[2] & 3),
            })
            .collect();
        let is_lossless = marker == 0xC3;
        let is_precision = if is_lossless {
            (2..=16).contains(&precision)
        } else {
            matches!(precision, 8 | 12)
        };
        let is_sampling =
            |c: &Component| (1..=4).contains(&c.horizontal) && (1..=4).contains(&c.vertical);
        if !is_precision
            || rows == 0
            || columns == 0
            || components.is_empty()
            || components.len() != usize::from(n)
            || !components.iter().all(is_sampling)
        {
            return Err(CodecError::new(format!(
                "JPEG frame header: {precision} bits, {columns} x {rows}, {n} components"
            )));
        }
        if components.len() > MAX_COMPONENTS || rows * columns * components.len() > max_samples {
            return Err(CodecError::new(format!(
                "JPEG image is larger than its header says: {columns} x {rows}, {n} components"
            )));
        }
        self.samples = vec![0; rows * columns * components.len()];
        self.frame = Some(Frame {
            is_lossless,
            precision: u32::from(precision),
            rows,
            columns,
            components,
        });
        Ok(())
    }

    fn huffman_tables(&mut self, segment: &[u8]) -> Result<(), CodecError> {
        let broken = || CodecError::new("JPEG Huffman table is broken");
        let mut rest = segment;
        while let Some((&place, after)) = rest.split_first() {
            let counts = after.first_chunk::<16>().ok_or_else(broken)?;
            let n: usize = counts.iter().map(|&n| usize::from(n)).sum();
            let values = after.get(16..16 + n).ok_or_else(broken)?;
            let table = Table::new(counts, values).ok_or_else(broken)?;
            let tables = match place >> 4 {
                0 => &mut self.dc_tables,
                1 => &mut self.ac_tables,
                _ => return Err(broken()),
            };
            *tables.get_mut(usize::from(place & 15)).ok_or_else(broken)? = Some(table);
            rest = &after[16 + n..];
        }
        Ok(())
    }

    fn quantisation_tables(&mut self, segment: &[u8]) -> Result<(), CodecError> {
        let broken = || CodecError::new("JPEG quantisation table is broken");
        let mut rest = segment;
        while let Some((&place, after)) = rest.split_first() {
            let is_wide = place >> 4 != 0;
            let len = if is_wide { 128 } else { 64 };
            let raw = after.get(..len).ok_or_else(broken)?;
            let steps = std::array::from_fn(|idx| {
                if is_wide {
                    u16::from_be_bytes([raw[2 * idx], raw[2 * idx + 1]])
                } else {
                    u16::from(raw[idx])
                }
            });
            let to = self.quantisation.get_mut(usize::from(place & 15));
            *to.ok_or_else(broken)? = Some(steps);
            rest = &after[len..];
        }
        Ok(())
    }

    /// Decodes one scan and says how many bytes it took.
    fn scan(&mut self, segment: &[u8], bytes: &[u8]) -> Result<usize, CodecError> {
        let frame = self
            .frame
            .as_ref()
            .ok_or_else(|| CodecError::new("JPEG scan before the frame header"))?;
        let header = scan_header(segment, frame)?;
        for &(idx, ..) in &header.components {
            self.scanned[idx] = true;
        }
        let mut bits = Bits::new(bytes);
        let n_lines = if frame.is_lossless {
            let scan = lossless::Scan {
                frame,
                header: &header,
                tables: &self.dc_tables,
                restart_interval: self.restart_interval,
            };
            scan.decode(&mut bits, &mut self.samples)?
        } else {
            let scan = sequential::Scan {
                frame,
                header: &header,
                dc_tables: &self.dc_tables,
                ac_tables: &self.ac_tables,
                quantisation: &self.quantisation,
                restart_interval: self.restart_interval,
            };
            scan.decode(&mut bits, &mut self.samples)?
        };
        self.n_lines = Some(self.n_lines.map_or(n_lines, |n| n.min(n_lines)));
        Ok(bits.consumed())
    }

    fn is_complete(&self) -> bool {
        self.frame.as_ref().is_some_and(|frame| {
            let mut scanned = self.scanned.iter().take(frame.components.len());
            scanned.all(|&done| done)
        })
    }

    fn finish(self) -> Result<Decoded, CodecError> {
        let complete = self.is_complete();
        let frame = self.frame.filter(|_| complete);
        let (Some(frame), Some(n_lines)) = (frame, self.n_lines.filter(|&n| n > 0)) else {
            return Err(CodecError::new("JPEG codestream ends before its image"));
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok(Decoded {
            columns: count(frame.columns),
            rows: count(frame.rows),
            n_components: frame.components.len(),
            precision: frame.precision,
            samples: self.samples,
            n_lines: count(n_lines),
        })
    }
}

fn scan_header(segment: &[u8], frame: &Frame) -> Result<ScanHeader, CodecError> {
    let short = || CodecError::new("JPEG scan header is too short");
    let n = usize::from(*segment.first().ok_or_else(short)?);
    let chosen = segment.get(1..1 + 2 * n).ok_or_else(short)?;
    let &[selection, _, approximation] = segment
        .get(1 + 2 * n..)
        .and_then(|s| s.first_chunk::<3>())
        .ok_or_else(short)?;
    let mut components: Vec<(usize, usize, usize)> = Vec::new();
    for pair in chosen.chunks_exact(2) {
        let idx = frame.components.iter().position(|c| c.id == pair[0]);
        let idx = idx.ok_or_else(|| CodecError::new("JPEG scan of an unknown component"))?;
        let (dc, ac) = (usize::from(pair[1] >> 4), usize::from(pair[1] & 15));
        if dc > 3 || ac > 3 || components.iter().any(|&(known, ..)| known == idx) {
            return Err(CodecError::new("JPEG scan header is broken"));
        }
        components.push((idx, dc, ac));
    }
    if components.is_empty() {
        return Err(short());
    }
    Ok(ScanHeader {
        components,
        selection,
        point_transform: u32::from(approximation & 15),
    })
}

fn restart_interval(segment: &[u8]) -> Result<usize, CodecError> {
    match *segment {
        [a, b] => Ok(usize::from(u16::from_be_bytes([a, b]))),
        _ => Err(CodecError::new("JPEG restart interval of a wrong size")),
    }
}

#[cfg(test)]
mod tests;
