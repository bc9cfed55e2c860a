//! The certificate as two A4 pages of PDF: one for the wall, one with the record. The credential is attached.
//!
//! Equal facts give equal bytes, so that pages can be checked by drawing them again.

mod canvas;
mod document;
mod emblem;
mod numbers;
mod record;
mod table;
mod wall;

use crate::certificate::{Candidate, Certificate};
use crate::check_code::CheckCode;

use canvas::Canvas;

/// The largest PDF that is looked at; ours have about 100 kB.
pub(crate) const MAX_PDF_BYTES: usize = 4 * 1024 * 1024;

/// Why pages cannot be drawn, or hold no credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// A letter that the certificate's font lacks.
    #[error("{fact}: the certificate's font has no letter {letter:?} (U+{:04X})", u32::from(*.letter))]
    Letter {
        /// In which text.
        fact: String,
        /// Which.
        letter: char,
    },
    /// A text that does not fit, however small it is written.
    #[error("{fact}: too long for the page")]
    TooLong {
        /// Which text.
        fact: String,
    },
    /// Our own font cannot be embedded: cannot happen.
    #[error("the certificate's font cannot be embedded: {0}")]
    Font(String),
    /// No attached credential.
    #[error("the PDF holds no credential as this program attaches it: {0}")]
    NotOurs(&'static str),
}

/// The candidate in plain text, also where the credential has hashes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holder<'a> {
    pub(crate) name: &'a str,
    pub(crate) number: &'a str,
}

/// What came of drawing the pages again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Compared {
    Same,
    Differs(String),
    /// Drawn by another version: nothing can be said.
    OtherForm(String),
}

/// The pages with `credential_json` attached.
pub(crate) fn draw(
    certificate: &Certificate,
    holder: Holder<'_>,
    credential_json: &str,
    code: CheckCode,
) -> Result<Vec<u8>, PageError> {
    let mut canvas = Canvas::new()?;
    let has_reliance = wall::draw(&mut canvas, certificate, holder, code)?;
    let wall = canvas.take();
    record::draw(&mut canvas, certificate, has_reliance, code)?;
    let record = canvas.take();
    document::pdf(
        &canvas,
        [wall, record],
        certificate,
        holder,
        credential_json,
    )
}

/// The credential in a PDF that [`draw`] made.
pub(crate) fn attached(pdf: &[u8]) -> Result<String, PageError> {
    document::attached(pdf)
}

/// Whether `pdf` is what [`draw`] makes of the credential that is attached to it.
pub(crate) fn compare(
    pdf: &[u8],
    certificate: &Certificate,
    credential_json: &str,
    code: CheckCode,
) -> Compared {
    if !document::is_of_this_form(pdf) {
        return Compared::OtherForm(
            "drawn by another version of the program: only the credential counts".to_owned(),
        );
    }
    let (name, number) = match &certificate.candidate {
        Candidate::Named { name, number } => (name.clone(), number.clone()),
        Candidate::Hashed { .. } => match document::holder(pdf) {
            Some(holder) => holder,
            None => return Compared::Differs("it does not say whose pages these are".to_owned()),
        },
    };
    if !certificate.candidate.is(&name, &number) {
        return Compared::Differs(
            "the name or number on the page is not that of the credential".to_owned(),
        );
    }
    let holder = Holder {
        name: &name,
        number: &number,
    };
    match draw(certificate, holder, credential_json, code) {
        Ok(drawn) if drawn == pdf => Compared::Same,
        Ok(_) => Compared::Differs("the page differs from what the credential says".to_owned()),
        Err(error) => Compared::Differs(error.to_string()),
    }
}

#[cfg(test)]
mod tests;
