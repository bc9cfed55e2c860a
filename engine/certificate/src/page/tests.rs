//! What is found in a PDF, and what is not.

use super::{Holder, PageError, attached, document, draw};
use crate::certificate::examples::{NAME, NUMBER, passed};
use crate::check_code::CheckCode;
use crate::proof::sha256_bytes;
use crate::words::Language;

fn code() -> CheckCode {
    CheckCode::of_digest(&[7; 32])
}

fn pdf(json: &str) -> Vec<u8> {
    let holder = Holder {
        name: NAME,
        number: NUMBER,
    };
    draw(&passed(Language::En), holder, json, code()).unwrap()
}

#[test]
fn what_was_attached_is_found() {
    for json in ["{}", "{\"a\":\"ё endstream\"}", "/Type /EmbeddedFile"] {
        assert_eq!(attached(&pdf(json)).unwrap(), json);
    }
    let holder = document::holder(&pdf("/OverreadCandidateName (00)"));
    assert_eq!(holder, Some((NAME.to_owned(), NUMBER.to_owned())));
}

#[test]
fn other_files_hold_nothing() {
    let not_ours = |file: &[u8]| matches!(attached(file), Err(PageError::NotOurs(_)));
    assert!(not_ours(b"%PDF-1.7"));
    assert!(not_ours(&vec![b'a'; 5 * 1024 * 1024]));
    let whole = pdf("{}");
    let at = |wanted: &[u8]| {
        whole
            .windows(wanted.len())
            .position(|it| it == wanted)
            .unwrap()
    };
    assert!(not_ours(&whole[..at(b"/Type /EmbeddedFile") + 25]));
    assert!(not_ours(&whole[..at(b"{}") + 2]));
}

/// Whoever changes what is drawn, or a crate that draws, changes `OverreadPageForm` with it: pages that were issued
/// before can then no longer be compared, and say so.
#[test]
fn the_form_of_the_pages_regression() {
    let pdf = pdf("{}");
    assert!(document::is_of_this_form(&pdf));
    assert_eq!(
        crate::multibase::hex(&sha256_bytes(&pdf)),
        "e1270f428455394a30a6a74770bfdfc9124c6b960b262f3bddfc79ddfb0322ae"
    );
}
