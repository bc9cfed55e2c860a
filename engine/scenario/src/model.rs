//! The checked model of a scenario: what is read, how, and what counts as a hit. No parsing.

use std::fmt;

use overread_base::{
    CaseId, CaseTruth, LesionId, LesionKind, LesionRole, LesionWish, LocalText, Millis, NoduleType,
    ReaderId, ScenarioId, Seed, SeriesUid, ServiceId, SessionId, Vec3,
};

pub use overread_base::{Difficulty, PhantomKind};

use crate::{
    AiErrorKind, AnswerValue, Design, FormSpec, Question, QuestionId, ReadingMode, Scale, scale,
};

/// A scenario that has been checked whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// `area.name`.
    pub id: ScenarioId,
    /// The hash of what the author wrote; comments, order of keys and layout do not count.
    pub hash: ScenarioHash,
    /// The name of the scenario, per language.
    pub title: Vec<LocalText>,
    /// What the reader is told before the first case, per language.
    pub briefing: Vec<LocalText>,
    /// When the AI result may be seen.
    pub mode: ReadingMode,
    /// The AI service of the session; every mode but [`ReadingMode::Unaided`] needs one, unless the
    /// results of all cases are recorded; unaided it is not used.
    pub service: Option<ServiceId>,
    /// The exam that the cases are read for.
    pub exam: Option<ExamSpec>,
    /// The order in which a reader meets the cases; an exam decides on its own.
    pub order: CaseOrder,
    /// When a mark counts as being on a lesion.
    pub hit_rule: HitRule,
    /// Time a case should take. Going over is shown and logged, never punished.
    pub soft_limit: Option<Millis>,
    /// What the reader is asked about each case.
    pub questions: Questions,
    /// The cases as listed, at least one.
    pub cases: Vec<Case>,
    /// What is set beyond that.
    pub design: Design,
}

impl Scenario {
    /// A scale by its id: the scenario's own, else one that comes with the program.
    #[must_use]
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        let own = self.design.scales.iter().find(|scale| scale.id == id);
        own.or_else(|| scale(id))
    }

    /// The questions about a case, in order.
    pub fn questions_of<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = &'a Question> {
        self.design.questions.iter().chain(&case.questions)
    }

    /// How many cases a session reads: those of the form, else all.
    #[must_use]
    pub fn n_session_cases(&self) -> usize {
        let form = self.design.form.as_ref();
        form.map_or(self.cases.len(), FormSpec::n_cases)
    }
}

/// The exam of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamSpec {
    /// The exam plugin that conducts it.
    pub plugin: ServiceId,
    /// Values for its settings, by name, in the order of the names.
    pub settings: Vec<(String, String)>,
    /// SHA-256 of the bundles that the exam accepts, exam plugin and AI service alike; empty accepts any.
    pub digests: Vec<String>,
}

/// The most settings that a scenario gives to an exam plugin.
pub(crate) const MAX_EXAM_SETTINGS: usize = 64;

/// SHA-256 over the canonical form of a scenario file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ScenarioHash(pub [u8; 32]);

impl fmt::Display for ScenarioHash {
    /// Lower-case hex, 64 digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The order in which a reader meets the cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseOrder {
    /// As the file lists them.
    Listed,
    /// Shuffled with the session's seed.
    Shuffled,
}

/// When a mark counts as being on a lesion. Distances are in patient millimetres, never in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HitRule {
    /// The mark's centre lies within max(lesion radius, `least_radius_mm`) of the lesion's centre.
    CentreDistance {
        /// The least radius of acceptance, mm; > 0.
        least_radius_mm: f64,
    },
    /// The mark's centre lies in the lesion's mask dilated by `margin_mm`; a lesion without a mask counts as a sphere.
    InsideMask {
        /// The dilation, mm; >= 0.
        margin_mm: f64,
    },
}

/// What the reader is asked about each case.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// The labels a mark may carry, at least one.
    pub labels: Vec<LabelChoice>,
    /// A mark's confidence is a multiple of this, 0 to 100; 1 to 50 and a divisor of 100.
    pub confidence_step: u8,
    /// A case rating at or above this says that the case holds a target lesion; 1 to 100.
    pub positive_from: u8,
    /// The sections of the report, in order, at least one.
    pub sections: Vec<SectionSpec>,
}

/// One label that a mark may carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelChoice {
    /// Unique in the scenario.
    pub id: LabelId,
    /// The words on screen, per language.
    pub text: Vec<LocalText>,
}

