//! A CSV table by RFC 4180: CRLF, fields quoted where they must be. Knows nothing of sessions.

/// A table that is being written.
pub(super) struct Table {
    text: String,
    n_columns: usize,
}

impl Table {
    /// A table with its header line.
    pub(super) fn new(header: &[&str]) -> Self {
        let mut table = Self {
            text: String::new(),
            n_columns: header.len(),
        };
        table.line(header.iter().map(|name| (*name).to_owned()));
        table
    }

    /// Adds a row of as many fields as the header has.
    pub(super) fn row<const N: usize>(&mut self, fields: [String; N]) {
        debug_assert_eq!(N, self.n_columns, "a row has a field for each column");
        self.line(fields);
    }

    /// Adds a row of fields.
    pub(super) fn line(&mut self, fields: impl IntoIterator<Item = String>) {
        for (idx, field) in fields.into_iter().enumerate() {
            if idx > 0 {
                self.text.push(',');
            }
            push_field(&mut self.text, &field);
        }
        self.text.push_str("\r\n");
    }

    /// The table as bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

fn push_field(text: &mut String, field: &str) {
    let needs_quotes = field.contains([',', '"', '\r', '\n'])
        || field.starts_with(char::is_whitespace)
        || field.ends_with(char::is_whitespace);
    if needs_quotes {
        text.push('"');
        text.push_str(&field.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(field);
    }
}

/// A value, or an empty field where nothing is known.
pub(super) fn known<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// Yes or no as `1` and `0`.
pub(super) fn flag(value: bool) -> String {
    u8::from(value).to_string()
}
