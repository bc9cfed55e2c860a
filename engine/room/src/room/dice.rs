//! Numbers that look thrown and are not: books and leaves stand as they stood yesterday.

/// A row of numbers that is always the same for a seed.
pub(super) struct Dice(pub(super) u32);

impl Dice {
    fn next(&mut self) -> u16 {
        self.0 = self.0.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        let mixed = (self.0 ^ (self.0 >> 16)).wrapping_mul(0x7FEB_352D);
        u16::try_from(mixed >> 16).unwrap_or(0)
    }

    /// From `low` to `high`.
    pub(super) fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * f32::from(self.next()) / 65_535.0
    }

    /// An index below `of`.
    pub(super) fn below(&mut self, of: usize) -> usize {
        usize::from(self.next()) % of.max(1)
    }
}
