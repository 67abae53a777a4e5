//! Scopes: what an app token was allowed to do.

macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// One right of an app token.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Scope { $($(#[$doc])* $variant),* }

        impl Scope {
            /// All of them, in the order of their bits.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in requests and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

scopes! {
    /// Read own listens and statistics.
    ListensRead = "listens:read",
    /// Submit, correct and remove own listens.
    ListensWrite = "listens:write",
    /// Browse and stream the library.
    LibraryRead = "library:read",
    /// Rate, love and annotate things of the library.
    LibraryWrite = "library:write",
    /// Read own profile and settings.
    ProfileRead = "profile:read",
    /// Change own profile and settings.
    ProfileWrite = "profile:write",
    /// Read own playlists.
    PlaylistsRead = "playlists:read",
    /// Make, change and remove own playlists.
    PlaylistsWrite = "playlists:write",
    /// What administrators do; works only while the user is one.
    Admin = "admin",
}

impl Scope {
    /// The scope of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.as_str() == word)
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A set of scopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes(u16);

impl Scopes {
    /// The set of these.
    #[must_use]
    pub fn of(scopes: &[Scope]) -> Self {
        Self(scopes.iter().fold(0, |bits, scope| bits | scope.bit()))
    }

    /// Whether the set has this one.
    #[must_use]
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The scopes in their order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }

    /// Reads words separated by spaces; words of other versions of the program are left out.
    pub(crate) fn from_words(words: &str) -> Self {
        let known: Vec<Scope> = words.split(' ').filter_map(Scope::parse).collect();
        Self::of(&known)
    }

    /// Words separated by spaces.
    pub(crate) fn to_words(self) -> String {
        let words: Vec<&str> = self.iter().map(Scope::as_str).collect();
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    //! Sets and words.
    use super::*;

    #[test]
    fn a_set_reads_back_as_what_it_was() {
        for scope in Scope::ALL {
            let set = Scopes::of(&[*scope, Scope::Admin]);
            assert_eq!(Scopes::from_words(&set.to_words()), set);
            assert!(set.contains(*scope));
        }
        assert!(Scopes::from_words("nonsense listens").is_empty());
    }
}
