//! A service's answer as a list of named values: equal answers have equal lists, and a difference has a name.
//!
//! Times are left out. Masks and maps stand as digests. Series stand by their UID, so that their order does not matter.

use std::fmt::Display;

use overread_base::{
    AiReport, AiResult, AiStatus, Code, Finding, LocalText, Mark, MaskRle, OperatingPoint, Shape,
    Vec3, VolumeGeometry,
};
use sha2::{Digest as _, Sha256};

/// The facts of an answer in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts(Vec<(String, String)>);

impl Facts {
    pub(crate) fn of(result: &AiResult) -> Self {
        let mut facts = Self(Vec::new());
        facts.status(&result.status);
        if let Some(point) = &result.service.operating_point {
            facts.operating_point(point);
        }
        facts
    }

    /// SHA-256 over the lines `name = value`.
    pub(crate) fn digest(&self) -> String {
        let mut sha = Sha256::new();
        for (name, value) in &self.0 {
            sha.update(name);
            sha.update(" = ");
            sha.update(value);
            sha.update("\n");
        }
        hex(&sha.finalize())
    }

    /// The first fact that is not the same in both.
    pub(crate) fn difference(&self, other: &Self) -> Option<String> {
        let pairs = self.0.iter().zip(&other.0);
        for ((name, value), (other_name, other_value)) in pairs {
            if name != other_name {
                return Some(format!(
                    "{name} = {value}, then {other_name} = {other_value}"
                ));
            }
            if value != other_value {
                return Some(format!("{name}: {value}, then {other_value}"));
            }
        }
        let (a, b) = (self.0.len(), other.0.len());
        let (longer, when) = if a > b {
            (&self.0, "the second time it is missing")
        } else {
            (&other.0, "the first time it was missing")
        };
        let (name, value) = longer.get(a.min(b))?;
        Some(format!("{name} = {value}: {when}"))
    }

    fn add(&mut self, name: impl Into<String>, value: impl Display) {
        self.0.push((name.into(), value.to_string()));
    }

