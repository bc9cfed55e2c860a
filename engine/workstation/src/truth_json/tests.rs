//! The truth of a chest CT with a nodule, and its mask, as JSON.

use overread_base::{LesionKind, LesionWish, PhantomKind, Seed};
use overread_phantom::{Acquisition, ground};

use super::*;

fn request() -> CaseRequest {
    let kind = PhantomKind::ChestCt;
    let wish = LesionWish {
        amount: Some(30.0),
        place: Some("right-lower"),
        ..LesionWish::any(LesionKind::named(kind, "solid-nodule").unwrap())
    };
    CaseRequest {
        lesions: vec![wish],
        acquisition: Acquisition {
            size: Some(64),
            slices: Some(40),
            ..Acquisition::default()
        },
        ..CaseRequest::new(kind, Seed(11))
    }
}

#[test]
fn a_nodule_stands_with_place_size_type_and_volume() {
    let study = ground(&request()).unwrap();
    let truth = truth_json(&request(), &study);
    assert_eq!(truth["kind"], "chest-ct");
    assert_eq!(truth["seed"], 11);
    assert_eq!(truth["abnormal"], true);
    assert_eq!(truth["series"][0]["uid"], study.series[0].uid.as_str());
    assert_eq!(truth["wanted"][0], "solid-nodule");
    let lesion = &truth["lesions"][0];
    assert_eq!(lesion["type"], "solid");
    assert_eq!(lesion["code"], "Nodule");
    assert_eq!(
        lesion["centre_patient_lps_mm"][0],
        study.truth.lesions[0].centre.x
    );
    // A sphere of 30 mm has 14.1 ml; voxels are 6 x 6 x 8 mm here.
    let volume = lesion["volume_ml"].as_f64().unwrap();
    assert!((7.0..22.0).contains(&volume), "{volume}");
    assert!(truth["patient"]["height_cm"].as_u64().unwrap() > 130);
}

#[test]
fn runs_of_a_mask_fill_its_grid() {
    let study = ground(&request()).unwrap();
    let masks = masks_json(&study);
    let mask = &masks["masks"][0];
    assert_eq!(mask["lesion"], study.truth.lesions[0].id.as_str());
    let size = mask["size"].as_array().unwrap();
    let n: u64 = size.iter().map(|n| n.as_u64().unwrap()).product();
    let runs = mask["runs"].as_array().unwrap();
    let sum: u64 = runs.iter().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(sum, n);
}

#[test]
fn a_normal_case_has_no_lesions() {
    let request = CaseRequest {
        lesions: Vec::new(),
        ..request()
    };
    let study = ground(&request).unwrap();
    let truth = truth_json(&request, &study);
    assert_eq!(truth["abnormal"], false);
    assert_eq!(truth["lesions"].as_array().unwrap().len(), 0);
    assert_eq!(masks_json(&study)["masks"].as_array().unwrap().len(), 0);
}
