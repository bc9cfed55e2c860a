//! Over all cases by rubric v2: points, answers by what the AI result was worth, topics of the form, calibration, times.

use egui::{RichText, Ui};
use overread_exam::{AiState, Assessment, Closing, StateAccuracy};
use overread_stats::{Calibration, Estimate};

use crate::finding_text::plain;
use crate::report::clock;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

use super::planted::has_misled;
use super::shares::share_text;

/// The words for what an AI result was worth.
#[must_use]
pub(super) fn state_word(state: AiState) -> Word {
    match state {
        AiState::Without => Word::StateWithout,
        AiState::Right => Word::StateRight,
        AiState::FalsePositive => Word::StateFalsePositive,
        AiState::FalseNegative => Word::StateFalseNegative,
        AiState::OtherError => Word::StateOtherError,
        AiState::Defect => Word::StateDefect,
        AiState::VersionChanged => Word::StateVersion,
    }
}

/// Points, planted errors in sum, and how cases were closed other than by signing.
pub(super) fn points_ui(ui: &mut Ui, words: &Words, of: &Assessment) {
    let points = &of.points;
    if points.n_cases > 0 {
        let [earned, possible] = [points.earned, points.possible].map(|part| words.number(part, 2));
        let args = [("earned", earned.into()), ("possible", possible.into())];
        let text = RichText::new(words.with(Word::DebriefPoints, &args));
        ui.label(text.color(tokens::TEXT_BRIGHT).strong());
        if points.share.is_some() {
            let share = share_text(words, points.share);
            ui.label(words.with(Word::DebriefPointsShare, &[("share", share.into())]));
        }
    }
    if points.n_awaited > 0 {
        let text = words.with(
            Word::DebriefPointsAwaited,
            &[("count", points.n_awaited.into())],
        );
        ui.label(RichText::new(text).color(tokens::WARNING));
    }
    let real = of.planted.iter().filter(|planted| !planted.is_void);
    let count = real.clone().count();
    if count > 0 {
        let misled = real.clone().filter(|planted| has_misled(planted));
        let noticed = real
            .clone()
            .filter(|planted| planted.is_noticed == Some(true));
        let args = [
            ("count", count.into()),
            ("misled", misled.count().into()),
            ("noticed", noticed.count().into()),
        ];
        let text = RichText::new(words.with(Word::PlantedTotal, &args));
        ui.label(text.color(tokens::WARNING));
    }
    for (closing, count) in &of.closings {
        let word = match closing {
            Closing::TimedOut => Word::ClosingTimedOut,
            Closing::DecidedByAi => Word::ClosingDecided,
            Closing::NoImages => Word::ClosingNoImages,
            // The lines above tell of these.
            Closing::Signed | Closing::NotClosed => continue,
        };
        if *count > 0 {
            ui.weak(words.with(word, &[("count", (*count).into())]));
        }
    }
}

/// The answers split by what the AI result was worth.
pub(super) fn by_state_ui(ui: &mut Ui, words: &Words, of: &Assessment) {
    if of.by_state.is_empty() {
        return;
    }
    widgets::section_heading(ui, &words.text(Word::DebriefByState));
    for state in &of.by_state {
        widgets::card(ui, tokens::LINE, |ui| state_ui(ui, words, state));
    }
}

fn state_ui(ui: &mut Ui, words: &Words, of: &StateAccuracy) {
    ui.horizontal_wrapped(|ui| {
        let name = RichText::new(words.text(state_word(of.state)));
        ui.label(name.color(tokens::TEXT_BRIGHT));
        ui.weak(words.with(Word::StateCases, &[("count", of.last.n_cases.into())]));
        if let Some(time) = of.median_case_time {
            ui.weak(words.with(Word::TimeCase, &[("time", clock(time).into())]));
        }
    });
    let rows: [(Word, [Option<Estimate>; 2]); 2] = [
        (
            Word::StateSensitivity,
            [of.first.case_sensitivity, of.last.case_sensitivity],
        ),
        (
            Word::StateSpecificity,
            [of.first.case_specificity, of.last.case_specificity],
        ),
    ];
    for (word, reads) in rows {
        // Without a first answer nothing leads to the last one.
        let shares = reads.into_iter().flatten();
        let shares: Vec<String> = shares.map(|share| share_text(words, Some(share))).collect();
        if !shares.is_empty() {
            ui.label(words.with(word, &[("shares", shares.join(" → ").into())]));
        }
    }
}

