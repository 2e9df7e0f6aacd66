//! Findings: one thing wrong, as data.
//!
//! A finding is a code, a severity, a place, a subject and arguments. It holds no words and no byte of the
//! user's data: the words of each language are made in `cli::words`, from the code and its arguments.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::place::Place;

/// As data, for a key of a rule over several rows: all rows of the table have the same one.
const ALL_ROWS: &str = "all_rows";
/// As data, for a key, a sum or a number of a rule over several rows: it is personal, and appears nowhere.
const PERSONAL: &str = "personal";

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $id:literal ( $($arg:literal),* ) ; )+) => {
        /// What is wrong, by a number that is never used for anything else again.
        ///
        /// `TL00xx` the mapping and its copybooks, `TL01xx` records and kinds, `TL02xx` fields, `TL03xx` columns, `TL040x` expressions,
        /// `TL042x` and `TL043x` crosswalks, `TL05xx` a source as a whole, `TL06xx` limits, `TL07xx` rules over several
        /// rows and controls, `TL08xx` evidence, `TL09xx` the environment; of these `TL096x` and `TL097x` what `check` doubts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $( $(#[doc = $doc])+ $name, )+ }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// The stable text of the code, such as `TL0212`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $( Self::$name => $id, )+ }
            }

            /// Names of the arguments, in their order; the words refer to them as `{name}`.
            #[must_use]
            pub const fn args(self) -> &'static [&'static str] {
                match self { $( Self::$name => &[ $($arg),* ], )+ }
            }

            /// Whether it says that a limit was passed.
            #[must_use]
            pub fn is_limit(self) -> bool {
                Self::is_limit_id(self.id())
            }

            /// The same, of a code's text.
            #[must_use]
            pub fn is_limit_id(id: &str) -> bool {
                ("TL0601"..="TL0605").contains(&id)
            }

            /// Whether it can say of a rule over several rows that it is broken. A doubt about its column says nothing of
            /// the kind, nor does what is wrong with a column that is called like the rule.
            #[must_use]
            pub fn is_breach_id(id: &str) -> bool {
                (id.starts_with("TL04") || id.starts_with("TL07") || id == Self::RuleBroken.id())
                    && id != Self::OtherColumn.id()
                    && id != Self::KeysEmpty.id()
                    && id != Self::OldRowsRefused.id()
            }
        }
    };
}

