//! Persons to go with phantoms: names that say that nobody bears them, age, sex, build. No anatomy.

mod indication;
mod names;
mod scanner;

use overread_base::{PhantomKind, Rng, Seed};

use crate::num::{index_in, to_f32};

pub use indication::indication;
pub use scanner::Scanner;

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
    /// Height, cm.
    pub height_cm: u8,
    /// Weight, kg.
    pub weight_kg: u8,
    /// Text for Image Comments of every image.
    pub comment: &'static str,
}

/// Sex as DICOM's Patient's Sex writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// `F`
    Female,
    /// `M`
    Male,
}

/// Age groups by which figures of a service are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeGroup {
    /// Below 50 years.
    Younger,
    /// 50 to 69 years.
    Middle,
    /// 70 years and more.
    Older,
}

/// Classes of build: WHO's classes of the body mass index, obesity in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Habitus {
    /// Below 25 kg/m2.
    Slim,
    /// 25 to below 30 kg/m2.
    Sturdy,
    /// 30 kg/m2 and more.
    Heavy,
}

impl Sex {
    /// The word for it, e.g. in tables of subgroups.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// Patient's Sex (0010,0040).
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Female => "F",
            Self::Male => "M",
        }
    }
}

impl AgeGroup {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Younger => "below 50 years",
            Self::Middle => "50 to 69 years",
            Self::Older => "70 years and more",
        }
    }
}

impl Habitus {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Slim => "slim",
            Self::Sturdy => "sturdy",
            Self::Heavy => "heavy",
        }
    }
}

impl SyntheticPatient {
    /// A person of the kind of study, by the seed: age and sex as such studies have them, and all that goes with them.
    #[must_use]
    pub fn of(kind: PhantomKind, seed: Seed) -> Self {
        let mut rng = seed.child("person/age and sex").rng();
        let is_female = kind == PhantomKind::Mammography || rng.unit() < 0.5;
        // Ages that the phantoms can draw, more of them in the middle; a screened woman is 40 to 79.
        let (low, high) = match kind {
            PhantomKind::ChestCt => (42.0, 81.0),
            PhantomKind::HeadCt => (20.0, 93.0),
            PhantomKind::ChestRadiograph => (18.0, 91.0),
            PhantomKind::Mammography => (40.0, 80.0),
        };
        let middle = 0.5 * (rng.unit() + rng.unit());
        Self::draw(seed, is_female, to_f32(low + (high - low) * middle))
    }

    /// The person of this sex and age.
    pub(crate) fn draw(seed: Seed, female: bool, age: f32) -> Self {
        let own = seed.child("person");
        let number = own.0 % 1_000_000;
        let sex = if female { Sex::Female } else { Sex::Male };
        let age_years = whole(f64::from(age), 0, 120);
        let (height_cm, weight_kg) = build(&mut own.child("build").rng(), sex, age_years);
        Self {
            name: names::name(own, sex),
            id: format!("SYN-{number:06}"),
            age_years,
            sex,
            height_cm,
            weight_kg,
            comment: "SYNTHETIC: computer-generated phantom, not a patient",
        }
    }

    /// The same person some days earlier.
    pub(crate) fn earlier(mut self, seed: Seed, days: u32) -> Self {
        // How long ago the last birthday was at the time of the current study.
        let since_birthday = seed.child("person/birthday").rng().unit() * 365.25;
        let years = (f64::from(days) - since_birthday) / 365.25;
        if years > 0.0 {
            self.age_years = self
                .age_years
                .saturating_sub(whole(years.floor() + 1.0, 0, 120));
        }
        self
    }

    /// The group of ages the person belongs to.
    #[must_use]
    pub const fn age_group(&self) -> AgeGroup {
        match self.age_years {
            0..50 => AgeGroup::Younger,
            50..70 => AgeGroup::Middle,
            70.. => AgeGroup::Older,
        }
    }

    /// The build the person belongs to.
    #[must_use]
    pub fn habitus(&self) -> Habitus {
        let height_m = f64::from(self.height_cm) / 100.0;
        let index = f64::from(self.weight_kg) / (height_m * height_m).max(0.01);
        if index < 25.0 {
            Habitus::Slim
        } else if index < 30.0 {
            Habitus::Sturdy
        } else {
            Habitus::Heavy
        }
    }
}

/// Height in cm and weight in kg. Means and spreads are those of a Western European population, unverified.
fn build(rng: &mut Rng, sex: Sex, age_years: u8) -> (u8, u8) {
    let (mean_cm, sd_cm) = match sex {
        Sex::Female => (165.5, 6.0),
        Sex::Male => (178.5, 6.8),
    };
    // About 1 cm a decade is lost after 40.
    let lost_cm = (f64::from(age_years) - 40.0).max(0.0) * 0.1;
    let height_cm = (rng.normal_within_2sd(mean_cm, sd_cm) - lost_cm).floor();
    // Skewed to the right: few are very slim, some very heavy.
    let skew = rng.normal_within_2sd(0.0, 1.0);
    let index = 26.0 + 4.2 * skew + 0.9 * skew * skew;
    let height_m = height_cm / 100.0;
    let weight_kg = index * height_m * height_m;
    (whole(height_cm, 120, 220), whole(weight_kg, 35, 200))
}

/// The whole part of a number, cut to a range.
fn whole(number: f64, low: u8, high: u8) -> u8 {
    let number = to_f32(number).max(f32::from(low));
    u8::try_from(index_in(number, usize::from(high))).unwrap_or(high)
}

#[cfg(test)]
mod tests;
