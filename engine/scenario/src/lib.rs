//! Scenario files: TOML of schema 1 in, a checked [`Scenario`] out. Opens no files, makes no images, scores nothing.
//!
//! Entry: [`check`] reads a text and names every fault of it with line and column.
//! Invariants: a [`Scenario`] has been checked whole: ids are unique, every number is in range, every text exists in
//! at least one language, and what the reading mode needs is there.

mod ai_error;
mod authoring;
mod blueprint;
mod cases;
mod check;
mod course;
mod design;
mod exam;
mod finding_words;
mod hash;
mod matching;
mod model;
mod names;
mod order;
mod practice;
mod practice_rules;
mod preview;
mod question;
mod questions;
mod read;
mod reading;
mod scale;
mod schema;
mod summary;
mod told;
mod tour;

pub use ai_error::{AiErrorKind, ErrorFamily, ErrorSeverity};
pub use authoring::{
    CaseLines, MarkingCase, MarkingProject, STATE_QUESTION, SettleError, SettledCase,
    SettledLesion, SettledView, StudyState, case_lines, consensus_text, exam_text, marking_text,
    settled_text,
};
pub use blueprint::{Blueprint, ByDifficulty, CellRow, blueprint};
pub use check::{MAX_FILE_BYTES, check};
pub use course::{
    AiBehaviour, Block, Course, CourseBlock, CourseCase, CourseFault, CourseFiles, CourseItem,
    CourseModule, CourseStep, FilesError, ItemAnswer, ItemKey, ItemOption, ItemSet, ItemSource,
    LOOK_PREFIX, Link, ModuleCertification, Page, Picture, Scores, SliceWish, Span, StepKind,
    TestSpec, TopicCount, Widget, course,
};
pub use design::{
    Amount, BlueprintCell, Certification, ClockSpec, Crossover, CutScore, Design, ErrorQuota,
    FormSpec, Interruption, InterruptionKind, Interruptions, Operating, PassComponent, PassMetric,
    PausePolicy, PlantedErrors, PointRule, SimulatedService, TimeFactor, TooFew,
};
pub use exam::HOST_FACTS;
pub use finding_words::{finding_areas, finding_code, finding_labels};
pub use matching::cells_met;
pub use model::{
    Case, CaseOrder, CaseSource, DicomSource, Difficulty, DrawnLesions, ExamSpec, HitRule,
    LabelChoice, LabelId, LesionProvenance, NodulePlace, NoduleSpec, Nodules, PhantomContent,
    PhantomKind, PhantomSpec, Questions, RandomNodules, Scenario, ScenarioHash, SectionId,
    SectionSpec, TruthProvenance,
};
pub(crate) use model::{MAX_EXAM_SETTINGS, is_word};
pub use names::{concept_name, fact_name, lesion_name, phantom_name};
pub use order::{case_order, ordered};
pub use practice::{
    MAX_PRACTICE_CASES, Practice, PracticeAi, PracticeFault, PracticeService, PracticeSet, Skill,
};
pub use practice_rules::{DwellThresholds, FeedbackWhen, PracticeRules};
pub use preview::{Preview, preview};
pub use question::{
    AI_VERDICTS, AnswerValue, AskedWhen, Branch, Choice, EXPERT_RATINGS, Feedback, Question,
    QuestionId, QuestionKind, Scoring, URGENCIES,
};
pub use reading::{ReadingMode, ReadingSettings};
pub use scale::{Scale, ScaleKind, scale, scales};
pub use schema::schema;
pub use summary::summary;
pub use tour::{TOUR, TOUR_SEED};
