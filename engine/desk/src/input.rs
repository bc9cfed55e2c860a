//! What a panel is given to draw: the session as it may be seen, the case's texts and its images. Holds no truth
//! before the session has ended, but in practice that of a closed case.

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth, LocalText, SeriesUid};
use overread_exam::{Score, SessionView, StampedEvent};
use overread_image::{OverlayPlane, RgbImage, Voi, Volume};
use overread_scenario::{Question, QuestionKind, Scale, Scenario};
use overread_viewer::{SeriesFacts, SeriesSpace};

use crate::around::DeskAround;
use crate::bench::DeskBench;
use crate::feedback::DeskFeedback;
use crate::refusal_text::DeskError;
use crate::services::DeskServices;

/// All that the three panels draw from in one frame.
#[derive(Debug, Clone, Copy)]
pub struct DeskInput<'a> {
    /// The session as it may be shown now.
    pub view: &'a SessionView<'a>,
    /// Titles, briefing and case texts; made once from the scenario.
    pub texts: &'a ScenarioTexts,
    /// The images of the open case, or where none is read those of the case of [`crate::Desk::wanted_case`].
    pub images: DeskImages<'a>,
    /// How far the AI job of the open case is, 0 to 1; shown only while the session says that it is awaited.
    pub ai_progress: Option<f32>,
    /// What the AI job is at, in the service's own words.
    pub ai_stage: Option<&'a str>,
    /// Why the last command had no effect, or what else went wrong; shown until it is `None` again.
    pub error: Option<DeskError<'a>>,
    /// Whether an unsigned plugin runs or may run: every panel says so.
    pub is_developer_mode: bool,
    /// The AI services of this machine, for the sheets that the reader opens.
    pub services: DeskServices<'a>,
    /// What the host knows of the session beyond its view.
    pub around: DeskAround<'a>,
    /// A vendor's plugin on the bench; the view is then no session's, and no command comes of it.
    pub bench: Option<&'a DeskBench>,
    /// Score and truth, once the session has ended.
    pub debrief: Option<DeskDebrief<'a>>,
    /// Truth and score of a closed case, in practice that tells after each case.
    pub feedback: Option<DeskFeedback<'a>>,
}

