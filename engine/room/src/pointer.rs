//! Who owns the pointer and the keyboard: the room, one of its screens, or the panels of Focus mode.
//! A pure state machine from ordered window events to egui events and camera moves; no Bevy systems, no picking.
//!
//! bevy_egui's own routing is off: it stamps every press of a frame with the frame's last position, never tells a
//! screen that the pointer left it, and lets a hovered screen take the input of every window.

use bevy::math::Vec2;
use bevy_egui::egui;

use crate::layout::ScreenId;

/// What a piece of input acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The room itself: look around, lean in.
    Room,
    /// A monitor in the room.
    Screen(ScreenId),
    /// The window's own panels (Focus mode).
    Panels,
}

/// Where the pointer is and what lies under it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Aim {
    /// What is under the pointer.
    pub(crate) over: Owner,
    /// Position there in egui points (texels of a screen, logical pixels of the window).
    pub(crate) at: Vec2,
}

/// Finds out what lies under a window position; the Bevy side casts a ray, tests use a table.
pub(crate) trait Picking {
    /// What is under the pointer.
    fn under(&mut self, window_px: Vec2) -> Aim;
    /// The position on `owner`'s plane, also beyond its edge; `None` if the plane cannot be met.
    fn on_plane_of(&mut self, owner: Owner, window_px: Vec2) -> Option<Vec2>;
}

/// A window event in the order in which it happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Happened {
    /// The pointer moved to this position, logical pixels.
    Moved(Vec2),
    /// A button went down or up.
    Button {
        /// Which.
        button: egui::PointerButton,
        /// Down or up.
        pressed: bool,
    },
    /// The wheel turned.
    Wheel {
        /// Lines or points, as egui counts them.
        unit: egui::MouseWheelUnit,
        /// Right and up positive.
        delta: Vec2,
    },
    /// The pointer left the window.
    Left,
    /// The window lost the keyboard.
    FocusLost,
    /// A key went down or up.
    Key {
        /// egui's name of the key, if it has one.
        key: Option<egui::Key>,
        /// The key by its place on the keyboard.
        physical: Option<egui::Key>,
        /// Which modifier it is, if it is one.
        modifier: Option<Modifier>,
        /// What it types, if it types.
        text: Option<String>,
        /// Down or up.
        pressed: bool,
        /// Held down.
        repeat: bool,
    },
}

/// A modifier key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modifier {
    /// Shift.
    Shift,
    /// Control.
    Ctrl,
    /// Alt.
    Alt,
}

/// What a routed event asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Routed {
    /// An event for the panels of this owner (never the room).
    Egui(Owner, egui::Event),
    /// Put what was copied before into the text that this owner edits.
    Paste(Owner),
    /// Turn the head by a drag of this many pixels.
    Look(Vec2),
    /// Lean in by this many wheel lines (negative: back).
    Lean(f32),
}

/// The owner of the pointer, of a running drag, and of the keyboard.
#[derive(Debug, Clone)]
pub(crate) struct InputOwner {
    hover: Option<Owner>,
    held_by: Option<Owner>,
    buttons: Vec<egui::PointerButton>,
    look_from: Option<Vec2>,
    window_px: Vec2,
    at: Vec2,
    keyboard: Owner,
    modifiers: egui::Modifiers,
}

impl InputOwner {
    /// Nothing hovered, nothing held; keys go to `keyboard`.
    #[must_use]
    pub(crate) fn new(keyboard: Owner) -> Self {
        Self {
            hover: None,
            held_by: None,
            buttons: Vec::new(),
            look_from: None,
            window_px: Vec2::ZERO,
            at: Vec2::ZERO,
            keyboard,
            modifiers: egui::Modifiers::NONE,
        }
    }

    /// The owner under the pointer; `None` while the pointer is outside the window.
    pub(crate) fn hover(&self) -> Option<Owner> {
        self.hover
    }

