//! The coded concepts that AI objects are read by (PS3.16), with the older codes that files still carry. No meaning of trees.

use overread_base::{Certainty, Code, Laterality};

use crate::tag::Tag;
use crate::values::Values;

/// One concept under the schemes and values that name it.
pub(crate) struct Concept(&'static [(&'static str, &'static str)]);

impl Concept {
    /// Whether a code of a file names this concept.
    pub(crate) fn is(&self, code: &Code) -> bool {
        // The names that SNOMED RT codes went by before (PS3.16 8.1).
        let scheme = match code.scheme.as_str() {
            "SNM3" | "99SDM" => "SRT",
            other => other,
        };
        self.0
            .iter()
            .any(|&(s, value)| s == scheme && value == code.value)
    }
}

macro_rules! concepts {
    ($($name:ident = $($scheme:literal $value:literal),+;)*) => {
        $(pub(crate) const $name: Concept = Concept(&[$(($scheme, $value)),+]);)*
    };
}

concepts! {
    MEASUREMENT_REPORT = "DCM" "126000";
    MEASUREMENT_GROUP = "DCM" "125007";
    IMAGE_LIBRARY = "DCM" "111028";
    LANGUAGE = "DCM" "121049";
    OBSERVER_TYPE = "DCM" "121005";
    PERSON = "DCM" "121006";
    DEVICE_NAME = "DCM" "121013";
    DEVICE_MANUFACTURER = "DCM" "121014";
    DEVICE_MODEL = "DCM" "121015";
    ALGORITHM_NAME = "DCM" "111001";
    ALGORITHM_PARAMETERS = "DCM" "111002";
    ALGORITHM_VERSION = "DCM" "111003";
    ALGORITHM_MANUFACTURER = "DCM" "122405";
    TRACKING_IDENTIFIER = "DCM" "112039";
    TRACKING_UID = "DCM" "112040";
    COMMENT = "DCM" "121106";
    QUALITATIVE_EVALUATIONS = "UMLS" "C0034375";
    THRESHOLD = "99OVERREAD" "threshold";
    REASON = "99OVERREAD" "reason";
    FINDING = "DCM" "121071";
    FINDINGS = "DCM" "121070";
    IMPRESSION = "DCM" "121073";
    IMPRESSIONS = "DCM" "121072";
    SITE = "SCT" "363698007", "SRT" "G-C0E3";
    LATERALITY = "SCT" "272741003", "SRT" "G-C171";
    PROBABILITY = "DCM" "122157";
    PROBABILITY_OF_CANCER = "DCM" "111047";
    CERTAINTY_OF_FINDING = "DCM" "111012";
    CERTAINTY_OF_FEATURE = "DCM" "111011";
    PRESENCE = "SCT" "705057003", "DCM" "121052";
    DERIVATION = "DCM" "121401";
    IMAGE_REGION = "DCM" "111030";
    OUTLINE = "DCM" "111041";
    REFERENCED_SEGMENT = "DCM" "121191";
    REFERENCED_SEGMENTATION_FRAME = "DCM" "121214";
    SOURCE_SERIES = "DCM" "121232";
    ASSESSMENT_CATEGORY = "DCM" "111005";
    CHEST_CAD_REPORT = "DCM" "112000";
    MAMMOGRAPHY_CAD_REPORT = "DCM" "111036";
    COLON_CAD_REPORT = "DCM" "112220";
    CAD_SUMMARY = "DCM" "111017";
    COMPOSITE_FEATURE = "DCM" "111015";
    SINGLE_IMAGE_FINDING = "DCM" "111059";
    RENDERING_INTENT = "DCM" "111056";
    PRESENTATION_OPTIONAL = "DCM" "111151";
    NOT_FOR_PRESENTATION = "DCM" "111152";
    CAD_OPERATING_POINT = "DCM" "111071";
    RECOMMENDED_OPERATING_POINT = "DCM" "111092";
    CASE_SENSITIVITY = "DCM" "111088";
    CASE_SPECIFICITY = "DCM" "111090";
    FALSE_MARKERS_PER_CASE = "DCM" "111087";
    SUMMARY_OF_DETECTIONS = "DCM" "111064";
    SUMMARY_OF_ANALYSES = "DCM" "111065";
    SUCCESSFUL_DETECTIONS = "DCM" "111063";
    FAILED_DETECTIONS = "DCM" "111025";
    FAILED_ANALYSES = "DCM" "111024";
    DETECTION_PERFORMED = "DCM" "111022";
    ANALYSIS_PERFORMED = "DCM" "111004";
    NOT_ATTEMPTED = "DCM" "111225";
    FAILED = "DCM" "111224";
    NONE_SUCCEEDED = "DCM" "111245";
    PARTLY_WITHOUT = "DCM" "111243";
    PARTLY_WITH = "DCM" "111244";
    ALL_WITHOUT = "DCM" "111241";
    ALL_WITH = "DCM" "111242";
    IMAGE_QUALITY = "DCM" "111101";
    PRESENT = "SCT" "52101004", "SRT" "G-A203", "DCM" "121053";
    ABSENT = "SCT" "2667000", "SCT" "272519000", "SRT" "R-4089B", "DCM" "121054";
    PROBABLE = "SCT" "2931005", "SCT" "410592001";
    POSSIBLE = "SCT" "410590009", "SCT" "371930009", "SCT" "60022001", "SCT" "42425007", "SRT" "G-A466";
    RIGHT = "SCT" "24028007", "SRT" "G-A100", "SCT" "73056007", "SRT" "T-04020";
    LEFT = "SCT" "7771000", "SRT" "G-A101", "SCT" "80248007", "SRT" "T-04030";
    BOTH = "SCT" "51440002", "SRT" "G-A102", "SCT" "63762007", "SRT" "T-04080";
    MIDLINE = "SCT" "261129000", "SCT" "399488007";
}

/// The code of a code sequence item (PS3.3 8.8); `None` without a value or a meaning.
pub(crate) fn code_of(values: Values<'_>) -> Option<Code> {
    let value = [Tag::CODE_VALUE, Tag::LONG_CODE_VALUE, Tag::URN_CODE_VALUE]
        .into_iter()
        .find_map(|tag| values.text(tag));
    let meaning = values.text(Tag::CODE_MEANING);
    if value.is_none() && meaning.is_none() {
        return None;
    }
    let scheme = values.text(Tag::CODING_SCHEME).unwrap_or_default();
    let short = |text: String| text.chars().take(MAX_MEANING_CHARS).collect::<String>();
    Some(Code {
        scheme: short(scheme),
        value: short(value.unwrap_or_default()),
        meaning: short(meaning.unwrap_or_default()),
    })
}

/// Longer than any code meaning that the standard allows (64 characters), and short enough to draw.
const MAX_MEANING_CHARS: usize = 256;

/// The first item of a code sequence as a code.
pub(crate) fn code_in(values: Values<'_>, sequence: Tag) -> Option<Code> {
    let set = values.set.item(sequence)?;
    code_of(Values { set, ..values })
}

/// What a value of a presence or certainty item says.
pub(crate) fn certainty_of(code: &Code) -> Option<Certainty> {
    [
        (PRESENT, Certainty::Present),
        (ABSENT, Certainty::Absent),
        (PROBABLE, Certainty::Probable),
        (POSSIBLE, Certainty::Possible),
    ]
    .into_iter()
    .find_map(|(concept, certainty)| concept.is(code).then_some(certainty))
}

/// The side that a value of a laterality item names.
pub(crate) fn side_of(code: &Code) -> Option<Laterality> {
    [
        (RIGHT, Laterality::Right),
        (LEFT, Laterality::Left),
        (BOTH, Laterality::Bilateral),
        (MIDLINE, Laterality::Midline),
    ]
    .into_iter()
    .find_map(|(concept, side)| concept.is(code).then_some(side))
}
