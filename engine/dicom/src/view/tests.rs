//! Sides and views in free texts.

use overread_base::Laterality;

use super::words;

#[track_caller]
fn check(text: &str, side: Option<Laterality>, view: Option<&str>) {
    assert_eq!(words(text), (side, view), "{text}");
}

#[test]
fn sides_and_views_are_found_in_words_and_only_there() {
    let (left, right) = (Some(Laterality::Left), Some(Laterality::Right));
    check("Mass-Test_P_00820_LEFT_MLO", left, Some("MLO"));
    check("Mass-Test_P_00820_RIGHT_CC", right, Some("CC"));
    check("RCC", right, Some("CC"));
    check("L-MLO", None, Some("MLO"));
    check("lmlo screening", left, Some("MLO"));
    check("full mammogram images", None, None);
    check("LEFT and RIGHT CC", None, Some("CC"));
    check("RCC LCC", None, Some("CC"));
    check("MLO CC", None, None);
    check("LEFTOVER ACCESS", None, None);
    check("Ж_LEFT_CC", left, Some("CC"));
}
