//! Tables as RFC 4180 has them: a header, fields quoted where they must be. Bounded; knows no column by name.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::TextError;

/// The largest table that is read, bytes.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// A table whose header has been read.
pub(super) struct Rows<'t> {
    table: &'static str,
    columns: Rc<BTreeMap<String, usize>>,
    n_columns: usize,
    rest: &'t str,
    line: usize,
}

/// One row of a table.
pub(super) struct Row {
    table: &'static str,
    columns: Rc<BTreeMap<String, usize>>,
    fields: Vec<String>,
    line: usize,
}

impl<'t> Rows<'t> {
    /// Reads the header; a mark of byte order before it is passed over.
    pub(super) fn of(table: &'static str, text: &'t str) -> Result<Self, TextError> {
        if text.len() > MOST_BYTES {
            return Err(TextError::TooLarge {
                table,
                found: text.len(),
                most: MOST_BYTES,
            });
        }
        let mut rows = Self {
            table,
            columns: Rc::default(),
            n_columns: 0,
            rest: text.strip_prefix('\u{feff}').unwrap_or(text),
            line: 1,
        };
        let header = rows.fields()?.unwrap_or_default();
        rows.n_columns = header.len();
        let mut columns = BTreeMap::new();
        for (place, name) in header.into_iter().enumerate() {
            columns.entry(name).or_insert(place);
        }
        rows.columns = Rc::new(columns);
        Ok(rows)
    }

    /// The rows; whoever reads them stops at the first fault.
    pub(super) fn all(mut self) -> impl Iterator<Item = Result<Row, TextError>> {
        std::iter::from_fn(move || self.row().transpose())
    }

    fn row(&mut self) -> Result<Option<Row>, TextError> {
        let line = self.line;
        let Some(fields) = self.fields()? else {
            return Ok(None);
        };
        if fields.len() != self.n_columns {
            return Err(TextError::Fields {
                table: self.table,
                line,
                expected: self.n_columns,
                found: fields.len(),
            });
        }
        Ok(Some(Row {
            table: self.table,
            columns: Rc::clone(&self.columns),
            fields,
            line,
        }))
    }

    /// The fields of the next line that is not empty; `None` at the end.
    fn fields(&mut self) -> Result<Option<Vec<String>>, TextError> {
        while let Some(rest) = self
            .rest
            .strip_prefix("\r\n")
            .or_else(|| self.rest.strip_prefix('\n'))
        {
            self.rest = rest;
            self.line += 1;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut fields = Vec::new();
        loop {
            fields.push(self.field()?);
            if let Some(rest) = self.rest.strip_prefix(',') {
                self.rest = rest;
                continue;
            }
            let end = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
            self.rest = &self.rest[end..];
            self.line += 1;
            return Ok(Some(fields));
        }
    }

    fn field(&mut self) -> Result<String, TextError> {
        let Some(mut rest) = self.rest.strip_prefix('"') else {
            let end = self.rest.find([',', '\n']).unwrap_or(self.rest.len());
            let (field, rest) = self.rest.split_at(end);
            self.rest = rest;
            return Ok(field.trim_end_matches('\r').to_owned());
        };
        let line = self.line;
        let mut field = String::new();
        loop {
            let Some((part, after)) = rest.split_once('"') else {
                return Err(TextError::OpenQuote {
                    table: self.table,
                    line,
                });
            };
            self.line += part.matches('\n').count();
            field.push_str(part);
            match after.strip_prefix('"') {
                Some(more) => {
                    field.push('"');
                    rest = more;
                }
                None => {
                    // What stands between the quote and the comma is nobody's field.
                    let end = after.find([',', '\n']).unwrap_or(after.len());
                    self.rest = &after[end..];
                    return Ok(field);
                }
            }
        }
    }
}

impl Row {
    /// A field; `None` where it is empty.
    pub(super) fn text(&self, column: &'static str) -> Result<Option<&str>, TextError> {
        let place = self.columns.get(column).ok_or(TextError::NoColumn {
            table: self.table,
            column,
        })?;
        let field = self.fields.get(*place).map_or("", String::as_str);
        Ok(Some(field).filter(|field| !field.is_empty()))
    }

    /// A field that must not be empty.
    pub(super) fn needed(&self, column: &'static str) -> Result<&str, TextError> {
        self.text(column)?
            .ok_or_else(|| self.wrong(column, "something"))
    }

    /// A finite number; `None` where the field is empty.
    pub(super) fn number(&self, column: &'static str) -> Result<Option<f64>, TextError> {
        let Some(text) = self.text(column)? else {
            return Ok(None);
        };
        let number = text.parse::<f64>().ok().filter(|value| value.is_finite());
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(column, "a number")),
        }
    }

    /// As [`Self::number`], and `None` where there is no such column.
    pub(super) fn optional_number(&self, column: &'static str) -> Result<Option<f64>, TextError> {
        if self.columns.contains_key(column) {
            self.number(column)
        } else {
            Ok(None)
        }
    }

    /// A text; `None` where the field is empty or there is no such column.
    pub(super) fn optional_text(&self, column: &'static str) -> Result<Option<&str>, TextError> {
        if self.columns.contains_key(column) {
            self.text(column)
        } else {
            Ok(None)
        }
    }

    /// A whole number from 0; `None` where the field is empty.
    pub(super) fn count(&self, column: &'static str) -> Result<Option<u64>, TextError> {
        let Some(text) = self.text(column)? else {
            return Ok(None);
        };
        match text.parse() {
            Ok(count) => Ok(Some(count)),
            Err(_) => Err(self.wrong(column, "a whole number")),
        }
    }

    /// The fault of a field.
    pub(super) fn wrong(&self, column: &'static str, expected: &'static str) -> TextError {
        let place = self.columns.get(column);
        let field = place.and_then(|place| self.fields.get(*place));
        TextError::Field {
            table: self.table,
            line: self.line,
            column,
            expected,
            found: field.map_or_else(String::new, |field| field.chars().take(40).collect()),
        }
    }

    /// The fault of a row that belongs to none.
    pub(super) fn orphan(&self) -> TextError {
        TextError::Orphan {
            table: self.table,
            line: self.line,
        }
    }
}
