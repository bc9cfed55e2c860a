//! What criterion left in the build folder: median and best of the benches of this run.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// One bench of ours.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measured {
    /// Group and function as the bench names them, `/` between.
    pub(crate) id: String,
    pub(crate) median_ms: f64,
    /// The best sample: what the work takes when nothing else runs.
    pub(crate) best_ms: f64,
}

/// The results below `folder` that were written since `start`, in the order of their ids.
pub(crate) fn results_since(folder: &Path, start: SystemTime) -> Result<Vec<Measured>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        collect(folder, start, &mut found)?;
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

fn collect(folder: &Path, start: SystemTime, found: &mut Vec<Measured>) -> Result<()> {
    let estimates = folder.join("estimates.json");
    let is_new = folder.file_name().is_some_and(|name| name == "new");
    if is_new && estimates.is_file() {
        if fs::metadata(&estimates)?.modified()? >= start {
            let read = |file: &Path| {
                fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
            };
            let benchmark = read(&folder.join("benchmark.json"))?;
            let sample = read(&folder.join("sample.json"))?;
            let measured = parse(&benchmark, &read(&estimates)?, &sample);
            found.push(measured.with_context(|| folder.display().to_string())?);
        }
        return Ok(());
    }
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), start, found)?;
        }
    }
    Ok(())
}

fn parse(benchmark: &str, estimates: &str, sample: &str) -> Result<Measured> {
    const MS_PER_NS: f64 = 1e-6;
    let [benchmark, estimates, sample] = [benchmark, estimates, sample].map(serde_json::from_str);
    let (benchmark, estimates, sample): (Value, Value, Value) = (benchmark?, estimates?, sample?);
    let id = benchmark["full_id"].as_str().context("no full_id")?;
    let median_ns = estimates["median"]["point_estimate"]
        .as_f64()
        .context("no median")?;
    let numbers = |name: &str| {
        let list = sample[name].as_array().into_iter().flatten();
        list.filter_map(Value::as_f64).collect::<Vec<_>>()
    };
    let best_ns = std::iter::zip(numbers("times"), numbers("iters"))
        .map(|(time, iterations)| time / iterations)
        .reduce(f64::min)
        .context("no samples")?;
    Ok(Measured {
        id: id.to_owned(),
        median_ms: median_ns * MS_PER_NS,
        best_ms: best_ns * MS_PER_NS,
    })
}

#[cfg(test)]
mod tests;
