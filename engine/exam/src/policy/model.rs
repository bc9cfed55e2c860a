//! The parametric scripted reader: what is put in here has to come out of a score.

use overread_base::{AiResult, CaseTruth};
use overread_scenario::{Difficulty, ErrorFamily};

use super::{PolicyCase, answer, anywhere, middle};
use crate::hit::{Spot, is_at_finding};
use crate::rubric_v1::is_ai_positive;
use crate::{Command, FindingVerdict};

/// A reader with stated probabilities, each 0 to 1. Equal seeds give equal reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReaderModel {
    /// Of calling an abnormal case positive, alone.
    pub sensitivity: f64,
    /// Of calling a hard abnormal case positive, alone; `None` where hard ones are no different.
    pub hard_sensitivity: Option<f64>,
    /// Of calling a normal case negative, alone.
    pub specificity: f64,
    /// Of marking each lesion of an abnormal case called positive.
    pub lesion_sensitivity: f64,
    /// Of taking over the AI's call and findings where it disagrees.
    pub follows_ai: f64,
    /// Of seeing that the AI's call is wrong, where it disagrees; it is then not followed.
    pub sees_ai_errors: f64,
    /// Of seeing that an AI result has a technical defect; it is then neither followed nor believed.
    pub notices_defects: f64,
}

/// What the reader thinks alone.
struct OwnRead<'a> {
    is_positive: bool,
    rating: u8,
    places: Vec<Spot<'a>>,
}

impl ReaderModel {
    pub(super) fn first_read(self, case: &PolicyCase<'_>) -> Vec<Command> {
        let own = self.own_read(case);
        let marks = own.places.into_iter();
        let marks = marks.filter_map(|place| Some(Command::AddMark(answer(case, place)?)));
        marks.chain([Command::RateCase(own.rating)]).collect()
    }

    /// Verdicts on all findings, and the rating where the AI's call is taken over.
    pub(super) fn final_read(self, case: &PolicyCase<'_>, result: &AiResult) -> Vec<Command> {
        if result.report().is_none() {
            return Vec::new();
        }
        let own = self.own_read(case);
        let is_followed = !self.sees_defect(case)
            && !self.sees_error(case, result)
            && case.seed.child("follows").rng().unit() < self.follows_ai;
        let is_own = |finding| {
            let mut places = own.places.iter();
            places.any(|place| is_at_finding(*place, finding, case.truth, case.hit_rule))
        };
        let verdict = |finding| {
            if is_followed || is_own(finding) {
                FindingVerdict::Accepted
            } else {
                FindingVerdict::Rejected
            }
        };
        let mut commands: Vec<Command> = result
            .findings()
            .iter()
            .map(|finding| Command::GiveVerdict {
                finding: finding.id.clone(),
                verdict: verdict(finding),
                note: None,
            })
            .collect();
        let says = is_ai_positive(result);
        if is_followed && says != own.is_positive {
            commands.push(Command::RateCase(if says { 100 } else { 0 }));
        }
        commands
    }

    /// The reader's own read, equal whenever it is asked for.
    fn own_read<'a>(self, case: &PolicyCase<'a>) -> OwnRead<'a> {
        let mut rng = case.seed.child("first read").rng();
        let is_abnormal = case.truth.is_some_and(CaseTruth::is_abnormal);
        let draw = rng.unit();
        let is_positive = if is_abnormal {
            draw < self.sensitivity_of(case)
        } else {
            case.truth.is_some() && draw >= self.specificity
        };
        let from = u64::from(case.questions.positive_from);
        let rating = if is_positive {
            from + rng.below(101_u64.saturating_sub(from))
        } else {
            rng.below(from)
        };
        let lesions = case.truth.map_or(&[][..], |truth| &truth.lesions);
        let mut places = Vec::new();
        if is_positive {
            let middles = lesions.iter().map(|lesion| middle(case, lesion));
            places.extend(middles.filter(|_| rng.unit() < self.lesion_sensitivity));
            if !is_abnormal {
                places.push(anywhere(case, &mut rng));
            }
        }
        OwnRead {
            is_positive,
            rating: u8::try_from(rating).unwrap_or(100).min(100),
            places,
        }
    }

    /// The sensitivity alone in an abnormal case of this difficulty.
    fn sensitivity_of(self, case: &PolicyCase<'_>) -> f64 {
        let of_hard = self
            .hard_sensitivity
            .filter(|_| case.difficulty == Some(Difficulty::Hard));
        of_hard.unwrap_or(self.sensitivity)
    }

    /// Whether the AI's call is wrong, and the reader sees it.
    fn sees_error(self, case: &PolicyCase<'_>, result: &AiResult) -> bool {
        let is_wrong = |truth: &CaseTruth| truth.is_abnormal() != is_ai_positive(result);
        case.truth.is_some_and(is_wrong)
            && case.seed.child("sees error").rng().unit() < self.sees_ai_errors
    }

    /// Whether there is a technical defect, and the reader sees it.
    pub(super) fn sees_defect(self, case: &PolicyCase<'_>) -> bool {
        let is_defect = |family: ErrorFamily| family.is_defect() || family == ErrorFamily::Version;
        case.planted.is_some_and(|kind| is_defect(kind.family()))
            && case.seed.child("sees defect").rng().unit() < self.notices_defects
    }

    /// How likely an answer of the reader's own to a question is right.
    pub(super) fn accuracy(self, case: &PolicyCase<'_>) -> f64 {
        if case.truth.is_some_and(CaseTruth::is_abnormal) {
            self.sensitivity_of(case)
        } else {
            self.specificity
        }
    }
}
