//! Covariances of figures of merit over conditions and readers: jackknife, DeLong, unbiased.

use super::placements::{Placements, won_twice};
use super::roc_figures::{Reading, at_least_two};
use super::roc_ratings::{CaseDesign, RocRatings};
use crate::{Counted, FigureTable, NotEstimable};

/// The covariance of each pair of figures of merit, due to the choice of cases.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureCovariance {
    n_conditions: usize,
    n_readers: usize,
    n_cases: usize,
    /// Square, each side condition by condition, within it reader by reader.
    values: Vec<f64>,
}

/// The four means of the covariances that the model of Obuchowski and Rockette knows; `None` where no pair is of that kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FigureCovariances {
    /// Of a figure with itself.
    pub variance: f64,
    /// Same reader, different conditions.
    pub cov1: Option<f64>,
    /// Same condition, different readers.
    pub cov2: Option<f64>,
    /// Different reader and condition.
    pub cov3: Option<f64>,
}

impl FigureCovariance {
    /// From leave-one-case-out figures: (K-1)/K Σ (t_(k) - t̄)(t_(k) - t̄)', t̄ the mean of the leave-one-out figures.
    ///
    /// K counts all cases of the table, in nested designs the cases of all readers or conditions together.
    ///
    /// Too large on few cases: 1.09 and 1.04 times in the simulation of [`Self::unbiased`].
    ///
    /// Source: Efron and Stein, Ann Stat 1981;9:586; for many readers Hillis, Stat Med 2007;26:596.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] on fewer than two cases, or without readers or conditions.
    pub fn jackknife(table: &FigureTable) -> Result<Self, NotEstimable> {
        let [n_conditions, n_readers, n_cases] = table.size();
        enough([n_conditions, n_readers, n_cases])?;
        let k = n_cases as f64;
        let mut centred = Vec::with_capacity(n_conditions * n_readers);
        for condition in 0..n_conditions {
            for reader in 0..n_readers {
                let left_out = table.left_out(condition, reader);
                let mean = left_out.iter().sum::<f64>() / k;
                centred.push(left_out.iter().map(|x| x - mean).collect::<Vec<_>>());
            }
        }
        Ok(Self::filled([n_conditions, n_readers, n_cases], |a, b| {
            let products = centred[a].iter().zip(&centred[b]).map(|(x, y)| x * y);
            (k - 1.0) / k * products.sum::<f64>()
        }))
    }

    /// DeLong's covariance of empirical areas: S10/m + S01/n from the placements of m abnormal and n normal cases.
    ///
    /// In nested designs figures on different cases have covariance 0.
    ///
    /// The variance is a little too large on few cases: 1.05 times in the simulation of [`Self::unbiased`], the covariances
    /// 1.01 times.
    ///
    /// Source: DeLong, DeLong, Clarke-Pearson, Biometrics 1988;44:837.
    ///
    /// # Errors
    /// As [`RocRatings::areas`].
    pub fn delong(ratings: &RocRatings) -> Result<Self, NotEstimable> {
        let readings = readings(ratings)?;
        let placements: Vec<[Vec<f64>; 2]> = readings.iter().map(centred_placements).collect();
        Ok(Self::filled(ratings.size(), |a, b| {
            if readings[a].abnormal_cases != readings[b].abnormal_cases {
                return 0.0;
            }
            let share = |class: usize| {
                let (x, y) = (&placements[a][class], &placements[b][class]);
                let n = x.len() as f64;
                let sum: f64 = x.iter().zip(y).map(|(x, y)| x * y).sum();
                sum / (n - 1.0) / n
            };
            share(0) + share(1)
        }))
    }

    /// The unbiased covariance of empirical areas, from U-statistics: it may be negative.
    ///
    /// With s the share of each pair won: θθ' less the mean of s s' over pairs of pairs that share no case.
    ///
    /// Simulated on the model of Roe and Metz (HL without readers' own parts, area 0.80, 15 + 15 cases, 20,000 studies, seed
    /// 8): the mean variance is 1.006 times that of areas over studies, the mean covariances of other conditions, other
    /// readers and both 1.002, 0.999 and 1.003 times.
    ///
    /// Source: Gallas, Acad Radiol 2006;13:353; for two areas Bamber, J Math Psychol 1975;12:387.
    ///
    /// # Errors
    /// As [`RocRatings::areas`].
    pub fn unbiased(ratings: &RocRatings) -> Result<Self, NotEstimable> {
        let readings = readings(ratings)?;
        let placed: Vec<Placements> = readings
            .iter()
            .map(|reading| Placements::of(&reading.abnormal, &reading.normal))
            .collect();
        Ok(Self::filled(ratings.size(), |a, b| {
            if readings[a].abnormal_cases != readings[b].abnormal_cases {
                return 0.0;
            }
            unbiased(&readings[a], &readings[b], &placed[a], &placed[b])
        }))
    }

    /// The covariance of two figures, each named by condition and reader; `None` beyond the table.
    #[must_use]
    pub fn of(&self, first: (usize, usize), second: (usize, usize)) -> Option<f64> {
        let is_inside =
            |(condition, reader)| condition < self.n_conditions && reader < self.n_readers;
        (is_inside(first) && is_inside(second)).then(|| self.at(first, second))
    }

