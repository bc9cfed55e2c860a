//! The order in which people expect names with numbers: `reader-2` before `reader-10`.

use std::cmp::Ordering;

/// Compares names piece by piece, runs of digits by their value; equal so far, by their bytes.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (piece_left, rest_left) = piece(left);
        let (piece_right, rest_right) = piece(right);
        let order = match (number(piece_left), number(piece_right)) {
            (Some(x), Some(y)) => (x.len(), x).cmp(&(y.len(), y)),
            (Some(_), None) | (None, Some(_)) | (None, None) => piece_left.cmp(piece_right),
        };
        if order.is_ne() {
            return order;
        }
        if piece_left.is_empty() {
            return a.cmp(b);
        }
        (left, right) = (rest_left, rest_right);
    }
}

/// The first run of digits or of other letters, and what follows.
fn piece(text: &str) -> (&str, &str) {
    let is_digit = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != is_digit);
    text.split_at(end.unwrap_or(text.len()))
}

/// A run of digits without leading zeros.
fn number(piece: &str) -> Option<&str> {
    piece
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| piece.trim_start_matches('0'))
}
