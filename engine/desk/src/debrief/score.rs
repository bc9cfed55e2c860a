//! The score of a session: the reader's first and final answers beside the AI alone, what changed, times.

use egui::{Grid, RichText, Ui};
use overread_exam::{Accuracy, TotalScore};
use overread_stats::Estimate;

use crate::finding_text;
use crate::report::clock;
use crate::tokens;
use crate::words::{Word, Words};

/// One measure of the table: its name, where it stands, how it is written.
type Measure = (
    Word,
    fn(&Accuracy) -> Option<Estimate>,
    fn(&Words, f64) -> String,
);

const MEASURES: [Measure; 4] = [
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

/// Below this width the table is a list, in widths of its text.
const TABLE_WIDTH: f32 = 50.0;

/// First answer, final answer and AI alone, as far as there are any, side by side; in a narrow panel one below the other.
pub(super) fn table_ui(ui: &mut Ui, words: &Words, total: &TotalScore) {
    // Of whom nothing can be said has no place in the table: a session with the AI from the start has no first answers.
    let readers = [
        (Word::ScoreFirst, Some(&total.first)),
        (Word::ScoreLast, Some(&total.last)),
        (Word::ScoreAi, total.ai.as_ref()),
    ];
    let readers: Vec<(Word, &Accuracy)> = readers
        .into_iter()
        .filter_map(|(reader, accuracy)| Some((reader, accuracy.filter(|of| of.n_cases > 0)?)))
        .collect();
    if readers.is_empty() {
        return;
    }
    if ui.available_width() < TABLE_WIDTH * tokens::body_size(ui) {
        for (name, of, written) in MEASURES {
            ui.label(RichText::new(words.text(name)).color(tokens::TEXT_BRIGHT));
            for &(reader, accuracy) in &readers {
                let value = estimate_text(words, of(accuracy), written);
                ui.label(format!("{}: {value}", words.text(reader)));
            }
        }
    } else {
        let grid = Grid::new("score")
            .num_columns(1 + readers.len())
            .spacing([18.0, 5.0])
            .striped(true);
        grid.show(ui, |ui| {
            ui.label("");
            for &(reader, _) in &readers {
                ui.label(RichText::new(words.text(reader)).color(tokens::TEXT_BRIGHT));
            }
            ui.end_row();
            for (name, of, written) in MEASURES {
                ui.label(words.text(name));
                for &(_, accuracy) in &readers {
                    ui.label(estimate_text(words, of(accuracy), written));
                }
                ui.end_row();
            }
        });
    }
    ui.weak(words.text(Word::ScoreIntervals));
}

/// A number with its interval; a dash where there was nothing to be right about.
fn estimate_text(
    words: &Words,
    estimate: Option<Estimate>,
    written: fn(&Words, f64) -> String,
) -> String {
    estimate.map_or_else(
        || "–".to_owned(),
        |e| {
            let [value, lower, upper] = [e.value, e.lower, e.upper].map(|v| written(words, v));
            format!("{value}  ({lower} – {upper})")
        },
    )
}

/// What changed with the AI, and how verdicts fit the truth.
pub(super) fn numbers_ui(ui: &mut Ui, words: &Words, total: &TotalScore) {
    if total.first.n_cases > 0 {
        ui.label(words.with(
            Word::ScoreSwitches,
            &[
                ("rescued", total.switches.rescued.into()),
                ("lost", total.switches.lost.into()),
                ("gained", total.switches.false_positives_gained.into()),
                ("dropped", total.switches.false_positives_dropped.into()),
            ],
        ));
    }
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
}

/// Reliance by rubric v1.
pub(super) fn reliance_ui(ui: &mut Ui, words: &Words, total: &TotalScore) {
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
}

/// Median times.
pub(super) fn times_ui(ui: &mut Ui, words: &Words, total: &TotalScore) {
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
