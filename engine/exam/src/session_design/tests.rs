//! What a session takes over from its scenario.

use overread_scenario::check;

use super::*;

fn scenario(mode: &str) -> Scenario {
    let text = include_str!("../../../scenario/src/check/whole.toml");
    let old = text
        .lines()
        .find(|line| line.starts_with("mode = "))
        .unwrap();
    let (scenario, found) = check(&text.replace(old, &format!("mode = \"{mode}\"")));
    assert_eq!(found.all(), []);
    scenario.unwrap()
}

fn all_cases(scenario: &Scenario) -> Vec<CaseId> {
    scenario.cases.iter().map(|case| case.id.clone()).collect()
}

#[test]
fn the_design_of_a_session_is_that_of_its_scenario() {
    let scenario = scenario("sequential");
    let design = SessionDesign::of(&scenario, &all_cases(&scenario));
    assert_eq!(design.reading, scenario.design.reading);
    assert_eq!(design.questions, scenario.design.questions);
    assert_eq!(design.clocks, scenario.design.clocks);
    assert_eq!(design.interruptions, scenario.design.interruptions);
    assert_eq!(design.time_factor, scenario.design.time_factor);
    assert_eq!(design.points, scenario.design.points);
    let seat = design.certification.unwrap();
    assert_eq!(Some(seat.terms), scenario.design.certification);
    assert_eq!(seat.attempt, 1);
}

#[test]
fn every_scale_that_a_question_names_is_there_with_its_levels() {
    let scenario = scenario("sequential");
    let design = SessionDesign::of(&scenario, &all_cases(&scenario));
    let own = design.case_questions.values().flatten();
    let mut n_scales = 0;
    for question in design.questions.iter().chain(own) {
        if let QuestionKind::Scale(id) = &question.kind {
            let levels = &scenario.scale(id).unwrap().levels;
            assert_eq!(design.choices_of(question), levels.as_slice());
            n_scales += 1;
        }
    }
    assert!(n_scales > 0, "the scenario has a question on a scale");
}

#[test]
fn only_cases_that_are_read_bring_their_questions() {
    let scenario = scenario("sequential");
    let all = SessionDesign::of(&scenario, &all_cases(&scenario));
    assert!(!all.case_questions.is_empty());
    assert!(all.case_questions.values().all(|own| !own.is_empty()));
    assert!(SessionDesign::of(&scenario, &[]).case_questions.is_empty());
}

#[test]
fn an_expert_of_ai_is_asked_three_questions_before_the_scenarios_own() {
    let mut scenario = scenario("ai-expert");
    let cases = all_cases(&scenario);
    let ids = |scenario: &Scenario| -> Vec<String> {
        let questions = SessionDesign::of(scenario, &cases).questions;
        questions.iter().map(|q| q.id.to_string()).collect()
    };
    // The scenario's own question of such a name stands for ours.
    let built_in = ["interpretation", "localisation", "defect"];
    scenario
        .design
        .questions
        .retain(|q| !built_in.contains(&q.id.as_str()));
    let n_own = scenario.design.questions.len();
    assert_eq!(ids(&scenario)[..3], built_in);
    let mut own = SessionDesign::of(&scenario, &cases).questions[2].clone();
    own.is_required = false;
    scenario.design.questions.push(own);
    let found = ids(&scenario);
    assert_eq!(found[..2], built_in[..2]);
    assert_eq!(found.len(), n_own + 3);
    for question in &SessionDesign::of(&scenario, &cases).questions[..2] {
        assert!(question.is_required);
        let locales: Vec<_> = question.text.iter().map(|t| t.locale.as_str()).collect();
        assert_eq!(locales, ["en", "ru"]);
    }
}
