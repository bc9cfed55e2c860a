//! Ordinal scales and sets of regions: those of a scenario file and those that come with the program, in one format.

use std::collections::BTreeSet;

use overread_base::Diagnostics;
use overread_toml_text::{Item, Table, read_file};

use crate::questions::{list, texts};
use crate::read::choices::choices;
use crate::read::word;
use crate::{Scale, ScaleKind, scale};

/// The most scales that a scenario brings along.
pub(crate) const MAX_OWN_SCALES: usize = 20;
const MAX_SCALE_BYTES: usize = 64 * 1024;
const MAX_SOURCE_BYTES: usize = 2_000;

/// The words for the kinds of scales.
pub(crate) const SCALE_KINDS: [(&str, ScaleKind); 3] = [
    ("ordinal", ScaleKind::Ordinal),
    ("nominal", ScaleKind::Nominal),
    ("regions", ScaleKind::Regions),
];

/// The scales that a question may name.
#[derive(Clone, Copy)]
pub(crate) struct Scales<'a> {
    /// Those of the scenario; `None` where they could not be read.
    pub(crate) own: Option<&'a [Scale]>,
}

impl<'a> Scales<'a> {
    /// A scale by its id; `None` after a noted fault, or where the scenario's own scales could not be read.
    pub(crate) fn find(self, item: &Item<'_, '_>) -> Option<&'a Scale> {
        let id = item.text()?;
        let own = self.own?;
        let found = own
            .iter()
            .find(|scale| scale.id == id)
            .or_else(|| scale(id));
        if found.is_none() {
            let own = own.iter().map(|scale| scale.id.as_str());
            let known: Vec<&str> = own
                .chain(crate::scales().iter().map(|s| s.id.as_str()))
                .collect();
            let near = known
                .iter()
                .find(|known| !id.is_empty() && known.starts_with(id));
            let hint = near.map_or_else(String::new, |near| format!(", did you mean {near:?}?"));
            item.fault(format!(
                "expected a scale of {}, found {id:?}{hint}",
                known.join(", ")
            ));
        }
        found
    }
}

/// `[[scales]]` of a scenario file.
pub(crate) fn own_scales(item: &Item<'_, '_>) -> Option<Vec<Scale>> {
    let mut ids = BTreeSet::new();
    list(item, MAX_OWN_SCALES, |table, _| one(table)).and_then(|found| {
        let twice = found.iter().find(|scale| !ids.insert(scale.id.clone()));
        if let Some(twice) = twice {
            item.fault(format!("scale {:?} stands here twice", twice.id));
            return None;
        }
        if let Some(known) = found.iter().find(|own| scale(&own.id).is_some()) {
            item.fault(format!(
                "scale {:?} comes with the program, give yours another id",
                known.id
            ));
            return None;
        }
        Some(found)
    })
}

/// A file of `scenarios/scales`.
pub(crate) fn scale_file(text: &str) -> (Option<Scale>, Diagnostics) {
    read_file(text, "a scale", MAX_SCALE_BYTES, one)
}

fn one(table: &Table<'_, '_>) -> Option<Scale> {
    let id = table.need("id", word);
    let title = table.need("title", texts);
    let kind = table.get_or("kind", ScaleKind::Ordinal, |kind| kind.one_of(&SCALE_KINDS));
    let levels = table.need("levels", |levels| choices(levels, 2));
    let source = table.need("source", sentence);
    let unverified = table.get("unverified", sentence);
    let notice = table.get("notice", sentence);
    Some(Scale {
        id: id?,
        title: title?,
        kind: kind?,
        levels: levels?,
        source: source?,
        unverified: unverified?,
        notice: notice?,
    })
}

fn sentence(item: &Item<'_, '_>) -> Option<String> {
    let text = item.text()?;
    if text.trim().is_empty() {
        item.fault("the text is empty");
        return None;
    }
    if text.len() > MAX_SOURCE_BYTES {
        item.fault(format!(
            "text must be at most {MAX_SOURCE_BYTES} bytes, found {}",
            text.len()
        ));
        return None;
    }
    Some(text.to_owned())
}
