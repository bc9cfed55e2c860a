//! The hash of the truth follows every change of it.

use overread_base::{Code, LesionId, Vec3};

use super::*;

fn truths(change: &dyn Fn(&mut Lesion)) -> BTreeMap<CaseId, CaseTruth> {
    let mut lesion = Lesion {
        id: LesionId::new("l1").unwrap(),
        code: Code {
            scheme: "SCT".to_owned(),
            value: "27925004".to_owned(),
            meaning: "Nodule".to_owned(),
        },
        centre: Vec3::new(1.5, -2.25, 300.0),
        radius_mm: 4.0,
        nodule_type: None,
        laterality: None,
        category: None,
        weight: 1.0,
        mask: None,
        views: Vec::new(),
    };
    change(&mut lesion);
    let truth = CaseTruth {
        lesions: vec![lesion],
        facts: Vec::new(),
    };
    [(CaseId::new("c1").unwrap(), truth)].into()
}

#[test]
fn another_truth_has_another_hash() {
    let hash = |change: &dyn Fn(&mut Lesion)| truth_sha256(&truths(change)).unwrap();
    let first = hash(&|_| {});
    assert_eq!(hash(&|_| {}), first);
    assert_ne!(hash(&|lesion| lesion.radius_mm = 4.5), first);
    assert_ne!(
        hash(&|lesion| lesion.centre = Vec3::new(1.5, -2.25, 301.0)),
        first
    );
    assert_ne!(truth_sha256(&BTreeMap::new()).unwrap(), first);
}
