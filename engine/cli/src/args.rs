//! What the command line takes. Words only; nothing is done here.

use std::path::PathBuf;

use clap::{Args as ArgGroup, Parser, Subcommand};

/// What `overread --help` says after the commands.
const AFTER_HELP: &str = "\
Without a command the reading room opens at its start.

Results go to standard output, everything else to standard error.
Exit codes: 0 done; 1 refused, failed, or faults were found; 2 wrong arguments; 3 a gate is failed or a drift is
flagged; 4 a gate is not decidable.

Environment:
  OVERREAD_PLUGINS  folders with AI service bundles, as in PATH
  OVERREAD_COURSES  folders with courses, as in PATH
  ORT_DYLIB_PATH    the ONNX Runtime library; without one, services that need a model do not run
  OVERREAD_LOG      what is logged to standard error, e.g. info (default: warn)";

/// The simulator of a radiologist's workstation with AI services. For training and examination, not for diagnosis.
#[derive(Debug, Parser)]
#[command(name = "overread", version, arg_required_else_help = false, after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// What to do; nothing opens the reading room.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Studies in DICOM files.
    #[command(subcommand)]
    Study(StudyCommand),
    /// Synthetic studies with exact truth.
    #[command(subcommand)]
    Phantom(crate::phantom::PhantomCommand),
    /// AI services and exam scenarios as plugins.
    #[command(subcommand)]
    Plugin(crate::plugin::PluginCommand),
    /// What AI services are worth on studies of known truth.
    #[command(subcommand)]
    Service(crate::service::ServiceCommand),
    /// Scenario files.
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    /// Courses: pages, questions and practice blocks.
    #[command(subcommand)]
    Course(crate::course::CourseCommand),
    /// Reading sessions.
    #[command(subcommand)]
    Session(SessionCommand),
    /// Analyses a reader study: one HTML page with all figures, and CSV tables.
    Analyse(crate::analyse::Analyse),
    /// AI results as DICOM objects.
    #[command(subcommand)]
    Ai(crate::ai::AiCommand),
    /// Certificates of passed sessions.
    #[command(subcommand)]
    Certificate(crate::certificate::CertificateCommand),
    /// Keys, supervisors' orders and sealed results of an examination centre.
    #[command(subcommand)]
    Centre(crate::centre::CentreCommand),
}