    fn maybe<T: Display>(&mut self, name: impl Into<String>, value: Option<T>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn status(&mut self, status: &AiStatus) {
        match status {
            AiStatus::Done(report) => {
                self.add("status", "done");
                self.report(report);
            }
            AiStatus::NotRun { reason, message } => {
                self.add("status", format!("not run, {reason:?}"));
                self.add("message", message);
            }
            AiStatus::Failed { kind, message } => {
                self.add("status", format!("failed, {kind:?}"));
                self.add("message", message);
            }
        }
    }

    fn operating_point(&mut self, point: &OperatingPoint) {
        self.add("operating-point.threshold", point.threshold);
        self.maybe("operating-point.sensitivity", point.sensitivity);
        self.maybe("operating-point.specificity", point.specificity);
        let false_positives = point.false_positives_per_study;
        self.maybe("operating-point.false-positives", false_positives);
        self.add("operating-point.dataset", &point.dataset);
    }

    fn report(&mut self, report: &AiReport) {
        if let Some(probability) = report.probability {
            self.add("probability", probability.value);
            self.add("probability.threshold", probability.threshold);
        }
        for (idx, assessed) in report.assessed.iter().enumerate() {
            self.code(&format!("assessed[{idx}]"), &assessed.code);
            self.add(format!("assessed[{idx}].series"), &assessed.series);
        }
        for (idx, finding) in report.findings.iter().enumerate() {
            self.finding(&format!("findings[{idx}]"), finding);
        }
        for (idx, section) in report.draft.iter().enumerate() {
            self.add(format!("draft[{idx}].section"), &section.section);
            self.texts(&format!("draft[{idx}]"), &section.text);
        }
        self.maybe("priority", report.priority.map(|p| format!("{p:?}")));
        self.texts("warnings", &report.warnings);
        for (idx, map) in report.heat_maps.iter().enumerate() {
            let place = format!("heat-maps[{idx}]");
            self.add(format!("{place}.name"), &map.name);
            self.add(format!("{place}.series"), &map.series);
            self.grid(&place, &map.geometry);
            self.add(format!("{place}.values"), hex(&Sha256::digest(&map.values)));
        }
        for (name, value) in &report.extra {
            self.add(format!("extra.{name}"), value);
        }
    }

    fn finding(&mut self, place: &str, finding: &Finding) {
        self.add(format!("{place}.id"), &finding.id);
        self.code(place, &finding.code);
        if let Some(site) = &finding.site {
            self.code(&format!("{place}.site"), site);
        }
        let laterality = finding.laterality.map(|side| format!("{side:?}"));
        self.maybe(format!("{place}.laterality"), laterality);
        self.maybe(format!("{place}.probability"), finding.probability);
        let certainty = finding.certainty.map(|certainty| format!("{certainty:?}"));
        self.maybe(format!("{place}.certainty"), certainty);
        if let Some(category) = &finding.category {
            let category = format!("{} {}", category.scale, category.value);
            self.add(format!("{place}.category"), category);
        }
        for (idx, mark) in finding.marks.iter().enumerate() {
            self.mark(&format!("{place}.marks[{idx}]"), mark);
        }
        for (idx, measure) in finding.measures.iter().enumerate() {
            let place = format!("{place}.measures[{idx}]");
            self.code(&place, &measure.name);
            self.add(&place, format!("{} {}", measure.value, measure.ucum));
        }
        self.texts(&format!("{place}.notes"), &finding.notes);
    }

    fn mark(&mut self, place: &str, mark: &Mark) {
        self.add(format!("{place}.series"), &mark.series);
        match &mark.shape {
            Shape::Point(at) => self.add(format!("{place}.point"), triple(*at)),
            Shape::Cuboid { low, high } => {
                self.add(
                    format!("{place}.box"),
                    format!("{} {}", triple(*low), triple(*high)),
                );
            }
            Shape::Ellipse {
                centre,
                half_axis_a,
                half_axis_b,
            } => {
                let axes = [*centre, *half_axis_a, *half_axis_b].map(triple);
                self.add(format!("{place}.ellipse"), axes.join(" "));
            }
            Shape::Polyline(points) => self.points(format!("{place}.polyline"), points),
            Shape::Polygon(points) => self.points(format!("{place}.polygon"), points),
            Shape::Mask(mask) => self.mask(place, mask),
        }
    }

    fn points(&mut self, name: String, points: &[Vec3]) {
        let points: Vec<String> = points.iter().map(|&at| triple(at)).collect();
        self.add(name, points.join(" "));
    }

    fn mask(&mut self, place: &str, mask: &MaskRle) {
        self.grid(place, &mask.geometry);
        self.add(format!("{place}.mask.voxels"), mask.voxel_count());
        let mut sha = Sha256::new();
        for run in &mask.runs {
            sha.update(run.to_le_bytes());
        }
        self.add(format!("{place}.mask"), hex(&sha.finalize()));
    }

    fn grid(&mut self, place: &str, grid: &VolumeGeometry) {
        let [x, y, z] = grid.size;
        self.add(format!("{place}.grid.size"), format!("{x} {y} {z}"));
        for (name, value) in [
            ("spacing", grid.spacing),
            ("origin", grid.origin),
            ("row", grid.row_dir),
            ("column", grid.col_dir),
        ] {
            self.add(format!("{place}.grid.{name}"), triple(value));
        }
    }

    fn code(&mut self, place: &str, code: &Code) {
        self.add(format!("{place}.code"), code);
    }

    fn texts(&mut self, place: &str, texts: &[LocalText]) {
        for (idx, text) in texts.iter().enumerate() {
            let text = format!("{} {:?}", text.locale, text.value);
            self.add(format!("{place}[{idx}]"), text);
        }
    }
}

/// The shortest digits that give the same numbers again.
fn triple(at: Vec3) -> String {
    format!("({} {} {})", at.x, at.y, at.z)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
