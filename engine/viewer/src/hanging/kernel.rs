//! Whether a convolution kernel is soft or sharp, by the names that manufacturers give. A preference, never a filter.

/// How a reconstruction renders edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sharpness {
    /// For soft tissue: smooth, little noise.
    Soft,
    /// For lung and bone: crisp, more noise.
    Sharp,
}

/// The sharpness of a Convolution Kernel (0018,1210); `None` for a name that is not known.
///
/// Numbered kernels of the form letters and digits (`B30f`, `Br40`, `I70f`, `Hr60`) count as sharp from 50 on; `FC`
/// numbers name soft tissue below 30 and from 40 to 48, bone and lung otherwise. The rest is a list of names.
#[must_use]
pub fn kernel_sharpness(kernel: &str) -> Option<Sharpness> {
    // Several values are divided by a backslash: the first names the kernel, the others what was done besides.
    let name = kernel.split('\\').next()?.trim().to_uppercase();
    match name.as_str() {
        "SOFT" | "STANDARD" | "STND" | "DETAIL" | "A" | "B" | "C" | "UA" | "UB" => {
            return Some(Sharpness::Soft);
        }
        "LUNG" | "BONE" | "BONEPLUS" | "BONE+" | "EDGE" | "ULTRA" | "D" | "E" | "L" | "YC"
        | "YD" | "YE" => return Some(Sharpness::Sharp),
        _ => {}
    }
    let letters = name.find(|c: char| c.is_ascii_digit())?;
    let (family, rest) = name.split_at(letters);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let number: u32 = digits.parse().ok()?;
    let is_sharp = match family {
        "FC" => !matches!(number, 0..30 | 40..=48),
        "B" | "BR" | "BF" | "BL" | "BV" | "H" | "HR" | "HC" | "I" | "J" | "QR" | "T" | "U"
            if (8..=99).contains(&number) =>
        {
            number >= 50
        }
        _ => return None,
    };
    Some(if is_sharp {
        Sharpness::Sharp
    } else {
        Sharpness::Soft
    })
}

#[cfg(test)]
mod tests;
