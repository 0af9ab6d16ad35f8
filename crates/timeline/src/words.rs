//! Closed lists of words, as the study sheets spell them.

/// Declares an enum whose members have one written word each, with `from_word` and `word`.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$item:meta])* $member:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$item])* $member),+ }

        impl $name {
            /// Every member, in the order of the list.
            pub const ALL: &'static [$name] = &[$($name::$member),+];
            /// Every word of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The member of an exactly spelled word (trimmed, lower case where the list is).
            pub fn from_word(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$member),)+ _ => None }
            }

            /// The word, as sheets and results spell it.
            pub fn word(self) -> &'static str {
                match self { $($name::$member => $word),+ }
            }
        }
    };
}
