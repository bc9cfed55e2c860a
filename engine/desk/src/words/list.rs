//! The ids of all words on the desk, in the files below. A word that no panel uses is a compiler warning; a test holds the files complete.

macro_rules! words {
    ($($word:ident => $id:literal,)*) => {
        /// A text on the desk, by its id in the Fluent files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Word {$($word,)*}

        impl Word {
            /// Every word. Only for tests: outside of them the compiler shall see which ones nobody uses.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$word,)*];

            /// Its id in the Fluent files.
            #[must_use]
            pub(crate) fn id(self) -> &'static str {
                match self {$(Self::$word => $id,)*}
            }
        }
    };
}

#[macro_use]
mod ai;
#[macro_use]
mod panels;
#[macro_use]
mod reading;
#[macro_use]
mod start;

panel_words!();
