//! The year-end tax file of Ontario's Municipal Property Assessment Corporation: 100 characters a record, all records of a
//! property with its roll number before the code of the kind.
//!
//! Source: City of Sault Ste. Marie, node-mpac-yetf (`github.com/cityssm/node-mpac-yetf`, parsers.ts), which reads MPAC's
//! record layout; places without a field there are none here.

use super::{Given, KindOf, Place, Published, is_digits, measure, mostly, number, person, text, year};

/// The layout.
pub static MPAC: Published = Published {
    name: "MPAC's year-end tax file",
    source: "the City of Sault Ste. Marie's reader of it (github.com/cityssm/node-mpac-yetf)",
    width: 100,
    code: Some((19, 21)),
    common: &[text("roll_number", 1, 19)],
    kinds: &[
        kind("AA", "property", &PROPERTY),
        kind("BB", "site", &SITE),
        kind("CC", "structure", &STRUCTURE),
        kind("DD", "farm_land", &FARM_LAND),
        kind("GG", "owner", &OWNER),
        kind("HH", "mailing_address", &[text("sequence", 22, 22), person("mailing_address", 23, 50)]),
        kind("JJ", "mailing_city", &[person("city_province_country", 22, 42), person("postal_code", 43, 49)]),
        kind("KK", "street", &STREET),
        kind("LL", "legal_description", &[text("sequence", 22, 22), text("legal_description", 23, 50)]),
        kind("MM", "comments", &[text("sequence", 22, 22), text("comments", 23, 50)]),
        kind("PA", "assessment", &ASSESSMENT),
        kind("PB", "english_support", &ENGLISH_SUPPORT),
        kind("PC", "french_support", &FRENCH_SUPPORT),
        kind("PD", "protestant_support", &PROTESTANT_SUPPORT),
        kind("PI", "phase_in", &PHASE_IN),
    ],
    has_marks,
};

const fn kind(code: &'static str, name: &'static str, fields: &'static [Place]) -> KindOf {
    KindOf { code, given: Given::Always, name, fields, again: &[] }
}

const PROPERTY: [Place; 11] = [
    text("ward", 22, 23),
    text("poll", 24, 26),
    text("poll_suffix", 27, 27),
    text("high_school_code", 28, 29),
    text("public_school_code", 30, 31),
    text("separate_school_code", 32, 33),
    text("special_rate_area", 34, 39),
    text("pac_code", 40, 42),
    text("previous_roll_number", 49, 67),
    text("french_public_school_code", 68, 69),
    text("french_separate_school_code", 70, 71),
];

const SITE: [Place; 9] = [
    number("frontage", 22, 27, 2),
    measure("site_area", 28, 34, 2),
    text("unit_of_measurement", 35, 35),
    number("depth", 36, 40, 2),
    text("site_improvement", 41, 42),
    text("property_code", 43, 45),
    text("zoning", 46, 52),
    text("services", 53, 53),
    text("access", 54, 54),
];

const STRUCTURE: [Place; 24] = [
    text("sequence", 22, 22),
    text("character_of_construction", 25, 27),
    number("quality", 28, 30, 1),
    text("shape", 31, 31),
    year("year_built", 32, 35),
    text("year_built_code", 36, 36),
    text("condition", 37, 37),
    number("full_storeys", 38, 39, 0),
    text("part_storeys", 40, 40),
    text("height_or_effective_year", 41, 44),
    text("split", 45, 45),
    number("gross_area", 46, 51, 0),
    number("total_basement_area", 52, 55, 0),
    number("finished_basement_area", 56, 59, 0),
    text("basement_finish", 60, 60),
    number("full_baths", 61, 61, 0),
    number("half_baths", 62, 62, 0),
    number("bedrooms", 63, 64, 0),
    number("fireplaces", 65, 65, 0),
    text("heating_type", 66, 67),
    text("air_conditioning", 68, 68),
    text("garage_type", 69, 69),
    number("garage_spaces", 70, 72, 0),
    text("structure_code", 73, 75),
];

const FARM_LAND: [Place; 8] = [
    text("sequence", 22, 22),
    number("acres", 23, 28, 2),
    text("texture", 29, 29),
    text("soil_class", 30, 30),
    text("tiling", 31, 31),
    text("climatic_zone", 32, 32),
    number("wooded_acreage", 33, 38, 2),
    number("orchard_acreage", 44, 49, 2),
];

const OWNER: [Place; 12] = [
    number("sequence", 23, 25, 0),
    person("name", 26, 53),
    person("identifier", 54, 54),
    person("occupancy_status", 55, 55),
    person("religion", 56, 56),
    person("school_support", 57, 57),
    person("residency_code", 58, 58),
    person("citizenship", 59, 59),
    person("designated_ratepayer", 60, 60),
    Place { personal: true, ..year("year_of_birth", 61, 64) },
    person("month_of_birth", 65, 66),
    person("french_language_rights", 69, 69),
];

const STREET: [Place; 5] = [
    number("street_number", 22, 26, 0),
    number("upper_street_number", 27, 31, 0),
    text("qualifier", 32, 32),
    text("street_name", 33, 49),
    text("unit_number", 50, 54),
];

const ASSESSMENT: [Place; 14] = [
    text("sequence", 22, 22),
    number("phased_in_value", 23, 32, 0),
    text("unit_class", 33, 35),
    text("realty_tax_class", 36, 36),
    text("realty_tax_qualifier", 37, 37),
    text("tenant_tax_liability", 55, 55),
    text("notice_issued", 56, 56),
    number("previous_year_assessment", 57, 66, 0),
    text("unit_support", 67, 67),
    text("pooled_taxes_unit", 69, 69),
    text("partnership_code", 70, 70),
    text("property_type", 71, 71),
    number("property_total", 72, 81, 0),
    number("realty_portion_total", 82, 91, 0),
];

const ENGLISH_SUPPORT: [Place; 4] = [
    text("sequence", 22, 22),
    number("english_public", 23, 32, 0),
    number("english_separate", 33, 42, 0),
    number("no_support", 43, 52, 0),
];

const FRENCH_SUPPORT: [Place; 3] =
    [text("sequence", 22, 22), number("french_public", 23, 32, 0), number("french_separate", 33, 42, 0)];

const PROTESTANT_SUPPORT: [Place; 2] = [text("sequence", 22, 22), number("protestant_separate", 23, 32, 0)];

const PHASE_IN: [Place; 3] =
    [number("starting_point", 22, 31, 0), number("phased_in_value", 32, 41, 0), number("destination_value", 42, 51, 0)];

/// Different kinds from which on their codes are no chance.
const ENOUGH: usize = 5;

/// Roll numbers of 19 digits, all of one county and municipality, and behind them the codes of many of the kinds.
fn has_marks(rows: &[&[u8]]) -> bool {
    let code =
        |row: &[u8]| row.get(19..21).and_then(|code| MPAC.kinds.iter().position(|kind| kind.code.as_bytes() == code));
    let is_of = |row: &[u8]| is_digits(row, 0, 19) && row.get(..4) == rows[0].get(..4) && code(row).is_some();
    let seen: std::collections::BTreeSet<usize> = rows.iter().filter_map(|row| code(row)).collect();
    seen.len() >= ENOUGH && mostly(rows, is_of)
}
