//! One way to say an answer, two ways to write it.
//!
//! An entity is described once, by calls on [`Out`]; JSON or XML comes out at once, without a tree
//! between. Attributes come before children: XML wants that, JSON does not care.

mod json;
mod xml;

use std::fmt::Display;

use json::Json;
pub(crate) use json::Key;
use xml::Xml;
pub(crate) use xml::error as xml_error;

/// The format of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Format {
    /// `application/json`
    Json,
    /// `application/xml`, MusicBrainz metadata 2.0
    Xml,
}

impl Format {
    /// The media type of the answer.
    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Xml => "application/xml; charset=utf-8",
        }
    }
}

/// An answer while it is written.
pub(crate) enum Out {
    /// As JSON.
    Json(Json),
    /// As XML.
    Xml(Xml),
}

impl Out {
    /// An empty answer. Everything lies within one object, or within the `metadata` element.
    pub(crate) fn new(format: Format) -> Self {
        match format {
            Format::Json => Self::Json(Json::new()),
            Format::Xml => Self::Xml(Xml::new()),
        }
    }

    /// Whether JSON comes out.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self, Self::Json(_))
    }

    /// The bytes.
    pub(crate) fn finish(self) -> Vec<u8> {
        match self {
            Self::Json(json) => json.finish(),
            Self::Xml(xml) => xml.finish(),
        }
    }

    /// Writes a field, or writes it again if it was written under the same key before: the artists
    /// of an album come with each of its tracks. Only JSON can repeat what it has written.
    pub(crate) fn repeatable<E>(
        &mut self,
        key: Key,
        write: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let Self::Json(json) = self else { return write(self) };
        if json.again(&key) {
            return Ok(());
        }
        let mark = json.mark();
        write(self)?;
        if let Self::Json(json) = self {
            json.keep(key, mark);
        }
        Ok(())
    }

    /// What only JSON has.
    pub(crate) fn json(&mut self) -> Option<&mut Json> {
        match self {
            Self::Json(json) => Some(json),
            Self::Xml(_) => None,
        }
    }

    /// What only XML has.
    pub(crate) fn xml(&mut self) -> Option<&mut Xml> {
        match self {
            Self::Json(_) => None,
            Self::Xml(xml) => Some(xml),
        }
    }

    /// A text that is an attribute in XML.
    pub(crate) fn attr(&mut self, name: &'static str, value: &str) {
        match self {
            Self::Json(json) => json.text(name, value),
            Self::Xml(xml) => xml.attr(name, value),
        }
    }

    /// A text that is an attribute in XML; unknown is null in JSON and nothing in XML.
    pub(crate) fn attr_or_null(&mut self, name: &'static str, value: Option<&str>) {
        match (value, self) {
            (Some(value), out) => out.attr(name, value),
            (None, Self::Json(json)) => json.null(name),
            (None, Self::Xml(_)) => {}
        }
    }

    /// A text that is an element in XML.
    pub(crate) fn text(&mut self, name: &'static str, value: &str) {
        match self {
            Self::Json(json) => json.text(name, value),
            Self::Xml(xml) => xml.element(name, value),
        }
    }

    /// A text that is an element in XML; unknown is null in JSON and nothing in XML.
    pub(crate) fn text_or_null(&mut self, name: &'static str, value: Option<&str>) {
        match (value, self) {
            (Some(value), out) => out.text(name, value),
            (None, Self::Json(json)) => json.null(name),
            (None, Self::Xml(_)) => {}
        }
    }

    /// A text that JSON has even when it is empty, and XML only when it is not.
    pub(crate) fn text_or_empty(&mut self, name: &'static str, value: &str) {
        match self {
            Self::Json(json) => json.text(name, value),
            Self::Xml(_) if value.is_empty() => {}
            Self::Xml(xml) => xml.element(name, value),
        }
    }

    /// A number.
    pub(crate) fn number(&mut self, name: &'static str, value: impl Display) {
        match self {
            Self::Json(json) => json.plain(name, value),
            Self::Xml(xml) => xml.element(name, &value.to_string()),
        }
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, name: &'static str, value: u32) {
        match self {
            Self::Json(json) => json.whole(name, value),
            Self::Xml(_) => self.number(name, value),
        }
    }

    /// A number; unknown is null in JSON and nothing in XML.
    pub(crate) fn number_or_null(&mut self, name: &'static str, value: Option<impl Display>) {
        match (value, self) {
            (Some(value), out) => out.number(name, value),
            (None, Self::Json(json)) => json.null(name),
            (None, Self::Xml(_)) => {}
        }
    }

    /// Begins the thing that the answer is: an element in XML; in JSON the object is open already.
    pub(crate) fn open_root(&mut self, xml_name: &'static str) {
        if let Self::Xml(xml) = self {
            xml.open(xml_name);
        }
    }

    /// Ends what [`Out::open_root`] began.
    pub(crate) fn close_root(&mut self) {
        if let Self::Xml(xml) = self {
            xml.close();
        }
    }

    /// Begins a thing that is a field of the one around it.
    pub(crate) fn open(&mut self, name: &'static str) {
        match self {
            Self::Json(json) => json.open(Some(name)),
            Self::Xml(xml) => xml.open(name),
        }
    }

    /// Ends the thing that was begun last.
    pub(crate) fn close(&mut self) {
        match self {
            Self::Json(json) => json.close(),
            Self::Xml(xml) => xml.close(),
        }
    }

    /// Begins a list: its names in both formats.
    pub(crate) fn open_list(&mut self, json_name: &'static str, xml_name: &'static str) {
        match self {
            Self::Json(json) => json.open_list(json_name),
            Self::Xml(xml) => xml.open(xml_name),
        }
    }

    /// Ends the list that was begun last.
    pub(crate) fn close_list(&mut self) {
        match self {
            Self::Json(json) => json.close_list(),
            Self::Xml(xml) => xml.close(),
        }
    }

    /// Begins a thing that is an item of a list: in JSON it has no name there.
    pub(crate) fn open_item(&mut self, xml_name: &'static str) {
        match self {
            Self::Json(json) => json.open(None),
            Self::Xml(xml) => xml.open(xml_name),
        }
    }

    /// An item of a list that is a text.
    pub(crate) fn text_item(&mut self, xml_name: &'static str, value: &str) {
        match self {
            Self::Json(json) => json.text_item(value),
            Self::Xml(xml) => xml.element(xml_name, value),
        }
    }
}

