//! Draws a plan: the hidden subset without AI and every quota to the letter, each case used once at most.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{CaseId, CaseTruth, Millis, Rng, Seed};
use overread_scenario::{AiErrorKind, Amount, ErrorFamily, ErrorQuota, ErrorSeverity, Scenario};

use super::{AiPlan, PlannedAi, PlannedError, VersionChange};

/// Why no plan can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AiPlanError {
    /// A quota asks for more cases than can carry its errors beside the quotas before it.
    #[error(
        "planted errors, quota {quota} ({kinds}): expected {wanted} cases, found {fitting} that fit"
    )]
    QuotaNotMet {
        /// Which quota, from 1.
        quota: usize,
        /// The words of its kinds, parted by commas.
        kinds: String,
        /// How many cases it asks for.
        wanted: usize,
        /// How many it can have at most, once the quotas before it are met.
        fitting: usize,
    },
    /// The hidden subset and the quotas together ask for more cases than there are.
    #[error(
        "planted errors and cases without AI ask for more than the session has: expected at most {n_cases} cases, found {wanted}"
    )]
    TooMany {
        /// How many cases the session has.
        n_cases: usize,
        /// How many are asked for.
        wanted: usize,
    },
}

/// A false positive goes to a normal case with this share of the draws, as long as there is one.
const FP_NORMAL_FIRST_SHARE: f64 = 0.75;

/// Cumulated shares of minor and intermediate errors; Nechaev et al., Diagnostics 2025;15:2778.
const MINOR_UP_TO: f64 = 0.63;
const INTERMEDIATE_UP_TO: f64 = 0.95;

impl AiPlan {
    /// Draws the plan of a session over `cases`, in the order in which the reader meets them.
    ///
    /// Every count is met exactly: where scarce cases went to a quota that could have had others, they are exchanged.
    /// A case whose truth is not in `truths` takes only errors that need none.
    ///
    /// # Errors
    /// [`AiPlanError`] names the first quota that cannot be met.
    pub fn draw(
        scenario: &Scenario,
        cases: &[CaseId],
        truths: &BTreeMap<CaseId, CaseTruth>,
        seed: Seed,
    ) -> Result<Self, AiPlanError> {
        let base = seed.child("ai plan");
        let quotas = scenario.design.planted.as_ref();
        let quotas = quotas.map_or(&[][..], |planted| &planted.quotas);
        let table = Table::new(scenario, cases, truths);
        let n_withheld = share_of(scenario.design.reading.without_ai_share, cases.len());
        let mut draw = Draw::new(quotas, &table, base.child("cases").rng());
        draw.fill(n_withheld)?;

        let mut planned = BTreeMap::new();
        for (case_idx, slot) in draw.owners.iter().enumerate() {
            let Some(slot) = slot.map(|slot_idx| draw.slots[slot_idx]) else {
                continue;
            };
            let case = &cases[case_idx];
            let ai = match slot.of {
                None => PlannedAi::Withheld,
                Some((quota_idx, kind)) => {
                    let own = base.child("error").child(case.as_str());
                    PlannedAi::Planted(planned_error(&quotas[quota_idx], kind, own))
                }
            };
            planned.insert(case.clone(), ai);
        }
        for (quota_idx, quota) in quotas.iter().enumerate() {
            if quota.kinds.contains(&AiErrorKind::VersionChange) {
                let own = base.child("version").index(quota_idx as u64);
                change_version(&mut planned, quota, own, cases, &table.fits[quota_idx]);
            }
        }
        Ok(Self { cases: planned })
    }
}

fn planned_error(quota: &ErrorQuota, kind: AiErrorKind, seed: Seed) -> PlannedError {
    let severity = severity_of(quota, seed);
    let delay = quota.delay.unwrap_or_else(|| usual_delay(severity));
    PlannedError {
        kind,
        severity,
        seed,
        delay: (kind == AiErrorKind::ALate).then_some(delay),
        version: None,
    }
}

fn severity_of(quota: &ErrorQuota, seed: Seed) -> ErrorSeverity {
    quota.severity.unwrap_or_else(|| {
        let u = seed.child("severity").rng().unit();
        if u < MINOR_UP_TO {
            ErrorSeverity::Minor
        } else if u < INTERMEDIATE_UP_TO {
            ErrorSeverity::Intermediate
        } else {
            ErrorSeverity::Significant
        }
    })
}

/// How late a result comes whose quota does not say: noticed, annoying, and as long as a case takes.
fn usual_delay(severity: ErrorSeverity) -> Millis {
    match severity {
        ErrorSeverity::Minor => Millis(20_000),
        ErrorSeverity::Intermediate => Millis(60_000),
        ErrorSeverity::Significant => Millis(180_000),
    }
}

