//! Answers that can be counted by hand, and tables that are none.

use proptest::prelude::*;

use super::*;

const R: Option<bool> = Some(true);
const W: Option<bool> = Some(false);
const M: Option<bool> = None;

#[test]
fn missing_answers_are_omitted_before_the_last_and_not_reached_behind_it() {
    let responses = Responses::new(&[
        vec![R, M, W, M],
        vec![R, R, R, R],
        vec![M, M, M, M],
        vec![M, W, M, W],
    ])
    .unwrap();
    let of = |right, wrong, omitted, not_reached| ItemAnswers {
        right,
        wrong,
        omitted,
        not_reached,
    };
    assert_eq!(
        responses.answers(),
        [
            of(2, 0, 1, 1),
            of(1, 1, 1, 1),
            of(1, 1, 1, 1),
            of(1, 1, 0, 2)
        ]
    );
    let filled = responses.omitted_as_wrong();
    assert_eq!(filled.takers().next().unwrap(), [R, W, W, M]);
    assert_eq!(filled.takers().nth(2).unwrap(), [M, M, M, M]);
    assert_eq!(filled.takers().nth(3).unwrap(), [W, W, W, W]);
    let all = responses.missing_as_wrong();
    assert_eq!(all.takers().nth(2).unwrap(), [W, W, W, W]);
    assert_eq!(all.numbers().unwrap()[0], [1.0, 0.0, 0.0, 0.0]);
    assert!(matches!(
        responses.numbers(),
        Err(NotEstimable::MissingCell { .. })
    ));
}

#[test]
fn tables_that_are_none_are_refused() {
    let few = |what, found| NotEstimable::TooFew {
        what,
        needed: 1,
        found,
    };
    assert_eq!(Responses::new(&[]), Err(few(Counted::Takers, 0)));
    assert_eq!(Responses::new(&[vec![]]), Err(few(Counted::Items, 0)));
    let ragged = Responses::new(&[vec![R], vec![R, W]]);
    assert!(matches!(
        ragged,
        Err(NotEstimable::Unequal {
            left: 1,
            right: 2,
            ..
        })
    ));
    let twice = Responses::from_cells(2, 2, &[(0, 1, true), (0, 1, false)]);
    assert_eq!(
        twice.unwrap_err().to_string(),
        "not estimable: taker 0, item 1 is given twice"
    );
    let outside = Responses::from_cells(2, 2, &[(0, 1, true), (2, 0, false)]);
    assert!(matches!(
        outside,
        Err(NotEstimable::OutOfDomain { index: 1, .. })
    ));
    for n_takers in [usize::MAX, 50_000_001] {
        let huge = Responses::from_cells(n_takers, 2, &[]);
        assert!(matches!(huge, Err(NotEstimable::Degenerate { .. })));
    }
}

proptest! {
    #[test]
    fn the_order_of_answers_and_the_way_they_are_given_do_not_matter(
        cells in prop::collection::vec(prop::option::of(any::<bool>()), 12),
        turn in 0usize..12,
    ) {
        let rows: Vec<Vec<_>> = cells.chunks(4).map(<[_]>::to_vec).collect();
        let by_rows = Responses::new(&rows).unwrap();
        let mut long: Vec<_> = cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| cell.map(|right| (at / 4, at % 4, right)))
            .collect();
        if !long.is_empty() {
            let turn = turn % long.len();
            long.rotate_left(turn);
        }
        prop_assert_eq!(&Responses::from_cells(3, 4, &long).unwrap(), &by_rows);
        for item in by_rows.answers() {
            prop_assert_eq!(item.right + item.wrong + item.omitted + item.not_reached, 3);
        }
        prop_assert_eq!(by_rows.omitted_as_wrong().missing_as_wrong(), by_rows.missing_as_wrong());
    }
}