/// A label's id: lower-case letters, digits, `-` and `_`, at most 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelId(String);

/// A report section's id: lower-case letters, digits, `-` and `_`, at most 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(String);

/// One section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionSpec {
    /// Unique in the scenario, e.g. `findings`, `impression`.
    pub id: SectionId,
    /// The heading, per language.
    pub title: Vec<LocalText>,
    /// Whether the report can be signed with this section empty.
    pub is_required: bool,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Unique in the scenario.
    pub id: CaseId,
    /// What the worklist shows, per language; never what is in the case.
    pub title: Vec<LocalText>,
    /// The clinical question, per language; shown with the case.
    pub history: Vec<LocalText>,
    /// What is said about the case after the session, per language.
    pub debrief: Vec<LocalText>,
    /// What is said on request before the case is closed, one hint after another, each per language.
    pub hints: Vec<Vec<LocalText>>,
    /// How hard the author holds it to be.
    pub difficulty: Option<Difficulty>,
    /// What the case is filed under; exam plugins choose by it.
    pub tags: Vec<String>,
    /// What the author states about the case, by name, for exam plugins; in the order of the names.
    pub facts: Vec<(String, String)>,
    /// Where the images come from.
    pub source: CaseSource,
    /// A file or folder inside the data folder with what another system said about the case; the service is not run.
    pub recorded: Option<String>,
    /// Questions about this case alone, after those of the scenario.
    pub questions: Vec<Question>,
    /// The right answers, by question; questions without one are not scored in this case.
    pub key: Vec<(QuestionId, AnswerValue)>,
}

/// Where the images of a case come from.
#[derive(Debug, Clone, PartialEq)]
pub enum CaseSource {
    /// Synthetic anatomy; the truth comes with it.
    Phantom(PhantomSpec),
    /// DICOM files; the truth stands in the scenario.
    Dicom(DicomSource),
}

impl CaseSource {
    /// How many lesions the case holds; `None` where the scenario does not know.
    #[must_use]
    pub fn n_lesions(&self) -> Option<usize> {
        match self {
            Self::Phantom(phantom) => phantom.n_lesions(),
            Self::Dicom(dicom) => dicom.truth.as_ref().map(|truth| truth.lesions.len()),
        }
    }

    /// Whether the case is abnormal; `None` where the scenario does not know.
    #[must_use]
    pub fn is_abnormal(&self) -> Option<bool> {
        match self {
            Self::Phantom(phantom) => phantom.is_abnormal(),
            Self::Dicom(dicom) => dicom.truth.as_ref().map(CaseTruth::is_abnormal),
        }
    }

    /// Whether this error can be met on the case, as far as the scenario knows: what a seed draws may hold any number
    /// of lesions that its prevalence allows.
    #[must_use]
    pub fn can_carry(&self, error: AiErrorKind) -> bool {
        let Self::Phantom(PhantomSpec {
            content: PhantomContent::Drawn(drawn),
            ..
        }) = self
        else {
            return error.is_possible(self.n_lesions());
        };
        let may_be_normal = drawn.prevalence < 1.0 && error.is_possible(Some(0));
        let may_be_abnormal = drawn.prevalence > 0.0 && error.is_possible(Some(usize::MAX));
        may_be_normal || may_be_abnormal
    }
}

/// Synthetic anatomy to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct PhantomSpec {
    /// What is made.
    pub kind: PhantomKind,
    /// The seed of the anatomy, the noise and all that is not stated.
    pub seed: Seed,
    /// Slices, 16 to 1024; `None` leaves it to the phantom.
    pub slices: Option<u32>,
    /// How hard its lesions are to see.
    pub difficulty: Difficulty,
    /// What is put in.
    pub content: PhantomContent,
}

/// What is put into a phantom.
#[derive(Debug, Clone, PartialEq)]
pub enum PhantomContent {
    /// Nodules of a chest CT, to the millimetre.
    Nodules(Nodules),
    /// Lesions as listed, none for a normal case.
    Lesions(Vec<LesionWish>),
    /// Left to the seed.
    Drawn(DrawnLesions),
}

/// Lesions to be drawn by a phantom's seed.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnLesions {
    /// How probable it is that the case is abnormal, 0 to 1.
    pub prevalence: f64,
    /// The kinds to draw from; all of the phantom where it is empty.
    pub among: Vec<&'static LesionKind>,
}

