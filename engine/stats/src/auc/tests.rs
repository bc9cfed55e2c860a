//! Areas by hand, and the three markers of pROC's aSAH.

use proptest::prelude::*;

use super::*;
use crate::published::{expected, folder};

#[test]
fn small_areas_by_hand() {
    let area = |abnormal: &[f64], normal: &[f64]| RocReads::new(abnormal, normal).unwrap().area();
    assert_eq!(area(&[2.0, 3.0], &[1.0, 0.0]), 1.0);
    assert_eq!(area(&[1.0], &[1.0]), 0.5);
    // Pairs: 1>0, 1=1 half, 3>0, 3>1.
    assert_eq!(area(&[1.0, 3.0], &[0.0, 1.0]), 3.5 / 4.0);
    assert_eq!(area(&[-0.0], &[0.0]), 0.5);
    assert_eq!(area(&[0.0_f64.next_up()], &[0.0]), 1.0);
}

#[test]
fn what_cannot_be_estimated_is_not() {
    assert!(RocReads::new(&[], &[1.0]).is_err());
    assert!(RocReads::new(&[1.0], &[]).is_err());
    assert_eq!(
        RocReads::new(&[f64::NAN], &[1.0]).unwrap_err().to_string(),
        "not estimable: value 0 of the ratings of abnormal cases is not a finite number"
    );
    let one = RocReads::new(&[2.0], &[1.0, 3.0]).unwrap();
    assert_eq!(
        one.variance().unwrap_err().to_string(),
        "not estimable: 2 abnormal cases needed, 1 found"
    );
    assert!(one.estimate().is_err());
    // An area of 1 has variance 0, and no interval.
    let apart = RocReads::new(&[3.0, 4.0], &[1.0, 2.0]).unwrap();
    assert_eq!(apart.variance(), Ok(0.0));
    assert!(apart.estimate().is_err());
}

/// The markers by outcome: (poor, good).
fn asah() -> Option<[RocReads; 3]> {
    let text = std::fs::read_to_string(folder("proc_asah")?.join("asah_proc.csv")).unwrap();
    let mut marker = [4, 5, 6].map(|_| (Vec::new(), Vec::new()));
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        for (column, (poor, good)) in (4..).zip(&mut marker) {
            let side = if cells[1] == "Poor" { poor } else { good };
            side.push(cells[column].parse().unwrap());
        }
    }
    Some(marker.map(|(poor, good)| RocReads::new(&poor, &good).unwrap()))
}

// pROC 1.18.0, data aSAH, outcome Poor against Good.
#[test]
fn the_markers_of_asah_are_those_of_proc() {
    let (Some([wfns, s100b, ndka]), Some(published)) = (asah(), expected("proc_asah")) else {
        return;
    };
    let check = |found: f64, expected: &serde_json::Value| {
        let expected = expected.as_f64().unwrap();
        assert!(
            (found - expected).abs() < 1e-12,
            "{found} is not {expected}"
        );
    };
    for (reads, name) in [(&wfns, "wfns"), (&s100b, "s100b"), (&ndka, "ndka")] {
        check(reads.area(), &published[name]["auc"]);
        check(reads.variance().unwrap(), &published[name]["var"]);
        let estimate = reads.estimate().unwrap();
        assert!(estimate.lower < estimate.value && estimate.value < estimate.upper);
    }
    check(
        s100b.covariance(&wfns).unwrap(),
        &published["s100b_vs_wfns"]["cov"],
    );
    check(
        s100b.covariance(&ndka).unwrap(),
        &published["s100b_vs_ndka"]["cov"],
    );
}

proptest! {
    #[test]
    fn the_area_is_that_of_all_pairs_and_turns_round_with_the_classes(
        abnormal in prop::collection::vec(0_u8..6, 1..20),
        normal in prop::collection::vec(0_u8..6, 1..20),
    ) {
        let wide = |of: &[u8]| of.iter().map(|x| f64::from(*x)).collect::<Vec<_>>();
        let reads = RocReads::new(&wide(&abnormal), &wide(&normal)).unwrap();
        let mut won_twice = 0_u32;
        for x in &abnormal {
            won_twice += normal.iter().map(|y| u32::from(x > y) + u32::from(x >= y)).sum::<u32>();
        }
        let pairs = abnormal.len() * normal.len();
        prop_assert_eq!(reads.area(), f64::from(won_twice) / (2.0 * pairs as f64));
        let mean = reads.placements_abnormal.iter().sum::<f64>() / abnormal.len() as f64;
        prop_assert!((mean - reads.area()).abs() < 1e-12);
        let turned = RocReads::new(&wide(&normal), &wide(&abnormal)).unwrap();
        prop_assert!((turned.area() + reads.area() - 1.0).abs() < 1e-12);
    }
}
