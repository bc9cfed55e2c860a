//! Marks against lesions: the FROC curve and its figures, over the studies whose lesions have a place.

use overread_base::Seed;
use overread_stats::{
    CaseBootstrap, CurvePoint, Estimate, FreeResponse, LocalisationCurve, LocalisationFigure, Mark,
    NotEstimable, Target,
};

use crate::row::Row;

/// The false marks a study at which the curve is read. Source: Setio et al, Med Image Anal 2017;42:1 (LUNA16).
const RATES: [f64; 7] = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0];
/// Draws of the exploratory intervals.
const DRAWS: CaseBootstrap = CaseBootstrap {
    n_draws: 2000,
    seed: Seed(1),
};

/// What marks are worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Localisation {
    /// Studies with known places, or without a target.
    pub n_cases: u64,
    /// Of these, studies with a lesion.
    pub n_abnormal: u64,
    /// Their lesions.
    pub n_lesions: u64,
    /// Studies with a target whose place nobody gave; they are not in these figures.
    pub n_without_place: u64,
    /// Share of lesions with any mark.
    pub lesions_marked: Result<Estimate, NotEstimable>,
    /// Marks on no lesion, a study.
    pub false_marks: Result<Estimate, NotEstimable>,
    /// Area under the weighted AFROC curve.
    pub wafroc: Result<f64, NotEstimable>,
    /// Its interval by a bootstrap over studies: exploratory.
    pub wafroc_interval: Result<Estimate, NotEstimable>,
    /// Mean height of the curve at the rates of [`Self::at_rates`].
    pub cpm: Result<f64, NotEstimable>,
    /// The curve where it is read by custom.
    pub at_rates: Vec<FrocPoint>,
    /// The curve: false marks a study, share of lesions, by falling score.
    pub curve: Vec<CurvePoint>,
}

/// A point of the FROC curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrocPoint {
    /// False marks a study.
    pub rate: f64,
    /// Share of lesions marked there.
    pub lesions: f64,
}

impl Localisation {
    /// Over rows that were read.
    ///
    /// # Errors
    /// Why there is nothing to say, in words.
    pub(crate) fn of(done: &[&Row]) -> Result<Self, String> {
        let rows: Vec<&Row> = done
            .iter()
            .copied()
            .filter(|row| row.is_located())
            .collect();
        let n_lesions: usize = rows.iter().map(|row| row.lesions.len()).sum();
        if n_lesions == 0 {
            return Err("the truth gives no place of a lesion".to_owned());
        }
        let mut marks = rows.iter().flat_map(|row| &row.marks);
        if !marks.any(|mark| mark.is_placed) {
            return Err("the service places no marks in these studies".to_owned());
        }
        let study = study(&rows).map_err(|error| error.to_string())?;
        let reads = study.reads(0, 0).map_err(|error| error.to_string())?;
        let figure = |figure| study.figure(0, 0, figure);
        let at = |rate: &f64| {
            let lesions = figure(LocalisationFigure::LlfAtNlf { rate: *rate }).ok()?;
            Some(FrocPoint {
                rate: *rate,
                lesions,
            })
        };
        let is_without_place =
            |row: &&&Row| row.is_present() == Some(true) && row.lesions.is_empty();
        Ok(Self {
            n_cases: rows.len() as u64,
            n_abnormal: rows.iter().filter(|row| !row.lesions.is_empty()).count() as u64,
            n_lesions: n_lesions as u64,
            n_without_place: done.iter().filter(is_without_place).count() as u64,
            lesions_marked: reads.lesion_localisation(f64::NEG_INFINITY),
            false_marks: reads.non_lesion_localisation(f64::NEG_INFINITY),
            wafroc: figure(LocalisationFigure::Wafroc),
            wafroc_interval: study.bootstrap(0, 0, LocalisationFigure::Wafroc, DRAWS),
            cpm: figure(LocalisationFigure::Cpm),
            at_rates: RATES.iter().filter_map(at).collect(),
            curve: study
                .curve(0, 0, LocalisationCurve::Froc)
                .unwrap_or_default(),
        })
    }
}

/// The marks of one reader, the service, in one condition.
fn study(rows: &[&Row]) -> Result<FreeResponse, NotEstimable> {
    let weights: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| FreeResponse::equal_weights(row.lesions.len()))
        .collect();
    let mut marks = Vec::new();
    for (case, row) in rows.iter().enumerate() {
        let placed = row.marks.iter().filter(|mark| mark.is_placed);
        marks.extend(placed.enumerate().map(|(number, mark)| Mark {
            condition: 0,
            reader: 0,
            case,
            target: mark.lesion.map_or(Target::NonLesion, Target::Lesion),
            number,
            rating: mark.score,
        }));
    }
    FreeResponse::new([1, 1], &weights, &marks)
}
