//! A group of published values that knows which of them nobody has compared yet.

use std::collections::BTreeSet;

use serde_json::Value;

/// The relative tolerance where the reference names none.
const RELATIVE: f64 = 1e-9;

/// A group of `expected.json`. Its numbers, texts and nulls (what the program did not print) are struck off as they are
/// compared; paths name them with slashes, places in lists from 0 on, and the empty path the group itself.
#[must_use = "what nobody has compared is found by `finish`"]
pub(super) struct Ledger {
    group: String,
    values: Value,
    open: BTreeSet<String>,
}

impl Ledger {
    pub(super) fn new(group: &str, values: Value) -> Self {
        let mut open = BTreeSet::new();
        note_leaves(&values, String::new(), &mut open);
        Self {
            group: group.to_owned(),
            values,
            open,
        }
    }

    /// Fails while a value is open, and names all that are.
    #[track_caller]
    pub(super) fn finish(self) {
        let (n, open) = (self.open.len(), self.open);
        assert!(
            open.is_empty(),
            "{}: {n} not compared: {open:?}",
            self.group
        );
    }

    /// A number to nine digits, or `None` for one that is not printed.
    #[track_caller]
    pub(super) fn near(&mut self, path: &str, found: impl Into<Option<f64>>) {
        self.compare(path, found.into(), |expected| RELATIVE * expected.abs());
    }

    /// A list, each as [`Self::near`].
    #[track_caller]
    pub(super) fn near_all<T: Into<Option<f64>>>(
        &mut self,
        path: &str,
        found: impl IntoIterator<Item = T>,
    ) {
        self.each(path, found, |expected| RELATIVE * expected.abs());
    }

    /// A number that is printed to so many digits behind the point: what rounds to it.
    #[track_caller]
    pub(super) fn rounded(&mut self, path: &str, digits: i32, found: f64) {
        self.compare(path, Some(found), |_| half_a_digit(digits));
    }

    /// A list, each as [`Self::rounded`].
    #[track_caller]
    pub(super) fn rounded_all(
        &mut self,
        path: &str,
        digits: i32,
        found: impl IntoIterator<Item = f64>,
    ) {
        self.each(path, found, |_| half_a_digit(digits));
    }

    /// A number that the program itself has no better than this.
    #[track_caller]
    pub(super) fn within(&mut self, path: &str, tolerance: f64, found: f64) {
        self.compare(path, Some(found), |_| tolerance);
    }

    /// A list, each as [`Self::within`].
    #[track_caller]
    pub(super) fn within_all(
        &mut self,
        path: &str,
        tolerance: f64,
        found: impl IntoIterator<Item = f64>,
    ) {
        self.each(path, found, |_| tolerance);
    }

    /// A list of small shares that are printed as 1 less a large one: to nine digits or to the last digit of that.
    #[track_caller]
    pub(super) fn near_complements(&mut self, path: &str, found: impl IntoIterator<Item = f64>) {
        self.each(path, found, |expected| {
            f64::max(RELATIVE * expected.abs(), f64::EPSILON)
        });
    }

    /// A text, exactly: a name, or what the program and its data are.
    #[track_caller]
    pub(super) fn text(&mut self, path: &str, found: &str) {
        let expected = self.struck_off(path);
        let expected = expected.as_str();
        assert_eq!(Some(found), expected, "{}/{path}", self.group);
    }

    /// A list of texts, exactly.
    #[track_caller]
    pub(super) fn texts<T: AsRef<str>>(&mut self, path: &str, found: impl IntoIterator<Item = T>) {
        let mut n = 0;
        for found in found {
            self.text(&place(path, n), found.as_ref());
            n += 1;
        }
        self.check_length(path, n);
    }

    /// A number as it is printed, which stays open: for what is computed from it.
    #[track_caller]
    pub(super) fn printed(&self, path: &str) -> f64 {
        self.value(path).as_f64().unwrap()
    }

    /// A list as it is printed, which stays open.
    #[track_caller]
    pub(super) fn printed_all(&self, path: &str) -> Vec<f64> {
        let values = self.value(path).as_array().unwrap();
        values.iter().map(|value| value.as_f64().unwrap()).collect()
    }

    #[track_caller]
    fn each<T: Into<Option<f64>>>(
        &mut self,
        path: &str,
        found: impl IntoIterator<Item = T>,
        tolerance: impl Fn(f64) -> f64,
    ) {
        let mut n = 0;
        for found in found {
            self.compare(&place(path, n), found.into(), &tolerance);
            n += 1;
        }
        self.check_length(path, n);
    }

