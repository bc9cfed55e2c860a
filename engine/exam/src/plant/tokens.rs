//! Words and numbers in a text found whole and exchanged: sides, counts, values, categories.

use super::wording::{Language, capital};

/// Which occurrences are exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    First,
    Last,
    All,
}

/// Exchanges a whole word or number; `None` if it does not occur.
///
/// `4` is not in `4A`, `14` or `4.2`, but in `found: 4.` and `4 mm`.
pub(super) fn exchanged(text: &str, from: &str, to: &str, which: Which) -> Option<String> {
    if from.is_empty() {
        return None;
    }
    let mut places: Vec<usize> = text
        .match_indices(from)
        .map(|(at, _)| at)
        .filter(|&at| is_whole(&text[..at], &text[at + from.len()..]))
        .collect();
    match which {
        Which::First => places.truncate(1),
        Which::Last => {
            let n_before = places.len().saturating_sub(1);
            places.drain(..n_before);
        }
        Which::All => {}
    }
    if places.is_empty() {
        return None;
    }
    let mut changed = String::new();
    let mut done = 0;
    for at in places {
        if at < done {
            continue;
        }
        changed.push_str(&text[done..at]);
        changed.push_str(to);
        done = at + from.len();
    }
    changed.push_str(&text[done..]);
    Some(changed)
}

fn is_whole(before: &str, after: &str) -> bool {
    let is_point = |c: char| matches!(c, '.' | ',');
    let mut back = before.chars().rev();
    let is_start = match (back.next(), back.next()) {
        (Some(c), _) if c.is_alphanumeric() => false,
        (Some(c), Some(d)) if is_point(c) && d.is_ascii_digit() => false,
        _ => true,
    };
    let mut on = after.chars();
    let is_end = match (on.next(), on.next()) {
        (Some(c), _) if c.is_alphanumeric() => false,
        (Some(c), Some(d)) if is_point(c) && d.is_ascii_digit() => false,
        _ => true,
    };
    is_start && is_end
}

/// Exchanges a value with the number of decimals that the text has, at most two; `None` if it does not occur.
pub(super) fn exchanged_value(
    text: &str,
    from: f64,
    to: f64,
    language: Language,
) -> Option<String> {
    [2, 1, 0].into_iter().find_map(|decimals| {
        let (from, to) = (
            language.number(from, decimals),
            language.number(to, decimals),
        );
        if decimals > 0 {
            return exchanged(text, &from, &to, Which::All);
        }
        // A whole number may be a count or a category: only one with a unit is a value.
        let units = ["mm", "cm", "mL", "ml", "мм", "см", "мл"];
        let with_unit = |unit: &&str| {
            exchanged(
                text,
                &format!("{from} {unit}"),
                &format!("{to} {unit}"),
                Which::All,
            )
        };
        units.iter().find_map(with_unit)
    })
}

/// The same text with right and left exchanged.
pub(super) fn other_sides(text: &str) -> String {
    let mut changed = String::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphabetic() {
            word.push(c);
            continue;
        }
        match other_side(&word) {
            Some(other) => changed.push_str(&other),
            None => changed.push_str(&word),
        }
        word.clear();
        changed.push(c);
    }
    changed.pop();
    changed
}

/// Endings of the hard adjectives that name a side in Russian.
const ENDINGS: [&str; 12] = [
    "ый", "ая", "ое", "ые", "ого", "ой", "ому", "ым", "ых", "ую", "ом", "ыми",
];

fn other_side(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let adjective = |from: &str, to: &str| {
        let ending = lower.strip_prefix(from)?;
        let is_side = ENDINGS.contains(&ending) || ending.starts_with("осторонн");
        is_side.then(|| format!("{to}{ending}"))
    };
    let other = match lower.as_str() {
        "right" => "left".to_owned(),
        "left" => "right".to_owned(),
        "справа" => "слева".to_owned(),
        "слева" => "справа".to_owned(),
        _ => adjective("прав", "лев").or_else(|| adjective("лев", "прав"))?,
    };
    let is_capital = word.chars().next().is_some_and(char::is_uppercase);
    Some(if is_capital { capital(&other) } else { other })
}

#[cfg(test)]
mod tests;
