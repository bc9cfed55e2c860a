//! From our own types to the contract's records: events, answers, plans, reports. What comes back is for `judge`.

use overread_base::{
    AiReport, Category, Certainty, Code, Finding, Laterality, LocalText, Mark, Measure, Priority,
    SeriesUid, Shape, Vec3, Verdict,
};
use overread_exam::{BookCase, ExamAnswer, ExamEvent, ExamItem, ExamPlan, StampedExamEvent};

use super::bindings::exports::overread::plugin::scenario;
use super::bindings::overread::plugin::casebook;
use crate::bindings::overread::plugin::types;

pub(super) use crate::bindings::overread::plugin::types::Failure;

/// What a guest says that it failed of.
pub(super) fn failure_text(failure: &Failure) -> String {
    use types::FailureKind as Kind;
    let kind = match failure.kind {
        Kind::Unsupported => "unsupported",
        Kind::UnsupportedInput => "unsupported input",
        Kind::BadInput => "bad input",
        Kind::RuntimeMissing => "runtime missing",
        Kind::ModelMissing => "model missing",
        Kind::Model => "model",
        Kind::Cancelled => "cancelled",
        Kind::Limit => "limit",
        Kind::Internal => return failure.message.clone(),
    };
    format!("{kind}: {}", failure.message)
}

pub(super) fn wire_entry(case: &BookCase) -> casebook::Entry {
    casebook::Entry {
        id: case.id.as_str().to_owned(),
        modality: case.modality.clone(),
        tags: case.tags.clone(),
        facts: params(&case.facts),
    }
}

pub(super) fn wire_plan(plan: &ExamPlan) -> scenario::Plan {
    let item = |item: &ExamItem| scenario::Item {
        id: item.id.as_str().to_owned(),
        case_id: item.case.as_str().to_owned(),
        service: item.service.as_ref().map(|id| id.as_str().to_owned()),
        time_limit_ms: item.time_limit.map(|limit| limit.0),
        hints: params(&item.hints),
    };
    scenario::Plan {
        title: texts(&plan.title),
        items: plan.items.iter().map(item).collect(),
        extra: params(&plan.extra),
    }
}

pub(super) fn wire_event(stamped: &StampedExamEvent) -> scenario::Stamped {
    use scenario::Event;
    let event = match &stamped.event {
        ExamEvent::Started => Event::Started,
        ExamEvent::Opened(item) => Event::Opened(item.as_str().to_owned()),
        ExamEvent::AnsweredFirst(answer) => Event::AnsweredFirst(wire_answer(answer)),
        ExamEvent::AiShown(item) => Event::AiShown(item.as_str().to_owned()),
        ExamEvent::AiHidden(item) => Event::AiHidden(item.as_str().to_owned()),
        ExamEvent::Answered(answer) => Event::Answered(wire_answer(answer)),
        ExamEvent::TimedOut(item) => Event::TimedOut(item.as_str().to_owned()),
        ExamEvent::Finished => Event::Finished,
        ExamEvent::Other { kind, fields } => Event::Other(types::OtherData {
            kind: kind.clone(),
            fields: params(fields),
        }),
    };
    scenario::Stamped {
        at_ms: stamped.at.0,
        event,
    }
}

fn wire_answer(answer: &ExamAnswer) -> scenario::Answer {
    let decision = |(finding, verdict): &(overread_base::FindingId, Verdict)| scenario::Decision {
        finding: finding.as_str().to_owned(),
        verdict: match verdict {
            Verdict::Accepted => scenario::Verdict::Accepted,
            Verdict::Modified => scenario::Verdict::Modified,
            Verdict::Rejected => scenario::Verdict::Rejected,
        },
    };
    scenario::Answer {
        item: answer.item.as_str().to_owned(),
        report: wire_report(&answer.report),
        confidence: answer.confidence.map(|rating| u32::from(rating.value())),
        decisions: answer.decisions.iter().map(decision).collect(),
        reading_ms: answer.reading.0,
        ai_visible_ms: answer.ai_visible.0,
    }
}

