//! How readers agree with each other: kappa of the calls of each pair, intraclass correlation of the ratings of all.

use overread_stats::{
    Counted, IccModel, IccTable, IccUnit, Kappa, KappaWeights, NotEstimable, median,
};

use super::{Estimated, Found, TOO_LARGE, too_few};
use crate::study::{Cell, Study};

/// Two readers on the cases that both read.
#[derive(Debug, Clone, PartialEq)]
pub struct PairAgreement {
    /// The two.
    pub readers: [usize; 2],
    /// Cohen's kappa of their calls.
    pub kappa: Found,
}

/// All readers under one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Under what.
    pub condition: usize,
    /// Each pair of readers; why there is none.
    pub pairs: Result<Vec<PairAgreement>, NotEstimable>,
    /// The median of the pairs' kappas.
    pub median: Result<f64, NotEstimable>,
    /// The intraclass correlation of single ratings, readers as a sample: ICC(2,1).
    pub ratings: Estimated,
}

/// Readers beyond whom pairs are not compared.
const MOST_READERS: usize = 200;

pub(super) fn of(study: &Study, condition: usize) -> Agreement {
    let readers: Vec<usize> = (0..study.readers().len())
        .filter(|reader| study.of_reader(condition, *reader).next().is_some())
        .collect();
    let pairs = pairs(study, condition, &readers);
    let kappas: Vec<f64> = pairs
        .iter()
        .flatten()
        .filter_map(|pair| pair.kappa.value.as_ref().ok().copied())
        .collect();
    Agreement {
        condition,
        median: match &pairs {
            Ok(_) => median(&kappas),
            Err(reason) => Err(reason.clone()),
        },
        pairs,
        ratings: correlation(study, condition, &readers),
    }
}

fn pairs(
    study: &Study,
    condition: usize,
    readers: &[usize],
) -> Result<Vec<PairAgreement>, NotEstimable> {
    if readers.len() < 2 {
        return Err(too_few(Counted::Readers, 2, readers.len()));
    }
    if readers.len() > MOST_READERS {
        return Err(TOO_LARGE);
    }
    let mut pairs = Vec::new();
    for (place, &first) in readers.iter().enumerate() {
        for &second in &readers[place + 1..] {
            let calls: Vec<(u32, u32)> = study
                .of_reader(condition, first)
                .filter_map(|(case, read)| {
                    let cell = Cell {
                        condition,
                        reader: second,
                        case,
                    };
                    let other = study.read(cell)?.call?;
                    Some((u32::from(read.call?), u32::from(other)))
                })
                .collect();
            pairs.push(PairAgreement {
                readers: [first, second],
                kappa: match Kappa::of(&calls, KappaWeights::Unweighted) {
                    Ok(kappa) => Found::of(kappa.value, kappa.estimate()),
                    Err(reason) => Found::none(&reason),
                },
            });
        }
    }
    Ok(pairs)
}

/// On the cases that every reader rated.
fn correlation(study: &Study, condition: usize, readers: &[usize]) -> Estimated {
    if readers.len() < 2 {
        return Err(too_few(Counted::Readers, 2, readers.len()));
    }
    let rows: Vec<Vec<f64>> = (0..study.cases().len())
        .filter_map(|case| {
            let rating = |reader: &usize| {
                let cell = Cell {
                    condition,
                    reader: *reader,
                    case,
                };
                study.read(cell)?.rating
            };
            readers.iter().map(rating).collect()
        })
        .collect();
    IccTable::of(&rows)?.estimate(IccModel::TwoWayRandom, IccUnit::Single)
}
