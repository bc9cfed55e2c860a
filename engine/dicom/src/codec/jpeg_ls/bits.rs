//! The bits of a JPEG-LS scan and its Golomb codes. No contexts.

use super::{CodecError, next_marker};

/// Bits of a scan: after a byte 0xFF only seven bits of the next count; a marker ends them (T.87 A.1).
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u64,
    n_held: u32,
    after_ff: bool,
    /// Zero bits that were made up past the end.
    n_invented: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            held: 0,
            n_held: 0,
            after_ff: false,
            n_invented: 0,
        }
    }

    fn fill(&mut self) -> Result<(), CodecError> {
        while self.n_held <= 56 {
            let next = self.bytes.get(self.at).copied().filter(|&byte| {
                let follows = self.bytes.get(self.at + 1).copied().unwrap_or(0);
                let is_marker = if self.after_ff {
                    byte >= 0x80
                } else {
                    byte == 0xFF && follows >= 0x80
                };
                !is_marker
            });
            let Some(byte) = next else {
                // Past the end the register is topped up with zeros; a scan that lives on them is cut short.
                self.n_invented += 8;
                if self.n_invented > 256 {
                    return Err(CodecError::new("JPEG-LS scan ends too early"));
                }
                self.held <<= 8;
                self.n_held += 8;
                continue;
            };
            let n = if self.after_ff { 7 } else { 8 };
            self.at += 1;
            self.after_ff = byte == 0xFF;
            self.held = (self.held << n) | u64::from(byte);
            self.n_held += n;
        }
        Ok(())
    }

    pub(super) fn bit(&mut self) -> Result<bool, CodecError> {
        Ok(self.bits(1)? == 1)
    }

    pub(super) fn bits(&mut self, n: u32) -> Result<u32, CodecError> {
        if n == 0 {
            return Ok(0);
        }
        if self.n_held < n {
            self.fill()?;
        }
        self.n_held -= n;
        let value = (self.held >> self.n_held) & ((1_u64 << n) - 1);
        Ok(u32::try_from(value).unwrap_or(0))
    }

    /// A limited-length Golomb code of order `k` (T.87 A.5.3).
    pub(super) fn golomb(&mut self, k: u32, limit: u32, qbpp: u32) -> Result<i32, CodecError> {
        let mut zeros = 0;
        loop {
            if self.n_held == 0 {
                self.fill()?;
            }
            let here = (self.held << (64 - self.n_held))
                .leading_zeros()
                .min(self.n_held);
            zeros += here;
            self.n_held -= here;
            if zeros > limit {
                return Err(CodecError::new("JPEG-LS code is longer than its limit"));
            }
            if self.n_held > 0 {
                self.n_held -= 1;
                break;
            }
        }
        let value = if zeros < limit.saturating_sub(qbpp + 1) {
            (zeros << k) | self.bits(k)?
        } else {
            self.bits(qbpp)? + 1
        };
        // Mapped errors lie within the range of samples, and that within 2^qbpp.
        match i32::try_from(value) {
            Ok(value) if value <= 2 << qbpp => Ok(value),
            _ => Err(CodecError::new("JPEG-LS error is too large")),
        }
    }

    /// Passes over a restart marker.
    pub(super) fn restart(&mut self) -> Result<(), CodecError> {
        let mut at = self.at;
        match next_marker(self.bytes, &mut at) {
            Some(0xD0..=0xD7) => {
                *self = Self {
                    at,
                    ..Self::new(self.bytes)
                };
                Ok(())
            }
            _ => Err(CodecError::new("JPEG-LS restart marker is missing")),
        }
    }

    /// Bytes taken so far, up to the next marker.
    pub(super) fn consumed(&self) -> usize {
        self.at
    }
}
