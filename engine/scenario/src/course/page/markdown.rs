//! From Markdown to a page: a plain part of CommonMark with tables, and fenced blocks for pictures and widgets. What a
//! page may not hold is named with its line; the rest of the page is still read.

use std::iter::Peekable;

use overread_base::Diagnostics;
use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::block::block;
use super::{Block, Link, Page, SliceWish, Span};
use crate::is_word;

/// Limits of a page: it is read between two cases.
const MAX_PAGE_BYTES: usize = 32 * 1024;
const MAX_BLOCKS: usize = 400;
const MAX_DEPTH: usize = 4;

const NO_BLOCK: &str = "expected text, lists, tables, pictures and widgets, found something else";

/// Reads a page; it is there if it has a title, with what is sound of it.
pub(in crate::course) fn page(text: &str) -> (Option<Page>, Diagnostics) {
    let mut faults = Diagnostics::default();
    if text.len() > MAX_PAGE_BYTES {
        let found = text.len();
        faults.error(
            "whole file",
            format!("a page has at most {MAX_PAGE_BYTES} bytes, found {found}"),
        );
        return (None, faults);
    }
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    let mut reader = Reader {
        text,
        events: events.peekable(),
        faults,
        title: None,
        n_blocks: 0,
    };
    let blocks = reader.blocks(0);
    let mut faults = reader.faults;
    let Some(title) = reader.title else {
        faults.error(
            "line 1",
            "expected a title: a first line that begins with \"# \"",
        );
        return (None, faults);
    };
    (Some(Page { title, blocks }), faults)
}

struct Reader<'t> {
    text: &'t str,
    events: Peekable<OffsetIter<'t>>,
    faults: Diagnostics,
    title: Option<String>,
    n_blocks: usize,
}

/// How words are at a place.
#[derive(Debug, Clone, Default)]
struct Style {
    strong: usize,
    emphasised: usize,
    link: Option<Link>,
}

impl<'t> Reader<'t> {
    fn line(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }

    fn fault(&mut self, offset: usize, message: impl Into<String>) {
        let place = format!("line {}", self.line(offset));
        self.faults.error(place, message);
    }

    /// The blocks up to an end that is not one of theirs, which is left to the caller.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            let (offset, is_end) = (range.start, matches!(event, Event::End(_)));
            if is_end {
                break;
            }
            if self.n_blocks >= MAX_BLOCKS {
                self.fault(offset, format!("a page has at most {MAX_BLOCKS} parts"));
                self.events.by_ref().for_each(drop);
                break;
            }
            self.n_blocks += 1;
            if is_inline(event) {
                // Entries of a tight list hold their words directly.
                let words = self.spans();
                out.push(Block::Paragraph(words));
                continue;
            }
            let Some((event, _)) = self.events.next() else {
                break;
            };
            out.extend(self.block(event, offset, depth));
        }
        out
    }

    fn block(&mut self, event: Event<'t>, offset: usize, depth: usize) -> Option<Block> {
        let Event::Start(tag) = event else {
            self.fault(offset, NO_BLOCK);
            return None;
        };
        let end = tag.to_end();
        let block = match tag {
            Tag::Paragraph => Some(Block::Paragraph(self.spans())),
            Tag::Heading { level, .. } => self.heading(level, offset),
            Tag::List(first) => self.list(first, offset, depth),
            Tag::Table(_) => Some(self.table()),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.fenced(info.trim(), offset),
            Tag::CodeBlock(CodeBlockKind::Indented)
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::MetadataBlock(_) => {
                self.fault(offset, NO_BLOCK);
                None
            }
        };
        self.leave(end);
        block
    }

    /// Goes past the end of a part, over whatever of it is left.
    fn leave(&mut self, end: TagEnd) {
        let mut open = 0_usize;
        for (event, _) in self.events.by_ref() {
            if let Event::Start(_) = event {
                open += 1;
            } else if let Event::End(found) = event {
                if open == 0 && found == end {
                    return;
                }
                open = open.saturating_sub(1);
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, offset: usize) -> Option<Block> {
        let text = self.spans();
        let level = match level {
            HeadingLevel::H1 if self.title.is_none() && self.n_blocks == 1 => {
                self.title = Some(text.into_iter().map(|span| span.text).collect());
                return None;
            }
            HeadingLevel::H2 => 2,
            HeadingLevel::H3 => 3,
            HeadingLevel::H1 | HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => {
                self.fault(
                    offset,
                    "a page has one title, on its first line, and headings of the levels ## and ###",
                );
                return None;
            }
        };
        Some(Block::Heading { level, text })
    }

    fn list(&mut self, first: Option<u64>, offset: usize, depth: usize) -> Option<Block> {
        if depth >= MAX_DEPTH {
            self.fault(offset, format!("lists are at most {MAX_DEPTH} deep"));
            return None;
        }
        let mut entries = Vec::new();
        while let Some((Event::Start(Tag::Item), _)) = self.events.peek() {
            self.events.next();
            entries.push(self.blocks(depth + 1));
            self.leave(TagEnd::Item);
        }
        Some(Block::List { first, entries })
    }

    fn table(&mut self) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        loop {
            let end = match self.events.peek() {
                Some((Event::Start(Tag::TableHead), _)) => TagEnd::TableHead,
                Some((Event::Start(Tag::TableRow), _)) => TagEnd::TableRow,
                _ => break,
            };
            self.events.next();
            let mut row = Vec::new();
            while let Some((Event::Start(Tag::TableCell), _)) = self.events.peek() {
                self.events.next();
                row.push(self.spans());
                self.leave(TagEnd::TableCell);
            }
            self.leave(end);
            if end == TagEnd::TableHead {
                head = row;
            } else {
                rows.push(row);
            }
        }
        Block::Table { head, rows }
    }

    fn fenced(&mut self, kind: &str, offset: usize) -> Option<Block> {
        if !matches!(kind, "picture" | "widget") {
            self.fault(
                offset,
                format!("a fenced block is a picture or a widget, found {kind:?}"),
            );
            return None;
        }
        let mut text = "\n".repeat(self.line(offset));
        while let Some((Event::Text(part), _)) = self.events.peek() {
            text.push_str(part);
            self.events.next();
        }
        let (block, faults) = block(kind, &text);
        self.faults.extend(faults);
        block
    }

    /// Words up to something that is no words.
    fn spans(&mut self) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        let mut style = Style::default();
        while let Some((event, range)) = self.events.peek() {
            if !is_inline(event) {
                break;
            }
            let offset = range.start;
            let Some((event, _)) = self.events.next() else {
                break;
            };
            match event {
                Event::Start(Tag::Strong) => style.strong += 1,
                Event::End(TagEnd::Strong) => style.strong = style.strong.saturating_sub(1),
                Event::Start(Tag::Emphasis) => style.emphasised += 1,
                Event::End(TagEnd::Emphasis) => {
                    style.emphasised = style.emphasised.saturating_sub(1);
                }
                Event::Start(Tag::Link { dest_url, .. }) => match link(&dest_url) {
                    Ok(found) => style.link = Some(found),
                    Err(reason) => self.fault(offset, reason),
                },
                Event::End(TagEnd::Link) => style.link = None,
                Event::Text(text) => push(&mut out, &text, &style, false),
                Event::Code(text) => push(&mut out, &text, &style, true),
                Event::SoftBreak => push(&mut out, " ", &style, false),
                Event::HardBreak => push(&mut out, "\n", &style, false),
                Event::Start(_)
                | Event::End(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::Rule
                | Event::TaskListMarker(_) => {
                    self.fault(offset, "expected words, found HTML or an image of a file");
                }
            }
        }
        out
    }
}

