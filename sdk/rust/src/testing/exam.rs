//! Cases in memory, and a rehearsal that plays an exam as the host does, so that plain `cargo test` runs it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::exam::{
    Action, Answer, Casebook, Entry, Event, ExamScenario, Grade, Item, Plan, Stamped,
};
use crate::{
    BoxMark, Failure, Finding, FindingBuilder, Level, OtherData, Param, PointMark, Report,
    ReportBuilder, Shape, Text, Vec3, code,
};

/// Cases, settings, and what the exam logged.
#[derive(Debug, Default)]
pub struct FakeCasebook {
    cases: Vec<(Entry, Option<Report>)>,
    service_reports: BTreeMap<(String, String), Report>,
    settings: BTreeMap<String, String>,
    log: RefCell<Vec<(Level, String)>>,
}

impl FakeCasebook {
    /// A casebook without cases.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a CT case with its tags and facts; `None` for a truth that nobody knows.
    #[must_use]
    pub fn with_case(
        mut self,
        id: &str,
        tags: &[&str],
        facts: &[(&str, &str)],
        truth: Option<Report>,
    ) -> Self {
        let fact = |(name, value): &(&str, &str)| Param {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        let entry = Entry {
            id: id.to_owned(),
            modality: "CT".to_owned(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            facts: facts.iter().map(fact).collect(),
        };
        self.cases.push((entry, truth));
        self
    }

    /// A service said this about a case.
    #[must_use]
    pub fn with_service_report(mut self, case: &str, service: &str, report: Report) -> Self {
        let key = (case.to_owned(), service.to_owned());
        self.service_reports.insert(key, report);
        self
    }

    /// Sets a setting.
    #[must_use]
    pub fn with_setting(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.to_owned(), value.to_owned());
        self
    }

    /// What the exam logged.
    #[must_use]
    pub fn logged(&self) -> Vec<(Level, String)> {
        self.log.borrow().clone()
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.cases.iter().map(|(entry, _)| entry.clone()).collect()
    }

    pub(crate) fn truth(&self, case: &str) -> Option<Report> {
        let found = self.cases.iter().find(|(entry, _)| entry.id == case)?;
        found.1.clone()
    }

    pub(crate) fn service_report(&self, case: &str, service: &str) -> Option<Report> {
        let key = (case.to_owned(), service.to_owned());
        self.service_reports.get(&key).cloned()
    }

    pub(crate) fn setting(&self, name: &str) -> Option<String> {
        self.settings.get(name).cloned()
    }

    pub(crate) fn log(&self, level: Level, message: &str) {
        self.log.borrow_mut().push((level, message.to_owned()));
    }
}

/// A truth of lesions at `[x, y, z]` mm with a radius in mm, named `l0`, `l1`, ...; none for a normal case.
#[must_use]
pub fn truth_at(lesions: &[([f64; 3], f64)]) -> Report {
    let mut report = ReportBuilder::new();
    for (idx, ([x, y, z], radius)) in lesions.iter().enumerate() {
        let corner = |sign: f64| Vec3 {
            x: x + sign * radius,
            y: y + sign * radius,
            z: z + sign * radius,
        };
        let mark = Shape::Cuboid(BoxMark {
            low: corner(-1.0),
            high: corner(1.0),
        });
        report = report.finding(finding(&format!("l{idx}"), mark));
    }
    report.report()
}

/// A reader's answer to an item: point marks at `[x, y, z]` mm and a rating of the case, 0 to 100, after one minute.
#[must_use]
pub fn answer_at(item: &str, marks: &[[f64; 3]], rating: u32) -> Answer {
    let mut report = ReportBuilder::new();
    for (idx, &[x, y, z]) in marks.iter().enumerate() {
        let at = Vec3 { x, y, z };
        let mark = Shape::Point(PointMark { at });
        report = report.finding(finding(&format!("m{}", idx + 1), mark));
    }
    Answer {
        item: item.to_owned(),
        report: report.report(),
        confidence: Some(rating),
        decisions: Vec::new(),
        reading_ms: 60_000,
        ai_visible_ms: 0,
    }
}

fn finding(id: &str, shape: Shape) -> Finding {
    FindingBuilder::new(id, code("SCT", "27925004", "Nodule"))
        .mark(0, shape)
        .done()
}

/// An exam in play: keeps its state and its events as the host does.
#[derive(Debug)]
pub struct Rehearsal<S> {
    exam: S,
    book: Casebook,
    plan: Plan,
    state: Vec<u8>,
    events: Vec<Stamped>,
    now_ms: u64,
    next: Option<String>,
    is_over: bool,
    messages: Vec<Vec<Text>>,
}

impl<S: ExamScenario> Rehearsal<S> {
    /// Makes the plan and begins.
    ///
    /// # Errors
    /// The exam's own, of `make_plan` or of the first steps.
    pub fn begin(book: FakeCasebook, seed: u64) -> Result<Self, Failure> {
        let book = Casebook::of(Rc::new(book));
        let exam = S::default();
        let plan = exam.make_plan(&book, seed)?;
        let field = |item: &Item| Param {
            name: item.id.clone(),
            value: item.case_id.clone(),
        };
        let planned = Event::Other(OtherData {
            kind: "planned".to_owned(),
            fields: plan.items.iter().map(field).collect(),
        });
        let mut rehearsal = Self {
            exam,
            book,
            plan,
            state: Vec::new(),
            events: Vec::new(),
            now_ms: 0,
            next: None,
            is_over: false,
            messages: Vec::new(),
        };
        rehearsal.hear(planned)?;
        rehearsal.hear(Event::Started)?;
        Ok(rehearsal)
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The item that is next: the one that the exam named, else the first of the plan that was not opened; `None` once
    /// the exam is over.
    #[must_use]
    pub fn next(&self) -> Option<&Item> {
        if self.is_over {
            return None;
        }
        let is_opened = |id: &str| {
            let opened = |stamped: &Stamped| matches!(&stamped.event, Event::Opened(o) if o == id);
            self.events.iter().any(opened)
        };
        let mut items = self.plan.items.iter();
        let named =
            items.find(|item| self.next.as_deref() == Some(&item.id) && !is_opened(&item.id));
        named.or_else(|| self.plan.items.iter().find(|item| !is_opened(&item.id)))
    }

    /// Opens the answer's item and signs it with the answer, a minute later.
    ///
    /// # Errors
    /// The exam's own.
    pub fn answer(&mut self, answer: Answer) -> Result<(), Failure> {
        self.hear(Event::Opened(answer.item.clone()))?;
        self.now_ms += answer.reading_ms;
        self.hear(Event::Answered(answer))
    }

    /// Lets the exam hear of any event.
    ///
    /// # Errors
    /// The exam's own.
    pub fn hear(&mut self, event: Event) -> Result<(), Failure> {
        let stamped = Stamped {
            at_ms: self.now_ms,
            event,
        };
        let turn = self.exam.step(&self.book, &self.state, &stamped)?;
        self.events.push(stamped);
        self.state = turn.state;
        for action in turn.actions {
            match action {
                Action::GoTo(item) => self.next = Some(item),
                Action::EndExam => self.is_over = true,
                Action::Message(text) => self.messages.push(text),
                Action::ShowAi(_) | Action::HideAi(_) | Action::Other(_) => {}
            }
        }
        Ok(())
    }

    /// Ends the exam and grades it.
    ///
    /// # Errors
    /// The exam's own.
    pub fn finish(&mut self) -> Result<Grade, Failure> {
        self.hear(Event::Finished)?;
        self.exam.grade(&self.book, &self.plan, &self.events)
    }

    /// What the exam told the reader.
    #[must_use]
    pub fn messages(&self) -> &[Vec<Text>] {
        &self.messages
    }

    /// The events so far.
    #[must_use]
    pub fn events(&self) -> &[Stamped] {
        &self.events
    }

    /// The state that the last step handed on.
    #[must_use]
    pub fn state(&self) -> &[u8] {
        &self.state
    }
}
