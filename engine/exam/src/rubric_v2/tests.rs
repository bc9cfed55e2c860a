//! Sessions in every reading mode, small enough to be scored by hand.

mod modes;
mod questions;
mod recovery;
mod rig;
mod sound;
