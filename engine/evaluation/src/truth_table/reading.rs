//! From text to a table of truth: columns by their names, lines by their studies, and all faults at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use overread_base::{Diagnostics, SeriesUid, Vec3};

use super::{MAX_TRUTH_BYTES, Presence, Stated, StudyTruth, TruthLesion, TruthTable};
use crate::csv::{Record, records};
use crate::day::day_of;

/// The most lines of a table.
const MAX_LINES: usize = 1_000_000;
/// The most columns that make subgroups.
const MAX_GROUPS: usize = 20;
/// Faults past this number are counted, not listed.
const MAX_FAULTS: usize = 200;
/// The longest name of a study and value of a subgroup, bytes.
const MAX_TEXT: usize = 256;
/// No place in a patient is farther from the origin, mm.
const FARTHEST_MM: f64 = 100_000.0;
/// No lesion is larger, mm.
const LARGEST_MM: f64 = 2_000.0;
/// Names of columns that are near to those of this table: as subgroups they would be lost without a word.
const MISTAKEN: [(&str, &str); 9] = [
    ("x", "x_mm"),
    ("y", "y_mm"),
    ("z", "z_mm"),
    ("size", "size_mm"),
    ("diameter_mm", "size_mm"),
    ("label", "present"),
    ("truth", "present"),
    ("code", "target"),
    ("study_date", "date"),
];
const KNOWN: [&str; 9] = [
    "study", "target", "present", "x_mm", "y_mm", "z_mm", "size_mm", "series", "date",
];

pub(super) fn read(text: &str) -> (Option<TruthTable>, Diagnostics) {
    let mut reading = Reading::default();
    let studies = reading.table(text).unwrap_or_default();
    let faults = reading.into_diagnostics();
    let table = (!faults.has_errors()).then_some(TruthTable { studies });
    (table, faults)
}

#[derive(Default)]
struct Reading {
    faults: Diagnostics,
    n_more: usize,
}

/// Where the columns stand.
struct Columns {
    names: Vec<String>,
    groups: Vec<usize>,
}

impl Columns {
    fn field<'r>(&self, record: &'r Record, name: &str) -> &'r str {
        let at = self.names.iter().position(|known| known == name);
        at.and_then(|idx| record.fields.get(idx))
            .map_or("", String::as_str)
    }
}

impl Reading {
    fn fault(&mut self, line: usize, column: &str, message: String) {
        if self.faults.all().len() >= MAX_FAULTS {
            self.n_more += 1;
            return;
        }
        let place = if column.is_empty() {
            format!("line {line}")
        } else {
            format!("line {line}, column {column}")
        };
        self.faults.error(place, message);
    }

    fn into_diagnostics(mut self) -> Diagnostics {
        if self.n_more > 0 {
            let more = format!("{} more faults are not listed", self.n_more);
            self.faults.error("end of file", more);
        }
        self.faults
    }

    fn table(&mut self, text: &str) -> Option<BTreeMap<String, StudyTruth>> {
        if text.len() > MAX_TRUTH_BYTES {
            let found = format!(
                "expected at most {MAX_TRUTH_BYTES} bytes, found {}",
                text.len()
            );
            self.faults.error("whole file", found);
            return None;
        }
        let records = match records(text) {
            Ok(records) => records,
            Err(fault) => {
                self.fault(fault.line, "", fault.message.to_owned());
                return None;
            }
        };
        let Some((head, lines)) = records.split_first() else {
            self.fault(
                1,
                "",
                "expected a line with the names of columns, found nothing".to_owned(),
            );
            return None;
        };
        if lines.len() > MAX_LINES {
            let found = format!("expected at most {MAX_LINES} lines, found {}", lines.len());
            self.faults.error("whole file", found);
            return None;
        }
        let columns = self.columns(head)?;
        if lines.is_empty() {
            self.fault(
                head.line,
                "",
                "expected at least one study, found none".to_owned(),
            );
        }
        let mut studies = BTreeMap::new();
        for record in lines {
            self.line(&columns, record, &mut studies);
        }
        for (name, study) in &studies {
            self.contradictions(name, study);
        }
        Some(studies)
    }

