//! The reading session as a state machine over events, and its score. Knows no clock, no file, no screen.
//!
//! Entry: [`Session`]. A [`Command`] is decided into events, the host writes them to the journal, and only then applies
//! them; [`SessionView`] is what a screen may show; [`score_session`] judges a session against the truth, by the rubric
//! that its plan names.
//! Invariants: no view type can hold truth or an AI result that is not revealed yet; a locked answer never changes;
//! the same events give the same session and the same score, bit for bit.

mod ai_plan;
mod case_state;
mod casebook;
mod command;
mod event;
mod exam_call;
mod exam_plan;
#[cfg(test)]
mod fixture;
mod grade;
mod hints;
mod hit;
mod mark;
mod mode_rules;
mod observation;
mod pass;
mod plan;
mod plant;
mod policy;
mod proctor;
mod review;
mod rubric_v1;
mod rubric_v2;
mod score;
mod score_input;
mod session;
mod session_design;
mod simulated;
mod transcript;
mod truth;
mod view;

pub use ai_plan::{AiPlan, AiPlanError, PlannedAi, PlannedError, VersionChange};
pub use casebook::{BookCase, Casebook, truth_report, without_pixels};
pub use command::{Command, LockBlocker, Refusal, SignBlocker};
pub use event::{
    CaseFact, Event, Hint, SessionEnd, SliceDwell, StampedEvent, ViewerFact, Visibility,
};
pub use exam_call::{
    ExamAction, ExamAnswer, ExamCall, ExamEvent, ExamFact, ExamFault, ExamGrade, ExamTurn, MarkRow,
    StampedExamEvent, TurnRecord,
};
pub use exam_plan::{ExamItem, ExamPlan, ExamSeat};
pub use grade::{Graded, HumanGrade, graded};
pub use mark::{FindingVerdict, GivenVerdict, MarkAnswer, Percent, ReaderMark};
pub use mode_rules::{AiTiming, ModeRules, rules};
pub use observation::{MarkOrigin, Observation, ObservedAi, ObservedMark, ReadPhase};
pub use pass::{
    ComponentResult, ComponentStatus, PassDecision, PassOutcome, cut_of, meets_cut, pass_of,
    percent_beside_cut,
};
pub use plan::{PlanError, RecordedSource, SessionPlan};
pub use plant::{PlantCase, PlantRecord, Planted, plant};
pub use policy::model::ReaderModel;
pub use policy::{Policy, PolicyCase};
pub use proctor::{Order, ProctorFact, SignedOrder};
pub use review::{
    CaseReview, LesionReview, LesionSlices, MissKind, Notice, PhaseTimes, ReviewInput, SeriesPlace,
    SeriesSearch, SliceTime, lesion_slices, review_case,
};
pub use rubric_v1::score;
pub use rubric_v2::expert::Agreement;
pub use rubric_v2::score_session;
pub use score::assessment::{
    Advice, AiState, Assessment, Audit, Autonomous, AxisRating, Calibrations, CaseAssessment,
    CasePoints, CellScore, Closing, DefectNaming, DefectTotal, DifficultyAccuracy, DoubleReading,
    DraftTotal, DraftUptake, Flagged, LEAST_CELL_ITEMS, PlantedOutcome, PointTotal, QuestionScore,
    QuestionStatus, Reentry, ServiceRating, ServiceTotal, StateAccuracy,
};
pub use score::{
    Accuracy, AiOutcome, AiScore, Call, CaseGrade, CaseScore, CaseTimes, CertificateBar,
    LesionSwitches, ReadScore, Rubric, Score, TotalScore, Ungraded, VerdictCounts,
};
pub use score_input::ScoreInput;
pub use session::Session;
pub use session::around::MAX_REASON_BYTES;
pub use session::exam_progress::ExamMessage;
pub use session_design::{ArmSeat, Candidate, CertificationSeat, SessionDesign};
pub use simulated::{SimulatedCase, is_simulated, simulate, simulated_identity, usual_target};
pub use truth::{
    AgreementRule, Difference, JudgedFinding, MarkedCase, MarkedLesion, MarkedView, StudySpace,
    TruthAgreement, Undecided, agree, consensus_result, decided, is_of_readers, marked_cases,
    settled_lesions,
};
pub use view::{
    AiView, CasePhase, CaseView, ClockView, ExamView, FindingRow, HintsView, InterruptionView,
    QuestionRow, RevealedAi, SessionState, SessionView, WorklistRow,
};
