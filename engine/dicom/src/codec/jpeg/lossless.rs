//! Lossless scans (T.81 annex H): each sample by its neighbours and a Huffman-coded difference. No tables are read here.

use super::bits::Bits;
use super::huffman::Table;
use super::{CodecError, Frame, ScanHeader};

/// One scan and what it needs.
pub(super) struct Scan<'a> {
    pub(super) frame: &'a Frame,
    pub(super) header: &'a ScanHeader,
    pub(super) tables: &'a [Option<Table>; 4],
    pub(super) restart_interval: usize,
}

impl Scan<'_> {
    /// Decodes the scan into samples interleaved by pixel; the number of lines that were there.
    pub(super) fn decode(
        &self,
        bits: &mut Bits<'_>,
        samples: &mut [u16],
    ) -> Result<usize, CodecError> {
        let frame = self.frame;
        let (selection, shift) = (self.header.selection, self.header.point_transform);
        let subsampled = self.header.components.iter().any(|&(idx, ..)| {
            let component = frame.components[idx];
            self.header.components.len() > 1 && (component.horizontal, component.vertical) != (1, 1)
        });
        if !(1..=7).contains(&selection) || shift >= frame.precision || subsampled {
            return Err(CodecError::new(format!(
                "JPEG lossless scan: predictor {selection}, point transform {shift}"
            )));
        }
        if !self.restart_interval.is_multiple_of(frame.columns) {
            return Err(CodecError::new(format!(
                "JPEG lossless restart interval {} is not a number of lines",
                self.restart_interval
            )));
        }
        let mut tables = Vec::new();
        for &(idx, dc, _) in &self.header.components {
            let table = self.tables[dc].as_ref();
            tables.push((
                idx,
                table.ok_or_else(|| CodecError::new("JPEG scan without its Huffman table"))?,
            ));
        }
        let n_lines = self.lines(bits, &tables, samples)?;
        if shift > 0 {
            let n_components = frame.components.len();
            for &(idx, _) in &tables {
                let plane = samples.iter_mut().skip(idx).step_by(n_components);
                plane.for_each(|sample| *sample <<= shift);
            }
        }
        Ok(n_lines)
    }

    fn lines(
        &self,
        bits: &mut Bits<'_>,
        tables: &[(usize, &Table)],
        samples: &mut [u16],
    ) -> Result<usize, CodecError> {
        let frame = self.frame;
        let width = frame.columns * frame.components.len();
        let restart_lines = self.restart_interval / frame.columns;
        let middle = 1_u16 << (frame.precision - self.header.point_transform - 1);
        let mut is_first = true;
        for y in 0..frame.rows {
            if restart_lines > 0 && y > 0 && y % restart_lines == 0 {
                if !bits.restart() {
                    return Ok(y);
                }
                is_first = true;
            }
            let (before, from_here) = samples.split_at_mut(y * width);
            let line = &mut from_here[..width];
            let above = if is_first {
                None
            } else {
                Some(&before[(y - 1) * width..])
            };
            is_first = false;
            let whole = match (tables, frame.components.len()) {
                (&[(_, table)], 1) => {
                    line_of_one(bits, table, self.header.selection, middle, above, line)
                }
                _ => line_of_many(
                    bits,
                    tables,
                    self.header.selection,
                    middle,
                    above,
                    line,
                    frame.components.len(),
                ),
            };
            if bits.is_past_end() {
                return Ok(y);
            }
            whole.ok_or_else(|| CodecError::new("JPEG scan holds what is no Huffman code"))?;
        }
        Ok(frame.rows)
    }
}

/// A line of an image of one component.
fn line_of_one(
    bits: &mut Bits<'_>,
    table: &Table,
    selection: u8,
    middle: u16,
    above: Option<&[u16]>,
    line: &mut [u16],
) -> Option<()> {
    let Some(above) = above else {
        return run(
            bits,
            table,
            i32::from(middle),
            line,
            |left, _, _| left,
            None,
        );
    };
    let first = i32::from(above[0]);
    // Each predictor has a loop of its own.
    match selection {
        1 => run(bits, table, first, line, |a, _, _| a, None),
        2 => run(bits, table, first, line, |_, b, _| b, Some(above)),
        3 => run(bits, table, first, line, |_, _, c| c, Some(above)),
        4 => run(bits, table, first, line, |a, b, c| a + b - c, Some(above)),
        5 => run(
            bits,
            table,
            first,
            line,
            |a, b, c| a + ((b - c) >> 1),
            Some(above),
        ),
        6 => run(
            bits,
            table,
            first,
            line,
            |a, b, c| b + ((a - c) >> 1),
            Some(above),
        ),
        _ => run(
            bits,
            table,
            first,
            line,
            |a, b, _| (a + b) >> 1,
            Some(above),
        ),
    }
}

/// Samples of a line by a predictor of the left, upper and upper left ones; the first by `first`.
#[inline(always)]
fn run(
    bits: &mut Bits<'_>,
    table: &Table,
    first: i32,
    line: &mut [u16],
    predict: impl Fn(i32, i32, i32) -> i32,
    above: Option<&[u16]>,
) -> Option<()> {
    let (start, rest) = line.split_first_mut()?;
    let mut left = wrapped(first + table.difference(bits)?);
    *start = left;
    match above {
        None => {
            for sample in rest {
                left = wrapped(predict(i32::from(left), 0, 0) + table.difference(bits)?);
                *sample = left;
            }
        }
        Some(above) => {
            for (sample, up) in rest.iter_mut().zip(above.windows(2)) {
                let predicted = predict(i32::from(left), i32::from(up[1]), i32::from(up[0]));
                left = wrapped(predicted + table.difference(bits)?);
                *sample = left;
            }
        }
    }
    Some(())
}

/// A line of some components of an image, interleaved by pixel.
fn line_of_many(
    bits: &mut Bits<'_>,
    tables: &[(usize, &Table)],
    selection: u8,
    middle: u16,
    above: Option<&[u16]>,
    line: &mut [u16],
    step: usize,
) -> Option<()> {
    for at in (0..line.len()).step_by(step) {
        for &(idx, table) in tables {
            let here = at + idx;
            let left = at
                .checked_sub(step)
                .map(|before| i32::from(line[before + idx]));
            let up = above.map(|above| i32::from(above[here]));
            let predicted = match (left, up) {
                (None, None) => i32::from(middle),
                (Some(a), None) => a,
                (None, Some(b)) => b,
                (Some(a), Some(b)) => {
                    let c = above.map_or(0, |above| i32::from(above[here - step]));
                    match selection {
                        1 => a,
                        2 => b,
                        3 => c,
                        4 => a + b - c,
                        5 => a + ((b - c) >> 1),
                        6 => b + ((a - c) >> 1),
                        _ => (a + b) >> 1,
                    }
                }
            };
            line[here] = wrapped(predicted + table.difference(bits)?);
        }
    }
    Some(())
}

/// Sums are modulo 65,536 (T.81 H.1.2.1).
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the low 16 bits are what is wanted"
)]
fn wrapped(sum: i32) -> u16 {
    sum as u16
}
