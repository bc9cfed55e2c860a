//! What an exam plugin is told of a session: the journal's facts as events of the contract, in order. Decides nothing.

use overread_base::{
    AiReport, AiResult, CaseId, Certainty, Code, Finding, FindingId, ItemId, Millis,
    StudyProbability,
};

use crate::case_state::CaseState;
use crate::{
    Call, CaseFact, Event, ExamAnswer, ExamEvent, ExamFact, FindingVerdict, MarkAnswer, Percent,
    ReaderMark, Session, SessionEnd, StampedEvent, StampedExamEvent, ViewerFact, Visibility,
};

impl Session {
    /// What the exam plugin is told of an event that was just applied; `None` if it is none of its business, or if the
    /// session has no exam.
    #[must_use]
    pub fn exam_event(&self, applied: &StampedEvent) -> Option<StampedExamEvent> {
        let event = match &applied.event {
            Event::Case { case, fact } => self.case_event(case, fact, applied.at)?,
            Event::Exam(ExamFact::TimedOut(case)) => ExamEvent::TimedOut(self.item_id(case)?),
            // When the time is over, or the supervisor says so, an exam ends as it stands.
            Event::Ended(SessionEnd::Complete | SessionEnd::TimeUp | SessionEnd::Sealed) => {
                ExamEvent::Finished
            }
            Event::Ended(SessionEnd::Abandoned) => ExamEvent::Other {
                kind: "abandoned".to_owned(),
                fields: Vec::new(),
            },
            Event::Exam(ExamFact::Turned(_) | ExamFact::Faulted(_) | ExamFact::Graded(_))
            | Event::Paused
            | Event::Resumed
            | Event::Proctor(_)
            | Event::Recovered { .. } => return None,
        };
        self.plan.exam.as_ref()?;
        let at = applied.at;
        Some(StampedExamEvent { at, event })
    }

    fn item_id(&self, case: &CaseId) -> Option<ItemId> {
        let plan = &self.plan.exam.as_ref()?.plan;
        plan.item_of(case).map(|item| item.id.clone())
    }

    fn case_event(&self, id: &CaseId, fact: &CaseFact, at: Millis) -> Option<ExamEvent> {
        let item = self.item_id(id)?;
        let case = self.cases.get(id)?;
        match fact {
            CaseFact::Opened => Some(ExamEvent::Opened(item)),
            CaseFact::FirstReadLocked | CaseFact::AiRequested => {
                Some(ExamEvent::AnsweredFirst(first_answer(case, item, at)))
            }
            CaseFact::AiRevealed | CaseFact::Viewer(ViewerFact::AiOverlay(Visibility::Shown)) => {
                Some(ExamEvent::AiShown(item))
            }
            CaseFact::Viewer(ViewerFact::AiOverlay(Visibility::Hidden)) => {
                Some(ExamEvent::AiHidden(item))
            }
            CaseFact::TimedOut => Some(ExamEvent::TimedOut(item)),
            CaseFact::DecidedByAi(call) => Some(ExamEvent::Other {
                kind: "decided-by-ai".to_owned(),
                fields: vec![
                    ("item".to_owned(), item.to_string()),
                    ("call".to_owned(), call_word(*call).to_owned()),
                ],
            }),
            CaseFact::HintGiven(hint) if !hint.text.is_empty() => Some(ExamEvent::Other {
                kind: "hint-given".to_owned(),
                fields: vec![("item".to_owned(), item.to_string())],
            }),
            CaseFact::Signed => Some(ExamEvent::Answered(final_answer(case, item, at))),
            CaseFact::MarkSet(_)
            | CaseFact::MarkDeleted(_)
            | CaseFact::Rated(_)
            | CaseFact::AiReceived(_)
            | CaseFact::VerdictGiven { .. }
            | CaseFact::ReportEdited { .. }
            | CaseFact::Answered { .. }
            | CaseFact::AiWithheld
            | CaseFact::ArbitrationOpened
            | CaseFact::ImagesFailed(_)
            | CaseFact::AiPlanted(_)
            | CaseFact::HintAsked
            | CaseFact::HintGiven(_)
            | CaseFact::Viewer(
                ViewerFact::ImagePainted
                | ViewerFact::SlicesShown { .. }
                | ViewerFact::WindowChanged { .. },
            ) => None,
        }
    }
}

fn call_word(call: Call) -> &'static str {
    match call {
        Call::Positive => "positive",
        Call::Negative => "negative",
    }
}

fn first_answer(case: &CaseState, item: ItemId, at: Millis) -> ExamAnswer {
    let marks = case.first.as_ref().map_or(&[][..], |first| &first.marks);
    ExamAnswer {
        item,
        report: report(marks.iter().map(own_finding).collect(), case.rating),
        confidence: case.rating,
        decisions: Vec::new(),
        reading: case.time_between(case.start(), at),
        ai_visible: Millis(0),
    }
}

fn final_answer(case: &CaseState, item: ItemId, at: Millis) -> ExamAnswer {
    let revealed = case.revealed().map_or(&[][..], AiResult::findings);
    let verdicts = revealed.iter().filter_map(|finding| {
        let given = case.verdicts.get(&finding.id)?;
        Some((finding, &given.verdict))
    });
    let mut findings: Vec<Finding> = case.marks.iter().map(own_finding).collect();
    findings.extend(
        verdicts
            .clone()
            .filter_map(|(finding, verdict)| taken_over(finding, verdict)),
    );
    ExamAnswer {
        item,
        report: report(findings, case.rating),
        confidence: case.rating,
        decisions: verdicts
            .map(|(finding, verdict)| (finding.id.clone(), verdict.verdict()))
            .collect(),
        reading: case.time_between(case.start(), at),
        ai_visible: case.ai_visible_until(at),
    }
}

fn report(findings: Vec<Finding>, rating: Option<Percent>) -> AiReport {
    AiReport {
        probability: rating.map(|rating| StudyProbability {
            value: f32::from(rating.value()) / 100.0,
            threshold: 0.5,
        }),
        findings,
        ..AiReport::default()
    }
}

fn own_finding(mark: &ReaderMark) -> Finding {
    finding_of(mark.id.as_str(), &mark.answer)
}

/// The AI finding as it stands in the reader's final answer; `None` if the reader rejected it.
fn taken_over(finding: &Finding, verdict: &FindingVerdict) -> Option<Finding> {
    let id = format!("ai:{}", finding.id);
    match verdict {
        FindingVerdict::Accepted => Some(Finding {
            id: finding_id(&id),
            ..crate::casebook::without_masks(finding)
        }),
        FindingVerdict::Modified(answer) => Some(finding_of(&id, answer)),
        FindingVerdict::Rejected => None,
    }
}

fn finding_of(id: &str, answer: &MarkAnswer) -> Finding {
    let label = answer.label.as_str();
    Finding {
        id: finding_id(id),
        code: Code {
            scheme: "99OVERREAD".to_owned(),
            value: label.to_owned(),
            meaning: label.to_owned(),
        },
        site: None,
        laterality: None,
        probability: Some(f32::from(answer.confidence.value()) / 100.0),
        certainty: Some(Certainty::Present),
        category: None,
        marks: vec![answer.place.clone()],
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

/// A mark's id, or a finding's with `ai:` before it. One that would be too long for an id is told by its place only.
fn finding_id(id: &str) -> FindingId {
    FindingId::new(id)
        .or_else(|_too_long| FindingId::new("ai:long-id"))
        .unwrap_or_else(|_| unreachable!("a constant that is an id"))
}
