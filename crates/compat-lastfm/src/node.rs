//! Elements of answers, and how Last.fm writes them as XML and as JSON.
//!
//! In JSON an element with a text alone is that text; attributes of such an element stand beside
//! `#text`; attributes of an element with children are gathered in `@attr`; children of one name
//! become an array.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value, json};

/// An element.
#[derive(Debug, Clone, Default)]
pub(crate) struct Node {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Content,
    /// Whether JSON has its text as a number.
    has_number: bool,
    /// Whether JSON has its attributes as numbers.
    has_numeric_attributes: bool,
    /// Whether its children are an array also when there is one or none.
    list: Option<&'static str>,
}

#[derive(Debug, Clone, Default)]
enum Content {
    #[default]
    Nothing,
    Text(String),
    Children(Vec<Node>),
}

impl Node {
    /// An element with children.
    pub(crate) fn new(name: &'static str, children: Vec<Self>) -> Self {
        Self { name, content: Content::Children(children), ..Self::default() }
    }

    /// An element whose children of one name are a list, however many there are.
    pub(crate) fn list(name: &'static str, of: &'static str, children: Vec<Self>) -> Self {
        Self { list: Some(of), ..Self::new(name, children) }
    }

    /// An element with a text.
    pub(crate) fn text(name: &'static str, text: &str) -> Self {
        Self { name, content: Content::Text(text.to_owned()), ..Self::default() }
    }

    /// An answer that says nothing but that it was done.
    pub(crate) fn nothing() -> Self {
        Self::default()
    }

    /// The same with an attribute.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// The same, whose text is a number in JSON.
    pub(crate) fn numeric(mut self) -> Self {
        self.has_number = true;
        self
    }

    /// The same, whose attributes are numbers in JSON.
    pub(crate) fn with_numeric_attributes(mut self) -> Self {
        self.has_numeric_attributes = true;
        self
    }

    /// The XML document around an element.
    ///
    /// # Errors
    /// None: memory takes everything.
    pub(crate) fn to_xml(&self, status: &str) -> io::Result<Vec<u8>> {
        let mut writer = Writer::new(Vec::with_capacity(1024));
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let mut outer = BytesStart::new("lfm");
        outer.push_attribute(("status", status));
        writer.write_event(Event::Start(outer))?;
        if !self.name.is_empty() {
            self.write(&mut writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new("lfm")))?;
        Ok(writer.into_inner())
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, &*allowed(value)));
        }
        writer.write_event(Event::Start(start))?;
        match &self.content {
            Content::Nothing => {}
            Content::Text(text) => {
                writer.write_event(Event::Text(BytesText::new(&allowed(text))))?;
            }
            Content::Children(children) => {
                children.iter().try_for_each(|child| child.write(writer))?;
            }
        }
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }

    /// The JSON document around an element.
    pub(crate) fn to_json(&self) -> Value {
        if self.name.is_empty() {
            return json!({});
        }
        json!({ self.name: self.value() })
    }

    fn value(&self) -> Value {
        let attributes = self
            .attributes
            .iter()
            .map(|(name, text)| ((*name).to_owned(), scalar(text, self.has_numeric_attributes)));
        let attributes: Map<String, Value> = attributes.collect();
        match &self.content {
            Content::Children(children) => {
                let mut object = self.object(children);
                if !attributes.is_empty() {
                    object.insert("@attr".to_owned(), attributes.into());
                }
                object.into()
            }
            Content::Nothing => attributes.into(),
            Content::Text(text) if attributes.is_empty() => scalar(text, self.has_number),
            Content::Text(text) => {
                let mut object = attributes;
                object.insert("#text".to_owned(), scalar(text, self.has_number));
                object.into()
            }
        }
    }

    fn object(&self, children: &[Self]) -> Map<String, Value> {
        let mut object = Map::new();
        if let Some(name) = self.list {
            object.insert(name.to_owned(), Value::Array(Vec::new()));
        }
        for child in children {
            let value = child.value();
            match object.get_mut(child.name) {
                None => drop(object.insert(child.name.to_owned(), value)),
                Some(Value::Array(several)) => several.push(value),
                Some(one) => *one = Value::Array(vec![one.take(), value]),
            }
        }
        object
    }
}

fn scalar(text: &str, is_number: bool) -> Value {
    match text.parse::<i64>() {
        Ok(number) if is_number => number.into(),
        _ => text.into(),
    }
}

/// A text without what XML 1.0 cannot say.
fn allowed(text: &str) -> String {
    let is_allowed =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    //! One element in both forms.
    use super::*;

    fn both(node: &Node) -> String {
        let xml = String::from_utf8(node.to_xml("ok").expect("memory")).expect("UTF-8");
        format!("{xml}\n{}", node.to_json())
    }

    #[test]
    fn one_child_is_an_object_and_several_are_an_array() {
        let item = |text| Node::new("b", vec![Node::text("c", text).with("d", "0")]);
        let one = Node::new("a", vec![item("x<&'y\u{1}")]).with("n", "1").with_numeric_attributes();
        expect_test::expect![[r##"
            <?xml version="1.0" encoding="UTF-8"?><lfm status="ok"><a n="1"><b><c d="0">x&lt;&amp;&apos;y</c></b></a></lfm>
            {"a":{"@attr":{"n":1},"b":{"c":{"#text":"x<&'y\u0001","d":"0"}}}}"##]]
        .assert_eq(&both(&one));
        let two = Node::new("a", vec![item("1"), item("2")]);
        assert_eq!(two.to_json()["a"]["b"].as_array().map(Vec::len), Some(2));
        let list = Node::list("a", "b", vec![item("1")]);
        assert_eq!(list.to_json()["a"]["b"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn nothing_is_an_empty_answer() {
        expect_test::expect![[r#"
            <?xml version="1.0" encoding="UTF-8"?><lfm status="ok"></lfm>
            {}"#]]
        .assert_eq(&both(&Node::nothing()));
    }
}
