//! Comma-separated text (RFC 4180) as records with their lines. Knows no column.
//!
//! The separator is the comma, or the semicolon or tab where the first line holds no comma. A byte order mark is passed
//! over, empty lines too.

/// The most fields of a record; those beyond are cut off, which the caller sees by their number.
const MOST_FIELDS: usize = 257;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// The line on which it begins, from 1.
    pub(crate) line: usize,
    /// Its fields, without quotes and without space around.
    pub(crate) fields: Vec<String>,
}

/// Why a text is no comma-separated text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CsvFault {
    /// The line, from 1.
    pub(crate) line: usize,
    pub(crate) message: &'static str,
}

/// All records. A quotation that never ends is a fault, and so is text after one that ended.
pub(crate) fn records(text: &str) -> Result<Vec<Record>, CsvFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let separator = separator(text);
    let mut reader = Reader::default();
    let mut letters = text.chars().peekable();
    reader.begin();
    while let Some(letter) = letters.next() {
        match (reader.quote, letter) {
            (Quote::Inside, '"') if letters.peek() == Some(&'"') => {
                letters.next();
                reader.field.push('"');
            }
            (Quote::Inside, '"') => reader.quote = Quote::Ended,
            (Quote::Inside, '\n') => {
                reader.line += 1;
                reader.field.push('\n');
            }
            (Quote::Inside, _) => reader.field.push(letter),
            (_, '\r') if matches!(letters.peek(), Some('\n') | None) => {}
            (_, '\n') => {
                reader.end_record();
                reader.line += 1;
                reader.begin();
            }
            (_, _) if letter == separator => reader.end_field(),
            (Quote::None, '"') if reader.field.trim().is_empty() => {
                reader.field.clear();
                reader.quote = Quote::Inside;
                reader.quoted_from = reader.line;
            }
            (Quote::Ended, _) if letter.is_whitespace() => {}
            (Quote::Ended, _) => {
                return Err(CsvFault {
                    line: reader.line,
                    message: "text after a closing quotation mark",
                });
            }
            (Quote::None, _) => reader.field.push(letter),
        }
    }
    if reader.quote == Quote::Inside {
        return Err(CsvFault {
            line: reader.quoted_from,
            message: "a quotation mark that is never closed",
        });
    }
    reader.end_record();
    Ok(reader.records)
}

fn separator(text: &str) -> char {
    let first = text.lines().next().unwrap_or_default();
    let mut known = [',', ';', '\t'].into_iter();
    known.find(|&mark| first.contains(mark)).unwrap_or(',')
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Quote {
    #[default]
    None,
    Inside,
    Ended,
}

#[derive(Default)]
struct Reader {
    records: Vec<Record>,
    fields: Vec<String>,
    field: String,
    quote: Quote,
    /// Lines before the current one.
    line_before: usize,
    line: usize,
    quoted_from: usize,
}

impl Reader {
    fn begin(&mut self) {
        self.line = self.line.max(1);
        self.line_before = self.line;
    }

    fn end_field(&mut self) {
        let field = std::mem::take(&mut self.field);
        self.quote = Quote::None;
        if self.fields.len() < MOST_FIELDS {
            self.fields.push(field.trim().to_owned());
        }
    }

    fn end_record(&mut self) {
        self.end_field();
        let fields = std::mem::take(&mut self.fields);
        let is_empty = fields.len() == 1 && fields.iter().all(String::is_empty);
        if !is_empty {
            self.records.push(Record {
                line: self.line_before,
                fields,
            });
        }
    }
}

#[cfg(test)]
mod tests;
