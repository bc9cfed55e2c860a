//! Faults of protocol texts, each with its place.

use super::*;

const HEAD: &str = "schema = 1\nid = \"x\"\n[[stages]]\nid = \"s\"\n";

#[track_caller]
fn check(rest: &str, faults: &[&str]) {
    let (protocol, diagnostics) = Protocol::read(&format!("{HEAD}{rest}"));
    let told: Vec<String> = diagnostics.all().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), faults.len(), "{told:#?}");
    for (told, fault) in told.iter().zip(faults) {
        assert!(told.contains(fault), "{told} has no {fault:?}");
    }
    assert_eq!(protocol.is_some(), faults.is_empty());
}

#[test]
fn a_protocol_needs_little() {
    check("rows = 1\ncolumns = 1\nseries = \"each\"", &[]);
    check("rows = 1\ncolumns = 1\n[[stages.cells]]", &[]);
}

#[test]
fn every_fault_is_named_with_its_line() {
    check(
        "rows = 0\ncolums = 9\nneeds = \"al\"\n[[stages.cells]]\nplane = \"axal\"\nview = [\"PA\"]",
        &[
            "expected 1 to 8, found 0 (line 5, column 8, stages[0].rows)",
            "unknown key \"colums\", did you mean \"columns\"? (line 6",
            "did you mean \"all\"? (line 7",
        ],
    );
    check(
        "rows = 1\ncolumns = 1\n[[stages.cells]]\nplane = \"axal\"\nview = [\"PA\"]\nslab = { projection = \"maximum\", thickness_mm = 0 }",
        &[
            "did you mean \"axial\"? (line 8, column 9, stages[0].cells[0].plane)",
            "unknown key \"view\", did you mean \"views\"? (line 9",
            "expected 0.1 to 1000 mm, found 0 (line 10",
        ],
    );
    check(
        "rows = 1\ncolumns = 1\nseries = \"each\"\nlinks = [\"scroll\", \"zom\"]",
        &["did you mean \"zoom\"? (line 8, column 20, stages[0].links[1])"],
    );
}

#[test]
fn places_lie_inside_and_apart() {
    check(
        "rows = 1\ncolumns = 1\n[[stages.cells]]\n[[stages.cells]]",
        &["the cell ends at row 2, column 1, outside 1 rows and 1 columns (line 8"],
    );
    check(
        "rows = 2\ncolumns = 2\n[[stages.cells]]\nspan = [2, 1]\n[[stages.cells]]\nplace = [1, 0]",
        &["row 1, column 0 is taken by a cell before (line 9"],
    );
    check(
        "rows = 2\ncolumns = 2\n[[stages.cells]]\nplace = [8, 0]",
        &["expected 0 to 7, found 8"],
    );
    check(
        "rows = 2\ncolumns = 2\n[[stages.cells]]\nspan = [0, 1]",
        &["expected 1 to 8, found 0"],
    );
}

#[test]
fn a_stage_says_one_thing() {
    check(
        "rows = 1\ncolumns = 1",
        &["a stage needs \"cells\" or \"series\""],
    );
    check(
        "rows = 1\ncolumns = 1\nseries = \"each\"\n[[stages.cells]]",
        &["a stage has either \"cells\" or \"series\", found both"],
    );
    check(
        "rows = 1\ncolumns = 1\nshown = {}\n[[stages.cells]]",
        &["\"shown\" belongs to \"series\""],
    );
    check(
        "rows = 1\ncolumns = 1\nseries = \"each\"\nshown = { wanted = \"x\" }",
        &["unknown key \"wanted\""],
    );
}

#[test]
fn what_is_too_much_is_refused() {
    let (none, faults) = Protocol::read(&" ".repeat(MAX_PROTOCOL_BYTES + 1));
    assert!(none.is_none());
    assert!(faults.all()[0].message.contains("at most 65536 bytes"));
    let stages =
        "[[stages]]\nid = \"s\"\nrows = 1\ncolumns = 1\nseries = \"each\"\n".repeat(MAX_STAGES);
    check(
        &format!("rows = 1\ncolumns = 1\nseries = \"each\"\n{stages}"),
        &["expected 1 to 32 elements, found 33"],
    );
    let long = "x".repeat(65);
    check(
        &format!("rows = 1\ncolumns = 1\n[[stages.cells]]\nviews = [\"{long}\", \" \"]"),
        &[
            "expected a code of 1 to 64 bytes, found 65",
            "found 0 bytes",
        ],
    );
    let (_, faults) = Protocol::read("schema = 1\nid = \"Ä x\"\nstages = []");
    assert_eq!(faults.all().len(), 2, "{faults:?}");
}
