//! Tails and points against SciPy, closed forms and laws.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(found: f64, expected: f64) {
    assert!(
        (found / expected - 1.0).abs() < 2e-12,
        "found {found:e}, expected {expected:e}"
    );
}

// SciPy 1.17.1: t.sf, t.isf, chi2.sf, chi2.isf, f.sf, f.isf.
#[test]
fn central_tails_and_points_are_those_of_scipy() {
    check(
        student_upper(2.110_999_453_613_68, 15.259_674_589_141_8),
        0.025_832_842_909_647_12,
    );
    check(student_upper(0.3, 1.0), 0.407_226_420_922_257_7);
    check(student_upper(12.0, 3.5), 0.000_287_267_096_428_063_8);
    check(student_upper(1.5, 1e6), 0.066_807_359_118_396_4);
    check(student_upper(40.0, 7.25), 4.500_428_410_470_871_6e-10);
    check(
        student_upper_point(0.025, 15.259_674_589_141_8),
        2.128_294_795_289_803_3,
    );
    check(student_upper_point(0.025, 1.0), 12.706_204_736_174_705);
    check(student_upper_point(0.0005, 2.5), 18.277_893_528_130_647);
    check(student_upper_point(0.05, 1e5), 1.644_868_864_784_969_9);
    check(student_upper_point(0.7, 4.0), -0.568_649_063_049_705_3);
    check(
        chi_squared_upper(5.475_953_242_477_17, 1.0),
        0.019_279_843_070_754_372,
    );
    check(chi_squared_upper(0.2, 3.5), 0.989_621_980_663_888_7);
    check(chi_squared_upper(150.0, 4.0), 2.035_764_090_974_152e-31);
    check(chi_squared_upper(1000.0, 1000.0), 0.494_052_853_829_239_64);
    check(chi_squared_upper_point(0.05, 1.0), 3.841_458_820_694_128_5);
    check(chi_squared_upper_point(0.01, 7.5), 19.288_172_099_817_39);
    check(
        f_upper(4.456_318_693_157_26, 1.0, 15.259_674_589_141_8),
        0.051_665_685_819_294_04,
    );
    check(f_upper(8.704, 1.0, 4.0), 0.041_958_752_494_638_7);
    check(f_upper(2.5, 3.0, 1e7), 0.057_558_514_602_436_53);
    check(f_upper(200.0, 2.0, 30.0), 4.516_395_719_298_497e-18);
    check(
        f_upper_point(0.05, 1.0, 62.707_279_714_956_7),
        3.994_094_655_560_88,
    );
    check(f_upper_point(0.05, 3.0, 12.5), 3.448_545_394_139_83);
}

// SciPy 1.17.1: ncf.sf and ncx2.sf; its ncf stops at about 1e-10.
#[test]
fn noncentral_tails_are_those_of_scipy() {
    let near = |found: f64, expected: f64| {
        assert!(
            (found / expected - 1.0).abs() < 1e-9,
            "found {found}, expected {expected}"
        );
    };
    near(
        noncentral_f_upper(
            3.994_094_655_560_88,
            1.0,
            62.707_279_714_956_7,
            8.209_597_032_753_83,
        ),
        0.805_419_946_894_173_7,
    );
    near(
        noncentral_f_upper(3.0, 2.0, 10.0, 0.5),
        0.140_650_305_509_078_03,
    );
    near(
        noncentral_f_upper(2.0, 4.0, 30.0, 60.0),
        0.999_999_498_421_487_6,
    );
    near(
        noncentral_chi_squared_upper(3.841_458_820_694_124, 1.0, 7.9),
        0.802_541_207_661_038_5,
    );
    near(
        noncentral_chi_squared_upper(20.0, 3.0, 30.0),
        0.886_525_913_825_027_9,
    );
    near(
        noncentral_chi_squared_upper(5.0, 2.5, 0.1),
        0.134_505_957_585_136_4,
    );
}

#[test]
fn closed_forms_and_ends() {
    // Student on 1 degree is Cauchy: P(T > 1) = 1/4; on 2: 1/2 - t / (2 sqrt(2 + t²)).
    check(student_upper(1.0, 1.0), 0.25);
    check(student_upper(2.0, 2.0), 0.5 - 1.0 / 6.0_f64.sqrt());
    // Chi-squared on 2 degrees is exponential; F on (2, d) is (1 + 2 f / d)^(-d/2).
    check(chi_squared_upper(3.0, 2.0), libm::exp(-1.5));
    check(f_upper(3.0, 2.0, 4.0), 0.16);
    // A non-central chi-squared on 1 degree is the square of a shifted normal.
    let two_sided = normal_cdf(2.8 - 1.96) + normal_cdf(-2.8 - 1.96);
    check(
        noncentral_chi_squared_upper(1.96 * 1.96, 1.0, 2.8 * 2.8),
        two_sided,
    );
    assert_eq!(student_upper(f64::INFINITY, 3.0), 0.0);
    assert_eq!(student_upper(f64::NEG_INFINITY, 3.0), 1.0);
    assert_eq!(student_two_sided(0.0, 3.0), 1.0);
    assert_eq!(f_upper(0.0, 1.0, 3.0), 1.0);
    assert_eq!(f_upper(f64::INFINITY, 1.0, 3.0), 0.0);
    check(
        student_upper_point(0.025, f64::INFINITY),
        1.959_963_984_540_054,
    );
    check(
        f_upper(4.0, 1.0, f64::INFINITY),
        chi_squared_upper(4.0, 1.0),
    );
}

proptest! {
    #[test]
    fn a_square_of_t_is_f_and_points_invert_tails(t in 0.01f64..20.0, df in 1.0f64..300.0) {
        let p = student_two_sided(t, df);
        prop_assert!((p - f_upper(t * t, 1.0, df)).abs() < 1e-13);
        let back = student_upper_point(p / 2.0, df);
        prop_assert!((back / t - 1.0).abs() < 1e-8, "{} came back as {}", t, back);
    }

    #[test]
    fn power_rises_with_noncentrality(f in 0.1f64..10.0, df in 2.0f64..80.0, low in 0.0f64..20.0, more in 0.1f64..20.0) {
        let (less, greater) = (
            noncentral_f_upper(f, 2.0, df, low),
            noncentral_f_upper(f, 2.0, df, low + more),
        );
        prop_assert!(less <= greater && (0.0..=1.0).contains(&greater));
        prop_assert!((noncentral_f_upper(f, 2.0, df, 0.0) - f_upper(f, 2.0, df)).abs() < 1e-14);
    }
}
