//! Chance from a seed: the same numbers everywhere. Not for secrets.

/// A generator of 64-bit numbers (`SplitMix64`).
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Equal seeds give equal numbers.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The dice that eight bytes seed, such as eight bytes of `Casebook::random`; missing bytes are zeros.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut seed = [0; 8];
        seed.iter_mut()
            .zip(bytes)
            .for_each(|(to, from)| *to = *from);
        Self::new(u64::from_le_bytes(seed))
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..n`; 0 if `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        // Multiply and shift: the bias is below n / 2^64.
        let wide = u128::from(self.roll()) * (n as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Puts `items` into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for idx in (1..items.len()).rev() {
            let other = self.below(idx + 1);
            items.swap(idx, other);
        }
    }
}
