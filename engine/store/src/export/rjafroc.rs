//! Marks in the layout of RJafroc: a workbook with the sheets TRUTH, NL (marks on no lesion) and LL (marks on lesions).

use std::collections::BTreeMap;

use overread_base::{CaseTruth, LesionId};
use rust_xlsxwriter::{DocProperties, Workbook, Worksheet, XlsxError};

use super::layout::Layout;
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

/// A sheet that is written row by row.
struct Sheet {
    sheet: Worksheet,
    next_row: u32,
}

impl Sheet {
    fn new(name: &str, header: &[&str]) -> Result<Self, RjafrocError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        for (column, title) in (0u16..).zip(header) {
            sheet.write_string(0, column, *title)?;
        }
        Ok(Self { sheet, next_row: 1 })
    }

    fn numbers(&mut self, values: &[f64]) -> Result<(), RjafrocError> {
        for (column, value) in (0u16..).zip(values) {
            self.sheet.write_number(self.next_row, column, *value)?;
        }
        self.next_row += 1;
        Ok(())
    }
}

pub(super) fn file(export: &Export) -> Result<ExportFile, RjafrocError> {
    let layout = Layout::of(export);
    let mut workbook = Workbook::new();
    // A fixed date: equal sessions give equal bytes.
    let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2020, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
    workbook.push_worksheet(truth_sheet(export, &layout)?);
    let (non_lesion, lesion) = mark_sheets(export, &layout)?;
    workbook.push_worksheet(non_lesion);
    workbook.push_worksheet(lesion);
    Ok(ExportFile {
        name: "marks-rjafroc.xlsx",
        bytes: workbook.save_to_buffer()?,
    })
}

/// A row a lesion, or one with lesion 0 for a normal case; weights of a case sum to 1. Every reader has read every case
/// in every modality by this sheet, which is what the layout can say; what was not read has no marks.
fn truth_sheet(export: &Export, layout: &Layout<'_>) -> Result<Worksheet, RjafrocError> {
    let header = [
        "CaseID",
        "LesionID",
        "Weight",
        "ReaderID",
        "ModalityID",
        "Paradigm",
    ];
    let mut truth = Sheet::new("TRUTH", &header)?;
    let numbers = |all: Vec<usize>| {
        let all: Vec<String> = all.iter().map(usize::to_string).collect();
        all.join(", ")
    };
    let readers = numbers(layout.readers().map(|(number, _)| number).collect());
    let modalities = numbers(layout.modalities().map(|(number, _)| number).collect());
    for (case, id) in layout.cases() {
        let Some(known) = export.truths.get(id) else {
            continue;
        };
        let weights = weights(known);
        let rows: Vec<(usize, f64)> = if weights.is_empty() {
            vec![(0, 0.0)]
        } else {
            (1..).zip(weights).collect()
        };
        for (lesion, weight) in rows {
            let row = truth.next_row;
            truth.numbers(&[number(case), number(lesion), weight])?;
            truth.sheet.write_string(row, 3, &readers)?;
            truth.sheet.write_string(row, 4, &modalities)?;
            // The paradigm stands in the first row, the design (fully crossed, control) in the second.
            match row {
                1 => {
                    truth.sheet.write_string(row, 5, "FROC")?;
                }
                2 => {
                    truth.sheet.write_string(row, 5, "FCTRL")?;
                }
                _ => {}
            }
        }
    }
    if truth.next_row == 1 {
        return Err(RjafrocError::NoTruth);
    }
    Ok(truth.sheet)
}

fn mark_sheets(
    export: &Export,
    layout: &Layout<'_>,
) -> Result<(Worksheet, Worksheet), RjafrocError> {
    let mut non_lesion = Sheet::new("NL", &["ReaderID", "ModalityID", "CaseID", "NL_Rating"])?;
    let header = ["ReaderID", "ModalityID", "CaseID", "LesionID", "LL_Rating"];
    let mut lesion = Sheet::new("LL", &header)?;
    for session in &export.sessions {
        for row in &session.observations {
            let numbers = (
                layout.reader(session),
                layout.modality(row),
                layout.case(&row.case),
            );
            let (Some(truth), (Some(reader), Some(modality), Some(case))) =
                (export.truths.get(&row.case), numbers)
            else {
                continue;
            };
            let who = [number(reader), number(modality), number(case)];
            // Several marks on one lesion count once, with the highest rating.
            let mut best: BTreeMap<&LesionId, u8> = BTreeMap::new();
            for mark in &row.marks {
                match &mark.lesion {
                    Some(id) => {
                        let rating = best.entry(id).or_default();
                        *rating = (*rating).max(mark.rating);
                    }
                    None => {
                        non_lesion.numbers(&[who[0], who[1], who[2], f64::from(mark.rating)])?;
                    }
                }
            }
            for (idx, known) in (1..).zip(&truth.lesions) {
                if let Some(rating) = best.get(&known.id) {
                    let rating = f64::from(*rating);
                    lesion.numbers(&[who[0], who[1], who[2], number(idx), rating])?;
                }
            }
        }
    }
    Ok((non_lesion.sheet, lesion.sheet))
}

/// The lesions' weights, brought to a sum of 1.
fn weights(truth: &CaseTruth) -> Vec<f64> {
    let sum: f64 = truth.lesions.iter().map(|lesion| lesion.weight).sum();
    let equal = 1.0 / number(truth.lesions.len());
    let share = |weight: f64| if sum > 0.0 { weight / sum } else { equal };
    truth.lesions.iter().map(|l| share(l.weight)).collect()
}

/// A count as the number that a sheet holds: exact far beyond any study.
fn number(count: usize) -> f64 {
    count as f64
}
