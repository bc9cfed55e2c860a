//! The key table.

use egui::{Key, Modifiers};

use super::{Action, KEYS, PRESET_KEYS, action_of};
use crate::viewer::Tool;

#[test]
fn no_key_asks_for_two_things() {
    let bound = KEYS.iter().map(|(key, _)| *key).chain(PRESET_KEYS);
    let mut seen = std::collections::BTreeSet::new();
    for key in bound {
        assert!(seen.insert(format!("{key:?}")), "{key:?} is bound twice");
    }
}

#[test]
fn the_room_keeps_its_key() {
    assert_eq!(
        action_of(Key::F, Modifiers::NONE),
        None,
        "F changes between room and focus"
    );
}

#[test]
fn shift_widens_steps_and_turns_back() {
    assert_eq!(
        action_of(Key::ArrowDown, Modifiers::NONE),
        Some(Action::Step(1))
    );
    assert_eq!(
        action_of(Key::ArrowUp, Modifiers::SHIFT),
        Some(Action::Step(-10))
    );
    assert_eq!(
        action_of(Key::N, Modifiers::SHIFT),
        Some(Action::Finding(-1))
    );
    assert_eq!(
        action_of(Key::Num3, Modifiers::NONE),
        Some(Action::Preset(3))
    );
    assert_eq!(
        action_of(Key::M, Modifiers::NONE),
        Some(Action::Tool(Tool::Mark))
    );
}

#[test]
fn keys_with_control_are_not_the_desks() {
    assert_eq!(action_of(Key::P, Modifiers::CTRL), None);
    assert_eq!(action_of(Key::G, Modifiers::ALT), None);
}
