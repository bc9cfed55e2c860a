//! From the command line to a running session: a new one, an unfinished one, or the reason why there is none.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use overread_base::{ReaderId, Seed};
use overread_exam::{Candidate, Command};
use overread_store::{JournalReader, SessionFolder, SessionSummary, Verified, sessions_in};
use overread_workstation::{
    Folders, SeatRefusal, Services, SessionRunner, Sitting, SittingError, SystemClock, may_go_on,
    resume, sit_down, unix_seconds,
};

use super::bench::BenchSeat;
use crate::cli::Args;

/// Why nobody sits at the desk, in words for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NobodySits {
    reason: String,
    /// Whether nothing is missing but who sits the examination.
    needs_candidate: bool,
}

/// Nothing to read was named.
#[derive(Debug, Clone, Copy)]
struct NothingNamed;

impl std::fmt::Display for NothingNamed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "nothing to read was named\n\
             a practice set: overread-room --practice\n\
             a scenario: overread-room --scenario scenarios/chest/first-desk/scenario.toml\n\
             a folder of DICOM files: overread-room --study DIR\n\
             an earlier session: overread-room --journal JOURNAL",
        )
    }
}

impl std::error::Error for NothingNamed {}

impl NobodySits {
    /// Whether nothing is missing but who sits the examination.
    pub(crate) fn needs_candidate(&self) -> bool {
        self.needs_candidate
    }
}

impl std::fmt::Display for NobodySits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason)
    }
}

impl From<anyhow::Error> for NobodySits {
    fn from(error: anyhow::Error) -> Self {
        let sitting = error.downcast_ref::<SittingError>();
        Self {
            needs_candidate: matches!(sitting, Some(SittingError::Seat(SeatRefusal::NoName))),
            reason: crate::reason(&error),
        }
    }
}

/// Sits down as the command line says.
///
/// # Errors
/// [`NobodySits`] with every fault that was found.
pub(crate) fn sit(args: &Args) -> Result<SessionRunner, NobodySits> {
    let mut folders = Folders::of_user(args.data.as_deref());
    if args.studies.is_some() {
        folders.studies.clone_from(&args.studies);
    }
    let sat = match (&args.journal, &args.scenario, &args.study) {
        (Some(journal), ..) => open_journal(args, &folders, journal),
        (None, Some(scenario), _) => read_scenario(args, &folders, scenario),
        (None, None, Some(study)) => read_study(args, &folders, study),
        (None, None, None) => Err(NothingNamed.into()),
    };
    Ok(sat?)
}

/// Puts a vendor's plugin on the bench.
///
/// # Errors
/// [`NobodySits`] if plugin or study are not there.
pub(super) fn bench(args: &Args, plugin: &Path) -> Result<BenchSeat, NobodySits> {
    let folders = Folders::of_user(args.data.as_deref());
    Ok(BenchSeat::begin(args, folders, plugin)?)
}

/// A new session on the scenario, or the unfinished one of this reader.
fn read_scenario(args: &Args, folders: &Folders, scenario: &Path) -> anyhow::Result<SessionRunner> {
    let mut sitting = Sitting::at_scenario(
        scenario,
        folders,
        reader(args)?,
        seed(args),
        args.locale().tag(),
        Arc::new(SystemClock::start()),
    )?;
    sitting.candidate = candidate(args);
    let checked = overread_scenario::check(&sitting.scenario_text).0;
    if let Some(scenario) = checked.filter(|_| !args.new) {
        let is_same = |journal: &Verified| {
            let plan = &journal.plan;
            let seat = plan.design.certification.as_ref();
            let is_theirs = may_go_on(seat, sitting.candidate.as_ref()).is_ok();
            plan.scenario_hash == scenario.hash && plan.reader == sitting.reader && is_theirs
        };
        if let Some(folder) = unfinished(folders, is_same) {
            return take_up(args, folders, &folder);
        }
    }
    Ok(sit_down(sitting, folders)?)
}

