//! The tables hold every figure in full, or the reason why there is none.

use super::tables;
use crate::analysis::analyse;
use crate::analysis::tests::small;
use crate::study::Study;

fn table(name: &str) -> String {
    let mut reads = small();
    for read in &mut reads {
        if read.reader == "reader-2" {
            read.reader = "Dr \"X\", night".to_owned();
        }
    }
    let study = Study::of(reads);
    let files = tables(&study, &analyse(&study));
    let found = files.into_iter().find(|file| file.name == name).unwrap();
    found.text
}

#[test]
fn figures_stand_with_their_interval_or_their_reason() {
    let text = table("figures.csv");
    let header = text.lines().next().unwrap();
    assert_eq!(
        header,
        "part,condition,reader,item,figure,value,lower,upper,n,interval,p,reason"
    );
    let has = |row: &str| assert!(text.lines().any(|line| line.starts_with(row)), "{row}");
    has("ratings,sequential-first,reader-1,,auc,0.75,");
    has("ratings,sequential,reader-1,,auc,1,,,,,,\"not estimable: an area of 0 or 1");
    has("ratings,sequential-first,\"Dr \"\"X\"\", night\",,auc,0.75,");
    has("calls,sequential-first,reader-1,,sensitivity,0.5,");
    has("difference,with-less-without,all,obuchowski-rockette-hillis,auc,0.125,");
    has("time,with-less-without,all,,ratio,,,,,,,\"not estimable: 1 readers needed, 0 found\"");
    assert!(!text.contains("NaN"));
}

#[test]
fn curves_stand_point_by_point() {
    let text = table("roc-points.csv");
    let first: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("sequential-first,reader-1,"))
        .collect();
    // 60 abnormal, 50 normal, 40 abnormal, 20 normal.
    let expected = [
        "sequential-first,reader-1,inf,0,0",
        "sequential-first,reader-1,60,0,0.5",
        "sequential-first,reader-1,50,0.5,0.5",
        "sequential-first,reader-1,40,0.5,1",
        "sequential-first,reader-1,20,1,1",
    ];
    assert_eq!(first, expected);
    assert!(
        text.lines()
            .any(|line| line.starts_with("sequential,mean,,"))
    );
}
