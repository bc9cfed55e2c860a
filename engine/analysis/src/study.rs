//! A reader study as it was observed: who read which case under which condition, and what was answered. No figures.

mod natural;
pub(crate) mod observed;
pub(crate) mod text;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use overread_exam::{AiTiming, ReadPhase, rules};
use overread_scenario::ReadingMode;

/// Reads of one study that are looked at; more are left out, which the study says.
pub const MOST_READS: usize = 2_000_000;

/// Under what a case was read: the reading mode, and which of its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Condition {
    /// The reading mode.
    pub mode: ReadingMode,
    /// The first answer, as it was locked, or the signed one.
    pub phase: ReadPhase,
}

impl Condition {
    /// Whether an AI result may have been on screen: for a first answer, where the mode shows it from the start.
    #[must_use]
    pub fn is_aided(self) -> bool {
        match self.phase {
            ReadPhase::First => rules(self.mode).timing == AiTiming::FromStart,
            ReadPhase::Final => self.mode != ReadingMode::Unaided,
        }
    }

    /// The word for it in exports, e.g. `sequential-first`.
    #[must_use]
    pub fn word(self) -> String {
        match self.phase {
            ReadPhase::First => format!("{}-first", self.mode.word()),
            ReadPhase::Final => self.mode.word().to_owned(),
        }
    }

    /// Its place among conditions: those without AI first.
    fn rank(self) -> (bool, usize, ReadPhase) {
        let modes = ReadingMode::ALL;
        let place = modes.iter().position(|mode| *mode == self.mode);
        (self.is_aided(), place.unwrap_or(modes.len()), self.phase)
    }
}

/// One answer of a reader to one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The sitting.
    pub session: String,
    /// What was read in it: cases of several scenarios are told apart by it.
    pub scenario: String,
    /// When the sitting began, seconds since 1970: of two reads of a case under one condition the earlier one counts.
    pub started_unix_s: u64,
    /// Who read.
    pub reader: String,
    /// What was read.
    pub case: String,
    /// Under what.
    pub condition: Condition,
    /// Whether the case holds a target lesion; `None` where nobody knows.
    pub truth: Option<bool>,
    /// How suspicious the case is to the reader; higher is more.
    pub rating: Option<f64>,
    /// The reader's call: positive?
    pub call: Option<bool>,
    /// The marks.
    pub marks: Vec<ReadMark>,
    /// Lesions of the truth that no mark hit.
    pub n_missed: usize,
    /// From the first image on screen to the answer, milliseconds.
    pub time_ms: Option<f64>,
    /// Whether an AI result was on screen, and what it called the case, where it read it.
    pub advice: Option<Advice>,
    /// What was answered to questions.
    pub answers: Vec<Answer>,
}

/// One mark of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadMark {
    /// How sure the reader is; higher is more.
    pub rating: f64,
    /// The lesion that it hits; `None` for a mark on no lesion.
    pub lesion: Option<String>,
}

/// An AI result that was on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// What it called the case; `None` where it did not read it.
    pub call: Option<bool>,
}

/// One answer to a question about a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The answer as a number, where it is one: a length in mm, or a number in the question's unit.
    pub number: Option<f64>,
    /// The number's unit in UCUM, e.g. `mm`; `None` where it is not known.
    pub unit: Option<String>,
    /// The right number, where it is known.
    pub key: Option<f64>,
    /// What the answer is worth by the session's rubric, 0 to 1; `None` where it is not scored.
    pub share: Option<f64>,
}

/// What is known of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyCase {
    /// Its id.
    pub id: String,
    /// Whether it holds a target lesion; `None` where nobody knows, or where sessions say different things.
    pub truth: Option<bool>,
    /// Lesions that a mark hit, in the order of their ids, then those that nobody hit.
    pub n_lesions: usize,
    pub(crate) lesions: Vec<String>,
}

