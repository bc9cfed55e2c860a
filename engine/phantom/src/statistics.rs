//! What generated studies measure, beside what is published: tissues, noise, contrast, textures, facts.
//!
//! [`measure`] looks at one normal study of a seed, [`figures`] sums up many as a table in Markdown.

mod chest;
mod head;
mod mammogram;
mod published;
mod spectrum;

use overread_base::{Category, FactValue, PhantomKind, Seed};

use crate::case::{CaseRequest, Phantom};
use crate::error::PhantomError;
use crate::study::SyntheticStudy;
use published::{ROWS, Row};

/// One number measured on a study.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// What: the row of the table of published values.
    what: &'static str,
    value: f64,
}

/// Measures the normal study of a seed.
///
/// # Errors
/// [`PhantomError`] if the study cannot be made.
pub fn measure(kind: PhantomKind, seed: Seed) -> Result<Vec<Measurement>, PhantomError> {
    let found = match kind {
        PhantomKind::ChestCt => chest::measure(seed)?,
        PhantomKind::HeadCt => head::measure(seed)?,
        PhantomKind::ChestRadiograph => {
            facts(Phantom::plan(&CaseRequest::new(kind, seed))?.study())
        }
        PhantomKind::Mammography => mammogram::measure(seed)?,
    };
    Ok(found
        .into_iter()
        .map(|(what, value)| Measurement { what, value })
        .collect())
}

/// What a look at one study gives: row and value.
type Found = Vec<(&'static str, f64)>;

/// The numbers among the facts of a study, for which published values are known.
fn facts(study: &SyntheticStudy) -> Found {
    let mut found = Vec::new();
    for fact in &study.truth.facts {
        let FactValue::Number { value, .. } = &fact.value else {
            continue;
        };
        let mut rows = ROWS.iter();
        if let Some(row) = rows.find(|row| row.what == fact.code.value) {
            found.push((row.what, *value));
        }
    }
    found
}

/// The table over the measurements of many studies of a kind, in Markdown.
#[must_use]
pub fn figures(kind: PhantomKind, studies: &[Vec<Measurement>]) -> String {
    let mut table = String::from(
        "| what | measured, mean and SD | least to greatest | n | published | in it | source |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for row in ROWS.iter().filter(|row| row.kind == kind) {
        let values: Vec<f64> = studies
            .iter()
            .flatten()
            .filter(|one| one.what == row.what)
            .map(|one| one.value)
            .collect();
        if !values.is_empty() {
            line(&mut table, row, &values);
        }
    }
    table
}

fn line(table: &mut String, row: &Row, values: &[f64]) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0).max(1.0);
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = row.range;
    let n_inside = values.iter().filter(|v| (low..=high).contains(*v)).count();
    let digits = row.digits;
    table.push_str(&format!(
        "| {}, {} | {mean:.digits$} ± {:.digits$} | {least:.digits$} to {greatest:.digits$} | {} | {} | {n_inside} of {} | {} |\n",
        row.label,
        row.unit,
        variance.sqrt(),
        values.len(),
        row.published,
        values.len(),
        row.source,
    ));
}

/// The level of the breasts' density, `a` to `d`.
fn density(study: &SyntheticStudy) -> Option<String> {
    study.truth.facts.iter().find_map(|fact| match &fact.value {
        FactValue::Category(Category { value, .. }) if fact.code.value == "breast-density" => {
            Some(value.to_lowercase())
        }
        FactValue::Parts(parts) if fact.code.value == "breast-density" => {
            parts.first().map(|level| level.to_lowercase())
        }
        FactValue::Category(_)
        | FactValue::Parts(_)
        | FactValue::Present(_)
        | FactValue::Number { .. } => None,
    })
}

#[cfg(test)]
mod tests;
