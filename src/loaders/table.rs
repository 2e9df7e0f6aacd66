//! What the Parquet files of one table hold: columns with types, nullability and descriptions, and the files' metadata.
//!
//! In: the table's columns in the mapping's types. Out: one [`TablePlan`] that all encoders and appenders of the table
//! share. Refuses to know: where values come from, what they mean.
//!
//! Decimals travel as `arrays::array_type` says and are decimal128 in the file; the embedded Arrow schema says so.
//! Descriptions stand twice, in the Arrow fields and in the key-value metadata, since some readers show only one of
//! them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_schema::{Field, Schema};
use parquet::arrow::arrow_writer::ArrowRowGroupWriterFactory;
use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, SchemaDescriptor};
use serde::Serialize;

use super::column::{ColumnWriter, Effort};
use super::encoding::{Choice, EVIDENCE_ROWS, SAMPLE_ROWS, choice, leaf_choices};
use super::{CREATED_BY, FORMAT_VERSION, Refused, refused};
use crate::arrays::array_type;
use crate::finding::{Arg, Code};
use crate::mapping::model::{Title, Type};

mod nested;
mod pages;

/// Name of the column that holds the source file's name.
pub const FILE_COLUMN: &str = "_file";
/// Name of the column that holds the offset of the record's first byte.
pub const OFFSET_COLUMN: &str = "_offset";

/// The level of zstd.
pub(super) const ZSTD_LEVEL: i32 = 1;

/// One column of a table, as the loaders need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadColumn {
    /// Unique in its table.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// It has a value in every row.
    pub required: bool,
    /// For people; either language may be empty.
    pub title: Title,
    /// Longer words; may be empty.
    pub about: String,
    /// Where it comes from, such as `entry.amount at 37-49`; empty for none.
    pub source: String,
    /// Its values may show nowhere but in the data: no minimum or maximum of them is written.
    pub personal: bool,
}

/// Columns that stand in a structure, as the loaders need to know it. Batches have them as they are: no structure is null, so
/// that each Parquet column is what it would be without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadStructure {
    /// Within another structure the way to it. Its columns are called after it: `address.city`.
    pub name: String,
    /// Its columns, those of structures within it among them, by their numbers.
    pub columns: std::ops::Range<usize>,
    /// For people; either language may be empty.
    pub title: Title,
    /// Longer words; may be empty.
    pub about: String,
    /// Where it comes from; empty for none.
    pub source: String,
}

/// A column of lists, as the loaders need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadList {
    /// Unique in its table.
    pub name: String,
    /// What the elements have; one column where they are single values.
    pub columns: Vec<LoadColumn>,
    /// Which of these stand in structures, each before those within it.
    pub structures: Vec<LoadStructure>,
    /// Lists that the elements have besides.
    pub lists: Vec<LoadList>,
    /// An element is the value of the only column; else a structure.
    pub is_value: bool,
    /// For people; either language may be empty.
    pub title: Title,
    /// Longer words; may be empty.
    pub about: String,
    /// Where it comes from; empty for none.
    pub source: String,
}

/// The plan of one table's files. A clone shares it.
#[derive(Debug, Clone)]
pub struct TablePlan(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    /// As batches arrive: `Decimal64` where the stages use it.
    arrays: Arc<Schema>,
    parquet: SchemaDescriptor,
    /// Parquet columns without statistics, by index.
    personal: Vec<bool>,
    /// Of each Parquet column the field.
    roots: Vec<usize>,
    /// Fields that are encoded column by column, as the values of each suggest.
    by_leaf: Vec<bool>,
    metadata: Vec<KeyValue>,
    /// As readers see it.
    embedded: Schema,
    /// Fields by which the rows of each file are sorted, ascending, nothing last.
    sorted: Vec<usize>,
    groups: GroupSizes,
}

/// When rows become a row group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupSizes {
    /// A chunk with fewer rows than this is handed on as it is, unless its arrays take `few_bytes`.
    pub few_rows: u64,
    /// A chunk whose arrays take so many bytes is encoded, however few its rows.
    pub few_bytes: u64,
    /// So many waiting rows are made a row group.
    pub rows: u64,
    /// Waiting rows whose arrays take so many bytes are made a row group, however few they are.
    pub bytes: u64,
}

impl GroupSizes {
    /// Of tables, which are read by columns, again and again.
    pub const DATA: Self = Self { few_rows: 20_000, few_bytes: 4 << 20, rows: 100_000, bytes: 32 << 20 };
    /// Of what went wrong: it is read once, row by row, and what waits of it is memory that no row of a table needs.
    pub const EVIDENCE: Self = Self { few_rows: 2_000, few_bytes: 1 << 20, rows: 20_000, bytes: 4 << 20 };
}

