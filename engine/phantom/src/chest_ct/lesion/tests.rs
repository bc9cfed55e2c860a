//! Masks hold what the implicit functions hold; twins differ only where pathology is.
