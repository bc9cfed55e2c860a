//! The truth out of readers' sessions: what both marked alone, what a consensus decided, and its place in the exam.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{AiResult, CaseId, ReaderId, civil_date};
use overread_exam::{
    AgreementRule, Difference, MarkedCase, MarkedLesion, RecordedSource, Session, StudySpace,
    TruthAgreement, Undecided, agree, consensus_result, decided, marked_cases, settled_lesions,
};
use overread_scenario::{
    Case, CaseSource, MarkingCase, MarkingProject, Scenario, SettledCase, TruthProvenance,
    case_lines, consensus_text, settled_text,
};
use overread_store::{JournalReader, SessionFolder, Verified, recorded_result_json, sha256};
use overread_viewer::SeriesSpace;

use super::{
    AuthoringError, CONSENSUS_FILE, CONSENSUS_FOLDER, EXAM_FILE, EXAM_FOLDER, MARKING_FILE,
    io_error, write,
};
use crate::images::CaseImages;
use crate::library::open_images;
use crate::sitting::{checked, read_scenario};
use crate::step::StepProgress;

/// What the truth is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct TruthWish {
    /// The project's folder.
    pub project: PathBuf,
    /// The sessions of the two readers, as folders or journals.
    pub sessions: [PathBuf; 2],
    /// The session of the consensus, once there is one.
    pub consensus: Option<PathBuf>,
    /// When marks of two readers are of one lesion.
    pub rule: AgreementRule,
    /// The radius of a lesion whose size nobody drew, mm.
    pub assumed_radius_mm: f64,
}

/// A case that has its truth now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedCase {
    /// The case.
    pub case: CaseId,
    /// Its lesions; none for a normal case.
    pub n_lesions: usize,
    /// How many of them have a size that nobody drew.
    pub n_assumed: usize,
    /// Whether a consensus decided it.
    pub is_by_consensus: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TruthReport {
    /// Cases whose truth stands in the exam now.
    pub settled: Vec<DecidedCase>,
    /// Cases that the consensus has to decide, and on what the readers differ.
    pub differing: Vec<(CaseId, Vec<String>)>,
    /// Cases that have no truth for another reason.
    pub without: Vec<(CaseId, String)>,
    /// The scenario of the consensus, where one was written.
    pub consensus: Option<PathBuf>,
}

/// A journal of a session of this project.
struct Sat {
    path: PathBuf,
    journal: Verified,
    cases: BTreeMap<CaseId, MarkedCase>,
}

/// What the sessions of the project are about.
struct Project {
    folder: PathBuf,
    marking: Scenario,
}

/// Compares what two readers marked, writes what they agree on and what a consensus decided into the exam's file, and the
/// rest, where no consensus was held, into a scenario of its own.
///
/// # Errors
/// [`AuthoringError`] if a session is of another project, of the same reader, or of other marks than it says; and if the
/// exam's file has no place for the truth. Nothing is written then.
pub fn settle_truth(
    wish: &TruthWish,
    progress: &StepProgress,
) -> Result<TruthReport, AuthoringError> {
    let folder = wish.project.join(EXAM_FOLDER);
    let marking = checked(&read_scenario(&folder.join(MARKING_FILE))?)?;
    let project = Project { folder, marking };
    let [first, second] = &wish.sessions;
    let sat = [project.sat(first)?, project.sat(second)?];
    project.check_readers(&sat)?;
    let consensus = wish.consensus.as_deref();
    let consensus = consensus.map(|path| project.sat_consensus(path));
    let consensus = consensus.transpose()?;
    let mut made = Made::default();
    let n = project.marking.cases.len();
    for (case, number) in project.marking.cases.iter().zip(1..) {
        project.compare(case, &sat, consensus.as_ref(), wish, &mut made)?;
        progress.set(number, n);
    }
    project.write(made, consensus.is_none())
}

/// What was made of the cases so far.
#[derive(Default)]
struct Made {
    settled: Vec<SettledCase>,
    report: TruthReport,
    /// Cases for a consensus, each with what the readers marked.
    disputed: Vec<(CaseId, String)>,
}

impl Project {
    /// The session of a reader, if it is one of this project.
    fn sat(&self, path: &Path) -> Result<Sat, AuthoringError> {
        let sat = sat(path)?;
        let plan = &sat.journal.plan;
        let reason = if plan.scenario != self.marking.id {
            format!(
                "a session on {}, expected one on {}",
                plan.scenario, self.marking.id
            )
        } else if plan.scenario_hash != self.marking.hash {
            format!("{MARKING_FILE} has changed since it was read in this session")
        } else {
            return Ok(sat);
        };
        let session = sat.path;
        Err(AuthoringError::Session { session, reason })
    }