/// What was left out of a study, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// A second read of a case by the same reader under the same condition.
    SecondRead,
    /// A case about which sessions say different truths.
    TruthDiffers,
    /// A read of a case of unknown truth, for all figures that need it.
    NoTruth,
    /// A rating, time or answer that is not a finite number.
    NotFinite,
    /// A read beyond the most that are looked at.
    TooMany,
}

impl LeftOut {
    /// The word for it in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::SecondRead => "second-read",
            Self::TruthDiffers => "truth-differs",
            Self::NoTruth => "no-truth",
            Self::NotFinite => "not-finite",
            Self::TooMany => "too-many",
        }
    }
}

/// The place of a read: condition, reader and case, each counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Of [`Study::conditions`].
    pub condition: usize,
    /// Of [`Study::readers`].
    pub reader: usize,
    /// Of [`Study::cases`].
    pub case: usize,
}

/// The reads of a study, at most one a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Study {
    readers: Vec<String>,
    cases: Vec<StudyCase>,
    conditions: Vec<Condition>,
    reads: BTreeMap<Cell, Read>,
    left_out: BTreeMap<LeftOut, usize>,
    n_sessions: usize,
}

impl Study {
    /// Puts reads into their cells. Nothing is refused as a whole: what cannot be used is left out and counted.
    ///
    /// Readers and cases stand in natural order (`reader-2` before `reader-10`), conditions without AI before those with it.
    #[must_use]
    pub fn of(mut reads: Vec<Read>) -> Self {
        let mut left_out = BTreeMap::new();
        let n_over = reads.len().saturating_sub(MOST_READS);
        reads.truncate(MOST_READS);
        count(&mut left_out, LeftOut::TooMany, n_over);
        let n_broken = reads.iter_mut().map(without_broken_numbers).sum();
        count(&mut left_out, LeftOut::NotFinite, n_broken);
        // Stable: reads of one session stay in their order.
        reads.sort_by(|a, b| (a.started_unix_s, &a.session).cmp(&(b.started_unix_s, &b.session)));
        tell_scenarios_apart(&mut reads);
        let sessions: BTreeSet<&str> = reads.iter().map(|read| &*read.session).collect();
        let n_sessions = sessions.len();
        let readers = names(reads.iter().map(|read| &*read.reader));
        let ids = names(reads.iter().map(|read| &*read.case));
        let mut conditions: Vec<Condition> = Vec::new();
        for read in &reads {
            if !conditions.contains(&read.condition) {
                conditions.push(read.condition);
            }
        }
        conditions.sort_by_key(|condition| condition.rank());
        let reader_places = places(&readers);
        let case_places = places(&ids);
        let mut cells: BTreeMap<Cell, Read> = BTreeMap::new();
        let mut n_second = 0;
        for read in reads {
            let place = conditions.iter().position(|known| *known == read.condition);
            let (Some(condition), Some(&reader), Some(&case)) = (
                place,
                reader_places.get(&read.reader),
                case_places.get(&read.case),
            ) else {
                continue;
            };
            let cell = Cell {
                condition,
                reader,
                case,
            };
            match cells.entry(cell) {
                Entry::Vacant(place) => {
                    place.insert(read);
                }
                Entry::Occupied(_) => n_second += 1,
            }
        }
        count(&mut left_out, LeftOut::SecondRead, n_second);
        let cases = cases(ids, &cells, &mut left_out);
        let is_unknown = |cell: &&Cell| cases[cell.case].truth.is_none();
        let n_unknown = cells.keys().filter(is_unknown).count();
        count(&mut left_out, LeftOut::NoTruth, n_unknown);
        Self {
            readers,
            cases,
            conditions,
            reads: cells,
            left_out,
            n_sessions,
        }
    }

    /// The readers, in natural order.
    #[must_use]
    pub fn readers(&self) -> &[String] {
        &self.readers
    }

    /// The cases, in natural order of their ids.
    #[must_use]
    pub fn cases(&self) -> &[StudyCase] {
        &self.cases
    }

    /// The conditions, those without AI first.
    #[must_use]
    pub fn conditions(&self) -> &[Condition] {
        &self.conditions
    }

