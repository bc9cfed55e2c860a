//! The words for what a reader marks as truth, their codes, and which of them fit which images.

use overread_base::{Code, LesionKind, LesionRole, LocalText, PhantomKind};

use crate::{LabelChoice, LabelId, concept_name};

/// The word for a nodule of any type.
const NODULE: &str = "nodule";
/// The word for what no other word fits.
const OTHER: &str = "other";

/// The code of a finding by its word: a kind of lesion of the catalogue, else a code of our own scheme that carries the
/// word itself, so that an author's own labels keep their meaning.
#[must_use]
pub fn finding_code(word: &str) -> Code {
    if word == NODULE {
        return Code::nodule();
    }
    let mut kinds = PhantomKind::ALL.into_iter().flat_map(LesionKind::of);
    let known = kinds.find(|kind| kind.word == word && kind.role == LesionRole::Finding);
    known.map_or_else(|| Code::new("99OVERREAD", word, word), |kind| kind.code())
}

/// The areas of the catalogue that images of this modality may be of: by their body part, as DICOM writes it, where it
/// tells them apart.
#[must_use]
pub fn finding_areas(modality: &str, body_part: Option<&str>) -> Vec<PhantomKind> {
    let is_head = body_part.is_some_and(|part| {
        let part = part.to_ascii_uppercase();
        ["HEAD", "BRAIN", "SKULL"]
            .iter()
            .any(|word| part.contains(word))
    });
    match modality {
        "CT" if is_head => vec![PhantomKind::HeadCt],
        "CT" => vec![PhantomKind::ChestCt],
        "CR" | "DX" => vec![PhantomKind::ChestRadiograph],
        "MG" => vec![PhantomKind::Mammography],
        _ => Vec::new(),
    }
}

/// The labels that marks of the truth may carry in these areas, each concept once, with one for all else at the end.
#[must_use]
pub fn finding_labels(areas: &[PhantomKind]) -> Vec<LabelChoice> {
    let mut labels: Vec<(Code, LabelChoice)> = Vec::new();
    for kind in areas.iter().copied().flat_map(LesionKind::of) {
        let code = kind.code();
        let is_known = labels.iter().any(|(known, _)| known.is_same_concept(&code));
        if kind.role != LesionRole::Finding || is_known {
            continue;
        }
        let word = if code.is_same_concept(&Code::nodule()) {
            NODULE
        } else {
            kind.word
        };
        let Some(id) = LabelId::new(word) else {
            continue;
        };
        let text = concept_name(&code).unwrap_or_else(|| vec![LocalText::new("en", word)]);
        labels.push((code, LabelChoice { id, text }));
    }
    let other = LabelId::new(OTHER).map(|id| LabelChoice {
        id,
        text: vec![
            LocalText::new("en", "Other finding"),
            LocalText::new("ru", "Другая находка"),
        ],
    });
    labels
        .into_iter()
        .map(|(_, label)| label)
        .chain(other)
        .collect()
}

#[cfg(test)]
mod tests;