codes! {
    // ---- TL00xx: the mapping --------------------------------------------------------------------------------
    /// The text is not YAML.
    YamlSyntax = "TL0001"("problem");
    /// A key that the language does not have at this place.
    UnknownKey = "TL0002"("key", "nearest");
    /// A key that must be there is not.
    MissingKey = "TL0003"("key");
    /// A list where a text is wanted, and so on.
    WrongShape = "TL0004"("wanted", "found");
    /// A key whose feature this version does not have yet.
    NotYet = "TL0005"("key");
    /// A name that is no field here.
    UnknownField = "TL0006"("name", "nearest");
    /// A name that is no column here.
    UnknownColumn = "TL0007"("name", "nearest");
    /// A name that is no kind here.
    UnknownKind = "TL0008"("name", "nearest");
    /// An encoding that is not known.
    UnknownEncoding = "TL0009"("name", "nearest");
    /// A type that is not known.
    UnknownType = "TL0010"("name", "nearest");
    /// The same key twice in one map.
    DuplicateKey = "TL0011"("key");
    /// Two things of one sort with one name.
    DuplicateName = "TL0012"("sort", "name");
    /// A word that the key does not take.
    UnknownWord = "TL0013"("word", "nearest", "words");
    /// Two keys that exclude each other.
    Conflict = "TL0014"("key", "other");
    /// A position that is no position.
    BadPosition = "TL0015"("text", "problem");
    /// A version of the language that this program does not read.
    BadVersion = "TL0016"("version");
    /// A pattern that is not a regular expression.
    BadPattern = "TL0017"("problem");
    /// A date picture that cannot be read.
    BadPicture = "TL0018"("picture", "problem");
    /// A change of type between field and column that could lose something.
    LossyType = "TL0019"("from", "to");
    /// A constant that is not a value of its type.
    BadConstant = "TL0020"("text", "type");
    /// A kind that no record can be, since an earlier one takes them all.
    KindNeverMatches = "TL0021"("kind", "earlier");
    /// A kind that nothing reads and that does not say `skip:`.
    KindUnread = "TL0022"("kind");
    /// Bytes of a fixed record that no field covers.
    BytesUncovered = "TL0023"("kind", "ranges");
    /// A mapping without a table, or a table without a column.
    NothingToLoad = "TL0024"("what");
    /// Two mappings that write one table.
    TableTwice = "TL0025"("table", "other");
    /// A number outside of what the key takes.
    OutOfBounds = "TL0026"("value", "least", "most");
    /// A key that has no meaning for this format or type.
    KeyMisplaced = "TL0027"("key", "why");
    /// `personal:` or another promise that the mapping breaks itself.
    BadReference = "TL0028"("name", "why");
    /// YAML that is too deep or too large.
    YamlTooLarge = "TL0029"("limit");
    /// An expression that is not SQL.
    SqlSyntax = "TL0030"("found");
    /// Something of SQL that expressions do not have.
    SqlNotHere = "TL0031"("what");
    /// An expression that is too long or too deep.
    SqlTooLarge = "TL0032"("limit");
    /// A function that is not known.
    UnknownFunction = "TL0033"("name", "nearest");
    /// Operands of types that the operation does not take.
    WrongOperands = "TL0034"("operation", "found", "takes");
    /// An expression of another type than is wanted.
    WrongResult = "TL0035"("found", "wanted");
    /// A result with more decimals than the wanted type.
    LosesDecimals = "TL0036"("found", "wanted", "scale");
    /// Something that differs from row to row where a constant must stand.
    NotConstant = "TL0037"("operation", "argument");
    /// A decimal that would need more than 38 decimals.
    TooManyDigits = "TL0038"("operation", "scale");
    /// A name in an expression that is a parameter and something else.
    ParameterClash = "TL0041"("name", "other");
    /// A name that is no table of these mappings.
    UnknownTable = "TL0042"("name", "nearest");
    /// Keys of two tables that have not equally many columns.
    KeyLength = "TL0043"("own", "others");
    /// Columns of two tables that a rule compares, of types that cannot be.
    TypesDiffer = "TL0044"("name", "type", "other", "other_type");
    /// A name that is no control of a mapping.
    UnknownControl = "TL0047"("name", "nearest");
    /// Text of a copybook that is no data description.
    CopybookText = "TL0060"("problem", "word");
    /// A word with which no clause of a data description begins.
    UnknownClause = "TL0061"("word", "nearest");
    /// A clause without what must follow it.
    ClauseIncomplete = "TL0062"("clause");
    /// A clause that stands twice in an entry, or contradicts another.
    ClauseTwice = "TL0063"("clause");
    /// A picture that COBOL does not have.
    CobolPicture = "TL0064"("problem", "place");
    /// A book that COPY names and that cannot be brought in.
    CopyMissing = "TL0065"("name", "problem");
    /// An entry that cannot stand where it does, or does not go with the others.
    CopybookItem = "TL0066"("problem", "name", "file", "line");
    /// A usage that does not go with the picture.
    UsageOfPicture = "TL0067"("usage", "picture");
    /// A name that no item of the copybook has.
    UnknownItem = "TL0068"("name", "nearest");
    /// More digits or bytes than can be carried.
    CopybookTooLarge = "TL0069"("what", "most");
    /// A copybook that a mapping names and that cannot be read.
    CopybookNotOpened = "TL0070"("file", "problem");
    /// A copybook of several records, and none of them is named.
    CopybookRecord = "TL0071"("records");
    /// Items that describe the same bytes, and none of them is chosen.
    RedefinitionOpen = "TL0072"("item", "items");
    /// A chosen item that describes no bytes which another one describes too.
    RedefinesNothing = "TL0073"("name");
    /// Kinds whose copybook records have different lengths, and nothing says what ends a record.
    CobolLengths = "TL0074"("lengths");
    /// A copybook's record that is longer than the records of the file.
    RecordBeyondEnd = "TL0075"("wanted", "length");
    /// An item of a table, said anew outside of it: the item, the table.
    ItemOfTable = "TL0076"("item", "table");
    /// A field whose values have no names (level 88), or none that its type can have.
    NoConditions = "TL0077"("field", "why");
    /// Records that do not fit into their block: how many, the bytes of one, of the block, and of all where there are several.
    BlockTooSmall = "TL0078"("records", "length", "block", "needed");
    /// A table within a table, said anew among the fields of the outer one: the table, the outer one.
    TableOfTable = "TL0079"("table", "around");
    /// The name of a list where single values are wanted.
    ListHere = "TL0085"("name", "from");
    /// Rows that have nothing but lists.
    OnlyLists = "TL0086"("table");
    /// A list of records with which another table's rows are made, each with its children.
    ListsClash = "TL0087"("kind", "table", "other");
    /// A name that could be the number of an element and a field that is called so: what it is, and the name of the other.
    NumberOfTwo = "TL0088"("name", "meant", "other");
    /// Blanks that are numbers, although `defaults:` says what blanks become: the fields with these numbers.
    BlanksAreNumbers = "TL0089"("fields");
    /// A picture whose comma may be a decimal mark: the first item that has one, a text, and what it is without the clause
    /// and with it.
    CommaOpen = "TL0090"("item", "picture", "text", "plain", "point");
    /// A name that COPY has to fill in: as it stands, the placeholder, and the name that it has here.
    Placeholder = "TL0091"("name", "placeholder", "field");
    /// A name of the mapping by which several items of the copybook are meant.
    AmbiguousItem = "TL0092"("name", "items");
    /// Records that line ends part, in which numbers may hold the byte of one: these fields, and the bytes.
    LineEndsInNumbers = "TL0093"("fields", "bytes");
    /// A copybook whose items are all FILLER.
    NothingNamed = "TL0094"("file");
    /// A phrase of COPY … REPLACING or REPLACE that matches nothing: what it looks for, its file and its line.
    IdlePhrase = "TL0095"("phrase", "file", "line");
    /// A copybook in EBCDIC that has neither line ends nor whole records of 80 bytes.
    BookWithoutLines = "TL0096"("file", "bytes");
    /// Packed fields that were translated to ASCII with their file: hundredths of their values that decode, and that would with the
    /// translation undone.
    PackedTranslated = "TL0097"("fields", "share", "other");
    /// The length of a record of a file goes on over whole records: it and its place, its bytes, the records, and how many of the
    /// records have such lengths where they are several, of the first so many MiB where these are not all.
    LengthCovers = "TL0098"("file", "record", "offset", "bytes", "records", "all", "looked");
    /// A length at the beginning of a file leads nowhere, and others do from a place behind it on: records before it, its offset or that
    /// of its block, its bytes, and that place.
    StartBreaks = "TL0099"("file", "records", "offset", "bytes", "again", "block");

    // ---- TL01xx: records and kinds --------------------------------------------------------------------------
    /// A record of no declared kind.
    UnknownRecord = "TL0101"();
    /// A child without a parent before it.
    Orphan = "TL0102"("kind", "parent");
    /// A child whose key is not its parent's.
    ParentDisagrees = "TL0103"("field", "parent_record");
    /// A child of a record that was refused.
    ParentRefused = "TL0104"("parent_record", "parent_offset");
    /// A parent whose `with` child was refused.
    WithRefused = "TL0105"("child_record", "child_offset");
    /// Fewer or more children than `with:` says.
    WithCount = "TL0106"("kind", "wanted", "found");
    /// A parent with its children that is larger than `group_max`, or has more records than that allows.
    GroupTooLarge = "TL0107"("group_max", "records");
    /// A line that ends before its kind's last field.
    ShortRecord = "TL0108"("length", "wanted");
    /// A line longer than `max_length`.
    LongRecord = "TL0109"("length", "max_length");
    /// A number that says how often a group stands in the record, and is none, or out of its range.
    CounterOutOfRange = "TL0150"("counter", "least", "most");
    /// A tab in a fixed-width line without declared tab stops.
    TabInRecord = "TL0110"("position");
    /// Fewer or more cells than the header or the kind says.
    RaggedRecord = "TL0111"("cells", "wanted");
    /// A header line inside of the data.
    RepeatedHeader = "TL0112"();
    /// Strict: a quote inside of an unquoted cell, or text after a closing quote.
    StrayQuote = "TL0113"("cell");
    /// Strict: a quote that is never closed; the source ends there.
    UnclosedQuote = "TL0114"("cell");
    /// The last record of a fixed-length source is cut off.
    PartialRecord = "TL0115"("length", "wanted", "why", "padding");
    /// A kind's condition needs a value that cannot be read or computed.
    KindUntold = "TL0116"("kind");
    /// Something where the mapping declares blanks: `filler: blank`.
    FillerNotBlank = "TL0117"("bytes", "characters", "cells", "header");
    /// Lenient: a stray quote was read as text.
    QuoteRepaired = "TL0121"("cell");
    /// Lenient: surplus empty cells at the end were dropped.
    CellsDropped = "TL0122"("cells");
    /// Lenient: the row was read with another delimiter.
    DelimiterRepaired = "TL0123"("delimiter");
    /// A control record (one that `ends:` a parent) without an open parent.
    EndWithoutStart = "TL0124"("kind", "parent");
    /// A long line was cut, as declared.
    RecordCut = "TL0125"("length", "max_length");
    /// The data end at a repeated header, as declared: what follows is passed over.
    DataEnded = "TL0126"("bytes");
    /// A length before or in a record that leads nowhere; the source ends there.
    LostLength = "TL0130"("why", "offset", "bytes", "found", "wanted", "hint", "records", "counter", "again", "padding");
    /// A record shorter than `min_length`.
    BelowMinLength = "TL0131"("length", "min_length");
    /// A file with fewer bytes than its declared header and trailer.
    EdgesMissing = "TL0132"("bytes", "wanted");
    /// A compressed file that is damaged or cut off, where nothing can be done without its end.
    CompressedDamaged = "TL0135"("file", "what", "read", "stored", "problem");
    /// The last record of one length that a file has is shorter.
    LastRecordCut = "TL0136"("file", "rest", "length", "records");
    /// A record that is one byte throughout, as what fills up a block or a file is: the byte, and the key that says so.
    RecordOfFill = "TL0137"("byte", "key");
    /// A record that goes on behind its layout with whole records: how many, where they begin, and the bytes that its length says.
    CoversOthers = "TL0138"("records", "from", "bytes");
    /// Most records of a kind end before its last field: the kind, how many of all of it, how long they usually are, the first field
    /// that is not whole in these, and where the last field ends.
    KindEndsEarly = "TL0139"("kind", "short", "of", "length", "field", "wanted");
    /// Most values of a copybook's records do not decode as declared, and would in another way: hundredths that decode, the
    /// keys that differ, hundredths with them, records that were read so.
    ReadsOtherwise = "TL0133"("share", "with", "other", "records");
    /// Floats of a copybook look as nobody writes them, and simple in another format: that, and the declared one.
    FloatsOdd = "TL0143"("with", "declared");

    // ---- TL02xx: fields -------------------------------------------------------------------------------------
    /// Nothing in a field that must have a value.
    Blank = "TL0200"();
    /// A byte or sequence that the encoding does not have.
    InvalidByte = "TL0201"("position", "byte");
    /// A character that does not belong in a number.
    NotANumber = "TL0202"("position");
    /// A number that does not fit its type.
    NumberTooLarge = "TL0203"("type");
    /// More decimals than the type has, and no `round:`.
    TooManyDecimals = "TL0204"("decimals", "scale");
    /// A sign where none is declared, none where one must be, or one in another style.
    BadSign = "TL0205"("position");
    /// A thousands separator at the wrong place.
    BadGrouping = "TL0206"("position");
    /// Text that does not follow the date or time picture.
    NotByPicture = "TL0211"("position");
    /// A date that no calendar has.
    ImpossibleDate = "TL0212"();
    /// A time that no clock shows.
    ImpossibleTime = "TL0213"();
    /// A word that is neither of the declared true and false words.
    NotABoolean = "TL0214"();
    /// The field's pattern does not match.
    PatternUnmatched = "TL0215"();
    /// A floating-point text that is none.
    NotAFloat = "TL0216"("position");
    /// Blanks where a packed or binary number is declared.
    HoldsBlanks = "TL0220"();
    /// LOW-VALUES, X'00' throughout, where a number is declared, or a text that must not be that.
    LowValues = "TL0221"();
    /// HIGH-VALUES, X'FF' throughout, where a number is declared, or a text that must not be that.
    HighValues = "TL0222"();
    /// A blank among the digits of a zoned number.
    BlankInNumber = "TL0223"("position");
    /// A byte that is no zoned digit.
    NotZoned = "TL0224"("position");
    /// A sign of a zoned number that is not as declared.
    BadZonedSign = "TL0225"("position");
    /// A half byte of a packed number that is no digit.
    NotPacked = "TL0226"("half");
    /// A last half byte of a packed number that is no sign, or not as declared.
    BadPackedSign = "TL0227"("sign");
    /// A packed number with a digit in the half byte before its first one.
    PackedTooLong = "TL0228"();
    /// A minus in a field without a sign.
    MinusUnsigned = "TL0229"();
    /// A binary number with more digits than its picture.
    BeyondPicture = "TL0230"("digits");
    /// A record that ends inside of a number.
    NumberCut = "TL0231"("bytes", "wanted");
    /// A floating-point number that is infinite, or none.
    NotFinite = "TL0232"();
    /// A floating-point number too near to zero for its type.
    FloatTooSmall = "TL0233"("type");
    /// Blanks around a text that would be a value without them, and `trim` leaves them there.
    Untrimmed = "TL0234"("trim");
    /// A place of an edited number that is not as its picture has it: which, the picture, what that allows there, and the
    /// character that this is about; and with which other decimal mark all of it would fit, if it would.
    OffPicture = "TL0235"("position", "picture", "allowed", "symbol", "other");

    // ---- TL03xx: columns ------------------------------------------------------------------------------------
    /// No value in a required column.
    Required = "TL0301"();
    /// A value outside of its range.
    OutOfRange = "TL0302"("least", "most");
    /// A text shorter or longer than declared.
    BadLength = "TL0303"("length", "least", "most");
    /// A text that its pattern does not match.
    PatternFailed = "TL0304"();
    /// A value that is not one of those declared; of those that a copybook names, the values.
    NotOneOf = "TL0305"("values");
    /// A number that its check (SIN, ABA, …) refuses.
    CheckFailed = "TL0306"("check");
    /// A value that the column's type cannot hold.
    DoesNotFit = "TL0307"("type");
    /// A key that the crosswalk does not have.
    NotInCrosswalk = "TL0308"("crosswalk");
    /// A key that the crosswalk has, but not on that day; with the nearest period, of which an end may be open.
    NotOnThatDay = "TL0309"("crosswalk", "from", "to");
    /// A row that does not keep a rule of its table.
    RuleBroken = "TL0320"();

    // ---- TL04xx: expressions --------------------------------------------------------------------------------
    /// A result that its type cannot hold.
    Overflow = "TL0401"("operation", "type", "part");
    /// A division by zero.
    DivisionByZero = "TL0402"("operation", "part");
    /// A text that is no value of the type.
    BadCast = "TL0403"("type", "part");
    /// Digits that the result's type has no place for.
    LostDigits = "TL0404"("operation", "scale", "part");
    /// A date that no calendar has, or that is outside of the years 1 to 9999.
    NoSuchDate = "TL0405"("operation", "part");
    /// An argument that the function does not take.
    BadArgument = "TL0406"("operation", "argument", "part");
    /// A text that does not follow the format.
    NotByFormat = "TL0407"("format", "part");
    /// A text that grows beyond all measure.
    TextTooLong = "TL0408"("operation", "most", "part");
    /// A time of day that would be lost.
    LostTime = "TL0409"("operation", "part");

    // ---- TL042x: crosswalks ---------------------------------------------------------------------------------
    /// Headers that a look-up names are missing.
    CrosswalkHeader = "TL0421"("file", "header", "nearest");
    /// A header that a look-up names stands twice.
    CrosswalkHeaderTwice = "TL0422"("file", "header");
    /// A line that cannot be cut into cells.
    CrosswalkLine = "TL0423"("file", "line", "problem", "header", "cells", "wanted");
    /// A cell that does not decode; `why` is the code of the reason.
    CrosswalkValue = "TL0424"("file", "line", "header", "why");
    /// A row without a key, or with an empty part of it.
    CrosswalkNoKey = "TL0425"("file", "line", "header");
    /// Two rows of one key.
    CrosswalkTwice = "TL0426"("file", "line", "first", "header");
    /// Two rows of one key that hold on the same day.
    CrosswalkOverlap = "TL0427"("file", "line", "other", "header");
    /// A row that ends before it begins to hold.
    CrosswalkBackwards = "TL0428"("file", "line", "header");
    /// A crosswalk without a row.
    CrosswalkEmpty = "TL0429"("file");
    /// A file that is not the Parquet that its name says, or has values that cannot be read as text.
    CrosswalkUnreadable = "TL0430"("file", "problem");
    /// More mistakes of a crosswalk than are listed.
    CrosswalkMore = "TL0431"("file", "more");
    /// Doubt: blanks around values of a crosswalk.
    CrosswalkBlanks = "TL0432"("file", "header", "count", "line");
    /// Doubt: headers of a crosswalk that no look-up names.
    CrosswalkUnused = "TL0433"("file", "count", "header");
    /// A row of a split without a share, or with one that is not more than nothing.
    SplitShare = "TL0434"("file", "line", "header");
    /// The shares of a split are not 100 together.
    SplitSum = "TL0435"("file", "line", "sum", "header");
    /// Two rows of a split that take the same.
    SplitTwice = "TL0436"("file", "line", "first", "header");
    /// A split with more parts than may be.
    SplitParts = "TL0437"("file", "line", "parts", "most", "header");

    // ---- TL05xx: a source as a whole ------------------------------------------------------------------------
    /// No file matches the mapping's pattern.
    NoFiles = "TL0501"("pattern");
    /// Fewer or more files than `expect:` says.
    FileCount = "TL0502"("found", "wanted");
    /// The same bytes twice.
    SameFile = "TL0503"("other");
    /// Headers that the mapping names are missing.
    HeaderMissing = "TL0504"("count", "header", "nearest");
    /// Headers that the mapping does not name.
    HeaderExtra = "TL0505"("count", "header");
    /// A header that stands twice.
    HeaderTwice = "TL0506"("header");
    /// No line is the header: where one is near, its number, what it lacks and what it has instead; else what is wanted.
    HeaderNotFound = "TL0507"("line", "missing", "others", "wanted");
    /// The source ended before its end: what follows could not be read.
    SourceEnded = "TL0508"("unread");
    /// A file without a single record; refuses the run unless `empty: allow`.
    NoRecords = "TL0509"();
    /// A compressed file that is damaged or cut off.
    BadCompression = "TL0510"("what", "read", "stored", "problem");
    /// A byte order mark of another encoding than the declared one.
    OtherEncoding = "TL0511"("found", "declared");
    /// A name that a pattern matches and that leads to nothing, such as a link to a disk that is not there.
    LeadsNowhere = "TL0512"("path");
    /// A pattern finds what a run wrote.
    RunAsSource = "TL0513"("file", "folder");
    /// Something stands where no field reads.
    UnreadNotBlank = "TL0514"("records", "of", "bytes", "characters", "cells", "header", "slack");

    // ---- TL06xx: limits -------------------------------------------------------------------------------------
    /// More rejects than the table's limit.
    TooManyRejects = "TL0601"("table", "rejects", "limit");
    /// More money in refused records than the table's limit.
    TooMuchRefused = "TL0602"("column", "amount", "most");
    /// Refused records of which nobody can tell the money.
    AmountUnknown = "TL0603"("column", "records", "most");
    /// A rule with more findings than its limit.
    RuleTooOften = "TL0604"("rule", "breaches", "limit");
    /// A rule with more at stake than its limit.
    RuleTooMuch = "TL0605"("rule", "amount", "most");
    /// More folders than a table may have.
    TooManyFolders = "TL0606"("table", "columns", "folders", "most");

    // ---- TL07xx: rules over several rows --------------------------------------------------------------------
    // A key has an `Arg` of its own, and so has what is personal.
    /// A row whose key another row has too: that row's file and record.
    NotUnique = "TL0701"("key", "file", "record");
    /// A row whose key the other table does not have.
    NoReference = "TL0702"("key", "table", "columns");
    /// A sum that is not what the rule says.
    SumDiffers = "TL0703"("key", "sum", "wanted", "rows");
    /// A sum that is not the other table's.
    SumsDiffer = "TL0704"("key", "sum", "other", "table");
    /// Too few or too many rows of one key: the bound that is broken, the other one is an empty text.
    CountOutside = "TL0705"("key", "rows", "least", "most");
    /// Numbers that are missing before this row's: the first, and the last if there is more than one.
    SequenceGap = "TL0706"("key", "from", "to");
    /// A number that stands twice: the file and record of the row before.
    SequenceTwice = "TL0707"("key", "number", "file", "record");
    /// A row of which a part of its key is empty.
    KeyEmpty = "TL0708"();
    /// None of the keys is in the other table, and another column of it has them.
    OtherColumn = "TL0709"("table", "columns", "nearest", "matches");
    /// All keys that a rule should find in another table are empty, so that it looked for none; the column of its table that
    /// has such keys, if there is one.
    KeysEmpty = "TL0735"("rows", "table", "columns", "target", "nearest", "matches");
    /// Rules refuse records on and on.
    NotSettled = "TL0710"("passes");
    /// A rule that refuses records of a source which can be read only once.
    ReadOnce = "TL0711"("file");
    /// Rules that a run of a part cannot judge; or a replay in which an old row would be left out (`dedupe:`).
    NotJudged = "TL0712"("rules", "option");
    /// Two sides of a rule of `migration.yaml` that do not come to the same: the tables of each, added up.
    SidesDiffer = "TL0713"("key", "own", "sum", "others", "other");
    /// A row that was left out, since another of its key is kept: that row's file and record. In a replay, an `old` row that
    /// would have to be left out for a repaired one: it stays, and nothing is published.
    Duplicate = "TL0714"("key", "file", "record", "stays");
    /// A value that cannot be the name of a folder; of one that is too long, how long the name would be.
    NoFolderName = "TL0718"("problem", "bytes", "most");
    /// Rows of the run that is mended that a rule would refuse: they are loaded, and stay so. What made it so: `repaired`,
    /// records that were repaired, too; `rule`, what the rule says now, alone.
    OldRowsRefused = "TL0715"("rows", "run", "cause");
    /// Findings about rows of the run that is mended, which fail this one too.
    OldRowsFail = "TL0716"("findings", "run");
    /// Findings that fail a replay, and in which records that it repaired may have a part.
    RepairedRowsFail = "TL0717"("findings", "run");
    /// A record that the current run has as a replay repaired it, and that a run which is to take its place refuses again; in
    /// which file of the output folder it had been refused, and how it was mended: `edited` there, `again` if other bytes stand
    /// there now, by another `mapping`.
    RepairDropped = "TL0741"("run", "raw", "how");
    /// The same, where the run is a replay: it publishes nothing.
    RepairLost = "TL0742"("run", "raw", "how");
    /// Repaired records of the current run of which nobody can tell whether this run has them as they were mended: why, and
    /// the file or run that it is about.
    RepairsUntold = "TL0743"("records", "run", "why", "what");
    /// A control whose figure is not what the records come to; figures that are personal are empty.
    ControlDiffers = "TL0720"("says", "found", "difference");
    /// Records that a control is about, without its control record: its kind, and the kind that opened them.
    ControlMissing = "TL0721"("kind", "opened");
    /// A control record where nothing is open that it could be about.
    ControlOutside = "TL0722"("kind", "opened");
    /// Values that a control is about and that cannot be read.
    ControlUnknown = "TL0723"("unknown", "says", "found", "difference");
    /// A second control record where one is wanted: the record number of the first.
    ControlTwice = "TL0724"("kind", "record");
    /// A field that a control reads, without a value or with one that cannot be read.
    ControlUnread = "TL0725"("field");
    /// A control's value that is not that of the record it is compared with.
    ControlUnlike = "TL0726"("says", "field", "is");
    /// A control's difference that was accepted by name.
    ControlAccepted = "TL0727"("difference", "says", "found", "by", "because");
    /// A difference that was accepted and that no control has; `open`: of which nobody knows whether the control has it.
    AcceptUnused = "TL0728"("control", "difference", "line", "why");
    /// An entry of `accept:` that says what another one does, and no second such difference is there; a value that is personal
    /// is not shown.
    AcceptRepeated = "TL0719"("control", "difference", "line", "first");
    /// A figure of a report beside the files that is not what the table's rows of the key come to; `less` or `more` is how
    /// far they are off, the other is empty, as is what is 0 of `rejected` and `aside`.
    ReportDiffers = "TL0730"("key", "file", "header", "line", "says", "table", "found", "less", "more", "rejected", "aside");
    /// A key that has rows, and that the report lacks.
    NotInReport = "TL0731"("key", "file", "header", "table", "found");
    /// A key of the report that has no rows.
    NoRowsOfReport = "TL0732"("key", "file", "header", "line", "says", "table");
    /// Values that a figure of a report is about and that cannot be read; an empty key: nor can their keys.
    ReportUnknown = "TL0733"("key", "file", "header", "table", "unknown", "says", "found");
    /// A difference of a report that was accepted by name.
    ReportAccepted = "TL0734"("key", "file", "header", "difference", "by", "because");

    // ---- TL08xx: evidence -----------------------------------------------------------------------------------
    /// A file of the run is missing.
    EvidenceMissing = "TL0801"("file");
    /// A file whose SHA-256 is not the manifest's. Of refused records' bytes, which may be edited: `edited`; or
    /// `replayed` or `refused`, and the replay that took them as they are, and was published or refused.
    EvidenceHash = "TL0802"("file", "edited", "replay");
    /// A count or a total that is not the manifest's.
    EvidenceTotal = "TL0803"("of", "what", "manifest", "found");
    /// A source that is not what was read.
    SourceDiffers = "TL0804"("file");
    /// A source that is not there any more, so that it could not be checked.
    SourceGone = "TL0805"("file");
    /// A manifest that cannot be read.
    EvidenceUnreadable = "TL0806"("file", "problem", "line");
    /// A file in the run's folder that the manifest does not know.
    EvidenceExtra = "TL0807"("file");
    /// A source that is there and cannot be read, so that it could not be checked.
    SourceUnreadable = "TL0808"("file", "problem");
    /// A key that the manifest must have.
    ManifestKeyMissing = "TL0809"("key");
    /// A key that a manifest of this version does not have.
    ManifestKeyUnknown = "TL0810"("key");
    /// A value that this key of the manifest cannot have.
    ManifestValue = "TL0811"("key");
    /// Two statements of the manifest of which one must be wrong.
    ManifestConflict = "TL0812"("key", "other");
    /// A source that the run read in part only, so that there is nothing to compare it with.
    SourceUnread = "TL0813"("file");
    /// A source whose folder is not on this machine.
    SourceElsewhere = "TL0814"("file", "path");

    // ---- TL09xx: the environment ----------------------------------------------------------------------------
    /// A file that cannot be opened, read, written.
    Io = "TL0901"("doing", "path", "problem");
    /// A source that changed while it was read.
    SourceChanged = "TL0902"("path");
    /// Another run is at work in the same folder.
    OutputBusy = "TL0903"("path");
    /// The memory bound cannot be kept.
    MemoryTooSmall = "TL0904"("needed", "allowed");
    /// The conservation law does not hold: a defect of this program.
    NotConserved = "TL0905"("file", "classified", "size");
    /// Interrupted by the user.
    Interrupted = "TL0906"();
    /// The disk is full.
    DiskFull = "TL0907"("path");
    /// A path that the command names does not exist.
    NoSuchPath = "TL0908"("path");
    /// A folder where a file is wanted, or the other way round.
    WrongPath = "TL0909"("path", "wanted");
    /// An option of the command that cannot be used so.
    BadOption = "TL0910"("option", "problem", "value", "nearest");
    /// A defect of this program, told instead of a panic.
    Defect = "TL0911"("what");
    /// What a stream held back would fill the disk.
    HeldTooMuch = "TL0912"("file", "held", "free");
    /// Rules over several rows will need more room on the disk than there is.
    RulesNeedDisk = "TL0913"("needed", "free");
    /// A parameter that has neither a default nor a `--set`.
    ParameterUnset = "TL0921"("name", "type", "example");
    /// A `--set` whose text is no value of its parameter's type; an empty `value` is not shown.
    ParameterType = "TL0922"("name", "value", "type", "example");
    /// A `--set` that is none of its parameter's values.
    ParameterNotOneOf = "TL0923"("name", "value", "nearest", "values");
    /// A `--set` outside of its parameter's range.
    ParameterOutOfRange = "TL0924"("name", "value", "least", "most");
    /// A run to be mended that is not as it was written: the first of its differences.
    BaseDiffers = "TL0931"("run", "differences", "what", "first");
    /// A run to be mended that is only a trial.
    BaseTrial = "TL0932"("run");
    /// A run to be mended whose rejects do not say what they need to be read again.
    BaseTooOld = "TL0933"("run");
    /// Edited rejects that are not as many records as there were: the first that does not fit, by its number among them, and
    /// where it stood in its source.
    RawRecords = "TL0934"("file", "found", "wanted", "number", "source", "record");
    /// Edited rejects that an editor put a byte order mark before, which the first record did not have: its encoding, and the
    /// source's.
    RawMarked = "TL0971"("file", "mark", "encoding");
    /// A refused record that the mapping cuts otherwise than it was cut.
    CutOtherwise = "TL0935"("mapping", "file", "record");
    /// What old rows depend on, and the mended mapping, or a mended record, changes; the mappings of the run, where others are
    /// given.
    ReplayChanges = "TL0936"("what", "name", "record", "given");
    /// A parameter with another value than in the run that is mended.
    ReplayParameter = "TL0937"("name");
    /// A run to be mended upon which another one stands that was given edited bytes.
    LaterRepairs = "TL0938"("run", "later");
    /// A crosswalk that is not what old rows were made with.
    OldCrosswalk = "TL0939"("crosswalk", "run");
    /// A file that a new folder would have, and that is there already.
    IsThere = "TL0940"("path");
    /// A file of which nobody can tell how its records end.
    UnknownRecordEnd = "TL0946"("path");
    /// Two files that do not read in one way.
    FilesDiffer = "TL0947"("path", "other");
    /// A file whose encoding cannot be told, or is none that a mapping has; of EBCDIC the page that reads it best.
    EncodingUntold = "TL0948"("path", "page");
    /// A file that would be written over.
    OutExists = "TL0949"("path", "sort");
    /// A file that has other headers than the file before it, so that one mapping cannot read both.
    OtherHeader = "TL0950"("path", "first");
    /// Files in which nothing stands from which a mapping could be drafted.
    NothingToInfer = "TL0951"("path", "what");
    /// A layout that cannot be read as a whole.
    LayoutUnread = "TL0952"("path", "problem");
    /// A line of a layout that cannot be read.
    LayoutMistake = "TL0953"("path", "line", "problem", "value");
    /// A field of a layout that the data contradict.
    LayoutContradicted = "TL0954"("field", "problem", "n", "first");
    /// A record, a byte, a refused record or a row that a file does not have.
    NoSuchRecord = "TL0955"("file", "problem", "wanted", "other", "length");
    /// A file that the command names and no mapping reads, or no name where there are several.
    WhichSource = "TL0956"("name", "problem", "sources", "nearest");
    /// A Parquet file or a folder from which nothing leads back to a record.
    NotTraced = "TL0957"("path", "problem");
    /// A mapping of a run that is not where its sources say.
    MappingGone = "TL0958"("mapping", "path");
    /// A code that no finding has.
    UnknownCode = "TL0959"("code", "nearest");

    // ---- TL096x: what `check` doubts ------------------------------------------------------------------------
    /// Two fields of a kind that share some of their places, and neither lies within the other.
    FieldsOverlap = "TL0960"("field", "other", "places");
    /// A picture with more letters than its field has places.
    PictureTooWide = "TL0961"("picture", "letters", "places");
    /// A kind that ends one under which nothing stands, while another is a parent.
    EndsNoParent = "TL0962"("kind", "ended", "nearest");
    /// A comparison with NULL, which never holds.
    NeverTrue = "TL0963"();
    /// Fields of a kind that are blank in all records that were looked at.
    FieldsBlank = "TL0964"("kind", "count", "fields", "records");
    /// A field of which most values do not decode; with the key and the value with which they would, and how many.
    FieldFails = "TL0965"("field", "failed", "values", "file", "record", "key", "value", "good", "of");
    /// A column whose check none of the values meets.
    NeverMet = "TL0966"("column", "key", "values", "file", "record");
    /// A kind of which there is no record; how many are of no kind, and what stands there where a condition looks.
    KindNotThere = "TL0967"("kind", "records", "untold", "found");
    /// Lines that end before their last field.
    LinesShort = "TL0968"("lines", "of", "length", "wanted");
    /// Records of another length than declared: the one that fits, or how many bytes stand before each line end, or how many
    /// line ends stand in the first bytes at uneven distances.
    LengthOff = "TL0969"("length", "fits", "line", "ends");
    /// Letters that read as none: how many of the bytes beyond ASCII are letters as declared, and in another encoding.
    EncodingOff = "TL0970"("encoding", "before", "of", "name", "after");
    /// A file of lines without a line end among so many of its first bytes; the length of records that would cut it.
    NoLineEnd = "TL0972"("file", "bytes", "length");

    // ---- TL0973, TL0975 on (but TL0974): files as a whole, of which a mapping is drafted or read ----------------------------
    /// A file of records of one length, and other lengths that would do nearly as well.
    OtherLength = "TL0973"("file", "length", "others");
    /// A text that a condition compares, and that no record can have where it looks: it is longer than the place, or a blank at
    /// its end, or the blanks that it lacks, keep it from ever being equal.
    NeverThere = "TL0974"("text", "letters", "places", "problem");
    /// NUL characters in the midst of text: how many, and where the first stands; without its line where it is not known.
    NulInText = "TL0975"("count", "file", "line", "offset");
    /// A file with the same bytes as another one of which a mapping is drafted.
    SameFileGiven = "TL0976"("file", "other", "times");
    /// A delimiter that somebody named and that stands nowhere.
    DelimiterNotThere = "TL0977"("delimiter", "file");
    /// A file that is empty, or holds a mark or blanks alone.
    HoldsNothing = "TL0978"("file", "what");
    /// Lines that are longer than records of fixed width can be, and that no delimiter cuts.
    RecordsTooWide = "TL0979"("file", "bytes", "most");
    /// Rows of more cells than any table has columns.
    TooManyCells = "TL0980"("file", "cells", "most");
    /// A quote among the first records that is never closed, with the bytes that nobody can read for it, where they are known.
    QuoteUnclosed = "TL0981"("file", "record", "line", "cell", "bytes");
    /// Lines of a file that end in different ways: how many by each, such as `108 LF, 12 CR`.
    EndsDiffer = "TL0982"("file", "ends");
    /// No way was found in which a file reads by a copybook: what comes nearest, and hundredths of the values that decode so;
    /// or bytes of the file, or of what would be a record, and those of the copybook's record, which is longer.
    NoWayReads = "TL0985"("file", "copybook", "with", "share", "length", "wanted");
    /// The best way to read a file by a copybook leaves many values out: hundredths that decode, and the first fields that do not.
    ReadsPartly = "TL0986"("with", "share", "fields");
    /// Two ways to read a file hold equally well, and give other values.
    ReadsEitherWay = "TL0987"("with", "other");
    /// From a field on, values stand so many bytes beside where the copybook has them: hundredths that decode now, and there.
    FieldsSlide = "TL0988"("field", "bytes", "side", "share", "other");
    /// A run of a drafted mapping refuses some of a file's first records: how many, of how many, and why.
    DraftRefuses = "TL0989"("file", "refused", "records", "why");
    /// Bytes at a file's end, or at its start, or in its last line, that may be a piece of a record; those that are one byte
    /// throughout, as whole records are, and the byte; or the file again, if it ends within a block.
    RestOfRecord = "TL0990"("file", "end", "start", "line", "fill", "byte", "block");
    /// Records of delimited text with more cells than are expected; two cells that look like one number.
    MoreCells = "TL0991"("n", "of", "cells", "expected", "left", "right");
    /// A field of a draft of several files of fixed width, where one of them reads otherwise, perhaps than another one.
    FilesDisagree = "TL0992"("field", "file", "other");
    /// Records of one length, from one of which on all stands so many bytes beside: its number, where it should begin, the bytes and
    /// the side.
    RecordsShift = "TL0993"("file", "record", "offset", "bytes", "side");
    /// Rows that are called totals, and that no sum proves to be any: their places, how many more there are, what the records
    /// since the last total come to at one of them, and how many are skipped.
    LikeTotals = "TL0995"("n", "places", "more", "place", "sum", "skipped");
    /// Rows with fewer or more cells than are expected: how many a run refuses, and how many it fills up with blanks.
    OtherWidths = "TL0996"("of", "expected", "short", "long", "first", "refused", "padded");
    /// All rows have as many cells, no header says that they should, and some pairs of cells look like one number each.
    CutEvenly = "TL0997"("cells", "pairs");
    /// Lines of one length that are drafted as fixed width, and that commas cut into so many cells each as well.
    EitherWay = "TL0998"("file", "cells");
    /// A file of records that say how long they are, of which one says what leads nowhere: the records before it, its offset and
    /// bytes, and the offset from which others lead on.
    ChainBreaks = "TL0999"("file", "records", "offset", "bytes", "again", "block");
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}

