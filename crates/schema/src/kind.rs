//! All kinds of documents in one table, for tools that are told at run time which one they deal with.

use ferrovirt_xml::{About, FromXml, Limits, RawElement, Shape, Unknown, XmlError, carry_changes, parse};

use crate::backup::Backup;
use crate::capabilities::Capabilities;
use crate::change::{self, Change, Merge, PatchError, What};
use crate::checkpoint::Checkpoint;
use crate::domain::Domain;
use crate::domain::cpu::{Cpu, CpuList};
use crate::domain::status::DomainStatus;
use crate::domain::sysinfo::SysInfo;
use crate::domaincaps::DomainCaps;
use crate::interface::Interface;
use crate::json::{self, JsonError};
use crate::model::Holds;
use crate::network::Network;
use crate::networkport::NetworkPort;
use crate::nodedev::NodeDevice;
use crate::nwfilter::NwFilter;
use crate::nwfilterbinding::FilterBinding;
use crate::pool::Pool;
use crate::poolcaps::StoragePoolCaps;
use crate::secret::Secret;
use crate::snapshot::Snapshot;
use crate::vol::Volume;

/// A kind of document.
pub struct Kind {
    /// Its short name: `domain`, `vol`.
    pub name: &'static str,
    /// Name of its outermost element.
    pub root: &'static str,
    /// The first release of libvirt that has the kind.
    pub since: &'static str,
    /// How a change of a document reaches the object that it describes, where a field says nothing else.
    pub effect: Effect,
    canonical: fn(&str) -> Result<String, XmlError>,
    lossless: fn(&str) -> Result<String, XmlError>,
    unknown: fn(&str) -> Result<Vec<Unknown>, XmlError>,
    shape: fn() -> &'static Shape,
}

ferrovirt_xml::words! {
    /// How a change of a document reaches the object that it describes.
    pub enum Effect {
        Live = "live",
        Restart = "restart",
        Recreate = "recreate",
        Report = "report",
    }
}

impl Effect {
    /// How a change of a part arrives in documents for which `self` is usual. Only of what runs parts are changed
    /// one by one.
    pub(crate) fn of(self, about: &About) -> Effect {
        match self {
            Effect::Report => Effect::Report,
            _ if about.recreate => Effect::Recreate,
            Effect::Restart if about.live => Effect::Live,
            usual => usual,
        }
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kind({})", self.name)
    }
}

impl Kind {
    /// Every kind. Where several have one element, the most usual comes first.
    pub const ALL: &'static [Kind] = KINDS;

    /// The kind of a short name.
    pub fn find(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The kind whose outermost element has that name.
    pub fn of_root(root: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.root == root)
    }