    /// The owner of the keyboard.
    pub(crate) fn keyboard(&self) -> Owner {
        self.keyboard
    }

    /// Keys go to another owner from now on.
    pub(crate) fn give_keyboard(&mut self, owner: Owner) {
        self.keyboard = owner;
    }

    /// The modifier keys that are down.
    pub(crate) fn modifiers(&self) -> egui::Modifiers {
        self.modifiers
    }

    /// Takes one event and says what it asks for, in order.
    pub(crate) fn take(&mut self, event: Happened, picking: &mut dyn Picking) -> Vec<Routed> {
        let mut out = Vec::new();
        match event {
            Happened::Moved(window_px) => self.moved(window_px, picking, &mut out),
            Happened::Button {
                button,
                pressed: true,
            } => self.pressed(button, picking, &mut out),
            Happened::Button {
                button,
                pressed: false,
            } => self.released(button, picking, &mut out),
            Happened::Wheel { unit, delta } => self.wheel(unit, delta, &mut out),
            Happened::Left if self.buttons.is_empty() => self.hover_over(None, &mut out),
            // A drag goes on outside the window; the display server keeps sending its moves.
            Happened::Left => {}
            Happened::FocusLost => self.let_go(&mut out),
            Happened::Key {
                key,
                physical,
                modifier,
                text,
                pressed,
                repeat,
            } => {
                if let Some(modifier) = modifier {
                    self.set_modifier(modifier, pressed);
                }
                self.key(key, physical, text, pressed, repeat, &mut out);
            }
        }
        out
    }

    /// Releases everything that is held, tells the hovered screen that the pointer is gone, forgets modifiers.
    pub(crate) fn let_go(&mut self, out: &mut Vec<Routed>) {
        if let Some(owner) = self.held_by.take() {
            for button in std::mem::take(&mut self.buttons) {
                self.button_event(owner, button, false, out);
            }
        }
        self.buttons.clear();
        self.look_from = None;
        self.modifiers = egui::Modifiers::NONE;
        self.hover_over(None, out);
    }

    fn moved(&mut self, window_px: Vec2, picking: &mut dyn Picking, out: &mut Vec<Routed>) {
        let from = std::mem::replace(&mut self.window_px, window_px);
        if self.look_from.is_some() {
            out.push(Routed::Look(window_px - from));
            return;
        }
        if let Some(owner) = self.held_by {
            if let Some(at) = picking.on_plane_of(owner, window_px) {
                self.at = at;
                push_egui(owner, egui::Event::PointerMoved(pos(at)), out);
            }
            return;
        }
        self.aim(picking.under(window_px), out);
    }

    fn aim(&mut self, aim: Aim, out: &mut Vec<Routed>) {
        self.hover_over(Some(aim.over), out);
        self.at = aim.at;
        push_egui(aim.over, egui::Event::PointerMoved(pos(aim.at)), out);
    }

    fn hover_over(&mut self, owner: Option<Owner>, out: &mut Vec<Routed>) {
        if self.hover != owner {
            if let Some(old) = self.hover {
                push_egui(old, egui::Event::PointerGone, out);
            }
            self.hover = owner;
        }
    }

    fn pressed(
        &mut self,
        button: egui::PointerButton,
        picking: &mut dyn Picking,
        out: &mut Vec<Routed>,
    ) {
        if self.hover.is_none() {
            self.aim(picking.under(self.window_px), out);
        }
        let Some(hover) = self.hover else { return };
        let owner = self.held_by.unwrap_or(hover);
        let looks = button == egui::PointerButton::Secondary && self.held_by.is_none();
        if looks && (owner == Owner::Room || (self.modifiers.alt && owner != Owner::Panels)) {
            self.look_from = Some(self.window_px);
            return;
        }
        if self.look_from.is_some() || self.buttons.contains(&button) {
            return;
        }
        self.held_by = Some(owner);
        self.buttons.push(button);
        if owner != Owner::Room {
            self.keyboard = owner;
        }
        self.button_event(owner, button, true, out);
    }

