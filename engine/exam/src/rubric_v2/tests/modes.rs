//! Double reading, autonomous reading, the AI expert, time, and planted errors, case by case.

use overread_base::{
    AiReport, AiResult, AiStatus, CaseId, FailureKind, LocalText, Millis, ReportSection, Seed, Vec3,
};
use overread_scenario::{
    AiErrorKind, AnswerValue, Difficulty, ErrorSeverity, PointRule, QuestionId, ReadingMode,
    SectionId, TimeFactor,
};

use super::rig::Tape;
use crate::fixture::{at, case, finding_id, result, series, truth, with_status};
use crate::session_design::expert_questions;
use crate::{
    Agreement, AiState, Assessment, Call, CaseAssessment, CaseFact, CaseGrade, CertificateBar,
    Closing, Command, Event, FindingVerdict, PlannedError, PlantCase, PlantRecord, ProctorFact,
    Score, SessionPlan, Ungraded, plant,
};

/// Three cases: abnormal with a lesion at 0, normal, normal.
fn tape(mode: ReadingMode, change: impl FnOnce(&mut SessionPlan)) -> Tape {
    let truths = [
        ("c1", truth(&[0.0])),
        ("c2", truth(&[])),
        ("c3", truth(&[])),
    ];
    let truths = truths.map(|(id, truth)| (case(id), truth)).to_vec();
    Tape::new(mode, truths, change)
}

fn assessment(score: &Score) -> &Assessment {
    score.assessment.as_ref().unwrap()
}

fn assessed<'a>(score: &'a Score, id: &str) -> &'a CaseAssessment {
    let mut cases = assessment(score).cases.iter();
    cases.find(|of| of.case == case(id)).unwrap()
}

fn record(kind: AiErrorKind, findings: &[&str]) -> PlantRecord {
    PlantRecord {
        kind,
        severity: ErrorSeverity::Minor,
        findings: findings.iter().map(|id| finding_id(id)).collect(),
        places: Vec::new(),
        told: Vec::new(),
        is_void: false,
    }
}

impl Tape {
    fn rated(&mut self, id: &CaseId, rating: u8) {
        self.command(id, Command::RateCase(rating));
    }

    fn verdict(&mut self, id: &CaseId, finding: &str, verdict: FindingVerdict) {
        self.command(
            id,
            Command::GiveVerdict {
                finding: finding_id(finding),
                verdict,
                note: None,
            },
        );
    }

    fn answer(&mut self, id: &CaseId, question: &str, code: &str) {
        self.command(
            id,
            Command::Answer {
                question: QuestionId::new(question).unwrap(),
                value: AnswerValue::Code(code.to_owned()),
            },
        );
    }

    /// Opened with the result on screen, decided, signed, and told what was planted.
    fn simple(
        &mut self,
        id: &str,
        rating: u8,
        ai: &AiResult,
        verdicts: &[(&str, FindingVerdict)],
        planted: Option<PlantRecord>,
    ) {
        let id = case(id);
        self.fact(&id, CaseFact::Opened);
        self.show(&id, Some(ai));
        self.rated(&id, rating);
        for (finding, verdict) in verdicts {
            self.verdict(&id, finding, verdict.clone());
        }
        self.fact(&id, CaseFact::Signed);
        if let Some(record) = planted {
            self.fact(&id, CaseFact::AiPlanted(Box::new(record)));
        }
    }
}

