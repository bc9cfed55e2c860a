//! Results for which nothing has to run: recorded by another system, or simulated from the truth of the cases.

use std::sync::Arc;

use overread_base::{AiResult, CaseId, Code, Lesion, Millis, SeriesUid, StudyUid, Vec3};
use overread_exam::{CaseFact, Event, SimulatedCase, rules, simulate};
use overread_scenario::SimulatedService;

use super::ai_desk::Original;
use super::{ImagesMode, RunError, SessionRunner};
use crate::ground::CasePlace;
use crate::images::CaseImages;
use crate::services::Service;
use crate::targets::targets;

impl SessionRunner {
    /// The result of a case for which nothing has to run: recorded or simulated.
    pub(super) fn original_at_hand(
        &mut self,
        case: &CaseId,
        images: Option<&Result<Arc<CaseImages>, String>>,
    ) -> Result<Option<Original>, RunError> {
        if let Some(recorded) = self.recorded.get(case) {
            let found = match images {
                Some(Ok(images)) => Some((
                    recorded.result_for(&images.study),
                    CasePlace::of_images(images).unwrap_or_else(nowhere),
                )),
                Some(Err(reason)) => {
                    Some((recorded.without_images(unknown_study(), reason), nowhere()))
                }
                None if self.images_of.as_ref() == Some(case)
                    && self.images_mode == ImagesMode::Opened =>
                {
                    None
                }
                None => {
                    let only: Vec<AiResult> = recorded.results().take(2).cloned().collect();
                    match <[AiResult; 1]>::try_from(only) {
                        Ok([only]) => Some((only, self.ground(case)?.place.clone())),
                        Err(_) => None,
                    }
                }
            };
            return Ok(found.map(|(result, place)| self.at_once(result, place)));
        }
        let Some(Service::Simulated { spec, .. }) = &self.service else {
            return Ok(None);
        };
        let spec = Arc::clone(spec);
        let place = match images {
            Some(Ok(images)) => CasePlace::of_images(images),
            Some(Err(_)) => return Ok(None),
            None => {
                let is_enough = self.images_mode == ImagesMode::None;
                let ground = self.ground(case)?;
                (ground.is_exact || is_enough).then(|| ground.place.clone())
            }
        };
        let Some(place) = place else { return Ok(None) };
        let result = self.simulated(&spec, case, &place)?;
        let latency = result.elapsed.unwrap_or(Millis(0));
        let due = Millis(self.asked_at(case).0.saturating_add(latency.0));
        Ok(Some(Original { result, place, due }))
    }

    pub(super) fn simulated(
        &mut self,
        spec: &SimulatedService,
        case: &CaseId,
        place: &CasePlace,
    ) -> Result<AiResult, RunError> {
        let seed = self.plan().seed;
        let listed = self.scenario.cases.iter().find(|listed| listed.id == *case);
        let difficulty = listed.and_then(|listed| listed.difficulty);
        let targets = self.targets()?;
        let decoys = self.decoys(case)?;
        let ground = self.ground(case)?;
        Ok(simulate(
            spec,
            &SimulatedCase {
                case,
                truth: ground.truth.as_ref(),
                difficulty,
                study: &place.study,
                series: &place.series,
                bounds: place.bounds,
                targets: &targets,
                decoys: &decoys,
                seed,
            },
        ))
    }

    /// What a simulated service looks for in the cases of this session.
    pub(super) fn targets(&mut self) -> Result<Arc<[Code]>, RunError> {
        if let Some(targets) = &self.targets {
            return Ok(Arc::clone(targets));
        }
        let read = self.plan().cases.clone();
        let truths = self.grounds.truths(&self.scenario, &read)?;
        let cases = self.scenario.cases.iter();
        let cases: Vec<_> = cases.filter(|case| read.contains(&case.id)).collect();
        let targets: Arc<[Code]> = targets(&cases, &truths).into();
        self.targets = Some(Arc::clone(&targets));
        Ok(targets)
    }

    /// What could lie in the patient of a case and does not: where false findings are set.
    pub(super) fn decoys(&mut self, case: &CaseId) -> Result<Arc<Vec<Lesion>>, RunError> {
        let targets = self.targets()?;
        let listed = self.scenario.cases.iter().find(|listed| listed.id == *case);
        let drawn = listed.map(|listed| self.grounds.decoys(listed, &targets));
        Ok(drawn.unwrap_or_default())
    }

    /// The decoys of a case that an error is planned for; none for others, which have no use for them.
    pub(super) fn decoys_for_error(&mut self, case: &CaseId) -> Result<Arc<Vec<Lesion>>, RunError> {
        if self.desk.error_of(case).is_none() {
            return Ok(Arc::default());
        }
        self.decoys(case)
    }

    /// Since when the result of a case is asked for: its opening, or the start of the session where results come ahead.
    fn asked_at(&self, case: &CaseId) -> Millis {
        if rules(self.plan().mode).takes_results_ahead {
            return Millis(0);
        }
        let opened = self.events.iter().rev().find(|stamped| {
            matches!(&stamped.event, Event::Case { case: of, fact: CaseFact::Opened } if of == case)
        });
        opened.map_or(self.now(), |opened| opened.at)
    }

    pub(super) fn at_once(&self, result: AiResult, place: CasePlace) -> Original {
        Original {
            result,
            place,
            due: self.now(),
        }
    }

    /// The result of another case, for an error that needs one: of the next in the plan that is at hand, else the last
    /// that a service gave.
    pub(super) fn other_result(&mut self, case: &CaseId) -> Result<Option<AiResult>, RunError> {
        if self.desk.error_of(case).is_none() {
            return Ok(None);
        }
        let cases = self.plan().cases.clone();
        let own = cases.iter().position(|of| of == case).unwrap_or(0);
        let others = (1..cases.len()).filter_map(|step| cases.get((own + step) % cases.len()));
        for other in others {
            let is_simulated = matches!(self.service, Some(Service::Simulated { .. }));
            if let Some(recorded) = self.recorded.get(other) {
                if let Some(result) = recorded.results().next() {
                    return Ok(Some(result.clone()));
                }
            } else if let (true, Some(Service::Simulated { spec, .. })) =
                (is_simulated, self.service.clone())
            {
                let place = self.ground(other)?.place.clone();
                return Ok(Some(self.simulated(&spec, other, &place)?));
            }
        }
        Ok(self.desk.other_than(case))
    }
}

/// The study of a case whose images could not be opened: a nil UID, which no study has.
pub(super) fn unknown_study() -> StudyUid {
    StudyUid::new("2.25.0").unwrap_or_else(|_| unreachable!("a constant that is a UID"))
}

/// The place of a case whose images could not be opened.
pub(super) fn nowhere() -> CasePlace {
    let series = SeriesUid::new("2.25.0");
    let origin = Vec3::new(0.0, 0.0, 0.0);
    CasePlace {
        study: unknown_study(),
        series: series.unwrap_or_else(|_| unreachable!("a constant that is a UID")),
        bounds: (origin, origin),
    }
}
