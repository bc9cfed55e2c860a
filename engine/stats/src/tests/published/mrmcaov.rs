//! MRMCaov 0.3 on Van Dyke, in the digits it prints: other covariances, sensitivities, nested cases, binormal areas.

use super::ledger::Ledger;
use crate::mrmc::tests::van_dyke::{CaseColumn, van_dyke as ratings};
use crate::{
    Binormal, CaseDesign, FigureCovariance, FigureTable, NotEstimable, ObuchowskiRockette,
    Population, ReferenceDistribution, RocRatings,
};

const TEST: &str = "mrmcaov_vandyke";

pub(super) fn van_dyke(ledger: &mut Ledger) {
    let crossed = ratings(TEST, CaseColumn::Crossed).unwrap();
    let areas = crossed.areas().unwrap();
    let with = |covariance| ObuchowskiRockette::with(&areas, covariance).unwrap();
    let unbiased = with(FigureCovariance::unbiased(&crossed).unwrap());
    test(ledger, "unbiased", &unbiased, [9, 8, 11]);
    interval(ledger, "unbiased", &unbiased, 13);
    covariances(
        ledger,
        "unbiased",
        &unbiased,
        &["var", "cov1", "cov2", "cov3"],
    );
    let delong = with(FigureCovariance::delong(&crossed).unwrap());
    test(ledger, "DeLong", &delong, [6, 5, 8]);
    interval(ledger, "DeLong", &delong, 10);

    let at = "binary_sens_ge3";
    let sensitivities = crossed.sensitivities(3.0).unwrap();
    for i in 0..2 {
        let of_readers = (0..5).map(|j| sensitivities.figure(i, j).unwrap());
        ledger.near_all(&format!("{at}/theta/{i}"), of_readers);
    }
    let found = ObuchowskiRockette::of(&sensitivities).unwrap();
    test(ledger, at, &found, [6, 5, 8]);
    interval(ledger, at, &found, 7);
    covariances(ledger, at, &found, &["var", "cov1", "cov2", "cov3"]);
    let difference = found.difference(Population::ReadersAndCases, 0, 1).unwrap();
    ledger.rounded(&format!("{at}/diff"), 8, difference.value);

    nested(
        ledger,
        "nested_cases_in_reader",
        CaseColumn::NestedInReader,
        [8, 8, 8],
        &["var", "cov1"],
    );
    nested(
        ledger,
        "nested_cases_in_test",
        CaseColumn::NestedInCondition,
        [6, 5, 7],
        &["var", "cov2"],
    );
    binormal(ledger, &crossed);
}

/// F, its second degrees of freedom and p, rounded to so many digits behind the point.
fn test(ledger: &mut Ledger, at: &str, found: &ObuchowskiRockette, digits: [i32; 3]) {
    let test = found.test(Population::ReadersAndCases).unwrap();
    let ReferenceDistribution::F(_, df2) = test.reference else {
        panic!("{:?}", test.reference);
    };
    ledger.rounded(&format!("{at}/F"), digits[0], test.statistic);
    ledger.rounded(&format!("{at}/df2"), digits[1], df2);
    ledger.rounded(&format!("{at}/p"), digits[2], test.p);
}

fn interval(ledger: &mut Ledger, at: &str, found: &ObuchowskiRockette, digits: i32) {
    let difference = found.difference(Population::ReadersAndCases, 0, 1).unwrap();
    ledger.rounded_all(&format!("{at}/ci"), digits, difference.interval95());
}

/// Ten digits behind the point are printed.
fn covariances(ledger: &mut Ledger, at: &str, found: &ObuchowskiRockette, names: &[&str]) {
    let means = found.covariances();
    for name in names {
        let value = match *name {
            "var" => Some(means.variance),
            "cov1" => means.cov1,
            "cov2" => means.cov2,
            _ => means.cov3,
        };
        ledger.rounded(&format!("{at}/{name}"), 10, value.unwrap());
    }
}

