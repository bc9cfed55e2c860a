//! The face of a clock on a breast, and its quadrants. No outlines.

use overread_base::Laterality;

/// A quarter of a breast, seen from the front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quadrant {
    /// Above the nipple, away from the breastbone.
    UpperOuter,
    /// Above the nipple, towards the breastbone.
    UpperInner,
    /// Below the nipple, towards the breastbone.
    LowerInner,
    /// Below the nipple, away from the breastbone.
    LowerOuter,
}

/// The quadrants of an hour on the clock face of a breast, as its reader sees it: 12 up, 3 towards the patient's left.
///
/// One quadrant between the quarters of the face, the two neighbours at 12, 3, 6 and 9. `None` for a number that is no
/// hour, or a side that is no breast's.
#[must_use]
pub fn clock_quadrants(hour: u32, side: Laterality) -> Option<Vec<Quadrant>> {
    use Quadrant::{LowerInner, LowerOuter, UpperInner, UpperOuter};
    // Around the face from 12 on; the reader's right is the patient's left, which is the outer side of the left breast.
    let around = match side {
        Laterality::Left => [UpperOuter, LowerOuter, LowerInner, UpperInner],
        Laterality::Right => [UpperInner, LowerInner, LowerOuter, UpperOuter],
        Laterality::Bilateral | Laterality::Midline => return None,
    };
    if !(1..=12).contains(&hour) {
        return None;
    }
    let quarter = (hour % 12 / 3) as usize;
    Some(if hour.is_multiple_of(3) {
        vec![around[(quarter + 3) % 4], around[quarter]]
    } else {
        vec![around[quarter]]
    })
}

#[cfg(test)]
mod tests;