/// Marks every fitting case from the quota's share of the order on; a case without a result has no version either.
fn change_version(
    planned: &mut BTreeMap<CaseId, PlannedAi>,
    quota: &ErrorQuota,
    seed: Seed,
    cases: &[CaseId],
    fits: &[bool],
) {
    let change = VersionChange {
        severity: severity_of(quota, seed),
        seed,
    };
    let first = share_of(quota.from_share, cases.len());
    for (case, _) in cases
        .iter()
        .zip(fits)
        .skip(first)
        .filter(|(_, fits)| **fits)
    {
        match planned.get_mut(case) {
            Some(PlannedAi::Withheld) => {}
            // The first change of version counts.
            Some(PlannedAi::Planted(error)) => {
                if error.kind != AiErrorKind::VersionChange {
                    error.version.get_or_insert(change);
                }
            }
            None => {
                let error = PlannedError {
                    kind: AiErrorKind::VersionChange,
                    severity: change.severity,
                    seed: change.seed,
                    delay: None,
                    version: None,
                };
                planned.insert(case.clone(), PlannedAi::Planted(error));
            }
        }
    }
}

/// A share of `n`, rounded to the nearest whole number, halves up; shares outside 0 to 1 count as the nearest end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of cases between 0 and n"
)]
fn share_of(share: f64, n: usize) -> usize {
    // NaN becomes 0 in the cast.
    (share.clamp(0.0, 1.0) * n as f64 + 0.5).floor() as usize
}

/// What is known of the cases, in the order of the session.
struct Table {
    /// `None` where the truth is not known.
    n_lesions: Vec<Option<usize>>,
    /// For each quota: whether each case has all its tags.
    fits: Vec<Vec<bool>>,
}

impl Table {
    fn new(scenario: &Scenario, cases: &[CaseId], truths: &BTreeMap<CaseId, CaseTruth>) -> Self {
        let by_id: BTreeMap<&CaseId, &[String]> = scenario
            .cases
            .iter()
            .map(|case| (&case.id, case.tags.as_slice()))
            .collect();
        let tags_of = |case| by_id.get(case).copied().unwrap_or_default();
        let quotas = scenario.design.planted.as_ref();
        let quotas = quotas.map_or(&[][..], |planted| &planted.quotas);
        let fits = |quota: &ErrorQuota| {
            let has_all = |case| quota.tags.iter().all(|tag| tags_of(case).contains(tag));
            cases.iter().map(has_all).collect()
        };
        Self {
            n_lesions: cases
                .iter()
                .map(|case| truths.get(case).map(|truth| truth.lesions.len()))
                .collect(),
            fits: quotas.iter().map(fits).collect(),
        }
    }
}

/// One case that is asked for: by the hidden subset, or by a quota with the kind that it has in mind.
#[derive(Clone, Copy)]
struct Slot {
    of: Option<(usize, AiErrorKind)>,
}

/// A matching of slots and cases that only grows: along paths that end at a free case, so that none is lost.
struct Draw<'a> {
    quotas: &'a [ErrorQuota],
    /// The kinds of each quota that are drawn case by case.
    kinds: Vec<Vec<AiErrorKind>>,
    table: &'a Table,
    rng: Rng,
    slots: Vec<Slot>,
    /// The slot that each case went to.
    owners: Vec<Option<usize>>,
}

impl<'a> Draw<'a> {
    fn new(quotas: &'a [ErrorQuota], table: &'a Table, rng: Rng) -> Self {
        Self {
            quotas,
            kinds: quotas.iter().map(drawn_kinds).collect(),
            table,
            rng,
            slots: Vec::new(),
            owners: vec![None; table.n_lesions.len()],
        }
    }

    fn fill(&mut self, n_withheld: usize) -> Result<(), AiPlanError> {
        let n_cases = self.owners.len();
        let counts: Vec<usize> = self
            .quotas
            .iter()
            .zip(&self.kinds)
            .map(|(quota, kinds)| match quota.amount {
                _ if kinds.is_empty() => 0,
                Amount::Count(count) => usize::try_from(count).unwrap_or(usize::MAX),
                Amount::Share(share) => share_of(share, n_cases),
            })
            .collect();
        // The hidden subset first: a simple random sample, as far as no quota needs one of its cases.
        for _ in 0..n_withheld {
            self.add(None);
        }
        for (quota_idx, &wanted) in counts.iter().enumerate() {
            let mut kinds = self.kinds[quota_idx].clone();
            self.rng.shuffle(&mut kinds);
            for nth in 0..wanted {
                if !self.add(Some((quota_idx, kinds[nth % kinds.len()]))) {
                    return Err(self.not_met(quota_idx, wanted, nth, n_withheld, &counts));
                }
            }
        }
        Ok(())
    }

