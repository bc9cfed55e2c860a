//! Marks on the frames of a small stack: expected pixels follow from the geometry, half a pixel added (PS3.3 C.18.6).

use overread_base::{Diagnostics, MaskRle, Seed, VolumeGeometry};
use overread_image::{Rescale, Volume};

use super::*;
use crate::model::Patient;
use crate::{Overwrite, SeriesInfo, open_folder, write_ct_series};

/// 8 slices of 40 x 32 pixels of 0.5 x 0.8 mm, 2 mm apart, from (10, 20, 30) on.
fn stack() -> Study {
    let geometry = VolumeGeometry::axial(
        [40, 32, 8],
        Vec3::new(0.5, 0.8, 2.0),
        Vec3::new(10.0, 20.0, 30.0),
    )
    .unwrap();
    let samples = vec![0; usize::try_from(geometry.voxel_count()).unwrap()];
    let volume = Volume::new(geometry, samples, Rescale::IDENTITY).unwrap();
    let info = SeriesInfo {
        patient: Patient::default(),
        study_date: "20200301".to_owned(),
        study_time: "101500".to_owned(),
        study_description: String::new(),
        series_description: String::new(),
        series_number: 1,
        body_part: "CHEST".to_owned(),
        windows: Vec::new(),
        manufacturer: String::new(),
        is_synthetic: true,
        thickness_mm: None,
        attributes: [("KVP", "120")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .to_vec(),
        uids: None,
        seed: Seed(1),
    };
    let folder = tempfile::tempdir().unwrap();
    write_ct_series(folder.path(), &volume, &info, Overwrite::Never).unwrap();
    let mut library = open_folder(folder.path(), &mut Diagnostics::default()).unwrap();
    library.studies.remove(0)
}

/// The same frames without positions, or one of them.
fn radiographs(n: usize) -> Study {
    let mut study = stack();
    study.series[0].frames.truncate(n);
    for frame in &mut study.series[0].frames {
        frame.position = None;
        frame.orientation = None;
    }
    study
}

/// Frame indices and outlines.
fn placed(study: &Study, shape: &Shape) -> Result<Vec<(usize, Outline)>, AiWriteError> {
    let series = &study.series[0];
    let found = place(study, &series.uid, shape)?;
    let on_frames = found.regions.into_iter().map(|region| match region {
        Region::OnFrame(place, outline) => {
            let idx = series
                .frames
                .iter()
                .position(|f| f.sop == place.frame.sop)
                .unwrap();
            (idx, outline)
        }
        Region::InSpace(_, outline) => panic!("in space: {outline:?}"),
    });
    Ok(on_frames.collect())
}

#[track_caller]
fn check(study: &Study, shape: &Shape, expected: &[(usize, Outline)]) {
    let found = placed(study, shape).unwrap();
    let flat = |regions: &[(usize, Outline)]| -> Vec<f64> {
        let points = regions.iter().flat_map(|(_, outline)| outline.points());
        points.flatten().collect()
    };
    let frames = |regions: &[(usize, Outline)]| -> Vec<(usize, &'static str)> {
        regions
            .iter()
            .map(|(f, o)| (*f, o.graphic_type()))
            .collect()
    };
    assert_eq!(frames(&found), frames(expected), "{found:?}");
    let (a, b) = (flat(&found), flat(expected));
    let is_near = a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-6);
    assert!(is_near, "{found:?}, expected {expected:?}");
}

/// The patient position of a pixel's centre and a slice, both may be fractions.
fn at(column: f64, row: f64, slice: f64) -> Vec3 {
    Vec3::new(10.0 + column * 0.5, 20.0 + row * 0.8, 30.0 + slice * 2.0)
}

#[test]
fn a_point_lies_on_the_nearest_slice() {
    let study = stack();
    for (slice, idx) in [(0.0, 0), (2.4, 2), (2.6, 3), (7.0, 7)] {
        let expected = [(idx, Outline::Point([3.5, 7.5]))];
        check(&study, &Shape::Point(at(3.0, 7.0, slice)), &expected);
    }
}

#[test]
fn a_mark_outside_is_refused() {
    let study = stack();
    for shape in [
        Shape::Point(at(3.0, 7.0, 7.6)),
        Shape::Point(at(-1.0, 7.0, 3.0)),
        Shape::Point(at(3.0, 32.0, 3.0)),
        Shape::Cuboid {
            low: at(50.0, 0.0, 0.0),
            high: at(60.0, 5.0, 3.0),
        },
        Shape::Polyline(vec![at(-5.0, 0.0, 3.0), at(-5.0, 9.0, 3.0)]),
        Shape::Ellipse {
            centre: at(-20.0, 5.0, 3.0),
            half_axis_a: Vec3::new(1.0, 0.0, 0.0),
            half_axis_b: Vec3::new(0.0, 1.0, 0.0),
        },
    ] {
        let refused = placed(&study, &shape);
        assert!(
            matches!(refused, Err(AiWriteError::MarkOutside { .. })),
            "{shape:?}: {refused:?}"
        );
    }
}

#[test]
fn a_number_that_is_none_is_refused() {
    let refused = placed(&stack(), &Shape::Point(Vec3::new(f64::NAN, 0.0, 0.0)));
    assert!(matches!(refused, Err(AiWriteError::NotFinite { .. })));
}

#[test]
fn a_box_is_cut_by_every_slice_that_it_meets() {
    let outline = Outline::Polygon(vec![[2.5, 3.5], [6.5, 3.5], [6.5, 9.5], [2.5, 9.5]]);
    let shape = Shape::Cuboid {
        low: at(2.0, 3.0, 1.9),
        high: at(6.0, 9.0, 4.0),
    };
    let expected: Vec<_> = [2, 3, 4].map(|idx| (idx, outline.clone())).into();
    check(&stack(), &shape, &expected);
    let between = Shape::Cuboid {
        low: at(2.0, 3.0, 2.1),
        high: at(6.0, 9.0, 2.4),
    };
    check(&stack(), &between, &[(2, outline)]);
}

