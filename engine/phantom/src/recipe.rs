//! A run of cases by one recipe: lesions in words or by prevalence, each case with its priors.

use overread_base::{
    Difficulty, Laterality, LesionKind, LesionRole, LesionWish, PhantomKind, Seed,
};

use crate::case::{Acquisition, CaseRequest, draw_lesions};

/// How the cases of a run are made.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// The kind of studies.
    pub kind: PhantomKind,
    /// How hard their lesions are to see.
    pub difficulty: Difficulty,
    /// What is put in.
    pub content: Content,
    /// How the images are made.
    pub acquisition: Acquisition,
    /// How many days before the current study its priors were made; empty for none.
    pub priors_days: Vec<u32>,
}

/// What is put into the cases of a run.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Drawn by each case's seed; this share of the cases is abnormal, see [`is_abnormal`].
    Drawn {
        /// 0 to 1.
        prevalence: f64,
        /// The kinds to draw from; all of the phantom where it is empty.
        among: Vec<&'static LesionKind>,
    },
    /// The same in every case.
    Listed(Vec<LesionWish>),
}

impl Recipe {
    /// The case of a seed: the current study first, then its priors.
    #[must_use]
    pub fn requests(&self, seed: Seed) -> Vec<CaseRequest> {
        let lesions = match &self.content {
            Content::Listed(lesions) => lesions.clone(),
            Content::Drawn { prevalence, among } => draw_lesions(
                self.kind,
                seed,
                self.difficulty,
                is_abnormal(seed, *prevalence),
                among,
            ),
        };
        let current = CaseRequest {
            difficulty: self.difficulty,
            lesions,
            acquisition: self.acquisition.clone(),
            ..CaseRequest::new(self.kind, seed)
        };
        let days = std::iter::once(&0).chain(&self.priors_days);
        days.map(|&days_before| CaseRequest {
            days_before,
            ..current.clone()
        })
        .collect()
    }
}

/// Whether the case of this seed is abnormal where `prevalence` of all cases are.
///
/// Of seeds in a row the share is met closely, not by chance alone: multiples of the golden ratio lie evenly in the unit
/// interval (Weyl), so that among n seeds in a row the number is off by few. A case stays what it is when more are made.
#[must_use]
pub fn is_abnormal(seed: Seed, prevalence: f64) -> bool {
    // 2^64 divided by the golden ratio.
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let at = (seed.0.wrapping_mul(STEP) >> 11) as f64 / (1u64 << 53) as f64;
    at < prevalence
}

/// Reads a lesion in words: `WORD[=AMOUNT][@PLACE][:SIDE]`, e.g. `mass=12@upper-outer:left`.
///
/// # Errors
/// What is wrong with it, and what there is to choose from.
pub fn parse_wish(kind: PhantomKind, text: &str) -> Result<LesionWish, String> {
    let (rest, side) = match text.split_once(':') {
        Some((rest, side)) => (rest, Some(side)),
        None => (text, None),
    };
    let (rest, place) = match rest.split_once('@') {
        Some((rest, place)) => (rest, Some(place)),
        None => (rest, None),
    };
    let (word, amount) = match rest.split_once('=') {
        Some((word, amount)) => (word, Some(amount)),
        None => (rest, None),
    };
    let lesion = LesionKind::named(kind, word).ok_or_else(|| {
        let words: Vec<&str> = LesionKind::of(kind).map(|lesion| lesion.word).collect();
        format!(
            "{} has no {word:?}: expected one of {}",
            kind.word(),
            words.join(", ")
        )
    })?;
    Ok(LesionWish {
        kind: lesion,
        amount: amount.map(|text| parse_amount(lesion, text)).transpose()?,
        side: side.map(|text| parse_side(lesion, text)).transpose()?,
        place: place.map(|text| parse_place(lesion, text)).transpose()?,
    })
}

fn parse_amount(lesion: &LesionKind, text: &str) -> Result<f64, String> {
    let of = &lesion.amount;
    let (low, high) = (of.least(), of.greatest());
    let amount: Option<f64> = text.parse().ok();
    amount
        .filter(|amount| (low..=high).contains(amount))
        .ok_or_else(|| {
            format!(
                "{}: {} must be {low} to {high} {}, found {text:?}",
                lesion.word, of.name, of.ucum
            )
        })
}

fn parse_side(lesion: &LesionKind, text: &str) -> Result<Laterality, String> {
    let side = match text {
        "left" => Laterality::Left,
        "right" => Laterality::Right,
        _ => {
            return Err(format!(
                "{}: the side must be left or right, found {text:?}",
                lesion.word
            ));
        }
    };
    if lesion.is_sided {
        Ok(side)
    } else {
        Err(format!("{} has no side, found {text:?}", lesion.word))
    }
}

fn parse_place(lesion: &LesionKind, text: &str) -> Result<&'static str, String> {
    let mut places = lesion.places.iter().copied();
    places.find(|place| *place == text).ok_or_else(|| {
        let known = match lesion.places {
            [] => "none".to_owned(),
            places => places.join(", "),
        };
        format!(
            "{}: places to choose from are {known}, found {text:?}",
            lesion.word
        )
    })
}

/// The lesions that a kind of study can hold, as a table of words for people.
#[must_use]
pub fn lesion_table(kind: PhantomKind) -> String {
    let mut table = String::from("| word | what | amount | where |\n|---|---|---|---|\n");
    for lesion in LesionKind::of(kind) {
        let of = &lesion.amount;
        let role = match lesion.role {
            LesionRole::Finding => "",
            LesionRole::Imitator => " (imitator)",
            LesionRole::QualityFault => " (fault of the image)",
        };
        let side = if lesion.is_sided {
            "`:left`, `:right`"
        } else {
            ""
        };
        let places: Vec<String> = lesion
            .places
            .iter()
            .map(|place| format!("`@{place}`"))
            .collect();
        let places = [places.join(", "), side.to_owned()];
        let places: Vec<String> = places.into_iter().filter(|text| !text.is_empty()).collect();
        table.push_str(&format!(
            "| `{}` | {}{role} | {} {} to {} {} | {} |\n",
            lesion.word,
            lesion.code().meaning,
            of.name,
            of.least(),
            of.greatest(),
            of.ucum,
            places.join("; "),
        ));
    }
    table
}

#[cfg(test)]
mod tests;
