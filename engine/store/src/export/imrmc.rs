//! Case ratings in the layout of iMRMC (DIDSR/iMRMC, CC0): front matter, then `reader,case,modality,score`.

use super::layout::{Layout, modality};
use super::{Export, ExportFile};

/// Commas would end a field, and this layout knows no quotes.
fn plain(text: &str) -> String {
    text.replace([',', '\r', '\n'], " ")
}

pub(super) fn file(export: &Export) -> ExportFile {
    let layout = Layout::of(export);
    let known: Vec<_> = layout
        .cases()
        .filter_map(|(_, case)| Some((case, export.truths.get(case)?.is_abnormal())))
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
            plain(case.as_str()),
            u8::from(*is_abnormal)
        )
    });
    let rows = export.sessions.iter().flat_map(|session| {
        let reader = plain(session.plan.reader.as_str());
        session.observations.iter().filter_map(move |row| {
            export.truths.get(&row.case)?;
            let case = plain(row.case.as_str());
            Some(format!("{reader},{case},{},{}", modality(row), row.rating?))
        })
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
