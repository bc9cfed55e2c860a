//! Keys by their place on the keyboard, alone or with modifiers, and their names in profiles. No actions.

use std::fmt;

/// A key by its place on a keyboard of the American layout, so that it is the same key on every layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u8);

/// The names, in the order of [`Key`]; those of egui and of most toolkits.
const NAMES: [&str; 75] = [
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "L",
    "M",
    "N",
    "O",
    "P",
    "Q",
    "R",
    "S",
    "T",
    "U",
    "V",
    "W",
    "X",
    "Y",
    "Z",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F10",
    "F11",
    "F12",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PageUp",
    "PageDown",
    "Insert",
    "Delete",
    "Backspace",
    "Enter",
    "Tab",
    "Space",
    "Escape",
    "Backtick",
    "Minus",
    "Equals",
    "Plus",
    "Comma",
    "Period",
    "Slash",
    "Semicolon",
    "Quote",
    "OpenBracket",
    "CloseBracket",
    "Backslash",
];

impl Key {
    /// The key of a name, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let idx = NAMES
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))?;
        u8::try_from(idx).ok().map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or("")
    }

    /// What stands on a key sheet for it.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self.name() {
            "Up" => "↑",
            "Down" => "↓",
            "Left" => "←",
            "Right" => "→",
            "PageUp" => "PgUp",
            "PageDown" => "PgDn",
            "Escape" => "Esc",
            "Backtick" => "`",
            "Minus" => "-",
            "Equals" => "=",
            "Plus" => "+",
            "Comma" => ",",
            "Period" => ".",
            "Slash" => "/",
            "Semicolon" => ";",
            "Quote" => "'",
            "OpenBracket" => "[",
            "CloseBracket" => "]",
            "Backslash" => "\\",
            name => name,
        }
    }
}

/// A key with what is held down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Whether Ctrl, or Command on a Mac, is held.
    pub ctrl: bool,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Alt is held.
    pub alt: bool,
}

impl Chord {
    /// The chord of a text such as `Ctrl+Shift+Z`, in any case and order of modifiers.
    ///
    /// # Errors
    /// The word that is neither a key nor a modifier; an empty text for one that names no key or two.
    pub fn parse(text: &str) -> Result<Self, &str> {
        let (mut key, mut ctrl, mut shift, mut alt) = (None, false, false, false);
        for word in text.split('+').map(str::trim) {
            match word.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "shift" => shift = true,
                "alt" => alt = true,
                _ => {
                    let named = Key::from_name(word).ok_or(word)?;
                    if key.replace(named).is_some() {
                        return Err("");
                    }
                }
            }
        }
        let key = key.ok_or("")?;
        Ok(Self {
            key,
            ctrl,
            shift,
            alt,
        })
    }

    /// What stands on a key sheet for it, e.g. `Shift ↑`.
    #[must_use]
    pub fn sign(self) -> String {
        let held = [
            (self.ctrl, "Ctrl "),
            (self.shift, "Shift "),
            (self.alt, "Alt "),
        ];
        let mut sign: String = held.iter().filter(|(is, _)| *is).map(|(_, n)| *n).collect();
        sign.push_str(self.key.sign());
        sign
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = [
            (self.ctrl, "Ctrl+"),
            (self.shift, "Shift+"),
            (self.alt, "Alt+"),
        ];
        for (is_held, name) in held {
            if is_held {
                f.write_str(name)?;
            }
        }
        f.write_str(self.key.name())
    }
}
