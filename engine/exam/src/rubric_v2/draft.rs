//! How much of the AI's draft text stands in the signed report.

use std::collections::BTreeSet;

use overread_base::{AiReport, AiResult};
use overread_scenario::AiErrorKind;
use overread_stats::proportion_wilson95;

use super::Judged;
use crate::PlantRecord;
use crate::rubric_v1::count;
use crate::score::assessment::{CaseAssessment, DraftTotal, DraftUptake};

/// Shorter pieces say too little to be recognised.
const LEAST_CHARS: usize = 8;

/// `None` where no draft was on screen, or nothing was signed.
pub(super) fn of(case: &Judged<'_>) -> Option<DraftUptake> {
    let state = case.state.filter(|_| case.is_answered())?;
    let report = state.revealed().and_then(AiResult::report)?;
    let signed: Vec<String> = state.report.values().map(|text| normal(text)).collect();
    let is_taken = |sentence: &String| signed.iter().any(|text| text.contains(sentence));
    let is_made_up =
        |record: &&PlantRecord| !record.is_void && record.kind == AiErrorKind::HallucinatedText;
    let planted = state.planted.as_ref().filter(is_made_up);
    let planted = planted.map_or(Vec::new(), |record| made_up(report, record));
    // A draft comes in several languages; the one that the reader took most of is the one that was read.
    let languages = languages(report).into_iter().map(|locale| {
        let own = sentences_in(report, locale);
        (own.iter().filter(|s| is_taken(s)).count(), own.len())
    });
    let (n_taken, n_sentences) = languages
        .filter(|(_, n)| *n > 0)
        .max_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)))?;
    Some(DraftUptake {
        n_sentences: count(n_sentences),
        n_taken: count(n_taken),
        is_planted_taken: (!planted.is_empty()).then(|| planted.iter().any(is_taken)),
    })
}

pub(super) fn total(cases: &[CaseAssessment]) -> DraftTotal {
    let drafts: Vec<DraftUptake> = cases.iter().filter_map(|case| case.draft).collect();
    let sum = |of: fn(&DraftUptake) -> u32| drafts.iter().map(|d| u64::from(of(d))).sum::<u64>();
    let planted = drafts.iter().filter_map(|draft| draft.is_planted_taken);
    DraftTotal {
        taken: proportion_wilson95(sum(|d| d.n_taken), sum(|d| d.n_sentences)).ok(),
        planted_taken: proportion_wilson95(
            planted.clone().filter(|is_taken| *is_taken).count() as u64,
            planted.count() as u64,
        )
        .ok(),
    }
}

/// The sentences of the draft that the record of a planted error quotes.
fn made_up(report: &AiReport, record: &PlantRecord) -> Vec<String> {
    let told: Vec<String> = record.told.iter().map(|text| normal(&text.value)).collect();
    let languages = languages(report).into_iter();
    let all = languages.flat_map(|locale| sentences_in(report, locale));
    all.filter(|sentence| told.iter().any(|told| told.contains(sentence)))
        .collect()
}

fn languages(report: &AiReport) -> BTreeSet<&str> {
    let texts = report.draft.iter().flat_map(|section| &section.text);
    texts.map(|text| text.locale.as_str()).collect()
}

fn sentences_in(report: &AiReport, locale: &str) -> Vec<String> {
    let texts = report.draft.iter().flat_map(|section| &section.text);
    texts
        .filter(|text| text.locale == locale)
        .flat_map(|text| sentences(&text.value))
        .collect()
}

/// The sentences of a text: cut at line ends and at `.`, `!`, `?` and `;` before a space, so that `2.5 mm` stays whole.
fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_last = chars.peek().is_none_or(|next| next.is_whitespace());
        if c == '\n' || (matches!(c, '.' | '!' | '?' | ';') && is_last) {
            found.push(std::mem::take(&mut current));
        } else {
            current.push(c);
        }
    }
    found.push(current);
    let normal = found.iter().map(|sentence| normal(sentence));
    normal
        .filter(|s| s.chars().count() >= LEAST_CHARS)
        .collect()
}

/// Lower case with single spaces.
fn normal(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
