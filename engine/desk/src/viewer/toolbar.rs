//! The bar above the images: tools, windows, stages, AI marks. Keys do the same; the bar shows them.

use egui::{RichText, Ui};
use overread_viewer::{Action, Keymap, Tool, View};

use crate::DeskSeries;
use crate::tokens;
use crate::words::{Word, Words};

use super::menu::Menu;
use super::{ViewerState, presets};

/// The tools that stand in the bar; the others are in the menu.
const BAR_TOOLS: [Tool; 9] = [
    Tool::Window,
    Tool::Pan,
    Tool::Zoom,
    Tool::Scroll,
    Tool::Mark,
    Tool::Length,
    Tool::Angle,
    Tool::Ellipse,
    Tool::Value,
];

/// What the bar is drawn from.
pub(crate) struct ToolbarContext<'a> {
    pub(crate) words: &'a Words,
    pub(crate) keymap: &'a Keymap,
    /// The series in the active viewport.
    pub(crate) series: &'a DeskSeries,
    /// Descriptions of all series, to choose from.
    pub(crate) series_names: Vec<String>,
    /// The button for the marks of the AI result, once they may be shown.
    pub(crate) marks_of: Option<Word>,
}

impl ToolbarContext<'_> {
    /// The key of an action as it stands on a button.
    pub(super) fn key(&self, action: Action) -> String {
        let chords = self.keymap.chords_of(action);
        chords
            .first()
            .map_or_else(String::new, |chord| chord.sign())
    }
}

impl ViewerState {
    /// The bar; gives what was asked for.
    pub(crate) fn toolbar_ui(&mut self, ui: &mut Ui, cx: &ToolbarContext<'_>) -> Vec<Action> {
        let mut actions = Vec::new();
        let mut opened = None;
        let Some(view) = self.view() else {
            return actions;
        };
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding.x = 7.0;
            let menu = ui.button(cx.words.text(Word::ToolMenu));
            if menu.clicked() {
                opened = Some(menu.rect.left_bottom());
            }
            let in_hand = (!BAR_TOOLS.contains(&self.tool)).then_some(self.tool);
            for tool in BAR_TOOLS.into_iter().chain(in_hand) {
                let action = Action::Tool(tool);
                let name = cx.words.text(tool_word(tool));
                if key_button(ui, self.tool == tool, &name, &cx.key(action)) {
                    actions.push(action);
                }
            }
            ui.separator();
            windows_ui(ui, view, cx, &mut actions);
            ui.separator();
            stages_ui(ui, view, cx, &mut actions);
            if let Some(word) = cx.marks_of {
                let name = cx.words.text(word);
                let key = cx.key(Action::Overlay);
                if key_button(ui, self.is_overlay_on, &name, &key) {
                    actions.push(Action::Overlay);
                }
            }
            let name = cx.words.text(Word::ToolKeys);
            if key_button(ui, false, &name, &cx.key(Action::KeySheet)) {
                actions.push(Action::KeySheet);
            }
            series_ui(ui, view, cx, &mut actions);
        });
        if let Some(at) = opened {
            self.menu = Some(Menu::at(at));
        }
        actions
    }
}

fn windows_ui(ui: &mut Ui, view: &View, cx: &ToolbarContext<'_>, actions: &mut Vec<Action>) {
    let Some(pane) = view.pane(view.active()) else {
        return;
    };
    let presets = presets(cx.series);
    for (number, preset) in (1..).zip(presets) {
        let action = Action::Preset(number);
        let is_on = pane.voi.as_window() == Some(preset.window);
        let name = preset_name(cx.words, preset.id);
        if key_button(ui, is_on, &name, &cx.key(action)) {
            actions.push(action);
        }
    }
    if presets.is_empty() {
        for (number, voi) in (1..10).zip(&cx.series.vois) {
            let action = Action::Preset(number);
            let name = voi_name(cx.words, number, voi);
            if key_button(ui, pane.voi == *voi, &name, &cx.key(action)) {
                actions.push(action);
            }
        }
    }
    let name = cx.words.text(Word::WindowFull);
    if key_button(ui, false, &name, &cx.key(Action::FullRange)) {
        actions.push(Action::FullRange);
    }
}

fn stages_ui(ui: &mut Ui, view: &View, cx: &ToolbarContext<'_>, actions: &mut Vec<Action>) {
    let (stage, n_stages) = view.stage();
    if n_stages > 1 {
        let name = cx.words.with(
            Word::ToolStage,
            &[
                ("name", layout_name(cx.words, &view.layout().id).into()),
                ("number", (stage + 1).into()),
                ("count", n_stages.into()),
            ],
        );
        if key_button(ui, stage > 0, &name, &cx.key(Action::Stage(1))) {
            actions.push(Action::Stage(1));
        }
    }
    let name = cx.words.text(Word::ToolFit);
    if key_button(ui, false, &name, &cx.key(Action::DisplayArea)) {
        actions.push(Action::DisplayArea);
    }
}