/// The images at hand.
#[derive(Debug, Clone, Copy, Default)]
pub enum DeskImages<'a> {
    /// No case is open.
    #[default]
    None,
    /// Being made or read: the fraction done, 0 to 1.
    Loading(f32),
    /// Being read, with slices of it to be looked at already.
    Arriving(&'a DeskArriving),
    /// There.
    Ready(&'a DeskStudy),
    /// They could not be opened, for this reason.
    Failed(&'a str),
}

/// A study that is still being read: what is known of its first series, and the slice of it that came last.
#[derive(Debug, Clone)]
pub struct DeskArriving {
    /// The case that the images belong to.
    pub case: CaseId,
    /// How much of the study is there, 0 to 1.
    pub fraction: f32,
    /// What the files say of the series.
    pub facts: SeriesFacts,
    /// Slices that will come.
    pub n_slices: u32,
    /// The windows and VOI LUTs that the file offers.
    pub vois: Vec<Voi>,
    /// Whether low values are white (`MONOCHROME1`).
    pub is_inverted: bool,
    /// A slice by itself and its number, from 0: the one of [`crate::Desk::wanted_slice`] or one before; `None` before
    /// the first one.
    pub slice: Option<(u32, Volume)>,
}

/// What may be shown of a case's study; cheap to make from loaded images, as a volume is shared and not copied.
#[derive(Debug, Clone)]
pub struct DeskStudy {
    /// The case that the images belong to.
    pub case: CaseId,
    /// Name, id, age and sex as the corner of the image shows them, one a line, unknown ones left out.
    pub patient_lines: Vec<String>,
    /// Date and description of the study, one a line, unknown ones left out.
    pub study_lines: Vec<String>,
    /// Why the study was made, as its request says, per language; shown where the scenario has no words of its own.
    pub indication: Vec<LocalText>,
    /// The series that can be read, at least one.
    pub series: Vec<DeskSeries>,
    /// What a reader has to know about the images, e.g. uneven slices.
    pub warnings: Vec<String>,
}

/// One series, loaded.
#[derive(Debug, Clone)]
pub struct DeskSeries {
    /// What the files say of it.
    pub facts: SeriesFacts,
    /// The pixels; a projection is a volume of one slice.
    pub volume: Volume,
    /// The windows and VOI LUTs that the file offers, the first one in use at the start.
    pub vois: Vec<Voi>,
    /// Whether low values are white (`MONOCHROME1`).
    pub is_inverted: bool,
    /// The image in colour, one for each slice, where the file is in colour; `volume` then holds its luminance.
    pub colour: Vec<RgbImage>,
    /// Bitmaps of the file over its image, for a series of one slice.
    pub overlays: Vec<OverlayPlane>,
}

impl DeskSeries {
    /// Whether places on it are millimetres on a detector: its sides are then not known from its geometry.
    #[must_use]
    pub(crate) fn is_projection(&self) -> bool {
        self.facts.space == SeriesSpace::Detector
    }
}

impl DeskImages<'_> {
    /// Whether a series is a projection; `false` while it is not there.
    #[must_use]
    pub(crate) fn is_projection(&self, series: &SeriesUid) -> bool {
        match self {
            Self::Ready(study) => study
                .series
                .iter()
                .any(|known| known.facts.uid == *series && known.is_projection()),
            Self::None | Self::Loading(_) | Self::Arriving(_) | Self::Failed(_) => false,
        }
    }
}

/// The texts of a scenario that a reader may see before the end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScenarioTexts {
    /// The name of the scenario, per language.
    pub title: Vec<LocalText>,
    /// What the reader is told before the first case, per language.
    pub briefing: Vec<LocalText>,
    /// Title and clinical question of each case.
    pub cases: BTreeMap<CaseId, CaseTexts>,
    /// The ordinal scales that questions are asked on, by id with version.
    pub scales: BTreeMap<String, Scale>,
}

/// The texts of one case that a reader may see before the end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CaseTexts {
    /// What the worklist shows, per language.
    pub title: Vec<LocalText>,
    /// The clinical question, per language.
    pub history: Vec<LocalText>,
}

impl ScenarioTexts {
    /// Takes out of a scenario what may be seen before the end; lesions, truth and debriefing texts stay behind.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let case = |case: &overread_scenario::Case| {
            let texts = CaseTexts {
                title: case.title.clone(),
                history: case.history.clone(),
            };
            (case.id.clone(), texts)
        };
        Self {
            title: scenario.title.clone(),
            briefing: scenario.briefing.clone(),
            cases: scenario.cases.iter().map(case).collect(),
            scales: scales_of(scenario),
        }
    }
}

/// The scales that the questions of a scenario name.
fn scales_of(scenario: &Scenario) -> BTreeMap<String, Scale> {
    let own = scenario.cases.iter().flat_map(|case| &case.questions);
    let asked = scenario.design.questions.iter().chain(own);
    let scale = |question: &Question| {
        let QuestionKind::Scale(id) = &question.kind else {
            return None;
        };
        Some((id.clone(), scenario.scale(id)?.clone()))
    };
    asked.filter_map(scale).collect()
}

/// What may be shown after the end of a session, and in practice of one closed case.
#[derive(Debug, Clone, Copy)]
pub struct DeskDebrief<'a> {
    /// The score.
    pub score: &'a Score,
    /// The truth of each case that has one.
    pub truths: &'a BTreeMap<CaseId, CaseTruth>,
    /// The scenario, for what its author says about each case.
    pub scenario: &'a Scenario,
    /// What happened: the reader's answers and the AI results of all cases are taken from it.
    pub events: &'a [StampedEvent],
}
