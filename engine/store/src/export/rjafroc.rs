//! Marks in the layout of RJafroc: a workbook with the sheets TRUTH, NL (marks on no lesion) and LL (marks on lesions).

use std::collections::BTreeMap;

use overread_base::{CaseTruth, LesionId};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::layout::{Layout, earliest_reads};
use super::{Export, ExportFile};

/// Why the workbook cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RjafrocError {
    /// There is nothing to be right or wrong about.
    #[error("no case of known truth was read")]
    NoTruth,
    /// The workbook cannot be written, such as for more rows than a sheet has.
    #[error("the workbook cannot be made: {0}")]
    Workbook(String),
}

impl From<XlsxError> for RjafrocError {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    Text(String),
}

/// One sheet: a header, then rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub(super) name: &'static str,
    pub(super) header: &'static [&'static str],
    pub(super) rows: Vec<Vec<Cell>>,
}

pub(super) fn file(export: &Export) -> Result<ExportFile, RjafrocError> {
    let mut workbook = Workbook::new();
    // A fixed date: equal sessions give equal bytes.
    let date = ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    for sheet in sheets(export)? {
        workbook.push_worksheet(worksheet(&sheet)?);
    }
    Ok(ExportFile {
        name: "marks-rjafroc.xlsx",
        bytes: workbook.save_to_buffer()?,
    })
}

fn worksheet(sheet: &Sheet) -> Result<Worksheet, RjafrocError> {
    let mut written = Worksheet::new();
    written.set_name(sheet.name)?;
    for (column, title) in (0..).zip(sheet.header) {
        written.write_string(0, column, *title)?;
    }
    for (row, cells) in (1..).zip(&sheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Number(number) => written.write_number(row, column, *number)?,
                Cell::Text(text) => written.write_string(row, column, text)?,
            };
        }
    }
    Ok(written)
}

/// The three sheets.
pub(super) fn sheets(export: &Export) -> Result<[Sheet; 3], RjafrocError> {
    let layout = Layout::of(export);
    let truth = truth_sheet(&layout);
    if truth.rows.is_empty() {
        return Err(RjafrocError::NoTruth);
    }
    let [non_lesion, lesion] = mark_sheets(export, &layout);
    Ok([truth, non_lesion, lesion])
}

/// A row a lesion, or one with lesion 0 for a normal case; weights of a case sum to 1. Every reader has read every case
/// in every modality by this sheet, which is what the layout can say; what was not read has no marks.
fn truth_sheet(layout: &Layout<'_>) -> Sheet {
    let listed = |all: Vec<usize>| {
        let all: Vec<String> = all.iter().map(usize::to_string).collect();
        Cell::Text(all.join(", "))
    };
    let readers = listed(layout.readers().map(|(number, _)| number).collect());
    let modalities = listed(layout.modalities().map(|(number, _)| number).collect());
    let mut rows = Vec::new();
    for case in layout.cases() {
        let Some(known) = case.truth else {
            continue;
        };
        let weights = weights(known);
        let lesions: Vec<(usize, f64)> = if weights.is_empty() {
            vec![(0, 0.0)]
        } else {
            (1..).zip(weights).collect()
        };
        for (lesion, weight) in lesions {
            let mut row = vec![number(case.number), number(lesion), Cell::Number(weight)];
            row.extend([readers.clone(), modalities.clone()]);
            // The paradigm stands in the first row, the design (fully crossed, control) in the second.
            let paradigm = ["FROC", "FCTRL"].get(rows.len());
            row.extend(paradigm.map(|word| Cell::Text((*word).to_owned())));
            rows.push(row);
        }
    }
    Sheet {
        name: "TRUTH",
        header: &[
            "CaseID",
            "LesionID",
            "Weight",
            "ReaderID",
            "ModalityID",
            "Paradigm",
        ],
        rows,
    }
}

fn mark_sheets(export: &Export, layout: &Layout<'_>) -> [Sheet; 2] {
    let (mut non_lesion, mut lesion) = (Vec::new(), Vec::new());
    for (session, row) in earliest_reads(export) {
        let case = layout.case(session, row);
        let known = case.and_then(|case| Some((number(case.number), case.truth?)));
        let numbers = (layout.reader(session), layout.modality(row));
        let (Some((case, truth)), (Some(reader), Some(modality))) = (known, numbers) else {
            continue;
        };
        let of = |cells: Vec<Cell>| {
            let who = [number(reader), number(modality), case.clone()];
            who.into_iter().chain(cells).collect::<Vec<Cell>>()
        };
        // Several marks on one lesion count once, with the highest rating.
        let mut best: BTreeMap<&LesionId, u8> = BTreeMap::new();
        for mark in &row.marks {
            match &mark.lesion {
                Some(id) => {
                    let rating = best.entry(id).or_default();
                    *rating = (*rating).max(mark.rating);
                }
                None => non_lesion.push(of(vec![Cell::Number(f64::from(mark.rating))])),
            }
        }
        for (idx, known) in (1..).zip(&truth.lesions) {
            if let Some(rating) = best.get(&known.id) {
                lesion.push(of(vec![number(idx), Cell::Number(f64::from(*rating))]));
            }
        }
    }
    [
        Sheet {
            name: "NL",
            header: &["ReaderID", "ModalityID", "CaseID", "NL_Rating"],
            rows: non_lesion,
        },
        Sheet {
            name: "LL",
            header: &["ReaderID", "ModalityID", "CaseID", "LesionID", "LL_Rating"],
            rows: lesion,
        },
    ]
}

/// The lesions' weights, brought to a sum of 1.
fn weights(truth: &CaseTruth) -> Vec<f64> {
    let sum: f64 = truth.lesions.iter().map(|lesion| lesion.weight).sum();
    let equal = 1.0 / truth.lesions.len() as f64;
    let share = |weight: f64| if sum > 0.0 { weight / sum } else { equal };
    truth.lesions.iter().map(|l| share(l.weight)).collect()
}

/// A count as a cell: exact far beyond any study.
fn number(count: usize) -> Cell {
    Cell::Number(count as f64)
}
