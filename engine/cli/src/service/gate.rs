//! Which gate a report is held against, and how its outcome ends the program.

use std::path::Path;

use overread_evaluation::{Gate, MAX_GATE_BYTES, Outcome};

use super::{ANSWER_IS_NO, NOT_DECIDABLE, refused, text_of};
use crate::EndsWith;

/// The gate of a file, else the one that is built in.
pub(super) fn of(file: Option<&Path>) -> anyhow::Result<Gate> {
    let Some(path) = file else {
        return Ok(Gate::built_in());
    };
    match Gate::read(&text_of(path, MAX_GATE_BYTES)?) {
        (Some(gate), _) => Ok(gate),
        (None, faults) => refused(&path.display().to_string(), &faults),
    }
}

/// Ends well where the gate is passed, else with the code of its outcome.
pub(super) fn end(outcome: Outcome) -> anyhow::Result<()> {
    let code = match outcome {
        Outcome::Passed => return Ok(()),
        Outcome::Failed => ANSWER_IS_NO,
        Outcome::NotDecidable => NOT_DECIDABLE,
    };
    Err(EndsWith {
        code,
        said: format!("the gate is {}", outcome.word()),
    }
    .into())
}
