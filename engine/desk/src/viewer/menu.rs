//! The menu of a right click on an image: tools, windows, flips, cine, key images. Its choices are done elsewhere.

use egui::{Pos2, Rect, RichText, Ui};
use overread_viewer::{Action, Tool};

use crate::tokens;
use crate::words::{Word, Words};

use super::toolbar::{ToolbarContext, layout_name, preset_name, tool_word};
use super::{ViewerState, presets};

/// Every tool, in the order of the menu.
const TOOLS: [Tool; 15] = [
    Tool::Window,
    Tool::Pan,
    Tool::Zoom,
    Tool::Scroll,
    Tool::Crosshair,
    Tool::Magnifier,
    Tool::Mark,
    Tool::Length,
    Tool::Bidirectional,
    Tool::Angle,
    Tool::Ellipse,
    Tool::Rectangle,
    Tool::Freehand,
    Tool::Value,
    Tool::Arrow,
];
/// Speeds that are offered, images a second.
const SPEEDS: [u8; 6] = [5, 10, 15, 25, 40, 60];

/// An open menu.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Menu {
    at: Pos2,
    /// Whether it has been on screen for a frame: the click that opens it does not close it.
    is_shown: bool,
}

impl Menu {
    pub(super) fn at(at: Pos2) -> Self {
        Self {
            at,
            is_shown: false,
        }
    }
}

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Choice {
    Act(Action),
    /// Play this many images a second.
    Speed(u8),
    /// Show a stage.
    Stage(usize),
    /// Show a key image.
    KeyImage(usize),
    /// Write at the selected annotation.
    Write,
}

impl ViewerState {
    /// The menu, if it is open, in the rectangle of the viewer; gives what was chosen.
    pub(super) fn menu_ui(
        &mut self,
        ui: &Ui,
        within: Rect,
        cx: &ToolbarContext<'_>,
    ) -> Option<Choice> {
        let menu = self.menu?;
        let area = egui::Area::new(ui.id().with("image menu"))
            .fixed_pos(menu.at)
            .constrain_to(within)
            .order(egui::Order::Foreground);
        let shown = area.show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(14.0, 2.0);
                    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
                    ui.spacing_mut().button_padding = egui::vec2(6.0, 1.0);
                    ui.horizontal_top(|ui| self.columns_ui(ui, cx)).inner
                })
                .inner
        });
        let is_elsewhere = menu.is_shown && shown.response.clicked_elsewhere();
        self.menu = Some(Menu {
            is_shown: true,
            ..menu
        });
        if shown.inner.is_some() || is_elsewhere {
            self.menu = None;
        }
        shown.inner
    }

    fn columns_ui(&self, ui: &mut Ui, cx: &ToolbarContext<'_>) -> Option<Choice> {
        let columns = [
            ui.vertical(|ui| self.tools_ui(ui, cx)).inner,
            ui.vertical(|ui| windows_and_flips_ui(ui, cx)).inner,
            ui.vertical(|ui| self.view_ui(ui, cx)).inner,
        ];
        columns.into_iter().flatten().next()
    }

    fn tools_ui(&self, ui: &mut Ui, cx: &ToolbarContext<'_>) -> Option<Choice> {
        let mut chosen = None;
        heading(ui, cx.words, Word::MenuTools);
        for tool in TOOLS {
            let name = cx.words.text(tool_word(tool));
            entry(
                ui,
                cx,
                &mut chosen,
                self.tool == tool,
                &name,
                Action::Tool(tool),
            );
        }
        if self.selected_note.is_some() {
            heading(ui, cx.words, Word::MenuAnnotation);
            let name = cx.words.text(Word::MenuWrite);
            if ui.selectable_label(false, name).clicked() {
                chosen = Some(Choice::Write);
            }
            let name = cx.words.text(Word::MenuDelete);
            entry(ui, cx, &mut chosen, false, &name, Action::Delete);
        }
        chosen
    }

    fn view_ui(&self, ui: &mut Ui, cx: &ToolbarContext<'_>) -> Option<Choice> {
        let mut chosen = None;
        let view = self.view()?;
        let words = cx.words;
        if view.stage().1 > 1 {
            heading(ui, words, Word::MenuLayout);
            for (stage, id) in view.stage_ids().enumerate() {
                let is_on = stage == view.stage().0;
                let name = format!("{}  {}", stage + 1, layout_name(words, id));
                if ui.selectable_label(is_on, name).clicked() {
                    chosen = Some(Choice::Stage(stage));
                }
            }
        }
        heading(ui, words, Word::MenuView);
        let links = view.links();
        for (is_on, word, action) in [
            (links.scroll, Word::MenuLinkScroll, Action::LinkScroll),
            (
                links.window || links.zoom,
                Word::MenuLinkWindow,
                Action::LinkWindowAndZoom,
            ),
            (
                self.has_reference_lines,
                Word::KeyReferenceLines,
                Action::ReferenceLines,
            ),
            (
                self.has_file_overlays,
                Word::MenuOverlays,
                Action::FileOverlays,
            ),
            (self.grid.is_some(), Word::MenuGrid, Action::RegionGrid),
            (false, Word::KeySlabMode, Action::SlabMode),
            (false, Word::KeyKeyImage, Action::KeyImage),
        ] {
            entry(ui, cx, &mut chosen, is_on, &words.text(word), action);
        }
        heading(ui, words, Word::MenuCine);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for speed in SPEEDS {
                let is_on = self.cine_speed() == Some(speed);
                if ui.selectable_label(is_on, speed.to_string()).clicked() {
                    chosen = Some(if is_on {
                        Choice::Act(Action::Cine)
                    } else {
                        Choice::Speed(speed)
                    });
                }
            }
        });
        chosen.or(self.key_images_ui(ui, cx))
    }

    fn key_images_ui(&self, ui: &mut Ui, cx: &ToolbarContext<'_>) -> Option<Choice> {
        let shown = self.shown.as_ref()?;
        let kept = shown.key_images.all();
        if kept.is_empty() {
            return None;
        }
        heading(ui, cx.words, Word::MenuKeyImages);
        let mut chosen = None;
        for (idx, image) in kept.iter().enumerate().take(12) {
            let series = cx.series_names.get(image.series_idx);
            let name = format!(
                "{}  {}",
                series.map_or("", String::as_str),
                image.slice_idx + 1
            );
            if ui.selectable_label(false, name).clicked() {
                chosen = Some(Choice::KeyImage(idx));
            }
        }
        chosen
    }
}

