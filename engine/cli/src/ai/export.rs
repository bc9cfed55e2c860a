//! `overread ai export`: the AI result or the reader's report of a finished session as DICOM objects. Reads no screen.

mod images;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args as ArgGroup, ValueEnum};
use overread_base::{AiResult, CaseId, Finding};
use overread_dicom::{
    AiObjects, AiObjectsInfo, KeyTitle, ReaderReport, ReportLanguage, Series, SeriesGeometry,
    Statement, Study, WrittenObject,
};
use overread_exam::{Event, StampedEvent};
use overread_scenario::Case;
use overread_store::{JournalReader, Verified};
use overread_workstation::CaseAnswer;

use crate::session::{beside, journal_path, scenario_of, utc};

#[derive(Debug, ArgGroup)]
pub(crate) struct Export {
    /// The folder of a finished session, or its journal.
    #[arg(long)]
    session: PathBuf,
    /// The case.
    #[arg(long)]
    case: String,
    /// Whose word: the AI service's result, or the reader's final report.
    #[arg(long, value_enum)]
    what: What,
    /// The kinds of objects.
    #[arg(long = "as", value_enum, value_delimiter = ',', default_values_t = [Kind::Sr, Kind::Seg])]
    kinds: Vec<Kind>,
    /// The folder to write to; made if it is not there.
    #[arg(long)]
    out: PathBuf,
    /// The language of the objects' own texts.
    #[arg(long, value_enum, default_value_t = Language::En)]
    locale: Language,
    /// The folder that DICOM cases lie in; where they lay when the session began if not given.
    #[arg(long)]
    studies: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The result of the AI service.
    Ai,
    /// The reader's final report with the verdicts on AI findings.
    Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Kind {
    /// Comprehensive 3D SR by TID 1500.
    Sr,
    /// Segmentations of masks.
    Seg,
    /// Presentation states with the marks.
    Pr,
    /// Key images: those that hold a finding.
    Ko,
    /// Pictures of the findings as secondary captures, for archives that show nothing else.
    Sc,
    /// Parametric maps of the probability maps that the service kept.
    Pm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    En,
    Ru,
}

impl Language {
    fn of_report(self) -> ReportLanguage {
        match self {
            Self::En => ReportLanguage::English,
            Self::Ru => ReportLanguage::Russian,
        }
    }
}

/// Writes the objects and names each file.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(crate) fn run(wanted: &Export) -> anyhow::Result<()> {
    let path = journal_path(&wanted.session);
    let journal = JournalReader::read(&path)?;
    let is_ended = |event: &StampedEvent| matches!(event.event, Event::Ended(_));
    if !journal.events.iter().any(is_ended) {
        // An export of a running session would tell its reader what the service says.
        bail!(
            "the session has not ended, so nothing of it is exported ({})",
            path.display()
        );
    }
    let scenario = scenario_of(&journal, &beside(&path))?;
    let id = CaseId::new(wanted.case.as_str())?;
    let case = scenario.cases.iter().find(|case| case.id == id);
    let case = case.with_context(|| format!("the scenario has no case {id}"))?;
    let answer = CaseAnswer::of(&journal.events, &id)
        .with_context(|| format!("case {id} was never opened in this session"))?;
    std::fs::create_dir_all(&wanted.out)
        .with_context(|| format!("cannot make {}", wanted.out.display()))?;
    let study = images_of(case, wanted, &path, answer.ai.as_ref())?;
    let info = info(&journal, wanted, &id);
    let main = main_series(&study)?;
    let objects = AiObjects::new(&study, &info)?;
    let written = match wanted.what {
        What::Ai => {
            let mut ai = answer
                .ai
                .with_context(|| format!("case {id} has no AI result"))?;
            images::move_to(&mut ai, &study, main);
            export_ai(&objects, &ai, main, wanted)?
        }
        What::Report => {
            let mut answer = answer;
            if let Some(ai) = &mut answer.ai {
                images::move_to(ai, &study, main);
            }
            let mut report = answer.report(
                &journal.plan,
                &study.uid,
                &main.uid,
                wanted.locale.of_report().tag(),
            );
            images::move_report_to(&mut report, &study, main);
            export_report(&objects, &report, main, wanted)?
        }
    };
    if written.is_empty() {
        bail!("nothing to write: no object of the kinds asked for holds anything of case {id}");
    }
    for object in &written {
        let file = object.write_into(&wanted.out)?;
        println!("{}", file.display());
        for note in &object.notes {
            eprintln!("note: {note}");
        }
    }
    eprintln!("for training and examination only, not for diagnosis: every object says so");
    Ok(())
}

