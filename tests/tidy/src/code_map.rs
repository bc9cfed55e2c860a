//! The code map of ARCHITECTURE names every crate with its job and what it never knows, and no other.

use crate::checkout::{assert_none, root};
use crate::markdown;
use crate::workspace::{Crate, crates, example};

const HEADING: &str = "## Code map";

/// The head of the map: folder, crate, job, what it knows, what it never does.
const N_COLUMNS: usize = 4;

fn faults(text: &str, crates: &[Crate]) -> Vec<String> {
    let rows = markdown::rows(&markdown::section(text, HEADING));
    let mut faults = Vec::new();
    for found in crates {
        let path = path_of(found);
        match rows.iter().find(|row| row[0] == path) {
            None => faults.push(format!(
                "\"{HEADING}\" does not name {path} ({})",
                found.name
            )),
            Some(row) if row.len() < N_COLUMNS || row.iter().any(String::is_empty) => {
                faults.push(format!("\"{HEADING}\" leaves a cell of {path} empty"));
            }
            Some(row) if !row[1].starts_with(&found.name) => {
                faults.push(format!(
                    "\"{HEADING}\" calls {path} {:?}, expected {:?}",
                    row[1], found.name
                ));
            }
            Some(_) => {}
        }
    }
    for row in &rows {
        if !crates.iter().any(|found| path_of(found) == row[0]) {
            faults.push(format!("\"{HEADING}\" names {}, which is no crate", row[0]));
        }
    }
    faults
}

fn path_of(found: &Crate) -> String {
    if found.folder.contains('/') {
        found.folder.clone()
    } else {
        format!("engine/{}", found.folder)
    }
}

#[test]
fn the_map_names_every_crate() {
    let text = std::fs::read_to_string(root().join("engine/ARCHITECTURE.md")).unwrap();
    assert_none(&faults(&text, &crates()));
}

#[test]
fn a_map_that_is_wrong_is_refused() {
    let crates = [
        example("overread-base", "base", &[]),
        example("tidy", "tests/tidy", &[]),
    ];
    let map = |rows: &str| {
        faults(
            &format!("## Code map\n|a|b|c|d|\n|-|-|-|-|\n{rows}"),
            &crates,
        )
    };
    let tidy = "| `tests/tidy` | `tidy` | checks | fetches |\n";
    assert_none(&map(&format!(
        "| `engine/base` | `overread-base` | words | asks |\n{tidy}"
    )));
    assert_eq!(
        map(tidy),
        ["\"## Code map\" does not name engine/base (overread-base)"]
    );
    assert_eq!(
        map(&format!("| engine/base | overread-base | | asks |\n{tidy}")),
        ["\"## Code map\" leaves a cell of engine/base empty"]
    );
    assert_eq!(
        map(&format!("| engine/base | base | words | asks |\n{tidy}")),
        ["\"## Code map\" calls engine/base \"base\", expected \"overread-base\""]
    );
    let gone = format!(
        "| engine/base | overread-base | words | asks |\n| engine/gone | gone | a | b |\n{tidy}"
    );
    assert_eq!(
        map(&gone),
        ["\"## Code map\" names engine/gone, which is no crate"]
    );
}