#[test]
fn two_readers_who_disagree_go_to_arbitration_and_it_is_told_what_became_of_it() {
    let mut tape = tape(ReadingMode::AiSecondReader, |_| {});
    // c1: the service alone sees it and arbitration follows it. c2: the reader alone recalls, and is overturned.
    for (id, first, ai, last) in [
        ("c1", 10, result(&[0.0], 0.9), 90),
        ("c2", 90, result(&[], 0.1), 10),
        ("c3", 10, result(&[], 0.1), 10),
    ] {
        let id = case(id);
        tape.fact(&id, CaseFact::Opened);
        tape.rated(&id, first);
        tape.fact(&id, CaseFact::FirstReadLocked);
        tape.fact(&id, CaseFact::AiReceived(Box::new(ai)));
        if first != last {
            tape.fact(&id, CaseFact::ArbitrationOpened);
            tape.fact(&id, CaseFact::AiRevealed);
            tape.rated(&id, last);
        }
        tape.fact(&id, CaseFact::Signed);
    }
    let score = tape.finished();
    let double = assessment(&score).double_reading.clone().unwrap();
    let rate = |e: Option<overread_stats::Estimate>| e.map(|e| (e.value, e.n));
    assert_eq!(double.n, 3);
    assert_eq!(rate(double.discordance), Some((2.0 / 3.0, 3)));
    assert_eq!(rate(double.arbitration), Some((2.0 / 3.0, 3)));
    assert_eq!(rate(double.overturned), Some((1.0, 2)));
    assert_eq!(rate(double.ai_only.recalled), Some((1.0, 1)));
    assert_eq!(rate(double.ai_only.ppv), Some((1.0, 1)));
    assert_eq!(rate(double.reader_only.recalled), Some((0.0, 1)));
    assert_eq!(rate(double.reader_only.ppv), None);
    // The third case was never on screen because the two agreed: such cases are no comparison.
    let advice = &assessment(&score).advice;
    assert_eq!(
        (advice.n, advice.delta_commission, advice.delta_omission),
        (2, None, None)
    );
    assert_eq!(assessed(&score, "c3").ai_state, Some(AiState::Without));
    assert_eq!(score.total.reliance.unwrap().n, 2);
}

#[test]
fn a_first_reader_with_the_service_on_screen_has_no_answer_of_his_own() {
    let mut tape = tape(ReadingMode::AiFirstReader, |_| {});
    let id = case("c1");
    tape.fact(&id, CaseFact::Opened);
    tape.show(&id, Some(&result(&[0.0], 0.9)));
    tape.rated(&id, 90);
    tape.fact(&id, CaseFact::FirstReadLocked);
    tape.fact(&id, CaseFact::Signed);
    let score = tape.finished();
    assert!(!assessed(&score, "c1").is_first_own);
    assert_eq!(score.total.first.n_cases, 0);
    assert_eq!(score.total.reliance.unwrap().n, 0);
    assert_eq!(assessment(&score).advice.n, 1);
}

#[test]
fn what_the_service_signs_alone_is_counted_apart_and_the_audit_has_its_price() {
    let mut tape = tape(ReadingMode::AutonomousAudit, |plan| {
        plan.design.reading.signs_below = 0.2;
    });
    // The service signs the abnormal c1 as normal; c2 is audited and recalled falsely; c3 is an ordinary case.
    let (c1, c2) = (case("c1"), case("c2"));
    tape.fact(&c1, CaseFact::Opened);
    tape.fact(&c1, CaseFact::DecidedByAi(Call::Negative));
    tape.simple("c2", 90, &result(&[], 0.1), &[], None);
    tape.simple("c3", 10, &result(&[], 0.4), &[], None);
    let score = tape.finished();
    let autonomous = assessment(&score).autonomous.clone().unwrap();
    assert_eq!(autonomous.n, 1);
    assert_eq!(autonomous.signed_normal_right.unwrap().value, 0.0);
    assert_eq!(autonomous.recalled_right, None);
    let audit = autonomous.audit.unwrap();
    assert_eq!((audit.n, audit.sensitivity), (1, None));
    assert_eq!(audit.false_recalls.unwrap().value, 1.0);
    // Opened, received, revealed, rated, signed: four seconds from opening to signature.
    assert_eq!(audit.time, Millis(4_000));
    assert_eq!(
        assessed(&score, "c1").decided,
        Some((Call::Negative, Some(false)))
    );
    assert_eq!(
        score.cases[0].grade,
        CaseGrade::Ungraded(Ungraded::DecidedByAi)
    );
    assert_eq!(assessed(&score, "c1").points, None);
    assert_eq!(assessed(&score, c2.as_str()).points.unwrap().earned, 0.0);
    assert_eq!(assessment(&score).points.n_cases, 2);
}