/// A field with what only the plan knows of it.
pub(crate) struct PlanField {
    pub(crate) field: Field,
    /// One for each of its Parquet columns; nothing where none is.
    pub(crate) personal: Vec<bool>,
    /// By the way to it: the field's own name, or `months.budget`.
    pub(crate) described: BTreeMap<String, Described>,
    /// The structures in the elements of a list, whose fields are flat here, and of the lists within these.
    pub(crate) within: nested::Within,
    /// It is encoded column by column.
    pub(crate) by_leaf: bool,
}

/// What is written of a column for people.
#[derive(Serialize)]
pub(crate) struct Described {
    #[serde(skip_serializing_if = "String::is_empty")]
    title_en: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    title_fr: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    about: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    personal: bool,
}

impl Described {
    fn new((title, about, source): (&Title, &String, &String), personal: bool) -> Option<Self> {
        let silent = title.en.is_empty() && title.fr.is_empty() && about.is_empty() && source.is_empty();
        (!silent || personal).then(|| Self {
            title_en: title.en.clone(),
            title_fr: title.fr.clone(),
            about: about.clone(),
            source: source.clone(),
            personal,
        })
    }

    fn of_column(column: &LoadColumn) -> Option<Self> {
        Self::new((&column.title, &column.about, &column.source), column.personal)
    }

    /// For the key-value metadata of a file, of what stands at the end of this way.
    fn key_value(&self, way: &str) -> Option<(String, String)> {
        let json = serde_json::to_string(self).ok()?;
        Some((format!("tumpline.column.{way}"), json))
    }

    /// The same pairs for the Arrow field.
    fn pairs(&self) -> Vec<(String, String)> {
        let personal = if self.personal { "true" } else { "" };
        [
            ("title_en", self.title_en.as_str()),
            ("title_fr", &self.title_fr),
            ("about", &self.about),
            ("source", &self.source),
            ("personal", personal),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| (format!("tumpline.{key}"), text.to_owned()))
        .collect()
    }
}

impl TablePlan {
    /// The plan of a table. `trace` adds `_file` (text) and `_offset` (64 bits), both required, as the last columns.
    /// `metadata` becomes key-value metadata of each file, in this order; the format's version is added.
    ///
    /// # Errors
    /// `TL0012` for a name that stands twice, `TL0024` without any column.
    pub fn new(columns: &[LoadColumn], trace: bool, metadata: &[(String, String)]) -> Result<Self, Refused> {
        Self::nested((columns, &[], &[]), trace, metadata)
    }

