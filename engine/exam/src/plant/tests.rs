//! What is planted shows, everywhere alike, and nowhere says so.
