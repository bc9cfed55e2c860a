//! A parametric reader sits through a session of every reading mode, by the session's own decisions and without a refusal.

use overread_base::{AiResult, CaseId, CaseTruth, Millis, Seed, Vec3};
use overread_scenario::{AnswerValue, Question, QuestionId, ReadingMode};

use super::super::*;
use crate::fixture::questions::{all_kinds, choices};
use crate::fixture::{Sitting, case, plan, result, series, service, truth};
use crate::{
    AiView, CasePhase, Closing, ReadPhase, ReaderModel, Rubric, Score, ScoreInput, Session,
    SessionPlan, SessionState, rules, score_session,
};

const MODEL: ReaderModel = ReaderModel {
    hard_sensitivity: None,
    sees_ai_errors: 0.0,
    sensitivity: 0.8,
    specificity: 0.7,
    lesion_sensitivity: 1.0,
    follows_ai: 0.5,
    notices_defects: 0.5,
};
const N_CASES: u64 = 12;

/// Odd cases are normal; the service is wrong in every third, and sure of itself by turns.
fn ai(idx: u64) -> AiResult {
    let is_abnormal = idx.is_multiple_of(2);
    let is_positive = is_abnormal != idx.is_multiple_of(3);
    match (is_positive, is_abnormal, idx % 4 < 2) {
        (true, true, is_sure) => result(&[0.0], if is_sure { 0.95 } else { 0.6 }),
        (true, false, _) => result(&[50.0], 0.7),
        (false, _, is_sure) => result(&[], if is_sure { 0.05 } else { 0.3 }),
    }
}

struct Host {
    sitting: Sitting,
    input: ScoreInput,
    policy: Policy,
    seed: Seed,
}

impl Host {
    fn new(mode: ReadingMode, questions: &[(Question, AnswerValue)]) -> Self {
        let ids: Vec<CaseId> = (0..N_CASES).map(|idx| case(&format!("c{idx}"))).collect();
        let mut sitting = Sitting::new(ReadingMode::Unaided);
        let mut design = SessionDesign {
            questions: questions
                .iter()
                .map(|(question, _)| question.clone())
                .collect(),
            ..SessionDesign::default()
        };
        design.reading.audit_share = 0.0;
        let levels = choices(&["1", "2", "3", "4"]);
        design.scales.insert("s-v1".to_owned(), levels);
        sitting.session = Session::new(SessionPlan {
            rubric: Rubric::V2,
            service: mode.has_ai().then(service),
            cases: ids.clone(),
            design,
            ..plan(mode)
        })
        .unwrap();
        let truth_of = |idx: usize| {
            if idx.is_multiple_of(2) {
                truth(&[0.0])
            } else {
                truth(&[])
            }
        };
        let keys: Vec<(QuestionId, AnswerValue)> = questions
            .iter()
            .map(|(question, key)| (question.id.clone(), key.clone()))
            .collect();
        Self {
            sitting,
            input: ScoreInput {
                truths: ids
                    .iter()
                    .cloned()
                    .enumerate()
                    .map(|(n, id)| (id, truth_of(n)))
                    .collect(),
                keys: ids.iter().map(|id| (id.clone(), keys.clone())).collect(),
                ..ScoreInput::default()
            },
            policy: Policy::Model(MODEL),
            seed: Seed(11),
        }
    }

    fn ids(&self) -> Vec<CaseId> {
        self.sitting.session.plan().cases.clone()
    }

    fn result_of(&self, id: &CaseId) -> AiResult {
        let idx = self.ids().iter().position(|of| of == id).unwrap();
        ai(u64::try_from(idx).unwrap())
    }

