//! The generator under `numpy.random.RandomState`, so that tests can draw the data for which other programs' results are
//! published. Only for tests.
//!
//! Source: Matsumoto and Nishimura, ACM Trans Model Comput Simul 1998;8:3 (MT19937, `init_genrand`); normal numbers by
//! Marsaglia's polar method, the second of each pair first.

const N: usize = 624;

pub(crate) struct RandomState {
    words: [u32; N],
    at: usize,
    spare: Option<f64>,
}

impl RandomState {
    pub(crate) fn new(seed: u32) -> Self {
        let mut words = [seed; N];
        for at in 1..N {
            let last = words[at - 1];
            words[at] = 1_812_433_253_u32
                .wrapping_mul(last ^ (last >> 30))
                .wrapping_add(u32::try_from(at).unwrap());
        }
        Self {
            words,
            at: N,
            spare: None,
        }
    }

    fn next_word(&mut self) -> u32 {
        if self.at == N {
            for k in 0..N {
                let y = (self.words[k] & 0x8000_0000) | (self.words[(k + 1) % N] & 0x7fff_ffff);
                let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                self.words[k] = self.words[(k + 397) % N] ^ (y >> 1) ^ odd;
            }
            self.at = 0;
        }
        let mut y = self.words[self.at];
        self.at += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn unit(&mut self) -> f64 {
        let (high, low) = (self.next_word() >> 5, self.next_word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    pub(crate) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let x = 2.0 * self.unit() - 1.0;
            let y = 2.0 * self.unit() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * libm::log(square) / square).sqrt();
                self.spare = Some(factor * x);
                return factor * y;
            }
        }
    }

    pub(crate) fn normals(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.normal()).collect()
    }
}

// NumPy 2.4.6: RandomState(1987).randn(3).
#[test]
fn the_first_numbers_are_those_of_numpy() {
    let expected = [
        1.017_164_446_625_996_4,
        0.910_404_499_924_818_3,
        -0.658_567_564_939_981_5,
    ];
    for (found, expected) in RandomState::new(1987).normals(3).iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-14,
            "{found} is not {expected}"
        );
    }
}