#[test]
fn the_expert_rates_the_service_and_names_its_defects() {
    let mut tape = tape(ReadingMode::AiExpert, |plan| {
        plan.design.questions = expert_questions();
    });
    let stale = record(AiErrorKind::CStale, &[]);
    for (id, ai, said, planted) in [
        ("c1", result(&[0.0], 0.9), ["full", "full", "none"], None),
        (
            "c2",
            result(&[50.0], 0.9),
            ["full", "false-positive", "none"],
            None,
        ),
        ("c3", result(&[], 0.1), ["full", "full", "c"], Some(stale)),
    ] {
        let id = case(id);
        tape.fact(&id, CaseFact::Opened);
        tape.show(&id, Some(&ai));
        for (question, code) in ["interpretation", "localisation", "defect"]
            .iter()
            .zip(said)
        {
            tape.answer(&id, question, code);
        }
        tape.fact(&id, CaseFact::Signed);
        if let Some(record) = planted {
            tape.fact(&id, CaseFact::AiPlanted(Box::new(record)));
        }
    }
    let score = tape.finished();
    let total = assessment(&score).service.unwrap();
    // Six axes: the reader gives 100 five times and 0 once, the truth 100 four times.
    assert_eq!(total.n, 6);
    assert!((total.said.unwrap() - 500.0 / 6.0).abs() < 1e-12);
    assert!((total.is.unwrap() - 400.0 / 6.0).abs() < 1e-12);
    assert_eq!(total.interpretation.unwrap().value, 2.0 / 3.0);
    assert_eq!(total.localisation.unwrap().value, 1.0);
    let axis = assessed(&score, "c2")
        .rating
        .unwrap()
        .interpretation
        .unwrap();
    assert_eq!(
        (axis.said, axis.is),
        (Agreement::Full, Agreement::FalsePositive)
    );
    // "c" names the class of a stale result, not the defect.
    let defects = assessment(&score).defects;
    assert_eq!(defects.named.unwrap().value, 0.0);
    assert_eq!(defects.class_named.unwrap().value, 1.0);
    assert_eq!(defects.false_alarms.unwrap().value, 0.0);
    let points = |id| assessed(&score, id).points.unwrap().earned;
    assert_eq!((points("c1"), points("c3")), (1.0, 2.5 / 3.0));
    // Nobody rated the case as a whole, which is not a wrong call.
    assert_eq!(
        score.cases[0].grade,
        CaseGrade::Ungraded(Ungraded::NotRated)
    );
}

#[test]
fn a_result_that_never_came_is_a_defect_of_class_b() {
    let mut tape = tape(ReadingMode::AiExpert, |plan| {
        plan.design.questions = expert_questions();
    });
    let id = case("c1");
    let failed = AiStatus::Failed {
        kind: FailureKind::Deadline,
        message: String::new(),
    };
    tape.fact(&id, CaseFact::Opened);
    tape.show(&id, Some(&with_status(failed)));
    tape.answer(&id, "defect", "b.no-sr");
    tape.fact(&id, CaseFact::Signed);
    let score = tape.finished();
    let defect = assessed(&score, "c1").defect.clone().unwrap();
    assert_eq!((defect.is.as_str(), defect.share), ("b", 1.0));
    assert_eq!(assessed(&score, "c1").ai_state, Some(AiState::Defect));
    assert_eq!(assessed(&score, "c1").rating, None);
}

#[test]
fn rapids_give_two_points_for_all_of_it_and_one_for_a_part() {
    let rapids = |plan: &mut SessionPlan| plan.design.points = PointRule::Rapids;
    let points = |rating, marks: &[f64], lesions: &[f64]| {
        let truths = vec![(case("c1"), truth(lesions))];
        let mut tape = Tape::new(ReadingMode::Unaided, truths, rapids);
        let id = case("c1");
        tape.fact(&id, CaseFact::Opened);
        for x in marks {
            tape.command(&id, Command::AddMark(at(*x)));
        }
        tape.rated(&id, rating);
        tape.fact(&id, CaseFact::Signed);
        assessed(&tape.finished(), "c1").points.unwrap().earned
    };
    assert_eq!(points(0, &[], &[]), 2.0);
    assert_eq!(points(90, &[50.0], &[]), 0.0);
    assert_eq!(points(90, &[0.0], &[0.0]), 2.0);
    assert_eq!(points(90, &[0.0, 50.0], &[0.0]), 1.0);
    assert_eq!(points(90, &[0.0], &[0.0, 80.0]), 1.0);
    assert_eq!(points(90, &[50.0], &[0.0]), 0.0);
    assert_eq!(points(0, &[], &[0.0]), 0.0);
}

