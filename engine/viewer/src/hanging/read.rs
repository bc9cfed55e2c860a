//! The text form of a hanging protocol: TOML of schema 1, every fault named with its line. The keys stand in README.

use overread_base::{Diagnostics, Laterality};
use overread_image::{Plane, Projection, Slab};
use overread_toml_text::{Item, Table, read_file};

use crate::hanging::{
    Applies, CellRule, Content, Needs, Preference, Protocol, ScreenSide, SeriesRule, Shown, Stage,
};
use crate::words::{MAX_WORD_BYTES, codes, id};
use crate::{Align, Links, Scale, SeriesSpace, VoiChoice};

/// The largest protocol file that is read, in bytes.
pub const MAX_PROTOCOL_BYTES: usize = 64 * 1024;
/// The most stages of a protocol.
const MAX_STAGES: usize = 32;
/// The most rows or columns of a stage.
const MAX_SIDE: u32 = 8;

impl Protocol {
    /// Reads a protocol of at most [`MAX_PROTOCOL_BYTES`].
    ///
    /// Every fault of the text is named at once with line, column and key; the protocol is there exactly if there is
    /// none.
    #[must_use]
    pub fn read(text: &str) -> (Option<Self>, Diagnostics) {
        read_file(text, "a hanging protocol", MAX_PROTOCOL_BYTES, protocol)
    }
}

fn protocol(table: &Table<'_, '_>) -> Option<Protocol> {
    let id = table.need("id", id);
    let modalities = table.get_or("modalities", Vec::new(), codes);
    let body_parts = table.get_or("body_parts", Vec::new(), codes);
    let stages = table.need("stages", |stages| {
        let stages = stages.array(1..=MAX_STAGES)?;
        let read: Vec<Option<Stage>> = stages.iter().map(stage).collect();
        read.into_iter().collect()
    });
    Some(Protocol {
        id: id?,
        applies: Applies {
            modalities: modalities?,
            body_parts: body_parts?,
        },
        stages: stages?,
    })
}

fn stage(item: &Item<'_, '_>) -> Option<Stage> {
    let table = item.table()?;
    let id = table.need("id", id);
    let rows = table.need("rows", |rows| rows.whole(1..=MAX_SIDE));
    let columns = table.need("columns", |columns| columns.whole(1..=MAX_SIDE));
    let links = table.get_or("links", Links::default(), links);
    let needs = [
        ("some", Needs::Some),
        ("all", Needs::All),
        ("prior", Needs::Prior),
    ];
    let needs = table.get_or("needs", Needs::Some, |word| word.one_of(&needs));
    let grid = rows.zip(columns);
    let content = content(&table, grid);
    table.finish();
    let (rows, columns) = grid?;
    Some(Stage {
        id: id?,
        rows,
        columns,
        links: links?,
        needs: needs?,
        content: content?,
    })
}

fn content(table: &Table<'_, '_>, grid: Option<(u32, u32)>) -> Option<Content> {
    type Make = fn(Shown) -> Content;
    let cells = table.item("cells");
    let series = table.get("series", |word| {
        word.one_of(&[
            ("each", Content::EachSeries as Make),
            ("further", Content::FurtherSeries as Make),
        ])
    })?;
    let shown_item = table.item("shown");
    match (cells, series) {
        (Some(cells), None) => {
            if let Some(shown) = shown_item {
                shown.fault("\"shown\" belongs to \"series\"; a cell says itself how it is shown");
                return None;
            }
            cell_rules(&cells, grid).map(Content::Cells)
        }
        (None, Some(make)) => {
            let shown = match shown_item {
                None => Some(as_stored()),
                Some(item) => item.table().and_then(|table| {
                    let read = shown(&table);
                    table.finish();
                    read
                }),
            };
            shown.map(make)
        }
        (Some(cells), Some(_)) => {
            cells.fault("a stage has either \"cells\" or \"series\", found both");
            None
        }
        (None, None) => {
            table.fault("a stage needs \"cells\" or \"series\"");
            None
        }
    }
}

