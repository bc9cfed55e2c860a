//! Which regions of a grid a reader has marked as affected, and the score that follows. No outlines.

use std::collections::BTreeSet;

use overread_base::Laterality;

use crate::region::{GridRegion, RegionGrid};

/// The affected regions of one grid, by index of the level and of the region in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegionMarks {
    affected: BTreeSet<(usize, usize)>,
}

impl RegionMarks {
    /// Marks a region as affected, or takes the mark back; whether it is affected now.
    pub fn toggle(&mut self, level: usize, region: usize) -> bool {
        let name = (level, region);
        if self.affected.remove(&name) {
            return false;
        }
        self.affected.insert(name)
    }

    /// Whether a region is affected.
    #[must_use]
    pub fn is_affected(&self, level: usize, region: usize) -> bool {
        self.affected.contains(&(level, region))
    }

    /// The affected regions of a grid, level by level.
    pub fn affected<'g>(
        &'g self,
        grid: &'g RegionGrid,
    ) -> impl Iterator<Item = &'g GridRegion> + 'g {
        let region =
            |(level, region): &(usize, usize)| grid.levels.get(*level)?.regions.get(*region);
        self.affected.iter().filter_map(region)
    }

    /// The score of a side: the full one less one for each affected region of that side. `None` for a grid without a
    /// score.
    ///
    /// Without any mark it is the full score; whether the image was looked at is for the caller to know.
    #[must_use]
    pub fn score(&self, grid: &RegionGrid, side: Laterality) -> Option<u32> {
        let of_side = self.affected(grid).filter(|r| r.side == Some(side));
        let lost = u32::try_from(of_side.count()).unwrap_or(u32::MAX);
        Some(grid.full_score?.saturating_sub(lost))
    }
}

#[cfg(test)]
mod tests;
