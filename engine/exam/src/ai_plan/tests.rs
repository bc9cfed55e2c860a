//! Plans are exact, fair, reproducible, and refuse what cannot be met by name.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{CaseId, CaseTruth, LocalText, Millis, ScenarioId, Seed};
use overread_scenario::{
    AiErrorKind, Amount, Case, CaseOrder, CaseSource, Design, DicomSource, ErrorFamily, ErrorQuota,
    ErrorSeverity, HitRule, PlantedErrors, Questions, ReadingMode, Scenario, ScenarioHash,
};

use super::{AiPlan, AiPlanError, PlannedAi, PlannedError};
use crate::fixture;

/// Cases `c0`, `c1`, ... with so many lesions each; `None` where nobody knows. Even ones are tagged `even`.
struct Bank {
    scenario: Scenario,
    cases: Vec<CaseId>,
    truths: BTreeMap<CaseId, CaseTruth>,
}

impl Bank {
    fn new(n_lesions: &[Option<usize>], quotas: Vec<ErrorQuota>) -> Self {
        let ids: Vec<CaseId> = (0..n_lesions.len())
            .map(|idx| fixture::case(&format!("c{idx}")))
            .collect();
        let truth = |n: usize| {
            let xs: Vec<f64> = (0..n).map(|idx| 20.0 * idx as f64).collect();
            fixture::truth(&xs)
        };
        let truths = ids.iter().zip(n_lesions);
        let truths = truths.filter_map(|(id, n)| Some((id.clone(), truth((*n)?))));
        Self {
            scenario: scenario(&ids, quotas),
            truths: truths.collect(),
            cases: ids,
        }
    }

    fn draw(&self, seed: u64) -> Result<AiPlan, AiPlanError> {
        AiPlan::draw(&self.scenario, &self.cases, &self.truths, Seed(seed))
    }

    fn n_lesions(&self, case: &CaseId) -> Option<usize> {
        self.truths.get(case).map(|truth| truth.lesions.len())
    }
}

fn scenario(ids: &[CaseId], quotas: Vec<ErrorQuota>) -> Scenario {
    let case = |(idx, id): (usize, &CaseId)| Case {
        id: id.clone(),
        title: Vec::<LocalText>::new(),
        history: Vec::new(),
        debrief: Vec::new(),
        hints: Vec::new(),
        difficulty: None,
        tags: if idx % 2 == 0 {
            vec!["chest".to_owned(), "even".to_owned()]
        } else {
            vec!["chest".to_owned()]
        },
        facts: Vec::new(),
        source: CaseSource::Dicom(DicomSource {
            folder: "none".to_owned(),
            series: None,
            priors: None,
            truth: None,
            provenance: None,
        }),
        recorded: None,
        questions: Vec::new(),
        key: Vec::new(),
    };
    Scenario {
        id: ScenarioId::new("chest.test").unwrap(),
        hash: ScenarioHash([1; 32]),
        title: Vec::new(),
        briefing: Vec::new(),
        mode: ReadingMode::Sequential,
        service: None,
        exam: None,
        order: CaseOrder::Listed,
        hit_rule: HitRule::CentreDistance {
            least_radius_mm: 5.0,
        },
        soft_limit: None,
        questions: Questions {
            labels: Vec::new(),
            confidence_step: 5,
            positive_from: 50,
            sections: Vec::new(),
        },
        cases: ids.iter().enumerate().map(case).collect(),
        design: Design {
            planted: Some(PlantedErrors { quotas }),
            ..Design::default()
        },
    }
}

fn quota(kinds: &[AiErrorKind], amount: Amount) -> ErrorQuota {
    ErrorQuota {
        kinds: kinds.to_vec(),
        amount,
        severity: None,
        tags: Vec::new(),
        delay: None,
        from_share: 0.0,
    }
}

fn errors(plan: &AiPlan) -> impl Iterator<Item = (&CaseId, &PlannedError)> {
    plan.cases.iter().filter_map(|(case, ai)| match ai {
        PlannedAi::Planted(error) => Some((case, error)),
        PlannedAi::Withheld => None,
    })
}

fn count(plan: &AiPlan, kind: AiErrorKind) -> usize {
    errors(plan).filter(|(_, error)| error.kind == kind).count()
}