/// The newest session of this kind that has not ended.
fn unfinished(folders: &Folders, is_wanted: impl Fn(&Verified) -> bool) -> Option<SessionFolder> {
    let sessions = sessions_in(&folders.sessions)
        .map_err(|error| tracing::warn!("earlier sessions are not looked for: {error}"))
        .ok()?;
    let mut found: Option<(u64, SessionFolder)> = None;
    for folder in sessions {
        match JournalReader::read(&folder.journal_path()) {
            Ok(journal) => {
                let is_open = is_wanted(&journal) && !SessionSummary::of(&journal).is_ended;
                let started = journal.started_unix_s;
                if is_open && found.as_ref().is_none_or(|(latest, _)| started >= *latest) {
                    found = Some((started, folder));
                }
            }
            Err(error) => tracing::warn!("session passed over: {error}"),
        }
    }
    found.map(|(_, folder)| folder)
}

/// A folder of DICOM files as a session of one case, with the first AI service that this machine has.
fn read_study(args: &Args, folders: &Folders, study: &Path) -> anyhow::Result<SessionRunner> {
    anyhow::ensure!(
        study.is_dir(),
        "no folder of DICOM files: {}",
        study.display()
    );
    let service = first_service(folders);
    if service.is_none() {
        tracing::warn!("no AI service is installed: the study is read without one");
    }
    let clock = Arc::new(SystemClock::start());
    let (reader, locale) = (reader(args)?, args.locale().tag());
    let sitting = Sitting::at_study(study, service.as_deref(), reader, locale, clock)?;
    let mut runner = sit_down(sitting, folders)?;
    // There is one case and no briefing: whoever names a study wants to see it.
    runner.send(Command::NextCase)?;
    Ok(runner)
}

fn first_service(folders: &Folders) -> Option<String> {
    let services = Services::open(folders)
        .map_err(|error| tracing::warn!("no AI service can run: {error}"))
        .ok()?;
    for (path, bundle) in services.bundles() {
        match bundle {
            Ok(bundle) => return Some(bundle.manifest().id.as_str().to_owned()),
            Err(error) => tracing::warn!("bundle passed over: {error} ({})", path.display()),
        }
    }
    None
}

/// An earlier session; its DICOM cases lie where asked for, or where they lay before.
fn take_up(
    args: &Args,
    folders: &Folders,
    folder: &SessionFolder,
) -> anyhow::Result<SessionRunner> {
    tracing::info!(
        "going on with the session in {} (--new begins another)",
        folder.path().display()
    );
    let studies = args.study.clone().or_else(|| args.studies.clone());
    let clock = Arc::new(SystemClock::start());
    Ok(resume(
        folder,
        folders,
        studies,
        args.locale().tag(),
        clock,
    )?)
}

/// The folder of a session that a journal names, by itself or by its folder.
pub(super) fn folder_of(journal: &Path) -> SessionFolder {
    match journal.parent() {
        Some(folder) if journal.is_file() => SessionFolder::at(folder),
        _ => SessionFolder::at(journal),
    }
}

/// The session of a journal, named by itself or by its folder; an examination that has not ended for its candidate alone.
fn open_journal(args: &Args, folders: &Folders, journal: &Path) -> anyhow::Result<SessionRunner> {
    let folder = folder_of(journal);
    anyhow::ensure!(
        folder.journal_path().is_file(),
        "no journal of a session: {}",
        journal.display()
    );
    // What cannot be read is refused below, with its reason.
    if let Ok(found) = JournalReader::read(&folder.journal_path())
        && !SessionSummary::of(&found).is_ended
    {
        let seat = found.plan.design.certification.as_ref();
        may_go_on(seat, candidate(args).as_ref()).map_err(SittingError::from)?;
    }
    take_up(args, folders, &folder)
}

fn reader(args: &Args) -> anyhow::Result<ReaderId> {
    ReaderId::new(args.reader.as_str())
        .with_context(|| format!("--reader {} cannot be used", args.reader))
}

/// Who sits an examination, as far as the command line says.
fn candidate(args: &Args) -> Option<Candidate> {
    Some(Candidate {
        name: args.candidate.clone()?,
        number: args.candidate_number.clone().unwrap_or_default(),
    })
}

/// The seed asked for, or one that no other sitting has.
fn seed(args: &Args) -> Seed {
    args.seed
        .map_or_else(|| Seed(unix_seconds()).child("sitting"), Seed)
}
