//! What RJafroc prints for a drawn study. Its tables of published studies stand with the published groups.

use super::super::super::roc_ratings::RocRow;
use super::super::super::tests::numpy_random::RandomState;
use super::*;

const ALL: Population = Population::ReadersAndCases;

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
