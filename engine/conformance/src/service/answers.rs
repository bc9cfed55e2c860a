//! What the first answers show: faults, refusals, times. Runs no job but `describe`.

use overread_base::{AiStatus, NotRunReason};
use overread_bundle::Manifest;
use overread_plugin_host::{Plugin, Usage};

use super::Answered;
use super::jobs::Told;
use crate::report::Judged;
use crate::studies::{Expects, Study};

const MANIFEST: &str = "plugin.toml";

/// `describe` against the manifest.
pub(super) fn describe(plugin: &Plugin, judged: &mut Judged) {
    let manifest = plugin.manifest();
    let profile = match plugin.describe() {
        Ok(profile) => profile,
        Err(error) => {
            judged.found.error("describe", error.to_string());
            return;
        }
    };
    let is_name = profile.name == manifest.id.as_str()
        || manifest.name.iter().any(|text| text.value == profile.name);
    if !is_name {
        judged.found.warn(
            "describe",
            format!(
                "it is named {:?} here and {:?} in {MANIFEST}",
                profile.name,
                manifest.id.as_str()
            ),
        );
    }
    if profile.version != manifest.version {
        judged.found.warn(
            "describe",
            format!(
                "its version is {:?} here and {:?} in {MANIFEST}",
                profile.version, manifest.version
            ),
        );
    }
    let sorted = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    let (here, there) = (
        sorted(&profile.modalities),
        sorted(&manifest.clinical.modalities),
    );
    if here != there {
        judged.found.warn(
            "describe",
            format!("its modalities are {here:?} here and {there:?} in {MANIFEST}"),
        );
    }
}

/// One study: whatever the service says of it, it has not broken.
pub(super) fn study(study: &Study, told: &Told, judged: &mut Judged) {
    let place = study.kind.name();
    judged.note(format!("{} ms", told.elapsed.as_millis()));
    match &told.result.status {
        AiStatus::Done(report) => {
            judged.note(format!("a report with {} findings", report.findings.len()));
            if report.findings.is_empty() && report.assessed.is_empty() {
                judged.found.warn(
                    place,
                    "nothing found and nothing named as assessed: absence is not stated",
                );
            }
        }
        AiStatus::NotRun { reason, message } => match reason {
            NotRunReason::RuntimeMissing => {
                judged.skip("there is no inference runtime on this machine");
            }
            NotRunReason::ModelMissing => judged.found.error(place, message.clone()),
            NotRunReason::OutOfScope
            | NotRunReason::MissingSeries
            | NotRunReason::BadInput
            | NotRunReason::UnsupportedAge
            | NotRunReason::Quarantined => {
                judged.note(format!("not run, {}: {message}", reason_name(*reason)));
                if message.trim().is_empty() {
                    judged
                        .found
                        .warn(place, "declined without a word for the reader");
                }
            }
        },
        AiStatus::Failed { kind, message } => {
            judged
                .found
                .error(place, format!("{}: {message}", kind.name()));
        }
    }
}

/// Whether the service read anything.
pub(super) fn reads(manifest: &Manifest, answered: &[Answered], judged: &mut Judged) {
    let n_done = answered.iter().filter(|answer| answer.is_done()).count();
    judged.note(format!("{n_done} of {} studies read", answered.len()));
    if n_done > 0 {
        return;
    }
    if answered.iter().any(|answer| has_no_runtime(&answer.told)) {
        judged.skip("there is no inference runtime on this machine");
    } else {
        judged.found.warn(
            MANIFEST,
            format!(
                "no study was read; the studies are CT, DX and MR, the manifest names {}",
                manifest.clinical.modalities.join(", ")
            ),
        );
    }
}

pub(super) fn has_no_runtime(told: &Told) -> bool {
    matches!(
        told.result.status,
        AiStatus::NotRun {
            reason: NotRunReason::RuntimeMissing,
            ..
        }
    )
}

/// Studies that the service is not for, and whether it says so.
pub(super) fn declines(manifest: &Manifest, answered: &[Answered], judged: &mut Judged) {
    let mut n_foreign = 0usize;
    for answer in answered {
        let Some(why) = foreign(manifest, &answer.study) else {
            continue;
        };
        n_foreign += 1;
        if answer.is_done() {
            judged.found.error(
                answer.study.kind.name(),
                format!("{why}, and the service gave a report instead of `not-run`"),
            );
        }
    }
    if n_foreign == 0 {
        judged.skip("none of the studies asked for is foreign to the service");
    } else {
        judged.note(format!("{n_foreign} studies are not for the service"));
    }
}

/// Why a study is nothing for the service; nothing if it may read it.
fn foreign(manifest: &Manifest, study: &Study) -> Option<String> {
    if study.expects == Expects::NotRun {
        return Some("there is nothing to read".to_owned());
    }
    let covered = &manifest.clinical.modalities;
    let is_covered = study
        .series
        .iter()
        .any(|series| covered.contains(&series.modality));
    if covered.is_empty() || is_covered {
        return None;
    }
    let found = study.series.first().map(|series| series.modality.as_str());
    Some(format!(
        "the manifest covers {}, the study is {}",
        covered.join(", "),
        found.unwrap_or("empty")
    ))
}

/// Whether half of what a job may use is enough.
pub(super) fn headroom(plugin: &Plugin, answered: &[Answered], judged: &mut Judged) {
    let allowed = plugin.limits().analyze;
    let slowest = answered.iter().max_by_key(|answer| answer.told.elapsed);
    let Some(slowest) = slowest else {
        judged.skip("no job was run");
        return;
    };
    let (took, kind) = (slowest.told.elapsed, slowest.study.kind);
    judged.note(format!(
        "slowest job {} ms of {} ms, on `{}`",
        took.as_millis(),
        allowed.as_millis(),
        kind.name()
    ));
    for (what, used, limit) in [
        (
            "memory of the component",
            (|usage: &Usage| usage.memory_bytes) as fn(&Usage) -> u64,
            plugin.limits().memory_bytes,
        ),
        (
            "memory of volumes and tensors",
            |usage| usage.host_memory_bytes,
            plugin.limits().host_memory_bytes,
        ),
    ] {
        memory(what, used, limit, answered, judged);
    }
    if took * 2 > allowed {
        judged.found.warn(
            kind.name(),
            format!(
                "took {:.1} s of {:.1} s; a slower machine would end the job",
                took.as_secs_f64(),
                allowed.as_secs_f64()
            ),
        );
    }
}

/// Memory is the same on every machine, so that a plugin that needs more than half of it fails.
fn memory(
    what: &str,
    used: fn(&Usage) -> u64,
    limit: u64,
    answered: &[Answered],
    judged: &mut Judged,
) {
    const MIB: u64 = 1 << 20;
    let Some(most) = answered
        .iter()
        .max_by_key(|answer| used(&answer.told.usage))
    else {
        return;
    };
    let (used, kind) = (used(&most.told.usage), most.study.kind);
    let text = format!("{what}: {} MiB of {} MiB", used.div_ceil(MIB), limit / MIB);
    if used.saturating_mul(2) > limit {
        judged.found.error(kind.name(), text);
    } else {
        judged.note(text);
    }
}

fn reason_name(reason: NotRunReason) -> &'static str {
    match reason {
        NotRunReason::OutOfScope => "out of scope",
        NotRunReason::MissingSeries => "missing series",
        NotRunReason::BadInput => "bad input",
        NotRunReason::UnsupportedAge => "unsupported age",
        NotRunReason::RuntimeMissing => "runtime missing",
        NotRunReason::ModelMissing => "model missing",
        NotRunReason::Quarantined => "quarantined",
    }
}
