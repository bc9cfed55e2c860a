//! A reader for protocol buffers that looks at fields one by one and copies nothing. No schema.

/// What is wrong, and at which byte of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) why: &'static str,
    pub(crate) offset: usize,
}

/// The value of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// A number of variable length.
    Varint(u64),
    /// Four or eight bytes: numbers that this crate has no use for.
    Fixed,
    /// A text, bytes, packed numbers, or a message within.
    Bytes(Message<'a>),
}

/// A message: bytes and where they lie in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Message<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Message<'a> {
    /// The message that a whole file is.
    pub(crate) fn file(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// Its bytes as text, with replacements for what is not UTF-8; at most 128 characters.
    pub(crate) fn text(self) -> String {
        let end = self.bytes.len().min(512);
        String::from_utf8_lossy(&self.bytes[..end])
            .chars()
            .take(128)
            .collect()
    }

    /// Its fields in the order of the file.
    pub(crate) fn fields(self) -> Fields<'a> {
        Fields { rest: self }
    }

    /// Its bytes as packed numbers of variable length.
    pub(crate) fn varints(self) -> Result<Vec<u64>, Malformed> {
        let mut rest = self;
        let mut values = Vec::new();
        while !rest.bytes.is_empty() {
            values.push(rest.take_varint()?);
        }
        Ok(values)
    }

    fn malformed(self, why: &'static str) -> Malformed {
        Malformed {
            why,
            offset: self.offset,
        }
    }

    fn take(&mut self, count: usize) -> Result<Message<'a>, Malformed> {
        let Some((taken, rest)) = self.bytes.split_at_checked(count) else {
            return Err(self.malformed("a field is cut off"));
        };
        let taken = Message {
            bytes: taken,
            offset: self.offset,
        };
        *self = Message {
            bytes: rest,
            offset: self.offset + count,
        };
        Ok(taken)
    }

    fn take_varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0u64;
        for (idx, &byte) in self.bytes.iter().take(10).enumerate() {
            value |= u64::from(byte & 0x7f) << (7 * idx);
            if byte < 0x80 {
                self.take(idx + 1)?;
                return Ok(value);
            }
        }
        Err(self.malformed("a number is cut off"))
    }
}

/// The fields of a message: number and value.
pub(crate) struct Fields<'a> {
    rest: Message<'a>,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Value<'a>), Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.bytes.is_empty() {
            return None;
        }
        let field = self.take_field();
        if field.is_err() {
            self.rest.bytes = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn take_field(&mut self) -> Result<(u64, Value<'a>), Malformed> {
        let rest = &mut self.rest;
        let start = *rest;
        let key = rest.take_varint()?;
        let value = match key & 7 {
            0 => Value::Varint(rest.take_varint()?),
            1 => rest.take(8).map(|_| Value::Fixed)?,
            2 => {
                let len = usize::try_from(rest.take_varint()?).unwrap_or(usize::MAX);
                Value::Bytes(rest.take(len)?)
            }
            5 => rest.take(4).map(|_| Value::Fixed)?,
            _ => return Err(start.malformed("a field of unknown kind")),
        };
        // The library reads keys as 32-bit numbers: a longer one would be another field to it than to us.
        if key >> 3 == 0 || key > u64::from(u32::MAX) {
            return Err(start.malformed("a field without a valid number"));
        }
        Ok((key >> 3, value))
    }
}

#[cfg(test)]
mod tests;