    fn released(
        &mut self,
        button: egui::PointerButton,
        picking: &mut dyn Picking,
        out: &mut Vec<Routed>,
    ) {
        if self.look_from.is_some() && button == egui::PointerButton::Secondary {
            self.look_from = None;
            self.aim(picking.under(self.window_px), out);
            return;
        }
        let Some(owner) = self.held_by else { return };
        let Some(idx) = self.buttons.iter().position(|held| *held == button) else {
            return;
        };
        self.buttons.remove(idx);
        self.button_event(owner, button, false, out);
        if self.buttons.is_empty() {
            self.held_by = None;
            self.aim(picking.under(self.window_px), out);
        }
    }

    fn button_event(
        &self,
        owner: Owner,
        button: egui::PointerButton,
        pressed: bool,
        out: &mut Vec<Routed>,
    ) {
        let event = egui::Event::PointerButton {
            pos: pos(self.at),
            button,
            pressed,
            modifiers: self.modifiers,
        };
        push_egui(owner, event, out);
    }

    fn wheel(&mut self, unit: egui::MouseWheelUnit, delta: Vec2, out: &mut Vec<Routed>) {
        /// Points of a touch pad that count as one line of a wheel.
        const POINTS_PER_LINE: f32 = 40.0;
        match self.held_by.or(self.hover) {
            Some(Owner::Room) => {
                let lines = if unit == egui::MouseWheelUnit::Point {
                    delta.y / POINTS_PER_LINE
                } else {
                    delta.y
                };
                out.push(Routed::Lean(lines));
            }
            Some(owner) => {
                let event = egui::Event::MouseWheel {
                    unit,
                    delta: egui::vec2(delta.x, delta.y),
                    modifiers: self.modifiers,
                    phase: egui::TouchPhase::Move,
                };
                push_egui(owner, event, out);
            }
            None => {}
        }
    }

    fn key(
        &self,
        key: Option<egui::Key>,
        physical: Option<egui::Key>,
        text: Option<String>,
        pressed: bool,
        repeat: bool,
        out: &mut Vec<Routed>,
    ) {
        // Ctrl with Alt is AltGr, which types.
        let types = !self.modifiers.ctrl || self.modifiers.alt;
        if let Some(text) = text.filter(|_| pressed && types)
            && !text.is_empty()
            && !text.chars().any(char::is_control)
        {
            push_egui(self.keyboard, egui::Event::Text(text), out);
        }
        // The place on the keyboard stands in for letters of layouts without Latin ones.
        if pressed && !types {
            match key.or(physical) {
                Some(egui::Key::C) => return push_egui(self.keyboard, egui::Event::Copy, out),
                Some(egui::Key::X) => return push_egui(self.keyboard, egui::Event::Cut, out),
                Some(egui::Key::V) if self.keyboard != Owner::Room => {
                    return out.push(Routed::Paste(self.keyboard));
                }
                Some(_) | None => {}
            }
        }
        if let Some(key) = key.or(physical) {
            let event = egui::Event::Key {
                key,
                physical_key: physical,
                pressed,
                repeat,
                modifiers: self.modifiers,
            };
            push_egui(self.keyboard, event, out);
        }
    }

    fn set_modifier(&mut self, modifier: Modifier, is_down: bool) {
        match modifier {
            Modifier::Shift => self.modifiers.shift = is_down,
            Modifier::Ctrl => (self.modifiers.ctrl, self.modifiers.command) = (is_down, is_down),
            Modifier::Alt => self.modifiers.alt = is_down,
        }
    }
}

fn push_egui(owner: Owner, event: egui::Event, out: &mut Vec<Routed>) {
    if owner != Owner::Room {
        out.push(Routed::Egui(owner, event));
    }
}

fn pos(at: Vec2) -> egui::Pos2 {
    egui::pos2(at.x, at.y)
}

#[cfg(test)]
mod tests;
