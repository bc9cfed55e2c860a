//! Slices of different rescale brought to one, and a load that is stopped.

use super::*;

fn line(slope: f32, intercept: f32) -> Rescale {
    Rescale { slope, intercept }
}

fn plain(rescale: Rescale) -> Meaning {
    Meaning {
        rescale,
        padding: None,
    }
}

/// Values before and after must agree to half a step of the common slope.
#[track_caller]
fn check(samples: &[i16], rescales: &[Rescale], n_warnings: usize) {
    let mut unified = samples.to_vec();
    let mut warnings = Vec::new();
    let n_slice = samples.len() / rescales.len();
    let slices: Vec<_> = rescales.iter().map(|&rescale| plain(rescale)).collect();
    let common = unify(&mut unified, n_slice, &slices, &mut warnings).rescale;
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
    let slices = [plain(line(2.0, -1024.0)); 2];
    let common = unify(&mut samples, 2, &slices, &mut warnings);
    assert_eq!(
        (samples, common.rescale),
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
fn padding_stays_padding_when_slices_are_brought_to_one() {
    let with = |rescale, padding| Meaning { rescale, padding };
    let mut warnings = Vec::new();
    let mut samples = vec![-2000, 5, 63, 7];
    let slices = [
        with(line(1.0, 0.0), Some((-2000, -2000))),
        with(line(1.0, 0.0), Some((60, 70))),
    ];
    let common = unify(&mut samples, 2, &slices, &mut warnings);
    assert_eq!((samples, common), (vec![-2000, 5, -2000, 7], slices[0]));
    // The range of padding does not count when the common slope is sought: 0.5 holds these values.
    let mut samples = vec![-32_000, 10, 20, 30];
    let slices = [
        with(line(1.0, 0.0), Some((-32_000, -32_000))),
        with(line(0.5, 0.0), None),
    ];
    let common = unify(&mut samples, 2, &slices, &mut warnings);
    assert_eq!(samples, [i16::MIN, 20, 20, 30]);
    assert_eq!(common, with(line(0.5, 0.0), Some((i16::MIN, i16::MIN))));
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
