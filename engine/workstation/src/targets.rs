//! What a simulated service of a session looks for, and what could lie in a patient and does not: for false findings.

use std::collections::BTreeMap;

use overread_base::{CaseId, CaseTruth, Code, Lesion, LesionKind, LesionRole, PhantomKind};
use overread_exam::usual_target;
use overread_scenario::{Case, CaseSource, PhantomContent, PracticeService};

use crate::synthetic;

/// All that is looked for in the cases of a session, the commonest among their lesions first.
///
/// Of an area it is what the services for it look for that have to do with the cases' kinds of lesions; where no case of
/// the area holds any, what its usual service looks for. A nodule where nothing is known of any case.
pub(crate) fn targets(cases: &[&Case], truths: &BTreeMap<CaseId, CaseTruth>) -> Vec<Code> {
    let mut all: Vec<Code> = usual_target(truths).into_iter().collect();
    let mut add = |code: &Code| {
        if !all.iter().any(|known| known.is_same_concept(code)) {
            all.push(code.clone());
        }
    };
    for area in PhantomKind::ALL {
        let of_area = cases.iter().filter(|case| area_of(case) == Some(area));
        let kinds: Vec<Vec<&'static LesionKind>> = of_area.map(|case| kinds_in(case)).collect();
        if !kinds.is_empty() {
            let kinds: Vec<&'static LesionKind> = kinds.into_iter().flatten().collect();
            looked_for(area, &kinds)
                .iter()
                .for_each(|kind| add(&kind.code()));
        }
    }
    for lesion in truths.values().flat_map(|truth| &truth.lesions) {
        add(&lesion.code);
    }
    if all.is_empty() {
        all.push(Code::nodule());
    }
    all
}

/// What could lie in the patient of a case, in places where it would be looked for; none for DICOM files, of whose anatomy
/// nothing is known.
pub(crate) fn decoys(case: &Case, targets: &[Code]) -> Vec<Lesion> {
    let CaseSource::Phantom(spec) = &case.source else {
        return Vec::new();
    };
    let is_target = |kind: &&'static LesionKind| {
        let code = kind.code();
        targets.iter().any(|target| target.is_same_concept(&code))
    };
    let kinds: Vec<_> = findings(spec.kind).filter(is_target).collect();
    let mut decoys = synthetic::decoys(spec, &kinds);
    decoys.retain(|decoy| {
        let is_named = |target: &Code| target.is_same_concept(&decoy.code);
        targets.iter().any(is_named)
    });
    decoys
}

fn area_of(case: &Case) -> Option<PhantomKind> {
    match &case.source {
        CaseSource::Phantom(spec) => Some(spec.kind),
        CaseSource::Dicom(_) => None,
    }
}

/// The kinds of findings that a case holds or may hold; none where it is normal, or where all of the area may be drawn.
fn kinds_in(case: &Case) -> Vec<&'static LesionKind> {
    let CaseSource::Phantom(spec) = &case.source else {
        return Vec::new();
    };
    let kinds = match &spec.content {
        PhantomContent::Nodules(_) => LesionKind::named(PhantomKind::ChestCt, "solid-nodule")
            .into_iter()
            .collect(),
        PhantomContent::Lesions(wishes) => wishes.iter().map(|wish| wish.kind).collect(),
        PhantomContent::Drawn(drawn) if drawn.among.is_empty() => findings(spec.kind).collect(),
        PhantomContent::Drawn(drawn) => drawn.among.clone(),
    };
    let is_finding = |kind: &&'static LesionKind| kind.role == LesionRole::Finding;
    kinds.into_iter().filter(is_finding).collect()
}

fn findings(area: PhantomKind) -> impl Iterator<Item = &'static LesionKind> {
    LesionKind::of(area).filter(|kind| kind.role == LesionRole::Finding)
}

/// What is looked for in an area whose cases hold these kinds.
fn looked_for(area: PhantomKind, kinds: &[&'static LesionKind]) -> Vec<&'static LesionKind> {
    let of_service = |service: &'static PracticeService| -> Vec<&'static LesionKind> {
        let named = service.looks_for();
        if named.is_empty() {
            findings(area).collect()
        } else {
            named
        }
    };
    let mut services = PracticeService::of(area).map(of_service);
    if kinds.is_empty() {
        return services.next().unwrap_or_else(|| findings(area).collect());
    }
    let concerns =
        |service: &Vec<&'static LesionKind>| kinds.iter().any(|kind| service.contains(kind));
    let wanted: Vec<_> = services.filter(concerns).flatten().collect();
    findings(area)
        .filter(|kind| wanted.contains(kind) || kinds.contains(kind))
        .collect()
}

#[cfg(test)]
mod tests;
