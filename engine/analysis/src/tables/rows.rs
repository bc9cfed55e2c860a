//! The rows of each table.

use overread_stats::{NotEstimable, Population};

use super::{Table, TableFile, found, number};
use crate::analysis::comparison::Comparison;
use crate::analysis::measured::MeasuredAgainst;
use crate::analysis::{Analysis, Estimated, Tested};
use crate::study::Study;

/// Every number of the analysis: part, condition, reader, item, figure, then the number.
struct Figures<'s> {
    table: Table,
    study: &'s Study,
}

impl Figures<'_> {
    fn put(
        &mut self,
        [part, figure]: [&str; 2],
        condition: Option<usize>,
        reader: Option<usize>,
        item: &str,
        value: [String; 7],
    ) {
        let condition = condition.and_then(|c| self.study.conditions().get(c));
        let condition = condition.map_or_else(|| "with-less-without".to_owned(), |c| c.word());
        let reader = reader.and_then(|r| self.study.readers().get(r));
        let reader = reader.map_or("all", String::as_str);
        let mut fields = vec![part, &condition, reader, item, figure];
        fields.extend(value.iter().map(String::as_str));
        self.table.row(&fields);
    }

    fn estimate(
        &mut self,
        names: [&str; 2],
        condition: Option<usize>,
        reader: Option<usize>,
        of: &Estimated,
    ) {
        self.put(
            names,
            condition,
            reader,
            "",
            number(None, of.as_ref(), None),
        );
    }
}

fn tested(value: Option<f64>, of: &Result<Tested, NotEstimable>) -> [String; 7] {
    let p = of.as_ref().ok().and_then(|tested| tested.p);
    number(value, of.as_ref().map(|tested| &tested.estimate), p)
}

pub(super) fn figures(study: &Study, analysis: &Analysis) -> TableFile {
    let table = Table::new(&[
        "part",
        "condition",
        "reader",
        "item",
        "figure",
        "value",
        "lower",
        "upper",
        "n",
        "interval",
        "p",
        "reason",
    ]);
    let mut figures = Figures { table, study };
    accuracy(&mut figures, analysis);
    areas(&mut figures, analysis);
    for comparison in &analysis.comparisons {
        compared(&mut figures, comparison);
    }
    reliance(&mut figures, analysis);
    times(&mut figures, analysis);
    for of in &analysis.measurements {
        let condition = match of.against {
            MeasuredAgainst::Truth { condition } => Some(condition),
            MeasuredAgainst::WithoutAi => None,
        };
        let limits = of.limits.as_ref();
        for (figure, limit) in [
            ("bias", limits.map(|of| of.bias)),
            ("lower-limit-of-agreement", limits.map(|of| of.lower)),
            ("upper-limit-of-agreement", limits.map(|of| of.upper)),
        ] {
            let value = match &limit {
                Ok(limit) => number(None, Ok(limit), None),
                Err(reason) => number(None, Err(reason), None),
            };
            figures.put(["measured", figure], condition, None, &of.question, value);
        }
    }
    items(&mut figures, analysis);
    for of in &analysis.agreement {
        let median = match &of.median {
            Ok(value) => number(Some(*value), Err(&NO_INTERVAL), None),
            Err(reason) => number(None, Err(reason), None),
        };
        let names = ["agreement", "median-kappa"];
        figures.put(names, Some(of.condition), None, "", median);
        figures.estimate(
            ["agreement", "icc-2-1"],
            Some(of.condition),
            None,
            &of.ratings,
        );
        for pair in of.pairs.iter().flatten() {
            let [first, second] = pair.readers;
            let with = study.readers().get(second).map_or("", String::as_str);
            let names = ["agreement", "kappa"];
            figures.put(
                names,
                Some(of.condition),
                Some(first),
                with,
                found(&pair.kappa),
            );
        }
    }
    figures.table.into_file("figures.csv")
}

/// For numbers that never have an interval.
const NO_INTERVAL: NotEstimable = NotEstimable::Degenerate {
    reason: "no interval is defined",
};

