//! Marks against lesions: FROC curves and weighted AFROC areas of the cases that all readers read.

use overread_stats::{
    Counted, CurvePoint, Estimate, FreeResponse, LocalisationCurve, LocalisationFigure, Mark,
    Method, NotEstimable, ObuchowskiRockette, Population, StudentEstimate, Target,
};

use super::comparison::{Comparison, FigureOfMerit, ReaderDifference, of_crossed};
use super::{Found, TOO_LARGE, Tested, too_few};
use crate::study::{Cell, Study};

/// The marks of one reader.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderFroc {
    /// Who read.
    pub reader: usize,
    /// The FROC curve: marks on no lesion a case against the share of lesions marked.
    pub curve: Result<Vec<CurvePoint>, NotEstimable>,
    /// The weighted AFROC area with its jackknife interval.
    pub wafroc: Found,
    /// The share of lesions with any mark.
    pub found_lesions: Result<f64, NotEstimable>,
    /// Marks on no lesion a case.
    pub false_marks: Result<f64, NotEstimable>,
}

/// The marks under one condition.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionFroc {
    /// Under what.
    pub condition: usize,
    /// The readers.
    pub readers: Vec<ReaderFroc>,
    /// The mean of the readers' curves at equal rates of marks on no lesion, up to the rate that one reader reaches.
    pub mean: Vec<[f64; 2]>,
    /// The mean weighted AFROC area.
    pub wafroc: Found,
}

/// The free-response part of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeResponseReading {
    /// Cases that every reader here read under every condition here, of known truth.
    pub n_cases: usize,
    /// Their lesions.
    pub n_lesions: usize,
    /// The readers.
    pub readers: Vec<usize>,
    /// The conditions, without AI first where two are compared.
    pub conditions: Vec<ConditionFroc>,
    pub(super) analysis: Result<ObuchowskiRockette, NotEstimable>,
}

/// As many evaluations of a figure as a page is worth.
const MOST_STEPS: usize = 200_000_000;
/// Points of a mean curve.
const N_RATES: u32 = 60;

pub(super) fn of(
    study: &Study,
    compared: Option<[usize; 2]>,
) -> Result<FreeResponseReading, NotEstimable> {
    let conditions: Vec<usize> = match compared {
        Some(pair) => pair.into(),
        None => (0..study.conditions().len()).take(1).collect(),
    };
    if conditions.is_empty() {
        return Err(too_few(Counted::Conditions, 1, 0));
    }
    let readers: Vec<usize> = (0..study.readers().len())
        .filter(|reader| {
            let mut all = conditions.iter();
            all.all(|condition| study.of_reader(*condition, *reader).next().is_some())
        })
        .collect();
    if readers.is_empty() {
        return Err(too_few(Counted::Readers, 1, 0));
    }
    let cases = crossed_cases(study, &conditions, &readers);
    if cases.is_empty() {
        return Err(too_few(Counted::Cases, 1, 0));
    }
    let marks = marks(study, &conditions, &readers, &cases);
    if marks.is_empty() {
        return Err(NotEstimable::Degenerate {
            reason: "no reader set a mark",
        });
    }
    let n_cells = conditions.len().saturating_mul(readers.len());
    let work = n_cells
        .saturating_mul(cases.len())
        .saturating_mul(cases.len());
    if work > MOST_STEPS {
        return Err(TOO_LARGE);
    }
    let weights: Vec<Vec<f64>> = cases
        .iter()
        .map(|case| FreeResponse::equal_weights(study.cases()[*case].n_lesions))
        .collect();
    let read = FreeResponse::new([conditions.len(), readers.len()], &weights, &marks)?;
    let table = read.table(LocalisationFigure::Wafroc);
    let analysis = table.and_then(|table| ObuchowskiRockette::of(&table));
    let of_conditions = conditions.iter().enumerate();
    Ok(FreeResponseReading {
        n_cases: cases.len(),
        n_lesions: read.n_lesions(),
        conditions: of_conditions
            .map(|(place, condition)| {
                of_condition(&read, analysis.as_ref(), (place, *condition), &readers)
            })
            .collect(),
        readers,
        analysis,
    })
}

/// The cases of known truth that each reader read under each condition.
fn crossed_cases(study: &Study, conditions: &[usize], readers: &[usize]) -> Vec<usize> {
    let is_read = |case: usize| {
        conditions.iter().all(|&condition| {
            readers.iter().all(|&reader| {
                let cell = Cell {
                    condition,
                    reader,
                    case,
                };
                study.read(cell).is_some()
            })
        })
    };
    (0..study.cases().len())
        .filter(|case| study.truth(*case).is_some() && is_read(*case))
        .collect()
}

