//! RJafroc's tables of the analysis of Obuchowski and Rockette, and its power, on Van Dyke.

use super::ledger::Ledger;
use crate::distributions::f_upper_point;
use crate::mrmc::tests::van_dyke::{CaseColumn, van_dyke as ratings};
use crate::{
    FigureCovariance, FigureCovariances, ObuchowskiRockette, PilotStudy, Population,
    ReferenceDistribution, RocRatings, StudentEstimate, StudyAim,
};

/// The names of conditions and readers as RJafroc prints them.
pub(super) struct Names {
    pub(super) conditions: [String; 2],
    pub(super) readers: [String; 5],
}

impl Names {
    /// RJafroc counts Van Dyke's conditions and readers from 0, the file of ratings from 1.
    pub(super) fn of_van_dyke(ratings: &RocRatings) -> Self {
        let less_one = |name: &String| name.parse::<usize>().unwrap() - 1;
        let named = |prefix: &str, names: &[String]| -> Vec<String> {
            let numbers = names.iter().map(less_one);
            numbers.map(|number| format!("{prefix}{number}")).collect()
        };
        Self {
            conditions: named("trt", ratings.conditions()).try_into().unwrap(),
            readers: named("rdr", ratings.readers()).try_into().unwrap(),
        }
    }

    pub(super) fn difference(&self) -> String {
        self.conditions.join("-")
    }

    pub(super) fn differences_by_reader(&self) -> [String; 5] {
        let difference = self.difference();
        let of = |reader: &String| format!("{reader}::{difference}");
        self.readers.each_ref().map(of)
    }
}

pub(super) fn van_dyke(ledger: &mut Ledger) {
    let ratings = ratings("rjafroc_vandyke_OR", CaseColumn::Crossed).unwrap();
    let found = ObuchowskiRockette::of_areas(&ratings).unwrap();
    let names = Names::of_van_dyke(&ratings);
    figures(ledger, &found, &names);
    analysis_of_variance(ledger, "ANOVA/", &found, &names);
    readers_and_cases(ledger, &found, &names);
    fixed_readers(ledger, &found, &names);
    let at = "RRFC";
    let (df, mean_square) = fixed_cases(&found);
    let test = found.test(Population::Readers).unwrap();
    let condition = found.mean_squares().condition.unwrap();
    ledger.near_all(&format!("{at}/FTests/DF"), [1.0, df]);
    ledger.near_all(&format!("{at}/FTests/MS"), [condition, mean_square]);
    ledger.near_all(&format!("{at}/FTests/F"), [Some(test.statistic), None]);
    ledger.near_all(&format!("{at}/FTests/p"), [Some(test.p), None]);
    ledger.texts(&format!("{at}/FTests/row"), ["T", "TR"]);
    difference(ledger, at, &found, Population::Readers, &names);
    conditions(ledger, at, &found, Population::Readers);
    ledger.texts("RRFC/ciAvgRdrEachTrt/row", &names.conditions);
}

pub(super) fn van_dyke_by_delong(ledger: &mut Ledger) {
    let ratings = ratings("rjafroc_vandyke_DeLong_components", CaseColumn::Crossed).unwrap();
    let covariance = FigureCovariance::delong(&ratings).unwrap();
    let found = ObuchowskiRockette::with(&ratings.areas().unwrap(), covariance).unwrap();
    analysis_of_variance(ledger, "", &found, &Names::of_van_dyke(&ratings));
}

// RJafroc's SsPowerGivenJK was given the effect in nine decimals.
pub(super) fn power(ledger: &mut Ledger) {
    let ratings = ratings("rjafroc_power", CaseColumn::Crossed).unwrap();
    let study = ObuchowskiRockette::of_areas(&ratings).unwrap();
    let aim = StudyAim {
        population: Population::ReadersAndCases,
        effect: -0.043_800_322,
        alpha: 0.05,
    };
    let found = PilotStudy::of(&study)
        .unwrap()
        .power(&aim, 10, 165)
        .unwrap();
    let at = "VanDyke_RRRC_J10_K165";
    ledger.near(&format!("{at}/powerRRRC"), found.power);
    ledger.near(&format!("{at}/ncpRRRC"), found.noncentrality);
    ledger.near(&format!("{at}/df2RRRC"), found.degrees_of_freedom);
    let critical = f_upper_point(aim.alpha, 1.0, found.degrees_of_freedom);
    ledger.near(&format!("{at}/fRRRC"), critical);
    // One plan is asked for: its table has one row.
    ledger.text(&format!("{at}/row"), "1");
}

pub(super) fn figures(ledger: &mut Ledger, found: &ObuchowskiRockette, names: &Names) {
    for i in 0..2 {
        let of_readers = (0..5).map(|j| found.reader(i, j).unwrap().value);
        ledger.near_all(&format!("FOMs/foms/{i}"), of_readers);
    }
    let means = [0, 1].map(|i| found.mean(i).unwrap());
    ledger.near_all("FOMs/trtMeans/Estimate", means);
    ledger.texts("FOMs/trtMeans/row", &names.conditions);
    ledger.near("FOMs/trtMeanDiffs/Estimate", means[0] - means[1]);
    ledger.text("FOMs/trtMeanDiffs/row", &names.difference());
}

