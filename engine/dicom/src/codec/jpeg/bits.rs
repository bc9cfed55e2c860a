//! The bits of a JPEG scan: stuffed zero bytes are taken out, a marker ends them (T.81 F.1.2.3). No codes.

/// Bits of a scan; past its end they are zero, and counted.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The next bits, from the highest.
    held: u64,
    n_held: u32,
    n_invented: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            held: 0,
            n_held: 0,
            n_invented: 0,
        }
    }

    /// The next bits from the highest, 32 of them at least; those beyond what was filled are zero or true.
    #[inline]
    pub(super) fn peek(&mut self) -> u64 {
        if self.n_held < 32 {
            self.fill();
        }
        self.held
    }

    /// Passes over bits that were peeked at, 32 at most.
    #[inline]
    pub(super) fn skip(&mut self, n: u32) {
        debug_assert!(n <= 32, "at most 32 bits are peeked at");
        self.held <<= n;
        self.n_held = self.n_held.saturating_sub(n);
    }

    /// The next bits as a number, 0 to 16 of them.
    #[inline]
    pub(super) fn take(&mut self, n: u32) -> i32 {
        if n == 0 {
            return 0;
        }
        let value = self.peek() >> (64 - n);
        self.skip(n);
        i32::try_from(value).unwrap_or(0)
    }

    #[inline]
    fn fill(&mut self) {
        // Eight bytes without 0xFF need no look at each of them.
        if let Some(&eight) = self.bytes.get(self.at..).and_then(|b| b.first_chunk::<8>()) {
            let word = u64::from_be_bytes(eight);
            if !has_ff(word) {
                let n_bytes = (63 - self.n_held) >> 3;
                self.held |= word >> self.n_held;
                self.n_held += n_bytes * 8;
                self.held &= u64::MAX << (64 - self.n_held);
                self.at += n_bytes as usize;
                return;
            }
        }
        self.fill_slowly();
    }

    fn fill_slowly(&mut self) {
        while self.n_held <= 56 {
            let byte = match self.bytes.get(self.at..).unwrap_or_default() {
                [0xFF, 0, ..] => {
                    self.at += 2;
                    0xFF
                }
                [0xFF, ..] | [] => {
                    self.n_invented = self.n_invented.saturating_add(8);
                    0
                }
                [byte, ..] => {
                    self.at += 1;
                    *byte
                }
            };
            self.held |= u64::from(byte) << (56 - self.n_held);
            self.n_held += 8;
        }
    }

    /// Whether more bits were taken than there are.
    pub(super) fn is_past_end(&self) -> bool {
        self.n_invented > self.n_held
    }

    /// Passes over a restart marker; false if there is none.
    pub(super) fn restart(&mut self) -> bool {
        let mut at = self.at;
        loop {
            match self.bytes.get(at..).unwrap_or_default() {
                [0xFF, 0xD0..=0xD7, ..] => {
                    *self = Self {
                        at: at + 2,
                        ..Self::new(self.bytes)
                    };
                    return true;
                }
                [0xFF, 0x00, ..] | [0..=0xFE, ..] | [0xFF, 0xFF, ..] => at += 1,
                _ => return false,
            }
        }
    }

    /// Bytes taken so far, up to the marker that ended them.
    pub(super) fn consumed(&self) -> usize {
        self.at
    }
}

/// Whether one of the eight bytes is 0xFF.
fn has_ff(word: u64) -> bool {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // A byte of 0xFF is a zero byte of the complement.
    let zeros = !word;
    zeros.wrapping_sub(LOW) & word & HIGH != 0
}
