//! The function against computed vectors, its inverse, and what the table does to a gamma display.

use super::{DisplayLut, DisplayModel, contrast_ratio, jnd_of_luminance, luminance_of_jnd};

#[test]
fn luminances_are_those_of_the_standard() {
    for (index, luminance, digits) in [
        (1.0, 0.0500, 5e-5),
        (100.0, 1.8508, 5e-5),
        (250.0, 14.325, 5e-4),
        (500.0, 119.13, 5e-3),
        (1023.0, 3993.33, 5e-3),
    ] {
        let found = luminance_of_jnd(index);
        assert!((found - luminance).abs() <= digits, "{index}: {found}");
    }
    // Outside the range its ends hold.
    assert_eq!(luminance_of_jnd(-5.0), luminance_of_jnd(1.0));
}

#[test]
fn the_inverse_comes_back() {
    assert!((jnd_of_luminance(350.0) - 653.1).abs() < 0.05);
    // The standard's own inverse, a fit, says 46.56; between its table's 46 (0.4916) and 47 (0.5076) lies 46.53.
    assert!((jnd_of_luminance(0.5) - 46.53).abs() < 0.01);
    for index in [2.0, 77.7, 512.0, 1000.0] {
        assert!((jnd_of_luminance(luminance_of_jnd(index)) - index).abs() < 1e-9);
    }
}

#[test]
fn the_table_rises_from_black_to_white_and_evens_the_contrast() {
    let model = DisplayModel::ORDINARY;
    let lut = DisplayLut::new(&model).unwrap();
    assert_eq!((lut.level(0), lut.level(255)), (0, 255));
    assert!((1..=255).all(|p| lut.level(p) >= lut.level(p - 1)));
    // Over wide steps, so that the rounding to 8 bits does not drown it, the table is closer to the standard.
    let spread = |lut: Option<&DisplayLut>| {
        let mean = |from: u8| {
            (from..from + 32)
                .map(|p| contrast_ratio(&model, lut, p))
                .sum::<f64>()
                / 32.0
        };
        let means: Vec<f64> = [16, 64, 112, 160, 208].map(mean).to_vec();
        let greatest = means.iter().copied().fold(f64::MIN, f64::max);
        greatest / means.iter().copied().fold(f64::MAX, f64::min)
    };
    let (plain, evened) = (spread(None), spread(Some(&lut)));
    assert!(evened < 1.1 && plain > 1.2, "{plain} {evened}");
}

#[test]
fn impossible_displays_are_refused_by_name() {
    let with = |change: fn(&mut DisplayModel)| {
        let mut model = DisplayModel::ORDINARY;
        change(&mut model);
        DisplayLut::new(&model).unwrap_err().to_string()
    };
    assert_eq!(
        with(|m| m.white = 0.1),
        "display model: white must be above black and at most 4000 cd/m², found 0.1"
    );
    assert!(with(|m| m.gamma = f64::NAN).contains("gamma"));
    assert!(with(|m| m.ambient = -1.0).contains("ambient"));
    assert!(with(|m| m.black = 100.0).contains("black"));
}
