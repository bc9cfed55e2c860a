//! Medians are read from the files that criterion writes; older ones are left aside.

use std::time::Duration;

use super::*;

const BENCHMARK: &str = r#"{"group_id":"g","function_id":"f","value_str":null,"full_id":"g/f"}"#;
const ESTIMATES: &str = r#"{"mean":{"point_estimate":3e6},"median":{"confidence_interval":{"lower_bound":1.0},"point_estimate":2500000.0}}"#;

const SAMPLE: &str = r#"{"sampling_mode":"Flat","iters":[2.0,4.0],"times":[5000000.0,8000000.0]}"#;

#[test]
fn medians_and_the_best_are_read_in_milliseconds() {
    let expected = Measured {
        id: "g/f".to_owned(),
        median_ms: 2.5,
        best_ms: 2.0,
    };
    assert_eq!(parse(BENCHMARK, ESTIMATES, SAMPLE).unwrap(), expected);
    let refused = |texts: [&str; 3]| {
        let error = parse(texts[0], texts[1], texts[2]).unwrap_err();
        error.to_string()
    };
    assert_eq!(refused(["{}", ESTIMATES, SAMPLE]), "no full_id");
    assert_eq!(refused([BENCHMARK, "{}", SAMPLE]), "no median");
    assert_eq!(refused([BENCHMARK, ESTIMATES, "{}"]), "no samples");
}

#[test]
fn only_what_this_run_wrote_counts() {
    let folder = tempfile::tempdir().unwrap();
    let before = SystemTime::now() - Duration::from_secs(60);
    let after = SystemTime::now() + Duration::from_secs(60);
    assert!(
        results_since(&folder.path().join("absent"), before)
            .unwrap()
            .is_empty()
    );
    for part in ["new", "base"] {
        let place = folder.path().join("g/f").join(part);
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("benchmark.json"), BENCHMARK).unwrap();
        fs::write(place.join("estimates.json"), ESTIMATES).unwrap();
        fs::write(place.join("sample.json"), SAMPLE).unwrap();
    }
    assert_eq!(results_since(folder.path(), before).unwrap().len(), 1);
    assert!(results_since(folder.path(), after).unwrap().is_empty());
}
