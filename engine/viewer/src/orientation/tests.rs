//! Flips and turns as a person does them with a picture in the hand.

use overread_base::Vec3;

use super::{Orientation, edge_letters};

/// Corners of a picture: top left, top right, bottom right, bottom left. Flipped and turned by hand.
fn by_hand(corners: [u8; 4], orientation: Orientation) -> [u8; 4] {
    let [a, b, c, d] = corners;
    let mut corners = if orientation.is_mirrored() {
        [b, a, d, c]
    } else {
        [a, b, c, d]
    };
    for _ in 0..orientation.quarter_turns() {
        let [a, b, c, d] = corners;
        corners = [d, a, b, c];
    }
    corners
}

/// The corners as `on_screen` places them.
fn by_directions(orientation: Orientation) -> [u8; 4] {
    let (right, down) = orientation.on_screen(Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 1.0, 0.0));
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, y)| {
        let at = right * x + down * y;
        match (at.x < 0.0, at.y < 0.0) {
            (true, true) => 1,
            (false, true) => 2,
            (false, false) => 3,
            (true, false) => 4,
        }
    })
}

#[test]
fn all_eight_lie_as_a_picture_in_the_hand() {
    for orientation in Orientation::ALL {
        let expected = by_hand([1, 2, 3, 4], orientation);
        assert_eq!(by_directions(orientation), expected, "{orientation:?}");
    }
}

#[test]
fn flips_exchange_the_edges_of_the_screen_and_turns_go_clockwise() {
    for orientation in Orientation::ALL {
        let [a, b, c, d] = by_directions(orientation);
        assert_eq!(
            by_directions(orientation.flipped_horizontally()),
            [b, a, d, c],
            "{orientation:?}"
        );
        assert_eq!(
            by_directions(orientation.flipped_vertically()),
            [d, c, b, a],
            "{orientation:?}"
        );
        assert_eq!(by_directions(orientation.rotated(1)), [d, a, b, c]);
        assert_eq!(by_directions(orientation.rotated(-1)), [b, c, d, a]);
        assert_eq!(
            orientation.flipped_horizontally().flipped_horizontally(),
            orientation
        );
        assert_eq!(
            orientation.rotated(i8::MIN),
            orientation,
            "-128 is 32 turns"
        );
    }
}

#[test]
fn letters_of_a_file_follow() {
    #[track_caller]
    fn check(orientation: Orientation, expected: &str) {
        // A right mediolateral oblique view: rows lead to the front, columns to feet and left.
        assert_eq!(orientation.letters("A", "FL").join(" "), expected);
    }
    let plain = Orientation::default();
    // Left, right, top, bottom.
    check(plain, "P A HR FL");
    check(plain.flipped_horizontally(), "A P HR FL");
    check(plain.flipped_vertically(), "P A FL HR");
    check(plain.rotated(1), "FL HR P A");
    check(plain.rotated(2), "A P FL HR");
    check(plain.rotated(3), "HR FL A P");
    check(plain.flipped_horizontally().rotated(1), "FL HR A P");
    check(plain.flipped_horizontally().rotated(3), "HR FL P A");
}

#[test]
fn letters_from_geometry_and_from_the_file_agree_in_all_eight() {
    let (right, down) = (Vec3::new(1.0, 0.0, 0.0), Vec3::new(0.0, 0.0, -1.0));
    for orientation in Orientation::ALL {
        let (on_right, on_bottom) = orientation.on_screen(right, down);
        assert_eq!(
            edge_letters(on_right, on_bottom),
            orientation.letters("L", "F"),
            "{orientation:?}"
        );
    }
}

#[test]
fn texts_that_are_no_directions_give_no_letters() {
    let letters = Orientation::default().letters("A\\nonsense", " F ");
    assert_eq!(letters, ["", "", "H", "F"].map(str::to_owned));
}
