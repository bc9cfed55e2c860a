//! The text form of a region grid: TOML of schema 1, every fault named with its line. The keys stand in README.

use overread_base::{Code, Diagnostics, Laterality};
use overread_toml_text::{Item, Table, read_file};

use crate::Applies;
use crate::region::{GridAxis, GridLevel, GridRegion, GridStatus, Landmark, RegionGrid};
use crate::words::{codes, id};

/// The largest grid file that is read, in bytes.
pub const MAX_GRID_BYTES: usize = 256 * 1024;
const MAX_LEVELS: usize = 16;
const MAX_LANDMARKS: usize = 16;
const MAX_REGIONS: usize = 64;
const MAX_POINTS: usize = 128;
/// The longest label or code, in bytes.
const MAX_LABEL_BYTES: usize = 32;

impl RegionGrid {
    /// Reads a grid of at most [`MAX_GRID_BYTES`].
    ///
    /// Every fault of the text is named at once with line, column and key; the grid is there exactly if there is none.
    #[must_use]
    pub fn read(text: &str) -> (Option<Self>, Diagnostics) {
        read_file(text, "a region grid", MAX_GRID_BYTES, grid)
    }
}

fn grid(table: &Table<'_, '_>) -> Option<RegionGrid> {
    let id = table.need("id", id);
    let modalities = table.get_or("modalities", Vec::new(), codes);
    let body_parts = table.get_or("body_parts", Vec::new(), codes);
    let statuses = [
        ("unverified", GridStatus::Unverified),
        ("verified", GridStatus::Verified),
    ];
    let status = table.need("status", |status| status.one_of(&statuses));
    let full_score = table.get("full_score", |score| score.whole(1..=1000_u32));
    let levels = table.need("levels", |levels| each(levels, 1, MAX_LEVELS, level));
    Some(RegionGrid {
        id: id?,
        applies: Applies {
            modalities: modalities?,
            body_parts: body_parts?,
        },
        status: status?,
        full_score: full_score?,
        levels: levels?,
    })
}

fn each<T>(
    item: &Item<'_, '_>,
    least: usize,
    most: usize,
    read: impl Fn(&Table<'_, '_>) -> Option<T>,
) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = item
        .array(least..=most)?
        .iter()
        .map(|element| {
            let table = element.table()?;
            let value = read(&table);
            table.finish();
            value
        })
        .collect();
    read.into_iter().collect()
}

fn level(table: &Table<'_, '_>) -> Option<GridLevel> {
    let id = table.need("id", id);
    let views = table.get_or("views", Vec::new(), codes);
    let axes = table.need("axes", |axes| {
        let words = [
            ("left", GridAxis::Left),
            ("back", GridAxis::Back),
            ("front", GridAxis::Front),
            ("feet", GridAxis::Feet),
            ("middle", GridAxis::Middle),
        ];
        let axes = axes.array(2..=2)?;
        let [first, second] = axes.as_slice() else {
            return None;
        };
        let (first, second) = (first.one_of(&words), second.one_of(&words));
        Some([first?, second?])
    });
    let landmarks = table.need("landmarks", |item| {
        let landmarks = each(item, 3, MAX_LANDMARKS, landmark)?;
        if are_on_a_line(&landmarks) {
            item.fault("landmarks must not lie on one line");
            return None;
        }
        Some(landmarks)
    });
    // The regions of the right side; the left side has the same, mirrored.
    let is_mirrored = table.get_or("mirrored", false, Item::boolean);
    let regions = table.need("regions", |item| {
        let regions = each(item, 1, MAX_REGIONS, region)?;
        for (n, region) in regions.iter().enumerate() {
            let is_same = |other: &GridRegion| other.id == region.id && other.side == region.side;
            if regions[..n].iter().any(is_same) {
                item.fault(format!(
                    "region {:?} stands here for the second time",
                    region.id
                ));
                return None;
            }
        }
        Some(regions)
    });
    let (mut regions, is_mirrored) = (regions?, is_mirrored?);
    if is_mirrored {
        let left: Vec<GridRegion> = regions.iter().map(mirrored).collect();
        regions
            .iter_mut()
            .for_each(|region| region.side = Some(Laterality::Right));
        regions.extend(left);
    }
    Some(GridLevel {
        id: id?,
        views: views?,
        axes: axes?,
        landmarks: landmarks?,
        regions,
    })
}

fn mirrored(region: &GridRegion) -> GridRegion {
    GridRegion {
        side: Some(Laterality::Left),
        outline: region.outline.iter().map(|[u, v]| [1.0 - u, *v]).collect(),
        ..region.clone()
    }
}

fn are_on_a_line(landmarks: &[Landmark]) -> bool {
    let Some(Landmark { at: [u, v], .. }) = landmarks.first() else {
        return true;
    };
    let ways: Vec<[f64; 2]> = landmarks
        .iter()
        .map(|landmark| [landmark.at[0] - u, landmark.at[1] - v])
        .collect();
    ways.iter().all(|a| {
        ways.iter()
            .all(|b| (a[0] * b[1] - a[1] * b[0]).abs() < 1e-6)
    })
}

fn landmark(table: &Table<'_, '_>) -> Option<Landmark> {
    let id = table.need("id", id);
    let at = table.need("at", point);
    Some(Landmark { id: id?, at: at? })
}

fn region(table: &Table<'_, '_>) -> Option<GridRegion> {
    let id = table.need("id", label);
    let sides = [("right", Laterality::Right), ("left", Laterality::Left)];
    let side = table.get("side", |side| side.one_of(&sides));
    let outline = table.need("outline", |outline| {
        let points: Vec<Option<[f64; 2]>> =
            outline.array(3..=MAX_POINTS)?.iter().map(point).collect();
        points.into_iter().collect()
    });
    let code = table.get("code", code);
    Some(GridRegion {
        id: id?,
        side: side?,
        outline: outline?,
        code: code?,
    })
}

fn code(item: &Item<'_, '_>) -> Option<Code> {
    let table = item.table()?;
    let part = |key| table.need(key, |item| item.plain_text(MAX_LABEL_BYTES * 4));
    let (value, scheme, meaning) = (part("value"), part("scheme"), part("meaning"));
    table.finish();
    Some(Code {
        value: value?,
        scheme: scheme?,
        meaning: meaning?,
    })
}

/// A point of the square; a little outside is allowed.
fn point(item: &Item<'_, '_>) -> Option<[f64; 2]> {
    let parts = item.array(2..=2)?;
    let [first, second] = parts.as_slice() else {
        return None;
    };
    let (first, second) = (first.number(-1.0..=2.0, ""), second.number(-1.0..=2.0, ""));
    Some([first?, second?])
}

/// A short label of letters, digits and `-`.
fn label(item: &Item<'_, '_>) -> Option<String> {
    item.parsed(|text| {
        let is_label = |c: char| c.is_alphanumeric() || c == '-';
        if !text.is_empty() && text.len() <= MAX_LABEL_BYTES && text.chars().all(is_label) {
            return Ok(text.to_owned());
        }
        Err(format!(
            "expected 1 to {MAX_LABEL_BYTES} bytes of letters, digits and '-', found {text:?}"
        ))
    })
}

#[cfg(test)]
mod tests;
