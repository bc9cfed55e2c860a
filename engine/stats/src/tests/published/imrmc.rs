//! The U-statistics of iMRMC on Van Dyke.

use super::ledger::Ledger;
use crate::mrmc::tests::van_dyke::{CaseColumn, van_dyke as ratings};
use crate::{ProductMoments, RocRatings, StudentEstimate, UStatistics};

/// The rows of its tables: each condition alone, then both.
const ROWS: [(usize, usize); 3] = [(0, 0), (1, 1), (0, 1)];

pub(super) fn van_dyke(ledger: &mut Ledger) {
    let data = ratings("imrmc_vandyke_full", CaseColumn::Crossed).unwrap();
    let found = UStatistics::of(&data).unwrap();
    for (moments, at) in [
        (ProductMoments::Unbiased, "Ustat"),
        (ProductMoments::Biased, "MLE"),
    ] {
        modalities(ledger, at, &ROWS, &data);
        let [_, n_readers, _] = data.size();
        ledger.near_all(&format!("{at}/NR"), [n_readers as f64; 3]);
        let area = |condition: usize| found.area(condition, moments).unwrap();
        let areas = ROWS.map(|(a, b)| [area(a), area(b)]);
        let both = ROWS.map(|(a, b)| (a != b).then(|| found.difference(a, b, moments).unwrap()));
        sides(ledger, at, &areas, &both);
        intervals(ledger, at, &areas, &both);
    }
    let cells: Vec<(usize, usize)> = ROWS.iter().flat_map(|&row| [row; 5]).collect();
    modalities(ledger, "perReader", &cells, &data);
    let readers = data.readers().iter().map(|name| format!("r{name}"));
    ledger.texts("perReader/readerID", readers.cycle().take(15));
    let area = |condition, reader| found.reader_area(condition, reader).unwrap();
    let by_reader = || {
        cells
            .iter()
            .enumerate()
            .map(|(row, &(a, b))| (a, b, row % 5))
    };
    let areas: Vec<_> = by_reader()
        .map(|(a, b, j)| [area(a, j), area(b, j)])
        .collect();
    let both: Vec<_> = by_reader()
        .map(|(a, b, j)| (a != b).then(|| found.reader_difference(j, a, b).unwrap()))
        .collect();
    sides(ledger, "perReader", &areas, &both);
    moments(ledger, &found, &data);
}

/// Which conditions a row compares, and on how many cases.
fn modalities(ledger: &mut Ledger, at: &str, rows: &[(usize, usize)], data: &RocRatings) {
    let name = |condition: usize| format!("t{}", data.conditions()[condition]);
    ledger.texts(
        &format!("{at}/modalityA"),
        rows.iter().map(|(a, _)| name(*a)),
    );
    let second = |&(a, b): &(usize, usize)| if a == b { "NO_MOD".to_owned() } else { name(b) };
    ledger.texts(&format!("{at}/modalityB"), rows.iter().map(second));
    let n_abnormal = data.is_abnormal().iter().filter(|is| **is).count();
    let n_normal = data.is_abnormal().len() - n_abnormal;
    ledger.near_all(&format!("{at}/N0"), rows.iter().map(|_| n_normal as f64));
    ledger.near_all(&format!("{at}/N1"), rows.iter().map(|_| n_abnormal as f64));
}

/// Areas and their difference with variances; rows of one condition have no second side.
fn sides(
    ledger: &mut Ledger,
    at: &str,
    areas: &[[StudentEstimate; 2]],
    both: &[Option<StudentEstimate>],
) {
    let value = |of: &StudentEstimate| of.value;
    let variance = |of: &StudentEstimate| of.standard_error * of.standard_error;
    ledger.near_all(&format!("{at}/AUCA"), areas.iter().map(|[a, _]| value(a)));
    ledger.near_all(
        &format!("{at}/varAUCA"),
        areas.iter().map(|[a, _]| variance(a)),
    );
    let second = || areas.iter().zip(both).map(|([_, b], both)| both.map(|_| b));
    ledger.near_all(&format!("{at}/AUCB"), second().map(|b| b.map(value)));
    ledger.near_all(&format!("{at}/varAUCB"), second().map(|b| b.map(variance)));
    let differences = || both.iter().map(Option::as_ref);
    ledger.near_all(
        &format!("{at}/AUCAminusAUCB"),
        differences().map(|both| both.map(value)),
    );
    ledger.near_all(
        &format!("{at}/varAUCAminusAUCB"),
        differences().map(|both| both.map(variance)),
    );
}

