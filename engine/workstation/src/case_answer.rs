//! What a finished session holds about one case: the AI result, and the reader's final report as a statement.

use std::collections::BTreeMap;

use overread_base::{
    AiResult, Assessed, CaseId, Certainty, Code, Finding, FindingId, LocalText, Mark, MarkId,
    ReportSection, SeriesUid, StudyProbability, StudyUid, Verdict,
};
use overread_dicom::{Completion, ReaderReport, ReportedFinding};
use overread_exam::{
    CaseFact, Event, FindingVerdict, MarkAnswer, Percent, ReaderMark, SessionPlan, StampedEvent,
};
use overread_scenario::{LabelChoice, LabelId, SectionId};

/// The answers to one case as they stood in the end.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseAnswer {
    /// The AI result, if one arrived.
    pub ai: Option<AiResult>,
    /// The reader's own marks.
    pub marks: Vec<ReaderMark>,
    /// The verdicts on AI findings, with remarks.
    pub verdicts: BTreeMap<FindingId, (FindingVerdict, Option<String>)>,
    /// The report by section.
    pub sections: BTreeMap<SectionId, String>,
    /// How likely a target lesion is in the case, in the reader's view.
    pub rating: Option<Percent>,
    /// Whether the report was signed.
    pub is_signed: bool,
    /// Whether the reader saw the AI result.
    pub was_revealed: bool,
}

impl CaseAnswer {
    /// Out of the events of a session; `None` if the case was never opened.
    #[must_use]
    pub fn of(events: &[StampedEvent], wanted: &CaseId) -> Option<Self> {
        let mut answer = None;
        for stamped in events {
            if let Event::Case { case, fact } = &stamped.event
                && case == wanted
            {
                answer.get_or_insert_with(Self::default).take(fact);
            }
        }
        answer
    }

    fn take(&mut self, fact: &CaseFact) {
        match fact {
            CaseFact::MarkSet(mark) => match self.marks.iter_mut().find(|m| m.id == mark.id) {
                Some(known) => known.clone_from(mark),
                None => self.marks.push(mark.clone()),
            },
            CaseFact::MarkDeleted(id) => self.delete(id),
            CaseFact::Rated(rating) => self.rating = Some(*rating),
            CaseFact::AiReceived(result) => self.ai = Some(AiResult::clone(result)),
            CaseFact::AiRevealed => self.was_revealed = true,
            CaseFact::VerdictGiven {
                finding,
                verdict,
                note,
            } => {
                self.verdicts
                    .insert(finding.clone(), (verdict.clone(), note.clone()));
            }
            CaseFact::ReportEdited { section, text } => {
                self.sections.insert(section.clone(), text.clone());
            }
            CaseFact::Signed => self.is_signed = true,
            CaseFact::Opened
            | CaseFact::FirstReadLocked
            | CaseFact::Answered { .. }
            | CaseFact::AiRequested
            | CaseFact::AiWithheld
            | CaseFact::DecidedByAi(_)
            | CaseFact::ArbitrationOpened
            | CaseFact::ImagesFailed(_)
            | CaseFact::TimedOut
            | CaseFact::AiPlanted(_)
            | CaseFact::HintAsked
            | CaseFact::HintGiven(_)
            | CaseFact::Viewer(_) => {}
        }
    }

    fn delete(&mut self, id: &MarkId) {
        self.marks.retain(|mark| mark.id != *id);
    }