/// 60 cases: 30 normal, 20 with one lesion, 10 with two.
fn sixty() -> Vec<Option<usize>> {
    (0..60)
        .map(|idx| Some([0, 0, 0, 1, 1, 2][idx % 6]))
        .collect()
}

#[test]
fn every_quota_is_met_to_the_letter_and_only_on_cases_that_can_carry_it() {
    let mut bank = Bank::new(
        &sixty(),
        vec![
            quota(
                &[AiErrorKind::FnSubtle, AiErrorKind::FnEdge],
                Amount::Count(6),
            ),
            quota(
                &[AiErrorKind::FpArtefact, AiErrorKind::FpVariant],
                Amount::Count(7),
            ),
            quota(&[AiErrorKind::FnSatisfaction], Amount::Count(4)),
            quota(
                &[AiErrorKind::ATimeout, AiErrorKind::DFlipped],
                Amount::Share(0.1),
            ),
        ],
    );
    bank.scenario.design.reading.without_ai_share = 0.2;
    for seed in 0..200 {
        let plan = bank.draw(seed).unwrap();
        let of_family = |family| {
            errors(&plan)
                .filter(|(_, e)| e.kind.family() == family)
                .count()
        };
        let n_withheld = plan.cases.len() - errors(&plan).count();
        assert_eq!(n_withheld, 12, "seed {seed}");
        assert_eq!(of_family(ErrorFamily::FalseNegative), 10, "seed {seed}");
        assert_eq!(of_family(ErrorFamily::FalsePositive), 7, "seed {seed}");
        assert_eq!(count(&plan, AiErrorKind::FnSatisfaction), 4);
        // Kinds of one quota differ by one at most.
        assert_eq!(count(&plan, AiErrorKind::FnSubtle), 3);
        assert_eq!(count(&plan, AiErrorKind::FnEdge), 3);
        let n_artefact = count(&plan, AiErrorKind::FpArtefact);
        assert!((3..=4).contains(&n_artefact), "{n_artefact}");
        assert_eq!(count(&plan, AiErrorKind::ATimeout), 3);
        assert_eq!(count(&plan, AiErrorKind::DFlipped), 3);
        for (case, error) in errors(&plan) {
            assert!(
                error.kind.is_possible(bank.n_lesions(case)),
                "{case} {error:?}"
            );
        }
    }
}

#[test]
fn scarce_cases_are_left_to_the_quota_that_needs_them() {
    // One case in twenty has two lesions. The other quota and the hidden subset could take it and do not.
    let mut n_lesions = vec![Some(0); 19];
    n_lesions.push(Some(2));
    let mut bank = Bank::new(
        &n_lesions,
        vec![
            quota(&[AiErrorKind::ATimeout], Amount::Count(9)),
            quota(&[AiErrorKind::FnSatisfaction], Amount::Count(1)),
        ],
    );
    bank.scenario.design.reading.without_ai_share = 0.5;
    for seed in 0..100 {
        let plan = bank.draw(seed).unwrap();
        assert_eq!(plan.cases.len(), 20);
        assert_eq!(count(&plan, AiErrorKind::FnSatisfaction), 1);
    }
}

#[test]
fn kinds_make_way_for_each_other_where_one_has_too_few_cases() {
    // Two abnormal cases: of five errors at most two are misses.
    let bank = Bank::new(
        &[Some(0), Some(0), Some(0), Some(1), Some(1), None],
        vec![quota(
            &[AiErrorKind::FnSubtle, AiErrorKind::FpArtefact],
            Amount::Count(5),
        )],
    );
    for seed in 0..50 {
        let plan = bank.draw(seed).unwrap();
        assert_eq!(errors(&plan).count(), 5, "seed {seed}");
    }
}

#[test]
fn a_quota_that_cannot_be_met_is_named() {
    let bank = Bank::new(
        &[Some(0), Some(0), Some(1), None],
        vec![
            quota(&[AiErrorKind::ATimeout], Amount::Count(1)),
            quota(
                &[AiErrorKind::FnSubtle, AiErrorKind::WrongSide],
                Amount::Count(2),
            ),
        ],
    );
    let error = bank.draw(1).unwrap_err();
    assert_eq!(
        error,
        AiPlanError::QuotaNotMet {
            quota: 2,
            kinds: "fn.subtle, wrong.side".to_owned(),
            wanted: 2,
            fitting: 1,
        }
    );
    assert_eq!(
        error.to_string(),
        "planted errors, quota 2 (fn.subtle, wrong.side): expected 2 cases, found 1 that fit"
    );
}

