//! Seeds that split by path, and a small generator on them: equal bits on every platform. Not for secrets.
//!
//! One shared stream would tie every number to the order of drawing; a path (`lung/artery/17`) does not.

/// The start of a deterministic stream of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// The seed of a named part: equal seed and name give an equal seed, any other name an unrelated one.
    #[must_use]
    pub fn child(self, name: &str) -> Self {
        // FNV-1a over the name, then mixed with the parent: the mixer removes FNV's weak high bits.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(mix(self.0 ^ mix(hash)))
    }

    /// The seed of a numbered part.
    #[must_use]
    pub fn index(self, idx: u64) -> Self {
        Self(mix(self
            .0
            .wrapping_add(mix(idx.wrapping_add(0x9e37_79b9_7f4a_7c15)))))
    }

    /// A generator that starts here.
    #[must_use]
    pub fn rng(self) -> Rng {
        Rng { state: self.0 }
    }
}

/// `SplitMix64`: 64 bits of state, passes BigCrush, two multiplications a number.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number in `0.0..1.0`, 53 bits fine.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A number in `low..high`.
    pub fn range(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number in `0..n`; 0 if `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // Multiply-shift: the bias is below n / 2^64, far under anything drawn here.
        let wide = u128::from(self.next_u64()) * u128::from(n);
        (wide >> 64) as u64
    }

    /// A number of mean 0 and variance 1, roughly normal, cut at ±6: the sum of twelve uniform numbers.
    ///
    /// Uses addition only, so that the bits do not depend on a platform's `ln` and `cos`.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// A normal number of `mean` and `sd`, redrawn until it lies within ±2 SD.
    pub fn normal_within_2sd(&mut self, mean: f64, sd: f64) -> f64 {
        loop {
            let z = self.normal();
            if z.abs() <= 2.0 {
                return mean + sd * z;
            }
        }
    }

    /// Puts `items` into a random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for idx in (1..items.len()).rev() {
            let other = self.below(idx as u64 + 1);
            // Below `idx + 1`, so it fits; the fallback is never taken.
            items.swap(idx, usize::try_from(other).unwrap_or(idx));
        }
    }
}

/// The finaliser of `SplitMix64`: every input bit reaches every output bit.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
