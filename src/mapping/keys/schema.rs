//! The JSON Schemas of mappings and of `migration.yaml`, for editors: the table of keys in, their texts out.
//!
//! An editor's YAML reader makes numbers and booleans of what we take as written; so texts may be any scalar here.

use serde_json::{Map, Value, json};

use super::{CHARACTER_WORDS, Key, PLACES, TYPES, Wanted, of};
use crate::mapping::encodings;

/// The places that `migration.yaml` has.
const OF_MIGRATION: [&str; 10] =
    ["migration", "parameter", "report", "figure", "comparison", "side", "rule_limits", "accept", "approval", "title"];

/// JSON Schema, draft 2020-12, of a mapping; `#/$defs/migration` is the one of `migration.yaml`.
#[must_use]
pub fn json_schema() -> String {
    schema("mapping", "A mapping of Tumpline.", |_| true)
}

/// JSON Schema, draft 2020-12, of `migration.yaml`.
#[must_use]
pub fn migration_schema() -> String {
    schema("migration", "The migration.yaml of a folder of mappings of Tumpline.", |place| {
        OF_MIGRATION.contains(&place)
    })
}

/// The schema of a place, with the definitions of the other places that are wanted.
fn schema(place: &str, about: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let others = PLACES.iter().filter(|(other, _)| *other != place && is_wanted(other));
    let definitions: Map<String, Value> = others.map(|(place, about)| definition(place, about)).collect();
    let (_, mut top) = definition(place, about);
    if let Some(top) = top.as_object_mut() {
        top.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        top.insert("title".to_owned(), json!(format!("Tumpline {place}")));
        top.insert("$defs".to_owned(), Value::Object(definitions));
    }
    let mut text = serde_json::to_string_pretty(&top).unwrap_or_default();
    text.push('\n');
    text
}

fn definition(place: &str, about: &str) -> (String, Value) {
    let there = || of(place).filter(|one| !one.later);
    let properties: Map<String, Value> = there().map(|one| (one.key.to_owned(), property(one))).collect();
    let required: Vec<&str> =
        there().filter(|one| one.place == place && one.default == "required").map(|one| one.key).collect();
    let mut schema = json!({
        "type": "object", "description": about, "properties": properties, "additionalProperties": false,
    });
    if let Some(schema) = schema.as_object_mut()
        && !required.is_empty()
    {
        schema.insert("required".to_owned(), json!(required));
    }
    (place.to_owned(), schema)
}

fn property(one: &Key) -> Value {
    let mut schema = shape(one.wanted);
    if let Some(schema) = schema.as_object_mut() {
        let about = match one.default {
            "" | "required" => one.about.to_owned(),
            default => format!("{} Default: {default}.", one.about),
        };
        schema.insert("description".to_owned(), json!(about));
    }
    schema
}

fn scalar() -> Value {
    json!({"type": ["string", "number", "boolean", "null"]})
}

fn one_or_list(one: &Value) -> Value {
    json!({"anyOf": [one, {"type": "array", "items": one}]})
}

