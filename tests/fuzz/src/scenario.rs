//! What the scenario target does with its bytes.

use overread_scenario::{Blueprint, Preview, blueprint, check, preview};

/// Any text as a scenario file: it is checked whole, or refused with faults that have a place; gives whether it was read.
///
/// What was read can be shown in every mode of showing, and holds what the crate promises of a checked scenario.
pub fn scenario(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let (scenario, found) = check(text);
    assert!(scenario.is_some() != found.has_errors());
    let Some(scenario) = scenario else {
        assert!(found.all().iter().all(|fault| !fault.place.is_empty()));
        return false;
    };
    assert!(!scenario.cases.is_empty());
    for case in &scenario.cases {
        for (id, _) in &case.key {
            let is_asked = scenario
                .questions_of(case)
                .any(|question| question.id == *id);
            let is_built_in =
                overread_scenario::QuestionKind::of_expert_question(id.as_str()).is_some();
            assert!(is_asked || is_built_in, "a key to nothing: {id}");
        }
    }
    let order: Vec<_> = scenario.cases.iter().map(|case| case.id.clone()).collect();
    let wanted = Preview {
        locale: "ru",
        has_keys: true,
    };
    assert!(!preview(&scenario, &order, &wanted).is_empty());
    let Blueprint { cells, .. } = blueprint(&scenario);
    assert!(scenario.design.form.is_none() || !cells.is_empty());
    true
}