fn marks(study: &Study, conditions: &[usize], readers: &[usize], cases: &[usize]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (condition, &of_condition) in conditions.iter().enumerate() {
        for (reader, &of_reader) in readers.iter().enumerate() {
            for (case, &of_case) in cases.iter().enumerate() {
                let cell = Cell {
                    condition: of_condition,
                    reader: of_reader,
                    case: of_case,
                };
                let Some(read) = study.read(cell) else {
                    continue;
                };
                let lesions = &study.cases()[of_case].lesions;
                for (number, mark) in read.marks.iter().enumerate() {
                    let lesion = mark.lesion.as_ref();
                    let place = lesion.and_then(|id| lesions.iter().position(|known| known == id));
                    marks.push(Mark {
                        condition,
                        reader,
                        case,
                        target: place.map_or(Target::NonLesion, Target::Lesion),
                        number,
                        rating: mark.rating,
                    });
                }
            }
        }
    }
    marks
}

fn of_condition(
    read: &FreeResponse,
    analysis: Result<&ObuchowskiRockette, &NotEstimable>,
    (place, condition): (usize, usize),
    readers: &[usize],
) -> ConditionFroc {
    let n_cases = read.size()[2] as u64;
    let of_reader = |(idx, reader): (usize, &usize)| ReaderFroc {
        reader: *reader,
        curve: read.curve(place, idx, LocalisationCurve::Froc),
        wafroc: match read.figure(place, idx, LocalisationFigure::Wafroc) {
            Ok(value) => Found::of(
                value,
                analysis
                    .map_err(Clone::clone)
                    .and_then(|found| found.reader(place, idx))
                    .map(|found| share(&found, n_cases)),
            ),
            Err(reason) => Found::none(&reason),
        },
        found_lesions: read.figure(place, idx, LocalisationFigure::MAX_LLF),
        false_marks: read.figure(place, idx, LocalisationFigure::MAX_NLF),
    };
    let of_readers: Vec<ReaderFroc> = readers.iter().enumerate().map(of_reader).collect();
    let wafroc = match analysis {
        Err(reason) => Found::none(reason),
        Ok(found) => {
            let population = if readers.len() > 1 {
                Population::ReadersAndCases
            } else {
                Population::Cases
            };
            let estimate = found.condition(population, place);
            match (found.mean(place), estimate) {
                (Some(value), estimate) => Found::of(
                    value,
                    estimate.map(|found| share(&found, readers.len() as u64)),
                ),
                (None, Ok(found)) => Found::of(found.value, Ok(share(&found, 1))),
                (None, Err(reason)) => Found::none(&reason),
            }
        }
    };
    ConditionFroc {
        condition,
        mean: mean_curve(read, place, &of_readers),
        readers: of_readers,
        wafroc,
    }
}

fn share(found: &StudentEstimate, n: u64) -> Estimate {
    let estimate = found.estimate95(n);
    Estimate {
        lower: estimate.lower.max(0.0),
        upper: estimate.upper.min(1.0),
        method: Method::Student95,
        ..estimate
    }
}

fn mean_curve(read: &FreeResponse, place: usize, readers: &[ReaderFroc]) -> Vec<[f64; 2]> {
    let ends = readers.iter().filter_map(|of| of.false_marks.as_ref().ok());
    let end = ends.copied().fold(0.0_f64, f64::max);
    let at = |step: u32| {
        let rate = end * f64::from(step) / f64::from(N_RATES);
        let figure = LocalisationFigure::LlfAtNlf { rate };
        let found: Result<Vec<f64>, NotEstimable> = (0..readers.len())
            .map(|idx| read.figure(place, idx, figure))
            .collect();
        let found = found.ok()?;
        Some([rate, found.iter().sum::<f64>() / found.len() as f64])
    };
    (0..=N_RATES).filter_map(at).collect()
}

/// The weighted AFROC areas with and without AI; only where two conditions were read.
pub(super) fn compared(reading: &FreeResponseReading) -> Comparison {
    let [without, with] = reading.conditions.as_slice() else {
        unreachable!("a comparison has two conditions");
    };
    let pairs = without.readers.iter().zip(&with.readers).enumerate();
    let readers: Vec<ReaderDifference> = pairs
        .map(|(idx, (first, last))| ReaderDifference {
            reader: first.reader,
            values: [first, last].map(|of| of.wafroc.value.as_ref().ok().copied()),
            difference: reading
                .analysis
                .clone()
                .and_then(|found| found.reader_difference(idx, 1, 0))
                .map(|found| Tested {
                    estimate: found.estimate95(reading.n_cases as u64),
                    p: Some(found.p(0.0)),
                }),
        })
        .collect();
    match &reading.analysis {
        Ok(found) => of_crossed(FigureOfMerit::Wafroc, found, readers),
        Err(reason) => super::comparison::none(FigureOfMerit::Wafroc, reason, readers),
    }
}
