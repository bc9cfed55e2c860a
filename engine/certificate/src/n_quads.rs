//! Statements written as RDFC-1.0 writes them: N-Quads in canonical form, sorted, each once.
//!
//! Shapes are fixed: every node has an IRI but at most one, and one blank node is always `_:c14n0`, so that nothing
//! has to be canonicalised. There are no named graphs and no language tags.

use std::collections::BTreeSet;

pub(crate) const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
pub(crate) const XSD_DATE_TIME: &str = "http://www.w3.org/2001/XMLSchema#dateTime";

/// Subject or object of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term {
    /// A node with a name.
    Iri(String),
    /// The one node without.
    Blank,
    /// A text, with its datatype unless that is `xsd:string`.
    Literal {
        text: String,
        datatype: Option<&'static str>,
    },
}

/// Statements, collected and written.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    lines: BTreeSet<String>,
}

impl Statements {
    pub(crate) fn add(&mut self, subject: &Term, predicate: &str, object: &Term) {
        let line = format!("{} <{predicate}> {} .\n", written(subject), written(object));
        self.lines.insert(line);
    }

    /// The canonical text. Byte order of UTF-8 is the order of code points.
    pub(crate) fn canonical(&self) -> String {
        self.lines.iter().map(String::as_str).collect()
    }
}

pub(crate) fn iri(text: &str) -> Term {
    Term::Iri(text.to_owned())
}

pub(crate) fn literal(text: &str) -> Term {
    Term::Literal {
        text: text.to_owned(),
        datatype: None,
    }
}

pub(crate) fn typed(text: &str, datatype: &'static str) -> Term {
    Term::Literal {
        text: text.to_owned(),
        datatype: Some(datatype),
    }
}

fn written(term: &Term) -> String {
    match term {
        Term::Iri(iri) => format!("<{iri}>"),
        Term::Blank => "_:c14n0".to_owned(),
        Term::Literal { text, datatype } => {
            let escaped: String = text.chars().map(escaped).collect();
            match datatype {
                None => format!("\"{escaped}\""),
                Some(datatype) => format!("\"{escaped}\"^^<{datatype}>"),
            }
        }
    }
}

/// RDF 1.2 N-Quads, section 4 (canonical form): these letters are escaped, all others stand as they are.
fn escaped(letter: char) -> String {
    match letter {
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\0'..='\u{1f}' | '\u{7f}' => format!("\\u{:04X}", u32::from(letter)),
        _ => letter.to_string(),
    }
}

#[cfg(test)]
mod tests;
