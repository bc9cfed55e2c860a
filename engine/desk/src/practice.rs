//! Practice sets: what the reader has chosen so far, and what goes with what. The page that asks is next door; the host
//! makes the session.

mod page_ui;

use overread_base::{Difficulty, PhantomKind, Seed, ServiceId};
use overread_scenario::{Practice, PracticeAi, PracticeService};

/// What the page of practice sets is given.
#[derive(Debug, Clone, Copy)]
pub struct DeskPractice<'a> {
    /// The AI services that can run here.
    pub installed: &'a [ServiceId],
    /// The seed of the set that begins now.
    pub seed: Seed,
    /// Why the last choice did not become a session, for people.
    pub error: Option<&'a str>,
}

/// What has been chosen so far.
#[derive(Debug)]
pub(crate) struct PracticeState {
    chosen: Practice,
}

impl Default for PracticeState {
    fn default() -> Self {
        Self {
            chosen: Practice::of(PhantomKind::ChestCt, Seed(0)),
        }
    }
}

/// A case in so many hundred, and cases in a set, that can be chosen.
const PREVALENCES: [u8; 6] = [5, 10, 20, 30, 50, 70];
const COUNTS: [u32; 4] = [5, 10, 20, 40];
/// Cases in a hundred with a planted error, that can be chosen.
const PLANTED: [u8; 4] = [10, 20, 30, 50];
/// The degrees of difficulty that can be chosen; `None` mixes them.
const LEVELS: [Option<Difficulty>; 4] = [
    Some(Difficulty::Easy),
    Some(Difficulty::Medium),
    Some(Difficulty::Hard),
    None,
];

impl PracticeState {
    /// Another area: a service of the old one does not read it.
    fn choose_area(&mut self, area: PhantomKind, installed: &[ServiceId]) {
        if self.chosen.area == area {
            return;
        }
        self.chosen.area = area;
        self.chosen.among.clear();
        if self.chosen.ai.service().is_some() {
            let mut known = PracticeService::of(area);
            let service = known.find_map(|known| installed_as(known, installed));
            self.choose_ai(service.map_or(PracticeAi::None, PracticeAi::Live));
        }
    }

    /// Another AI; the mode stays where the two go together.
    fn choose_ai(&mut self, ai: PracticeAi) {
        let modes = ai.modes();
        if !modes.contains(&self.chosen.mode)
            && let Some(usual) = modes.first()
        {
            self.chosen.mode = *usual;
        }
        self.chosen.ai = ai;
    }

    /// The share of planted errors, where a service of this machine is chosen.
    fn planted_percent(&self) -> Option<u8> {
        match &self.chosen.ai {
            PracticeAi::None | PracticeAi::Simulated(_) => None,
            PracticeAi::Live(_) => Some(0),
            PracticeAi::Planted { share_percent, .. } => Some(*share_percent),
        }
    }

    fn choose_planted(&mut self, percent: u8) {
        let Some(service) = self.chosen.ai.service().cloned() else {
            return;
        };
        self.choose_ai(match percent {
            0 => PracticeAi::Live(service),
            share_percent => PracticeAi::Planted {
                service,
                share_percent,
            },
        });
    }
}

/// The id under which a known service can run here.
fn installed_as(known: &PracticeService, installed: &[ServiceId]) -> Option<ServiceId> {
    let mut installed = installed.iter();
    installed.find(|id| id.as_str() == known.id).cloned()
}

#[cfg(test)]
mod tests;
