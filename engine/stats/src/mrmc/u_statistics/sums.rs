//! Sums over pairs of readings and the moments made of them: the arithmetic of the U-statistics.

use super::super::placements::{Placements, won_twice};
use super::super::roc_ratings::RocRatings;
use super::ProductMoments;

/// One reader's ratings under one condition over all abnormal and all normal cases.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Read {
    pub(super) abnormal: Vec<Option<f64>>,
    pub(super) normal: Vec<Option<f64>>,
    /// Twice the pairs won by case; 0 where unread.
    pub(super) abnormal_twice: Vec<u64>,
    pub(super) normal_twice: Vec<u64>,
    pub(super) won_twice: u64,
    pub(super) n_abnormal: u64,
    pub(super) n_normal: u64,
}

/// Four times the sums of products, and the numbers of their terms; whole numbers, so that differences are exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums {
    pub(super) products: [i128; 8],
    pub(super) terms: [i128; 8],
}

/// Which sums make up each sum over terms that differ where they are not the same.
const SIGNS: [[i128; 8]; 8] = [
    [1, 0, 0, 0, 0, 0, 0, 0],
    [-1, 1, 0, 0, 0, 0, 0, 0],
    [-1, 0, 1, 0, 0, 0, 0, 0],
    [1, -1, -1, 1, 0, 0, 0, 0],
    [-1, 0, 0, 0, 1, 0, 0, 0],
    [1, -1, 0, 0, -1, 1, 0, 0],
    [1, 0, -1, 0, -1, 0, 1, 0],
    [-1, 1, 1, -1, 1, -1, -1, 1],
];

/// Normal cases, abnormal cases, readers: what varies.
pub(super) type ByFactor = [f64; 3];

impl Read {
    pub(super) fn of(ratings: &RocRatings, condition: usize, reader: usize) -> Self {
        let reading = ratings.reading(condition, reader);
        let placed = Placements::of(&reading.abnormal, &reading.normal);
        let rated = ratings.read_by(condition, reader);
        let class = |wanted: bool| -> Vec<usize> {
            let cases = ratings.is_abnormal().iter().enumerate();
            cases
                .filter(|(_, is_abnormal)| **is_abnormal == wanted)
                .map(|(case, _)| case)
                .collect()
        };
        let spread = |cases: &[usize], won: &[u64]| {
            let mut won = won.iter();
            let of = |case: &usize| rated[*case].and_then(|_| won.next().copied()).unwrap_or(0);
            cases.iter().map(of).collect()
        };
        let (abnormal, normal) = (class(true), class(false));
        Self {
            abnormal_twice: spread(&abnormal, &placed.abnormal_twice),
            normal_twice: spread(&normal, &placed.normal_twice),
            abnormal: abnormal.iter().map(|case| rated[*case]).collect(),
            normal: normal.iter().map(|case| rated[*case]).collect(),
            won_twice: placed.won_twice,
            n_abnormal: reading.abnormal.len() as u64,
            n_normal: reading.normal.len() as u64,
        }
    }

    pub(super) fn area(&self) -> f64 {
        self.won_twice as f64 / (2.0 * self.n_abnormal as f64 * self.n_normal as f64)
    }
}

impl Sums {
    /// Over all pairs of a reader of one condition and a reader of another or the same.
    pub(super) fn of(first: &[Option<Read>], second: &[Option<Read>]) -> Self {
        let mut sums = Self::default();
        for (r, a) in first.iter().enumerate() {
            for (s, b) in second.iter().enumerate() {
                let (Some(a), Some(b)) = (a, b) else { continue };
                let (products, terms) = products_and_terms(a, b);
                for k in 0..4 {
                    if r == s {
                        sums.products[k] += products[k];
                        sums.terms[k] += terms[k];
                    }
                    sums.products[k + 4] += products[k];
                    sums.terms[k + 4] += terms[k];
                }
            }
        }
        sums
    }

    /// Of one reader under two conditions or one, the reader being all there is.
    pub(super) fn of_one(a: &Read, b: &Read) -> Self {
        let ([p1, p2, p3, p4], [t1, t2, t3, t4]) = products_and_terms(a, b);
        Self {
            products: [p1, p2, p3, p4, p1, p2, p3, p4],
            terms: [t1, t2, t3, t4, t1, t2, t3, t4],
        }
    }

