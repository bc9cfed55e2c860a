//! The parts lie where they are said to, with the greys that they are said to have.

use super::{N_STEPS, PatternPart, TestPattern};

fn area(pattern: &TestPattern, part: PatternPart) -> [u32; 4] {
    let found = pattern.areas.iter().find(|area| area.part == part);
    found.unwrap().rect
}

#[test]
fn parts_do_not_overlap_and_lie_within_the_picture() {
    for size in [[320, 320], [640, 400], [1200, 1600]] {
        let pattern = TestPattern::new(size).unwrap();
        assert_eq!(pattern.areas.len(), 6);
        for (idx, a) in pattern.areas.iter().enumerate() {
            let [left, top, width, height] = a.rect;
            assert!(left + width < size[0] && top + height < size[1] && height > 10);
            for b in &pattern.areas[..idx] {
                let apart = |p: usize| {
                    a.rect[p] >= b.rect[p] + b.rect[p + 2] || b.rect[p] >= a.rect[p] + a.rect[p + 2]
                };
                assert!(apart(0) || apart(1), "{a:?} {b:?}");
            }
        }
    }
}

#[test]
fn steps_go_from_black_to_white_evenly() {
    let pattern = TestPattern::new([800, 600]).unwrap();
    let [left, top, width, _] = area(&pattern, PatternPart::Steps);
    let step = width / N_STEPS;
    let greys: Vec<u8> = (0..N_STEPS)
        .map(|n| pattern.grey_at(left + n * step + 1, top + 1))
        .collect();
    let expected: Vec<u8> = (0..18_u8).map(|n| n * 15).collect();
    assert_eq!(greys, expected);
}

#[test]
fn faint_patches_and_lines_have_their_greys() {
    let pattern = TestPattern::new([800, 600]).unwrap();
    for (part, ground, patch) in [
        (PatternPart::NearBlack, 0, 13),
        (PatternPart::NearWhite, 255, 242),
    ] {
        let [left, top, width, height] = area(&pattern, part);
        assert_eq!(pattern.grey_at(left, top), ground);
        assert_eq!(pattern.grey_at(left + width / 2, top + height / 2), patch);
    }
    let [left, top, ..] = area(&pattern, PatternPart::Lines);
    let row: Vec<u8> = (0..4).map(|x| pattern.grey_at(left + x, top)).collect();
    assert_eq!(row, [0, 255, 0, 255]);
    let [left, top, width, _] = area(&pattern, PatternPart::Ramp);
    assert_eq!(pattern.grey_at(left, top), 0);
    assert_eq!(pattern.grey_at(left + width - 1, top), 255);
    assert_eq!(pattern.grey_at(0, 300), 255);
}

#[test]
fn sizes_that_hold_no_pattern_are_refused() {
    assert!(TestPattern::new([319, 600]).is_none());
    assert!(TestPattern::new([20_000, 600]).is_none());
}
