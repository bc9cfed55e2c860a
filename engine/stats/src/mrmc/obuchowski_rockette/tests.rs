//! By hand, laws, and what is degenerate. The published tables stand with the
//! published groups, a drawn study that RJafroc analysed in `published`, the error rates in `simulated`.

mod published;
mod simulated;

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() <= 1e-12 * expected.abs().max(1e-3),
        "found {found}, expected {expected}"
    );
}

/// Figures by condition and reader with given leave-one-out figures.
fn study(figures: &[&[f64]], left_out: &[&[&[f64]]]) -> ObuchowskiRockette {
    ObuchowskiRockette::of(&table(figures, left_out)).unwrap()
}

fn table(figures: &[&[f64]], left_out: &[&[&[f64]]]) -> FigureTable {
    let size = [figures.len(), figures[0].len(), left_out[0][0].len()];
    let left_out: Vec<f64> = left_out
        .iter()
        .flat_map(|readers| readers.concat())
        .collect();
    FigureTable::new(size, figures.concat(), left_out).unwrap()
}

// Two conditions, two readers, two cases. Leave-one-out figures 1/4 apart either way: each centred vector is ±(1, -1)/8,
// so (K-1)/K = 1/2 makes every variance 1/2 x 2/64 = 1/64 and every covariance ±1/64. Condition 1: readers alike (+, +);
// condition 2: (+, -). Var 1/64. Cov1: reader 1 +, reader 2 -: 0. Cov2: condition 1 +, condition 2 -: 0. Cov3: +, -: of
// (11,22) - and (12,21) +: 0.
// Figures .6 .8 / .7 .5: means .7 and .6, of readers both .65; MST = 2 (.0025 + .0025) = .01, MSR = 0,
// MSTR: each cell .1 from its margins: .6-.7-.65+.65 = -.1, so 4 x .01 = .04.
#[test]
fn two_by_two_by_hand() {
    let (plus, minus): (&[f64], &[f64]) = (&[0.75, 0.5], &[0.5, 0.75]);
    let found = study(
        &[&[0.6, 0.8], &[0.7, 0.5]],
        &[&[plus, plus], &[plus, minus]],
    );
    let means = found.covariances();
    check(means.variance, 1.0 / 64.0);
    for zero in [means.cov1, means.cov2, means.cov3] {
        check(zero.unwrap(), 0.0);
    }
    let squares = found.mean_squares();
    check(squares.condition.unwrap(), 0.01);
    check(squares.reader.unwrap(), 0.0);
    check(squares.interaction.unwrap(), 0.04);
    // Readers and cases: D = .04, F = .25 on 1 and 1: P(F > 1/4) = 1 - 2/π arctan(1/2) = .704832764699133.
    let test = found.test(Population::ReadersAndCases).unwrap();
    check(test.statistic, 0.25);
    assert_eq!(test.reference, ReferenceDistribution::F(1.0, 1.0));
    check(test.p, 0.704_832_764_699_133_4);
    let difference = found.difference(Population::ReadersAndCases, 0, 1).unwrap();
    check(difference.value, 0.1);
    check(difference.standard_error, 0.2);
    check(difference.p(0.0), test.p);
    // Cases: X² = .01 x 64 = .64.
    let test = found.test(Population::Cases).unwrap();
    check(test.statistic, 0.64);
    // Untruncated: VarR = (0 - .04)/2 = -.02, VarTR = .04 - 1/64; error 2/64.
    let components = found.components().unwrap();
    check(components.reader, -0.02);
    check(components.condition_reader, 0.04 - 1.0 / 64.0);
    check(components.error, 2.0 / 64.0);
    // One condition: MSR = .02; Cov2 1/64 under the first: (.02 + 2/64)/2; -1/64 under the second counts as 0: .02/2 on 1.
    let first = found.condition(Population::ReadersAndCases, 0).unwrap();
    check(
        first.standard_error * first.standard_error,
        (0.02 + 2.0 / 64.0) / 2.0,
    );
    let second = found.condition(Population::ReadersAndCases, 1).unwrap();
    check(second.standard_error, 0.1);
    check(second.degrees_of_freedom, 1.0);
    // One reader: Var_1 = Cov1_1, so the differences of reader 1 do not vary; of reader 2: 2 (1/64 + 1/64).
    assert!(found.reader_difference(0, 0, 1).is_err());
    let difference = found.reader_difference(1, 0, 1).unwrap();
    check(difference.value, 0.3);
    check(difference.standard_error, 0.25);
    check(found.reader(1, 1).unwrap().standard_error, 0.125);
}

