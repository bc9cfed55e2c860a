//! How a picture lies on the screen: flips and quarter turns, and the letters that follow them. Directions only.

use std::ops::Neg;

use overread_base::Vec3;
use overread_image::direction_letters;

/// One of the eight ways in which a picture can lie: mirrored left to right or not, then turned by quarter turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Orientation {
    is_mirrored: bool,
    /// Clockwise, 0 to 3.
    quarter_turns: u8,
}

impl Orientation {
    /// All eight of them.
    pub const ALL: [Self; 8] = [
        Self::new(false, 0),
        Self::new(false, 1),
        Self::new(false, 2),
        Self::new(false, 3),
        Self::new(true, 0),
        Self::new(true, 1),
        Self::new(true, 2),
        Self::new(true, 3),
    ];

    const fn new(is_mirrored: bool, quarter_turns: u8) -> Self {
        Self {
            is_mirrored,
            quarter_turns,
        }
    }

    /// Whether the picture is a mirror image of the one that it was opened as.
    #[must_use]
    pub const fn is_mirrored(self) -> bool {
        self.is_mirrored
    }

    /// Quarter turns clockwise after the mirroring, 0 to 3; two of them and a mirroring are a vertical flip.
    #[must_use]
    pub const fn quarter_turns(self) -> u8 {
        self.quarter_turns
    }

    /// Left and right of the screen exchanged.
    #[must_use]
    pub const fn flipped_horizontally(self) -> Self {
        // A turn after a mirroring is the same mirroring after the opposite turn.
        Self::new(!self.is_mirrored, (4 - self.quarter_turns) % 4)
    }

    /// Top and bottom of the screen exchanged.
    #[must_use]
    pub const fn flipped_vertically(self) -> Self {
        Self::new(!self.is_mirrored, (6 - self.quarter_turns) % 4)
    }

    /// Turned clockwise by quarter turns, counter-clockwise by negative ones.
    #[must_use]
    pub fn rotated(self, quarter_turns: i8) -> Self {
        let turns = i16::from(self.quarter_turns) + i16::from(quarter_turns);
        let turns = u8::try_from(turns.rem_euclid(4)).unwrap_or(0);
        Self::new(self.is_mirrored, turns)
    }

    /// What lies to the right and down on the screen, of a picture whose own right and down are given.
    #[must_use]
    pub fn on_screen<T: Copy + Neg<Output = T>>(self, right: T, down: T) -> (T, T) {
        let right = if self.is_mirrored { -right } else { right };
        match self.quarter_turns {
            0 => (right, down),
            1 => (-down, right),
            2 => (-right, -down),
            _ => (down, -right),
        }
    }

    /// Letters at the left, right, top and bottom edge of a picture whose rows and columns lead to these directions
    /// (Patient Orientation, PS3.3 C.7.6.1.1.1); empty ones where a direction is no such text.
    #[must_use]
    pub fn letters(self, rows: &str, columns: &str) -> [String; 4] {
        let (right, down) = self.on_screen(Way::along(rows), Way::along(columns));
        [-right, right, -down, down].map(Way::letters)
    }
}

/// Letters at the left, right, top and bottom edge of a picture whose screen directions lie in the patient.
#[must_use]
pub fn edge_letters(right: Vec3, down: Vec3) -> [String; 4] {
    [-right, right, -down, down].map(direction_letters)
}

/// A direction in letters, or against them.
#[derive(Debug, Clone, Copy)]
struct Way<'a> {
    letters: &'a str,
    is_opposite: bool,
}

impl<'a> Way<'a> {
    fn along(letters: &'a str) -> Self {
        let letters = letters.trim();
        let is_known = letters.bytes().all(|letter| opposite(letter).is_some());
        Self {
            letters: if is_known { letters } else { "" },
            is_opposite: false,
        }
    }

    fn letters(self) -> String {
        let turned = |letter: u8| {
            let letter = if self.is_opposite {
                opposite(letter).unwrap_or(letter)
            } else {
                letter
            };
            char::from(letter)
        };
        self.letters.bytes().map(turned).collect()
    }
}

impl Neg for Way<'_> {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            is_opposite: !self.is_opposite,
            ..self
        }
    }
}

fn opposite(letter: u8) -> Option<u8> {
    Some(match letter {
        b'L' => b'R',
        b'R' => b'L',
        b'A' => b'P',
        b'P' => b'A',
        b'H' => b'F',
        b'F' => b'H',
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
