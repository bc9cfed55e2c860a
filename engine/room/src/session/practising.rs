//! Practice sets: the desk's page that asks what to practise, and the scenario file of a set.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::Builder;

use anyhow::Context as _;
use bevy_egui::egui;
use overread_base::{Seed, ServiceId};
use overread_desk::{Desk, DeskAct, DeskPractice, StepPlace};
use overread_scenario::Practice;
use overread_store::SessionFolder;
use overread_workstation::{Folders, Services, SessionRunner, unix_seconds};

use super::errand::Errand;
use super::studying::{Block, Look, block_of};
use crate::cli::Args;
use crate::layout::ScreenId;
use crate::words::Words;

/// What a reader wants after a set or a block, or instead of one.
pub(super) enum Wanted {
    /// This set.
    Set(Box<Practice>),
    /// To choose.
    Choice,
    /// A practice block of a course.
    Block(Box<Block>),
    /// A look at a case of a course.
    Look(Box<Look>),
    /// Back to the course.
    Course(Option<StepPlace>),
}

/// The page that asks.
pub(super) struct Practising {
    args: Args,
    desk: Desk,
    seed: Seed,
    /// The services of this machine, once they are known.
    installed: Vec<ServiceId>,
    listing: Option<Receiver<Vec<ServiceId>>>,
    /// Why the last choice did not become a session.
    error: Option<String>,
}

impl Practising {
    /// Asks what to practise; `error` says why an earlier choice came to nothing.
    pub(super) fn new(args: &Args, error: Option<String>) -> Self {
        Self {
            desk: super::desk_of(args),
            seed: args
                .seed
                .map_or_else(|| Seed(unix_seconds()).child("practice"), Seed),
            installed: Vec::new(),
            listing: list(Folders::of_user(args.data.as_deref())),
            args: args.clone(),
            error,
        }
    }

    /// The command line that led here.
    pub(super) fn args(&self) -> &Args {
        &self.args
    }

    /// Takes over what is known of the services; says whether they are still looked for.
    pub(super) fn poll(&mut self) -> bool {
        let Some(listing) = &self.listing else {
            return false;
        };
        match listing.try_recv() {
            Ok(installed) => {
                self.installed = installed;
                self.listing = None;
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => {
                tracing::warn!("looking for AI services crashed: a fault of this program");
                self.listing = None;
            }
        }
        self.listing.is_some()
    }

    /// Draws the page on the viewer's screen; the set once it was chosen.
    pub(super) fn screen_ui(
        &mut self,
        screen: ScreenId,
        ui: &mut egui::Ui,
        words: &Words,
    ) -> Option<Wanted> {
        if screen != ScreenId::Viewer {
            crate::hud::nothing_to_read_ui(ui, words, None);
            return None;
        }
        let given = DeskPractice {
            installed: &self.installed,
            seed: self.seed,
            error: self.error.as_deref(),
        };
        self.desk.practice_ui(ui, &given);
        let mut wanted = None;
        for act in self.desk.take_acts() {
            if let DeskAct::Practice(practice) = act {
                wanted = Some(Wanted::Set(practice));
            }
            // What was chosen is seen in the next frame.
            ui.ctx().request_repaint();
        }
        wanted
    }
}

/// Looks for the services that can run here, off the frame thread; `None` where no thread can be had.
fn list(folders: Folders) -> Option<Receiver<Vec<ServiceId>>> {
    let (told, listing) = channel();
    let work = move || {
        if told.send(installed(&folders)).is_err() {
            tracing::debug!("nobody asks for the services any more");
        }
    };
    let thread = Builder::new().name("practice-services".to_owned());
    match thread.spawn(work) {
        Ok(_) => Some(listing),
        Err(error) => {
            tracing::warn!("AI services are not looked for: {error}");
            None
        }
    }
}

fn installed(folders: &Folders) -> Vec<ServiceId> {
    let services = match Services::open(folders) {
        Ok(services) => services,
        Err(error) => {
            tracing::warn!("no AI service can run: {error}");
            return Vec::new();
        }
    };
    let mut installed = Vec::new();
    for (path, bundle) in services.bundles() {
        match bundle {
            Ok(bundle) => installed.push(bundle.manifest().id.clone()),
            Err(error) => tracing::warn!("bundle passed over: {error} ({})", path.display()),
        }
    }
    installed
}

/// What a session that was taken up is for: a practice set, where its scenario is one of those that are generated, or a
/// block of a course here.
pub(super) fn errand_of(runner: &SessionRunner, folders: &Folders) -> Errand {
    let folder = runner.journal_path().parent().map(SessionFolder::at);
    let Some(text) = folder.and_then(|folder| folder.scenario_text().ok()) else {
        return Errand::None;
    };
    if let Some(practice) = Practice::of_text(&text) {
        return Errand::Set(practice);
    }
    let arm = runner.plan().design.arm.as_ref();
    let number = arm.map_or(0, |arm| usize::try_from(arm.period).unwrap_or(usize::MAX));
    block_of(folders, &text, number).map_or(Errand::None, Errand::Block)
}

/// Writes the scenario of a set beside the sessions; the command line that reads it.
///
/// # Errors
/// If the set cannot be made, or its file cannot be written.
pub(super) fn args_of(args: &Args, practice: &Practice) -> anyhow::Result<Args> {
    let set = practice.set()?;
    let sessions = Folders::of_user(args.data.as_deref()).sessions;
    let folder = sessions.with_file_name("practice");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let name = format!("{}-{:016x}.toml", practice.area.word(), practice.seed.0);
    let path = folder.join(name);
    std::fs::write(&path, &set.text).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Args {
        scenario: Some(path),
        study: None,
        journal: None,
        // A set that was chosen now begins now.
        new: true,
        ..args.clone()
    })
}
