//! Invented words in several scripts, and the titles and names made of them.

use super::dice::Dice;

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Latin letters.
    Latin,
    /// Latin letters with accents.
    Accented,
    /// Cyrillic.
    Cyrillic,
    /// Japanese: kanji, hiragana, katakana, no spaces.
    Japanese,
    /// Korean.
    Korean,
    /// Arabic.
    Arabic,
    /// Greek.
    Greek,
}

/// Shares of the scripts in percent, by artist.
const SHARES: [(u32, Script); 7] = [
    (90, Script::Latin),
    (2, Script::Accented),
    (3, Script::Cyrillic),
    (3, Script::Japanese),
    (1, Script::Korean),
    (1, Script::Arabic),
    (0, Script::Greek),
];

/// Frequent short words of English, which titles are full of.
const FREQUENT: [&str; 40] = [
    "the", "of", "in", "a", "to", "you", "my", "and", "on", "for", "me", "I", "it", "is", "love",
    "no", "from", "all", "with", "your", "be", "night", "time", "day", "down", "one", "at", "up",
    "that", "this", "away", "home", "we", "are", "out", "new", "life", "by", "not", "go",
];

const ONSETS: [&str; 34] = [
    "b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kr", "l", "m",
    "n", "p", "pr", "qu", "r", "s", "sh", "sk", "st", "t", "tr", "th", "v", "w", "y", "z", "",
];
const VOWELS: [&str; 12] = ["a", "e", "i", "o", "u", "a", "e", "o", "ai", "ea", "oo", "ou"];
const ACCENTED: [&str; 14] =
    ["á", "é", "í", "ö", "ü", "å", "ø", "ñe", "ça", "ê", "è", "õ", "ą", "ő"];
const CODAS: [&str; 16] =
    ["", "", "", "", "n", "r", "l", "s", "t", "m", "ck", "nd", "st", "ng", "th", "x"];
const CYRILLIC: ([&str; 18], [&str; 9]) = (
    ["б", "в", "г", "д", "ж", "з", "к", "л", "м", "н", "п", "р", "с", "т", "ф", "х", "ч", "ш"],
    ["а", "е", "и", "о", "у", "ы", "э", "ю", "я"],
);
const GREEK: ([&str; 14], [&str; 8]) = (
    ["β", "γ", "δ", "θ", "κ", "λ", "μ", "ν", "π", "ρ", "σ", "τ", "φ", "χ"],
    ["α", "ε", "η", "ι", "ο", "υ", "ω", "ά"],
);
const ARABIC: &str = "ابتثجحدرزسشصطعغفقكلمنهوي";
const KANJI: &str =
    "夜空海月星風花雪雨光影夢心声歌恋道駅橋町川山森鳥魚灯火水石金銀青赤白黒朝昼春夏秋冬時";
const HIRAGANA: &str =
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん";
const KATAKANA: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモラリルレロワンー";

/// Words by script, the frequent ones first.
pub(super) struct Vocabulary {
    words: Vec<Vec<String>>,
}

impl Vocabulary {
    /// A vocabulary that grows with the catalogue, as vocabularies do.
    pub(super) fn new(dice: &mut Dice, recordings: u32) -> Self {
        let size = ((20.0 * f64::from(recordings).sqrt()) as usize).clamp(2_000, 60_000);
        let words = SHARES.iter().map(|(_, script)| {
            let count = if *script == Script::Latin { size } else { size / 8 };
            let frequent = FREQUENT.iter().filter(|_| *script == Script::Latin);
            let mut words: Vec<String> = frequent.map(|word| (*word).to_owned()).collect();
            // Frequent words are short.
            words.extend((0..count).map(|rank| word(dice, *script, rank * 4 > count)));
            words
        });
        Self { words: words.collect() }
    }

    fn word(&self, dice: &mut Dice, script: Script, shift: f64) -> &str {
        let words = &self.words[script as usize];
        &words[dice.zipf(words.len(), shift)]
    }

