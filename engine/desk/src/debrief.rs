//! The debrief: the score of the session, and each case with what was there, what the reader said and what the AI said.

use std::sync::Arc;

use egui::{Grid, RichText, Ui};
use overread_base::{CaseId, CaseTruth, LesionId};
use overread_exam::{
    Accuracy, AiOutcome, CaseGrade, CaseScore, ReadScore, SessionState, TotalScore, Ungraded,
};
use overread_stats::Estimate;

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
    /// The cases of the finished session; none before its end.
    pub(crate) fn past_cases(&mut self, input: &DeskInput<'_>) -> Arc<PastCases> {
        let Some(debrief) = input
            .debrief
            .as_ref()
            .filter(|_| input.view.state == SessionState::Ended)
        else {
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
        for (word, count) in [
            (Word::DebriefNoTruth, total.n_no_truth),
            (Word::DebriefNotSigned, total.n_not_signed),
        ] {
            if count > 0 {
                ui.weak(words.with(word, &[("count", count.into())]));
            }
        }
        widgets::section_heading(ui, &words.text(Word::DebriefScore));
        score_table_ui(ui, words, total);
        numbers_ui(ui, words, total);
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
            grade_ui(ui, words, score, debrief.truths.get(&score.case));
            let case = debrief
                .scenario
                .cases
                .iter()
                .find(|case| case.id == score.case);
            let said = case.map_or("", |case| words.pick(&case.debrief));
            if !said.is_empty() {
                ui.label(said);
            }
            if is_asked {
                self.debrief.wanted = Some(score.case.clone());
                self.has_news = true;
            }
        });
    }
}

