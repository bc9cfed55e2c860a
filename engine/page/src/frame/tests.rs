//! Whatever a text holds, a page runs nothing, loads nothing and keeps its letters in order.

use super::*;
use crate::{note, short, table};

#[test]
fn texts_from_outside_are_letters_and_nothing_else() {
    let hostile = "\"><script>alert('1')</script>\u{202e}\u{200b}\u{7}&";
    let body = [
        note(hostile),
        table(hostile, &[hostile.to_owned()], &[vec![escape(hostile)]]),
    ]
    .concat();
    let page = Frame {
        language: "ru\"",
        title: hostile,
        style: "",
    }
    .page(&body);
    for forbidden in [
        "<script", "\u{202e}", "\u{200b}", "\u{7}", "://", "url(", "@import",
    ] {
        assert!(!page.contains(forbidden), "{forbidden:?}");
    }
    assert_eq!(page.matches("alert(&#39;1&#39;)").count(), 6);
    assert!(page.contains("<html lang=\"ru&quot;\">"));
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn a_long_name_is_cut_before_it_is_escaped() {
    assert_eq!(short("a<bcd", 4), "a&lt;b…");
    assert_eq!(short("a<bc", 4), "a&lt;bc");
}
