//! Rounding to samples, and statistics by hand.

use super::*;

#[track_caller]
fn check_bytes(sample: SampleType, values: &[f32], expected: &[u8]) {
    let mut found = vec![9];
    push_sample_bytes(values, sample, &mut found);
    assert_eq!(found[1..], *expected, "{sample:?} {values:?}");
}

#[test]
fn samples_are_rounded_and_kept_to_their_range() {
    check_bytes(
        SampleType::Uint8,
        &[-1.0, 0.4, 0.5, 255.0, 1e9, f32::NAN],
        &[0, 0, 1, 255, 255, 0],
    );
    check_bytes(SampleType::Uint16, &[258.0, 1e9], &[2, 1, 255, 255]);
    check_bytes(
        SampleType::Int16,
        &[-1.0, -1e9, 258.2],
        &[255, 255, 0, 128, 2, 1],
    );
    check_bytes(SampleType::Float32, &[1.0], &1.0f32.to_le_bytes());
}

#[test]
fn rounding_is_that_of_the_standard_library() {
    for tenth in -700_000..700_000i32 {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let value = tenth as f32 / 10.0;
        #[expect(clippy::cast_possible_truncation, reason = "keeping to the range")]
        let expected = value.round() as i16;
        assert_eq!(to_i16(value), expected, "{value}");
    }
    assert_eq!(to_i16(0.499_999_97), 0);
    assert_eq!(to_i16(f32::NAN), 0);
}

#[test]
fn probabilities_become_greys() {
    for (value, expected) in [
        (0.0, Some(0)),
        (1.0, Some(255)),
        (1.000_1, Some(255)),
        (-0.000_1, Some(0)),
        (0.5, Some(128)),
        (1.1, None),
        (-0.1, None),
        (f32::NAN, None),
        (f32::INFINITY, None),
    ] {
        assert_eq!(grey_of_probability(value), expected, "{value}");
    }
}

#[test]
fn statistics_are_those_of_the_finite_values() {
    let mut sums = Sums::default();
    sums.add(&[f32::NAN, 2.0, 4.0]);
    sums.add(&[4.0, 4.0, 5.0, 5.0, f32::INFINITY, 7.0, 9.0]);
    let found = sums.finish().unwrap();
    // The textbook example: mean 5, standard deviation of the population 2.
    assert_eq!((found.min, found.max, found.count), (2.0, 9.0, 8));
    assert!(
        (found.mean - 5.0).abs() < 1e-12 && (found.sd - 2.0).abs() < 1e-12,
        "{found:?}"
    );
}

#[test]
fn statistics_keep_their_digits_far_from_zero() {
    let mut sums = Sums::default();
    sums.add(&[16_777_215.0, 16_777_214.0, 16_777_213.0]);
    let found = sums.finish().unwrap();
    assert!((found.mean - 16_777_214.0).abs() < 1e-9);
    assert!((found.sd - (2.0f64 / 3.0).sqrt()).abs() < 1e-9);
    assert_eq!(Sums::default().finish(), None);
}
