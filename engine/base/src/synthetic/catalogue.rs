//! The table of lesions and image faults that phantoms can hold.
//!
//! Codes: SNOMED CT and DCM as DICOM PS3.16 uses them where a code is known to be right, else the private scheme
//! 99OVERREAD. Limits are what the phantoms can draw, not limits of medicine.

mod chest_ct;
mod head_ct;
mod mammography;
mod radiograph;

use super::{Amount, LesionKind, LesionRole, PhantomKind};

/// How it is measured: what, unit, least and greatest in whole units.
const fn of(name: &'static str, ucum: &'static str, low: u64, high: u64) -> Amount {
    Amount {
        name,
        ucum,
        low_thousandths: low * 1000,
        high_thousandths: high * 1000,
    }
}

const fn kind(
    phantom: PhantomKind,
    role: LesionRole,
    word: &'static str,
    code: [&'static str; 3],
    amount: Amount,
) -> LesionKind {
    LesionKind {
        word,
        phantom,
        code,
        amount,
        is_sided: true,
        places: &[],
        role,
    }
}

const fn at(places: &'static [&'static str], kind: LesionKind) -> LesionKind {
    LesionKind { places, ..kind }
}

const fn unsided(kind: LesionKind) -> LesionKind {
    LesionKind {
        is_sided: false,
        ..kind
    }
}

const NODULE: [&str; 3] = ["SCT", "27925004", "Nodule"];
const EFFUSION: [&str; 3] = ["SCT", "60046008", "Pleural effusion"];
const PNEUMOTHORAX: [&str; 3] = ["SCT", "36118008", "Pneumothorax"];
const CONSOLIDATION: [&str; 3] = ["SCT", "9656002", "Consolidation"];

const fn own(value: &'static str, meaning: &'static str) -> [&'static str; 3] {
    ["99OVERREAD", value, meaning]
}

/// The kinds that a phantom can hold.
pub(super) const fn of_phantom(phantom: PhantomKind) -> &'static [LesionKind] {
    match phantom {
        PhantomKind::ChestCt => chest_ct::KINDS,
        PhantomKind::HeadCt => head_ct::KINDS,
        PhantomKind::ChestRadiograph => radiograph::KINDS,
        PhantomKind::Mammography => mammography::KINDS,
    }
}
