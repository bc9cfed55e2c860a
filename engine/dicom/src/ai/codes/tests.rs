//! The table of codes holds what the standard allows of a code.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_code_fits_its_attributes_and_names_its_source() {
    for (concept, source) in ALL {
        assert!((1..=16).contains(&concept.value.len()), "{concept:?}");
        assert!((1..=16).contains(&concept.scheme.len()), "{concept:?}");
        assert!((1..=64).contains(&concept.meaning.len()), "{concept:?}");
        let own = concept.scheme == PRIVATE_SCHEME;
        assert_eq!(source.starts_with("own"), own, "{concept:?}: {source}");
    }
}

#[test]
fn no_code_stands_twice() {
    let distinct: BTreeSet<_> = ALL.iter().map(|(c, _)| (c.scheme, c.value)).collect();
    assert_eq!(distinct.len(), ALL.len());
}