    /// How many sittings the reads come from.
    #[must_use]
    pub fn n_sessions(&self) -> usize {
        self.n_sessions
    }

    /// What was left out, and how often.
    #[must_use]
    pub fn left_out(&self) -> &BTreeMap<LeftOut, usize> {
        &self.left_out
    }

    /// The read of a cell.
    #[must_use]
    pub fn read(&self, cell: Cell) -> Option<&Read> {
        self.reads.get(&cell)
    }

    /// The reads of a reader under a condition, in the order of the cases.
    pub fn of_reader(
        &self,
        condition: usize,
        reader: usize,
    ) -> impl Iterator<Item = (usize, &Read)> + '_ {
        let at = |case| Cell {
            condition,
            reader,
            case,
        };
        self.reads
            .range(at(0)..=at(usize::MAX))
            .map(|(cell, read)| (cell.case, read))
    }

    /// What a case is; `None` where nobody knows.
    #[must_use]
    pub fn truth(&self, case: usize) -> Option<bool> {
        self.cases.get(case)?.truth
    }
}

/// Puts the scenario before the case where there are several: their cases may have equal ids.
fn tell_scenarios_apart(reads: &mut [Read]) {
    let scenarios: BTreeSet<&str> = reads.iter().map(|read| &*read.scenario).collect();
    if scenarios.len() > 1 {
        for read in reads {
            read.case = format!("{}/{}", read.scenario, read.case);
        }
    }
}

fn count(left_out: &mut BTreeMap<LeftOut, usize>, what: LeftOut, n: usize) {
    if n > 0 {
        *left_out.entry(what).or_insert(0) += n;
    }
}

/// Takes out numbers that are none, and says how many there were.
fn without_broken_numbers(read: &mut Read) -> usize {
    let mut n = 0;
    let mut check = |value: &mut Option<f64>| {
        if value.is_some_and(|value| !value.is_finite()) {
            *value = None;
            n += 1;
        }
    };
    check(&mut read.rating);
    check(&mut read.time_ms);
    for answer in &mut read.answers {
        check(&mut answer.number);
        check(&mut answer.key);
        check(&mut answer.share);
    }
    let n_marks = read.marks.len();
    read.marks.retain(|mark| mark.rating.is_finite());
    n + n_marks - read.marks.len()
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> Vec<String> {
    let unique: BTreeSet<&str> = all.collect();
    let mut names: Vec<String> = unique.into_iter().map(str::to_owned).collect();
    names.sort_by(|a, b| natural::compare(a, b));
    names
}

fn places(names: &[String]) -> BTreeMap<String, usize> {
    names.iter().cloned().zip(0..).collect()
}

fn cases(
    ids: Vec<String>,
    cells: &BTreeMap<Cell, Read>,
    left_out: &mut BTreeMap<LeftOut, usize>,
) -> Vec<StudyCase> {
    let mut truths: Vec<BTreeSet<bool>> = vec![BTreeSet::new(); ids.len()];
    let mut lesions: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); ids.len()];
    let mut most = vec![0; ids.len()];
    for (cell, read) in cells {
        truths[cell.case].extend(read.truth);
        let hit: BTreeSet<&str> = read
            .marks
            .iter()
            .filter_map(|mark| mark.lesion.as_deref())
            .collect();
        most[cell.case] = most[cell.case].max(hit.len().saturating_add(read.n_missed));
        lesions[cell.case].extend(hit);
    }
    let n_differ = truths.iter().filter(|said| said.len() > 1).count();
    count(left_out, LeftOut::TruthDiffers, n_differ);
    let found = ids.into_iter().zip(truths).zip(lesions).zip(most);
    found
        .map(|(((id, truths), lesions), most)| {
            let truth = truths.first().copied().filter(|_| truths.len() == 1);
            StudyCase {
                id,
                truth,
                n_lesions: most.max(lesions.len()),
                lesions: lesions.into_iter().map(str::to_owned).collect(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