    /// Numbers of conditions, readers and cases.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        [self.n_conditions, self.n_readers, self.n_cases]
    }

    /// With covariance 0 between figures on different cases, which a nested design knows to be so.
    #[must_use]
    pub fn with_design(mut self, design: CaseDesign) -> Self {
        let side = self.n_conditions * self.n_readers;
        for a in 0..side {
            for b in 0..side {
                let is_apart = match design {
                    CaseDesign::Crossed => false,
                    CaseDesign::NestedInReader => a % self.n_readers != b % self.n_readers,
                    CaseDesign::NestedInCondition => a / self.n_readers != b / self.n_readers,
                };
                if is_apart {
                    self.values[a * side + b] = 0.0;
                }
            }
        }
        self
    }

    /// The means over all pairs of each kind.
    #[must_use]
    pub fn means(&self) -> FigureCovariances {
        let conditions: Vec<usize> = (0..self.n_conditions).collect();
        let readers: Vec<usize> = (0..self.n_readers).collect();
        self.means_within(&conditions, &readers)
    }

    /// The means within one condition.
    pub(super) fn means_of_condition(&self, condition: usize) -> FigureCovariances {
        let readers: Vec<usize> = (0..self.n_readers).collect();
        self.means_within(&[condition], &readers)
    }

    /// The means within one reader.
    pub(super) fn means_of_reader(&self, reader: usize) -> FigureCovariances {
        let conditions: Vec<usize> = (0..self.n_conditions).collect();
        self.means_within(&conditions, &[reader])
    }

    fn means_within(&self, conditions: &[usize], readers: &[usize]) -> FigureCovariances {
        // By kind: itself, other condition, other reader, both other.
        let (mut sums, mut counts) = ([0.0; 4], [0_usize; 4]);
        for &i in conditions {
            for &other_i in conditions {
                for &j in readers {
                    for &other_j in readers {
                        let kind = usize::from(i != other_i) + 2 * usize::from(j != other_j);
                        sums[kind] += self.at((i, j), (other_i, other_j));
                        counts[kind] += 1;
                    }
                }
            }
        }
        let mean = |kind: usize| (counts[kind] > 0).then(|| sums[kind] / counts[kind] as f64);
        FigureCovariances {
            variance: mean(0).unwrap_or(0.0),
            cov1: mean(1),
            cov2: mean(2),
            cov3: mean(3),
        }
    }

    fn at(&self, first: (usize, usize), second: (usize, usize)) -> f64 {
        let place = |(condition, reader): (usize, usize)| condition * self.n_readers + reader;
        self.values[place(first) * self.n_conditions * self.n_readers + place(second)]
    }

    fn filled(
        [n_conditions, n_readers, n_cases]: [usize; 3],
        covariance: impl Fn(usize, usize) -> f64,
    ) -> Self {
        let side = n_conditions * n_readers;
        let mut values = vec![0.0; side * side];
        for a in 0..side {
            for b in a..side {
                let value = covariance(a, b);
                values[a * side + b] = value;
                values[b * side + a] = value;
            }
        }
        Self {
            n_conditions,
            n_readers,
            n_cases,
            values,
        }
    }
}

fn enough([n_conditions, n_readers, n_cases]: [usize; 3]) -> Result<(), NotEstimable> {
    for (what, needed, found) in [
        (Counted::Conditions, 1, n_conditions),
        (Counted::Readers, 1, n_readers),
        (Counted::Cases, 2, n_cases),
    ] {
        if found < needed {
            return Err(NotEstimable::TooFew {
                what,
                needed,
                found,
            });
        }
    }
    Ok(())
}

fn readings(ratings: &RocRatings) -> Result<Vec<Reading>, NotEstimable> {
    enough(ratings.size())?;
    ratings.case_design()?;
    let [n_conditions, n_readers, _] = ratings.size();
    let mut readings = Vec::with_capacity(n_conditions * n_readers);
    for condition in 0..n_conditions {
        for reader in 0..n_readers {
            let reading = ratings.reading(condition, reader);
            at_least_two(&reading)?;
            readings.push(reading);
        }
    }
    Ok(readings)
}

/// The placements of the abnormal and of the normal cases, less the area.
fn centred_placements(reading: &Reading) -> [Vec<f64>; 2] {
    let placed = Placements::of(&reading.abnormal, &reading.normal);
    let area = placed.area();
    let centred = |won: &[u64], of: usize| {
        let share = |won: &u64| *won as f64 / (2.0 * of as f64) - area;
        won.iter().map(share).collect()
    };
    [
        centred(&placed.abnormal_twice, reading.normal.len()),
        centred(&placed.normal_twice, reading.abnormal.len()),
    ]
}

fn unbiased(a: &Reading, b: &Reading, placed_a: &Placements, placed_b: &Placements) -> f64 {
    let (m, n) = (a.abnormal.len() as f64, a.normal.len() as f64);
    let mut both = 0_u64;
    for (x, other_x) in a.abnormal.iter().zip(&b.abnormal) {
        for (y, other_y) in a.normal.iter().zip(&b.normal) {
            both += won_twice(*x, *y) * won_twice(*other_x, *other_y);
        }
    }
    // Four times the sums of products: all factors are counted twice.
    let products = |a: &[u64], b: &[u64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<u64>() as f64;
    let both = both as f64;
    let by_abnormal = products(&placed_a.abnormal_twice, &placed_b.abnormal_twice);
    let by_normal = products(&placed_a.normal_twice, &placed_b.normal_twice);
    let all = placed_a.won_twice as f64 * placed_b.won_twice as f64;
    let apart = (all - by_abnormal - by_normal + both) / (m * (m - 1.0) * n * (n - 1.0));
    (all / (m * m * n * n) - apart) / 4.0
}

#[cfg(test)]
mod tests;
