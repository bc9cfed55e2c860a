//! Any design comes back from its JSON as it was; one that sets nothing leaves no trace in a plan.

use overread_base::LocalText;
use overread_exam::{Candidate, CertificationSeat};
use overread_scenario::{
    AskedWhen, Branch, Certification, CutScore, DwellThresholds, Feedback, FeedbackWhen,
    PassComponent, PassMetric, Question, QuestionId, QuestionKind, Scoring, TooFew,
};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;

use super::*;

fn text() -> impl Strategy<Value = Vec<LocalText>> {
    let line = ("[a-z]{2}", "\\PC{0,8}");
    vec(
        line.prop_map(|(locale, value)| LocalText { locale, value }),
        0..3,
    )
}

fn word() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_-]{0,8}"
}

/// Any finite number, the odd ones included.
fn number() -> impl Strategy<Value = f64> {
    proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO
}

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    let choice = ("[A-Za-z0-9]{1,4}", text());
    vec(choice.prop_map(|(code, text)| Choice { code, text }), 0..4)
}

fn kind() -> impl Strategy<Value = QuestionKind> {
    prop_oneof![
        choices().prop_map(QuestionKind::Choice),
        choices().prop_map(QuestionKind::MultiChoice),
        choices().prop_map(QuestionKind::RegionGrid),
        word().prop_map(QuestionKind::Scale),
        ("\\PC{0,4}", number(), number()).prop_map(|(ucum, least, greatest)| {
            QuestionKind::Number {
                ucum,
                least,
                greatest,
            }
        }),
        any::<u32>().prop_map(|most_chars| QuestionKind::Text { most_chars }),
        (any::<u8>(), text(), text()).prop_map(|(steps, low, high)| QuestionKind::Likert {
            steps,
            ends: [low, high],
        }),
        proptest::sample::select(vec![
            QuestionKind::Caliper,
            QuestionKind::Urgency,
            QuestionKind::AiVerdict,
            QuestionKind::Defect,
            QuestionKind::AiForecast,
            QuestionKind::Confidence,
            QuestionKind::Interpretation,
            QuestionKind::Localisation,
        ]),
    ]
}

