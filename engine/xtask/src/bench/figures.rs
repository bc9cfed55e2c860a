//! The figures to reach, and the table that sets what was measured beside them.

use super::criterion::Measured;
use super::peers::Peer;

/// What a figure allows.
enum Limit {
    /// Milliseconds.
    Ms(f64),
    /// So many times what another bench of ours takes, by the end of its id.
    TimesBench(f64, &'static str),
    /// So many times what the fastest peer takes for the same work.
    TimesPeer(f64),
}

/// One figure.
struct Figure {
    /// The kind of work; peers name it too.
    work: &'static str,
    /// The bench that measures it: the end of its id; or, with a `/` at its end, the benches below it, each for itself.
    bench: &'static str,
    limit: Limit,
}

const FIGURES: [Figure; 26] = [
    figure("header scan", "/header scan", Limit::Ms(25.0)),
    figure("series opening", "/scan and volume", Limit::Ms(80.0)),
    figure(
        "middle of 500 JPEG 2000",
        "/middle slice after the scan",
        Limit::Ms(100.0),
    ),
    // The codec's own speed on all cores, and what reading and placing its slices may take.
    figure(
        "500 JPEG 2000 slices",
        "/whole volume",
        Limit::TimesBench(1.1, "/codec alone on all cores"),
    ),
    figure("window change", "window change 512 x 512", Limit::Ms(0.5)),
    figure("axial", "axial 512 x 512", Limit::Ms(2.0)),
    figure("coronal", "coronal 512 x 512", Limit::Ms(2.0)),
    figure("sagittal", "sagittal 512 x 512", Limit::Ms(2.0)),
    figure("oblique", "oblique 512 x 512", Limit::Ms(5.0)),
    figure("plugin start", "/cached start", Limit::Ms(10.0)),
    figure("start of", "/cached start of/", Limit::Ms(10.0)),
    figure("plugin call", "/call overhead", Limit::Ms(0.2)),
    // 128 MiB at 2 GB/s.
    figure("8 reads of 16 MiB", "/8 reads of 16 MiB", Limit::Ms(67.1)),
    figure(
        "60 plugins listed",
        "/60 plugins listed and checked",
        Limit::Ms(300.0),
    ),
    figure(
        "10,000 events opened",
        "/10,000 events opened and verified",
        Limit::Ms(100.0),
    ),
    figure(
        "10,000 events verified",
        "/10,000 events verified by code of its own",
        Limit::Ms(100.0),
    ),
    figure("an event durable", "/an event made durable", Limit::Ms(5.0)),
    // One frame at 60 a second.
    figure(
        "latest frame, 8 jobs",
        "latest frame/beside 8 jobs",
        Limit::Ms(16.7),
    ),
    figure(
        "host work in a job",
        "host work/in a job",
        Limit::TimesBench(1.1, "host work/without a plugin"),
    ),
    figure(
        "inference in a job",
        "inference/in a job",
        Limit::TimesBench(1.05, "inference/without a plugin"),
    ),
    figure(
        "inference, no plugin",
        "infer/8 windows of 96 x 96",
        Limit::TimesPeer(1.05),
    ),
    figure("auc 100,000 cases", "/auc 100,000 cases", Limit::Ms(15.0)),
    // N log N from one million to ten: 10 times 7/6.
    figure(
        "auc 10,000,000 cases",
        "/auc 10,000,000 cases",
        Limit::TimesBench(70.0 / 6.0, "/auc 1,000,000 cases"),
    ),
    figure(
        "wafroc or 5 x 4 x 200",
        "/wafroc or 5 x 4 x 200",
        Limit::Ms(20.0),
    ),
    // The size of Van Dyke's study.
    figure("orh 2 x 5 x 114", "/orh 2 x 5 x 114", Limit::Ms(1.0)),
    figure("2pl 60 x 2,000", "/2pl 60 x 2,000", Limit::Ms(300.0)),
];

const fn figure(work: &'static str, bench: &'static str, limit: Limit) -> Figure {
    Figure { work, bench, limit }
}

impl Figure {
    fn is_of(&self, measured: &Measured) -> bool {
        if self.bench.ends_with('/') {
            measured.id.contains(self.bench)
        } else {
            measured.id.ends_with(self.bench)
        }
    }

    fn measured<'m>(&self, ours: &'m [Measured]) -> impl Iterator<Item = &'m Measured> {
        ours.iter().filter(|measured| self.is_of(measured))
    }

    /// Its name in the table; one of several is told by the rest of its id.
    fn name(&self, measured: &Measured) -> String {
        match measured.id.split_once(self.bench) {
            Some((_, rest)) if self.bench.ends_with('/') => format!("{} {rest}", self.work),
            _ => self.work.to_owned(),
        }
    }

    /// The limit in milliseconds; none where what it is compared with was not measured.
    fn limit_ms(&self, ours: &[Measured], others: &[Peer]) -> Option<f64> {
        match self.limit {
            Limit::Ms(ms) => Some(ms),
            Limit::TimesBench(times, bench) => {
                ended_by(ours, bench).map(|measured| times * measured.median_ms)
            }
            Limit::TimesPeer(times) => others
                .iter()
                .filter(|peer| peer.work == self.work)
                .map(|peer| times * peer.best_ms)
                .reduce(f64::min),
        }
    }
}

fn ended_by<'m>(ours: &'m [Measured], end: &str) -> Option<&'m Measured> {
    ours.iter().find(|measured| measured.id.ends_with(end))
}

/// The lines of the table: the figures, then the benches that have none, then work that only peers did.
pub(crate) fn table(ours: &[Measured], others: &[Peer]) -> Vec<String> {
    let mut lines = vec![row([
        "work",
        "at most",
        "median",
        "",
        "best",
        "others, their best (times ours)",
    ])];
    for figure in &FIGURES {
        for measured in figure.measured(ours) {
            let limit_ms = figure.limit_ms(ours, others);
            let verdict = match limit_ms {
                None => "",
                Some(limit) if measured.median_ms <= limit => "held",
                Some(_) => "MISSED",
            };
            let peers = peers_of(figure.work, measured.best_ms, others);
            let limit = limit_ms.map(ms).unwrap_or_default();
            lines.push(row([
                &figure.name(measured),
                &limit,
                &ms(measured.median_ms),
                verdict,
                &ms(measured.best_ms),
                &peers,
            ]));
        }
    }
    for measured in ours {
        if !FIGURES.iter().any(|figure| figure.is_of(measured)) {
            let peers = peers_of(&measured.id, measured.best_ms, others);
            lines.push(row([
                &measured.id,
                "",
                &ms(measured.median_ms),
                "",
                &ms(measured.best_ms),
                &peers,
            ]));
        }
    }
    let is_told = |work: &str| {
        let by_figure =
            |figure: &Figure| figure.work == work && figure.measured(ours).next().is_some();
        FIGURES.iter().any(by_figure) || ours.iter().any(|measured| measured.id == work)
    };
    for peer in others.iter().filter(|peer| !is_told(&peer.work)) {
        let told = format!("{} {}", peer.program, ms(peer.best_ms));
        lines.push(row([&peer.work, "", "", "", "", &told]));
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

fn row([work, limit, median, verdict, best, others]: [&str; 6]) -> String {
    format!("{work:<44} {limit:>9} {median:>9} {verdict:<7} {best:>9} {others}")
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
