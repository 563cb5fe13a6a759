//! Compares two canonical documents.

use ferrovirt_xml::{About, RawElement};

use crate::change::{Change, Path, Pick, What, key};
use crate::model::{Child, Element, Holds};

/// What has to be done to `before` to make it `after`.
pub(crate) fn diff(before: &RawElement, after: &RawElement, holds: Holds, runs: bool) -> Vec<Change> {
    let mut diff = Diff {
        declarations: [before, after].map(declarations),
        runs,
        live: false,
        found: Vec::new(),
    };
    diff.element(before, after, &[holds], &Path::root(&before.name));
    diff.found
}

/// All prefixes that a document declares, wherever.
fn declarations(element: &RawElement) -> Vec<(String, String)> {
    let is = |(name, _): &&(String, String)| name.starts_with("xmlns:");
    let mut found: Vec<_> = element.attrs.iter().filter(is).cloned().collect();
    for child in element.elements() {
        for declaration in declarations(child) {
            if !found.contains(&declaration) {
                found.push(declaration);
            }
        }
    }
    found
}

struct Diff {
    /// Prefixes that the two documents declare.
    declarations: [Vec<(String, String)>; 2],
    runs: bool,
    /// Whether changes of all that stands in the element at hand reach a running object.
    live: bool,
    found: Vec<Change>,
}

impl Diff {
    fn push(&mut self, path: Path, what: What, about: &About) {
        self.found.push(Change {
            path,
            what,
            unit: about.unit_of_number().to_owned(),
            restart: self.runs && !(about.live || self.live),
        });
    }

    /// An element as a text that can stand alone.
    fn xml(&self, element: &RawElement, which: usize) -> String {
        let mut alone = element.clone();
        for (name, uri) in self.declarations.get(which).into_iter().flatten() {
            let prefix = format!("{}:", name.trim_start_matches("xmlns:"));
            if uses(element, &prefix) && alone.attr(name).is_none() {
                alone.attrs.push((name.clone(), uri.clone()));
            }
        }
        alone.to_xml()
    }

    fn element(&mut self, before: &RawElement, after: &RawElement, holds: &[Holds], path: &Path) {
        if before == after {
            return;
        }
        let model = Element::of(holds, None);
        if model.any {
            let (before, after) = (self.xml(before, 0), self.xml(after, 1));
            let what = What::Replaced { before, after };
            return self.push(path.clone(), what, &About::default());
        }
        self.attributes(before, after, &model, path);
        let (old, new) = (before.text(), after.text());
        // Blanks between elements are no text.
        let blank = model.text.is_empty() && old.trim() == new.trim();
        if old != new && !blank {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let what = What::Set {
                before: some(&old),
                after: some(&new),
            };
            let unit = after.attr("unit").filter(|u| before.attr("unit") == Some(u));
            self.push(path.join("$text", Pick::Only), what, &model.text_about);
            if let (Some(unit), Some(last)) = (unit, self.found.last_mut()) {
                last.unit = unit.to_owned();
            }
        }
        self.children(before, after, &model, path);
    }

    fn attributes(&mut self, before: &RawElement, after: &RawElement, model: &Element, path: &Path) {
        let names = before
            .attrs
            .iter()
            .chain(&after.attrs)
            .map(|(name, _)| name.as_str());
        let mut done: Vec<&str> = Vec::new();
        for name in names {
            let (old, new) = (before.attr(name), after.attr(name));
            if old == new || name.starts_with("xmlns:") || done.contains(&name) {
                continue;
            }
            done.push(name);
            let about = model.attr(name).map(|a| a.about).unwrap_or_default();
            let what = What::Set {
                before: old.map(str::to_owned),
                after: new.map(str::to_owned),
            };
            self.push(path.join(format!("@{name}"), Pick::Only), what, &about);
        }
    }

