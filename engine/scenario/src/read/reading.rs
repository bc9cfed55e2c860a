//! `[reading]`: what is set for the reading modes.

use overread_toml_text::Item;

use crate::ReadingSettings;
use crate::read::{ascending, share};

pub(crate) fn reading(item: &Item<'_, '_>) -> Option<ReadingSettings> {
    let usual = ReadingSettings::default();
    let table = item.table()?;
    let without_ai_share = table.get_or("without_ai_share", usual.without_ai_share, |share| {
        share.number(0.0..=0.5, "")
    });
    let is_identity_shown = table.get_or("identity_shown", usual.is_identity_shown, |item| {
        item.boolean()
    });
    let are_marks_shown = table.get_or("marks_shown", usual.are_marks_shown, |item| item.boolean());
    let signs_below = table.get_or("signs_below", usual.signs_below, share);
    let audit_share = table.get_or("audit_share", usual.audit_share, share);
    let band = table.get_or("band", usual.band, |item| ascending(item, &(0.0..=1.0), ""));
    table.finish();
    Some(ReadingSettings {
        without_ai_share: without_ai_share?,
        is_identity_shown: is_identity_shown?,
        are_marks_shown: are_marks_shown?,
        signs_below: signs_below?,
        audit_share: audit_share?,
        band: band?,
    })
}
