//! The badge is a picture with letters in it, and says when it cannot write some.

use super::draw_badge;
use crate::certificate::examples::passed;
use crate::page::PageError;
use crate::words::Language;

fn pixels(png: &[u8]) -> Vec<[u8; 4]> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    bytes.as_chunks::<4>().0.to_vec()
}

#[test]
fn a_badge_is_a_disc_with_white_letters() {
    let english = pixels(&draw_badge(&passed(Language::En)).unwrap());
    let russian = pixels(&draw_badge(&passed(Language::Ru)).unwrap());
    for pixels in [&english, &russian] {
        assert_eq!(pixels.len(), 512 * 512);
        assert_eq!(pixels[0], [0, 0, 0, 0]);
        assert_eq!(pixels[256 * 512 + 60], [23, 48, 84, 255]);
        let n_white = |rows: std::ops::Range<usize>| {
            let rows = &pixels[rows.start * 512..rows.end * 512];
            rows.iter().filter(|pixel| **pixel == [255; 4]).count()
        };
        assert!(n_white(300..400) > 1000, "{}", n_white(300..400));
    }
    assert_ne!(english, russian);
}

#[test]
fn letters_that_the_font_lacks_are_named() {
    let mut certificate = passed(Language::En);
    certificate.title = "胸部CT".to_owned();
    assert!(matches!(
        draw_badge(&certificate),
        Err(PageError::Letter { letter: '胸', .. })
    ));
    certificate.title = "x".repeat(120);
    assert!(matches!(
        draw_badge(&certificate),
        Err(PageError::TooLong { .. })
    ));
}
