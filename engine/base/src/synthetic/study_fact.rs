//! The facts about a study as a whole that phantoms state and services measure, with their codes and units.

use crate::{Code, FactValue, TruthFact};

/// One kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StudyFact {
    /// Greatest diameter of the ascending aorta, across the flow.
    AortaDiameter,
    /// Diameter of the pulmonary trunk.
    TrunkDiameter,
    /// Agatston score of the coronary arteries.
    Agatston,
    /// Share of the lungs at or below -950 HU.
    LowAttenuationArea,
    /// Share of the lungs that infiltrates take.
    InfiltrateShare,
    /// Volume of the lungs with all that is in them.
    LungVolume,
    /// Volume of fluid in both pleural spaces.
    EffusionVolume,
    /// Mean attenuation of the trabecular bone of the lowest thoracic vertebrae.
    VertebralAttenuation,
    /// Greatest loss of anterior height of a vertebra.
    VertebralHeightLoss,
    /// Volume of all blood inside the skull that is outside vessels.
    HaemorrhageVolume,
    /// Shift of the septum pellucidum from the midline.
    MidlineShift,
    /// ASPECTS of the affected side; 10 where neither is.
    Aspects,
    /// The ASPECTS regions concerned, as side and region, e.g. `L:M1`.
    AspectsRegions,
    /// Evans index: greatest width of the frontal horns over the inner width of the skull.
    EvansIndex,
    /// Cardiothoracic ratio of the frontal projection.
    CardiothoracicRatio,
    /// The words of the quality faults in the images.
    QualityFaults,
    /// Density of the breasts, a to d.
    BreastDensity,
    /// Share of glandular tissue in the breasts.
    GlandularShare,
}

impl StudyFact {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::AortaDiameter,
        Self::TrunkDiameter,
        Self::Agatston,
        Self::LowAttenuationArea,
        Self::InfiltrateShare,
        Self::LungVolume,
        Self::EffusionVolume,
        Self::VertebralAttenuation,
        Self::VertebralHeightLoss,
        Self::HaemorrhageVolume,
        Self::MidlineShift,
        Self::Aspects,
        Self::AspectsRegions,
        Self::EvansIndex,
        Self::CardiothoracicRatio,
        Self::QualityFaults,
        Self::BreastDensity,
        Self::GlandularShare,
    ];

    /// Its value in the private scheme, its meaning, and the UCUM unit of a number.
    const fn row(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::AortaDiameter => (
                "aorta-diameter",
                "Diameter of the ascending aorta",
                Some("mm"),
            ),
            Self::TrunkDiameter => (
                "trunk-diameter",
                "Diameter of the pulmonary trunk",
                Some("mm"),
            ),
            Self::Agatston => ("agatston", "Agatston score", Some("1")),
            Self::LowAttenuationArea => ("laa-950", "Lung at or below -950 HU", Some("%")),
            Self::InfiltrateShare => ("infiltrate-share", "Lung taken by infiltrates", Some("%")),
            Self::LungVolume => ("lung-volume", "Volume of the lungs", Some("mL")),
            Self::EffusionVolume => ("effusion-volume", "Volume of pleural fluid", Some("mL")),
            Self::VertebralAttenuation => (
                "vertebral-attenuation",
                "Trabecular attenuation of vertebrae",
                Some("[hnsf'U]"),
            ),
            Self::VertebralHeightLoss => (
                "vertebral-height-loss",
                "Greatest loss of anterior vertebral height",
                Some("%"),
            ),
            Self::HaemorrhageVolume => (
                "haemorrhage-volume",
                "Volume of intracranial blood",
                Some("mL"),
            ),
            Self::MidlineShift => ("midline-shift", "Midline shift", Some("mm")),
            Self::Aspects => ("aspects", "ASPECTS", Some("{score}")),
            Self::AspectsRegions => ("aspects-regions", "ASPECTS regions concerned", None),
            Self::EvansIndex => ("evans-index", "Evans index", Some("1")),
            Self::CardiothoracicRatio => {
                ("cardiothoracic-ratio", "Cardiothoracic ratio", Some("%"))
            }
            Self::QualityFaults => ("quality-faults", "Faults of image quality", None),
            Self::BreastDensity => ("breast-density", "Density of the breasts", None),
            Self::GlandularShare => ("glandular-share", "Share of glandular tissue", Some("%")),
        }
    }

    /// The code that truth and services use for it.
    #[must_use]
    pub fn code(self) -> Code {
        let (value, meaning, _) = self.row();
        Code::new("99OVERREAD", value, meaning)
    }

    /// The UCUM unit; `None` for a fact that is no number.
    #[must_use]
    pub const fn ucum(self) -> Option<&'static str> {
        self.row().2
    }

    /// The fact with a measured value.
    #[must_use]
    pub fn number(self, value: f64) -> TruthFact {
        TruthFact {
            code: self.code(),
            value: FactValue::Number {
                value,
                ucum: self.ucum().unwrap_or("1").to_owned(),
            },
        }
    }

    /// The fact with the parts concerned.
    #[must_use]
    pub fn parts(self, parts: Vec<String>) -> TruthFact {
        TruthFact {
            code: self.code(),
            value: FactValue::Parts(parts),
        }
    }
}
