//! Which key and which mouse button asks for what: profiles in TOML, classic or as other viewers have it. No input.

mod action_name;
mod chord;
mod read;

use std::collections::BTreeMap;

use overread_base::Diagnostics;

use crate::Action;

pub use chord::{Chord, Key};

/// What a drag with a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drag {
    /// The tool in hand.
    ActiveTool,
    /// Window and level.
    Window,
    /// Move the picture.
    Pan,
    /// Magnify the picture.
    Zoom,
    /// Run through the slices.
    Scroll,
}

/// What the wheel does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wheel {
    /// One slice a notch.
    Slice,
    /// Ten slices a notch.
    TenSlices,
    /// Magnify where the pointer is.
    Zoom,
    /// Make the slab thicker or thinner.
    Slab,
    /// Nothing.
    Nothing,
}

/// What the mouse does on an image. A click with the right button opens the menu in every profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MouseMap {
    /// Drag with the left button.
    pub left: Drag,
    /// Drag with the middle button.
    pub middle: Drag,
    /// Drag with the right button.
    pub right: Drag,
    /// Drag with both the left and the right button.
    pub both: Drag,
    /// The wheel alone.
    pub wheel: Wheel,
    /// The wheel with Ctrl.
    pub ctrl_wheel: Wheel,
    /// The wheel with Shift.
    pub shift_wheel: Wheel,
    /// The wheel with Alt.
    pub alt_wheel: Wheel,
}

/// A profile of keys and mouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    id: String,
    keys: BTreeMap<Chord, Action>,
    /// The mouse.
    pub mouse: MouseMap,
}

/// The profiles that come with the program: id and text. The first is the default, and the others change it.
const BUNDLED: [(&str, &str); 4] = [
    ("classic", include_str!("../profiles/classic.toml")),
    ("ohif", include_str!("../profiles/ohif.toml")),
    ("weasis", include_str!("../profiles/weasis.toml")),
    ("osirix", include_str!("../profiles/osirix.toml")),
];

impl Keymap {
    /// The ids of the bundled profiles, the default first.
    pub fn bundled_ids() -> impl Iterator<Item = &'static str> {
        BUNDLED.iter().map(|&(id, _)| id)
    }

    /// A bundled profile.
    #[must_use]
    pub fn bundled(id: &str) -> Option<Self> {
        let (_, text) = BUNDLED.iter().find(|(known, _)| *known == id)?;
        Self::parse(text, id, &mut Diagnostics::default())
    }

    /// A profile from its text; `place` names it in the diagnostics. `None` if anything in it is refused: a profile of
    /// which a part works would surprise its reader at the worst moment.
    ///
    /// A profile may `inherit` from a bundled one and change some of its keys; `none` takes a key's action away.
    #[must_use]
    pub fn parse(text: &str, place: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        read::keymap(text, place, diagnostics)
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What a press asks for.
    #[must_use]
    pub fn action(&self, chord: Chord) -> Option<Action> {
        self.keys.get(&chord).copied()
    }

    /// All keys with their actions, by key.
    pub fn bindings(&self) -> impl Iterator<Item = (Chord, Action)> + '_ {
        self.keys.iter().map(|(&chord, &action)| (chord, action))
    }

    /// The keys of an action, the plainest first.
    #[must_use]
    pub fn chords_of(&self, action: Action) -> Vec<Chord> {
        let mut chords: Vec<Chord> = self
            .bindings()
            .filter(|(_, bound)| *bound == action)
            .map(|(chord, _)| chord)
            .collect();
        chords.sort_by_key(|chord| (chord.ctrl, chord.alt, chord.shift, chord.key));
        chords
    }
}

impl Default for Keymap {
    fn default() -> Self {
        // A bundled profile that does not read fails a test; the empty one keeps the mouse.
        Self::bundled(BUNDLED[0].0).unwrap_or_else(|| Self {
            id: BUNDLED[0].0.to_owned(),
            keys: BTreeMap::new(),
            mouse: MouseMap::default(),
        })
    }
}

impl Default for MouseMap {
    fn default() -> Self {
        Self {
            left: Drag::ActiveTool,
            middle: Drag::Pan,
            right: Drag::Zoom,
            both: Drag::Scroll,
            wheel: Wheel::Slice,
            ctrl_wheel: Wheel::Zoom,
            shift_wheel: Wheel::TenSlices,
            alt_wheel: Wheel::Slab,
        }
    }
}

#[cfg(test)]
mod tests;
