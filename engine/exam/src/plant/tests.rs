//! What is planted shows, everywhere alike, and nowhere says so.

use overread_base::{
    AiReport, AiResult, AiStatus, FailureKind, Laterality, Millis, Priority, Seed, Vec3,
};
use overread_scenario::{AiErrorKind, ErrorFamily, ErrorSeverity};

use super::samples::{CT, Drawn, PLANE, Sample, all, error, normal, one_nodule, two_nodules};
use super::shapes::{finding_bounds, finding_centre, finding_reach};
use super::{Planted, plant};
use crate::VersionChange;

mod anything;
mod false_findings;
mod projections;
mod whole_form;

fn report(planted: &Planted) -> &AiReport {
    planted.result.report().unwrap()
}

fn draft(report: &AiReport, section: &str, locale: &str) -> String {
    let section = report
        .draft
        .iter()
        .find(|part| part.section == section)
        .unwrap();
    let text = section
        .text
        .iter()
        .find(|text| text.locale == locale)
        .unwrap();
    text.value.clone()
}

#[track_caller]
fn planted(sample: &Sample, kind: AiErrorKind) -> Planted {
    let planted = sample.plant(kind, ErrorSeverity::Intermediate, 1);
    assert!(!planted.record.is_void, "{kind:?} was planted in vain");
    planted
}

/// The samples that carry an error of a kind, two nodules first.
fn carrier(kind: AiErrorKind) -> Sample {
    match kind.family() {
        ErrorFamily::FalsePositive => normal(CT),
        ErrorFamily::FalseNegative
        | ErrorFamily::Wrong
        | ErrorFamily::Report
        | ErrorFamily::DefectA
        | ErrorFamily::DefectB
        | ErrorFamily::DefectC
        | ErrorFamily::DefectD
        | ErrorFamily::DefectE
        | ErrorFamily::Version => two_nodules(CT, Drawn::Box),
    }
}

