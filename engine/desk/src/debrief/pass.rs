//! The pass rule of an examination: the outcome, and each component with its share, its cut and whether it is met.

use egui::{Color32, RichText, Ui};
use overread_exam::{CertificateBar, ComponentResult, ComponentStatus, PassDecision, PassOutcome};
use overread_scenario::PassMetric;

use crate::finding_text;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

/// What a component measures.
pub(crate) fn metric_word(metric: PassMetric) -> Word {
    match metric {
        PassMetric::Points => Word::MetricPoints,
        PassMetric::Sensitivity => Word::MetricSensitivity,
        PassMetric::Specificity => Word::MetricSpecificity,
        PassMetric::UnaidedSensitivity => Word::MetricUnaidedSensitivity,
        PassMetric::UnaidedSpecificity => Word::MetricUnaidedSpecificity,
        PassMetric::Rair => Word::MetricRair,
        PassMetric::Rsr => Word::MetricRsr,
        PassMetric::AidedGain => Word::MetricAidedGain,
        PassMetric::DefectsNamed => Word::MetricDefectsNamed,
    }
}

/// A component's figure or cut: a share in per cent, a difference of shares in percentage points with its sign.
pub(crate) fn figure_text(words: &Words, metric: PassMetric, figure: f64) -> String {
    if !metric.is_difference() {
        return finding_text::percent_beside_cut(words, figure);
    }
    // With a decimal, so that what just misses its cut does not look equal to it.
    let (points, _) = overread_exam::percent_beside_cut(figure);
    let points = words.number(points.abs(), 1);
    let sign = match figure {
        f if f >= 0.0005 => "+",
        f if f <= -0.0005 => "−",
        _ => "",
    };
    let points = format!("{sign}{points}");
    words.with(Word::PercentagePoints, &[("n", points.into())])
}

/// What forbids a certificate whatever the figures say.
pub(crate) fn bar_word(bar: CertificateBar) -> Word {
    match bar {
        CertificateBar::DeveloperMode => Word::NoCertificateDeveloper,
        CertificateBar::NotComplete => Word::NoCertificateNotComplete,
    }
}

/// What the pass rule says.
pub(super) fn pass_ui(ui: &mut Ui, words: &Words, decision: &PassDecision) {
    let (word, color) = match decision.outcome {
        PassOutcome::Passed => (Word::PassPassed, tokens::GOOD),
        PassOutcome::Failed => (Word::PassFailed, tokens::ERROR),
        PassOutcome::NotDecidable => (Word::PassUndecided, tokens::WARNING),
    };
    widgets::section_heading(ui, &words.text(Word::PassHeading));
    widgets::card(ui, color, |ui| {
        let outcome = RichText::new(words.text(word)).heading();
        ui.label(outcome.color(color));
        for component in &decision.components {
            component_ui(ui, words, component);
        }
        if decision.outcome == PassOutcome::Passed && !decision.is_certifiable() {
            let text = RichText::new(words.text(Word::PassNoCertificate));
            ui.label(text.color(tokens::ERROR));
        }
    });
}

fn component_ui(ui: &mut Ui, words: &Words, of: &ComponentResult) {
    let percent = |share: f64| figure_text(words, of.metric, share);
    let share = match (of.share, of.interval) {
        (Some(share), Some((low, high))) => {
            format!("{} ({} – {})", percent(share), percent(low), percent(high))
        }
        (Some(share), None) => percent(share),
        (None, _) => words.text(Word::NoOpportunity),
    };
    let cut = of.cut.map_or_else(|| words.text(Word::PassNoCut), percent);
    let args = [
        ("name", words.text(metric_word(of.metric)).into()),
        ("share", share.into()),
        ("cut", cut.into()),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.label(words.with(Word::PassLine, &args));
        let (text, color) = status(words, of);
        ui.label(RichText::new(text).color(color));
    });
}

fn status(words: &Words, of: &ComponentResult) -> (String, Color32) {
    match of.status {
        ComponentStatus::Met => (words.text(Word::PassMet), tokens::GOOD),
        ComponentStatus::NotMet => (words.text(Word::PassNotMet), tokens::ERROR),
        ComponentStatus::TooFew => {
            let args = [("n", of.n.into()), ("least", of.least.into())];
            (words.with(Word::PassTooFew, &args), tokens::WARNING)
        }
        ComponentStatus::Waived => (words.text(Word::PassWaived), tokens::GOOD),
        ComponentStatus::AwaitsGrades => (words.text(Word::PassAwaits), tokens::WARNING),
        ComponentStatus::NoCut => (words.text(Word::PassCutMissing), tokens::WARNING),
    }
}