fn nested(ledger: &mut Ledger, at: &str, column: CaseColumn, digits: [i32; 3], names: &[&str]) {
    let ratings = ratings(TEST, column).unwrap();
    let found = ObuchowskiRockette::of_areas(&ratings).unwrap();
    test(ledger, at, &found, digits);
    covariances(ledger, at, &found, names);
    // Figures on different cases have no covariance.
    let means = found.covariances();
    assert_eq!(means.cov3, Some(0.0));
    let (design, zero) = if column == CaseColumn::NestedInReader {
        (CaseDesign::NestedInReader, means.cov2)
    } else {
        (CaseDesign::NestedInCondition, means.cov1)
    };
    assert_eq!((ratings.case_design(), zero), (Ok(design), Some(0.0)));
}

/// Binormal areas with jackknife covariances. Where no curve is the likeliest, because others are likelier without end,
/// that program stops on the way.
///
/// Without the one abnormal case that the fourth reader rates 2 in the first condition the curve becomes a horizontal line
/// of area 42/44; that program stops 4e-5 above it. This one number is sought, as what gives the second degrees of freedom
/// that are printed; F and p follow. The same reader's curve in the second condition becomes the whole square.
fn binormal(ledger: &mut Ledger, ratings: &RocRatings) {
    let at = "binormal_auc";
    let [_, _, n_cases] = ratings.size();
    let cells = (0..2).flat_map(|i| (0..5).map(move |j| (i, j)));
    let left_out = || [None].into_iter().chain((0..n_cases).map(Some));
    let areas: Vec<Option<f64>> = cells
        .flat_map(|(i, j)| left_out().map(move |case| (i, j, case)))
        .map(|(i, j, case)| area(ratings, i, j, case))
        .collect();
    let with_stop = |stop: f64| {
        let found = |i: usize, j: usize, case: Option<usize>| {
            let place = (5 * i + j) * (n_cases + 1) + case.map_or(0, |case| case + 1);
            Ok(areas[place].unwrap_or(stop))
        };
        FigureTable::of(ratings.size(), found).unwrap()
    };
    assert_eq!(areas.iter().filter(|area| area.is_none()).count(), 1);
    let table = with_stop(LINE);
    for i in 0..2 {
        let of_readers = (0..5).map(|j| table.figure(i, j).unwrap());
        ledger.rounded_all(&format!("{at}/theta/{i}"), 3, of_readers);
    }
    let printed = ledger.printed(&format!("{at}/df2"));
    let (mut low, mut high) = (LINE, LINE + 1e-4);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        let found = ObuchowskiRockette::of(&with_stop(middle)).unwrap();
        let difference = found.difference(Population::ReadersAndCases, 0, 1).unwrap();
        if difference.degrees_of_freedom < printed {
            low = middle;
        } else {
            high = middle;
        }
    }
    let found = ObuchowskiRockette::of(&with_stop(low)).unwrap();
    test(ledger, at, &found, [5, 5, 7]);
}

/// The area of the line that has no slope.
const LINE: f64 = 42.0 / 44.0;

/// The binormal area of a reader without a case: 1 where the curve becomes the whole square, `None` where it becomes a line.
fn area(ratings: &RocRatings, i: usize, j: usize, left_out: Option<usize>) -> Option<f64> {
    let mut counts = [[0_u64; 5]; 2];
    let cases = ratings.read_by(i, j).iter().enumerate();
    for (case, rating) in cases.filter(|(case, _)| Some(*case) != left_out) {
        let category = (1..=5).position(|of| *rating == Some(f64::from(of)))?;
        counts[usize::from(ratings.is_abnormal()[case])][category] += 1;
    }
    match Binormal::of_counts(&counts[0], &counts[1]) {
        Ok(fit) => Some(fit.area()),
        Err(NotEstimable::Degenerate { reason }) if reason.contains("edges") => Some(1.0),
        Err(_) => {
            assert_eq!(counts, [[62, 3, 4, 0, 0], [2, 0, 1, 3, 38]]);
            None
        }
    }
}
