//! The fenced blocks of a page: pictures and widgets as small TOML tables.

use overread_base::Diagnostics;
use overread_toml_text::{Faults, Item, Table};
use toml::de::DeTable;

use super::{Block, Picture, SliceWish, Widget};
use crate::read::{each, word};

/// The longest caption, in bytes.
const MAX_CAPTION_BYTES: usize = 400;

/// Reads a block; its text has as many empty lines before it as stand before it in the page, so that places are right.
pub(super) fn block(kind: &str, text: &str) -> (Option<Block>, Diagnostics) {
    let (document, syntax_errors) = DeTable::parse_recoverable(text);
    let faults = Faults::new(text, &syntax_errors);
    let table = Table::root(&faults, &document);
    let block = match kind {
        "picture" => picture(&table, true).map(Block::Picture),
        _ => widget(&table).map(Block::Widget),
    };
    table.finish();
    let block = block.filter(|_| faults.is_empty());
    (block, faults.into_diagnostics())
}

fn picture(table: &Table<'_, '_>, is_captioned: bool) -> Option<Picture> {
    let case = table.need("case", word);
    let slice = table.get("slice", slice);
    let view = table.get("view", |view| {
        view.one_of(&[
            ("R-CC", "R-CC"),
            ("L-CC", "L-CC"),
            ("R-MLO", "R-MLO"),
            ("L-MLO", "L-MLO"),
            ("PA", "PA"),
            ("AP", "AP"),
            ("lateral", "lateral"),
        ])
    });
    let window = table.get("window", word);
    let shows_truth = table.get_or("show", false, |show| show.one_of(&[("truth", true)]));
    let caption = if is_captioned {
        table.need("caption", caption)
    } else {
        table.get_or("caption", String::new(), caption)
    };
    Some(Picture {
        case: case?,
        slice: slice?,
        view: view?.map(str::to_owned),
        window: window?,
        shows_truth: shows_truth?,
        caption: caption?,
    })
}

fn caption(item: &Item<'_, '_>) -> Option<String> {
    item.parsed(|text| match text.trim() {
        "" => Err("the caption is empty".to_owned()),
        text if text.len() > MAX_CAPTION_BYTES => Err(format!(
            "a caption has at most {MAX_CAPTION_BYTES} bytes, found {}",
            text.len()
        )),
        text => Ok(text.to_owned()),
    })
}

fn slice(item: &Item<'_, '_>) -> Option<SliceWish> {
    if item.is_text() {
        return item.one_of(&[("lesion", SliceWish::Lesion)]);
    }
    item.number(0.0..=1.0, "").map(SliceWish::Share)
}

fn widget(table: &Table<'_, '_>) -> Option<Widget> {
    let kinds = ["threshold", "prevalence", "window", "measure"].map(|kind| (kind, kind));
    match table.need("kind", |kind| kind.one_of(&kinds))? {
        "threshold" => table
            .need("scores", word)
            .map(|scores| Widget::Threshold { scores }),
        "prevalence" => {
            let share = |item: &Item<'_, '_>| item.number(0.0..=1.0, "");
            let sensitivity = table.need("sensitivity", share);
            let specificity = table.need("specificity", share);
            Some(Widget::Prevalence {
                sensitivity: sensitivity?,
                specificity: specificity?,
            })
        }
        "window" => {
            let picture = picture(table, false);
            let presets = table.need("presets", |item| each(item, 2..=6, word));
            Some(Widget::Window {
                picture: picture?,
                presets: presets?,
            })
        }
        _ => {
            let picture = picture(table, false);
            let tolerance = table.need("tolerance_mm", |item| item.number(0.1..=50.0, "mm"));
            Some(Widget::Measure {
                picture: picture?,
                tolerance_mm: tolerance?,
            })
        }
    }
}
