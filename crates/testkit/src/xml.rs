//! XML as a tree, for tests that compare answers or look into them.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, with the prefix that stands there.
    pub name: String,
    /// Attributes by name.
    pub attributes: Vec<(String, String)>,
    /// The text without the white space around it.
    pub text: String,
    /// Elements inside, in order.
    pub children: Vec<Element>,
}

/// The outermost element of a document.
///
/// # Errors
/// What is no XML, in the words of the parser.
pub fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut around = Vec::new();
    let mut current = Element::default();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                around.push(std::mem::replace(&mut current, element(&start)?));
            }
            Event::Empty(start) => current.children.push(element(&start)?),
            Event::End(_) => {
                let outer = around.pop().ok_or("too many ends")?;
                let mut inner = std::mem::replace(&mut current, outer);
                inner.text = inner.text.trim().to_owned();
                current.children.push(inner);
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                current.text.push_str(&text);
            }
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().map_err(|error| error.to_string())?;
                let name = name.decode().map_err(|error| error.to_string())?;
                match (character, resolve_predefined_entity(&name)) {
                    (Some(character), _) => current.text.push(character),
                    (None, Some(known)) => current.text.push_str(known),
                    (None, None) => return Err(format!("&{name};")),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match current.children.pop() {
        Some(root) if around.is_empty() => Ok(root),
        Some(_) => Err("too few ends".to_owned()),
        None => Err("no element".to_owned()),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        attributes.push((key, value.map_err(|error| error.to_string())?.into_owned()));
    }
    attributes.sort();
    Ok(Element { name, attributes, ..Element::default() })
}
