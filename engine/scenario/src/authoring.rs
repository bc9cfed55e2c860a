//! What an educator's project is written as: the marking of the truth, the consensus, the exam, and the truth put into its
//! place. Texts only; opens and writes no file.

mod exam;
mod lines;
mod marking;
mod settle;

use overread_base::{
    CaseId, Laterality, LesionId, LocalText, PhantomKind, ReaderId, SeriesUid, Vec3,
};

use crate::{LabelId, TruthProvenance};

pub use exam::exam_text;
pub use lines::{CaseLines, case_lines};
pub use marking::{consensus_text, marking_text};
pub use settle::{SettleError, settled_text};

/// The question about a study as a whole in sessions that mark the truth.
pub const STATE_QUESTION: &str = "state";

/// What a study is, in the view of a reader who marks the truth: the answers to [`STATE_QUESTION`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StudyState {
    /// It holds a lesion.
    Abnormal,
    /// It holds none.
    Normal,
    /// Nobody can tell from these images.
    Unusable,
}

impl StudyState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Abnormal, Self::Normal, Self::Unusable];

    /// The code of the answer that says so.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Abnormal => "abnormal",
            Self::Normal => "normal",
            Self::Unusable => "unusable",
        }
    }
}

/// A project as it begins: cases of DICOM files whose truth nobody has stated yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkingProject {
    /// The id of the course that the exam belongs to, `owner.name`.
    pub id: String,
    /// The title as the educator gave it.
    pub title: String,
    /// The language of the title, a BCP 47 tag.
    pub locale: String,
    /// The cases, at least one.
    pub cases: Vec<MarkingCase>,
}

/// A case of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkingCase {
    /// Its id, the same in every file of the project.
    pub id: CaseId,
    /// What the worklist shows.
    pub title: Vec<LocalText>,
    /// The folder of its DICOM files, relative to the scenario's own folder.
    pub folder: String,
    /// What its images may be of; decides which labels are offered.
    pub areas: Vec<PhantomKind>,
    /// In the consensus: the file with what the readers marked, relative to the scenario's own folder.
    pub recorded: Option<String>,
}

/// The truth of one case as the readers settled it.
#[derive(Debug, Clone, PartialEq)]
pub struct SettledCase {
    /// The case.
    pub case: CaseId,
    /// Its lesions; none for a normal case.
    pub lesions: Vec<SettledLesion>,
    /// Who settled it; what it says of single lesions stands in [`SettledLesion`].
    pub provenance: TruthProvenance,
}

/// A lesion that the readers settled.
#[derive(Debug, Clone, PartialEq)]
pub struct SettledLesion {
    /// Unique in the case.
    pub id: LesionId,
    /// The label that it was marked with, which is the word of its finding.
    pub finding: LabelId,
    /// Where it is seen: one place in patient mm where one space holds the study, else one for each image that shows it.
    pub views: Vec<SettledView>,
    /// The patient's side.
    pub laterality: Option<Laterality>,
    /// Who marked it.
    pub by: Vec<ReaderId>,
    /// Whether nobody drew how large it is.
    pub is_radius_assumed: bool,
}

/// Where a lesion is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct SettledView {
    /// The image's series; `None` where one space holds the whole study.
    pub series: Option<SeriesUid>,
    /// Its middle, mm: patient LPS, or on the detector.
    pub centre: Vec3,
    /// Its radius, mm.
    pub radius_mm: f64,
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                out.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// Texts in languages as a TOML table on one line.
fn in_languages(texts: &[LocalText]) -> String {
    let each = texts
        .iter()
        .map(|text| format!("{} = {}", text.locale, quoted(&text.value)));
    format!("{{ {} }}", each.collect::<Vec<_>>().join(", "))
}

/// English and Russian as a TOML table on one line.
fn both(english: &str, russian: &str) -> String {
    in_languages(&[LocalText::new("en", english), LocalText::new("ru", russian)])
}

#[cfg(test)]
mod tests;
