//! Results on real studies: a chest CT with a tumour, and a mammogram that gives no spacing and no position.

use std::path::Path;

use overread_base::{
    AiReport, AiStatus, Assessed, Code, HeatMap, MaskRle, Shape, Vec3, VolumeGeometry,
};
use overread_dicom::{AiObjects, ReportLanguage, Study, WrittenObject};

use crate::fixture::{finding, info, open, result};
use crate::validators::{dciodvfy, highdicom, save};

/// The study of a folder or file of the collection.
fn study(test: &str, place: &str) -> Option<Study> {
    Some(open(&overread_testkit::shared_dicom(test)?.join(place)))
}

#[track_caller]
fn are_clean(test: &str, folder: &Path, objects: &[&WrittenObject]) {
    for object in objects {
        let Some((_, errors)) = dciodvfy(test, &save(folder, object)) else {
            return;
        };
        assert_eq!(errors, Vec::<String>::new(), "{:?}", object.kind);
    }
}

/// A box of voxels as a mask.
fn block(geometry: &VolumeGeometry, low: [u32; 3], high: [u32; 3]) -> MaskRle {
    let [nx, ny, nz] = geometry.size;
    let mut runs = vec![0];
    let mut skipped = 0;
    for z in 0..nz {
        for y in 0..ny {
            let is_inside = (low[1]..=high[1]).contains(&y) && (low[2]..=high[2]).contains(&z);
            if !is_inside {
                skipped += nx;
                continue;
            }
            let set = high[0] - low[0] + 1;
            *runs.last_mut().unwrap() = skipped + low[0];
            runs.extend([set, 0]);
            skipped = nx - low[0] - set;
        }
    }
    *runs.last_mut().unwrap() = skipped;
    MaskRle {
        geometry: geometry.clone(),
        runs,
    }
}

#[test]
fn a_result_on_the_chest_ct_comes_back_at_its_place() {
    const TEST: &str = "a_result_on_the_chest_ct_comes_back_at_its_place";
    let Some(study) = study(TEST, "chest_ct_lung_tumour") else {
        return;
    };
    let series = &study.series[0];
    let grid = series.geometry.grid().unwrap().clone();
    let at = |x: f64, y: f64, z: f64| grid.patient_from_voxel(Vec3::new(x, y, z));
    let mask = block(&grid, [108, 253, 14], [165, 300, 19]);
    let report = AiReport {
        findings: vec![
            finding("mass", &series.uid, vec![Shape::Mask(mask)]),
            finding(
                "spot",
                &series.uid,
                vec![Shape::Point(at(200.0, 180.5, 20.0))],
            ),
        ],
        assessed: vec![Assessed {
            code: Code::new("SCT", "36118008", "Pneumothorax"),
            series: series.uid.clone(),
        }],
        ..AiReport::default()
    };
    let info = info(ReportLanguage::Russian);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(report));
    let segmentations = objects.segmentations(&result).unwrap();
    let segmentation = &segmentations[0].object;
    let sr = objects.sr(&result, &segmentations).unwrap();
    let states = objects.presentation_states(&result, None).unwrap();
    let out = tempfile::tempdir().unwrap();
    are_clean(TEST, out.path(), &[segmentation, &sr, &states[0]]);
    let files = [save(out.path(), segmentation), save(out.path(), &sr)];
    let Some(lines) = highdicom(TEST, &[&files[0], &files[1]]) else {
        return;
    };
    let pixels = &lines[0][4..];
    assert_eq!(pixels.len(), 58 * 48 * 6);
    for z in [14, 19] {
        let first = format!("{}/108/253", series.frames[z].sop);
        let last = format!("{}/165/300", series.frames[z].sop);
        assert!(
            pixels.contains(&first) && pixels.contains(&last),
            "slice {z}"
        );
    }
    let spot = lines.iter().find(|l| l[1] == "spot").unwrap();
    let sop = series.frames[20].sop.as_str();
    let place = ["POINT", sop, "200.5 181.0"].map(str::to_owned);
    assert!(spot.ends_with(&place), "{spot:?}");
}

#[test]
fn a_result_on_a_mammogram_comes_back_at_its_place() {
    const TEST: &str = "a_result_on_a_mammogram_comes_back_at_its_place";
    let Some(study) = study(TEST, "mammography_4view_mass/1-280_LCC.dcm") else {
        return;
    };
    let series = &study.series[0];
    // No spacing in the file: a pixel counts as a millimetre, and the first pixel's centre is the origin.
    let shape = Shape::Cuboid {
        low: Vec3::new(1200.0, 2000.0, 0.0),
        high: Vec3::new(1500.5, 2250.0, 0.0),
    };
    let grid = VolumeGeometry::axial(
        [series.size[0], series.size[1], 1],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::default(),
    );
    let grid = grid.unwrap();
    let mask = block(&grid, [700, 900, 0], [709, 919, 0]);
    let report = AiReport {
        findings: vec![
            finding("mass", &series.uid, vec![shape]),
            finding("area", &series.uid, vec![Shape::Mask(mask)]),
        ],
        ..AiReport::default()
    };
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(report));
    let segmentations = objects.segmentations(&result).unwrap();
    let segmentation = &segmentations[0].object;
    let sr = objects.sr(&result, &segmentations).unwrap();
    let states = objects.presentation_states(&result, None).unwrap();
    let n_pixels = usize::try_from(grid.voxel_count()).unwrap();
    let map = HeatMap {
        name: "mass".to_owned(),
        series: series.uid.clone(),
        geometry: grid,
        values: vec![128; n_pixels],
    };
    let map = objects.parametric_map(&result, 0, &map).unwrap();
    let out = tempfile::tempdir().unwrap();
    are_clean(TEST, out.path(), &[segmentation, &sr, &map]);
    for state in &states {
        are_clean(TEST, out.path(), &[state]);
    }
    let Some(lines) = highdicom(TEST, &[&save(out.path(), &sr)]) else {
        return;
    };
    let mass = lines.iter().find(|l| l[1] == "mass").unwrap();
    let sop = series.frames[0].sop.as_str();
    let corners = "1200.5 2000.5 1501.0 2000.5 1501.0 2250.5 1200.5 2250.5 1200.5 2000.5";
    let place = ["POLYLINE", sop, corners].map(str::to_owned);
    assert!(mass.ends_with(&place), "{mass:?}");
}
