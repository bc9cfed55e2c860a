//! How places in the series of a case belong together: by position, by position with an offset, or by frame. No viewports.

use std::collections::BTreeMap;

use overread_base::Vec3;

use crate::{SeriesFacts, SeriesSpace};

/// How places in two series belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// Both are volumes in one space: equal positions are one place.
    OneSpace,
    /// Both are volumes, of two studies or of a patient who lay anew: positions are near, and an offset aligns them.
    TwoSpaces,
    /// Both are images on a detector or of a probe: frames go together by how far they are through their series.
    Frames,
    /// Nothing goes together.
    Unrelated,
}

/// How places in two series belong together.
///
/// Frames of reference decide where both are known (PS3.3 C.7.4.1); where one is not, series of one study share their
/// space.
#[must_use]
pub fn relation(a: &SeriesFacts, b: &SeriesFacts) -> Relation {
    match (a.space, b.space) {
        (SeriesSpace::Patient, SeriesSpace::Patient) => {
            let is_one = match (&a.frame_of_reference, &b.frame_of_reference) {
                (Some(a), Some(b)) => a == b,
                (None, _) | (_, None) => a.study == b.study,
            };
            if is_one {
                Relation::OneSpace
            } else {
                Relation::TwoSpaces
            }
        }
        (SeriesSpace::Detector, SeriesSpace::Detector) => Relation::Frames,
        (SeriesSpace::Patient, SeriesSpace::Detector)
        | (SeriesSpace::Detector, SeriesSpace::Patient) => Relation::Unrelated,
    }
}

/// The frame that is as far through a series of `n_to` as frame `idx` is through one of `n_from`; both count from 0.
#[must_use]
pub fn frame_alike(idx: u32, n_from: u32, n_to: u32) -> u32 {
    let (last_from, last_to) = (u128::from(n_from.max(1)) - 1, u128::from(n_to.max(1)) - 1);
    let idx = u128::from(idx).min(last_from);
    // Rounded to the nearest, halves up.
    let alike = (idx * last_to * 2 + last_from)
        .checked_div(last_from * 2)
        .unwrap_or(0);
    u32::try_from(alike.min(last_to)).unwrap_or(u32::MAX)
}

/// The offsets between spaces that a reader has set by linking.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceLinks {
    /// How far places of a space lie off, mm, by its name.
    offsets: BTreeMap<String, Vec3>,
}

impl PlaceLinks {
    /// The position in `to` of a place in `from`; `None` where positions do not go together.
    #[must_use]
    pub fn place_in(&self, from: &SeriesFacts, place: Vec3, to: &SeriesFacts) -> Option<Vec3> {
        match relation(from, to) {
            Relation::OneSpace => Some(place),
            Relation::TwoSpaces => Some(place + self.offset(to) - self.offset(from)),
            Relation::Frames | Relation::Unrelated => None,
        }
    }

    /// Keeps that two places lie at one level along a direction (a unit vector): across it nothing changes.
    ///
    /// Nothing happens for series of one space, and none where positions do not go together.
    pub fn keep(&mut self, from: (&SeriesFacts, Vec3), to: (&SeriesFacts, Vec3), along: Vec3) {
        if relation(from.0, to.0) != Relation::TwoSpaces {
            return;
        }
        let Some(place) = self.place_in(from.0, from.1, to.0) else {
            return;
        };
        let missing_mm = (to.1 - place).dot(along);
        if missing_mm.is_finite() {
            let offset = self.offset(to.0) + along * missing_mm;
            self.offsets.insert(space_name(to.0).to_owned(), offset);
        }
    }

    fn offset(&self, facts: &SeriesFacts) -> Vec3 {
        self.offsets
            .get(space_name(facts))
            .copied()
            .unwrap_or_default()
    }
}

/// What a series' space is called: its frame of reference, else its study.
fn space_name(facts: &SeriesFacts) -> &str {
    let of_study = || facts.study.as_str();
    facts.frame_of_reference.as_deref().unwrap_or_else(of_study)
}

#[cfg(test)]
mod tests;