fn shape(wanted: Wanted) -> Value {
    match wanted {
        Wanted::Text | Wanted::Value => scalar(),
        Wanted::Name | Wanted::Reference | Wanted::Expression => json!({"type": ["string", "number", "boolean"]}),
        Wanted::Word(words) => json!({"enum": words}),
        Wanted::Words(words) => one_or_list(&json!({"enum": words})),
        Wanted::Whole(least, most) if most == u64::MAX => json!({"type": "integer", "minimum": least}),
        Wanted::Whole(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Wanted::Signed(most) => json!({"type": "integer", "minimum": -most, "maximum": most}),
        Wanted::Flag => json!({"type": "boolean"}),
        Wanted::Texts | Wanted::Values => one_or_list(&scalar()),
        Wanted::TextList => json!({"type": "array", "items": scalar()}),
        Wanted::Character => character(),
        Wanted::Characters => one_or_list(&character()),
        Wanted::Position | Wanted::Index => json!({"type": ["integer", "string"], "pattern": "^[0-9]+(-[0-9]+)?$"}),
        Wanted::OpenPosition => json!({"type": ["integer", "string"], "pattern": "^[0-9]+(-[0-9]*)?$"}),
        Wanted::Type => type_schema(),
        Wanted::Encoding => json!({"type": "string", "examples": encodings::names()}),
        Wanted::Pattern => json!({"type": ["string", "number"], "format": "regex"}),
        Wanted::Size => json!({"type": ["integer", "string"], "pattern": "^[0-9]+( ?[KMG]iB)?$"}),
        Wanted::Years => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{4}$"}),
        Wanted::Number => json!({"type": ["number", "string"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$"}),
        Wanted::Most => json!({"type": ["integer", "string"], "pattern": "^[0-9]+(\\.[0-9]{1,4})?( *%)?$"}),
        Wanted::Pair => json!({"type": "array", "items": scalar(), "minItems": 2, "maxItems": 2}),
        Wanted::Map(place) => json!({"$ref": format!("#/$defs/{place}")}),
        Wanted::List(place) => json!({"type": "array", "items": {"$ref": format!("#/$defs/{place}")}}),
        Wanted::NamedMaps(place) => {
            let one = json!({"$ref": format!("#/$defs/{place}")});
            json!({"type": "object", "additionalProperties": one})
        }
        Wanted::FreeMap => json!({"type": "object", "additionalProperties": scalar()}),
        Wanted::NamedWords(words) => json!({"type": "object", "additionalProperties": {"enum": words}}),
        Wanted::Named(options) => {
            let each = options.iter().map(|&one| shape(one)).collect::<Vec<_>>();
            json!({"type": "object", "additionalProperties": {"anyOf": each}})
        }
        Wanted::Either(options) => json!({"anyOf": options.iter().map(|&one| shape(one)).collect::<Vec<_>>()}),
    }
}

fn character() -> Value {
    let words: Vec<&str> = CHARACTER_WORDS.iter().map(|&(word, _)| word).collect();
    json!({"type": ["string", "number"], "minLength": 1, "examples": words})
}

fn type_schema() -> Value {
    let words: Vec<&str> = TYPES.iter().map(|&(name, _)| name).filter(|name| !name.contains('(')).collect();
    json!({"anyOf": [
        {"enum": words},
        {"type": "string", "pattern": "^decimal\\( *[0-9]{1,2} *, *[0-9]{1,2} *\\)$"},
    ]})
}

#[cfg(test)]
mod tests {
    use super::super::KEYS;
    use super::*;

    fn walk(value: &Value, top: &Value) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(name)) = map.get("$ref") {
                    assert!(top.pointer(&name[1..]).is_some(), "{name}");
                }
                if map.contains_key("properties") {
                    assert_eq!(map.get("additionalProperties"), Some(&json!(false)));
                }
                map.values().for_each(|value| walk(value, top));
            }
            Value::Array(list) => list.iter().for_each(|value| walk(value, top)),
            _ => {}
        }
    }

    #[test]
    fn the_schema_is_strict_and_its_references_are_there() {
        let of_migration: Value = serde_json::from_str(&migration_schema()).unwrap();
        walk(&of_migration, &of_migration);
        assert_eq!(
            of_migration.pointer("/properties/parameters/additionalProperties/$ref"),
            Some(&json!("#/$defs/parameter"))
        );
        let schema: Value = serde_json::from_str(&json_schema()).unwrap();
        walk(&schema, &schema);
        for one in KEYS.iter().filter(|one| one.place != "mapping") {
            let there = schema.pointer(&format!("/$defs/{}/properties/{}", one.place, one.key)).is_some();
            assert_eq!(there, !one.later, "{} {}", one.place, one.key);
        }
        assert_eq!(schema.pointer("/required"), Some(&json!(["tumpline", "source"])));
    }
}
