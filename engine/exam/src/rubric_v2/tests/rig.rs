//! Writes a session as facts, in the order in which each reading mode has them: what may be decided is tested elsewhere.

use overread_base::{AiResult, CaseId, CaseTruth, MarkId, Millis, Seed, Vec3};
use overread_scenario::{AnswerValue, QuestionId, ReadingMode};

use crate::fixture::{plan, series, service};
use crate::mode_rules::AiTiming;
use crate::{
    CaseFact, Command, Event, PlantRecord, Policy, PolicyCase, ReadPhase, ReaderMark, Rubric,
    Score, ScoreInput, Session, SessionEnd, SessionPlan, StampedEvent, rules, score_session,
};

/// A session under way, a second an event.
pub(super) struct Tape {
    pub(super) session: Session,
    pub(super) input: ScoreInput,
    now: Millis,
    n_marks: u32,
}

/// One case to be read.
pub(super) struct Read<'a> {
    pub(super) case: &'a CaseId,
    /// The AI result; `None` withholds it.
    pub(super) result: Option<AiResult>,
    pub(super) planted: Option<PlantRecord>,
}

impl Tape {
    /// A plan by rubric v2 in that mode, with the cases of the truths.
    pub(super) fn new(
        mode: ReadingMode,
        truths: Vec<(CaseId, CaseTruth)>,
        change: impl FnOnce(&mut SessionPlan),
    ) -> Self {
        let mut plan = SessionPlan {
            rubric: Rubric::V2,
            service: mode.has_ai().then(service),
            cases: truths.iter().map(|(case, _)| case.clone()).collect(),
            ..plan(mode)
        };
        change(&mut plan);
        Self {
            session: Session::new(plan).unwrap(),
            input: ScoreInput {
                truths: truths.into_iter().collect(),
                ..ScoreInput::default()
            },
            now: Millis(0),
            n_marks: 0,
        }
    }

    pub(super) fn event(&mut self, event: Event) {
        self.now.0 += 1000;
        self.session.apply(&StampedEvent {
            at: self.now,
            event,
        });
    }

    pub(super) fn fact(&mut self, case: &CaseId, fact: CaseFact) {
        self.event(Event::Case {
            case: case.clone(),
            fact,
        });
    }

    /// What a policy wants, as the facts that it becomes.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "whatever else a test sends is a mistake of the test"
    )]
    pub(super) fn command(&mut self, case: &CaseId, command: Command) {
        let fact = match command {
            Command::AddMark(answer) => {
                self.n_marks += 1;
                let id = MarkId::new(format!("m{}", self.n_marks)).unwrap();
                CaseFact::MarkSet(ReaderMark { id, answer })
            }
            Command::RateCase(rating) => CaseFact::Rated(crate::Percent::new(rating).unwrap()),
            Command::GiveVerdict {
                finding,
                verdict,
                note,
            } => CaseFact::VerdictGiven {
                finding,
                verdict,
                note,
            },
            Command::Answer { question, value } => CaseFact::Answered { question, value },
            Command::EditReport { section, text } => CaseFact::ReportEdited { section, text },
            other => panic!("not the reader's: {other:?}"),
        };
        self.fact(case, fact);
    }

    pub(super) fn commands(&mut self, case: &CaseId, commands: Vec<Command>) {
        for command in commands {
            self.command(case, command);
        }
    }

    /// One case from opening to signature by a policy, whatever the mode.
    pub(super) fn read(&mut self, policy: Policy, seed: Seed, read: Read<'_>) {
        let plan = self.session.plan().clone();
        let (id, uid) = (read.case, series());
        let truth = self.input.truths.get(id).cloned();
        let key = self.input.keys.get(id).cloned().unwrap_or_default();
        let about = PolicyCase {
            difficulty: None,
            case: id,
            series: &uid,
            bounds: (Vec3::new(-90.0, -90.0, -90.0), Vec3::new(90.0, 90.0, 90.0)),
            truth: truth.as_ref(),
            questions: &plan.questions,
            design: &plan.design,
            key: &key,
            planted: read.planted.as_ref().map(|record| record.kind),
            hit_rule: plan.hit_rule,
            seed,
        };
        let timing = rules(plan.mode).timing;
        self.fact(id, CaseFact::Opened);
        if timing == AiTiming::FromStart {
            self.show(id, read.result.as_ref());
        }
        self.commands(id, policy.first_read(&about));
        self.commands(id, policy.answers(&about, ReadPhase::First, None));
        if rules(plan.mode).needs_lock || timing == AiTiming::OnRequest {
            self.fact(id, CaseFact::FirstReadLocked);
        }
        if matches!(timing, AiTiming::AfterLock | AiTiming::OnRequest) {
            self.show(id, read.result.as_ref());
        }
        let result = read.result.filter(|_| timing != AiTiming::Never);
        if let Some(result) = &result {
            self.commands(id, policy.final_read(&about, result));
        }
        let answers = policy.answers(&about, ReadPhase::Final, result.as_ref());
        self.commands(id, answers);
        self.commands(id, policy.report(&plan.questions));
        self.fact(id, CaseFact::Signed);
        if let Some(record) = read.planted {
            self.fact(id, CaseFact::AiPlanted(Box::new(record)));
        }
    }

    pub(super) fn show(&mut self, id: &CaseId, result: Option<&AiResult>) {
        match result {
            Some(result) => {
                self.fact(id, CaseFact::AiReceived(Box::new(result.clone())));
                self.fact(id, CaseFact::AiRevealed);
            }
            None => self.fact(id, CaseFact::AiWithheld),
        }
    }

    pub(super) fn key(&mut self, case: &CaseId, question: &str, value: AnswerValue) {
        let keys = self.input.keys.entry(case.clone()).or_default();
        keys.push((QuestionId::new(question).unwrap(), value));
    }

    pub(super) fn finished(mut self) -> Score {
        self.event(Event::Ended(SessionEnd::Complete));
        self.score()
    }

    pub(super) fn score(&self) -> Score {
        score_session(&self.session, &self.input)
    }
}
