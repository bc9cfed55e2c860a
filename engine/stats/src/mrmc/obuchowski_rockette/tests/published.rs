//! What other programs print: RJafroc, MRMCaov, OR-DBM MRMC (Iowa).

use std::collections::BTreeMap;

use super::super::super::roc_ratings::RocRow;
use super::super::super::tests::dbm::Dbm;
use super::super::super::tests::numpy_random::RandomState;
use super::super::super::tests::van_dyke::{CaseColumn, van_dyke};
use super::*;
use crate::tests::published::{expected, folder, numbers};

const ALL: Population = Population::ReadersAndCases;

#[track_caller]
fn near(found: f64, expected: &serde_json::Value) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs(),
        "found {found}, expected {expected}"
    );
}

#[track_caller]
fn near_all(found: &[f64], expected: &serde_json::Value) {
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        near(*found, expected);
    }
}

fn df2(test: &ConditionTest) -> f64 {
    match test.reference {
        ReferenceDistribution::F(_, df2) => df2,
        ReferenceDistribution::ChiSquared(_) => f64::INFINITY,
    }
}

#[track_caller]
fn check_difference(found: &StudentEstimate, expected: &serde_json::Value) {
    near(found.value, &expected["Estimate"]);
    near(found.standard_error, &expected["StdErr"]);
    let [lower, upper] = found.interval95();
    near(lower, &expected["CILower"]);
    near(upper, &expected["CIUpper"]);
    let is_t = expected.get("t").is_some();
    near(
        found.statistic(0.0),
        &expected[if is_t { "t" } else { "z" }],
    );
    near(
        found.p(0.0),
        &expected[if is_t { "PrGTt" } else { "PrGTz" }],
    );
}

#[track_caller]
fn check_conditions(
    found: &ObuchowskiRockette,
    population: Population,
    expected: &serde_json::Value,
) {
    let conditions: Vec<StudentEstimate> = (0..2)
        .map(|i| found.condition(population, i).unwrap())
        .collect();
    let each =
        |value: fn(&StudentEstimate) -> f64| conditions.iter().map(value).collect::<Vec<_>>();
    near_all(&each(|mean| mean.value), &expected["Estimate"]);
    near_all(&each(|mean| mean.standard_error), &expected["StdErr"]);
    near_all(&each(|mean| mean.interval95()[0]), &expected["CILower"]);
    near_all(&each(|mean| mean.interval95()[1]), &expected["CIUpper"]);
    if population != Population::Cases {
        near_all(&each(|mean| mean.degrees_of_freedom), &expected["DF"]);
    }
}

fn check_components(found: &ObuchowskiRockette, expected: &serde_json::Value) {
    let squares = found.mean_squares();
    let of = [squares.condition, squares.reader, squares.interaction].map(Option::unwrap);
    near_all(&of, &expected["TRanova"]["MS"]);
    let (components, means) = (found.components().unwrap(), found.covariances());
    near_all(
        &[
            components.reader,
            components.condition_reader,
            means.cov1.unwrap(),
            means.cov2.unwrap(),
            means.cov3.unwrap(),
            means.variance,
        ],
        &expected["VarCom"]["Estimates"],
    );
}