    fn columns(&mut self, head: &Record) -> Option<Columns> {
        let names: Vec<String> = head.fields.clone();
        let before = self.faults.all().len();
        let mut groups = Vec::new();
        for (idx, name) in names.iter().enumerate() {
            if names[..idx].contains(name) {
                self.fault(head.line, name, "two columns have this name".to_owned());
            } else if let Some((_, right)) = MISTAKEN.iter().find(|(wrong, _)| wrong == name) {
                let found = format!("unknown column {name:?}, did you mean {right:?}?");
                self.fault(head.line, name, found);
            } else if !KNOWN.contains(&name.as_str()) {
                let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
                if name.is_empty() || name.len() > 64 || !name.chars().all(is_word) {
                    let found = format!(
                        "column {}: expected a name of letters, digits, spaces, - and _, found {name:?}",
                        idx + 1
                    );
                    self.fault(head.line, "", found);
                }
                groups.push(idx);
            }
        }
        for wanted in ["study", "present"] {
            if !names.iter().any(|name| name == wanted) {
                self.fault(head.line, wanted, "this column is missing".to_owned());
            }
        }
        let has = |name: &&&str| names.iter().any(|known| known == **name);
        let n_axes = ["x_mm", "y_mm"].iter().filter(has).count();
        let has_third = names.iter().any(|name| name == "z_mm");
        if n_axes == 1 || (n_axes == 0 && has_third) {
            let found = "places need the columns x_mm and y_mm, and z_mm in volumes";
            self.fault(head.line, "", found.to_owned());
        }
        if groups.len() > MAX_GROUPS {
            let found = format!(
                "expected at most {MAX_GROUPS} columns of subgroups, found {}",
                groups.len()
            );
            self.fault(head.line, "", found);
        }
        (self.faults.all().len() == before).then_some(Columns { names, groups })
    }

    fn line(
        &mut self,
        columns: &Columns,
        record: &Record,
        studies: &mut BTreeMap<String, StudyTruth>,
    ) {
        let (line, n) = (record.line, record.fields.len());
        if n != columns.names.len() {
            let found = format!("expected {} fields, found {n}", columns.names.len());
            self.fault(line, "", found);
            return;
        }
        let name = columns.field(record, "study");
        if name.is_empty() || name.len() > MAX_TEXT || name.chars().any(char::is_control) {
            let found = format!("expected the name of a study of 1 to {MAX_TEXT} bytes");
            self.fault(line, "study", found);
            return;
        }
        let target = self.target(line, columns.field(record, "target"));
        let presence = self.presence(line, columns.field(record, "present"));
        let lesion = self.lesion(columns, record);
        let (Some(target), Some(presence)) = (target, presence) else {
            return;
        };
        if lesion.is_some() && presence != Presence::Present {
            let found = "a place of something that is not present: expected present = 1";
            self.fault(line, "present", found.to_owned());
        }
        let study = studies
            .entry(name.to_owned())
            .or_insert_with(|| StudyTruth {
                line,
                ..StudyTruth::default()
            });
        self.state(study, target.as_ref(), presence, lesion.as_ref(), line);
        if let Some(mut lesion) = lesion {
            lesion.target = target;
            study.lesions.push(lesion);
        }
        self.groups(study, columns, record);
        self.date(study, line, columns.field(record, "date"));
    }

    /// Notes what a line says of a target, and a line that says it again or otherwise.
    fn state(
        &mut self,
        study: &mut StudyTruth,
        target: Option<&String>,
        presence: Presence,
        lesion: Option<&TruthLesion>,
        line: usize,
    ) {
        let earlier = match target {
            None => study.any,
            Some(target) => study.targets.get(target).copied(),
        };
        let Some(earlier) = earlier else {
            let stated = Stated { presence, line };
            match target {
                None => study.any = Some(stated),
                Some(target) => {
                    study.targets.insert(target.clone(), stated);
                }
            }
            return;
        };
        let of = target.map_or("any target", String::as_str);
        if earlier.presence != presence {
            let found = format!("{of}: line {} says otherwise of this study", earlier.line);
            self.fault(line, "present", found);
            return;
        }
        // A further line is a further lesion, else it says the same twice.
        let mut of_target = study.lesions.iter().filter(|l| l.target.as_ref() == target);
        let is_again = match lesion {
            None => true,
            Some(new) => of_target.any(|old| old.centre == new.centre && old.series == new.series),
        };
        if is_again {
            let found = format!("{of}: line {} says the same of this study", earlier.line);
            self.fault(line, "study", found);
        }
    }