    fn not_met(
        &self,
        quota_idx: usize,
        wanted: usize,
        fitting: usize,
        n_withheld: usize,
        counts: &[usize],
    ) -> AiPlanError {
        let n_cases = self.owners.len();
        let asked = counts
            .iter()
            .fold(n_withheld, |sum, &n| sum.saturating_add(n));
        let can_carry = |case_idx: &usize| {
            let mut kinds = self.kinds[quota_idx].iter();
            kinds.any(|kind| self.suits(quota_idx, *kind, *case_idx))
        };
        if asked > n_cases && (0..n_cases).filter(can_carry).count() >= wanted {
            return AiPlanError::TooMany {
                n_cases,
                wanted: asked,
            };
        }
        let kinds = self.kinds[quota_idx].iter();
        let words: Vec<&str> = kinds.map(|kind| kind.word()).collect();
        AiPlanError::QuotaNotMet {
            quota: quota_idx + 1,
            kinds: words.join(", "),
            wanted,
            fitting,
        }
    }

    /// Finds a case for one more slot; `false` if there is none, whatever the other slots move to.
    fn add(&mut self, of: Option<(usize, AiErrorKind)>) -> bool {
        let order = self.order_for(of);
        self.slots.push(Slot { of });
        let new = self.slots.len() - 1;
        // With the kind as it is; then with any kind of the quota, for the slots on the way as well.
        let is_found = self.augment(new, &order, false) || self.augment(new, &order, true);
        if !is_found {
            self.slots.pop();
        }
        is_found
    }

    /// The cases in the order in which they are tried.
    fn order_for(&mut self, of: Option<(usize, AiErrorKind)>) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.owners.len()).collect();
        self.rng.shuffle(&mut order);
        let is_false_positive =
            of.is_some_and(|(_, kind)| kind.family() == ErrorFamily::FalsePositive);
        if is_false_positive && self.rng.unit() < FP_NORMAL_FIRST_SHARE {
            // Stable: within normal and abnormal cases the order stays drawn.
            order.sort_by_key(|&case_idx| self.table.n_lesions[case_idx] != Some(0));
        }
        order
    }

    fn suits(&self, quota_idx: usize, kind: AiErrorKind, case_idx: usize) -> bool {
        self.table.fits[quota_idx][case_idx] && kind.is_possible(self.table.n_lesions[case_idx])
    }

    fn takes(&self, slot_idx: usize, case_idx: usize, is_any_kind: bool) -> bool {
        match self.slots[slot_idx].of {
            None => true,
            Some((quota_idx, kind)) => {
                self.suits(quota_idx, kind, case_idx)
                    || is_any_kind
                        && self.kinds[quota_idx]
                            .iter()
                            .any(|kind| self.suits(quota_idx, *kind, case_idx))
            }
        }
    }

    /// Looks for the shortest way from a new slot to a free case, and moves every slot on it by one (Kuhn).
    fn augment(&mut self, new: usize, order: &[usize], is_any_kind: bool) -> bool {
        // The slot from which each case was reached.
        let mut reached_from: Vec<Option<usize>> = vec![None; self.owners.len()];
        let mut queue = std::collections::VecDeque::from([new]);
        while let Some(slot_idx) = queue.pop_front() {
            for &case_idx in order {
                if reached_from[case_idx].is_some() || !self.takes(slot_idx, case_idx, is_any_kind)
                {
                    continue;
                }
                reached_from[case_idx] = Some(slot_idx);
                match self.owners[case_idx] {
                    Some(owner) => queue.push_back(owner),
                    None => {
                        self.move_along(case_idx, new, &reached_from);
                        return true;
                    }
                }
            }
        }
        false
    }

    fn move_along(&mut self, free: usize, new: usize, reached_from: &[Option<usize>]) {
        let mut case_idx = free;
        while let Some(slot_idx) = reached_from[case_idx] {
            let left = self
                .owners
                .iter()
                .position(|owner| *owner == Some(slot_idx));
            self.owners[case_idx] = Some(slot_idx);
            self.fit_kind(slot_idx, case_idx);
            match left {
                Some(left) if slot_idx != new => case_idx = left,
                Some(_) | None => return,
            }
        }
    }

    /// Gives a slot another kind of its quota where its own is not possible: the one that was used least.
    fn fit_kind(&mut self, slot_idx: usize, case_idx: usize) {
        let Some((quota_idx, kind)) = self.slots[slot_idx].of else {
            return;
        };
        if self.suits(quota_idx, kind, case_idx) {
            return;
        }
        let n_used = |kind: AiErrorKind| {
            let of = Some((quota_idx, kind));
            self.slots.iter().filter(|slot| slot.of == of).count()
        };
        let possible = self.kinds[quota_idx]
            .iter()
            .copied()
            .filter(|kind| self.suits(quota_idx, *kind, case_idx))
            .min_by_key(|kind| n_used(*kind));
        if let Some(kind) = possible {
            self.slots[slot_idx].of = Some((quota_idx, kind));
        }
    }
}

/// The kinds of a quota that are drawn case by case, each once; a change of version is not.
fn drawn_kinds(quota: &ErrorQuota) -> Vec<AiErrorKind> {
    let kinds: BTreeSet<AiErrorKind> = quota.kinds.iter().copied().collect();
    kinds
        .into_iter()
        .filter(|kind| *kind != AiErrorKind::VersionChange)
        .collect()
}
