//! What stands in the table, and that a figure that is not reached is called missed.

use super::*;

fn measured(id: &str, median_ms: f64) -> Measured {
    Measured {
        id: id.to_owned(),
        median_ms,
        best_ms: median_ms / 2.0,
    }
}

fn peer(work: &str, program: &str, best_ms: f64) -> Peer {
    Peer {
        work: work.to_owned(),
        program: program.to_owned(),
        best_ms,
        result: None,
    }
}

#[track_caller]
fn check(ours: &[Measured], others: &[Peer], expected: &[&str]) {
    let squeeze = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = table(ours, others).iter().skip(1).map(squeeze).collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_figure_is_held_or_missed() {
    check(
        &[measured("g/header scan", 25.0)],
        &[],
        &["header scan 25.0 ms 25.0 ms held 12.5 ms"],
    );
    check(
        &[measured("oblique 512 x 512", 5.1)],
        &[],
        &["oblique 5.0 ms 5.1 ms MISSED 2.5 ms"],
    );
}

#[test]
fn a_figure_may_be_a_share_of_other_work() {
    let ours = [
        measured("plugin/host work/in a job", 11.0),
        measured("plugin/host work/without a plugin", 10.0),
        measured("infer/8 windows of 96 x 96", 3.0),
    ];
    check(
        &ours,
        &[peer("inference, no plugin", "onnxruntime 1", 2.0)],
        &[
            "host work in a job 11.0 ms 11.0 ms held 5.5 ms",
            "inference, no plugin 2.1 ms 3.0 ms MISSED 1.5 ms onnxruntime 1 2.0 ms (1.3)",
            "plugin/host work/without a plugin 10.0 ms 5.0 ms",
        ],
    );
    check(&ours[2..], &[], &["inference, no plugin 3.0 ms 1.5 ms"]);
}

#[test]
fn inference_is_judged_through_a_plugin() {
    let ours = [
        measured("plugin/inference/in a job", 88.0),
        measured("plugin/inference/without a plugin", 80.0),
    ];
    check(
        &ours,
        &[],
        &[
            "inference in a job 84.0 ms 88.0 ms MISSED 44.0 ms",
            "plugin/inference/without a plugin 80.0 ms 40.0 ms",
        ],
    );
}

#[test]
fn each_of_several_is_judged_for_itself() {
    let ours = [
        measured("plugin/cached start of/python", 12.0),
        measured("plugin/cached start of/rust", 0.5),
    ];
    check(
        &ours,
        &[],
        &[
            "start of python 10.0 ms 12.0 ms MISSED 6.0 ms",
            "start of rust 10.0 ms 0.500 ms held 0.250 ms",
        ],
    );
}

#[test]
fn peers_stand_beside_the_same_work() {
    let others = [
        peer("header scan", "pydicom 3", 250.0),
        peer("oblique", "SimpleITK 2", 20.0),
    ];
    check(
        &[measured("g/header scan", 10.0)],
        &others,
        &[
            "header scan 25.0 ms 10.0 ms held 5.0 ms pydicom 3 250 ms (50.0)",
            "oblique SimpleITK 2 20.0 ms",
        ],
    );
}

#[test]
fn a_bench_without_a_figure_is_told_too() {
    check(
        &[measured("decode RLE", 0.25)],
        &[],
        &["decode RLE 0.250 ms 0.125 ms"],
    );
}