#[test]
fn more_errors_than_cases_are_refused() {
    let both = vec![
        quota(&[AiErrorKind::ATimeout], Amount::Count(3)),
        quota(&[AiErrorKind::BEmptyReport], Amount::Count(3)),
    ];
    let bank = Bank::new(&[Some(0), Some(1), Some(0), Some(2)], both);
    assert_eq!(
        bank.draw(5).unwrap_err(),
        AiPlanError::TooMany {
            n_cases: 4,
            wanted: 6
        }
    );
}

#[test]
fn an_error_that_needs_the_truth_never_meets_a_case_without_one() {
    let bank = Bank::new(
        &[None, None, Some(0)],
        vec![quota(&[AiErrorKind::FpDevice], Amount::Count(2))],
    );
    assert!(matches!(
        bank.draw(1),
        Err(AiPlanError::QuotaNotMet { fitting: 1, .. })
    ));
}

#[test]
fn tags_say_which_cases_a_quota_may_take() {
    let mut tagged = quota(&[AiErrorKind::ATimeout], Amount::Count(10));
    tagged.tags = vec!["even".to_owned(), "chest".to_owned()];
    let bank = Bank::new(&[Some(0); 20], vec![tagged]);
    for seed in 0..30 {
        let plan = bank.draw(seed).unwrap();
        let numbers = plan
            .cases
            .keys()
            .map(|case| case.as_str()[1..].parse::<u32>().unwrap());
        assert!(numbers.clone().all(|number| number % 2 == 0));
        assert_eq!(numbers.count(), 10);
    }
}

#[test]
fn equal_seeds_give_equal_plans_and_another_reader_meets_the_case_in_another_state() {
    let mut bank = Bank::new(
        &sixty(),
        vec![
            quota(&[AiErrorKind::FnSubtle], Amount::Count(8)),
            quota(&[AiErrorKind::FpArtefact], Amount::Count(8)),
            quota(&[AiErrorKind::DWindow], Amount::Count(8)),
        ],
    );
    bank.scenario.design.reading.without_ai_share = 0.1;
    assert_eq!(bank.draw(7), bank.draw(7));
    let mut states: BTreeMap<CaseId, BTreeSet<String>> = BTreeMap::new();
    for seed in 0..300 {
        let plan = bank.draw(seed).unwrap();
        for case in &bank.cases {
            let state = match plan.of(case) {
                None => "right".to_owned(),
                Some(PlannedAi::Withheld) => "withheld".to_owned(),
                Some(PlannedAi::Planted(error)) => error.kind.word().to_owned(),
            };
            states.entry(case.clone()).or_default().insert(state);
        }
    }
    for (case, states) in states {
        // Abnormal: right, withheld, missed, false alarm, defect. Normal: the same without the miss.
        let wanted = if bank.n_lesions(&case) == Some(0) {
            4
        } else {
            5
        };
        assert_eq!(states.len(), wanted, "{case}: {states:?}");
    }
}

#[test]
fn false_alarms_prefer_normal_cases() {
    let bank = Bank::new(
        &sixty(),
        vec![quota(&[AiErrorKind::FpDevice], Amount::Count(10))],
    );
    let (mut n_normal, mut n_all) = (0, 0);
    for seed in 0..100 {
        let plan = bank.draw(seed).unwrap();
        n_all += errors(&plan).count();
        n_normal += errors(&plan)
            .filter(|(case, _)| bank.n_lesions(case) == Some(0))
            .count();
    }
    // Three in four go to normal ones first, and half of the rest too: 0.875 of 1,000; 3 SD are 0.031.
    let share = n_normal as f64 / n_all as f64;
    assert!((0.84..0.91).contains(&share), "{share}");
}

