//! Words in columns that are enums in Rust.

/// Declares an enum that is kept as a word. The CHECK of the column lists the same words.
macro_rules! words {
    (
        $(#[$meta:meta])* $name:ident, $expected:literal;
        $($(#[$doc:meta])* $variant:ident = $word:literal,)*
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in the database.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The variant of a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::FromValue for $name {
            const EXPECTED: &'static str = $expected;

            fn from_value(value: &$crate::Value) -> Option<Self> {
                match value {
                    $crate::Value::Text(word) => Self::from_word(word),
                    _ => None,
                }
            }
        }

        impl From<$name> for $crate::Value {
            fn from(it: $name) -> Self { Self::Text(it.as_str().to_owned()) }
        }
    };
}
pub(crate) use words;
