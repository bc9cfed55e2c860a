//! Two items on paper; a prior by scipy; laws; recovery; answers that have no fit.

use overread_base::Seed;
use proptest::prelude::*;

use super::expectation::{Expectation, Wanted, log_likelihood};
use super::*;
use crate::irt::simulated;
use crate::tests::lsat6::lsat6;

fn options(model: LogisticModel) -> MarginalOptions {
    MarginalOptions {
        model,
        slope_prior: None,
        n_nodes: 61,
    }
}

#[track_caller]
fn check(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

#[test]
fn lsat6_is_fitted_in_few_steps() {
    let Some(responses) = lsat6("lsat6_marginal") else {
        return;
    };
    let unit = fit_marginal(&responses, &options(LogisticModel::UnitSlope)).unwrap();
    assert_eq!((unit.n_parameters, unit.n_takers), (5, 1_000));
    assert_eq!(unit.items[0].slope_error, None);
    let two = fit_marginal(&responses, &options(LogisticModel::FreeSlopes)).unwrap();
    assert_eq!(two.n_parameters, 10);
    assert!(two.n_steps < 20, "{}", two.n_steps);
}

#[test]
fn one_item_on_paper() {
    // Three of four right. With one item the model has the observed share as its mean chance, and the error of d follows
    // from the share's: sqrt(p q / n) / mean of P Q.
    let rows = [true, true, true, false].map(|right| vec![Some(right)]);
    let fit = fit_marginal(
        &Responses::new(&rows).unwrap(),
        &options(LogisticModel::UnitSlope),
    );
    let fit = fit.unwrap();
    let item = fit.items[0].item;
    let quadrature = Quadrature::normal(61).unwrap();
    check(
        quadrature.mean(|theta| item.probability(theta)),
        0.75,
        1e-12,
    );
    let slope = quadrature.mean(|theta| item.information(theta));
    check(
        fit.items[0].intercept_error,
        (0.75f64 * 0.25 / 4.0).sqrt() / slope,
        1e-10,
    );
    check(
        fit.items[0].difficulty_error.unwrap(),
        fit.items[0].intercept_error,
        1e-12,
    );
    check(
        fit.log_likelihood,
        3.0 * libm::log(0.75) + libm::log(0.25),
        1e-12,
    );
}

fn true_items(n: usize) -> Vec<LogisticItem> {
    let at = |j: usize| j as f64 / n as f64;
    (0..n)
        .map(|j| LogisticItem::of_difficulty(0.7 + 0.9 * at((j * 7) % n), -1.8 + 3.6 * at(j)))
        .collect()
}

/// Takes every `every`th answer away, in runs that differ from taker to taker.
fn with_gaps(responses: &Responses, every: usize) -> Responses {
    let rows: Vec<Vec<_>> = responses
        .takers()
        .enumerate()
        .map(|(taker, row)| {
            let cells = row.iter().enumerate();
            cells
                .map(|(item, cell)| cell.filter(|_| (taker * 7 + item * 3) % every != 0))
                .collect()
        })
        .collect();
    Responses::new(&rows).unwrap()
}

#[test]
fn gradient_and_information_are_those_of_the_likelihood() {
    // Central differences of the likelihood and of the gradient, with and without missing answers.
    let items = true_items(5);
    let full = simulated::responses(&items, 60, Seed(3));
    let quadrature = Quadrature::normal(21).unwrap();
    for responses in [with_gaps(&full, 4), full] {
        let patterns = patterns(&responses);
        let moved = |at: usize, by: f64| {
            let mut items = items.clone();
            if at < 5 {
                items[at].slope += by;
            } else {
                items[at - 5].intercept += by;
            }
            items
        };
        let found = Expectation::of(&patterns, &quadrature, &items, Wanted::ObservedInformation);
        check(
            log_likelihood(&patterns, &quadrature, &items),
            found.log_likelihood,
            1e-12,
        );
        for at in 0..10 {
            let [up, down] = [1e-5, -1e-5].map(|by| {
                Expectation::of(&patterns, &quadrature, &moved(at, by), Wanted::Gradient)
            });
            check(
                (up.log_likelihood - down.log_likelihood) / 2e-5,
                found.gradient[at],
                1e-6,
            );
            for other in 0..10 {
                let curvature = (down.gradient[other] - up.gradient[other]) / 2e-5;
                check(found.observed[at * 10 + other], curvature, 1e-5);
            }
        }
    }
}

#[test]
fn the_order_of_takers_changes_no_bit_and_gaps_are_no_wrong_answers() {
    let full = simulated::responses(&true_items(6), 300, Seed(8));
    let responses = with_gaps(&full, 5);
    let fit = fit_marginal(&responses, &options(LogisticModel::FreeSlopes)).unwrap();
    let mut rows: Vec<Vec<_>> = responses.takers().map(<[_]>::to_vec).collect();
    Seed(9).rng().shuffle(&mut rows);
    let again = fit_marginal(
        &Responses::new(&rows).unwrap(),
        &options(LogisticModel::FreeSlopes),
    );
    assert_eq!(again.unwrap(), fit);
    // A taker without any answer adds nothing.
    rows.push(vec![None; 6]);
    let more = fit_marginal(
        &Responses::new(&rows).unwrap(),
        &options(LogisticModel::FreeSlopes),
    )
    .unwrap();
    assert_eq!(more.n_takers, 300);
    for (a, b) in more.items.iter().zip(&fit.items) {
        check(a.item.slope, b.item.slope, 1e-8);
    }
    let wrong = fit_marginal(
        &responses.missing_as_wrong(),
        &options(LogisticModel::FreeSlopes),
    )
    .unwrap();
    assert!(
        wrong
            .items
            .iter()
            .zip(&fit.items)
            .all(|(w, f)| w.item.intercept < f.item.intercept)
    );
}

// numpy 2.5.5 hermegauss(61) and scipy 1.18.1 optimize.minimize of the likelihood with the prior, then Newton's steps until the
// gradient is 2e-13; errors from the inverse of central differences of the gradient.
#[test]
fn lsat6_with_a_prior_as_scipy_has_it() {
    let Some(responses) = lsat6("lsat6_prior") else {
        return;
    };
    let options = MarginalOptions {
        slope_prior: Some(SlopePrior::LOGNORMAL_0_05),
        ..options(LogisticModel::FreeSlopes)
    };
    let fit = fit_marginal(&responses, &options).unwrap();
    let expected = [
        [0.804_598_883, 2.759_845_188, 0.215_765_806, 0.182_953_219],
        [0.736_027_504, 0.993_564_699, 0.165_911_429, 0.087_834_741],
        [0.852_386_456, 0.246_413_093, 0.192_472_498, 0.074_815_802],
        [0.711_611_569, 1.292_077_968, 0.164_480_480, 0.096_433_287],
        [0.696_194_661, 2.071_024_946, 0.178_462_034, 0.129_079_878],
    ];
    for (found, expected) in fit.items.iter().zip(expected) {
        let of = found.item;
        let numbers = [
            of.slope,
            of.intercept,
            found.slope_error.unwrap(),
            found.intercept_error,
        ];
        for (found, expected) in numbers.into_iter().zip(expected) {
            check(found, expected, 2e-8);
        }
    }
    check(fit.log_likelihood, -2_466.683_654_053_851_6, 1e-7);
}

#[test]
fn a_prior_draws_slopes_towards_its_centre() {
    let responses = simulated::responses(&true_items(6), 400, Seed(12));
    let free = fit_marginal(&responses, &options(LogisticModel::FreeSlopes)).unwrap();
    let with = |ln_sd: f64| {
        let slope_prior = Some(SlopePrior {
            ln_mean: 0.0,
            ln_sd,
        });
        let options = MarginalOptions {
            slope_prior,
            ..options(LogisticModel::FreeSlopes)
        };
        fit_marginal(&responses, &options).unwrap()
    };
    let spread = |fit: &MarginalFit| {
        let ln = fit.items.iter().map(|i| libm::log(i.item.slope));
        ln.map(|x| x * x).sum::<f64>()
    };
    let (custom, narrow) = (with(0.5), with(0.05));
    assert!(spread(&narrow) < spread(&custom) && spread(&custom) < spread(&free));
    assert!(custom.log_likelihood < free.log_likelihood);
    assert!(
        narrow
            .items
            .iter()
            .all(|i| (i.item.slope - 1.0).abs() < 0.05)
    );
    assert_eq!(
        LogisticModel::for_takers(49),
        (LogisticModel::CommonSlope, None)
    );
    assert_eq!(
        LogisticModel::for_takers(199),
        (LogisticModel::FreeSlopes, Some(SlopePrior::LOGNORMAL_0_05))
    );
    assert_eq!(
        LogisticModel::for_takers(200),
        (LogisticModel::FreeSlopes, None)
    );
}

#[test]
fn answers_that_have_no_fit_say_why() {
    let all = LogisticModel::FreeSlopes;
    let rows = |rows: &[&[u8]]| {
        let row = |row: &&[u8]| row.iter().map(|c| Some(*c == 1)).collect();
        Responses::new(&rows.iter().map(row).collect::<Vec<_>>()).unwrap()
    };
    let constant = rows(&[&[1, 1, 0], &[1, 0, 1], &[1, 1, 1]]);
    assert_eq!(
        fit_marginal(&constant, &options(all)),
        Err(NotEstimable::ConstantItem { index: 0 })
    );
    let few = rows(&[&[1, 0], &[0, 1]]);
    assert!(matches!(
        fit_marginal(&few, &options(all)),
        Err(NotEstimable::TooFew {
            what: Counted::Items,
            needed: 3,
            found: 2
        })
    ));
    assert!(matches!(
        fit_marginal(&rows(&[&[1, 0]]), &options(LogisticModel::UnitSlope)),
        Err(NotEstimable::TooFew {
            what: Counted::Takers,
            ..
        })
    ));
    // A perfect scale: slopes run away.
    let scale = rows(&[&[0, 0, 0], &[1, 0, 0], &[1, 1, 0], &[1, 1, 1]]);
    assert!(matches!(
        fit_marginal(&scale, &options(LogisticModel::CommonSlope)),
        Err(NotEstimable::NotConverged { .. } | NotEstimable::Degenerate { .. })
    ));
    let sound = simulated::responses(&true_items(4), 50, Seed(1));
    for n_nodes in [4, 122] {
        let options = MarginalOptions {
            n_nodes,
            ..options(LogisticModel::CommonSlope)
        };
        assert!(matches!(
            fit_marginal(&sound, &options),
            Err(NotEstimable::OutOfDomain { .. })
        ));
    }
    for ln_sd in [0.0, -1.0, f64::NAN] {
        let slope_prior = Some(SlopePrior {
            ln_mean: 0.0,
            ln_sd,
        });
        let options = MarginalOptions {
            slope_prior,
            ..options(all)
        };
        assert!(matches!(
            fit_marginal(&sound, &options),
            Err(NotEstimable::OutOfDomain { .. })
        ));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn right_and_wrong_changed_over_turns_the_intercepts(seed in 0u64..1_000_000) {
        let responses = simulated::responses(&true_items(5), 150, Seed(seed));
        let turned: Vec<Vec<_>> = responses
            .takers()
            .map(|row| row.iter().map(|cell| cell.map(|right| !right)).collect())
            .collect();
        let turned = Responses::new(&turned).unwrap();
        for model in [LogisticModel::UnitSlope, LogisticModel::CommonSlope] {
            let (Ok(a), Ok(b)) = (
                fit_marginal(&responses, &options(model)),
                fit_marginal(&turned, &options(model)),
            ) else { continue };
            prop_assert!((a.log_likelihood - b.log_likelihood).abs() < 1e-7);
            for (a, b) in a.items.iter().zip(&b.items) {
                prop_assert!((a.item.slope - b.item.slope).abs() < 1e-5);
                prop_assert!((a.item.intercept + b.item.intercept).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn anything_gives_numbers_or_a_reason(
        cells in prop::collection::vec(prop::option::of(any::<bool>()), 4..80),
    ) {
        let rows: Vec<Vec<_>> = cells.chunks_exact(4).map(<[_]>::to_vec).collect();
        let responses = Responses::new(&rows).unwrap();
        for model in [LogisticModel::UnitSlope, LogisticModel::CommonSlope, LogisticModel::FreeSlopes] {
            let options = MarginalOptions { n_nodes: 11, ..options(model) };
            if let Ok(fit) = fit_marginal(&responses, &options) {
                prop_assert!(fit.log_likelihood.is_finite());
                for item in &fit.items {
                    let numbers = [item.item.slope, item.item.intercept, item.intercept_error];
                    prop_assert!(numbers.iter().all(|x| x.is_finite()), "{item:?}");
                }
            }
        }
    }
}

#[test]
fn two_parameters_are_recovered_and_their_intervals_cover() {
    if !crate::tests::simulation::is_asked("two_parameters_are_recovered") {
        return;
    }
    let items = true_items(15);
    let (n_runs, mut covered, mut bias) = (150u32, [0u32; 2], [0.0; 2]);
    for run in 0..n_runs {
        let responses = simulated::responses(&items, 1_000, Seed(41).index(u64::from(run)));
        let options = MarginalOptions {
            n_nodes: 31,
            ..options(LogisticModel::FreeSlopes)
        };
        let fit = fit_marginal(&responses, &options).unwrap();
        for (found, truth) in fit.items.iter().zip(&items) {
            let off = [
                (found.item.slope - truth.slope, found.slope_error.unwrap()),
                (
                    found.item.intercept - truth.intercept,
                    found.intercept_error,
                ),
            ];
            for (at, (off, error)) in off.into_iter().enumerate() {
                covered[at] += u32::from(off.abs() <= 1.96 * error);
                bias[at] += off / f64::from(15 * n_runs);
            }
        }
    }
    let coverage = covered.map(|n| f64::from(n) / f64::from(15 * n_runs));
    println!("SIM mml coverage {coverage:?} bias {bias:?}");
    assert!(
        coverage.iter().all(|c| (0.93..0.97).contains(c)),
        "{coverage:?}"
    );
    assert!(bias.iter().all(|b| b.abs() < 0.02), "{bias:?}");
}

#[test]
fn errors_cover_where_slopes_come_from_the_prior() {
    if !crate::tests::simulation::is_asked("errors_cover_where_slopes_come_from_the_prior") {
        return;
    }
    let prior = SlopePrior::LOGNORMAL_0_05;
    let (n_runs, mut fitted, mut covered, mut bias) = (400u32, 0u32, [0u32; 2], 0.0);
    for run in 0..n_runs {
        let seed = Seed(43).index(u64::from(run));
        let mut rng = seed.child("slopes").rng();
        let items: Vec<LogisticItem> = (0..15)
            .map(|j| {
                let slope = libm::exp(prior.ln_mean + prior.ln_sd * simulated::normal(&mut rng));
                LogisticItem::of_difficulty(slope, -1.5 + 3.0 * f64::from(j) / 14.0)
            })
            .collect();
        let options = MarginalOptions {
            slope_prior: Some(prior),
            n_nodes: 31,
            ..options(LogisticModel::FreeSlopes)
        };
        // An item that all or none of 100 takers solve has no fit.
        let Ok(fit) = fit_marginal(&simulated::responses(&items, 100, seed), &options) else {
            continue;
        };
        fitted += 1;
        for (found, truth) in fit.items.iter().zip(&items) {
            let (slope, intercept) = (found.item.slope, found.item.intercept);
            bias += slope - truth.slope;
            covered[0] +=
                u32::from((slope - truth.slope).abs() <= 1.96 * found.slope_error.unwrap());
            covered[1] +=
                u32::from((intercept - truth.intercept).abs() <= 1.96 * found.intercept_error);
        }
    }
    let coverage = covered.map(|n| f64::from(n) / f64::from(15 * fitted));
    let bias = bias / f64::from(15 * fitted);
    println!("SIM prior of {fitted}: coverage {coverage:?}, bias of slopes {bias}");
    assert!(fitted > 380, "{fitted}");
    // The peak of a skewed distribution lies below its mean: slopes come out low, and their errors are short.
    assert!((0.88..0.95).contains(&coverage[0]), "{coverage:?}");
    assert!((0.92..0.97).contains(&coverage[1]), "{coverage:?}");
    assert!((-0.17..-0.09).contains(&bias), "{bias}");
}
