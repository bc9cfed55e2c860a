//! A profile's TOML: every fault with its place. What the profile means is in the files above.

use std::collections::BTreeMap;

use overread_base::Diagnostics;
use serde::Deserialize;
use toml::Spanned;

use super::action_name::action_of;
use super::{Chord, Drag, Keymap, MouseMap, Wheel};

/// The longest text that is read, bytes.
const MAX_BYTES: usize = 256 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: Spanned<i64>,
    id: Spanned<String>,
    inherit: Option<Spanned<String>>,
    #[serde(default)]
    mouse: MouseFile,
    #[serde(default)]
    keys: BTreeMap<Spanned<String>, Spanned<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct MouseFile {
    left: Option<DragFile>,
    middle: Option<DragFile>,
    right: Option<DragFile>,
    both: Option<DragFile>,
    wheel: Option<WheelFile>,
    ctrl_wheel: Option<WheelFile>,
    shift_wheel: Option<WheelFile>,
    alt_wheel: Option<WheelFile>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum DragFile {
    ActiveTool,
    Window,
    Pan,
    Zoom,
    Scroll,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum WheelFile {
    Slice,
    TenSlices,
    Zoom,
    Slab,
    Nothing,
}

/// Where faults of one text go.
struct Faults<'a> {
    text: &'a str,
    place: &'a str,
    diagnostics: &'a mut Diagnostics,
    are_any: bool,
}

impl Faults<'_> {
    fn add(&mut self, offset: usize, message: impl Into<String>) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let place = format!("{}, line {line}, column {column}", self.place);
        self.diagnostics.error(place, message);
        self.are_any = true;
    }
}

/// Reads a profile; see [`Keymap::parse`].
pub(super) fn keymap(text: &str, place: &str, diagnostics: &mut Diagnostics) -> Option<Keymap> {
    let mut faults = Faults {
        text,
        place,
        diagnostics,
        are_any: false,
    };
    if text.len() > MAX_BYTES {
        let found = text.len();
        faults.add(
            0,
            format!("a profile of at most {MAX_BYTES} bytes, found {found}"),
        );
        return None;
    }
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let at = error.span().map_or(text.len(), |span| span.start);
            faults.add(at, error.message().replace('\n', ", "));
            return None;
        }
    };
    if *file.schema.get_ref() != 1 {
        let found = file.schema.get_ref();
        faults.add(
            file.schema.span().start,
            format!("schema 1 expected, found {found}"),
        );
    }
    let mut keymap = inherited(&file, &mut faults)?;
    take_mouse(&mut keymap.mouse, &file.mouse);
    take_keys(&mut keymap, &file.keys, &mut faults);
    (!faults.are_any).then_some(keymap)
}

fn inherited(file: &File, faults: &mut Faults<'_>) -> Option<Keymap> {
    let id = file.id.get_ref().clone();
    if id.is_empty() || id.len() > 64 {
        faults.add(file.id.span().start, "an id of 1 to 64 bytes is expected");
    }
    let Some(parent) = &file.inherit else {
        return Some(Keymap {
            id,
            keys: BTreeMap::new(),
            mouse: MouseMap::default(),
        });
    };
    // A bundled profile names only ones before it, so this ends.
    let known = super::BUNDLED
        .iter()
        .take_while(|(known, _)| *known != id)
        .any(|(known, _)| known == parent.get_ref());
    let Some(parent) = known.then(|| Keymap::bundled(parent.get_ref())).flatten() else {
        let name = parent.get_ref();
        faults.add(
            parent.span().start,
            format!("{name:?} is no bundled profile to inherit from"),
        );
        return None;
    };
    Some(Keymap { id, ..parent })
}

fn take_keys(
    keymap: &mut Keymap,
    keys: &BTreeMap<Spanned<String>, Spanned<String>>,
    faults: &mut Faults<'_>,
) {
    let mut own: BTreeMap<Chord, usize> = BTreeMap::new();
    // In the order of the text, so that of two that say the same key the second is the fault.
    let mut keys: Vec<_> = keys.iter().collect();
    keys.sort_by_key(|(name, _)| name.span().start);
    for (name, action) in keys {
        let chord = match Chord::parse(name.get_ref()) {
            Ok(chord) => chord,
            Err(word) => {
                let what = if word.is_empty() {
                    format!("{:?} names no key, or two", name.get_ref())
                } else {
                    format!("{word:?} is no key")
                };
                faults.add(name.span().start, what);
                continue;
            }
        };
        if own.insert(chord, name.span().start).is_some() {
            faults.add(
                name.span().start,
                format!("{chord} has an action already in this profile"),
            );
            continue;
        }
        if action.get_ref() == "none" {
            keymap.keys.remove(&chord);
            continue;
        }
        match action_of(action.get_ref()) {
            Ok(action) => {
                keymap.keys.insert(chord, action);
            }
            Err(what) => faults.add(action.span().start, what),
        }
    }
}

fn take_mouse(mouse: &mut MouseMap, file: &MouseFile) {
    let drag = |from: Option<DragFile>, to: &mut Drag| {
        if let Some(from) = from {
            *to = match from {
                DragFile::ActiveTool => Drag::ActiveTool,
                DragFile::Window => Drag::Window,
                DragFile::Pan => Drag::Pan,
                DragFile::Zoom => Drag::Zoom,
                DragFile::Scroll => Drag::Scroll,
            };
        }
    };
    let wheel = |from: Option<WheelFile>, to: &mut Wheel| {
        if let Some(from) = from {
            *to = match from {
                WheelFile::Slice => Wheel::Slice,
                WheelFile::TenSlices => Wheel::TenSlices,
                WheelFile::Zoom => Wheel::Zoom,
                WheelFile::Slab => Wheel::Slab,
                WheelFile::Nothing => Wheel::Nothing,
            };
        }
    };
    drag(file.left, &mut mouse.left);
    drag(file.middle, &mut mouse.middle);
    drag(file.right, &mut mouse.right);
    drag(file.both, &mut mouse.both);
    wheel(file.wheel, &mut mouse.wheel);
    wheel(file.ctrl_wheel, &mut mouse.ctrl_wheel);
    wheel(file.shift_wheel, &mut mouse.shift_wheel);
    wheel(file.alt_wheel, &mut mouse.alt_wheel);
}