/// What a finding leads to. The order is from the mildest to the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something was repaired or done as the mapping declares; it is listed.
    Note,
    /// Reported; the record is loaded.
    Warn,
    /// The record is refused.
    Reject,
    /// The run publishes nothing.
    Fail,
}

/// One argument of a finding. Never a value of the user's data, but for keys and sums of rules over several rows, of
/// columns that are not personal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Arg {
    /// A number: a position, a length, a count.
    Int(i64),
    /// A text of the mapping or of the system: a name, a bound, a path.
    Text(Arc<str>),
    /// A sum or a figure, as decimal text.
    Amount(Arc<str>),
    /// A key of rows: its columns with their values as text; no value is an empty text.
    Key(Vec<(Arc<str>, Arc<str>)>),
    /// A key: all rows of the table have the same one.
    AllRows,
    /// A key that is personal, and appears nowhere.
    HiddenKey,
    /// A sum or a number that is personal, and appears nowhere.
    Hidden,
}

impl Arg {
    /// A figure as decimal text.
    #[must_use]
    pub fn amount(text: String) -> Self {
        Self::Amount(text.into())
    }

    /// As data: numbers and figures without any grouping, a key as its values alone, with `, ` between them. Of a key of
    /// several columns, a value in which that stands, or a `"`, is quoted as in a CSV file.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut text = String::new();
        // Writing into a text does not fail.
        self.write_plain(&mut text).unwrap_or_default();
        text
    }

    /// Appends [`Self::plain`].
    ///
    /// # Errors
    /// Those of what is written into.
    pub fn write_plain(&self, to: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Self::Int(number) => {
                let (digits, count) = canonical::digits(number.unsigned_abs());
                to.write_str(if *number < 0 { "-" } else { "" })?;
                to.write_str(std::str::from_utf8(&digits[..count]).unwrap_or_default())
            }
            Self::Text(text) | Self::Amount(text) => to.write_str(text),
            Self::Key(columns) => match columns.as_slice() {
                [(_, value)] => to.write_str(value),
                columns => {
                    let values: Vec<_> = columns.iter().map(|(_, value)| quoted(value)).collect();
                    to.write_str(&values.join(BETWEEN))
                }
            },
            Self::AllRows => to.write_str(ALL_ROWS),
            Self::HiddenKey | Self::Hidden => to.write_str(PERSONAL),
        }
    }
}

