//! Which facts cannot stand on a certificate: texts that hide something, numbers that contradict each other.

use crate::certificate::{Candidate, Certificate};
use crate::measure::Measure;
use crate::metric::{Metric, Unit, Verdict};

/// The most lines in the table of results: they fit on the page.
const MOST_METRICS: usize = 20;

/// Why a fact cannot be certified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FactError {
    /// A text that is empty, too long, or holds what cannot be seen.
    #[error("{fact}: expected 1 to {most} visible letters, {found}")]
    Text {
        /// Which.
        fact: String,
        /// The longest, in letters.
        most: usize,
        /// What is wrong with it.
        found: String,
    },
    /// A word or digest of another form.
    #[error("{fact}: expected {expected}, found {found:?}")]
    Form {
        /// Which.
        fact: String,
        /// The form.
        expected: &'static str,
        /// The text.
        found: String,
    },
    /// Facts that contradict each other.
    #[error("{fact}: {contradiction}")]
    Contradiction {
        /// Which.
        fact: String,
        /// How.
        contradiction: String,
    },
}

/// All rules over one certificate.
pub(crate) fn check(certificate: &Certificate) -> Result<(), FactError> {
    text("title", &certificate.title, 120)?;
    candidate(&certificate.candidate)?;
    text("issuer's name", &certificate.issuer.name, 100)?;
    if let Some(place) = &certificate.issuer.place {
        text("issuer's place", place, 100)?;
    }
    let session = &certificate.session;
    text("session id", &session.id, 80)?;
    text("scenario id", &session.scenario, 80)?;
    digest("scenario's SHA-256", &session.scenario_sha256)?;
    digest("journal's Merkle root", &session.journal_root)?;
    digest("manifest's SHA-256", &session.manifest_sha256)?;
    text("software", &session.software, 80)?;
    if let Some(services) = &session.services {
        text("AI services", services, 160)?;
    }
    let conditions = &certificate.conditions;
    text("reading mode", &conditions.mode, 80)?;
    if conditions.n_cases == 0 {
        return Err(contradiction("cases", "nothing was read"));
    }
    for (fact, share) in [
        ("share of wrong AI results", conditions.wrong_ai),
        ("share of abnormal cases", conditions.prevalence),
    ] {
        if let Some(share) = share {
            in_range(fact, share, Unit::Share)?;
        }
    }
    metrics(certificate)?;
    match certificate.valid_until {
        Some(until) if until <= certificate.issued => {
            Err(contradiction("valid until", "not later than the issue"))
        }
        Some(_) | None => Ok(()),
    }
}

fn candidate(candidate: &Candidate) -> Result<(), FactError> {
    match candidate {
        Candidate::Named { name, number } => {
            text("candidate's name", name, 80)?;
            text("candidate's number", number, 40)
        }
        Candidate::Hashed { name, number, salt } => {
            for (fact, hash) in [
                ("hash of the candidate's name", name),
                ("hash of the candidate's number", number),
            ] {
                let digits = hash.strip_prefix("sha256$").unwrap_or_default();
                digest(fact, digits)?;
            }
            if salt.len() == 32 && is_hex(salt) {
                return Ok(());
            }
            Err(form("salt", "32 digits of lower-case hex", salt))
        }
    }
}

fn metrics(certificate: &Certificate) -> Result<(), FactError> {
    let metrics = &certificate.metrics;
    if !(1..=MOST_METRICS).contains(&metrics.len()) {
        let text = format!("expected 1 to {MOST_METRICS}, found {}", metrics.len());
        return Err(contradiction("metrics", &text));
    }
    for (idx, found) in metrics.iter().enumerate() {
        metric(found)?;
        if metrics[..idx].iter().any(|other| other.code == found.code) {
            return Err(contradiction(&found.code, "stands twice"));
        }
    }
    if certificate.has_passed {
        let mut components = metrics
            .iter()
            .filter(|metric| metric.cut.is_some())
            .peekable();
        if components.peek().is_none() {
            return Err(contradiction("passed", "no component has a cut score"));
        }
        if let Some(open) = components.find(|metric| metric.verdict != Some(Verdict::Met)) {
            let verdict = open.verdict.map_or("not decided", Verdict::word);
            let text = format!("the component {} is {verdict}", open.code);
            return Err(contradiction("passed", &text));
        }
    }
    Ok(())
}

