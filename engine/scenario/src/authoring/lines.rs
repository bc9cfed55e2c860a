//! In which lines of a scenario file its cases and lesions stand, for faults that are found when the images are opened.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Lines, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseLines {
    cases: BTreeMap<String, Place>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    line: usize,
    lesions: BTreeMap<String, usize>,
}

impl CaseLines {
    /// Whether the file has this case.
    #[must_use]
    pub fn has(&self, case: &str) -> bool {
        self.cases.contains_key(case)
    }

    /// The line in which a case begins; 1 for one that is not there, and the first of its entry for one of a bank.
    #[must_use]
    pub fn of_case(&self, case: &str) -> usize {
        self.cases.get(case).map_or(1, |place| place.line)
    }

    /// The line of a lesion, or of its case where it is not listed.
    #[must_use]
    pub fn of_lesion(&self, case: &str, lesion: &str) -> usize {
        let place = self.cases.get(case);
        let found = place.and_then(|place| place.lesions.get(lesion).copied());
        found.unwrap_or_else(|| self.of_case(case))
    }
}

/// The lines of the cases and lesions of a file; what cannot be read has none.
#[must_use]
pub fn case_lines(text: &str) -> CaseLines {
    let (document, _) = DeTable::parse_recoverable(text);
    let mut lines = CaseLines::default();
    for case in tables(document.get_ref(), "cases") {
        let Some((id, at)) = id_of(case) else {
            continue;
        };
        let dicom = case
            .get("dicom")
            .and_then(|value| value.get_ref().as_table());
        let lesions = dicom.into_iter().flat_map(|dicom| tables(dicom, "lesions"));
        let lesions = lesions.filter_map(id_of);
        let place = Place {
            line: line_of(text, at),
            lesions: lesions
                .map(|(lesion, at)| (lesion, line_of(text, at)))
                .collect(),
        };
        lines.cases.insert(id, place);
    }
    lines
}

/// The id of a table and where it stands, in bytes.
fn id_of(table: &DeTable<'_>) -> Option<(String, usize)> {
    let value = table.get("id")?;
    Some((value.get_ref().as_str()?.to_owned(), value.span().start))
}

/// The tables of a list.
pub(super) fn tables<'t, 'd>(
    table: &'t DeTable<'d>,
    key: &str,
) -> impl Iterator<Item = &'t DeTable<'d>> {
    let list = table.get(key).and_then(|value| value.get_ref().as_array());
    let values = list.into_iter().flat_map(|list| list.iter());
    values.filter_map(|value: &Spanned<DeValue<'d>>| value.get_ref().as_table())
}

/// The line of a byte, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|&byte| byte == b'\n').count()
}