fn accuracy(figures: &mut Figures<'_>, analysis: &Analysis) {
    for of in &analysis.accuracy {
        let readers = of.readers.iter().map(|r| (Some(r.reader), &r.rates));
        for (reader, rates) in readers.chain([(None, &of.rates)]) {
            for (figure, share) in [
                ("sensitivity", &rates.sensitivity),
                ("specificity", &rates.specificity),
                ("ppv", &rates.positive_predictive_value),
                ("npv", &rates.negative_predictive_value),
            ] {
                figures.estimate(["calls", figure], Some(of.condition), reader, share);
            }
        }
    }
}

fn areas(figures: &mut Figures<'_>, analysis: &Analysis) {
    for of in &analysis.roc {
        let readers = of.readers.iter().map(|r| (Some(r.reader), &r.area));
        for (reader, area) in readers.chain([(None, &of.area)]) {
            figures.put(
                ["ratings", "auc"],
                Some(of.condition),
                reader,
                "",
                found(area),
            );
        }
    }
    let Ok(reading) = &analysis.localisation else {
        return;
    };
    for of in &reading.conditions {
        let readers = of.readers.iter().map(|r| (Some(r.reader), &r.wafroc));
        for (reader, area) in readers.chain([(None, &of.wafroc)]) {
            figures.put(
                ["marks", "wafroc"],
                Some(of.condition),
                reader,
                "",
                found(area),
            );
        }
    }
}

fn compared(figures: &mut Figures<'_>, of: &Comparison) {
    let names = ["difference", of.figure.word()];
    for reader in &of.readers {
        let value = tested(reader.value(), &reader.difference);
        figures.put(names, None, Some(reader.reader), "", value);
    }
    figures.put(
        names,
        None,
        None,
        of.method.word(),
        tested(None, &of.difference),
    );
    for test in &of.populations {
        let population = match test.population {
            Population::ReadersAndCases => "readers-and-cases-random",
            Population::Cases => "cases-random",
            Population::Readers => "readers-random",
        };
        let value = match &test.difference {
            Ok(found) => {
                let n = of.readers.len() as u64;
                number(None, Ok(&found.estimate95(n)), Some(found.p(0.0)))
            }
            Err(reason) => number(None, Err(reason), None),
        };
        figures.put(names, None, None, population, value);
    }
}

fn reliance(figures: &mut Figures<'_>, analysis: &Analysis) {
    let of = &analysis.reliance;
    // Of one reader the only reason, in the words of the measures.
    let none = NotEstimable::Degenerate {
        reason: "no opportunity",
    };
    for reader in &of.readers {
        for (measure, _) in &of.all {
            let share = reader.reliance.share(*measure);
            let value = number(None, share.as_ref().or(Err(&none)), None);
            figures.put(
                ["reliance", measure.word()],
                None,
                Some(reader.reader),
                "",
                value,
            );
        }
    }
    for (measure, share) in &of.all {
        figures.estimate(["reliance", measure.word()], None, None, share);
    }
    figures.estimate(["reliance", "net-change"], None, None, &of.net);
    figures.estimate(
        ["reliance", "technology-dominance"],
        None,
        None,
        &of.dominance,
    );
}

fn times(figures: &mut Figures<'_>, analysis: &Analysis) {
    let of = &analysis.times;
    for reader in &of.readers {
        if let Ok(pair) = analysis.compared {
            for (condition, mean) in pair.into_iter().zip(&reader.means) {
                let value = number(None, mean.as_ref().map(|effect| &effect.estimate), None);
                let names = ["time", "seconds-geometric-mean"];
                figures.put(names, Some(condition), Some(reader.reader), "", value);
            }
        }
        let p = reader.ratio.as_ref().ok().map(|effect| effect.p);
        let value = number(
            None,
            reader.ratio.as_ref().map(|effect| &effect.estimate),
            p,
        );
        figures.put(["time", "ratio"], None, Some(reader.reader), "", value);
    }
    let p = of.ratio.as_ref().ok().map(|effect| effect.p);
    let value = number(None, of.ratio.as_ref().map(|effect| &effect.estimate), p);
    figures.put(["time", "ratio"], None, None, "", value);
}

