//! The empirical area under the ROC curve with DeLong's variance, for one curve or two. No smoothing.

use crate::{Counted, Estimate, Method, NotEstimable, StudentEstimate, proportion::Z_95};

/// Ratings of abnormal and of normal cases by one reader or service; higher is more suspicious.
#[derive(Debug, Clone, PartialEq)]
pub struct RocReads {
    abnormal: Vec<f64>,
    normal: Vec<f64>,
    /// Each abnormal case's share of normal ones below it, ties half, in the order given.
    placements_abnormal: Vec<f64>,
    /// Each normal case's share of abnormal ones above it, ties half, in the order given.
    placements_normal: Vec<f64>,
    /// Twice the number of pairs won, ties once: a whole number.
    won_twice: u64,
}

/// One rating in the order of all: its place in the order as a whole number, and which case it is, abnormal ones first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rated {
    order: u64,
    idx: usize,
}

impl Rated {
    pub(crate) fn is_tied_with(&self, other: &Self) -> bool {
        self.order == other.order
    }

    pub(crate) fn is_abnormal(&self, n_abnormal: usize) -> bool {
        self.idx < n_abnormal
    }

    pub(crate) fn rating(&self, abnormal: &[f64], normal: &[f64]) -> f64 {
        if self.idx < abnormal.len() {
            abnormal[self.idx]
        } else {
            normal[self.idx - abnormal.len()]
        }
    }
}

/// All ratings by rising rating; no NaN may be among them.
///
/// Bits of an f64 sort as whole numbers when negative ones are inverted: one comparison instead of three.
pub(crate) fn ranked(abnormal: &[f64], normal: &[f64]) -> Vec<Rated> {
    const SIGN: u64 = 1 << 63;
    let ratings = abnormal.iter().chain(normal).enumerate();
    let ranked = ratings
        .map(|(idx, rating)| {
            // Adding 0 makes -0 and 0 the tie that they are.
            let bits = (rating + 0.0).to_bits();
            let order = if bits < SIGN { bits | SIGN } else { !bits };
            Rated { order, idx }
        })
        .collect();
    sorted(ranked)
}

/// Below so many ratings comparisons are faster than passes over all digits.
const FEW: usize = 4096;
const DIGIT_BITS: u32 = 11;
const DIGITS: usize = 1 << DIGIT_BITS;

/// By rising place: digit by digit from the lowest, each pass keeping the order of the ones before, in linear time.
///
/// Source: Knuth, The Art of Computer Programming, vol. 3, 2nd ed., section 5.2.5 (radix list sort, on arrays).
fn sorted(mut ranked: Vec<Rated>) -> Vec<Rated> {
    if ranked.len() < FEW {
        ranked.sort_unstable_by_key(|rated| rated.order);
        return ranked;
    }
    let mut other = ranked.clone();
    for shift in (0..u64::BITS).step_by(DIGIT_BITS as usize) {
        // Masked to 11 bits, so it fits; the fallback is never taken.
        let digit = |rated: &Rated| {
            usize::try_from((rated.order >> shift) & (DIGITS as u64 - 1)).unwrap_or(0)
        };
        let mut next = [0_usize; DIGITS];
        for rated in &ranked {
            next[digit(rated)] += 1;
        }
        // Ratings of few bits, as whole numbers are, differ in few digits.
        if next.contains(&ranked.len()) {
            continue;
        }
        let mut before = 0;
        for count in &mut next {
            before += std::mem::replace(count, before);
        }
        for rated in &ranked {
            let place = &mut next[digit(rated)];
            other[*place] = *rated;
            *place += 1;
        }
        std::mem::swap(&mut ranked, &mut other);
    }
    ranked
}

