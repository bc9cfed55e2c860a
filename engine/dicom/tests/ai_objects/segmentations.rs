//! Segmentations of the masks of findings.

use std::collections::BTreeSet;

use overread_base::{AiReport, AiStatus, MaskRle, Shape, Vec3, VolumeGeometry};
use overread_dicom::{AiObjects, AiWriteError, ReportLanguage, Study};

use crate::fixture::{self, at, ball, finding, grid, info, result};
use crate::validators::{dciodvfy, highdicom, save};

/// Writes the masks, has them judged, and gives what highdicom finds: for each segment the set pixels as
/// (slice, column, row).
fn written(test: &str, study: &Study, masks: &[MaskRle]) -> (Option<Vec<Pixels>>, Vec<String>) {
    let series = &study.series[0];
    let findings = masks
        .iter()
        .enumerate()
        .map(|(i, mask)| {
            finding(
                &format!("f{i}"),
                &series.uid,
                vec![Shape::Mask(mask.clone())],
            )
        })
        .collect();
    let report = AiReport {
        findings,
        ..AiReport::default()
    };
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(report));
    let segmentation = objects.segmentations(&result).unwrap().remove(0);
    let out = tempfile::tempdir().unwrap();
    let file = save(out.path(), &segmentation.object);
    if let Some((name, errors)) = dciodvfy(test, &file) {
        assert_eq!(name, "Segmentation");
        assert_eq!(errors, Vec::<String>::new());
    }
    let slice = |sop: &str| series.frames.iter().position(|f| f.sop.as_str() == sop);
    let pixel = |place: &String| {
        let mut parts = place.split('/');
        let slice = slice(parts.next()?)?;
        Some([
            slice,
            parts.next()?.parse().ok()?,
            parts.next()?.parse().ok()?,
        ])
    };
    let lines = highdicom(test, &[&file]);
    let segments = lines.map(|lines| {
        lines
            .iter()
            .map(|line| line[4..].iter().map(|p| pixel(p).unwrap()).collect())
            .collect()
    });
    (segments, segmentation.object.notes)
}

type Pixels = BTreeSet<[usize; 3]>;

/// The voxels within a radius, counted on a grid by itself.
fn within(geometry: &VolumeGeometry, centre: Vec3, radius_mm: f64) -> Pixels {
    let [nx, ny, nz] = geometry.size;
    let mut all = Pixels::new();
    for z in 0..nz {
        for y in 0..ny {
            for x in 0..nx {
                let voxel = Vec3::new(f64::from(x), f64::from(y), f64::from(z));
                if geometry.patient_from_voxel(voxel).distance(centre) <= radius_mm {
                    all.insert([z, x, y].map(|n| usize::try_from(n).unwrap()));
                }
            }
        }
    }
    all
}

#[test]
fn masks_on_the_grid_of_the_series_keep_every_voxel() {
    const TEST: &str = "masks_on_the_grid_of_the_series_keep_every_voxel";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let balls = [(at(20.0, 15.0, 6.0), 5.5), (at(23.0, 15.0, 7.0), 3.1)];
    let masks = balls.map(|(centre, radius)| ball(&grid(), centre, radius));
    let (segments, notes) = written(TEST, &study, &masks);
    assert_eq!(notes, Vec::<String>::new());
    let Some(segments) = segments else {
        return;
    };
    let expected = balls.map(|(centre, radius)| within(&grid(), centre, radius));
    assert_eq!(segments, expected);
}

#[test]
fn a_mask_on_another_grid_takes_the_nearest_voxels_and_says_so() {
    const TEST: &str = "a_mask_on_another_grid_takes_the_nearest_voxels_and_says_so";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let coarse = VolumeGeometry::new(
        [30, 26, 30],
        Vec3::new(1.0, 1.0, 1.0),
        at(0.0, 0.0, 0.0) + Vec3::new(0.2, 0.1, 29.0),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, -1.0, 0.0),
    );
    // Its slices run to the feet: the voxels are asked for by position, not by index.
    let mut coarse = coarse.unwrap();
    coarse.origin.y += 25.0;
    let centre = at(20.0, 15.0, 6.0);
    let (segments, notes) = written(TEST, &study, &[ball(&coarse, centre, 5.5)]);
    assert_eq!(
        notes,
        [
            "a mask is not on the grid of its series: each pixel takes the nearest voxel (finding f0)"
        ]
    );
    let Some(segments) = segments else {
        return;
    };
    // A pixel is set where the nearest point of the coarse grid lies within the radius.
    let grid = grid();
    let mut expected = Pixels::new();
    for [z, x, y] in within(&grid, centre, 8.0) {
        let voxel = Vec3::new(x as f64, y as f64, z as f64);
        let on_coarse = coarse.voxel_from_patient(grid.patient_from_voxel(voxel));
        let nearest = Vec3::from_array(on_coarse.to_array().map(|v| (v + 0.5).floor()));
        if coarse.patient_from_voxel(nearest).distance(centre) <= 5.5 {
            expected.insert([z, x, y]);
        }
    }
    assert!(expected.len() > 300, "{}", expected.len());
    assert_eq!(segments, [expected]);
}

#[test]
fn a_mask_that_does_not_fill_its_grid_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let mut mask = ball(&grid(), at(20.0, 15.0, 6.0), 5.5);
    mask.runs.push(1);
    let findings = vec![finding("f", &study.series[0].uid, vec![Shape::Mask(mask)])];
    let report = AiReport {
        findings,
        ..AiReport::default()
    };
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let refused = objects.segmentations(&result(&study.uid, AiStatus::Done(report)));
    assert!(matches!(
        refused,
        Err(AiWriteError::Voxels {
            found: 15361,
            expected: 15360,
            ..
        })
    ));
}

#[test]
fn a_result_without_masks_has_no_segmentation() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let empty = ball(&grid(), at(-500.0, 0.0, 0.0), 5.5);
    let report = AiReport {
        findings: vec![finding("f", &study.series[0].uid, vec![Shape::Mask(empty)])],
        ..AiReport::default()
    };
    for report in [AiReport::default(), report] {
        let result = result(&study.uid, AiStatus::Done(report));
        assert_eq!(objects.segmentations(&result).unwrap(), []);
    }
}
