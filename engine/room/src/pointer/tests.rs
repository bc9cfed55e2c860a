//! Ordered input: presses keep their place, screens learn that the pointer left, drags stay with their screen.

use egui::PointerButton::{Middle, Primary, Secondary};

use super::*;

/// A window 300 px wide: worklist left of 100, viewer to 200, room beyond; screens count from their own left edge.
struct Strip;

impl Picking for Strip {
    fn under(&mut self, window_px: Vec2) -> Aim {
        let over = match window_px.x {
            x if x < 100.0 => Owner::Screen(ScreenId::Worklist),
            x if x < 200.0 => Owner::Screen(ScreenId::Viewer),
            _ => Owner::Room,
        };
        let at = self.on_plane_of(over, window_px).unwrap_or(window_px);
        Aim { over, at }
    }

    fn on_plane_of(&mut self, owner: Owner, window_px: Vec2) -> Option<Vec2> {
        match owner {
            Owner::Screen(ScreenId::Viewer) => Some(window_px - Vec2::new(100.0, 0.0)),
            Owner::Screen(_) | Owner::Panels | Owner::Room => Some(window_px),
        }
    }
}

fn at(x: f32) -> Happened {
    Happened::Moved(Vec2::new(x, 10.0))
}

fn down(button: egui::PointerButton) -> Happened {
    Happened::Button {
        button,
        pressed: true,
    }
}

fn up(button: egui::PointerButton) -> Happened {
    Happened::Button {
        button,
        pressed: false,
    }
}

fn wheel(lines: f32) -> Happened {
    Happened::Wheel {
        unit: egui::MouseWheelUnit::Line,
        delta: Vec2::new(0.0, lines),
    }
}

fn key(key: egui::Key, text: &str) -> Happened {
    let text = (!text.is_empty()).then(|| text.to_owned());
    Happened::Key {
        key: Some(key),
        physical: Some(key),
        modifier: None,
        text,
        pressed: true,
        repeat: false,
    }
}

fn hold(modifier: Modifier, pressed: bool) -> Happened {
    Happened::Key {
        key: None,
        physical: None,
        modifier: Some(modifier),
        text: None,
        pressed,
        repeat: false,
    }
}

fn letter(owner: Owner) -> char {
    match owner {
        Owner::Room => 'r',
        Owner::Screen(ScreenId::Worklist) => 'w',
        Owner::Screen(ScreenId::Viewer) => 'v',
        Owner::Screen(ScreenId::Report) => 'a',
        Owner::Panels => 'p',
    }
}

/// One routed event in a few letters: owner, what, place.
fn word(routed: &Routed) -> String {
    match routed {
        Routed::Egui(owner, event) => {
            #[expect(
                clippy::wildcard_enum_match_arm,
                reason = "the other events of egui are shown as they are"
            )]
            let what = match event {
                egui::Event::PointerMoved(pos) => format!("move{}", pos.x),
                egui::Event::PointerGone => "gone".to_owned(),
                egui::Event::PointerButton {
                    pos,
                    button,
                    pressed,
                    ..
                } => {
                    format!("{}{button:?}{}", if *pressed { "+" } else { "-" }, pos.x)
                }
                egui::Event::MouseWheel { delta, .. } => format!("wheel{}", delta.y),
                egui::Event::Key { key, .. } => format!("key{key:?}"),
                egui::Event::Text(text) => format!("text{text}"),
                other => format!("{other:?}"),
            };
            format!("{}:{what}", letter(*owner))
        }
        Routed::Paste(owner) => format!("{}:paste", letter(*owner)),
        Routed::Look(delta) => format!("look{},{}", delta.x, delta.y),
        Routed::Lean(lines) => format!("lean{lines}"),
    }
}

#[track_caller]
fn check(events: &[Happened], expected: &str) {
    let mut owner = InputOwner::new(Owner::Screen(ScreenId::Viewer));
    let words: Vec<String> = events
        .iter()
        .flat_map(|event| owner.take(event.clone(), &mut Strip))
        .map(|routed| word(&routed))
        .collect();
    assert_eq!(words.join(" "), expected);
}

#[test]
fn ctrl_with_c_x_and_v_copies_cuts_and_pastes_and_types_nothing() {
    let ctrl = hold(Modifier::Ctrl, true);
    check(
        &[
            ctrl.clone(),
            key(egui::Key::C, "c"),
            key(egui::Key::X, "x"),
            key(egui::Key::V, "v"),
        ],
        "v:Copy v:Cut v:paste",
    );
    // Ctrl with Alt is AltGr.
    let alt = hold(Modifier::Alt, true);
    check(&[ctrl, alt, key(egui::Key::V, "@")], "v:text@ v:keyV");
    check(&[key(egui::Key::V, "v")], "v:textv v:keyV");
}

