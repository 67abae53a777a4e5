//! Character references of HTML, which some clients forget to decode.

use std::borrow::Cow;

/// Longest reference that is decoded, without `&` and `;`.
const MAX_REFERENCE: usize = 8;

/// The names that appear in titles; numbers are decoded whatever they are.
const NAMED: [(&str, &str); 7] = [
    ("amp", "&"),
    ("quot", "\""),
    ("apos", "'"),
    ("lt", "<"),
    ("gt", ">"),
    ("nbsp", " "),
    ("hellip", "…"),
];

/// Decodes `&amp;`, `&#39;`, `&#x27;` and the like, once; anything else stays as it is.
#[must_use]
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') || !text.contains(';') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest[1..].split_once(';').filter(|(name, _)| name.len() <= MAX_REFERENCE);
        match reference.and_then(|(name, after)| Some((decoded(name)?, after))) {
            Some((text, after)) => {
                out.push_str(&text);
                rest = after;
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn decoded(name: &str) -> Option<Cow<'static, str>> {
    let Some(number) = name.strip_prefix('#') else {
        let known = NAMED.iter().find(|(known, _)| *known == name)?;
        return Some(Cow::Borrowed(known.1));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    let c = char::from_u32(code).filter(|c| !c.is_control())?;
    Some(Cow::Owned(c.to_string()))
}

#[cfg(test)]
mod tests {
    //! What is decoded and what stays.
    use super::*;

    #[test]
    fn references_are_decoded_and_everything_else_stays() {
        let cases = [
            ("Salt &amp; Static", "Salt & Static"),
            ("Don&#39;t &#x2F; &quot;Stop&quot;", "Don't / \"Stop\""),
            ("Salt & Static; Rope", "Salt & Static; Rope"),
            ("&#xzz; &; &#0; &unknown; &amp", "&#xzz; &; &#0; &unknown; &amp"),
            ("&amp;amp;", "&amp;"),
        ];
        for (text, expected) in cases {
            assert_eq!(decode_entities(text), expected);
        }
    }
}
