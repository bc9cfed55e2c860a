//! Results stand beside those of the same work, and nothing stands alone.

use super::*;

fn peer(work: &str, program: &str, result: Option<&str>) -> Peer {
    Peer {
        work: work.to_owned(),
        program: program.to_owned(),
        best_ms: 1.0,
        result: result.map(str::to_owned),
    }
}

#[test]
fn results_of_one_work_stand_together() {
    let ours = [("auc", "0.75"), ("2pl", "1.1")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let others = [
        peer("auc", "sklearn 1", Some("0.750")),
        peer("auc", "pROC 1", Some("0.7500")),
        peer("2pl", "girth 1", None),
        peer("other", "x", Some("1")),
    ];
    let lines = table(&ours, &others);
    let words: Vec<Vec<&str>> = lines
        .iter()
        .skip(1)
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(
        words,
        [
            vec!["auc", "overread", "0.75"],
            vec!["sklearn", "1", "0.750"],
            vec!["pROC", "1", "0.7500"],
        ]
    );
    assert!(table(&ours, &others[2..]).is_empty());
}

#[test]
fn benches_that_left_nothing_have_no_results() {
    assert_eq!(ours(Path::new("no/such/folder")).unwrap(), []);
}
