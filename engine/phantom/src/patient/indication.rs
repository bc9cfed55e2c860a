//! Why a study was asked for: a few words that fit the person and what is found, and do not name it.
//!
//! Studies without findings draw from the same table, so that the words give nothing away.

mod table;

use overread_base::{Laterality, LesionKind, LesionRole, LocalText, PhantomKind, Seed};

use super::{Sex, SyntheticPatient};
use table::TABLE;

/// A reason to ask for a study.
#[derive(Debug)]
struct Reason {
    kind: PhantomKind,
    /// The findings that it fits, by their words; empty fits all.
    fits: &'static [&'static str],
    /// The ages it fits, years.
    ages: (u8, u8),
    /// The sex it fits; `None` both.
    sex: Option<Sex>,
    /// Which side the complaint is on.
    side: Complaint,
    /// With `{side}` for `right` or `left`.
    en: &'static str,
    /// With `{side}` for the stem of the side's adjective.
    ru: &'static str,
}

/// On which side a complaint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Complaint {
    /// It has none.
    Nowhere,
    /// On the side of the finding.
    There,
    /// On the other side, as the brain's findings show.
    Across,
}

/// The indication in all languages, of a study that holds `present`, each with its side where it has one.
#[must_use]
pub fn indication(
    kind: PhantomKind,
    seed: Seed,
    patient: &SyntheticPatient,
    present: &[(&'static LesionKind, Option<Laterality>)],
) -> Vec<LocalText> {
    let mut rng = seed.child("indication").rng();
    let findings: Vec<_> = present
        .iter()
        .filter(|(lesion, _)| lesion.role == LesionRole::Finding)
        .collect();
    let suits = |reason: &&Reason, is_close: bool| {
        let (low, high) = reason.ages;
        reason.kind == kind
            && reason.sex.is_none_or(|sex| sex == patient.sex)
            && (low..=high).contains(&patient.age_years)
            && (findings.is_empty()
                || (!is_close && reason.fits.is_empty())
                || findings
                    .iter()
                    .any(|(lesion, _)| reason.fits.contains(&lesion.word)))
    };
    // A study of a person without complaints is as likely as the table makes it; complaints fit what is there.
    let wants_close = rng.unit() < 0.7;
    let mut found: Vec<&Reason> = TABLE.iter().filter(|r| suits(r, wants_close)).collect();
    if found.is_empty() {
        found = TABLE.iter().filter(|r| suits(r, false)).collect();
    }
    let pick = usize::try_from(rng.below(found.len() as u64)).unwrap_or(0);
    let is_right_by_chance = rng.unit() < 0.5;
    let Some(reason) = found.get(pick) else {
        return vec![
            LocalText::new("en", "Follow-up."),
            LocalText::new("ru", "Динамическое наблюдение."),
        ];
    };
    let fitting = findings
        .iter()
        .find(|(lesion, _)| reason.fits.contains(&lesion.word));
    let is_right = match (reason.side, fitting.and_then(|(_, side)| *side)) {
        (Complaint::There, Some(Laterality::Right))
        | (Complaint::Across, Some(Laterality::Left)) => true,
        (Complaint::There, Some(Laterality::Left))
        | (Complaint::Across, Some(Laterality::Right)) => false,
        _ => is_right_by_chance,
    };
    let (en, ru) = if is_right {
        ("right", "прав")
    } else {
        ("left", "лев")
    };
    vec![
        LocalText::new("en", &reason.en.replace("{side}", en)),
        LocalText::new("ru", &reason.ru.replace("{side}", ru)),
    ]
}

#[cfg(test)]
mod tests;
