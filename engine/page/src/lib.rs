//! HTML pages that stand alone: one frame with the styles of all pages, and pieces of markup with one escape.
//!
//! [`Frame::page`] makes a page that loads nothing and runs nothing; it wears light and dark, and suits telephones and
//! paper. Pure: texts in, text out; equal texts give equal bytes.

mod frame;
mod markup;

pub use frame::Frame;
pub use markup::{escape, figure, note, paragraph, section, short, table};
