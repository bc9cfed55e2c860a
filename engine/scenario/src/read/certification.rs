//! `[certification]`: what a certificate needs.

use overread_toml_text::{Item, Table};

use crate::questions::{list, texts};
use crate::read::cut::cut;
use crate::read::each;
use crate::{Certification, CutScore, PassComponent, PassMetric, TooFew};

/// The most supervisors of an examination.
pub(crate) const MAX_SUPERVISORS: usize = 50;

pub(crate) fn certification(item: &Item<'_, '_>) -> Option<Certification> {
    let table = item.table()?;
    let title = table.need("title", texts);
    let pass = table.need("pass", |pass| {
        let found = list(pass, PassMetric::ALL.len(), |table, _| component(table))?;
        let mut metrics: Vec<PassMetric> = found.iter().map(|part| part.metric).collect();
        metrics.sort_unstable();
        if let Some([metric, ..]) = metrics.windows(2).find(|two| two.first() == two.last()) {
            pass.fault(format!("metric {:?} stands here twice", metric.word()));
            return None;
        }
        Some(found)
    });
    let most_attempts = table.get("most_attempts", |item| item.whole(1..=1_000_u32));
    let wait_days = table.get_or("wait_days", 0, |item| item.whole(0..=3_650_u32));
    let supervisors = table.get_or("supervisors", Vec::new(), |item| {
        each(item, 1..=MAX_SUPERVISORS, key)
    });
    let needs_signed_start = table.get_or("signed_start", false, |item| {
        let is_needed = item.boolean()?;
        if is_needed && supervisors.as_ref().is_some_and(Vec::is_empty) {
            item.fault("a signed start needs the keys of \"supervisors\" who may sign it");
            return None;
        }
        Some(is_needed)
    });
    let is_locked_down = table.get_or("lockdown", false, |item| item.boolean());
    let sealed_to = table.get("sealed_to", key);
    let valid_days = table.get("valid_days", |item| item.whole(1..=36_500_u32));
    table.finish();
    Some(Certification {
        title: title?,
        pass: pass?,
        most_attempts: most_attempts?,
        wait_days: wait_days?,
        supervisors: supervisors?,
        needs_signed_start: needs_signed_start?,
        is_locked_down: is_locked_down?,
        sealed_to: sealed_to?,
        valid_days: valid_days?,
    })
}

fn component(table: &Table<'_, '_>) -> Option<PassComponent> {
    let words = PassMetric::ALL.map(|metric| (metric.word(), metric));
    let metric = table.need("metric", |item| item.one_of(&words));
    let cut = table.need("cut", |item| {
        if metric.is_some_and(PassMetric::is_difference) {
            // Judges and earlier candidates speak of shares.
            return item.number(-1.0..=1.0, "").map(CutScore::Share);
        }
        cut(item)
    });
    let usual = u32::from(metric != Some(PassMetric::Points));
    let least_opportunities =
        table.get_or("least_opportunities", usual, |item| item.whole(0..=500_u32));
    let too_few = table.get_or("too_few", TooFew::Undecided, |item| {
        let rule = item.one_of(&TooFew::ALL.map(|rule| (rule.word(), rule)))?;
        if rule == TooFew::Waived && metric.is_some_and(|metric| metric != PassMetric::Rair) {
            // Only there the want of opportunities speaks for the reader.
            item.fault("only \"rair\" can be waived");
            return None;
        }
        Some(rule)
    });
    Some(PassComponent {
        metric: metric?,
        cut: cut?,
        least_opportunities: least_opportunities?,
        too_few: too_few?,
    })
}

fn key(item: &Item<'_, '_>) -> Option<String> {
    let text = item.text()?;
    let is_key = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !is_key {
        item.fault(format!(
            "expected a public key as 64 digits of lower-case hex, found {text:?}"
        ));
    }
    is_key.then(|| text.to_owned())
}
