//! Whom this site trusts, and what that makes of a plugin: one judgement for lists, installing, lessons and exams.
//!
//! A signature gives identity, never fewer limits: a trusted plugin runs in the same sandbox. Reads no file and no clock.

pub(crate) mod error;
pub(crate) mod file;
pub(crate) mod folder;
pub(crate) mod key_file;
pub(crate) mod revocations;
pub(crate) mod rules;

use std::collections::BTreeSet;

use overread_base::civil_date;

use crate::keys::{KeyBytes, KeyRole, PublicKey};
use crate::signatures::ManifestSignature;
use crate::signed::SignedManifest;
use revocations::Revocations;
use rules::{Role, Rule, Rules};

/// The keys that a site trusts, its rules, and what was revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustStore {
    /// Trusted keys in the order in which they were added, each once.
    pub(crate) keys: Vec<PublicKey>,
    pub(crate) rules: Rules,
    pub(crate) revocations: Revocations,
}

impl Default for TrustStore {
    /// The store of a new installation: nobody is trusted, nothing is revoked.
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            rules: Rules::default(),
            revocations: Revocations::none(),
        }
    }
}

/// Where a plugin comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Out of the store of installed plugins.
    Installed,
    /// Beside the program, from whoever built it.
    Bundled,
    /// Any other folder or file.
    Folder,
}

impl Origin {
    /// One word for lists.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Installed => "installed",
            Self::Bundled => "bundled",
            Self::Folder => "folder",
        }
    }
}

/// What a plugin is wanted for.
#[derive(Debug, Clone, Copy)]
pub enum Use<'d> {
    /// Lessons and practice.
    Training,
    /// An exam or a certification, which lists the digests of the bundles that it accepts.
    Exam {
        /// SHA-256 digests of bundles.
        listed: &'d BTreeSet<String>,
    },
    /// Work on plugins: unsigned ones run, and nothing gives a certificate.
    Developer,
}

/// Why a plugin may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The signatures satisfy the rule of the use.
    Signatures,
    /// It lies beside the program, and its files are the ones that its manifest pins.
    Location,
    /// Developer mode asks for no signature.
    DeveloperMode,
}

/// A signature by a key and what this site makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The key.
    pub key: KeyBytes,
    /// Whose it is, if this site knows it.
    pub known: Option<PublicKey>,
    /// Why it does not count, if it does not.
    pub objection: Option<String>,
}

impl Signer {
    /// Owner, role and key for people.
    #[must_use]
    pub fn shown(&self) -> String {
        let id = self.key.id();
        match &self.known {
            Some(known) => format!("{} ({}, key {id})", known.owner, known.role),
            None => format!("unknown key {id}"),
        }
    }
}

/// What was judged of a plugin for a use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Why it may be used; `None` if it may not.
    pub basis: Option<Basis>,
    /// All who signed it.
    pub signers: Vec<Signer>,
    /// What speaks against it; with a basis, what the signatures alone lack.
    pub reasons: Vec<String>,
    /// What a person should know all the same.
    pub warnings: Vec<String>,
}

impl Verdict {
    /// Whether the plugin may be used.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.basis.is_some()
    }

    /// Whether it may be used in developer mode only.
    #[must_use]
    pub fn needs_developer_mode(&self) -> bool {
        self.basis == Some(Basis::DeveloperMode)
    }
}

/// What is judged of a package.
#[derive(Debug, Clone)]
pub(crate) struct Judged<'s> {
    /// Whose keys may speak for it.
    pub(crate) id: &'s str,
    /// Its digest, if every file is pinned.
    pub(crate) digest: Option<String>,
    pub(crate) signatures: &'s [ManifestSignature],
    /// Files that a signature does not cover.
    pub(crate) unpinned: &'s [String],
}

impl TrustStore {
    /// The trusted keys.
    #[must_use]
    pub fn keys(&self) -> &[PublicKey] {
        &self.keys
    }

    /// The rules by use.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// What was revoked.
    #[must_use]
    pub fn revocations(&self) -> &Revocations {
        &self.revocations
    }

    /// Whether, and why, a plugin may be used so at the time `now_unix_s`.
    ///
    /// What was revoked is refused for every use.
    #[must_use]
    pub fn judge(
        &self,
        signed: &SignedManifest,
        origin: Origin,
        wanted: Use<'_>,
        now_unix_s: u64,
    ) -> Verdict {
        let judged = Judged {
            id: signed.manifest().id.as_str(),
            digest: signed.digest(),
            signatures: signed.signatures(),
            unpinned: signed.unpinned(),
        };
        self.judge_package(judged, origin, wanted, now_unix_s)
    }

