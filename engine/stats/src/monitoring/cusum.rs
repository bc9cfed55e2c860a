//! Cumulative sums: how much evidence for a drift has gathered, of a measured figure and of a share.

use super::p_chart::{Sample, share};
use crate::NotEstimable;
use crate::human_ai::positive;

/// In which direction a figure has drifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drift {
    /// Above the target.
    Up,
    /// Below it.
    Down,
}

/// A point of a chart of cumulative sums.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CusumPoint {
    /// Evidence for a drift upwards.
    pub up: f64,
    /// Evidence for a drift downwards.
    pub down: f64,
    /// The drift that is flagged; upwards where both are.
    pub flag: Option<Drift>,
}

/// How the two-sided sums of a measured figure are charted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cusum {
    /// The figure of a sound service.
    pub target: f64,
    /// What a sample may stray without counting: half the drift to be found, in units of the figure; above 0.
    pub allowance: f64,
    /// The sum above which a drift is flagged, in units of the figure; above 0, by custom 4 or 5 standard deviations.
    pub threshold: f64,
}

impl Cusum {
    /// The sums of `figures` in order of time: up = max(0, up' + x - target - allowance), and likewise down.
    ///
    /// They start at 0 and go on after a flag: start anew once its cause is mended.
    ///
    /// Points to the first flag in simulation (4,000 charts of normal figures, allowance 0.5 and threshold 4 standard
    /// deviations, seed 8): 167 where nothing drifts; 26.5, 8.4 and 3.3 at a drift of 0.5, 1 and 2.
    ///
    /// # Errors
    /// [`NotEstimable::NotFinite`], [`NotEstimable::OutOfDomain`].
    ///
    /// Source: Page, Biometrika 1954;41:100; run lengths: Lucas and Crosier, Technometrics 1982;24:199.
    pub fn chart(&self, figures: &[f64]) -> Result<Vec<CusumPoint>, NotEstimable> {
        NotEstimable::if_not_finite("the figures", figures)?;
        NotEstimable::if_not_finite("the target", &[self.target])?;
        positive("the settings", &[self.allowance, self.threshold])?;
        let (mut up, mut down) = (0.0_f64, 0.0_f64);
        let points: Vec<CusumPoint> = figures
            .iter()
            .map(|figure| {
                let away = figure - self.target;
                up = (up + away - self.allowance).max(0.0);
                down = (down - away - self.allowance).max(0.0);
                point(up, down, self.threshold)
            })
            .collect();
        let sums: Vec<f64> = points.iter().flat_map(|p| [p.up, p.down]).collect();
        NotEstimable::if_not_finite("the sums, two a point", &sums)?;
        Ok(points)
    }
}

/// How the sums of a share are charted, by the likelihood of a raised share over that of the sound one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinomialCusum {
    /// The share of a sound service.
    pub sound: f64,
    /// The share that must not go unseen, to be found upwards; above the sound one.
    pub raised: f64,
    /// The logarithm of the likelihood ratio above which a drift is flagged; above 0.
    pub threshold: f64,
}

impl BinomialCusum {
    /// The sums of `samples` in order of time: up = max(0, up' + x ln(p1/p0) + (n-x) ln((1-p1)/(1-p0))); down stays 0.
    ///
    /// They start at 0 and go on after a flag. Samples may differ in size.
    ///
    /// Samples of 80 to the first flag in simulation (4,000 charts, sound 0.05, raised 0.10, threshold 3, seed 8):
    /// 93 at 5 % (cut at 400, so truly more), 7.0 at 7.5 %, 2.6 at 10 % and 1.25 at 15 %.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for settings, or more hits than studies; [`NotEstimable::TooFew`] for an empty
    /// sample.
    ///
    /// Source: Steiner et al., Biostatistics 2000;1:441, without risk adjustment; Reynolds and Stoumbos, J Qual Technol
    /// 1999;31:87.
    pub fn chart(&self, samples: &[Sample]) -> Result<Vec<CusumPoint>, NotEstimable> {
        positive("the threshold", &[self.threshold])?;
        if !(0.0 < self.sound && self.sound < self.raised && self.raised < 1.0) {
            return Err(NotEstimable::OutOfDomain {
                what: "the shares",
                index: 0,
                domain: "0 < sound < raised < 1",
            });
        }
        // Not the logarithm of the ratio, which a tiny sound share would make infinite.
        let hit = libm::log(self.raised) - libm::log(self.sound);
        let miss = libm::log1p(-self.raised) - libm::log1p(-self.sound);
        let mut up = 0.0_f64;
        let mut points = Vec::new();
        for (index, sample) in samples.iter().enumerate() {
            share(index, sample)?;
            let misses = (sample.n - sample.hits) as f64;
            up = (up + sample.hits as f64 * hit + misses * miss).max(0.0);
            points.push(point(up, 0.0, self.threshold));
        }
        Ok(points)
    }
}

fn point(up: f64, down: f64, threshold: f64) -> CusumPoint {
    let flag = if up > threshold {
        Some(Drift::Up)
    } else {
        (down > threshold).then_some(Drift::Down)
    };
    CusumPoint { up, down, flag }
}

#[cfg(test)]
mod tests;
