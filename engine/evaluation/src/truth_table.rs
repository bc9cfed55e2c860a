//! The truth of studies as their owner writes it: a table with a line for each study, target or lesion.
//!
//! Every fault of the text is named with line and column. Which studies there are, nobody knows here.

mod reading;

use std::collections::BTreeMap;

use overread_base::{
    CaseTruth, Code, Diagnostics, FactValue, Lesion, LesionId, LesionView, SeriesUid, TruthFact,
    Vec3,
};

use crate::judge::{Scope, any_target, word};

/// The largest text that is read, bytes.
pub const MAX_TRUTH_BYTES: usize = 64 << 20;

/// What is known of studies, by the name under which the table has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TruthTable {
    studies: BTreeMap<String, StudyTruth>,
}

/// What is known of one study.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StudyTruth {
    /// The first line that speaks of it, from 1.
    pub line: usize,
    /// Whether any target is in it, where a line says so without naming one.
    any: Option<Stated>,
    /// Whether each target is in it, by `SCHEME:VALUE`.
    targets: BTreeMap<String, Stated>,
    lesions: Vec<TruthLesion>,
    /// What subgroups are made of, by the names of the table's columns.
    pub groups: BTreeMap<String, String>,
    /// The day of the study, `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// What a line says of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stated {
    presence: Presence,
    line: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    Present,
    Absent,
    /// Nobody knows: the study counts in no figure of the target.
    Unknown,
}

/// A place of a target.
#[derive(Debug, Clone, PartialEq)]
struct TruthLesion {
    /// `None` for one of the service's targets that is not named.
    target: Option<String>,
    centre: Vec3,
    size_mm: Option<f64>,
    series: Option<SeriesUid>,
}

/// The truth of one study for a service.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedTruth {
    /// Lesions with a place, and targets that are present or not as facts.
    pub truth: CaseTruth,
    /// The judged targets of which nothing is known.
    pub unstated: Vec<Code>,
}

impl TruthTable {
    /// Reads a table of at most [`MAX_TRUTH_BYTES`].
    ///
    /// The first line names the columns: `study` (name of its folder, or Study Instance UID) and `present` (1, 0, or
    /// nothing for unknown) must be there; `target` (`SCHEME:VALUE`, or nothing for any target of the service), `x_mm`,
    /// `y_mm`, `z_mm` (patient LPS, or the detector plane with `series`), `size_mm` (greatest diameter), `series` and
    /// `date` may be; every other column makes subgroups. A target with several lesions has a line for each.
    ///
    /// The table is there exactly if there is no fault.
    #[must_use]
    pub fn read(text: &str) -> (Option<Self>, Diagnostics) {
        reading::read(text)
    }

    /// The truth of a study by its name.
    #[must_use]
    pub fn study(&self, name: &str) -> Option<&StudyTruth> {
        self.studies.get(name)
    }

    /// All names with what is known, in the order of the names.
    pub fn studies(&self) -> impl Iterator<Item = (&str, &StudyTruth)> {
        self.studies
            .iter()
            .map(|(name, truth)| (name.as_str(), truth))
    }

    /// What of a service's targets the table judges: all of them where it says something of any target or names all, else
    /// those that it names.
    ///
    /// # Errors
    /// Every target that the service does not have, with its line.
    pub fn judged(&self, service_targets: &[Code]) -> Result<(Vec<Code>, Scope), Diagnostics> {
        let mut faults = Diagnostics::default();
        let mut named = BTreeMap::new();
        for study in self.studies.values() {
            for (target, stated) in &study.targets {
                let line: &mut usize = named.entry(target.as_str()).or_insert(stated.line);
                *line = stated.line.min(*line);
            }
        }
        let has: Vec<String> = service_targets.iter().map(word).collect();
        for (target, line) in &named {
            if !has.iter().any(|known| known == target) {
                faults.error(
                    format!("line {line}, column target"),
                    format!(
                        "the service finds no {target}; it finds {}",
                        if has.is_empty() {
                            "nothing by its manifest".to_owned()
                        } else {
                            has.join(", ")
                        }
                    ),
                );
            }
        }
        if faults.has_errors() {
            return Err(faults);
        }
        let says_any = self.studies.values().any(|study| study.any.is_some());
        let is_named = |code: &&Code| named.contains_key(word(code).as_str());
        let judged: Vec<Code> = service_targets.iter().filter(is_named).cloned().collect();
        if says_any || judged.len() == service_targets.len() {
            Ok((service_targets.to_vec(), Scope::Whole))
        } else {
            Ok((judged, Scope::Part))
        }
    }
}

