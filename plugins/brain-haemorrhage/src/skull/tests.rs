//! Rings of bone drawn by hand; the same ring is measured in models/brain-haemorrhage/test_service.py.

use super::*;

/// An elliptical ring of bone, 5 pixels thick, around `inside`, in air.
fn plane(nx: usize, ny: usize, half: (f64, f64), inside: f32) -> Vec<f32> {
    let (x0, y0) = (nx as f64 / 2.0, ny as f64 / 2.0);
    let within = |x: f64, y: f64, more: f64| {
        let (a, b) = (half.0 + more, half.1 + more);
        (x / a).powi(2) + (y / b).powi(2) <= 1.0
    };
    (0..nx * ny)
        .map(|idx| {
            let (x, y) = ((idx % nx) as f64 - x0, (idx / nx) as f64 - y0);
            match () {
                () if within(x, y, 0.0) => inside,
                () if within(x, y, 5.0) => 900.0,
                () => -1000.0,
            }
        })
        .collect()
}

#[test]
fn a_ring_is_measured_from_its_middle() {
    let found = ring(&plane(160, 192, (50.0, 60.0), 35.0), 160, 1.2).unwrap();
    assert!((found.x - 80.0).abs() < 1e-9 && (found.y - 96.0).abs() < 1e-9);
    // The first pixel beyond 50 (60) is the 51st (61st).
    assert!(
        (found.radii[0] - 51.0 * 1.2).abs() < 1e-9,
        "{}",
        found.radii[0]
    );
    assert!(
        (found.radii[6] - 61.0 * 1.2).abs() < 1e-9,
        "{}",
        found.radii[6]
    );
}

#[test]
fn lungs_in_a_cage_and_a_gap_are_no_skull() {
    assert_eq!(ring(&plane(160, 192, (50.0, 60.0), -850.0), 160, 1.2), None);
    let mut open = plane(160, 192, (50.0, 60.0), 35.0);
    // The front quarter of the ring is taken away.
    for value in &mut open[..160 * 60] {
        *value = -1000.0;
    }
    assert_eq!(ring(&open, 160, 1.2), None);
    assert_eq!(ring(&vec![40.0; 160 * 192], 160, 1.2), None);
    // A wrist.
    assert_eq!(ring(&plane(160, 192, (10.0, 12.0), 35.0), 160, 1.2), None);
}

#[test]
fn a_scan_of_the_whole_skull_is_a_head() {
    let wide = ring(&plane(160, 192, (54.0, 64.0), 35.0), 160, 1.2);
    let small = ring(&plane(160, 192, (30.0, 36.0), 35.0), 160, 1.2);
    let mut rings = vec![None, None];
    rings.extend(vec![wide.clone(); 7]);
    rings.push(None);
    rings.extend(vec![wide; 6]);
    rings.extend([small, None]);
    let found = skull(&rings, 1.2).unwrap();
    assert_eq!((found.first, found.last), (2, 16));
    // 55 pixels on both sides.
    assert!((found.width_mm - 132.0).abs() < 1e-9);
    assert!((found.x - 80.0).abs() < 1e-9);
    assert!(check(Some(found.clone()), rings.len(), 5.0, None).is_ok());

    #[track_caller]
    fn check_refused(found: Option<Skull>, n: usize, reason: NotRunReason, words: &str) {
        let (why, message) = check(found, n, 5.0, Some("CHEST")).unwrap_err();
        assert_eq!(why, reason);
        assert!(message.contains(words), "{message}");
    }
    use NotRunReason::{BadInput, OutOfScope};
    check_refused(
        None,
        18,
        OutOfScope,
        "no closed skull around soft tissue; the body part is given as CHEST",
    );
    let child = Skull {
        width_mm: 90.0,
        ..found.clone()
    };
    check_refused(Some(child), 18, OutOfScope, "found 90 mm");
    let short = Skull {
        first: 6,
        ..found.clone()
    };
    check_refused(
        Some(short),
        18,
        BadInput,
        "found 55 mm: the scan is cut off",
    );
    let open = Skull {
        top_mm: 60.0,
        ..found
    };
    check_refused(
        Some(open),
        17,
        BadInput,
        "still 120 mm wide in its topmost slice",
    );
}
