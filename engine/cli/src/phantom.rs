//! `overread phantom make`: synthetic studies as DICOM, each with its truth beside it.

use std::fs;

use anyhow::Context as _;
use overread_base::{CaseTruth, PhantomKind, Seed};
use overread_phantom::chest_ct::{ChestCtParams, random_nodules};
use overread_phantom::{CaseRequest, Phantom, PhantomError, draw_lesions};
use overread_workstation::{StepProgress, write_phantom};

use crate::args::PhantomMake;
use crate::progress;

/// Makes the studies one after another, slices in parallel, with a progress bar.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn make(wanted: &PhantomMake) -> anyhow::Result<()> {
    let kind = PhantomKind::from(wanted.kind);
    for offset in 0..wanted.count {
        let seed = wanted
            .seed
            .checked_add(u64::from(offset))
            .context("seeds end at 2^64")?;
        let folder = wanted.out.join(format!("{}-{seed}", kind.word()));
        let step = StepProgress::default();
        let name = format!("phantom {} of {} (seed {seed})", offset + 1, wanted.count);
        let work = || {
            write_phantom(
                &folder,
                Seed(seed),
                || plan(kind, Seed(seed), wanted),
                &step,
            )
        };
        let study = progress::followed(&name, &step, work)
            .with_context(|| format!("phantom of seed {seed}"))?;
        let truth = study.truth;
        let file = folder.join("truth.json");
        let text = serde_json::to_string_pretty(&truth_json(seed, &truth))?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        println!("{} ({} lesions)", folder.display(), truth.lesions.len());
    }
    Ok(())
}

/// A chest CT with as many nodules as wanted; of other kinds an abnormal case by the seed.
fn plan(kind: PhantomKind, seed: Seed, wanted: &PhantomMake) -> Result<Phantom, PhantomError> {
    if kind == PhantomKind::ChestCt {
        let nodules = random_nodules(seed, wanted.nodules as usize);
        return Phantom::chest_ct(seed, &ChestCtParams::default(), &nodules);
    }
    let request = CaseRequest::new(kind, seed);
    let lesions = draw_lesions(kind, seed, request.difficulty, true, &[]);
    Phantom::plan(&CaseRequest { lesions, ..request })
}

/// The truth in words: what `plugin run` prints can be compared with it.
fn truth_json(seed: u64, truth: &CaseTruth) -> serde_json::Value {
    let lesions = truth.lesions.iter().map(|lesion| {
        serde_json::json!({
            "id": lesion.id.as_str(),
            "code": lesion.code.meaning,
            "centre_patient_lps_mm": lesion.centre.to_array(),
            "diameter_mm": 2.0 * lesion.radius_mm,
            "type": lesion.nodule_type.map(|t| format!("{t:?}")),
            "laterality": lesion.laterality.map(|l| format!("{l:?}")),
        })
    });
    serde_json::json!({ "schema": 1, "synthetic": true, "seed": seed, "lesions": lesions.collect::<Vec<_>>() })
}
