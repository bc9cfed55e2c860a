//! What the payloads of a journal say, read as plain JSON: the plan's words, and the events that a seal rests on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::journal::{Leaf, Leaves};
use crate::manifest::ServiceFact;
use crate::order::{Order, SignedOrder};

/// The facts of the reader's answer: none of them may stand after the end.
const ANSWERS: [&str; 8] = [
    "mark-set",
    "mark-deleted",
    "rated",
    "answered",
    "verdict-given",
    "report-edited",
    "signed",
    "first-read-locked",
];

/// The first record of a journal.
#[derive(Debug)]
pub(crate) struct Header {
    /// The whole plan.
    plan: Value,
    /// When the session began.
    pub(crate) started_unix_s: u64,
}

impl Header {
    pub(crate) fn of(payload: &[u8]) -> Result<Self, String> {
        let json: Value = serde_json::from_slice(payload).map_err(|error| error.to_string())?;
        if text(&json, "kind") != Some("overread-journal") {
            return Err("it is no header of a journal".to_owned());
        }
        if json.get("schema").and_then(Value::as_u64) != Some(1) {
            return Err("it is of another version than 1".to_owned());
        }
        let started_unix_s = json.get("started_unix_s").and_then(Value::as_u64);
        let plan = json.get("plan").filter(|plan| plan.is_object());
        Ok(Self {
            plan: plan.ok_or("it has no plan")?.clone(),
            started_unix_s: started_unix_s.ok_or("it has no time of the start")?,
        })
    }

    /// A text of the plan; empty where there is none.
    pub(crate) fn text(&self, field: &str) -> String {
        text(&self.plan, field).unwrap_or_default().to_owned()
    }

    pub(crate) fn is_developer_mode(&self) -> bool {
        self.plan.get("developer_mode") == Some(&Value::Bool(true))
    }

    pub(crate) fn cases(&self) -> Vec<String> {
        texts(self.plan.get("cases"))
    }

    pub(crate) fn ai_plan_sha256(&self) -> Option<String> {
        let design = self.plan.get("design")?;
        text(design, "ai_plan_sha256").map(str::to_owned)
    }

    /// A part of the examination for a certificate.
    pub(crate) fn certification(&self, field: &str) -> Option<&Value> {
        self.plan.get("design")?.get("certification")?.get(field)
    }

    pub(crate) fn supervisors(&self) -> Vec<String> {
        texts(self.certification("supervisors"))
    }

    pub(crate) fn needs_signed_start(&self) -> bool {
        self.certification("needs_signed_start") == Some(&Value::Bool(true))
    }

    /// The services that may answer: the plan's own and those of recorded results, each once.
    pub(crate) fn services(&self) -> Vec<ServiceFact> {
        let own = self.plan.get("service").and_then(ServiceFact::of);
        let mut services: Vec<ServiceFact> = own.into_iter().collect();
        for (_, service) in self.recorded() {
            if !services.contains(&service) {
                services.push(service);
            }
        }
        services
    }

    /// Whose word the result of a case is.
    pub(crate) fn service_of(&self, case: &str) -> Option<ServiceFact> {
        let recorded = self.recorded().into_iter().find(|(of, _)| of == case);
        recorded
            .map(|(_, service)| service)
            .or_else(|| self.plan.get("service").and_then(ServiceFact::of))
    }

    pub(crate) fn exam_plugin(&self) -> Option<ServiceFact> {
        ServiceFact::of(self.plan.get("exam")?.get("plugin")?)
    }

    fn recorded(&self) -> Vec<(String, ServiceFact)> {
        let all = self.plan.get("recorded").and_then(Value::as_array);
        let one = |recorded: &Value| {
            let case = text(recorded, "case")?.to_owned();
            Some((case, ServiceFact::of(recorded.get("service")?)?))
        };
        all.into_iter().flatten().filter_map(one).collect()
    }
}

/// An AI result that a case got.
#[derive(Debug)]
pub(crate) struct ResultFact {
    pub(crate) record: u64,
    pub(crate) case: String,
    pub(crate) service: Option<ServiceFact>,
}

/// An order as it stands in the journal.
#[derive(Debug)]
pub(crate) struct OrderFact {
    pub(crate) record: u64,
    /// `None` if it has not the form of an order.
    pub(crate) signed: Option<SignedOrder>,
}

/// What the events say that a seal rests on.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Payloads that are no events, with their records.
    pub(crate) not_events: Vec<(u64, String)>,
    pub(crate) results: Vec<ResultFact>,
    /// Cases whose service was shown with another version on purpose.
    pub(crate) version_changed: BTreeSet<String>,
    pub(crate) orders: Vec<OrderFact>,
    /// The first record in which a case was opened.
    pub(crate) first_opened: Option<u64>,
    /// The record of the end, and its word.
    pub(crate) ended: Option<(u64, String)>,
    /// Records after the end that change an answer.
    pub(crate) answers_after_end: Vec<u64>,
    /// What concerns time.
    pub(crate) clock: Vec<String>,
    /// What went wrong around the session.
    pub(crate) incidents: Vec<String>,
    /// The records of each case.
    pub(crate) of_case: BTreeMap<String, Vec<u64>>,
    last_ms: u64,
}

