//! `overread plugin list`: the plugins of this machine, whom they are signed by, and what they may see; or which bundle
//! served which session.

use anyhow::Context as _;
use clap::Args;
use overread_bundle::{InstalledState, Origin};
use overread_workstation::{Folders, Found, FoundPlugin, Plugins};
use serde_json::{Value, json};

use super::install::granted;
use super::sessions;

#[derive(Debug, Args)]
pub(crate) struct PluginList {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
    /// Lists the sessions instead, each with the bundles that served it.
    #[arg(long)]
    sessions: bool,
    /// With --sessions: only those that the bundle whose digest begins so served.
    #[arg(long, value_name = "DIGITS", requires = "sessions")]
    digest: Option<String>,
}

pub(crate) fn run(wanted: &PluginList) -> anyhow::Result<()> {
    let folders = Folders::of_user(None);
    if wanted.sessions {
        return list_sessions(wanted, &folders);
    }
    let found = Plugins::at(&folders).found();
    if wanted.json {
        print(&json_of(&found))
    } else {
        print_lines(&found);
        Ok(())
    }
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn print(value: &Value) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(value).context("the list cannot be written as JSON")?;
    println!("{text}");
    Ok(())
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
fn print_lines(found: &Found) {
    if found.plugins.is_empty() {
        println!("no plugin is here; `overread plugin install FILE` installs one");
    }
    for plugin in &found.plugins {
        println!("{}", lines_of(plugin));
    }
    if let Some(fault) = &found.trust_fault {
        eprintln!("warning: {fault}");
    }
    for (path, reason) in &found.broken {
        eprintln!("warning: not readable: {}: {reason}", path.display());
    }
    for path in &found.leftovers {
        let path = path.display();
        eprintln!(
            "warning: left by an installation that was cut short, the next one clears it away: {path}"
        );
    }
}

fn lines_of(plugin: &FoundPlugin) -> String {
    let manifest = plugin.signed().manifest();
    let digest = plugin.signed().digest();
    let signers: Vec<String> = plugin.verdict().signers.iter().map(|s| s.shown()).collect();
    let signers = if signers.is_empty() {
        "nobody".to_owned()
    } else {
        signers.join(", ")
    };
    let mut text = format!(
        "{} {}  {}\n  {}, {}\n  digest: {}\n  signed by: {signers}\n  {}",
        manifest.id,
        manifest.version,
        manifest.kind.word(),
        came(plugin.origin()),
        state(plugin),
        digest
            .as_deref()
            .unwrap_or("none, for not all files are pinned"),
        granted(plugin.grants(), &manifest.wants).trim_end(),
    );
    for warning in &plugin.verdict().warnings {
        text.push_str(&format!("\n  warning: {warning}"));
    }
    text
}

fn came(origin: Origin) -> &'static str {
    match origin {
        Origin::Installed => "installed",
        Origin::Bundled => "with the program",
        Origin::Folder => "in a developer's folder",
    }
}

fn state(plugin: &FoundPlugin) -> String {
    match plugin.state() {
        InstalledState::Enabled => "enabled".to_owned(),
        InstalledState::DeveloperOnly => {
            "DEVELOPER MODE: not trusted here, no certificates".to_owned()
        }
        InstalledState::AwaitsGrants | InstalledState::Disabled | InstalledState::Refused(_) => {
            plugin.objection().unwrap_or_default()
        }
    }
}

fn json_of(found: &Found) -> Value {
    let plugins: Vec<Value> = found.plugins.iter().map(json_of_plugin).collect();
    let broken: Vec<Value> = found
        .broken
        .iter()
        .map(|(path, reason)| json!({ "path": path.display().to_string(), "reason": reason }))
        .collect();
    let leftovers: Vec<String> = found
        .leftovers
        .iter()
        .map(|p| p.display().to_string())
        .collect();
    json!({
        "plugins": plugins,
        "broken": broken,
        "leftovers": leftovers,
        "trust_fault": found.trust_fault,
    })
}

fn json_of_plugin(plugin: &FoundPlugin) -> Value {
    let manifest = plugin.signed().manifest();
    let signers: Vec<Value> = plugin
        .verdict()
        .signers
        .iter()
        .map(|signer| {
            json!({
                "key": signer.key.hex(),
                "owner": signer.known.as_ref().map(|known| known.owner.clone()),
                "role": signer.known.as_ref().map(|known| known.role.to_string()),
                "counts": signer.objection.is_none(),
            })
        })
        .collect();
    let word = match plugin.state() {
        InstalledState::Enabled => "enabled",
        InstalledState::DeveloperOnly => "developer-only",
        InstalledState::AwaitsGrants => "awaits-grants",
        InstalledState::Disabled => "disabled",
        InstalledState::Refused(_) => "refused",
    };
    let grants = plugin.grants();
    json!({
        "id": manifest.id.as_str(),
        "version": manifest.version,
        "kind": manifest.kind.word(),
        "digest": plugin.signed().digest(),
        "origin": plugin.origin().word(),
        "path": plugin.path().display().to_string(),
        "state": word,
        "objection": plugin.objection(),
        "signers": signers,
        "missing": plugin.verdict().reasons,
        "warnings": plugin.verdict().warnings,
        "installed_unix_s": plugin.installed().map(overread_bundle::Installed::installed_unix_s),
        "grants": {
            "attributes": grants.attributes,
            "prior_studies": grants.prior_studies,
            "gpu": grants.gpu,
        },
        "wants": {
            "attributes": manifest.wants.attributes,
            "prior_studies": manifest.wants.prior_studies,
            "gpu": manifest.wants.gpu,
        },
    })
}

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the program's own output"
)]
fn list_sessions(wanted: &PluginList, folders: &Folders) -> anyhow::Result<()> {
    let (mut served, unread) = sessions::all(folders)?;
    if let Some(start) = &wanted.digest {
        served.retain(|session| {
            session.by.iter().any(|(_, identity)| {
                let digest = identity.bundle_digest.as_deref();
                digest.is_some_and(|digest| digest.starts_with(start.as_str()))
            })
        });
    }
    if wanted.json {
        let sessions: Vec<Value> = served.iter().map(json_of_session).collect();
        return print(&json!({ "sessions": sessions, "unread": unread }));
    }
    if served.is_empty() {
        println!("no session is here");
    }
    for session in &served {
        let notice = if session.is_developer_mode {
            "  DEVELOPER MODE"
        } else {
            ""
        };
        println!("{}  {}{notice}", session.session, session.reader);
        if session.by.is_empty() {
            println!("  no plugin");
        }
        for (role, identity) in &session.by {
            let digest = identity.bundle_digest.as_deref().unwrap_or("no digest");
            println!("  {role}: {} {}  {digest}", identity.id, identity.version);
        }
    }
    for problem in unread {
        eprintln!("warning: not readable: {problem}");
    }
    Ok(())
}

fn json_of_session(session: &sessions::Served) -> Value {
    let by: Vec<Value> = session
        .by
        .iter()
        .map(|(role, identity)| {
            json!({
                "role": role,
                "id": identity.id.as_str(),
                "version": identity.version,
                "digest": identity.bundle_digest,
            })
        })
        .collect();
    json!({
        "session": session.session,
        "reader": session.reader,
        "developer_mode": session.is_developer_mode,
        "plugins": by,
    })
}