    fn sat_consensus(&self, path: &Path) -> Result<Sat, AuthoringError> {
        let file = self.folder.join(CONSENSUS_FILE);
        let expected = checked(&read_scenario(&file)?)?;
        let sat = sat(path)?;
        let plan = &sat.journal.plan;
        if (&plan.scenario, plan.scenario_hash) == (&expected.id, expected.hash) {
            return Ok(sat);
        }
        Err(AuthoringError::Session {
            session: sat.path,
            reason: format!(
                "a session on another scenario than {CONSENSUS_FILE} of the project: expected {}, found {}",
                expected.id, sat.journal.plan.scenario
            ),
        })
    }

    fn check_readers(&self, [first, second]: &[Sat; 2]) -> Result<(), AuthoringError> {
        let reader = &first.journal.plan.reader;
        if *reader != second.journal.plan.reader {
            return Ok(());
        }
        Err(AuthoringError::Session {
            session: second.path.clone(),
            reason: format!(
                "two readers are needed who mark alone, and both sessions are of {reader}"
            ),
        })
    }

    /// Compares one case, and notes what comes of it.
    fn compare(
        &self,
        case: &Case,
        sat: &[Sat; 2],
        consensus: Option<&Sat>,
        wish: &TruthWish,
        made: &mut Made,
    ) -> Result<(), AuthoringError> {
        let [Some(first), Some(second)] = [0, 1].map(|idx: usize| sat[idx].cases.get(&case.id))
        else {
            let why = "a reader's session does not have it".to_owned();
            made.report.without.push((case.id.clone(), why));
            return Ok(());
        };
        let images = match open_images(case, &self.folder, &StepProgress::default()) {
            Ok(images) => images,
            Err(error) => {
                made.report
                    .without
                    .push((case.id.clone(), error.to_string()));
                return Ok(());
            }
        };
        let space = space_of(&images);
        let agreement = agree(first, second, space, wish.rule);
        let unsigned = agreement
            .differences
            .iter()
            .find(|d| matches!(d, Difference::NotSigned(_)));
        if let Some(unsigned) = unsigned {
            made.report
                .without
                .push((case.id.clone(), unsigned.to_string()));
            return Ok(());
        }
        if agreement.is_settled() {
            if agreement.is_unusable() {
                let why = "both readers hold that it cannot be judged".to_owned();
                made.report.without.push((case.id.clone(), why));
                return Ok(());
            }
            let sessions = [&sat[0], &sat[1]];
            let provenance = provenance(wish, &sessions, None);
            made.settle(case, &agreement.lesions, space, provenance, wish);
            return Ok(());
        }
        let result = consensus_result(images.study.clone(), &agreement, [first, second]);
        let recorded = recorded_text(&result, sat)?;
        let held = consensus.and_then(|held| Some((held, held.cases.get(&case.id)?)));
        match held {
            Some((held, said)) => {
                held.check_recorded(&case.id, &recorded)?;
                let labels = &self.marking.questions.labels;
                match decided(said, &agreement, space, labels) {
                    Ok(lesions) => {
                        let sessions = [&sat[0], &sat[1], held];
                        let by = &held.journal.plan.reader;
                        let provenance = provenance(wish, &sessions, Some(by));
                        made.settle(case, &lesions, space, provenance, wish);
                    }
                    Err(why) => made.leave(case, why),
                }
            }
            None => made.dispute(case, &agreement, recorded),
        }
        Ok(())
    }

    /// Writes the exam, and the consensus where one is to be held.
    fn write(&self, made: Made, holds_consensus: bool) -> Result<TruthReport, AuthoringError> {
        let mut report = made.report;
        let file = self.folder.join(EXAM_FILE);
        let text = read_scenario(&file)?;
        let lines = case_lines(&text);
        let (settled, gone): (Vec<_>, Vec<_>) = made
            .settled
            .into_iter()
            .partition(|case| lines.has(case.case.as_str()));
        for case in gone {
            let why = format!("{EXAM_FILE} has it no more");
            report.settled.retain(|known| known.case != case.case);
            report.without.push((case.case, why));
        }
        let after = settled_text(&text, &settled);
        let after = after.map_err(|source| AuthoringError::Settle {
            file: file.clone(),
            source,
        })?;
        if after != text {
            write(&file, &after)?;
        }
        if holds_consensus && !made.disputed.is_empty() {
            report.consensus = Some(self.write_consensus(&made.disputed)?);
        }
        Ok(report)
    }

