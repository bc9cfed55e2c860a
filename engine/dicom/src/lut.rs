//! Look-up tables as files write them: descriptor and entries, plain or in segments. What they mean is the caller's.

use crate::tag::Tag;
use crate::values::Values;

/// The most entries that a descriptor can state.
const MAX_ENTRIES: usize = 65_536;

/// A table of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lut {
    /// The value that the first entry is for.
    pub(crate) first: i32,
    /// Bits of an entry, 1 to 16.
    pub(crate) bits: u16,
    /// At least one.
    pub(crate) entries: Vec<u16>,
}

impl Lut {
    /// The entry of a value: those before the first take the first, those after the last the last (PS3.3 C.11.1.1).
    pub(crate) fn entry(&self, value: i32) -> u16 {
        let idx = usize::try_from(i64::from(value) - i64::from(self.first)).unwrap_or(0);
        let idx = idx.min(self.entries.len() - 1);
        self.entries[idx]
    }
}

/// Reads a table (PS3.3 C.11.1.1, C.7.6.3.1.5); `is_signed` says whether the values that it is for may be negative, which
/// an implicit file does not say of the descriptor. `None` if there is none, or nothing usable.
pub(crate) fn lut(values: Values<'_>, descriptor: Tag, data: Tag, is_signed: bool) -> Option<Lut> {
    let (n, first, bits) = read_descriptor(values, descriptor, is_signed)?;
    let mut entries = words(values, data, n)?;
    entries.truncate(n);
    (!entries.is_empty()).then_some(Lut {
        first,
        bits,
        entries,
    })
}

/// Reads a table in segments (PS3.3 C.7.9.2).
pub(crate) fn segmented_lut(
    values: Values<'_>,
    descriptor: Tag,
    data: Tag,
    is_signed: bool,
) -> Option<Lut> {
    let (n, first, bits) = read_descriptor(values, descriptor, is_signed)?;
    let raw = values.raw(values.set.get(data)?);
    let codes: Vec<u16> = if bits <= 8 {
        raw.iter().map(|&byte| u16::from(byte)).collect()
    } else {
        wide(values, raw)
    };
    let entries = expand(&codes, bits <= 8, n)?;
    (!entries.is_empty()).then_some(Lut {
        first,
        bits,
        entries,
    })
}

fn read_descriptor(
    values: Values<'_>,
    descriptor: Tag,
    is_signed: bool,
) -> Option<(usize, i32, u16)> {
    let [n, first, bits]: [f64; 3] = values.finite(descriptor)?;
    let n = match whole(n)? {
        0 => MAX_ENTRIES,
        // Signed by mistake: the count is unsigned.
        n if n < 0 => usize::try_from(n + 65_536).ok()?,
        n => usize::try_from(n).ok()?,
    };
    let first = match whole(first)? {
        first if is_signed && first > 32_767 => first - 65_536,
        first if !is_signed && first < 0 => first + 65_536,
        first => first,
    };
    let bits = u16::try_from(whole(bits)?).ok()?;
    (n <= MAX_ENTRIES && (1..=16).contains(&bits)).then_some((n, first, bits))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "checked to be a 16-bit number of either sign"
)]
fn whole(number: f64) -> Option<i32> {
    (-32_768.0..=65_535.0)
        .contains(&number)
        .then_some(number as i32)
}

/// Entries of 16 bits, or of 8 where there are only as many bytes as entries.
fn words(values: Values<'_>, data: Tag, n: usize) -> Option<Vec<u16>> {
    let element = values.set.get(data)?;
    let raw = values.raw(element);
    if matches!(&element.vr, b"DS" | b"IS") || raw.len() > 2 * MAX_ENTRIES + 2 {
        return None;
    }
    // An odd number of 8-bit entries is padded to an even length.
    Some(if raw.len() <= n.next_multiple_of(2) && n > 1 {
        raw.iter().map(|&byte| u16::from(byte)).collect()
    } else {
        wide(values, raw)
    })
}

fn wide(values: Values<'_>, raw: &[u8]) -> Vec<u16> {
    let read = if values.is_big_endian {
        u16::from_be_bytes
    } else {
        u16::from_le_bytes
    };
    raw.chunks_exact(2).map(|c| read([c[0], c[1]])).collect()
}

/// Expands segments to at most `n` entries; `None` if a segment is of no known kind or cut short.
fn expand(codes: &[u16], is_narrow: bool, n: usize) -> Option<Vec<u16>> {
    let mut out = Vec::new();
    let mut at = 0;
    // A trailing zero is padding: every segment is longer.
    while at + 1 < codes.len() && out.len() < n {
        let (kind, count) = (codes[at], usize::from(codes[at + 1]));
        if kind == 2 {
            let offset = indirect_offset(codes.get(at + 2..)?, is_narrow)?;
            let mut from = offset;
            for _ in 0..count {
                if out.len() >= n {
                    break;
                }
                let &[kind, count, ..] = codes.get(from..)?.first_chunk::<2>()?;
                // A segment that leads to others which lead on could run for ever; the standard forbids it.
                from += 2 + segment(codes.get(from + 2..)?, kind, usize::from(count), &mut out)?;
            }
            at += 2 + if is_narrow { 4 } else { 2 };
        } else {
            at += 2 + segment(codes.get(at + 2..)?, kind, count, &mut out)?;
        }
    }
    out.truncate(n);
    Some(out)
}

fn indirect_offset(codes: &[u16], is_narrow: bool) -> Option<usize> {
    if is_narrow {
        let &[a, b, c, d] = codes.first_chunk::<4>()?;
        let bytes = [a, b, c, d].map(|code| code.to_le_bytes()[0]);
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    } else {
        let &[low, high] = codes.first_chunk::<2>()?;
        usize::try_from(u32::from(high) << 16 | u32::from(low)).ok()
    }
}

/// Appends a discrete or linear segment; how many codes it took.
fn segment(codes: &[u16], kind: u16, count: usize, out: &mut Vec<u16>) -> Option<usize> {
    match kind {
        0 => {
            out.extend_from_slice(codes.get(..count)?);
            Some(count)
        }
        1 => {
            let (&from, &to) = (out.last()?, codes.first()?);
            let (from, to, n) = (i64::from(from), i64::from(to), i64::try_from(count).ok()?);
            for step in 1..=n {
                // Rounded to the nearest, halves away from zero.
                let rise = (to - from) * step;
                let rounded = (2 * rise.abs() + n) / (2 * n) * rise.signum();
                out.push(u16::try_from(from + rounded).unwrap_or(0));
            }
            Some(1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
