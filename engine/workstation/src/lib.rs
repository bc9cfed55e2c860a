//! The running workstation without a screen: cases opened, AI jobs on worker threads, sessions with their journals.
//!
//! What room and command line share. Knows neither egui nor Bevy, and decides nothing about answers: that is the exam's.
//! Entry types: [`SessionRunner`], [`Services`], [`open_images`].
//! Invariants: a command takes effect only after its events are on the disk; truth leaves this crate only in a
//! [`Debrief`], in practice in the [`CaseFeedback`] on a closed case, or through [`truth_of`] to those that judge or make cases; a case or a service that fails is named, and the rest goes on.

mod analysing;
mod authoring;
mod cache;
mod case_answer;
mod case_opener;
mod certify;
mod clock;
mod cohort;
mod courses;
mod developer;
mod evaluate;
mod exam_book;
mod exam_driver;
mod exam_replay;
mod exam_tape;
mod exporting;
#[cfg(test)]
mod fixture;
mod folders;
mod grades;
mod grants;
mod ground;
mod hints;
mod images;
mod lessons;
mod library;
mod once_each;
mod other_mode;
mod priors;
mod recorded;
mod reload;
mod runner;
mod score_json;
mod scripted;
mod sealing;
mod services;
mod sitting;
mod step;
mod studies;
mod studies_note;
mod synthetic;
mod targets;
mod truth_json;
mod worker;

pub use analysing::{Gathered, GatheringError, SkippedSession, gather_reads};
pub use authoring::{
    AuthoringError, CONSENSUS_FILE, CourseParcel, DecidedCase, EXAM_FILE, EXAM_FOLDER, ExamProject,
    MARKING_FILE, ProjectCase, ProjectReport, TruthReport, TruthWish, check_studies, course_parcel,
    new_exam_project, settle_truth,
};
pub use cache::ImageCache;
pub use case_answer::CaseAnswer;
pub use certify::{
    Certified, CertifyError, CertifyWish, CourseCertifyError, CourseEvidence, CourseIssued,
    NotCertifiable, RecordCheck, SessionPart, certificate_of, certify_course, certify_session,
    check_course_record, random_salt, read_session_part,
};
pub use clock::{Clock, ManualClock, SystemClock, unix_seconds};
pub use cohort::{Cohort, CohortError, CohortSession, simulate_cohort};
pub use courses::{
    CourseError, CoursePicture, FoundCourse, course_folders, course_picture, course_place,
    find_course, read_course,
};
pub use developer::{Bench, BenchOutcome, BenchProblem, BenchRun, BenchSetup, BenchStep, Build};
pub use evaluate::{
    EvaluateError, EvaluationFile, EvaluationPlan, ListedStudy, OwnStudies, PhantomSet, PlanError,
    StudyList, evaluate, evaluate_own,
};
pub use exam_book::casebook_of;
pub use exam_driver::ExamSource;
pub use exam_replay::{ExamOutcome, ExamReplay, replay_exam};
pub use exporting::{ExportError, export_of};
pub use folders::Folders;
pub use grades::{GradeError, add_grade, grades_beside, read_grades};
pub use images::{CaseImages, ImageSeries, PatientLines};
pub use lessons::{Lesson, lessons};
pub use library::{LibraryError, open_folder, open_images, truth_of};
pub use other_mode::{NoModeLine, in_mode};
pub use recorded::{Recorded, judge_result};
pub use runner::{
    AiProgress, CaseFeedback, Debrief, ImagesMode, ImagesState, RunError, SessionRunner,
    Surroundings, debrief_of, debrief_with, studies_beside,
};
pub use score_json::{debrief_json, outcome_word, score_json};
pub use scripted::{GivenRead, ScriptedReader, Supervisor, read_given};
pub use sealing::{TruthForm, seal_input, truth_sha256};
pub use services::{
    Found, FoundPlugin, PluginWish, Plugins, Service, ServiceError, Services, job_series,
};
pub use sitting::{
    Guard, Past, SeatRefusal, Sitting, SittingError, SittingOptions, exam_plugin_of, may_go_on,
    read_scenario, resume, resume_exam, resume_with, resume_without_images, sit_down,
    sit_down_with, sit_exam, study_scenario,
};
pub use step::{ArrivingSeries, Glimpse, StepProgress};
pub use studies::{
    Identity, ImportOptions, ImportReport, SeriesSummary, StudiesError, StudyLibrary, StudySummary,
    deidentify_folder, random_secret,
};
pub use studies_note::studies_of_session;
pub use synthetic::{write_phantom, write_phantom_case};
pub use truth_json::{masks_json, truth_json};
pub use worker::WorkerError;
