//! Whose COBOL a batch of layouts is compiled as, and how its files are framed; what differs there is named here.

/// How records are told apart in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// All have one length.
    Fixed,
    /// `COB_VARSEQ_FORMAT`: the length stands before each.
    Varying(u8),
    /// LINE SEQUENTIAL: text lines, without the blanks at their ends.
    Lines,
}

/// Options of the compiler, and what the mapping says of them.
#[derive(Debug, Clone, Copy)]
pub struct Flavour {
    pub name: &'static str,
    pub flags: &'static [&'static str],
    pub dialect: &'static str,
    pub framing: Framing,
    /// What follows a table that depends on a counter follows its last element.
    pub slides: bool,
    pub comma: bool,
    /// Items may be SYNCHRONIZED; the compiler aligns them by its own rules with every `-std`.
    pub sync: bool,
}

const GNU: Flavour = Flavour {
    name: "default",
    flags: &["-std=default", "-flarger-redefines-ok"],
    dialect: "gnucobol",
    framing: Framing::Fixed,
    slides: false,
    comma: false,
    sync: true,
};
const SLIDING: Flavour =
    Flavour { name: "odoslide", flags: &["-std=default", "-flarger-redefines-ok", "-fodoslide"], slides: true, ..GNU };
const COMPLEX: Flavour =
    Flavour { name: "complex-odo", flags: &["-std=default", "-flarger-redefines-ok", "-fcomplex-odo"], ..GNU };
const IBM: Flavour = Flavour {
    name: "ibm",
    flags: &["-std=ibm", "-fsign=EBCDIC", "-fodoslide"],
    dialect: "ibm",
    slides: true,
    sync: false,
    ..GNU
};
const MICRO_FOCUS: Flavour = Flavour { name: "mf", flags: &["-std=mf"], dialect: "micro-focus", sync: false, ..GNU };

/// One after another, as batches are made.
pub const ALL: [Flavour; 13] = [
    GNU,
    Flavour { framing: Framing::Varying(0), ..COMPLEX },
    Flavour { framing: Framing::Varying(1), ..SLIDING },
    IBM,
    MICRO_FOCUS,
    Flavour { comma: true, name: "comma", ..GNU },
    Flavour { framing: Framing::Varying(2), ..COMPLEX },
    Flavour { framing: Framing::Varying(3), ..SLIDING },
    GNU,
    Flavour { framing: Framing::Varying(0), ..SLIDING },
    Flavour { framing: Framing::Varying(0), ..IBM },
    Flavour { framing: Framing::Varying(1), ..MICRO_FOCUS },
    Flavour { framing: Framing::Lines, name: "lines", ..GNU },
];

impl Flavour {
    /// Binary items in the machine's own order: `GnuCOBOL` takes the order of the machine that it runs on with every
    /// `-std`, and a mainframe's is big-endian.
    pub fn has_native(&self) -> bool {
        self.dialect != "ibm"
    }

    /// Items move in the compiler's records.
    pub fn moves(&self) -> bool {
        matches!(self.framing, Framing::Varying(_)) && self.slides
    }

    /// Without `-fodoslide` the compiler cuts a record short that has items behind such a table, though these do not move:
    /// the program writes the record's bytes itself, all of them.
    pub fn is_copied(&self) -> bool {
        matches!(self.framing, Framing::Varying(_)) && !self.slides
    }

    /// What a mapping says of the copybook, besides its file.
    pub fn copybook(&self) -> String {
        let mut said = format!("dialect: {}", self.dialect);
        // The compiler's floats are the machine's with every `-std`.
        for (is, text) in [
            (self.dialect == "ibm", ", floats: ieee-little"),
            (self.comma, ", decimal_comma: true"),
            (self.slides != (self.dialect == "ibm"), if self.slides { ", slides: true" } else { ", slides: false" }),
        ] {
            said += if is { text } else { "" };
        }
        said
    }

    /// `records: end:` of its files.
    pub fn end(&self) -> &'static str {
        match self.framing {
            Framing::Fixed => "",
            Framing::Varying(0) => "    end: {rdw: big, counts_itself: false}\n",
            Framing::Varying(1) => "    end: {length_at: 1-4, length_as: big, header: 4, counts_itself: false}\n",
            Framing::Varying(2) => "    end: {length_at: 1-4, length_as: little, header: 4, counts_itself: false}\n",
            Framing::Lines => "    end: newline\n    short: pad\n",
            Framing::Varying(_) => "    end: {length_at: 1-2, length_as: big, header: 2, counts_itself: false}\n",
        }
    }
}
