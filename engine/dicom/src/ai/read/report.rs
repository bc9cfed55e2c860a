//! A report by TID 1500 "Measurement Report" (PS3.16), or any other with measurement groups: read by codes, not by place.

use overread_base::{
    AiStatus, Assessed, Category, Certainty, Code, FailureKind, Finding, Measure, NotRunReason,
    ReportSection, SeriesUid, StudyProbability,
};

use super::codes;
use super::part::{Context, MAX_FINDINGS, Names, Part, finding, probability, reference};
use super::tree::{Node, Tree, Value};

/// Reads the groups of the tree and what stands beside them.
pub(crate) fn read(tree: &Tree, context: &mut Context<'_>, names: &mut Names, part: &mut Part) {
    let Some(root) = tree.root() else {
        context.lost("the report has no content");
        return;
    };
    beside(tree, root, context, names, part);
    explain(part);
}

/// The reasons of a job that did not come to its end stand beside its status, as comments.
fn explain(part: &mut Part) {
    let comments: Vec<&str> = part.warnings.iter().map(|w| w.value.as_str()).collect();
    if let Some(AiStatus::NotRun { message, .. } | AiStatus::Failed { message, .. }) =
        &mut part.status
        && !comments.is_empty()
    {
        *message = format!("{message}: {}", comments.join(" "));
    }
}

/// Everything outside of groups: texts, evaluations of the whole study, and the groups themselves.
fn beside(tree: &Tree, node: &Node, context: &mut Context<'_>, names: &mut Names, part: &mut Part) {
    for (_, child) in tree.children(node) {
        match &child.value {
            Value::Container if child.is(&codes::MEASUREMENT_GROUP) => {
                if part.findings.len() >= MAX_FINDINGS {
                    context.lost(format!(
                        "more than {MAX_FINDINGS} findings: the rest is left out"
                    ));
                    return;
                }
                group(tree, child, context, names, part);
            }
            // What the images are is read from the images.
            Value::Container if child.is(&codes::IMAGE_LIBRARY) => {}
            Value::Container => beside(tree, child, context, names, part),
            Value::Text(text) if node.is(&codes::QUALITATIVE_EVALUATIONS) && !text.is_empty() => {
                part.warnings.push(context.text(text.as_str()));
            }
            Value::Text(text) => take_text(child, text, context, part),
            Value::Code(value) => take_evaluation(tree, child, value, context, names, part),
            Value::Number(Some((value, ucum)), _) => {
                let name = child.name().to_owned();
                part.extra
                    .push((name, format!("{value} {ucum}").trim_end().to_owned()));
            }
            Value::Number(None, reason) => {
                let reason = reason.as_deref().unwrap_or("no reason stated");
                context.remark(format!("{} has no value: {reason}", child.name()));
            }
            Value::Uid(_)
            | Value::Reference(_)
            | Value::Pixels(..)
            | Value::Patient(..)
            | Value::ByReference(_) => {}
            Value::Other(kind) => {
                context.remark(format!("an item of value type {kind:?} is not read"))
            }
        }
    }
}

fn take_text(node: &Node, text: &str, context: &Context<'_>, part: &mut Part) {
    let is_of_maker = [
        &codes::DEVICE_NAME,
        &codes::DEVICE_MANUFACTURER,
        &codes::DEVICE_MODEL,
        &codes::ALGORITHM_NAME,
        &codes::ALGORITHM_VERSION,
        &codes::ALGORITHM_PARAMETERS,
        &codes::ALGORITHM_MANUFACTURER,
    ]
    .iter()
    .any(|concept| node.is(concept));
    // Who observed stands among the maker's facts; names of persons are nobody's concern here.
    let is_context = node.concept.as_ref().is_some_and(|code| {
        code.scheme == "DCM" && code.value.starts_with("1210") && code.value.as_str() < "121049"
    });
    if is_of_maker || is_context || text.is_empty() {
        return;
    }
    let section = if node.is(&codes::FINDING) || node.is(&codes::FINDINGS) {
        "findings".to_owned()
    } else if node.is(&codes::IMPRESSION) || node.is(&codes::IMPRESSIONS) {
        "impression".to_owned()
    } else {
        node.name().to_lowercase()
    };
    part.draft.push(ReportSection {
        section,
        text: vec![context.text(text)],
    });
}

