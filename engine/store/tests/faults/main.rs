//! What goes wrong around a journal, over whole examinations: programs killed at every event, torn and flipped bytes,
//! full and read-only disks, clocks set back, two programs at once, copies taken up elsewhere.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test: what is not as expected stops it, and what it skips is named"
)]

mod disk;
mod exam;
mod flipped;
mod killed;
mod large;
mod program;
mod shared;
mod torn;