#[test]
fn a_case_whose_time_is_over_is_graded_as_it_stands() {
    let mut tape = tape(ReadingMode::Unaided, |_| {});
    let (c1, c2, c3) = (case("c1"), case("c2"), case("c3"));
    // Marked and not rated; neither; and images that cannot be opened.
    tape.fact(&c1, CaseFact::Opened);
    tape.command(&c1, Command::AddMark(at(0.0)));
    tape.fact(&c1, CaseFact::TimedOut);
    tape.fact(&c2, CaseFact::Opened);
    tape.fact(&c2, CaseFact::TimedOut);
    tape.fact(&c3, CaseFact::Opened);
    tape.fact(&c3, CaseFact::ImagesFailed("no such folder".to_owned()));
    tape.fact(&c3, CaseFact::Signed);
    let score = tape.finished();
    assert_eq!(score.total.last.case_sensitivity.unwrap().value, 1.0);
    assert_eq!(score.total.last.case_specificity, None);
    assert_eq!(
        score.cases[1].grade,
        CaseGrade::Ungraded(Ungraded::NotRated)
    );
    assert_eq!(
        score.cases[2].grade,
        CaseGrade::Ungraded(Ungraded::NoImages)
    );
    let points = &assessment(&score).points;
    assert_eq!(
        (points.earned, points.possible, points.n_cases),
        (1.0, 2.0, 2)
    );
    let closings = [(Closing::TimedOut, 2), (Closing::NoImages, 1)];
    assert_eq!(assessment(&score).closings, closings);
}

#[test]
fn unread_cases_cost_points_in_a_session_that_ended_and_none_in_one_given_up() {
    let read_one = || {
        let mut tape = tape(ReadingMode::Unaided, |_| {});
        let id = case("c1");
        tape.fact(&id, CaseFact::Opened);
        tape.rated(&id, 90);
        tape.fact(&id, CaseFact::Signed);
        tape
    };
    let ended = read_one().finished();
    assert_eq!(assessment(&ended).points.possible, 3.0);
    assert_eq!(ended.bars, []);
    let mut given_up = read_one();
    given_up.event(Event::Ended(crate::SessionEnd::Abandoned));
    let given_up = given_up.score();
    assert_eq!(assessment(&given_up).points.possible, 1.0);
    assert_eq!(given_up.bars, [CertificateBar::NotComplete]);
    assert_eq!(read_one().score().bars, [CertificateBar::NotComplete]);
}

#[test]
fn slow_answers_lose_points_where_the_scenario_says_so() {
    let points = |full: u64, zero: u64| {
        let mut tape = tape(ReadingMode::Unaided, |plan| {
            plan.design.time_factor = Some(TimeFactor {
                full_until: Millis(full),
                zero_from: Millis(zero),
            });
        });
        let id = case("c1");
        tape.fact(&id, CaseFact::Opened);
        tape.rated(&id, 90);
        tape.fact(&id, CaseFact::Signed);
        assessed(&tape.finished(), "c1").points.unwrap().earned
    };
    // The case takes two seconds.
    assert_eq!(points(2_000, 3_000), 1.0);
    assert_eq!(points(1_000, 3_000), 0.5);
    assert_eq!(points(1_000, 2_000), 0.0);
}

