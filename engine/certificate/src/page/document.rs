//! The PDF around the pages: fonts with the letters that are used, the attached credential, and where it is found again.
//!
//! Nothing is packed: packers differ by version and build, and the same pages have to be the same bytes everywhere.

use pdf_writer::types::{AssociationKind, CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Date, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};

use crate::certificate::Certificate;
use crate::credential::MAX_CREDENTIAL_BYTES;
use crate::fonts::{Face, outlines};

use super::canvas::{Canvas, HEIGHT, Used, WIDTH, resource};
use super::{Holder, MAX_PDF_BYTES, PageError};

/// Another number when equal facts give other bytes than before.
const FORM: &[u8] = b"/OverreadPageForm 1";
const FORM_KEY: &[u8] = b"OverreadPageForm";
const FORM_NUMBER: i32 = 1;
const NAME_KEY: &[u8] = b"OverreadCandidateName";
const NUMBER_KEY: &[u8] = b"OverreadCandidateNumber";
const ATTACHMENT: &[u8] = b"/Type /EmbeddedFile";
const FILE_NAME: &str = "credential.json";

const CATALOG: Ref = Ref::new(1);
const PAGE_TREE: Ref = Ref::new(2);
const PAGES: [Ref; 2] = [Ref::new(3), Ref::new(4)];
const CONTENTS: [Ref; 2] = [Ref::new(5), Ref::new(6)];
const INFO: Ref = Ref::new(7);
const FILE: Ref = Ref::new(8);
const FILE_SPEC: Ref = Ref::new(9);
/// Five objects a font from here on.
const FONTS: i32 = 10;
const SYSTEM: SystemInfo<'_> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

pub(super) fn pdf(
    canvas: &Canvas,
    contents: [Vec<u8>; 2],
    certificate: &Certificate,
    holder: Holder<'_>,
    credential_json: &str,
) -> Result<Vec<u8>, PageError> {
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    catalog(&mut pdf, certificate);
    let faces: Vec<(Face, Ref)> = canvas
        .fonts
        .keys()
        .zip(0..)
        .map(|(&face, idx)| (face, Ref::new(FONTS + idx * 5)))
        .collect();
    for ((page, content), bytes) in PAGES.into_iter().zip(CONTENTS).zip(&contents) {
        let mut sheet = pdf.page(page);
        sheet.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT));
        sheet.parent(PAGE_TREE).contents(content);
        let mut resources = sheet.resources();
        let mut fonts = resources.fonts();
        for &(face, id) in &faces {
            fonts.pair(Name(resource(face)), id);
        }
        fonts.finish();
        resources.finish();
        sheet.finish();
        pdf.stream(content, bytes);
    }
    for &(face, id) in &faces {
        if let Some(used) = canvas.fonts.get(&face) {
            font(&mut pdf, face, used, id)?;
        }
    }
    attach(&mut pdf, credential_json);
    info(&mut pdf, certificate, holder);
    Ok(pdf.finish())
}

fn catalog(pdf: &mut Pdf, certificate: &Certificate) {
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(PAGE_TREE);
    catalog.lang(TextStr(certificate.language.word()));
    catalog.viewer_preferences().display_doc_title(true);
    let mut names = catalog.names();
    let mut files = names.embedded_files();
    files.names().insert(Str(FILE_NAME.as_bytes()), FILE_SPEC);
    files.finish();
    names.finish();
    catalog.insert(Name(b"AF")).array().item(FILE_SPEC);
    catalog.finish();
    pdf.pages(PAGE_TREE).kids(PAGES).count(2);
}

fn attach(pdf: &mut Pdf, credential_json: &str) {
    let bytes = credential_json.as_bytes();
    let mut file = pdf.embedded_file(FILE, bytes);
    file.subtype(Name(b"application/ld+json"));
    file.finish();
    let mut spec = pdf.file_spec(FILE_SPEC);
    spec.path(Str(FILE_NAME.as_bytes()))
        .unic_file(TextStr(FILE_NAME))
        .description(TextStr("Open Badges 3.0"))
        .association_kind(AssociationKind::Data)
        .embedded_file_with_unicode(FILE);
}

fn info(pdf: &mut Pdf, certificate: &Certificate, holder: Holder<'_>) {
    let (year, month, day) = certificate.issued.date();
    let small = |number: u64| u8::try_from(number).unwrap_or(1);
    let date = Date::new(u16::try_from(year).unwrap_or(1970))
        .month(small(month))
        .day(small(day));
    let mut info = pdf.document_info(INFO);
    info.title(TextStr(&certificate.title))
        .author(TextStr(&certificate.issuer.name))
        .subject(TextStr(certificate.language.words().standing))
        .creator(TextStr(&certificate.session.software))
        .creation_date(date);
    info.pair(Name(FORM_KEY), FORM_NUMBER);
    info.pair(
        Name(NAME_KEY),
        Str(crate::multibase::hex(holder.name.as_bytes()).as_bytes()),
    );
    info.pair(
        Name(NUMBER_KEY),
        Str(crate::multibase::hex(holder.number.as_bytes()).as_bytes()),
    );
}

