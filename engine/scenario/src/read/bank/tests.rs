//! Banks: one entry, many cases.

use overread_base::Seed;

use crate::{CaseSource, Scenario, check};

fn file(cases: &str) -> String {
    format!(
        r#"schema = 1
id = "t.bank"
title = {{ en = "Bank" }}
mode = "unaided"
[hit]
rule = "centre-distance"
least_radius_mm = 5
[questions]
labels = [{{ id = "nodule", text = {{ en = "Nodule" }} }}]
sections = [{{ id = "text", title = {{ en = "Text" }} }}]
{cases}"#
    )
}

#[track_caller]
fn sound(cases: &str) -> Scenario {
    let (scenario, found) = check(&file(cases));
    let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    scenario.unwrap_or_else(|| panic!("{}", faults.join("\n")))
}

#[track_caller]
fn refused(cases: &str, expected: &str) {
    let (scenario, found) = check(&file(cases));
    let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
    assert!(scenario.is_none());
    assert!(
        faults.iter().any(|fault| fault.contains(expected)),
        "{faults:?}"
    );
}

#[test]
fn an_entry_with_a_count_stands_for_so_many_cases_with_seeds_that_count_up() {
    let scenario = sound(
        r#"
[[cases]]
id = "a"
count = 3
title = { en = "CT" }
tags = ["nodule"]
phantom = { kind = "chest-ct", seed = 70, random = { count = 1, diameter_mm = [6, 9] } }
[[cases]]
id = "b"
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 9 }
"#,
    );
    let ids: Vec<&str> = scenario.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["a-1", "a-2", "a-3", "b"]);
    let seeds = scenario.cases.iter().map(|case| match &case.source {
        CaseSource::Phantom(phantom) => phantom.seed,
        CaseSource::Dicom(_) => panic!("a phantom"),
    });
    assert_eq!(seeds.collect::<Vec<_>>(), [70, 71, 72, 9].map(Seed));
    assert!(
        scenario.cases[..3]
            .iter()
            .all(|case| case.tags == ["nodule"])
    );
}

#[test]
fn what_cannot_be_a_bank_is_refused() {
    refused(
        r#"
[[cases]]
id = "a"
count = 3
title = { en = "CT" }
dicom = { folder = "x" }
"#,
        "only a phantom can be made many times",
    );
    refused(
        r#"
[[cases]]
id = "a-2"
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 1 }
[[cases]]
id = "a"
count = 3
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 1 }
"#,
        "case \"a-2\" of this bank is another case's id",
    );
    refused(
        r#"
[[cases]]
id = "a"
count = 400
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 1 }
[[cases]]
id = "b"
count = 400
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 1 }
"#,
        "expected at most 500 cases, banks counted whole, found 800",
    );
}