/// What each kind has to do to a result; the match has an arm for every kind.
#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one match with an arm for every kind"
)]
fn every_kind_of_error_has_its_effect() {
    for &kind in AiErrorKind::ALL {
        let sample = carrier(kind);
        let shown = planted(&sample, kind);
        let before = sample.report();
        assert!(shown.result != sample.result, "{kind:?} changes nothing");
        let after = shown.result.report();
        let has_effect = match kind {
            AiErrorKind::FpArtefact
            | AiErrorKind::FpVariant
            | AiErrorKind::FpBenign
            | AiErrorKind::FpDevice
            | AiErrorKind::FpInsignificant => {
                let after = after.unwrap();
                after.findings.len() == before.findings.len() + 1
                    && after.probability.unwrap().is_positive()
            }
            AiErrorKind::FnSubtle
            | AiErrorKind::FnEdge
            | AiErrorKind::FnSatisfaction
            | AiErrorKind::FnRare
            | AiErrorKind::Merged => after.unwrap().findings.len() == before.findings.len() - 1,
            AiErrorKind::FnPopulation => after.unwrap().findings.is_empty(),
            AiErrorKind::WrongCategory => of_first(before, &shown, |f| f.category.clone()),
            AiErrorKind::WrongMeasurement | AiErrorKind::ESpacing => {
                of_first(before, &shown, |f| f.measures.clone())
            }
            AiErrorKind::EUnit => of_first(before, &shown, |f| f.measures[0].ucum.clone()),
            AiErrorKind::WrongLocation | AiErrorKind::WrongSide | AiErrorKind::DShifted => {
                of_first(before, &shown, finding_centre)
            }
            AiErrorKind::DFlipped => of_first(before, &shown, finding_centre),
            AiErrorKind::OverSegmentation => {
                first(&shown).map(finding_reach) > original(before, &shown).map(finding_reach)
            }
            AiErrorKind::UnderSegmentation => {
                first(&shown).map(finding_reach) < original(before, &shown).map(finding_reach)
            }
            AiErrorKind::WrongClass => of_first(before, &shown, |f| f.code.clone()),
            AiErrorKind::Split => after.unwrap().findings.len() == before.findings.len() + 1,
            AiErrorKind::HallucinatedText | AiErrorKind::OmittedText => {
                let after = after.unwrap();
                after.findings == before.findings && after.draft != before.draft
            }
            AiErrorKind::Misprioritised => after.unwrap().priority != before.priority,
            AiErrorKind::ATimeout => is_failed(&shown.result, FailureKind::Deadline),
            AiErrorKind::ALate => {
                shown.delay == Some(Millis(30_000)) && shown.result.elapsed == Some(Millis(42_000))
            }
            AiErrorKind::BNoSr => {
                let after = after.unwrap();
                after.draft.is_empty() && after.findings.iter().all(|f| !f.marks.is_empty())
            }
            AiErrorKind::BNoSeries => {
                let after = after.unwrap();
                after.findings.iter().all(|f| f.marks.is_empty()) && after.draft == before.draft
            }
            AiErrorKind::BEmptyReport => *after.unwrap() == AiReport::default(),
            AiErrorKind::CWrongSeries => {
                of_first(before, &shown, |f| f.marks[0].series.clone())
                    && !after.unwrap().warnings.is_empty()
            }
            AiErrorKind::CWrongAnatomy => of_first(before, &shown, |f| f.site.clone()),
            AiErrorKind::CWrongLaterality => {
                of_first(before, &shown, |f| f.laterality)
                    && !of_first(before, &shown, |f| f.marks.clone())
            }
            AiErrorKind::CWrongPatient => {
                shown.result.study == sample.other.as_ref().unwrap().study
                    && after.unwrap().findings != before.findings
            }
            AiErrorKind::CStale => {
                first(&shown).map(finding_reach) < original(before, &shown).map(finding_reach)
                    && draft(after.unwrap(), "findings", "en").contains("Study of 20")
            }
            AiErrorKind::CDuplicate => after.unwrap().findings.len() == 2 * before.findings.len(),
            AiErrorKind::CLanguage => {
                draft(after.unwrap(), "findings", "en") == draft(before, "findings", "ru")
                    && draft(after.unwrap(), "findings", "ru") == draft(before, "findings", "en")
            }
            AiErrorKind::CProbabilityMismatch => {
                let after = after.unwrap();
                !after.probability.unwrap().is_positive() && after.findings == before.findings
            }
            AiErrorKind::CTextMismatch => {
                draft(after.unwrap(), "findings", "en")
                    == "Lungs searched for nodules: no nodule found."
                    && after.unwrap().findings == before.findings
            }
            AiErrorKind::DCropped => {
                after.unwrap().extra[0].0 == "overread.crop" && !after.unwrap().warnings.is_empty()
            }
            AiErrorKind::DWindow => after.unwrap().extra[0].0 == "overread.window",
            AiErrorKind::DHides => first(&shown).map(finding_reach) > Some(100.0),
            AiErrorKind::DNoLabel => {
                after.unwrap().extra == [("overread.no-label".to_owned(), String::new())]
            }
            AiErrorKind::ECorrupt => is_failed(&shown.result, FailureKind::OutputInvalid),
            AiErrorKind::EUidMismatch => {
                shown.result.study != sample.result.study
                    && after.unwrap().findings == before.findings
            }
            AiErrorKind::VersionChange => {
                shown.result.service.version == "1.1.0"
                    && shown.result.service.operating_point != sample.result.service.operating_point
            }
        };
        assert!(has_effect, "{kind:?}: {:#?}", shown.record);
    }
}

/// The first finding that the record names, as shown.
fn first(shown: &Planted) -> Option<&overread_base::Finding> {
    let id = shown.record.findings.first()?;
    shown
        .result
        .findings()
        .iter()
        .find(|finding| finding.id == *id)
}

/// The same one in the service's own result.
fn original<'a>(before: &'a AiReport, shown: &Planted) -> Option<&'a overread_base::Finding> {
    let id = shown.record.findings.first()?;
    before.findings.iter().find(|finding| finding.id == *id)
}

