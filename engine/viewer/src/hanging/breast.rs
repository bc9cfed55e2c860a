//! How a mammogram has to be mirrored so that its chest wall lies on the wanted side. Decides by letters, not by name.

use overread_base::Laterality;
use overread_image::Volume;

use crate::SeriesFacts;

/// A side of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScreenSide {
    /// The reader's left.
    Left,
    /// The reader's right.
    Right,
}

/// The edge of a mammogram, as stored, at which the chest wall lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChestWall {
    /// At the first column.
    Left,
    /// At the last column.
    Right,
    /// At the first row: the image lies on its side.
    Top,
    /// At the last row: the image lies on its side.
    Bottom,
}

/// How a stored picture is mirrored before it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Mirror {
    /// Left and right are swapped.
    pub is_left_right: bool,
    /// Top and bottom are swapped.
    pub is_top_bottom: bool,
}

/// Where the chest wall lies, by Patient Orientation (0020,0020) of rows and of columns and by the breast's side.
///
/// Rows that lead to the front (`A`) begin at the chest wall, rows that lead to the back (`P`) end there; columns the
/// same for an image on its side. Where neither tells front from back, rows that lead to the middle of the body are
/// taken to end at the chest wall, which needs the side. `None` where the letters tell nothing.
///
/// Source: PS3.3 C.7.6.1.1.1 for the letters.
#[must_use]
pub fn chest_wall(rows: &str, columns: &str, side: Option<Laterality>) -> Option<ChestWall> {
    let (rows, columns) = (Letters::of(rows)?, Letters::of(columns)?);
    match (rows.front, columns.front) {
        (Some(true), _) => Some(ChestWall::Left),
        (Some(false), _) => Some(ChestWall::Right),
        (None, Some(true)) => Some(ChestWall::Top),
        (None, Some(false)) => Some(ChestWall::Bottom),
        (None, None) => {
            let is_medial = rows.is_medial(side)?;
            Some(if is_medial {
                ChestWall::Right
            } else {
                ChestWall::Left
            })
        }
    }
}

/// How to mirror a mammogram so that the chest wall lies at `wall` and the axilla, or in a view from above the outer
/// side, is up.
///
/// Patient Orientation decides; where it is silent, `tissue` does; where nothing is known the picture stays as stored.
/// A picture on its side is not turned.
#[must_use]
pub fn mammogram_mirror(
    facts: &SeriesFacts,
    tissue: Option<ScreenSide>,
    wall: ScreenSide,
) -> Mirror {
    let orientation = facts.patient_orientation.as_ref();
    let found = orientation
        .and_then(|(rows, columns)| chest_wall(rows, columns, facts.laterality))
        .or(tissue.map(|side| match side {
            ScreenSide::Left => ChestWall::Left,
            ScreenSide::Right => ChestWall::Right,
        }));
    let is_left_right = match (found, wall) {
        (Some(ChestWall::Left), ScreenSide::Right) | (Some(ChestWall::Right), ScreenSide::Left) => {
            true
        }
        (Some(ChestWall::Left), ScreenSide::Left)
        | (Some(ChestWall::Right), ScreenSide::Right)
        | (Some(ChestWall::Top | ChestWall::Bottom) | None, _) => false,
    };
    let columns = orientation.and_then(|(_, columns)| Letters::of(columns));
    let is_top_bottom = columns.is_some_and(|columns| match columns.head {
        Some(leads_to_head) => leads_to_head,
        // Seen from above: the outer side is up, so columns lead to the middle of the body.
        None => columns.is_medial(facts.laterality) == Some(false),
    });
    Mirror {
        is_left_right,
        is_top_bottom,
    }
}

/// The directions that the letters of one axis name.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    /// To the front or to the back.
    front: Option<bool>,
    /// To the head or to the feet.
    head: Option<bool>,
    /// To the patient's left or right.
    left: Option<bool>,
}

impl Letters {
    /// `None` for a text that is no direction, such as the name of a view.
    fn of(text: &str) -> Option<Self> {
        let mut found = Self::default();
        for letter in text.trim().chars() {
            let (axis, value) = match letter {
                'A' => (&mut found.front, true),
                'P' => (&mut found.front, false),
                'H' => (&mut found.head, true),
                'F' => (&mut found.head, false),
                'L' => (&mut found.left, true),
                'R' => (&mut found.left, false),
                _ => return None,
            };
            if axis.replace(value).is_some() {
                return None;
            }
        }
        Some(found)
    }

    /// Whether the direction leads to the middle of the body, seen from the breast of this side.
    fn is_medial(self, side: Option<Laterality>) -> Option<bool> {
        match side? {
            Laterality::Right => self.left,
            Laterality::Left => self.left.map(|left| !left),
            Laterality::Bilateral | Laterality::Midline => None,
        }
    }
}

/// On which side of a mammogram the tissue lies: the half of the picture that is brighter on the whole, by at least a
/// few hundredths of the range of values. `is_inverted` says that small values are bright (`MONOCHROME1`).
///
/// Looks at some 65,000 pixels of the first image. `None` for a picture that is as bright on both sides.
#[must_use]
pub fn tissue_side(volume: &Volume, is_inverted: bool) -> Option<ScreenSide> {
    const SAMPLES_A_SIDE: usize = 256;
    let [columns, rows, _] = volume.geometry().size.map(|n| n as usize);
    let image = volume.slice(0)?;
    let (mut halves, mut counts) = ([0.0_f64; 2], [0.0_f64; 2]);
    let (mut least, mut greatest) = (f64::INFINITY, f64::NEG_INFINITY);
    for row in (0..rows).step_by(rows.div_ceil(SAMPLES_A_SIDE).max(1)) {
        for column in (0..columns).step_by(columns.div_ceil(SAMPLES_A_SIDE).max(1)) {
            let value = f64::from(image[row * columns + column]);
            let half = usize::from(column * 2 >= columns);
            halves[half] += value;
            counts[half] += 1.0;
            (least, greatest) = (least.min(value), greatest.max(value));
        }
    }
    if counts[0] < 1.0 || counts[1] < 1.0 {
        return None;
    }
    let difference = halves[0] / counts[0] - halves[1] / counts[1];
    let is_clear = difference.abs() >= (greatest - least) * 0.03 && greatest > least;
    is_clear.then_some(if (difference > 0.0) == is_inverted {
        ScreenSide::Right
    } else {
        ScreenSide::Left
    })
}

#[cfg(test)]
mod tests;
