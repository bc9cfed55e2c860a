//! Keeping images and taking them back.

use super::*;

#[test]
fn a_key_image_is_one_slice_of_one_plane() {
    let image = |slice_idx, plane| KeyImage {
        series_idx: 1,
        slice_idx,
        plane,
    };
    let mut kept = KeyImages::default();
    assert!(kept.toggle(image(4, Plane::Axial)));
    assert!(kept.toggle(image(4, Plane::Coronal)));
    assert!(kept.toggle(image(2, Plane::Axial)));
    assert!(!kept.toggle(image(4, Plane::Axial)));
    assert_eq!(
        kept.all(),
        [image(4, Plane::Coronal), image(2, Plane::Axial)]
    );
    assert!(!kept.is_kept(image(4, Plane::Axial)));
}

#[test]
fn a_full_list_takes_no_more() {
    let mut kept = KeyImages::default();
    let image = |slice_idx| KeyImage {
        series_idx: 0,
        slice_idx,
        plane: Plane::Acquired,
    };
    assert!((0..200).all(|n| kept.toggle(image(n))));
    assert!(!kept.toggle(image(200)));
    assert_eq!(kept.all().len(), 200);
    assert!(!kept.toggle(image(7)));
    assert!(kept.toggle(image(200)));
}
