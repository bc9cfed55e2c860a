//! `overread scenario practice`: a practice set of synthetic cases as a scenario file.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use overread_base::{Difficulty, LesionKind, PhantomKind, Seed, ServiceId};
use overread_scenario::{Practice, PracticeAi, PracticeService, ReadingMode, Skill, summary};

use super::print;

#[derive(Debug, Args)]
pub(crate) struct PracticeArgs {
    /// What is read: chest-ct, head-ct, chest-radiograph or mammography.
    #[arg(long, value_parser = area)]
    area: PhantomKind,
    /// How hard the cases are: easy, medium, hard, or mixed.
    #[arg(long, default_value = "medium")]
    difficulty: Level,
    /// How many cases in a hundred are abnormal, on average.
    #[arg(long, default_value_t = 50)]
    prevalence: u8,
    /// How many cases.
    #[arg(long, default_value_t = 10)]
    cases: u32,
    /// What the AI does.
    #[arg(long, value_enum, default_value_t = Ai::None)]
    ai: Ai,
    /// The service of --ai live and planted; without it the usual one of the area.
    #[arg(long)]
    service: Option<String>,
    /// With --ai planted: how many cases in a hundred carry an error.
    #[arg(long, default_value_t = 20)]
    errors: u8,
    /// The reading mode, as in scenario files; without it the usual one.
    #[arg(long, value_parser = mode)]
    mode: Option<ReadingMode>,
    /// Kinds of lesions to draw from, with commas between; without it what the service looks for, or all of the area.
    #[arg(long, value_delimiter = ',')]
    kinds: Vec<String>,
    /// The seed of the set.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The file to write; without it the scenario is printed.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Level {
    Easy,
    Medium,
    Hard,
    Mixed,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ai {
    /// There is none.
    None,
    /// A service of this machine.
    Live,
    /// A service of this machine, with errors planted into its results.
    Planted,
    /// A simulated service that is hardly ever wrong.
    Excellent,
    /// A simulated service as services are.
    Average,
    /// A simulated service that is often wrong.
    Poor,
}

pub(crate) fn run(args: &PracticeArgs) -> anyhow::Result<()> {
    let ai = ai(args)?;
    let usual = ai.modes().first().copied();
    let practice = Practice {
        difficulty: match args.difficulty {
            Level::Easy => Some(Difficulty::Easy),
            Level::Medium => Some(Difficulty::Medium),
            Level::Hard => Some(Difficulty::Hard),
            Level::Mixed => None,
        },
        prevalence_percent: args.prevalence,
        count: args.cases,
        mode: args.mode.or(usual).unwrap_or(ReadingMode::Unaided),
        among: kinds(args)?,
        ai,
        ..Practice::of(args.area, Seed(args.seed))
    };
    let set = practice.set()?;
    let Some(out) = &args.out else {
        print(&set.text);
        return Ok(());
    };
    std::fs::write(out, &set.text).with_context(|| format!("cannot write {}", out.display()))?;
    print(&format!("{}: {}\n", out.display(), summary(&set.scenario)));
    Ok(())
}

fn ai(args: &PracticeArgs) -> anyhow::Result<PracticeAi> {
    let service = || {
        let usual = PracticeService::of(args.area).next().map(|usual| usual.id);
        let id = args.service.as_deref().or(usual).unwrap_or_default();
        ServiceId::new(id).with_context(|| format!("--service {id} cannot be used"))
    };
    Ok(match args.ai {
        Ai::None => PracticeAi::None,
        Ai::Live => PracticeAi::Live(service()?),
        Ai::Planted => PracticeAi::Planted {
            service: service()?,
            share_percent: args.errors,
        },
        Ai::Excellent => PracticeAi::Simulated(Skill::Excellent),
        Ai::Average => PracticeAi::Simulated(Skill::Average),
        Ai::Poor => PracticeAi::Simulated(Skill::Poor),
    })
}

fn kinds(args: &PracticeArgs) -> anyhow::Result<Vec<&'static LesionKind>> {
    let known = || {
        let words: Vec<&str> = LesionKind::of(args.area).map(|kind| kind.word).collect();
        words.join(", ")
    };
    let named = |word: &String| {
        LesionKind::named(args.area, word)
            .with_context(|| format!("--kinds: expected some of {}, found {word:?}", known()))
    };
    args.kinds.iter().map(named).collect()
}

fn area(word: &str) -> Result<PhantomKind, String> {
    let mut areas = PhantomKind::ALL.into_iter();
    areas.find(|area| area.word() == word).ok_or_else(|| {
        let words = PhantomKind::ALL.map(PhantomKind::word);
        format!("expected one of {}", words.join(", "))
    })
}

fn mode(word: &str) -> Result<ReadingMode, String> {
    ReadingMode::from_word(word).ok_or_else(|| {
        let words = ReadingMode::ALL.map(ReadingMode::word);
        format!("expected one of {}", words.join(", "))
    })
}
