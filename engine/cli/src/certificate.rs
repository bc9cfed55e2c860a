//! `overread certificate`: a passed and sealed session becomes a certificate, and certificates are verified offline.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args as ArgGroup, Subcommand, ValueEnum};
use overread_certificate::{
    Candidate, Certificate, Check, Identity, Issued, Language, MAX_PNG_BYTES, Outcome, Timestamp,
    key_of_did, key_of_hex, verify,
};
use overread_seal::{PublicKey, SecretKey, read_public_keys};
use overread_workstation::{
    CertifyWish, certify_session, check_course_record, random_salt, unix_seconds,
};

#[derive(Debug, Subcommand)]
pub(crate) enum CertificateCommand {
    /// Makes a certificate of a session that is sealed and passed: certificate.pdf, badge.png and credential.json.
    ///
    /// The sealed record is verified, and its score computed anew; where either does not hold, nothing is made.
    Issue(Issue),
    /// Verifies a certificate (PDF), a badge (PNG) or a credential (JSON) without a network.
    ///
    /// The exit code is 0 only if every check was made and holds.
    Verify(Verify),
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Issue {
    /// The folder of the session.
    session: PathBuf,
    /// The file of the centre's secret key, which signs.
    #[arg(long)]
    key: PathBuf,
    /// The name of the centre.
    #[arg(long)]
    issuer: String,
    /// Where the centre is.
    #[arg(long)]
    place: Option<String>,
    /// The folder to write to.
    #[arg(long)]
    out: PathBuf,
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

#[derive(Debug, ArgGroup)]
pub(crate) struct Verify {
    /// The certificate, badge or credential.
    file: PathBuf,
    /// A key of a centre that is trusted: its did:key, or a file of public keys; may be given several times.
    #[arg(long)]
    trust: Vec<String>,
    /// The check code that is printed on the certificate.
    #[arg(long)]
    code: Option<String>,
    /// The record of a certification of several parts, which the certificate names by its SHA-256.
    #[arg(long)]
    record: Option<PathBuf>,
    /// A sealed session that the record names; may be given several times.
    #[arg(long, requires = "record")]
    session: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Locale {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl Locale {
    /// The language of a certificate.
    pub(crate) const fn language(self) -> Language {
        match self {
            Self::En => Language::En,
            Self::Ru => Language::Ru,
        }
    }
}

/// Does what was asked for.
pub(crate) fn run(command: &CertificateCommand) -> anyhow::Result<()> {
    match command {
        CertificateCommand::Issue(wanted) => issue(wanted),
        CertificateCommand::Verify(wanted) => verified(wanted),
    }
}

fn issue(wanted: &Issue) -> anyhow::Result<()> {
    let key = SecretKey::read(&wanted.key)?;
    let mut trusted: Vec<PublicKey> = Vec::new();
    for file in &wanted.trust {
        trusted.extend(read_public_keys(file)?);
    }
    let wish = CertifyWish {
        language: wanted.locale.language(),
        issuer: &wanted.issuer,
        place: wanted.place.as_deref(),
        identity: identity(wanted.hash_identity)?,
        trusted: &trusted,
        issued: now()?,
    };
    let issued = certify_session(&wanted.session, &key, &wish)?;
    fs::create_dir_all(&wanted.out)
        .with_context(|| format!("cannot make {}", wanted.out.display()))?;
    write_issued(&wanted.out, &issued)
}

/// How the person is named in the credential: as they are, or as a salted hash.
pub(crate) fn identity(is_hashed: bool) -> anyhow::Result<Identity> {
    if !is_hashed {
        return Ok(Identity::Plain);
    }
    let salt = random_salt().context("the system gives no random numbers")?;
    Ok(Identity::Hashed { salt })
}

/// Writes what was issued into a folder that is there.
#[expect(clippy::print_stdout, reason = "the program's own output")]
pub(crate) fn write_issued(out: &Path, issued: &Issued) -> anyhow::Result<()> {
    let files: [(&str, &[u8]); 3] = [
        ("certificate.pdf", &issued.certificate_pdf),
        ("badge.png", &issued.badge_png),
        ("credential.json", issued.credential_json.as_bytes()),
    ];
    for (name, bytes) in files {
        let path = out.join(name);
        write_new(&path, bytes)?;
        println!("{}", path.display());
    }
    println!("check code {}", issued.check_code);
    Ok(())
}

/// No certificate takes the place of another.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::io::Write as _;
    fs::File::create_new(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .with_context(|| format!("cannot write {}", path.display()))
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn verified(wanted: &Verify) -> anyhow::Result<()> {
    let mut trusted = Vec::new();
    for key in &wanted.trust {
        trusted.extend(keys(key)?);
    }
    let file = read(&wanted.file)?;
    let report = verify(&file, &trusted, now()?, wanted.code.as_deref())
        .with_context(|| format!("cannot verify {}", wanted.file.display()))?;
    if let Some(certificate) = &report.certificate {
        print!("{}", stated(certificate));
    }
    if let Some(code) = report.check_code {
        println!("check code  {code}");
    }
    for check in &report.checks {
        println!("{}", line(check));
    }
    if let Some(record) = &wanted.record {
        let stated = report
            .certificate
            .as_ref()
            .map(|it| it.session.manifest_sha256.as_str());
        record_holds(record, stated.unwrap_or_default(), &wanted.session)?;
    }
    match report.first_fault() {
        None => Ok(()),
        Some(fault) => bail!("not verified: {}", line(fault)),
    }
}

/// Prints what was found of a certification's record and its sessions.
#[expect(clippy::print_stdout, reason = "the program's own output")]
fn record_holds(record: &Path, stated: &str, sessions: &[PathBuf]) -> anyhow::Result<()> {
    let bytes = read(record)?;
    let sessions: Vec<&Path> = sessions.iter().map(PathBuf::as_path).collect();
    let checks = check_course_record(&bytes, stated, &sessions);
    let mut refused = None;
    for check in checks {
        let (word, text) = match &check.outcome {
            Ok(text) => ("holds", text),
            Err(text) => ("REFUSED", text),
        };
        let line = format!("{word:<12}{}: {text}", check.what);
        println!("{line}");
        if check.outcome.is_err() {
            refused.get_or_insert(line);
        }
    }
    match refused {
        None => Ok(()),
        Some(line) => bail!("not verified: {line}"),
    }
}

/// A did:key, or the keys of a file.
fn keys(text: &str) -> anyhow::Result<Vec<[u8; 32]>> {
    if text.starts_with("did:") {
        let key = key_of_did(text);
        return Ok(vec![key.with_context(|| {
            format!("not the did:key of an Ed25519 key: {text}")
        })?]);
    }
    let keys = read_public_keys(Path::new(text))?;
    Ok(keys
        .iter()
        .filter_map(|key| key_of_hex(&key.hex()))
        .collect())
}

/// The file, if it is not too large for a certificate.
fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    use std::io::Read as _;
    let limit = u64::try_from(MAX_PNG_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes)
}

fn now() -> anyhow::Result<Timestamp> {
    Timestamp::of_unix_seconds(unix_seconds()).context("the clock is beyond the year 9999")
}

/// What the credential states, whether or not that can be trusted.
fn stated(certificate: &Certificate) -> String {
    let candidate = match &certificate.candidate {
        Candidate::Named { name, number } => format!("{name} ({number})"),
        Candidate::Hashed { .. } => "name and number as salted hashes".to_owned(),
    };
    let mut text = format!(
        "states      {}\ncandidate   {candidate}\nissuer      {}\nsession     {}\n",
        certificate.title, certificate.issuer.name, certificate.session.id
    );
    for metric in &certificate.metrics {
        let value = metric
            .value
            .map_or_else(|| "no opportunity".to_owned(), |value| value.to_string());
        let interval = metric
            .interval
            .map_or_else(String::new, |(lower, upper)| format!(" [{lower}, {upper}]"));
        let cut = metric
            .cut
            .map_or_else(String::new, |cut| format!(", cut {cut}"));
        text.push_str(&format!(
            "            {}: {value}{interval}, n {}{cut}\n",
            metric.code, metric.n
        ));
    }
    text
}

fn line(check: &Check) -> String {
    let (word, text) = match &check.outcome {
        Outcome::Holds(text) => ("holds", text),
        Outcome::Refused(text) => ("REFUSED", text),
        Outcome::NotMade(text) => ("not checked", text),
    };
    format!("{word:<12}{}: {text}", check.name.word())
}