fn windows_and_flips_ui(ui: &mut Ui, cx: &ToolbarContext<'_>) -> Option<Choice> {
    let mut chosen = None;
    let words = cx.words;
    heading(ui, words, Word::MenuWindows);
    for (number, preset) in (1..).zip(presets(cx.series)) {
        let name = preset_name(words, preset.id);
        entry(ui, cx, &mut chosen, false, &name, Action::Preset(number));
    }
    for (word, action) in [
        (Word::KeyFileWindow, Action::FileVoi),
        (Word::WindowFull, Action::FullRange),
        (Word::KeyInvert, Action::Invert),
    ] {
        entry(ui, cx, &mut chosen, false, &words.text(word), action);
    }
    heading(ui, words, Word::MenuFlips);
    for (word, action) in [
        (Word::MenuFlipHorizontal, Action::FlipHorizontal),
        (Word::MenuFlipVertical, Action::FlipVertical),
        (Word::MenuRotateRight, Action::Rotate(1)),
        (Word::MenuRotateLeft, Action::Rotate(-1)),
        (Word::ToolFit, Action::DisplayArea),
    ] {
        entry(ui, cx, &mut chosen, false, &words.text(word), action);
    }
    chosen
}

fn heading(ui: &mut Ui, words: &Words, word: Word) {
    ui.add_space(3.0);
    ui.label(
        RichText::new(words.text(word))
            .small()
            .color(tokens::TEXT_DIM),
    );
}

fn entry(
    ui: &mut Ui,
    cx: &ToolbarContext<'_>,
    chosen: &mut Option<Choice>,
    is_on: bool,
    name: &str,
    action: Action,
) {
    let key = RichText::new(cx.key(action))
        .small()
        .color(tokens::TEXT_DIM);
    if ui
        .add(egui::Button::selectable(is_on, (name, key)))
        .clicked()
    {
        *chosen = Some(Choice::Act(action));
    }
}
