//! How well an AI service does on studies whose truth is known: a row for each study, figures over the rows.
//!
//! Runs no service and reads no file: results and truths come in, rows and tables go out.
//! Entry types: [`judge`] makes a [`Row`] of a result and the truth, [`figures`] makes [`Figures`] of rows,
//! [`tables`] writes them as Markdown.

mod figures;
mod judge;
mod row;
mod table;

pub use figures::{Agreement, Area, CategoryAgreement, Figures, Group, figures, subgroups};
pub use judge::{CaseFacts, Truth, judge, target_words};
pub use row::{CategoryRow, LesionRow, MarkRow, NumberRow, Row, RowError, SCHEMA, Status};
pub use table::tables;
