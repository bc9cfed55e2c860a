//! JSON Schema as far as the schema of scenario files uses it; any other keyword is a fault of the test.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A schema, and which of its keys were met so far.
pub(crate) struct Validator {
    root: Value,
    /// Pointers to the properties that some valid file had.
    met: RefCell<BTreeSet<String>>,
}

impl Validator {
    pub(crate) fn new(text: &str) -> Self {
        Self {
            root: serde_json::from_str(text).unwrap(),
            met: RefCell::default(),
        }
    }

    /// What is wrong with a file; empty if it is valid.
    pub(crate) fn faults(&self, file: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check("", &self.root, file, "", &mut faults);
        faults
    }

    /// Pointers to all properties that a file may have, and that no file had so far.
    pub(crate) fn unmet(&self) -> Vec<String> {
        let mut all = Vec::new();
        properties("", &self.root, &mut all);
        let met = self.met.borrow();
        all.into_iter().filter(|at| !met.contains(at)).collect()
    }

    fn check(
        &self,
        at: &str,
        schema: &Value,
        value: &Value,
        place: &str,
        faults: &mut Vec<String>,
    ) {
        match schema {
            Value::Bool(true) => {}
            Value::Bool(false) => faults.push(format!("{place}: has no place here")),
            Value::Object(keywords) => {
                for (keyword, wanted) in keywords {
                    self.keyword(at, keywords, keyword, wanted, value, place, faults);
                }
            }
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                panic!("no schema: {schema}")
            }
        }
    }

    fn is_valid(&self, at: &str, schema: &Value, value: &Value) -> bool {
        let mut faults = Vec::new();
        self.check(at, schema, value, "", &mut faults);
        faults.is_empty()
    }

    #[allow(
        clippy::too_many_arguments,
        clippy::too_many_lines,
        reason = "one arm a keyword"
    )]
    fn keyword(
        &self,
        at: &str,
        schema: &Map<String, Value>,
        keyword: &str,
        wanted: &Value,
        value: &Value,
        place: &str,
        faults: &mut Vec<String>,
    ) {
        let mut refuse = |is_wrong: bool| {
            if is_wrong {
                faults.push(format!("{place}: {keyword} {wanted}, found {value}"));
            }
        };
        let bound = || wanted.as_f64().unwrap();
        let length = |n: Option<usize>| n.map(|n| n as f64);
        let items = value.as_array();
        let entries = value.as_object();
        match keyword {
            "$schema" | "$defs" | "title" | "description" | "then" | "else" | "pattern" => {}
            "$ref" => {
                let at = wanted.as_str().unwrap().trim_start_matches('#');
                self.check(at, self.root.pointer(at).unwrap(), value, place, faults);
            }
            "type" => refuse(!is_of_type(wanted, value)),
            "const" => refuse(value != wanted),
            "enum" => refuse(!wanted.as_array().unwrap().contains(value)),
            "minimum" => refuse(value.as_f64().is_some_and(|n| n < bound())),
            "maximum" => refuse(value.as_f64().is_some_and(|n| n > bound())),
            "minLength" => refuse(
                length(value.as_str().map(|t| t.chars().count())).is_some_and(|n| n < bound()),
            ),
            "maxLength" => refuse(
                length(value.as_str().map(|t| t.chars().count())).is_some_and(|n| n > bound()),
            ),
            "minItems" => refuse(length(items.map(Vec::len)).is_some_and(|n| n < bound())),
            "maxItems" => refuse(length(items.map(Vec::len)).is_some_and(|n| n > bound())),
            "minProperties" => refuse(length(entries.map(Map::len)).is_some_and(|n| n < bound())),
            "maxProperties" => refuse(length(entries.map(Map::len)).is_some_and(|n| n > bound())),
            "uniqueItems" => refuse(items.is_some_and(|items| {
                items
                    .iter()
                    .enumerate()
                    .any(|(idx, item)| items[..idx].contains(item))
            })),
            "required" => refuse(entries.is_some_and(|entries| {
                let needed = wanted.as_array().unwrap();
                needed
                    .iter()
                    .any(|key| !entries.contains_key(key.as_str().unwrap()))
            })),
            "items" => {
                for (idx, item) in items.into_iter().flatten().enumerate() {
                    let place = format!("{place}[{idx}]");
                    self.check(&format!("{at}/items"), wanted, item, &place, faults);
                }
            }
            "prefixItems" => {
                let wanted = wanted.as_array().unwrap();
                for (schema, item) in wanted.iter().zip(items.into_iter().flatten()) {
                    self.check(at, schema, item, place, faults);
                }
            }
            "properties" => {
                for (key, schema) in wanted.as_object().unwrap() {
                    if let Some(value) = entries.and_then(|entries| entries.get(key)) {
                        let at = format!("{at}/properties/{key}");
                        self.met.borrow_mut().insert(at.clone());
                        self.check(&at, schema, value, &format!("{place}.{key}"), faults);
                    }
                }
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                for (key, value) in entries.into_iter().flatten() {
                    if !known.is_some_and(|known| known.contains_key(key)) {
                        self.check(at, wanted, value, &format!("{place}.{key}"), faults);
                    }
                }
            }
            "propertyNames" => {
                for key in entries.into_iter().flat_map(Map::keys) {
                    self.check(at, wanted, &Value::String(key.clone()), place, faults);
                }
            }
            "allOf" => {
                for (idx, schema) in wanted.as_array().unwrap().iter().enumerate() {
                    self.check(&format!("{at}/allOf/{idx}"), schema, value, place, faults);
                }
            }
            "oneOf" => {
                let forms = wanted.as_array().unwrap().iter().enumerate();
                let valid = forms
                    .filter(|(idx, form)| self.is_valid(&format!("{at}/oneOf/{idx}"), form, value));
                let n = valid.count();
                refuse(n != 1);
            }
            "not" => refuse(self.is_valid("", wanted, value)),
            "if" => {
                let branch = if self.is_valid("", wanted, value) {
                    Some(schema.get("then").unwrap())
                } else {
                    schema.get("else")
                };
                if let Some(branch) = branch {
                    self.check("", branch, value, place, faults);
                }
            }
            other => panic!("the validator does not know {other:?}"),
        }
    }
}

fn is_of_type(wanted: &Value, value: &Value) -> bool {
    let is_of = |word: &str| match word {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("no type: {other}"),
    };
    match wanted {
        Value::String(word) => is_of(word),
        Value::Array(words) => words.iter().any(|word| is_of(word.as_str().unwrap())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            panic!("no type: {wanted}")
        }
    }
}

/// Pointers to the properties that tables may have; conditions name properties too, but give no new ones.
fn properties(at: &str, schema: &Value, all: &mut Vec<String>) {
    let Some(keywords) = schema.as_object() else {
        return;
    };
    for (keyword, wanted) in keywords {
        match (keyword.as_str(), wanted) {
            ("properties" | "$defs", Value::Object(entries)) => {
                for (key, schema) in entries.iter().filter(|(_, schema)| !schema.is_boolean()) {
                    let at = format!("{at}/{keyword}/{key}");
                    if keyword == "properties" {
                        all.push(at.clone());
                    }
                    properties(&at, schema, all);
                }
            }
            ("items", schema) => properties(&format!("{at}/items"), schema, all),
            ("oneOf", Value::Array(forms)) => {
                for (idx, form) in forms.iter().enumerate() {
                    properties(&format!("{at}/oneOf/{idx}"), form, all);
                }
            }
            _ => {}
        }
    }
}
