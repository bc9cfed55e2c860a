//! Offset tables that fit and that do not.

use super::*;

fn fragments(lens: &[u64]) -> Vec<Fragment> {
    let mut item = 0;
    lens.iter()
        .map(|&len| {
            let fragment = Fragment {
                item,
                start: 100 + item,
                len,
            };
            item += 8 + len;
            fragment
        })
        .collect()
}

#[track_caller]
fn check(offsets: &[u64], idx: usize, expected: Option<&[u64]>) {
    let all = fragments(&[10, 20, 30, 40]);
    let found = by_offsets(&all, offsets, 2);
    let lens = found.map(|found| {
        let chosen = &all[found[idx].clone()];
        chosen.iter().map(|f| f.len).collect::<Vec<_>>()
    });
    assert_eq!(lens.as_deref(), expected, "{offsets:?}");
}

#[test]
fn frames_of_several_fragments() {
    check(&[0, 46], 0, Some(&[10, 20]));
    check(&[0, 46], 1, Some(&[30, 40]));
    check(&[0, 18], 1, Some(&[20, 30, 40]));
    // A third frame that is stated elsewhere to be missing ends the second.
    check(&[0, 18, 46], 1, Some(&[20]));
}

#[test]
fn tables_that_do_not_fit_are_not_used() {
    check(&[0], 0, None);
    check(&[0, 0], 0, None);
    check(&[0, 47], 0, None);
    check(&[46, 0], 0, None);
    check(&[0, u64::MAX], 1, None);
}