#[derive(Debug, Subcommand)]
pub(crate) enum StudyCommand {
    /// Lists the series of a folder with their geometry, and says what is wrong with them.
    Show {
        /// A folder of DICOM files, searched with its subfolders; or one file, or a DICOMDIR.
        path: PathBuf,
        /// Reads text as Windows-1251 where it looks like it and names no Cyrillic character set.
        #[arg(long)]
        repair_cp1251: bool,
    },
    /// Copies a folder of DICOM files without identities (PS3.15 annex E), and says what was done.
    Deidentify(crate::study::deidentify::Deidentify),
    /// Copies DICOM files into the local study library, without identities unless told otherwise.
    Import(crate::study::import::Import),
    /// Lists the local study library.
    List(crate::study::list::List),
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioCommand {
    /// Checks scenario files and names all faults with their lines.
    Check {
        /// Scenario files (TOML).
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Opens the studies of DICOM cases too: are they there, and does the truth lie inside the images.
        #[arg(long)]
        with_studies: bool,
        /// With --with-studies: the folder that DICOM cases lie in; each scenario's own folder if not given.
        #[arg(long, value_name = "DIR", requires = "with_studies")]
        studies: Option<PathBuf>,
    },
    /// Prints what a reader will be told and asked about each case, in order.
    Preview(crate::scenario::preview::Preview),
    /// Prints how a form's cells are met, which errors are planted where, and what looks unwise.
    Blueprint {
        /// A scenario file (TOML).
        file: PathBuf,
    },
    /// Writes a practice set of synthetic cases as a scenario; another seed gives another set.
    Practice(crate::scenario::practice::PracticeArgs),
    /// Prints the JSON Schema of scenario files, for editors.
    Schema,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SessionCommand {
    /// Reads a whole scenario with a scripted reader, without a screen, and prints the score.
    Simulate(Simulate),
    /// Lets many simulated readers read a scenario without images, and prints the figures over all of them.
    Cohort(crate::session::CohortArgs),
    /// Writes ended sessions as tables, as JSON, and in the layouts of iMRMC and RJafroc.
    Export(crate::session::Export),
    /// Plays a journal back: prints what happened and, if the session has ended, its score.
    Replay(Replay),
    /// Computes the score of a session anew from its journal and prints it.
    Score(Score),
    /// Grades a free answer of a session; the grade is kept beside the journal.
    Grade(Grade),
    /// Checks a session's record: journal, chain, seal, signatures, services, orders; or the proof of one case.
    Verify(Verify),
    /// Seals a session that has ended with a signed manifest, or countersigns the seal.
    Seal(crate::session::seal::Seal),
    /// Discloses one case of a sealed session with a proof that its records are in the sealed journal.
    Prove(crate::session::seal::Prove),
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Verify {
    /// The journal of a session, or the session's folder; or the proof of a case (.json).
    pub(crate) journal: PathBuf,
    /// Files with the public keys that are trusted, one a line; may be given several times. Without one, signatures are
    /// checked and their keys named.
    #[arg(long, value_name = "KEYS")]
    pub(crate) trust: Vec<PathBuf>,
    /// A folder with plugin bundles, searched before those of OVERREAD_PLUGINS for an exam's plugin; may be given
    /// several times.
    #[arg(long)]
    pub(crate) plugins: Vec<PathBuf>,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Replay {
    /// The journal of a session, or the session's folder.
    pub(crate) journal: PathBuf,
    /// The scenario that was read; the copy beside the journal if not given.
    #[arg(long)]
    pub(crate) scenario: Option<PathBuf>,
    /// A folder with plugin bundles, searched before those of OVERREAD_PLUGINS for an exam's plugin; may be given
    /// several times.
    #[arg(long)]
    pub(crate) plugins: Vec<PathBuf>,
    /// Prints the score alone, as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Simulate {
    /// The scenario (TOML).
    pub(crate) scenario: PathBuf,
    /// Reads it in another mode than the scenario says, to try it, e.g. concurrent.
    #[arg(long)]
    pub(crate) mode: Option<String>,
    /// How the scripted reader reads: perfect, ignores-ai, follows-ai, coin, or a model such as
    /// model:sensitivity=0.8,specificity=0.9,lesions=0.8,follows=0.6,defects=0.5.
    #[arg(long, default_value = "perfect")]
    pub(crate) reader: crate::reader::Reader,
    /// The reader's name in the record: readers of a crossover, and their attempts, are told apart by it.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The candidate's name, for an examination that gives a certificate.
    #[arg(long)]
    pub(crate) candidate: Option<String>,
    /// The number by which the centre knows the candidate.
    #[arg(long, requires = "candidate", default_value = "")]
    pub(crate) number: String,
    /// The secret key of the supervisor who starts the session, as made by `overread centre keygen`.
    #[arg(long)]
    pub(crate) supervisor_key: Option<PathBuf>,
    /// Sits down although no attempt is left, or the next comes too early; the journal then says so.
    #[arg(long)]
    pub(crate) attempt_override: bool,
    /// Sits down before the wash-out of a crossover is over; the journal then says so.
    #[arg(long)]
    pub(crate) washout_override: bool,
    /// Opens no images: for simulated and recorded services, which do not look at them.
    #[arg(long)]
    pub(crate) no_images: bool,
    /// The seed of the session: order of cases and the scripted reader's dice.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The folder that sessions are kept in; the user's data folder if not given.
    #[arg(long)]
    pub(crate) sessions: Option<PathBuf>,
    /// The folder that DICOM cases lie in; the scenario's own folder if not given.
    #[arg(long)]
    pub(crate) studies: Option<PathBuf>,
    /// A folder with AI service bundles, searched before those of OVERREAD_PLUGINS; may be given several times.
    #[arg(long)]
    pub(crate) plugins: Vec<PathBuf>,
    /// Prints a line for each event once it is saved: its number, its time, what happened.
    #[arg(long)]
    pub(crate) events: bool,
    /// Prints the score as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Score {
    /// The journal of a session, or the session's folder.
    pub(crate) journal: PathBuf,
    /// The scenario that was read; the copy beside the journal if not given.
    #[arg(long)]
    pub(crate) scenario: Option<PathBuf>,
    /// A file of grades besides those beside the journal; may be given several times.
    #[arg(long)]
    pub(crate) grades: Vec<PathBuf>,
    /// Prints it as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Grade {
    /// The journal of a session, or the session's folder.
    pub(crate) journal: PathBuf,
    /// Who grades; a grader's later grade for an answer replaces the earlier one.
    #[arg(long)]
    pub(crate) grader: String,
    /// The case.
    #[arg(long)]
    pub(crate) case: String,
    /// The question, which is one that people grade.
    #[arg(long)]
    pub(crate) question: String,
    /// The grade.
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=10))]
    pub(crate) points: u8,
}
