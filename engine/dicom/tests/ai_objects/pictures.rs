//! Secondary captures and parametric maps.

use overread_base::{AiReport, AiStatus, Certainty, SeriesUid, SopUid, Vec3};
use overread_dicom::{AiObjects, AiWriteError, ReportLanguage};
use overread_image::RgbImage;

use crate::fixture::{self, grid, heat_map, info, report, result};
use crate::validators::{dciodvfy, highdicom, save};

#[test]
fn a_capture_holds_the_picture_and_says_what_it_is() {
    const TEST: &str = "a_capture_holds_the_picture_and_says_what_it_is";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = &study.series[0];
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(AiReport::default()));
    // An odd number of bytes: the value is padded to an even one.
    let pixels: Vec<[u8; 3]> = (0..15_u8).map(|i| [i, 2 * i, 255 - i]).collect();
    let picture = RgbImage::new([5, 3], pixels.clone()).unwrap();
    let source = (&series.uid, &series.frames[4].sop, 1);
    let object = objects.secondary_capture(&result, 0, &picture, source);
    let object = object.unwrap();
    let out = tempfile::tempdir().unwrap();
    let file = save(out.path(), &object);
    if let Some((name, errors)) = dciodvfy(TEST, &file) {
        assert_eq!(name, "SCImage");
        assert_eq!(errors, Vec::<String>::new());
    }
    let Some(lines) = highdicom(TEST, &[&file]) else {
        return;
    };
    let said = "For training and examination only, not for diagnosis.";
    assert_eq!(lines[0], ["picture", source.1.as_str(), "YES", said]);
    let found: Vec<u8> = lines[1][1..].iter().map(|v| v.parse().unwrap()).collect();
    assert_eq!(found, pixels.as_flattened());
}

#[test]
fn a_capture_of_nothing_or_of_a_stranger_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(AiReport::default()));
    let series = &study.series[0];
    let sop = &series.frames[0].sop;
    let write = |size: [u32; 2], source: (&SeriesUid, &SopUid, u32)| {
        let n = usize::try_from(size[0] * size[1]).unwrap();
        let picture = RgbImage::new(size, vec![[0; 3]; n]).unwrap();
        objects.secondary_capture(&result, 0, &picture, source)
    };
    let empty = write([0, 0], (&series.uid, sop, 1));
    assert!(matches!(empty, Err(AiWriteError::Nothing { .. })));
    let wide = write([70_000, 1], (&series.uid, sop, 1));
    assert!(matches!(wide, Err(AiWriteError::TooLarge { .. })));
    let stranger = SopUid::new("1.2.3").unwrap();
    let other = write([1, 1], (&series.uid, &stranger, 1));
    assert!(matches!(other, Err(AiWriteError::SeriesNotInStudy { .. })));
}

#[test]
fn a_map_keeps_its_values_at_their_positions() {
    const TEST: &str = "a_map_keeps_its_values_at_their_positions";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(AiReport::default()));
    let map = heat_map(&study.series[0].uid);
    let object = objects.parametric_map(&result, 0, &map).unwrap();
    let out = tempfile::tempdir().unwrap();
    let file = save(out.path(), &object);
    if let Some((name, errors)) = dciodvfy(TEST, &file) {
        assert_eq!(name, "ParametricMap");
        assert_eq!(errors, Vec::<String>::new());
    }
    let Some(lines) = highdicom(TEST, &[&file]) else {
        return;
    };
    let numbers =
        |line: &[String]| -> Vec<f64> { line[1].split(' ').map(|n| n.parse().unwrap()).collect() };
    let (affine, values) = (numbers(&lines[0]), numbers(&lines[1]));
    // highdicom orders planes as it likes: its affine, over (plane, row, column), says where a value lies.
    let [columns, rows, planes] = fixture::SIZE;
    let mut at = values.iter();
    for plane in 0..planes {
        for row in 0..rows {
            for column in 0..columns {
                let index = [plane, row, column].map(f64::from);
                let axis = |i: usize| {
                    let of_index: f64 = (0..3).map(|j| affine[4 * i + j] * index[j]).sum();
                    of_index + affine[4 * i + 3]
                };
                let voxel = grid().voxel_from_patient(Vec3::new(axis(0), axis(1), axis(2)));
                let [x, y, z] = voxel.to_array().map(f64::round);
                let n = x + f64::from(columns) * (y + f64::from(rows) * z);
                let expected = (n % 256.0) / 255.0;
                let found = at.next().unwrap();
                assert!(
                    (found - expected).abs() < 1e-6,
                    "{index:?}: {found}, {expected}"
                );
            }
        }
    }
    assert_eq!(at.next(), None);
}

#[test]
fn a_map_that_does_not_fill_its_grid_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(AiReport::default()));
    let mut map = heat_map(&study.series[0].uid);
    map.values.pop();
    let refused = objects.parametric_map(&result, 0, &map);
    assert!(matches!(refused, Err(AiWriteError::Voxels { .. })));
}

#[test]
fn the_pictures_of_a_result_show_its_marks_and_are_clean() {
    const TEST: &str = "the_pictures_of_a_result_show_its_marks_and_are_clean";
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = &study.series[0];
    let mut rejected = report(&series.uid);
    rejected.findings.truncate(3);
    rejected.findings[2].certainty = Some(Certainty::Absent);
    let info = info(ReportLanguage::Russian);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(rejected));
    let pictures = objects.result_pictures(&result).unwrap();
    // The point lies on slice 3, the box in the middle of slices 2 to 5; the absent ellipse of slice 6 is not drawn.
    assert_eq!(pictures.len(), 2);
    let out = tempfile::tempdir().unwrap();
    let mut sources = Vec::new();
    for picture in &pictures {
        let file = save(out.path(), picture);
        if let Some((name, errors)) = dciodvfy(TEST, &file) {
            assert_eq!(name, "SCImage");
            assert_eq!(errors, Vec::<String>::new());
        }
        let Some(lines) = highdicom(TEST, &[&file]) else {
            return;
        };
        sources.push(lines[0][1].clone());
        // The colour of marks, as three neighbouring values.
        let values = &lines[1][1..];
        let is_mark = |pixel: &[String]| pixel == ["255", "214", "0"];
        assert!(values.chunks(3).any(is_mark));
    }
    sources.sort();
    let mut expected = [3, 4].map(|slice| series.frames[slice].sop.to_string());
    expected.sort();
    assert_eq!(sources, expected);
}
