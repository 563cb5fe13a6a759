//! JSON to XML. The text that comes out holds what the JSON says, in any order; reading and printing it
//! gives the canonical form.

use ferrovirt_xml::{FromXml, Limits, RawElement, RawNode, parse};
use serde_json::{Map, Value};

use super::{ATTRIBUTES, ELEMENTS, ITEMS, JsonError, TEXT, XML, attr_key, child_key, is_flag, is_leaf};
use crate::model::{Child, Element, Holds, ValueType};

/// Arrays and objects within each other; a document has no more levels.
const DEPTH: usize = 250;

/// The document of a view, whose root element is `root`.
pub(crate) fn from_json(root: &str, view: &Value, holds: Holds) -> Result<String, JsonError> {
    let element = element(root, view, &[holds], &format!("/{root}"), 0)?;
    Ok(element.to_xml())
}

fn wrong(pointer: &str, expected: &'static str) -> JsonError {
    JsonError::Type {
        pointer: pointer.to_owned(),
        expected,
    }
}

fn element(
    name: &str,
    view: &Value,
    holds: &[Holds],
    pointer: &str,
    depth: usize,
) -> Result<RawElement, JsonError> {
    if depth > DEPTH {
        return Err(wrong(pointer, "less than 250 levels"));
    }
    let mut out = RawElement {
        name: name.to_owned(),
        ..RawElement::default()
    };
    let model = Element::of(holds, None);
    if model.any {
        let text = view.get(XML).and_then(Value::as_str);
        return fragment(
            text.ok_or_else(|| wrong(pointer, "an object with the member '$xml'"))?,
            pointer,
        );
    }
    let Value::Object(object) = view else {
        if !is_leaf(&model) {
            return Err(wrong(pointer, "an object"));
        }
        let text = value(view, &model.text, pointer)?;
        if !text.is_empty() {
            out.children.push(RawNode::Text(text));
        }
        return Ok(out);
    };
    let mut known = Known {
        object,
        pointer,
        taken: Vec::new(),
    };
    for attr in &model.attrs {
        if let Some((here, view)) = known.take(&attr_key(&model, attr.name)) {
            out.attrs
                .push((attr.name.to_owned(), value(view, &attr.types, &here)?));
        }
    }
    if let Some((here, view)) = known.take(TEXT) {
        out.children.push(RawNode::Text(value(view, &model.text, &here)?));
    }
    for child in model.children.iter().filter(|c| !c.ordered) {
        if let Some((here, view)) = known.take(&child_key(child)) {
            match (view, child.many) {
                (Value::Array(list), true) => {
                    for (i, view) in list.iter().enumerate() {
                        push(child, view, &format!("{here}/{i}"), depth, &mut out)?;
                    }
                }
                (_, true) => return Err(wrong(&here, "an array")),
                (view, false) => push(child, view, &here, depth, &mut out)?,
            }
        }
    }
    if let Some((here, view)) = known.take(ITEMS) {
        items(&model, view, &here, depth, &mut out)?;
    }
    if let Some((here, view)) = known.take(ATTRIBUTES) {
        let object = view.as_object().ok_or_else(|| wrong(&here, "an object"))?;
        for (name, text) in object {
            let text = text.as_str().ok_or_else(|| wrong(&here, "a string"))?;
            out.attrs.push((name.clone(), text.to_owned()));
        }
    }
    if let Some((here, view)) = known.take(ELEMENTS) {
        for text in view.as_array().ok_or_else(|| wrong(&here, "an array"))? {
            let text = text.as_str().ok_or_else(|| wrong(&here, "a string"))?;
            out.children.push(RawNode::Element(fragment(text, &here)?));
        }
    }
    known.nothing_left(&model)?;
    Ok(out)
}

fn items(
    model: &Element,
    view: &Value,
    pointer: &str,
    depth: usize,
    out: &mut RawElement,
) -> Result<(), JsonError> {
    let list = view.as_array().ok_or_else(|| wrong(pointer, "an array"))?;
    for (i, item) in list.iter().enumerate() {
        let here = format!("{pointer}/{i}");
        let member = item
            .as_object()
            .filter(|o| o.len() == 1)
            .and_then(|o| o.iter().next());
        let (key, view) = member.ok_or_else(|| wrong(&here, "an object with one member"))?;
        let child = model.children.iter().find(|c| c.ordered && child_key(c) == *key);
        let child = child.ok_or_else(|| JsonError::Unknown {
            pointer: here.clone(),
            found: key.clone(),
            nearest: None,
        })?;
        push(child, view, &format!("{here}/{key}"), depth, out)?;
    }
    Ok(())
}

fn push(
    child: &Child,
    view: &Value,
    pointer: &str,
    depth: usize,
    out: &mut RawElement,
) -> Result<(), JsonError> {
    let name = child_key(child);
    let mut element = match view {
        Value::Null => return Ok(()),
        Value::Bool(here) if is_flag(&Element::of(&child.holds, None)) => {
            if !here {
                return Ok(());
            }
            RawElement {
                name,
                ..RawElement::default()
            }
        }
        view => element(&name, view, &child.holds, pointer, depth + 1)?,
    };
    let declaration = format!("xmlns:{}", child.prefix);
    if !child.prefix.is_empty() && element.attr(&declaration).is_none() {
        element.attrs.push((declaration, child.space.to_owned()));
    }
    out.children.push(RawNode::Element(element));
    Ok(())
}

fn fragment(text: &str, pointer: &str) -> Result<RawElement, JsonError> {
    let tree = parse(text, Limits::default()).map_err(|e| JsonError::Document {
        pointer: pointer.to_owned(),
        kind: e.kind().clone(),
    })?;
    RawElement::from_xml(tree.root()).map_err(|_| wrong(pointer, "XML"))
}

fn value(view: &Value, types: &[ValueType], pointer: &str) -> Result<String, JsonError> {
    match view {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(is) => match ValueType::switch(types) {
            Some((on, off)) => Ok(if *is { on } else { off }.to_owned()),
            None => Err(wrong(pointer, "a string or a number")),
        },
        _ => Err(wrong(pointer, "a string, a number or a boolean")),
    }
}

/// Members of an object, crossed out as they are used.
struct Known<'v> {
    object: &'v Map<String, Value>,
    pointer: &'v str,
    taken: Vec<String>,
}

impl<'v> Known<'v> {
    fn take(&mut self, key: &str) -> Option<(String, &'v Value)> {
        let view = self.object.get(key)?;
        self.taken.push(key.to_owned());
        (!view.is_null()).then(|| (format!("{}/{key}", self.pointer), view))
    }

    fn nothing_left(&self, model: &Element) -> Result<(), JsonError> {
        let Some(found) = self.object.keys().find(|k| !self.taken.contains(k)) else {
            return Ok(());
        };
        let names = model
            .attrs
            .iter()
            .map(|a| a.name)
            .chain(model.children.iter().map(|c| c.name));
        let names: Vec<&'static str> = names.collect();
        Err(JsonError::Unknown {
            pointer: self.pointer.to_owned(),
            found: found.clone(),
            nearest: ferrovirt_xml::nearest(found, names.into_iter()).map(str::to_owned),
        })
    }
}
