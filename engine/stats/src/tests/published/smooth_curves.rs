//! RJafroc's binormal and contaminated binormal curves of Van Dyke's first reader.
//!
//! That program stops where the likelihood changes by less than 1e-8 of itself, some 1e-6 before the top: parameters are
//! compared to that. What follows from them at its own stopping point is compared to nine digits.

use super::ledger::Ledger;
use crate::mrmc::tests::van_dyke::{CaseColumn, van_dyke};
use crate::{Binormal, ContaminatedBinormal, RocReads, normal_cdf, normal_quantile};

/// Cases by rating, normal and abnormal.
type Counts = [[f64; 5]; 2];

struct FirstReader {
    reads: RocReads,
    counts: Counts,
    /// The shares of normal and of abnormal cases up to each rating but the last.
    shares: [[f64; 4]; 2],
}

impl FirstReader {
    fn of(test: &str) -> Self {
        let ratings = van_dyke(test, CaseColumn::Crossed).unwrap();
        let mut classes = [Vec::new(), Vec::new()];
        let mut counts = [[0.0; 5]; 2];
        for (rating, is_abnormal) in ratings.read_by(0, 0).iter().zip(ratings.is_abnormal()) {
            let (rating, class) = (rating.unwrap(), usize::from(*is_abnormal));
            let category = (1..=5).position(|of| rating == f64::from(of)).unwrap();
            counts[class][category] += 1.0;
            classes[class].push(rating);
        }
        let [normal, abnormal] = &classes;
        let share = |class: usize| {
            let all = counts[class].iter().sum::<f64>();
            [1, 2, 3, 4].map(|n| counts[class][..n].iter().sum::<f64>() / all)
        };
        Self {
            reads: RocReads::new(abnormal, normal).unwrap(),
            shares: [share(0), share(1)],
            counts,
        }
    }

    fn whole_counts(&self) -> [Vec<u64>; 2] {
        let whole = |n: &f64| (0..).find(|whole| *whole as f64 == *n).unwrap();
        [0, 1].map(|class| self.counts[class].iter().map(whole).collect())
    }

    /// The negative log likelihood of bounds and a distribution of abnormal ratings.
    fn negative_log_likelihood(&self, bounds: &[f64], abnormal: impl Fn(f64) -> f64) -> f64 {
        let of_class = |counts: &[f64; 5], below: &dyn Fn(f64) -> f64| {
            let (mut sum, mut last) = (0.0, 0.0);
            for (count, bound) in counts.iter().zip(bounds.iter().chain([&f64::INFINITY])) {
                let next = below(*bound);
                sum -= count * libm::log(next - last);
                last = next;
            }
            sum
        };
        of_class(&self.counts[0], &normal_cdf) + of_class(&self.counts[1], &abnormal)
    }
}

pub(super) fn binormal(ledger: &mut Ledger) {
    let reader = FirstReader::of("rjafroc_binormal_vandyke_t1_r1");
    let [normal, abnormal] = reader.whole_counts();
    let fit = Binormal::of_counts(&normal, &abnormal).unwrap();
    assert_eq!(fit, Binormal::of(&reader.reads).unwrap());
    ledger.within("a", 7e-6, fit.a);
    ledger.within("b", 4e-6, fit.b);
    ledger.within_all("zetas", 5e-6, fit.bounds.iter().copied());
    ledger.within("AUC", 1e-6, fit.area());
    ledger.within("StdAUC/0/0", 2e-7, fit.standard_error());
    ledger.within("NLLFin", 1e-9, -fit.log_likelihood);

    let mut stopped = fit.clone();
    (stopped.a, stopped.b) = (ledger.printed("a"), ledger.printed("b"));
    ledger.near("AUC", stopped.area());
    let below = |z: f64| normal_cdf(stopped.b * z - stopped.a);
    let at_end = reader.negative_log_likelihood(&ledger.printed_all("zetas"), below);
    ledger.near("NLLFin", at_end);

    // It starts from the line of least squares through the points on normal deviates; each bound is half way between
    // what the normal cases and what the line say.
    let [z, u] = reader.shares.map(|shares| shares.map(normal_quantile));
    let mean = |values: [f64; 4]| values.iter().sum::<f64>() / 4.0;
    let (mean_z, mean_u) = (mean(z), mean(u));
    let products = |of: [f64; 4], off: f64| {
        let terms = z.iter().zip(of).map(|(z, x)| (z - mean_z) * (x - off));
        terms.sum::<f64>()
    };
    let b = products(u, mean_u) / products(z, mean_z);
    let a = b * mean_z - mean_u;
    let bounds = [0, 1, 2, 3].map(|k| 0.5 * (z[k] + (u[k] + a) / b));
    let at_start = reader.negative_log_likelihood(&bounds, |z| normal_cdf(b * z - a));
    ledger.near("NLLIni", at_start);
}