impl RocReads {
    /// Ranks the ratings, in O(N log N).
    ///
    /// Equality is exact: ratings that differ in the last bit are no tie. Infinite ratings have their place in the order.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without abnormal or without normal cases, [`NotEstimable::NotFinite`] with a NaN.
    ///
    /// Source: Sun and Xu, IEEE Signal Process Lett 2014;21:1389.
    pub fn new(abnormal: &[f64], normal: &[f64]) -> Result<Self, NotEstimable> {
        NotEstimable::if_fewer(Counted::AbnormalCases, 1, abnormal.len())?;
        NotEstimable::if_fewer(Counted::NormalCases, 1, normal.len())?;
        NotEstimable::if_nan("the ratings of abnormal cases", abnormal)?;
        NotEstimable::if_nan("the ratings of normal cases", normal)?;
        let (m, n) = (abnormal.len(), normal.len());
        let mut placements_abnormal = vec![0.0; m];
        let mut placements_normal = vec![0.0; n];
        let (mut seen_abnormal, mut seen_normal, mut won_twice) = (0_u64, 0_u64, 0_u64);
        let ranked = ranked(abnormal, normal);
        for block in ranked.chunk_by(Rated::is_tied_with) {
            let tied_abnormal = block.iter().filter(|rated| rated.is_abnormal(m)).count() as u64;
            let tied_normal = block.len() as u64 - tied_abnormal;
            let below_twice = 2 * seen_normal + tied_normal;
            let lost_twice = 2 * seen_abnormal + tied_abnormal;
            let won_by_abnormal = below_twice as f64 / (2.0 * n as f64);
            let won_from_normal = 1.0 - lost_twice as f64 / (2.0 * m as f64);
            for rated in block {
                if rated.is_abnormal(m) {
                    placements_abnormal[rated.idx] = won_by_abnormal;
                } else {
                    placements_normal[rated.idx - m] = won_from_normal;
                }
            }
            won_twice += tied_abnormal * below_twice;
            seen_abnormal += tied_abnormal;
            seen_normal += tied_normal;
        }
        Ok(Self {
            abnormal: abnormal.to_vec(),
            normal: normal.to_vec(),
            placements_abnormal,
            placements_normal,
            won_twice,
        })
    }

    /// The ratings of the abnormal cases, in the order given.
    #[must_use]
    pub fn abnormal(&self) -> &[f64] {
        &self.abnormal
    }

    /// The ratings of the normal cases, in the order given.
    #[must_use]
    pub fn normal(&self) -> &[f64] {
        &self.normal
    }

    /// The area: share of the pairs of an abnormal and a normal case in which the abnormal one is rated higher, ties half.
    #[must_use]
    pub fn area(&self) -> f64 {
        self.won_twice as f64 / (2.0 * self.abnormal.len() as f64 * self.normal.len() as f64)
    }

