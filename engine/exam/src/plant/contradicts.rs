//! A result that does not agree with itself or its reader: twice the same, another language, words against marks.

use overread_base::{AiReport, Code, Finding, LocalText, Measure, StudyProbability};

use super::tell::told;
use super::wording::{Language, both};
use super::wrong::{changed, opposite};
use super::{Change, Cx, draft, pick, wording};

/// More findings than this are not doubled.
const MAX_DOUBLED: usize = 1_000;

/// Words name the other side, marks do not.
pub(super) fn laterality(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let before = report.clone();
    let other = |report: &AiReport, nth: usize| {
        let mut report = report.clone();
        let finding = &mut report.findings[nth];
        finding.laterality = finding.laterality.map(opposite);
        draft::exchange_sides(&mut report, nth);
        report
    };
    let fitting: Vec<_> = (0..report.findings.len())
        .filter(|nth| other(report, *nth) != before)
        .map(|nth| report.findings[nth].id.clone())
        .collect();
    let nth = pick::finding(report, cx, |finding| fitting.contains(&finding.id))?;
    *report = other(report, nth);
    Some(changed(report, nth, |what, language| {
        language.pick(
            format!("The words name the patient's other side, the mark does not: {what}."),
            format!("В словах названа другая сторона пациента, метка прежняя: {what}."),
        )
    }))
}

/// Every finding and every text twice.
pub(super) fn duplicate(report: &mut AiReport) -> Option<Change> {
    let n = report.findings.len();
    if n == 0 || n > MAX_DOUBLED {
        return None;
    }
    let mut copies = Vec::new();
    for nth in 0..n {
        let mut copy = report.findings[nth].clone();
        copy.id = pick::fresh_id(report, Some(&copy.id))?;
        copies.push(copy.id.clone());
        report.findings.push(copy);
    }
    for section in &mut report.draft {
        for text in &mut section.text {
            text.value = format!("{0}\n{0}", text.value);
        }
    }
    Some(Change {
        findings: copies,
        told: told(
            format!(
                "The result was shown twice in one: {n} findings and the draft text are doubled."
            ),
            format!("Результат показан дважды: удвоены находки ({n}) и текст."),
        ),
        ..Change::default()
    })
}

/// Each language gets the text of another one; where there is only one, a third language.
pub(super) fn language(report: &mut AiReport) -> Option<Change> {
    let before = report.clone();
    let (found, n) = (!report.findings.is_empty(), report.findings.len());
    for section in &mut report.draft {
        foreign(&mut section.text, found.then_some(n));
    }
    for finding in &mut report.findings {
        foreign(&mut finding.notes, Some(1));
    }
    (*report != before).then(|| Change {
        told: told(
            "The draft text was shown in another language than the reader's.",
            "Текст показан не на языке читающего.",
        ),
        ..Change::default()
    })
}

fn foreign(texts: &mut Vec<LocalText>, n_findings: Option<usize>) {
    let of = |wanted: Language| {
        let is = |text: &&LocalText| Language::of(&text.locale) == Some(wanted);
        texts.iter().find(is).map(|text| text.value.clone())
    };
    let pair = (of(Language::English), of(Language::Russian));
    if texts.is_empty() {
        return;
    }
    *texts = match pair {
        (Some(english), Some(russian)) if english != russian => {
            both(|language| language.pick(russian.clone(), english.clone()))
        }
        _ => both(|_| match n_findings {
            Some(n) => format!("Herdbefunde: {n}."),
            None => "Kein Herdbefund.".to_owned(),
        }),
    };
}

/// Marks and a probability below the threshold, or none and one above it.
pub(super) fn probability(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let known = report.probability.unwrap_or(StudyProbability {
        value: 0.5,
        threshold: 0.5,
    });
    let threshold = f64::from(known.threshold);
    let share = cx.rng("probability").range(0.0, 0.2) + cx.graded(0.3, 0.55, 0.75);
    let has_findings = !report.findings.is_empty();
    let value = if has_findings {
        pick::as_f32(threshold * (1.0 - share))
            .min(known.threshold.next_down())
            .max(0.0)
    } else {
        pick::as_f32(threshold + (1.0 - threshold) * share)
    };
    let after = StudyProbability { value, ..known };
    if after.is_positive() == has_findings {
        return None;
    }
    report.probability = Some(after);
    Some(Change {
        told: both(|language| {
            let (from, to) = (
                language.number(f64::from(known.value) * 100.0, 0),
                language.number(f64::from(value) * 100.0, 0),
            );
            let marks = if has_findings {
                language.pick("there are marks", "метки есть")
            } else {
                language.pick("there is no mark", "меток нет")
            };
            language.pick(
                format!("The probability of the study was changed from {from} % to {to} %, while {marks}."),
                format!("Вероятность для исследования изменена с {from} % на {to} %, при этом {marks}."),
            )
        }),
        ..Change::default()
    })
}

/// Findings in the list and a text that says there are none, or the other way round.
pub(super) fn text(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let targets = draft::targets(report, cx);
    let has_findings = !report.findings.is_empty();
    if report.draft.is_empty() && has_findings {
        draft::add_sentence(report, |language| {
            wording::nothing_found(&targets, language)
        });
    } else if has_findings {
        draft::say_nothing_found(report, cx);
    } else {
        let other = cx
            .case
            .other
            .and_then(|other| other.findings().first())
            .cloned();
        let like = other.clone();
        let finding = other.or_else(|| spoken_of(draft::target(report, cx)))?;
        if report.draft.is_empty() {
            draft::add_sentence(report, |language| wording::sentence(&finding, language));
        } else {
            draft::add(report, finding, like.as_ref(), cx);
            report.findings.clear();
        }
    }
    Some(Change {
        findings: pick::ids(report),
        told: if has_findings {
            told(
                "The draft text was made to say that nothing was found, while findings are marked.",
                "Текст утверждает, что ничего не найдено, хотя находки отмечены.",
            )
        } else {
            told(
                "The draft text was made to tell of a finding, while none is marked.",
                "Текст описывает находку, хотя ни одна не отмечена.",
            )
        },
        ..Change::default()
    })
}

/// A finding that only a text speaks of.
fn spoken_of(code: Code) -> Option<Finding> {
    Some(Finding {
        id: overread_base::FindingId::new("finding-1").ok()?,
        code,
        site: None,
        laterality: None,
        probability: None,
        certainty: None,
        category: None,
        marks: Vec::new(),
        measures: vec![Measure {
            name: Code::diameter(),
            value: 8.0,
            ucum: "mm".to_owned(),
        }],
        notes: Vec::new(),
    })
}