/// A coded statement about the whole study: present or absent, or any other, kept as text.
fn take_evaluation(
    tree: &Tree,
    node: &Node,
    value: &Code,
    context: &mut Context<'_>,
    names: &mut Names,
    part: &mut Part,
) {
    let Some(concept) = &node.concept else {
        return;
    };
    if let Some(outcome) = outcome(tree, node, value) {
        match outcome {
            Outcome::Negative => part.is_stated_negative = true,
            Outcome::Positive => {}
            // The state of the detections is more exact than the summary that follows it.
            Outcome::Ended(status) => {
                part.status.get_or_insert(status);
            }
        }
        return;
    }
    if node.is(&codes::REASON) {
        take_reason(value, part);
        return;
    }
    let is_frame = concept.scheme == "DCM"
        && (concept.value.starts_with("1210") || concept.value.starts_with("1112"));
    if is_frame {
        return;
    }
    match codes::certainty_of(value) {
        Some(Certainty::Absent) => match context.main_series() {
            Some(series) => part.assessed.push(Assessed {
                code: concept.clone(),
                series,
            }),
            None => context.lost(format!(
                "{} is stated as absent, of no series",
                concept.meaning
            )),
        },
        Some(certainty) => {
            let mut found = finding(names.id(&concept.meaning), concept.clone());
            found.certainty = Some(certainty);
            part.findings.push(found);
        }
        None => part
            .extra
            .push((concept.meaning.clone(), value.meaning.clone())),
    }
}

/// The reason of our own reports, which coded statuses do not have.
fn take_reason(value: &Code, part: &mut Part) {
    let of_not_run = [
        ("out-of-scope", NotRunReason::OutOfScope),
        ("missing-series", NotRunReason::MissingSeries),
        ("bad-input", NotRunReason::BadInput),
        ("unsupported-age", NotRunReason::UnsupportedAge),
        ("runtime-missing", NotRunReason::RuntimeMissing),
        ("model-missing", NotRunReason::ModelMissing),
        ("quarantined", NotRunReason::Quarantined),
    ];
    match &mut part.status {
        Some(AiStatus::NotRun { reason, .. }) => {
            let found = of_not_run.iter().find(|(word, _)| *word == value.value);
            *reason = found.map_or(*reason, |&(_, found)| found);
        }
        Some(AiStatus::Failed { kind, .. }) => {
            let mut kinds = FailureKind::ALL.into_iter();
            *kind = kinds.find(|k| k.name() == value.value).unwrap_or(*kind);
        }
        Some(AiStatus::Done(_)) | None => {}
    }
}

/// What a report says of the job as a whole.
enum Outcome {
    Negative,
    Positive,
    Ended(AiStatus),
}

/// The summary codes of CAD reports (CID 6042, 6047) say it in other reports as well.
fn outcome(tree: &Tree, node: &Node, value: &Code) -> Option<Outcome> {
    let is_summary = node.is(&codes::CAD_SUMMARY);
    let is_state = node.is(&codes::SUMMARY_OF_DETECTIONS);
    if !is_summary && !is_state {
        return None;
    }
    let message = || {
        let stated: Vec<&str> = tree.children(node).filter_map(|(_, c)| c.text()).collect();
        let why = stated.join(", ");
        let text = format!("the service states: {}: {why}", value.meaning);
        text.trim_end_matches(": ").to_owned()
    };
    Some(if codes::ALL_WITHOUT.is(value) {
        Outcome::Negative
    } else if codes::NONE_SUCCEEDED.is(value) || codes::FAILED.is(value) {
        Outcome::Ended(AiStatus::Failed {
            kind: FailureKind::PluginFailure,
            message: message(),
        })
    } else if codes::NOT_ATTEMPTED.is(value) {
        Outcome::Ended(AiStatus::NotRun {
            reason: NotRunReason::OutOfScope,
            message: message(),
        })
    } else {
        Outcome::Positive
    })
}

/// What a measurement group gathers besides its finding.
#[derive(Default)]
struct Gathered {
    name: Option<String>,
    tracking_uid: Option<String>,
    code: Option<Code>,
    /// The threshold of the probability, 0 to 1.
    threshold: Option<f32>,
    /// The series that the group names as its source.
    source: Option<SeriesUid>,
    /// The images that the group refers to without a region.
    images: Vec<String>,
}

