//! Practice sets are sound scenarios, hold what was asked for, and never end.

use std::collections::BTreeSet;

use super::*;
use crate::{CaseSource, PhantomContent};

fn service(id: &str) -> ServiceId {
    ServiceId::new(id).unwrap()
}

/// Every area with every AI behaviour in every mode that goes with it.
fn all() -> Vec<Practice> {
    let mut all = Vec::new();
    for area in PhantomKind::ALL {
        let mut ais = vec![PracticeAi::None];
        ais.extend(Skill::ALL.map(PracticeAi::Simulated));
        for known in PracticeService::of(area) {
            ais.push(PracticeAi::Live(service(known.id)));
            ais.push(PracticeAi::Planted {
                service: service(known.id),
                share_percent: 30,
            });
        }
        for ai in ais {
            for &mode in ai.modes() {
                all.push(Practice {
                    ai: ai.clone(),
                    mode,
                    ..Practice::of(area, Seed(5))
                });
            }
        }
    }
    all
}

#[test]
fn every_wish_is_a_sound_scenario_in_both_languages() {
    let all = all();
    assert!(all.len() > 100, "{}", all.len());
    for practice in all {
        let set = practice.set().unwrap();
        let scenario = &set.scenario;
        assert_eq!(
            scenario.id.as_str(),
            format!("practice.{}", practice.area.word())
        );
        assert_eq!(scenario.mode, practice.mode);
        assert_eq!(scenario.cases.len(), 10);
        assert_eq!(
            scenario.design.simulated.is_some(),
            matches!(practice.ai, PracticeAi::Simulated(_))
        );
        let ids: BTreeSet<&str> = scenario.cases.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids.len(), 10);
        for texts in [&scenario.title, &scenario.briefing] {
            let locales: Vec<&str> = texts.iter().map(|text| text.locale.as_str()).collect();
            assert_eq!(locales, ["en", "ru"]);
        }
        for label in &scenario.questions.labels {
            let kind = LesionKind::named(practice.area, label.id.as_str()).unwrap();
            assert_eq!(kind.role, LesionRole::Finding);
        }
        if let Some(service) = practice.ai.service() {
            assert_eq!(scenario.service.as_ref(), Some(service));
        }
    }
}

fn phantoms(practice: &Practice) -> Vec<crate::PhantomSpec> {
    let cases = practice.set().unwrap().scenario.cases;
    let phantom = |case: crate::Case| match case.source {
        CaseSource::Phantom(phantom) => phantom,
        CaseSource::Dicom(_) => panic!("a phantom"),
    };
    cases.into_iter().map(phantom).collect()
}

#[test]
fn the_next_set_has_other_patients_for_ever() {
    let mut practice = Practice::of(PhantomKind::Mammography, Seed(1));
    let mut seeds = BTreeSet::new();
    for _ in 0..50 {
        let set = practice.set().unwrap();
        assert_eq!(practice.set().unwrap(), set, "equal wishes, equal sets");
        let own = phantoms(&practice);
        assert!(own.iter().all(|phantom| seeds.insert(phantom.seed.0)));
        practice = practice.another();
    }
    assert_eq!(seeds.len(), 500);
}

#[test]
fn prevalence_is_met_and_small_sets_hold_both_kinds() {
    let mut n_abnormal = 0;
    for seed in 0..40 {
        let practice = Practice {
            prevalence_percent: 20,
            count: 25,
            ..Practice::of(PhantomKind::HeadCt, Seed(seed))
        };
        let abnormal = phantoms(&practice)
            .iter()
            .filter(|phantom| phantom.is_abnormal() == Some(true))
            .count();
        n_abnormal += abnormal;
        let small = Practice {
            count: 2,
            prevalence_percent: 1,
            ..practice
        };
        let of_both: BTreeSet<_> = phantoms(&small).iter().map(|p| p.is_abnormal()).collect();
        assert_eq!(of_both, [Some(false), Some(true)].into());
    }
    // 200 of 1000 are expected with a standard deviation of 13.
    assert!((150..250).contains(&n_abnormal), "{n_abnormal}");
    for (percent, expected) in [(0, Some(false)), (100, Some(true))] {
        let practice = Practice {
            prevalence_percent: percent,
            ..Practice::of(PhantomKind::HeadCt, Seed(3))
        };
        assert!(
            phantoms(&practice)
                .iter()
                .all(|p| p.is_abnormal() == expected)
        );
    }
}

#[test]
fn difficulty_is_as_asked_or_mixed() {
    let levels = |difficulty| -> BTreeSet<Difficulty> {
        let practice = Practice {
            difficulty,
            count: 40,
            ..Practice::of(PhantomKind::ChestRadiograph, Seed(2))
        };
        phantoms(&practice).iter().map(|p| p.difficulty).collect()
    };
    assert_eq!(levels(Some(Difficulty::Hard)), [Difficulty::Hard].into());
    assert_eq!(levels(None), Difficulty::ALL.into());
}

