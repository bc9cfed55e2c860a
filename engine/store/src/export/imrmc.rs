//! Case ratings in the layout of iMRMC (DIDSR/iMRMC, CC0): front matter, then `reader,case,modality,score`.

use std::fmt::Write as _;

use super::layout::{Layout, modality};
use super::{Export, ExportFile};

/// Commas would end a field, and this layout knows no quotes.
fn plain(text: &str) -> String {
    text.replace([',', '\r', '\n'], " ")
}

pub(super) fn file(export: &Export) -> ExportFile {
    let layout = Layout::of(export);
    let mut text = String::new();
    let known: Vec<_> = layout
        .cases()
        .filter_map(|(_, case)| Some((case, export.truths.get(case)?.is_abnormal())))
        .collect();
    let n_abnormal = known.iter().filter(|(_, is_abnormal)| *is_abnormal).count();
    // `write!` to a text does not fail.
    let _ = write!(
        text,
        "Overread: case ratings 0 to 100, for training and examination, not for diagnosis\n\
         NR: {}\nN0: {}\nN1: {n_abnormal}\nNM: {}\n\nBEGIN DATA:\n",
        layout.readers().count(),
        known.len() - n_abnormal,
        layout.modalities().count(),
    );
    for (case, is_abnormal) in &known {
        let _ = writeln!(
            text,
            "truth,{},truth,{}",
            plain(case.as_str()),
            u8::from(*is_abnormal)
        );
    }
    for session in &export.sessions {
        for row in &session.observations {
            if let (Some(rating), Some(_)) = (row.rating, export.truths.get(&row.case)) {
                let reader = plain(session.plan.reader.as_str());
                let case = plain(row.case.as_str());
                let _ = writeln!(text, "{reader},{case},{},{rating}", modality(row));
            }
        }
    }
    ExportFile {
        name: "ratings.imrmc",
        bytes: text.into_bytes(),
    }
}