fn cell_rules(item: &Item<'_, '_>, grid: Option<(u32, u32)>) -> Option<Vec<CellRule>> {
    let cells = item.array(1..=(MAX_SIDE * MAX_SIDE) as usize)?;
    let (rows, columns) = grid?;
    let mut is_taken = vec![false; (rows * columns) as usize];
    let mut rules = Vec::new();
    let mut is_sound = true;
    for (number, cell) in (0..).zip(&cells) {
        let rule = cell.table().and_then(|table| {
            let rule = cell_rule(&table, (number / columns, number % columns));
            table.finish();
            rule
        });
        let rule =
            rule.filter(|rule| take_place(cell, rule, (rows, columns), &mut is_taken).is_some());
        is_sound &= rule.is_some();
        rules.extend(rule);
    }
    is_sound.then_some(rules)
}

/// Marks the places that a cell takes; `None` after a noted fault.
fn take_place(
    item: &Item<'_, '_>,
    rule: &CellRule,
    (rows, columns): (u32, u32),
    is_taken: &mut [bool],
) -> Option<()> {
    let (end_row, end_column) = (rule.row + rule.row_span, rule.column + rule.column_span);
    if end_row > rows || end_column > columns {
        item.fault(format!(
            "the cell ends at row {end_row}, column {end_column}, outside {rows} rows and {columns} columns"
        ));
        return None;
    }
    for row in rule.row..end_row {
        for column in rule.column..end_column {
            let place = &mut is_taken[(row * columns + column) as usize];
            if *place {
                item.fault(format!(
                    "row {row}, column {column} is taken by a cell before"
                ));
                return None;
            }
            *place = true;
        }
    }
    Some(())
}

fn cell_rule(table: &Table<'_, '_>, next: (u32, u32)) -> Option<CellRule> {
    let pair = |item: &Item<'_, '_>, least: u32, most: u32| {
        let parts = item.array(2..=2)?;
        let read = |part: &Item<'_, '_>| part.whole(least..=most);
        let (first, second) = (read(parts.first()?), read(parts.last()?));
        first.zip(second)
    };
    let place = table.get_or("place", next, |item| pair(item, 0, MAX_SIDE - 1));
    let span = table.get_or("span", (1, 1), |item| pair(item, 1, MAX_SIDE));
    let wanted = table.get_or("wanted", String::new(), |item| {
        item.plain_text(MAX_WORD_BYTES)
    });
    let series = series_rule(table);
    let shown = shown(table);
    let ((row, column), (row_span, column_span)) = (place?, span?);
    Some(CellRule {
        row,
        column,
        row_span,
        column_span,
        wanted: wanted?,
        series: series?,
        shown: shown?,
    })
}

fn series_rule(table: &Table<'_, '_>) -> Option<SeriesRule> {
    let prior = table.get_or("prior", 0, |prior| prior.whole(0..=9_u32));
    let modalities = table.get_or("modalities", Vec::new(), codes);
    let views = table.get_or("views", Vec::new(), codes);
    let sides = [
        ("right", Laterality::Right),
        ("left", Laterality::Left),
        ("bilateral", Laterality::Bilateral),
        ("midline", Laterality::Midline),
    ];
    let laterality = table.get("side", |side| side.one_of(&sides));
    let spaces = [
        ("patient", SeriesSpace::Patient),
        ("detector", SeriesSpace::Detector),
    ];
    let space = table.get("space", |space| space.one_of(&spaces));
    let prefer = table.get_or("prefer", Vec::new(), preferences);
    Some(SeriesRule {
        prior: prior?,
        modalities: modalities?,
        views: views?,
        laterality: laterality?,
        space: space?,
        prefer: prefer?,
    })
}

