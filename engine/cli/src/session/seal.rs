//! `overread session seal`, `prove`, and what `verify` says of a seal.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args as ArgGroup;
use overread_seal::{
    CentrePublic, MANIFEST_FILE, PublicKey, Report, SCENARIO_FILE, SecretKey, SessionFiles,
    SignedManifest, Verdict, check_case, check_score, countersign_folder, leaves, prove_case,
    read_public_keys, seal_files, seal_folder,
};
use overread_store::JournalReader;
use overread_workstation::{debrief_with, grades_beside, seal_input, unix_seconds};

/// The name of the sealed results beside a journal.
const RESULTS_FILE: &str = "results.sealed";

#[derive(Debug, ArgGroup)]
pub(crate) struct Seal {
    /// The folder of a session that has ended, its free answers graded.
    session: PathBuf,
    /// The key that signs: that of the workstation, the centre, or, over a seal that is there already, a supervisor.
    #[arg(long)]
    key: PathBuf,
    /// The centre whose key alone opens the results; that of the examination's terms if not given.
    #[arg(long, value_name = "CENTRE.pub")]
    to: Option<PathBuf>,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Prove {
    /// The folder of a sealed session.
    session: PathBuf,
    /// The case to disclose.
    #[arg(long)]
    case: String,
    /// The file to write; the terminal if not given.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Seals a session, or countersigns its seal, and seals the results to the centre.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn seal(wanted: &Seal) -> anyhow::Result<()> {
    let key = SecretKey::read(&wanted.key)?;
    let journal_path = super::journal_path(&wanted.session);
    let folder = journal_path.parent().unwrap_or(Path::new("."));
    let journal = JournalReader::read(&journal_path)?;
    let manifest_path = folder.join(MANIFEST_FILE);
    let signed = if manifest_path.exists() {
        countersign_folder(folder, &key, unix_seconds())?
    } else {
        let scenario = super::scenario_of(&journal, &super::beside(&journal_path))?;
        let grades = grades_beside(&journal_path, &journal.plan)?;
        let debrief = debrief_with(&journal.plan, &scenario, &journal.events, grades)?;
        let points = debrief.score.assessment.as_ref().map(|all| &all.points);
        if let Some(n) = points.map(|points| points.n_awaited).filter(|n| *n > 0) {
            // A score that is sealed is compared with the one computed later: grades that came after would break it.
            bail!(
                "answers that await a grade: {n}; grade them first (overread session grade), then seal"
            );
        }
        seal_folder(folder, seal_input(&debrief, unix_seconds())?, &key)?
    };
    let root = &signed.manifest().journal.merkle_root;
    println!("sealed: {} (root {root})", manifest_path.display());
    for proof in signed.signatures()? {
        println!("signed by {} at {}", proof.key.hex(), proof.created);
    }
    let terms = journal.plan.design.certification.as_ref();
    let of_terms = terms.and_then(|seat| seat.terms.sealed_to.as_deref());
    let centre = match (&wanted.to, of_terms) {
        (Some(file), _) => Some(CentrePublic::read(file)?),
        (None, Some(key)) => {
            Some(CentrePublic::from_hex(key).context("the terms name no sound key")?)
        }
        (None, None) => None,
    };
    if let Some(centre) = centre {
        let results = folder.join(RESULTS_FILE);
        let names = result_files(folder, &journal_path)?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        seal_files(folder, &names, &centre, &results)?;
        println!("for the centre {}: {}", centre.hex(), results.display());
    }
    Ok(())
}

/// Journal, scenario, manifest, and what people graded.
fn result_files(folder: &Path, journal: &Path) -> anyhow::Result<Vec<String>> {
    let name = journal.file_name().and_then(|name| name.to_str());
    let mut names = vec![
        name.context("the journal's name is no text")?.to_owned(),
        SCENARIO_FILE.to_owned(),
        MANIFEST_FILE.to_owned(),
    ];
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut grades = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.starts_with("grades-") && name.ends_with(".json") {
            grades.push(name);
        }
    }
    grades.sort();
    names.extend(grades);
    Ok(names)
}

/// Writes the proof of one case.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn prove(wanted: &Prove) -> anyhow::Result<()> {
    let files = SessionFiles::around(&super::journal_path(&wanted.session))?;
    let manifest = files
        .manifest
        .context("the session is not sealed: `overread session seal` seals it")?;
    let signed = SignedManifest::parse(&manifest)?;
    let proof = prove_case(&leaves(&files.journal), &signed, &wanted.case)?;
    match &wanted.out {
        Some(file) => fs::write(file, format!("{proof:#}\n"))
            .with_context(|| format!("cannot write {}", file.display()))?,
        None => println!("{proof:#}"),
    }
    Ok(())
}

/// The keys in these files.
fn trusted(files: &[PathBuf]) -> anyhow::Result<Vec<PublicKey>> {
    let mut keys = Vec::new();
    for file in files {
        keys.extend(read_public_keys(file)?);
    }
    Ok(keys)
}

/// Prints every check of a session's files. A journal that cannot be read is left to who opens it; a manifest that cannot be
/// read is no session without one.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn report(journal: &Path, trust: &[PathBuf]) -> anyhow::Result<Report> {
    let trusted = trusted(trust)?;
    let manifest = journal.with_file_name(MANIFEST_FILE);
    let files = match SessionFiles::around(journal) {
        Ok(files) => files,
        Err(error) if manifest.exists() => return Err(error.into()),
        Err(_) => return Ok(Report::default()),
    };
    let report = overread_seal::verify(&files, &trusted);
    print!("{report}");
    Ok(report)
}

/// Fails if a check of the report failed, and names it.
pub(super) fn refuse(report: &Report) -> anyhow::Result<()> {
    let refused: Vec<&str> = report.refused().iter().map(|name| name.words()).collect();
    if refused.is_empty() {
        return Ok(());
    }
    bail!("refused: {}", refused.join(", "));
}

/// Whether a file is the proof of a case, by the ending of its name.
pub(super) fn is_proof(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "json")
}

/// Checks the proof of a case and prints every check.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(super) fn verify_proof(path: &Path, trust: &[PathBuf]) -> anyhow::Result<()> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let document =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let report = check_case(&document, &trusted(trust)?)?;
    print!("{report}");
    refuse(&report)
}

/// Compares a score that was computed again with the sealed one beside the journal, if there is one.
#[expect(clippy::print_stderr, reason = "the program's own output")]
pub(super) fn compare_score(journal: &Path, score_json: &str) -> anyhow::Result<()> {
    let files = SessionFiles::around(journal)?;
    let Some(manifest) = files.manifest else {
        return Ok(());
    };
    let check = check_score(SignedManifest::parse(&manifest)?.manifest(), score_json);
    eprintln!("{check}");
    if check.verdict == Verdict::Failed {
        bail!("refused: {}", check.told.join("; "));
    }
    Ok(())
}
