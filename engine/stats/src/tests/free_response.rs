//! Free-response studies for tests: a hand case, the published one, drawn ones.

use std::path::Path;

use overread_base::{Rng, Seed};

pub(crate) use super::simulation::is_asked;
use crate::localisation::*;
use crate::{normal_cdf, normal_quantile};

/// Lesion weights by case, and marks.
#[derive(Debug, Clone)]
pub(crate) struct Raw {
    pub(crate) size: [usize; 2],
    pub(crate) cases: Vec<Vec<f64>>,
    pub(crate) marks: Vec<Mark>,
}

impl Raw {
    pub(crate) fn study(&self) -> FreeResponse {
        FreeResponse::new(self.size, &self.cases, &self.marks).unwrap()
    }

    /// The cases of `order`, in that order; one that is named twice is there twice.
    pub(crate) fn cases_of(&self, order: &[usize]) -> Self {
        let mut marks = Vec::new();
        for (case, &old) in order.iter().enumerate() {
            let of_case = self.marks.iter().filter(|mark| mark.case == old);
            marks.extend(of_case.map(|mark| Mark { case, ..*mark }));
        }
        Self {
            size: self.size,
            cases: order.iter().map(|&old| self.cases[old].clone()).collect(),
            marks,
        }
    }
}

/// A mark of reader 0 in condition 0; `lesion` `None` for a mark on none.
pub(crate) fn mark(case: usize, lesion: Option<usize>, rating: f64) -> Mark {
    Mark {
        condition: 0,
        reader: 0,
        case,
        target: lesion.map_or(Target::NonLesion, Target::Lesion),
        number: 0,
        rating,
    }
}

/// Two normal cases (the first with a mark of 2), one abnormal with lesions of weights 1/4 (rated 3) and 3/4 (not
/// marked), one with one lesion (marked with 2 and with 1) and a mark of 4 beside it.
pub(crate) fn by_hand() -> Raw {
    let again = Mark {
        number: 1,
        ..mark(3, Some(0), 1.0)
    };
    Raw {
        size: [1, 1],
        cases: vec![vec![], vec![], vec![0.25, 0.75], vec![1.0]],
        marks: vec![
            mark(0, None, 2.0),
            mark(2, Some(0), 3.0),
            again,
            mark(3, Some(0), 2.0),
            mark(3, None, 4.0),
        ],
    }
}

/// RJafroc's dataset01 (tony01): 2 conditions, 5 readers, 96 normal and 89 abnormal cases.
pub(crate) fn tony01(folder: &Path) -> Raw {
    let rows = |file: &str| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        text.lines().skip(1).map(cells).collect()
    };
    let mut cases = vec![vec![]; 185];
    for row in rows("froc_tony01_truth.csv") {
        cases[row[0].parse::<usize>().unwrap() - 1].push(row[2].parse().unwrap());
    }
    let as_mark = |row: &Vec<String>| {
        let number = |at: usize| row[at].parse::<usize>().unwrap();
        let target = match row[3].as_str() {
            "LL" => Target::Lesion(number(4) - 1),
            _ => Target::NonLesion,
        };
        Mark {
            condition: number(0) - 1,
            reader: number(1) - 1,
            case: number(2) - 1,
            target,
            number: number(4),
            rating: row[5].parse().unwrap(),
        }
    };
    Raw {
        size: [2, 5],
        cases,
        marks: rows("froc_tony01_marks.csv").iter().map(as_mark).collect(),
    }
}

/// A small study with many ties: 2 conditions, 2 readers, two to six normal and abnormal cases, up to three lesions of
/// unequal weights, ratings 1 to 5.
pub(crate) fn drawn_small(seed: u64) -> Raw {
    let mut rng = Seed(seed).rng();
    let mut below = |n: u64| usize::try_from(rng.below(n)).unwrap();
    let mut cases = vec![vec![]; 2 + below(5)];
    for _ in 0..2 + below(5) {
        cases.push(match below(3) {
            0 => vec![1.0],
            1 => vec![0.25, 0.75],
            _ => vec![0.5, 0.125, 0.375],
        });
    }
    let mut marks = Vec::new();
    for place in 0..4 {
        for (case, weights) in cases.iter().enumerate() {
            let mut put = |target, number, rating: usize| {
                marks.push(Mark {
                    condition: place / 2,
                    reader: place % 2,
                    case,
                    target,
                    number,
                    rating: rating as f64,
                });
            };
            for number in 0..below(3) {
                put(Target::NonLesion, number, 1 + below(5));
            }
            for lesion in 0..weights.len() {
                for number in 0..below(3) {
                    put(Target::Lesion(lesion), number, 1 + below(5));
                }
            }
        }
    }
    Raw {
        size: [2, 2],
        cases,
        marks,
    }
}

