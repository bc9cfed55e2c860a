//! Intraclass correlation: how far raters give the same targets the same numbers. No missing ratings.

use crate::distributions::f_upper_point;
use crate::{Counted, Estimate, Method, NotEstimable};

/// Which raters the correlation is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IccModel {
    /// ICC(1): each target has raters of its own.
    OneWayRandom,
    /// ICC(2), agreement: raters are a sample, and a rater who is always higher disagrees.
    TwoWayRandom,
    /// ICC(3), consistency: just these raters, and how high each rates does not matter.
    TwoWayMixed,
}

/// What is meant to be used later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IccUnit {
    /// One rating: ICC(., 1).
    Single,
    /// The mean of as many ratings as there are: ICC(., k).
    Average,
}

/// The analysis of variance of targets by raters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IccTable {
    /// Targets, n.
    pub n_targets: usize,
    /// Raters, k.
    pub n_raters: usize,
    /// Mean square between targets, on n - 1.
    pub between_targets: f64,
    /// Mean square within targets, on n (k - 1).
    pub within_targets: f64,
    /// Mean square between raters, on k - 1.
    pub between_raters: f64,
    /// Residual mean square, on (n - 1)(k - 1).
    pub residual: f64,
}

impl IccTable {
    /// Of rows of ratings, one row a target, in each the raters in the same order.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] on fewer than two targets or two raters; [`NotEstimable::MissingCell`] where a row is
    /// shorter than the longest; [`NotEstimable::NotFinite`]; [`NotEstimable::Constant`] where all ratings are equal.
    pub fn of(rows: &[Vec<f64>]) -> Result<Self, NotEstimable> {
        let (n, k) = (rows.len(), rows.iter().map(Vec::len).max().unwrap_or(0));
        NotEstimable::if_fewer(Counted::Cases, 2, n)?;
        NotEstimable::if_fewer(Counted::Readers, 2, k)?;
        if let Some(target) = rows.iter().position(|row| row.len() < k) {
            let cell = format!("target {target}, rater {}", rows[target].len());
            return Err(NotEstimable::MissingCell { cell });
        }
        let all = rows.concat();
        NotEstimable::if_not_finite("the ratings", &all)?;
        if all.iter().all(|x| *x == all[0]) {
            let what = "the ratings";
            return Err(NotEstimable::Constant { what });
        }
        let (n_f, k_f) = (n as f64, k as f64);
        let grand = all.iter().sum::<f64>() / (n_f * k_f);
        let row_means: Vec<f64> = rows
            .iter()
            .map(|row| row.iter().sum::<f64>() / k_f)
            .collect();
        let rater_mean = |j: usize| rows.iter().map(|row| row[j]).sum::<f64>() / n_f;
        let rater_means: Vec<f64> = (0..k).map(rater_mean).collect();
        let square = |x: f64| x * x;
        let (mut within, mut residual) = (0.0, 0.0);
        for (row, mean) in rows.iter().zip(&row_means) {
            for (x, rater) in row.iter().zip(&rater_means) {
                within += square(x - mean);
                residual += square(x - mean - rater + grand);
            }
        }
        let spread = |means: &[f64]| means.iter().map(|mean| square(mean - grand)).sum::<f64>();
        // Deviations are exact to some bits of the largest rating; what is below is 0.
        let largest = all.iter().map(|x| x.abs()).fold(0.0, f64::max);
        let rounding = square(largest * 1e-14);
        let sound = |x: f64| if x <= rounding { 0.0 } else { x };
        Ok(Self {
            n_targets: n,
            n_raters: k,
            between_targets: sound(k_f * spread(&row_means) / (n_f - 1.0)),
            within_targets: sound(within / (n_f * (k_f - 1.0))),
            between_raters: sound(n_f * spread(&rater_means) / (k_f - 1.0)),
            residual: sound(residual / ((n_f - 1.0) * (k_f - 1.0))),
        })
    }

    /// The correlation alone.
    ///
    /// With B, W, C and E the mean squares: ICC(1,1) = (B - W) / (B + (k-1) W);
    /// ICC(2,1) = (B - E) / (B + (k-1) E + k (C - E) / n); ICC(3,1) = (B - E) / (B + (k-1) E);
    /// for averages (B - W) / B; (B - E) / (B + (C - E) / n); (B - E) / B.
    /// Below 0 where targets differ less than chance makes them; -1/(k-1) is the least for single ratings, and averages
    /// have no least.
    ///
    /// # Errors
    /// [`NotEstimable::Degenerate`] where the denominator is 0 or below: targets do not differ.
    ///
    /// Source: Shrout and Fleiss, Psychol Bull 1979;86:420.
    pub fn value(&self, model: IccModel, unit: IccUnit) -> Result<f64, NotEstimable> {
        let (n, k) = (self.n_targets as f64, self.n_raters as f64);
        let noise = self.noise(model);
        let raters = match model {
            IccModel::TwoWayRandom => (self.between_raters - noise) / n,
            IccModel::OneWayRandom | IccModel::TwoWayMixed => 0.0,
        };
        let whole = match unit {
            IccUnit::Single => self.between_targets + (k - 1.0) * noise + k * raters,
            IccUnit::Average => self.between_targets + raters,
        };
        if whole <= 0.0 {
            let reason = "the means of the targets do not differ";
            return Err(NotEstimable::Degenerate { reason });
        }
        Ok((self.between_targets - noise) / whole)
    }

