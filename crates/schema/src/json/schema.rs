//! The JSON Schema (draft 2020-12) of a kind's view. Besides the usual words it says `x-unit`,
//! `x-default`, `x-since` and `x-restart` of each member. A member without `x-since` is as old as what it is a
//! member of, as far as libvirt's documentation tells.

use std::collections::BTreeMap;

use ferrovirt_xml::{About, ValueShape};
use serde_json::{Map, Value, json};

use super::{ATTRIBUTES, ELEMENTS, ITEMS, TEXT, XML, attr_key, child_key, is_flag, is_leaf};
use crate::model::{Element, Holds, ValueType};

/// The schema of documents whose element is `root`.
pub(crate) fn json_schema(root: &str, holds: Holds, running: bool) -> Value {
    let mut writer = Writer {
        names: BTreeMap::new(),
        definitions: Map::new(),
        running,
    };
    let document = writer.element(&[holds]);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "A member without x-since is as old as what it is a member of; x-restart: whether a change waits for a restart.",
        "title": root,
        "type": "object",
        "properties": { root: document },
        "required": [root],
        "additionalProperties": false,
        "$defs": writer.definitions,
    })
}

struct Writer {
    /// Names of definitions by the addresses of the shapes that they are made of.
    names: BTreeMap<Vec<usize>, String>,
    definitions: Map<String, Value>,
    /// Whether the kind describes things that run.
    running: bool,
}

impl Writer {
    fn element(&mut self, holds: &[Holds]) -> Value {
        let mut shapes: Vec<(usize, &'static str)> = holds
            .iter()
            .filter_map(|h| match h {
                Holds::Shape(shape) => Some((std::ptr::from_ref(*shape).addr(), shape.name)),
                _ => None,
            })
            .collect();
        if shapes.is_empty() || shapes.len() != holds.len() {
            return self.inline(holds);
        }
        shapes.sort_unstable();
        shapes.dedup();
        let key: Vec<usize> = shapes.iter().map(|s| s.0).collect();
        if let Some(name) = self.names.get(&key) {
            return json!({ "$ref": format!("#/$defs/{name}") });
        }
        let mut base: Vec<&str> = shapes.iter().map(|s| s.1).collect();
        base.sort_unstable();
        let base = base.join("Or");
        let taken = |name: &str| self.names.values().any(|n| n == name);
        let name = std::iter::once(base.clone())
            .chain((2..).map(|n| format!("{base}{n}")))
            .find(|name| !taken(name))
            .unwrap_or(base);
        self.names.insert(key, name.clone());
        let definition = self.inline(holds);
        self.definitions.insert(name.clone(), definition);
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn inline(&mut self, holds: &[Holds]) -> Value {
        let model = Element::of(holds, None);
        if model.any {
            return json!({ "type": "object", "properties": { XML: { "type": "string" } }, "required": [XML] });
        }
        if is_leaf(&model) {
            return value(&model.text);
        }
        if is_flag(&model) {
            return json!({ "type": "boolean" });
        }
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for attr in &model.attrs {
            let key = attr_key(&model, attr.name);
            if attr.required {
                required.push(key.clone());
            }
            properties.insert(key, self.about(value(&attr.types), &attr.about));
        }
        if !model.text.is_empty() {
            properties.insert(TEXT.to_owned(), self.about(value(&model.text), &model.text_about));
        } else {
            properties.insert(
                TEXT.to_owned(),
                json!({ "type": "string", "description": "Text that is not understood." }),
            );
        }
        let mut items = Vec::new();
        for child in &model.children {
            let (key, view) = (child_key(child), self.element(&child.holds));
            if child.ordered {
                let view = self.about(view, &child.about);
                items.push(json!({
                    "type": "object", "properties": { key.clone(): view }, "required": [key],
                    "additionalProperties": false,
                }));
                continue;
            }
            if child.required {
                required.push(key.clone());
            }
            let view = if child.many {
                json!({ "type": "array", "items": view })
            } else {
                view
            };
            let view = self.about(view, &child.about);
            properties.insert(key, view);
        }
        if !items.is_empty() {
            properties.insert(
                ITEMS.to_owned(),
                json!({ "type": "array", "items": { "oneOf": items } }),
            );
        }
        properties.insert(
            ATTRIBUTES.to_owned(),
            json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        );
        properties.insert(
            ELEMENTS.to_owned(),
            json!({ "type": "array", "items": { "type": "string" } }),
        );
        let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        if let [Holds::Shape(shape)] = holds
            && !shape.doc.is_empty()
        {
            schema["description"] = json!(shape.doc);
        }
        schema
    }

    fn about(&self, mut schema: Value, about: &About) -> Value {
        let Some(object) = schema.as_object_mut() else {
            return schema;
        };
        for (key, text) in [
            ("description", about.doc),
            ("x-unit", about.unit),
            ("x-default", about.default),
            ("x-since", about.since),
        ] {
            if !text.is_empty() {
                object.insert(key.to_owned(), json!(text));
            }
        }
        if self.running {
            object.insert("x-restart".to_owned(), json!(!about.live));
        }
        schema
    }
}

fn value(types: &[ValueType]) -> Value {
    if ValueType::switch(types).is_some() {
        return json!({ "type": "boolean" });
    }
    if let Some(words) = ValueType::words(types) {
        return json!({ "enum": words });
    }
    match types {
        [one] => typed(*one),
        _ => match ValueType::numbers(types) {
            Some(true) => json!({ "type": "integer" }),
            Some(false) => json!({ "type": "number" }),
            None => json!({ "type": ["string", "number", "boolean"] }),
        },
    }
}

fn typed(one: ValueType) -> Value {
    match one.shape() {
        Some(ValueShape::Integer { least, most }) => json!({
            "type": "integer", "minimum": least, "maximum": most,
        }),
        Some(ValueShape::Number) => json!({ "type": "number" }),
        Some(ValueShape::Form { name, pattern, .. }) => json!({
            "type": "string", "pattern": pattern, "title": name,
        }),
        _ => json!({ "type": "string" }),
    }
}