    /// A title of a recording, release or work.
    pub(super) fn title(&self, dice: &mut Dice, script: Script) -> String {
        let count =
            dice.weighted(&[(19, 1), (28, 2), (23, 3), (14, 4), (8, 5), (4, 6), (2, 8), (2, 12)]);
        let mut title = self.phrase(dice, script, count, 6.0);
        let more = dice.below(1000);
        match more {
            0..20 => title.push_str(" (live)"),
            20..35 => title.push_str(" (instrumental)"),
            35..50 => title.push_str(" (remix)"),
            50..60 => {
                let name = self.phrase(dice, Script::Latin, 1, 40.0);
                title.push_str(&format!(" ({name} remix)"));
            }
            60..68 => title.push_str(", Part II"),
            68..72 => title.insert(0, '…'),
            72..80 => title.push('!'),
            80..90 => title.push('?'),
            90..96 => title = format!("“{title}”"),
            96..104 => title = format!("{title} / {}", self.phrase(dice, script, 2, 6.0)),
            _ => {}
        }
        title
    }

    /// A name of an artist or label, and the name to sort it by.
    pub(super) fn name(&self, dice: &mut Dice, script: Script, person: bool) -> (String, String) {
        if person && script != Script::Japanese {
            let first = self.phrase(dice, script, 1, 400.0);
            let last = self.phrase(dice, script, 1, 800.0);
            return (format!("{first} {last}"), format!("{last}, {first}"));
        }
        let count = dice.weighted(&[(35, 1), (50, 2), (15, 3)]);
        let name = self.phrase(dice, script, count, 400.0);
        match dice.below(100) {
            0..22 if script == Script::Latin => (format!("The {name}"), format!("{name}, The")),
            22..25 => (format!("DJ {name}"), format!("{name}, DJ")),
            25..26 => (name.to_uppercase(), name),
            _ => (name.clone(), name),
        }
    }

    fn phrase(&self, dice: &mut Dice, script: Script, words: u32, shift: f64) -> String {
        let mut phrase = String::new();
        for at in 0..words {
            if at > 0 && script != Script::Japanese {
                phrase.push(' ');
            }
            let mut letters = self.word(dice, script, shift).chars();
            phrase.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            phrase.push_str(letters.as_str());
        }
        phrase
    }
}

/// A script by its share.
pub(super) fn script(dice: &mut Dice) -> Script {
    let script = dice.weighted(&SHARES);
    if script == Script::Accented && dice.chance(0.1) { Script::Greek } else { script }
}

fn word(dice: &mut Dice, script: Script, long: bool) -> String {
    let syllables = if long { dice.between(2, 3) } else { dice.between(1, 2) };
    let letters = |dice: &mut Dice, from: &str, count: u32| -> String {
        let from: Vec<char> = from.chars().collect();
        (0..count).map(|_| dice.pick(&from)).collect()
    };
    match script {
        Script::Latin => (0..syllables).map(|_| syllable(dice, &VOWELS)).collect(),
        Script::Accented => {
            let plain: String = (1..syllables).map(|_| syllable(dice, &VOWELS)).collect();
            plain + &syllable(dice, &ACCENTED)
        }
        Script::Cyrillic => pairs(dice, &CYRILLIC.0, &CYRILLIC.1, syllables + 1),
        Script::Greek => pairs(dice, &GREEK.0, &GREEK.1, syllables + 1),
        Script::Japanese => match dice.below(10) {
            0..4 => letters(dice, KANJI, 2),
            4..7 => letters(dice, KATAKANA, syllables + 2),
            _ => letters(dice, HIRAGANA, syllables + 1),
        },
        Script::Korean => {
            let block = |dice: &mut Dice| char::from_u32(0xac00 + dice.below(11_172));
            (0..=syllables).filter_map(|_| block(dice)).collect()
        }
        Script::Arabic => letters(dice, ARABIC, syllables + 2),
    }
}

fn syllable(dice: &mut Dice, vowels: &[&str]) -> String {
    let parts = [dice.pick(&ONSETS), dice.pick(vowels), dice.pick(&CODAS)];
    parts.concat()
}

fn pairs(dice: &mut Dice, first: &[&str], second: &[&str], count: u32) -> String {
    (0..count).flat_map(|_| [dice.pick(first), dice.pick(second)]).collect()
}