/// A set with a service holds what the service looks for and what fools it, and asks for that alone.
#[test]
fn lesions_are_those_that_the_service_reads() {
    let practice = Practice {
        ai: PracticeAi::Live(service("overread.aspects")),
        mode: ReadingMode::Sequential,
        ..Practice::of(PhantomKind::HeadCt, Seed(2))
    };
    for phantom in phantoms(&practice) {
        let PhantomContent::Drawn(drawn) = phantom.content else {
            panic!("drawn")
        };
        let words: Vec<&str> = drawn.among.iter().map(|kind| kind.word).collect();
        assert_eq!(words, ["infarct", "dense-artery", "old-infarct"]);
    }
    let labels = practice.set().unwrap().scenario.questions.labels;
    let labels: Vec<&str> = labels.iter().map(|label| label.id.as_str()).collect();
    assert_eq!(labels, ["infarct", "dense-artery"]);
    // What services look for is in the catalogue.
    for known in PhantomKind::ALL.into_iter().flat_map(PracticeService::of) {
        let n_words = known.looks_for.len() + known.is_fooled_by.len();
        assert_eq!(known.kinds().len(), n_words, "{}", known.id);
    }
}

#[test]
fn planted_errors_come_to_the_share_that_was_asked_for() {
    for seed in 0..20 {
        for (share_percent, count, expected) in
            [(30, 10, 3), (50, 20, 10), (1, 5, 1), (13, 100, 13)]
        {
            let practice = Practice {
                ai: PracticeAi::Planted {
                    service: service("overread.mammography"),
                    share_percent,
                },
                mode: ReadingMode::Concurrent,
                count,
                ..Practice::of(PhantomKind::Mammography, Seed(seed))
            };
            let scenario = practice.set().unwrap().scenario;
            let planted = scenario.design.planted.unwrap();
            let n: usize = planted
                .quotas
                .iter()
                .map(|quota| quota.amount.of(usize::try_from(count).unwrap()))
                .sum();
            assert_eq!(n, expected, "seed {seed}, {share_percent} % of {count}");
        }
    }
}

/// Made-up marks lie where such findings lie in the patient, on breasts too: they are asked for in every area.
#[test]
fn marks_are_made_up_in_every_area() {
    let practice = |area, ai| Practice {
        ai,
        mode: ReadingMode::Sequential,
        ..Practice::of(area, Seed(4))
    };
    let marks = |area| {
        let practice = practice(area, PracticeAi::Simulated(Skill::Poor));
        let simulated = practice.set().unwrap().scenario.design.simulated;
        simulated.unwrap().false_marks_per_case
    };
    for area in PhantomKind::ALL {
        assert!(marks(area) > 0.0, "{}", area.word());
    }
    let families = |area, id| -> Vec<crate::ErrorFamily> {
        let planted = PracticeAi::Planted {
            service: service(id),
            share_percent: 50,
        };
        let scenario = practice(area, planted).set().unwrap().scenario;
        let quotas = scenario.design.planted.unwrap().quotas;
        let kinds = quotas.into_iter().flat_map(|quota| quota.kinds);
        kinds.map(crate::AiErrorKind::family).collect()
    };
    let made_up = crate::ErrorFamily::FalsePositive;
    assert!(families(PhantomKind::Mammography, "overread.mammography").contains(&made_up));
    assert!(families(PhantomKind::HeadCt, "overread.aspects").contains(&made_up));
}

#[track_caller]
fn refused(change: impl FnOnce(&mut Practice), expected: &str) {
    let mut practice = Practice::of(PhantomKind::HeadCt, Seed(1));
    change(&mut practice);
    assert_eq!(practice.set().unwrap_err().to_string(), expected);
}

#[test]
fn what_cannot_be_met_is_refused_with_the_reason() {
    refused(|p| p.count = 0, "cases: expected 1 to 100, found 0");
    refused(|p| p.count = 101, "cases: expected 1 to 100, found 101");
    refused(
        |p| p.prevalence_percent = 101,
        "abnormal cases in a hundred: expected 0 to 100, found 101",
    );
    refused(
        |p| p.mode = ReadingMode::Concurrent,
        "the mode \"concurrent\" does not go with this AI behaviour, expected one of unaided",
    );
    refused(
        |p| {
            p.ai = PracticeAi::Live(service("overread.mammography"));
            p.mode = ReadingMode::Sequential;
        },
        "the service \"overread.mammography\" does not read head-ct, expected one of overread.brain-haemorrhage, overread.aspects",
    );
    let mass = LesionKind::named(PhantomKind::Mammography, "mass").unwrap();
    refused(
        |p| p.among = vec![mass],
        "the kinds to draw from: \"mass\" is none of head-ct",
    );
    let falx = LesionKind::named(PhantomKind::HeadCt, "ossified-falx").unwrap();
    refused(
        |p| p.among = vec![falx],
        "the kinds to draw from: none of them makes a case abnormal",
    );
    refused(
        |p| p.among = vec![falx, falx],
        "the kinds to draw from: \"ossified-falx\" stands there twice",
    );
}
