//! The file with every key, part by part.

use crate::*;

const WHOLE: &str = include_str!("../check/whole.toml");

fn whole() -> Scenario {
    let (scenario, found) = check(WHOLE);
    assert_eq!(found.all(), []);
    scenario.unwrap()
}

fn question<'a>(scenario: &'a Scenario, id: &str) -> &'a Question {
    let found = scenario
        .design
        .questions
        .iter()
        .find(|q| q.id.as_str() == id);
    found.unwrap()
}

#[test]
fn reading_clocks_and_points_are_read() {
    let scenario = whole();
    let design = &scenario.design;
    let expected = ReadingSettings {
        without_ai_share: 0.1,
        is_identity_shown: false,
        are_marks_shown: true,
        signs_below: 0.05,
        audit_share: 0.5,
        band: (0.2, 0.8),
    };
    assert_eq!(design.reading, expected);
    let seconds = |n: u64| overread_base::Millis(n * 1000);
    let clocks = ClockSpec {
        session: Some(seconds(3600)),
        case: Some(seconds(600)),
        pauses: PausePolicy::Limited {
            most: 2,
            total: seconds(300),
        },
    };
    assert_eq!(design.clocks, clocks);
    let factor = TimeFactor {
        full_until: seconds(120),
        zero_from: seconds(900),
    };
    assert_eq!(design.time_factor, Some(factor));
    let interruptions = design.interruptions.as_ref().unwrap();
    assert_eq!(interruptions.mean_gap, seconds(480));
    let kinds: Vec<_> = interruptions
        .kinds
        .iter()
        .map(|i| (i.id.as_str(), i.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("ward", InterruptionKind::Call),
            ("archive", InterruptionKind::ArchiveStall)
        ]
    );
    let crossover = Crossover {
        arms: vec![ReadingMode::Unaided, ReadingMode::Sequential],
        washout_days: 42,
    };
    assert_eq!(design.crossover, Some(crossover));
}

#[test]
fn services_and_planted_errors_are_read() {
    let scenario = whole();
    let simulated = scenario.design.simulated.as_ref().unwrap();
    assert_eq!(Some(&simulated.id), scenario.service.as_ref());
    let point = Operating::Point {
        sensitivity: 0.9,
        specificity: 0.8,
    };
    assert_eq!(simulated.operating, point);
    assert_eq!(
        simulated.by_difficulty,
        [(Difficulty::Easy, 0.95), (Difficulty::Hard, 0.6)]
    );
    let quotas = &scenario.design.planted.as_ref().unwrap().quotas;
    assert_eq!(
        quotas[0].kinds.len(),
        6,
        "five false positives and one miss"
    );
    assert_eq!(quotas[0].severity, Some(ErrorSeverity::Significant));
    assert_eq!(quotas[0].tags, ["lung"]);
    assert_eq!(quotas[1].delay, Some(overread_base::Millis(90_000)));
    assert_eq!(quotas[1].amount, Amount::Share(0.25));
    assert!(quotas[2].is_version_change());
    assert_eq!(
        (quotas[2].amount, quotas[2].from_share),
        (Amount::Share(1.0), 0.6)
    );
}

#[test]
fn questions_keys_and_scales_are_read() {
    let scenario = whole();
    assert_eq!(scenario.design.questions.len(), 17);
    let kinds: Vec<&str> = scenario
        .design
        .questions
        .iter()
        .map(|q| q.kind.word())
        .collect();
    for (word, _) in super::kind::KINDS {
        assert!(kinds.contains(&word), "{word}");
    }
    let forms = question(&scenario, "forms");
    assert_eq!(forms.branch.as_ref().unwrap().values, ["yes"]);
    assert_eq!(question(&scenario, "trust").asked, AskedWhen::First);
    assert_eq!(question(&scenario, "verdict").asked, AskedWhen::Final);
    let QuestionKind::RegionGrid(lobes) = &question(&scenario, "lobes").kind else {
        panic!("lobes are a grid")
    };
    assert_eq!(lobes.len(), 5);
    let case = &scenario.cases[0];
    let key = |id: &str| {
        case.key
            .iter()
            .find(|(key, _)| key.as_str() == id)
            .map(|(_, v)| v)
    };
    let code = |code: &str| AnswerValue::Code(code.to_owned());
    assert_eq!(key("category"), Some(&code("4A")));
    assert_eq!(key("quality"), Some(&code("4")));
    assert_eq!(
        key("forms"),
        Some(&AnswerValue::Codes(vec![
            "round".to_owned(),
            "spiculated".to_owned()
        ]))
    );
    assert_eq!(key("length"), Some(&AnswerValue::Number(8.0)));
    assert_eq!(key("interpretation"), Some(&code("full")));
    assert_eq!(case.questions[0].id.as_str(), "side");
    assert_eq!(scenario.questions_of(case).count(), 18);
    assert_eq!(
        scenario.scale("own-grade-v1").unwrap().rank("high"),
        Some(2)
    );
    assert_eq!(scenario.scale("co-rads-2020").unwrap().rank("6"), Some(6));
}

