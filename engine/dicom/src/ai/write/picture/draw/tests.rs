//! Lines, letters and captions on small pictures.

use super::super::super::words;
use super::*;
use crate::ReportLanguage;

fn black(size: [u32; 2]) -> Vec<[u8; 3]> {
    vec![[0; 3]; size[0] as usize * size[1] as usize]
}

/// The picture pixels of a colour.
fn of_colour(picture: &RgbImage, colour: [u8; 3]) -> Vec<[u32; 2]> {
    let columns = picture.size()[0];
    let all = (0..).zip(picture.pixels());
    all.filter(|(_, c)| **c == colour)
        .map(|(i, _)| [i % columns, i / columns])
        .collect()
}

#[test]
fn an_image_is_enlarged_by_whole_pixels() {
    let image = [[1; 3], [2; 3]];
    let picture = Canvas::new([2, 1], &image, 3).captioned(&[]);
    assert_eq!(picture.size()[0], 6);
    let first_row: Vec<u8> = picture.pixels()[..6].iter().map(|p| p[0]).collect();
    assert_eq!(first_row, [1, 1, 1, 2, 2, 2]);
}

#[test]
fn a_closed_outline_is_drawn_around() {
    let mut canvas = Canvas::new([20, 20], &black([20, 20]), 1);
    canvas.outline(&Outline::Polygon(vec![
        [5.5, 5.5],
        [14.5, 5.5],
        [14.5, 14.5],
        [5.5, 14.5],
    ]));
    let drawn = of_colour(&canvas.captioned(&[]), MARK);
    let on_edge = |[x, y]: &[u32; 2]| [5, 14].contains(x) || [5, 14].contains(y);
    assert_eq!(drawn.len(), 4 * 9, "{drawn:?}");
    assert!(drawn.iter().all(on_edge), "{drawn:?}");
}

#[test]
fn what_lies_beyond_the_picture_is_not_drawn() {
    let mut canvas = Canvas::new([10, 10], &black([10, 10]), 2);
    canvas.outline(&Outline::Polyline(vec![[-50.0, 5.0], [50.0, 5.0]]));
    canvas.outline(&Outline::Point([0.0, 0.0]));
    canvas.label("outside", &Outline::Point([1000.0, -20.0]));
    let drawn = of_colour(&canvas.captioned(&[]), MARK);
    assert!(!drawn.is_empty());
}

#[test]
fn the_words_stand_below_the_image() {
    let mut canvas = Canvas::new([300, 20], &black([300, 20]), 1);
    canvas.outline(&Outline::Point([150.0, 10.0]));
    let text = words::not_for_diagnosis(ReportLanguage::Russian);
    let picture = canvas.captioned(&["AI", text]);
    let written = of_colour(&picture, WORDS);
    assert!(written.len() > 300, "{}", written.len());
    assert!(written.iter().all(|[_, y]| *y >= 20));
}

#[test]
fn every_letter_of_our_own_words_is_in_the_table() {
    let unknown = rows_of('\u{2603}');
    for language in [ReportLanguage::English, ReportLanguage::Russian] {
        for letter in words::not_for_diagnosis(language).chars() {
            assert_ne!(rows_of(letter), unknown, "{letter}");
        }
    }
    for letter in ('A'..='Z').chain('А'..='Я').chain('0'..='9') {
        assert_ne!(rows_of(letter), unknown, "{letter}");
    }
}

#[test]
fn long_texts_are_broken_between_words() {
    assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
    assert_eq!(wrapped("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
    assert_eq!(wrapped("", 4), [""]);
}
