//! What a learner wants of the host beyond the panels: a practice block, a look at a case.

use std::path::PathBuf;

use overread_base::{ScenarioId, Vec3, VolumeGeometry};
use overread_desk::StepPlace;
use overread_scenario::SliceWish;

/// What a learner wants of the host beyond the panels.
pub(in crate::session) enum Asked {
    /// To read the practice block of a step.
    Block(Box<Block>),
    /// To look at a case.
    Look(Box<Look>),
}

/// A practice block that is read.
#[derive(Debug, Clone)]
pub(in crate::session) struct Block {
    /// The folder of the course, to come back to.
    pub(in crate::session) folder: PathBuf,
    pub(in crate::session) course: ScenarioId,
    pub(in crate::session) place: StepPlace,
    /// The task, for the map of competencies.
    pub(super) task: String,
    /// The scenario file.
    pub(in crate::session) scenario: PathBuf,
}

/// A case of a course that is looked at.
#[derive(Debug, Clone)]
pub(in crate::session) struct Look {
    /// The folder of the course, to come back to.
    pub(in crate::session) folder: PathBuf,
    /// The step that was open.
    pub(in crate::session) place: Option<StepPlace>,
    /// The scenario file that holds the case alone.
    pub(in crate::session) scenario: PathBuf,
    /// Where the first lesion lies, patient mm; `None` in a normal case and in projections.
    pub(super) lesion: Option<Vec3>,
    /// Which slice is to be seen.
    pub(super) slice: Option<SliceWish>,
    /// The preset that it is to be seen in.
    pub(in crate::session) window: Option<String>,
}

impl Look {
    /// The place that is to be brought into view in a stack, patient mm; `None` where it is left as it opens.
    pub(in crate::session) fn place_in(&self, grid: &VolumeGeometry) -> Option<Vec3> {
        match self.slice? {
            SliceWish::Lesion => self.lesion,
            SliceWish::Share(share) => {
                let mut middle = grid.voxel_from_patient(grid.centre());
                let last = f64::from(grid.size[2].saturating_sub(1));
                middle.z = (share.clamp(0.0, 1.0) * last).round();
                Some(grid.patient_from_voxel(middle))
            }
        }
    }
}