/// A font in five objects: the font, its CID font, its descriptor, its outlines, and the way back to letters.
fn font(pdf: &mut Pdf, face: Face, used: &Used, first: Ref) -> Result<(), PageError> {
    let at = |idx: i32| Ref::new(first.get() + idx);
    let fault = |text: String| PageError::Font(format!("{}: {text}", face.name()));
    let subset = subsetter::subset(face.bytes(), 0, &used.glyphs)
        .map_err(|error| fault(error.to_string()))?;
    let outlines = outlines(&subset).ok_or_else(|| fault("it has no outlines".to_owned()))?;
    // Six letters before the name say that the font is not whole.
    let name = format!("OVRCRT+{}", face.name());
    let cid_name = name.clone();
    let mut composite = pdf.type0_font(first);
    composite
        .base_font(Name(format!("{name}-Identity-H").as_bytes()))
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(at(1))
        .to_unicode(at(4));
    composite.finish();
    let scale = 1000.0 / used.open.units_per_em();
    let widths = used
        .glyphs
        .remapped_gids()
        .map(|glyph| used.open.advance(skrifa::GlyphId::from(glyph)) * scale);
    let mut cid = pdf.cid_font(at(1));
    cid.subtype(CidFontType::Type0)
        .base_font(Name(cid_name.as_bytes()))
        .system_info(SYSTEM)
        .font_descriptor(at(2))
        .default_width(0.0);
    cid.widths().consecutive(0, widths);
    cid.finish();
    let metrics = &used.open.metrics;
    let bounds = metrics
        .bounds
        .map_or(Rect::new(-500.0, -300.0, 1500.0, 1100.0), |it| {
            Rect::new(
                it.x_min * scale,
                it.y_min * scale,
                it.x_max * scale,
                it.y_max * scale,
            )
        });
    let mut flags = FontFlags::SERIF | FontFlags::NON_SYMBOLIC;
    if face == Face::Italic {
        flags |= FontFlags::ITALIC;
    }
    pdf.font_descriptor(at(2))
        .name(Name(cid_name.as_bytes()))
        .flags(flags)
        .bbox(bounds)
        .italic_angle(metrics.italic_angle)
        .ascent(metrics.ascent * scale)
        .descent(metrics.descent * scale)
        .cap_height(metrics.cap_height.unwrap_or_default() * scale)
        .stem_v(if face == Face::Semibold { 110.0 } else { 80.0 })
        .font_file3(at(3));
    pdf.stream(at(3), &outlines)
        .pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
    let mut letters = UnicodeCmap::new(Name(b"Letters"), SYSTEM);
    for (&glyph, &letter) in &used.letters {
        letters.pair(glyph, letter);
    }
    pdf.cmap(at(4), letters.finish().as_slice());
    Ok(())
}

pub(super) fn is_of_this_form(pdf: &[u8]) -> bool {
    find(pdf, FORM).is_some()
}

/// Name and number in plain text, as the document states them.
pub(super) fn holder(pdf: &[u8]) -> Option<(String, String)> {
    let text = |key: &[u8]| {
        // The dictionary stands behind the attachment, whose texts could hold the same words.
        let start = find_last(pdf, key)? + key.len();
        let rest = pdf.get(start..)?.strip_prefix(b" (")?;
        let digits = rest.get(..rest.iter().take(1024).position(|&byte| byte == b')')?)?;
        let bytes = digits.chunks(2).map(|pair| {
            let pair = std::str::from_utf8(pair)
                .ok()
                .filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok()
        });
        String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
    };
    Some((text(NAME_KEY)?, text(NUMBER_KEY)?))
}

pub(super) fn attached(pdf: &[u8]) -> Result<String, PageError> {
    const BEGIN: &[u8] = b"\nstream\n";
    const END: &[u8] = b"\nendstream";
    if pdf.len() > MAX_PDF_BYTES {
        return Err(PageError::NotOurs("the file is too long"));
    }
    let object = find(pdf, ATTACHMENT).ok_or(PageError::NotOurs("it has no attached file"))?;
    let rest = &pdf[object + ATTACHMENT.len()..];
    let begin = find(rest, BEGIN).ok_or(PageError::NotOurs("the attachment breaks off"))?;
    let rest = &rest[begin + BEGIN.len()..];
    let end = find(rest, END).ok_or(PageError::NotOurs("the attachment breaks off"))?;
    if end > MAX_CREDENTIAL_BYTES {
        return Err(PageError::NotOurs("the attachment is too long"));
    }
    let json = std::str::from_utf8(&rest[..end]);
    match json {
        Ok(json) => Ok(json.to_owned()),
        Err(_) => Err(PageError::NotOurs("the attachment is not UTF-8")),
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .rposition(|window| window == wanted)
}
