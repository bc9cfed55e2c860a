//! Every kind of error has words, and no two have the same.

use std::collections::BTreeSet;

use super::*;

#[test]
fn every_kind_has_words_of_its_own() {
    let ids: BTreeSet<&str> = AiErrorKind::ALL
        .iter()
        .map(|&kind| kind_word(kind).id())
        .collect();
    assert_eq!(ids.len(), AiErrorKind::ALL.len());
}