/// What was right and wrong in a case, or why nothing is said.
fn grade_ui(ui: &mut Ui, words: &Words, score: &CaseScore, truth: Option<&CaseTruth>) {
    let (first, last, ai) = match &score.grade {
        CaseGrade::Ungraded(Ungraded::NoTruth) => {
            ui.weak(words.text(Word::UngradedNoTruth));
            return;
        }
        CaseGrade::Ungraded(Ungraded::NotSigned) => {
            ui.weak(words.text(Word::UngradedNotSigned));
            return;
        }
        CaseGrade::Graded {
            first, last, ai, ..
        } => (first, last, ai),
    };
    let ai_read = ai.read.as_ref().filter(|_| ai.outcome == AiOutcome::Done);
    if let Some(truth) = truth {
        lesions_ui(ui, words, &score.case, truth, first, last, ai_read);
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

/// First answer, final answer and AI alone, side by side.
fn score_table_ui(ui: &mut Ui, words: &Words, total: &TotalScore) {
    type Row = (
        Word,
        fn(&Accuracy) -> Option<Estimate>,
        fn(&Words, f64) -> String,
    );
    let rows: [Row; 4] = [
        (
            Word::ScoreSensitivity,
            |a| a.sensitivity,
            finding_text::percent,
        ),
        (
            Word::ScoreFalsePositives,
            |a| a.false_positives_per_case,
            |words, rate| words.number(rate, 2),
        ),
        (
            Word::ScoreCaseSensitivity,
            |a| a.case_sensitivity,
            finding_text::percent,
        ),
        (
            Word::ScoreCaseSpecificity,
            |a| a.case_specificity,
            finding_text::percent,
        ),
    ];
    Grid::new("score")
        .num_columns(4)
        .spacing([18.0, 5.0])
        .striped(true)
        .show(ui, |ui| {
            ui.label("");
            for word in [Word::ScoreFirst, Word::ScoreLast, Word::ScoreAi] {
                ui.label(RichText::new(words.text(word)).color(tokens::TEXT_BRIGHT));
            }
            ui.end_row();
            for (name, of, written) in rows {
                ui.label(words.text(name));
                for accuracy in [Some(&total.first), Some(&total.last), total.ai.as_ref()] {
                    let text = accuracy.and_then(of).map_or_else(
                        || "–".to_owned(),
                        |e| {
                            format!(
                                "{}  ({} – {})",
                                written(words, e.value),
                                written(words, e.lower),
                                written(words, e.upper)
                            )
                        },
                    );
                    ui.label(text);
                }
                ui.end_row();
            }
        });
    ui.weak(words.text(Word::ScoreIntervals));
}

/// What changed with the AI, reliance, and times.
fn numbers_ui(ui: &mut Ui, words: &Words, total: &TotalScore) {
    ui.label(words.with(
        Word::ScoreSwitches,
        &[
            ("rescued", total.switches.rescued.into()),
            ("lost", total.switches.lost.into()),
            ("gained", total.switches.false_positives_gained.into()),
            ("dropped", total.switches.false_positives_dropped.into()),
        ],
    ));
    let verdicts = &total.verdicts;
    ui.label(words.with(
        Word::ScoreVerdicts,
        &[
            ("rightkept", verdicts.right_kept.into()),
            ("rightrejected", verdicts.right_rejected.into()),
            ("wrongkept", verdicts.wrong_kept.into()),
            ("wrongrejected", verdicts.wrong_rejected.into()),
            ("supplemented", verdicts.supplemented.into()),
        ],
    ));
    if let Some(reliance) = &total.reliance {
        let rates = [
            (Word::RelianceOver, reliance.over_reliance),
            (Word::RelianceUnder, reliance.under_reliance),
            (Word::RelianceSwitch, reliance.switch_fraction),
        ];
        for (word, rate) in rates {
            if let Some(rate) = rate {
                let value = finding_text::percent(words, rate.value);
                ui.label(words.with(word, &[("value", value.into()), ("n", rate.n.into())]));
            }
        }
    }
    let times = [
        (Word::TimeCase, total.median_case_time),
        (Word::TimeToReveal, total.median_to_reveal),
        (Word::TimeAfterReveal, total.median_after_reveal),
    ];
    for (word, time) in times {
        if let Some(time) = time {
            ui.label(words.with(word, &[("time", clock(time).into())]));
        }
    }
}

/// Each lesion of the truth: who found it.
fn lesions_ui(
    ui: &mut Ui,
    words: &Words,
    case: &CaseId,
    truth: &CaseTruth,
    first: &ReadScore,
    last: &ReadScore,
    ai: Option<&ReadScore>,
) {
    if truth.lesions.is_empty() {
        ui.label(RichText::new(words.text(Word::TruthNormal)).color(tokens::TRUTH));
        return;
    }
    Grid::new(("lesions", case))
        .num_columns(4)
        .spacing([18.0, 4.0])
        .show(ui, |ui| {
            for lesion in &truth.lesions {
                let size = words.number(lesion.radius_mm * 2.0, 0);
                let name = finding_text::code(words, &lesion.code);
                let side = lesion
                    .laterality
                    .map(|side| finding_text::side(words, side))
                    .unwrap_or_default();
                let text = format!("{name} {size} {}  {side}", words.text(Word::UnitMm));
                ui.label(RichText::new(text).color(tokens::TRUTH));
                for (who, read) in [
                    (Word::ScoreFirst, Some(first)),
                    (Word::ScoreLast, Some(last)),
                    (Word::ScoreAi, ai),
                ] {
                    hit_ui(ui, words, who, &lesion.id, read);
                }
                ui.end_row();
            }
        });
}

fn hit_ui(ui: &mut Ui, words: &Words, who: Word, lesion: &LesionId, read: Option<&ReadScore>) {
    let who = words.text(who);
    match read {
        Some(read) if read.hit.contains(lesion) => {
            let text = format!("{who}: {}", words.text(Word::LesionHit));
            ui.label(RichText::new(text).color(tokens::GOOD));
        }
        Some(_) => {
            let text = format!("{who}: {}", words.text(Word::LesionMissed));
            ui.label(RichText::new(text).color(tokens::ERROR));
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
            ui.label(RichText::new(text).color(color));
        }
    });
}
