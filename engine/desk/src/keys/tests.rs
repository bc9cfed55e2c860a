//! From egui's keys to the actions of a profile.

use egui::{Key, Modifiers};
use overread_viewer::{Action, Keymap, Tool};

use super::action_of;

fn classic(key: Key, modifiers: Modifiers) -> Option<Action> {
    action_of(&Keymap::default(), key, modifiers)
}

#[test]
fn every_key_of_every_profile_is_one_of_egui() {
    let known: Vec<&str> = Key::ALL.iter().map(|key| key.name()).collect();
    for id in Keymap::bundled_ids() {
        for (chord, action) in Keymap::bundled(id).unwrap().bindings() {
            let name = chord.key.name();
            assert!(known.contains(&name), "{id}: {name} for {action:?}");
        }
    }
}

#[test]
fn the_room_keeps_its_key() {
    for id in Keymap::bundled_ids() {
        let keymap = Keymap::bundled(id).unwrap();
        let action = action_of(&keymap, Key::F, Modifiers::NONE);
        assert_eq!(action, None, "{id}: F changes between room and focus");
    }
}

#[test]
fn modifiers_count() {
    assert_eq!(
        classic(Key::ArrowDown, Modifiers::NONE),
        Some(Action::Step(1))
    );
    assert_eq!(
        classic(Key::ArrowUp, Modifiers::SHIFT),
        Some(Action::Step(-10))
    );
    assert_eq!(classic(Key::N, Modifiers::SHIFT), Some(Action::Finding(-1)));
    assert_eq!(classic(Key::Num3, Modifiers::NONE), Some(Action::Preset(3)));
    assert_eq!(
        classic(Key::M, Modifiers::NONE),
        Some(Action::Tool(Tool::Mark))
    );
    assert_eq!(classic(Key::Z, Modifiers::CTRL), Some(Action::Undo));
    assert_eq!(classic(Key::P, Modifiers::CTRL), None);
    assert_eq!(classic(Key::G, Modifiers::ALT), None);
}

#[test]
fn the_key_sheet_opens_by_its_sign() {
    for (key, modifiers) in [
        (Key::F1, Modifiers::NONE),
        (Key::Slash, Modifiers::NONE),
        (Key::Slash, Modifiers::SHIFT),
        (Key::Questionmark, Modifiers::SHIFT),
    ] {
        assert_eq!(classic(key, modifiers), Some(Action::KeySheet), "{key:?}");
    }
}