/// Whether something about the first finding of the record is other than before.
fn of_first<T: PartialEq>(
    before: &AiReport,
    shown: &Planted,
    what: impl Fn(&overread_base::Finding) -> T,
) -> bool {
    let (after, before) = (first(shown).unwrap(), original(before, shown).unwrap());
    what(after) != what(before)
}

fn is_failed(result: &AiResult, wanted: FailureKind) -> bool {
    matches!(&result.status, AiStatus::Failed { kind, .. } if *kind == wanted)
}

fn every(mut check: impl FnMut(&Sample, AiErrorKind, ErrorSeverity, &Planted)) {
    for sample in all() {
        for &kind in AiErrorKind::ALL {
            for severity in ErrorSeverity::ALL {
                for seed in 0..2 {
                    check(&sample, kind, severity, &sample.plant(kind, severity, seed));
                }
            }
        }
    }
}

#[test]
fn a_planted_result_is_always_a_result() {
    every(|_, kind, severity, shown| {
        assert!(
            super::sound::is_sound(&shown.result),
            "{kind:?} {severity:?}"
        );
    });
}

#[test]
fn nothing_in_a_shown_result_says_that_it_was_planted() {
    every(|_, kind, _, shown| {
        let mut result = shown.result.clone();
        if let AiStatus::Done(report) = &mut result.status {
            // Numbers only.
            report.heat_maps.clear();
        }
        let text = format!("{result:?}").to_lowercase();
        // The name of a field of ours, which nobody is shown.
        let text = text.replace("false_positives_per_study", "");
        for word in [
            "plant",
            "false",
            "fake",
            "simul",
            "подлож",
            "ложн",
            "hallucin",
        ] {
            assert!(!text.contains(word), "{kind:?} says {word:?}");
        }
        assert!(!text.contains(kind.word()), "{kind:?} gives its own word");
        for told in &shown.record.told {
            assert!(
                !text.contains(&told.value.to_lowercase()),
                "{kind:?} tells itself"
            );
        }
    });
}

#[test]
fn void_means_unchanged_and_otherwise_something_is_other() {
    every(|sample, kind, _, shown| {
        assert_eq!(shown.record.kind, kind);
        if shown.record.is_void {
            assert_eq!(shown.result, sample.result, "{kind:?}");
            assert_eq!(shown.delay, None);
        } else {
            assert_ne!(shown.result, sample.result, "{kind:?}");
        }
    });
}

#[test]
fn every_error_is_told_in_both_languages_with_what_was_done() {
    every(|_, kind, _, shown| {
        let tags: Vec<&str> = shown
            .record
            .told
            .iter()
            .map(|text| text.locale.as_str())
            .collect();
        assert_eq!(tags, ["en", "ru"], "{kind:?}");
        let [english, russian] = shown.record.told.as_slice() else {
            unreachable!("two languages");
        };
        assert!(english.value.ends_with(['.', '”']), "{english:?}");
        assert!(english.value.chars().count() > 30, "{english:?}");
        assert!(
            russian.value.chars().any(|c| ('а'..='я').contains(&c)),
            "{russian:?}"
        );
        let is_latin = |c: char| ('а'..='я').contains(&c);
        assert!(!english.value.contains(is_latin), "{english:?}");
    });
}

#[test]
fn equal_input_gives_an_equal_result() {
    every(|sample, kind, severity, shown| {
        if kind.family() != ErrorFamily::Version {
            let again = sample.plant(kind, severity, 3);
            let third = sample.plant(kind, severity, 3);
            assert_eq!(again, third);
        }
        assert_eq!(shown.result.service.id, sample.result.service.id);
    });
}

#[test]
fn findings_and_places_of_a_record_are_there() {
    every(|_, kind, _, shown| {
        for id in &shown.record.findings {
            let findings = shown.result.findings();
            assert!(
                findings.iter().any(|finding| finding.id == *id),
                "{kind:?}: {id}"
            );
        }
        assert!(shown.record.places.iter().all(|place| place.is_finite()));
    });
}

