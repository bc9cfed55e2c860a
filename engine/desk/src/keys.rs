//! The keys of the desk: which press asks for what. Nothing is done here.

use egui::{Event, Key, Modifiers};

use crate::viewer::Tool;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Take a tool in hand.
    Tool(Tool),
    /// The window preset of this number, from 1.
    Preset(usize),
    /// A window over all values of the series.
    FullRange,
    /// The file's own windows, one after the other.
    FileWindow,
    /// Swap black and white.
    Invert,
    /// Step through the slices of the active viewport, in reading order.
    Step(i32),
    /// The first slice in reading order.
    FirstSlice,
    /// The last slice in reading order.
    LastSlice,
    /// AI marks on or off.
    Overlay,
    /// The next AI finding, or with -1 the one before.
    Finding(i32),
    /// One plane, or all of them.
    Stage,
    /// The active plane alone, or all of them.
    Single,
    /// Text in the corners of the images on or off.
    CornerText,
    /// Another viewport becomes the active one.
    Pane(i32),
    /// Another series of the study.
    Series(i32),
    /// The whole picture again.
    Fit,
    /// Leave what has been begun; if nothing has, the view as it was opened.
    Cancel,
    /// Take the selected mark away.
    DeleteMark,
    /// The list of keys.
    KeySheet,
    /// The sheets of the AI services.
    Services,
}

/// What a key press asks for; `None` for keys that are not the desk's.
#[must_use]
pub(crate) fn action_of(key: Key, modifiers: Modifiers) -> Option<Action> {
    if modifiers.ctrl || modifiers.command || modifiers.alt {
        return None;
    }
    let step = if modifiers.shift { 10 } else { 1 };
    if let Some(preset) = PRESET_KEYS.iter().position(|&preset| preset == key) {
        return Some(Action::Preset(preset + 1));
    }
    let (_, action) = KEYS.iter().find(|(bound, _)| *bound == key)?;
    Some(if let Action::Step(direction) = action {
        Action::Step(direction * step)
    } else if modifiers.shift && *action == Action::Finding(1) {
        Action::Finding(-1)
    } else {
        *action
    })
}

const PRESET_KEYS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

const KEYS: [(Key, Action); 31] = [
    (Key::W, Action::Tool(Tool::Window)),
    (Key::P, Action::Tool(Tool::Pan)),
    (Key::Z, Action::Tool(Tool::Zoom)),
    (Key::M, Action::Tool(Tool::Mark)),
    (Key::L, Action::Tool(Tool::Length)),
    (Key::Q, Action::Tool(Tool::Value)),
    (Key::Num0, Action::FullRange),
    (Key::Backtick, Action::FileWindow),
    (Key::I, Action::Invert),
    (Key::ArrowUp, Action::Step(-1)),
    (Key::ArrowDown, Action::Step(1)),
    (Key::Home, Action::FirstSlice),
    (Key::End, Action::LastSlice),
    (Key::PageUp, Action::Series(-1)),
    (Key::PageDown, Action::Series(1)),
    (Key::ArrowLeft, Action::Pane(-1)),
    (Key::ArrowRight, Action::Pane(1)),
    (Key::G, Action::Overlay),
    (Key::N, Action::Finding(1)),
    (Key::Comma, Action::Stage),
    (Key::Period, Action::Stage),
    (Key::Enter, Action::Single),
    (Key::J, Action::CornerText),
    (Key::D, Action::Fit),
    (Key::Escape, Action::Cancel),
    (Key::Backspace, Action::DeleteMark),
    (Key::Delete, Action::DeleteMark),
    (Key::F1, Action::KeySheet),
    (Key::F3, Action::Services),
    (Key::Questionmark, Action::KeySheet),
    (Key::Slash, Action::KeySheet),
];

/// Keys that move between widgets or press them, once one has been reached with the keyboard.
fn belongs_to_widgets(key: Key) -> bool {
    matches!(
        key,
        Key::Tab
            | Key::Enter
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::ArrowLeft
            | Key::ArrowRight
            | Key::Home
            | Key::End
            | Key::Escape
    )
}

/// Takes the desk's key presses out of a context's input; none while a text field has the keyboard.
///
/// Physical keys count where the host knows them, so that the keys work on every keyboard layout.
pub(crate) fn take_actions(ctx: &egui::Context) -> Vec<Action> {
    let is_typing = ctx.text_edit_focused();
    let is_on_widget = ctx.egui_wants_keyboard_input();
    if is_typing {
        return Vec::new();
    }
    ctx.input_mut(|input| {
        let mut actions = Vec::new();
        input.events.retain(|event| {
            let Event::Key {
                key,
                physical_key,
                pressed: true,
                modifiers,
                ..
            } = event
            else {
                return true;
            };
            let bound = physical_key.unwrap_or(*key);
            if is_on_widget && belongs_to_widgets(bound) {
                return true;
            }
            match action_of(bound, *modifiers) {
                Some(action) => {
                    actions.push(action);
                    false
                }
                None => true,
            }
        });
        actions
    })
}

#[cfg(test)]
mod tests;
