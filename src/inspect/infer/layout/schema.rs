//! Layouts in JSON: a Frictionless table schema, alone or in a data package, and a JSON Schema.

use serde_json::{Map, Value};

use super::types::said;
use super::{Layout, LayoutField, Said};

/// Reads either; the problem's word where it is none.
pub fn read(bytes: &[u8]) -> Result<Layout, &'static str> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| "no_json")?;
    if let Some(fields) = frictionless(&value) {
        return Ok(Layout { fields: fields.iter().filter_map(field).collect(), ordered: true });
    }
    let properties = properties(&value).ok_or("no_schema")?;
    let fields = properties.iter().map(|(name, of)| LayoutField { name: name.clone(), at: None, said: property(of) });
    Ok(Layout { fields: fields.collect(), ordered: false })
}

/// The list of fields, wherever it stands.
fn frictionless(value: &Value) -> Option<&Vec<Value>> {
    let of_schema = |value: &'_ Value| value.get("fields").is_some();
    if of_schema(value) {
        return value.get("fields")?.as_array();
    }
    let resource = value.get("resources").and_then(|resources| resources.get(0)).unwrap_or(value);
    resource.get("schema")?.get("fields")?.as_array()
}

fn field(value: &Value) -> Option<LayoutField> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = text("name");
    (!name.is_empty()).then(|| LayoutField {
        name: name.to_owned(),
        at: None,
        said: typed(text("type"), text("format")),
    })
}

/// The properties of an object, or of the objects of a list.
fn properties(value: &Value) -> Option<&Map<String, Value>> {
    let own = value.get("properties").and_then(Value::as_object);
    own.or_else(|| value.get("items")?.get("properties")?.as_object())
}

/// A type may be a list, one of which is `null`.
fn property(value: &Value) -> Said {
    let ty = match value.get("type") {
        Some(Value::String(ty)) => ty.as_str(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).find(|ty| *ty != "null").unwrap_or_default(),
        _ => "",
    };
    let format = value.get("format").and_then(Value::as_str).unwrap_or_default();
    match (ty, format) {
        ("string", "date") => Said::Date(Some("YYYY-MM-DD".to_owned())),
        ("string", "date-time") => Said::Timestamp(None),
        ("string", "time") => Said::Time(None),
        _ => typed(ty, ""),
    }
}

/// `default` and `any` say nothing; a text in a format such as `email` is a text.
fn typed(ty: &str, format: &str) -> Said {
    match ty {
        "any" | "" => Said::Nothing,
        "string" => Said::Text,
        _ if matches!(format, "default" | "any") => said(ty, ""),
        _ => said(ty, format),
    }
}
