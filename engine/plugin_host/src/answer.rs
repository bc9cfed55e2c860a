//! Judges a guest's report against the contract and the job, and makes it a report of ours. All faults at once.

pub(crate) mod check;
mod shapes;

use std::collections::BTreeSet;

use overread_base::{
    AiReport, Assessed, Category, Certainty, Finding, FindingId, HeatMap, Laterality, LocalText,
    Measure, OperatingPoint, Priority, ReportSection, StudyProbability,
};

use crate::bindings::overread::plugin::types;
use crate::job_state::{Kept, SeriesEntry};
use crate::limits::output::{MAX_ENTRIES, MAX_FINDINGS, MAX_MARKS, MAX_MEASURES};
use check::Checker;

/// A report that keeps the contract.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) report: AiReport,
    /// The operating point of this very result, where it differs from the manifest's.
    pub(crate) claimed: Option<OperatingPoint>,
}

/// The report as ours, or everything that is wrong with it.
pub(crate) fn checked(
    report: types::Report,
    series: &[SeriesEntry],
    kept: &Kept,
) -> Result<Answer, String> {
    let mut judge = Judge {
        check: Checker::default(),
        series,
        kept,
        unknown_marks: 0,
        used_masks: BTreeSet::new(),
        extra: Vec::new(),
    };
    let answer = judge.answer(report);
    judge.check.finish().map(|()| answer)
}

struct Judge<'j> {
    check: Checker,
    series: &'j [SeriesEntry],
    kept: &'j Kept,
    /// Marks of a kind that this host does not know.
    unknown_marks: usize,
    used_masks: BTreeSet<u32>,
    /// What findings carry beyond the contract.
    extra: Vec<(String, String)>,
}

