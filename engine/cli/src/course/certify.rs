//! `overread course certify`: the state of each part of a certification, the verdict with its reasons, and the certificate.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use overread_certificate::Timestamp;
use overread_exam::PassOutcome;
use overread_learning::{
    Attempt, Certification, LearnerAct, PageLanguage, Part, Reason, component_text, reason_text,
    status_text, verdict_text,
};
use overread_scenario::{Course, CourseModule};
use overread_seal::{PublicKey, SecretKey, read_public_keys};
use overread_store::{LearnerLog, LearnerRecord};
use overread_workstation::{
    CertifyWish, CourseEvidence, certify_course, read_course, read_session_part, unix_seconds,
};

use crate::certificate::{Locale, identity, write_issued, write_new};
use crate::scenario::print;

#[derive(Debug, Args)]
pub(crate) struct Certify {
    /// The folder of the course.
    folder: PathBuf,
    /// The module that gives the certificate; the only one that does if not given.
    #[arg(long)]
    module: Option<String>,
    /// The learner's log, which holds the knowledge test.
    #[arg(long)]
    log: PathBuf,
    /// The folder of a session that is a part; may be given several times. Without any the log alone is believed.
    #[arg(long)]
    session: Vec<PathBuf>,
    /// The file of the centre's secret key: the sealed sessions are verified, and a certificate is issued.
    #[arg(long, requires = "issuer", requires = "out")]
    key: Option<PathBuf>,
    /// The name of the centre.
    #[arg(long)]
    issuer: Option<String>,
    /// Where the centre is.
    #[arg(long)]
    place: Option<String>,
    /// The folder that certificate.pdf, badge.png, credential.json and record.json are written to.
    #[arg(long)]
    out: Option<PathBuf>,
    /// The language of the certificate.
    #[arg(long, value_enum, default_value_t = Locale::En)]
    locale: Locale,
    /// A file of public keys whose seals are trusted, beside the centre's own key; may be given several times.
    #[arg(long)]
    trust: Vec<PathBuf>,
    /// Puts salted hashes of name and number into the credential; the pages still show both.
    #[arg(long)]
    hash_identity: bool,
}

/// Prints the verdict, and issues a certificate where a key is given and every part is passed.
///
/// # Errors
/// What cannot be read or does not hold; and a certification that is not passed.
pub(super) fn run(wanted: &Certify) -> anyhow::Result<()> {
    let found = read_course(&wanted.folder)?;
    let is_broken = found.faults.iter().any(|f| f.diagnostics.has_errors());
    if is_broken && wanted.key.is_some() {
        bail!(
            "no certificate rests on a course with faults: `overread course check {}` names them",
            wanted.folder.display()
        );
    }
    let course = found
        .course
        .context("the course cannot be used; check names its faults")?;
    let module = module_of(&course, wanted.module.as_deref())?;
    let log = LearnerLog::read(&wanted.log)
        .with_context(|| format!("cannot read {}", wanted.log.display()))?;
    if wanted.session.is_empty() {
        if wanted.key.is_some() {
            bail!("a certificate rests on sealed sessions: --session names each");
        }
        let verdict = Certification::of(&course.id, module, &log.events);
        let verdict = verdict.context("the module gives no certificate")?;
        print(&told(module, &verdict));
        return passed(&verdict);
    }
    let key = wanted.key.as_deref().map(SecretKey::read).transpose()?;
    let mut trusted: Vec<PublicKey> = key.iter().map(SecretKey::public).collect();
    for file in &wanted.trust {
        trusted.extend(read_public_keys(file)?);
    }
    let evidence = evidence(
        wanted,
        &course,
        module,
        &log,
        key.is_some().then_some(&trusted),
    )?;
    let verdict = evidence.verdict()?;
    print(&told(module, &verdict));
    passed(&verdict)?;
    match key {
        Some(key) => issue(wanted, &evidence, &key, &trusted),
        None => Ok(()),
    }
}

