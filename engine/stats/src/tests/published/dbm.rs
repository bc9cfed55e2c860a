//! RJafroc's tables of the analysis of Dorfman, Berbaum and Metz on Van Dyke, by the oracle; the figures and components are
//! those of the analysis that is shipped.

use super::ledger::Ledger;
use super::obuchowski_rockette::{Names, estimates, figures};
use crate::mrmc::tests::dbm::Dbm;
use crate::mrmc::tests::van_dyke::{CaseColumn, van_dyke as ratings};
use crate::{ObuchowskiRockette, Population, StudentEstimate};

pub(super) fn van_dyke(ledger: &mut Ledger) {
    let ratings = ratings("rjafroc_vandyke_DBM", CaseColumn::Crossed).unwrap();
    let table = ratings.areas().unwrap();
    let (dbm, shipped) = (Dbm::of(&table), ObuchowskiRockette::of(&table).unwrap());
    let names = Names::of_van_dyke(&ratings);
    figures(ledger, &shipped, &names);
    analysis_of_variance(ledger, &dbm);
    components(ledger, &dbm, &shipped);
    for (population, at) in [
        (Population::ReadersAndCases, "RRRC"),
        (Population::Cases, "FRRC"),
        (Population::Readers, "RRFC"),
    ] {
        effects(ledger, at, &dbm, population, &names);
    }
    let by_reader = [0, 1, 2, 3, 4].map(|j| dbm.reader_difference(j, 0, 1));
    let at = "FRRC/ciDiffTrtEachRdr";
    estimates(ledger, at, &by_reader);
    tests(ledger, at, &by_reader);
    ledger.texts(&format!("{at}/row"), names.differences_by_reader());
}

fn analysis_of_variance(ledger: &mut Ledger, dbm: &Dbm) {
    let at = "ANOVA/TRCanova";
    let squares = [dbm.t, dbm.r, dbm.c, dbm.tr, dbm.tc, dbm.rc, dbm.trc];
    let degrees = dbm.degrees();
    let sums = squares.iter().zip(degrees).map(|(square, df)| square * df);
    ledger.near_all(&format!("{at}/SS"), sums.chain([dbm.total()]));
    let all = degrees.iter().sum::<f64>();
    ledger.near_all(&format!("{at}/DF"), degrees.into_iter().chain([all]));
    let squares = squares.into_iter().map(Some);
    ledger.near_all(&format!("{at}/MS"), squares.chain([None]));
    let rows = ["T", "R", "C", "TR", "TC", "RC", "TRC", "Total"];
    ledger.texts(&format!("{at}/row"), rows);

    let at = "ANOVA/IndividualTrt";
    let [_, j, k] = dbm.sizes();
    ledger.near_all(
        &format!("{at}/DF"),
        [j - 1.0, k - 1.0, (j - 1.0) * (k - 1.0)],
    );
    for i in 0..2 {
        ledger.near_all(&format!("{at}/trt{i}"), dbm.of_condition(i));
    }
    ledger.texts(&format!("{at}/row"), ["msR", "msC", "msRC"]);

    let at = "ANOVA/IndividualRdr";
    let [i, _, k] = dbm.sizes();
    ledger.near_all(
        &format!("{at}/DF"),
        [i - 1.0, k - 1.0, (i - 1.0) * (k - 1.0)],
    );
    for j in 0..5 {
        ledger.near_all(&format!("{at}/rdr{j}"), dbm.of_reader(j));
    }
    ledger.texts(&format!("{at}/row"), ["msT", "msC", "msTC"]);
}

fn components(ledger: &mut Ledger, dbm: &Dbm, shipped: &ObuchowskiRockette) {
    let of = shipped.components().unwrap();
    let shipped = [
        of.reader,
        of.case,
        of.condition_reader,
        of.condition_case,
        of.reader_case,
        of.error,
    ];
    let at = "ANOVA/VarCom";
    ledger.near_all(&format!("{at}/Estimates"), shipped);
    ledger.near_all(&format!("{at}/Estimates"), dbm.components());
    let rows = ["VarR", "VarC", "VarTR", "VarTC", "VarRC", "VarErr"];
    ledger.texts(&format!("{at}/row"), rows);
}

fn effects(ledger: &mut Ledger, at: &str, dbm: &Dbm, population: Population, names: &Names) {
    let test = dbm.test(population);
    ledger.near_all(&format!("{at}/FTests/DF"), test.degrees);
    ledger.near_all(&format!("{at}/FTests/MS"), [dbm.t, test.error]);
    ledger.near_all(&format!("{at}/FTests/FStat"), [Some(test.f), None]);
    ledger.near_all(&format!("{at}/FTests/p"), [Some(test.p), None]);
    ledger.texts(&format!("{at}/FTests/row"), ["Treatment", "Error"]);

    let difference = dbm.difference(population, 0, 1);
    let [lower, upper] = difference.interval95();
    let at_difference = format!("{at}/ciDiffTrt");
    ledger.near(&format!("{at_difference}/Estimate"), difference.value);
    ledger.near(
        &format!("{at_difference}/StdErr"),
        difference.standard_error,
    );
    ledger.near(
        &format!("{at_difference}/DF"),
        difference.degrees_of_freedom,
    );
    ledger.near(&format!("{at_difference}/t"), difference.statistic(0.0));
    ledger.near(&format!("{at_difference}/PrGTt"), difference.p(0.0));
    ledger.near(&format!("{at_difference}/CILower"), lower);
    ledger.near(&format!("{at_difference}/CIUpper"), upper);
    ledger.text(&format!("{at_difference}/row"), &names.difference());

    let at = format!("{at}/ciAvgRdrEachTrt");
    let means = [0, 1].map(|i| dbm.condition(population, i));
    estimates(ledger, &at, &means);
    ledger.near_all(
        &format!("{at}/DF"),
        means.map(|mean| mean.degrees_of_freedom),
    );
    ledger.texts(&format!("{at}/row"), &names.conditions);
}

fn tests(ledger: &mut Ledger, at: &str, found: &[StudentEstimate]) {
    let degrees = found.iter().map(|of| of.degrees_of_freedom);
    ledger.near_all(&format!("{at}/DF"), degrees);
    ledger.near_all(&format!("{at}/t"), found.iter().map(|of| of.statistic(0.0)));
    ledger.near_all(&format!("{at}/PrGTt"), found.iter().map(|of| of.p(0.0)));
}
