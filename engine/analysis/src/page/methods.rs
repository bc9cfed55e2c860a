//! How each figure was found, with sources, and what the page is not for.

use super::pen::Pen;
use overread_page::escape;

/// Each a text of the page: what was done, and who described it.
const METHODS: [&str; 12] = [
    "methods-conditions",
    "methods-rates",
    "methods-roc",
    "methods-orh",
    "methods-unequal",
    "methods-froc",
    "methods-reliance",
    "methods-time",
    "methods-measured",
    "methods-agreement",
    "methods-items",
    "methods-limits",
];

pub(super) fn body(pen: &Pen<'_>) -> String {
    let items: String = METHODS
        .iter()
        .map(|id| format!("<li>{}</li>", escape(&pen.text(id))))
        .collect();
    format!("<ul class=\"methods\">{items}</ul>")
}