#[test]
fn van_dyke_by_rjafroc() {
    let key = "rjafroc_vandyke_OR";
    let (Some(ratings), Some(expected)) = (van_dyke(key, CaseColumn::Crossed), expected(key))
    else {
        return;
    };
    let table = ratings.areas().unwrap();
    for i in 0..2 {
        let figures: Vec<f64> = (0..5).map(|j| table.figure(i, j).unwrap()).collect();
        near_all(&figures, &expected["FOMs"]["foms"][i]);
    }
    let found = ObuchowskiRockette::of_areas(&ratings).unwrap();
    check_components(&found, &expected["ANOVA"]);
    let readers = &expected["ANOVA"]["IndividualRdr"];
    let of = |value: fn(&FigureCovariances) -> f64| -> Vec<f64> {
        (0..5)
            .map(|j| value(&found.covariance.means_of_reader(j)))
            .collect()
    };
    near_all(&of(|means| means.variance), &readers["varEachRdr"]);
    near_all(&of(|means| means.cov1.unwrap()), &readers["cov1EachRdr"]);

    let test = found.test(ALL).unwrap();
    near(test.statistic, &expected["RRRC"]["FTests"]["FStat"][0]);
    near(test.error_mean_square, &expected["RRRC"]["FTests"]["MS"][1]);
    near(df2(&test), &expected["RRRC"]["FTests"]["DF"][1]);
    near(test.p, &expected["RRRC"]["FTests"]["p"][0]);
    let test = found.test(Population::Cases).unwrap();
    near(test.statistic, &expected["FRRC"]["FTests"]["Chisq"][0]);
    near(test.p, &expected["FRRC"]["FTests"]["p"][0]);
    let test = found.test(Population::Readers).unwrap();
    near(test.statistic, &expected["RRFC"]["FTests"]["F"][0]);
    near(test.p, &expected["RRFC"]["FTests"]["p"][0]);
    for (population, name) in [
        (ALL, "RRRC"),
        (Population::Cases, "FRRC"),
        (Population::Readers, "RRFC"),
    ] {
        check_difference(
            &found.difference(population, 0, 1).unwrap(),
            &expected[name]["ciDiffTrt"],
        );
        check_conditions(&found, population, &expected[name]["ciAvgRdrEachTrt"]);
    }
    let by_reader = &expected["FRRC"]["ciDiffTrtEachRdr"];
    for j in 0..5 {
        let found = found.reader_difference(j, 0, 1).unwrap();
        near(found.value, &by_reader["Estimate"][j]);
        near(found.standard_error, &by_reader["StdErr"][j]);
        near(found.statistic(0.0), &by_reader["z"][j]);
        near(found.p(0.0), &by_reader["PrGTz"][j]);
        near(found.interval95()[0], &by_reader["CILower"][j]);
        near(found.interval95()[1], &by_reader["CIUpper"][j]);
    }
}

#[test]
fn van_dyke_by_dbm() {
    let key = "rjafroc_vandyke_DBM";
    let (Some(ratings), Some(expected)) = (van_dyke(key, CaseColumn::Crossed), expected(key))
    else {
        return;
    };
    let table = ratings.areas().unwrap();
    let dbm = Dbm::of(&table);
    let squares = numbers(&serde_json::Value::Array(
        expected["ANOVA"]["TRCanova"]["MS"].as_array().unwrap()[..7].to_vec(),
    ));
    for (found, expected) in [dbm.t, dbm.r, dbm.c, dbm.tr, dbm.tc, dbm.rc, dbm.trc]
        .iter()
        .zip(squares)
    {
        assert!(
            (found / expected - 1.0).abs() < 1e-9,
            "{found} is not {expected}"
        );
    }
    let found = ObuchowskiRockette::of(&table).unwrap();
    let components = found.components().unwrap();
    near_all(
        &[
            components.reader,
            components.case,
            components.condition_reader,
            components.condition_case,
            components.reader_case,
            components.error,
        ],
        &expected["ANOVA"]["VarCom"]["Estimates"],
    );
    let (f, df) = dbm.random_readers_and_cases();
    let test = found.test(ALL).unwrap();
    assert!((f / test.statistic - 1.0).abs() < 1e-9 && (df / df2(&test) - 1.0).abs() < 1e-9);
    near(f, &expected["RRRC"]["FTests"]["FStat"][0]);
    near(df, &expected["RRRC"]["FTests"]["DF"][1]);
}

#[test]
fn van_dyke_by_delong() {
    let key = "rjafroc_vandyke_DeLong_components";
    let (Some(ratings), Some(components)) = (van_dyke(key, CaseColumn::Crossed), expected(key))
    else {
        return;
    };
    let covariance = FigureCovariance::delong(&ratings).unwrap();
    let found = ObuchowskiRockette::with(&ratings.areas().unwrap(), covariance).unwrap();
    check_components(&found, &components);
    let expected = &expected("mrmcaov_vandyke").unwrap()["DeLong"];
    check_mrmcaov(&found, expected, 5e-7);
}

/// F, df2, p and interval as MRMCaov prints them, which are rounded.
#[track_caller]
fn check_mrmcaov(found: &ObuchowskiRockette, expected: &serde_json::Value, rounding: f64) {
    let test = found.test(ALL).unwrap();
    let difference = found.difference(ALL, 0, 1).unwrap();
    let close = |found: f64, name: &serde_json::Value| {
        let expected = name.as_f64().unwrap();
        assert!(
            (found - expected).abs() <= rounding * expected.abs().max(0.02),
            "{found} is not {expected}"
        );
    };
    close(test.statistic, &expected["F"]);
    close(df2(&test), &expected["df2"]);
    close(test.p, &expected["p"]);
    if let Some(interval) = expected.get("ci") {
        close(difference.interval95()[0], &interval[0]);
        close(difference.interval95()[1], &interval[1]);
    }
    let means = found.covariances();
    for (value, name) in [
        (Some(means.variance), "var"),
        (means.cov1, "cov1"),
        (means.cov2, "cov2"),
        (means.cov3, "cov3"),
    ] {
        if let Some(expected) = expected.get(name) {
            // Ten decimal places are printed.
            assert!(
                (value.unwrap() - expected.as_f64().unwrap()).abs() < 1e-10,
                "{name} {value:?}"
            );
        }
    }
}

