//! Slices of different rescale brought to one, and a load that is stopped.

use super::*;

fn line(slope: f32, intercept: f32) -> Rescale {
    Rescale { slope, intercept }
}

/// Values before and after must agree to half a step of the common slope.
#[track_caller]
fn check(samples: &[i16], rescales: &[Rescale], n_warnings: usize) {
    let mut unified = samples.to_vec();
    let mut warnings = Vec::new();
    let n_slice = samples.len() / rescales.len();
    let common = unify(&mut unified, n_slice, rescales, &mut warnings);
    assert_eq!(warnings.len(), n_warnings);
    for (idx, (&was, &now)) in samples.iter().zip(&unified).enumerate() {
        let expected = rescales[idx / n_slice].value(was);
        let found = common.value(now);
        assert!(
            (expected - found).abs() <= 0.51 * common.slope.abs(),
            "sample {idx}: expected {expected}, found {found}"
        );
    }
}

#[test]
fn slices_of_one_rescale_stay_as_they_are() {
    let mut samples = vec![-5, 7, 9, 100];
    let mut warnings = Vec::new();
    let rescale = unify(&mut samples, 2, &[line(2.0, -1024.0); 2], &mut warnings);
    assert_eq!(
        (samples, rescale),
        (vec![-5, 7, 9, 100], line(2.0, -1024.0))
    );
    assert!(warnings.is_empty());
}

#[test]
fn slices_of_different_rescale_keep_their_values() {
    check(
        &[0, 1000, 0, 1000],
        &[line(1.0, -1024.0), line(1.0, 0.0)],
        1,
    );
    check(&[3, 1000, 5, 2001], &[line(1.0, 0.0), line(0.5, 10.0)], 1);
    // Like PET: the range of the one slope does not fit in 16 bits of the other.
    check(
        &[0, 32_000, 0, 32_000],
        &[line(0.01, 0.0), line(4.0, 0.0)],
        1,
    );
    check(
        &[-32_768, 32_767, -32_768, 32_767],
        &[line(1.0, 0.0), line(-1.0, 0.0)],
        1,
    );
}

#[test]
fn a_stopped_load_says_so() {
    struct Stop;
    impl Progress for Stop {
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let Some(folder) = overread_testkit::shared_dicom("a_stopped_load_says_so") else {
        return;
    };
    let mut diagnostics = overread_base::Diagnostics::default();
    let library =
        crate::open_folder(&folder.join("chest_ct_lung_tumour"), &mut diagnostics).unwrap();
    let series = library.series().next().unwrap();
    assert!(matches!(
        load_volume(series, &Stop),
        Err(DicomError::Cancelled)
    ));
}
