//! Definitions of mediated devices, kept as the program mdevctl keeps them: `PARENT/UUID`, a JSON object
//! with `mdev_type`, `start` (`auto` or `manual`) and `attrs`. Either program sees what the other defined.

use crate::device::{Device, name_of};
use crate::error::{NodeDevError, Result};
use ferrovirt_host::files;
use ferrovirt_schema::nodedev::{Capability, IommuGroup, Mdev, MdevAttr, NodeDevice, ParentDevice};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A definition is a few lines.
const FILE_MAX: usize = 64 << 10;
/// More than any host has.
const DEFINITIONS_MAX: usize = 4096;

/// A mediated device that may be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The device that is split, by its name in sysfs: `0000:00:02.0`.
    pub parent: String,
    /// Which one.
    pub uuid: Uuid,
    /// Into what.
    pub type_id: String,
    /// Whether it is made when its parent appears.
    pub autostart: bool,
    /// Attributes that are written after making it, in this order.
    pub attrs: Vec<(String, String)>,
}

impl Definition {
    /// Its name as a node device.
    pub fn name(&self) -> String {
        name_of_mdev(self.uuid, &self.parent)
    }

    /// What a document asks for; `parent` is the parent's name in sysfs.
    ///
    /// # Errors
    /// When an attribute's name would lead out of the device's folder, or the type's name out of its.
    pub fn of(mdev: &Mdev, parent: &str) -> Result<Self> {
        let attrs = mdev
            .attrs
            .iter()
            .map(|attr| {
                let fits = is_plain(&attr.name) && !attr.value.contains(['\n', '\0']);
                fits.then(|| (attr.name.clone(), attr.value.clone()))
                    .ok_or_else(|| {
                        NodeDevError::Document(format!(
                            "'{}' is no attribute of a mediated device",
                            attr.name
                        ))
                    })
            })
            .collect::<Result<_>>()?;
        if !is_plain(&mdev.type_id) {
            let text = format!("'{}' is no type of a mediated device", mdev.type_id);
            return Err(NodeDevError::Document(text));
        }
        Ok(Self {
            parent: parent.to_owned(),
            uuid: mdev.uuid.unwrap_or_else(Uuid::new_v4),
            type_id: mdev.type_id.clone(),
            autostart: false,
            attrs,
        })
    }

    /// The device that it stands for while it is not made.
    pub fn device(&self, parent_device: &str) -> Device {
        let mdev = Mdev {
            type_id: self.type_id.clone(),
            uuid: Some(self.uuid),
            parent_addr: Some(self.parent.clone()),
            iommu_group: IommuGroup::default(),
            attrs: self.document_attrs(),
        };
        let name = self.name();
        let document = NodeDevice {
            name: Some(name.clone()),
            parent: Some(ParentDevice {
                name: Some(parent_device.to_owned()),
                ..ParentDevice::default()
            }),
            capabilities: vec![Capability::Mdev(mdev)],
            ..NodeDevice::default()
        };
        Device {
            is_active: false,
            is_persistent: true,
            autostart: self.autostart,
            ..Device::present(name, PathBuf::new(), document)
        }
    }

    /// Its attributes as a document has them.
    pub fn document_attrs(&self) -> Vec<MdevAttr> {
        self.attrs
            .iter()
            .map(|(name, value)| MdevAttr {
                name: name.clone(),
                value: value.clone(),
            })
            .collect()
    }

    fn from_json(parent: &str, uuid: Uuid, text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let attrs = value["attrs"].as_array().into_iter().flatten();
        Some(Self {
            parent: parent.to_owned(),
            uuid,
            type_id: value["mdev_type"]
                .as_str()
                .filter(|name| is_plain(name))?
                .to_owned(),
            autostart: value["start"].as_str() == Some("auto"),
            attrs: attrs
                .filter_map(|attr| attr.as_object()?.iter().next())
                .filter(|(name, _)| is_plain(name))
                .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect(),
        })
    }

