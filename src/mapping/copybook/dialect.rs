//! Whose COBOL a copybook is: what differs in the bytes.

/// A compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// IBM Enterprise COBOL for z/OS.
    #[default]
    Ibm,
    /// Micro Focus, with its own sizes of binary items.
    MicroFocus,
    /// `GnuCOBOL` 3 with its default configuration.
    GnuCobol,
}

/// Which byte of a binary number stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endian {
    /// The most significant one.
    Big,
    /// The least significant one.
    Little,
}

/// How COMP-1 and COMP-2 are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Float {
    /// IBM's hexadecimal floats, base 16.
    Hexadecimal,
    /// IEEE 754, with its byte order.
    Ieee(Endian),
}

/// How many bytes a binary item has by its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinarySizes {
    /// 2 up to 4 digits, 4 up to 9, 8 up to 18.
    TwoFourEight,
    /// 1 up to 2 digits, then as above.
    OneTwoFourEight,
    /// As few as hold the digits.
    Least,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ibm, Self::MicroFocus, Self::GnuCobol];

    /// As mappings name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ibm => "ibm",
            Self::MicroFocus => "micro-focus",
            Self::GnuCobol => "gnucobol",
        }
    }

    /// The dialect of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// Sizes of COMP, COMP-4, COMP-5 and BINARY.
    #[must_use]
    pub const fn binary_sizes(self) -> BinarySizes {
        match self {
            Self::Ibm => BinarySizes::TwoFourEight,
            Self::MicroFocus => BinarySizes::Least,
            Self::GnuCobol => BinarySizes::OneTwoFourEight,
        }
    }

    /// Byte order of COMP-5; the other binary items are big-endian everywhere.
    #[must_use]
    pub const fn native(self) -> Endian {
        match self {
            Self::Ibm => Endian::Big,
            Self::MicroFocus | Self::GnuCobol => Endian::Little,
        }
    }

    /// COMP-1 and COMP-2.
    #[must_use]
    pub const fn float(self) -> Float {
        match self {
            Self::Ibm => Float::Hexadecimal,
            Self::MicroFocus | Self::GnuCobol => Float::Ieee(Endian::Little),
        }
    }

    /// Whether SYNCHRONIZED of a group holds for the items in it; `GnuCOBOL` passes over it.
    #[must_use]
    pub const fn groups_synchronize(self) -> bool {
        !matches!(self, Self::GnuCobol)
    }

    /// Whether a group begins where its first item does, behind the slack bytes that this needs: IBM Enterprise COBOL for
    /// z/OS 6.3, Language Reference, "Slack bytes within records", where they belong to the item before the group
    /// (`FIELD-L`). Elsewhere they stand in the group.
    #[must_use]
    pub const fn groups_align(self) -> bool {
        matches!(self, Self::Ibm)
    }

    /// Bytes of a POINTER.
    #[must_use]
    pub const fn pointer(self) -> u64 {
        match self {
            Self::Ibm | Self::MicroFocus => 4,
            Self::GnuCobol => 8,
        }
    }

    /// Bytes of a FUNCTION-POINTER. IBM Enterprise COBOL 6.4, Language Reference, "FUNCTION-POINTER phrase": four where
    /// addresses have 31 bits.
    #[must_use]
    pub const fn function_pointer(self) -> u64 {
        match self {
            Self::Ibm => 4,
            Self::MicroFocus | Self::GnuCobol => 8,
        }
    }

    /// Bytes of a binary item of so many digits.
    #[must_use]
    pub fn binary(self, digits: u32, signed: bool) -> u64 {
        match self.binary_sizes() {
            // No compiler but Micro Focus's has more than 18; others' readers take as few bytes as hold them and a sign.
            _ if digits > 18 => least(digits, true),
            BinarySizes::TwoFourEight => by_steps(&[(4, 2), (9, 4)], digits),
            BinarySizes::OneTwoFourEight => by_steps(&[(2, 1), (4, 2), (9, 4)], digits),
            BinarySizes::Least => least(digits, signed),
        }
    }
}

fn by_steps(steps: &[(u32, u64)], digits: u32) -> u64 {
    steps.iter().find(|(most, _)| digits <= *most).map_or(8, |(_, bytes)| *bytes)
}

/// As few bytes as hold a number of so many digits, with a bit for the sign.
pub(super) fn least(digits: u32, signed: bool) -> u64 {
    let largest = 10_u128.checked_pow(digits).map_or(u128::MAX, |power| power - 1);
    let bits = u128::BITS - largest.leading_zeros() + u32::from(signed);
    u64::from(bits.div_ceil(8).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Micro Focus, Language Reference, "Computational-5": storage by digits, signed and unsigned.
    #[test]
    fn least_bytes_are_as_the_manual_has_them() {
        let signed = [1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 8];
        let unsigned = [1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 7, 8, 8];
        for (digits, (signed, unsigned)) in (1..).zip(signed.into_iter().zip(unsigned)) {
            assert_eq!((least(digits, true), least(digits, false)), (signed, unsigned), "{digits}");
        }
    }

    #[test]
    fn binary_items_have_the_sizes_of_their_dialect() {
        for (digits, ibm, gnu) in
            [(1, 2, 1), (2, 2, 1), (4, 2, 2), (5, 4, 4), (9, 4, 4), (10, 8, 8), (18, 8, 8), (19, 9, 9), (37, 16, 16)]
        {
            assert_eq!(Dialect::Ibm.binary(digits, true), ibm, "{digits}");
            assert_eq!(Dialect::GnuCobol.binary(digits, true), gnu, "{digits}");
        }
    }
}