#[test]
fn planted_errors_are_named_with_who_was_misled() {
    use FindingVerdict::{Accepted, Rejected};
    let mut tape = tape(ReadingMode::Concurrent, |_| {});
    let alarm = || Some(record(AiErrorKind::FpVariant, &["f0"]));
    let mut missed = record(AiErrorKind::FnSubtle, &[]);
    missed.places = vec![Vec3::new(0.0, 0.0, 0.0)];
    tape.simple("c1", 10, &result(&[], 0.1), &[], Some(missed));
    tape.simple(
        "c2",
        90,
        &result(&[50.0], 0.9),
        &[("f0", Accepted)],
        alarm(),
    );
    tape.simple(
        "c3",
        10,
        &result(&[50.0], 0.9),
        &[("f0", Rejected)],
        alarm(),
    );
    let score = tape.finished();
    let planted: Vec<_> = assessment(&score)
        .planted
        .iter()
        .map(|p| (p.case.as_str(), p.is_misled, p.is_noticed))
        .collect();
    assert_eq!(
        planted,
        [
            ("c1", Some(true), Some(false)),
            ("c2", Some(true), Some(false)),
            ("c3", Some(false), Some(true)),
        ]
    );
    let states: Vec<_> = assessment(&score)
        .by_state
        .iter()
        .map(|s| s.state)
        .collect();
    assert_eq!(states, [AiState::FalsePositive, AiState::FalseNegative]);
    let advice = &assessment(&score).advice;
    assert_eq!(advice.commission.unwrap().value, 0.5);
    assert_eq!(advice.omission.unwrap().value, 1.0);
    // No case without AI to compare with: no opportunity.
    assert_eq!((advice.delta_commission, advice.mcnemar), (None, None));
}

#[test]
fn an_error_that_could_not_be_planted_misled_nobody_and_is_no_state() {
    let mut tape = tape(ReadingMode::Concurrent, |_| {});
    let mut void = record(AiErrorKind::WrongSide, &[]);
    void.is_void = true;
    tape.simple("c1", 90, &result(&[0.0], 0.9), &[], Some(void));
    let score = tape.finished();
    let planted = &assessment(&score).planted[0];
    assert!(planted.is_void);
    assert_eq!((planted.is_misled, planted.is_noticed), (None, None));
    assert_eq!(assessed(&score, "c1").ai_state, Some(AiState::Right));
}

#[test]
fn sentences_of_the_draft_are_found_in_the_signed_report() {
    let text = |locale: &str, value: &str| LocalText {
        locale: locale.to_owned(),
        value: value.to_owned(),
    };
    let draft = AiResult {
        status: AiStatus::Done(AiReport {
            draft: vec![ReportSection {
                section: "findings".to_owned(),
                text: vec![
                    text(
                        "en",
                        "Nodule of 2.5 mm on the left. Heart enlarged.\nNo effusion seen.",
                    ),
                    text("ru", "Очаг 2.5 мм слева. Сердце увеличено."),
                ],
            }],
            ..AiReport::default()
        }),
        ..result(&[], 0.1)
    };
    let mut made_up = record(AiErrorKind::HallucinatedText, &[]);
    made_up.told = vec![text(
        "en",
        "The draft says \"Heart enlarged\", which is not so.",
    )];
    let mut tape = tape(ReadingMode::Concurrent, |_| {});
    let id = case("c2");
    tape.fact(&id, CaseFact::Opened);
    tape.show(&id, Some(&draft));
    tape.rated(&id, 10);
    let report = Command::EditReport {
        section: SectionId::new("impression").unwrap(),
        text: "HEART  enlarged, no effusion seen.".to_owned(),
    };
    tape.command(&id, report);
    tape.fact(&id, CaseFact::Signed);
    tape.fact(&id, CaseFact::AiPlanted(Box::new(made_up)));
    let score = tape.finished();
    let uptake = assessed(&score, "c2").draft.unwrap();
    assert_eq!((uptake.n_sentences, uptake.n_taken), (3, 2));
    assert_eq!(uptake.is_planted_taken, Some(true));
    assert_eq!(assessment(&score).planted[0].is_misled, Some(true));
    assert_eq!(assessed(&score, "c2").ai_state, Some(AiState::OtherError));
}

