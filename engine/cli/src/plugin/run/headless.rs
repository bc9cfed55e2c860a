//! `overread plugin run` without a screen: one job, its result as JSON and as a picture.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use overread_base::{AiResult, AiStatus, Finding, Seed, ServiceIdentity};
use overread_image::{Voi, VoiLut, Window, presets_for};
use overread_plugin_host::Job;
use overread_plugin_kit::{Cache, Language, Workshop, build};
use overread_workstation::{CaseImages, Folders, ImageSeries, Service, Services, StepProgress};

use super::PluginRun;
use crate::{picture, progress};

/// Runs the service, prints the result and draws the findings. A result that is not "done" is printed and is an error.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
pub(super) fn run(wanted: &PluginRun, picture: &Path) -> anyhow::Result<()> {
    let services = Services::open(&Folders::of_user(wanted.data.as_deref()))?;
    let service = services.open_bundle(&built(&wanted.bundle)?)?;
    let images = read_study(&wanted.study)?;
    let result = analyze(&service, &images, &wanted.locale);
    println!(
        "{}",
        overread_store::ai_result_json(&result).context("the result cannot be written as JSON")?
    );
    match &result.status {
        AiStatus::Done(report) => {
            draw(picture, &images, &report.findings, &result.service)?;
            eprintln!(
                "findings: {}, drawn in {}",
                report.findings.len(),
                picture.display()
            );
            Ok(())
        }
        AiStatus::NotRun { reason, message } => {
            bail!(
                "the service did not run, {}: {message}",
                spaced(&format!("{reason:?}"))
            )
        }
        AiStatus::Failed { kind, message } => {
            bail!("the service failed, {}: {message}", kind.name())
        }
    }
}

/// `OutOfScope` as `out of scope`.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

/// The bundle at `plugin`, or the one that is built of the sources there.
#[expect(clippy::print_stderr, reason = "progress belongs on the terminal")]
fn built(plugin: &Path) -> anyhow::Result<PathBuf> {
    if !plugin.is_dir() || Language::of(plugin)?.is_none() {
        return Ok(plugin.to_owned());
    }
    let folder = plugin
        .canonicalize()
        .with_context(|| format!("cannot find {}", plugin.display()))?;
    let target = folder.join("target");
    let bundle = target.join("bundle");
    let workshop = Workshop::new(Cache::of_user()?, target);
    build(&workshop, &folder, &bundle, &|step| eprintln!("{step}"))?;
    Ok(bundle)
}

#[expect(clippy::print_stderr, reason = "the program's own output")]
fn read_study(folder: &Path) -> anyhow::Result<CaseImages> {
    let step = StepProgress::default();
    let name = format!("reading {}", folder.display());
    let work = || overread_workstation::open_folder(folder, None, &step);
    let images = progress::followed(&name, &step, work)?;
    for warning in &images.warnings {
        eprintln!("{warning}");
    }
    Ok(images)
}

fn analyze(service: &Service, images: &CaseImages, locale: &str) -> AiResult {
    let bar = progress::bar(&format!("running {}", service.identity().id));
    let heard = bar.clone();
    let job = Job {
        locale: locale.to_owned(),
        seed: Seed(0),
        progress: Arc::new(move |fraction, _stage| progress::set(&heard, fraction)),
        ..Job::new(
            images.study.clone(),
            overread_workstation::job_series(images),
        )
    };
    let result = service.analyze(&job);
    bar.finish_and_clear();
    result
}

/// Draws the findings of the series that the first mark lies in, or else of the series with the most slices.
fn draw(
    picture: &Path,
    images: &CaseImages,
    findings: &[Finding],
    service: &ServiceIdentity,
) -> anyhow::Result<()> {
    let marked = |finding: &Finding| finding.marks.first().map(|mark| mark.series.clone());
    let first = findings.iter().find_map(marked);
    let named = images
        .series
        .iter()
        .find(|s| Some(&s.facts.uid) == first.as_ref());
    let series = named.or(images.series.first());
    let series = series.context("the study has no series")?;
    let lut = VoiLut::new(
        window_of(series),
        series.volume.rescale(),
        series.is_inverted,
    );
    let is_here = |finding: &&Finding| marked(finding).is_none_or(|uid| uid == series.facts.uid);
    let here: Vec<&Finding> = findings.iter().filter(is_here).collect();
    picture::draw_findings(picture, &series.volume, &lut, &here, &notice(service))
}

/// What must stand beside every AI result: that it is none for patients, whose it is, and at which operating point.
fn notice(service: &ServiceIdentity) -> Vec<String> {
    let who = format!("AI, not for diagnosis: {} {}", service.id, service.version);
    let point = service.operating_point.as_ref().map(|point| {
        let share = |label: &str, share: Option<f64>| {
            share.map_or_else(String::new, |share| format!(", {label} {share:.2}"))
        };
        format!(
            "threshold {:.2}{}{}",
            point.threshold,
            share("sensitivity", point.sensitivity),
            share("false marks a study", point.false_positives_per_study)
        )
    });
    let point = point.unwrap_or_else(|| "operating point not stated".to_owned());
    vec![who, point]
}

/// The lung window for chest CT, else the file's first window, else all values of the series.
fn window_of(series: &ImageSeries) -> Window {
    let presets = presets_for(&series.facts.modality, series.facts.body_part.as_deref());
    let lung = presets
        .iter()
        .find(|preset| preset.id == "lung")
        .map(|preset| preset.window);
    let of_file = || series.vois.first().and_then(Voi::as_window);
    lung.or_else(of_file).unwrap_or_else(|| series.full_range())
}

#[cfg(test)]
mod tests;
