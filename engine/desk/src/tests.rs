//! The panels as a reader meets them: driven by pointer and keys, judged by the session, the text and the pixels.

mod answering;
mod around;
mod arriving;
mod asking;
mod by_keys;
mod debriefing;
mod display;
mod drawing;
pub(crate) mod fixtures;
mod hanging;
mod modes;
mod pictures;
mod practising;
mod raster;
mod rig;
mod services;
mod showing;
mod starting;
mod studying;
mod telling;
