//! Codes there and back, and every way to mistype one.

use super::*;
use crate::keys::SecretKey;
use crate::order::sign_order;

fn key(first: u8) -> SecretKey {
    SecretKey::from_seed([first; 32])
}

fn supervisors() -> Vec<String> {
    vec![key(2).public().hex(), key(1).public().hex()]
}

fn read(code: &str) -> Result<SignedOrder, OrderError> {
    read_order_code(code, "s1", &supervisors(), 0)
}

#[test]
fn every_order_comes_back_from_its_code() {
    let orders = [
        Order::Start,
        Order::Pause,
        Order::Resume,
        Order::Extend(u64::MAX),
        Order::Seal,
    ];
    for (order, number) in orders.into_iter().zip(1..) {
        let signed = sign_order(&key(1), "s1", number, order);
        let code = order_code(&signed).unwrap();
        assert!(!code.contains('\n') && code.len() < 200, "{code}");
        assert_eq!(read(&code).unwrap(), signed);
        let sloppy = code
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o")
            .replace('1', "l");
        assert_eq!(read(&format!(" {sloppy}\n")).unwrap(), signed);
    }
}

#[test]
fn a_mistyped_letter_is_named_by_its_group() {
    let code = order_code(&sign_order(&key(1), "s1", 1, Order::Start)).unwrap();
    for (at, letter) in code.char_indices().filter(|(_, letter)| *letter != '-') {
        let mut typed = code.clone();
        let other = if letter == 'Z' { "Y" } else { "Z" };
        typed.replace_range(at..=at, other);
        let text = read(&typed).unwrap_err().to_string();
        let group = at / (GROUP + 2) + 1;
        assert!(
            text.contains(&format!("group {group} is mistyped")),
            "{text}"
        );
    }
    let text = read(&code.replacen('-', "-!", 1)).unwrap_err().to_string();
    assert!(text.contains("group 2 holds '!'"), "{text}");
}

#[test]
fn parts_and_codes_of_others_are_refused() {
    let code = order_code(&sign_order(&key(1), "s1", 1, Order::Start)).unwrap();
    for end in 0..code.len() {
        assert!(
            matches!(read(&code[..end]), Err(OrderError::Code(_))),
            "{end}"
        );
    }
    let mut groups: Vec<&str> = code.split('-').collect();
    groups.swap(2, 3);
    assert!(matches!(read(&groups.join("-")), Err(OrderError::Code(_))));
    assert!(matches!(read(&"0".repeat(5000)), Err(OrderError::Code(_))));
    let of = |key: &SecretKey, session: &str| {
        read(&order_code(&sign_order(key, session, 1, Order::Start)).unwrap())
    };
    assert!(matches!(
        of(&key(7), "s1"),
        Err(OrderError::Stranger { .. })
    ));
    assert!(matches!(
        of(&key(1), "s2"),
        Err(OrderError::Signature { .. })
    ));
    let last = read_order_code(&code, "s1", &supervisors(), 1);
    assert!(matches!(last, Err(OrderError::Number { .. })));
}
