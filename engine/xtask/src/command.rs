//! Cargo in the checkout; every other program is called as the vendor's kit calls it.

use std::process::Command;

use overread_plugin_kit::program::program;

use crate::place::Place;

/// Cargo in the checkout, with the build folder that holds this program.
pub(crate) fn cargo(place: &Place) -> Command {
    let mut command = program(&place.cargo);
    command
        .current_dir(&place.checkout)
        .env("CARGO_TARGET_DIR", &place.target);
    command
}
