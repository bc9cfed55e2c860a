//! Case ratings in the layout of iMRMC (DIDSR/iMRMC, CC0): front matter, then `reader,case,modality,score`.

use super::layout::{Layout, LayoutCase, earliest_reads, modality};
use super::{Export, ExportFile};

/// Commas would end a field, and this layout knows no quotes.
fn plain(text: &str) -> String {
    text.replace([',', '\r', '\n'], " ")
}

pub(super) fn file(export: &Export) -> ExportFile {
    let layout = Layout::of(export);
    let known: Vec<(&LayoutCase<'_>, bool)> = layout
        .cases()
        .filter_map(|case| Some((case, case.truth?.is_abnormal())))
        .collect();
    let n_abnormal = known.iter().filter(|(_, is_abnormal)| *is_abnormal).count();
    let front = [
        "Overread: case ratings 0 to 100, for training and examination, not for diagnosis"
            .to_owned(),
        format!("NR: {}", layout.readers().count()),
        format!("N0: {}", known.len() - n_abnormal),
        format!("N1: {n_abnormal}"),
        format!("NM: {}", layout.modalities().count()),
        String::new(),
        "BEGIN DATA:".to_owned(),
    ];
    let truth = known.iter().map(|(case, is_abnormal)| {
        format!(
            "truth,{},truth,{}",
            plain(&case.name),
            u8::from(*is_abnormal)
        )
    });
    let rows = earliest_reads(export)
        .into_iter()
        .filter_map(|(session, row)| {
            let known = layout
                .case(session, row)
                .filter(|case| case.truth.is_some());
            let case = plain(&known?.name);
            let reader = plain(session.plan.reader.as_str());
            Some(format!("{reader},{case},{},{}", modality(row), row.rating?))
        });
    let mut text = String::new();
    for line in front.into_iter().chain(truth).chain(rows) {
        text.push_str(&line);
        text.push('\n');
    }
    ExportFile {
        name: "ratings.imrmc",
        bytes: text.into_bytes(),
    }
}
