//! Drift that was put in is found where it begins, a sound service is left alone, and what is unknown has its reason.

use overread_base::Seed;

use super::*;
use crate::defect::Defect;
use crate::figures::tests::row;

const OPTIONS: MonitorOptions = MonitorOptions {
    sample: 80,
    baseline: 5,
    defect_share: None,
};

/// Rows of a simulated service: defects, scores and times by chance, with what `change` does from a row on.
fn simulated(seed: u64, n: usize, from: usize, change: impl Fn(&mut Row, f64)) -> Vec<Row> {
    let mut rng = Seed(seed).rng();
    let rows = (0..n).map(|idx| {
        let is_present = rng.unit() < 0.4;
        let score = 0.35 * rng.normal() + if is_present { 0.75 } else { 0.25 };
        let mut one = row(&format!("s{idx:05}"), is_present, score.clamp(0.0, 1.0));
        one.seconds = Some(libm::exp(2.0 + 0.3 * rng.normal()));
        let chance = rng.unit();
        if chance < 0.04 {
            one.defects = vec![Defect::Duplicate];
        }
        one.date = Some(format!(
            "2026-{:02}-{:02}",
            1 + idx / 200 % 12,
            1 + idx % 28
        ));
        if idx >= from {
            change(&mut one, chance);
        }
        one
    });
    // Days as drawn are not in order: rows are watched in the order given.
    let mut rows: Vec<Row> = rows.collect();
    for one in &mut rows {
        one.date = None;
    }
    rows
}

fn watched(rows: &[Row]) -> Monitoring {
    Monitoring::of(rows, &Gate::built_in(), OPTIONS)
}

fn drift_of(monitoring: &Monitoring) -> Vec<(&'static str, usize, &'static str)> {
    monitoring
        .drift()
        .map(|(chart, signal)| (chart.name, signal.sample, signal.rule))
        .collect()
}

#[test]
fn a_sound_service_is_rarely_flagged() {
    let mut flagged = 0;
    let mut points = 0;
    for seed in 0..40 {
        let monitoring = watched(&simulated(seed, 80 * 20, usize::MAX, |_, _| {}));
        assert_eq!(monitoring.samples.len(), 20);
        points += 20 * monitoring.charts.len();
        flagged += monitoring.drift().count();
    }
    // The simulation in the text of `Monitoring::of` found 0.28 of a hundred points.
    let rate = flagged as f64 / points as f64;
    assert!(rate < 0.01, "{flagged} of {points}");
    assert!(flagged > 0, "a rule that never errs is no rule");
}

#[test]
fn defects_that_rise_are_found_where_they_rise() {
    for seed in 0..10 {
        let rows = simulated(seed, 80 * 14, 80 * 10, |row, chance| {
            if chance < 0.25 {
                row.defects = vec![Defect::NoResult];
            }
        });
        let found = watched(&rows);
        let first = drift_of(&found)
            .into_iter()
            .filter(|(chart, sample, _)| *chart == "defects" && *sample >= 10)
            .map(|(_, sample, _)| sample)
            .min();
        assert_eq!(first, Some(10), "seed {seed}: {:?}", drift_of(&found));
    }
}

#[test]
fn missed_targets_scores_and_times_have_charts_of_their_own() {
    let names = |rows: &[Row]| {
        let found = watched(rows);
        let mut names: Vec<&str> = drift_of(&found)
            .into_iter()
            .filter(|(_, sample, _)| *sample >= 10)
            .map(|(chart, _, _)| chart)
            .collect();
        names.dedup();
        names
    };
    let lower = simulated(3, 80 * 20, 80 * 10, |row, _| {
        let score = row.probability.unwrap() * 0.5;
        row.probability = Some(score);
        row.is_positive = Some(score >= 0.5);
    });
    let found = names(&lower);
    for chart in ["missed", "positives", "score"] {
        assert!(found.contains(&chart), "{chart}: {found:?}");
    }
    assert!(
        !found.contains(&"false-alarms"),
        "fewer false alarms are no drift: {found:?}"
    );
    let slower = simulated(4, 80 * 20, 80 * 10, |row, _| {
        row.seconds = row.seconds.map(|s| s * 1.3)
    });
    assert!(names(&slower).contains(&"time"), "{:?}", names(&slower));
}

