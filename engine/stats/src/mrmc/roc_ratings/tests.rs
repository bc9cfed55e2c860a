//! What is refused, by name, what the designs are, and shares at a threshold.

use proptest::prelude::*;

use super::*;

const TRUTH: [(&str, bool); 4] = [("a", true), ("b", true), ("c", false), ("d", false)];

/// Rows "condition reader case rating" for short tests.
fn ratings(rows: &[&str]) -> Result<RocRatings, Vec<NotEstimable>> {
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split(' ').collect()).collect();
    let rows: Vec<RocRow<'_>> = rows
        .iter()
        .map(|row| RocRow {
            condition: row[0],
            reader: row[1],
            case: row[2],
            rating: row[3].parse().unwrap(),
        })
        .collect();
    RocRatings::new(&rows, &TRUTH)
}

fn all(condition: &str, reader: &str, cases: &str) -> Vec<String> {
    cases
        .chars()
        .map(|case| format!("{condition} {reader} {case} 3"))
        .collect()
}

fn of(parts: &[Vec<String>]) -> RocRatings {
    let rows: Vec<String> = parts.concat();
    ratings(&rows.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
}

#[test]
fn all_faults_are_named_at_once() {
    let faults = ratings(&["x r a 1", "x r a 2", "x r e 1", "x r b NaN", "x r c inf"]).unwrap_err();
    let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "not estimable: condition x, reader r, case a is given twice",
            "not estimable: no value for the truth of case e",
            "not estimable: value 3 of ratings is not a finite number",
            "not estimable: value 4 of ratings is not a finite number",
        ]
    );
    let row = RocRow {
        reader: "r",
        case: "a",
        condition: "x",
        rating: 1.0,
    };
    let faults = RocRatings::new(&[row], &[("a", true), ("a", false)]).unwrap_err();
    assert_eq!(
        faults[0].to_string(),
        "not estimable: the truth of case a is given twice"
    );
    let none = RocRatings::new(&[], &TRUTH).unwrap_err();
    assert_eq!(
        none[0].to_string(),
        "not estimable: 1 observations needed, 0 found"
    );
    assert_eq!(RocRatings::new(&[], &[]).unwrap_err().len(), 1);
}

#[test]
fn names_stand_in_the_order_of_their_first_row() {
    let found = ratings(&["z s d 1", "y r a 2.5", "z r a 3"]).unwrap();
    assert_eq!(found.conditions(), ["z", "y"]);
    assert_eq!(found.readers(), ["s", "r"]);
    assert_eq!(found.cases(), ["a", "b", "c", "d"]);
    assert_eq!(found.read_by(1, 1), [Some(2.5), None, None, None]);
    assert!(found.read_by(2, 0).is_empty());
    assert_eq!(found.missing_cells(1), ["condition z, reader s, case a"]);
    assert_eq!(found.missing_cells(99).len(), 13);
    assert!(!found.is_fully_crossed());
}

#[test]
fn designs_are_recognised() {
    let crossed = of(&[
        all("x", "r", "abcd"),
        all("y", "r", "abcd"),
        all("x", "s", "abcd"),
        all("y", "s", "abcd"),
    ]);
    assert!(crossed.is_fully_crossed());
    assert_eq!(crossed.case_design(), Ok(CaseDesign::Crossed));
    let in_reader = of(&[
        all("x", "r", "ac"),
        all("y", "r", "ac"),
        all("x", "s", "bd"),
        all("y", "s", "bd"),
    ]);
    assert_eq!(in_reader.case_design(), Ok(CaseDesign::NestedInReader));
    let in_condition = of(&[
        all("x", "r", "ac"),
        all("y", "r", "bd"),
        all("x", "s", "ac"),
        all("y", "s", "bd"),
    ]);
    assert_eq!(
        in_condition.case_design(),
        Ok(CaseDesign::NestedInCondition)
    );
    let holed = of(&[
        all("x", "r", "abcd"),
        all("y", "r", "abc"),
        all("x", "s", "abcd"),
        all("y", "s", "abcd"),
    ]);
    assert_eq!(
        holed.case_design().unwrap_err().to_string(),
        "not estimable: no value for condition y, reader r, case d"
    );
    assert!(holed.areas().is_err());
}

