//! What is wrong with one file beside the sources: mistakes on its lines in, the first of them as stops out.

use super::listed;
use crate::extractors::decode::Decoded;
use crate::finding::{Arg, Code};
use crate::mapping::nearest::nearest;
use crate::run::Stop;

/// Mistakes that are listed of one file.
const MISTAKES: usize = 50;

/// The mistakes of one file, so far.
pub struct Faults {
    /// As the mapping names it.
    file: String,
    listed: Vec<(u32, Stop)>,
    /// Mistakes that are not listed.
    more: u64,
    /// Some line has a key that cannot be read.
    keyless: bool,
}

impl Faults {
    /// None yet.
    #[must_use]
    pub fn of(file: &str) -> Self {
        Self { file: file.to_owned(), listed: Vec::new(), more: 0, keyless: false }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// A mistake on a line; the file is added to its arguments.
    pub fn add(&mut self, line: u32, code: Code, mut args: Vec<Arg>) {
        if self.listed.len() == MISTAKES {
            self.more += 1;
            return;
        }
        args.insert(0, self.file.as_str().into());
        self.listed.push((line, Stop::new(code, args)));
    }

    /// A mistake whose first argument is its line.
    pub fn on_line(&mut self, line: u32, code: Code, mut args: Vec<Arg>) {
        args.insert(0, i64::from(line).into());
        self.add(line, code, args);
    }

    /// Some line has a key that cannot be read: of no key are all lines known.
    pub const fn lose_key(&mut self) {
        self.keyless = true;
    }

    /// Whether some line has a key that cannot be read.
    #[must_use]
    pub const fn lost_key(&self) -> bool {
        self.keyless
    }

    /// A line that is not cut into cells: why, the header of the cell where that shows, its cells and how many are wanted.
    pub fn uncut(&mut self, line: u32, problem: &str, header: &str, counts: Option<(usize, usize)>) {
        let counts = counts.map_or_else(|| ["".into(), "".into()], |(cells, wanted)| [cells.into(), wanted.into()]);
        let [cells, wanted]: [Arg; 2] = counts;
        self.on_line(line, Code::CrosswalkLine, vec![problem.into(), header.into(), cells, wanted]);
        self.lose_key();
    }

    /// Whether all wanted headers are there, once; tells those that are not.
    pub fn check_headers(&mut self, mut wanted: Vec<&str>, there: &[String]) -> bool {
        let before = self.listed.len();
        let count = |wanted: &str| there.iter().filter(|name| *name == wanted).count();
        wanted.sort_unstable();
        wanted.dedup();
        let missing: Vec<&str> = wanted.iter().copied().filter(|name| count(name) == 0).collect();
        if !missing.is_empty() {
            let others = || there.iter().map(String::as_str).filter(|name| !wanted.contains(name));
            let near: Vec<&str> = missing.iter().filter_map(|name| nearest(name, others())).collect();
            self.add(1, Code::CrosswalkHeader, vec![listed(&missing).into(), listed(&near).into()]);
        }
        for name in wanted.iter().filter(|name| count(name) > 1) {
            self.add(1, Code::CrosswalkHeaderTwice, vec![(*name).into()]);
        }
        self.listed.len() == before
    }

    /// Cells that do not decode: of each column its findings. Their rows are not `sound`.
    pub fn undecoded(&mut self, headers: &[&str], decoded: &[Decoded], lines: &[u32], sound: &mut [bool]) {
        for (header, column) in headers.iter().zip(decoded) {
            for found in &column.findings {
                let row = found.row as usize;
                self.on_line(lines[row], Code::CrosswalkValue, vec![(*header).into(), found.code.id().into()]);
                sound[row] = false;
            }
        }
    }

    /// All of them, those of earlier lines first.
    #[must_use]
    pub fn stops(mut self) -> Vec<Stop> {
        self.listed.sort_by_key(|(line, _)| *line);
        let mut stops: Vec<Stop> = self.listed.into_iter().map(|(_, stop)| stop).collect();
        if self.more > 0 {
            stops.push(Stop::new(Code::CrosswalkMore, vec![self.file.as_str().into(), self.more.into()]));
        }
        stops
    }
}
