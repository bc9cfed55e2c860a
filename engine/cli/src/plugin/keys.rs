//! `overread plugin keys`: a key pair of one's own, and whom this site trusts.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use overread_base::civil_date;
use overread_bundle::{
    AnyOf, KeyRole, PublicKey, Revoked, Role, Rule, SecretKey, TrustFolder, TrustStore,
    read_public_key, write_public_key, write_secret_key,
};
use overread_workstation::{Folders, Plugins, unix_seconds};
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub(crate) enum PluginKeys {
    /// Makes a key pair: NAME.secret, which you keep, and NAME.pub, which you give to those who shall trust you.
    New(New),
    /// Lists the keys that this site trusts, its rules and its revocations.
    List {
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Trusts a key, given as its file or as its line.
    Add {
        /// NAME.pub, or the line in it.
        key: String,
        /// The role that this site gives it, where that is another one than its owner claims.
        #[arg(long)]
        role: Option<String>,
    },
    /// Trusts a key no more.
    Remove {
        /// The key's id, as `list` shows it.
        key: String,
    },
    /// Revokes a key or a bundle for good, renews the list of revocations, or takes over the list of another site.
    Revoke(Revoke),
    /// Shows or sets which signatures a use asks for.
    Rules(RuleArgs),
    /// Prints the public key of this site, for other sites that shall take over its list of revocations.
    Site,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The name of the two files, with their folder if it is another one.
    name: PathBuf,
    /// vendor:ID-PREFIX (such as vendor:org.example), reviewer, or site.
    #[arg(long)]
    role: String,
    /// Whose key it is, such as org.example.
    #[arg(long)]
    owner: String,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    /// A key: its id, or all its 64 digits.
    #[arg(long, value_name = "ID")]
    key: Option<String>,
    /// A bundle, by its digest.
    #[arg(long, conflicts_with = "key")]
    digest: Option<String>,
    /// Why, for those who are refused.
    #[arg(long, default_value = "revoked by this site")]
    reason: String,
    /// Renews the list: it is good for another year.
    #[arg(long, conflicts_with_all = ["key", "digest"])]
    renew: bool,
    /// Takes over the list in this file, signed by a site whose key is trusted here.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["key", "digest", "renew"])]
    list: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RuleOf {
    Training,
    Exam,
}

#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// The use whose rule is set; without it both are shown.
    #[arg(value_enum)]
    of: Option<RuleOf>,
    /// Roles of which each must have signed, such as vendor,reviewer.
    #[arg(long, value_delimiter = ',', value_name = "ROLES", requires = "of")]
    all_of: Vec<String>,
    /// Roles of which several keys must have signed.
    #[arg(long, value_delimiter = ',', value_name = "ROLES", requires = "of")]
    any_of: Vec<String>,
    /// How many keys of --any-of.
    #[arg(long, default_value_t = 1, requires = "any_of")]
    minimum: usize,
}

pub(crate) fn run(wanted: &PluginKeys) -> anyhow::Result<()> {
    let folder = Plugins::at(&Folders::of_user(None)).trust_folder();
    match wanted {
        PluginKeys::New(wanted) => new(wanted),
        PluginKeys::List { json } => list(&folder, *json),
        PluginKeys::Add { key, role } => add(&folder, key, role.as_deref()),
        PluginKeys::Remove { key } => {
            let removed = folder.remove(key, unix_seconds())?;
            say(&format!("trusted no more: {}", shown(&removed)));
            Ok(())
        }
        PluginKeys::Revoke(wanted) => revoke(&folder, wanted),
        PluginKeys::Rules(wanted) => rules(&folder, wanted),
        PluginKeys::Site => match folder.site_key()? {
            Some(key) => {
                say(&key.line());
                Ok(())
            }
            None => bail!(
                "this site has no key yet: it gets one when it first trusts somebody, `overread plugin keys add`"
            ),
        },
    }
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn say(text: &str) {
    println!("{text}");
}

fn shown(key: &PublicKey) -> String {
    format!("{}  {}  {}", key.bytes.id(), key.role, key.owner)
}

fn new(wanted: &New) -> anyhow::Result<()> {
    let role = KeyRole::parse(&wanted.role)?;
    let key = SecretKey::generate(role, &wanted.owner)?;
    let file = |ending: &str| {
        let mut name = wanted.name.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    };
    let (secret, public) = (file(".secret"), file(".pub"));
    for path in [&secret, &public] {
        if path.exists() {
            bail!(
                "{} is there already; a key is never written over: choose another name",
                path.display()
            );
        }
    }
    write_secret_key(&secret, &key)?;
    write_public_key(&public, &key.public())?;
    say(&format!(
        "key: {}\nsecret half: {} (yours alone: whoever has it signs in your name; keep a copy in a safe place)\npublic half: {} (give it to those who shall trust you; they run `overread plugin keys add`)",
        shown(&key.public()),
        secret.display(),
        public.display()
    ));
    Ok(())
}

fn add(folder: &TrustFolder, key: &str, role: Option<&str>) -> anyhow::Result<()> {
    let path = Path::new(key);
    let mut key = if path.is_file() {
        read_public_key(path)?
    } else if key.contains(' ') {
        PublicKey::parse(key)?
    } else {
        bail!("no such file: {key}; give NAME.pub, or the line in it in quotes");
    };
    if let Some(role) = role {
        key.role = KeyRole::parse(role)?;
    }
    folder.add(&key, unix_seconds())?;
    let means = match &key.role {
        KeyRole::Vendor(prefix) => format!(
            "plugins whose id is {prefix} or begins with {prefix}. are trusted for training when it has signed them"
        ),
        KeyRole::Reviewer => "its signature counts as a review, which exams ask for".to_owned(),
        KeyRole::Site => "its lists of revocations can be taken over here".to_owned(),
    };
    say(&format!("trusted: {}\n{means}", shown(&key)));
    Ok(())
}

fn revoke(folder: &TrustFolder, wanted: &Revoke) -> anyhow::Result<()> {
    let now = unix_seconds();
    if let Some(list) = &wanted.list {
        let dropped = folder.take_list(list, now)?;
        for what in dropped {
            say(&format!("no longer revoked: {what}"));
        }
    } else if wanted.renew {
        folder.renew(now)?;
    } else {
        let what = match (&wanted.key, &wanted.digest) {
            (Some(key), _) => Revoked::Key(key.clone()),
            (None, Some(digest)) => Revoked::Digest(digest.clone()),
            (None, None) => {
                bail!("say what to revoke: --key ID or --digest DIGEST; or --renew, or --list FILE")
            }
        };
        folder.revoke(&what, &wanted.reason, now)?;
    }
    let store = folder.open()?;
    say(&format!(
        "{}\nfor other sites: {}",
        list_line(&store),
        folder.list_path().display()
    ));
    Ok(())
}

fn list_line(store: &TrustStore) -> String {
    let list = store.revocations();
    let until = list.expires_unix_s().map_or_else(
        || "no list yet".to_owned(),
        |until| format!("good until {}", civil_date(until)),
    );
    format!(
        "revocations: version {}, {until}, keys {}, bundles {}",
        list.version(),
        list.keys().count(),
        list.digests().count()
    )
}

fn list(folder: &TrustFolder, as_json: bool) -> anyhow::Result<()> {
    let store = folder.open()?;
    if as_json {
        let text = serde_json::to_string_pretty(&json_of(&store));
        say(&text.context("the list cannot be written as JSON")?);
        return Ok(());
    }
    if store.keys().is_empty() {
        say("no key is trusted yet; `overread plugin keys add NAME.pub` adds one");
    }
    for key in store.keys() {
        say(&shown(key));
    }
    say(&format!(
        "training asks for: {}",
        store.rules().training.shown()
    ));
    say(&format!(
        "an exam asks for: {}, and lists the digests of the bundles that it accepts",
        store.rules().exam.shown()
    ));
    let list = store.revocations();
    say(&list_line(&store));
    for (key, reason) in list.keys() {
        say(&format!("  revoked key {}: {reason}", key.id()));
    }
    for (digest, reason) in list.digests() {
        say(&format!("  revoked bundle {digest}: {reason}"));
    }
    if list
        .expires_unix_s()
        .is_some_and(|until| until < unix_seconds())
    {
        say(
            "warning: the list of revocations has expired, so no exam accepts a plugin; renew it with `overread plugin keys revoke --renew`",
        );
    }
    Ok(())
}

fn json_of(store: &TrustStore) -> Value {
    let keys: Vec<Value> = store
        .keys()
        .iter()
        .map(|key| {
            json!({
                "id": key.bytes.id(),
                "key": key.bytes.hex(),
                "role": key.role.to_string(),
                "owner": key.owner,
            })
        })
        .collect();
    let list = store.revocations();
    let revoked_keys: Vec<Value> = list
        .keys()
        .map(|(key, reason)| json!({ "key": key.hex(), "reason": reason }))
        .collect();
    let revoked_bundles: Vec<Value> = list
        .digests()
        .map(|(digest, reason)| json!({ "digest": digest, "reason": reason }))
        .collect();
    json!({
        "keys": keys,
        "rules": {
            "training": json_of_rule(&store.rules().training),
            "exam": json_of_rule(&store.rules().exam),
        },
        "revocations": {
            "version": list.version(),
            "expires_unix_s": list.expires_unix_s(),
            "keys": revoked_keys,
            "bundles": revoked_bundles,
        },
    })
}

fn json_of_rule(rule: &Rule) -> Value {
    let words = |roles: &[Role]| -> Vec<&'static str> { roles.iter().map(|r| r.word()).collect() };
    json!({
        "all_of": words(&rule.all_of),
        "any_of": rule.any_of.as_ref().map(|any_of| words(&any_of.roles)),
        "minimum": rule.any_of.as_ref().map(|any_of| any_of.minimum),
    })
}

fn rules(folder: &TrustFolder, wanted: &RuleArgs) -> anyhow::Result<()> {
    let mut rules = folder.open()?.rules().clone();
    if let Some(of) = wanted.of {
        let rule = Rule {
            all_of: roles(&wanted.all_of)?,
            any_of: (!wanted.any_of.is_empty())
                .then(|| {
                    anyhow::Ok(AnyOf {
                        roles: roles(&wanted.any_of)?,
                        minimum: wanted.minimum,
                    })
                })
                .transpose()?,
        };
        match of {
            RuleOf::Training => rules.training = rule,
            RuleOf::Exam => rules.exam = rule,
        }
        folder.set_rules(&rules, unix_seconds())?;
    }
    say(&format!(
        "training asks for: {}\nan exam asks for: {}, and lists the digests of the bundles that it accepts",
        rules.training.shown(),
        rules.exam.shown()
    ));
    Ok(())
}

fn roles(words: &[String]) -> anyhow::Result<Vec<Role>> {
    let role = |word: &String| {
        Role::parse(word)
            .with_context(|| format!("`{word}` is no role; roles are vendor, reviewer and site"))
    };
    words.iter().map(role).collect()
}
