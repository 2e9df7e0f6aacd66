//! Records of one kind as a page: rows of faces, and what each column of it shows.
//!
//! In: the faces of records. Out: counts by column and class. Refuses to know encodings, and to say what a count means.

/// A letter beyond ASCII.
pub const LETTER: u8 = 0x80;
/// Any other character beyond ASCII.
pub const OTHER: u8 = 0x81;

/// What a face is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A blank.
    Blank,
    /// 0 to 9.
    Digit,
    /// A letter of any script.
    Letter,
    /// All else.
    Other,
}

/// The class of a face.
#[must_use]
pub const fn class(face: u8) -> Class {
    match face {
        b' ' => Class::Blank,
        b'0'..=b'9' => Class::Digit,
        b'A'..=b'Z' | b'a'..=b'z' | LETTER => Class::Letter,
        _ => Class::Other,
    }
}

/// Rows of one kind, all of one width: shorter records are filled up with blanks.
#[derive(Debug, Clone, Default)]
pub struct Page<'a> {
    rows: Vec<&'a [u8]>,
    /// For each row, whether the row before it stands before it in the file too, among those of its kind.
    follows: Vec<bool>,
    width: usize,
}

/// Rows that are looked at closely.
const ROWS: usize = 1500;
/// Those of them that stand one after the other.
const TOGETHER: usize = 500;

impl<'a> Page<'a> {
    /// Of these rows, or of some that are spread over them where there are many.
    #[must_use]
    pub fn of(rows: &[&'a [u8]]) -> Self {
        let width = rows.iter().map(|row| row.len()).max().unwrap_or_default();
        let picked: Vec<usize> = if rows.len() <= ROWS {
            (0..rows.len()).collect()
        } else {
            let spread = ROWS - TOGETHER;
            (0..TOGETHER).chain((0..spread).map(|at| TOGETHER + at * (rows.len() - TOGETHER) / spread)).collect()
        };
        let follows = picked.iter().enumerate().map(|(at, row)| at > 0 && picked[at - 1] + 1 == *row).collect();
        Self { rows: picked.into_iter().map(|at| rows[at]).collect(), follows, width }
    }

    /// The same rows with other faces.
    #[must_use]
    pub fn with<'b>(&self, rows: &'b [Vec<u8>]) -> Page<'b> {
        Page { rows: rows.iter().map(Vec::as_slice).collect(), follows: self.follows.clone(), width: self.width }
    }

    /// Columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The face of a place; a blank behind the end of the row.
    #[must_use]
    pub fn face(&self, row: usize, column: usize) -> u8 {
        self.rows[row].get(column).copied().unwrap_or(b' ')
    }

    /// The faces of these columns of a row.
    #[must_use]
    pub fn text(&self, row: usize, from: usize, to: usize) -> Vec<u8> {
        (from..to).map(|column| self.face(row, column)).collect()
    }

    /// Whether all of these columns are blank in the row.
    #[must_use]
    pub fn is_blank(&self, row: usize, from: usize, to: usize) -> bool {
        (from..to).all(|column| self.face(row, column) == b' ')
    }

    /// Whether the row stands right behind the one before it.
    #[must_use]
    pub fn follows(&self, row: usize) -> bool {
        self.follows[row]
    }

    /// What each column shows.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        (0..self.width).map(|column| Column::of((0..self.len()).map(|row| self.face(row, column)))).collect()
    }
}

/// What one column shows.
#[derive(Debug, Clone)]
pub struct Column {
    faces: [u32; 256],
    /// Rows where it is blank.
    pub blank: u32,
    /// Rows with a digit.
    pub digit: u32,
    /// Rows with a letter.
    pub letter: u32,
    /// Rows with anything else.
    pub other: u32,
}

impl Column {
    /// Of these faces.
    #[must_use]
    pub fn of(all: impl Iterator<Item = u8>) -> Self {
        let mut column = Self { faces: [0; 256], blank: 0, digit: 0, letter: 0, other: 0 };
        for face in all {
            column.faces[usize::from(face)] += 1;
            *match class(face) {
                Class::Blank => &mut column.blank,
                Class::Digit => &mut column.digit,
                Class::Letter => &mut column.letter,
                Class::Other => &mut column.other,
            } += 1;
        }
        column
    }

    /// Rows where something stands.
    #[must_use]
    pub const fn filled(&self) -> u32 {
        self.digit + self.letter + self.other
    }

    /// Rows with this face.
    #[must_use]
    pub const fn count(&self, face: u8) -> u32 {
        self.faces[face as usize]
    }

    /// The faces but the blank, with their rows.
    pub fn faces(&self) -> impl Iterator<Item = (u8, u32)> {
        (0..=u8::MAX).map(|face| (face, self.count(face))).filter(|&(face, rows)| rows > 0 && face != b' ')
    }

    /// Different faces but the blank.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.faces().count()
    }

    /// Different faces but the blank, without those that next to no row has.
    #[must_use]
    pub fn usual(&self) -> usize {
        let least = self.filled() / 50;
        self.faces().filter(|&(_, rows)| rows > least).count()
    }

    /// Whether no more than one in fifty of its faces is none of these.
    #[must_use]
    pub fn mostly(&self, rows: u32) -> bool {
        self.filled() > 0 && (self.filled() - rows) * 50 <= self.filled()
    }

    /// Whether digits stand there.
    #[must_use]
    pub fn is_digits(&self) -> bool {
        self.mostly(self.digit)
    }

    /// Whether next to no row has anything there.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let all = self.filled() + self.blank;
        self.filled() * 200 <= all
    }

    /// Whether all faces, but for next to none, are the same.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.filled() > 0 && self.faces().any(|(_, rows)| self.mostly(rows))
    }

    /// Zeros of a hundred digits.
    #[must_use]
    pub fn zeros(&self) -> u32 {
        self.count(b'0') * 100 / self.digit.max(1)
    }
}