    fn to_json(&self) -> String {
        let attrs: Vec<Value> = self
            .attrs
            .iter()
            .map(|(name, value)| json!({name: value}))
            .collect();
        let start = if self.autostart { "auto" } else { "manual" };
        format!(
            "{:#}\n",
            json!({"mdev_type": self.type_id, "start": start, "attrs": attrs})
        )
    }
}

/// Name of a mediated device as a node device.
pub fn name_of_mdev(uuid: Uuid, parent: &str) -> String {
    name_of(&["mdev", &uuid.to_string(), parent])
}

/// A name of one file.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['/', '\0', '\n']) && name != "." && name != ".."
}

/// The folder of definitions.
#[derive(Debug, Clone)]
pub struct Definitions {
    dir: PathBuf,
}

impl Definitions {
    /// Definitions below a folder, which need not exist.
    pub fn below(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// All that can be read; what is damaged is logged and left alone.
    pub fn list(&self) -> Vec<Definition> {
        let mut all = Vec::new();
        for parent in names(&self.dir) {
            for file in names(&self.dir.join(&parent)) {
                let Ok(uuid) = Uuid::parse_str(&file) else {
                    continue;
                };
                let path = self.dir.join(&parent).join(&file);
                let text = files::read_text(&path, FILE_MAX).ok();
                match text.and_then(|text| Definition::from_json(&parent, uuid, &text)) {
                    Some(definition) => all.push(definition),
                    None => tracing::error!(path = %path.display(), "ignoring a broken definition"),
                }
                if all.len() >= DEFINITIONS_MAX {
                    return all;
                }
            }
        }
        all
    }

    /// Keeps a definition durably, in the place of the one before.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, definition: &Definition) -> Result<()> {
        let path = self.path(definition);
        if let Some(folder) = path.parent() {
            files::create_dirs(folder, 0o755)?;
        }
        Ok(files::write_durable(
            &path,
            definition.to_json().as_bytes(),
            0o644,
        )?)
    }

    /// Forgets a definition durably.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn forget(&self, definition: &Definition) -> Result<()> {
        files::remove_durable(&self.path(definition))?;
        Ok(())
    }

    fn path(&self, definition: &Definition) -> PathBuf {
        self.dir
            .join(&definition.parent)
            .join(definition.uuid.to_string())
    }
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_kept_as_mdevctl_does() {
        let dir = tempfile::tempdir().unwrap();
        let definitions = Definitions::below(dir.path());
        let uuid = Uuid::parse_str("b6d7f1c2-7c0b-4f2c-8f0e-1b2c3d4e5f60").unwrap();
        let definition = Definition {
            parent: "0000:00:02.0".to_owned(),
            uuid,
            type_id: "mtty-2".to_owned(),
            autostart: true,
            attrs: vec![("a".to_owned(), "1".to_owned()), ("a".to_owned(), "2".to_owned())],
        };
        definitions.keep(&definition).unwrap();
        let file = dir.path().join("0000:00:02.0").join(uuid.to_string());
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("\"mdev_type\": \"mtty-2\"") && text.contains("\"auto\""),
            "{text}"
        );
        assert_eq!(definitions.list(), std::slice::from_ref(&definition));
        assert_eq!(
            definition.name(),
            "mdev_b6d7f1c2_7c0b_4f2c_8f0e_1b2c3d4e5f60_0000_00_02_0"
        );
        std::fs::write(file.with_file_name(Uuid::nil().to_string()), "{").unwrap();
        assert_eq!(definitions.list().len(), 1);
        definitions.forget(&definition).unwrap();
        assert!(definitions.list().is_empty());
    }

    #[test]
    fn names_do_not_lead_elsewhere() {
        let mdev = |type_id: &str, attr: &str| Mdev {
            type_id: type_id.to_owned(),
            attrs: vec![MdevAttr {
                name: attr.to_owned(),
                value: "1".to_owned(),
            }],
            ..Mdev::default()
        };
        assert!(Definition::of(&mdev("t", "a"), "p").is_ok());
        assert!(Definition::of(&mdev("../t", "a"), "p").is_err());
        assert!(Definition::of(&mdev("t", "../../remove"), "p").is_err());
    }
}
