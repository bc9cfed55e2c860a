//! Double marking by hand.

use super::*;

#[track_caller]
fn check(values: &[u8], n_graders: u8, expected: Graded) {
    assert_eq!(graded(values, n_graders, 2), expected);
}

#[test]
fn two_graders_count_by_their_mean_and_a_third_settles_what_lies_apart() {
    check(&[], 2, Graded::Awaited(2));
    check(&[7], 2, Graded::Awaited(1));
    check(&[7, 8], 2, Graded::Share(0.75));
    check(&[4, 6], 2, Graded::Share(0.5));
    check(&[3, 6], 2, Graded::Awaited(1));
    check(&[3, 6, 6], 2, Graded::Share(0.5));
}

#[test]
fn one_grader_is_enough_where_the_question_says_so_and_nobody_gives_more_than_ten() {
    check(&[9], 1, Graded::Share(0.9));
    check(&[200], 1, Graded::Share(1.0));
    check(&[1, 9], 1, Graded::Share(0.5));
    check(&[1], 0, Graded::Share(0.1));
}
