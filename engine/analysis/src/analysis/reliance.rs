//! What readers did with the advice: reliance of each and of all, and errors on a wrong service against those without it.

use overread_exam::ReadPhase;
use overread_stats::{
    AgainstUnaided, ClusterMoves, ClusteredShare, Estimate, MatchedDecision, NotEstimable,
    ReaderTrial, Reliance, RelianceMeasure, Susceptibility, Trial, clustered_difference95,
    commission_against_unaided, omission_against_unaided, reliance_by_reader, susceptibility,
    technology_dominance95,
};

use super::Estimated;
use super::paired::common;
use crate::study::Study;

/// The reliance of one reader.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderReliance {
    /// Who read.
    pub reader: usize,
    /// The shares, with Wilson's intervals.
    pub reliance: Reliance,
}

/// Errors where the service was wrong, with it and without it on the same cases.
#[derive(Debug, Clone, PartialEq)]
pub struct AgainstAlone {
    /// False positives on false alarms of the service.
    pub commission: Result<AgainstUnaided, NotEstimable>,
    /// Misses on misses of the service.
    pub omission: Result<AgainstUnaided, NotEstimable>,
}

/// The reliance of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyReliance {
    /// Whether the first answer was given in the same sitting, before the advice: only then do rates by opportunity say
    /// what the advice did.
    pub is_within_sitting: bool,
    /// Readers with at least one decision with advice.
    pub readers: Vec<ReaderReliance>,
    /// Each measure over all decisions, with an interval that knows whose they are; of one reader Wilson's.
    pub all: Vec<(RelianceMeasure, Estimated)>,
    /// Decisions with advice.
    pub n: usize,
    /// How often the service itself was right in them.
    pub n_ai_right: usize,
    /// First wrong, in the end right; and the other way round.
    pub moves: [u64; 2],
    /// Their difference as a share of all decisions, readers as clusters.
    pub net: Estimated,
    /// Kinds of readers by how often they followed a wrong service.
    pub susceptibility: Result<Susceptibility, NotEstimable>,
    /// The odds of a right answer where the service is right over those where it is wrong.
    pub dominance: Result<Estimate, NotEstimable>,
    /// Errors on a wrong service beside those without it.
    pub against_alone: AgainstAlone,
}

pub(super) fn of(study: &Study, compared: Option<[usize; 2]>) -> StudyReliance {
    let trials = compared.map_or_else(Vec::new, |pair| trials(study, pair));
    let readers = of_readers(&trials);
    let share = |measure: RelianceMeasure| -> Estimated {
        match readers.as_slice() {
            [one] => one.reliance.share(measure),
            _ => clustered(measure, &trials),
        }
    };
    let matched: Vec<MatchedDecision> = trials
        .iter()
        .map(|of| MatchedDecision {
            truth: of.trial.truth,
            ai: of.trial.ai,
            unaided: of.trial.first,
            aided: of.trial.last,
        })
        .collect();
    let sum = |of: fn(&Reliance) -> u64| readers.iter().map(|r| of(&r.reliance)).sum();
    let clusters: Vec<ClusterMoves> = readers
        .iter()
        .map(|of| ClusterMoves {
            gained: of.reliance.rescued,
            lost: of.reliance.harmed,
            n: of.reliance.n,
        })
        .collect();
    StudyReliance {
        is_within_sitting: compared.is_some_and(|[without, with]| {
            let [without, with] = [without, with].map(|c| study.conditions()[c]);
            without.phase == ReadPhase::First && without.mode == with.mode
        }),
        all: RelianceMeasure::ALL.map(|m| (m, share(m))).into(),
        n: trials.len(),
        n_ai_right: trials
            .iter()
            .filter(|of| of.trial.ai == of.trial.truth)
            .count(),
        moves: [sum(|r| r.rescued), sum(|r| r.harmed)],
        net: clustered_difference95(&clusters),
        susceptibility: susceptibility(&trials),
        dominance: technology_dominance95(&trials),
        against_alone: AgainstAlone {
            commission: commission_against_unaided(&matched),
            omission: omission_against_unaided(&matched),
        },
        readers,
    }
}

fn clustered(measure: RelianceMeasure, trials: &[ReaderTrial]) -> Estimated {
    let found: Result<ClusteredShare, NotEstimable> = reliance_by_reader(measure, trials);
    found.map(|share| share.estimate)
}

/// The decisions with advice on cases of known truth: the call without AI, the advice, the call with it.
fn trials(study: &Study, pair: [usize; 2]) -> Vec<ReaderTrial> {
    let mut trials = Vec::new();
    for reader in 0..study.readers().len() {
        for (case, [without, with]) in common(study, pair, reader) {
            let advice = with.advice.and_then(|advice| advice.call);
            let (Some(truth), Some(ai), Some(first), Some(last)) =
                (study.truth(case), advice, without.call, with.call)
            else {
                continue;
            };
            trials.push(ReaderTrial {
                reader: reader as u64,
                trial: Trial {
                    truth,
                    ai,
                    first,
                    last,
                },
            });
        }
    }
    trials
}

/// Trials stand reader by reader.
fn of_readers(trials: &[ReaderTrial]) -> Vec<ReaderReliance> {
    trials
        .chunk_by(|a, b| a.reader == b.reader)
        .filter_map(|of| {
            let own: Vec<Trial> = of.iter().map(|trial| trial.trial).collect();
            Some(ReaderReliance {
                reader: usize::try_from(of.first()?.reader).ok()?,
                reliance: Reliance::of(&own),
            })
        })
        .collect()
}
