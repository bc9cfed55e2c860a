//! AI results in words: findings, sites, measures, categories, and why a service did not run. Codes become words of the
//! reader's language; only codes that the desk does not know keep the meaning that the service gave.

use overread_base::{Category, Code, Finding, Laterality, LocalText, Measure, NotRunReason};
use overread_scenario::concept_name;

use crate::answer_text::{is_annotation, unit};
use crate::words::{Word, Words};

/// Codes with words of their own: scheme, value, word.
const CODES: [(&str, &str, Word); 10] = [
    ("SCT", "27925004", Word::CodeNodule),
    ("99OVERREAD", "SOLID-NODULE", Word::CodeSolidNodule),
    ("SCT", "12738006", Word::CodeBrain),
    ("SCT", "76752008", Word::CodeBreast),
    ("SCT", "80891009", Word::CodeHeart),
    ("SCT", "39607008", Word::CodeLung),
    ("SCT", "81827009", Word::CodeDiameter),
    ("99OVERREAD", "SOLID-DIAMETER", Word::CodeSolidDiameter),
    ("SCT", "118565006", Word::CodeVolume),
    ("DCM", "112031", Word::CodeAttenuation),
];

/// The words of a code: the desk's own, else those of what synthetic studies hold, else its meaning.
#[must_use]
pub(crate) fn code(words: &Words, code: &Code) -> String {
    CODES
        .iter()
        .find(|(scheme, value, _)| *scheme == code.scheme && *value == code.value)
        .map(|&(_, _, word)| words.text(word))
        .or_else(|| {
            let names = concept_name(code)?;
            LocalText::pick(&names, words.tag()).map(str::to_owned)
        })
        .unwrap_or_else(|| plain(&code.meaning))
}

/// The patient's side.
#[must_use]
pub(crate) fn side(words: &Words, laterality: Laterality) -> String {
    words.text(match laterality {
        Laterality::Right => Word::SideRight,
        Laterality::Left => Word::SideLeft,
        Laterality::Bilateral => Word::SideBoth,
        Laterality::Midline => Word::SideMidline,
    })
}

/// Name, site and side in one line.
#[must_use]
pub(crate) fn name(words: &Words, finding: &Finding) -> String {
    let parts = [
        Some(code(words, &finding.code)),
        finding
            .site
            .as_ref()
            .map(|site| code(words, site).to_lowercase()),
        finding.laterality.map(|laterality| side(words, laterality)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Measures and category in one line; empty if there are none.
#[must_use]
pub(crate) fn details(words: &Words, finding: &Finding) -> String {
    let measures = finding.measures.iter().map(|found| measure(words, found));
    measures
        .chain(finding.category.as_ref().map(|c| category(words, c)))
        .collect::<Vec<_>>()
        .join("  ·  ")
}

/// What stands at the mark: whose it is, its place in the list, and its score.
#[must_use]
pub(crate) fn caption(words: &Words, number: usize, finding: &Finding) -> String {
    match finding.probability {
        Some(probability) => words.with(
            Word::AiCaption,
            &[
                ("number", number.into()),
                ("score", percent(words, f64::from(probability)).into()),
            ],
        ),
        None => words.with(Word::AiCaptionPlain, &[("number", number.into())]),
    }
}

/// A share as a whole percentage.
#[must_use]
pub(crate) fn percent(words: &Words, share: f64) -> String {
    format!("{} %", words.number(share * 100.0, 0))
}

/// A share as a percentage beside the one that it has to reach.
#[must_use]
pub(crate) fn percent_beside_cut(words: &Words, share: f64) -> String {
    let (percent, decimals) = overread_exam::percent_beside_cut(share);
    format!("{} %", words.number(percent, decimals))
}

fn measure(words: &Words, measure: &Measure) -> String {
    let is_whole_score = is_annotation(&measure.ucum) && measure.value.fract() == 0.0;
    let decimals = if is_whole_score { 0 } else { 1 };
    format!(
        "{} {} {}",
        code(words, &measure.name),
        words.number(measure.value, decimals),
        unit(words, &measure.ucum)
    )
    .trim_end()
    .to_owned()
}

/// A category as its code with a short label of our own: the names of the great classifications are trademarks.
#[must_use]
pub(crate) fn category(words: &Words, category: &Category) -> String {
    let known = [
        ("lung-rads", Word::CategoryLung),
        ("bi-rads", Word::CategoryBreast),
        ("cac-drs", Word::CategoryCalcium),
        ("genant", Word::CategoryVertebra),
    ];
    let value = plain(&category.value);
    known
        .iter()
        .find(|(prefix, _)| category.scale.starts_with(prefix))
        .map_or_else(
            || format!("{} {value}", plain(&category.scale)),
            |(_, word)| words.with(*word, &[("value", value.as_str().into())]),
        )
}

/// Why a service did not run.
#[must_use]
pub(crate) fn not_run(words: &Words, reason: NotRunReason) -> String {
    words.text(match reason {
        NotRunReason::OutOfScope => Word::NotRunOutOfScope,
        NotRunReason::MissingSeries => Word::NotRunMissingSeries,
        NotRunReason::BadInput => Word::NotRunBadInput,
        NotRunReason::UnsupportedAge => Word::NotRunUnsupportedAge,
        NotRunReason::RuntimeMissing => Word::NotRunRuntimeMissing,
        NotRunReason::ModelMissing => Word::NotRunModelMissing,
        NotRunReason::Quarantined => Word::NotRunQuarantined,
    })
}

/// The longest text of a service that is shown in one piece, characters.
const MAX_PLAIN_CHARS: usize = 600;

/// A text from outside as it may stand on screen: no control characters but line ends, not endless.
#[must_use]
pub(crate) fn plain(text: &str) -> String {
    plain_up_to(text, MAX_PLAIN_CHARS)
}

/// As [`plain`], but longer or shorter.
#[must_use]
pub(crate) fn plain_up_to(text: &str, max_chars: usize) -> String {
    let mut plain: String = text
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .take(max_chars)
        .collect();
    if text.chars().nth(max_chars).is_some() {
        plain.push('…');
    }
    plain
}

#[cfg(test)]
mod tests;