    /// The sums over terms that differ where they are not the same: products and their numbers.
    pub(super) fn apart(&self) -> [[i128; 8]; 2] {
        [self.products, self.terms]
            .map(|sums| SIGNS.map(|row| row.iter().zip(sums).map(|(sign, sum)| sign * sum).sum()))
    }

    /// The moments: Σ products / Σ terms, 0 where there are no terms.
    pub(super) fn moments(products: [i128; 8], terms: [i128; 8]) -> [f64; 8] {
        let mut moments = [0.0; 8];
        for (k, moment) in moments.iter_mut().enumerate() {
            if terms[k] != 0 {
                *moment = products[k] as f64 / (4.0 * terms[k] as f64);
            }
        }
        moments
    }

    /// The share of each kind of term among all.
    pub(super) fn shares(&self) -> [f64; 8] {
        let [_, terms] = self.apart();
        let all = self.terms[7] as f64;
        terms.map(|terms| terms as f64 / all)
    }

    pub(super) fn covariance(&self, moments: ProductMoments) -> f64 {
        let [products, terms] = self.apart();
        let moments = match moments {
            ProductMoments::Unbiased => Self::moments(products, terms),
            ProductMoments::Biased => Self::moments(self.products, self.terms),
        };
        // The square of the true area is estimated from terms that share nothing; one reader alone shares themself.
        let square = if terms[7] != 0 {
            moments[7]
        } else {
            moments[3]
        };
        let shares = self.shares();
        let mean: f64 = shares
            .iter()
            .zip(moments)
            .map(|(share, moment)| share * moment)
            .sum();
        mean - square
    }

    /// The components of variance of normal cases, abnormal cases and readers, from the biased moments; 0 where two
    /// conditions share none.
    pub(super) fn components(&self) -> ByFactor {
        let moments = Self::moments(self.products, self.terms);
        [6, 5, 3].map(|k| {
            if self.terms[k] == 0 {
                0.0
            } else {
                moments[k] - moments[7]
            }
        })
    }

    /// The degrees of freedom of normal cases, abnormal cases and readers: how many of them there are in effect, less 1.
    /// `None` for a single reader.
    pub(super) fn levels(&self) -> [Option<f64>; 3] {
        let c = self.shares();
        let shared = [
            c[0] + c[2] + c[4] + c[6],
            c[0] + c[1] + c[4] + c[5],
            c[0] + c[1] + c[2] + c[3],
        ];
        let is_one_reader = self.terms[3] == self.terms[7];
        let level = |share: f64| Some((1.0 / share - 1.0).round().max(1.0));
        let [normal, abnormal, reader] = shared.map(level);
        [normal, abnormal, if is_one_reader { None } else { reader }]
    }
}

/// Four times the sums of s s', and the numbers of terms: one pair, same abnormal case, same normal case, all.
fn products_and_terms(a: &Read, b: &Read) -> ([i128; 4], [i128; 4]) {
    let shared = |a: &[Option<f64>], b: &[Option<f64>]| -> Vec<(f64, f64)> {
        a.iter().zip(b).filter_map(|(a, b)| a.zip(*b)).collect()
    };
    let abnormal = shared(&a.abnormal, &b.abnormal);
    let normal = shared(&a.normal, &b.normal);
    let mut one_pair = 0_u64;
    for (x, other_x) in &abnormal {
        for (y, other_y) in &normal {
            one_pair += won_twice(*x, *y) * won_twice(*other_x, *other_y);
        }
    }
    let dot = |a: &[u64], b: &[u64]| -> i128 {
        a.iter()
            .zip(b)
            .map(|(a, b)| i128::from(*a) * i128::from(*b))
            .sum()
    };
    let [m, n, other_m, other_n] =
        [a.n_abnormal, a.n_normal, b.n_abnormal, b.n_normal].map(i128::from);
    let (shared_m, shared_n) = (abnormal.len() as i128, normal.len() as i128);
    (
        [
            i128::from(one_pair),
            dot(&a.abnormal_twice, &b.abnormal_twice),
            dot(&a.normal_twice, &b.normal_twice),
            i128::from(a.won_twice) * i128::from(b.won_twice),
        ],
        [
            shared_m * shared_n,
            shared_m * n * other_n,
            shared_n * m * other_m,
            m * n * other_m * other_n,
        ],
    )
}
