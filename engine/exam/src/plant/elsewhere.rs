//! Results of something else: another series, another part of the body, another patient, an earlier study, another study.

use overread_base::{AiReport, AiResult, AiStatus, Code, ReportSection, Seed, SeriesUid, StudyUid};

use super::outline::rescale;
use super::tell::{remark, told};
use super::wording::both;
use super::{Change, Cx, draft, pick, shapes, tell};

/// A UID of nobody's, derived from a number: PS3.5 B.2 has UIDs of `2.25.` and a number of up to 39 digits.
fn uid_of_nobody(seed: Seed) -> String {
    let mut rng = seed.child("uid").rng();
    let wide = (u128::from(rng.next_u64()) << 64) | u128::from(rng.next_u64());
    format!("2.25.{wide}")
}

/// Marks, maps and what was looked for name a series that is not the one of the case.
pub(super) fn wrong_series(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let has_marks = report
        .findings
        .iter()
        .any(|finding| !finding.marks.is_empty());
    if !has_marks && report.heat_maps.is_empty() {
        return None;
    }
    let series = SeriesUid::new(uid_of_nobody(cx.seed)).ok()?;
    for finding in &mut report.findings {
        for mark in &mut finding.marks {
            mark.series = series.clone();
        }
    }
    for map in &mut report.heat_maps {
        map.series = series.clone();
    }
    for assessed in &mut report.assessed {
        assessed.series = series.clone();
    }
    remark(
        report,
        &format!(
            "Marks of the result lie in the series {series}, which is not among the series of this study."
        ),
        &format!(
            "Метки результата относятся к серии {series}, которой нет среди серий этого исследования."
        ),
    );
    Some(Change {
        findings: pick::ids(report),
        told: told(
            format!(
                "Marks, maps and what was looked for were shown as of another series, {series}."
            ),
            format!(
                "Метки, карты и перечень искомого показаны как относящиеся к другой серии, {series}."
            ),
        ),
        ..Change::default()
    })
}

/// Sites and texts are of another part of the body.
pub(super) fn wrong_anatomy(report: &mut AiReport) -> Option<Change> {
    // The liver for all but the liver, which becomes the thyroid gland.
    let is_liver = |code: &Code| code.value == "10200004";
    let of_liver = report
        .findings
        .iter()
        .any(|f| f.site.as_ref().is_some_and(is_liver));
    let (site, english, russian) = if of_liver {
        (
            Code::new("SCT", "69748006", "Thyroid gland"),
            "Thyroid gland",
            "Щитовидная железа",
        )
    } else {
        (Code::new("SCT", "10200004", "Liver"), "Liver", "Печень")
    };
    for finding in &mut report.findings {
        finding.site = Some(site.clone());
        finding.laterality = None;
        finding.notes.clear();
    }
    for assessed in &mut report.assessed {
        assessed.code = site.clone();
    }
    report.draft = draft_of(report, english, russian);
    Some(Change {
        findings: pick::ids(report),
        told: told(
            format!(
                "Sites, text and what was looked for were made those of another part of the body: {english}."
            ),
            format!(
                "Локализации, текст и перечень искомого заменены на другую область: {russian}."
            ),
        ),
        ..Change::default()
    })
}