/// A report as a guest sees it. An exam opens no series: their ids number them in the order in which the report names
/// them, from 0. Probability maps stay on the host.
pub(super) fn wire_report(report: &AiReport) -> types::Report {
    let mut series = Vec::new();
    let assessed = report.assessed.iter().map(|found| types::Assessment {
        code: code(&found.code),
        series: number(&mut series, &found.series),
    });
    let assessed = assessed.collect();
    let findings = report.findings.iter();
    let findings = findings.map(|found| finding(found, &mut series)).collect();
    let section = |section: &overread_base::ReportSection| types::ReportSection {
        section: section.section.clone(),
        text: texts(&section.text),
    };
    types::Report {
        probability: report.probability.map(|found| types::StudyProbability {
            value: found.value,
            threshold: found.threshold,
            claimed: None,
        }),
        assessed,
        findings,
        draft: report.draft.iter().map(section).collect(),
        priority: report.priority.map(|priority| match priority {
            Priority::Routine => types::Priority::Routine,
            Priority::Urgent => types::Priority::Urgent,
            Priority::Stat => types::Priority::Stat,
        }),
        warnings: texts(&report.warnings),
        heat_maps: Vec::new(),
        extra: params(&report.extra),
    }
}

/// The number of a series, given to it when it is first named.
fn number(known: &mut Vec<SeriesUid>, uid: &SeriesUid) -> u32 {
    let place = known.iter().position(|seen| seen == uid);
    let place = place.unwrap_or_else(|| {
        known.push(uid.clone());
        known.len() - 1
    });
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn finding(found: &Finding, series: &mut Vec<SeriesUid>) -> types::Finding {
    let measure = |measure: &Measure| types::Measure {
        name: code(&measure.name),
        value: measure.value,
        ucum: measure.ucum.clone(),
    };
    let category = |category: &Category| types::Category {
        scale: category.scale.clone(),
        value: category.value.clone(),
    };
    types::Finding {
        tracking_id: found.id.as_str().to_owned(),
        code: code(&found.code),
        site: found.site.as_ref().map(code),
        laterality: found.laterality.map(|side| match side {
            Laterality::Right => types::Laterality::Right,
            Laterality::Left => types::Laterality::Left,
            Laterality::Bilateral => types::Laterality::Bilateral,
            Laterality::Midline => types::Laterality::Midline,
        }),
        probability: found.probability,
        certainty: found.certainty.map(|certainty| match certainty {
            Certainty::Present => types::Certainty::Present,
            Certainty::Probable => types::Certainty::Probable,
            Certainty::Possible => types::Certainty::Possible,
            Certainty::Absent => types::Certainty::Absent,
        }),
        category: found.category.as_ref().map(category),
        marks: found.marks.iter().filter_map(|m| mark(m, series)).collect(),
        measures: found.measures.iter().map(measure).collect(),
        notes: texts(&found.notes),
        extra: Vec::new(),
    }
}

/// A mark, a mask as the box around it; `None` for an empty one.
fn mark(mark: &Mark, series: &mut Vec<SeriesUid>) -> Option<types::Mark> {
    let chain = |points: &[Vec3]| points.iter().map(|&point| vec3(point)).collect();
    let shape = match &mark.shape {
        Shape::Point(at) => types::Shape::Point(types::PointMark { at: vec3(*at) }),
        Shape::Cuboid { low, high } => cuboid(*low, *high),
        Shape::Ellipse {
            centre,
            half_axis_a,
            half_axis_b,
        } => types::Shape::Ellipse(types::EllipseMark {
            centre: vec3(*centre),
            half_axis_a: vec3(*half_axis_a),
            half_axis_b: vec3(*half_axis_b),
        }),
        Shape::Polyline(points) => types::Shape::Polyline(types::PolylineMark {
            points: chain(points),
        }),
        Shape::Polygon(points) => types::Shape::Polygon(types::PolygonMark {
            points: chain(points),
        }),
        Shape::Mask(_) => {
            let (low, high) = mark.shape.bounds()?;
            cuboid(low, high)
        }
    };
    Some(types::Mark {
        series: number(series, &mark.series),
        shape,
    })
}

fn cuboid(low: Vec3, high: Vec3) -> types::Shape {
    types::Shape::Cuboid(types::BoxMark {
        low: vec3(low),
        high: vec3(high),
    })
}

fn vec3(Vec3 { x, y, z }: Vec3) -> types::Vec3 {
    types::Vec3 { x, y, z }
}

fn code(code: &Code) -> types::Code {
    types::Code {
        scheme: code.scheme.clone(),
        value: code.value.clone(),
        meaning: code.meaning.clone(),
    }
}

fn texts(texts: &[LocalText]) -> Vec<types::Text> {
    let text = |text: &LocalText| types::Text {
        locale: text.locale.clone(),
        value: text.value.clone(),
    };
    texts.iter().map(text).collect()
}

fn params(params: &[(String, String)]) -> Vec<types::Param> {
    let param = |(name, value): &(String, String)| types::Param {
        name: name.clone(),
        value: value.clone(),
    };
    params.iter().map(param).collect()
}

#[cfg(test)]
mod tests;