/// The study of a case. The series of a synthetic case is written first, into the folder `images` of the output.
#[expect(clippy::print_stderr, reason = "the program's own output")]
fn images_of(
    case: &Case,
    wanted: &Export,
    journal: &Path,
    ai: Option<&AiResult>,
) -> anyhow::Result<Study> {
    let session = journal.parent().unwrap_or(Path::new("."));
    let noted = || overread_workstation::studies_of_session(session);
    let studies = wanted.studies.clone().unwrap_or_else(noted);
    let (folder, is_synthetic) = images::folder_of(case, &studies, &wanted.out)?;
    if is_synthetic {
        eprintln!(
            "the case is synthetic: its images are written to {}, and the objects are about these",
            folder.display()
        );
    }
    images::study_in(&folder, ai.map(|ai| &ai.study))
}

/// When the session began, as date and time; the UIDs follow from the session's own id.
fn info(journal: &Verified, wanted: &Export, case: &CaseId) -> AiObjectsInfo {
    let moment = utc(journal.started_unix_s);
    let digits: String = moment.chars().filter(char::is_ascii_digit).collect();
    let (date, time) = digits.split_at_checked(8).unwrap_or(("19700101", "000000"));
    AiObjectsInfo {
        date: date.to_owned(),
        time: time.to_owned(),
        language: wanted.locale.of_report(),
        seed: journal
            .plan
            .seed
            .child(journal.plan.session.as_str())
            .child(case.as_str()),
    }
}

/// The series that was read first: the one with the most slices.
fn main_series(study: &Study) -> anyhow::Result<&Series> {
    let series = study
        .series
        .iter()
        .max_by_key(|s| (s.geometry != SeriesGeometry::Unknown, s.frames.len()));
    series.with_context(|| format!("study {} has no images", study.uid))
}

fn export_ai(
    objects: &AiObjects<'_>,
    ai: &AiResult,
    main: &Series,
    wanted: &Export,
) -> anyhow::Result<Vec<WrittenObject>> {
    let findings: Vec<&Finding> = ai.findings().iter().collect();
    let mut written = common(objects, ai.into(), &findings, main, wanted)?;
    let maps = ai.report().map_or(&[][..], |report| &report.heat_maps);
    if wanted.kinds.contains(&Kind::Pm) {
        for (index, map) in (0..).zip(maps) {
            written.push(objects.parametric_map(ai, index, map)?);
        }
    }
    Ok(written)
}

fn export_report(
    objects: &AiObjects<'_>,
    report: &ReaderReport,
    main: &Series,
    wanted: &Export,
) -> anyhow::Result<Vec<WrittenObject>> {
    // A rejected finding is in the report as absent, and in no picture.
    let stands =
        |f: &&overread_dicom::ReportedFinding| f.verdict != Some(overread_base::Verdict::Rejected);
    let findings: Vec<&Finding> = report
        .findings
        .iter()
        .filter(stands)
        .map(|f| &f.finding)
        .collect();
    common(objects, report.into(), &findings, main, wanted)
}

/// The objects that results and reports have in common.
fn common(
    objects: &AiObjects<'_>,
    statement: Statement<'_>,
    findings: &[&Finding],
    main: &Series,
    wanted: &Export,
) -> anyhow::Result<Vec<WrittenObject>> {
    let kinds: BTreeSet<Kind> = wanted.kinds.iter().copied().collect();
    let has = |kind: Kind| kinds.contains(&kind);
    let segmentations = if has(Kind::Seg) {
        objects.segmentations(statement.clone())?
    } else {
        Vec::new()
    };
    let mut written = Vec::new();
    if has(Kind::Sr) {
        written.push(objects.sr(statement.clone(), &segmentations)?);
    }
    written.extend(segmentations.into_iter().map(|s| s.object));
    let key_images = images::key_images(main, findings);
    if has(Kind::Ko) && !key_images.is_empty() {
        let title = KeyTitle::OfInterest;
        let description = "images with findings";
        written.push(objects.key_objects_of(statement.clone(), title, description, &key_images)?);
    }
    if has(Kind::Pr) {
        written.extend(objects.presentation_states(statement.clone(), None)?);
    }
    if has(Kind::Sc) {
        written.extend(objects.result_pictures(statement)?);
    }
    Ok(written)
}