#[test]
fn a_service_that_had_no_defect_is_flagged_when_it_has_some() {
    let mut rows = simulated(5, 80 * 8, usize::MAX, |_, _| {});
    for (idx, one) in rows.iter_mut().enumerate() {
        one.defects = if idx >= 80 * 6 && idx % 8 == 0 {
            vec![Defect::Corrupt]
        } else {
            Vec::new()
        };
    }
    let found = watched(&rows);
    let drift = drift_of(&found);
    assert!(drift.contains(&("defects", 6, "above-limit")), "{drift:?}");
    assert!(
        found.charts[0].centre_from.contains("0 of 400"),
        "{}",
        found.charts[0].centre_from
    );
    // As long as there are none, nothing stands out.
    let before = found.charts[0].signals.iter();
    assert_eq!(before.filter(|signal| signal.sample < 6).count(), 0);
}

#[test]
fn rows_are_put_in_order_by_day_where_all_have_one() {
    let mut rows = vec![
        row("b", true, 0.9),
        row("a", false, 0.1),
        row("c", false, 0.2),
    ];
    for (one, day) in rows
        .iter_mut()
        .zip(["2026-02-01", "2026-01-01", "2026-03-01"])
    {
        one.date = Some(day.to_owned());
    }
    let options = MonitorOptions {
        sample: 2,
        baseline: 1,
        defect_share: Some(0.1),
    };
    let by_day = Monitoring::of(&rows, &Gate::built_in(), options.clone());
    assert_eq!(by_day.ordered_by, OrderedBy::Date);
    let days = by_day.samples[0].days.clone();
    assert_eq!(
        days,
        Some(("2026-01-01".to_owned(), "2026-02-01".to_owned()))
    );
    assert_eq!((by_day.n, by_day.n_waiting), (3, 1));
    rows[1].date = None;
    rows[2].status = Status::NotOpened;
    let given = Monitoring::of(&rows, &Gate::built_in(), options);
    assert_eq!((given.ordered_by, given.n), (OrderedBy::Given, 2));
}

#[test]
fn what_cannot_be_charted_has_its_reason_in_every_form() {
    let found = watched(&simulated(6, 100, usize::MAX, |_, _| {}));
    assert_eq!((found.samples.len(), found.n_waiting), (1, 20));
    let reason = "not estimable: 6 samples needed, 1 found";
    for text in [
        found.text(),
        found.markdown(),
        found.json().to_string(),
        found.html(),
    ] {
        assert!(text.contains(reason), "{text}");
        assert!(!text.contains("NaN"), "{text}");
    }
    assert!(found.pictures().is_empty());
    let nothing = Monitoring::of(&[], &Gate::built_in(), OPTIONS);
    assert!(nothing.text().contains("None is whole."));
    assert_eq!(nothing.drift().count(), 0);
}

#[test]
fn pictures_show_each_point_and_mark_what_stands_out_by_its_form() {
    let rows = simulated(7, 80 * 12, 80 * 10, |row, _| {
        row.defects = vec![Defect::NoResult]
    });
    let mut rows = rows;
    for row in &mut rows[80 * 10..] {
        row.version = "2.0<0".to_owned();
    }
    let mut found = watched(&rows);
    found.samples[0].days = Some(("<b>".to_owned(), "<b>".to_owned()));
    let pictures = found.pictures();
    let (name, picture) = &pictures[0];
    assert_eq!(*name, "defects");
    let (circles, triangles) = (
        picture.matches("<circle class=\"p\"").count(),
        picture.matches("class=\"out\"").count(),
    );
    assert_eq!(circles + triangles, 12);
    assert!(
        triangles >= 2 && picture.contains("above-limit"),
        "{picture}"
    );
    assert!(picture.contains("&lt;b&gt;") && !picture.contains("<b>"));
    assert!(!picture.contains("NaN") && !picture.contains("inf"));
    let page = found.html();
    assert_eq!(page.matches("<svg").count(), pictures.len());
    assert!(
        !page.contains("href") && !page.contains("src="),
        "nothing from elsewhere"
    );
}