#[test]
fn a_box_that_sticks_out_is_cut_at_the_edge() {
    let shape = Shape::Cuboid {
        low: at(-5.0, 30.0, 3.0),
        high: at(1.0, 40.0, 3.0),
    };
    let edge = Outline::Polygon(vec![[0.0, 30.5], [1.5, 30.5], [1.5, 32.0], [0.0, 32.0]]);
    check(&stack(), &shape, &[(3, edge)]);
}

#[test]
fn an_ellipse_keeps_its_axes_where_it_is_one_on_the_pixels() {
    let shape = Shape::Ellipse {
        centre: at(20.0, 16.0, 4.0),
        half_axis_a: Vec3::new(0.0, 1.6, 0.0),
        half_axis_b: Vec3::new(4.0, 0.0, 0.0),
    };
    // The longer axis comes first (PS3.3 C.18.6.1.2): 8 columns against 2 rows.
    let ends = [[12.5, 16.5], [28.5, 16.5], [20.5, 14.5], [20.5, 18.5]];
    check(&stack(), &shape, &[(4, Outline::Ellipse(ends))]);
    let turned = Shape::Ellipse {
        centre: at(20.0, 16.0, 4.0),
        half_axis_a: Vec3::new(2.0, 2.0, 0.0),
        half_axis_b: Vec3::new(-1.0, 1.0, 0.0),
    };
    let found = placed(&stack(), &turned).unwrap();
    assert_eq!(found[0].1.points().len(), 65, "a closed polygon: {found:?}");
}

#[test]
fn what_crosses_slices_stays_in_space() {
    let study = stack();
    let uid = study.series[0].uid.clone();
    let chain = vec![at(1.0, 1.0, 0.0), at(9.0, 1.0, 0.0), at(9.0, 9.0, 5.0)];
    let find = |shape: Shape| match place(&study, &uid, &shape).unwrap().regions.remove(0) {
        Region::InSpace(_, outline) => outline,
        Region::OnFrame(_, outline) => panic!("on a frame: {outline:?}"),
    };
    let polygon = find(Shape::Polygon(chain.clone()));
    assert_eq!(polygon, SpaceOutline::Polygon(chain.clone()));
    let line = find(Shape::Polyline(chain.clone()));
    assert_eq!(line, SpaceOutline::Polyline(chain.clone()));
    let bent = [chain.clone(), vec![at(1.0, 9.0, 7.0)]].concat();
    let closed = find(Shape::Polygon(bent.clone()));
    let back = [bent, vec![chain[0]]].concat();
    assert_eq!(closed, SpaceOutline::Polyline(back));
}

#[test]
fn an_oblique_slice_cuts_a_box_as_a_plane_does() {
    let mut study = stack();
    let frames = &mut study.series[0].frames;
    frames.truncate(1);
    let half = std::f64::consts::FRAC_1_SQRT_2;
    // The column runs to the back and to the feet at 45 degrees.
    frames[0].orientation = Some((Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, half, -half)));
    let first = frames[0].position.unwrap();
    let low = first + Vec3::new(2.0, 4.0, -8.0);
    let high = first + Vec3::new(6.0, 8.0, -4.0);
    // The plane enters at its edge (y, z) = (4, -4) and leaves at (8, -8): 4 to 8 mm times sqrt 2, in rows of 0.8 mm.
    let row = |mm: f64| mm * std::f64::consts::SQRT_2 / 0.8 + 0.5;
    let expected = Outline::Polygon(vec![
        [4.5, row(4.0)],
        [12.5, row(4.0)],
        [12.5, row(8.0)],
        [4.5, row(8.0)],
    ]);
    check(&study, &Shape::Cuboid { low, high }, &[(0, expected)]);
}

#[test]
fn a_projection_counts_from_its_first_pixel() {
    let study = radiographs(1);
    let shape = Shape::Point(Vec3::new(5.0, 8.0, 0.0));
    check(&study, &shape, &[(0, Outline::Point([10.5, 10.5]))]);
    let cuboid = Shape::Cuboid {
        low: Vec3::new(1.0, 1.6, 0.0),
        high: Vec3::new(2.0, 3.2, 0.0),
    };
    let corners = vec![[2.5, 2.5], [4.5, 2.5], [4.5, 4.5], [2.5, 4.5]];
    check(&study, &cuboid, &[(0, Outline::Polygon(corners))]);
}

#[test]
fn a_projection_series_of_two_images_is_ambiguous() {
    let refused = placed(&radiographs(2), &Shape::Point(Vec3::new(5.0, 8.0, 0.0)));
    assert!(matches!(
        refused,
        Err(AiWriteError::Ambiguous { n_images: 2, .. })
    ));
}

#[test]
fn a_series_of_another_study_is_refused() {
    let study = stack();
    let other = SeriesUid::new("1.2.3").unwrap();
    let refused = place(&study, &other, &Shape::Point(at(1.0, 1.0, 1.0)));
    assert!(matches!(
        refused,
        Err(AiWriteError::SeriesNotInStudy { .. })
    ));
}

#[test]
fn a_mask_has_no_outline_here() {
    let geometry = stack().series[0].geometry.grid().unwrap().clone();
    let mask = MaskRle {
        runs: vec![u32::try_from(geometry.voxel_count()).unwrap()],
        geometry,
    };
    let refused = placed(&stack(), &Shape::Mask(mask));
    assert!(matches!(refused, Err(AiWriteError::MarkOutside { .. })));
}
