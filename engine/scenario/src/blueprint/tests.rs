//! Counts, expected errors and warnings.

use super::*;
use crate::check;

const WHOLE: &str = include_str!("../check/whole.toml");

fn of(text: &str) -> Blueprint {
    let (scenario, found) = check(text);
    blueprint(&scenario.unwrap_or_else(|| panic!("{:?}", found.all())))
}

#[test]
fn cells_are_counted_out() {
    let found = of(WHOLE);
    assert_eq!((found.n_cases, found.n_session), (4, 3));
    let cells: Vec<_> = found
        .cells
        .iter()
        .map(|cell| {
            (
                cell.name.as_str(),
                cell.wanted,
                cell.fitting.total(),
                cell.met,
                cell.n_abnormal,
            )
        })
        .collect();
    assert_eq!(cells, [("lung-easy", 1, 1, 1, 1), ("any", 2, 4, 2, 3)]);
    assert_eq!(found.tags.len(), 1);
    let lung = ByDifficulty {
        easy: 1,
        unstated: 1,
        ..ByDifficulty::default()
    };
    assert_eq!(found.tags[0], ("lung".to_owned(), lung));
    // Every sitting takes the one case of the first cell, which may stand on three forms.
    assert_eq!(found.n_sittings, Some(3));
}

#[test]
fn planted_errors_fall_evenly_on_their_cases() {
    let found = of(WHOLE);
    let total = |family| found.planted.get(&family).copied().unwrap_or(0.0);
    // One error of six kinds, five of them false positives; a quarter of three cases is one late or spoilt display of seven kinds.
    assert!((total(ErrorFamily::FalsePositive) - 5.0 / 6.0).abs() < 1e-12);
    assert!((total(ErrorFamily::FalseNegative) - 1.0 / 6.0).abs() < 1e-12);
    assert!((total(ErrorFamily::DefectA) - 1.0 / 7.0).abs() < 1e-12);
    assert!((total(ErrorFamily::DefectD) - 6.0 / 7.0).abs() < 1e-12);
    assert!((found.planted_share() - 2.0 / 3.0).abs() < 1e-12);
    // Tagged: one of one in the first cell, two of four cases for the two places of the second.
    let first = found.cells[0].planted[&ErrorFamily::FalsePositive];
    assert!((first - 5.0 / 12.0).abs() < 1e-12, "{first}");
}

/// A miss needs a lesion to miss: it falls on abnormal cases alone, and on no normal one.
#[test]
fn errors_fall_on_cases_that_can_carry_them() {
    let found = of(include_str!(
        "../../../../scenarios/exams/certification/scenario.toml"
    ));
    let missed: Vec<f64> = found
        .cells
        .iter()
        .map(|cell| {
            cell.planted
                .get(&ErrorFamily::FalseNegative)
                .copied()
                .unwrap_or(0.0)
        })
        .collect();
    assert!(missed[0].abs() < 1e-12, "normal cases: {missed:?}");
    assert!(
        (missed.iter().sum::<f64>() - 6.0).abs() < 1e-9,
        "{missed:?}"
    );
    assert!((found.planted_share() - 0.3).abs() < 1e-9);
}

#[test]
fn what_looks_unwise_is_said() {
    let found = of(WHOLE);
    let expected = [
        "the service is wrong in 67 % of the cases",
        "false positives and false negatives are unequal (0.8 and 0.2 a session)",
        "cell \"lung-easy\" has no more cases than it wants",
    ];
    assert_eq!(found.warnings.len(), expected.len(), "{:?}", found.warnings);
    for (warning, expected) in found.warnings.iter().zip(expected) {
        assert!(warning.starts_with(expected), "{warning}");
    }
    let other = WHOLE
        .replace("most_exposures = 3\n", "")
        .replace("washout_days = 42", "washout_days = 14")
        .replace("soft_limit_s = 300", "soft_limit_s = 3000")
        .replace(
            "metric = \"sensitivity\"",
            "metric = \"unaided-specificity\"",
        )
        .replace("[0.6, 0.7, 0.5], [0.5, 0.8, 0.6]", "[0.6, 0.7], [0.5, 0.8]");
    let warnings = of(&other).warnings.join("\n");
    for part in [
        "without \"most_exposures\" wears its cases out",
        "a wash-out of 14 days is shorter than 28",
        "a case is closed after 10 min, before it is told to take long after 50 min",
        "3 cases in 1 h leave less than half of \"soft_limit_s\" for each",
        "\"unaided-specificity\" wants 2 opportunities, a session has 1 at most",
        "the judges of \"points\" rated 2 items, a session reads 3",
    ] {
        assert!(
            warnings.contains(part),
            "{part:?} is missing in:\n{warnings}"
        );
    }
}

#[test]
fn reliance_needs_a_service_that_errs() {
    let quiet =
        "[certification]\ntitle = { en = \"C\" }\npass = [{ metric = \"rair\", cut = 0.6 }]\n[hit]";
    let first = include_str!("../../../../scenarios/chest/first-desk/scenario.toml");
    let found = of(&first.replacen("[hit]", quiet, 1));
    assert_eq!(
        found.warnings,
        ["\"rair\" needs a service that is sometimes wrong, and no errors are planted"]
    );
    assert_eq!(of(first).warnings, Vec::<String>::new());
}

#[test]
fn a_blueprint_is_told_in_columns() {
    let text = of(WHOLE).to_string();
    let expected = "\
4 cases, a session reads 3

cell       wanted  fit  met  easy  medium  hard  unstated  abnormal  AI right  AI fp  AI fn  AI wrong  AI text  AI defect
lung-easy       1    1    1     1       0     0         0         1       0.1    0.4    0.1       0.0      0.0        0.4
any             2    4    2     1       0     0         3         3       0.9    0.4    0.1       0.0      0.0        0.6

tag   cases  easy  medium  hard  unstated
lung      2     1       0     0         1

planted errors: 67 % of the cases of a session
exposure limit: enough cases for 3 sittings, each cell by itself
warning: ";
    assert!(text.starts_with(expected), "{text}");
}