    /// What the policy wants to do about the open case.
    fn wants(
        &self,
        id: &CaseId,
        of: impl Fn(Policy, &PolicyCase<'_>) -> Vec<Command>,
    ) -> Vec<Command> {
        let (plan, uid) = (self.sitting.session.plan(), series());
        let truth: Option<&CaseTruth> = self.input.truths.get(id);
        let about = PolicyCase {
            difficulty: None,
            case: id,
            series: &uid,
            bounds: (Vec3::new(-90.0, -90.0, -90.0), Vec3::new(90.0, 90.0, 90.0)),
            truth,
            questions: &plan.questions,
            design: &plan.design,
            key: &self.input.keys[id],
            planted: None,
            hit_rule: plan.hit_rule,
            seed: self.seed.child(id.as_str()),
        };
        of(self.policy, &about)
    }

    /// Sends what the policy wants; answers only to questions that are open.
    fn does(&mut self, commands: Vec<Command>) {
        for command in commands {
            let case = self.sitting.session.view(self.sitting.now).case.unwrap();
            let is_open = |id: &QuestionId| {
                let mut rows = case.questions.iter();
                rows.any(|row| row.question.id == *id && row.is_open)
            };
            let is_closed = if let Command::Answer { question, .. } = &command {
                !is_open(question)
            } else {
                false
            };
            if !is_closed {
                self.sitting.done(command);
            }
        }
    }

    /// Does the next thing; `false` once the session has ended.
    fn acts(&mut self) -> bool {
        let mode = self.sitting.session.plan().mode;
        let now = self.sitting.now;
        let view = self.sitting.session.view(now);
        if view.state == SessionState::Ended {
            return false;
        }
        let open = view.case.filter(|case| case.phase != CasePhase::Signed);
        let Some(open) = open else {
            let next = view.worklist.iter().find(|row| row.is_next);
            let command = next.map_or(Command::Finish, |row| Command::OpenCase(row.case.clone()));
            self.sitting.done(command);
            return true;
        };
        let (id, phase, is_rated) = (open.case.clone(), open.phase, open.rating.is_some());
        let is_pending = open.ai == AiView::Pending;
        let is_offered = open.ai == AiView::OnRequest;
        let shown = if let AiView::Revealed(ai) = open.ai {
            Some(ai.result.clone())
        } else {
            None
        };
        match phase {
            CasePhase::FirstRead => {
                if is_pending {
                    let result = self.result_of(&id);
                    self.sitting.arrives(id.as_str(), result).unwrap();
                    return true;
                }
                self.does(self.wants(&id, |policy, about| policy.first_read(about)));
                let shown = shown.as_ref();
                self.does(self.wants(&id, |p, about| p.answers(about, ReadPhase::First, shown)));
                self.sitting.done(Command::LockFirstRead);
            }
            CasePhase::AwaitingAi => {
                let result = self.result_of(&id);
                self.sitting.arrives(id.as_str(), result).unwrap();
            }
            CasePhase::FinalRead if is_pending => {
                let result = self.result_of(&id);
                self.sitting.arrives(id.as_str(), result).unwrap();
            }
            CasePhase::FinalRead => {
                let needs_report = rules(mode).needs_report;
                if !is_rated && needs_report {
                    self.does(self.wants(&id, |policy, about| policy.first_read(about)));
                }
                if is_offered {
                    self.does(self.wants(&id, |p, about| p.answers(about, ReadPhase::First, None)));
                    self.sitting.done(Command::RequestAi);
                    return true;
                }
                let shown = shown.as_ref();
                if let Some(result) = shown.filter(|_| needs_report) {
                    self.does(self.wants(&id, |policy, about| policy.final_read(about, result)));
                }
                self.does(self.wants(&id, |p, about| p.answers(about, ReadPhase::Final, shown)));
                if needs_report {
                    self.sitting.write_report();
                }
                self.sitting.done(Command::Sign);
            }
            CasePhase::Signed => unreachable!("closed cases were filtered out"),
        }
        true
    }

    fn sits(mut self) -> Score {
        if rules(self.sitting.session.plan().mode).takes_results_ahead {
            for id in self.ids() {
                let result = self.result_of(&id);
                self.sitting.arrives(id.as_str(), result).unwrap();
            }
        }
        let mut n_acts = 0;
        while self.acts() {
            n_acts += 1;
            assert!(n_acts < 1000, "the session does not come to an end");
        }
        assert!(self.sitting.now < Millis(10_000_000));
        score_session(&self.sitting.session, &self.input)
    }
}

#[test]
fn every_mode_is_read_to_its_end_and_scored() {
    for mode in ReadingMode::ALL {
        let score = Host::new(mode, &all_kinds()).sits();
        let assessment = score.assessment.as_ref().unwrap();
        assert_eq!(score.bars, [], "{}", mode.word());
        for case in &assessment.cases {
            let is_closed = matches!(case.closing, Closing::Signed | Closing::DecidedByAi);
            assert!(is_closed, "{}: {}", mode.word(), case.case);
            let is_decided = case.closing == Closing::DecidedByAi;
            assert_eq!(case.points.is_none(), is_decided, "{}", mode.word());
            assert!(
                case.questions.iter().all(|q| q.share.is_some()),
                "{}",
                mode.word()
            );
        }
        let n_decided = assessment.autonomous.as_ref().map_or(0, |a| a.n);
        let is_alone = matches!(mode, ReadingMode::AutonomousAudit | ReadingMode::BandPass);
        assert_eq!(n_decided > 0, is_alone, "{}", mode.word());
        let has_trials = score.total.reliance.is_some_and(|reliance| reliance.n > 0);
        let has_own_first = matches!(
            mode,
            ReadingMode::Sequential | ReadingMode::OnRequest | ReadingMode::AiSecondReader
        );
        assert_eq!(has_trials, has_own_first, "{}", mode.word());
        let is_double = rules(mode).arbitrates;
        let double = assessment.double_reading.as_ref();
        assert_eq!(
            double.is_some_and(|d| d.n == 12),
            is_double,
            "{}",
            mode.word()
        );
    }
}