#[cfg(test)]
mod tests {
    //! The same calls in both formats.
    use super::*;

    fn written(format: Format) -> String {
        let mut out = Out::new(format);
        out.open("artist");
        out.attr("id", "1");
        out.attr_or_null("type", None);
        out.text("name", "A \"B\" & <C>\u{1}");
        out.text_or_empty("disambiguation", "");
        out.number("length", 7);
        for number in [0, 10, 4_294_967_295] {
            out.whole("position", number);
        }
        out.open_list("aliases", "alias-list");
        out.open_item("alias");
        out.attr("locale", "e\"n");
        out.close();
        out.text_item("alias", "é");
        out.close_list();
        out.open_list("tags", "tag-list");
        out.close_list();
        out.close();
        String::from_utf8(out.finish()).unwrap_or_default()
    }

    #[test]
    fn an_answer_is_json() {
        let expected = r#"{"artist":{"id":"1","type":null,"name":"A \"B\" & <C>\u0001","disambiguation":"","length":7,"position":0,"position":10,"position":4294967295,"aliases":[{"locale":"e\"n"},"é"],"tags":[]}}"#;
        assert_eq!(written(Format::Json), expected);
    }

    #[test]
    fn an_answer_is_xml_without_characters_that_xml_lacks() {
        let expected = r#"<?xml version="1.0" encoding="UTF-8"?><metadata xmlns="http://musicbrainz.org/ns/mmd-2.0#"><artist id="1"><name>A &quot;B&quot; &amp; &lt;C&gt;</name><length>7</length><position>0</position><position>10</position><position>4294967295</position><alias-list><alias locale="e&quot;n"/><alias>é</alias></alias-list><tag-list/></artist></metadata>"#;
        assert_eq!(written(Format::Xml), expected);
    }
}
