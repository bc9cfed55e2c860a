//! Sequential DCT scans of 8 and 12 bits (T.81 annex F): blocks of coefficients to samples. No tables are read here.

use super::bits::Bits;
use super::dct::inverse;
use super::huffman::{Table, extended};
use super::{CodecError, Component, Frame, ScanHeader};

/// Where the coefficients of the zigzag lie in a block, row by row (T.81 figure 5).
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// One scan and what it needs.
pub(super) struct Scan<'a> {
    pub(super) frame: &'a Frame,
    pub(super) header: &'a ScanHeader,
    pub(super) dc_tables: &'a [Option<Table>; 4],
    pub(super) ac_tables: &'a [Option<Table>; 4],
    pub(super) quantisation: &'a [Option<[u16; 64]>; 4],
    pub(super) restart_interval: usize,
}

/// A component of the scan with its tables.
struct Part<'a> {
    idx: usize,
    component: Component,
    dc: &'a Table,
    ac: &'a Table,
    steps: &'a [u16; 64],
}

impl Scan<'_> {
    /// Decodes the scan into samples interleaved by pixel; the number of lines that were there.
    pub(super) fn decode(
        &self,
        bits: &mut Bits<'_>,
        samples: &mut [u16],
    ) -> Result<usize, CodecError> {
        let parts = self.parts()?;
        let most = |side: fn(&Component) -> usize| {
            let sides = self.frame.components.iter().map(side);
            sides.max().unwrap_or(1)
        };
        let (most_h, most_v) = (most(|c| c.horizontal), most(|c| c.vertical));
        // One component by itself is coded block by block, several as units that hold all their blocks (T.81 A.2).
        let is_interleaved = parts.len() > 1;
        let component = parts[0].component;
        let unit = if is_interleaved {
            [8 * most_h, 8 * most_v]
        } else {
            [
                8 * most_h / component.horizontal,
                8 * most_v / component.vertical,
            ]
        };
        let across = self.frame.columns.div_ceil(unit[0].max(1));
        let down = self.frame.rows.div_ceil(unit[1].max(1));
        let mut predictions = vec![0_i32; parts.len()];
        let mut n_units = 0;
        for unit_y in 0..down {
            for unit_x in 0..across {
                if self.restart_interval > 0 && n_units > 0 && n_units % self.restart_interval == 0
                {
                    if !bits.restart() {
                        return Ok(unit_y * unit[1]);
                    }
                    predictions.fill(0);
                }
                n_units += 1;
                for (part, prediction) in parts.iter().zip(&mut predictions) {
                    let (h, v) = if is_interleaved {
                        (part.component.horizontal, part.component.vertical)
                    } else {
                        (1, 1)
                    };
                    let scale = [
                        most_h / part.component.horizontal,
                        most_v / part.component.vertical,
                    ];
                    for block in 0..h * v {
                        let coefficients = part.block(bits, prediction);
                        if bits.is_past_end() {
                            return Ok(unit_y * unit[1]);
                        }
                        let coefficients = coefficients.ok_or_else(|| {
                            CodecError::new("JPEG scan holds what is no Huffman code")
                        })?;
                        let place = [unit_x * h + block % h, unit_y * v + block / h];
                        self.put(part.idx, place, scale, &inverse(&coefficients), samples);
                    }
                }
            }
        }
        Ok(self.frame.rows)
    }

    fn parts(&self) -> Result<Vec<Part<'_>>, CodecError> {
        let missing = |what: &str| CodecError::new(format!("JPEG scan without its {what}"));
        let most = |side: fn(&Component) -> usize| {
            let sides = self.frame.components.iter().map(side);
            sides.max().unwrap_or(1)
        };
        let (most_h, most_v) = (most(|c| c.horizontal), most(|c| c.vertical));
        let chosen = self.header.components.iter();
        chosen
            .map(|&(idx, dc, ac)| {
                let component = self.frame.components[idx];
                if most_h % component.horizontal != 0 || most_v % component.vertical != 0 {
                    return Err(CodecError::new("JPEG components of uneven sampling"));
                }
                let steps = self.quantisation[component.quantisation].as_ref();
                Ok(Part {
                    idx,
                    component,
                    dc: self.dc_tables[dc]
                        .as_ref()
                        .ok_or_else(|| missing("Huffman table"))?,
                    ac: self.ac_tables[ac]
                        .as_ref()
                        .ok_or_else(|| missing("Huffman table"))?,
                    steps: steps.ok_or_else(|| missing("quantisation table"))?,
                })
            })
            .collect()
    }

    /// Writes a block of a component; a sample of a subsampled one covers `scale` pixels. Edges are cut off.
    fn put(
        &self,
        idx: usize,
        block: [usize; 2],
        scale: [usize; 2],
        values: &[f32; 64],
        samples: &mut [u16],
    ) {
        let frame = self.frame;
        let n_components = frame.components.len();
        let middle = (1_u32 << (frame.precision - 1)) as f32;
        let most = ((1_u32 << frame.precision) - 1) as f32;
        let (left, top) = (block[0] * 8 * scale[0], block[1] * 8 * scale[1]);
        for y in top..(top + 8 * scale[1]).min(frame.rows) {
            let row = &values[(y - top) / scale[1] * 8..][..8];
            let line = &mut samples[y * frame.columns * n_components..];
            for x in left..(left + 8 * scale[0]).min(frame.columns) {
                let value = row[(x - left) / scale[0]] + middle;
                line[x * n_components + idx] = rounded(value.clamp(0.0, most));
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the samples' range"
)]
fn rounded(value: f32) -> u16 {
    (value + 0.5) as u16
}

impl Part<'_> {
    /// The coefficients of the next block, row by row, with their quantisation undone.
    fn block(&self, bits: &mut Bits<'_>, prediction: &mut i32) -> Option<[f32; 64]> {
        let mut block = [0.0; 64];
        // Broken streams may add up to anything; true ones stay within 16 bits.
        *prediction = (*prediction + self.dc.difference(bits)?).clamp(-65_536, 65_535);
        block[0] = dequantised(*prediction, self.steps[0]);
        let mut idx = 1;
        while idx < 64 {
            let code = self.ac.value(bits)?;
            let (run, size) = (usize::from(code >> 4), u32::from(code & 15));
            if size == 0 {
                if run < 15 {
                    break;
                }
                idx += 16;
                continue;
            }
            idx += run;
            let raw = bits.take(size);
            let place = usize::from(*ZIGZAG.get(idx)?);
            block[place] = dequantised(extended(raw, size), self.steps[idx]);
            idx += 1;
        }
        Some(block)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "17 bits times a step of 16: rounding beyond 24 bits does not reach a sample"
)]
fn dequantised(level: i32, step: u16) -> f32 {
    level as f32 * f32::from(step)
}
