//! Which presses are the window's, and that keys of the panels are left alone.

use super::*;

#[track_caller]
fn check(key: KeyCode, modifiers: Modifiers, expected: Option<WindowKey>) {
    assert_eq!(
        window_key(key, modifiers),
        expected,
        "{key:?} {modifiers:?}"
    );
}

#[test]
fn keys_of_the_window() {
    let (larger, smaller) = (
        Some(WindowKey::Text { is_larger: true }),
        Some(WindowKey::Text { is_larger: false }),
    );
    check(KeyCode::Equal, Modifiers::CTRL, larger);
    // Plus is Shift with this key on most keyboards.
    check(KeyCode::Equal, Modifiers::CTRL | Modifiers::SHIFT, larger);
    check(KeyCode::NumpadAdd, Modifiers::CTRL, larger);
    check(KeyCode::Minus, Modifiers::CTRL, smaller);
    check(KeyCode::Digit0, Modifiers::CTRL, Some(WindowKey::UsualText));
    check(
        KeyCode::F6,
        Modifiers::NONE,
        Some(WindowKey::Screen { is_next: true }),
    );
    check(
        KeyCode::F6,
        Modifiers::SHIFT,
        Some(WindowKey::Screen { is_next: false }),
    );
    check(KeyCode::Home, Modifiers::ALT, Some(WindowKey::Home));
    for (key, modifiers) in [
        (KeyCode::Equal, Modifiers::NONE),
        (KeyCode::Minus, Modifiers::NONE),
        (KeyCode::Digit0, Modifiers::NONE),
        (KeyCode::Home, Modifiers::NONE),
        (KeyCode::Home, Modifiers::CTRL),
        (KeyCode::F6, Modifiers::CTRL),
        // AltGr types.
        (KeyCode::Digit0, Modifiers::CTRL | Modifiers::ALT),
    ] {
        check(key, modifiers, None);
    }
}

#[test]
fn screens_are_gone_through_round_about() {
    let mut screen = ScreenId::Worklist;
    for expected in [ScreenId::Viewer, ScreenId::Report, ScreenId::Worklist] {
        screen = beside(screen, true);
        assert_eq!(screen, expected);
    }
    assert_eq!(beside(ScreenId::Worklist, false), ScreenId::Report);
}