fn items(figures: &mut Figures<'_>, analysis: &Analysis) {
    for set in &analysis.items {
        for item in &set.items {
            let case = figures.study.cases().get(item.case);
            let case = case.map_or("", |case| &case.id);
            let name = match &item.question {
                Some(question) => format!("{case}/{question}"),
                None => case.to_owned(),
            };
            let share = number(None, item.difficulty.as_ref(), None);
            figures.put(
                ["items", "difficulty"],
                Some(set.condition),
                None,
                &name,
                share,
            );
            let Some(of) = &item.statistics else { continue };
            for (figure, value) in [
                ("item-total", of.item_total),
                ("item-rest", of.item_rest),
                ("upper-less-lower-27", Some(of.upper_lower_27)),
                ("alpha-if-deleted", of.alpha_if_deleted),
            ] {
                let value = number(value, Err(&NO_INTERVAL), None);
                figures.put(["items", figure], Some(set.condition), None, &name, value);
            }
        }
        figures.estimate(["items", "alpha"], Some(set.condition), None, &set.alpha);
        let error = match &set.measurement_error {
            Ok(value) => number(Some(*value), Err(&NO_INTERVAL), None),
            Err(reason) => number(None, Err(reason), None),
        };
        let names = ["items", "standard-error-of-measurement"];
        figures.put(names, Some(set.condition), None, "", error);
    }
}

pub(super) fn roc_points(study: &Study, analysis: &Analysis) -> TableFile {
    let mut table = Table::new(&[
        "condition",
        "reader",
        "threshold",
        "false_positive_rate",
        "sensitivity",
    ]);
    for of in &analysis.roc {
        let condition = study.conditions()[of.condition].word();
        for reader in &of.readers {
            let Ok(curve) = &reader.curve else { continue };
            let name = &study.readers()[reader.reader];
            for (point, [x, y]) in curve.points().iter().zip(curve.rates()) {
                let numbers = [point.threshold, x, y].map(|value| value.to_string());
                let [threshold, x, y] = numbers.each_ref().map(String::as_str);
                table.row(&[&condition, name, threshold, x, y]);
            }
        }
        for [x, y] in of.mean.iter().flatten() {
            table.row(&[&condition, "mean", "", &x.to_string(), &y.to_string()]);
        }
    }
    table.into_file("roc-points.csv")
}

pub(super) fn froc_points(study: &Study, analysis: &Analysis) -> TableFile {
    let mut table = Table::new(&[
        "condition",
        "reader",
        "threshold",
        "non_lesion_marks_a_case",
        "lesions_marked",
    ]);
    for of in analysis.localisation.iter().flat_map(|of| &of.conditions) {
        let condition = study.conditions()[of.condition].word();
        for reader in &of.readers {
            for point in reader.curve.iter().flatten() {
                let numbers = [point.threshold, point.x, point.y].map(|value| value.to_string());
                let [threshold, x, y] = numbers.each_ref().map(String::as_str);
                let name = &study.readers()[reader.reader];
                table.row(&[&condition, name, threshold, x, y]);
            }
        }
        for [x, y] in &of.mean {
            table.row(&[&condition, "mean", "", &x.to_string(), &y.to_string()]);
        }
    }
    table.into_file("froc-points.csv")
}

pub(super) fn measured_pairs(study: &Study, analysis: &Analysis) -> TableFile {
    let mut table = Table::new(&[
        "question",
        "against",
        "condition",
        "reader",
        "case",
        "measured",
        "reference",
    ]);
    for of in &analysis.measurements {
        let (against, condition) = match of.against {
            MeasuredAgainst::Truth { condition } => ("truth", study.conditions()[condition].word()),
            MeasuredAgainst::WithoutAi => ("without-ai", String::new()),
        };
        for pair in &of.pairs {
            table.row(&[
                &of.question,
                against,
                &condition,
                &study.readers()[pair.reader],
                &study.cases()[pair.case].id,
                &pair.measured.to_string(),
                &pair.reference.to_string(),
            ]);
        }
    }
    table.into_file("measured-pairs.csv")
}

pub(super) fn left_out(study: &Study) -> TableFile {
    let mut table = Table::new(&["what", "count"]);
    for (what, n) in study.left_out() {
        table.row(&[what.word(), &n.to_string()]);
    }
    table.into_file("left-out.csv")
}