    /// A target with or without a name; `None` after a noted fault.
    #[expect(
        clippy::option_option,
        reason = "no name is a meaning, a fault is another"
    )]
    fn target(&mut self, line: usize, text: &str) -> Option<Option<String>> {
        if text.is_empty() {
            return Some(None);
        }
        let is_code = text.len() <= MAX_TEXT
            && text
                .split_once(':')
                .is_some_and(|(scheme, value)| !scheme.is_empty() && !value.is_empty());
        if !is_code {
            let found = format!("expected SCHEME:VALUE or nothing, found {text:?}");
            self.fault(line, "target", found);
            return None;
        }
        Some(Some(text.to_owned()))
    }

    fn presence(&mut self, line: usize, text: &str) -> Option<Presence> {
        match text {
            "1" => Some(Presence::Present),
            "0" => Some(Presence::Absent),
            "" => Some(Presence::Unknown),
            _ => {
                let found = format!("expected 1, 0, or nothing for unknown, found {text:?}");
                self.fault(line, "present", found);
                None
            }
        }
    }

    /// The place of a line, if it has one and is sound.
    fn lesion(&mut self, columns: &Columns, record: &Record) -> Option<TruthLesion> {
        let line = record.line;
        let [x, y, z, size] = ["x_mm", "y_mm", "z_mm", "size_mm"].map(|column| {
            let text = columns.field(record, column);
            (!text.is_empty()).then(|| self.number(line, column, text))
        });
        let series = columns.field(record, "series");
        if x.is_none() && y.is_none() && z.is_none() {
            if size.is_some() {
                let found = "a size without a place: expected x_mm, y_mm and z_mm too";
                self.fault(line, "size_mm", found.to_owned());
            }
            return None;
        }
        let z = match z {
            None if !series.is_empty() => Some(Some(0.0)),
            other => other,
        };
        for (column, axis) in [("x_mm", x), ("y_mm", y), ("z_mm", z)] {
            if axis.is_none() {
                self.fault(line, column, "the place lacks this coordinate".to_owned());
            }
        }
        let size_mm = size.flatten();
        if size_mm.is_some_and(|size| !(0.0 < size && size <= LARGEST_MM)) {
            let found = format!("expected more than 0 and at most {LARGEST_MM} mm");
            self.fault(line, "size_mm", found);
        }
        let series = match series {
            "" => None,
            uid => match SeriesUid::new(uid) {
                Ok(uid) => Some(uid),
                Err(error) => {
                    self.fault(line, "series", error.to_string());
                    None
                }
            },
        };
        Some(TruthLesion {
            target: None,
            centre: Vec3::new(x??, y??, z??),
            size_mm,
            series,
        })
    }

    fn number(&mut self, line: usize, column: &str, text: &str) -> Option<f64> {
        let number = text.parse::<f64>().ok();
        let number = number.filter(|number| number.abs() <= FARTHEST_MM);
        if number.is_none() {
            let comma = if text.contains(',') {
                " (decimals are written with a point)"
            } else {
                ""
            };
            let found = format!(
                "expected a number of mm between -{FARTHEST_MM} and {FARTHEST_MM}, found {text:?}{comma}"
            );
            self.fault(line, column, found);
        }
        number
    }

    fn groups(&mut self, study: &mut StudyTruth, columns: &Columns, record: &Record) {
        for &idx in &columns.groups {
            let (Some(name), Some(text)) = (columns.names.get(idx), record.fields.get(idx)) else {
                continue;
            };
            if text.is_empty() {
                continue;
            }
            if text.len() > MAX_TEXT || text.chars().any(char::is_control) {
                let found = format!("expected at most {MAX_TEXT} bytes of text");
                self.fault(record.line, name, found);
                continue;
            }
            match study.groups.entry(name.clone()) {
                Entry::Vacant(free) => {
                    free.insert(text.clone());
                }
                Entry::Occupied(earlier) if earlier.get() != text => {
                    let found = format!(
                        "an earlier line says {:?} of this study, found {text:?}",
                        earlier.get()
                    );
                    self.fault(record.line, name, found);
                }
                Entry::Occupied(_) => {}
            }
        }
    }

    fn date(&mut self, study: &mut StudyTruth, line: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let Some(day) = day_of(text) else {
            let found = format!("expected YYYY-MM-DD or YYYYMMDD, found {text:?}");
            self.fault(line, "date", found);
            return;
        };
        if study.date.as_ref().is_some_and(|earlier| *earlier != day) {
            let found = "an earlier line gives this study another day";
            self.fault(line, "date", found.to_owned());
        }
        study.date = Some(day);
    }

    /// What is said of any target must fit what is said of each.
    fn contradictions(&mut self, name: &str, study: &StudyTruth) {
        let Some(any) = study.any else {
            return;
        };
        let mut targets = study.targets.iter();
        let present = targets.find(|(_, stated)| stated.presence == Presence::Present);
        if let (Presence::Absent, Some((target, stated))) = (any.presence, present) {
            let found = format!(
                "{name}: line {} says that no target is present, this one that {target} is",
                any.line
            );
            self.fault(stated.line, "present", found);
        }
    }
}
