//! What fuzzers call: a report made of arbitrary bytes goes through the judge, and what it lets pass must be sound.
//!
//! Compiled for tests and for `cargo fuzz` only.

use overread_base::{AiReport, Shape, Vec3};

use crate::answer;
use crate::bindings::overread::plugin::types as wire;
use crate::fixtures::{oblique, state};
use crate::job_state::Kept;
use crate::limits::output::{MAX_ENTRIES, MAX_FINDINGS, MAX_MARKS, MAX_POINTS, MAX_TEXT_BYTES};

/// Judges a report made of `bytes`; gives whether it passed.
///
/// # Panics
/// If the judge lets a report pass that is not sound, or refuses one without saying why.
#[must_use]
pub fn ai_result(bytes: &[u8]) -> bool {
    let report = Source { bytes, at: 0 }.report();
    match answer::checked(report, &state().series, &Kept::default()) {
        Ok(answer) => {
            assert_sound(&answer.report);
            true
        }
        Err(message) => {
            assert!(!message.is_empty() && message.len() < 10_000, "{message}");
            false
        }
    }
}

fn assert_sound(report: &AiReport) {
    if let Some(probability) = &report.probability {
        assert!((0.0..=1.0).contains(&probability.value));
        assert!((0.0..=1.0).contains(&probability.threshold));
    }
    assert!(report.findings.len() <= MAX_FINDINGS && report.warnings.len() <= MAX_ENTRIES + 1);
    for text in &report.warnings {
        assert!(text.value.len() <= MAX_TEXT_BYTES);
    }
    let mut ids: Vec<&str> = report.findings.iter().map(|f| f.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), report.findings.len(), "an id twice");
    for finding in &report.findings {
        assert!(finding.marks.len() <= MAX_MARKS);
        assert!(finding.probability.is_none_or(|p| (0.0..=1.0).contains(&p)));
        for mark in &finding.marks {
            assert_eq!(mark.series.as_str(), "1.2.3.4", "the job has one series");
            assert_inside(&mark.shape);
        }
    }
}

fn assert_inside(shape: &Shape) {
    let points: Vec<Vec3> = match shape {
        Shape::Point(at) => vec![*at],
        Shape::Cuboid { low, high } => {
            assert!(low.x <= high.x && low.y <= high.y && low.z <= high.z);
            vec![*low, *high]
        }
        Shape::Ellipse {
            centre,
            half_axis_a,
            half_axis_b,
        } => {
            assert!(half_axis_a.length() > 0.0 && half_axis_b.length() > 0.0);
            vec![*centre]
        }
        Shape::Polyline(points) | Shape::Polygon(points) => points.clone(),
        Shape::Mask(_) => panic!("no mask was kept"),
    };
    assert!(points.len() <= MAX_POINTS);
    for at in points {
        assert!(at.x.is_finite() && at.y.is_finite() && at.z.is_finite());
    }
}

