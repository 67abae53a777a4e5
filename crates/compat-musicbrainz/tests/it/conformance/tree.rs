//! XML as a tree, for comparing.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// An element: attributes by name, text without the white space around it, children in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
}

/// Parses a document; what is no XML becomes an element that says so.
pub fn parse(text: &str) -> Element {
    read(text)
        .unwrap_or_else(|error| Element { name: format!("no XML: {error}"), ..Element::default() })
}

fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let element = element(&start)?;
                open.last_mut().unwrap().children.push(element);
            }
            Event::End(_) => {
                let mut element = open.pop().ok_or("too many ends")?;
                element.text = element.text.trim().to_owned();
                open.last_mut().ok_or("too many ends")?.children.push(element);
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                open.last_mut().unwrap().text.push_str(&text);
            }
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().map_err(|error| error.to_string())?;
                let name = name.decode().map_err(|error| error.to_string())?;
                let text = &mut open.last_mut().unwrap().text;
                match (character, resolve_predefined_entity(&name)) {
                    (Some(character), _) => text.push(character),
                    (None, Some(known)) => text.push_str(known),
                    (None, None) => return Err(format!("&{name};")),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    open.pop().and_then(|mut root| root.children.pop()).ok_or_else(|| "no element".to_owned())
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
