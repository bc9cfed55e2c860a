//! The hash of the truth follows every change of it, and an old one is computed again in its own form.

use overread_base::{
    Category, Code, FactValue, Laterality, Lesion, LesionId, LesionView, MaskRle, NoduleType,
    SeriesUid, TruthFact, Vec3, VolumeGeometry,
};

use super::*;

/// SHA-256 of the canonical JSON of [`truth`], typed by hand in the first form and hashed by another program.
const IN_FIRST: &str = "87222b87207dcdca2d20e32aa7f535593bb70c89458b8141605c38ad75d47aea";
/// The same in the second form.
const IN_SECOND: &str =
    "overread-truth-2:3d793a287f09600dfba354a46fc796f0b44401ca09aabdd6909d2b723dfbdf49";

fn mask() -> MaskRle {
    let origin = Vec3::new(-10.0, 20.5, 300.0);
    MaskRle {
        geometry: VolumeGeometry::axial([2, 3, 2], Vec3::new(0.5, 0.5, 1.25), origin).unwrap(),
        runs: vec![3, 2, 7],
    }
}

fn category(scale: &str, value: &str) -> Category {
    Category {
        scale: scale.to_owned(),
        value: value.to_owned(),
    }
}

fn fact(code: &str, value: FactValue) -> TruthFact {
    TruthFact {
        code: Code::new("SCT", code, "Some concept"),
        value,
    }
}

/// A truth with everything in it that a truth can hold.
fn truth() -> CaseTruth {
    let lesion = Lesion {
        id: LesionId::new("l1").unwrap(),
        code: Code::nodule(),
        centre: Vec3::new(1.5, -2.25, 300.0),
        radius_mm: 4.0,
        nodule_type: Some(NoduleType::PartSolid),
        laterality: Some(Laterality::Bilateral),
        category: Some(category("lung-rads-v2022", "4A")),
        weight: 1.0,
        mask: Some(mask()),
        views: vec![LesionView {
            series: SeriesUid::new("2.25.7").unwrap(),
            centre: Vec3::new(12.5, 80.0, 0.0),
            radius_mm: 3.5,
            mask: Some(mask()),
        }],
    };
    let diameter = FactValue::Number {
        value: 31.5,
        ucum: "mm".to_owned(),
    };
    let parts = FactValue::Parts(vec!["M1".to_owned(), "M2".to_owned()]);
    CaseTruth {
        lesions: vec![lesion],
        facts: vec![
            fact("81827009", diameter),
            fact("1", FactValue::Present(true)),
            fact("2", FactValue::Category(category("birads-density", "c"))),
            fact("3", parts),
        ],
    }
}

fn hash(form: TruthForm, change: impl Fn(&mut CaseTruth)) -> String {
    let mut truth = truth();
    change(&mut truth);
    truth_sha256(&[(CaseId::new("c1").unwrap(), truth)].into(), form).unwrap()
}

/// A changed lesion has another hash in the newest form.
#[track_caller]
fn check_changed(change: impl Fn(&mut Lesion)) {
    let changed = hash(TruthForm::NEWEST, |truth| change(&mut truth.lesions[0]));
    assert_ne!(changed, hash(TruthForm::NEWEST, |_| {}));
}

/// A changed view or its mask has another hash.
#[track_caller]
fn check_changed_view(change: impl Fn(&mut LesionView)) {
    check_changed(|lesion| change(&mut lesion.views[0]));
}

/// A changed grid has another hash, of a lesion as of a view.
#[track_caller]
fn check_changed_grid(change: impl Fn(&mut VolumeGeometry)) {
    check_changed(|lesion| change(&mut lesion.mask.as_mut().unwrap().geometry));
    check_changed_view(|view| change(&mut view.mask.as_mut().unwrap().geometry));
}

/// A fact that is another one has another hash.
#[track_caller]
fn check_changed_fact(change: impl Fn(&mut Vec<TruthFact>)) {
    let changed = hash(TruthForm::NEWEST, |truth| change(&mut truth.facts));
    assert_ne!(changed, hash(TruthForm::NEWEST, |_| {}));
}

