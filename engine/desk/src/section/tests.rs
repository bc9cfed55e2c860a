//! Where marks meet planes.

use overread_base::{Code, Lesion, MaskRle, SeriesUid, Shape, Vec3, VolumeGeometry};
use overread_image::Viewport;

use super::{Depth, Outline, SectionShape};

/// A transverse picture of 100 x 100 pixels of 2 mm around (10, 20, 30).
fn viewport() -> Viewport {
    Viewport {
        centre: Vec3::new(10.0, 20.0, 30.0),
        right: Vec3::new(1.0, 0.0, 0.0),
        down: Vec3::new(0.0, 1.0, 0.0),
        mm_per_px: 2.0,
        size_px: [100, 100],
    }
}

#[track_caller]
fn check_depth(outline: &Outline, half_slice_mm: f64, expected: Option<Depth>) {
    assert_eq!(
        outline
            .section(&viewport(), half_slice_mm)
            .map(|section| section.depth),
        expected
    );
}

#[test]
fn a_point_belongs_to_the_slice_within_half_its_thickness() {
    let at = |z: f64| Outline::Point(Vec3::new(0.0, 0.0, z));
    check_depth(&at(30.0), 1.25, Some(Depth::In));
    check_depth(&at(31.25), 1.25, Some(Depth::In));
    check_depth(&at(28.75), 1.25, Some(Depth::In));
    check_depth(&at(33.0), 1.25, Some(Depth::Near));
    check_depth(&at(35.0), 1.25, None);
}

#[test]
fn a_point_lies_on_its_pixel() {
    let section = Outline::Point(Vec3::new(20.0, 10.0, 30.0))
        .section(&viewport(), 1.0)
        .unwrap();
    assert_eq!(section.shape, SectionShape::Dot([55.0, 45.0]));
}

#[test]
fn a_box_is_cut_where_it_reaches() {
    let cuboid = Outline::Box {
        low: Vec3::new(0.0, 0.0, 10.0),
        high: Vec3::new(20.0, 40.0, 29.0),
    };
    check_depth(&cuboid, 1.25, Some(Depth::In));
    check_depth(&cuboid, 0.5, Some(Depth::Near));
    let section = cuboid.section(&viewport(), 1.25).unwrap();
    assert_eq!(
        section.shape,
        SectionShape::Rect {
            low: [45.0, 40.0],
            high: [55.0, 60.0]
        }
    );
    assert_eq!(cuboid.centre(), Vec3::new(10.0, 20.0, 19.5));
}

#[test]
fn a_ball_is_widest_through_its_middle() {
    let radius_at = |z: f64| {
        let ball = Outline::Ball {
            centre: Vec3::new(10.0, 20.0, z),
            radius_mm: 5.0,
        };
        let shape = ball.section(&viewport(), 1.25)?.shape;
        let SectionShape::Circle { radius_px, .. } = shape else {
            panic!("{shape:?}")
        };
        Some(radius_px)
    };
    assert_eq!(radius_at(30.0), Some(2.5));
    assert_eq!(radius_at(33.0), Some(2.0), "3-4-5");
    assert_eq!(radius_at(60.0), None);
}

#[test]
fn shapes_of_services_have_outlines() {
    let ellipse = Shape::Ellipse {
        centre: Vec3::new(10.0, 20.0, 30.0),
        half_axis_a: Vec3::new(8.0, 0.0, 0.0),
        half_axis_b: Vec3::new(0.0, 4.0, 0.0),
    };
    let section = Outline::of_shape(&ellipse)
        .unwrap()
        .section(&viewport(), 1.0)
        .unwrap();
    let (low, high) = section.shape.bounds();
    for (found, expected) in [
        (low[0], 46.0),
        (high[0], 54.0),
        (low[1], 48.0),
        (high[1], 52.0),
    ] {
        assert!(
            (found - expected).abs() < 1e-6,
            "expected {expected}, found {found}"
        );
    }
    assert_eq!(Outline::of_shape(&Shape::Polygon(Vec::new())), None);
    let geometry =
        VolumeGeometry::axial([4, 4, 4], Vec3::new(2.0, 2.0, 2.0), Vec3::default()).unwrap();
    // One voxel: (1, 0, 0).
    let mask = Shape::Mask(MaskRle {
        geometry,
        runs: vec![1, 1, 62],
    });
    let Some(Outline::Mask(cells)) = Outline::of_shape(&mask) else {
        panic!("a mask is outlined by its voxels")
    };
    let expected = (Vec3::new(1.0, -1.0, -1.0), Vec3::new(3.0, 1.0, 1.0));
    assert_eq!(cells.bounds(), expected);
}

#[test]
fn a_moved_outline_keeps_its_form() {
    let way = Vec3::new(1.0, 2.0, 3.0);
    let outlines = [
        Outline::Point(Vec3::default()),
        Outline::Box {
            low: Vec3::default(),
            high: Vec3::new(1.0, 1.0, 1.0),
        },
        Outline::Ball {
            centre: Vec3::default(),
            radius_mm: 2.0,
        },
        Outline::Chain {
            points: vec![Vec3::default(), Vec3::new(2.0, 0.0, 0.0)],
            is_closed: false,
        },
    ];
    for outline in outlines {
        assert_eq!(outline.moved(way).centre(), outline.centre() + way);
        assert_eq!(outline.moved(way).moved(-way), outline);
    }
}