impl StudyTruth {
    /// What is known of the judged targets of a service. What a line says of any target is said of the only one where
    /// there is but one.
    #[must_use]
    pub fn stated(&self, judged: &[Code], scope: Scope) -> StatedTruth {
        let only = match judged {
            [only] if scope == Scope::Whole => Some(only),
            _ => None,
        };
        let mut facts = Vec::new();
        let mut unstated = Vec::new();
        for code in judged {
            match self.presence_of(code, only.is_some()) {
                Presence::Present => facts.push(present(code)),
                Presence::Absent => {}
                Presence::Unknown => unstated.push(code.clone()),
            }
        }
        let is_any = self
            .any
            .is_some_and(|any| any.presence == Presence::Present);
        if is_any && only.is_none() && scope == Scope::Whole {
            facts.push(present(&any_target()));
        }
        let code_of = |target: &Option<String>| match (target, only) {
            (None, Some(only)) => Some(only.clone()),
            (None, None) => (scope == Scope::Whole).then(any_target),
            (Some(name), _) => judged.iter().find(|code| word(code) == *name).cloned(),
        };
        let placed = self
            .lesions
            .iter()
            .filter_map(|lesion| Some((code_of(&lesion.target)?, lesion)));
        let placed: Vec<(Code, &TruthLesion)> = placed.collect();
        let weight = 1.0 / placed.len().max(1) as f64;
        let lesions = placed
            .into_iter()
            .enumerate()
            .filter_map(|(idx, (code, lesion))| lesion.lesion(idx, code, weight));
        StatedTruth {
            truth: CaseTruth {
                lesions: lesions.collect(),
                facts,
            },
            unstated,
        }
    }

    fn presence_of(&self, code: &Code, is_only: bool) -> Presence {
        if let Some(stated) = self.targets.get(&word(code)) {
            return stated.presence;
        }
        match self.any {
            // Where nothing at all is there, none of the targets is.
            Some(any) if is_only || any.presence == Presence::Absent => any.presence,
            Some(_) | None => Presence::Unknown,
        }
    }

    /// All that is said of the study, in one form for one meaning: what a row is made of besides the images.
    #[must_use]
    pub fn canonical(&self) -> String {
        let presence = |stated: &Stated| format!("{:?}", stated.presence);
        let any = self.any.as_ref().map(presence);
        let targets: Vec<String> = self
            .targets
            .iter()
            .map(|(target, stated)| format!("{target}={}", presence(stated)))
            .collect();
        format!(
            "any={any:?} targets={targets:?} lesions={:?} groups={:?} date={:?}",
            self.lesions, self.groups, self.date
        )
    }
}

fn present(code: &Code) -> TruthFact {
    TruthFact {
        code: code.clone(),
        value: FactValue::Present(true),
    }
}

impl TruthLesion {
    fn lesion(&self, idx: usize, code: Code, weight: f64) -> Option<Lesion> {
        let radius_mm = self.size_mm.map_or(0.0, |size| size / 2.0);
        let view = |series: &SeriesUid| LesionView {
            series: series.clone(),
            centre: self.centre,
            radius_mm,
            mask: None,
        };
        Some(Lesion {
            id: LesionId::new(format!("l{}", idx + 1)).ok()?,
            code,
            centre: self.centre,
            radius_mm,
            nodule_type: None,
            laterality: None,
            category: None,
            weight,
            mask: None,
            views: self.series.iter().map(view).collect(),
        })
    }
}

#[cfg(test)]
mod tests;
