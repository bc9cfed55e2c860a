//! Huffman codes of JPEG and the numbers that follow them (T.81 annexes C and F.2.2). No scans.

use super::bits::Bits;

/// Bits that the table of first resort is for.
const FAST_BITS: u32 = 12;

/// The codes of a Huffman table.
pub(super) struct Table {
    /// By the next 12 bits: length of the code and its value; length 0 for longer codes.
    fast: Vec<(u8, u8)>,
    /// By the next 12 bits: bits of code and number together, and the number; 0 bits where they do not fit.
    numbers: Vec<(u8, i16)>,
    /// For each length from 1: the first code left-aligned to 16 bits that is longer, and where its values begin.
    limits: [(u32, u32, usize); 16],
    values: Vec<u8>,
}

impl Table {
    /// `None` if there are more codes of a length than it can have.
    pub(super) fn new(counts: &[u8; 16], values: &[u8]) -> Option<Self> {
        let mut limits = [(0, 0, 0); 16];
        let (mut code, mut at) = (0_u32, 0);
        let mut fast = vec![(0, 0); 1 << FAST_BITS];
        for (len, &count) in (1_u32..).zip(counts) {
            let first = code;
            for &value in values.get(at..at + usize::from(count))? {
                if code >= 1 << len {
                    return None;
                }
                if len <= FAST_BITS {
                    let from = code << (FAST_BITS - len);
                    let n = 1_usize << (FAST_BITS - len);
                    let from = usize::try_from(from).ok()?;
                    fast[from..from + n].fill((u8::try_from(len).ok()?, value));
                }
                code += 1;
            }
            limits[len as usize - 1] = (code << (16 - len), first << (16 - len), at);
            at += usize::from(count);
            code <<= 1;
        }
        let numbers = (0_u64..)
            .zip(&fast)
            .map(|(next, &entry)| number_of(next, entry));
        Some(Self {
            numbers: numbers.collect(),
            fast,
            limits,
            values: values.to_vec(),
        })
    }

    /// The value of the next code; `None` if it is no code.
    #[inline]
    pub(super) fn value(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let next = bits.peek();
        let (len, value) = self.fast[top(next, FAST_BITS)];
        if len > 0 {
            bits.skip(u32::from(len));
            return Some(value);
        }
        self.long(bits, next)
    }

    fn long(&self, bits: &mut Bits<'_>, next: u64) -> Option<u8> {
        let next = u32::try_from(next >> 48).ok()?;
        for (len, &(end, first, at)) in (1_u32..).zip(&self.limits) {
            if next < end {
                bits.skip(len);
                let idx = usize::try_from((next - first) >> (16 - len)).ok()?;
                return self.values.get(at + idx).copied();
            }
        }
        None
    }

    /// A difference: a code that says how many bits it has, and those bits. 16 stands for 32,768 (T.81 H.1.2.2).
    #[inline]
    pub(super) fn difference(&self, bits: &mut Bits<'_>) -> Option<i32> {
        let (len, number) = self.numbers[top(bits.peek(), FAST_BITS)];
        if len > 0 {
            bits.skip(u32::from(len));
            return Some(i32::from(number));
        }
        match self.value(bits)? {
            16 => Some(32_768),
            size @ 0..=15 => Some(extended(bits.take(u32::from(size)), u32::from(size))),
            _ => None,
        }
    }
}

/// The first `n` bits.
#[inline]
fn top(next: u64, n: u32) -> usize {
    usize::try_from(next >> (64 - n)).unwrap_or(0)
}

/// A number of `size` bits whose first bit 0 means that it is negative (T.81 F.2.2.1).
#[inline]
pub(super) fn extended(raw: i32, size: u32) -> i32 {
    if size > 0 && raw < 1 << (size - 1) {
        raw - (1 << size) + 1
    } else {
        raw
    }
}

/// Code and number in the next 12 bits, where both fit.
fn number_of(next: u64, (len, size): (u8, u8)) -> (u8, i16) {
    let total = u32::from(len) + u32::from(size);
    if len == 0 || total > FAST_BITS {
        return (0, 0);
    }
    let raw = next >> (FAST_BITS - total) & ((1 << size) - 1);
    let number = extended(i32::try_from(raw).unwrap_or(0), u32::from(size));
    (
        u8::try_from(total).unwrap_or(0),
        i16::try_from(number).unwrap_or(0),
    )
}
