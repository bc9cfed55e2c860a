//! What criterion left in the build folder: the medians of the benches of this run.

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
            let texts = (read(&folder.join("benchmark.json"))?, read(&estimates)?);
            found.push(parse(&texts.0, &texts.1).with_context(|| estimates.display().to_string())?);
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

fn parse(benchmark: &str, estimates: &str) -> Result<Measured> {
    const MS_PER_NS: f64 = 1e-6;
    let benchmark: Value = serde_json::from_str(benchmark)?;
    let estimates: Value = serde_json::from_str(estimates)?;
    let id = benchmark["full_id"].as_str().context("no full_id")?;
    let median_ns = estimates["median"]["point_estimate"]
        .as_f64()
        .context("no median")?;
    Ok(Measured {
        id: id.to_owned(),
        median_ms: median_ns * MS_PER_NS,
    })
}

#[cfg(test)]
mod tests;
