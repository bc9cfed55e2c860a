//! Reads a TOML text so that every fault of it is named with its line: what scenarios and the viewer's files have in
//! common. Knows no key of any file and opens none.
//!
//! Entry: [`read_file`] checks size and schema and hands out the [`Table`] that is then asked key by key;
//! [`Table::finish`] names the keys that nobody asked for.

mod file;
mod reader;

pub use file::read_file;
pub use reader::{Faults, Item, Table};
