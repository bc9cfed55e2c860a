//! The bundled profiles hold together, and faults of a profile are named at their places.

use overread_base::Diagnostics;

use super::{Chord, Drag, Keymap};
use crate::{Action, Tool};

fn faults(text: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::default();
    assert!(Keymap::parse(text, "own", &mut diagnostics).is_none());
    diagnostics.all().iter().map(ToString::to_string).collect()
}

fn press(keymap: &Keymap, text: &str) -> Option<Action> {
    keymap.action(Chord::parse(text).unwrap())
}

#[test]
fn every_bundled_profile_reads_and_reaches_what_a_reader_cannot_do_without() {
    let needed = [
        Action::Tool(Tool::Window),
        Action::Tool(Tool::Pan),
        Action::Tool(Tool::Zoom),
        Action::Tool(Tool::Mark),
        Action::Tool(Tool::Length),
        Action::Tool(Tool::Bidirectional),
        Action::Tool(Tool::Angle),
        Action::Tool(Tool::Ellipse),
        Action::Tool(Tool::Freehand),
        Action::Invert,
        Action::FlipHorizontal,
        Action::FlipVertical,
        Action::Rotate(1),
        Action::FullRange,
        Action::Step(1),
        Action::Step(-10),
        Action::Stage(1),
        Action::Series(1),
        Action::Viewport(1),
        Action::Single,
        Action::Cine,
        Action::KeyImage,
        Action::LinkScroll,
        Action::CornerText,
        Action::DisplayArea,
        Action::Overlay,
        Action::Finding(1),
        Action::Delete,
        Action::Undo,
        Action::Redo,
        Action::Cancel,
        Action::KeySheet,
    ];
    for id in Keymap::bundled_ids() {
        let keymap = Keymap::bundled(id).unwrap();
        assert_eq!(keymap.id(), id);
        for action in needed {
            assert!(
                !keymap.chords_of(action).is_empty(),
                "{id} has no key for {action:?}"
            );
        }
        // AI marks go away with the same key everywhere.
        assert_eq!(press(&keymap, "G"), Some(Action::Overlay), "{id}");
    }
}

#[test]
fn profiles_say_what_their_viewers_say() {
    let ohif = Keymap::bundled("ohif").unwrap();
    assert_eq!(press(&ohif, "2"), Some(Action::NamedPreset("lung")));
    assert_eq!(press(&ohif, "9"), None);
    let weasis = Keymap::bundled("weasis").unwrap();
    assert_eq!(press(&weasis, "T"), Some(Action::Tool(Tool::Pan)));
    assert_eq!(press(&weasis, "Alt+F"), Some(Action::FlipHorizontal));
    assert_eq!(weasis.mouse.right, Drag::Window);
    let osirix = Keymap::bundled("osirix").unwrap();
    assert_eq!(press(&osirix, "M"), Some(Action::Tool(Tool::Pan)));
    assert_eq!(press(&osirix, "Backtick"), Some(Action::FileVoi));
    let classic = Keymap::default();
    assert_eq!(press(&classic, "shift+up"), Some(Action::Step(-10)));
    assert_eq!(press(&classic, "Ctrl+Z"), Some(Action::Undo));
    assert_eq!(classic.mouse.right, Drag::Zoom);
}

#[test]
fn a_profile_of_the_readers_own_changes_a_bundled_one() {
    let text =
        "schema = 1\nid = \"own\"\ninherit = \"classic\"\n[keys]\nF = \"step +5\"\nG = \"none\"\n";
    let own = Keymap::parse(text, "own", &mut Diagnostics::default()).unwrap();
    assert_eq!(press(&own, "F"), Some(Action::Step(5)));
    assert_eq!(press(&own, "G"), None);
    assert_eq!(press(&own, "W"), Some(Action::Tool(Tool::Window)));
}

#[test]
fn conflicts_and_wrong_words_are_named_at_their_places() {
    let text = "schema = 2\nid = \"own\"\n[keys]\n\"Ctrl+Z\" = \"undo\"\n\"ctrl+z\" = \"redo\"\nFoo = \"undo\"\n\"Ctrl\" = \"undo\"\nA = \"dance\"\nB = \"step 0\"\nC = \"preset 12\"\nD = \"tool saw\"\n";
    let found = faults(text);
    let expected = [
        "schema 1 expected, found 2 (own, line 1, column 10)",
        "Ctrl+Z has an action already in this profile (own, line 5, column 1)",
        "\"Foo\" is no key (own, line 6, column 1)",
        "\"Ctrl\" names no key, or two (own, line 7, column 1)",
        "\"dance\" is no action (own, line 8, column 5)",
        "\"step\" takes a number of -1000 to 1000 and not 0, found \"0\" (own, line 9, column 5)",
        "presets are 1 to 9, found 12 (own, line 10, column 5)",
        "\"saw\" is no tool (own, line 11, column 5)",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found, &format!("error: {expected}"));
    }
}

#[test]
fn what_is_no_profile_is_refused_whole() {
    assert!(faults("id = 3")[0].contains("line 1"));
    assert!(faults("schema = 1\nid = \"x\"\nkees = 1\n")[0].contains("kees"));
    assert!(
        faults("schema = 1\nid = \"x\"\ninherit = \"vim\"\n")[0].contains("no bundled profile")
    );
    // A loop of inheritance cannot be written.
    assert!(
        faults("schema = 1\nid = \"classic\"\ninherit = \"classic\"\n")[0]
            .contains("no bundled profile")
    );
    assert!(faults(&"#".repeat(300_000))[0].contains("at most"));
}

#[test]
fn chords_are_written_as_they_are_read() {
    for text in ["Ctrl+Shift+Alt+F12", "A", "Shift+Up", "Backtick"] {
        let chord = Chord::parse(text).unwrap();
        assert_eq!(Chord::parse(&chord.to_string()), Ok(chord));
    }
    assert_eq!(Chord::parse("Shift+Up").unwrap().sign(), "Shift ↑");
}
