//! The debrief: the score of the session, and each case with what was there, what the reader said and what the AI said.

mod asked;
mod curve;
mod pass;
mod planted;
mod rated;
mod reliance;
mod score;
mod shares;
mod totals;

pub(crate) use pass::{bar_word, figure_text, metric_word};

use std::sync::Arc;

use egui::{RichText, Ui};
use overread_base::{CaseId, CaseTruth, LesionId, has_diameter};
use overread_exam::{
    AiOutcome, CaseAssessment, CaseGrade, CaseScore, PlantedOutcome, ReadScore, Ungraded, pass_of,
};

use crate::desk::Desk;
use crate::finding_text;
use crate::report::clock;
use crate::scene::{PastCases, past_cases};
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};
use crate::{DeskDebrief, DeskInput};

/// What the debrief remembers between frames.
#[derive(Debug, Default)]
pub(crate) struct DebriefState {
    /// The case that the viewer should show.
    pub(crate) wanted: Option<CaseId>,
    /// The cases as the events tell them, with the number of events they were made from.
    past: Option<(usize, Arc<PastCases>)>,
}

impl DebriefState {
    /// The cases of the session, once they may be told: after its end, and while feedback is shown.
    pub(crate) fn past_cases(&mut self, input: &DeskInput<'_>) -> Arc<PastCases> {
        let Some(debrief) = input.told() else {
            return Arc::default();
        };
        match &self.past {
            Some((n_events, past)) if *n_events == debrief.events.len() => past.clone(),
            Some(_) | None => {
                let past = Arc::new(past_cases(debrief.events));
                self.past = Some((debrief.events.len(), past.clone()));
                past
            }
        }
    }
}

impl Desk {
    pub(crate) fn debrief_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        debrief: &DeskDebrief<'_>,
        past: &PastCases,
    ) {
        self.practice_end_ui(ui, input);
        let words = &self.words;
        let total = &debrief.score.total;
        let graded = words.with(
            Word::DebriefGraded,
            &[
                ("graded", total.n_graded.into()),
                ("count", debrief.score.cases.len().into()),
            ],
        );
        ui.label(graded);
        for bar in &debrief.score.bars {
            let word = bar_word(*bar);
            ui.label(RichText::new(words.text(word)).color(tokens::ERROR));
        }
        for (word, count) in [
            (Word::DebriefNoTruth, total.n_no_truth),
            (Word::DebriefNotSigned, total.n_not_signed),
        ] {
            if count > 0 {
                ui.weak(words.with(word, &[("count", count.into())]));
            }
        }
        if let Some(seat) = &input.view.design.certification {
            pass::pass_ui(ui, words, &pass_of(debrief.score, &seat.terms));
        }
        let assessment = debrief.score.assessment.as_deref();
        if let Some(assessment) = assessment {
            totals::points_ui(ui, words, assessment);
        }
        widgets::section_heading(ui, &words.text(Word::DebriefScore));
        score::table_ui(ui, words, total);
        score::numbers_ui(ui, words, total);
        curve::curve_ui(ui, words, &debrief.score.cases);
        if let Some(assessment) = assessment {
            totals::by_state_ui(ui, words, assessment);
            reliance::reliance_ui(ui, words, total, assessment);
            reliance::modes_ui(ui, words, assessment);
            totals::further_ui(ui, words, assessment);
        } else {
            score::reliance_ui(ui, words, total);
        }
        score::times_ui(ui, words, total);
        widgets::section_heading(ui, &words.text(Word::DebriefCases));
        for (number, score) in (1..).zip(&debrief.score.cases) {
            self.case_debrief_ui(ui, input, debrief, past, number, score);
        }
    }

    fn case_debrief_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        debrief: &DeskDebrief<'_>,
        past: &PastCases,
        number: usize,
        score: &CaseScore,
    ) {
        let is_wanted = self.debrief.wanted.as_ref() == Some(&score.case);
        let texts = input.texts.cases.get(&score.case);
        let title = texts.map_or(score.case.as_str(), |texts| self.words.pick(&texts.title));
        let edge = if is_wanted {
            tokens::ACCENT
        } else {
            tokens::LINE
        };
        widgets::card(ui, edge, |ui| {
            let words = &self.words;
            let mut is_asked = false;
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(format!("{number}  {title}")).color(tokens::TEXT_BRIGHT));
                if let Some(time) = score.times.case {
                    ui.weak(words.with(Word::DebriefTime, &[("time", clock(time).into())]));
                }
                if let Some(coverage) = score.slice_coverage {
                    let share = finding_text::percent(words, coverage);
                    ui.weak(words.with(Word::DebriefCoverage, &[("share", share.into())]));
                }
                is_asked = past.contains_key(&score.case)
                    && ui
                        .selectable_label(is_wanted, words.text(Word::DebriefShow))
                        .clicked();
            });
            self.case_told_ui(ui, input, debrief, past, score);
            if is_asked {
                self.debrief.wanted = Some(score.case.clone());
                self.has_news = true;
            }
            if is_wanted {
                self.review_ui(ui, input, debrief, &score.case);
            }
        });
    }
}

