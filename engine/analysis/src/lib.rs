//! The analysis of a reader study: from answers of many sessions to one set of figures, a page and tables.
//!
//! Opens no files and computes no statistic of its own: estimators are those of `overread-stats`, and what they cannot
//! give stands with its reason.
//! Entry: [`Study::of`] takes reads (made by [`read_of`] or [`reads_of_tables`]), [`analyse`] makes the [`Analysis`],
//! [`page`] writes it as one HTML page, [`tables`] as CSV.

mod analysis;
mod page;
mod study;
mod tables;
mod words;

pub use analysis::accuracy::{ConditionAccuracy, Rates, ReaderAccuracy};
pub use analysis::agreement::{Agreement, PairAgreement};
pub use analysis::comparison::{
    Comparison, ComparisonMethod, FigureOfMerit, PopulationTest, ReaderDifference,
};
pub use analysis::items::{ItemSet, ItemSubject, StudyItem};
pub use analysis::localisation::{ConditionFroc, FreeResponseReading, ReaderFroc};
pub use analysis::measured::{MeasuredAgainst, MeasuredPair, Measurement};
pub use analysis::reliance::{AgainstAlone, ReaderReliance, StudyReliance};
pub use analysis::roc::{ConditionRoc, ReaderRoc};
pub use analysis::times::{ReaderTimes, StudyTimes};
pub use analysis::{Analysis, Estimated, Found, Tested, analyse};
pub use page::{PageTexts, page};
pub use study::observed::{Sitting, number, read_of};
pub use study::text::{ExportTexts, TextError, reads_of_tables};
pub use study::{
    Advice, Answer, Cell, Condition, LeftOut, MOST_READS, Read, ReadMark, Study, StudyCase,
};
pub use tables::{TableFile, tables};
pub use words::Language;
