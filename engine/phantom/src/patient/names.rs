//! Names that nobody bears: a family part that says so, and an invented or rare given part.

use overread_base::Seed;

use super::Sex;

/// Stones, plants and things of the landscape.
const THINGS: [&str; 64] = [
    "ALDER", "AMBER", "ASPEN", "BASALT", "BEACON", "BIRCH", "BRACKEN", "BRIDGE", "CEDAR", "CHALK",
    "CINDER", "CLOVER", "COBALT", "COPPER", "CORAL", "CYPRESS", "DELTA", "DUNE", "EBONY", "ELM",
    "EMBER", "FENNEL", "FERN", "FJORD", "FLINT", "GARNET", "GLADE", "GRANITE", "HARBOUR", "HAZEL",
    "HEATHER", "INDIGO", "IVORY", "JASPER", "JUNIPER", "KELP", "LAGOON", "LANTERN", "LARCH",
    "LICHEN", "LINDEN", "MARBLE", "MEADOW", "MOSS", "OCHRE", "ONYX", "OPAL", "ORCHARD", "PEBBLE",
    "PEWTER", "POPLAR", "PRAIRIE", "QUARTZ", "REED", "RIDGE", "ROWAN", "SAFFRON", "SLATE",
    "SPRUCE", "TALUS", "THISTLE", "TUNDRA", "WILLOW", "ZINC",
];

const WOMEN: [&str; 32] = [
    "ALBA", "AMARA", "ANTEA", "BRISA", "CALLA", "CELIA", "DARIA", "DELIA", "EDDA", "ELARA", "ENYA",
    "FLORA", "GALA", "HEDDA", "ILSA", "IRIDA", "JUNA", "KAIA", "LEDA", "LUMA", "MIRA", "NELA",
    "NOVA", "ORLA", "PETRA", "RHEA", "SELMA", "TALIA", "UNDA", "VERA", "WANDA", "ZORA",
];

const MEN: [&str; 32] = [
    "ALDO", "ANSEL", "ARLO", "BORIN", "BRAM", "CALIX", "CORIN", "DORIAN", "EDRIC", "ELIO",
    "EMERIC", "FALCO", "GARRIN", "HALVAR", "IVOR", "JORAN", "KELLAN", "LEVIN", "LORIN", "MARLO",
    "NESTOR", "ODRAN", "ORSO", "PALLE", "QUILL", "ROLAN", "SILAS", "TAVIN", "TORIN", "ULRIK",
    "VALDO", "YORICK",
];

/// Family and given part as DICOM writes them.
pub(super) fn name(seed: Seed, sex: Sex) -> String {
    let mut rng = seed.child("name").rng();
    let given = match sex {
        Sex::Female => &WOMEN,
        Sex::Male => &MEN,
    };
    let mut pick = |all: &[&'static str]| {
        let idx = usize::try_from(rng.below(all.len() as u64)).unwrap_or(0);
        all.get(idx).copied().unwrap_or("PHANTOM")
    };
    let thing = pick(&THINGS);
    format!("SYNTHETIC-{thing}^{}", pick(given))
}
