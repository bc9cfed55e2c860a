//! What the reader says of the service itself: its two axes, and its technical defects.

use overread_scenario::{AiErrorKind, AnswerValue, ErrorFamily, Question, QuestionKind};
use overread_stats::{Estimate, proportion_wilson95};

use super::Judged;
use super::expert::{Agreement, defect_key, defect_score, interpretation, localisation};
use crate::Session;
use crate::hit::service_read;
use crate::rubric_v1::count;
use crate::score::assessment::{
    AxisRating, CaseAssessment, DefectNaming, DefectTotal, ServiceRating, ServiceTotal,
};

/// What was planted into the result of a case, if anything could be.
pub(super) fn planted_kind(case: &Judged<'_>) -> Option<AiErrorKind> {
    let planted = case.state?.planted.as_ref();
    planted
        .filter(|record| !record.is_void)
        .map(|record| record.kind)
}

/// The answer to the first question of a kind, if there is such a question.
fn answer<'a>(
    session: &'a Session,
    case: &'a Judged<'_>,
    is: fn(&QuestionKind) -> bool,
) -> Option<Option<&'a str>> {
    let mut questions = session.plan.design.questions_of(case.id);
    let asked: &Question = questions.find(|question| is(&question.kind))?;
    let answers = session.final_answers(case.id).into_iter();
    let mut own = answers.filter(|(question, _)| question.id == asked.id);
    let said = match own.next().map(|(_, value)| value) {
        Some(AnswerValue::Code(code)) => Some(code.as_str()),
        Some(
            AnswerValue::Codes(_)
            | AnswerValue::Number(_)
            | AnswerValue::Percent(_)
            | AnswerValue::Text(_)
            | AnswerValue::Caliper { .. },
        )
        | None => None,
    };
    Some(said)
}

/// `None` where neither axis was rated, the truth is unknown, or there is no result to rate.
pub(super) fn rating(session: &Session, case: &Judged<'_>) -> Option<ServiceRating> {
    if !case.is_answered() {
        return None;
    }
    let (result, truth) = (case.state?.revealed()?, case.truth?);
    let read = service_read(result, truth, session.plan.hit_rule)?;
    let axis = |is_axis: fn(&QuestionKind) -> bool, is: Agreement| {
        let said = Agreement::from_word(answer(session, case, is_axis)??)?;
        Some(AxisRating { said, is })
    };
    let rating = ServiceRating {
        interpretation: axis(
            |kind| matches!(kind, QuestionKind::Interpretation),
            interpretation(&read, truth.is_abnormal(), planted_kind(case)),
        ),
        localisation: axis(
            |kind| matches!(kind, QuestionKind::Localisation),
            localisation(&read),
        ),
    };
    (rating.interpretation.is_some() || rating.localisation.is_some()).then_some(rating)
}

/// `None` where no result was on screen or the question was not put; a silent change of version is no defect here.
pub(super) fn defect(session: &Session, case: &Judged<'_>) -> Option<DefectNaming> {
    let planted = planted_kind(case);
    let is_version = planted.is_some_and(|kind| kind.family() == ErrorFamily::Version);
    if !case.is_answered() || is_version {
        return None;
    }
    let result = case.state?.revealed()?;
    let said = answer(session, case, |kind| matches!(kind, QuestionKind::Defect))?;
    let is = defect_key(Some(result), planted);
    Some(DefectNaming {
        said: said.map(str::to_owned),
        is: is.to_owned(),
        share: said.map_or(0.0, |said| defect_score(said, is)),
    })
}

/// `None` where no axis was rated.
pub(super) fn total(cases: &[CaseAssessment]) -> Option<ServiceTotal> {
    let ratings: Vec<ServiceRating> = cases.iter().filter_map(|case| case.rating).collect();
    let of = |axis: fn(&ServiceRating) -> Option<AxisRating>| -> Vec<AxisRating> {
        ratings.iter().filter_map(axis).collect()
    };
    let (meanings, places) = (of(|r| r.interpretation), of(|r| r.localisation));
    let all: Vec<AxisRating> = meanings.iter().chain(&places).copied().collect();
    let mean = |of: fn(&AxisRating) -> Agreement| {
        let sum: f64 = all.iter().map(|axis| of(axis).worth()).sum();
        (!all.is_empty()).then(|| sum / all.len() as f64)
    };
    (!all.is_empty()).then(|| ServiceTotal {
        n: count(all.len()),
        said: mean(|axis| axis.said),
        is: mean(|axis| axis.is),
        interpretation: agreeing(&meanings),
        localisation: agreeing(&places),
    })
}

fn agreeing(axes: &[AxisRating]) -> Option<Estimate> {
    let right = axes.iter().filter(|axis| axis.said == axis.is).count();
    proportion_wilson95(right as u64, axes.len() as u64).ok()
}

pub(super) fn defects(cases: &[CaseAssessment]) -> DefectTotal {
    let all = || cases.iter().filter_map(|case| case.defect.as_ref());
    let defective = all().filter(|naming| naming.is != "none");
    let sound = all().filter(|naming| naming.is == "none");
    let share = |least: f64| {
        proportion_wilson95(
            defective
                .clone()
                .filter(|naming| naming.share >= least)
                .count() as u64,
            defective.clone().count() as u64,
        )
        .ok()
    };
    let accused = |naming: &&DefectNaming| naming.said.as_deref().is_some_and(|s| s != "none");
    DefectTotal {
        named: share(1.0),
        class_named: share(0.5),
        false_alarms: proportion_wilson95(
            sound.clone().filter(accused).count() as u64,
            sound.clone().count() as u64,
        )
        .ok(),
    }
}