    #[track_caller]
    fn compare(&mut self, path: &str, found: Option<f64>, tolerance: impl Fn(f64) -> f64) {
        let expected = self.struck_off(path);
        let is_near = match (found, expected.as_f64()) {
            (Some(found), Some(expected)) => (found - expected).abs() <= tolerance(expected),
            (None, None) => expected.is_null(),
            (Some(_), None) | (None, Some(_)) => false,
        };
        let group = &self.group;
        assert!(
            is_near,
            "{group}/{path}: found {found:?}, expected {expected}"
        );
    }

    #[track_caller]
    fn struck_off(&mut self, path: &str) -> Value {
        let value = self.value(path).clone();
        self.open.remove(path);
        value
    }

    #[track_caller]
    fn value(&self, path: &str) -> &Value {
        let pointer = if path.is_empty() {
            String::new()
        } else {
            format!("/{path}")
        };
        let value = self.values.pointer(&pointer);
        value.unwrap_or_else(|| panic!("{} has no {path}", self.group))
    }

    #[track_caller]
    fn check_length(&self, path: &str, found: usize) {
        let expected = self.value(path).as_array().map(Vec::len);
        assert_eq!(Some(found), expected, "{}/{path}: length", self.group);
    }
}

fn half_a_digit(digits: i32) -> f64 {
    // A little more, so that a number half way may be rounded either way.
    0.5 * libm::pow(10.0, f64::from(-digits)) * (1.0 + 1e-6)
}

fn place(path: &str, idx: usize) -> String {
    format!("{path}/{idx}")
}

fn note_leaves(value: &Value, path: String, leaves: &mut BTreeSet<String>) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}/{name}")
        }
    };
    match value {
        Value::Object(values) => {
            for (name, value) in values {
                note_leaves(value, below(name), leaves);
            }
        }
        Value::Array(values) => {
            for (idx, value) in values.iter().enumerate() {
                note_leaves(value, below(&idx.to_string()), leaves);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            leaves.insert(path);
        }
    }
}

#[test]
fn a_ledger_knows_what_is_open() {
    let values = serde_json::json!({"a": {"b": [1.0, null, 0.25]}, "row": ["x", "y"], "n": 2});
    let mut ledger = Ledger::new("toy", values);
    assert_eq!(ledger.open.len(), 6);
    ledger.near("a/b/0", 1.0 + 0.9e-9);
    ledger.near("a/b/1", None);
    ledger.texts("row", ["x", "y"]);
    assert_eq!(ledger.printed("n"), 2.0);
    assert_eq!(Vec::from_iter(&ledger.open), ["a/b/2", "n"]);
}

#[test]
fn what_is_not_near_is_refused() {
    let is_refused = |compare: fn(&mut Ledger)| {
        let values = serde_json::json!({"x": 0.25, "none": null, "list": [1.0, 2.0], "name": "x"});
        let mut ledger = Ledger::new("toy", values);
        let compared = std::panic::AssertUnwindSafe(|| compare(&mut ledger));
        std::panic::catch_unwind(compared).is_err()
    };
    assert!(!is_refused(|ledger| ledger.near("x", 0.25)));
    assert!(is_refused(|ledger| ledger.near("x", 0.25 + 1e-9)));
    assert!(is_refused(|ledger| ledger.near("x", f64::NAN)));
    assert!(is_refused(|ledger| ledger.near("x", None)));
    assert!(is_refused(|ledger| ledger.near("none", 0.0)));
    assert!(is_refused(|ledger| ledger.near("y", 0.25)));
    assert!(is_refused(|ledger| ledger.near("name", 0.25)));
    assert!(!is_refused(|ledger| ledger.rounded("x", 2, 0.2549)));
    assert!(is_refused(|ledger| ledger.rounded("x", 2, 0.2551)));
    assert!(!is_refused(|ledger| ledger.near_all("list", [1.0, 2.0])));
    assert!(is_refused(|ledger| ledger.near_all("list", [1.0])));
    assert!(is_refused(|ledger| ledger.near_all("list", [1.0, 2.0, 3.0])));
    assert!(is_refused(|ledger| ledger.text("name", "y")));
    let finish = |values| {
        let ledger = Ledger::new("toy", values);
        std::panic::catch_unwind(|| ledger.finish()).is_ok()
    };
    assert!(!finish(serde_json::json!({"a": [null]})) && finish(serde_json::json!({"a": []})));
}