#[test]
fn one_reader_is_fixed_or_not_at_all() {
    let (plus, minus): (&[f64], &[f64]) = (&[0.75, 0.5], &[0.5, 0.75]);
    let found = study(&[&[0.6], &[0.7]], &[&[plus], &[minus]]);
    for population in [Population::ReadersAndCases, Population::Readers] {
        let refused = found.test(population).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "not estimable: 2 readers needed, 1 found"
        );
        assert!(
            found.condition(population, 0).is_err() && found.difference(population, 0, 1).is_err()
        );
    }
    // X² = J Σ (θ - θ..)² / (Var - Cov1) = .005 / (1/64 + 1/64).
    check(found.test(Population::Cases).unwrap().statistic, 0.16);
    assert_eq!(
        found.components().unwrap_err().to_string(),
        "not estimable: 2 readers needed, 1 found"
    );
    check(
        found
            .condition(Population::Cases, 0)
            .unwrap()
            .standard_error,
        0.125,
    );
}

#[test]
fn one_condition_has_means_and_no_tests() {
    let found = study(&[&[0.6, 0.8]], &[&[&[0.75, 0.5], &[0.75, 0.5]]]);
    let refused = found.test(Population::ReadersAndCases).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "not estimable: 2 conditions needed, 1 found"
    );
    assert_eq!(found.covariances().cov1, None);
    assert_eq!(found.mean_squares().condition, None);
    check(
        found
            .condition(Population::ReadersAndCases, 0)
            .unwrap()
            .value,
        0.7,
    );
}

#[test]
fn identical_differences_leave_cases_alone_or_nothing() {
    // Both readers differ by .1 between conditions: MSTR = 0. Cov2 = 1/64, Cov3 = -1/64: D = 2 x 2/64, normal.
    let (plus, minus): (&[f64], &[f64]) = (&[0.75, 0.5], &[0.5, 0.75]);
    let found = study(
        &[&[0.5, 0.75], &[0.25, 0.5]],
        &[&[plus, plus], &[minus, minus]],
    );
    let test = found.test(Population::ReadersAndCases).unwrap();
    assert_eq!(test.reference, ReferenceDistribution::F(1.0, f64::INFINITY));
    check(test.error_mean_square, 1.0 / 16.0);
    check(test.statistic, 1.0);
    check(test.p, 2.0 * crate::normal_cdf(-1.0));
    let words = found.test(Population::Readers).unwrap_err().to_string();
    assert_eq!(
        words,
        "not estimable: the differences between conditions do not vary, so that they cannot be tested"
    );
    // No variation at all: constant ratings.
    let same: &[f64] = &[0.5, 0.5];
    let constant = study(&[&[0.5, 0.5], &[0.5, 0.5]], &[&[same, same], &[same, same]]);
    for population in [
        Population::ReadersAndCases,
        Population::Cases,
        Population::Readers,
    ] {
        assert!(constant.test(population).is_err());
        assert!(constant.condition(population, 0).is_err());
    }
    assert!(constant.reader(0, 0).is_err());
}

#[test]
fn covariances_below_those_across_count_as_equal() {
    // Cov2 < Cov3 (readers unlike within a condition, alike across): D = MSTR, the component of conditions by reader
    // printed below 0.
    let (plus, minus): (&[f64], &[f64]) = (&[0.75, 0.5], &[0.5, 0.75]);
    let found = study(
        &[&[0.6, 0.8], &[0.69, 0.9]],
        &[&[plus, minus], &[minus, plus]],
    );
    let means = found.covariances();
    assert!(means.cov2.unwrap() < means.cov3.unwrap());
    let test = found.test(Population::ReadersAndCases).unwrap();
    check(
        test.error_mean_square,
        found.mean_squares().interaction.unwrap(),
    );
    assert!(found.components().unwrap().condition_reader < 0.0);
}

#[test]
fn what_is_not_there_is_named() {
    let (plus, minus): (&[f64], &[f64]) = (&[0.75, 0.5], &[0.5, 0.75]);
    let found = study(
        &[&[0.6, 0.8], &[0.7, 0.5]],
        &[&[plus, plus], &[plus, minus]],
    );
    let words = |refused: NotEstimable| refused.to_string();
    let all = Population::ReadersAndCases;
    assert_eq!(
        words(found.difference(all, 0, 2).unwrap_err()),
        "not estimable: no value for condition 2"
    );
    assert_eq!(
        words(found.difference(all, 1, 1).unwrap_err()),
        "not estimable: a condition is compared with itself"
    );
    assert_eq!(
        words(found.reader(0, 7).unwrap_err()),
        "not estimable: no value for reader 7"
    );
    assert_eq!(found.mean(2), None);
    let small = table(&[&[0.6], &[0.7]], &[&[plus], &[minus]]);
    let covariance = FigureCovariance::jackknife(&small).unwrap();
    let large = table(
        &[&[0.6, 0.8], &[0.7, 0.5]],
        &[&[plus, plus], &[plus, minus]],
    );
    assert_eq!(
        words(ObuchowskiRockette::with(&large, covariance).unwrap_err()),
        "not estimable: figures of merit and their covariances: lengths 2 and 1 differ"
    );
}