#[test]
fn severities_follow_the_published_shares() {
    let bank = Bank::new(
        &[Some(1); 100],
        vec![quota(&[AiErrorKind::FnSubtle], Amount::Count(100))],
    );
    let mut counts = BTreeMap::new();
    for seed in 0..100 {
        for (_, error) in errors(&bank.draw(seed).unwrap()) {
            *counts.entry(error.severity).or_insert(0u32) += 1;
        }
    }
    // Of 10,000: 63, 32 and 5 per cent; three standard deviations are at most 145.
    for (severity, expected) in ErrorSeverity::ALL.into_iter().zip([6300u32, 3200, 500]) {
        let found = counts[&severity];
        assert!(found.abs_diff(expected) < 145, "{severity:?}: {found}");
    }
}

#[test]
fn a_stated_severity_and_delay_are_kept() {
    let mut late = quota(&[AiErrorKind::ALate], Amount::Count(3));
    late.severity = Some(ErrorSeverity::Significant);
    late.delay = Some(Millis(45_000));
    let bank = Bank::new(&[Some(0); 5], vec![late]);
    let plan = bank.draw(3).unwrap();
    for (_, error) in errors(&plan) {
        assert_eq!(error.severity, ErrorSeverity::Significant);
        assert_eq!(error.delay, Some(Millis(45_000)));
    }
    assert_eq!(errors(&plan).count(), 3);
}

#[test]
fn a_silent_change_of_version_concerns_every_case_from_its_share_on() {
    let mut version = quota(&[AiErrorKind::VersionChange], Amount::Count(1));
    version.from_share = 0.5;
    let mut bank = Bank::new(
        &[Some(1); 20],
        vec![quota(&[AiErrorKind::WrongSide], Amount::Count(6)), version],
    );
    bank.scenario.design.reading.without_ai_share = 0.1;
    let plan = bank.draw(11).unwrap();
    let mut seeds = BTreeSet::new();
    for (idx, case) in bank.cases.iter().enumerate() {
        let planned = plan.of(case);
        if idx < 10 {
            let is_changed = matches!(planned, Some(PlannedAi::Planted(error))
                if error.version.is_some() || error.kind == AiErrorKind::VersionChange);
            assert!(!is_changed, "{case}");
            continue;
        }
        match planned {
            Some(PlannedAi::Planted(error)) if error.kind == AiErrorKind::VersionChange => {
                assert_eq!(error.version, None);
                seeds.insert(error.seed.0);
            }
            Some(PlannedAi::Planted(error)) => {
                assert_eq!(error.kind, AiErrorKind::WrongSide);
                seeds.insert(error.version.unwrap().seed.0);
            }
            Some(PlannedAi::Withheld) => {}
            None => panic!("{case} keeps its version"),
        }
    }
    assert_eq!(seeds.len(), 1, "one version for all");
    assert_eq!(count(&plan, AiErrorKind::WrongSide), 6);
}

#[test]
fn the_text_of_a_plan_names_every_case_and_its_hash_commits_to_it() {
    let bank = Bank::new(
        &[Some(1); 4],
        vec![quota(&[AiErrorKind::ALate], Amount::Count(2))],
    );
    let plan = bank.draw(1).unwrap();
    let text = plan.canonical_text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "overread ai plan 1");
    assert_eq!(lines.len(), 3);
    for line in &lines[1..] {
        let fields: Vec<&str> = line.split(' ').collect();
        assert_eq!(fields.len(), 7, "{line}");
        assert_eq!(fields[1], "a.late");
        assert_eq!(fields[3].len(), 16);
        assert!(fields[4].parse::<u64>().unwrap() > 0);
        assert_eq!(fields[5..], ["-", "-"]);
    }
    assert_eq!(plan.sha256().len(), 64);
    assert_ne!(plan.sha256(), bank.draw(2).unwrap().sha256());
    // `printf 'overread ai plan 1\n' | sha256sum`
    assert_eq!(
        AiPlan::default().sha256(),
        "61b03451573fec234ad39e5b5c148f1c1c097702e397f3181cc329bf7e3eac24"
    );
}

#[test]
fn without_quotas_and_without_a_hidden_subset_nothing_is_planned() {
    let mut bank = Bank::new(&[Some(1), None], Vec::new());
    assert_eq!(bank.draw(1).unwrap(), AiPlan::default());
    bank.scenario.design.planted = None;
    assert_eq!(bank.draw(1).unwrap(), AiPlan::default());
}

#[test]
fn every_kind_can_be_met_by_some_case() {
    for kind in AiErrorKind::ALL {
        assert!(kind.is_possible(Some(2)), "{kind:?}");
    }
}
