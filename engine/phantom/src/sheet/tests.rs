//! Sheets show each study, its number, and its truth only if told to.

use overread_base::{LesionWish, Seed};

use super::*;
use crate::case::{Acquisition, CaseRequest};

fn chest() -> Phantom {
    let kind = PhantomKind::ChestCt;
    let wish = LesionWish {
        amount: Some(30.0),
        ..LesionWish::any(LesionKind::named(kind, "solid-nodule").unwrap())
    };
    Phantom::plan(&CaseRequest {
        lesions: vec![wish],
        acquisition: Acquisition {
            size: Some(64),
            slices: Some(12),
            ..Acquisition::default()
        },
        ..CaseRequest::new(kind, Seed(4))
    })
    .unwrap()
}

fn count(picture: &Picture, colour: [u8; 3]) -> usize {
    picture.rgb.chunks_exact(3).filter(|p| *p == colour).count()
}

#[test]
fn a_picture_shows_the_slice_of_the_lesion_and_its_outline_only_if_wanted() {
    let phantom = chest();
    let kind = PhantomKind::ChestCt;
    let plain = study_picture(kind, &phantom, 96, 12, Outlines::None);
    let told = study_picture(kind, &phantom, 96, 12, Outlines::Truth);
    assert_eq!((plain.width, plain.height), (96, 96));
    assert_eq!(count(&plain, ORANGE), 0);
    let n = count(&told, ORANGE);
    assert!((8..200).contains(&n), "{n}");
    // All else is alike.
    let alike = plain.rgb.chunks_exact(3).zip(told.rgb.chunks_exact(3));
    assert_eq!(alike.filter(|(a, b)| a != b).count(), n);
    let greys: std::collections::BTreeSet<u8> = plain.rgb.iter().copied().collect();
    assert!(greys.len() > 40, "{}", greys.len());
}

#[test]
fn the_slice_shown_is_that_with_most_of_the_mask() {
    let phantom = chest();
    let lesion = &phantom.study().truth.lesions[0];
    let (series, slice) = shown(phantom.study())[0];
    let geometry = &phantom.study().series[series].geometry;
    let centre = geometry.voxel_from_patient(lesion.centre);
    assert!(
        (centre.z - f64::from(slice)).abs() <= 1.0,
        "{centre:?} {slice}"
    );
}

#[test]
fn a_sheet_puts_pictures_side_by_side() {
    let grey = |value: u8| Picture {
        width: 2,
        height: 2,
        rgb: vec![value; 12],
    };
    let sheet = contact_sheet(&[grey(1), grey(2), grey(3)], 2);
    assert_eq!((sheet.width, sheet.height), (4, 4));
    let at = |x: usize, y: usize| sheet.rgb[3 * (y * 4 + x)];
    assert_eq!([at(0, 0), at(2, 1), at(1, 3), at(3, 3)], [1, 2, 3, 0]);
    assert_eq!(contact_sheet(&[], 8).height, 0);
}

#[test]
fn a_number_is_written_in_white() {
    let mut picture = Picture::black(40, 20);
    digits::write(&mut picture, 0, 0, 18);
    // A 1 has 8 cells of 15 set, an 8 has 13, of 2 x 2 pixels each.
    assert_eq!(count(&picture, WHITE), (8 + 13) * 4);
}
