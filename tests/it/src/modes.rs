//! One scenario in every reading mode by one line: read to its end, taken up in the middle, errors planted and named.

use std::collections::BTreeMap;
use std::fs;

use overread_base::{AiResult, AiStatus, CaseId, Millis};
use overread_exam::{CaseFact, PlannedAi, Rubric, SessionEnd, rules};
use overread_scenario::{AiErrorKind, ReadingMode};
use overread_workstation::{debrief_json, debrief_of};

use crate::ground::{Ground, N_CASES, PLANTED, Read, ai_plan, cut, text};
use crate::journal::record_starts;

/// Whether nothing in a case can change after this.
fn closes(fact: &CaseFact) -> bool {
    matches!(
        fact,
        CaseFact::Signed | CaseFact::TimedOut | CaseFact::DecidedByAi(_)
    )
}

/// The result that each case was given.
fn results(read: &Read) -> BTreeMap<CaseId, AiResult> {
    let mut results = BTreeMap::new();
    for case in &read.plan.cases {
        for (_, _, fact) in read.facts(case) {
            if let CaseFact::AiReceived(result) = fact {
                results.insert(case.clone(), AiResult::clone(result));
            }
        }
    }
    results
}

#[test]
fn one_file_is_read_to_its_end_in_every_mode() {
    let ground = Ground::new();
    for mode in ReadingMode::ALL {
        let read = ground.read(&text(mode, PLANTED), 3);
        let word = mode.word();
        assert_eq!(read.plan.mode, mode);
        assert_eq!(read.plan.rubric, Rubric::V2, "{word}");
        assert_eq!(read.end(), Some(SessionEnd::Complete), "{word}");
        assert_eq!(read.plan.service.is_some(), mode.has_ai(), "{word}");
        for case in &read.plan.cases {
            let n_closed = read.facts(case).filter(|(_, _, fact)| closes(fact)).count();
            assert_eq!(n_closed, 1, "{word}, {case}");
        }
        let total = &read.debrief.score.total;
        if rules(mode).needs_report {
            assert_eq!(u64::from(total.n_graded), N_CASES, "{word}");
        }
        // The record gives the same score again, byte for byte.
        let (scenario, _) = overread_scenario::check(&text(mode, PLANTED));
        let again = debrief_of(&read.plan, &scenario.unwrap(), &read.events).unwrap();
        assert_eq!(debrief_json(&again), debrief_json(&read.debrief), "{word}");
    }
}

#[test]
fn planted_errors_are_told_once_their_case_is_closed_and_not_before() {
    let ground = Ground::new();
    for mode in ReadingMode::ALL {
        let text = text(mode, PLANTED);
        let read = ground.read(&text, 5);
        let word = mode.word();
        if !mode.has_ai() {
            assert_eq!(read.plan.design.ai_plan_sha256, None);
            assert!(read.debrief.planted.is_empty());
            continue;
        }
        let plan = ai_plan(&text, &read.plan);
        let mut kinds = BTreeMap::new();
        for (case, planned) in &plan.cases {
            let PlannedAi::Planted(error) = planned else {
                panic!("{word}: {planned:?}");
            };
            *kinds.entry(error.kind).or_insert(0) += 1;
            let facts: Vec<_> = read.facts(case).collect();
            let closed = facts.iter().find(|(_, _, fact)| closes(fact)).unwrap().0;
            let told = facts.iter().filter_map(|(idx, _, fact)| {
                let CaseFact::AiPlanted(record) = fact else {
                    return None;
                };
                Some((*idx, record))
            });
            let [(at, record)] = <[_; 1]>::try_from(told.collect::<Vec<_>>()).unwrap();
            assert!(at > closed, "{word}, {case}");
            assert_eq!(record.kind, error.kind);
            assert_eq!(read.debrief.planted.get(case), Some(&**record));
        }
        let expected = BTreeMap::from([
            (AiErrorKind::FpArtefact, 2),
            (AiErrorKind::CWrongPatient, 1),
            (AiErrorKind::ALate, 1),
        ]);
        assert_eq!(kinds, expected, "{word}");
        assert_eq!(read.debrief.planted.len(), plan.cases.len());
    }
}