/// Intervals and tests of what each row is about: an area against 1/2, a difference against 0.
fn intervals(
    ledger: &mut Ledger,
    at: &str,
    areas: &[[StudentEstimate; 2]; 3],
    both: &[Option<StudentEstimate>; 3],
) {
    let found = [0, 1, 2].map(|row| both[row].unwrap_or(areas[row][0]));
    let null = [0, 1, 2].map(|row| if both[row].is_some() { 0.0 } else { 0.5 });
    let normal = found.map(|of| StudentEstimate {
        degrees_of_freedom: f64::INFINITY,
        ..of
    });
    // As that program tests: whole degrees of freedom.
    let whole = found.map(StudentEstimate::with_whole_degrees);
    let degrees = found.map(|of| of.degrees_of_freedom);
    ledger.near_all(&format!("{at}/dfBDG"), degrees);
    for (found, name, p) in [
        (normal, "CInormal", "pValueNormal"),
        (whole, "CIBDG", "pValueBDG"),
    ] {
        let intervals = found.map(|of| of.interval95());
        ledger.near_all(
            &format!("{at}/bot{name}"),
            intervals.map(|[lower, _]| lower),
        );
        ledger.near_all(
            &format!("{at}/top{name}"),
            intervals.map(|[_, upper]| upper),
        );
        let p_values = [0, 1, 2].map(|row| found[row].p(null[row]));
        ledger.near_complements(&format!("{at}/{p}"), p_values);
    }
}

/// The product moments M1 to M8 of each pair of conditions, and the components of variance that they give.
fn moments(ledger: &mut Ledger, found: &UStatistics, data: &RocRatings) {
    let of = ROWS.map(|(a, b)| found.moments(a, b, ProductMoments::Unbiased).unwrap());
    for k in 0..8 {
        let column = of.map(|moments| moments[k]);
        ledger.near_all(&format!("BDG_moments/M{}", k + 1), column);
    }
    // What is the same by chance in M1 to M8: reader, normal and abnormal case; reader and abnormal; reader and normal;
    // reader; both cases; abnormal; normal; nothing.
    let components: [(&str, fn([f64; 8]) -> f64); 7] = [
        ("N", |[.., m7, m8]| m7 - m8),
        ("D", |[.., m6, _, m8]| m6 - m8),
        ("ND", |[.., m5, m6, m7, m8]| m5 - m6 - m7 + m8),
        ("R", |[_, _, _, m4, .., m8]| m4 - m8),
        ("NR", |[_, _, m3, m4, _, _, m7, m8]| m3 - m4 - m7 + m8),
        ("DR", |[_, m2, _, m4, _, m6, _, m8]| m2 - m4 - m6 + m8),
        ("RND", |[m1, m2, m3, m4, m5, m6, m7, m8]| {
            m1 - m2 - m3 + m4 - m5 + m6 + m7 - m8
        }),
    ];
    for (name, component) in components {
        ledger.near_all(&format!("BCK/{name}"), of.map(component));
    }
    for at in ["BDG_moments", "BCK"] {
        let name = |condition: usize| format!("t{}", data.conditions()[condition]);
        ledger.texts(&format!("{at}/modalityID.1"), ROWS.map(|(a, _)| name(a)));
        ledger.texts(&format!("{at}/modalityID.2"), ROWS.map(|(_, b)| name(b)));
    }
}

/// How that program rounds degrees of freedom, and the p-value of exact ones, which is ours.
pub(super) fn note(ledger: &mut Ledger) {
    let data = ratings("imrmc_note", CaseColumn::Crossed).unwrap();
    let found = UStatistics::of(&data).unwrap();
    let difference = found.difference(0, 1, ProductMoments::Unbiased).unwrap();
    let p = difference.p(0.0);
    let text = format!(
        "dfBDG is floored before the t quantile/p; if dfBDG>50 the normal is used; dfBDG is never below \
         min(dfN,dfD,dfR). Exact-df p for the full VanDyke is {p:.14}."
    );
    ledger.text("", &text);
}
