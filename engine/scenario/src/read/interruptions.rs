//! `[interruptions]`: what interrupts the reader, and how often.

use overread_toml_text::Item;

use crate::questions::{list, texts, unique};
use crate::read::seconds;
use crate::{Interruption, InterruptionKind, Interruptions, is_word};

/// The most different interruptions.
pub(crate) const MAX_INTERRUPTIONS: usize = 40;

/// The words for who or what interrupts.
pub(crate) const INTERRUPTIONS: [(&str, InterruptionKind); 3] = [
    ("call", InterruptionKind::Call),
    ("colleague", InterruptionKind::Colleague),
    ("archive-stall", InterruptionKind::ArchiveStall),
];

pub(crate) fn interruptions(item: &Item<'_, '_>) -> Option<Interruptions> {
    let table = item.table()?;
    let mean_gap = table.need("mean_gap_s", |item| seconds(item, 10..=36_000));
    let kinds = table.need("events", |item| {
        list(item, MAX_INTERRUPTIONS, |table, ids| {
            let id = unique(table, ids, |text| {
                let rule = "expected 1 to 64 lower-case letters, digits, '-' and '_'";
                is_word(text).then(|| text.to_owned()).ok_or(rule)
            });
            let kind = table.need("kind", |kind| kind.one_of(&INTERRUPTIONS));
            let text = table.need("text", texts);
            Some(Interruption {
                id: id?,
                kind: kind?,
                text: text?,
            })
        })
    });
    table.finish();
    Some(Interruptions {
        mean_gap: mean_gap?,
        kinds: kinds?,
    })
}