/// Mean squares, components and covariances, of all readings and of those of each condition and reader.
pub(super) fn analysis_of_variance(
    ledger: &mut Ledger,
    at: &str,
    found: &ObuchowskiRockette,
    names: &Names,
) {
    let [i, j, _] = found.size().map(|n| n as f64);
    let squares = found.mean_squares();
    let squares = [squares.condition, squares.reader, squares.interaction].map(Option::unwrap);
    let degrees = [i - 1.0, j - 1.0, (i - 1.0) * (j - 1.0)];
    let sums = squares.iter().zip(degrees).map(|(square, df)| square * df);
    ledger.near_all(&format!("{at}TRanova/SS"), sums);
    ledger.near_all(&format!("{at}TRanova/DF"), degrees);
    ledger.near_all(&format!("{at}TRanova/MS"), squares);
    ledger.texts(&format!("{at}TRanova/row"), ["T", "R", "TR"]);

    let components = found.components().unwrap();
    let FigureCovariances { variance, .. } = found.covariances();
    let [cov1, cov2, cov3] = crossed(found.covariances());
    let [reader, condition_reader] = [components.reader, components.condition_reader];
    let estimates = [reader, condition_reader, cov1, cov2, cov3, variance];
    ledger.near_all(&format!("{at}VarCom/Estimates"), estimates);
    let [r1, r2, r3] = [cov1, cov2, cov3].map(|covariance| Some(covariance / variance));
    ledger.near_all(&format!("{at}VarCom/Rhos"), [None, None, r1, r2, r3, None]);
    let rows = ["VarR", "VarTR", "Cov1", "Cov2", "Cov3", "Var"];
    ledger.texts(&format!("{at}VarCom/row"), rows);

    let of_condition = [0, 1].map(|i| found.covariances_of_condition(i).unwrap());
    // With cases fixed the variance of a condition's mean is the mean square of its readers over their number.
    let among_readers = [0, 1].map(|i| {
        let mean = found.condition(Population::Readers, i).unwrap();
        j * mean.standard_error * mean.standard_error
    });
    let at_conditions = format!("{at}IndividualTrt");
    ledger.near_all(&format!("{at_conditions}/DF"), [j - 1.0; 2]);
    ledger.near_all(&format!("{at_conditions}/msREachTrt"), among_readers);
    let [variances, covariances] = [
        of_condition.map(|of| of.variance),
        of_condition.map(|of| of.cov2.unwrap()),
    ];
    ledger.near_all(&format!("{at_conditions}/varEachTrt"), variances);
    ledger.near_all(&format!("{at_conditions}/cov2EachTrt"), covariances);
    ledger.texts(&format!("{at_conditions}/row"), &names.conditions);

    let at_readers = format!("{at}IndividualRdr");
    // Between two conditions: half the squared difference.
    let between_conditions = (0..5).map(|j| {
        let [first, second] = [0, 1].map(|i| found.reader(i, j).unwrap().value);
        (first - second) * (first - second) / 2.0
    });
    ledger.near_all(&format!("{at_readers}/DF"), [i - 1.0; 5]);
    ledger.near_all(&format!("{at_readers}/msTEachRdr"), between_conditions);
    covariances_by_reader(ledger, &at_readers, found, names);
}

fn covariances_by_reader(ledger: &mut Ledger, at: &str, found: &ObuchowskiRockette, names: &Names) {
    let of_reader = [0, 1, 2, 3, 4].map(|j| found.covariances_of_reader(j).unwrap());
    let variances = of_reader.map(|of| of.variance);
    ledger.near_all(&format!("{at}/varEachRdr"), variances);
    let covariances = of_reader.map(|of| of.cov1.unwrap());
    ledger.near_all(&format!("{at}/cov1EachRdr"), covariances);
    ledger.texts(&format!("{at}/row"), &names.readers);
}

fn crossed(of: FigureCovariances) -> [f64; 3] {
    [of.cov1, of.cov2, of.cov3].map(Option::unwrap)
}

/// RRRC: readers and cases random.
pub(super) fn readers_and_cases(ledger: &mut Ledger, found: &ObuchowskiRockette, names: &Names) {
    let at = "RRRC";
    let test = found.test(Population::ReadersAndCases).unwrap();
    let ReferenceDistribution::F(df1, df2) = test.reference else {
        panic!("{:?}", test.reference);
    };
    let condition = found.mean_squares().condition.unwrap();
    ledger.near_all(&format!("{at}/FTests/DF"), [df1, df2]);
    ledger.near_all(
        &format!("{at}/FTests/MS"),
        [condition, test.error_mean_square],
    );
    ledger.near_all(&format!("{at}/FTests/FStat"), [Some(test.statistic), None]);
    ledger.near_all(&format!("{at}/FTests/p"), [Some(test.p), None]);
    ledger.texts(&format!("{at}/FTests/row"), ["Treatment", "Error"]);
    difference(ledger, at, found, Population::ReadersAndCases, names);
    conditions(ledger, at, found, Population::ReadersAndCases);
    let covariances = [0, 1].map(|i| found.covariances_of_condition(i).unwrap().cov2.unwrap());
    ledger.near_all(&format!("{at}/ciAvgRdrEachTrt/Cov2"), covariances);
    ledger.texts(&format!("{at}/ciAvgRdrEachTrt/row"), &names.conditions);
}