fn any_table() -> impl Strategy<Value = FigureTable> {
    (2usize..4, 2usize..5, 2usize..8).prop_flat_map(|(i, j, k)| {
        let figures = prop::collection::vec(0.3f64..1.0, i * j);
        let left_out = prop::collection::vec(0.3f64..1.0, i * j * k);
        (Just([i, j, k]), figures, left_out).prop_map(|(size, figures, left_out)| {
            FigureTable::new(size, figures, left_out).unwrap()
        })
    })
}

fn reordered(
    table: &FigureTable,
    conditions: &[usize],
    readers: &[usize],
    cases: &[usize],
) -> FigureTable {
    FigureTable::of(table.size(), |i, j, case| {
        let (i, j) = (conditions[i], readers[j]);
        Ok(case.map_or_else(
            || table.figure(i, j).unwrap(),
            |k| table.left_out(i, j)[cases[k]],
        ))
    })
    .unwrap()
}

proptest! {
    #[test]
    fn order_and_scale_change_nothing(table in any_table(), seed in any::<u64>(), shift in -1.0f64..1.0) {
        let [i, j, k] = table.size();
        let order = |n: usize, name: &str| {
            let mut order: Vec<usize> = (0..n).collect();
            overread_base::Seed(seed).child(name).rng().shuffle(&mut order);
            order
        };
        let other = reordered(&table, &order(i, "i"), &order(j, "j"), &order(k, "k"));
        let scaled = FigureTable::of(table.size(), |i, j, case| {
            let x = case.map_or_else(|| table.figure(i, j).unwrap(), |k| table.left_out(i, j)[k]);
            Ok(2.0 * x + shift)
        }).unwrap();
        let found = ObuchowskiRockette::of(&table).unwrap();
        for population in [Population::ReadersAndCases, Population::Cases, Population::Readers] {
            let Ok(test) = found.test(population) else { continue };
            prop_assert!((0.0..=1.0).contains(&test.p) && test.statistic >= 0.0);
            for other in [&other, &scaled] {
                let other = ObuchowskiRockette::of(other).unwrap().test(population).unwrap();
                prop_assert!((test.p - other.p).abs() < 1e-7, "{} {}", test.p, other.p);
            }
            // The interval of a difference turns its sign with the conditions.
            let (there, back) = (found.difference(population, 0, 1).unwrap(), found.difference(population, 1, 0).unwrap());
            prop_assert!((there.interval95()[0] + back.interval95()[1]).abs() < 1e-12);
            if i == 2 {
                prop_assert!((there.p(0.0) - test.p).abs() < 1e-9);
            }
        }
        // Random readers never make a smaller error than these cases alone would.
        if let (Ok(both), Ok(readers)) = (found.test(Population::ReadersAndCases), found.test(Population::Readers)) {
            prop_assert!(both.error_mean_square >= readers.error_mean_square);
        }
    }

    #[test]
    fn pseudovalues_give_the_same_analysis(table in any_table()) {
        // DBM is another way to the same F where the figure is the mean of its pseudovalues, as with areas.
        let centred = FigureTable::of(table.size(), |i, j, case| {
            let left_out = table.left_out(i, j);
            let mean = left_out.iter().sum::<f64>() / left_out.len() as f64;
            let figure = table.figure(i, j).unwrap();
            Ok(case.map_or(figure, |k| left_out[k] - mean + figure))
        }).unwrap();
        let found = ObuchowskiRockette::of(&centred).unwrap();
        let test = found.test(Population::ReadersAndCases).unwrap();
        let dbm = super::super::tests::dbm::Dbm::of(&centred).test(Population::ReadersAndCases);
        let (f, [_, df]) = (dbm.f, dbm.degrees);
        let ReferenceDistribution::F(_, df2) = test.reference else { panic!("random readers are tested by F") };
        prop_assert!((test.statistic / f - 1.0).abs() < 1e-7, "{} {}", test.statistic, f);
        prop_assert!((df2 / df - 1.0).abs() < 1e-7, "{} {}", df2, df);
    }
}