/// A kind that the plan puts on a case by its truth is carried out on the result of a service that found its lesions.
#[test]
fn on_a_result_that_found_everything_no_kind_is_void() {
    for drawn in [Drawn::Box, Drawn::Ellipse, Drawn::Polygon, Drawn::Mask] {
        let sample = two_nodules(CT, drawn);
        for &kind in AiErrorKind::ALL {
            for severity in ErrorSeverity::ALL {
                let is_void = sample.plant(kind, severity, 5).record.is_void;
                assert!(!is_void, "{kind:?} {severity:?} on {drawn:?}");
            }
        }
    }
}

#[test]
fn a_lost_finding_is_gone_from_list_text_map_and_count() {
    let sample = two_nodules(CT, Drawn::Box);
    let shown = sample.plant(AiErrorKind::FnSubtle, ErrorSeverity::Minor, 1);
    let after = report(&shown);
    // The smaller one is the second, on the left.
    assert_eq!(after.findings.len(), 1);
    assert_eq!(after.findings[0].laterality, Some(Laterality::Right));
    assert_eq!(
        draft(after, "findings", "en"),
        "1. Solid nodule in the right lung, mean diameter 10.0 mm, category 4A."
    );
    assert_eq!(
        draft(after, "impression", "ru"),
        "Найдено очагов в лёгких: 1. Наивысшая категория: 4A."
    );
    assert_eq!(shown.record.places, [Vec3::new(95.0, 0.0, 0.0)]);
    let map = &after.heat_maps[0];
    let value = |at: Vec3| {
        let [nx, ny, nz] = map.geometry.size;
        let voxels =
            (0..nz).flat_map(|z| (0..ny).flat_map(move |y| (0..nx).map(move |x| [x, y, z])));
        let distance = |voxel: [u32; 3]| {
            let voxel = Vec3::from_array(voxel.map(f64::from));
            map.geometry.patient_from_voxel(voxel).distance(at)
        };
        let near = voxels.zip(&map.values);
        let nearest = near.min_by(|a, b| distance(a.0).total_cmp(&distance(b.0)));
        nearest.map(|(_, value)| *value).unwrap()
    };
    assert_eq!(value(Vec3::new(95.0, 0.0, 0.0)), 0);
    assert!(value(Vec3::new(-60.0, 0.0, 0.0)) > 100);
}

#[test]
fn with_the_last_finding_gone_the_result_says_that_nothing_was_found() {
    let sample = one_nodule(CT, Drawn::Ellipse);
    let shown = planted(&sample, AiErrorKind::FnRare);
    let after = report(&shown);
    assert!(after.findings.is_empty());
    assert!(!after.probability.unwrap().is_positive());
    assert_eq!(after.priority, Some(Priority::Routine));
    // The words are the service's own, of the other case.
    assert_eq!(
        draft(after, "findings", "en"),
        "Lungs searched for nodules: no nodule found."
    );
    assert_eq!(
        draft(after, "impression", "ru"),
        "Сервис не нашёл очагов в лёгких."
    );
    let mut alone = sample.clone();
    alone.other = None;
    let shown = planted(&alone, AiErrorKind::FnRare);
    assert_eq!(
        draft(report(&shown), "findings", "en"),
        "Images searched for nodules: none found."
    );
}

#[test]
fn graver_misses_lose_more_and_satisfaction_of_search_keeps_one() {
    let sample = two_nodules(CT, Drawn::Box);
    let n_left = |kind, severity| report(&sample.plant(kind, severity, 1)).findings.len();
    assert_eq!(n_left(AiErrorKind::FnSubtle, ErrorSeverity::Minor), 1);
    assert_eq!(n_left(AiErrorKind::FnSubtle, ErrorSeverity::Significant), 0);
    assert_eq!(
        n_left(AiErrorKind::FnSatisfaction, ErrorSeverity::Significant),
        1
    );
    let one = one_nodule(CT, Drawn::Box);
    assert!(
        one.plant(AiErrorKind::FnSatisfaction, ErrorSeverity::Minor, 1)
            .record
            .is_void
    );
}

