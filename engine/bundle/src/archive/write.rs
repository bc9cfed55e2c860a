//! Writes archives of the one form; what may be in them is decided elsewhere.

use std::io::{self, Write};

use super::{END, Entry, LOCAL_BYTES, MAX_PACKED_BYTES, central_header, local_header};
use crate::form::Form;

/// Writes an archive of the one form; entries come in their right order.
pub(crate) struct Writer<'f, W> {
    form: &'f Form,
    to: W,
    n_bytes: u64,
    entries: Vec<Entry>,
}

impl<'f, W: Write> Writer<'f, W> {
    pub(crate) fn new(form: &'f Form, to: W) -> Self {
        Self {
            form,
            to,
            n_bytes: 0,
            entries: Vec::new(),
        }
    }

    /// Writes an entry whose size and sum are known; `copy` writes its bytes.
    pub(crate) fn entry(
        &mut self,
        name: &str,
        n_bytes: u64,
        crc32: u32,
        copy: impl FnOnce(&mut W) -> io::Result<()>,
    ) -> io::Result<()> {
        let entry = Entry {
            name: name.to_owned(),
            offset: self.n_bytes + LOCAL_BYTES + name.len() as u64,
            n_bytes,
            crc32,
        };
        let end = entry.offset + n_bytes;
        if end > MAX_PACKED_BYTES {
            return Err(io::Error::other(format!(
                "a {} may have {MAX_PACKED_BYTES} bytes; {name} goes beyond",
                self.form.what
            )));
        }
        self.to.write_all(&local_header(&entry))?;
        copy(&mut self.to)?;
        self.n_bytes = end;
        self.entries.push(entry);
        Ok(())
    }

    /// Writes the directory and gives back what was written to.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let mut directory = Vec::new();
        for entry in &self.entries {
            directory.extend(central_header(entry));
        }
        let n_entries = u16::try_from(self.entries.len())
            .ok()
            .filter(|n| usize::from(*n) <= self.form.most_files)
            .ok_or_else(|| io::Error::other(format!("more than {} files", self.form.most_files)))?;
        let too_large = |_| io::Error::other(format!("more than {MAX_PACKED_BYTES} bytes"));
        let offset = u32::try_from(self.n_bytes).map_err(too_large)?;
        let n_directory = u32::try_from(directory.len()).map_err(too_large)?;
        self.to.write_all(&directory)?;
        let mut end = Vec::new();
        end.extend(END.to_le_bytes());
        end.extend([0; 4]);
        end.extend(n_entries.to_le_bytes());
        end.extend(n_entries.to_le_bytes());
        end.extend(n_directory.to_le_bytes());
        end.extend(offset.to_le_bytes());
        end.extend([0; 2]);
        self.to.write_all(&end)?;
        Ok(self.to)
    }
}