#[test]
fn van_dyke_by_mrmcaov() {
    let key = "mrmcaov_vandyke";
    let (Some(ratings), Some(expected)) = (van_dyke(key, CaseColumn::Crossed), expected(key))
    else {
        return;
    };
    let covariance = FigureCovariance::unbiased(&ratings).unwrap();
    let found = ObuchowskiRockette::with(&ratings.areas().unwrap(), covariance).unwrap();
    check_mrmcaov(&found, &expected["unbiased"], 1e-9);

    let table = ratings.sensitivities(3.0).unwrap();
    for i in 0..2 {
        let figures: Vec<f64> = (0..5).map(|j| table.figure(i, j).unwrap()).collect();
        near_all(&figures, &expected["binary_sens_ge3"]["theta"][i]);
    }
    check_mrmcaov(
        &ObuchowskiRockette::of(&table).unwrap(),
        &expected["binary_sens_ge3"],
        2e-6,
    );
}

#[test]
fn van_dyke_with_nested_cases() {
    let key = "mrmcaov_vandyke";
    let Some(expected) = expected(key) else {
        return;
    };
    for (column, design, name) in [
        (
            CaseColumn::NestedInReader,
            CaseDesign::NestedInReader,
            "nested_cases_in_reader",
        ),
        (
            CaseColumn::NestedInCondition,
            CaseDesign::NestedInCondition,
            "nested_cases_in_test",
        ),
    ] {
        let ratings = van_dyke(key, column).unwrap();
        assert_eq!(ratings.case_design(), Ok(design));
        let found = ObuchowskiRockette::of_areas(&ratings).unwrap();
        check_mrmcaov(&found, &expected[name], 5e-7);
        let means = found.covariances();
        assert_eq!(means.cov3, Some(0.0));
        let zero = if design == CaseDesign::NestedInReader {
            means.cov2
        } else {
            means.cov1
        };
        assert_eq!(zero, Some(0.0));
    }
}

/// wAFROC of the published FROC data, by its definition: not the crate's own, so that this test stands alone.
fn wafroc_table(test: &str) -> Option<FigureTable> {
    let read = |name: &str| -> Option<String> {
        Some(std::fs::read_to_string(folder(test)?.join(name)).unwrap())
    };
    let (truth, marks) = (
        read("froc_tony01_truth.csv")?,
        read("froc_tony01_marks.csv")?,
    );
    let split = |text: &str| -> Vec<Vec<String>> {
        text.lines()
            .skip(1)
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect()
    };
    let number = |text: &str| text.parse::<usize>().unwrap();
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for row in split(&truth) {
        weights.insert((number(&row[0]), number(&row[1])), row[2].parse().unwrap());
    }
    let (mut noise, mut hits) = (BTreeMap::new(), BTreeMap::new());
    for row in split(&marks) {
        let cell = (number(&row[0]), number(&row[1]), number(&row[2]));
        let rating: f64 = row[5].parse().unwrap();
        let kept = if row[3] == "NL" {
            noise.entry(cell).or_insert(f64::NEG_INFINITY)
        } else {
            hits.entry((cell, number(&row[4])))
                .or_insert(f64::NEG_INFINITY)
        };
        *kept = f64::max(*kept, rating);
    }
    let psi = |y: f64, x: f64| {
        if x > y {
            1.0
        } else {
            f64::from(u8::from(x == y)) / 2.0
        }
    };
    let table = FigureTable::of([2, 5, 185], |i, j, left_out| {
        let cell = |case: usize| (i + 1, j + 1, case);
        let is_in = |case: &usize| left_out != Some(case - 1);
        let normal: Vec<f64> = (1..=96)
            .filter(is_in)
            .map(|case| noise.get(&cell(case)).copied().unwrap_or(f64::NEG_INFINITY))
            .collect();
        let (mut sum, abnormal) = (0.0, (97..=185).filter(is_in).count());
        for ((case, lesion), weight) in &weights {
            if is_in(case) {
                let hit = hits
                    .get(&(cell(*case), *lesion))
                    .copied()
                    .unwrap_or(f64::NEG_INFINITY);
                sum += weight * normal.iter().map(|y| psi(*y, hit)).sum::<f64>();
            }
        }
        Ok(sum / (normal.len() * abnormal) as f64)
    });
    Some(table.unwrap())
}

