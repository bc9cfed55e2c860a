//! Forms meet every cell or none is drawn; seeds and exposures decide which.

use overread_scenario::{BlueprintCell, Difficulty, Scenario};
use overread_testkit::{Reading, TinyCase, scenario_text};

use super::*;

/// A bank of cases, each with its tags and difficulty.
fn bank(cases: &[(&str, &[&str], Option<Difficulty>)]) -> Scenario {
    let listed = cases
        .iter()
        .map(|(id, _, _)| TinyCase::dicom(id, "one", None));
    let listed: Vec<TinyCase> = listed.collect();
    let text = scenario_text(Reading::Unaided, &listed);
    let mut scenario = overread_scenario::check(&text).0.unwrap();
    for (case, (_, tags, difficulty)) in scenario.cases.iter_mut().zip(cases) {
        case.tags = tags.iter().map(|&tag| tag.to_owned()).collect();
        case.difficulty = *difficulty;
    }
    scenario
}

fn cell(name: &str, tags: &[&str], count: u32) -> BlueprintCell {
    BlueprintCell {
        name: name.to_owned(),
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        difficulty: None,
        count,
    }
}

fn form(cells: Vec<BlueprintCell>) -> FormSpec {
    FormSpec {
        cells,
        most_exposures: None,
    }
}

fn drawn(
    form: &FormSpec,
    scenario: &Scenario,
    exposures: &BTreeMap<&CaseId, u32>,
    seed: u64,
) -> Result<BTreeMap<String, String>, SeatRefusal> {
    let pool: Vec<&Case> = scenario.cases.iter().collect();
    let cells = draw(form, &pool, exposures, Seed(seed))?;
    let named = cells.into_iter();
    Ok(named
        .map(|(case, cell)| (case.as_str().to_owned(), cell))
        .collect())
}

fn none() -> BTreeMap<&'static CaseId, u32> {
    BTreeMap::new()
}

#[test]
fn every_cell_gets_its_count_and_the_seed_decides_which_cases() {
    let ids: Vec<String> = (0..40).map(|n| format!("c{n:02}")).collect();
    let cases: Vec<(&str, &[&str], Option<Difficulty>)> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| {
            let tags: &[&str] = if n % 2 == 0 { &["nodule"] } else { &["normal"] };
            let difficulty = if n % 4 < 2 {
                Difficulty::Easy
            } else {
                Difficulty::Hard
            };
            (id.as_str(), tags, Some(difficulty))
        })
        .collect();
    let bank = bank(&cases);
    let hard = BlueprintCell {
        difficulty: Some(Difficulty::Hard),
        ..cell("hard nodules", &["nodule"], 4)
    };
    let form = form(vec![
        hard,
        cell("nodules", &["nodule"], 5),
        cell("normal", &["normal"], 6),
    ]);
    let first = drawn(&form, &bank, &none(), 1).unwrap();
    assert_eq!(first.len(), 15);
    for (name, expected) in [("hard nodules", 4), ("nodules", 5), ("normal", 6)] {
        assert_eq!(
            first.values().filter(|cell| *cell == name).count(),
            expected,
            "{name}"
        );
    }
    for (id, name) in &first {
        let case = bank
            .cases
            .iter()
            .find(|case| case.id.as_str() == id)
            .unwrap();
        let cell = form.cells.iter().find(|cell| cell.name == *name).unwrap();
        assert!(cell.takes(case), "{id} in {name}");
    }
    assert_eq!(drawn(&form, &bank, &none(), 1).unwrap(), first);
    assert_ne!(drawn(&form, &bank, &none(), 2).unwrap(), first);
}

#[test]
fn a_case_is_moved_to_another_cell_where_the_form_needs_it() {
    // "both" fits the first cell too; taken for it, the second would be empty.
    let bank = bank(&[("both", &["a", "b"], None), ("only-a", &["a"], None)]);
    let form = form(vec![cell("a", &["a"], 1), cell("b", &["b"], 1)]);
    for seed in 0..20 {
        let drawn = drawn(&form, &bank, &none(), seed).unwrap();
        assert_eq!(
            (drawn["both"].as_str(), drawn["only-a"].as_str()),
            ("b", "a")
        );
    }
}

#[test]
fn a_cell_that_cannot_be_met_is_named() {
    let bank = bank(&[("one", &["a"], None), ("two", &["a"], None)]);
    let too_many = form(vec![cell("rare", &["a"], 3)]);
    assert_eq!(
        drawn(&too_many, &bank, &none(), 1).unwrap_err(),
        SeatRefusal::Cell {
            cell: "rare".to_owned(),
            needed: 3,
            found: 2,
            used_up: 0
        }
    );
    // What one cell took is gone for the next.
    let shared = form(vec![cell("first", &["a"], 2), cell("second", &["a"], 1)]);
    let refused = drawn(&shared, &bank, &none(), 1).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("no form can be drawn: cell second needs 1")
    );
}

#[test]
fn a_case_that_was_on_too_many_forms_is_not_drawn_any_more() {
    let bank = bank(&[("old", &["a"], None), ("new", &["a"], None)]);
    let limited = FormSpec {
        most_exposures: Some(2),
        ..form(vec![cell("a", &["a"], 1)])
    };
    let old = &bank.cases[0].id;
    for seed in 0..20 {
        let used_up = BTreeMap::from([(old, 2)]);
        let drawn = drawn(&limited, &bank, &used_up, seed).unwrap();
        assert_eq!(drawn.keys().collect::<Vec<_>>(), ["new"]);
    }
    // Once is not too often.
    let once = BTreeMap::from([(old, 1)]);
    let either = (0..20).map(|seed| drawn(&limited, &bank, &once, seed).unwrap());
    assert!(either.flat_map(BTreeMap::into_keys).any(|id| id == "old"));
    let both = BTreeMap::from([(old, 2), (&bank.cases[1].id, 3)]);
    assert_eq!(
        drawn(&limited, &bank, &both, 1).unwrap_err(),
        SeatRefusal::Cell {
            cell: "a".to_owned(),
            needed: 1,
            found: 0,
            used_up: 2
        }
    );
}
