//! From which side and in which projection a frame was made, by every attribute that may say so. No geometry.

use overread_base::Laterality;

use crate::tag::Tag;
use crate::values::Values;

/// View codes of CID 4014 and CID 4010 (SNOMED CT, and the SRT codes of older files) as View Position writes them.
const VIEW_CODES: [(&str, &str, &str); 16] = [
    ("399162004", "R-10242", "CC"),
    ("399368009", "R-10226", "MLO"),
    ("399260004", "R-10224", "ML"),
    ("399352003", "R-10228", "LM"),
    ("399099002", "R-10230", "LMO"),
    ("399196006", "R-10244", "FB"),
    ("399188001", "R-102D0", "SIO"),
    ("441555000", "R-40AAA", "ISO"),
    ("399192008", "R-1024A", "XCCL"),
    ("399101009", "R-1024B", "XCCM"),
    ("272479007", "R-40888", "PA"),
    ("272479007", "R-10214", "PA"),
    ("399348003", "R-10206", "AP"),
    ("399173006", "R-10236", "LL"),
    ("399198007", "R-10232", "RL"),
    ("399067008", "R-102CD", "LATERAL"),
];

/// Views of mammography as file names and descriptions write them.
const MAMMOGRAPHY_VIEWS: [&str; 10] = [
    "CC", "MLO", "ML", "LM", "LMO", "FB", "SIO", "ISO", "XCCL", "XCCM",
];

/// Side and view of the frames of one instance, as far as anything states them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct View {
    pub(crate) laterality: Option<Laterality>,
    pub(crate) position: Option<String>,
}

impl View {
    /// From the attributes that the standard has for it; `anatomy` is the item of the Frame Anatomy Sequence.
    pub(crate) fn of(
        values: Values<'_>,
        view_code: Option<Values<'_>>,
        anatomy: Option<Values<'_>>,
    ) -> Self {
        let side = |values: &Values<'_>, tag: Tag| values.text(tag).as_deref().and_then(side_of);
        Self {
            laterality: side(&values, Tag::IMAGE_LATERALITY)
                .or_else(|| anatomy.and_then(|v| side(&v, Tag::FRAME_LATERALITY)))
                .or_else(|| side(&values, Tag::FRAME_LATERALITY))
                .or_else(|| side(&values, Tag::LATERALITY)),
            position: values
                .short_text(Tag::VIEW_POSITION)
                .or_else(|| view_code.and_then(|v| coded_view(&v))),
        }
    }

    /// For mammograms of archives that keep side and view in texts alone: takes what is missing from them, with a note.
    pub(crate) fn complete_from_texts(&mut self, values: Values<'_>, notes: &mut Vec<String>) {
        const TEXTS: [(Tag, &str); 5] = [
            (Tag::PATIENT_ORIENTATION, "Patient Orientation"),
            (Tag::SERIES_DESCRIPTION, "Series Description"),
            (Tag::PROTOCOL_NAME, "Protocol Name"),
            (Tag::PATIENT_ID, "Patient ID"),
            (Tag::STUDY_DESCRIPTION, "Study Description"),
        ];
        for (tag, name) in TEXTS {
            if self.position.is_some() && self.laterality.is_some() {
                return;
            }
            let Some(text) = values.text(tag) else {
                continue;
            };
            // Letters of directions such as `A\L` are no side.
            let (side, view) = if tag == Tag::PATIENT_ORIENTATION {
                (None, words(&text).1)
            } else {
                words(&text)
            };
            if let (None, Some(view)) = (&self.position, view) {
                notes.push(format!(
                    "view {view} is taken from {name}: neither View Position nor View Code Sequence states it"
                ));
                self.position = Some(view.to_owned());
            }
            if let (None, Some(side)) = (self.laterality, side) {
                notes.push(format!(
                    "side {} is taken from {name}: no laterality attribute states it",
                    if side == Laterality::Left {
                        "left"
                    } else {
                        "right"
                    }
                ));
                self.laterality = Some(side);
            }
        }
    }
}

fn side_of(text: &str) -> Option<Laterality> {
    match text {
        "R" => Some(Laterality::Right),
        "L" => Some(Laterality::Left),
        "B" => Some(Laterality::Bilateral),
        "U" => Some(Laterality::Midline),
        _ => None,
    }
}

fn coded_view(code: &Values<'_>) -> Option<String> {
    let value = code.text(Tag::CODE_VALUE)?;
    let known = VIEW_CODES
        .iter()
        .find(|(sct, srt, _)| value == *sct || value == *srt);
    match known {
        Some((_, _, view)) => Some((*view).to_owned()),
        None => code.short_text(Tag::CODE_MEANING),
    }
}

/// Side and mammographic view among the words of a text, such as `LEFT_MLO` or `RCC`; two that differ are none.
fn words(text: &str) -> (Option<Laterality>, Option<&'static str>) {
    let mut sides = Vec::new();
    let mut views = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let word = word.to_ascii_uppercase();
        let view = |word: &str| MAMMOGRAPHY_VIEWS.iter().copied().find(|v| *v == word);
        match word.as_str() {
            "LEFT" => sides.push(Laterality::Left),
            "RIGHT" => sides.push(Laterality::Right),
            word => {
                if let Some(view) = view(word) {
                    views.push(view);
                } else if let Some(view) = word.get(1..).and_then(view) {
                    match word.as_bytes().first() {
                        Some(b'L') => sides.push(Laterality::Left),
                        Some(b'R') => sides.push(Laterality::Right),
                        _ => continue,
                    }
                    views.push(view);
                }
            }
        }
    }
    sides.dedup();
    views.dedup();
    (
        (sides.len() == 1).then(|| sides[0]),
        (views.len() == 1).then(|| views[0]),
    )
}

#[cfg(test)]
mod tests;