#[test]
fn a_session_left_in_the_middle_goes_on_with_the_same_results_in_every_mode() {
    let ground = Ground::new();
    for mode in ReadingMode::ALL {
        let whole = ground.read(&text(mode, PLANTED), 8);
        let word = mode.word();
        let bytes = fs::read(&whole.journal).unwrap();
        let starts = record_starts(&bytes);
        for &end in starts.iter().skip(2).step_by(13) {
            let folder = ground.folder.path().join(format!("{word}-{end}"));
            let journal = cut(&whole, &folder, end);
            let read = ground.go_on(&journal);
            assert_eq!(read.end(), Some(SessionEnd::Complete), "{word}, {end}");
            assert_eq!(read.plan, whole.plan);
            for (case, result) in results(&read) {
                if let Some(before) = results(&whole).get(&case) {
                    assert_eq!(&result, before, "{word}, {end}, {case}");
                }
            }
            assert_eq!(read.debrief.planted, whole.debrief.planted, "{word}, {end}");
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}

#[test]
fn a_late_result_comes_late_and_one_of_another_patient_is_of_another_study() {
    let ground = Ground::new();
    let text = text(ReadingMode::Sequential, PLANTED);
    let read = ground.read(&text, 1);
    let mut waits = BTreeMap::new();
    for case in &read.plan.cases {
        let at = |is: fn(&CaseFact) -> bool| {
            let mut facts = read.facts(case);
            facts
                .find(|(_, _, fact)| is(fact))
                .map(|(_, stamped, _)| stamped.at)
        };
        let opened = at(|fact| matches!(fact, CaseFact::Opened)).unwrap();
        let arrived = at(|fact| matches!(fact, CaseFact::AiReceived(_))).unwrap();
        waits.insert(case.clone(), arrived.since(opened));
    }
    let studies: BTreeMap<CaseId, _> = results(&read)
        .into_iter()
        .map(|(case, result)| (case, result.study))
        .collect();
    let plan = ai_plan(&text, &read.plan);
    for case in &read.plan.cases {
        let kind = match plan.of(case) {
            Some(PlannedAi::Planted(error)) => Some(error.kind),
            _ => None,
        };
        let is_late = waits[case] >= Millis(90_000);
        assert_eq!(
            is_late,
            kind == Some(AiErrorKind::ALate),
            "{case}: {:?}",
            waits[case]
        );
        let own = format!(
            "2.25.{}",
            overread_base::Seed(500 + number(case)).child("study").0
        );
        let is_own = studies[case].as_str() == own;
        assert_eq!(!is_own, kind == Some(AiErrorKind::CWrongPatient), "{case}");
    }
}

/// The number in a case's id.
fn number(case: &CaseId) -> u64 {
    case.as_str()[1..].parse().unwrap()
}

#[test]
fn the_hidden_subset_has_no_result_and_is_told_only_where_one_would_be_shown() {
    let ground = Ground::new();
    for mode in ReadingMode::ALL {
        let text = text(mode, "[reading]\nwithout_ai_share = 0.3\n");
        let read = ground.read(&text, 2);
        let word = mode.word();
        if !mode.has_ai() {
            continue;
        }
        let plan = ai_plan(&text, &read.plan);
        assert_eq!(plan.cases.len(), 3, "{word}");
        for case in &read.plan.cases {
            let facts: Vec<_> = read.facts(case).map(|(_, _, fact)| fact).collect();
            let is = |wanted: fn(&CaseFact) -> bool| facts.iter().position(|fact| wanted(fact));
            let withheld = is(|fact| matches!(fact, CaseFact::AiWithheld));
            let received = is(|fact| matches!(fact, CaseFact::AiReceived(_)));
            let is_hidden = matches!(plan.of(case), Some(PlannedAi::Withheld));
            assert_eq!(withheld.is_some(), is_hidden, "{word}, {case}");
            assert_eq!(received.is_none(), is_hidden, "{word}, {case}");
            if mode == ReadingMode::Sequential && is_hidden {
                let locked = is(|fact| matches!(fact, CaseFact::FirstReadLocked));
                assert!(withheld > locked, "{case}");
            }
        }
    }
}

#[test]
fn a_simulated_service_states_what_it_was_given() {
    let read = Ground::new().read(&text(ReadingMode::Concurrent, ""), 1);
    let service = read.plan.service.clone().unwrap();
    assert_eq!(
        (service.id.as_str(), service.version.as_str()),
        ("test.simulated", "2.1")
    );
    let point = service.operating_point.unwrap();
    assert_eq!(
        (point.sensitivity, point.specificity),
        (Some(0.8), Some(0.7))
    );
    for (case, result) in results(&read) {
        assert!(
            matches!(result.status, AiStatus::Done(_)),
            "{case}: {:?}",
            result.status
        );
    }
}
