//! Characters that Unicode does not decompose, with the ASCII (or plainer) spelling they fold to.

/// The folded spelling of `c`, if it has one of its own.
pub(super) fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' | 'ɗ' | 'Ɗ' => "d",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ı' => "i",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' => "n",
        'ƒ' | 'Ƒ' => "f",
        'ɓ' | 'Ɓ' | 'ƀ' | 'Ƀ' => "b",
        'ƙ' | 'Ƙ' | 'ĸ' => "k",
        'ɨ' | 'Ɨ' => "i",
        'ʉ' | 'Ʉ' => "u",
        'ƶ' | 'Ƶ' => "z",
        'ς' => "σ",
        // Apostrophes and what is typed for them.
        '‘' | '’' | '‛' | 'ʼ' | 'ʻ' | 'ʹ' | 'ʾ' | 'ʿ' | 'ˈ' | '′' | '´' | '׳' => {
            "'"
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '⸺' => "-",
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '״' | '〝' | '〞' => "\"",
        '⁄' | '∕' => "/",
        // Line and paragraph separators and the control characters of Latin-1.
        '\u{80}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{1680}' => " ",
        _ => return None,
    })
}