fn group(tree: &Tree, node: &Node, context: &mut Context<'_>, names: &mut Names, part: &mut Part) {
    let mut gathered = Gathered::default();
    gather_source(tree, node, context, &mut gathered);
    let mut found = finding(super::part::unnamed(), super::part::some_finding());
    take_items(tree, node, context, part, &mut gathered, &mut found);
    let is_absent = found.certainty == Some(Certainty::Absent);
    let has_code = gathered.code.is_some();
    if let Some(code) = gathered.code {
        found.code = code;
    }
    if let (Some(value), Some(threshold), false) = (found.probability, gathered.threshold, has_code)
    {
        part.probability = Some(StudyProbability { value, threshold });
        return;
    }
    if let Some(uid) = &gathered.tracking_uid
        && let Some(known) = part
            .tracked
            .get(uid)
            .and_then(|&idx| part.findings.get_mut(idx))
        && known.code.is_same_concept(&found.code)
        && found.measures.is_empty()
        && found.probability.is_none()
    {
        known.marks.append(&mut found.marks);
        known.notes.append(&mut found.notes);
        return;
    }
    if is_absent && found.marks.is_empty() && found.measures.is_empty() {
        let series = gathered.source.or_else(|| context.main_series());
        match series {
            Some(series) => part.assessed.push(Assessed {
                code: found.code,
                series,
            }),
            None => context.lost(format!(
                "{} is stated as absent, of no series",
                found.code.meaning
            )),
        }
        return;
    }
    found.id = names.id(gathered.name.as_deref().unwrap_or(&found.code.meaning));
    if found.marks.is_empty() && !gathered.images.is_empty() {
        let note = context.text(format!("image {}", gathered.images.join(", ")));
        found.notes.push(note);
    }
    if let Some(uid) = gathered.tracking_uid {
        part.tracked.insert(uid, part.findings.len());
    }
    part.findings.push(found);
}

/// The series that the images of a group lie in.
fn gather_source(tree: &Tree, node: &Node, context: &Context<'_>, gathered: &mut Gathered) {
    for (_, child) in tree.children(node) {
        match &child.value {
            Value::Uid(uid) if child.is(&codes::SOURCE_SERIES) => {
                gathered.source = super::place::series_uid(uid);
            }
            Value::Reference(to) if to.segments.is_empty() => {
                gathered.images.push(to.sop.clone());
                if gathered.source.is_none() {
                    gathered.source = context.series_of(to);
                }
            }
            Value::Uid(_)
            | Value::Reference(_)
            | Value::Container
            | Value::Text(_)
            | Value::Code(_)
            | Value::Number(..)
            | Value::Pixels(..)
            | Value::Patient(..)
            | Value::ByReference(_)
            | Value::Other(_) => {}
        }
    }
}

fn take_items(
    tree: &Tree,
    node: &Node,
    context: &mut Context<'_>,
    part: &mut Part,
    gathered: &mut Gathered,
    found: &mut Finding,
) {
    for (_, child) in tree.children(node) {
        match &child.value {
            Value::Container => take_items(tree, child, context, part, gathered, found),
            Value::Text(text) => take_group_text(child, text, context, gathered, found, part),
            Value::Uid(uid) if child.is(&codes::TRACKING_UID) => {
                gathered.tracking_uid = Some(uid.clone());
            }
            Value::Uid(_) | Value::ByReference(_) => {}
            Value::Code(value) => take_group_code(tree, child, value, context, gathered, found),
            Value::Number(Some((value, ucum)), _) => {
                take_number(tree, child, (*value, ucum), context, part, gathered, found);
            }
            Value::Number(None, reason) => {
                let reason = reason.as_deref().unwrap_or("no reason stated");
                context.remark(format!("{} has no value: {reason}", child.name()));
            }
            Value::Reference(_) | Value::Pixels(..) | Value::Patient(..) => {
                let marks = context.marks(tree, child, gathered.source.as_ref(), part);
                found.marks.extend(marks);
            }
            Value::Other(kind) => {
                context.remark(format!("an item of value type {kind:?} is not read"))
            }
        }
    }
}