    /// The correlation with its interval, 95 %, from F distributions; for ICC(2) with Satterthwaite's degrees of freedom.
    ///
    /// It takes targets and errors as normally distributed. ICC(2) rests on the number of raters: on two or three its
    /// interval is wide. Simulated coverage of single ratings, targets of variance 1, raters 0.2, errors 0.8, 2,000 sets,
    /// seed 8110: ICC(1) 95.1 % on 15 targets by 3 raters and 94.8 % on 40 by 5, ICC(2) 95.5 % and 94.6 %, ICC(3) 95.7 % and
    /// 94.6 %.
    ///
    /// # Errors
    /// As [`Self::value`], and [`NotEstimable::Degenerate`] where ratings of a target do not differ, so that F is
    /// infinite, where the interval of an average has no lower end, and where the degrees of freedom of ICC(2) run to 0:
    /// targets differ less than chance makes them.
    ///
    /// Source: Shrout and Fleiss, Psychol Bull 1979;86:420; McGraw and Wong, Psychol Methods 1996;1:30, table 7.
    pub fn estimate(&self, model: IccModel, unit: IccUnit) -> Result<Estimate, NotEstimable> {
        let value = self.value(model, unit)?;
        if self.noise(model) <= 0.0 || self.between_targets <= 0.0 {
            let reason = "without differences between targets and within them there is no interval";
            return Err(NotEstimable::Degenerate { reason });
        }
        let k = self.n_raters as f64;
        let single = match model {
            IccModel::TwoWayRandom => self.limits_of_agreement()?,
            IccModel::OneWayRandom | IccModel::TwoWayMixed => self.limits_of_ratio(model),
        };
        let [lower, upper] = match unit {
            IccUnit::Single => single,
            IccUnit::Average => [averaged(single[0], k)?, averaged(single[1], k)?],
        };
        Ok(Estimate {
            value,
            lower,
            upper,
            n: self.n_targets as u64,
            method: Method::IccF95,
        })
    }

    /// The mean square that targets are held against.
    fn noise(&self, model: IccModel) -> f64 {
        match model {
            IccModel::OneWayRandom => self.within_targets,
            IccModel::TwoWayRandom | IccModel::TwoWayMixed => self.residual,
        }
    }

    fn limits_of_ratio(&self, model: IccModel) -> [f64; 2] {
        let (n, k) = (self.n_targets as f64, self.n_raters as f64);
        let df1 = n - 1.0;
        let df2 = match model {
            IccModel::OneWayRandom => n * (k - 1.0),
            IccModel::TwoWayRandom | IccModel::TwoWayMixed => (n - 1.0) * (k - 1.0),
        };
        let ratio = self.between_targets / self.noise(model);
        let low = ratio / f_upper_point(0.025, df1, df2);
        let high = ratio * f_upper_point(0.025, df2, df1);
        [low, high].map(|f| (f - 1.0) / (f + k - 1.0))
    }

    fn limits_of_agreement(&self) -> Result<[f64; 2], NotEstimable> {
        let (n, k) = (self.n_targets as f64, self.n_raters as f64);
        let icc = self.value(IccModel::TwoWayRandom, IccUnit::Single)?;
        let (targets, raters, noise) = (self.between_targets, self.between_raters, self.residual);
        let of_raters = k * icc * raters / noise;
        let of_noise = n * (1.0 + (k - 1.0) * icc) - k * icc;
        let df = (k - 1.0) * (n - 1.0) * (of_raters + of_noise) * (of_raters + of_noise)
            / ((n - 1.0) * of_raters * of_raters + of_noise * of_noise);
        let down = f_upper_point(0.025, n - 1.0, df);
        let up = f_upper_point(0.025, df, n - 1.0);
        let rest = k * raters + (k * n - k - n) * noise;
        let limits = [
            n * (targets - down * noise) / (down * rest + n * targets),
            n * (up * targets - noise) / (rest + n * up * targets),
        ];
        // A NaN is refused too. Near 0 degrees of freedom F points are infinite.
        if !(limits[0] <= icc && icc <= limits[1] && limits[0].is_finite()) {
            let reason =
                "the degrees of freedom of ICC(2) run to 0, as they can where it is below 0";
            return Err(NotEstimable::Degenerate { reason });
        }
        Ok(limits)
    }
}

/// Spearman and Brown: from one rating to the mean of `k`.
fn averaged(icc: f64, k: f64) -> Result<f64, NotEstimable> {
    let whole = 1.0 + (k - 1.0) * icc;
    if whole <= 0.0 {
        let reason = "the interval of the averaged ratings has no lower end";
        return Err(NotEstimable::Degenerate { reason });
    }
    Ok(k * icc / whole)
}

#[cfg(test)]
mod tests;
