//! Which orders count: signed over this session, by a supervisor, each once.

use super::*;

fn key(first: u8) -> SecretKey {
    SecretKey::from_seed([first; 32])
}

#[track_caller]
fn check(session: &str, signed: &SignedOrder, last_number: u32, expected: &str) {
    let supervisors = [key(1).public().hex(), key(2).public().hex()];
    let found = check_order(session, signed, &supervisors, last_number);
    let text = found.err().map_or_else(String::new, |e| e.to_string());
    if expected.is_empty() {
        assert_eq!(text, "");
    } else {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn the_text_that_is_signed_is_fixed() {
    let text = |order| String::from_utf8(order_text("s-1", 3, order)).unwrap();
    assert_eq!(
        text(Order::Extend(90_000)),
        "overread order 1\nsession s-1\nnumber 3\norder extend 90000\n"
    );
    assert!(text(Order::Seal).ends_with("order seal\n"));
    assert!(
        !order_text("a\nnumber 9", 1, Order::Start).starts_with(b"overread order 1\nsession a\n")
    );
}

#[test]
fn an_order_counts_for_its_session_its_kind_and_its_number_alone() {
    let signed = sign_order(&key(1), "s1", 2, Order::Extend(60_000));
    check("s1", &signed, 1, "");
    check("s2", &signed, 1, "does not hold for session s2");
    check("s1", &signed, 2, "expected a number above 2");
    let changed = |change: &dyn Fn(&mut SignedOrder)| {
        let mut other = signed.clone();
        change(&mut other);
        other
    };
    let refused = "the signature does not hold";
    check(
        "s1",
        &changed(&|o| o.order = Order::Extend(61_000)),
        1,
        refused,
    );
    check("s1", &changed(&|o| o.order = Order::Seal), 1, refused);
    check("s1", &changed(&|o| o.number = 3), 1, refused);
    check(
        "s1",
        &changed(&|o| o.key = key(2).public().hex()),
        1,
        refused,
    );
    check(
        "s1",
        &changed(&|o| o.signature = "00".repeat(64)),
        1,
        refused,
    );
    check(
        "s1",
        &changed(&|o| o.signature = "x".to_owned()),
        1,
        refused,
    );
    check(
        "s1",
        &changed(&|o| o.key = "x".to_owned()),
        1,
        "no sound Ed25519 key",
    );
    check(
        "s1",
        &sign_order(&key(9), "s1", 2, Order::Start),
        1,
        "none of the 2 supervisors",
    );
}
