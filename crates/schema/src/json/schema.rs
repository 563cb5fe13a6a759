//! The JSON Schema (draft 2020-12) of a kind's view. Besides the usual words each member says:
//!
//! - `x-since`: the first version that has it. One that says none is as old as what it is a member of; what stands
//!   in several places is as old as the oldest of them;
//! - `x-default`: what holds without it; null where that is no fixed value, and then `x-default-by` says who decides
//!   (`hypervisor`, `host`, `driver`, `backend`), that it has to be there (`needed`), that nothing holds (`nothing`),
//!   that the document only reports (`report`), or that a rule does (`rule`), which `x-default-text` puts in words;
//! - `x-unit`: the unit of a number or what it counts; null for a number that is no quantity;
//! - `x-restart`: how a change arrives: `live`, after a `restart`, by making the object anew (`recreate`), or never,
//!   since the document only reports (`report`).

use std::collections::{BTreeMap, BTreeSet};

use ferrovirt_xml::{About, ValueShape};
use serde_json::{Map, Value, json};

use super::answer::Absence;
use super::{ATTRIBUTES, ELEMENTS, ITEMS, TEXT, XML, attr_key, child_key, is_flag, is_leaf};
use crate::kind::Effect;
use crate::model::{Child, Element, Holds, ValueType, version};

/// The schema of documents whose element is `root`, which came in version `since` and whose changes arrive by
/// `effect`.
pub(crate) fn json_schema(root: &str, holds: Holds, since: &'static str, effect: Effect) -> Value {
    let mut writer = Writer {
        names: BTreeMap::new(),
        ages: BTreeMap::new(),
        waiting: BTreeSet::new(),
        again: false,
        definitions: Map::new(),
        effect,
    };
    // What stands in several places is as old as the oldest, which may only be met last.
    let document = loop {
        writer.begin();
        let document = writer.element(&[holds], since, false);
        if !writer.again {
            break document;
        }
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "A member is there since the later of its x-since and that of what it is a member of.",
        "title": root,
        "x-since": since,
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
    /// The oldest version in which each is used, by name.
    ages: BTreeMap<String, &'static str>,
    /// Those that stand somewhere where changes of their parts wait.
    waiting: BTreeSet<String>,
    /// Whether one turned out to be older, or to stand elsewhere, than it was written down as.
    again: bool,
    definitions: Map<String, Value>,
    effect: Effect,
}

impl Writer {
    /// Before each round, of which the last finds all ages known.
    fn begin(&mut self) {
        self.again = false;
        self.names.clear();
        self.definitions.clear();
    }

    fn element(&mut self, holds: &[Holds], since: &'static str, live: bool) -> Value {
        let mut shapes: Vec<(usize, &'static str)> = holds
            .iter()
            .filter_map(|h| match h {
                Holds::Shape(shape) => Some((std::ptr::from_ref(*shape).addr(), shape.name)),
                _ => None,
            })
            .collect();
        if shapes.is_empty() || shapes.len() != holds.len() {
            return self.inline(holds, since, live);
        }
        shapes.sort_unstable();
        shapes.dedup();
        let key: Vec<usize> = shapes.iter().map(|s| s.0).collect();
        if let Some(name) = self.names.get(&key) {
            let name = name.clone();
            self.place(&name, since, live);
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
        let (age, live) = self.place(&name, since, live);
        let definition = self.inline(holds, age, live);
        self.definitions.insert(name.clone(), definition);
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn inline(&mut self, holds: &[Holds], since: &'static str, live: bool) -> Value {
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
            let absence = self.absence(&attr.about, &attr.types, attr.needed, false);
            properties.insert(
                key,
                self.about(value(&attr.types), &attr.about, (since, live), &absence),
            );
        }
        if !model.text.is_empty() {
            let absence = self.absence(&model.text_about, &model.text, model.text_needed, false);
            let text = self.about(value(&model.text), &model.text_about, (since, live), &absence);
            properties.insert(TEXT.to_owned(), text);
        } else {
            properties.insert(
                TEXT.to_owned(),
                json!({ "type": "string", "description": "Text that is not understood." }),
            );
        }
        let mut items = Vec::new();
        for child in &model.children {
            let age = or(child.about.since, since);
            let (key, view) = (
                child_key(child),
                self.element(&child.holds, age, live || child.about.live_within),
            );
            if child.ordered {
                let view = self.child(view, child, (since, live));
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
            let view = self.child(view, child, (since, live));
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

    /// Notes a place where a definition stands; its age, and whether all of it is live, as far as is known.
    fn place(&mut self, name: &str, since: &'static str, live: bool) -> (&'static str, bool) {
        let age = self.ages.entry(name.to_owned()).or_insert(since);
        if version(since) < version(age) {
            (*age, self.again) = (since, true);
        }
        if !live && self.waiting.insert(name.to_owned()) {
            self.again = true;
        }
        (*age, !self.waiting.contains(name))
    }

    /// What is known of a child whose view is `schema`.
    fn child(&self, schema: Value, child: &Child, place: (&'static str, bool)) -> Value {
        let content = Element::of(&child.holds, None);
        let leaf = !child.many && is_leaf(&content);
        let mut about = child.about;
        if leaf && about.unit.is_empty() {
            about.unit = content.text_about.unit;
        }
        // What holds without an element may be a value of its text, or of the one attribute that it has.
        let (types, within): (&[ValueType], &str) = match (content.attrs.as_slice(), content.text.as_slice())
        {
            _ if child.many => (&[], ""),
            (_, text) if leaf => (text, ""),
            ([one], []) if content.children.is_empty() => (&one.types, one.name),
            (_, text) => (text, TEXT),
        };
        let absence = Absence {
            within,
            flag: !child.many && is_flag(&content),
            ..self.absence(&about, types, child.needed, !leaf)
        };
        self.about(schema, &about, place, &absence)
    }

    fn absence<'t>(&self, about: &About, types: &'t [ValueType], needed: bool, plain: bool) -> Absence<'t> {
        Absence {
            said: about.default,
            types,
            within: "",
            needed,
            plain,
            flag: false,
            report: self.effect == Effect::Report,
        }
    }

    /// What is known of a part that stands in something so old, of which all may be live.
    fn about(
        &self,
        mut schema: Value,
        about: &About,
        (since, live): (&'static str, bool),
        absence: &Absence<'_>,
    ) -> Value {
        let Some(object) = schema.as_object_mut() else {
            return schema;
        };
        if !about.doc.is_empty() {
            object.insert("description".to_owned(), json!(about.doc));
        }
        match about.unit {
            "" => {}
            "none" => drop(object.insert("x-unit".to_owned(), Value::Null)),
            unit => drop(object.insert("x-unit".to_owned(), json!(unit))),
        }
        absence.write(object);
        object.insert("x-since".to_owned(), json!(or(about.since, since)));
        let effect = self.effect.of(&About {
            live: live || about.live,
            ..*about
        });
        object.insert("x-restart".to_owned(), json!(effect.as_str()));
        schema
    }
}

/// The version that a part says, or else that of what it is a part of.
fn or(own: &'static str, since: &'static str) -> &'static str {
    if own.is_empty() { since } else { own }
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
