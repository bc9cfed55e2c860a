//! What is looked for follows the area, and false findings lie where such findings lie.

use overread_scenario::{Scenario, check};

use super::*;
use crate::ground::Grounds;
use crate::step::StepProgress;
use crate::synthetic;

fn scenario(cases: &str) -> Scenario {
    let text = format!(
        "schema = 1\nid = \"test.targets\"\nmode = \"unaided\"\n[title]\nen = \"T\"\n\
         [hit]\nrule = \"inside-mask\"\nmargin_mm = 5\n\
         [questions]\nconfidence_step = 5\npositive_from = 50\n\
         sections = [{{ id = \"text\", title = {{ en = \"Text\" }}, required = false }}]\n\
         [[questions.labels]]\nid = \"finding\"\ntext = {{ en = \"Finding\" }}\n{cases}"
    );
    let (scenario, found) = check(&text);
    scenario.unwrap_or_else(|| panic!("{:?}", found.all()))
}

fn case(id: &str, phantom: &str) -> String {
    format!("[[cases]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\nphantom = {{ {phantom} }}\n")
}

#[track_caller]
fn targets_of(cases: &[String]) -> Vec<String> {
    let scenario = scenario(&cases.concat());
    let all: Vec<CaseId> = scenario.cases.iter().map(|case| case.id.clone()).collect();
    let truths = Grounds::default().truths(&scenario, &all).unwrap();
    let cases: Vec<&Case> = scenario.cases.iter().collect();
    let targets = targets(&cases, &truths);
    targets.iter().map(|code| code.meaning.clone()).collect()
}

fn meaning(area: PhantomKind, word: &str) -> String {
    LesionKind::named(area, word).unwrap().code().meaning
}

/// A block of normal head CTs, as a lesson on false alarms has it: haemorrhages are looked for, no nodules.
#[test]
fn normal_cases_are_searched_for_what_the_usual_service_of_their_area_looks_for() {
    let found = targets_of(&[case("n", "kind = \"head-ct\", seed = 4, lesions = []")]);
    assert!(found.contains(&meaning(PhantomKind::HeadCt, "subdural")));
    assert!(found.len() >= 5, "{found:?}");
    assert!(!found.contains(&Code::nodule().meaning), "{found:?}");
    let chest = targets_of(&[case("n", "kind = \"chest-ct\", seed = 4, lesions = []")]);
    assert_eq!(chest, [Code::nodule().meaning]);
    let breast = targets_of(&[case("n", "kind = \"mammography\", seed = 4, lesions = []")]);
    assert!(breast.len() > 1, "{breast:?}");
}

/// The commonest stands first, and with one kind of haemorrhage all of them are looked for.
#[test]
fn all_kinds_of_the_area_are_looked_for_and_the_commonest_stands_first() {
    let one = |id: &str, seed: u32, kind: &str| {
        case(
            id,
            &format!("kind = \"head-ct\", seed = {seed}, lesions = [{{ kind = \"{kind}\" }}]"),
        )
    };
    let found = targets_of(&[
        one("a", 1, "epidural"),
        one("b", 2, "subdural"),
        one("c", 3, "subdural"),
    ]);
    let name = |word| meaning(PhantomKind::HeadCt, word);
    assert_eq!(found[0], name("subdural"));
    for word in ["epidural", "subarachnoid", "intraparenchymal"] {
        assert!(found.contains(&name(word)), "{word} not in {found:?}");
    }
    assert!(!found.contains(&name("infarct")), "{found:?}");
}

/// The commonest stored value of an image of a breast is that of the air around it.
fn air_of(samples: &[i16]) -> i16 {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for sample in samples.iter().step_by(7) {
        *counts.entry(*sample).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.unwrap().0
}

/// Every decoy of a head lies in tissue and of a breast on the breast: not in air, where the corners of the images are.
/// What is air is read off the images themselves.
#[test]
fn decoys_lie_in_the_patient_and_are_named_after_what_is_looked_for() {
    for kind in ["head-ct", "mammography"] {
        let text = case("n", &format!("kind = \"{kind}\", seed = 11, lesions = []"));
        let scenario = scenario(&text);
        let case = &scenario.cases[0];
        let targets = targets(&[case], &BTreeMap::new());
        let decoys = decoys(case, &targets);
        assert!(decoys.len() >= 2, "{kind}: {} decoys", decoys.len());
        let CaseSource::Phantom(spec) = &case.source else {
            panic!("a phantom")
        };
        let images = synthetic::images(spec, &StepProgress::default()).unwrap();
        for decoy in &decoys {
            assert!(
                targets
                    .iter()
                    .any(|target| target.is_same_concept(&decoy.code)),
                "{} is not looked for",
                decoy.code.meaning
            );
            let (series, centre) = match decoy.views.first() {
                Some(view) => (
                    images
                        .series
                        .iter()
                        .find(|of| of.facts.uid == view.series)
                        .unwrap(),
                    view.centre,
                ),
                None => (&images.series[0], decoy.centre),
            };
            let grid = series.volume.geometry();
            let at = grid.voxel_from_patient(centre).to_array();
            let index = |axis: usize| {
                let is_here = |n: &u32| (f64::from(*n) - at[axis]).abs() <= 0.5;
                let found = (0..grid.size[axis]).find(is_here);
                found.unwrap_or_else(|| panic!("{kind}: outside the images"))
            };
            let [x, y, z] = [0, 1, 2].map(index);
            let value = series.volume.value_at(x, y, z);
            let value = value.unwrap_or_else(|| panic!("{kind}: outside the images"));
            let air = if kind == "head-ct" {
                -500.0
            } else {
                f32::from(air_of(series.volume.samples()))
            };
            let is_tissue = if kind == "head-ct" {
                value > air
            } else {
                (value - air).abs() > 1.0
            };
            assert!(is_tissue, "{kind}: air at {centre:?}, {value}");
        }
    }
}
