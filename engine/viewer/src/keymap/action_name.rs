//! The words of profiles for actions: `tool length`, `step -10`, `preset lung`. No keys.

use overread_image::preset_named;

use crate::{Action, Tool};

/// The words for tools.
const TOOLS: [(&str, Tool); 15] = [
    ("window", Tool::Window),
    ("pan", Tool::Pan),
    ("zoom", Tool::Zoom),
    ("scroll", Tool::Scroll),
    ("crosshair", Tool::Crosshair),
    ("mark", Tool::Mark),
    ("length", Tool::Length),
    ("bidirectional", Tool::Bidirectional),
    ("angle", Tool::Angle),
    ("ellipse", Tool::Ellipse),
    ("rectangle", Tool::Rectangle),
    ("freehand", Tool::Freehand),
    ("value", Tool::Value),
    ("arrow", Tool::Arrow),
    ("magnifier", Tool::Magnifier),
];

/// The words for actions that need no number.
const PLAIN: [(&str, Action); 26] = [
    ("full-range", Action::FullRange),
    ("file-voi", Action::FileVoi),
    ("invert", Action::Invert),
    ("flip-horizontal", Action::FlipHorizontal),
    ("flip-vertical", Action::FlipVertical),
    ("first-slice", Action::FirstSlice),
    ("last-slice", Action::LastSlice),
    ("single", Action::Single),
    ("slab-mode", Action::SlabMode),
    ("cine", Action::Cine),
    ("key-image", Action::KeyImage),
    ("link-scroll", Action::LinkScroll),
    ("link-window-and-zoom", Action::LinkWindowAndZoom),
    ("reference-lines", Action::ReferenceLines),
    ("corner-text", Action::CornerText),
    ("display-area", Action::DisplayArea),
    ("region-grid", Action::RegionGrid),
    ("file-overlays", Action::FileOverlays),
    ("overlay", Action::Overlay),
    ("heat-map", Action::HeatMap),
    ("delete", Action::Delete),
    ("undo", Action::Undo),
    ("redo", Action::Redo),
    ("cancel", Action::Cancel),
    ("key-sheet", Action::KeySheet),
    ("services", Action::Services),
];

/// Actions that take a number of steps; the greatest number.
type Stepped = (&'static str, i32, fn(i32) -> Action);

const STEPPED: [Stepped; 7] = [
    ("step", 1000, Action::Step),
    ("rotate", 3, |n| Action::Rotate(small(n))),
    ("series", 1, |n| Action::Series(small(n))),
    ("stage", 1, |n| Action::Stage(small(n))),
    ("viewport", 1, |n| Action::Viewport(small(n))),
    ("slab", 10, |n| Action::Slab(small(n))),
    ("finding", 1, |n| Action::Finding(small(n))),
];

/// The numbers are checked against the greatest before.
fn small(number: i32) -> i8 {
    i8::try_from(number).unwrap_or(0)
}

/// The action of a text.
///
/// # Errors
/// What is wrong with the text.
pub(crate) fn action_of(text: &str) -> Result<Action, String> {
    let (word, argument) = match text.split_once(' ') {
        Some((word, argument)) => (word, Some(argument.trim())),
        None => (text, None),
    };
    match (word, argument) {
        ("display-check", None) => return Ok(Action::DisplayCheck),
        ("key-pointer", None) => return Ok(Action::KeyPointer),
        ("tool", Some(name)) => {
            let found = TOOLS.iter().find(|(known, _)| *known == name);
            return found
                .map(|&(_, tool)| Action::Tool(tool))
                .ok_or_else(|| format!("{name:?} is no tool"));
        }
        ("preset", Some(name)) => return preset(name),
        _ => {}
    }
    if let (Some((_, action)), None) = (PLAIN.iter().find(|(known, _)| *known == word), argument) {
        return Ok(*action);
    }
    let Some((_, most, action)) = STEPPED.iter().find(|(known, ..)| *known == word) else {
        return Err(format!("{text:?} is no action"));
    };
    let steps: Option<i32> = argument.and_then(|a| a.trim_start_matches('+').parse().ok());
    match steps {
        Some(steps) if steps != 0 && steps.abs() <= *most => Ok(action(steps)),
        _ => Err(format!(
            "{word:?} takes a number of -{most} to {most} and not 0, found {:?}",
            argument.unwrap_or_default()
        )),
    }
}

fn preset(name: &str) -> Result<Action, String> {
    match name.parse::<u8>() {
        Ok(number @ 1..=9) => Ok(Action::Preset(number)),
        Ok(number) => Err(format!("presets are 1 to 9, found {number}")),
        Err(_) => preset_named(name)
            .map(|preset| Action::NamedPreset(preset.id))
            .ok_or_else(|| format!("{name:?} is no window preset")),
    }
}