/// Between the values of a key.
const BETWEEN: &str = ", ";

fn quoted(value: &str) -> Cow<'_, str> {
    if value.contains(BETWEEN) || value.contains('"') {
        Cow::Owned(format!("\"{}\"", value.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(value)
    }
}

/// The values of a key of several columns, of what [`Arg::plain`] made of them.
#[must_use]
pub fn key_values(plain: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = plain;
    loop {
        let (value, after) = first_value(rest);
        values.push(value);
        match after.strip_prefix(BETWEEN) {
            Some(more) => rest = more,
            None => return values,
        }
    }
}

/// The first value of a key, and what stands behind it.
fn first_value(text: &str) -> (String, &str) {
    let Some(mut rest) = text.strip_prefix('"') else {
        let end = text.find(BETWEEN).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    while let Some((before, after)) = rest.split_once('"') {
        value.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                value.push('"');
                rest = more;
            }
            None => return (value, after),
        }
    }
    (value + rest, "")
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}
impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::from(number.to_string()), Self::Int)
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::from(number as u64)
    }
}

/// The arguments of a finding, in the order of [`Code::args`]. Empty takes no memory of its own.
pub type Args = Vec<Arg>;

/// The same of a finding that is told of a row. Many rows in turn often have the same ones, which are kept once: a clone shares them.
#[derive(Debug, Clone, Default, Eq, PartialOrd, Ord)]
pub struct RowArgs(Option<Arc<[Arg]>>);

