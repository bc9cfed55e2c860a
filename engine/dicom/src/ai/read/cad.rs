//! Chest, Mammography and Colon CAD reports (PS3.16 TID 4100, 4000, 4120): findings by their rendering intent, and what
//! the algorithms say of themselves.

use std::collections::BTreeSet;

use overread_base::{
    AiStatus, Assessed, Certainty, Code, FailureKind, Finding, Measure, NotRunReason,
    OperatingPoint, SeriesUid,
};

use super::codes;
use super::part::{Context, MAX_FINDINGS, Names, Part, finding, probability, reference, unnamed};
use super::tree::{Node, Tree, Value};

/// Whether the root of a report is that of a CAD document.
pub(crate) fn is_cad(root: &Node) -> bool {
    [
        &codes::CHEST_CAD_REPORT,
        &codes::MAMMOGRAPHY_CAD_REPORT,
        &codes::COLON_CAD_REPORT,
    ]
    .iter()
    .any(|concept| root.is(concept))
}

/// Reads findings, summaries and operating points.
pub(crate) fn read(tree: &Tree, context: &mut Context<'_>, names: &mut Names, part: &mut Part) {
    let Some(root) = tree.root() else {
        context.lost("the report has no content");
        return;
    };
    let mut walk = Walk {
        tree,
        names,
        seen: BTreeSet::new(),
    };
    for (_, child) in tree.children(root) {
        if child.is(&codes::CAD_SUMMARY) {
            walk.findings(child, context, part);
        }
    }
    let library = tree.child(root, &codes::IMAGE_LIBRARY);
    let first_image = library.and_then(|library| {
        tree.children(library)
            .find_map(|(_, item)| reference(item))
            .and_then(|image| context.series_of(image))
    });
    let series = first_image.or_else(|| context.main_series());
    let outcome = Outcome::of(tree, root, series, context, part);
    outcome.judge(part, context);
}

struct Walk<'a> {
    tree: &'a Tree,
    names: &'a mut Names,
    /// Items that were read already: a single image finding may stand in several composite features.
    seen: BTreeSet<usize>,
}

impl Walk<'_> {
    /// The findings at or below a node.
    fn findings(&mut self, node: &Node, context: &mut Context<'_>, part: &mut Part) {
        for (idx, child) in self.tree.children(node) {
            if !self.seen.insert(idx) {
                continue;
            }
            let is_finding =
                child.is(&codes::COMPOSITE_FEATURE) || child.is(&codes::SINGLE_IMAGE_FINDING);
            if !is_finding {
                self.findings(child, context, part);
                continue;
            }
            if part.findings.len() + part.hidden.len() >= MAX_FINDINGS {
                context.lost(format!(
                    "more than {MAX_FINDINGS} findings: the rest is left out"
                ));
                return;
            }
            self.finding(child, context, part);
        }
    }

    fn finding(&mut self, node: &Node, context: &mut Context<'_>, part: &mut Part) {
        let Some(code) = node.code() else {
            context.lost("a finding without a code");
            return;
        };
        let mut found = finding(unnamed(), code.clone());
        let mut name = None;
        self.items(node, context, part, &mut found, &mut name);
        if codes::IMAGE_QUALITY.is(code) {
            let notes: Vec<String> = found.notes.iter().map(|n| n.value.clone()).collect();
            let text = format!("{}: {}", code.meaning, notes.join("; "));
            part.warnings
                .push(context.text(text.trim_end_matches(": ")));
            return;
        }
        found.id = self.names.id(name.as_deref().unwrap_or(&code.meaning));
        let intent = self.tree.child(node, &codes::RENDERING_INTENT);
        let intent_code = intent.and_then(Node::code);
        if intent_code.is_some_and(|code| codes::NOT_FOR_PRESENTATION.is(code)) {
            part.hidden.push(found);
            return;
        }
        if intent_code.is_some_and(|code| codes::PRESENTATION_OPTIONAL.is(code)) {
            let point = intent
                .and_then(|intent| self.tree.child(intent, &codes::CAD_OPERATING_POINT))
                .and_then(Node::number);
            let note = point.map_or_else(
                || "presentation optional".to_owned(),
                |(value, _)| format!("presentation optional, from CAD operating point {value}"),
            );
            found.notes.push(context.text(note));
        }
        if intent_code.is_none() {
            context.remark(format!(
                "finding {} states no rendering intent: it is shown",
                found.id
            ));
        }
        part.findings.push(found);
    }

    /// The properties of a finding; single image findings below a composite feature give it their marks.
    fn items(
        &mut self,
        node: &Node,
        context: &mut Context<'_>,
        part: &mut Part,
        found: &mut Finding,
        name: &mut Option<String>,
    ) {
        let tree = self.tree;
        for (idx, child) in tree.children(node) {
            if child.is(&codes::COMPOSITE_FEATURE) || child.is(&codes::SINGLE_IMAGE_FINDING) {
                let is_new = self.seen.insert(idx);
                let intent = tree
                    .child(child, &codes::RENDERING_INTENT)
                    .and_then(Node::code);
                if intent.is_some_and(|code| codes::NOT_FOR_PRESENTATION.is(code)) {
                    if is_new {
                        self.finding(child, context, part);
                    }
                } else if is_new {
                    let mut below = finding(unnamed(), found.code.clone());
                    self.items(child, context, part, &mut below, name);
                    found.marks.append(&mut below.marks);
                    found.measures.append(&mut below.measures);
                    found.laterality = found.laterality.or(below.laterality);
                    found.site = found.site.take().or(below.site);
                    found.probability = found.probability.or(below.probability);
                }
                continue;
            }
            match &child.value {
                Value::Text(text) => take_text(child, text, context, part, found, name),
                Value::Code(value) => self.take_code(child, value, context, found),
                Value::Number(Some((value, ucum)), _) => take_number(child, *value, ucum, found),
                Value::Pixels(..) | Value::Patient(..) | Value::Reference(_) => {
                    let marks = context.marks(tree, child, None, part);
                    found.marks.extend(marks);
                }
                Value::Container => self.items(child, context, part, found, name),
                Value::Number(None, _)
                | Value::Uid(_)
                | Value::ByReference(_)
                | Value::Other(_) => {}
            }
        }
    }

    fn take_code(&self, node: &Node, value: &Code, context: &Context<'_>, found: &mut Finding) {
        if node.is(&codes::RENDERING_INTENT) {
            return;
        }
        if node.is(&codes::SITE) {
            found.site = Some(value.clone());
            let side = self
                .tree
                .child(node, &codes::LATERALITY)
                .and_then(Node::code);
            found.laterality = side
                .or(Some(value))
                .and_then(codes::side_of)
                .or(found.laterality);
        } else if node.is(&codes::LATERALITY) {
            found.laterality = codes::side_of(value);
        } else if node.is(&codes::CERTAINTY_OF_FINDING) || node.is(&codes::PRESENCE) {
            found.certainty = codes::certainty_of(value);
        } else {
            let note = format!("{}: {}", node.name(), value.meaning);
            found.notes.push(context.text(note));
        }
    }
}