    /// The same with columns that stand in structures, and with columns of lists, which stand behind the others and before
    /// `_file`.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn nested(
        (columns, structures, lists): (&[LoadColumn], &[LoadStructure], &[LoadList]),
        trace: bool,
        metadata: &[(String, String)],
    ) -> Result<Self, Refused> {
        let own = columns.iter().map(|column| PlanField {
            field: nested::value(&column.name, column),
            personal: vec![column.personal],
            described: Described::of_column(column).map(|said| (column.name.clone(), said)).into_iter().collect(),
            within: nested::Within::default(),
            by_leaf: false,
        });
        let own = own.chain(lists.iter().map(nested::field));
        let traces = [(FILE_COLUMN, Type::Text), (OFFSET_COLUMN, Type::Int64)]
            .into_iter()
            .filter(|_| trace)
            .map(|(name, ty)| PlanField::plain(Field::new(name, array_type(ty), false)));
        Self::of(own.chain(traces).collect(), structures, metadata, GroupSizes::DATA)
    }

    /// The plan of a table of evidence, whose fields are Arrow's own.
    pub(crate) fn of_fields(fields: Vec<PlanField>, metadata: &[(String, String)]) -> Result<Self, Refused> {
        Self::of(fields, &[], metadata, GroupSizes::EVIDENCE)
    }

    fn of(
        fields: Vec<PlanField>,
        structures: &[LoadStructure],
        metadata: &[(String, String)],
        groups: GroupSizes,
    ) -> Result<Self, Refused> {
        if fields.is_empty() {
            return Err((Code::NothingToLoad, vec![Arg::from("columns")]));
        }
        let mut names: Vec<&str> = fields.iter().map(|each| each.field.name().as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err((Code::DuplicateName, vec![Arg::from("column"), Arg::from(twice[0])]));
        }
        let flat: Vec<Field> = fields.iter().map(PlanField::embedded).collect();
        let embedded = Schema::new(nested::folded(&flat, structures));
        let convert =
            |schema: &Schema| ArrowSchemaConverter::new().convert(schema).map_err(refused("schema of a table"));
        let parquet = convert(&embedded)?;
        // Structures change nothing about the columns or their order.
        let flat = convert(&Schema::new(flat))?;
        let roots: Vec<usize> = (0..flat.num_columns()).map(|leaf| flat.get_column_root_idx(leaf)).collect();
        let metadata = [("tumpline.format".to_owned(), FORMAT_VERSION.to_string())]
            .into_iter()
            .chain(metadata.iter().cloned())
            .chain(fields.iter().flat_map(PlanField::key_values))
            .chain(structures.iter().filter_map(nested::key_value))
            .map(|(key, value)| KeyValue { key, value: Some(value) })
            .collect();
        let mut personal = Vec::with_capacity(parquet.num_columns());
        for (at, each) in fields.iter().enumerate() {
            let leaves = roots.iter().filter(|root| **root == at).count();
            personal.extend((0..leaves).map(|leaf| each.personal.get(leaf).copied().unwrap_or(false)));
        }
        let by_leaf = fields.iter().map(|each| each.by_leaf).collect();
        let arrays = Arc::new(Schema::new(fields.into_iter().map(|each| each.field).collect::<Vec<_>>()));
        let sorted = Vec::new();
        Ok(Self(Arc::new(Shared { arrays, parquet, personal, roots, by_leaf, metadata, embedded, sorted, groups })))
    }

    /// Says that the rows of each file are sorted by these fields: ascending, nothing last. A plan that is shared stays.
    #[must_use]
    pub fn sorted_by(mut self, fields: Vec<usize>) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.sorted = fields;
        }
        self
    }

    /// When rows become a row group.
    #[must_use]
    pub fn groups(&self) -> GroupSizes {
        self.0.groups
    }

    /// Whether its rows are evidence, which is read once.
    fn is_evidence(&self) -> bool {
        self.groups() == GroupSizes::EVIDENCE
    }

    /// How many arrays a batch has, the traces included.
    #[must_use]
    pub fn fields(&self) -> usize {
        self.0.arrays.fields().len()
    }

    /// How many Parquet columns there are; nested fields have several.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.0.parquet.num_columns()
    }

    /// The fields as batches have them, and how many Parquet columns each has.
    pub(super) fn columns(&self) -> impl Iterator<Item = (&Field, usize)> {
        let fields = self.0.arrays.fields().iter().map(AsRef::as_ref);
        fields.zip(self.0.roots.chunk_by(|one, other| one == other).map(<[usize]>::len))
    }

    /// The fields whose values are lists.
    pub fn lists(&self) -> impl Iterator<Item = &Field> {
        let fields = self.0.arrays.fields().iter().zip(&self.0.by_leaf);
        fields.filter(|(_, is_list)| **is_list).map(|(field, _)| field.as_ref())
    }

    /// The other fields.
    pub fn single(&self) -> impl Iterator<Item = &Field> {
        let fields = self.0.arrays.fields().iter().zip(&self.0.by_leaf);
        fields.filter(|(_, is_list)| !**is_list).map(|(field, _)| field.as_ref())
    }

    /// The fields as batches have them.
    pub(crate) fn arrays(&self) -> &Arc<Schema> {
        &self.0.arrays
    }

    /// A writer of a whole file, its header written.
    pub(crate) fn file<W: std::io::Write + Send>(&self, out: W) -> Result<SerializedFileWriter<W>, Refused> {
        let properties = self.properties().set_key_value_metadata(Some(self.0.metadata.clone()));
        let mut properties = properties.set_sorting_columns(self.sorting()).build();
        add_encoded_arrow_schema_to_metadata(&self.0.embedded, &mut properties);
        SerializedFileWriter::new(out, self.0.parquet.root_schema_ptr(), Arc::new(properties))
            .map_err(refused("start of a part"))
    }

    /// How the Parquet columns of a row group are encoded that begins with these batches; `grows` if more follow.
    pub(crate) fn choices(&self, batches: &[Vec<ArrayRef>], grows: bool) -> Vec<Choice> {
        let most = if self.is_evidence() { EVIDENCE_ROWS } else { SAMPLE_ROWS };
        let mut choices = Vec::with_capacity(self.leaves());
        for field in 0..self.fields() {
            let arrays: Vec<&ArrayRef> = batches.iter().map(|batch| &batch[field]).collect();
            if self.0.by_leaf[field] {
                choices.extend(leaf_choices(&arrays, most, grows));
                continue;
            }
            let leaves = (choices.len()..self.leaves()).take_while(|at| self.0.roots[*at] == field);
            choices.extend(vec![choice(arrays.into_iter(), most, grows); leaves.count()]);
        }
        choices
    }

    /// For each Parquet column of a row group that begins with these batches: the rows of its pages, if it is in lists with
    /// many elements.
    pub(crate) fn page_rows(&self, batches: &[Vec<ArrayRef>]) -> Vec<Option<usize>> {
        let mut all = vec![None; self.leaves()];
        for field in (0..self.fields()).filter(|field| self.0.by_leaf[*field]) {
            let arrays: Vec<&ArrayRef> = batches.iter().map(|batch| &batch[field]).collect();
            let leaves = (0..self.leaves()).filter(|leaf| self.0.roots[*leaf] == field);
            leaves.zip(pages::rows(&arrays)).for_each(|(leaf, rows)| all[leaf] = rows);
        }
        all
    }

    /// The column writers of one row group whose Parquet columns are encoded as `choices` says, with pages of so many rows;
    /// about `expected` rows come.
    pub(super) fn writers(
        &self,
        choices: &[Choice],
        page_rows: &[Option<usize>],
        expected: u64,
    ) -> Result<Vec<ColumnWriter>, Refused> {
        let mut properties = self.properties();
        for (column, rows) in self.0.parquet.columns().iter().zip(page_rows) {
            if let Some(rows) = rows {
                properties = properties.set_column_data_page_row_count_limit(column.path().clone(), *rows);
            }
        }
        let columns = self.0.parquet.columns().iter().zip(&self.0.personal).zip(choices).enumerate();
        let effort = if self.is_evidence() { Effort::Little } else { Effort::Rows(expected) };
        let own: Vec<Option<ColumnWriter>> = columns
            .map(|(leaf, ((column, personal), choice))| {
                let root = self.0.roots[leaf];
                let first = self.0.roots.partition_point(|other| *other < root);
                let of_field = (self.0.arrays.field(root), leaf - first);
                ColumnWriter::own(of_field, Arc::clone(column), *choice, *personal, effort)
            })
            .collect();
        for ((column, choice), own) in self.0.parquet.columns().iter().zip(choices).zip(&own) {
            let path = column.path().clone();
            // The crate makes a writer of its own for every column, with the tables of zstd if it is to compress.
            properties = match own {
                Some(_) => properties.set_column_compression(path, Compression::UNCOMPRESSED),
                None => encoded(properties, path, *choice),
            };
        }
        let schema = self.0.parquet.root_schema_ptr();
        let nowhere = SerializedFileWriter::new(std::io::sink(), schema, Arc::new(properties.build()))
            .map_err(refused("start of a row group"))?;
        let others = ArrowRowGroupWriterFactory::new(&nowhere, Arc::clone(&self.0.arrays));
        let others = others.create_column_writers(0).map_err(refused("column writers"))?;
        let writers = own.into_iter().zip(others);
        Ok(writers.map(|(own, other)| own.unwrap_or_else(|| ColumnWriter::Other(Box::new(other)))).collect())
    }

    /// The order, as readers may rely on it: not of floats, about whose order they do not agree.
    fn sorting(&self) -> Option<Vec<SortingColumn>> {
        let is_float = |field: &&usize| self.0.arrays.field(**field).data_type().is_floating();
        let exact = self.0.sorted.iter().take_while(|field| !is_float(field));
        let sorting = exact.filter_map(|field| {
            let column_idx = i32::try_from(*field).ok()?;
            Some(SortingColumn { column_idx, descending: false, nulls_first: false })
        });
        Some(sorting.collect()).filter(|sorting: &Vec<_>| !sorting.is_empty())
    }

    fn properties(&self) -> WriterPropertiesBuilder {
        let level = ZstdLevel::try_new(ZSTD_LEVEL).unwrap_or_default();
        let mut properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.to_owned())
            .set_compression(Compression::ZSTD(level))
            .set_dictionary_enabled(false)
            .set_statistics_enabled(EnabledStatistics::Page)
            .set_max_row_group_row_count(None);
        for (leaf, column) in self.0.parquet.columns().iter().enumerate() {
            if self.0.personal[leaf] {
                let path = column.path().clone();
                properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
            }
        }
        properties
    }
}

fn encoded(properties: WriterPropertiesBuilder, path: ColumnPath, choice: Choice) -> WriterPropertiesBuilder {
    match choice {
        Choice::Plain => properties,
        Choice::Dictionary => properties.set_column_dictionary_enabled(path, true),
        Choice::Lengths => properties.set_column_encoding(path, Encoding::DELTA_LENGTH_BYTE_ARRAY),
        Choice::Delta => properties.set_column_encoding(path, Encoding::DELTA_BINARY_PACKED),
    }
}

impl PlanField {
    /// A field without a description.
    pub(crate) fn plain(field: Field) -> Self {
        let (described, within, by_leaf) = (BTreeMap::new(), nested::Within::default(), field.data_type().is_nested());
        Self { field, personal: Vec::new(), described, within, by_leaf }
    }

    /// The field as readers see it: decimals in 128 bits, with its description.
    fn embedded(&self) -> Field {
        self.within.folded(nested::embedded(&self.field, self.field.name(), &self.described))
    }

    fn key_values(&self) -> impl Iterator<Item = (String, String)> {
        self.described.iter().filter_map(|(way, said)| said.key_value(way))
    }
}
