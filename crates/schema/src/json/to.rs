//! XML to JSON.

use ferrovirt_xml::{FromXml, Node, RawElement};
use serde_json::{Map, Number, Value};

use super::{ATTRIBUTES, ELEMENTS, ITEMS, TEXT, XML, attr_key, child_key, is_flag, is_leaf};
use crate::model::{Element, Holds, ValueType};

/// The view of a canonical document.
pub(crate) fn to_json(root: Node<'_>, holds: Holds) -> Value {
    let mut document = Map::new();
    document.insert(root.name().to_owned(), element(root, &[holds]));
    Value::Object(document)
}

fn element(node: Node<'_>, holds: &[Holds]) -> Value {
    let model = Element::of(holds, None);
    if model.any {
        let mut any = Map::new();
        any.insert(XML.to_owned(), Value::String(xml(node)));
        return Value::Object(any);
    }
    let bare = node.children().next().is_none() && !node.attrs().any(|a| !a.is_declaration());
    if is_leaf(&model) && bare {
        return value(&node.text(), &model.text);
    }
    if is_flag(&model) && bare && node.text().is_empty() {
        return Value::Bool(true);
    }
    let mut object = Map::new();
    attributes(node, &model, &mut object);
    children(node, &model, &mut object);
    let text = node.text();
    // White space where no text can be means nothing.
    let says = match model.text.as_slice() {
        [] => text.trim(),
        _ => &text,
    };
    if !says.is_empty() {
        object.insert(TEXT.to_owned(), value(&text, &model.text));
    }
    Value::Object(object)
}

fn xml(node: Node<'_>) -> String {
    // What was read can be copied.
    RawElement::from_xml(node)
        .map(|raw| raw.to_xml())
        .unwrap_or_default()
}

fn attributes(node: Node<'_>, model: &Element, object: &mut Map<String, Value>) {
    let mut unknown = Map::new();
    for attr in node.attrs().filter(|a| !a.is_declaration()) {
        match model.attr(attr.name) {
            Some(known) => {
                object.insert(attr_key(model, attr.name), value(attr.value, &known.types));
            }
            None => {
                // It may be declared further out; the view of an element stands alone.
                if let Some((prefix, _)) = attr.name.split_once(':').filter(|(prefix, _)| *prefix != "xml") {
                    let uri = Value::String(attr.namespace.to_owned());
                    unknown.insert(format!("xmlns:{prefix}"), uri);
                }
                unknown.insert(attr.name.to_owned(), Value::String(attr.value.to_owned()));
            }
        }
    }
    if !unknown.is_empty() {
        object.insert(ATTRIBUTES.to_owned(), Value::Object(unknown));
    }
}

fn children(node: Node<'_>, model: &Element, object: &mut Map<String, Value>) {
    let (mut items, mut unknown) = (Vec::new(), Vec::new());
    for child in node.children() {
        let Some(known) = model.child(child.namespace(), child.local()) else {
            unknown.push(Value::String(xml(child)));
            continue;
        };
        let key = child_key(known);
        let view = element(child, &known.holds);
        if known.ordered {
            let mut item = Map::new();
            item.insert(key, view);
            items.push(Value::Object(item));
        } else if known.many {
            match object.entry(key).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(list) => list.push(view),
                _ => unknown.push(Value::String(xml(child))),
            }
        } else if object.contains_key(&key) {
            unknown.push(Value::String(xml(child)));
        } else {
            object.insert(key, view);
        }
    }
    if !items.is_empty() {
        object.insert(ITEMS.to_owned(), Value::Array(items));
    }
    if !unknown.is_empty() {
        object.insert(ELEMENTS.to_owned(), Value::Array(unknown));
    }
}

/// A value in the JSON type that it has, provided it can be turned back into the same text.
fn value(text: &str, types: &[ValueType]) -> Value {
    if let Some((on, off)) = ValueType::switch(types) {
        if text == on {
            return Value::Bool(true);
        }
        if text == off {
            return Value::Bool(false);
        }
    }
    if ValueType::numbers(types).is_some() {
        let number = match text.parse::<i64>() {
            Ok(n) => Some(Number::from(n)),
            Err(_) => text.parse::<u64>().ok().map(Number::from),
        };
        let number = number.or_else(|| text.parse().ok().and_then(Number::from_f64));
        if let Some(number) = number.filter(|n| n.to_string() == text) {
            return Value::Number(number);
        }
    }
    Value::String(text.to_owned())
}
