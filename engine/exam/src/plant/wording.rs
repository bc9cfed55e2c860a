//! Draft texts in English and Russian: a line a finding, and what is written where nothing was found. No parsing.

use overread_base::{Code, Finding, Laterality, LocalText, Measure};
use overread_scenario::concept_name;

/// The languages that texts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Russian,
}

impl Language {
    pub(crate) const BOTH: [Self; 2] = [Self::English, Self::Russian];

    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// The language of a tag, whatever its region; `None` for others.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Self::BOTH
            .into_iter()
            .find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// One of two texts.
    pub(crate) fn pick<T>(self, english: T, russian: T) -> T {
        match self {
            Self::English => english,
            Self::Russian => russian,
        }
    }

    /// A number as the language writes it.
    pub(crate) fn number(self, value: f64, decimals: usize) -> String {
        let text = format!("{value:.decimals$}");
        self.pick(text.clone(), text.replace('.', ","))
    }
}

/// Both languages of a text that `tell` writes.
pub(crate) fn both(tell: impl Fn(Language) -> String) -> Vec<LocalText> {
    Language::BOTH
        .map(|language| LocalText {
            locale: language.tag().to_owned(),
            value: tell(language),
        })
        .into()
}

/// A word for a finding: its concept in English, and in Russian the stem with the endings of a hard masculine noun.
pub(crate) struct Term {
    scheme: &'static str,
    value: &'static str,
    pub(crate) english: &'static str,
    pub(crate) russian: &'static str,
    /// Nominative plural in Russian.
    pub(crate) russian_many: &'static str,
}

/// Concepts with words of their own. Sources: PS3.16 CID 6104 (nodule), SNOMED CT (calcification, the code of the old
/// M-55400), PS3.16 annex D in the other parts of this program.
const TERMS: [Term; 2] = [
    Term {
        scheme: "SCT",
        value: "27925004",
        english: "nodule",
        russian: "очаг",
        russian_many: "очаги",
    },
    Term {
        scheme: "SCT",
        value: "18115005",
        english: "calcification",
        russian: "кальцинат",
        russian_many: "кальцинаты",
    },
];

/// SNOMED CT "Calcification".
pub(crate) fn calcification() -> Code {
    Code::new("SCT", "18115005", "Calcification")
}

pub(crate) fn term(code: &Code) -> Option<&'static Term> {
    TERMS
        .iter()
        .find(|term| term.scheme == code.scheme && term.value == code.value)
}

/// The word of a concept in the middle of a sentence.
pub(crate) fn word(code: &Code, language: Language) -> String {
    match term(code) {
        Some(term) => language.pick(term.english, term.russian).to_owned(),
        None => named(code, language).unwrap_or_else(|| {
            language.pick(
                code.meaning.to_lowercase(),
                format!("находка «{}»", code.meaning),
            )
        }),
    }
}

/// The name of what synthetic studies hold, with its first letter small.
fn named(code: &Code, language: Language) -> Option<String> {
    let names = concept_name(code)?;
    let name = names
        .iter()
        .find(|name| Language::of(&name.locale) == Some(language))?;
    let mut letters = name.value.chars();
    let first = letters.next()?;
    Some(first.to_lowercase().chain(letters).collect())
}

/// The first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// Where on the patient, in the middle of a sentence.
pub(crate) fn side(laterality: Laterality, language: Language) -> &'static str {
    match laterality {
        Laterality::Right => language.pick("on the right", "справа"),
        Laterality::Left => language.pick("on the left", "слева"),
        Laterality::Bilateral => language.pick("on both sides", "с обеих сторон"),
        Laterality::Midline => language.pick("in the midline", "по средней линии"),
    }
}

/// A unit as a text writes it.
pub(crate) fn unit(ucum: &str, language: Language) -> String {
    match ucum {
        "mm" => language.pick("mm", "мм").to_owned(),
        "cm" => language.pick("cm", "см").to_owned(),
        "mL" => language.pick("mL", "мл").to_owned(),
        "L" => language.pick("L", "л").to_owned(),
        "1" => String::new(),
        other => other.to_owned(),
    }
}

/// Whether a measure is a length that a text calls a diameter.
pub(crate) fn is_diameter(measure: &Measure) -> bool {
    measure.name.is_same_concept(&Code::diameter())
}

/// A finding in one sentence, without a number before it.
pub(crate) fn sentence(finding: &Finding, language: Language) -> String {
    let mut text = capital(&word(&finding.code, language));
    if let Some(laterality) = finding.laterality {
        text.push(' ');
        text.push_str(side(laterality, language));
    }
    if let Some(measure) = finding.measures.first() {
        let name = if is_diameter(measure) {
            language.pick("diameter", "диаметр").to_owned()
        } else {
            measure.name.meaning.to_lowercase()
        };
        let value = language.number(measure.value, 1);
        let unit = unit(&measure.ucum, language);
        text.push_str(&format!(", {name} {value} {unit}"));
        text.truncate(text.trim_end().len());
    }
    if let Some(category) = &finding.category {
        let name = language.pick("category", "категория");
        text.push_str(&format!(", {name} {}", category.value));
    }
    text.push('.');
    text
}

/// The findings, a numbered line each; where there are none, that nothing was found.
pub(crate) fn findings(found: &[Finding], targets: &[Code], language: Language) -> String {
    if found.is_empty() {
        return nothing_found(targets, language);
    }
    let lines: Vec<String> = (1..)
        .zip(found)
        .map(|(number, finding)| format!("{number}. {}", sentence(finding, language)))
        .collect();
    lines.join("\n")
}

/// That nothing was found of all that was looked for.
pub(crate) fn nothing_found(targets: &[Code], language: Language) -> String {
    let only = <&[Code; 1]>::try_from(targets).ok();
    match (only.and_then(|[only]| term(only)), only, language) {
        (Some(term), _, Language::English) => {
            format!("Images searched for {}s: none found.", term.english)
        }
        (Some(term), _, Language::Russian) => {
            format!("Поиск выполнен: {} не найдены.", term.russian_many)
        }
        (None, Some([only]), Language::English) => {
            format!("Images searched for {}: none found.", word(only, language))
        }
        (None, Some(_), Language::Russian) => "Поиск выполнен: изменений не найдено.".to_owned(),
        (None, None, _) => {
            let all: Vec<String> = targets.iter().map(|code| word(code, language)).collect();
            let all = all.join(", ");
            language.pick(
                format!("Images searched for {all}: none found."),
                format!("Поиск выполнен ({all}): изменений не найдено."),
            )
        }
    }
}

/// One sentence over all findings.
pub(crate) fn impression(found: &[Finding], targets: &[Code], language: Language) -> String {
    if found.is_empty() {
        let only = <&[Code; 1]>::try_from(targets).ok();
        return match (only.and_then(|[only]| term(only)), language) {
            (Some(term), Language::English) => {
                format!("No {} found by the service.", term.english)
            }
            (Some(term), Language::Russian) => {
                format!("Сервис не нашёл: {}.", term.russian_many)
            }
            (None, Language::English) => "Nothing found by the service.".to_owned(),
            (None, Language::Russian) => "Сервис ничего не нашёл.".to_owned(),
        };
    }
    let n = found.len();
    language.pick(
        format!("Findings of the service: {n}."),
        format!("Находок сервиса: {n}."),
    )
}

#[cfg(test)]
mod tests;
