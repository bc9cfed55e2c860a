//! The score as a table for people. Computes nothing: every number stands in the score.

mod assessment;

use std::fmt::Write as _;

use overread_base::Millis;
use overread_exam::{
    Accuracy, CaseGrade, CaseScore, CertificateBar, ReadScore, Score, TotalScore, Ungraded,
};
use overread_stats::{Estimate, Reliance};
use overread_workstation::outcome_word;

pub(crate) use assessment::pass_text;

/// Width of one answer's column in the table of cases.
const READ: usize = 19;
/// Width of one answer's column in the table of totals.
const TOTAL: usize = 24;

/// The whole table.
pub(crate) fn table(score: &Score) -> String {
    let mut text = String::new();
    let name = score
        .cases
        .iter()
        .map(|case| case.case.as_str().len())
        .max();
    let name = name.unwrap_or(0).max("false marks a case".len());
    // Writing to a string cannot fail.
    let mut line = |parts: std::fmt::Arguments<'_>| {
        let written = writeln!(text, "{}", parts.to_string().trim_end());
        debug_assert!(written.is_ok(), "a string takes every line");
    };
    line(format_args!(
        "{:name$}  {:READ$}{:READ$}{:READ$}  time",
        "case", "first answer", "final answer", "AI alone"
    ));
    for case in &score.cases {
        line(format_args!("{}", case_line(case, name)));
    }
    line(format_args!(
        "(lesions found of all, + false marks, whether the case as a whole was called right)"
    ));
    line(format_args!(""));
    let total = &score.total;
    if total.n_graded > 0 {
        totals(total, name, &mut line);
    }
    for sentence in sentences(total) {
        line(format_args!("{sentence}"));
    }
    if let Some(of) = &score.assessment {
        for sentence in assessment::sentences(of) {
            line(format_args!("{sentence}"));
        }
    }
    for bar in &score.bars {
        line(format_args!("no certificate: {}", bar_words(*bar)));
    }
    line(format_args!(
        "rubric {}; for training and examination, not for diagnosis",
        score.rubric.word()
    ));
    text
}

/// What forbids a certificate.
fn bar_words(bar: CertificateBar) -> &'static str {
    match bar {
        CertificateBar::DeveloperMode => "an unsigned plugin could run (developer mode)",
        CertificateBar::NotComplete => "the session was not completed",
    }
}

/// The figures over all graded cases, first answer, final answer and service side by side.
fn totals(total: &TotalScore, name: usize, line: &mut dyn FnMut(std::fmt::Arguments<'_>)) {
    line(format_args!(
        "{:name$}  {:TOTAL$}{:TOTAL$}{:TOTAL$}",
        format!("{} graded", cases(total.n_graded)),
        "first answer",
        "final answer",
        "AI alone"
    ));
    let rows: [(&str, fn(&Accuracy) -> Option<Estimate>); 4] = [
        ("lesions found", |a| a.sensitivity),
        ("false marks a case", |a| a.false_positives_per_case),
        ("abnormal called so", |a| a.case_sensitivity),
        ("normal called so", |a| a.case_specificity),
    ];
    for (label, of) in rows {
        let ai = total
            .ai
            .as_ref()
            .map_or_else(|| "-".to_owned(), |ai| estimate(of(ai)));
        line(format_args!(
            "{label:name$}  {:TOTAL$}{:TOTAL$}{ai}",
            estimate(of(&total.first)),
            estimate(of(&total.last)),
        ));
    }
    line(format_args!(
        "(95 % intervals: Wilson for shares, Garwood for rates)"
    ));
    line(format_args!(""));
}

fn case_line(case: &CaseScore, name: usize) -> String {
    let id = case.case.as_str();
    match &case.grade {
        CaseGrade::Graded {
            first, last, ai, ..
        } => {
            let ai = ai
                .read
                .as_ref()
                .map_or_else(|| outcome_word(ai.outcome).replace('-', " "), read);
            let time = time(case.times.case);
            format!(
                "{id:name$}  {:READ$}{:READ$}{ai:READ$}  {time}",
                read(first),
                read(last)
            )
        }
        CaseGrade::Ungraded(why) => format!("{id:name$}  not graded: {}", ungraded_words(*why)),
    }
}

/// Why a case is not graded.
fn ungraded_words(why: Ungraded) -> &'static str {
    match why {
        Ungraded::NoTruth => "its truth is unknown",
        Ungraded::NotSigned => "not signed",
        Ungraded::NoImages => "its images could not be opened",
        Ungraded::NotRated => "the case as a whole was not rated",
        Ungraded::DecidedByAi => "decided by the service alone",
    }
}

/// Lesions found, false marks, and whether the case as a whole was called as it is.
fn read(read: &ReadScore) -> String {
    let n_lesions = read.hit.len() + read.missed.len();
    let call = if read.is_call_right { "right" } else { "wrong" };
    format!(
        "{}/{n_lesions} +{} {call}",
        read.hit.len(),
        read.false_positives
    )
}

fn estimate(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(
        || "-".to_owned(),
        |e| format!("{:.2} ({:.2} to {:.2})", e.value, e.lower, e.upper),
    )
}

/// A number of cases in words.
pub(crate) fn cases(n: u32) -> String {
    if n == 1 {
        "1 case".to_owned()
    } else {
        format!("{n} cases")
    }
}

fn time(time: Option<Millis>) -> String {
    time.map_or_else(
        || "-".to_owned(),
        |time| format!("{} s", (time.0 + 500) / 1000),
    )
}

/// What else the score says, in sentences; nothing is said of what there was none of.
fn sentences(total: &TotalScore) -> Vec<String> {
    let mut said = Vec::new();
    for (n, why) in [
        (total.n_no_truth, "the truth is unknown"),
        (total.n_not_signed, "not signed"),
    ] {
        if n > 0 {
            said.push(format!("{} not graded: {why}", cases(n)));
        }
    }
    let v = &total.verdicts;
    if let Some(reliance) = total.reliance.as_ref().filter(|_| total.n_graded > 0) {
        said.push(format!(
            "AI findings: {} right kept, {} right rejected, {} wrong kept, {} wrong rejected ({} modified); {} own marks beside them",
            v.right_kept, v.right_rejected, v.wrong_kept, v.wrong_rejected, v.modified, v.supplemented
        ));
        let s = &total.switches;
        said.push(format!(
            "with the AI: {} lesions rescued, {} lost; {} false marks gained, {} dropped",
            s.rescued, s.lost, s.false_positives_gained, s.false_positives_dropped
        ));
        said.extend(reliance_sentences(reliance));
    }
    said.push(format!(
        "median time a case {}, to the reveal {}, after it {}",
        time(total.median_case_time),
        time(total.median_to_reveal),
        time(total.median_after_reveal)
    ));
    said
}

fn reliance_sentences(reliance: &Reliance) -> Vec<String> {
    let share = |label: &str, share: Option<Estimate>| {
        share.map(|e| format!("{label} {:.2} (of {})", e.value, e.n))
    };
    let shares = [
        share("over-reliance", reliance.over_reliance),
        share("under-reliance", reliance.under_reliance),
        share("agreement with the AI", reliance.agreement),
    ];
    let shares: Vec<String> = shares.into_iter().flatten().collect();
    if shares.is_empty() {
        Vec::new()
    } else {
        vec![format!("reliance by case: {}", shares.join(", "))]
    }
}

#[cfg(test)]
mod tests;