fn take_text(
    node: &Node,
    text: &str,
    context: &Context<'_>,
    part: &mut Part,
    found: &mut Finding,
    name: &mut Option<String>,
) {
    if node.is(&codes::TRACKING_IDENTIFIER) {
        name.get_or_insert_with(|| text.to_owned());
    } else if node.is(&codes::ALGORITHM_NAME) {
        part.maker.algorithm.get_or_insert_with(|| text.to_owned());
    } else if node.is(&codes::ALGORITHM_VERSION) {
        part.maker
            .algorithm_version
            .get_or_insert_with(|| text.to_owned());
    } else if !node.is(&codes::ALGORITHM_PARAMETERS) && !text.is_empty() {
        found
            .notes
            .push(context.text(format!("{}: {text}", node.name())));
    }
}

fn take_number(node: &Node, value: f64, ucum: &str, found: &mut Finding) {
    let of_finding = node.is(&codes::CERTAINTY_OF_FINDING) || node.is(&codes::CERTAINTY_OF_FEATURE);
    let of_cancer = node.is(&codes::PROBABILITY_OF_CANCER) || node.is(&codes::PROBABILITY);
    // Where both are stated, the certainty that the finding is there comes first.
    if (of_finding || (of_cancer && found.probability.is_none()))
        && let Some(probability) = probability(value, ucum)
    {
        found.probability = Some(probability);
        if of_finding {
            return;
        }
    }
    if let Some(name) = &node.concept {
        found.measures.push(Measure {
            name: name.clone(),
            value,
            ucum: ucum.to_owned(),
        });
    }
}

/// What the report says of its algorithms.
#[derive(Default)]
struct Outcome {
    summary: Option<Code>,
    failed: Vec<String>,
    not_attempted: Vec<String>,
    states: Vec<Code>,
}

impl Outcome {
    fn of(
        tree: &Tree,
        root: &Node,
        series: Option<SeriesUid>,
        context: &mut Context<'_>,
        part: &mut Part,
    ) -> Self {
        let mut outcome = Self::default();
        for (_, child) in tree.children(root) {
            if child.is(&codes::CAD_SUMMARY) {
                outcome.summary = child.code().cloned();
            }
            if child.is(&codes::SUMMARY_OF_DETECTIONS) || child.is(&codes::SUMMARY_OF_ANALYSES) {
                outcome.take_summary(tree, child, series.as_ref(), context, part);
            }
        }
        part.operating_point = operating_point(tree, root);
        outcome
    }