    fn children(&mut self, before: &RawElement, after: &RawElement, model: &Element, path: &Path) {
        let known = |e: &&RawElement| known(model, &e.name).is_some_and(|c| c.ordered);
        let old: Vec<&RawElement> = before.elements().filter(known).collect();
        let new: Vec<&RawElement> = after.elements().filter(known).collect();
        self.sequence("*", &old, &new, model, path);
        let mut done: Vec<&str> = Vec::new();
        for element in before.elements().chain(after.elements()) {
            let name = element.name.as_str();
            let child = self::known(model, name);
            if done.contains(&name) || child.is_some_and(|c| c.ordered) {
                continue;
            }
            done.push(name);
            let old: Vec<&RawElement> = before.elements().filter(|e| e.name == name).collect();
            let new: Vec<&RawElement> = after.elements().filter(|e| e.name == name).collect();
            if old == new {
                continue;
            }
            let keys = child.map(|c| c.key).unwrap_or_default();
            let around = self.live;
            self.live |= child.is_some_and(|c| c.about.live_within);
            match (key::common(keys, &old, &new), old.as_slice(), new.as_slice()) {
                (Some(key), ..) => self.keyed(name, key, &old, &new, child, path),
                (None, [old], [new]) if !child.is_some_and(|c| c.many) => {
                    let path = path.join(name, Pick::Only);
                    self.element(old, new, holds(child), &path);
                }
                (None, [], [new]) if !child.is_some_and(|c| c.many) => {
                    let xml = self.xml(new, 1);
                    let what = What::Added { xml, index: 0 };
                    self.push(path.join(name, Pick::Only), what, &about(child));
                }
                (None, [old], []) if !child.is_some_and(|c| c.many) => {
                    let xml = self.xml(old, 0);
                    self.push(path.join(name, Pick::Only), What::Removed { xml }, &about(child));
                }
                _ => self.sequence(name, &old, &new, model, path),
            }
            self.live = around;
        }
    }

    fn keyed(
        &mut self,
        name: &str,
        key: &str,
        old: &[&RawElement],
        new: &[&RawElement],
        child: Option<&Child>,
        path: &Path,
    ) {
        let place = |e: &RawElement| {
            let value = key::value(e, key).unwrap_or_default();
            let by = key.to_owned();
            path.join(name, Pick::Key { by, value })
        };
        for element in old {
            let here = place(element);
            match new.iter().find(|e| place(e) == here) {
                Some(partner) => self.element(element, partner, holds(child), &here),
                None => {
                    let xml = self.xml(element, 0);
                    self.push(here, What::Removed { xml }, &about(child));
                }
            }
        }
        for (index, element) in new.iter().enumerate() {
            let here = place(element);
            if !old.iter().any(|e| place(e) == here) {
                let xml = self.xml(element, 1);
                self.push(here, What::Added { xml, index }, &about(child));
            }
        }
    }

    /// A list whose members nothing tells apart but their place.
    fn sequence(
        &mut self,
        name: &str,
        old: &[&RawElement],
        new: &[&RawElement],
        model: &Element,
        path: &Path,
    ) {
        let front = old.iter().zip(new).take_while(|(o, n)| o == n).count();
        let room = old.len().min(new.len()) - front;
        let ends = old.iter().rev().zip(new.iter().rev()).take(room);
        let back = ends.take_while(|(o, n)| o == n).count();
        let (old_end, new_end) = (old.len() - back, new.len() - back);
        let mut gone = Vec::new();
        let mut came = Vec::new();
        for i in front..old_end.max(new_end) {
            let old = old.get(i).filter(|_| i < old_end);
            let new = new.get(i).filter(|_| i < new_end);
            match (old, new) {
                (Some(old), Some(new)) if old.name == new.name => {
                    let holds = holds(known(model, &old.name));
                    self.element(old, new, holds, &path.join(name, Pick::Index(i)));
                }
                (old, new) => {
                    gone.extend(old.map(|old| (i, *old)));
                    came.extend(new.map(|new| (i, *new)));
                }
            }
        }
        for (i, old) in gone {
            let xml = self.xml(old, 0);
            let about = about(known(model, &old.name));
            self.push(path.join(name, Pick::Index(i)), What::Removed { xml }, &about);
        }
        for (index, new) in came {
            let xml = self.xml(new, 1);
            let about = about(known(model, &new.name));
            self.push(
                path.join(name, Pick::Index(index)),
                What::Added { xml, index },
                &about,
            );
        }
    }
}

/// Whether an element or attribute in it has the prefix without declaring it.
fn uses(element: &RawElement, prefix: &str) -> bool {
    let declaration = format!("xmlns:{}", prefix.trim_end_matches(':'));
    element.attr(&declaration).is_none()
        && (element.name.starts_with(prefix)
            || element.attrs.iter().any(|(name, _)| name.starts_with(prefix))
            || element.elements().any(|e| uses(e, prefix)))
}

/// The child of a name with prefix.
pub(super) fn known<'m>(model: &'m Element, name: &str) -> Option<&'m Child> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    model
        .children
        .iter()
        .find(|c| c.name == local && c.prefix == prefix)
}

pub(super) fn holds(child: Option<&Child>) -> &[Holds] {
    child.map_or(&[Holds::Any], |c| &c.holds)
}

fn about(child: Option<&Child>) -> About {
    child.map(|c| c.about).unwrap_or_default()
}