impl Desk {
    /// What was there in a case, what the answers and the AI made of it, and what its author says.
    pub(crate) fn case_told_ui(
        &self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        debrief: &DeskDebrief<'_>,
        past: &PastCases,
        score: &CaseScore,
    ) {
        let words = &self.words;
        grade_ui(ui, words, score, debrief.truths.get(&score.case));
        let case = debrief
            .scenario
            .cases
            .iter()
            .find(|case| case.id == score.case);
        let assessed = assessed(debrief, &score.case);
        if let Some(assessed) = assessed {
            totals::case_line_ui(ui, words, assessed);
            rated::rated_ui(ui, words, assessed);
        }
        if let Some(past) = past.get(&score.case) {
            let outcome = outcome(debrief, &score.case);
            planted::planted_ui(ui, words, past, outcome, reads_of(score));
            let asked = asked::Asked {
                words,
                texts: input.texts,
                design: input.view.design,
                case,
                past,
                scores: assessed.map_or(&[][..], |assessed| &assessed.questions),
            };
            asked.ui(ui, &score.case);
        }
        let said = case.map_or("", |case| words.pick(&case.debrief));
        if said.is_empty() {
            self.fact_ui(ui, debrief, score);
        } else {
            ui.label(said);
        }
    }
}

impl Desk {
    /// What is said about a case whose author says nothing.
    fn fact_ui(&self, ui: &mut Ui, debrief: &DeskDebrief<'_>, score: &CaseScore) {
        let truth = debrief.truths.get(&score.case);
        let n = truth.map_or(0, |truth| truth.lesions.len());
        let CaseGrade::Graded { last, ai, .. } = &score.grade else {
            return;
        };
        if n == 0 {
            return;
        }
        let of_ai = ai.read.as_ref().map(|read| read.hit.len().to_string());
        let args = [
            ("count", n.into()),
            ("found", last.hit.len().into()),
            ("ai", of_ai.unwrap_or_else(|| "–".to_owned()).into()),
        ];
        ui.label(self.words.with(Word::FeedbackFact, &args));
    }
}

/// Why nothing is said about a case.
fn ungraded_word(why: Ungraded) -> Word {
    match why {
        Ungraded::NoTruth => Word::UngradedNoTruth,
        Ungraded::NotSigned => Word::UngradedNotSigned,
        Ungraded::NoImages => Word::UngradedNoImages,
        Ungraded::NotRated => Word::UngradedNotRated,
        Ungraded::DecidedByAi => Word::UngradedDecidedByAi,
    }
}

/// What rubric v2 says about a case.
fn assessed<'d>(debrief: &DeskDebrief<'d>, case: &CaseId) -> Option<&'d CaseAssessment> {
    let assessment = debrief.score.assessment.as_deref()?;
    assessment
        .cases
        .iter()
        .find(|assessed| assessed.case == *case)
}

/// What became of the error that was planted in a case.
fn outcome<'d>(debrief: &DeskDebrief<'d>, case: &CaseId) -> Option<&'d PlantedOutcome> {
    let assessment = debrief.score.assessment.as_deref()?;
    assessment
        .planted
        .iter()
        .find(|planted| planted.case == *case)
}

/// The reader's first and final answer, where they were graded.
fn reads_of(score: &CaseScore) -> Option<(&ReadScore, &ReadScore)> {
    match &score.grade {
        CaseGrade::Graded { first, last, .. } => Some((first, last)),
        CaseGrade::Ungraded(_) => None,
    }
}