/// A draft about focal lesions of an organ, as many as there are findings.
fn draft_of(report: &AiReport, english: &str, russian: &str) -> Vec<ReportSection> {
    let n = report.findings.len();
    let sizes: Vec<Option<f64>> = report
        .findings
        .iter()
        .map(|finding| finding.measures.first().map(|measure| measure.value))
        .collect();
    let listing = both(|language| {
        let organ = language.pick(english, russian);
        if sizes.is_empty() {
            let text = language.pick("focal lesions not found.", "очаговые изменения не найдены.");
            return format!("{organ}: {text}");
        }
        let lines = (1..).zip(&sizes).map(|(number, size)| {
            let text = language.pick("focal lesion", "очаговое изменение");
            let size = size.map_or_else(String::new, |size| {
                format!(
                    ", {} {}",
                    language.number(size, 1),
                    language.pick("mm", "мм")
                )
            });
            format!("{number}. {organ}: {text}{size}.")
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    let impression = both(|language| {
        let organ = language.pick(english, russian);
        language.pick(
            format!("{organ}, focal lesions: {n}."),
            format!("{organ}, очаговых изменений: {n}."),
        )
    });
    let section = |section: &str, text| ReportSection {
        section: section.to_owned(),
        text,
    };
    vec![
        section("findings", listing),
        section("impression", impression),
    ]
}

/// What the service said of another case, drawn into this one's images; without another case, a study of nobody.
pub(super) fn wrong_patient(result: &mut AiResult, cx: &Cx<'_>) -> Option<Change> {
    let mine = result.report()?.clone();
    let other = cx.case.other.filter(|other| {
        other.study != *cx.case.study && other.report().is_some_and(|report| *report != mine)
    });
    let study = match other {
        Some(other) => other.study.clone(),
        None => StudyUid::new(uid_of_nobody(cx.seed)).ok()?,
    };
    let mut report = other
        .and_then(|other| other.report())
        .cloned()
        .unwrap_or(mine);
    for finding in &mut report.findings {
        for mark in &mut finding.marks {
            mark.series = cx.case.series.clone();
        }
    }
    for map in &mut report.heat_maps {
        map.series = cx.case.series.clone();
    }
    for assessed in &mut report.assessed {
        assessed.series = cx.case.series.clone();
    }
    remark(
        &mut report,
        &format!("The patient of the result is not stated; its study is {study}."),
        &format!("Пациент в результате не указан; его исследование {study}."),
    );
    let change = Change {
        findings: pick::ids(&report),
        told: told(
            format!("The result shown is that of another patient's study, {study}."),
            format!("Показан результат исследования другого пациента, {study}."),
        ),
        ..Change::default()
    };
    result.study = study;
    result.status = AiStatus::Done(report);
    Some(change)
}

/// The result names another study than the one it came with; all else is the service's own.
pub(super) fn other_uid(result: &mut AiResult, cx: &Cx<'_>) -> Option<Change> {
    let study = StudyUid::new(uid_of_nobody(cx.seed)).ok()?;
    let own = std::mem::replace(&mut result.study, study.clone());
    if let AiStatus::Done(report) = &mut result.status {
        remark(
            report,
            &format!("An object of the result names the study {study}."),
            &format!("Объект результата относится к исследованию {study}."),
        );
    }
    Some(Change {
        told: told(
            format!(
                "An object of the result names the study {study} in place of {own}; its content is the service's own."
            ),
            format!(
                "Объект результата называет исследование {study} вместо {own}; содержание не изменено."
            ),
        ),
        ..Change::default()
    })
}

/// The findings as they were years ago: smaller, with the date of then.
pub(super) fn stale(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let mut rng = cx.rng("stale");
    let (year, month, day) = (2009 + rng.below(7), 1 + rng.below(12), 1 + rng.below(28));
    let factor = cx.graded(0.85, 0.7, 0.5) * rng.range(0.95, 1.05);
    for nth in 0..report.findings.len() {
        if shapes::finding_centre(&report.findings[nth]).is_none() {
            continue;
        }
        let mut finding = report.findings[nth].clone();
        shapes::scale_marks(&mut finding, factor, |own, shape| {
            shape.or_else(|| Some(own.clone()))
        });
        report.findings[nth] = finding;
        rescale(report, nth, factor);
    }
    let english = format!("Study of {year}-{month:02}-{day:02}.");
    let russian = format!("Исследование от {day:02}.{month:02}.{year}.");
    draft::add_sentence(report, |language| {
        language.pick(english.clone(), russian.clone())
    });
    remark(report, &english, &russian);
    Some(Change {
        findings: pick::ids(report),
        told: both(|language| {
            let date = tell_date(language, (year, month, day));
            let percent = language.number((factor - 1.0) * 100.0, 0);
            language.pick(
                format!("The result was shown as that of an earlier study ({date}): sizes were changed by {percent} %."),
                format!("Результат показан как относящийся к более раннему исследованию ({date}): размеры изменены на {percent} %."),
            )
        }),
        ..Change::default()
    })
}

fn tell_date(language: tell::Language, (year, month, day): (u64, u64, u64)) -> String {
    language.pick(
        format!("{year}-{month:02}-{day:02}"),
        format!("{day:02}.{month:02}.{year}"),
    )
}