/// Makes values of bytes: mostly such as a service would give, now and then anything. Zeros when it is used up.
struct Source<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    fn word(&mut self) -> u64 {
        u64::from_le_bytes(std::array::from_fn(|_| self.byte()))
    }

    fn is_odd_one(&mut self) -> bool {
        self.byte() == 0xff
    }

    fn number(&mut self) -> f64 {
        if self.is_odd_one() {
            f64::from_bits(self.word())
        } else {
            f64::from(self.byte()) / 255.0
        }
    }

    fn single(&mut self) -> f32 {
        if self.is_odd_one() {
            let bits = [self.byte(), self.byte(), self.byte(), self.byte()];
            f32::from_le_bytes(bits)
        } else {
            f32::from(self.byte()) / 255.0
        }
    }

    fn optional<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.byte() & 1 == 1).then(|| make(self))
    }

    fn list<T>(&mut self, make: impl Fn(&mut Self) -> T) -> Vec<T> {
        let many = usize::from(self.byte());
        let n = if many > 0xfa { many * 8 } else { many % 3 };
        (0..n).map(|_| make(self)).collect()
    }

    fn text(&mut self) -> String {
        let n = if self.is_odd_one() {
            5000
        } else {
            usize::from(self.byte() % 8)
        };
        let bytes: Vec<u8> = (0..n).map(|_| self.byte() & 0x7f).collect();
        String::from_utf8_lossy(&bytes).replace(|c: char| c.is_control() && c != '\u{1b}', "x")
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.byte()) % of.len()]
    }

    fn id(&mut self) -> String {
        match self.byte() {
            0..=250 => format!("f{}", self.byte()),
            _ => self.text(),
        }
    }

    fn code(&mut self) -> wire::Code {
        wire::Code {
            scheme: "SCT".to_owned(),
            value: self.id(),
            meaning: self.text(),
        }
    }

    fn local_text(&mut self) -> wire::Text {
        let locale = self.pick(&["en", "ru", "de-AT", "not a tag"]);
        wire::Text {
            locale: locale.to_owned(),
            value: self.text(),
        }
    }

    fn param(&mut self) -> wire::Param {
        wire::Param {
            name: self.id(),
            value: self.text(),
        }
    }

    fn position(&mut self) -> wire::Vec3 {
        let middle = oblique([4, 3, 2]).centre();
        let mut off = || self.number() * 8.0 - 4.0;
        wire::Vec3 {
            x: middle.x + off(),
            y: middle.y + off(),
            z: middle.z + off(),
        }
    }

    fn shape(&mut self) -> wire::Shape {
        match self.byte() % 8 {
            0 | 1 => wire::Shape::Point(wire::PointMark {
                at: self.position(),
            }),
            2 => wire::Shape::Cuboid(wire::BoxMark {
                low: self.position(),
                high: self.position(),
            }),
            3 => {
                let axis = |x, y| wire::Vec3 { x, y, z: 0.0 };
                wire::Shape::Ellipse(wire::EllipseMark {
                    centre: self.position(),
                    half_axis_a: axis(self.number(), 0.0),
                    half_axis_b: axis(0.0, self.number()),
                })
            }
            4 => wire::Shape::Polyline(wire::PolylineMark {
                points: self.list(Self::position),
            }),
            5 => wire::Shape::Polygon(wire::PolygonMark {
                points: self.list(Self::position),
            }),
            6 => wire::Shape::Mask(self.byte().into()),
            _ => wire::Shape::Other(wire::OtherData {
                kind: self.text(),
                fields: self.list(Self::param),
            }),
        }
    }

    fn finding(&mut self) -> wire::Finding {
        wire::Finding {
            tracking_id: self.id(),
            code: self.code(),
            site: self.optional(Self::code),
            laterality: self
                .optional(|s| s.pick(&[wire::Laterality::Left, wire::Laterality::Right])),
            probability: self.optional(Self::single),
            certainty: self
                .optional(|s| s.pick(&[wire::Certainty::Absent, wire::Certainty::Present])),
            category: self.optional(|s| wire::Category {
                scale: s.id(),
                value: s.text(),
            }),
            marks: self.list(|s| wire::Mark {
                series: u32::from(s.is_odd_one()),
                shape: s.shape(),
            }),
            measures: self.list(|s| wire::Measure {
                name: s.code(),
                value: s.number(),
                ucum: s.id(),
            }),
            notes: self.list(Self::local_text),
            extra: self.list(Self::param),
        }
    }

    fn report(&mut self) -> wire::Report {
        wire::Report {
            probability: self.optional(|s| wire::StudyProbability {
                value: s.single(),
                threshold: s.single(),
                claimed: s.optional(|s| wire::OperatingPoint {
                    threshold: s.number(),
                    sensitivity: s.optional(Self::number),
                    specificity: s.optional(Self::number),
                    false_positives_per_study: s.optional(Self::number),
                    dataset: s.text(),
                }),
            }),
            assessed: self.list(|s| wire::Assessment {
                code: s.code(),
                series: u32::from(s.is_odd_one()),
            }),
            findings: self.list(Self::finding),
            draft: self.list(|s| wire::ReportSection {
                section: s.id(),
                text: s.list(Self::local_text),
            }),
            priority: self.optional(|s| s.pick(&[wire::Priority::Routine, wire::Priority::Stat])),
            warnings: self.list(Self::local_text),
            heat_maps: Vec::new(),
            extra: self.list(Self::param),
        }
    }
}

#[cfg(test)]
mod tests;