/// An L of three voxels of 2 x 2 x 2.5 mm in the slice at z = 30, the corner voxel at (10, 20).
fn letter_l() -> Outline {
    let spacing = Vec3::new(2.0, 2.0, 2.5);
    let geometry = VolumeGeometry::axial([8, 8, 3], spacing, Vec3::new(6.0, 16.0, 27.5)).unwrap();
    // Voxels (2, 1), (2, 2) and (3, 2) of slice 1.
    let before = 64 + 8 + 2;
    let runs = vec![before, 1, 7, 2, 192 - before - 10];
    Outline::of_shape(&Shape::Mask(MaskRle { geometry, runs })).unwrap()
}

#[test]
fn a_mask_is_outlined_along_its_voxels() {
    let section = letter_l().section(&viewport(), 1.25).unwrap();
    assert_eq!(section.depth, Depth::In);
    let SectionShape::Edges(edges) = &section.shape else {
        panic!("{section:?}")
    };
    // The corner voxel's middle is the middle of the picture, and a voxel is a pixel wide.
    let mut found = edges.clone();
    found.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let expected = [
        [[49.5, 48.5], [49.5, 50.5]],
        [[49.5, 48.5], [50.5, 48.5]],
        [[49.5, 50.5], [51.5, 50.5]],
        [[50.5, 48.5], [50.5, 49.5]],
        [[50.5, 49.5], [51.5, 49.5]],
        [[51.5, 49.5], [51.5, 50.5]],
    ];
    assert_eq!(found, expected, "six lines around three voxels");
    assert_eq!(section.shape.bounds(), ([49.5, 48.5], [51.5, 50.5]));
}

#[test]
fn a_mask_is_not_on_slices_without_it_and_a_box_on_turned_planes() {
    let above = Viewport {
        centre: Vec3::new(10.0, 20.0, 40.0),
        ..viewport()
    };
    assert_eq!(letter_l().section(&above, 1.25), None);
    let turned = Viewport {
        right: Vec3::new(0.8, 0.0, 0.6),
        ..viewport()
    };
    let section = letter_l().section(&turned, 1.25).unwrap();
    assert!(
        matches!(section.shape, SectionShape::Rect { .. }),
        "{section:?}"
    );
    let coronal = Viewport {
        down: Vec3::new(0.0, 0.0, -1.0),
        ..viewport()
    };
    let section = letter_l().section(&coronal, 1.0).unwrap();
    let SectionShape::Edges(edges) = &section.shape else {
        panic!("{section:?}")
    };
    assert_eq!(edges.len(), 4, "two voxels side by side are one rectangle");
}

#[test]
fn a_mask_that_does_not_fit_its_grid_is_no_outline_and_no_fault() {
    let geometry = VolumeGeometry::axial([2, 2, 2], Vec3::new(1.0, 1.0, 1.0), Vec3::default());
    let geometry = geometry.unwrap();
    for runs in [vec![], vec![8], vec![0, 0, 8], vec![4, 400]] {
        let mask = MaskRle {
            geometry: geometry.clone(),
            runs,
        };
        assert_eq!(super::MaskCells::of(&mask), None);
    }
}

/// A lesion of several projections is drawn in each image that shows it, at that image's place; one of a volume once.
#[test]
fn a_lesion_is_outlined_in_every_image_that_shows_it() {
    let geometry = VolumeGeometry::new(
        [6, 5, 1],
        Vec3::new(1.0, 1.0, 1.0),
        Vec3::new(10.0, 20.0, 0.0),
        Vec3::new(1.0, 0.0, 0.0),
        Vec3::new(0.0, 1.0, 0.0),
    )
    .unwrap();
    let mask = MaskRle {
        geometry,
        runs: vec![8, 2, 20],
    };
    let view = |series: &str, x: f64, mask: Option<MaskRle>| overread_base::LesionView {
        series: SeriesUid::new(series).unwrap(),
        centre: Vec3::new(x, 0.0, 0.0),
        radius_mm: 3.0,
        mask,
    };
    let mut lesion = Lesion {
        id: overread_base::LesionId::new("l1").unwrap(),
        code: Code::nodule(),
        centre: Vec3::new(1.0, 2.0, 3.0),
        radius_mm: 4.0,
        nodule_type: None,
        laterality: None,
        category: None,
        weight: 1.0,
        mask: None,
        views: Vec::new(),
    };
    let in_volume = Outline::of_lesion(&lesion);
    let ball = Outline::Ball {
        centre: lesion.centre,
        radius_mm: 4.0,
    };
    assert_eq!(in_volume, [(None, ball)]);
    lesion.views = vec![view("1.1", 5.0, Some(mask)), view("1.2", 50.0, None)];
    let [(first, outline), (second, ball)] = &Outline::of_lesion(&lesion)[..] else {
        panic!("two images")
    };
    assert_eq!(first.as_ref().map(SeriesUid::as_str), Some("1.1"));
    let Outline::Mask(cells) = outline else {
        panic!("a mask: {outline:?}")
    };
    // Two pixels of the second row: columns 2 and 3 of a grid that begins at (10, 20).
    assert_eq!(
        cells.bounds(),
        (Vec3::new(11.5, 20.5, -0.5), Vec3::new(13.5, 21.5, 0.5))
    );
    assert_eq!(second.as_ref().map(SeriesUid::as_str), Some("1.2"));
    assert_eq!(
        *ball,
        Outline::Ball {
            centre: Vec3::new(50.0, 0.0, 0.0),
            radius_mm: 3.0
        }
    );
}
