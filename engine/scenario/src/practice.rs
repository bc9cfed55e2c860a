//! Practice sets without end: what a reader chooses becomes a whole scenario of synthetic cases, and the next seed
//! another one. Draws which cases are abnormal; what is in them the phantoms draw.

mod text;
mod wish;

use overread_base::{Difficulty, LesionKind, LesionRole, LocalText, PhantomKind, Seed, ServiceId};

use crate::{ReadingMode, Scenario, check};

/// The most cases of a set.
pub const MAX_PRACTICE_CASES: u32 = 100;

/// What a reader wants to practise. Equal wishes give equal scenarios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Practice {
    /// What is read.
    pub area: PhantomKind,
    /// How hard the cases are; `None` mixes them.
    pub difficulty: Option<Difficulty>,
    /// How many cases in a hundred are abnormal, on average; 0 to 100.
    pub prevalence_percent: u8,
    /// How many cases, 1 to [`MAX_PRACTICE_CASES`].
    pub count: u32,
    /// What the AI does.
    pub ai: PracticeAi,
    /// When its result is seen.
    pub mode: ReadingMode,
    /// The seed of the set.
    pub seed: Seed,
    /// The kinds of lesions to draw from; empty for all that the service looks for, or that the area has.
    pub among: Vec<&'static LesionKind>,
}

/// What the AI of a practice set does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PracticeAi {
    /// There is none.
    None,
    /// A service of this machine, as it is.
    Live(ServiceId),
    /// A service that is simulated over the truth, as good as stated.
    Simulated(Skill),
    /// A service of this machine, with errors planted into its results.
    Planted {
        /// The service.
        service: ServiceId,
        /// How many cases in a hundred carry an error, 1 to 50.
        share_percent: u8,
    },
}

/// How good a simulated service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skill {
    /// It is hardly ever wrong.
    Excellent,
    /// As services are.
    Average,
    /// Wrong often enough to be worse than its reader.
    Poor,
}

impl Skill {
    /// All of them, the best first.
    pub const ALL: [Self; 3] = [Self::Excellent, Self::Average, Self::Poor];

    /// The word for it on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Excellent => "excellent",
            Self::Average => "average",
            Self::Poor => "poor",
        }
    }
}

/// Why a wish cannot be met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PracticeFault {
    /// A number out of its bounds.
    #[error("{what}: expected {least} to {greatest}, found {found}")]
    Range {
        /// What.
        what: &'static str,
        /// The least number.
        least: u32,
        /// The greatest number.
        greatest: u32,
        /// The number.
        found: u32,
    },
    /// The mode and the AI do not fit together.
    #[error("the mode {mode:?} does not go with this AI behaviour, expected one of {expected}")]
    Mode {
        /// The word of the mode.
        mode: &'static str,
        /// The words of those that do.
        expected: String,
    },
    /// A service of another area.
    #[error("the service {service:?} does not read {area}, expected one of {expected}")]
    Service {
        /// The service.
        service: String,
        /// The word of the area.
        area: &'static str,
        /// The services that do.
        expected: String,
    },
    /// A kind of lesion that the area cannot hold, or none that makes a case abnormal.
    #[error("the kinds to draw from: {0}")]
    Kinds(String),
    /// A fault of this program: the scenario it wrote is not sound.
    #[error("the generated scenario is not sound, a fault of this program: {0}")]
    Unsound(String),
}

/// A set as a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct PracticeSet {
    /// The scenario file.
    pub text: String,
    /// The same, checked.
    pub scenario: Scenario,
}

/// A service that an area can be practised with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticeService {
    /// Its id.
    pub id: &'static str,
    /// What it reads.
    pub area: PhantomKind,
    /// English, Russian.
    name: [&'static str; 2],
    /// The words of what it looks for; empty for all of the area.
    looks_for: &'static [&'static str],
    /// The words of what it is easily fooled by.
    is_fooled_by: &'static [&'static str],
}