fn series_ui(ui: &mut Ui, view: &View, cx: &ToolbarContext<'_>, actions: &mut Vec<Action>) {
    let Some(pane) = view.pane(view.active()) else {
        return;
    };
    let names = cx.series_names.iter().enumerate();
    for (idx, name) in names.filter(|_| cx.series_names.len() > 1) {
        let is_on = pane.series_idx == idx;
        if ui.selectable_label(is_on, name).clicked() {
            let step = if idx > pane.series_idx { 1 } else { -1 };
            let steps = idx.abs_diff(pane.series_idx);
            actions.extend(std::iter::repeat_n(Action::Series(step), steps));
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

/// The name of a tool.
#[must_use]
pub(crate) fn tool_word(tool: Tool) -> Word {
    match tool {
        Tool::Window => Word::ToolWindow,
        Tool::Pan => Word::ToolPan,
        Tool::Zoom => Word::ToolZoom,
        Tool::Scroll => Word::ToolScroll,
        Tool::Crosshair => Word::ToolCrosshair,
        Tool::Mark => Word::ToolMark,
        Tool::Length => Word::ToolLength,
        Tool::Bidirectional => Word::ToolBidirectional,
        Tool::Angle => Word::ToolAngle,
        Tool::Ellipse => Word::ToolEllipse,
        Tool::Rectangle => Word::ToolRectangle,
        Tool::Freehand => Word::ToolFreehand,
        Tool::Value => Word::ToolValue,
        Tool::Arrow => Word::ToolArrow,
        Tool::Magnifier => Word::ToolMagnifier,
    }
}

/// The name of a window or table of the file.
fn voi_name(words: &Words, number: u8, voi: &overread_image::Voi) -> String {
    match voi {
        overread_image::Voi::Table(table) if !table.explanation().trim().is_empty() => {
            crate::finding_text::plain(table.explanation())
        }
        overread_image::Voi::Table(_) | overread_image::Voi::Window(_) => {
            words.with(Word::WindowOfFile, &[("number", number.into())])
        }
    }
}

/// The name of a stage of a hanging protocol; its id for one that the desk does not know.
#[must_use]
pub(crate) fn layout_name(words: &Words, id: &str) -> String {
    let known = [
        ("ct-axial", Word::LayoutCtAxial),
        ("brain-axial", Word::LayoutCtAxial),
        ("ct-planes", Word::LayoutPlanes),
        ("brain-planes", Word::LayoutPlanes),
        ("planes", Word::LayoutPlanes),
        ("ct-lung-mediastinum", Word::LayoutLungMediastinum),
        ("ct-slab", Word::LayoutSlab),
        ("current-prior", Word::LayoutPrior),
        ("each-series", Word::LayoutSeries),
        ("further-series", Word::LayoutSeries),
        ("alone", Word::LayoutOneView),
        ("brain-windows", Word::LayoutBrainWindows),
        ("chest-frontal", Word::LayoutFrontal),
        ("chest-frontal-lateral", Word::LayoutFrontalLateral),
        ("chest-inverted", Word::LayoutInverted),
        ("mammography-four-views", Word::LayoutFourViews),
        ("mammography-eight-views", Word::LayoutEightViews),
        ("mammography-cc", Word::LayoutCc),
        ("mammography-mlo", Word::LayoutMlo),
        ("mammography-single", Word::LayoutOneView),
    ];
    known
        .iter()
        .find(|(known, _)| *known == id)
        .map_or_else(|| id.to_owned(), |&(_, word)| words.text(word))
}

/// The name of a window preset.
#[must_use]
pub(crate) fn preset_name(words: &Words, id: &str) -> String {
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
    let name = |(number, series): (usize, &DeskSeries)| {
        let facts = &series.facts;
        let view = super::safeguards::view_name(facts);
        // Of detector images the view tells more than the series' name, which archives give to all of them alike.
        let is_view_named = series.is_projection() && !view.is_empty();
        let name = match &facts.description {
            Some(_) if is_view_named => view,
            Some(description) => crate::finding_text::plain_up_to(description, 28),
            None if !view.is_empty() => view,
            None => words.with(Word::SeriesNumber, &[("number", number.into())]),
        };
        match &facts.study_date {
            Some(date) if facts.prior > 0 => {
                format!("{name} ({})", super::port_ui::readable_date(date))
            }
            Some(_) | None => name,
        }
    };
    (1..).zip(&study.series).map(name).collect()
}
