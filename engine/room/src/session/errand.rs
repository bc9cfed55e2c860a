//! What a session is for, beyond itself.

use overread_desk::StepPlace;
use overread_scenario::Practice;

use super::studying::{Block, Look};

/// What a session is for, beyond itself.
#[derive(Debug, Clone)]
pub(super) enum Errand {
    /// Nothing.
    None,
    /// A practice set.
    Set(Practice),
    /// A practice block of a course.
    Block(Block),
    /// A look at a case of a course.
    Look(Look),
    /// The guided tour, from this step on.
    Tour(u8),
}

impl Errand {
    pub(super) fn practice(&self) -> Option<&Practice> {
        match self {
            Self::Set(practice) => Some(practice),
            Self::None | Self::Block(_) | Self::Look(_) | Self::Tour(_) => None,
        }
    }

    pub(super) fn is_of_course(&self) -> bool {
        matches!(self, Self::Block(_) | Self::Look(_))
    }

    /// The step of the course to come back to.
    pub(super) fn place(&self) -> Option<StepPlace> {
        match self {
            Self::Block(block) => Some(block.place.clone()),
            Self::Look(look) => look.place.clone(),
            Self::None | Self::Set(_) | Self::Tour(_) => None,
        }
    }

    /// The case of a course that is looked at.
    pub(super) fn look(&self) -> Option<&Look> {
        match self {
            Self::Look(look) => Some(look),
            Self::None | Self::Set(_) | Self::Block(_) | Self::Tour(_) => None,
        }
    }
}