fn take_group_text(
    node: &Node,
    text: &str,
    context: &Context<'_>,
    gathered: &mut Gathered,
    found: &mut Finding,
    part: &mut Part,
) {
    if node.is(&codes::TRACKING_IDENTIFIER) {
        gathered.name = Some(text.to_owned());
    } else if node.is(&codes::ALGORITHM_NAME) {
        part.maker.algorithm.get_or_insert_with(|| text.to_owned());
    } else if node.is(&codes::ALGORITHM_VERSION) {
        part.maker
            .algorithm_version
            .get_or_insert_with(|| text.to_owned());
    } else if node.is(&codes::ALGORITHM_PARAMETERS) {
        let parameters = (node.name().to_owned(), text.to_owned());
        if !part.extra.contains(&parameters) {
            part.extra.push(parameters);
        }
    } else if !text.is_empty() {
        let note = if node.name().is_empty() || node.is(&codes::COMMENT) {
            text.to_owned()
        } else {
            format!("{}: {text}", node.name())
        };
        found.notes.push(context.text(note));
    }
}

fn take_group_code(
    tree: &Tree,
    node: &Node,
    value: &Code,
    context: &Context<'_>,
    gathered: &mut Gathered,
    found: &mut Finding,
) {
    if node.is(&codes::FINDING) {
        gathered.code = Some(value.clone());
    } else if node.is(&codes::SITE) {
        found.site = Some(value.clone());
        let side = tree.child(node, &codes::LATERALITY).and_then(Node::code);
        found.laterality = side.and_then(codes::side_of).or(found.laterality);
    } else if node.is(&codes::LATERALITY) {
        found.laterality = codes::side_of(value);
    } else if node.is(&codes::PRESENCE) || node.is(&codes::CERTAINTY_OF_FINDING) {
        found.certainty = codes::certainty_of(value);
        if found.certainty.is_none() {
            let note = context.text(format!("{}: {}", node.name(), value.meaning));
            found.notes.push(note);
        }
    } else if let Some(category) = category(node, value) {
        found.category = Some(category);
    } else {
        let note = context.text(format!("{}: {}", node.name(), value.meaning));
        found.notes.push(note);
    }
}

/// A value on a classification scale: an assessment category. Our own codes name the scale in their meaning, others are
/// known by their coding scheme.
fn category(node: &Node, value: &Code) -> Option<Category> {
    let own = value
        .meaning
        .strip_suffix(value.value.as_str())
        .map(str::trim_end)
        .filter(|scale| value.scheme == "99OVERREAD" && !scale.is_empty());
    node.is(&codes::ASSESSMENT_CATEGORY).then(|| Category {
        scale: own.unwrap_or(value.scheme.as_str()).to_owned(),
        value: value.value.clone(),
    })
}

fn take_number(
    tree: &Tree,
    node: &Node,
    (value, ucum): (f64, &str),
    context: &mut Context<'_>,
    part: &mut Part,
    gathered: &mut Gathered,
    found: &mut Finding,
) {
    // A measurement may carry the line or the region that it was made on.
    for (_, child) in tree.children(node) {
        let marks = context.marks(tree, child, gathered.source.as_ref(), part);
        found.marks.extend(marks);
        for (_, below) in tree.children(child) {
            if reference(below).is_none() {
                let marks = context.marks(tree, below, gathered.source.as_ref(), part);
                found.marks.extend(marks);
            }
        }
    }
    let is_probability = [
        &codes::PROBABILITY,
        &codes::CERTAINTY_OF_FINDING,
        &codes::PROBABILITY_OF_CANCER,
    ]
    .iter()
    .any(|concept| node.is(concept));
    if is_probability && let Some(probability) = probability(value, ucum) {
        found.probability = Some(probability);
        return;
    }
    if node.is(&codes::THRESHOLD) {
        gathered.threshold = probability(value, ucum);
        return;
    }
    let Some(mut name) = node.concept.clone() else {
        context.remark(format!(
            "a measured value {value} {ucum} without a name is left out"
        ));
        return;
    };
    if let Some(derivation) = tree.child(node, &codes::DERIVATION).and_then(Node::code) {
        name.meaning = format!("{} ({})", name.meaning, derivation.meaning);
    }
    found.measures.push(Measure {
        name,
        value,
        ucum: ucum.to_owned(),
    });
}
