//! A person to go with a phantom, marked as synthetic. No real names.

use overread_base::Seed;

/// A patient who does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntheticPatient {
    /// DICOM person name; its family part says that the study is synthetic.
    pub name: String,
    /// Patient ID.
    pub id: String,
    /// Whole years.
    pub age_years: u8,
    /// Sex as drawn in the anatomy.
    pub sex: Sex,
    /// Text for Image Comments of every image.
    pub comment: &'static str,
}

/// Sex as DICOM's Patient's Sex writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `F`
    Female,
    /// `M`
    Male,
}

impl SyntheticPatient {
    pub(crate) fn draw(seed: Seed, female: bool, age: f32) -> Self {
        let number = seed.child("person").0 % 1_000_000;
        Self {
            name: format!("SYNTHETIC^PHANTOM {number:06}"),
            id: format!("SYN-{number:06}"),
            // The anatomy draws 42 to 80 years.
            age_years: u8::try_from(crate::num::index_in(age, 120)).unwrap_or(60),
            sex: if female { Sex::Female } else { Sex::Male },
            comment: "SYNTHETIC: computer-generated phantom, not a patient",
        }
    }
}