impl Facts {
    /// Reads all events, the records behind the header.
    pub(crate) fn of(leaves: &Leaves<'_>) -> Self {
        let mut facts = Self::default();
        for leaf in leaves.leaves.iter().skip(1) {
            facts.take(leaf);
        }
        facts
    }

    fn take(&mut self, leaf: &Leaf<'_>) {
        let event: Value = match serde_json::from_slice(leaf.payload) {
            Ok(event) => event,
            Err(error) => return self.not_events.push((leaf.number, error.to_string())),
        };
        let kind = text(&event, "event");
        let (Some(at_ms), Some(kind)) = (event.get("at_ms").and_then(Value::as_u64), kind) else {
            let what = "expected `at_ms` and `event`".to_owned();
            return self.not_events.push((leaf.number, what));
        };
        if at_ms < self.last_ms {
            self.clock.push(format!(
                "record {}: the session's clock goes back from {} to {at_ms} ms",
                leaf.number, self.last_ms
            ));
        }
        self.last_ms = at_ms;
        match kind {
            "case" => self.take_case(leaf.number, &event),
            "proctor" => self.take_proctor(leaf.number, at_ms, &event),
            "ended" => {
                let end = text(&event, "end").unwrap_or_default().to_owned();
                self.ended = Some((leaf.number, end));
            }
            "recovered" => {
                let lost = event.get("lost_bytes").and_then(Value::as_u64);
                self.incidents.push(format!(
                    "record {}: {} bytes of a torn record were cut off; they had never been called saved",
                    leaf.number,
                    lost.unwrap_or_default()
                ));
            }
            _ => {}
        }
    }

    fn take_case(&mut self, record: u64, event: &Value) {
        let case = text(event, "case").unwrap_or_default().to_owned();
        self.of_case.entry(case.clone()).or_default().push(record);
        let Some((fact, value)) = event.get("fact").and_then(tagged) else {
            let what = "expected a fact of the case".to_owned();
            return self.not_events.push((record, what));
        };
        if self.ended.is_some() && ANSWERS.contains(&fact) {
            self.answers_after_end.push(record);
        }
        match fact {
            "opened" => {
                self.first_opened.get_or_insert(record);
            }
            "ai-received" => {
                let result = value.and_then(|value| value.get("result"));
                let service = result.and_then(|result| result.get("service"));
                self.results.push(ResultFact {
                    record,
                    case,
                    service: service.and_then(ServiceFact::of),
                });
            }
            "ai-planted" => {
                let planted = value.and_then(|value| value.get("record"));
                let kind = planted.and_then(|record| text(record, "kind"));
                if kind == Some("version.silent-change") {
                    self.version_changed.insert(case);
                }
            }
            "images-failed" => {
                let reason = value.and_then(|value| text(value, "reason"));
                self.incidents.push(format!(
                    "record {record}: the images of case {case} could not be opened: {}",
                    shown(reason.unwrap_or_default())
                ));
            }
            _ => {}
        }
    }

    fn take_proctor(&mut self, record: u64, at_ms: u64, event: &Value) {
        let Some((fact, value)) = event.get("fact").and_then(tagged) else {
            let what = "expected a fact around the session".to_owned();
            return self.not_events.push((record, what));
        };
        let at_s = at_ms / 1000;
        match fact {
            "ordered" => self.orders.push(OrderFact {
                record,
                signed: value.and_then(order_of),
            }),
            "focus-lost" => self.incidents.push(format!(
                "record {record}: the window lost the focus at {at_s} s"
            )),
            "incident" => {
                let told = value.and_then(|value| text(value, "text"));
                self.incidents.push(format!(
                    "record {record}: incident at {at_s} s: {}",
                    shown(told.unwrap_or_default())
                ));
            }
            "clock-jumped" => {
                let by_ms = value.and_then(|value| value.get("by_ms")?.as_i64());
                self.clock.push(format!(
                    "record {record}: the wall clock jumped by {} ms at {at_s} s",
                    by_ms.unwrap_or_default()
                ));
            }
            _ => {}
        }
    }
}

fn order_of(value: &Value) -> Option<SignedOrder> {
    let (kind, parts) = tagged(value.get("order")?)?;
    let order = match kind {
        "start" => Order::Start,
        "pause" => Order::Pause,
        "resume" => Order::Resume,
        "seal" => Order::Seal,
        "extend" => Order::Extend(parts?.get("ms")?.as_u64()?),
        _ => return None,
    };
    Some(SignedOrder {
        order,
        number: value.get("number")?.as_u64()?.try_into().ok()?,
        key: text(value, "key")?.to_owned(),
        signature: text(value, "signature")?.to_owned(),
    })
}

/// The name of an enum's value and what it holds: `"paused"` or `{"name": ...}`.
fn tagged(value: &Value) -> Option<(&str, Option<&Value>)> {
    if let Some(name) = value.as_str() {
        return Some((name, None));
    }
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object
        .iter()
        .next()
        .map(|(name, value)| (name.as_str(), Some(value)))
}

pub(crate) fn text<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    value.get(field).and_then(Value::as_str)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let all = value.and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

/// A text out of a file, short and without control characters.
pub(crate) fn shown(text: &str) -> String {
    let clean: String = text
        .chars()
        .flat_map(char::escape_debug)
        .take(200)
        .collect();
    clean.replace("\\'", "'").replace("\\\"", "\"")
}