#[test]
fn another_truth_has_another_hash() {
    assert_eq!(
        hash(TruthForm::NEWEST, |_| {}),
        hash(TruthForm::NEWEST, |_| {})
    );
    check_changed(|lesion| lesion.id = LesionId::new("l2").unwrap());
    check_changed(|lesion| lesion.code = Code::diameter());
    check_changed(|lesion| lesion.centre.z += 1.0);
    check_changed(|lesion| lesion.radius_mm = 4.5);
    check_changed(|lesion| lesion.nodule_type = Some(NoduleType::GroundGlass));
    check_changed(|lesion| lesion.laterality = Some(Laterality::Left));
    check_changed(|lesion| lesion.category = Some(category("lung-rads-v2022", "4B")));
    check_changed(|lesion| lesion.category = None);
    check_changed(|lesion| lesion.weight = 0.5);
    check_changed(|lesion| lesion.mask.as_mut().unwrap().runs = vec![4, 1, 7]);
    check_changed(|lesion| lesion.mask = None);
    let none = truth_sha256(&BTreeMap::new(), TruthForm::NEWEST).unwrap();
    assert_ne!(none, hash(TruthForm::NEWEST, |_| {}));
}

#[test]
fn another_view_has_another_hash() {
    check_changed(|lesion| lesion.views.clear());
    check_changed(|lesion| lesion.views.push(lesion.views[0].clone()));
    check_changed_view(|view| view.series = SeriesUid::new("2.25.8").unwrap());
    check_changed_view(|view| view.centre.x += 1.0);
    check_changed_view(|view| view.radius_mm = 4.5);
    check_changed_view(|view| view.mask.as_mut().unwrap().runs = vec![4, 1, 7]);
    check_changed_view(|view| view.mask = None);
}

#[test]
fn another_grid_of_a_mask_has_another_hash() {
    check_changed_grid(|grid| grid.origin.x += 1.0);
    check_changed_grid(|grid| grid.size = [3, 2, 2]);
    check_changed_grid(|grid| grid.spacing.y = 0.75);
    check_changed_grid(|grid| grid.row_dir = Vec3::new(-1.0, 0.0, 0.0));
    check_changed_grid(|grid| grid.col_dir = Vec3::new(0.0, -1.0, 0.0));
    check_changed_grid(|grid| grid.slice_dir = Vec3::new(0.0, 0.0, -1.0));
}

#[test]
fn another_fact_has_another_hash() {
    check_changed_fact(|facts| facts.truncate(3));
    check_changed_fact(|facts| facts[1].code = Code::nodule());
    let number = |value: f64, ucum: &str| FactValue::Number {
        value,
        ucum: ucum.to_owned(),
    };
    check_changed_fact(|facts| facts[0].value = number(32.5, "mm"));
    check_changed_fact(|facts| facts[0].value = number(31.5, "cm"));
    check_changed_fact(|facts| facts[1].value = FactValue::Present(false));
    check_changed_fact(|facts| {
        facts[2].value = FactValue::Category(category("birads-density", "d"));
    });
    check_changed_fact(|facts| facts[3].value = FactValue::Parts(vec!["M1".to_owned()]));
}

#[test]
fn the_meaning_of_a_code_is_not_hashed() {
    let renamed = hash(TruthForm::NEWEST, |truth| {
        truth.lesions[0].code.meaning = "Pulmonary nodule".to_owned();
    });
    assert_eq!(renamed, hash(TruthForm::NEWEST, |_| {}));
}

#[test]
fn a_hash_is_computed_in_the_form_that_it_states() {
    for (sealed, form) in [(IN_FIRST, TruthForm::First), (IN_SECOND, TruthForm::Second)] {
        assert_eq!(TruthForm::of_sealed(sealed), Some(form));
        assert_eq!(hash(form, |_| {}), sealed);
    }
    // What the first form does not hold is why there is a second.
    let changed = hash(TruthForm::First, |truth| {
        truth.lesions[0].views.clear();
        truth.lesions[0].mask.as_mut().unwrap().geometry.origin.x += 1.0;
        truth.facts.clear();
    });
    assert_eq!(changed, IN_FIRST);
}

#[test]
fn a_hash_of_another_form_is_not_taken_for_a_known_one() {
    let other = IN_SECOND.replace("truth-2", "truth-3");
    let upper = IN_FIRST.to_uppercase();
    for text in ["", "abc", "overread-truth-2:", &other, &upper] {
        assert_eq!(TruthForm::of_sealed(text), None, "{text}");
    }
}