#[test]
fn a_press_between_two_moves_of_one_frame_stays_where_it_was() {
    check(
        &[at(110.0), down(Primary), at(150.0), up(Primary)],
        "v:move10 v:+Primary10 v:move50 v:-Primary50 v:move50",
    );
}

#[test]
fn a_screen_learns_that_the_pointer_left() {
    check(&[at(50.0), at(150.0)], "w:move50 w:gone v:move50");
    check(&[at(150.0), at(250.0)], "v:move50 v:gone");
    check(&[at(150.0), Happened::Left], "v:move50 v:gone");
    check(&[at(250.0), at(50.0)], "w:move50");
}

#[test]
fn a_drag_stays_with_the_screen_on_which_it_began() {
    check(
        &[at(190.0), down(Primary), at(250.0), at(50.0), up(Primary)],
        "v:move90 v:+Primary90 v:move150 v:move-50 v:-Primary-50 v:gone w:move50",
    );
    check(
        &[
            at(190.0),
            down(Primary),
            Happened::Left,
            at(290.0),
            up(Primary),
        ],
        "v:move90 v:+Primary90 v:move190 v:-Primary190 v:gone",
    );
}

#[test]
fn a_drag_ends_only_when_the_last_button_is_up() {
    check(
        &[
            at(150.0),
            down(Primary),
            down(Middle),
            up(Primary),
            at(250.0),
            up(Middle),
        ],
        "v:move50 v:+Primary50 v:+Middle50 v:-Primary50 v:move150 v:-Middle150 v:gone",
    );
}

#[test]
fn the_right_button_looks_around_in_the_room_and_belongs_to_a_screen_on_it() {
    check(
        &[
            at(250.0),
            down(Secondary),
            at(260.0),
            at(150.0),
            up(Secondary),
        ],
        "look10,0 look-110,0 v:move50",
    );
    check(
        &[at(150.0), down(Secondary), up(Secondary)],
        "v:move50 v:+Secondary50 v:-Secondary50 v:move50",
    );
}

#[test]
fn alt_and_the_right_button_look_around_over_a_screen() {
    check(
        &[
            at(150.0),
            hold(Modifier::Alt, true),
            down(Secondary),
            at(140.0),
            up(Secondary),
        ],
        "v:move50 look-10,0 v:move40",
    );
}

#[test]
fn the_wheel_leans_in_the_room_and_scrolls_on_a_screen() {
    check(
        &[at(250.0), wheel(1.0), at(150.0), wheel(-1.0)],
        "lean1 v:move50 v:wheel-1",
    );
    let pad = Happened::Wheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, 20.0),
    };
    check(&[at(250.0), pad], "lean0.5");
}

#[test]
fn keys_go_to_the_screen_that_was_pressed_last() {
    check(&[key(egui::Key::G, "g")], "v:textg v:keyG");
    check(
        &[
            at(50.0),
            down(Primary),
            up(Primary),
            at(150.0),
            key(egui::Key::G, "g"),
        ],
        "w:move50 w:+Primary50 w:-Primary50 w:move50 w:gone v:move50 w:textg w:keyG",
    );
    check(
        &[at(250.0), down(Primary), up(Primary), key(egui::Key::G, "")],
        "v:keyG",
    );
}

#[test]
fn control_types_nothing_and_alt_gr_does() {
    check(
        &[hold(Modifier::Ctrl, true), key(egui::Key::Z, "z")],
        "v:keyZ",
    );
    check(
        &[
            hold(Modifier::Ctrl, true),
            hold(Modifier::Alt, true),
            key(egui::Key::Q, "@"),
        ],
        "v:text@ v:keyQ",
    );
    check(&[key(egui::Key::Enter, "\r")], "v:keyEnter");
}

#[test]
fn losing_the_window_lets_everything_go() {
    check(
        &[
            at(150.0),
            down(Primary),
            hold(Modifier::Ctrl, true),
            Happened::FocusLost,
            at(150.0),
            key(egui::Key::A, "a"),
        ],
        "v:move50 v:+Primary50 v:-Primary50 v:gone v:move50 v:texta v:keyA",
    );
    check(
        &[at(250.0), down(Secondary), Happened::FocusLost, at(240.0)],
        "",
    );
}

#[test]
fn a_button_that_went_down_elsewhere_is_not_released_here() {
    check(&[at(150.0), up(Primary)], "v:move50");
    check(
        &[down(Primary), up(Primary)],
        "w:move0 w:+Primary0 w:-Primary0 w:move0",
    );
}
