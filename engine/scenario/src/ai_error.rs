//! The taxonomy of errors of AI services: clinical errors, technical defects of classes a to e, and how grave they are.
//!
//! Class letters are those of the monitoring of AI services in the Moscow experiment; sub-codes are our own.

mod possible;

/// How grave an error is for the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorSeverity {
    /// No consequence.
    Minor,
    /// A consequence that is mended.
    Intermediate,
    /// A consequence for treatment or outcome.
    Significant,
}

impl ErrorSeverity {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Minor, Self::Intermediate, Self::Significant];

    /// The word for it in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Intermediate => "intermediate",
            Self::Significant => "significant",
        }
    }
}

/// The family of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorFamily {
    /// A finding that is not there.
    FalsePositive,
    /// A finding that is missing.
    FalseNegative,
    /// The finding is there and something about it is wrong.
    Wrong,
    /// The draft text, or the place in the worklist.
    Report,
    /// Technical defect a: the time limit was exceeded.
    DefectA,
    /// Technical defect b: no result, or a part of it is missing.
    DefectB,
    /// Technical defect c: a declared function works incorrectly and hinders the physician.
    DefectC,
    /// Technical defect d: faults in the display of the image area.
    DefectD,
    /// Technical defect e: other violations of integrity or content.
    DefectE,
    /// The service itself changed.
    Version,
}

impl ErrorFamily {
    /// Whether it is a technical defect.
    #[must_use]
    pub fn is_defect(self) -> bool {
        matches!(
            self,
            Self::DefectA | Self::DefectB | Self::DefectC | Self::DefectD | Self::DefectE
        )
    }

    /// The letter of a technical defect.
    #[must_use]
    pub fn letter(self) -> Option<char> {
        match self {
            Self::DefectA => Some('a'),
            Self::DefectB => Some('b'),
            Self::DefectC => Some('c'),
            Self::DefectD => Some('d'),
            Self::DefectE => Some('e'),
            Self::FalsePositive
            | Self::FalseNegative
            | Self::Wrong
            | Self::Report
            | Self::Version => None,
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $word:literal, $family:ident;)*) => {
        /// One kind of error of an AI service.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum AiErrorKind {
            $($(#[$doc])* $name,)*
        }

        impl AiErrorKind {
            /// All of them, clinical errors first.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word for it in scenario files, answers and exports.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }

            /// Its family.
            #[must_use]
            pub fn family(self) -> ErrorFamily {
                match self {
                    $(Self::$name => ErrorFamily::$family,)*
                }
            }
        }
    };
}

kinds! {
    /// A false finding on an image artefact.
    FpArtefact => "fp.artefact", FalsePositive;
    /// A false finding on a normal variant.
    FpVariant => "fp.normal-variant", FalsePositive;
    /// A false finding on a benign or old change.
    FpBenign => "fp.benign", FalsePositive;
    /// A false finding on a device.
    FpDevice => "fp.device", FalsePositive;
    /// A finding that is there and does not matter.
    FpInsignificant => "fp.insignificant", FalsePositive;
    /// A subtle lesion missed.
    FnSubtle => "fn.subtle", FalseNegative;
    /// A lesion at the edge of the images missed.
    FnEdge => "fn.edge", FalseNegative;
    /// A further lesion missed where one was found.
    FnSatisfaction => "fn.satisfaction-of-search", FalseNegative;
    /// A lesion of a rare class missed.
    FnRare => "fn.rare-class", FalseNegative;
    /// A lesion missed in a patient unlike those the service was made for.
    FnPopulation => "fn.out-of-population", FalseNegative;
    /// The category is off by one or more levels.
    WrongCategory => "wrong.category", Wrong;
    /// A measured value is off by some per cent.
    WrongMeasurement => "wrong.measurement", Wrong;
    /// The mark lies elsewhere on the same side.
    WrongLocation => "wrong.location", Wrong;
    /// The mark and the words name the other side.
    WrongSide => "wrong.side", Wrong;
    /// The outline is too large.
    OverSegmentation => "wrong.over-segmentation", Wrong;
    /// The outline is too small.
    UnderSegmentation => "wrong.under-segmentation", Wrong;
    /// The finding is called something else.
    WrongClass => "wrong.class", Wrong;
    /// Two lesions are reported as one.
    Merged => "wrong.merged", Wrong;
    /// One lesion is reported as two.
    Split => "wrong.split", Wrong;
    /// The draft text holds a sentence about something that is not there.
    HallucinatedText => "text.hallucinated", Report;
    /// The draft text leaves a finding out.
    OmittedText => "text.omitted", Report;
    /// The case stands in the wrong place of the worklist.
    Misprioritised => "priority.wrong", Report;
    /// The time limit was exceeded: no result.
    ATimeout => "a.timeout", DefectA;
    /// The result comes late.
    ALate => "a.late", DefectA;
    /// No structured report.
    BNoSr => "b.no-sr", DefectB;
    /// No additional series with marks.
    BNoSeries => "b.no-series", DefectB;
    /// The report is empty.
    BEmptyReport => "b.empty-report", DefectB;
    /// The result is of another series.
    CWrongSeries => "c.wrong-series", DefectC;
    /// The result is of another part of the body.
    CWrongAnatomy => "c.wrong-anatomy", DefectC;
    /// The words name the other side, the mark does not.
    CWrongLaterality => "c.wrong-laterality-label", DefectC;
    /// The result is of another patient.
    CWrongPatient => "c.wrong-patient", DefectC;
    /// The result is of an earlier study of the patient.
    CStale => "c.stale-prior", DefectC;
    /// The result is there twice.
    CDuplicate => "c.duplicate", DefectC;
    /// The text is in another language.
    CLanguage => "c.language", DefectC;
    /// Probability and marks contradict each other.
    CProbabilityMismatch => "c.probability-vs-mark-mismatch", DefectC;
    /// Text and marks contradict each other.
    CTextMismatch => "c.text-vs-mark-mismatch", DefectC;
    /// The image area of the result is cropped.
    DCropped => "d.cropped", DefectD;
    /// The marks are mirrored.
    DFlipped => "d.flipped", DefectD;
    /// The result comes with an unusable window.
    DWindow => "d.window-changed", DefectD;
    /// All marks are shifted.
    DShifted => "d.shifted-overlay", DefectD;
    /// A mark covers the anatomy.
    DHides => "d.mark-hides-anatomy", DefectD;
    /// The words "not for diagnosis" are missing.
    DNoLabel => "d.missing-not-for-diagnosis-label", DefectD;
    /// An object of the result cannot be read.
    ECorrupt => "e.corrupt-object", DefectE;
    /// An object of the result names another study.
    EUidMismatch => "e.uid-mismatch", DefectE;
    /// Sizes rest on a wrong pixel spacing.
    ESpacing => "e.spacing-wrong", DefectE;
    /// A value stands with a wrong unit.
    EUnit => "e.unit-wrong", DefectE;
    /// The service's version and threshold changed without a word.
    VersionChange => "version.silent-change", Version;
}

impl AiErrorKind {
    /// What a question about technical defects is answered by: `none`, the class letters, then the sub-codes.
    #[must_use]
    pub fn defect_codes() -> Vec<String> {
        let letters = Self::ALL.iter().filter_map(|kind| kind.family().letter());
        let mut codes = vec!["none".to_owned()];
        codes.extend(letters.map(String::from));
        // Kinds stand by class, so equal letters stand side by side.
        codes.dedup();
        let defects = Self::ALL.iter().filter(|kind| kind.family().is_defect());
        codes.extend(defects.map(|kind| kind.word().to_owned()));
        codes
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}