    /// The final report: the reader's marks, the verdicts on AI findings and the texts, about `study`.
    ///
    /// Labels that the reader was asked about and did not mark in a signed report are stated as absent in `main`, the
    /// series that was read. `locale` is the language of the texts.
    #[must_use]
    pub fn report(
        &self,
        plan: &SessionPlan,
        study: &StudyUid,
        main: &SeriesUid,
        locale: &str,
    ) -> ReaderReport {
        let labels = &plan.questions.labels;
        let marks = self.marks.iter().map(|mark| ReportedFinding {
            finding: own_finding(mark, labels),
            verdict: None,
        });
        let ai = self.ai.as_ref().filter(|_| self.was_revealed);
        let judged = ai.map_or(&[][..], AiResult::findings).iter();
        let judged = judged.filter_map(|finding| self.judged(finding, labels, locale));
        let findings: Vec<ReportedFinding> = marks.chain(judged).collect();
        let is_stated = |code: &Code| {
            findings.iter().any(|f| {
                f.verdict != Some(Verdict::Rejected) && f.finding.code.is_same_concept(code)
            })
        };
        let absent = labels
            .iter()
            .map(code_of)
            .filter(|code| self.is_signed && !is_stated(code));
        let assessed = absent
            .map(|code| Assessed {
                code,
                series: main.clone(),
            })
            .collect();
        let text = |value: &str| LocalText {
            locale: locale.to_owned(),
            value: value.to_owned(),
        };
        let section = |(id, value): (&SectionId, &String)| ReportSection {
            section: id.as_str().to_owned(),
            text: vec![text(value)],
        };
        let said = self
            .sections
            .iter()
            .filter(|(_, text)| !text.trim().is_empty());
        ReaderReport {
            reader: plan.reader.as_str().to_owned(),
            organization: None,
            study: study.clone(),
            completion: if self.is_signed {
                Completion::Complete
            } else {
                Completion::Partial
            },
            probability: self.rating.map(|rating| StudyProbability {
                value: fraction(rating.value()),
                threshold: fraction(plan.questions.positive_from),
            }),
            assessed,
            sections: said.map(section).collect(),
            findings,
        }
    }

    /// An AI finding with the reader's verdict; `None` without one.
    fn judged(
        &self,
        finding: &Finding,
        labels: &[LabelChoice],
        locale: &str,
    ) -> Option<ReportedFinding> {
        let (verdict, note) = self.verdicts.get(&finding.id)?;
        let mut finding = finding.clone();
        if let FindingVerdict::Modified(answer) = verdict {
            finding.marks = vec![answer.place.clone()];
            finding.code = label_code(&answer.label, labels);
            finding.probability = Some(fraction(answer.confidence.value()));
        }
        finding.notes = note
            .iter()
            .map(|value| LocalText {
                locale: locale.to_owned(),
                value: value.clone(),
            })
            .collect();
        Some(ReportedFinding {
            finding,
            verdict: Some(verdict.verdict()),
        })
    }
}

fn own_finding(mark: &ReaderMark, labels: &[LabelChoice]) -> Finding {
    let MarkAnswer {
        place,
        label,
        confidence,
        laterality,
    } = &mark.answer;
    Finding {
        id: finding_id(&mark.id),
        code: label_code(label, labels),
        site: None,
        laterality: *laterality,
        probability: Some(fraction(confidence.value())),
        certainty: Some(Certainty::Present),
        category: None,
        marks: vec![Mark::clone(place)],
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

/// The reader's marks stand beside AI findings, whose ids may be alike.
fn finding_id(mark: &MarkId) -> FindingId {
    FindingId::new(format!("reader-{mark}"))
        .unwrap_or_else(|_| unreachable!("session-made ids are `m` and a number"))
}

fn label_code(label: &LabelId, labels: &[LabelChoice]) -> Code {
    let known = labels.iter().find(|choice| choice.id == *label);
    known.map_or_else(
        || Code::new("99OVERREAD", label.as_str(), label.as_str()),
        code_of,
    )
}

/// The code of a label: the standard one where there is one, else the scenario's own word.
fn code_of(label: &LabelChoice) -> Code {
    if label.id.as_str() == "nodule" {
        return Code::nodule();
    }
    let meaning = LocalText::pick(&label.text, "en").unwrap_or(label.id.as_str());
    Code::new("99OVERREAD", label.id.as_str(), meaning)
}

fn fraction(percent: u8) -> f32 {
    f32::from(percent) / 100.0
}

#[cfg(test)]
mod tests;