/// How marks fall in drawn studies of one reader: their number on no lesion is Poisson with mean `non_lesions` a case,
/// their ratings standard normal; a lesion is marked with chance `found`, its rating normal around `shift`.
///
/// This is Chakraborty's radiological search model (Phys Med Biol 2006;51:3449) without a lowest threshold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search {
    pub(crate) non_lesions: f64,
    pub(crate) found: f64,
    pub(crate) shift: f64,
}

impl Search {
    /// `n` normal cases and `n` abnormal ones, every second of these with two lesions.
    pub(crate) fn draw(self, n: usize, rng: &mut Rng) -> FreeResponse {
        let mut cases = vec![vec![]; n];
        cases.extend((0..n).map(|case| FreeResponse::equal_weights(1 + case % 2)));
        let mut marks = Vec::new();
        for (case, lesions) in cases.iter().enumerate() {
            for number in 0..poisson(self.non_lesions, rng) {
                let non_lesion = mark(case, None, gauss(rng));
                marks.push(Mark {
                    number,
                    ..non_lesion
                });
            }
            for lesion in 0..lesions.len() {
                if rng.unit() < self.found {
                    marks.push(mark(case, Some(lesion), self.shift + gauss(rng)));
                }
            }
        }
        FreeResponse::new([1, 1], &cases, &marks).unwrap()
    }

    /// What a figure is over all studies so drawn.
    pub(crate) fn truth(self, figure: LocalisationFigure) -> f64 {
        // No mark on no lesion above z; no mark on one lesion above z.
        let clean = |z: f64| libm::exp(-self.non_lesions * normal_cdf(-z));
        let missed = |z: f64| 1.0 - self.found * normal_cdf(self.shift - z);
        let no_mark = libm::exp(-self.non_lesions);
        let case = |z: f64| (missed(z) + missed(z) * missed(z)) / 2.0;
        let at_rate = |rate: f64| {
            let share = (rate / self.non_lesions).min(1.0);
            self.found * normal_cdf(self.shift + normal_quantile(share))
        };
        match figure {
            LocalisationFigure::Wafroc
            | LocalisationFigure::Wafroc1
            | LocalisationFigure::Afroc
            | LocalisationFigure::Afroc1 => {
                mean_over(clean, missed) + no_mark * (1.0 - self.found) / 2.0
            }
            LocalisationFigure::InferredRoc => {
                let abnormal = |z: f64| clean(z) * case(z);
                let missed_all = (1.0 - self.found) * (2.0 - self.found) / 2.0;
                mean_over(clean, abnormal) + no_mark * no_mark * missed_all / 2.0
            }
            LocalisationFigure::Llf { threshold } => {
                self.found * normal_cdf(self.shift - threshold)
            }
            LocalisationFigure::Nlf { threshold } | LocalisationFigure::NlfNormal { threshold } => {
                self.non_lesions * normal_cdf(-threshold)
            }
            LocalisationFigure::Sensitivity => {
                1.0 - no_mark * (1.0 - self.found) * (2.0 - self.found) / 2.0
            }
            LocalisationFigure::Specificity | LocalisationFigure::ExpSpecificity => no_mark,
            LocalisationFigure::LlfAtNlf { rate } => at_rate(rate),
            LocalisationFigure::Cpm => {
                let rates = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0];
                rates.map(at_rate).iter().sum::<f64>() / 7.0
            }
        }
    }
}

/// The mean of `value` over a quantity whose distribution function is `below`, from -8 to 12 in steps of 1/500.
pub(crate) fn mean_over(value: impl Fn(f64) -> f64, below: impl Fn(f64) -> f64) -> f64 {
    let at = |step: i32| -8.0 + f64::from(step) / 500.0;
    let strip = |step: i32| {
        let (a, b) = (at(step), at(step + 1));
        value((a + b) / 2.0) * (below(b) - below(a))
    };
    (0..10_000).map(strip).sum()
}

pub(crate) fn gauss(rng: &mut Rng) -> f64 {
    // The middle of the 2^53 steps: never 0, never 1.
    normal_quantile(rng.unit() + 0.5 / (1_u64 << 53) as f64)
}

pub(crate) fn poisson(mean: f64, rng: &mut Rng) -> usize {
    let (mut n, mut product) = (0, rng.unit());
    while product > libm::exp(-mean) {
        n += 1;
        product *= rng.unit();
    }
    n
}
