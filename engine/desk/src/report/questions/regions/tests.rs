//! Which codes are the two sides of one region.

use super::*;

#[track_caller]
fn check(codes: &[&str], pairs: &[[&str; 2]], singles: &[&str]) {
    let options: Vec<Offered> = codes
        .iter()
        .map(|code| Offered {
            code: (*code).to_owned(),
            text: (*code).to_owned(),
        })
        .collect();
    let rows = Rows::of(&options);
    let found: Vec<[&str; 2]> = rows
        .pairs
        .iter()
        .map(|pair| pair.map(|option| option.code.as_str()))
        .collect();
    assert_eq!(found, pairs);
    let found: Vec<&str> = rows
        .singles
        .iter()
        .map(|option| option.code.as_str())
        .collect();
    assert_eq!(found, singles);
}

#[test]
fn sides_at_either_end_of_a_code_make_pairs() {
    check(&["l-m1", "r-m1", "r-m2"], &[["r-m1", "l-m1"]], &["r-m2"]);
    check(
        &["upper.right", "upper.left"],
        &[["upper.right", "upper.left"]],
        &[],
    );
    check(&["R M1", "L M1"], &[["R M1", "L M1"]], &[]);
    check(&["lingula", "roof"], &[], &["lingula", "roof"]);
}
