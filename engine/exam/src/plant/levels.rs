//! The order of the levels of known scales, to go up and down on them. No rules of any scale.

use overread_base::Category;

/// Scales by the family that their ids begin with, from the lowest level to the highest.
const SCALES: [(&str, &[&str]); 8] = [
    ("lung-rads", &["1", "2", "3", "4A", "4B", "4X"]),
    ("bi-rads", &["1", "2", "3", "4A", "4B", "4C", "5"]),
    ("co-rads", &["1", "2", "3", "4", "5", "6"]),
    ("ct-0-4", &["0", "1", "2", "3", "4"]),
    ("pi-rads", &["1", "2", "3", "4", "5"]),
    ("ti-rads", &["1", "2", "3", "4", "5"]),
    ("genant", &["0", "1", "2", "3"]),
    ("fazekas", &["0", "1", "2", "3"]),
];

fn levels(category: &Category) -> Option<&'static [&'static str]> {
    let is_of = |family: &str| category.scale.starts_with(family);
    let found = SCALES.into_iter().find(|(family, _)| is_of(family));
    found
        .map(|(_, levels)| levels)
        .filter(|levels| levels.contains(&category.value.as_str()))
}

/// Where a level stands on its scale; of scales that are not known only whole numbers have an order.
pub(super) fn rank(category: &Category) -> Option<usize> {
    match levels(category) {
        Some(levels) => levels.iter().position(|level| *level == category.value),
        None => category.value.parse().ok(),
    }
}

/// The level so many steps higher (lower if negative); `None` beyond the ends, and where no order is known.
pub(super) fn stepped(category: &Category, steps: isize) -> Option<Category> {
    let to = rank(category)?.checked_add_signed(steps)?;
    let value = match levels(category) {
        Some(levels) => (*levels.get(to)?).to_owned(),
        // How far an unknown scale goes nobody knows: one step up from where it is used, and down to 1.
        None if to >= 1 && steps <= 1 => to.to_string(),
        None => return None,
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
    let value = levels(like).and_then(|levels| {
        let last = levels.len().saturating_sub(1) as f64;
        levels.get((share.clamp(0.0, 1.0) * last).round() as usize)
    });
    Category {
        scale: like.scale.clone(),
        value: value.map_or_else(|| like.value.clone(), |level| (*level).to_owned()),
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
