//! The JSON in two columns of `track_files`: languages, and artists' roles in one of several shapes.

use catalog::codec::ListBuffer;
use catalog::record::recording::ArtistRoles;
use serde_json::{Map, Value};

/// Why a text was not read.
type Shape<T> = Result<T, String>;

/// Puts the language codes of `["en", …]` into a list, which stays empty if anything is wrong.
pub(super) fn languages(text: &str, list: &mut ListBuffer) -> Shape<()> {
    let value = parse(text)?;
    strings(&value)?.iter().for_each(|code| list.push(code));
    Ok(())
}

/// Puts artists with their roles into a list, which stays empty if anything is wrong.
///
/// Read are `{"name": ["role", …], …}`, `[{"name": …, "roles": […]}, …]`, `[{"name": […]}, …]` and
/// `[["name", ["role", …]], …]`; a single role needs no array.
pub(super) fn roles(text: &str, list: &mut ListBuffer) -> Shape<()> {
    let value = parse(text)?;
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    match &value {
        Value::Null => {}
        Value::Object(artists) => by_name(artists, &mut found)?,
        Value::Array(items) => items.iter().try_for_each(|item| artist(item, &mut found))?,
        other => return Err(expected("an object or an array", other)),
    }
    for (name, roles) in &found {
        let mut buffer = ListBuffer::default();
        roles.iter().for_each(|role| buffer.push(role));
        list.push(&ArtistRoles { name, roles: buffer.list(), ..ArtistRoles::default() });
    }
    Ok(())
}

fn parse(text: &str) -> Shape<Value> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn by_name<'v>(
    artists: &'v Map<String, Value>,
    found: &mut Vec<(&'v str, Vec<&'v str>)>,
) -> Shape<()> {
    for (name, roles) in artists {
        found.push((name, strings(roles)?));
    }
    Ok(())
}

/// One item of an array of artists.
fn artist<'v>(item: &'v Value, found: &mut Vec<(&'v str, Vec<&'v str>)>) -> Shape<()> {
    match item {
        Value::Object(fields) => {
            let first = |names: &[&str]| names.iter().find_map(|name| fields.get(*name));
            match (first(&["name", "artist", "artist_name"]), first(&["roles", "role"])) {
                (Some(Value::String(name)), Some(roles)) => found.push((name, strings(roles)?)),
                _ => by_name(fields, found)?,
            }
        }
        Value::Array(pair) => match pair.as_slice() {
            [Value::String(name), roles] => found.push((name, strings(roles)?)),
            _ => return Err(expected("a pair of name and roles", item)),
        },
        other => return Err(expected("an artist with roles", other)),
    }
    Ok(())
}

/// The strings of an array, or a single one, or none for null.
fn strings(value: &Value) -> Shape<Vec<&str>> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => items.iter().map(string).collect(),
        other => string(other).map(|text| vec![text]),
    }
}

fn string(value: &Value) -> Shape<&str> {
    value.as_str().ok_or_else(|| expected("a string", value))
}

fn expected(what: &str, value: &Value) -> String {
    let shown: String = value.to_string().chars().take(60).collect();
    format!("{shown} is not {what}")
}

#[cfg(test)]
mod tests {
    //! Every shape that is read, and what is not.
    use catalog::codec::Read;

    use super::*;

    fn roles_of(text: &str) -> Shape<Vec<(String, Vec<String>)>> {
        let mut list = ListBuffer::default();
        roles(text, &mut list)?;
        let owned = |artist: Read<ArtistRoles<'_>>| {
            let artist = artist.expect("just written");
            let roles = artist.roles.iter().map(|role| role.expect("just written").to_owned());
            (artist.name.to_owned(), roles.collect())
        };
        Ok(list.list::<ArtistRoles<'_>>().iter().map(owned).collect())
    }

    #[test]
    fn roles_are_read_in_every_shape() {
        let expected = vec![("Björk".to_owned(), vec!["vocals".to_owned(), "writer".to_owned()])];
        for text in [
            r#"{"Björk": ["vocals", "writer"]}"#,
            r#"[{"name": "Björk", "roles": ["vocals", "writer"]}]"#,
            r#"[{"artist": "Björk", "role": ["vocals", "writer"]}]"#,
            r#"[{"Björk": ["vocals", "writer"]}]"#,
            r#"[["Björk", ["vocals", "writer"]]]"#,
        ] {
            assert_eq!(roles_of(text).as_ref(), Ok(&expected), "{text}");
        }
        assert_eq!(roles_of(r#"{"A": "x", "B": null}"#).map(|all| all.len()), Ok(2));
        assert_eq!(roles_of("null"), Ok(Vec::new()));
    }

    #[test]
    fn other_shapes_leave_nothing_behind() {
        let deep = "[".repeat(100_000);
        for text in ["", "{", "7", r#"{"A": ["x"], "B": 7}"#, r#"["A"]"#, r#"[["A"]]"#, &deep] {
            let mut list = ListBuffer::default();
            assert!(roles(text, &mut list).is_err(), "{text}");
            assert!(list.is_empty(), "{text}");
        }
        let mut list = ListBuffer::default();
        assert!(languages(r#"["en", 1]"#, &mut list).is_err() && list.is_empty());
    }
}
