//! Hand cases of the reduced image, and one that models/chest-radiograph/test_steps.py has too.

use super::*;

fn image(columns: usize, rows: usize, value: impl Fn(usize, usize) -> f32) -> Image {
    let values = (0..rows * columns).map(|idx| value(idx % columns, idx / columns));
    Image::new(columns, rows, values.collect(), false)
}

#[test]
fn maps_keep_the_shape_of_the_image() {
    assert_eq!(maps_size(2000.0, 2400.0), (160, 192));
    assert_eq!(maps_size(3000.0, 3000.0), (160, 160));
    assert_eq!(maps_size(1000.0, 2000.0), (96, 192));
}

#[test]
fn black_borders_are_no_part_of_the_field() {
    let image = image(10, 8, |x, y| {
        if (2..9).contains(&x) && y >= 3 {
            100.0
        } else {
            0.0
        }
    });
    assert_eq!(
        image.field(),
        Field {
            rows: (3, 8),
            columns: (2, 9)
        }
    );
}

#[test]
fn an_inverted_image_gives_the_same_greys() {
    let value = |idx: usize| ((idx * 37) % 101) as f32;
    let plain: Vec<f32> = (0..400).map(value).collect();
    let inverted = plain.iter().map(|v| 100.0 - v).collect();
    let plain = Image::new(20, 20, plain, false);
    let inverted = Image::new(20, 20, inverted, true);
    let (a, b) = (
        plain.standardised(plain.field()),
        inverted.standardised(inverted.field()),
    );
    assert!(
        a.values
            .iter()
            .zip(&b.values)
            .all(|(a, b)| (a - b).abs() < 1e-5)
    );
}

#[test]
fn what_is_no_number_becomes_the_least() {
    assert_eq!(
        Image::new(3, 1, vec![f32::NAN, 2.0, 1.0], false).values,
        [1.0, 2.0, 1.0]
    );
}

#[test]
fn greys_run_from_minus_one_to_one_and_are_cut() {
    // 101 values 0 to 100: the shares are 2 and 98.
    let image = image(101, 1, |x, _| x as f32);
    let grey = image.standardised(Field {
        rows: (0, 1),
        columns: (0, 101),
    });
    for (x, expected) in [
        (2, -1.0),
        (50, 0.0),
        (98, 1.0),
        (100, 2.0 * 98.0 / 96.0 - 1.0),
    ] {
        assert!(
            (grey.values[x] - expected).abs() < 1e-5,
            "{x}: {}",
            grey.values[x]
        );
    }
}

#[test]
fn clipped_pixels_are_counted() {
    let image = image(10, 10, |x, _| {
        [0.0, 100.0, 100.0, 50.0, 40.0, 30.0, 20.0, 60.0, 70.0, 80.0][x]
    });
    let all = Field {
        rows: (0, 10),
        columns: (0, 10),
    };
    assert!((image.share_at_ends(all) - 0.3).abs() < 1e-9);
}

/// The same image and numbers as in models/chest-radiograph/test_steps.py.
#[test]
fn the_channels_are_those_of_the_training() {
    let image = image(240, 384, |x, y| {
        if x < 8 {
            0.0
        } else {
            ((x * 7 + y * 13) % 251) as f32
        }
    });
    let field = image.field();
    assert_eq!(
        field,
        Field {
            rows: (0, 384),
            columns: (8, 240)
        }
    );
    let standard = image.standardised(field);
    assert_eq!(standard.corner(), (40, 0));
    let channels = standard.channels();
    let at = |channel: usize, y: usize, x: usize| channels[(channel * 192 + y) * 160 + x];
    let greys = |x: f32| (x - 5.0) / 240.0 * 2.0 - 1.0;
    let value = |x: usize, y: usize| greys(((x * 7 + y * 13) % 251) as f32);
    for (channel, y, x, expected) in [
        (0, 10, 50, value(60, 20)),
        (1, 10, 50, value(61, 20)),
        (2, 10, 50, value(60, 21)),
        (3, 10, 50, value(61, 21)),
        (0, 10, 5, -1.5),
        (4, 10, 0, -159.0 / 160.0),
        (5, 191, 3, 191.0 / 192.0),
    ] {
        let found = at(channel, y, x);
        assert!(
            (found - expected).abs() < 1e-5,
            "{channel} {y} {x}: {found}, {expected} expected"
        );
    }
}