#[test]
fn forms_and_certification_are_read() {
    let scenario = whole();
    assert_eq!(scenario.n_session_cases(), 3);
    assert_eq!(
        scenario.design.form.as_ref().unwrap().most_exposures,
        Some(3)
    );
    let terms = scenario.design.certification.as_ref().unwrap();
    assert!(terms.needs_signed_start && terms.is_locked_down);
    assert_eq!((terms.most_attempts, terms.wait_days), (Some(2), 30));
    let least: Vec<u32> = terms
        .pass
        .iter()
        .map(|part| part.least_opportunities)
        .collect();
    assert_eq!(least, [0, 2, 1, 1]);
    assert!(matches!(&terms.pass[0].cut, CutScore::Angoff(judges) if judges[1][2] == 0.6));
    assert!(matches!(&terms.pass[1].cut, CutScore::Borderline { grade, .. } if *grade == 2.0));
    assert!(
        matches!(&terms.pass[2].cut, CutScore::Hofstee { failing, .. } if *failing == (0.1, 0.3))
    );
    assert_eq!(terms.pass[3].cut, CutScore::Share(0.6));
}

/// A scenario that sets nothing of it has the defaults, and a service is named by the simulated one alone.
#[test]
fn what_is_left_out_is_off() {
    let first = include_str!("../../../../scenarios/chest/first-desk/scenario.toml");
    assert_eq!(check(first).0.unwrap().design, Design::default());
    let text = WHOLE.replace("service = \"example.nodules\"\n", "");
    assert_eq!(check(&text).0.unwrap().service, whole().service);
}

#[test]
fn shares_are_rounded_to_the_nearest() {
    let of = |share, n| Amount::Share(share).of(n);
    assert_eq!(
        [of(0.0, 7), of(0.25, 6), of(0.24, 6), of(1.0, 6)],
        [0, 2, 1, 6]
    );
    assert_eq!(Amount::Count(3).of(1), 3);
}

#[test]
fn defects_are_named_by_class_or_sub_code() {
    let codes = AiErrorKind::defect_codes();
    assert_eq!(codes[..6], ["none", "a", "b", "c", "d", "e"]);
    assert!(codes.iter().any(|code| code == "c.wrong-patient"));
    assert!(
        !codes
            .iter()
            .any(|code| code.starts_with("fp") || code.starts_with("version"))
    );
}

#[test]
fn the_cut_of_a_difference_may_be_negative_and_is_no_judgement_of_shares() {
    let with = |metric: &str, cut: &str| {
        let terms = format!(
            "[certification]\ntitle = {{ en = \"C\" }}\npass = [{{ metric = \"{metric}\", cut = {cut} }}]\n"
        );
        let first = include_str!("../../../../scenarios/chest/first-desk/scenario.toml");
        check(&first.replacen("[hit]", &format!("{terms}[hit]"), 1)).0
    };
    let read = with("aided-gain", "-0.1").unwrap();
    let terms = read.design.certification.unwrap();
    assert_eq!(terms.pass[0].metric, PassMetric::AidedGain);
    assert_eq!(terms.pass[0].cut, CutScore::Share(-0.1));
    // A share is not negative, a difference not below -1, and judges rate shares.
    assert!(with("sensitivity", "0.1").is_some());
    assert!(with("sensitivity", "-0.1").is_none());
    assert!(with("aided-gain", "-1.1").is_none());
    let judged = "{ method = \"angoff\", judges = [[0.5]] }";
    assert!(with("aided-gain", judged).is_none());
}
