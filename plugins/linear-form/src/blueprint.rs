//! Chooses the cases of a form: least numbers by tag, then any, by the seed. Knows no truth.

use std::collections::BTreeSet;

use overread_sdk::exam::{Dice, Entry};

/// So many cases in the order of the form, or why there are none.
///
/// `blueprint` is `tag=count` words; a case counts for the first word that it fits. Equal seeds choose equal forms.
pub(crate) fn choose<'c>(
    cases: &'c [Entry],
    n_items: usize,
    blueprint: &str,
    seed: u64,
) -> Result<Vec<&'c Entry>, String> {
    let wanted = read(blueprint)?;
    let n_wanted: usize = wanted.iter().map(|(_, count)| count).sum();
    if n_wanted > n_items {
        return Err(format!(
            "the blueprint asks for {n_wanted} cases, the form has {n_items}"
        ));
    }
    let mut dice = Dice::new(seed);
    let mut order: Vec<&Entry> = cases.iter().collect();
    dice.shuffle(&mut order);
    let mut taken = BTreeSet::new();
    let mut chosen = Vec::new();
    for (tag, count) in wanted {
        let fits = |case: &&&Entry| case.tags.contains(&tag) && !taken.contains(&case.id);
        let found: Vec<&Entry> = order.iter().filter(fits).take(count).copied().collect();
        if found.len() < count {
            return Err(format!(
                "the blueprint asks for {count} cases tagged {tag}, {} are left",
                found.len()
            ));
        }
        taken.extend(found.iter().map(|case| case.id.clone()));
        chosen.extend(found);
    }
    let rest = order.iter().filter(|case| !taken.contains(&case.id));
    chosen.extend(rest.take(n_items - n_wanted).copied());
    if chosen.len() < n_items {
        return Err(format!(
            "a form of {n_items} cases needs as many with a known truth, found {}",
            cases.len()
        ));
    }
    // The order tells nothing of the blueprint.
    dice.shuffle(&mut chosen);
    Ok(chosen)
}

fn read(blueprint: &str) -> Result<Vec<(String, usize)>, String> {
    let word = |word: &str| {
        let (tag, count) = word.split_once('=')?;
        let count = count.parse().ok()?;
        (!tag.is_empty() && count <= 200).then(|| (tag.to_owned(), count))
    };
    let words = blueprint.split_whitespace();
    words
        .map(|text| word(text).ok_or_else(|| format!("expected tag=count, found {text:?}")))
        .collect()
}
