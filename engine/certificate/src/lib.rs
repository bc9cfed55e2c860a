//! A certificate out of a result: printable PDF, Open Badges 3.0 credential, and the credential baked into a PNG.