pub(super) fn contaminated_binormal(ledger: &mut Ledger) {
    let reader = FirstReader::of("rjafroc_cbm_vandyke_t1_r1");
    let [normal, abnormal] = reader.whole_counts();
    let fit = ContaminatedBinormal::of_counts(&normal, &abnormal).unwrap();
    assert_eq!(fit, ContaminatedBinormal::of(&reader.reads).unwrap());
    ledger.within("mu", 2e-6, fit.mu);
    ledger.within("alpha", 2e-7, fit.alpha);
    ledger.within_all("zetas", 5e-6, fit.bounds.iter().copied());
    ledger.within("AUC", 1e-6, fit.area());
    ledger.within("StdAUC/0/0", 1e-8, fit.standard_error());
    ledger.within("NLLFin", 1e-9, -fit.log_likelihood);

    let mut stopped = fit.clone();
    (stopped.mu, stopped.alpha) = (ledger.printed("mu"), ledger.printed("alpha"));
    ledger.near("AUC", stopped.area());
    let mixture = |mu: f64, alpha: f64| {
        move |z: f64| (1.0 - alpha) * normal_cdf(z) + alpha * normal_cdf(z - mu)
    };
    let below = mixture(stopped.mu, stopped.alpha);
    let at_end = reader.negative_log_likelihood(&ledger.printed_all("zetas"), below);
    ledger.near("NLLFin", at_end);

    // It starts from the share of visible cases that the uppermost point would need if these all lay above its bound, and
    // from the distance that gives the empirical area; each bound is half way between what the two classes say. Those of
    // the abnormal cases are sought to a fourth root of the precision only, which shows in the tenth digit.
    let alpha = 1.0 - reader.shares[1][0] / reader.shares[0][0];
    let of_visible = (reader.reads.area() - 0.5 * (1.0 - alpha)) / alpha;
    let mu = std::f64::consts::SQRT_2 * normal_quantile(of_visible);
    let below = mixture(mu, alpha);
    let bounds = [0, 1, 2, 3].map(|k| {
        let of_abnormal = zero(|z| below(z) - reader.shares[1][k], [-4.0, 4.0]);
        0.5 * (normal_quantile(reader.shares[0][k]) + of_abnormal)
    });
    ledger.near("NLLIni", reader.negative_log_likelihood(&bounds, below));
}

/// A zero between two ends of different sign to the tolerance of R's `uniroot`.
///
/// Source: Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4.
fn zero(f: impl Fn(f64) -> f64, [low, high]: [f64; 2]) -> f64 {
    let wanted = f64::EPSILON.sqrt().sqrt();
    // The best point so far is b, the zero lies between b and c, a was the best before.
    let (mut a, mut b) = (low, high);
    let (mut of_a, mut of_b) = (f(a), f(b));
    let (mut c, mut of_c) = (a, of_a);
    loop {
        let last = b - a;
        if of_c.abs() < of_b.abs() {
            (a, b, c) = (b, c, b);
            (of_a, of_b, of_c) = (of_b, of_c, of_b);
        }
        let least = 2.0 * f64::EPSILON * b.abs() + wanted / 2.0;
        let half = (c - b) / 2.0;
        if half.abs() <= least || of_b == 0.0 {
            return b;
        }
        let mut step = half;
        if last.abs() >= least && of_a.abs() > of_b.abs() {
            let s = of_b / of_a;
            let (p, q) = if a == c {
                (2.0 * half * s, 1.0 - s)
            } else {
                let (q, r) = (of_a / of_c, of_b / of_c);
                let p = s * (2.0 * half * q * (q - r) - (b - a) * (r - 1.0));
                (p, (q - 1.0) * (r - 1.0) * (s - 1.0))
            };
            let (p, q) = if p > 0.0 { (p, -q) } else { (-p, q) };
            let is_inside = p < 1.5 * half * q - (least * q).abs() / 2.0;
            if is_inside && p < (last * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < least {
            step = least.copysign(step);
        }
        (a, of_a) = (b, of_b);
        b += step;
        of_b = f(b);
        if (of_b > 0.0) == (of_c > 0.0) {
            (c, of_c) = (a, of_a);
        }
    }
}
