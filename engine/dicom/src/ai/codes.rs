//! The coded concepts of AI objects, each with its source. No objects.
//!
//! Codes are identifiers of PS3.16 and of the dictionaries it names; a code that is in none of its tables says so.

use overread_base::Code;

/// The scheme of codes that no public dictionary has.
pub(crate) const PRIVATE_SCHEME: &str = "99OVERREAD";

/// A coded concept that is written or looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Concept {
    pub(crate) scheme: &'static str,
    pub(crate) value: &'static str,
    pub(crate) meaning: &'static str,
}

impl Concept {
    /// As a code of the vocabulary.
    pub(crate) fn code(self) -> Code {
        Code::new(self.scheme, self.value, self.meaning)
    }
}

macro_rules! concepts {
    ($($name:ident = $value:literal $scheme:literal $meaning:literal, $source:literal;)*) => {
        $(
            #[doc = concat!("(", $value, ", ", $scheme, ", ", $meaning, "); source: ", $source, ".")]
            pub(crate) const $name: Concept =
                Concept { scheme: $scheme, value: $value, meaning: $meaning };
        )*

        /// All concepts with their sources.
        #[cfg(test)]
        pub(crate) const ALL: &[(Concept, &str)] = &[$(($name, $source)),*];
    };
}

concepts! {
    // The report and its context.
    MEASUREMENT_REPORT = "126000" "DCM" "Imaging Measurement Report", "PS3.16 TID 1500, CID 7021";
    LANGUAGE = "121049" "DCM" "Language of Content Item and Descendants", "PS3.16 TID 1204";
    ENGLISH = "en" "RFC5646" "English", "PS3.16 CID 5000 by RFC 5646";
    RUSSIAN = "ru" "RFC5646" "Russian", "PS3.16 CID 5000 by RFC 5646";
    OBSERVER_TYPE = "121005" "DCM" "Observer Type", "PS3.16 TID 1002";
    PERSON = "121006" "DCM" "Person", "PS3.16 CID 270";
    DEVICE = "121007" "DCM" "Device", "PS3.16 CID 270";
    PERSON_NAME = "121008" "DCM" "Person Observer Name", "PS3.16 TID 1003";
    PERSON_ORGANIZATION = "121009" "DCM" "Person Observer's Organization Name", "PS3.16 TID 1003";
    DEVICE_UID = "121012" "DCM" "Device Observer UID", "PS3.16 TID 1004";
    DEVICE_NAME = "121013" "DCM" "Device Observer Name", "PS3.16 TID 1004";
    DEVICE_MANUFACTURER = "121014" "DCM" "Device Observer Manufacturer", "PS3.16 TID 1004";
    DEVICE_MODEL = "121015" "DCM" "Device Observer Model Name", "PS3.16 TID 1004";
    PROCEDURE_REPORTED = "121058" "DCM" "Procedure reported", "PS3.16 TID 1500";
    CT_PROCEDURE = "25045-6" "LN" "CT unspecified body region", "PS3.16 CID 100";
    MR_PROCEDURE = "25056-3" "LN" "MRI unspecified body region", "PS3.16 CID 100";
    XR_PROCEDURE = "43468-8" "LN" "XR unspecified body region", "PS3.16 CID 100";
    NM_PROCEDURE = "49118-3" "LN" "NM unspecified body region", "PS3.16 CID 100";
    PET_PROCEDURE = "44136-0" "LN" "PET unspecified body region", "PS3.16 CID 100";
    OTHER_PROCEDURE = "procedure" "99OVERREAD" "Imaging procedure", "own; CID 100 has no code for an unnamed procedure";
    IMAGE_LIBRARY = "111028" "DCM" "Image Library", "PS3.16 TID 1600";
    IMAGE_LIBRARY_GROUP = "126200" "DCM" "Image Library Group", "PS3.16 TID 1600";
    SOURCE = "260753009" "SCT" "Source", "SNOMED CT; PS3.16 TID 1410 leaves the name of the image open";

    // Measurement groups.
    MEASUREMENTS = "126010" "DCM" "Imaging Measurements", "PS3.16 TID 1500";
    QUALITATIVE_EVALUATIONS = "C0034375" "UMLS" "Qualitative Evaluations", "PS3.16 TID 1500";
    MEASUREMENT_GROUP = "125007" "DCM" "Measurement Group", "PS3.16 TID 1410, 1411, 1501";
    TRACKING_ID = "112039" "DCM" "Tracking Identifier", "PS3.16 TID 4108";
    TRACKING_UID = "112040" "DCM" "Tracking Unique Identifier", "PS3.16 TID 4108";
    FINDING = "121071" "DCM" "Finding", "PS3.16 TID 1501";
    FINDING_SITE = "363698007" "SCT" "Finding Site", "PS3.16 TID 1501";
    LATERALITY = "272741003" "SCT" "Laterality", "PS3.16 CID 210";
    RIGHT = "24028007" "SCT" "Right", "PS3.16 CID 244";
    LEFT = "7771000" "SCT" "Left", "PS3.16 CID 244";
    BILATERAL = "51440002" "SCT" "Bilateral", "PS3.16 CID 244";
    MIDLINE = "261129000" "SCT" "Midline", "PS3.16 CID 5";
    ALGORITHM_NAME = "111001" "DCM" "Algorithm Name", "PS3.16 TID 4019";
    ALGORITHM_PARAMETERS = "111002" "DCM" "Algorithm Parameters", "PS3.16 TID 4019";
    ALGORITHM_VERSION = "111003" "DCM" "Algorithm Version", "PS3.16 TID 4019";
    IMAGE_REGION = "111030" "DCM" "Image Region", "PS3.16 TID 1410, 1411";
    REFERENCED_SEGMENT = "121191" "DCM" "Referenced Segment", "PS3.16 TID 1411";
    SEGMENTATION_SOURCE = "121233" "DCM" "Source image for segmentation", "PS3.16 TID 1411";
    MEASUREMENT_SOURCE = "121112" "DCM" "Source of Measurement", "PS3.16 TID 1501, CID 7551";
    PROBABILITY = "122157" "DCM" "Probability", "PS3.16 annex D";
    THRESHOLD = "threshold" "99OVERREAD" "Decision threshold", "own; PS3.16 has no concept for it outside CAD operating points";
    CERTAINTY = "111012" "DCM" "Certainty of Finding", "PS3.16 CID 6048";
    PROBABLE = "410592001" "SCT" "Probably present", "SNOMED CT finding contexts; not in PS3.16 tables";
    POSSIBLE = "410590009" "SCT" "Known possible", "SNOMED CT finding contexts; not in PS3.16 tables";
    PRESENCE = "705057003" "SCT" "Presence", "SNOMED CT property; not in PS3.16 tables";
    PRESENT = "52101004" "SCT" "Present", "PS3.16 CID 240";
    ABSENT = "272519000" "SCT" "Absent", "PS3.16 CID 240";
    CATEGORY = "111005" "DCM" "Assessment Category", "PS3.16 annex D";
    COMMENT = "121106" "DCM" "Comment", "PS3.16 annex D";
    FINDINGS = "121070" "DCM" "Findings", "PS3.16 annex D";
    IMPRESSION = "121073" "DCM" "Impression", "PS3.16 annex D";
    VERDICT = "verdict" "99OVERREAD" "Verdict of the reader", "own; IHE AIRAI names the values and no code";
    ACCEPTED = "accepted" "99OVERREAD" "Accepted", "own, as IHE AIRAI";
    MODIFIED = "modified" "99OVERREAD" "Modified", "own, as IHE AIRAI";
    REJECTED = "rejected" "99OVERREAD" "Rejected", "own, as IHE AIRAI";

    // What came of the job.
    SUMMARY_OF_DETECTIONS = "111064" "DCM" "Summary of Detections", "PS3.16 TID 4015";
    SUCCEEDED = "111222" "DCM" "Succeeded", "PS3.16 CID 6042";
    FAILED = "111224" "DCM" "Failed", "PS3.16 CID 6042";
    NOT_ATTEMPTED = "111225" "DCM" "Not Attempted", "PS3.16 CID 6042";
    CAD_SUMMARY = "111017" "DCM" "CAD Processing and Findings Summary", "PS3.16 TID 4001, 4101";
    ALL_SUCCEEDED_WITHOUT = "111241" "DCM" "All algorithms succeeded; without findings", "PS3.16 CID 6047";
    ALL_SUCCEEDED_WITH = "111242" "DCM" "All algorithms succeeded; with findings", "PS3.16 CID 6047";
    NONE_SUCCEEDED = "111245" "DCM" "No algorithms succeeded; without findings", "PS3.16 CID 6047";
    REASON = "reason" "99OVERREAD" "Reason for the status of the result", "own; CID 6042 states no reasons";

    // Segments, maps and other objects.
    ABNORMAL_STRUCTURE = "49755003" "SCT" "Morphologically Abnormal Structure", "PS3.16 CID 7150";
    ARTIFICIAL_INTELLIGENCE = "123110" "DCM" "Artificial Intelligence", "PS3.16 CID 7162";
    SOURCE_OF_PROCESSING = "121322" "DCM" "Source image for image processing operation", "PS3.16 CID 7202";
    PROCESSING_EQUIPMENT = "109102" "DCM" "Processing Equipment", "PS3.16 CID 7005";
    SEGMENTATION = "113076" "DCM" "Segmentation", "PS3.16 CID 7203";
    UNSPECIFIED_CALCULATION = "112187" "DCM" "Unspecified method of calculation", "PS3.16 annex D";
    QUANTITY = "246205007" "SCT" "Quantity", "PS3.3 C.7.6.16.2.11, PS3.16 CID 9000";
    OF_INTEREST = "113000" "DCM" "Of Interest", "PS3.16 CID 7010";
    QUALITY_REJECTED = "113001" "DCM" "Rejected for Quality Reasons", "PS3.16 CID 7010";
    FOR_TEACHING = "113004" "DCM" "For Teaching", "PS3.16 CID 7010";
    FOR_PEER_REVIEW = "113008" "DCM" "For Peer Review", "PS3.16 CID 7010";
    KEY_OBJECT_DESCRIPTION = "113012" "DCM" "Key Object Description", "PS3.16 TID 2010";
    NO_UNITS = "1" "UCUM" "no units", "PS3.16 CID 7181";
}

#[cfg(test)]
mod tests;
