//! The keys of the window itself, wherever the keyboard is: size of text, next screen, start menu. Pure.

use bevy::input::keyboard::KeyCode;
use bevy_egui::egui::Modifiers;

use crate::layout::ScreenId;

/// What a key asks of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WindowKey {
    /// Text and all that goes with it one step larger, or smaller.
    Text {
        /// Larger.
        is_larger: bool,
    },
    /// Text of the usual size.
    UsualText,
    /// The keyboard to the next screen, or to the one before.
    Screen {
        /// To the right.
        is_next: bool,
    },
    /// The start menu.
    Home,
}

/// What a key asks for; `None` for keys that are not the window's.
#[must_use]
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "all other keys are the panels'"
)]
pub(crate) fn window_key(key: KeyCode, modifiers: Modifiers) -> Option<WindowKey> {
    let is_ctrl = modifiers.ctrl && !modifiers.alt;
    let is_alt = modifiers.alt && !modifiers.ctrl && !modifiers.shift;
    match key {
        KeyCode::Equal | KeyCode::NumpadAdd if is_ctrl => Some(WindowKey::Text { is_larger: true }),
        KeyCode::Minus | KeyCode::NumpadSubtract if is_ctrl => {
            Some(WindowKey::Text { is_larger: false })
        }
        KeyCode::Digit0 | KeyCode::Numpad0 if is_ctrl && !modifiers.shift => {
            Some(WindowKey::UsualText)
        }
        KeyCode::F6 if !modifiers.ctrl && !modifiers.alt => Some(WindowKey::Screen {
            is_next: !modifiers.shift,
        }),
        KeyCode::Home if is_alt => Some(WindowKey::Home),
        _ => None,
    }
}

/// The screen to the right of one, or to the left, round about.
#[must_use]
pub(crate) fn beside(screen: ScreenId, is_next: bool) -> ScreenId {
    let count = ScreenId::ALL.len();
    let step = if is_next { 1 } else { count - 1 };
    ScreenId::ALL[(screen.index() + step) % count]
}

#[cfg(test)]
mod tests;
