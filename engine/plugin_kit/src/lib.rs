//! What a vendor's machine does with a plugin's sources: templates, compilers of guests, components, bundle folders.
