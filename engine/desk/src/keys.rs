//! The keys of the desk: which press asks for what, by the reader's profile. Nothing is done here.

use egui::{Event, Key, Modifiers};
use overread_viewer::{Action, Chord, Keymap};

/// What a key press asks for; `None` for keys that are not the desk's.
#[must_use]
pub(crate) fn action_of(keymap: &Keymap, key: Key, modifiers: Modifiers) -> Option<Action> {
    // A question mark is the slash key with Shift on the keyboards that profiles speak of.
    let (name, shift) = if key == Key::Questionmark {
        ("Slash", false)
    } else {
        (key.name(), modifiers.shift)
    };
    let chord = Chord {
        key: overread_viewer::Key::from_name(name)?,
        ctrl: modifiers.ctrl || modifiers.command,
        shift,
        alt: modifiers.alt,
    };
    let plain = Chord {
        shift: false,
        ..chord
    };
    keymap.action(chord).or_else(|| {
        // A key that asks for one thing asks for it with Shift as well.
        let action = keymap.action(plain).filter(|_| shift && !chord.ctrl);
        action.filter(|action| matches!(action, Action::KeySheet))
    })
}

/// The first key of an action as it is shown; a question mark where the profile has none.
#[must_use]
pub(crate) fn sign_of(keymap: &Keymap, action: Action) -> String {
    let chords = keymap.chords_of(action);
    chords
        .first()
        .map_or_else(|| "?".to_owned(), |chord| chord.sign())
}

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
            | Key::PageUp
            | Key::PageDown
            | Key::Escape
    )
}

/// Takes the desk's key presses out of a context's input; none while a text field has the keyboard.
///
/// Physical keys count where the host knows them, so that the keys work on every keyboard layout.
pub(crate) fn take_actions(ctx: &egui::Context, keymap: &Keymap) -> Vec<Action> {
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
            match action_of(keymap, bound, *modifiers) {
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