    /// As [`TrustStore::judge`], for a package of whatever form.
    pub(crate) fn judge_package(
        &self,
        judged: Judged<'_>,
        origin: Origin,
        wanted: Use<'_>,
        now_unix_s: u64,
    ) -> Verdict {
        let Judged { id, digest, .. } = judged;
        let signers: Vec<Signer> = judged
            .signatures
            .iter()
            .map(|signature| self.signer(signature.key, id))
            .collect();
        let mut verdict = Verdict {
            basis: None,
            signers,
            reasons: Vec::new(),
            warnings: Vec::new(),
        };
        let revoked = digest.as_ref().and_then(|d| self.revocations.of_digest(d));
        if let Some(reason) = revoked {
            verdict
                .reasons
                .push(format!("this bundle was revoked: {reason}"));
            return verdict;
        }
        for signer in &verdict.signers {
            if let Some(reason) = self.revocations.of_key(&signer.key) {
                let who = signer.shown();
                verdict
                    .reasons
                    .push(format!("the key of {who} was revoked: {reason}"));
            }
        }
        if !verdict.reasons.is_empty() {
            return verdict;
        }
        self.note_expiry(wanted, now_unix_s, &mut verdict);
        if !judged.unpinned.is_empty() {
            let files = judged.unpinned.join(", ");
            verdict.reasons.push(format!(
                "the manifest does not pin {files}: a signature would not cover all of it"
            ));
        }
        let rule = match wanted {
            Use::Training | Use::Developer => &self.rules.training,
            Use::Exam { listed } => {
                if !digest
                    .as_ref()
                    .is_some_and(|digest| listed.contains(digest))
                {
                    verdict.reasons.push(format!(
                        "the exam does not list this bundle: it lists {}, this is {}",
                        shown_digests(listed),
                        digest.as_deref().unwrap_or("one without a digest")
                    ));
                }
                &self.rules.exam
            }
        };
        note_missing(rule, id, &mut verdict);
        let is_exam = matches!(wanted, Use::Exam { .. });
        verdict.basis = if verdict.reasons.is_empty() {
            Some(Basis::Signatures)
        } else if origin == Origin::Bundled && !is_exam {
            Some(Basis::Location)
        } else if matches!(wanted, Use::Developer) {
            Some(Basis::DeveloperMode)
        } else {
            None
        };
        verdict
    }

    fn signer(&self, key: KeyBytes, id: &str) -> Signer {
        let known = self.keys.iter().find(|known| known.bytes == key).cloned();
        let objection = match &known {
            None => Some(
                "this site does not know the key; if you trust its owner, ask for the public key and add it with `overread plugin keys add`"
                    .to_owned(),
            ),
            Some(known) if !known.role.covers(id) => {
                Some(format!("the role {} does not cover {id}", known.role))
            }
            Some(_) => None,
        };
        Signer {
            key,
            known,
            objection,
        }
    }

    /// An expired list of revocations cannot vouch for an exam.
    fn note_expiry(&self, wanted: Use<'_>, now_unix_s: u64, verdict: &mut Verdict) {
        let Some(expired) = self.revocations.expired(now_unix_s) else {
            return;
        };
        let message = format!(
            "the revocation list (version {}) expired on {}; renew it with `overread plugin keys revoke --renew`, or bring in a new one with `overread plugin keys revoke --list FILE`",
            self.revocations.version(),
            civil_date(expired)
        );
        if matches!(wanted, Use::Exam { .. }) {
            verdict.reasons.push(message);
        } else {
            verdict.warnings.push(message);
        }
    }
}

fn shown_digests(listed: &BTreeSet<String>) -> String {
    let shown: Vec<&str> = listed.iter().map(String::as_str).collect();
    if shown.is_empty() {
        "none".to_owned()
    } else {
        shown.join(", ")
    }
}

/// Notes what the rule asks for and the signatures do not give.
fn note_missing(rule: &Rule, id: &str, verdict: &mut Verdict) {
    let counted: Vec<Role> = verdict
        .signers
        .iter()
        .filter(|signer| signer.objection.is_none())
        .filter_map(|signer| Some(Role::of(&signer.known.as_ref()?.role)))
        .collect();
    let mut missing = Vec::new();
    for role in &rule.all_of {
        if !counted.contains(role) {
            missing.push(match role {
                Role::Vendor => format!("no signature by a vendor of {id} whom this site knows"),
                Role::Reviewer => "no signature by a reviewer whom this site knows".to_owned(),
                Role::Site => "no signature by this site".to_owned(),
            });
        }
    }
    if let Some(any_of) = &rule.any_of {
        let found = counted
            .iter()
            .filter(|role| any_of.roles.contains(role))
            .count();
        if found < any_of.minimum {
            missing.push(format!(
                "at least {} signatures of {} are needed, found {found}",
                any_of.minimum,
                rules::words(&any_of.roles)
            ));
        }
    }
    if missing.is_empty() {
        return;
    }
    verdict.reasons.extend(missing);
    if verdict.signers.is_empty() {
        verdict.reasons.push("it is not signed at all".to_owned());
    }
    for signer in &verdict.signers {
        if let Some(objection) = &signer.objection {
            let who = signer.shown();
            verdict.reasons.push(format!(
                "the signature by {who} does not count: {objection}"
            ));
        }
    }
}

impl Role {
    fn of(role: &KeyRole) -> Self {
        match role {
            KeyRole::Vendor(_) => Self::Vendor,
            KeyRole::Reviewer => Self::Reviewer,
            KeyRole::Site => Self::Site,
        }
    }
}

#[cfg(test)]
mod tests;