fn push(out: &mut Vec<Span>, text: &str, style: &Style, is_code: bool) {
    let span = Span {
        text: text.to_owned(),
        is_strong: style.strong > 0,
        is_emphasised: style.emphasised > 0,
        is_code,
        link: style.link.clone(),
    };
    if let Some(last) = out.last_mut() {
        let is_alike = Span {
            text: String::new(),
            ..last.clone()
        } == Span {
            text: String::new(),
            ..span.clone()
        };
        if is_alike {
            last.text.push_str(&span.text);
            return;
        }
    }
    out.push(span);
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Strong | Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Strong
                | TagEnd::Emphasis
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Text(_)
        | Event::Code(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::InlineHtml(_)
        | Event::InlineMath(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_) => true,
        Event::Html(_) | Event::DisplayMath(_) | Event::Rule => false,
    }
}

/// `case:ID?slice=lesion&window=brain`, `page:m0/thresholds`, or an address.
fn link(text: &str) -> Result<Link, String> {
    let expected = "expected case:ID, page:MODULE/NAME or an https address";
    if let Some(rest) = text.strip_prefix("page:") {
        let parts = rest.split_once('/');
        let (module, name) = parts.ok_or_else(|| format!("{expected}, found {text:?}"))?;
        if is_word(module) && is_word(name) {
            let (module, name) = (module.to_owned(), name.to_owned());
            return Ok(Link::Page { module, name });
        }
    } else if let Some(rest) = text.strip_prefix("case:") {
        return case_link(rest).map_err(|reason| format!("{reason}, found {text:?}"));
    } else if text.starts_with("https://") || text.starts_with("http://") {
        return Ok(Link::Address(text.to_owned()));
    }
    Err(format!("{expected}, found {text:?}"))
}

fn case_link(text: &str) -> Result<Link, String> {
    let (case, settings) = text.split_once('?').unwrap_or((text, ""));
    if !is_word(case) {
        return Err("expected the id of a case".to_owned());
    }
    let (mut slice, mut window) = (None, None);
    for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
        match setting.split_once('=') {
            Some(("slice", "lesion")) => slice = Some(SliceWish::Lesion),
            Some(("slice", share)) => {
                let share: Option<f64> = share.parse().ok();
                let share = share.filter(|share| (0.0..=1.0).contains(share));
                let share = share.ok_or("expected slice=lesion or a share of 0 to 1")?;
                slice = Some(SliceWish::Share(share));
            }
            Some(("window", preset)) if is_word(preset) => window = Some(preset.to_owned()),
            _ => return Err("expected slice and window".to_owned()),
        }
    }
    Ok(Link::Case {
        case: case.to_owned(),
        slice,
        window,
    })
}