/// Topics of the form, calibration and the way back from interruptions, behind a heading that opens.
pub(super) fn further_ui(ui: &mut Ui, words: &Words, of: &Assessment) {
    let found = &of.calibrations;
    let is_calibrated = found.first.is_some() || found.last.is_some() || found.forecast.is_some();
    if of.cells.is_empty() && !is_calibrated && of.reentry.median.is_none() {
        return;
    }
    ui.add_space(8.0);
    egui::CollapsingHeader::new(words.text(Word::FurtherFigures))
        .id_salt("further figures")
        .show(ui, |ui| figures_ui(ui, words, of));
}

fn figures_ui(ui: &mut Ui, words: &Words, of: &Assessment) {
    if !of.cells.is_empty() {
        widgets::section_heading(ui, &words.text(Word::CellsHeading));
        for cell in &of.cells {
            let name = plain(&cell.name);
            ui.label(match cell.share {
                Some(share) => {
                    let share = share_text(words, Some(share));
                    words.with(
                        Word::CellLine,
                        &[("name", name.into()), ("share", share.into())],
                    )
                }
                None => words.with(
                    Word::CellTooFew,
                    &[("name", name.into()), ("n", cell.n.into())],
                ),
            });
        }
    }
    calibration_ui(ui, words, of);
    if let Some(median) = of.reentry.median {
        let args = [("time", clock(median).into()), ("n", of.reentry.n.into())];
        ui.label(words.with(Word::ReentryLine, &args));
    }
}

fn calibration_ui(ui: &mut Ui, words: &Words, of: &Assessment) {
    let found: [(Word, &Option<Calibration>); 3] = [
        (Word::CalibrationFirst, &of.calibrations.first),
        (Word::CalibrationLast, &of.calibrations.last),
        (Word::CalibrationForecast, &of.calibrations.forecast),
    ];
    if found.iter().all(|(_, calibration)| calibration.is_none()) {
        return;
    }
    widgets::section_heading(ui, &words.text(Word::CalibrationHeading));
    for (word, calibration) in found {
        if let Some(calibration) = calibration {
            let brier = words.number(calibration.brier, 3);
            ui.label(words.with(
                word,
                &[("brier", brier.into()), ("n", calibration.n.into())],
            ));
        }
    }
}

/// The points of one case, and what its AI result was worth.
pub(super) fn case_line_ui(ui: &mut Ui, words: &Words, of: &overread_exam::CaseAssessment) {
    ui.horizontal_wrapped(|ui| {
        if let Some(points) = &of.points {
            let [earned, possible] =
                [points.earned, points.possible].map(|part| words.number(part, 2));
            let args = [("earned", earned.into()), ("possible", possible.into())];
            ui.label(RichText::new(words.with(Word::CasePoints, &args)).color(tokens::TEXT_BRIGHT));
        }
        if let Some(state) = of.ai_state.filter(|_| of.closing != Closing::NotClosed) {
            let color = match state {
                AiState::Without => tokens::TEXT_DIM,
                AiState::Right => tokens::GOOD,
                AiState::FalsePositive
                | AiState::FalseNegative
                | AiState::OtherError
                | AiState::Defect
                | AiState::VersionChanged => tokens::WARNING,
            };
            widgets::chip(ui, &words.text(state_word(state)), color);
        }
    });
    if let Some((_, is_right)) = of.decided {
        let (word, color) = match is_right {
            Some(true) => (Word::CaseDecidedRight, tokens::GOOD),
            Some(false) => (Word::CaseDecidedWrong, tokens::ERROR),
            None => (Word::CaseDecidedUnknown, tokens::TEXT_DIM),
        };
        ui.label(RichText::new(words.text(word)).color(color));
    }
}

/// A share of 100, for the mean rating of a service.
#[must_use]
pub(super) fn of_hundred(words: &Words, value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| words.number(value, 0))
}