/// FRRC: readers fixed.
fn fixed_readers(ledger: &mut Ledger, found: &ObuchowskiRockette, names: &Names) {
    let at = "FRRC";
    let test = found.test(Population::Cases).unwrap();
    let ReferenceDistribution::ChiSquared(df) = test.reference else {
        panic!("{:?}", test.reference);
    };
    let condition = found.mean_squares().condition.unwrap();
    ledger.near_all(
        &format!("{at}/FTests/MS"),
        [condition, test.error_mean_square],
    );
    ledger.near_all(&format!("{at}/FTests/Chisq"), [Some(test.statistic), None]);
    ledger.near_all(&format!("{at}/FTests/DF"), [Some(df), None]);
    ledger.near_all(&format!("{at}/FTests/p"), [Some(test.p), None]);
    ledger.texts(&format!("{at}/FTests/row"), ["Treatment", "Error"]);
    difference(ledger, at, found, Population::Cases, names);
    conditions(ledger, at, found, Population::Cases);
    // The prefix is there twice.
    let twice = names.conditions.each_ref().map(|name| format!("trt{name}"));
    ledger.texts(&format!("{at}/ciAvgRdrEachTrt/row"), &twice);

    let by_reader = [0, 1, 2, 3, 4].map(|j| found.reader_difference(j, 0, 1).unwrap());
    let at_readers = format!("{at}/ciDiffTrtEachRdr");
    estimates(ledger, &at_readers, &by_reader);
    ledger.near_all(
        &format!("{at_readers}/z"),
        by_reader.map(|of| of.statistic(0.0)),
    );
    ledger.near_all(
        &format!("{at_readers}/PrGTz"),
        by_reader.map(|of| of.p(0.0)),
    );
    ledger.texts(&format!("{at_readers}/row"), names.differences_by_reader());
    covariances_by_reader(ledger, &format!("{at}/IndividualRdrVarCov1"), found, names);
}

/// The degrees of freedom and the mean square that conditions are held against where cases are fixed.
fn fixed_cases(found: &ObuchowskiRockette) -> (f64, f64) {
    let test = found.test(Population::Readers).unwrap();
    let ReferenceDistribution::F(_, df2) = test.reference else {
        panic!("{:?}", test.reference);
    };
    (df2, test.error_mean_square)
}

fn difference(
    ledger: &mut Ledger,
    at: &str,
    found: &ObuchowskiRockette,
    population: Population,
    names: &Names,
) {
    let found = found.difference(population, 0, 1).unwrap();
    let at = format!("{at}/ciDiffTrt");
    ledger.near(&format!("{at}/Estimate"), found.value);
    ledger.near(&format!("{at}/StdErr"), found.standard_error);
    let [lower, upper] = found.interval95();
    ledger.near(&format!("{at}/CILower"), lower);
    ledger.near(&format!("{at}/CIUpper"), upper);
    let letter = if population == Population::Cases {
        "z"
    } else {
        "t"
    };
    ledger.near(&format!("{at}/{letter}"), found.statistic(0.0));
    ledger.near(&format!("{at}/PrGT{letter}"), found.p(0.0));
    if population == Population::Cases {
        assert!(found.degrees_of_freedom.is_infinite());
    } else {
        ledger.near(&format!("{at}/DF"), found.degrees_of_freedom);
    }
    ledger.text(&format!("{at}/row"), &names.difference());
}

fn conditions(ledger: &mut Ledger, at: &str, found: &ObuchowskiRockette, population: Population) {
    let at = format!("{at}/ciAvgRdrEachTrt");
    let means = [0, 1].map(|i| found.condition(population, i).unwrap());
    estimates(ledger, &at, &means);
    let degrees = if population == Population::Cases {
        // Printed beside intervals that are normal.
        assert!(
            means
                .iter()
                .all(|mean| mean.degrees_of_freedom.is_infinite())
        );
        let [_, _, n_cases] = found.size();
        [n_cases as f64 - 1.0; 2]
    } else {
        means.map(|mean| mean.degrees_of_freedom)
    };
    ledger.near_all(&format!("{at}/DF"), degrees);
}

/// Estimates with standard errors and intervals, column by column.
pub(super) fn estimates(ledger: &mut Ledger, at: &str, found: &[StudentEstimate]) {
    let intervals = || found.iter().map(StudentEstimate::interval95);
    ledger.near_all(&format!("{at}/Estimate"), found.iter().map(|of| of.value));
    let errors = found.iter().map(|of| of.standard_error);
    ledger.near_all(&format!("{at}/StdErr"), errors);
    ledger.near_all(
        &format!("{at}/CILower"),
        intervals().map(|[lower, _]| lower),
    );
    ledger.near_all(
        &format!("{at}/CIUpper"),
        intervals().map(|[_, upper]| upper),
    );
}
