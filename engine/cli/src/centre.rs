//! `overread centre`: keys of a centre, supervisors' orders as one-line codes, and results that were sealed to it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args as ArgGroup, Subcommand, ValueEnum};
use overread_seal::{CentreSecret, Order, SecretKey, open_into, order_code, sign_order};

#[derive(Debug, Subcommand)]
pub(crate) enum CentreCommand {
    /// Makes the keys of a centre, a supervisor or a workstation: one pair that signs, one that opens sealed results.
    Keygen(Keygen),
    /// Prints a supervisor's order as one line, which is typed or pasted in where the candidate sits.
    Order(OrderArgs),
    /// Opens results that were sealed to this centre.
    Open(Open),
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Keygen {
    /// The folder for sign.secret, sign.pub, open.secret and open.pub; a key is never written over.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct OrderArgs {
    /// The session, as it stands on the candidate's screen.
    session: String,
    /// What is ordered.
    #[arg(value_enum)]
    order: Ordered,
    /// With extend: how many seconds more.
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: Option<u64>,
    /// The number of the order: orders of a session count up from 1, and none counts twice.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    number: u32,
    /// The supervisor's key that signs, such as sign.secret.
    #[arg(long)]
    key: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ordered {
    /// The examination may begin.
    Start,
    /// Time stands still.
    Pause,
    /// Time goes on.
    Resume,
    /// The candidate gets more time.
    Extend,
    /// The session ends now and is sealed.
    Seal,
}

#[derive(Debug, ArgGroup)]
pub(crate) struct Open {
    /// The sealed results.
    file: PathBuf,
    /// The centre's key that opens, such as open.secret.
    #[arg(long)]
    key: PathBuf,
    /// The folder to write to; a file that is there is never written over.
    #[arg(long)]
    out: PathBuf,
}

/// Does what was asked.
pub(crate) fn run(command: &CentreCommand) -> anyhow::Result<()> {
    match command {
        CentreCommand::Keygen(wanted) => keygen(wanted),
        CentreCommand::Order(wanted) => order(wanted),
        CentreCommand::Open(wanted) => open(wanted),
    }
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn keygen(wanted: &Keygen) -> anyhow::Result<()> {
    let out = &wanted.out;
    fs::create_dir_all(out).with_context(|| format!("cannot create {}", out.display()))?;
    let files = ["sign.secret", "sign.pub", "open.secret", "open.pub"].map(|name| out.join(name));
    // All or none: half of a pair would be worth nothing.
    if let Some(there) = files.iter().find(|file| file.exists()) {
        bail!(
            "{} is there already; a key is never written over: choose another folder",
            there.display()
        );
    }
    let (sign, open) = (SecretKey::generate()?, CentreSecret::generate()?);
    let [sign_secret, sign_public, open_secret, open_public] = &files;
    sign.write(sign_secret)?;
    sign.public().write(sign_public)?;
    open.write(open_secret)?;
    open.public().write(open_public)?;
    println!(
        "signs:  {}\n        {} is for those who verify, and for `supervisors` in a scenario's certification\n\
         opens:  {}\n        {} is for `sealed_to` in a scenario's certification\n\
         The two secret files are yours alone: whoever has them signs in your name and opens your results.",
        sign.public().hex(),
        sign_public.display(),
        open.public().hex(),
        open_public.display()
    );
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn order(wanted: &OrderArgs) -> anyhow::Result<()> {
    let order = match (wanted.order, wanted.seconds) {
        (Ordered::Extend, Some(seconds)) => Order::Extend(seconds * 1000),
        (Ordered::Extend, None) => bail!("extend needs the number of seconds"),
        (_, Some(_)) => bail!("only extend takes a number of seconds"),
        (Ordered::Start, None) => Order::Start,
        (Ordered::Pause, None) => Order::Pause,
        (Ordered::Resume, None) => Order::Resume,
        (Ordered::Seal, None) => Order::Seal,
    };
    let key = SecretKey::read(&wanted.key)?;
    let signed = sign_order(&key, &wanted.session, wanted.number, order);
    println!("{}", order_code(&signed).context("the key is not sound")?);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the program's own output")]
fn open(wanted: &Open) -> anyhow::Result<()> {
    let key = CentreSecret::read(&wanted.key)?;
    let opened = open_into(&wanted.file, &key, &wanted.out)
        .with_context(|| format!("cannot open {}", wanted.file.display()))?;
    for path in opened {
        println!("{}", path.display());
    }
    Ok(())
}