impl PhantomSpec {
    /// How many lesions are put in; `None` where the seed decides.
    #[must_use]
    pub fn n_lesions(&self) -> Option<usize> {
        match &self.content {
            PhantomContent::Nodules(Nodules::Listed(nodules)) => Some(nodules.len()),
            PhantomContent::Nodules(Nodules::Random(random)) => {
                Some(usize::try_from(random.count).unwrap_or(usize::MAX))
            }
            PhantomContent::Lesions(lesions) => {
                let findings = lesions
                    .iter()
                    .filter(|wish| wish.kind.role == LesionRole::Finding);
                Some(findings.count())
            }
            PhantomContent::Drawn(drawn) => (drawn.prevalence <= 0.0).then_some(0),
        }
    }

    /// Whether the case is abnormal; `None` where the seed decides.
    #[must_use]
    pub fn is_abnormal(&self) -> Option<bool> {
        match &self.content {
            PhantomContent::Drawn(drawn) if drawn.prevalence >= 1.0 => Some(true),
            PhantomContent::Drawn(drawn) if drawn.prevalence <= 0.0 => Some(false),
            PhantomContent::Drawn(_) => None,
            PhantomContent::Nodules(_) | PhantomContent::Lesions(_) => {
                self.n_lesions().map(|n| n > 0)
            }
        }
    }
}

/// The nodules of a phantom.
#[derive(Debug, Clone, PartialEq)]
pub enum Nodules {
    /// As stated, none for a normal case.
    Listed(Vec<NoduleSpec>),
    /// Drawn by the phantom's seed.
    Random(RandomNodules),
}

/// One stated nodule.
#[derive(Debug, Clone, PartialEq)]
pub struct NoduleSpec {
    /// Where it lies.
    pub place: NodulePlace,
    /// Diameter in mm, 2 to 60.
    pub diameter_mm: f64,
    /// Its type by attenuation.
    pub nodule_type: NoduleType,
    /// Mean attenuation above the lung around it, in HU, 20 to 1500; `None` takes what is usual for the type.
    pub contrast_hu: Option<f64>,
}

/// Where a stated nodule lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NodulePlace {
    /// Centre in patient LPS mm.
    Centre(Vec3),
    /// Anywhere in the lungs, by the phantom's seed.
    Anywhere,
}

/// Nodules to be drawn by the phantom's seed.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomNodules {
    /// How many, 1 to 20.
    pub count: u32,
    /// The least diameter, mm.
    pub least_diameter_mm: f64,
    /// The greatest diameter, mm.
    pub greatest_diameter_mm: f64,
    /// The types to draw from, at least one.
    pub types: Vec<NoduleType>,
}

/// DICOM files of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct DicomSource {
    /// The folder, relative to the data folder, with `/` between parts; never leaves the data folder.
    pub folder: String,
    /// The series to be read, if the folder holds several.
    pub series: Option<SeriesUid>,
    /// Folders of the prior studies, as `folder`; `None` for the older studies of the patient in `folder`.
    pub priors: Option<Vec<String>>,
    /// The lesions; `None` means that the truth is unknown and the case is not graded.
    pub truth: Option<CaseTruth>,
    /// Who says so; `None` where the author did not write it down.
    pub provenance: Option<TruthProvenance>,
}

/// Who marked the truth of a case, when, and how the readers came to agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TruthProvenance {
    /// Who marked it, each alone, at least one.
    pub readers: Vec<ReaderId>,
    /// Who decided where they differed; `None` where they agreed.
    pub decided_by: Option<ReaderId>,
    /// The day of the last word, `YYYY-MM-DD`.
    pub on: String,
    /// By which rule marks of two readers were held to be of one lesion.
    pub rule: String,
    /// The sessions in which it was marked and decided.
    pub sessions: Vec<SessionId>,
    /// Who stands for each lesion, as far as it is said.
    pub lesions: Vec<LesionProvenance>,
}

/// Who stands for a lesion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LesionProvenance {
    /// The lesion.
    pub lesion: LesionId,
    /// Who marked it.
    pub by: Vec<ReaderId>,
    /// Whether its radius is an assumption: nobody drew how large it is.
    pub is_radius_assumed: bool,
}

macro_rules! words {
    ($($name:ident),*) => {$(
        impl $name {
            /// Makes an id of a word of lower-case letters, digits, `-` and `_`, at most 64 bytes; `None` for others.
            #[must_use]
            pub fn new(text: &str) -> Option<Self> {
                is_word(text).then(|| Self(text.to_owned()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

words!(LabelId, SectionId);

pub(crate) fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}