impl PartialEq for RowArgs {
    /// Those that are shared are not looked at.
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(own), Some(others)) => Arc::ptr_eq(own, others) || own == others,
            (own, others) => own.is_none() && others.is_none(),
        }
    }
}

impl Deref for RowArgs {
    type Target = [Arg];

    fn deref(&self) -> &[Arg] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl From<Args> for RowArgs {
    fn from(args: Args) -> Self {
        Self((!args.is_empty()).then(|| args.into()))
    }
}

/// Which part of the mapping a finding is about, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The record, or the file, as a whole.
    Record,
    /// A kind.
    Kind(u16),
    /// A field: kind, repeat group of that kind, field.
    Field(u16, Option<u16>, u16),
    /// A column: table, column.
    Column(u16, u16),
    /// A row rule: table, rule.
    Rule(u16, u16),
    /// A rule over several rows: table, rule.
    SetRule(u16, u16),
    /// A control of the source.
    Control(u16),
    /// A control beside the files: table, report, figure.
    Report(u16, u16, u16),
    /// What a table says of repeated rows.
    Dedupe(u16),
    /// The split of a table.
    Split(u16),
}

/// What a stage says of one row of a batch. The place is added by who knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFinding {
    /// Row of the batch, from 0.
    pub row: u32,
    /// What is wrong.
    pub code: Code,
    /// Its arguments.
    pub args: RowArgs,
}

/// One thing wrong with a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where; the earliest place is told first.
    pub place: Place,
    /// What is wrong.
    pub code: Code,
    /// What follows from it.
    pub severity: Severity,
    /// What part of the mapping says so.
    pub subject: Subject,
    /// Arguments in the order of [`Code::args`].
    pub args: Args,
}
