//! The tables that `session export` writes, read back into reads. Takes texts; opens no files.

mod csv;

use std::collections::BTreeMap;

use overread_exam::ReadPhase;
use overread_scenario::ReadingMode;

use super::{Advice, Answer, Condition, Read, ReadMark};
use csv::Rows;

/// The texts of one export.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportTexts<'a> {
    /// `reads.csv`.
    pub reads: &'a str,
    /// `marks.csv`; empty if there is none.
    pub marks: &'a str,
    /// `answers.csv`; empty if there is none.
    pub answers: &'a str,
}

/// Why tables cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The text is larger than any study needs.
    #[error("{table}: {found} bytes, at most {most} are read")]
    TooLarge {
        /// Which table.
        table: &'static str,
        /// Its size.
        found: usize,
        /// The most.
        most: usize,
    },
    /// A quoted field has no end.
    #[error("{table}, line {line}: a quoted field has no closing quote")]
    OpenQuote {
        /// Which table.
        table: &'static str,
        /// Where it begins.
        line: usize,
    },
    /// A column is missing.
    #[error("{table}: no column {column:?}")]
    NoColumn {
        /// Which table.
        table: &'static str,
        /// Which column.
        column: &'static str,
    },
    /// A row is not as long as the header.
    #[error("{table}, line {line}: expected {expected} fields, found {found}")]
    Fields {
        /// Which table.
        table: &'static str,
        /// Where.
        line: usize,
        /// As many as the header has.
        expected: usize,
        /// As many as there are.
        found: usize,
    },
    /// A field is not what the column holds.
    #[error("{table}, line {line}, column {column:?}: expected {expected}, found {found:?}")]
    Field {
        /// Which table.
        table: &'static str,
        /// Where.
        line: usize,
        /// In which column.
        column: &'static str,
        /// What stands in such a column.
        expected: &'static str,
        /// What stands there, cut to 40 letters.
        found: String,
    },
    /// A mark or an answer belongs to no read.
    #[error("{table}, line {line}: belongs to no row of reads.csv")]
    Orphan {
        /// Which table.
        table: &'static str,
        /// Where.
        line: usize,
    },
}

/// Session, case and phase: what a row of marks or answers belongs to.
type Key = (String, String, ReadPhase);

/// The reads of an export.
///
/// # Errors
/// The first [`TextError`], with table, line and column.
pub fn reads_of_tables(texts: ExportTexts<'_>) -> Result<Vec<Read>, TextError> {
    let mut reads = Vec::new();
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    for row in Rows::of("reads.csv", texts.reads)?.all() {
        let read = read_of(&row?)?;
        let key = (
            read.session.clone(),
            read.case.clone(),
            read.condition.phase,
        );
        places.entry(key).or_insert(reads.len());
        reads.push(read);
    }
    if !texts.marks.is_empty() {
        for row in Rows::of("marks.csv", texts.marks)?.all() {
            let row = row?;
            let mark = ReadMark {
                rating: row
                    .number("rating")?
                    .ok_or_else(|| row.wrong("rating", "a number"))?,
                lesion: row.text("lesion")?.map(str::to_owned),
            };
            owner(&mut reads, &places, &row)?.marks.push(mark);
        }
    }
    if !texts.answers.is_empty() {
        for row in Rows::of("answers.csv", texts.answers)?.all() {
            let row = row?;
            let answer = answer_of(&row)?;
            owner(&mut reads, &places, &row)?.answers.push(answer);
        }
    }
    Ok(reads)
}

fn owner<'r>(
    reads: &'r mut [Read],
    places: &BTreeMap<Key, usize>,
    row: &csv::Row,
) -> Result<&'r mut Read, TextError> {
    let key = (
        row.needed("session")?.to_owned(),
        row.needed("case")?.to_owned(),
        phase(row)?,
    );
    let place = places.get(&key).copied();
    place
        .and_then(|place| reads.get_mut(place))
        .ok_or_else(|| row.orphan())
}

fn phase(row: &csv::Row) -> Result<ReadPhase, TextError> {
    match row.needed("phase")? {
        "first" => Ok(ReadPhase::First),
        "final" => Ok(ReadPhase::Final),
        _ => Err(row.wrong("phase", "first or final")),
    }
}

fn read_of(row: &csv::Row) -> Result<Read, TextError> {
    let mode = ReadingMode::from_word(row.needed("mode")?);
    let mode = mode.ok_or_else(|| row.wrong("mode", "a reading mode"))?;
    let call = |column| match row.text(column)? {
        None => Ok(None),
        Some("positive") => Ok(Some(true)),
        Some("negative") => Ok(Some(false)),
        Some(_) => Err(row.wrong(column, "positive, negative or nothing")),
    };
    let truth = match row.text("truth")? {
        None => None,
        Some("1") => Some(true),
        Some("0") => Some(false),
        Some(_) => return Err(row.wrong("truth", "1, 0 or nothing")),
    };
    let advice = match row.text("ai_outcome")? {
        None => None,
        Some(_) => Some(Advice {
            call: call("ai_call")?,
        }),
    };
    Ok(Read {
        session: row.needed("session")?.to_owned(),
        scenario: row.needed("scenario")?.to_owned(),
        started_unix_s: row.count("started_unix_s")?.unwrap_or(0),
        reader: row.needed("reader")?.to_owned(),
        case: row.needed("case")?.to_owned(),
        condition: Condition {
            mode,
            phase: phase(row)?,
        },
        truth,
        rating: row.number("rating")?,
        call: call("call")?,
        marks: Vec::new(),
        n_missed: row.count("n_missed")?.map_or(Ok(0), |n| {
            usize::try_from(n)
                .ok()
                .filter(|n| *n <= MOST_LESIONS)
                .ok_or_else(|| row.wrong("n_missed", "at most 1000 lesions"))
        })?,
        time_ms: row.number("time_ms")?,
        advice,
        answers: Vec::new(),
    })
}

/// More lesions than any case has: what is beyond is a fault of the table.
const MOST_LESIONS: usize = 1000;

fn answer_of(row: &csv::Row) -> Result<Answer, TextError> {
    // Only of numbers is the key a number; codes and texts stand in the same columns.
    let kind = row.needed("kind")?;
    let [number, key] = match kind {
        "number" | "length_mm" => [row.number("value")?, row.optional_number("key")?],
        _ => [None, None],
    };
    Ok(Answer {
        question: row.needed("question")?.to_owned(),
        number,
        unit: match kind {
            "length_mm" => Some("mm".to_owned()),
            "number" => row.optional_text("unit")?.map(str::to_owned),
            _ => None,
        },
        key,
        share: row.optional_number("share")?,
    })
}

#[cfg(test)]
mod tests;