#[test]
fn wafroc_of_tony01_by_rjafroc() {
    let key = "rjafroc_tony01_wAFROC_OR_RRRC";
    let (Some(table), Some(expected)) = (wafroc_table(key), expected(key)) else {
        return;
    };
    for i in 0..2 {
        let figures: Vec<f64> = (0..5).map(|j| table.figure(i, j).unwrap()).collect();
        near_all(&figures, &expected["FOMs"]["foms"][i]);
    }
    let found = ObuchowskiRockette::of(&table).unwrap();
    check_components(&found, &expected["ANOVA"]);
    let test = found.test(ALL).unwrap();
    near(test.statistic, &expected["RRRC"]["FTests"]["FStat"][0]);
    near(test.error_mean_square, &expected["RRRC"]["FTests"]["MS"][1]);
    near(df2(&test), &expected["RRRC"]["FTests"]["DF"][1]);
    near(test.p, &expected["RRRC"]["FTests"]["p"][0]);
    check_difference(
        &found.difference(ALL, 0, 1).unwrap(),
        &expected["RRRC"]["ciDiffTrt"],
    );
    check_conditions(&found, ALL, &expected["RRRC"]["ciAvgRdrEachTrt"]);
}

// RJafroc's results for data of numpy.random.RandomState(1987): Google-Health/google-health,
// analysis/reader_study_test.py, testDualModalityORH. Its differences are second less first.
#[test]
fn two_simulated_modalities_by_rjafroc() {
    let mut random = RandomState::new(1987);
    let (n_cases, mu) = (400, 0.821);
    let scaled = |values: Vec<f64>, variance: f64| -> Vec<f64> {
        values.iter().map(|x| variance.sqrt() * x).collect()
    };
    let case = scaled(random.normals(n_cases), 0.3);
    let modality_case = [0, 1].map(|_| scaled(random.normals(n_cases), 0.3));
    let names: Vec<String> = (0..n_cases).map(|at| at.to_string()).collect();
    let mut labelled = Vec::new();
    for reader in 0..10 {
        let of_reader = scaled(random.normals(2), 0.0082);
        let reader_case = scaled(random.normals(n_cases), 0.2);
        for modality in 0..2 {
            let both = scaled(random.normals(2), 0.0082);
            let error = scaled(random.normals(n_cases), 0.2);
            for k in 0..n_cases {
                let is_abnormal = k >= 200;
                // The positive effect is drawn first.
                let class = usize::from(!is_abnormal);
                let rating = mu * f64::from(u8::from(is_abnormal))
                    + of_reader[class]
                    + both[class]
                    + case[k]
                    + reader_case[k]
                    + modality_case[modality][k]
                    + error[k];
                labelled.push((names[reader].clone(), names[modality].clone(), k, rating));
            }
        }
    }
    let rows: Vec<RocRow<'_>> = labelled
        .iter()
        .map(|(reader, condition, k, rating)| RocRow {
            reader,
            condition,
            case: &names[*k],
            rating: *rating,
        })
        .collect();
    let truth: Vec<(&str, bool)> = names
        .iter()
        .enumerate()
        .map(|(k, name)| (name.as_str(), k >= 200))
        .collect();
    let ratings = RocRatings::new(&rows, &truth).unwrap();
    let found = ObuchowskiRockette::of_areas(&ratings)
        .unwrap()
        .difference(ALL, 1, 0)
        .unwrap();
    let [lower, upper] = found.interval95();
    for (found, expected, tolerance) in [
        (found.value, 0.00451, 1e-6),
        (found.p(0.0), 0.850_271_5, 1e-6),
        (lower, -0.042_844_426_91, 1e-6),
        (upper, 0.051_864_426_91, 1e-6),
        (found.degrees_of_freedom, 85.524_192_2, 1e-4),
    ] {
        assert!(
            (found - expected).abs() < tolerance,
            "{found} is not {expected}"
        );
    }
}