#[test]
fn a_wrong_side_is_wrong_in_mark_code_and_words_of_that_finding_only() {
    let mut sample = two_nodules(CT, Drawn::Mask);
    sample.truth.as_mut().unwrap().lesions.truncate(1);
    let shown = planted(&sample, AiErrorKind::WrongSide);
    let after = report(&shown);
    assert_eq!(shown.record.findings[0].as_str(), "nodule-1");
    let finding = first(&shown).unwrap();
    assert_eq!(finding.laterality, Some(Laterality::Left));
    assert!((finding_centre(finding).unwrap().x - 60.0).abs() < 3.0);
    assert!(finding.notes[1].value.contains("в левом лёгком"));
    let text = draft(after, "findings", "en");
    assert_eq!(text.matches("left lung").count(), 2);
    assert_eq!(after.findings[1], sample.report().findings[1]);
}

#[test]
fn values_in_words_follow_values_in_numbers() {
    let sample = two_nodules(CT, Drawn::Box);
    for kind in [
        AiErrorKind::WrongMeasurement,
        AiErrorKind::OverSegmentation,
        AiErrorKind::ESpacing,
    ] {
        let shown = planted(&sample, kind);
        for finding in &report(&shown).findings {
            let value = finding.measures[0].value;
            let (english, russian) = (
                draft(report(&shown), "findings", "en"),
                draft(report(&shown), "findings", "ru"),
            );
            assert!(
                english.contains(&format!("diameter {value:.1} mm")),
                "{kind:?}: {english}"
            );
            assert!(
                russian.contains(&format!("{value:.1} мм").replace('.', ",")),
                "{kind:?}: {russian}"
            );
        }
    }
    let shown = planted(&sample, AiErrorKind::EUnit);
    let value = first(&shown).unwrap().measures[0].value;
    let text = draft(report(&shown), "findings", "en");
    assert!(text.contains(&format!("{value:.1} cm")), "{text}");
    assert_eq!(text.matches(" cm").count(), 1, "{text}");
}

#[test]
fn a_wrong_category_moves_on_its_scale_and_in_the_impression() {
    let sample = one_nodule(CT, Drawn::Box);
    let shown = planted(&sample, AiErrorKind::WrongCategory);
    let to = first(&shown).unwrap().category.clone().unwrap().value;
    assert!(["3", "4B"].contains(&to.as_str()), "{to}");
    assert!(draft(report(&shown), "impression", "en").ends_with(&format!("category: {to}.")));
    assert!(draft(report(&shown), "findings", "en").ends_with(&format!("category {to}.")));
    let two = sample.plant(AiErrorKind::WrongCategory, ErrorSeverity::Significant, 1);
    let to = first(&two).unwrap().category.clone().unwrap().value;
    assert!(["2", "4X"].contains(&to.as_str()), "{to}");
}

#[test]
fn an_outline_grows_and_shrinks_by_its_factor() {
    for drawn in [Drawn::Box, Drawn::Ellipse, Drawn::Polygon, Drawn::Mask] {
        let sample = one_nodule(CT, drawn);
        let before = finding_reach(&sample.report().findings[0]);
        let grown = sample.plant(AiErrorKind::OverSegmentation, ErrorSeverity::Significant, 1);
        let shrunk = sample.plant(
            AiErrorKind::UnderSegmentation,
            ErrorSeverity::Significant,
            1,
        );
        let ratio = |shown: &Planted| finding_reach(first(shown).unwrap()) / before;
        assert!(
            (1.5..3.0).contains(&ratio(&grown)),
            "{drawn:?}: {}",
            ratio(&grown)
        );
        assert!(
            (0.2..0.8).contains(&ratio(&shrunk)),
            "{drawn:?}: {}",
            ratio(&shrunk)
        );
    }
}

