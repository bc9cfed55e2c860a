//! The events of a session as JSON, version 1. Every fact is a full state, so a later one simply replaces it.

use overread_base::{CaseId, FindingId, Laterality, Mark, MarkId, Millis, SeriesUid};
use overread_exam::{
    CaseFact, Event, FindingVerdict, MarkAnswer, Percent, ReaderMark, SessionEnd, SliceDwell,
    StampedEvent, ViewerFact, Visibility,
};
use overread_scenario::{LabelId, SectionId};
use serde::{Deserialize, Serialize};

use crate::ai_json::AiResultJson;
use crate::answer_json::{AnswerValueJson, question_id};
use crate::base_json::{LateralityJson, MarkJson, ValueError, words};
use crate::exam_json::ExamFactJson;
use crate::planted_json::{DecidedJson, PlantRecordJson};
use crate::practice_json::HintJson;
use crate::proctor_json::ProctorFactJson;

words!(EndJson, SessionEnd, Complete, Abandoned, TimeUp, Sealed);
words!(VisibilityJson, Visibility, Shown, Hidden);

/// A stamped event: the payload of every record but the first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EventJson {
    at_ms: u64,
    #[serde(flatten)]
    what: WhatJson,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
enum WhatJson {
    Case { case: String, fact: FactJson },
    Paused,
    Resumed,
    Recovered { lost_bytes: u64 },
    Ended { end: EndJson },
    Exam { fact: ExamFactJson },
    Proctor { fact: ProctorFactJson },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum FactJson {
    Opened,
    MarkSet {
        id: String,
        answer: AnswerJson,
    },
    MarkDeleted {
        id: String,
    },
    Rated {
        rating: u8,
    },
    FirstReadLocked,
    AiReceived {
        result: Box<AiResultJson>,
    },
    AiRevealed,
    VerdictGiven {
        finding: String,
        verdict: VerdictJson,
        note: Option<String>,
    },
    ReportEdited {
        section: String,
        text: String,
    },
    Signed,
    Answered {
        question: String,
        value: AnswerValueJson,
    },
    AiRequested,
    AiWithheld,
    DecidedByAi {
        call: DecidedJson,
    },
    ArbitrationOpened,
    ImagesFailed {
        reason: String,
    },
    TimedOut,
    AiPlanted {
        record: Box<PlantRecordJson>,
    },
    HintAsked,
    HintGiven {
        hint: HintJson,
    },
    ImagePainted,
    SlicesShown {
        series: String,
        n_slices: u32,
        shown: Vec<DwellJson>,
    },
    WindowChanged {
        centre_hu: f32,
        width_hu: f32,
    },
    AiOverlay {
        visibility: VisibilityJson,
    },
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct AnswerJson {
    place: MarkJson,
    label: String,
    confidence: u8,
    /// Left out where the reader names no side, as journals before it have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    laterality: Option<LateralityJson>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum VerdictJson {
    Accepted,
    Modified { answer: AnswerJson },
    Rejected,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct DwellJson {
    slice_idx: u32,
    shown_ms: u64,
}

impl From<&StampedEvent> for EventJson {
    fn from(stamped: &StampedEvent) -> Self {
        let what = match &stamped.event {
            Event::Case { case, fact } => WhatJson::Case {
                case: case.as_str().to_owned(),
                fact: fact.into(),
            },
            Event::Paused => WhatJson::Paused,
            Event::Resumed => WhatJson::Resumed,
            Event::Recovered { lost_bytes } => WhatJson::Recovered {
                lost_bytes: *lost_bytes,
            },
            Event::Ended(end) => WhatJson::Ended { end: (*end).into() },
            Event::Exam(fact) => WhatJson::Exam { fact: fact.into() },
            Event::Proctor(fact) => WhatJson::Proctor { fact: fact.into() },
        };
        Self {
            at_ms: stamped.at.0,
            what,
        }
    }
}

impl TryFrom<EventJson> for StampedEvent {
    type Error = ValueError;
    fn try_from(json: EventJson) -> Result<Self, ValueError> {
        let event = match json.what {
            WhatJson::Case { case, fact } => Event::Case {
                case: CaseId::new(case).map_err(ValueError::of)?,
                fact: fact.try_into()?,
            },
            WhatJson::Paused => Event::Paused,
            WhatJson::Resumed => Event::Resumed,
            WhatJson::Recovered { lost_bytes } => Event::Recovered { lost_bytes },
            WhatJson::Ended { end } => Event::Ended(end.into()),
            WhatJson::Exam { fact } => Event::Exam(fact.try_into()?),
            WhatJson::Proctor { fact } => Event::Proctor(fact.into()),
        };
        Ok(Self {
            at: Millis(json.at_ms),
            event,
        })
    }
}

impl From<&CaseFact> for FactJson {
    fn from(fact: &CaseFact) -> Self {
        match fact {
            CaseFact::Opened => Self::Opened,
            CaseFact::MarkSet(mark) => Self::MarkSet {
                id: mark.id.as_str().to_owned(),
                answer: (&mark.answer).into(),
            },
            CaseFact::MarkDeleted(id) => Self::MarkDeleted {
                id: id.as_str().to_owned(),
            },
            CaseFact::Rated(rating) => Self::Rated {
                rating: rating.value(),
            },
            CaseFact::FirstReadLocked => Self::FirstReadLocked,
            CaseFact::AiReceived(result) => Self::AiReceived {
                result: Box::new(AiResultJson::from(&**result).packed()),
            },
            CaseFact::AiRevealed => Self::AiRevealed,
            CaseFact::VerdictGiven {
                finding,
                verdict,
                note,
            } => Self::VerdictGiven {
                finding: finding.as_str().to_owned(),
                verdict: verdict.into(),
                note: note.clone(),
            },
            CaseFact::ReportEdited { section, text } => Self::ReportEdited {
                section: section.as_str().to_owned(),
                text: text.clone(),
            },
            CaseFact::Signed => Self::Signed,
            CaseFact::Answered { question, value } => Self::Answered {
                question: question.as_str().to_owned(),
                value: value.into(),
            },
            CaseFact::AiRequested => Self::AiRequested,
            CaseFact::AiWithheld => Self::AiWithheld,
            CaseFact::DecidedByAi(call) => Self::DecidedByAi {
                call: (*call).into(),
            },
            CaseFact::ArbitrationOpened => Self::ArbitrationOpened,
            CaseFact::ImagesFailed(reason) => Self::ImagesFailed {
                reason: reason.clone(),
            },
            CaseFact::TimedOut => Self::TimedOut,
            CaseFact::AiPlanted(record) => Self::AiPlanted {
                record: Box::new((&**record).into()),
            },
            CaseFact::HintAsked => Self::HintAsked,
            CaseFact::HintGiven(hint) => Self::HintGiven { hint: hint.into() },
            CaseFact::Viewer(fact) => fact.into(),
        }
    }
}

impl From<&ViewerFact> for FactJson {
    fn from(fact: &ViewerFact) -> Self {
        let dwell = |d: &SliceDwell| DwellJson {
            slice_idx: d.slice_idx,
            shown_ms: d.shown_for.0,
        };
        match fact {
            ViewerFact::ImagePainted => Self::ImagePainted,
            ViewerFact::SlicesShown {
                series,
                n_slices,
                shown,
            } => Self::SlicesShown {
                series: series.as_str().to_owned(),
                n_slices: *n_slices,
                shown: shown.iter().map(dwell).collect(),
            },
            ViewerFact::WindowChanged {
                centre_hu,
                width_hu,
            } => Self::WindowChanged {
                centre_hu: *centre_hu,
                width_hu: *width_hu,
            },
            ViewerFact::AiOverlay(visibility) => Self::AiOverlay {
                visibility: (*visibility).into(),
            },
        }
    }
}

impl TryFrom<FactJson> for CaseFact {
    type Error = ValueError;
    fn try_from(fact: FactJson) -> Result<Self, ValueError> {
        let mark_id = |id: String| MarkId::new(id).map_err(ValueError::of);
        let dwell = |d: DwellJson| SliceDwell {
            slice_idx: d.slice_idx,
            shown_for: Millis(d.shown_ms),
        };
        Ok(match fact {
            FactJson::Opened => Self::Opened,
            FactJson::MarkSet { id, answer } => Self::MarkSet(ReaderMark {
                id: mark_id(id)?,
                answer: answer.try_into()?,
            }),
            FactJson::MarkDeleted { id } => Self::MarkDeleted(mark_id(id)?),
            FactJson::Rated { rating } => Self::Rated(percent(rating)?),
            FactJson::FirstReadLocked => Self::FirstReadLocked,
            FactJson::AiReceived { result } => Self::AiReceived(Box::new((*result).try_into()?)),
            FactJson::AiRevealed => Self::AiRevealed,
            FactJson::VerdictGiven {
                finding,
                verdict,
                note,
            } => Self::VerdictGiven {
                finding: FindingId::new(finding).map_err(ValueError::of)?,
                verdict: verdict.try_into()?,
                note,
            },
            FactJson::ReportEdited { section, text } => Self::ReportEdited {
                section: section_id(&section)?,
                text,
            },
            FactJson::Signed => Self::Signed,
            FactJson::Answered { question, value } => Self::Answered {
                question: question_id(&question)?,
                value: value.try_into()?,
            },
            FactJson::AiRequested => Self::AiRequested,
            FactJson::AiWithheld => Self::AiWithheld,
            FactJson::DecidedByAi { call } => Self::DecidedByAi(call.into()),
            FactJson::ArbitrationOpened => Self::ArbitrationOpened,
            FactJson::ImagesFailed { reason } => Self::ImagesFailed(reason),
            FactJson::TimedOut => Self::TimedOut,
            FactJson::AiPlanted { record } => Self::AiPlanted(Box::new((*record).try_into()?)),
            FactJson::HintAsked => Self::HintAsked,
            FactJson::HintGiven { hint } => Self::HintGiven(hint.into()),
            FactJson::ImagePainted => Self::Viewer(ViewerFact::ImagePainted),
            FactJson::SlicesShown {
                series,
                n_slices,
                shown,
            } => Self::Viewer(ViewerFact::SlicesShown {
                series: SeriesUid::new(series).map_err(ValueError::of)?,
                n_slices,
                shown: shown.into_iter().map(dwell).collect(),
            }),
            FactJson::WindowChanged {
                centre_hu,
                width_hu,
            } => Self::Viewer(ViewerFact::WindowChanged {
                centre_hu,
                width_hu,
            }),
            FactJson::AiOverlay { visibility } => {
                Self::Viewer(ViewerFact::AiOverlay(visibility.into()))
            }
        })
    }
}

impl From<&MarkAnswer> for AnswerJson {
    fn from(answer: &MarkAnswer) -> Self {
        Self {
            place: (&answer.place).into(),
            label: answer.label.as_str().to_owned(),
            confidence: answer.confidence.value(),
            laterality: answer.laterality.map(LateralityJson::from),
        }
    }
}

impl TryFrom<AnswerJson> for MarkAnswer {
    type Error = ValueError;
    fn try_from(answer: AnswerJson) -> Result<Self, ValueError> {
        let label = LabelId::new(&answer.label);
        Ok(Self {
            place: Mark::try_from(answer.place)?,
            label: label.ok_or_else(|| ValueError(format!("not a label: {:?}", answer.label)))?,
            confidence: percent(answer.confidence)?,
            laterality: answer.laterality.map(Laterality::from),
        })
    }
}

impl From<&FindingVerdict> for VerdictJson {
    fn from(verdict: &FindingVerdict) -> Self {
        match verdict {
            FindingVerdict::Accepted => Self::Accepted,
            FindingVerdict::Modified(answer) => Self::Modified {
                answer: answer.into(),
            },
            FindingVerdict::Rejected => Self::Rejected,
        }
    }
}

impl TryFrom<VerdictJson> for FindingVerdict {
    type Error = ValueError;
    fn try_from(verdict: VerdictJson) -> Result<Self, ValueError> {
        Ok(match verdict {
            VerdictJson::Accepted => Self::Accepted,
            VerdictJson::Modified { answer } => Self::Modified(answer.try_into()?),
            VerdictJson::Rejected => Self::Rejected,
        })
    }
}

fn percent(value: u8) -> Result<Percent, ValueError> {
    Percent::new(value).ok_or_else(|| ValueError(format!("expected 0 to 100, found {value}")))
}

pub(crate) fn section_id(text: &str) -> Result<SectionId, ValueError> {
    SectionId::new(text).ok_or_else(|| ValueError(format!("not a report section: {text:?}")))
}

#[cfg(test)]
mod tests;