fn module_of<'a>(course: &'a Course, wanted: Option<&str>) -> anyhow::Result<&'a CourseModule> {
    let is_wanted = |module: &&CourseModule| match wanted {
        Some(id) => module.id == id,
        None => module.certification.is_some(),
    };
    let mut found = course.modules.iter().filter(is_wanted);
    let module = found.next().context("the course has no such module")?;
    if found.next().is_some() {
        bail!("several modules give a certificate: --module names one");
    }
    Ok(module)
}

fn evidence<'a>(
    wanted: &Certify,
    course: &'a Course,
    module: &'a CourseModule,
    log: &'a LearnerRecord,
    trusted: Option<&Vec<PublicKey>>,
) -> anyhow::Result<CourseEvidence<'a>> {
    let mut sessions = Vec::new();
    for folder in &wanted.session {
        let trusted = trusted.map(Vec::as_slice);
        sessions.push(read_session_part(
            folder,
            course,
            module,
            &wanted.folder,
            trusted,
        )?);
    }
    let tests = log.events.iter().filter_map(|event| {
        let LearnerAct::TestDone(test) = &event.act else {
            return None;
        };
        (test.step.module == module.id).then(|| (event.at_unix_s, test.clone()))
    });
    Ok(CourseEvidence {
        course,
        module,
        sessions,
        tests: tests.collect(),
        learner: Some(&log.learner),
    })
}

/// Each part with what it came to, and the verdict.
fn told(module: &CourseModule, verdict: &Certification) -> String {
    let english = PageLanguage::En;
    let lines = verdict.parts.iter().map(|part| {
        let title = module.step(&part.step);
        let title = title.and_then(|step| overread_base::LocalText::pick(&step.title, "en"));
        let head = format!(
            "{}: {}\n",
            title.unwrap_or(&part.step),
            status_text(part.status, english)
        );
        let rest = figures(part)
            .into_iter()
            .map(|line| format!("    {line}\n"));
        std::iter::once(head).chain(rest).collect::<String>()
    });
    let all: String = lines.collect();
    format!(
        "{all}certification: {}\n",
        verdict_text(verdict.outcome, english)
    )
}

/// The figures of a part: all components of a session, the share of a test.
fn figures(part: &Part) -> Vec<String> {
    let english = PageLanguage::En;
    match &part.attempt {
        None => Vec::new(),
        Some((_, Attempt::Exam(exam))) => {
            let components = exam.components.iter();
            let mut lines: Vec<String> = components.map(|of| component_text(of, english)).collect();
            let bars = exam.bars.iter().copied().map(Reason::Barred);
            lines.extend(bars.map(|bar| reason_text(&bar, english)));
            lines
        }
        Some((_, Attempt::Test(test))) if part.reasons.is_empty() => vec![format!(
            "{:.0} % of the marks over {} questions",
            test.share * 100.0,
            test.answers.len()
        )],
        Some((_, Attempt::Test(_))) => {
            let reasons = part.reasons.iter();
            reasons.map(|reason| reason_text(reason, english)).collect()
        }
    }
}

fn passed(verdict: &Certification) -> anyhow::Result<()> {
    if verdict.outcome == PassOutcome::Passed {
        return Ok(());
    }
    bail!(
        "the certification is {}",
        verdict_text(verdict.outcome, PageLanguage::En)
    );
}

fn issue(
    wanted: &Certify,
    evidence: &CourseEvidence<'_>,
    key: &SecretKey,
    trusted: &[PublicKey],
) -> anyhow::Result<()> {
    let (Some(issuer), Some(out)) = (&wanted.issuer, &wanted.out) else {
        bail!("--key needs --issuer and --out");
    };
    let wish = CertifyWish {
        language: wanted.locale.language(),
        issuer,
        place: wanted.place.as_deref(),
        identity: identity(wanted.hash_identity)?,
        trusted,
        issued: Timestamp::of_unix_seconds(unix_seconds())
            .context("the clock is beyond the year 9999")?,
    };
    let made = certify_course(evidence, key, &wish)?;
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    write_new(&out.join("record.json"), &made.record)?;
    print(&format!("{}\n", out.join("record.json").display()));
    write_issued(out, &made.issued)
}
