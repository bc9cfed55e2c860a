//! Hints that were asked for: the author's words, else those made from the truth. Written before they are shown.

use overread_exam::{Command, Hint};

use super::{ImagesMode, ImagesState, RunError, SessionRunner};
use crate::hints::made_hints;

impl SessionRunner {
    /// Gives the hint that the reader asked for, once the images are there: slices are named by their numbers.
    pub(super) fn give_hint(&mut self) -> Result<(), RunError> {
        let Some((case, n_given)) = self.session.awaited_hint() else {
            return Ok(());
        };
        let case = case.clone();
        let is_own = self.images_of.as_ref() == Some(&case);
        if is_own && matches!(self.images, ImagesState::Loading(_)) {
            return Ok(());
        }
        let listed = self.scenario.cases.iter().find(|of| of.id == case);
        let authored = listed.map_or(&[][..], |listed| &listed.hints).to_vec();
        let hints = if authored.is_empty() {
            let images = match &self.images {
                ImagesState::Ready(images) if is_own && self.images_mode == ImagesMode::Opened => {
                    Some(images.clone())
                }
                ImagesState::None
                | ImagesState::Loading(_)
                | ImagesState::Ready(_)
                | ImagesState::Failed(_) => None,
            };
            let series = images.as_ref().map_or(&[][..], |images| &images.series);
            made_hints(self.ground(&case)?.truth.as_ref(), series)
        } else {
            authored
        };
        let left = hints.len().saturating_sub(n_given + 1);
        let hint = Hint {
            text: hints.into_iter().nth(n_given).unwrap_or_default(),
            left: u32::try_from(left).unwrap_or(u32::MAX),
        };
        self.tell_host(Command::GiveHint { case, hint })
    }
}