/// The services, area by area; the first of an area is its usual one.
const SERVICES: [PracticeService; 6] = [
    PracticeService {
        id: "overread.lung-nodule",
        area: PhantomKind::ChestCt,
        name: ["Lung nodules", "Лёгочные очаги"],
        looks_for: &["solid-nodule", "part-solid-nodule", "ground-glass-nodule"],
        is_fooled_by: &["calcified-nodule", "perifissural-nodule"],
    },
    PracticeService {
        id: "overread.chest-ct",
        area: PhantomKind::ChestCt,
        name: ["Chest CT, many findings", "КТ ОГК, комплексный анализ"],
        looks_for: &[
            "effusion",
            "emphysema",
            "infiltrates",
            "consolidation",
            "pneumothorax",
            "aortic-dilatation",
            "trunk-dilatation",
            "coronary-calcium",
            "vertebral-fracture",
            "low-bone-density",
        ],
        is_fooled_by: &[],
    },
    PracticeService {
        id: "overread.brain-haemorrhage",
        area: PhantomKind::HeadCt,
        name: ["Intracranial haemorrhage", "Внутричерепные кровоизлияния"],
        looks_for: &[
            "epidural",
            "subdural",
            "subarachnoid",
            "intraparenchymal",
            "intraventricular",
        ],
        is_fooled_by: &["calcified-choroid", "ossified-falx", "calcified-pallidum"],
    },
    PracticeService {
        id: "overread.aspects",
        area: PhantomKind::HeadCt,
        name: ["Early ischaemia, ASPECTS", "Ранняя ишемия, ASPECTS"],
        looks_for: &["infarct", "dense-artery"],
        is_fooled_by: &["old-infarct"],
    },
    PracticeService {
        id: "overread.chest-radiograph",
        area: PhantomKind::ChestRadiograph,
        name: ["Chest radiograph", "Рентгенография ОГК"],
        looks_for: &[],
        is_fooled_by: &[],
    },
    PracticeService {
        id: "overread.mammography",
        area: PhantomKind::Mammography,
        name: ["Mammography", "Маммография"],
        looks_for: &[],
        is_fooled_by: &[],
    },
];

impl PracticeService {
    /// The services that read an area.
    pub fn of(area: PhantomKind) -> impl Iterator<Item = &'static Self> {
        SERVICES.iter().filter(move |service| service.area == area)
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> Vec<LocalText> {
        let [english, russian] = self.name;
        vec![LocalText::new("en", english), LocalText::new("ru", russian)]
    }

    /// The kinds of lesions that it looks for; empty for all of the area.
    #[must_use]
    pub fn looks_for(&self) -> Vec<&'static LesionKind> {
        let words = self.looks_for.iter();
        words
            .filter_map(|word| LesionKind::named(self.area, word))
            .collect()
    }

    /// The kinds that a set for this service draws from; empty for all of the area.
    fn kinds(&self) -> Vec<&'static LesionKind> {
        let words = self.looks_for.iter().chain(self.is_fooled_by);
        words
            .filter_map(|word| LesionKind::named(self.area, word))
            .collect()
    }
}

impl PracticeAi {
    /// The service of this machine that it needs.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceId> {
        match self {
            Self::None | Self::Simulated(_) => None,
            Self::Live(service) | Self::Planted { service, .. } => Some(service),
        }
    }

    /// The modes that go with it, the usual one first.
    #[must_use]
    pub fn modes(&self) -> &'static [ReadingMode] {
        match self {
            Self::None => &[ReadingMode::Unaided],
            Self::Live(_) | Self::Simulated(_) | Self::Planted { .. } => &[
                ReadingMode::Sequential,
                ReadingMode::Concurrent,
                ReadingMode::OnRequest,
                ReadingMode::Triage,
                ReadingMode::AiFirstReader,
                ReadingMode::AiSecondReader,
                ReadingMode::BandPass,
                ReadingMode::AutonomousAudit,
                ReadingMode::AiExpert,
            ],
        }
    }
}

impl Practice {
    /// A usual set of an area: ten cases of medium difficulty, half of them abnormal, read alone.
    #[must_use]
    pub fn of(area: PhantomKind, seed: Seed) -> Self {
        Self {
            area,
            difficulty: Some(Difficulty::Medium),
            prevalence_percent: 50,
            count: 10,
            ai: PracticeAi::None,
            mode: ReadingMode::Unaided,
            seed,
            among: Vec::new(),
        }
    }

    /// The same wish with other patients.
    #[must_use]
    pub fn another(&self) -> Self {
        Self {
            seed: self.seed.child("another set"),
            ..self.clone()
        }
    }

    /// The set as a scenario.
    ///
    /// # Errors
    /// [`PracticeFault`] says what about the wish cannot be met.
    pub fn set(&self) -> Result<PracticeSet, PracticeFault> {
        self.judge()?;
        let text = text::scenario(self);
        let (scenario, found) = check(&text);
        let faults = || {
            let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
            PracticeFault::Unsound(faults.join("; "))
        };
        let scenario = scenario.ok_or_else(faults)?;
        Ok(PracticeSet { text, scenario })
    }

