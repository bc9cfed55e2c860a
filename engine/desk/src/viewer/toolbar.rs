//! The bar above the images: tools, windows, planes, AI marks. Keys do the same; the bar shows them.

use egui::{RichText, Ui};

use crate::DeskSeries;
use crate::keys::Action;
use crate::tokens;
use crate::words::{Word, Words};

use super::{Stage, Tool, ViewerState, presets};

/// What the bar is drawn from.
pub(crate) struct ToolbarContext<'a> {
    pub(crate) words: &'a Words,
    pub(crate) series: &'a DeskSeries,
    /// Descriptions of all series, to choose from.
    pub(crate) series_names: Vec<String>,
    pub(crate) is_ai_revealed: bool,
}

impl ViewerState {
    /// The bar; gives what was asked for.
    pub(crate) fn toolbar_ui(&self, ui: &mut Ui, cx: &ToolbarContext<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding.x = 7.0;
            for tool in Tool::ALL {
                let (word, key) = tool_word(tool);
                if key_button(ui, self.tool == tool, &cx.words.text(word), key) {
                    actions.push(Action::Tool(tool));
                }
            }
            ui.separator();
            self.windows_ui(ui, cx, &mut actions);
            ui.separator();
            if self
                .shown
                .as_ref()
                .is_some_and(|shown| shown.view.panes.len() > 1)
            {
                let is_on = self.stage == Stage::Planes;
                if key_button(ui, is_on, &cx.words.text(Word::ToolPlanes), ",") {
                    actions.push(Action::Stage);
                }
            }
            if key_button(ui, false, &cx.words.text(Word::ToolFit), "D") {
                actions.push(Action::Fit);
            }
            if cx.is_ai_revealed
                && key_button(
                    ui,
                    self.is_overlay_on,
                    &cx.words.text(Word::ToolAiMarks),
                    "G",
                )
            {
                actions.push(Action::Overlay);
            }
            if key_button(ui, false, &cx.words.text(Word::ToolKeys), "F1") {
                actions.push(Action::KeySheet);
            }
            for (idx, name) in cx
                .series_names
                .iter()
                .enumerate()
                .filter(|_| cx.series_names.len() > 1)
            {
                if ui.selectable_label(self.series_idx == idx, name).clicked() {
                    let step = if idx > self.series_idx { 1 } else { -1 };
                    let steps = idx.abs_diff(self.series_idx);
                    actions.extend(std::iter::repeat_n(Action::Series(step), steps));
                }
            }
        });
        actions
    }

    fn windows_ui(&self, ui: &mut Ui, cx: &ToolbarContext<'_>, actions: &mut Vec<Action>) {
        let Some(shown) = &self.shown else { return };
        let presets = presets(cx.series);
        for (number, preset) in (1..).zip(presets) {
            let name = preset_name(cx.words, preset.id);
            if key_button(
                ui,
                shown.is_window(preset.window),
                &name,
                &number.to_string(),
            ) {
                actions.push(Action::Preset(number));
            }
        }
        if presets.is_empty() {
            for (number, window) in (1..10_usize).zip(cx.series.windows()) {
                let name = cx
                    .words
                    .with(Word::WindowOfFile, &[("number", number.into())]);
                if key_button(ui, shown.is_window(window), &name, &number.to_string()) {
                    actions.push(Action::Preset(number));
                }
            }
        }
        if key_button(ui, false, &cx.words.text(Word::WindowFull), "0") {
            actions.push(Action::FullRange);
        }
    }
}

/// A button with its key in dim letters; whether it was pressed.
fn key_button(ui: &mut Ui, is_on: bool, name: &str, key: &str) -> bool {
    let color = if is_on {
        tokens::TEXT_BRIGHT
    } else {
        tokens::TEXT_DIM
    };
    let key = RichText::new(key)
        .color(color)
        .size(tokens::body_size(ui) * 0.8);
    ui.add(egui::Button::selectable(is_on, (name, key)))
        .clicked()
}

/// The name of a tool and its key.
#[must_use]
pub(crate) fn tool_word(tool: Tool) -> (Word, &'static str) {
    match tool {
        Tool::Window => (Word::ToolWindow, "W"),
        Tool::Pan => (Word::ToolPan, "P"),
        Tool::Zoom => (Word::ToolZoom, "Z"),
        Tool::Mark => (Word::ToolMark, "M"),
        Tool::Length => (Word::ToolLength, "L"),
        Tool::Value => (Word::ToolValue, "Q"),
    }
}

/// The name of a window preset.
fn preset_name(words: &Words, id: &str) -> String {
    let known = [
        ("mediastinum", Word::PresetMediastinum),
        ("lung", Word::PresetLung),
        ("bone", Word::PresetBone),
        ("angio", Word::PresetAngio),
        ("liver", Word::PresetLiver),
        ("brain", Word::PresetBrain),
        ("stroke", Word::PresetStroke),
        ("subdural", Word::PresetSubdural),
        ("soft-tissue", Word::PresetSoftTissue),
    ];
    known
        .iter()
        .find(|(known, _)| *known == id)
        .map_or_else(|| id.to_owned(), |&(_, word)| words.text(word))
}

/// The names of the series of a study, for the bar.
#[must_use]
pub(crate) fn series_names(words: &Words, study: &crate::DeskStudy) -> Vec<String> {
    let name = |(number, series): (usize, &DeskSeries)| match &series.facts.description {
        Some(description) => crate::finding_text::plain(description),
        None => words.with(Word::SeriesNumber, &[("number", number.into())]),
    };
    (1..).zip(&study.series).map(name).collect()
}