fn metric(metric: &Metric) -> Result<(), FactError> {
    let is_code = (1..=40).contains(&metric.code.len())
        && metric
            .code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !is_code {
        let expected = "1 to 40 of a-z, 0-9 and -";
        return Err(form("code of a metric", expected, &metric.code));
    }
    let fact = metric.code.as_str();
    text(&format!("{fact}: title"), &metric.title, 60)?;
    text(&format!("{fact}: method"), &metric.method, 60)?;
    if metric.method.contains(';') {
        return Err(form(
            &format!("{fact}: method"),
            "no semicolon",
            &metric.method,
        ));
    }
    for value in [metric.value, metric.cut].into_iter().flatten() {
        in_range(fact, value, metric.unit)?;
    }
    if let Some((lower, upper)) = metric.interval {
        in_range(fact, lower, metric.unit)?;
        in_range(fact, upper, metric.unit)?;
        let is_around = metric
            .value
            .is_some_and(|value| lower <= value && value <= upper);
        if !is_around {
            return Err(contradiction(fact, "the interval is not around the value"));
        }
    }
    verdict(metric)
}

/// Silence implies nothing: what was not measured says so, and a verdict fits value and cut.
fn verdict(metric: &Metric) -> Result<(), FactError> {
    let fact = metric.code.as_str();
    let is_measured = metric.value.is_some() && metric.n > 0;
    let is_absent = metric.value.is_none() && metric.interval.is_none() && metric.n == 0;
    match (metric.verdict, metric.cut, metric.value) {
        (Some(Verdict::NoOpportunity), _, _) if is_absent => Ok(()),
        (Some(Verdict::NoOpportunity), _, _) => {
            Err(contradiction(fact, "no opportunity, and yet measured"))
        }
        _ if !is_measured => Err(contradiction(
            fact,
            "neither measured nor without opportunity",
        )),
        (Some(Verdict::Met), Some(cut), Some(value))
            if is_below(value, cut) && metric.unit != Unit::Seconds =>
        {
            Err(contradiction(fact, "met, and yet below its cut"))
        }
        (Some(Verdict::TooFew), _, _)
        | (None, None, _)
        | (Some(Verdict::Met | Verdict::NotMet), Some(_), _) => Ok(()),
        (Some(Verdict::Met | Verdict::NotMet), None, _) => {
            Err(contradiction(fact, "a verdict without a cut"))
        }
        (None, Some(_), _) => Err(contradiction(fact, "a cut without a verdict")),
    }
}

/// By more than what rounding to four decimals can do.
fn is_below(value: Measure, cut: Measure) -> bool {
    value.ten_thousandths() + 1 < cut.ten_thousandths()
}

fn in_range(fact: &str, value: Measure, unit: Unit) -> Result<(), FactError> {
    let (least, greatest) = unit.range();
    let found = value.ten_thousandths();
    if found < least || greatest.is_some_and(|greatest| found > greatest) {
        let text = format!("{value} is no {}", unit.word());
        return Err(contradiction(fact, &text));
    }
    Ok(())
}

/// A text that reads as it is: nothing hidden, nothing that turns its letters round, no space at its ends.
pub(crate) fn text(fact: &str, text: &str, most: usize) -> Result<(), FactError> {
    let found = if text.is_empty() {
        "found none".to_owned()
    } else if text.chars().nth(most).is_some() {
        "found more".to_owned()
    } else if text.trim() != text {
        "found space at an end".to_owned()
    } else if let Some(letter) = text.chars().find(|&letter| is_hidden(letter)) {
        format!("found {}", letter.escape_unicode())
    } else {
        return Ok(());
    };
    Err(FactError::Text {
        fact: fact.to_owned(),
        most,
        found,
    })
}

/// Control characters, marks of direction, letters without width, private use and non-characters.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{10ffff}')
}

fn digest(fact: &str, digits: &str) -> Result<(), FactError> {
    if digits.len() == 64 && is_hex(digits) {
        return Ok(());
    }
    Err(form(fact, "64 digits of lower-case hex", digits))
}

fn is_hex(digits: &str) -> bool {
    digits
        .bytes()
        .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

fn form(fact: &str, expected: &'static str, found: &str) -> FactError {
    FactError::Form {
        fact: fact.to_owned(),
        expected,
        found: found.chars().take(80).collect(),
    }
}

fn contradiction(fact: &str, contradiction: &str) -> FactError {
    FactError::Contradiction {
        fact: fact.to_owned(),
        contradiction: contradiction.to_owned(),
    }
}

#[cfg(test)]
mod tests;
