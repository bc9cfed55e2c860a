//! Sessions as tables for statistics programs: long CSV tables, iMRMC's and RJafroc's layouts. Computes no figure.
//!
//! Only what was observed is written; a value that is not known is an empty field, never a zero. Programs that want
//! whole numbers for cases, readers and modalities get them, and the tables beside say what they stand for.

mod imrmc;
mod layout;
mod rjafroc;
mod table;
mod tables;

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth};
use overread_exam::{Observation, SessionPlan};
use overread_scenario::{AnswerValue, QuestionId};

pub use rjafroc::RjafrocError;

/// One session to be exported.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportSession {
    /// What was fixed before the first case.
    pub plan: SessionPlan,
    /// When it began, seconds since 1970.
    pub started_unix_s: u64,
    /// Its answers, from `Session::observations`.
    pub observations: Vec<Observation>,
    /// What its answers to questions are worth, and the right ones, where there are any.
    pub marked: BTreeMap<(CaseId, QuestionId), MarkedAnswer>,
}

/// What the answer to one question about one case is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkedAnswer {
    /// The right answer.
    pub key: Option<AnswerValue>,
    /// The first answer, 0 to 1, where it was asked then.
    pub first: Option<f64>,
    /// The answer that counts, 0 to 1.
    pub last: Option<f64>,
}

/// Sessions to be exported together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Export {
    /// The sessions, in the order in which readers are numbered.
    pub sessions: Vec<ExportSession>,
    /// The truth of their cases by the hash of the scenario, as ids of cases are unique in one scenario alone; cases
    /// without one are left out of layouts that need it.
    pub truths: BTreeMap<[u8; 32], BTreeMap<CaseId, CaseTruth>>,
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its name without a folder.
    pub name: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Export {
    /// The long tables as CSV (RFC 4180, UTF-8, a header line): reads, marks, answers, cases, readers, modalities.
    ///
    /// Every read is in them. `case` in the tables of reads, marks and answers is the id in the session's scenario; in that
    /// of cases, and in the other layouts, the scenario stands before it where there are several: `chest.basic/c1`, or
    /// `chest.basic@0123456789ab/c1` with the begin of its hash where there are several versions of one. `case_number` is the
    /// same everywhere.
    #[must_use]
    pub fn csv(&self) -> Vec<ExportFile> {
        tables::all(self)
    }

    /// The case ratings in the layout of iMRMC: a reader, case, modality and score a line, truth rows first.
    ///
    /// Cases of unknown truth and answers without rating are left out, and so are second reads: of several of a case by one
    /// reader under one modality the earliest counts.
    #[must_use]
    pub fn imrmc(&self) -> ExportFile {
        imrmc::file(self)
    }

    /// The marks in the layout of RJafroc, an Excel workbook with the sheets TRUTH, NL and LL. Second reads are left out as
    /// in [`Self::imrmc`].
    ///
    /// # Errors
    /// [`RjafrocError`] if there is no case of known truth, or the workbook cannot be made.
    pub fn rjafroc(&self) -> Result<ExportFile, RjafrocError> {
        rjafroc::file(self)
    }
}

#[cfg(test)]
mod tests;
