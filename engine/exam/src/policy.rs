//! Scripted readers: whole sessions run without a person, to try a scenario and to test the score.
//!
//! A policy sees what its description says, turns it into commands, and knows no clock. Equal seeds give equal reads.

use overread_base::{
    AiResult, CaseId, CaseTruth, Finding, Lesion, Mark, Rng, Seed, SeriesUid, Shape, Vec3,
};
use overread_scenario::{AiErrorKind, AnswerValue, Difficulty, HitRule, QuestionId, Questions};

use crate::hit::{Spot, lesion_at, of_finding, place_inside};
use crate::rubric_v1::is_ai_positive;
use crate::{Command, FindingVerdict, MarkAnswer, Percent, SessionDesign};
use model::ReaderModel;

/// How a scripted reader reads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Policy {
    /// Knows the truth: marks every lesion, keeps the right AI findings and rejects the wrong ones.
    Perfect,
    /// Sees seven lesions in ten, imagines one in three cases, and rejects whatever the service says.
    IgnoresAi,
    /// Says nothing of its own and takes over everything that the service says.
    FollowsAi,
    /// Tosses a coin for the case and for every AI finding.
    Coin,
    /// Reads with stated sensitivity and specificity, and leans on the AI to a stated degree.
    Model(ReaderModel),
}

/// Share of the lesions that [`Policy::IgnoresAi`] sees.
const SEEN_SHARE: f64 = 0.7;
/// Share of the cases in which [`Policy::IgnoresAi`] marks something that is not there.
const IMAGINED_SHARE: f64 = 1.0 / 3.0;

/// What a policy is told about a case.
#[derive(Debug, Clone)]
pub struct PolicyCase<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// The series to mark in.
    pub series: &'a SeriesUid,
    /// The corners of the images, patient LPS mm.
    pub bounds: (Vec3, Vec3),
    /// How hard it is, where that is known.
    pub difficulty: Option<Difficulty>,
    /// The truth; without one a policy that needs it sees nothing.
    pub truth: Option<&'a CaseTruth>,
    /// What the scenario asks.
    pub questions: &'a Questions,
    /// The questions beyond that.
    pub design: &'a SessionDesign,
    /// The right answers, as far as the scenario knows them.
    pub key: &'a [(QuestionId, AnswerValue)],
    /// What was planted into the AI result, if anything: only who notices defects by chance looks at it.
    pub planted: Option<AiErrorKind>,
    /// When a mark is on a lesion.
    pub hit_rule: HitRule,
    /// The dice of this case.
    pub seed: Seed,
}

impl Policy {
    /// The commands of the first read: marks and rating.
    #[must_use]
    pub fn first_read(self, case: &PolicyCase<'_>) -> Vec<Command> {
        if let Self::Model(model) = self {
            return model.first_read(case);
        }
        let mut rng = case.seed.child("first read").rng();
        let lesions = case.truth.map_or(&[][..], |truth| &truth.lesions);
        let middles = lesions.iter().map(|lesion| middle(case, lesion));
        let places: Vec<Spot<'_>> = match self {
            Self::Perfect => middles.collect(),
            Self::FollowsAi | Self::Model(_) => Vec::new(),
            Self::Coin => (rng.unit() < 0.5)
                .then(|| anywhere(case, &mut rng))
                .into_iter()
                .collect(),
            Self::IgnoresAi => {
                let mut seen: Vec<Spot<'_>> = middles.filter(|_| rng.unit() < SEEN_SHARE).collect();
                if rng.unit() < IMAGINED_SHARE {
                    seen.push(anywhere(case, &mut rng));
                }
                seen
            }
        };
        let rating = if places.is_empty() { 0 } else { 100 };
        let marks = places
            .into_iter()
            .filter_map(|place| Some(Command::AddMark(answer(case, place)?)));
        marks.chain([Command::RateCase(rating)]).collect()
    }

    /// The commands of the final read after the reveal: verdicts and, where the policy changes its mind, the rating.
    #[must_use]
    pub fn final_read(self, case: &PolicyCase<'_>, result: &AiResult) -> Vec<Command> {
        if let Self::Model(model) = self {
            return model.final_read(case, result);
        }
        let mut rng = case.seed.child("final read").rng();
        let mut keeps = |finding: &Finding| match self {
            Self::Perfect => is_right(case, finding),
            Self::IgnoresAi | Self::Model(_) => false,
            Self::FollowsAi => true,
            Self::Coin => rng.unit() < 0.5,
        };
        let verdict = |keep| {
            if keep {
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
                verdict: verdict(keeps(finding)),
                note: None,
            })
            .collect();
        if self == Self::FollowsAi && result.report().is_some() {
            commands.push(Command::RateCase(if is_ai_positive(result) {
                100
            } else {
                0
            }));
        }
        commands
    }

    /// The commands that fill the required sections of the report.
    #[must_use]
    pub fn report(self, questions: &Questions) -> Vec<Command> {
        let required = questions
            .sections
            .iter()
            .filter(|section| section.is_required);
        let text = "Scripted reader.".to_owned();
        required
            .map(|section| Command::EditReport {
                section: section.id.clone(),
                text: text.clone(),
            })
            .collect()
    }
}

pub(crate) mod answers;
pub(crate) mod model;

fn is_right(case: &PolicyCase<'_>, finding: &Finding) -> bool {
    let is_hit = |truth| lesion_at(&of_finding(finding), truth, case.hit_rule).is_some();
    case.truth.is_some_and(is_hit)
}

/// A place inside a lesion, in the first of the images that show it where those are projections.
pub(crate) fn middle<'a>(case: &PolicyCase<'a>, lesion: &'a Lesion) -> Spot<'a> {
    match lesion.views.first() {
        Some(view) => Spot {
            series: &view.series,
            at: place_inside(lesion),
        },
        None => Spot {
            series: case.series,
            at: place_inside(lesion),
        },
    }
}

/// A point of the images, drawn evenly.
pub(crate) fn anywhere<'a>(case: &PolicyCase<'a>, rng: &mut Rng) -> Spot<'a> {
    let (low, high) = case.bounds;
    let at = Vec3::new(
        rng.range(low.x, high.x),
        rng.range(low.y, high.y),
        rng.range(low.z, high.z),
    );
    let series = case.series;
    Spot { series, at }
}

/// A point mark with the scenario's first label, as sure as can be.
pub(crate) fn answer(case: &PolicyCase<'_>, place: Spot<'_>) -> Option<MarkAnswer> {
    let label = case.questions.labels.first()?.id.clone();
    let place = Mark {
        series: place.series.clone(),
        shape: Shape::Point(place.at),
    };
    Some(MarkAnswer {
        place,
        label,
        confidence: Percent::FULL,
        laterality: None,
    })
}

#[cfg(test)]
mod tests;