#[test]
fn a_class_is_wrong_in_code_and_in_words() {
    let shown = planted(&one_nodule(CT, Drawn::Box), AiErrorKind::WrongClass);
    assert_eq!(first(&shown).unwrap().code.meaning, "Calcification");
    assert!(
        draft(report(&shown), "findings", "en")
            .starts_with("1. Solid calcification in the right lung")
    );
    assert!(draft(report(&shown), "findings", "ru").starts_with("1. Солидный кальцинат в правом"));
}

#[test]
fn an_omitted_finding_is_in_the_list_and_not_in_the_text() {
    let shown = planted(&two_nodules(CT, Drawn::Box), AiErrorKind::OmittedText);
    assert_eq!(draft(report(&shown), "findings", "en").lines().count(), 1);
    assert!(draft(report(&shown), "impression", "en").contains("service: 1."));
    assert_eq!(report(&shown).findings.len(), 2);
}

#[test]
fn without_truth_nothing_is_called_false() {
    let mut sample = two_nodules(CT, Drawn::Box);
    sample.truth = None;
    for kind in [
        AiErrorKind::FpArtefact,
        AiErrorKind::FnSubtle,
        AiErrorKind::HallucinatedText,
        AiErrorKind::Misprioritised,
    ] {
        assert!(
            sample.plant(kind, ErrorSeverity::Minor, 1).record.is_void,
            "{kind:?}"
        );
    }
}

#[test]
fn one_version_for_all_cases_beside_their_own_errors() {
    let version = VersionChange {
        severity: ErrorSeverity::Significant,
        seed: Seed(77),
    };
    let mut points = Vec::new();
    for sample in [
        two_nodules(CT, Drawn::Box),
        normal(CT),
        two_nodules(PLANE, Drawn::Polygon),
    ] {
        let mut both = error(AiErrorKind::CStale, ErrorSeverity::Minor, 5);
        both.version = Some(version);
        let shown = plant(&sample.result, &both, &sample.case());
        assert_eq!(shown.record.kind, AiErrorKind::CStale);
        assert!(
            shown.record.told[0]
                .value
                .contains("version 1.0.0 became 1.1.0")
        );
        assert!(!shown.record.is_void);
        let point = shown.result.service.operating_point.unwrap();
        let threshold =
            report_threshold(sample.plant(AiErrorKind::CStale, ErrorSeverity::Minor, 5));
        assert!((point.threshold - threshold).abs() > 0.2);
        points.push(point.threshold.to_bits());
    }
    points.dedup();
    assert_eq!(points.len(), 1);
    // An error that has nothing to change leaves the change of version standing.
    let mut lost = error(AiErrorKind::FnSubtle, ErrorSeverity::Minor, 5);
    lost.version = Some(version);
    let sample = normal(CT);
    let shown = plant(&sample.result, &lost, &sample.case());
    assert_eq!(shown.record.kind, AiErrorKind::VersionChange);
    assert!(!shown.record.is_void);
}

fn report_threshold(shown: Planted) -> f64 {
    f64::from(
        shown
            .result
            .report()
            .unwrap()
            .probability
            .unwrap()
            .threshold,
    )
}

#[test]
fn a_failed_job_can_only_be_late_missing_misnamed_or_of_another_version() {
    let mut sample = two_nodules(CT, Drawn::Box);
    sample.result.status = AiStatus::Failed {
        kind: FailureKind::Trap,
        message: "unreachable".to_owned(),
    };
    for &kind in AiErrorKind::ALL {
        let is_void = sample.plant(kind, ErrorSeverity::Minor, 1).record.is_void;
        let works = [
            AiErrorKind::ATimeout,
            AiErrorKind::ALate,
            AiErrorKind::ECorrupt,
            AiErrorKind::EUidMismatch,
            AiErrorKind::VersionChange,
        ];
        assert_eq!(is_void, !works.contains(&kind), "{kind:?}");
    }
}
