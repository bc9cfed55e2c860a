//! One AI service against the mean of many readers on the same cases. No AI-assisted readers: those are a condition.

use super::covariance::FigureCovariance;
use super::obuchowski_rockette::{Population, degrees_of_freedom};
use crate::{Counted, FigureTable, NotEstimable, StudentEstimate};

/// The mean figure of the readers less that of the service: d_j = θ_j - θ_AI, the service being no sample of services.
///
/// Readers and cases: SE² = (var(d) + J max(cov2, 0))/J on (J-1) [(var(d) + J max(cov2, 0))/var(d)]², where cov2 is the
/// mean covariance of d_j and d_j' over readers, by jackknife. Cases (exactly these readers): the mean of all
/// covariances of d, normal. Readers (exactly these cases): var(d)/J on J-1.
///
/// `readers` and `service` have one condition each, `service` one reader, both the same cases in the same order.
///
/// Source: Hillis, Obuchowski, Berbaum, Acad Radiol 2011;18:129; Chakraborty, Observer Performance Methods for
/// Diagnostic Imaging, 2017, chapter 22 (single condition, readers and cases random; page unverified).
///
/// Simulated on the model of Roe and Metz (5 readers whose mean area is the service's, 50 + 50 cases, 2,000 runs each,
/// seed 8; structures HL, LL, HH, LH): rejected at 5 % in 4.9, 6.2, 4.7 and 5.7 %.
///
/// # Errors
/// [`NotEstimable::TooFew`] on one reader unless readers are fixed; [`NotEstimable::Unequal`] where conditions, services
/// or cases differ in number; [`NotEstimable::Degenerate`] where nothing varies.
pub fn against_readers(
    population: Population,
    readers: &FigureTable,
    service: &FigureTable,
) -> Result<StudentEstimate, NotEstimable> {
    let [n_conditions, n_readers, n_cases] = readers.size();
    let [service_conditions, services, service_cases] = service.size();
    for (what, left, right) in [
        (
            "conditions of the readers, of which one is compared",
            n_conditions,
            1,
        ),
        (
            "conditions of the service, of which one is compared",
            service_conditions,
            1,
        ),
        ("services, of which one is compared", services, 1),
        ("cases of readers and service", n_cases, service_cases),
    ] {
        if left != right {
            return Err(NotEstimable::Unequal { what, left, right });
        }
    }
    let needed = if population == Population::Cases {
        1
    } else {
        2
    };
    if n_readers < needed {
        let (what, found) = (Counted::Readers, n_readers);
        return Err(NotEstimable::TooFew {
            what,
            needed,
            found,
        });
    }
    let differences = differences(readers, service)?;
    let d: Vec<f64> = (0..n_readers)
        .filter_map(|j| differences.figure(0, j))
        .collect();
    let j = n_readers as f64;
    let value = d.iter().sum::<f64>() / j;
    let means = FigureCovariance::jackknife(&differences)?.means();
    let cov2 = means.cov2.unwrap_or(0.0).max(0.0);
    if population == Population::Cases {
        let variance = (means.variance + (j - 1.0) * cov2) / j;
        return StudentEstimate::new(value, variance, f64::INFINITY);
    }
    let spread = d.iter().map(|d| (d - value) * (d - value)).sum::<f64>() / (j - 1.0);
    let (whole, df) = match population {
        Population::Readers => (spread, j - 1.0),
        Population::ReadersAndCases | Population::Cases => {
            let whole = spread + j * cov2;
            (whole, degrees_of_freedom(whole, spread, j - 1.0))
        }
    };
    StudentEstimate::new(value, whole / j, df)
}

/// Each reader's figure less that of the service, with the same of the leave-one-out figures.
fn differences(readers: &FigureTable, service: &FigureTable) -> Result<FigureTable, NotEstimable> {
    let [_, n_readers, n_cases] = readers.size();
    let of_service = service.left_out(0, 0);
    FigureTable::of([1, n_readers, n_cases], |_, reader, case| {
        let pair = match case {
            None => (readers.figure(0, reader), service.figure(0, 0)),
            Some(case) => {
                let left_out = readers.left_out(0, reader);
                (left_out.get(case).copied(), of_service.get(case).copied())
            }
        };
        match pair {
            (Some(reader), Some(service)) => Ok(reader - service),
            (None, _) | (_, None) => {
                let cell = format!("reader {reader}");
                Err(NotEstimable::MissingCell { cell })
            }
        }
    })
}

#[cfg(test)]
mod tests;
