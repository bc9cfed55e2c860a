//! `[practice]`: feedback after each case, hints, and the times on screen by which missed lesions are explained.

use overread_base::Millis;
use overread_toml_text::{Item, Table};

use crate::{DwellThresholds, FeedbackWhen, PracticeRules};

/// The longest time that tells a kind of miss from another, s.
pub(crate) const MAX_DWELL_S: f64 = 60.0;
/// The most hints of a case.
pub(crate) const MAX_HINTS: usize = 5;

pub(crate) fn practice(item: &Item<'_, '_>, is_certified: bool) -> Option<PracticeRules> {
    let table = item.table()?;
    let words = FeedbackWhen::ALL.map(|when| (when.word(), when));
    let feedback = table.get_or("feedback", FeedbackWhen::AfterCase, |item| {
        item.one_of(&words)
    });
    let gives_hints = table.get_or("hints", true, Item::boolean);
    let usual = DwellThresholds::default();
    let seen_from = time(&table, "seen_from_s", usual.seen_from);
    let decided_from = time(&table, "decided_from_s", usual.decided_from);
    table.finish();
    let (feedback, seen_from, decided_from) = (feedback?, seen_from?, decided_from?);
    if is_certified && feedback == FeedbackWhen::AfterCase {
        item.fault(
            "an examination for a certificate shows no truth before its end, expected feedback = \"at-end\"",
        );
        return None;
    }
    if seen_from > decided_from {
        item.fault(format!(
            "expected \"seen_from_s\" within \"decided_from_s\", found {} ms and {} ms",
            seen_from.0, decided_from.0
        ));
        return None;
    }
    Some(PracticeRules {
        feedback,
        gives_hints: gives_hints?,
        dwell: DwellThresholds {
            seen_from,
            decided_from,
        },
    })
}

/// A time in seconds, kept in whole milliseconds.
fn time(table: &Table<'_, '_>, key: &'static str, usual: Millis) -> Option<Millis> {
    table.get_or(key, usual, |item| {
        item.number(0.0..=MAX_DWELL_S, "s").map(to_millis)
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 60 000, checked by the caller"
)]
fn to_millis(seconds: f64) -> Millis {
    Millis((seconds * 1000.0).round() as u64)
}