    /// The wish that a generated scenario came of; `None` for every other text, and for one that was changed since.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let wish = wish::of_text(text)?;
        let set = wish.set().ok()?;
        (set.text == text).then_some(wish)
    }

    fn judge(&self) -> Result<(), PracticeFault> {
        in_range("cases", self.count, 1, MAX_PRACTICE_CASES)?;
        let prevalence = u32::from(self.prevalence_percent);
        in_range("abnormal cases in a hundred", prevalence, 0, 100)?;
        if let PracticeAi::Planted { share_percent, .. } = &self.ai {
            let share = u32::from(*share_percent);
            in_range("cases in a hundred with a planted error", share, 1, 50)?;
        }
        if !self.ai.modes().contains(&self.mode) {
            let expected: Vec<&str> = self.ai.modes().iter().map(|mode| mode.word()).collect();
            return Err(PracticeFault::Mode {
                mode: self.mode.word(),
                expected: expected.join(", "),
            });
        }
        if let Some(service) = self.ai.service() {
            let known: Vec<&str> = PracticeService::of(self.area)
                .map(|known| known.id)
                .collect();
            if !known.contains(&service.as_str()) {
                return Err(PracticeFault::Service {
                    service: service.as_str().to_owned(),
                    area: self.area.word(),
                    expected: known.join(", "),
                });
            }
        }
        self.judge_kinds()
    }

    fn judge_kinds(&self) -> Result<(), PracticeFault> {
        let refuse = |why: String| Err(PracticeFault::Kinds(why));
        for (idx, kind) in self.among.iter().enumerate() {
            if kind.phantom != self.area {
                let (word, area) = (kind.word, self.area.word());
                return refuse(format!("{word:?} is none of {area}"));
            }
            if self.among.iter().take(idx).any(|other| other == kind) {
                return refuse(format!("{:?} stands there twice", kind.word));
            }
        }
        let is_finding = |kind: &&LesionKind| kind.role == LesionRole::Finding;
        if !self.among.is_empty() && !self.among.iter().any(is_finding) {
            return refuse("none of them makes a case abnormal".to_owned());
        }
        Ok(())
    }

    /// The kinds that are drawn from; empty for all of the area.
    fn kinds(&self) -> Vec<&'static LesionKind> {
        if !self.among.is_empty() {
            return self.among.clone();
        }
        let service = self.ai.service().map(ServiceId::as_str);
        let of = PracticeService::of(self.area).find(|known| Some(known.id) == service);
        of.map_or_else(Vec::new, PracticeService::kinds)
    }

    /// The findings that a reader may name, in the order of the catalogue.
    fn labels(&self) -> Vec<&'static LesionKind> {
        let kinds = self.kinds();
        LesionKind::of(self.area)
            .filter(|kind| kind.role == LesionRole::Finding)
            .filter(|kind| kinds.is_empty() || kinds.contains(kind))
            .collect()
    }

    /// The cases: whether each is abnormal, how hard it is, and the seed of its patient.
    ///
    /// Each case is drawn by itself, so that nobody can count them off; but a set of several cases whose prevalence is
    /// neither 0 nor 100 holds at least one of both.
    fn cases(&self) -> Vec<PracticeCase> {
        let share = f64::from(self.prevalence_percent) / 100.0;
        let base = self.seed.child("practice").child(self.area.word());
        let mut cases: Vec<PracticeCase> = (0..u64::from(self.count))
            .map(|idx| {
                let seed = base.index(idx);
                let levels = Difficulty::ALL;
                let drawn = seed.child("difficulty").rng().below(levels.len() as u64);
                let drawn = usize::try_from(drawn).ok().and_then(|n| levels.get(n));
                PracticeCase {
                    is_abnormal: seed.child("abnormal").rng().unit() < share,
                    difficulty: self
                        .difficulty
                        .or(drawn.copied())
                        .unwrap_or(Difficulty::Medium),
                    // Whole numbers up to 2^53 are exact wherever the file is read.
                    seed: seed.child("patient").0 >> 11,
                }
            })
            .collect();
        let n_abnormal = cases.iter().filter(|case| case.is_abnormal).count();
        let is_one_sided = n_abnormal == 0 || n_abnormal == cases.len();
        if cases.len() > 1 && 0.0 < share && share < 1.0 && is_one_sided {
            let drawn = base.child("other").rng().below(cases.len() as u64);
            let idx = usize::try_from(drawn).unwrap_or(0);
            if let Some(case) = cases.get_mut(idx) {
                case.is_abnormal = !case.is_abnormal;
            }
        }
        cases
    }
}

/// A case of a set before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PracticeCase {
    is_abnormal: bool,
    difficulty: Difficulty,
    seed: u64,
}

fn in_range(
    what: &'static str,
    found: u32,
    least: u32,
    greatest: u32,
) -> Result<(), PracticeFault> {
    if least <= found && found <= greatest {
        return Ok(());
    }
    Err(PracticeFault::Range {
        what,
        least,
        greatest,
        found,
    })
}

#[cfg(test)]
mod tests;
