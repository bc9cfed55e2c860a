//! `overread course truth`: what two readers marked becomes the truth of an exam, and where they differ a consensus.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, ValueEnum};
use overread_base::ReaderId;
use overread_exam::AgreementRule;
use overread_store::{JournalReader, SessionSummary, sessions_in};
use overread_workstation::{
    EXAM_FILE, EXAM_FOLDER, Folders, StepProgress, TruthReport, TruthWish, settle_truth,
};

use crate::progress;
use crate::scenario::print;

/// The greatest sizes and distances that can be asked for, mm.
const MAX_MM: f64 = 200.0;

#[derive(Debug, Args)]
pub(crate) struct Truth {
    /// The project's folder.
    project: PathBuf,
    /// The two readers' sessions on marking.toml: their folders or journals, or the names the readers sat down with.
    #[arg(num_args = 2, required = true, value_names = ["SESSION_A", "SESSION_B"])]
    sessions: Vec<PathBuf>,
    /// The session on consensus.toml, once it was held: its folder or journal, or the name of who decided.
    #[arg(long, value_name = "SESSION")]
    consensus: Option<PathBuf>,
    /// When marks of two readers are of one lesion.
    #[arg(long, value_enum, default_value_t = RuleWord::CentreDistance)]
    rule: RuleWord,
    /// With centre-distance: marks closer than this are of one lesion however small they are, mm. Unverified: a beginning.
    #[arg(long, value_name = "MM", default_value_t = 5.0, value_parser = millimetres)]
    tolerance_mm: f64,
    /// With overlap: the least intersection over union of the boxes. Unverified: a beginning.
    #[arg(long, value_name = "SHARE", default_value_t = 0.2, value_parser = share)]
    least_overlap: f64,
    /// The radius of a lesion that both readers marked by a point, mm; the truth says that it is assumed.
    #[arg(long, value_name = "MM", default_value_t = 5.0, value_parser = millimetres)]
    assumed_radius_mm: f64,
    /// Where sessions are kept; the user's data folder if not given.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// The rules of agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RuleWord {
    /// The middles lie within the larger radius, or within the tolerance.
    CentreDistance,
    /// The boxes overlap.
    Overlap,
}

fn millimetres(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|mm| (0.5..=MAX_MM).contains(mm));
    number.ok_or_else(|| format!("expected 0.5 to {MAX_MM} mm, found {text:?}"))
}

fn share(text: &str) -> Result<f64, String> {
    let number = text
        .parse()
        .ok()
        .filter(|share| 0.0 < *share && *share <= 1.0);
    number.ok_or_else(|| format!("expected a share above 0 up to 1, found {text:?}"))
}

pub(super) fn run(wanted: &Truth) -> anyhow::Result<()> {
    let folders = Folders::of_user(wanted.data.as_deref());
    let [first, second] = wanted.sessions.as_slice() else {
        bail!("two sessions are needed");
    };
    let find = |given: &Path, part: &str| session(given, part, &folders);
    let consensus = wanted.consensus.as_deref();
    let consensus = consensus.map(|given| find(given, "-consensus"));
    let wish = TruthWish {
        project: wanted.project.clone(),
        sessions: [find(first, "-marking")?, find(second, "-marking")?],
        consensus: consensus.transpose()?,
        rule: match wanted.rule {
            RuleWord::CentreDistance => AgreementRule::CentreDistance {
                least_radius_mm: wanted.tolerance_mm,
            },
            RuleWord::Overlap => AgreementRule::Overlap {
                least_iou: wanted.least_overlap,
            },
        },
        assumed_radius_mm: wanted.assumed_radius_mm,
    };
    let step = StepProgress::default();
    let report = progress::followed("comparing", &step, || settle_truth(&wish, &step))?;
    print(&said(&report, &wish));
    Ok(())
}

/// A session as it was given; a name that is no path is that of a reader, whose latest session of this kind is meant.
fn session(given: &Path, part: &str, folders: &Folders) -> anyhow::Result<PathBuf> {
    if given.exists() {
        return Ok(given.to_owned());
    }
    let reader = given.to_str().and_then(|text| ReaderId::new(text).ok());
    let Some(reader) = reader else {
        bail!("no such session: {}", given.display());
    };
    let mut latest: Option<(u64, PathBuf)> = None;
    for folder in sessions_in(&folders.sessions)? {
        // A damaged journal of another session does not stand in the way of this one.
        let Ok(journal) = JournalReader::read(&folder.journal_path()) else {
            continue;
        };
        let summary = SessionSummary::of(&journal);
        let is_meant = journal.plan.reader == reader && summary.scenario.ends_with(part);
        let is_later = latest
            .as_ref()
            .is_none_or(|(started, _)| *started <= journal.started_unix_s);
        if is_meant && is_later {
            latest = Some((journal.started_unix_s, folder.path().to_owned()));
        }
    }
    match latest {
        Some((_, folder)) => Ok(folder),
        None => bail!(
            "{reader} is no file, and no reader of that name has a session that ends with {part} in {}",
            folders.sessions.display()
        ),
    }
}

fn said(report: &TruthReport, wish: &TruthWish) -> String {
    let mut text = String::new();
    for case in &report.settled {
        let lesions = match case.n_lesions {
            0 => "normal".to_owned(),
            1 => "1 lesion".to_owned(),
            n => format!("{n} lesions"),
        };
        let how = if case.is_by_consensus {
            "by consensus"
        } else {
            "both readers agree"
        };
        let assumed = if case.n_assumed > 0 {
            format!(
                "; nobody drew the size of {}, taken as {} mm",
                case.n_assumed, wish.assumed_radius_mm
            )
        } else {
            String::new()
        };
        text += &format!("{}: {lesions} ({how}{assumed})\n", case.case);
    }
    for (case, differences) in &report.differing {
        text += &format!("{case}: to be decided: {}\n", differences.join("; "));
    }
    for (case, why) in &report.without {
        text += &format!("{case}: no truth: {why}\n");
    }
    let exam = wish.project.join(EXAM_FOLDER).join(EXAM_FILE);
    text += &format!(
        "{}: the truth of {} cases stands in it\n",
        exam.display(),
        report.settled.len()
    );
    if let Some(consensus) = &report.consensus {
        text += &format!(
            "next: overread-room --scenario {} --reader NAME, then this command again with --consensus NAME\n",
            consensus.display()
        );
    }
    text
}