/// What was right and wrong in a case, or why nothing is said.
fn grade_ui(ui: &mut Ui, words: &Words, score: &CaseScore, truth: Option<&CaseTruth>) {
    let (first, last, ai) = match &score.grade {
        CaseGrade::Ungraded(why) => {
            ui.weak(words.text(ungraded_word(*why)));
            return;
        }
        CaseGrade::Graded {
            first, last, ai, ..
        } => (first, last, ai),
    };
    let ai_read = ai.read.as_ref().filter(|_| ai.outcome == AiOutcome::Done);
    if let Some(truth) = truth {
        lesions_ui(ui, words, truth, first, last, ai_read);
    }
    reads_ui(ui, words, first, last, ai_read);
    let outcome = match ai.outcome {
        AiOutcome::NotRun => Some(Word::AiNotRun),
        AiOutcome::Failed => Some(Word::AiFailed),
        AiOutcome::NotUsed | AiOutcome::Done => None,
    };
    if let Some(word) = outcome {
        ui.weak(words.text(word));
    }
}

/// Each lesion of the truth: who found it.
fn lesions_ui(
    ui: &mut Ui,
    words: &Words,
    truth: &CaseTruth,
    first: &ReadScore,
    last: &ReadScore,
    ai: Option<&ReadScore>,
) {
    if truth.lesions.is_empty() {
        ui.label(RichText::new(words.text(Word::TruthNormal)).color(tokens::TRUTH));
        return;
    }
    for lesion in &truth.lesions {
        ui.horizontal_wrapped(|ui| {
            let mut text = finding_text::code(words, &lesion.code);
            // Of a fluid or of emphysema the sphere of equal volume has a diameter that says nothing.
            if has_diameter(&lesion.code) {
                let size = words.number(lesion.radius_mm * 2.0, 0);
                text.push_str(&format!(" {size} {}", words.text(Word::UnitMm)));
            }
            let side = lesion
                .laterality
                .map(|side| finding_text::side(words, side));
            if let Some(side) = side {
                text.push_str(", ");
                text.push_str(&side);
            }
            ui.label(RichText::new(text).color(tokens::TRUTH));
            let reads = [
                (Word::ScoreFirst, Some(first)),
                (Word::ScoreLast, Some(last)),
                (Word::ScoreAi, ai),
            ];
            for (who, read) in reads {
                hit_ui(ui, words, who, &lesion.id, read);
            }
        });
    }
}

fn hit_ui(ui: &mut Ui, words: &Words, who: Word, lesion: &LesionId, read: Option<&ReadScore>) {
    let who = words.text(who);
    match read {
        Some(read) if read.hit.contains(lesion) => {
            let text = format!("{who}: {}", words.text(Word::LesionHit));
            widgets::whole_label(ui, RichText::new(text).color(tokens::GOOD));
        }
        Some(_) => {
            let text = format!("{who}: {}", words.text(Word::LesionMissed));
            widgets::whole_label(ui, RichText::new(text).color(tokens::ERROR));
        }
        None => {
            ui.weak(format!("{who}: –"));
        }
    }
}

/// Rating and false marks of each answer.
fn reads_ui(
    ui: &mut Ui,
    words: &Words,
    first: &ReadScore,
    last: &ReadScore,
    ai: Option<&ReadScore>,
) {
    let reads = [
        (Word::ScoreFirst, Some(first)),
        (Word::ScoreLast, Some(last)),
        (Word::ScoreAi, ai),
    ];
    ui.horizontal_wrapped(|ui| {
        for (who, read) in reads {
            let Some(read) = read else { continue };
            let rating = read
                .rating
                .map_or_else(|| "–".to_owned(), |rating| rating.to_string());
            let text = words.with(
                Word::ReadLine,
                &[
                    ("who", words.text(who).into()),
                    ("rating", rating.into()),
                    ("false", read.false_positives.into()),
                ],
            );
            let color = if read.is_call_right {
                tokens::TEXT
            } else {
                tokens::WARNING
            };
            let text = widgets::judged(read.is_call_right, &text);
            widgets::whole_label(ui, RichText::new(text).color(color));
        }
    });
}
