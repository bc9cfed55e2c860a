//! The wish that a practice set came of, as one line of its text: so that another set can follow after a restart.

use overread_base::{Difficulty, LesionKind, PhantomKind, Seed, ServiceId};

use super::{Practice, PracticeAi, Skill};
use crate::ReadingMode;

/// How the line begins.
const START: &str = "# wish: ";
/// What stands for "none" and "all of them".
const NONE: &str = "-";

/// The line, with its end.
pub(super) fn line(practice: &Practice) -> String {
    let ai = match &practice.ai {
        PracticeAi::None => NONE.to_owned(),
        PracticeAi::Live(service) => format!("live={service}"),
        PracticeAi::Simulated(skill) => format!("simulated={}", skill.word()),
        PracticeAi::Planted {
            service,
            share_percent,
        } => format!("planted={service}={share_percent}"),
    };
    let among: Vec<&str> = practice.among.iter().map(|kind| kind.word).collect();
    let among = if among.is_empty() {
        NONE.to_owned()
    } else {
        among.join(",")
    };
    format!(
        "{START}{} {} {} {} {ai} {} {} {among}\n",
        practice.area.word(),
        practice.difficulty.map_or(NONE, Difficulty::word),
        practice.prevalence_percent,
        practice.count,
        practice.mode.word(),
        practice.seed.0,
    )
}

/// The wish of a text; whether the text is the one that comes of it the caller looks.
pub(super) fn of_text(text: &str) -> Option<Practice> {
    let line = text
        .lines()
        .take(5)
        .find_map(|line| line.strip_prefix(START))?;
    let parts: Vec<&str> = line.split(' ').collect();
    let [area, difficulty, prevalence, count, ai, mode, seed, among] =
        <[&str; 8]>::try_from(parts).ok()?;
    let area = PhantomKind::ALL.into_iter().find(|of| of.word() == area)?;
    let difficulty = match difficulty {
        NONE => None,
        word => Some(Difficulty::ALL.into_iter().find(|of| of.word() == word)?),
    };
    let among = match among {
        NONE => Vec::new(),
        words => words
            .split(',')
            .map(|word| LesionKind::named(area, word))
            .collect::<Option<_>>()?,
    };
    Some(Practice {
        area,
        difficulty,
        prevalence_percent: prevalence.parse().ok()?,
        count: count.parse().ok()?,
        ai: ai_of(ai)?,
        mode: ReadingMode::ALL.into_iter().find(|of| of.word() == mode)?,
        seed: Seed(seed.parse().ok()?),
        among,
    })
}

fn ai_of(text: &str) -> Option<PracticeAi> {
    let parts: Vec<&str> = text.split('=').collect();
    match parts[..] {
        [NONE] => Some(PracticeAi::None),
        ["live", service] => Some(PracticeAi::Live(ServiceId::new(service).ok()?)),
        ["simulated", word] => {
            let mut skills = Skill::ALL.into_iter();
            skills
                .find(|skill| skill.word() == word)
                .map(PracticeAi::Simulated)
        }
        ["planted", service, share] => Some(PracticeAi::Planted {
            service: ServiceId::new(service).ok()?,
            share_percent: share.parse().ok()?,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