    fn take_summary(
        &mut self,
        tree: &Tree,
        node: &Node,
        series: Option<&SeriesUid>,
        context: &Context<'_>,
        part: &mut Part,
    ) {
        if let Some(state) = node.code() {
            if codes::NOT_ATTEMPTED.is(state) {
                self.not_attempted.push(node.name().to_owned());
            }
            // The analyses may be left out where the detections are the result.
            if node.is(&codes::SUMMARY_OF_DETECTIONS) {
                self.states.push(state.clone());
            }
        }
        for (_, list) in tree.children(node) {
            for (_, performed) in tree.children(list) {
                let Some(code) = performed.code() else {
                    continue;
                };
                let is_detection = performed.is(&codes::DETECTION_PERFORMED);
                if !is_detection && !performed.is(&codes::ANALYSIS_PERFORMED) {
                    continue;
                }
                for (_, item) in tree.children(performed) {
                    if let (Some(text), true) = (item.text(), item.is(&codes::ALGORITHM_NAME)) {
                        part.maker.algorithm.get_or_insert_with(|| text.to_owned());
                    }
                    if let (Some(text), true) = (item.text(), item.is(&codes::ALGORITHM_VERSION)) {
                        part.maker
                            .algorithm_version
                            .get_or_insert_with(|| text.to_owned());
                    }
                }
                if list.is(&codes::FAILED_DETECTIONS) || list.is(&codes::FAILED_ANALYSES) {
                    self.failed.push(code.meaning.clone());
                } else if is_detection && list.is(&codes::SUCCESSFUL_DETECTIONS) {
                    let image = tree
                        .children(performed)
                        .find_map(|(_, item)| reference(item));
                    let own = image.and_then(|image| context.series_of(image));
                    if let Some(series) = own.as_ref().or(series) {
                        part.assessed.push(Assessed {
                            code: code.clone(),
                            series: series.clone(),
                        });
                    }
                }
            }
        }
    }

    /// Turns what the algorithms say of themselves into what the job came to.
    fn judge(&self, part: &mut Part, context: &mut Context<'_>) {
        let failures = if self.failed.is_empty() {
            String::new()
        } else {
            format!(": failed {}", self.failed.join(", "))
        };
        if !self.failed.is_empty() {
            part.warnings
                .push(context.text(format!("failed: {}", self.failed.join(", "))));
        }
        let summary = self.summary.as_ref();
        let is = |concept: &codes::Concept| summary.is_some_and(|code| concept.is(code));
        let meaning = summary.map_or("", |code| code.meaning.as_str());
        let all_failed = is(&codes::NONE_SUCCEEDED)
            || (!self.states.is_empty() && self.states.iter().all(|s| codes::FAILED.is(s)));
        let nothing_tried =
            !self.states.is_empty() && self.states.iter().all(|s| codes::NOT_ATTEMPTED.is(s));
        let shown = part.findings.len();
        if all_failed && shown == 0 {
            part.status = Some(AiStatus::Failed {
                kind: FailureKind::PluginFailure,
                message: format!("the service states: {meaning}{failures}"),
            });
        } else if nothing_tried && shown == 0 {
            part.status = Some(AiStatus::NotRun {
                reason: NotRunReason::OutOfScope,
                message: format!(
                    "the service states that it did not attempt: {}",
                    self.not_attempted.join(", ")
                ),
            });
        } else if is(&codes::PARTLY_WITHOUT) || is(&codes::PARTLY_WITH) {
            part.warnings.push(context.text(meaning));
            part.is_stated_negative = is(&codes::PARTLY_WITHOUT);
        } else if is(&codes::ALL_WITHOUT) {
            part.is_stated_negative = true;
            if shown > 0 {
                context.remark(format!(
                    "the summary says {meaning:?}, but {shown} findings are shown"
                ));
            }
        } else if is(&codes::ALL_WITH) {
            // With findings of which none is for presentation: the reader's view holds none.
            part.is_stated_negative = shown == 0 && !part.hidden.is_empty();
        } else {
            context.remark("the report has no CAD processing and findings summary");
        }
        part.findings.iter_mut().for_each(|found| {
            found.certainty.get_or_insert(Certainty::Present);
        });
    }
}

/// The recommended operating point of the first table (TID 4023, 4024), if the report gives its figures.
fn operating_point(tree: &Tree, root: &Node) -> Option<OperatingPoint> {
    let mut figures = [None; 3];
    let mut stack = vec![(root, 0)];
    let mut recommended = None;
    while let Some((node, depth)) = stack.pop() {
        for (_, child) in tree.children(node) {
            let kinds = [
                &codes::CASE_SENSITIVITY,
                &codes::CASE_SPECIFICITY,
                &codes::FALSE_MARKERS_PER_CASE,
            ];
            if let Some((value, ucum)) = child.number() {
                let value = if ucum == "%" { value / 100.0 } else { value };
                for (figure, kind) in figures.iter_mut().zip(kinds) {
                    if child.is(kind) {
                        figure.get_or_insert(value);
                    }
                }
                if child.is(&codes::RECOMMENDED_OPERATING_POINT) {
                    recommended.get_or_insert(value);
                }
            }
            if depth < 8 {
                stack.push((child, depth + 1));
            }
        }
    }
    let [sensitivity, specificity, false_positives_per_study] = figures;
    let is_stated = figures.iter().any(Option::is_some) || recommended.is_some();
    is_stated.then(|| OperatingPoint {
        threshold: recommended.unwrap_or_default(),
        sensitivity,
        specificity,
        false_positives_per_study,
        dataset: String::new(),
    })
}
