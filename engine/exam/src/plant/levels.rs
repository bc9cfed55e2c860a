//! The order of the levels of scales, to go up and down on them. No rules of any scale.

use overread_base::Category;
use overread_scenario::{Scale, ScaleKind, scale, scales};

/// What is known of the order of a category's scale.
enum Order {
    /// The levels from the lowest to the highest, the category's own among them.
    Levels(Vec<&'static str>),
    /// The scale has no order, or the category is no level of it.
    None,
    /// The scale is not one that comes with the program.
    Unknown,
}

/// The order of a scale that comes with the program, or of another version of it.
///
/// The 0 of reporting systems says that there is no rating yet, and is no level of theirs.
fn order(category: &Category) -> Order {
    let is_version = |scale: &&Scale| {
        let stem = scale.id.rsplit_once('-');
        stem.is_some_and(|(stem, _)| category.scale.starts_with(stem))
    };
    let of_family = || scales().iter().find(is_version);
    let Some(scale) = scale(&category.scale).or_else(of_family) else {
        return Order::Unknown;
    };
    let is_level = |code: &&str| !(*code == "0" && scale.id.contains("-rads"));
    let codes = scale.levels.iter().map(|level| level.code.as_str());
    let levels: Vec<&str> = codes.filter(is_level).collect();
    if scale.kind == ScaleKind::Ordinal && levels.contains(&category.value.as_str()) {
        Order::Levels(levels)
    } else {
        Order::None
    }
}

/// Where a level stands on its scale; of scales that are not known only whole numbers have an order.
pub(super) fn rank(category: &Category) -> Option<usize> {
    match order(category) {
        Order::Levels(levels) => levels.iter().position(|level| *level == category.value),
        Order::None => None,
        Order::Unknown => category.value.parse().ok(),
    }
}

/// The level so many steps higher (lower if negative); `None` beyond the ends, and where no order is known.
pub(super) fn stepped(category: &Category, steps: isize) -> Option<Category> {
    let to = rank(category)?.checked_add_signed(steps)?;
    let value = match order(category) {
        Order::Levels(levels) => (*levels.get(to)?).to_owned(),
        // How far an unknown scale goes nobody knows: one step up from where it is used, and down to 1.
        Order::Unknown if to >= 1 && steps <= 1 => to.to_string(),
        Order::None | Order::Unknown => return None,
    };
    Some(Category {
        scale: category.scale.clone(),
        value,
    })
}

/// The level at that share of a known scale, 0 for the lowest.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a short list"
)]
pub(super) fn at_share(like: &Category, share: f64) -> Category {
    let value = match order(like) {
        Order::Levels(levels) => {
            let last = levels.len().saturating_sub(1) as f64;
            let at = (share.clamp(0.0, 1.0) * last).round() as usize;
            levels.get(at).copied()
        }
        Order::None | Order::Unknown => None,
    };
    Category {
        scale: like.scale.clone(),
        value: value.map_or_else(|| like.value.clone(), str::to_owned),
    }
}

/// The highest level among findings; `None` where one of them has no rank.
pub(super) fn highest(findings: &[overread_base::Finding]) -> Option<&str> {
    let categories = findings
        .iter()
        .filter_map(|finding| finding.category.as_ref());
    categories
        .max_by_key(|category| rank(category))
        .map(|category| category.value.as_str())
}

#[cfg(test)]
mod tests;