    /// What its documents can hold.
    pub fn shape(&self) -> &'static Shape {
        (self.shape)()
    }

    /// The content of its outermost element.
    pub(crate) fn holds(&self) -> Holds {
        Holds::Shape(self.shape())
    }

    /// Whether it describes something that runs, so that changes may need a restart.
    fn runs(&self) -> bool {
        matches!(self.name, "domain" | "network")
    }

    /// Reads a document and prints it in canonical form, with short forms written out. What is not
    /// understood stays in its place.
    pub fn canonical(&self, text: &str) -> Result<String, XmlError> {
        (self.canonical)(text)
    }

    /// Reads a document and prints it as it was.
    pub fn lossless(&self, text: &str) -> Result<String, XmlError> {
        (self.lossless)(text)
    }

    /// Reads a document and tells what in it is not understood.
    pub fn unknown(&self, text: &str) -> Result<Vec<Unknown>, XmlError> {
        (self.unknown)(text)
    }

    /// The document as JSON; see [`crate::json`].
    pub fn to_json(&self, text: &str) -> Result<serde_json::Value, XmlError> {
        let text = self.canonical(text)?;
        let tree = parse(&text, Limits::default())?;
        Ok(json::to_json(tree.root(), self.holds()))
    }

    /// The canonical document of a JSON view.
    pub fn from_json(&self, view: &serde_json::Value) -> Result<String, JsonError> {
        let content = view
            .as_object()
            .filter(|o| o.len() == 1)
            .and_then(|o| o.get(self.root));
        let text = json::from_json(self.root, content.ok_or(JsonError::Root)?, self.holds())?;
        self.canonical(&text).map_err(|e| JsonError::of_document(&e))
    }

    /// The JSON Schema of the view.
    pub fn json_schema(&self) -> serde_json::Value {
        json::json_schema(self.root, self.holds(), self.since, self.effect)
    }

    /// What changed from one document to another; see [`crate::change`].
    pub fn diff(&self, before: &str, after: &str) -> Result<Vec<Change>, XmlError> {
        let (before, after) = (self.tree(before)?, self.tree(after)?);
        Ok(change::diff(&before, &after, self.holds(), self.runs()))
    }

    /// Makes changes to a document. What they do not touch stays as it was written.
    pub fn patch(&self, text: &str, changes: &[Change]) -> Result<String, PatchError> {
        let mut tree = self.tree(text).map_err(PatchError::Document)?;
        change::patch(&mut tree, changes, self.holds())?;
        let carried = || {
            let (before, after) = (self.canonical(text)?, self.canonical(&tree.to_xml())?);
            let carried = carry_changes(text, &before, &after)?;
            // A value that was filled in from another place may not be once that place has changed; then
            // the document is written anew. What was taken away and remains is empty and means nothing.
            let left = self.diff(&carried, &after)?;
            let whole = left.iter().all(|c| matches!(c.what, What::Removed { .. }));
            Ok(if whole { carried } else { after })
        };
        carried().map_err(PatchError::Document)
    }

    /// Makes to `ours` the changes that lead from `base` to `theirs`. Where both lines changed the same,
    /// ours stays and the conflict is reported.
    pub fn merge(&self, base: &str, ours: &str, theirs: &str) -> Result<Merge, PatchError> {
        let changes = |to| self.diff(base, to).map_err(PatchError::Document);
        let (apply, conflicts) = change::merge(&changes(ours)?, &changes(theirs)?);
        let merged = self.patch(ours, &apply)?;
        Ok(Merge { merged, conflicts })
    }

    /// The canonical document as a tree.
    fn tree(&self, text: &str) -> Result<RawElement, XmlError> {
        let text = self.canonical(text)?;
        let tree = parse(&text, Limits::default())?;
        RawElement::from_xml(tree.root())
    }
}

macro_rules! kinds {
    ($($name:literal $since:literal $effect:ident => $type:ty $(, $normalize:expr)?;)*) => {
        const KINDS: &[Kind] = &[$(Kind {
            name: $name,
            root: <$type>::ROOT,
            since: $since,
            effect: Effect::$effect,
            canonical: |text| ferrovirt_xml::canonical_document(text, <$type>::ROOT, |_document: &mut $type| {
                $($normalize(_document);)?
            }),
            lossless: |text| ferrovirt_xml::Document::<$type>::parse_lenient(text, <$type>::ROOT)?.to_xml_lossless(),
            shape: <$type as ferrovirt_xml::Shaped>::shape,
            unknown: |text| Ok(<$type>::parse_lossless(text)?.unknown().to_vec()),
        }),*];
    };
}

kinds! {
    "domain" "0.0.3" Restart => Domain;
    "network" "0.2.0" Restart => Network, Network::normalize;
    "pool" "0.4.1" Restart => Pool, Pool::normalize;
    "vol" "0.4.1" Recreate => Volume, Volume::normalize;
    "snapshot" "0.8.0" Recreate => Snapshot;
    "checkpoint" "5.6.0" Recreate => Checkpoint;
    "backup" "6.0.0" Recreate => Backup, Backup::normalize;
    "secret" "0.7.1" Live => Secret;
    "interface" "0.6.4" Restart => Interface;
    "nodedev" "0.5.0" Restart => NodeDevice;
    "nwfilter" "0.8.0" Live => NwFilter;
    "nwfilterbinding" "4.5.0" Recreate => FilterBinding;
    "networkport" "5.5.0" Recreate => NetworkPort;
    "capabilities" "0.2.1" Report => Capabilities;
    "domaincaps" "1.2.7" Report => DomainCaps;
    "poolcaps" "5.2.0" Report => StoragePoolCaps;
    "cpu" "0.7.5" Report => Cpu;
    "cpu-baseline" "0.7.7" Report => CpuList;
    "sysinfo" "0.8.8" Report => SysInfo;
    "status" "0.6.0" Report => DomainStatus;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found() {
        assert_eq!(Kind::find("vol").map(|k| k.root), Some("volume"));
        assert_eq!(Kind::of_root("device").map(|k| k.name), Some("nodedev"));
        assert!(Kind::find("none").is_none());
    }
}
