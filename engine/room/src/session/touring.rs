//! The guided tour: the file of its case, and what follows from its steps.

use anyhow::Context as _;
use overread_desk::StartAct;
use overread_scenario::{TOUR, TOUR_SEED};
use overread_store::TourStanding;
use overread_workstation::Folders;

use super::Reading;
use crate::cli::Args;

/// Writes the scenario of the tour beside the sessions; the command line that reads it, or goes on with it.
///
/// # Errors
/// If its file cannot be written.
pub(super) fn args_of(args: &Args) -> anyhow::Result<Args> {
    let sessions = Folders::of_user(args.data.as_deref()).sessions;
    let folder = sessions.with_file_name("practice");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let path = folder.join("tour.toml");
    std::fs::write(&path, TOUR).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Args {
        scenario: Some(path),
        seed: Some(TOUR_SEED),
        study: None,
        journal: None,
        new: false,
        ..args.clone()
    })
}

impl Reading {
    /// Keeps how far the tour is, and goes where it leads.
    pub(super) fn take_tour_act(&mut self, act: StartAct) {
        match act {
            StartAct::TourAt(step) => self.remembered.keep_tour(TourStanding::At(step)),
            StartAct::TourLeft => self.go_home(),
            StartAct::TourDone => {
                self.remembered.keep_tour(TourStanding::Done);
                let args = self.base.clone();
                self.open_course(&args);
            }
            // Those of the pages of the start do not come from a session.
            StartAct::Language(_)
            | StartAct::Display(_)
            | StartAct::TextPercent(_)
            | StartAct::Keys(_)
            | StartAct::Tour(_)
            | StartAct::SkipTour
            | StartAct::Course
            | StartAct::Practice
            | StartAct::Lesson(_)
            | StartAct::Session(_)
            | StartAct::Quit => {}
        }
    }
}
