//! Cut scores: a share as it is, or the judgements and earlier results that it is worked out of.

use overread_toml_text::{Item, Table};

use crate::CutScore;
use crate::read::{ascending, each, share};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Angoff,
    Borderline,
    Hofstee,
}

/// The words for the methods.
pub(crate) const METHODS: [(&str, Method); 3] = [
    ("angoff", Method::Angoff),
    ("borderline", Method::Borderline),
    ("hofstee", Method::Hofstee),
];

/// The most judges of a cut score.
pub(crate) const MAX_JUDGES: usize = 50;
/// The most items that a judge rates.
pub(crate) const MAX_ITEMS: usize = 500;
/// The most earlier candidates.
pub(crate) const MAX_CANDIDATES: usize = 2_000;

pub(crate) const KEYS: [&str; 6] = ["judges", "candidates", "grade", "cut", "failing", "scores"];

pub(crate) fn keys(method: Method) -> &'static [&'static str] {
    match method {
        Method::Angoff => &["judges"],
        Method::Borderline => &["candidates", "grade"],
        Method::Hofstee => &["cut", "failing", "scores"],
    }
}

/// `0.6`, or `{ method = "angoff", judges = [[0.6, 0.7], [0.5, 0.8]] }`.
pub(crate) fn cut(item: &Item<'_, '_>) -> Option<CutScore> {
    if !item.is_table() {
        return share(item).map(CutScore::Share);
    }
    let table = item.table()?;
    let method = table.need("method", |method| method.one_of(&METHODS));
    let own = method.map_or(&[][..], keys);
    let mut is_sound = true;
    for key in KEYS.into_iter().filter(|key| !own.contains(key)) {
        // Without a known method its own keys can't be judged: none is unknown.
        if let (Some(item), Some(_)) = (table.item(key), method) {
            item.fault(format!("{key:?} does not go with this method"));
            is_sound = false;
        }
    }
    let found = match method {
        Some(Method::Angoff) => table.need("judges", judges).map(CutScore::Angoff),
        Some(Method::Borderline) => borderline(&table),
        Some(Method::Hofstee) => hofstee(&table),
        None => None,
    };
    table.finish();
    found.filter(|_| is_sound)
}

/// Judges by items, all of the same length.
fn judges(item: &Item<'_, '_>) -> Option<Vec<Vec<f64>>> {
    let rows = each(item, 1..=MAX_JUDGES, |row| each(row, 1..=MAX_ITEMS, share))?;
    let n_items = rows.first().map_or(0, Vec::len);
    if let Some(other) = rows.iter().find(|row| row.len() != n_items) {
        item.fault(format!(
            "each judge rates every item: expected {n_items} numbers as from the first judge, found {}",
            other.len()
        ));
        return None;
    }
    Some(rows)
}

fn borderline(table: &Table<'_, '_>) -> Option<CutScore> {
    let grades = -100.0..=100.0;
    let candidates = table.need("candidates", |item| {
        let found = each(item, 3..=MAX_CANDIDATES, |pair| {
            let both = pair.array(2..=2)?;
            let grade = both.first()?.number(grades.clone(), "");
            let score = share(both.last()?);
            Some((grade?, score?))
        })?;
        let first = found.first().map(|(grade, _)| *grade);
        if found.iter().all(|(grade, _)| Some(*grade) == first) {
            item.fault("all candidates have the same grade, no line goes through them");
            return None;
        }
        Some(found)
    });
    let grade = table.need("grade", |item| item.number(grades.clone(), ""));
    Some(CutScore::Borderline {
        candidates: candidates?,
        grade: grade?,
    })
}

fn hofstee(table: &Table<'_, '_>) -> Option<CutScore> {
    let shares = 0.0..=1.0;
    let cut = table.need("cut", |item| ascending(item, &shares, ""));
    let failing = table.need("failing", |item| ascending(item, &shares, ""));
    let scores = table.need("scores", |item| each(item, 3..=MAX_CANDIDATES, share));
    Some(CutScore::Hofstee {
        cut: cut?,
        failing: failing?,
        scores: scores?,
    })
}
