//! The patient's side of what is marked, and whether a report's words agree with it. Judges nothing but sides.

mod words;

use std::collections::BTreeSet;
use std::ops::Range;

use overread_base::{Laterality, Vec3, VolumeGeometry};

use crate::{SeriesFacts, SeriesSpace};

pub use words::{NamedSide, named_sides};

/// A right or a left that stands in the report and not in the images, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SideConflict {
    /// The report names a side on which nothing is marked, while something is on the other.
    NotMarked {
        /// The side that is named.
        side: Laterality,
        /// Where in the report, in bytes.
        at: Range<usize>,
    },
    /// Something is marked on a side that the report does not name, while it names the other.
    NotNamed {
        /// The side of the mark.
        side: Laterality,
    },
}

/// Compares the sides that a report (English or Russian) names with those of the marks.
///
/// Sides in denials ("no effusion on the left") are left out. A report without a side, or a case without a mark on one
/// side, has nothing to compare. The answer is a question to the reader, not a verdict: it goes by words.
#[must_use]
pub fn side_conflicts(report: &str, marks: &[Laterality]) -> Vec<SideConflict> {
    let is_one_side = |side: Laterality| matches!(side, Laterality::Right | Laterality::Left);
    let marked: BTreeSet<u8> = marks.iter().flat_map(|side| bits(*side)).collect();
    let named: Vec<NamedSide> = named_sides(report);
    let of_text: BTreeSet<u8> = named.iter().flat_map(|word| bits(word.side)).collect();
    if marked.is_empty() || of_text.is_empty() {
        return Vec::new();
    }
    let mut conflicts: Vec<SideConflict> = Vec::new();
    for side in [Laterality::Right, Laterality::Left] {
        let is_in = |set: &BTreeSet<u8>| bits(side).iter().all(|bit| set.contains(bit));
        let first = named
            .iter()
            .find(|word| word.side == side)
            .or_else(|| named.iter().find(|word| !is_one_side(word.side)));
        match (is_in(&of_text), is_in(&marked), first) {
            (true, false, Some(word)) => conflicts.push(SideConflict::NotMarked {
                side,
                at: word.at.clone(),
            }),
            (false, true, _) => conflicts.push(SideConflict::NotNamed { side }),
            _ => {}
        }
    }
    conflicts
}

/// Right and left as members of a set; both for both sides, none for the midline.
fn bits(side: Laterality) -> Vec<u8> {
    match side {
        Laterality::Right => vec![0],
        Laterality::Left => vec![1],
        Laterality::Bilateral => vec![0, 1],
        Laterality::Midline => Vec::new(),
    }
}

/// The patient's side of a place in a series.
///
/// An image of one side ([`SeriesFacts::laterality`]) decides. Else the place is compared with the middle of the volume
/// (its LPS x), or of the image where Patient Orientation says which way rows lead; within 2 % of the width it is the
/// midline. `None` where the files tell nothing. The middle of a volume is the patient's only as well as the patient
/// was centred.
#[must_use]
pub fn side_of(place: Vec3, facts: &SeriesFacts, geometry: &VolumeGeometry) -> Option<Laterality> {
    if let Some(side @ (Laterality::Right | Laterality::Left)) = facts.laterality {
        return Some(side);
    }
    let to_left = match facts.space {
        SeriesSpace::Patient => Vec3::new(1.0, 0.0, 0.0),
        SeriesSpace::Detector => {
            let (rows, columns) = facts.patient_orientation.as_ref()?;
            let way = |letters: &str, way: Vec3| {
                let letter = letters.chars().find(|letter| matches!(letter, 'L' | 'R'))?;
                Some(if letter == 'L' { way } else { -way })
            };
            way(rows, geometry.row_dir).or_else(|| way(columns, geometry.col_dir))?
        }
    };
    let axes = [geometry.row_dir, geometry.col_dir, geometry.slice_dir];
    let spacing = geometry.spacing.to_array();
    let width_mm: f64 = (0..3)
        .map(|a| axes[a].dot(to_left).abs() * spacing[a] * f64::from(geometry.size[a]))
        .sum();
    let from_middle_mm = (place - geometry.centre()).dot(to_left);
    if !from_middle_mm.is_finite() {
        return None;
    }
    Some(if from_middle_mm.abs() <= width_mm * 0.02 {
        Laterality::Midline
    } else if from_middle_mm > 0.0 {
        Laterality::Left
    } else {
        Laterality::Right
    })
}

#[cfg(test)]
mod tests;
