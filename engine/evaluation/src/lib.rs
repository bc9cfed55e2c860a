//! How well an AI service does on studies whose truth is known: a row for each study, figures over the rows.
//!
//! Runs no service and reads no file: results and truths come in, rows and reports go out.
//! Entry types: [`judge`] makes a [`Row`] of a result and the truth, [`TruthTable`] is a truth that others wrote,
//! [`figures`] makes [`Figures`] of rows, [`tables`] writes them as Markdown; [`Report`] says all of one service and holds
//! it against a [`Gate`], [`Monitoring`] watches it over time.
//! Invariants: what a row cannot tell is no figure; what is not estimable has its reason in every form of a report.

mod csv;
mod day;
mod defect;
mod figures;
mod gate;
mod groups;
mod judge;
mod monitor;
mod overlap;
mod report;
mod row;
mod table;
mod truth_table;

pub use day::day_of;
pub use defect::{Defect, Refusal};
pub use figures::{Agreement, Area, CategoryAgreement, Figures, Group, figures, subgroups};
pub use gate::{
    Criterion, CriterionOutcome, DEFAULT_GATE, Gate, JudgedBy, Limit, MAX_GATE_BYTES, Measure,
    Measured, Outcome, outcome_of,
};
pub use groups::{age_band, size_band};
pub use judge::{CaseFacts, Scope, Truth, any_target, judge, target_words};
pub use monitor::{
    Chart, ChartLine, MonitorOptions, Monitoring, OrderedBy, Points, Signal, StudySample,
};
pub use report::{
    Accuracy, DefectCount, Defects, FrocPoint, Localisation, Report, Subgroup, Times,
};
pub use row::{CategoryRow, LesionRow, MarkRow, NumberRow, Row, RowError, SCHEMA, Status};
pub use table::{merged_tables, tables};
pub use truth_table::{MAX_TRUTH_BYTES, StatedTruth, StudyTruth, TruthTable};