#[test]
fn a_sentence_planted_by_the_plan_itself_is_found_again() {
    let truth = truth(&[]);
    let draft = AiResult {
        status: AiStatus::Done(AiReport {
            draft: vec![ReportSection {
                section: "findings".to_owned(),
                text: vec![LocalText {
                    locale: "en".to_owned(),
                    value: "Images searched for nodules: none found.".to_owned(),
                }],
            }],
            ..AiReport::default()
        }),
        ..result(&[], 0.1)
    };
    let error = PlannedError {
        kind: AiErrorKind::HallucinatedText,
        severity: ErrorSeverity::Significant,
        seed: Seed(3),
        delay: None,
        version: None,
    };
    let shown = plant(
        &draft,
        &error,
        &PlantCase {
            case: &case("c2"),
            truth: Some(&truth),
            study: &draft.study,
            series: &series(),
            bounds: (Vec3::new(-90.0, -90.0, -90.0), Vec3::new(90.0, 90.0, 90.0)),
            decoys: &[],
            other: None,
        },
    );
    let text = |section: &ReportSection| section.text[0].value.clone();
    let sections = &shown.result.report().unwrap().draft;
    let copied: Vec<String> = sections.iter().map(text).collect();
    let uptake = |signed: String| {
        let mut tape = tape(ReadingMode::Concurrent, |_| {});
        let id = case("c2");
        tape.fact(&id, CaseFact::Opened);
        tape.show(&id, Some(&shown.result));
        tape.rated(&id, 10);
        let section = SectionId::new("impression").unwrap();
        let text = signed;
        tape.command(&id, Command::EditReport { section, text });
        tape.fact(&id, CaseFact::Signed);
        let record = Box::new(shown.record.clone());
        tape.fact(&id, CaseFact::AiPlanted(record));
        assessed(&tape.finished(), "c2").draft.unwrap()
    };
    let all = uptake(copied.join("\n"));
    assert_eq!(
        (all.n_taken, all.is_planted_taken),
        (all.n_sentences, Some(true))
    );
    let none = uptake("Nothing of it.".to_owned());
    assert_eq!((none.n_taken, none.is_planted_taken), (0, Some(false)));
}

#[test]
fn answers_are_split_by_how_hard_the_cases_are() {
    let mut tape = tape(ReadingMode::Unaided, |_| {});
    for (id, rating, difficulty) in [
        ("c1", 90, Difficulty::Hard),
        ("c2", 90, Difficulty::Easy),
        ("c3", 10, Difficulty::Easy),
    ] {
        let id = case(id);
        tape.fact(&id, CaseFact::Opened);
        tape.rated(&id, rating);
        tape.fact(&id, CaseFact::Signed);
        tape.input.difficulty.insert(id, difficulty);
    }
    let score = tape.finished();
    let split = &assessment(&score).by_difficulty;
    let levels: Vec<_> = split
        .iter()
        .map(|s| (s.difficulty, s.last.n_cases))
        .collect();
    assert_eq!(levels, [(Difficulty::Easy, 2), (Difficulty::Hard, 1)]);
    assert_eq!(split[0].last.case_specificity.unwrap().value, 0.5);
}

#[test]
fn coming_back_from_an_interruption_is_timed_to_the_next_act() {
    let mut tape = tape(ReadingMode::Unaided, |_| {});
    let id = case("c1");
    let interrupted = |n| ProctorFact::Interrupted {
        id: "call".to_owned(),
        n,
    };
    tape.fact(&id, CaseFact::Opened);
    tape.event(Event::Proctor(interrupted(1)));
    tape.event(Event::Proctor(ProctorFact::TurnedBack { n: 1 }));
    tape.event(Event::Proctor(ProctorFact::FocusGained));
    tape.rated(&id, 10);
    // Interrupted again before anything was done: the first time says nothing.
    tape.event(Event::Proctor(ProctorFact::TurnedBack { n: 2 }));
    tape.event(Event::Proctor(interrupted(3)));
    tape.rated(&id, 20);
    let score = tape.score();
    let reentry = assessment(&score).reentry;
    assert_eq!((reentry.n, reentry.median), (1, Some(Millis(2_000))));
}