impl Judge<'_> {
    fn answer(&mut self, report: types::Report) -> Answer {
        let mut claimed = None;
        let probability = report.probability.map(|found| {
            claimed = found.claimed.map(|point| self.operating_point(point));
            StudyProbability {
                value: self.check.probability("probability", found.value),
                threshold: self
                    .check
                    .probability("probability.threshold", found.threshold),
            }
        });
        self.check
            .count("assessed", report.assessed.len(), MAX_ENTRIES);
        let assessed = report.assessed.into_iter().take(MAX_ENTRIES).enumerate();
        let assessed = assessed.filter_map(|(idx, found)| {
            let place = format!("assessed[{idx}]");
            let code = self.check.code(&place, found.code);
            let series = self.series_of(&place, found.series)?.uid.clone();
            Some(Assessed { code, series })
        });
        let assessed = assessed.collect();
        let findings = self.findings(report.findings);
        let draft = self.draft(report.draft);
        let mut warnings = self.texts("warnings", report.warnings);
        if self.unknown_marks > 0 {
            warnings.push(LocalText {
                locale: "en".to_owned(),
                value: format!(
                    "{} marks of an unknown kind are left out",
                    self.unknown_marks
                ),
            });
        }
        let heat_maps = self.heat_maps(report.heat_maps);
        let mut extra = self.params("extra", report.extra);
        extra.append(&mut self.extra);
        let report = AiReport {
            probability,
            assessed,
            findings,
            draft,
            priority: report.priority.map(priority),
            warnings,
            heat_maps,
            extra,
        };
        Answer { report, claimed }
    }

    fn operating_point(&mut self, point: types::OperatingPoint) -> OperatingPoint {
        let mut share = |name: &str, value: Option<f64>| {
            value.map(|value| {
                self.check
                    .within(&format!("claimed.{name}"), value, 0.0, 1.0)
            })
        };
        let sensitivity = share("sensitivity", point.sensitivity);
        let specificity = share("specificity", point.specificity);
        OperatingPoint {
            threshold: self.check.finite("claimed.threshold", point.threshold),
            sensitivity,
            specificity,
            false_positives_per_study: point.false_positives_per_study.map(|value| {
                self.check
                    .within("claimed.false-positives-per-study", value, 0.0, f64::MAX)
            }),
            dataset: self.check.text("claimed.dataset", point.dataset),
        }
    }

    fn findings(&mut self, findings: Vec<types::Finding>) -> Vec<Finding> {
        self.check.count("findings", findings.len(), MAX_FINDINGS);
        let mut ids = BTreeSet::new();
        let mut checked = Vec::new();
        for (idx, finding) in findings.into_iter().take(MAX_FINDINGS).enumerate() {
            let place = format!("findings[{idx}]");
            let id = match FindingId::new(finding.tracking_id.clone()) {
                Ok(id) => id,
                Err(error) => {
                    self.check
                        .fault(&format!("{place}.tracking-id"), error.to_string());
                    continue;
                }
            };
            if !ids.insert(id.clone()) {
                self.check
                    .fault(&place, format!("two findings are named `{id}`"));
            }
            checked.push(self.finding(&place, id, finding));
        }
        checked
    }

    fn finding(&mut self, place: &str, id: FindingId, finding: types::Finding) -> Finding {
        self.check
            .count(&format!("{place}.marks"), finding.marks.len(), MAX_MARKS);
        self.check.count(
            &format!("{place}.measures"),
            finding.measures.len(),
            MAX_MEASURES,
        );
        let marks = finding.marks.into_iter().take(MAX_MARKS).enumerate();
        let marks =
            marks.filter_map(|(idx, mark)| self.mark(&format!("{place}.marks[{idx}]"), mark));
        let marks = marks.collect();
        let measures = finding.measures.into_iter().take(MAX_MEASURES).enumerate();
        let measures = measures.map(|(idx, measure)| {
            let place = format!("{place}.measures[{idx}]");
            Measure {
                name: self.check.code(&place, measure.name),
                value: self.check.finite(&place, measure.value),
                ucum: self.check.word(&place, measure.ucum),
            }
        });
        let measures = measures.collect();
        let extra = self.params(&format!("{place}.extra"), finding.extra);
        self.extra.extend(
            extra
                .into_iter()
                .map(|(name, value)| (format!("{id}.{name}"), value)),
        );
        Finding {
            code: self.check.code(place, finding.code),
            site: finding
                .site
                .map(|site| self.check.code(&format!("{place}.site"), site)),
            laterality: finding.laterality.map(laterality),
            probability: finding.probability.map(|value| {
                self.check
                    .probability(&format!("{place}.probability"), value)
            }),
            certainty: finding.certainty.map(certainty),
            category: finding.category.map(|category| Category {
                scale: self
                    .check
                    .word(&format!("{place}.category"), category.scale),
                value: self
                    .check
                    .word(&format!("{place}.category"), category.value),
            }),
            marks,
            measures,
            notes: self.texts(&format!("{place}.notes"), finding.notes),
            id,
        }
    }

    fn draft(&mut self, sections: Vec<types::ReportSection>) -> Vec<ReportSection> {
        self.check.count("draft", sections.len(), MAX_ENTRIES);
        let sections = sections.into_iter().take(MAX_ENTRIES).enumerate();
        let sections = sections.map(|(idx, section)| {
            let place = format!("draft[{idx}]");
            ReportSection {
                section: self.check.word(&place, section.section),
                text: self.texts(&place, section.text),
            }
        });
        sections.collect()
    }

    fn texts(&mut self, place: &str, texts: Vec<types::Text>) -> Vec<LocalText> {
        self.check.count(place, texts.len(), MAX_ENTRIES);
        let texts = texts.into_iter().take(MAX_ENTRIES);
        texts
            .map(|text| self.check.local_text(place, text))
            .collect()
    }

    fn params(&mut self, place: &str, params: Vec<types::Param>) -> Vec<(String, String)> {
        self.check.count(place, params.len(), MAX_ENTRIES);
        let params = params.into_iter().take(MAX_ENTRIES);
        params
            .map(|param| {
                (
                    self.check.word(place, param.name),
                    self.check.text(place, param.value),
                )
            })
            .collect()
    }

    fn heat_maps(&mut self, maps: Vec<types::HeatMap>) -> Vec<HeatMap> {
        self.check.count("heat-maps", maps.len(), MAX_ENTRIES);
        let mut checked = Vec::new();
        for (idx, map) in maps.into_iter().take(MAX_ENTRIES).enumerate() {
            let place = format!("heat-maps[{idx}]");
            let name = self.check.text(&place, map.name);
            let Some(kept) = self.kept.maps.get(map.kept as usize) else {
                self.check
                    .fault(&place, format!("no map {} was kept", map.kept));
                continue;
            };
            if kept.series != map.series {
                let fault = format!(
                    "map {} is of series {}, not {}",
                    map.kept, kept.series, map.series
                );
                self.check.fault(&place, fault);
            }
            // Each kept map is shown once: copies of it would not count against the job's memory.
            if checked.iter().any(|(kept, _)| *kept == map.kept) {
                self.check
                    .fault(&place, format!("map {} stands twice", map.kept));
                continue;
            }
            let Some(series) = self.series_of(&place, map.series) else {
                continue;
            };
            checked.push((
                map.kept,
                HeatMap {
                    name,
                    series: series.uid.clone(),
                    geometry: kept.geometry.clone(),
                    values: kept.values.clone(),
                },
            ));
        }
        checked.into_iter().map(|(_, map)| map).collect()
    }

    fn series_of(&mut self, place: &str, id: u32) -> Option<&SeriesEntry> {
        let entry = self.series.get(id as usize);
        if entry.is_none() {
            let fault = format!("no series {id}; the study has {}", self.series.len());
            self.check.fault(place, fault);
        }
        entry
    }
}

fn priority(priority: types::Priority) -> Priority {
    match priority {
        types::Priority::Routine => Priority::Routine,
        types::Priority::Urgent => Priority::Urgent,
        types::Priority::Stat => Priority::Stat,
    }
}

fn laterality(side: types::Laterality) -> Laterality {
    match side {
        types::Laterality::Right => Laterality::Right,
        types::Laterality::Left => Laterality::Left,
        types::Laterality::Bilateral => Laterality::Bilateral,
        types::Laterality::Midline => Laterality::Midline,
    }
}

fn certainty(certainty: types::Certainty) -> Certainty {
    match certainty {
        types::Certainty::Present => Certainty::Present,
        types::Certainty::Probable => Certainty::Probable,
        types::Certainty::Possible => Certainty::Possible,
        types::Certainty::Absent => Certainty::Absent,
    }
}

#[cfg(test)]
mod tests;
