//! XML, written as it is said: an element's start waits until its attributes are complete.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// The namespace of everything that is not an extension.
const NAMESPACE: &str = "http://musicbrainz.org/ns/mmd-2.0#";
/// The element around everything.
const ROOT: &str = "metadata";

/// Elements that are open, and what was written.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
    open: Vec<&'static str>,
    /// The start of the innermost element while it may still get attributes.
    pending: Option<BytesStart<'static>>,
}

impl Xml {
    pub(super) fn new() -> Self {
        let mut xml = Self::within(ROOT);
        xml.attr("xmlns", NAMESPACE);
        xml
    }

    fn within(root: &'static str) -> Self {
        let mut xml = Self { writer: Writer::new(Vec::new()), open: Vec::new(), pending: None };
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.open(root);
        xml
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.writer.into_inner()
    }

    fn write(&mut self, event: Event<'_>) {
        self.writer.write_event(event).expect("memory takes everything");
    }

    fn start(&mut self) {
        if let Some(start) = self.pending.take() {
            self.write(Event::Start(start));
        }
    }

    /// Begins an element.
    pub(crate) fn open(&mut self, name: &'static str) {
        self.start();
        self.open.push(name);
        self.pending = Some(BytesStart::new(name));
    }

    /// An attribute of the element that was begun last and has no children yet.
    pub(crate) fn attr(&mut self, name: &str, value: &str) {
        debug_assert!(self.pending.is_some(), "{name} comes after a child");
        if let Some(start) = &mut self.pending {
            start.push_attribute((name, &*allowed(value)));
        }
    }

    /// Text within the element.
    pub(crate) fn content(&mut self, value: &str) {
        self.start();
        self.write(Event::Text(BytesText::new(&allowed(value))));
    }

    /// An element that holds a text.
    pub(crate) fn element(&mut self, name: &'static str, value: &str) {
        self.open(name);
        self.content(value);
        self.close();
    }

    /// Ends the element that was begun last.
    pub(crate) fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        match self.pending.take() {
            Some(start) => self.write(Event::Empty(start)),
            None => self.write(Event::End(BytesEnd::new(name))),
        }
    }
}

/// A refusal: an element of its own kind with a text for each sentence.
pub(crate) fn error(texts: &[&str]) -> Vec<u8> {
    let mut xml = Xml::within("error");
    for text in texts {
        xml.element("text", text);
    }
    xml.finish()
}

/// XML has no way to write most control characters: they are left out.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_allowed) {
        return text.into();
    }
    text.chars().filter(|c| is_allowed(*c)).collect::<String>().into()
}
