//! The figures to reach, and the table that sets what was measured beside them.

use super::criterion::Measured;
use super::peers::Peer;

/// One figure.
struct Figure {
    /// The kind of work; peers name it too.
    work: &'static str,
    /// The bench that measures it: the end of its id.
    bench: &'static str,
    limit_ms: Option<f64>,
}

const FIGURES: [Figure; 9] = [
    figure("header scan", "/header scan", Some(25.0)),
    figure("series opening", "/scan and volume", Some(80.0)),
    figure("window change", "window change 512 x 512", Some(0.5)),
    figure("axial", "axial 512 x 512", Some(2.0)),
    figure("coronal", "coronal 512 x 512", Some(2.0)),
    figure("sagittal", "sagittal 512 x 512", Some(2.0)),
    figure("oblique", "oblique 512 x 512", Some(5.0)),
    figure("plugin start", "cached start", Some(10.0)),
    figure("plugin call", "call overhead", Some(0.2)),
];

const fn figure(work: &'static str, bench: &'static str, limit_ms: Option<f64>) -> Figure {
    Figure {
        work,
        bench,
        limit_ms,
    }
}

/// The lines of the table: first the figures, then the benches that have none.
pub(crate) fn table(ours: &[Measured], others: &[Peer]) -> Vec<String> {
    let mut lines = vec![row(
        "work",
        "at most",
        "overread",
        "",
        "others (times ours)",
    )];
    let is_of = |measured: &Measured, figure: &Figure| measured.id.ends_with(figure.bench);
    for figure in &FIGURES {
        let Some(measured) = ours.iter().find(|measured| is_of(measured, figure)) else {
            continue;
        };
        let verdict = match figure.limit_ms {
            None => "",
            Some(limit) if measured.median_ms <= limit => "held",
            Some(_) => "MISSED",
        };
        let limit = figure.limit_ms.map(ms).unwrap_or_default();
        let peers = peers_of(figure.work, measured.median_ms, others);
        lines.push(row(
            figure.work,
            &limit,
            &ms(measured.median_ms),
            verdict,
            &peers,
        ));
    }
    for measured in ours {
        if !FIGURES.iter().any(|figure| is_of(measured, figure)) {
            let peers = peers_of(&measured.id, measured.median_ms, others);
            lines.push(row(&measured.id, "", &ms(measured.median_ms), "", &peers));
        }
    }
    let is_told = |work: &str| {
        FIGURES.iter().any(|figure| {
            figure.work == work && ours.iter().any(|measured| is_of(measured, figure))
        }) || ours.iter().any(|measured| measured.id == work)
    };
    for peer in others.iter().filter(|peer| !is_told(&peer.work)) {
        let peer_time = format!("{} {}", peer.program, ms(peer.best_ms));
        lines.push(row(&peer.work, "", "", "", &peer_time));
    }
    lines
}

fn peers_of(work: &str, ours_ms: f64, others: &[Peer]) -> String {
    let told: Vec<String> = others
        .iter()
        .filter(|peer| peer.work == work)
        .map(|peer| {
            let times = peer.best_ms / ours_ms;
            format!("{} {} ({times:.1})", peer.program, ms(peer.best_ms))
        })
        .collect();
    told.join(", ")
}

fn row(work: &str, limit: &str, ours: &str, verdict: &str, others: &str) -> String {
    format!("{work:<44} {limit:>10} {ours:>12} {verdict:<7} {others}")
        .trim_end()
        .to_owned()
}

fn ms(ms: f64) -> String {
    if ms >= 100.0 {
        format!("{ms:.0} ms")
    } else if ms >= 1.0 {
        format!("{ms:.1} ms")
    } else {
        format!("{ms:.3} ms")
    }
}

#[cfg(test)]
mod tests;