fn scoring() -> impl Strategy<Value = Scoring> {
    prop_oneof![
        Just(Scoring::Exact),
        Just(Scoring::PartialSet),
        Just(Scoring::Brier),
        any::<u32>().prop_map(|zero_at| Scoring::OrdinalDistance { zero_at }),
        (of(number()), of(number()))
            .prop_map(|(absolute, percent)| Scoring::Tolerance { absolute, percent }),
        (any::<bool>(), number()).prop_map(|(is_dice, least)| Scoring::Overlap { is_dice, least }),
        (any::<u8>(), any::<u8>()).prop_map(|(n_graders, most_apart)| Scoring::Rubric {
            n_graders,
            most_apart,
        }),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let branch = (word(), vec("\\PC{0,4}", 0..3)).prop_map(|(question, values)| Branch {
        question: QuestionId::new(&question).unwrap(),
        values,
    });
    let asked = proptest::sample::select(vec![AskedWhen::Both, AskedWhen::First, AskedWhen::Final]);
    let words = (text(), text(), text(), text());
    let rules = (any::<bool>(), of(branch), of(scoring()), number());
    (word(), words, kind(), asked, rules).prop_map(
        |(id, (text, help, right, wrong), kind, asked, (is_required, branch, scoring, weight))| {
            Question {
                id: QuestionId::new(&id).unwrap(),
                text,
                help,
                kind,
                asked,
                is_required,
                branch,
                scoring,
                weight,
                feedback: Feedback { right, wrong },
            }
        },
    )
}

fn reading() -> impl Strategy<Value = ReadingSettings> {
    let numbers = (number(), number(), number(), (number(), number()));
    (any::<bool>(), any::<bool>(), numbers).prop_map(
        |(is_identity_shown, are_marks_shown, (share, signs_below, audit_share, band))| {
            ReadingSettings {
                without_ai_share: share,
                is_identity_shown,
                are_marks_shown,
                signs_below,
                audit_share,
                band,
            }
        },
    )
}

fn clocks() -> impl Strategy<Value = ClockSpec> {
    let limited = (any::<u32>(), any::<u64>()).prop_map(|(most, total)| PausePolicy::Limited {
        most,
        total: Millis(total),
    });
    let pauses = prop_oneof![Just(PausePolicy::Free), Just(PausePolicy::Never), limited];
    (of(any::<u64>()), of(any::<u64>()), pauses).prop_map(|(session, case, pauses)| ClockSpec {
        session: session.map(Millis),
        case: case.map(Millis),
        pauses,
    })
}

fn interruptions() -> impl Strategy<Value = Interruptions> {
    let kinds = proptest::sample::select(vec![
        InterruptionKind::Call,
        InterruptionKind::Colleague,
        InterruptionKind::ArchiveStall,
    ]);
    let kind = (word(), kinds, text());
    let kind = kind.prop_map(|(id, kind, text)| Interruption { id, kind, text });
    (any::<u64>(), vec(kind, 0..3)).prop_map(|(gap, kinds)| Interruptions {
        mean_gap: Millis(gap),
        kinds,
    })
}

fn cut() -> impl Strategy<Value = CutScore> {
    let pair = || (number(), number());
    prop_oneof![
        number().prop_map(CutScore::Share),
        vec(vec(number(), 0..3), 0..3).prop_map(CutScore::Angoff),
        (vec(pair(), 0..3), number())
            .prop_map(|(candidates, grade)| CutScore::Borderline { candidates, grade }),
        (pair(), pair(), vec(number(), 0..3)).prop_map(|(cut, failing, scores)| {
            CutScore::Hofstee {
                cut,
                failing,
                scores,
            }
        }),
    ]
}

fn certification() -> impl Strategy<Value = CertificationSeat> {
    let metric = proptest::sample::select(PassMetric::ALL.to_vec());
    let too_few = proptest::sample::select(TooFew::ALL.to_vec());
    let component = (metric, cut(), any::<u32>(), too_few).prop_map(
        |(metric, cut, least_opportunities, too_few)| PassComponent {
            metric,
            cut,
            least_opportunities,
            too_few,
        },
    );
    let terms = (text(), vec(component, 0..4), of(any::<u32>()), any::<u32>());
    let keys = (vec("[0-9a-f]{64}", 0..3), of("[0-9a-f]{64}"));
    let flags = (any::<bool>(), any::<bool>(), of(any::<u32>()));
    let candidate = ("\\PC{0,9}", "\\PC{0,9}", any::<u32>());
    (terms, keys, flags, candidate).prop_map(|(terms, keys, flags, candidate)| CertificationSeat {
        terms: Certification {
            title: terms.0,
            pass: terms.1,
            most_attempts: terms.2,
            wait_days: terms.3,
            supervisors: keys.0,
            sealed_to: keys.1,
            needs_signed_start: flags.0,
            is_locked_down: flags.1,
            valid_days: flags.2,
        },
        candidate: Candidate {
            name: candidate.0,
            number: candidate.1,
        },
        attempt: candidate.2,
    })
}

fn practice() -> impl Strategy<Value = PracticeRules> {
    let feedback = prop_oneof![Just(FeedbackWhen::AfterCase), Just(FeedbackWhen::AtEnd)];
    let rules = (feedback, any::<bool>(), any::<u64>(), any::<u64>());
    rules.prop_map(|(feedback, gives_hints, seen, decided)| PracticeRules {
        feedback,
        gives_hints,
        dwell: DwellThresholds {
            seen_from: Millis(seen),
            decided_from: Millis(decided),
        },
    })
}

fn design() -> impl Strategy<Value = SessionDesign> {
    let case = || word().prop_map(|id| CaseId::new(id).unwrap());
    let questions = (
        vec(question(), 0..4),
        btree_map(case(), vec(question(), 0..2), 0..3),
        btree_map(word(), choices(), 0..3),
    );
    let times = (
        clocks(),
        of(interruptions()),
        of((any::<u64>(), any::<u64>())),
    );
    let arm = (any::<u32>(), any::<u32>(), any::<u32>(), of(any::<u32>()));
    let drawn = (
        of("[0-9a-f]{64}"),
        btree_map(case(), "\\PC{0,8}", 0..3),
        of(arm),
        any::<bool>(),
    );
    (
        prop_oneof![Just(ReadingSettings::default()), reading()],
        questions,
        times,
        drawn,
        of(certification()),
        of(practice()),
    )
        .prop_map(
            |(reading, questions, times, drawn, certification, practice)| SessionDesign {
                reading,
                questions: questions.0,
                case_questions: questions.1,
                scales: questions.2,
                clocks: times.0,
                interruptions: times.1,
                time_factor: times.2.map(|(full_until, zero_from)| TimeFactor {
                    full_until: Millis(full_until),
                    zero_from: Millis(zero_from),
                }),
                points: if drawn.3 {
                    PointRule::Rapids
                } else {
                    PointRule::Weighted
                },
                ai_plan_sha256: drawn.0,
                cells: drawn.1,
                arm: drawn.2.map(|(sequence, period, n_periods, days)| ArmSeat {
                    sequence,
                    period,
                    n_periods,
                    short_washout_days: days,
                }),
                certification,
                practice,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_design_comes_back_as_it_was(design in design()) {
        let json = serde_json::to_string(&DesignJson::from(&design)).unwrap();
        let back: DesignJson = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(SessionDesign::try_from(back).unwrap(), design, "{}", json);
    }
}

#[test]
fn a_design_that_sets_nothing_is_left_out() {
    assert!(DesignJson::of(&SessionDesign::default()).is_none());
    let json = serde_json::to_string(&DesignJson::from(&SessionDesign::default())).unwrap();
    assert_eq!(json, "{}");
}

#[track_caller]
fn check_refused(json: &str, expected: &str) {
    let parsed = serde_json::from_str::<DesignJson>(json).map_err(|e| e.to_string());
    let refused = parsed.and_then(|json| SessionDesign::try_from(json).map_err(|e| e.0));
    let text = refused.unwrap_err();
    assert!(text.contains(expected), "{text}");
}

#[test]
fn what_is_no_design_is_refused_by_name() {
    check_refused(r#"{"ai_plan_sha256":"00"}"#, "expected 64 hex digits");
    check_refused(r#"{"cells":{"a b":"x"}}"#, "case id");
    let question = |id: &str, kind: &str| {
        format!(
            r#"{{"questions":[{{"id":"{id}","text":[],"kind":{kind},"asked":"both","is_required":false,"weight":1}}]}}"#
        )
    };
    check_refused(&question("A b", r#""caliper""#), "not a question");
    check_refused(&question("q", r#""riddle""#), "riddle");
    let terms = |metric: &str, key: &str| {
        format!(
            r#"{{"certification":{{"candidate_name":"","candidate_number":"","attempt":1,"title":[],
            "pass":[{{"metric":"{metric}","cut":{{"share":0.5}},"least_opportunities":0}}],"most_attempts":null,
            "wait_days":0,"supervisors":["{key}"],"needs_signed_start":false,"is_locked_down":false,
            "sealed_to":null,"valid_days":null}}}}"#
        )
    };
    let key = "0".repeat(64);
    check_refused(&terms("luck", &key), "not a pass metric");
    check_refused(&terms("points", "key"), "expected 64 hex digits");
}