    fn write_consensus(&self, disputed: &[(CaseId, String)]) -> Result<PathBuf, AuthoringError> {
        let folder = self.folder.join(CONSENSUS_FOLDER);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io_error("remove", &folder))?;
        }
        let mut cases = Vec::new();
        for (id, recorded) in disputed {
            let name = format!("{CONSENSUS_FOLDER}/{id}.json");
            write(&self.folder.join(&name), recorded)?;
            let case = self.marking.cases.iter().find(|case| case.id == *id);
            cases.extend(case.and_then(|case| consensus_case(case, name)));
        }
        // The labels are those of the marking: the areas of the images decide them, and these are not in a scenario.
        let project = MarkingProject {
            id: self.course_id(),
            title: String::new(),
            locale: "en".to_owned(),
            cases,
        };
        let file = self.folder.join(CONSENSUS_FILE);
        write(
            &file,
            &consensus_text(&project, &self.marking.questions.labels),
        )?;
        Ok(file)
    }

    /// The id of the course: that of the marking without its last word.
    fn course_id(&self) -> String {
        let id = self.marking.id.as_str();
        id.strip_suffix("-marking").unwrap_or(id).to_owned()
    }
}

fn consensus_case(case: &Case, recorded: String) -> Option<MarkingCase> {
    let CaseSource::Dicom(source) = &case.source else {
        return None;
    };
    Some(MarkingCase {
        id: case.id.clone(),
        title: case.title.clone(),
        folder: source.folder.clone(),
        areas: Vec::new(),
        recorded: Some(recorded),
    })
}

impl Made {
    fn settle(
        &mut self,
        case: &Case,
        lesions: &[MarkedLesion],
        space: StudySpace,
        provenance: TruthProvenance,
        wish: &TruthWish,
    ) {
        let lesions = settled_lesions(lesions, space, wish.assumed_radius_mm);
        self.report.settled.push(DecidedCase {
            case: case.id.clone(),
            n_lesions: lesions.len(),
            n_assumed: lesions.iter().filter(|l| l.is_radius_assumed).count(),
            is_by_consensus: provenance.decided_by.is_some(),
        });
        self.settled.push(SettledCase {
            case: case.id.clone(),
            lesions,
            provenance,
        });
    }

    fn leave(&mut self, case: &Case, why: Undecided) {
        self.report.without.push((case.id.clone(), why.to_string()));
    }

    fn dispute(&mut self, case: &Case, agreement: &TruthAgreement, recorded: String) {
        let differences = agreement.differences.iter().map(ToString::to_string);
        let told = (case.id.clone(), differences.collect());
        self.report.differing.push(told);
        self.disputed.push((case.id.clone(), recorded));
    }
}

impl Sat {
    /// Whether the marks that lay before a consensus are those of the readers' sessions.
    fn check_recorded(&self, case: &CaseId, recorded: &str) -> Result<(), AuthoringError> {
        let expected = hex(&sha256(recorded.as_bytes()));
        let shown = self.journal.plan.recorded_of(case);
        if shown.is_some_and(|shown: &RecordedSource| shown.sha256 == expected) {
            return Ok(());
        }
        Err(AuthoringError::Session {
            session: self.path.clone(),
            reason: format!(
                "the consensus on {case} was held over other marks than those of these two sessions by this rule"
            ),
        })
    }
}

/// Reads a session, given as its folder or its journal.
fn sat(path: &Path) -> Result<Sat, AuthoringError> {
    let path = if path.is_dir() {
        SessionFolder::at(path).journal_path()
    } else {
        path.to_owned()
    };
    let journal = JournalReader::read(&path)?;
    let session = Session::replay(journal.plan.clone(), &journal.events)?;
    let cases = marked_cases(&session).into_iter();
    let cases = cases.map(|case| (case.case.clone(), case)).collect();
    Ok(Sat {
        path,
        journal,
        cases,
    })
}

/// In which space marks of a study lie: one for all where every series of it has a place in the patient.
fn space_of(images: &CaseImages) -> StudySpace {
    let mut series = images
        .series
        .iter()
        .filter(|series| series.facts.prior == 0);
    if series.all(|series| series.facts.space == SeriesSpace::Patient) {
        StudySpace::Patient
    } else {
        StudySpace::Images
    }
}

/// What lies before a consensus, with the sessions that it comes from.
fn recorded_text(result: &AiResult, sat: &[Sat; 2]) -> Result<String, AuthoringError> {
    let sources: Vec<(String, String)> = sat
        .iter()
        .map(|sat| {
            let session = sat.journal.plan.session.as_str().to_owned();
            (session, sat.journal.chain_hex.clone())
        })
        .collect();
    Ok(recorded_result_json(result, &sources)?)
}

fn provenance(wish: &TruthWish, sat: &[&Sat], decided_by: Option<&ReaderId>) -> TruthProvenance {
    let last = sat.iter().map(|sat| sat.journal.started_unix_s).max();
    let alone = sat.iter().take(2);
    TruthProvenance {
        readers: alone.map(|sat| sat.journal.plan.reader.clone()).collect(),
        decided_by: decided_by.cloned(),
        on: civil_date(last.unwrap_or_default()),
        rule: wish.rule.to_string(),
        sessions: sat
            .iter()
            .map(|sat| sat.journal.plan.session.clone())
            .collect(),
        lesions: Vec::new(),
    }
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