    /// DeLong's variance of the area. How far it is from the variance over studies stands with
    /// [`FigureCovariance::delong`](crate::FigureCovariance::delong).
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] on fewer than two abnormal or two normal cases.
    ///
    /// Source: DeLong, DeLong, Clarke-Pearson, Biometrics 1988;44:837.
    pub fn variance(&self) -> Result<f64, NotEstimable> {
        self.covariance(self)
    }

    /// DeLong's covariance with another curve over the same cases in the same order.
    ///
    /// # Errors
    /// As [`Self::variance`], and [`NotEstimable::Unequal`] if the numbers of cases differ.
    pub fn covariance(&self, other: &Self) -> Result<f64, NotEstimable> {
        let of_abnormal = covariance(
            Counted::AbnormalCases,
            &self.placements_abnormal,
            &other.placements_abnormal,
        )?;
        let of_normal = covariance(
            Counted::NormalCases,
            &self.placements_normal,
            &other.placements_normal,
        )?;
        let (m, n) = (self.abnormal.len() as f64, self.normal.len() as f64);
        Ok(of_abnormal / m + of_normal / n)
    }

    /// The area with its interval, 95 %, symmetric on the logit scale: logit(A) ± z·sqrt(S) / (A(1-A)).
    ///
    /// Simulated coverage, 4,000 sets each, normal ratings of equal spread, seed 8101: 96.2 % on 20 + 20 cases of area
    /// 0.80, 94.7 % on 50 + 50, 95.6 % on 200 + 200; 94.7 % on 50 + 50 of area 0.92.
    ///
    /// # Errors
    /// As [`Self::variance`], and [`NotEstimable::Degenerate`] at an area of 0 or 1.
    ///
    /// Source: Pepe, The Statistical Evaluation of Medical Tests, 2003, section 5.2 (unverified).
    pub fn estimate(&self) -> Result<Estimate, NotEstimable> {
        let (value, variance) = self.spread()?;
        let logit = libm::log(value / (1.0 - value));
        let half = Z_95 * variance.sqrt() / (value * (1.0 - value));
        let back = |x: f64| 1.0 / (1.0 + libm::exp(-x));
        Ok(Estimate {
            value,
            lower: back(logit - half),
            upper: back(logit + half),
            n: self.n(),
            method: Method::DelongLogit95,
        })
    }

    /// The area with Wald's interval, 95 %, cut off at 0 and 1: A ± z·sqrt(S). For comparison with other programs; on
    /// one reader's cases [`Self::estimate`] keeps its level better.
    ///
    /// Simulated coverage in the same sets: 92.4 % on 20 + 20 cases of area 0.80, 93.4 % on 50 + 50, 95.2 % on 200 + 200;
    /// 91.3 % on 50 + 50 of area 0.92.
    ///
    /// # Errors
    /// As [`Self::estimate`].
    pub fn estimate_wald(&self) -> Result<Estimate, NotEstimable> {
        let (value, variance) = self.spread()?;
        let half = Z_95 * variance.sqrt();
        Ok(Estimate {
            value,
            lower: (value - half).max(0.0),
            upper: (value + half).min(1.0),
            n: self.n(),
            method: Method::DelongWald95,
        })
    }

    /// This area less another over the same cases in the same order, e.g. with and without AI:
    /// z = (A1 - A2) / sqrt(S11 + S22 - 2 S12), on infinite degrees of freedom.
    ///
    /// Simulated error rate at 5 %, 4,000 pairs of equal curves of area 0.77 whose ratings correlate by 0.5, seed 8102:
    /// 4.6 % on 20 + 20 cases, 4.8 % on 60 + 60.
    ///
    /// # Errors
    /// As [`Self::covariance`]; [`NotEstimable::Degenerate`] where the variance of the difference is 0, as for two
    /// curves that rank all cases alike.
    ///
    /// Source: DeLong, DeLong, Clarke-Pearson, Biometrics 1988;44:837.
    pub fn difference_paired(&self, other: &Self) -> Result<StudentEstimate, NotEstimable> {
        let both = self.variance()? + other.variance()?;
        let variance = both - 2.0 * self.covariance(other)?;
        // What is left when equal variances are taken from one another is rounding.
        let is_rounding = variance <= both * 1e-14;
        let variance = if is_rounding { 0.0 } else { variance };
        StudentEstimate::new(self.area() - other.area(), variance, f64::INFINITY)
    }

    /// This area less another over other cases: t = (A1 - A2) / sqrt(S1 + S2) on
    /// (S1 + S2)² / (S1² / (N1-1) + S2² / (N2-1)) degrees of freedom, N all cases of a curve.
    ///
    /// Simulated error rate at 5 %, 4,000 pairs of equal curves of area 0.80, seed 8103: 5.0 % on 20 + 20 cases each,
    /// 4.5 % on 60 + 60.
    ///
    /// # Errors
    /// As [`Self::variance`]; [`NotEstimable::Degenerate`] where both variances are 0.
    ///
    /// Source: DeLong, DeLong, Clarke-Pearson, Biometrics 1988;44:837 for the variances; Satterthwaite, Biometrics Bull
    /// 1946;2:110 for the degrees of freedom.
    pub fn difference_unpaired(&self, other: &Self) -> Result<StudentEstimate, NotEstimable> {
        let (first, second) = (self.variance()?, other.variance()?);
        let both = first + second;
        let share = |variance: f64, n: u64| variance * variance / (n as f64 - 1.0);
        let df = both * both / (share(first, self.n()) + share(second, other.n()));
        // 0/0 where both variances are 0; that is then the reason to be named.
        let df = if both > 0.0 { df } else { f64::INFINITY };
        StudentEstimate::new(self.area() - other.area(), both, df)
    }

    /// Area and variance, where an interval can be built on them.
    fn spread(&self) -> Result<(f64, f64), NotEstimable> {
        let (value, variance) = (self.area(), self.variance()?);
        if value <= 0.0 || value >= 1.0 || variance <= 0.0 {
            let reason = "an area of 0 or 1, or one with variance 0, has no interval";
            return Err(NotEstimable::Degenerate { reason });
        }
        Ok((value, variance))
    }

    fn n(&self) -> u64 {
        (self.abnormal.len() + self.normal.len()) as u64
    }
}

/// Sample covariance, divided by n - 1.
fn covariance(what: Counted, a: &[f64], b: &[f64]) -> Result<f64, NotEstimable> {
    if a.len() != b.len() {
        let (what, left, right) = ("the cases of two curves", a.len(), b.len());
        return Err(NotEstimable::Unequal { what, left, right });
    }
    NotEstimable::if_fewer(what, 2, a.len())?;
    let n = a.len() as f64;
    let ones = [1.0; BLOCK];
    let mean = |of: &[f64]| {
        let blocks = of
            .chunks(BLOCK)
            .map(|block| products(block, &ones, 0.0, 0.0));
        blocks.sum::<f64>() / n
    };
    let (mean_a, mean_b) = (mean(a), mean(b));
    let blocks = a.chunks(BLOCK).zip(b.chunks(BLOCK));
    let sum: f64 = blocks.map(|(a, b)| products(a, b, mean_a, mean_b)).sum();
    Ok(sum / (n - 1.0))
}

/// Sums go block by block, so that ten million small terms are not added to one large one.
const BLOCK: usize = 4096;

fn products(a: &[f64], b: &[f64], mean_a: f64, mean_b: f64) -> f64 {
    let pairs = a.iter().zip(b);
    pairs.map(|(x, y)| (x - mean_a) * (y - mean_b)).sum()
}

#[cfg(test)]
pub(crate) mod tests;