#[test]
fn a_subset_keeps_the_cases_and_names_what_it_does_not_know() {
    let both = of(&[all("x", "r", "abcd"), all("ai", "service", "abc")]);
    let service = both.subset(&["ai"], &["service"]).unwrap();
    assert_eq!(service.size(), [1, 1, 4]);
    assert_eq!(service.read_by(0, 0)[3], None);
    let refused = |conditions: &[&str], readers: &[&str]| {
        both.subset(conditions, readers).unwrap_err().to_string()
    };
    assert_eq!(
        refused(&["q"], &["r"]),
        "not estimable: no value for condition q"
    );
    assert_eq!(
        refused(&["x"], &["r", "r"]),
        "not estimable: reader r is given twice"
    );
    assert_eq!(
        refused(&["x"], &[]),
        "not estimable: 1 readers needed, 0 found"
    );
}

#[test]
fn a_table_that_nobody_could_mean_is_not_laid_out() {
    let names: Vec<String> = (0..500).map(|at| at.to_string()).collect();
    let rows: Vec<RocRow<'_>> = names
        .iter()
        .map(|name| RocRow {
            reader: name,
            case: name,
            condition: name,
            rating: 1.0,
        })
        .collect();
    let truth: Vec<(&str, bool)> = names.iter().map(|name| (name.as_str(), true)).collect();
    let faults = RocRatings::new(&rows, &truth).unwrap_err();
    assert!(faults[0].to_string().contains("20 million"), "{faults:?}");
}

// Abnormal a 3, b 1; normal c 2, d 1; at 2: sensitivity 1/2, without a 0, without b 1; specificity 1/2, 1, 0.
#[test]
fn shares_at_a_threshold_by_hand() {
    let found = ratings(&["x r a 3", "x r b 1", "x r c 2", "x r d 1"]).unwrap();
    let sensitivity = found.sensitivities(2.0).unwrap();
    assert_eq!(sensitivity.size(), [1, 1, 2]);
    assert_eq!(
        (sensitivity.figure(0, 0), sensitivity.left_out(0, 0)),
        (Some(0.5), &[0.0, 1.0][..])
    );
    let specificity = found.specificities(2.0).unwrap();
    assert_eq!(
        (specificity.figure(0, 0), specificity.left_out(0, 0)),
        (Some(0.5), &[1.0, 0.0][..])
    );
    assert!(found.sensitivities(f64::NAN).is_err() && found.specificities(f64::INFINITY).is_err());
    let one_class = RocRatings::new(
        &[RocRow {
            reader: "r",
            case: "c",
            condition: "x",
            rating: 1.0,
        }],
        &[("c", false)],
    )
    .unwrap();
    let words = one_class.sensitivities(2.0).unwrap_err().to_string();
    assert_eq!(words, "not estimable: 2 abnormal cases needed, 0 found");
}

proptest! {
    #[test]
    fn shares_are_those_counted_and_turn_round_with_the_scale(
        cells in prop::collection::vec(0_i8..6, 8), threshold in 0_i8..6,
    ) {
        let study = |map: fn(i8) -> f64, turn: bool| {
            let names: Vec<String> = (0..cells.len()).map(|case| case.to_string()).collect();
            let truth: Vec<(&str, bool)> = names.iter().enumerate().map(|(at, name)| (name.as_str(), (at < 4) ^ turn)).collect();
            let rows: Vec<RocRow<'_>> = names
                .iter()
                .zip(&cells)
                .map(|(case, x)| RocRow { reader: "r", case, condition: "x", rating: map(*x) })
                .collect();
            RocRatings::new(&rows, &truth).unwrap()
        };
        let (plain, turned) = (study(f64::from, false), study(|x| -f64::from(x), true));
        let at = f64::from(threshold);
        let sensitivity = plain.sensitivities(at).unwrap();
        let hits: Vec<f64> = cells[..4].iter().map(|x| f64::from(u8::from(*x >= threshold))).collect();
        let all = hits.iter().sum::<f64>();
        prop_assert!((sensitivity.figure(0, 0).unwrap() - all / 4.0).abs() < 1e-15);
        for (case, hit) in hits.iter().enumerate() {
            prop_assert!((sensitivity.left_out(0, 0)[case] - (all - hit) / 3.0).abs() < 1e-15);
        }
        // What is at or above the threshold is below a hair more of the turned one.
        let other = turned.specificities(-at + 0.5).unwrap();
        prop_assert_eq!(other.figure(0, 0), sensitivity.figure(0, 0));
        prop_assert_eq!(other.left_out(0, 0), sensitivity.left_out(0, 0));
    }
}