fn preferences(item: &Item<'_, '_>) -> Option<Vec<Preference>> {
    const WORDS: [(&str, Preference); 12] = [
        ("presentation", Preference::ForPresentation),
        ("stack", Preference::Stack),
        ("axial", Preference::Acquired(Plane::Axial)),
        ("coronal", Preference::Acquired(Plane::Coronal)),
        ("sagittal", Preference::Acquired(Plane::Sagittal)),
        ("soft-kernel", Preference::SoftKernel),
        ("sharp-kernel", Preference::SharpKernel),
        ("most-slices", Preference::MostSlices),
        ("thin", Preference::Thin),
        ("thick", Preference::Thick),
        ("newest", Preference::Newest),
        ("most-pixels", Preference::MostPixels),
    ];
    let words = item.array(0..=WORDS.len())?;
    let read: Vec<_> = words.iter().map(|word| word.one_of(&WORDS)).collect();
    read.into_iter().collect()
}

/// How images are shown where a stage does not say.
fn as_stored() -> Shown {
    Shown {
        plane: Plane::Acquired,
        voi: VoiChoice::File,
        slab: None,
        is_inverted: false,
        chest_wall: None,
        patient_right: None,
        align: Align::Centre,
        scale: Scale::Fit,
    }
}

fn shown(table: &Table<'_, '_>) -> Option<Shown> {
    let planes = [
        ("acquired", Plane::Acquired),
        ("axial", Plane::Axial),
        ("coronal", Plane::Coronal),
        ("sagittal", Plane::Sagittal),
    ];
    let plane = table.get_or("plane", Plane::Acquired, |plane| plane.one_of(&planes));
    let voi = table.get_or("voi", VoiChoice::File, |voi| {
        let preset = id(voi)?;
        Some(if preset == "file" {
            VoiChoice::File
        } else {
            VoiChoice::Preset(preset)
        })
    });
    let slab = table.get("slab", slab);
    let is_inverted = table.get_or("inverted", false, Item::boolean);
    let sides = [("left", ScreenSide::Left), ("right", ScreenSide::Right)];
    let chest_wall = table.get("chest_wall", |side| side.one_of(&sides));
    let patient_right = table.get("patient_right", |side| side.one_of(&sides));
    let aligns = [
        ("centre", Align::Centre),
        ("left", Align::Left),
        ("right", Align::Right),
    ];
    let align = table.get_or("align", Align::Centre, |align| align.one_of(&aligns));
    let scales = [("fit", Scale::Fit), ("same-mm", Scale::SameMm)];
    let scale = table.get_or("scale", Scale::Fit, |scale| scale.one_of(&scales));
    Some(Shown {
        plane: plane?,
        voi: voi?,
        slab: slab?,
        is_inverted: is_inverted?,
        chest_wall: chest_wall?,
        patient_right: patient_right?,
        align: align?,
        scale: scale?,
    })
}

fn slab(item: &Item<'_, '_>) -> Option<Slab> {
    let table = item.table()?;
    let projections = [
        ("maximum", Projection::Maximum),
        ("minimum", Projection::Minimum),
        ("average", Projection::Average),
    ];
    let projection = table.need("projection", |word| word.one_of(&projections));
    let thickness_mm = table.need("thickness_mm", |mm| mm.number(0.1..=1000.0, "mm"));
    table.finish();
    Some(Slab {
        projection: projection?,
        thickness_mm: thickness_mm?,
    })
}

fn links(item: &Item<'_, '_>) -> Option<Links> {
    #[derive(Clone, Copy)]
    enum Link {
        Scroll,
        Window,
        Zoom,
    }
    let words = [
        ("scroll", Link::Scroll),
        ("window", Link::Window),
        ("zoom", Link::Zoom),
    ];
    let mut links = Links::default();
    let mut is_sound = true;
    for word in item.array(0..=words.len())? {
        match word.one_of(&words) {
            Some(Link::Scroll) => links.scroll = true,
            Some(Link::Window) => links.window = true,
            Some(Link::Zoom) => links.zoom = true,
            None => is_sound = false,
        }
    }
    is_sound.then_some(links)
}

#[cfg(test)]
mod tests;
