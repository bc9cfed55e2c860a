//! `[form]`: how a session's cases are drawn by a blueprint.

use overread_toml_text::{Item, Table};

use crate::cases::{DIFFICULTIES, MAX_CASES};
use crate::exam::tag;
use crate::questions::list;
use crate::read::{each, word};
use crate::told::count;
use crate::{BlueprintCell, Case, FormSpec, cells_met};

/// The most cells of a blueprint.
pub(crate) const MAX_CELLS: usize = 60;

/// The form; its cells can be met by `cases`, where those are known.
pub(crate) fn form(item: &Item<'_, '_>, cases: Option<&[Case]>) -> Option<FormSpec> {
    let table = item.table()?;
    let cells = table.need("cells", |item| {
        let cells = list(item, MAX_CELLS, |table, _| cell(table))?;
        let mut names: Vec<&str> = cells.iter().map(|cell| cell.name.as_str()).collect();
        names.sort_unstable();
        if let Some([name, ..]) = names.windows(2).find(|pair| pair.first() == pair.last()) {
            item.fault(format!("two cells are called {name:?}"));
            return None;
        }
        let Some(cases) = cases else {
            return Some(cells);
        };
        can_be_met(item, &cells, cases).then_some(cells)
    });
    let most_exposures = table.get("most_exposures", |item| item.whole(1..=10_000_u32));
    table.finish();
    Some(FormSpec {
        cells: cells?,
        most_exposures: most_exposures?,
    })
}

fn cell(table: &Table<'_, '_>) -> Option<BlueprintCell> {
    let name = table.need("name", word);
    let tags = table.get_or("tags", Vec::new(), |item| each(item, 1..=16, tag));
    let difficulty = table.get("difficulty", |item| item.one_of(&DIFFICULTIES));
    let most = u32::try_from(MAX_CASES).unwrap_or(u32::MAX);
    let count = table.need("count", |item| item.whole(1..=most));
    Some(BlueprintCell {
        name: name?,
        tags: tags?,
        difficulty: difficulty?,
        count: count?,
    })
}

/// Names each cell that too few cases fit, else says if the cells take cases from each other.
fn can_be_met(item: &Item<'_, '_>, cells: &[BlueprintCell], cases: &[Case]) -> bool {
    let mut is_sound = true;
    for (cell, found) in cells
        .iter()
        .zip(item.array(1..=MAX_CELLS).unwrap_or_default())
    {
        let fitting = cases.iter().filter(|case| cell.takes(case)).count();
        let wanted = usize::try_from(cell.count).unwrap_or(usize::MAX);
        if fitting < wanted {
            found.fault(format!(
                "cell {:?} wants {}, {fitting} of the scenario fit it",
                cell.name,
                count(wanted, "case", "cases")
            ));
            is_sound = false;
        }
    }
    if is_sound {
        let met = cells_met(cells, cases);
        for ((cell, n_met), found) in cells
            .iter()
            .zip(met)
            .zip(item.array(1..=MAX_CELLS).unwrap_or_default())
            .filter(|((cell, n_met), _)| n_met < &cell.count)
        {
            found.fault(format!(
                "a case fills one cell only: cell {:?} wants {}, {n_met} are left for it",
                cell.name,
                count(
                    usize::try_from(cell.count).unwrap_or(usize::MAX),
                    "case",
                    "cases"
                )
            ));
            is_sound = false;
        }
    }
    is_sound
}
