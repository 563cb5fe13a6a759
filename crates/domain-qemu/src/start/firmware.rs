//! UEFI firmware: which image a guest that only asks for "efi" gets, and its store of variables.
//!
//! Packages describe their images in small JSON files (QEMU's `docs/interop/firmware.json`).

use super::prepare::Prepared;
use crate::chain;
use crate::driver::Core;
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::features::{FeatureState, Features, Smm};
use ferrovirt_schema::domain::os::FirmwareFormat;
use ferrovirt_schema::domain::os::{Firmware, FirmwareFeatureName, Loader, LoaderType, Nvram};
use ferrovirt_xml::{OnOff, YesNo};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where descriptions lie; a file of a later folder hides one of the same name in an earlier one.
const FOLDERS: [&str; 2] = ["/usr/share/qemu/firmware", "/etc/qemu/firmware"];
const MAX_FILE: usize = 256 * 1024;
/// Stores of variables are smaller.
const MAX_STORE: u64 = 64 << 20;

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Descriptor {
    interface_types: Vec<String>,
    mapping: Mapping,
    targets: Vec<Target>,
    #[serde(default)]
    features: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Mapping {
    device: String,
    executable: Option<Image>,
    nvram_template: Option<Image>,
}

#[derive(Debug, Clone, Deserialize)]
struct Image {
    filename: String,
    format: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Target {
    architecture: String,
    machines: Vec<String>,
}

/// What a guest asks of its firmware.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Asked {
    secure: Option<bool>,
    keys: Option<bool>,
    smm: Option<bool>,
}

impl Asked {
    fn of(doc: &Domain) -> Self {
        let feature = |name: FirmwareFeatureName| {
            let features = &doc.os.firmware_features;
            features
                .iter()
                .find(|f| f.name == name)
                .map(|f| f.enabled.is_yes())
        };
        let loader = doc.os.loader.as_ref().and_then(|l| l.secure).map(|s| s.is_yes());
        Asked {
            secure: feature(FirmwareFeatureName::SecureBoot).or(loader.filter(|yes| *yes)),
            keys: feature(FirmwareFeatureName::EnrolledKeys),
            smm: doc
                .features
                .as_ref()
                .and_then(|f| f.smm.as_ref())
                .map(|s| s.state.0.is_on()),
        }
    }
}

/// The format of an image of firmware, unless it is the usual one.
fn not_raw(format: &str) -> Option<FirmwareFormat> {
    FirmwareFormat::from_word(format).filter(|format| *format != FirmwareFormat::Raw)
}

/// Whether a name passes a pattern of `*` and `?`.
fn matches(pattern: &str, name: &str) -> bool {
    match (pattern.chars().next(), name.chars().next()) {
        (None, None) => true,
        (Some('*'), _) => {
            let rest = &pattern[1..];
            name.char_indices()
                .map(|(at, _)| &name[at..])
                .chain([""])
                .any(|tail| matches(rest, tail))
        }
        (Some(p), Some(c)) if p == '?' || p == c => matches(&pattern[p.len_utf8()..], &name[c.len_utf8()..]),
        _ => false,
    }
}

impl Descriptor {
    fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|f| f == feature)
    }

    fn fits(&self, arch: &str, machine: &str, asked: Asked) -> bool {
        let target = self
            .targets
            .iter()
            .any(|t| t.architecture == arch && t.machines.iter().any(|pattern| matches(pattern, machine)));
        let secure = self.has("secure-boot");
        let keys = self.has("enrolled-keys");
        // Firmware that guards its variables needs a machine with SMM, which it gets unless that is refused.
        let guarded = self.has("requires-smm");
        target
            && self.interface_types.iter().any(|t| t == "uefi")
            && self.mapping.device == "flash"
            && self.mapping.executable.is_some()
            && self.mapping.nvram_template.is_some()
            && asked.secure.is_none_or(|wanted| wanted == secure)
            && asked.keys.is_none_or(|wanted| wanted == keys)
            && !(guarded && asked.smm == Some(false))
    }
}

/// Every description, those of a lower number first.
fn load(folders: &[&str]) -> Vec<Descriptor> {
    let mut files: BTreeMap<String, PathBuf> = BTreeMap::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".json") {
                files.insert(name, entry.path());
            }
        }
    }
    let read = |path: &PathBuf| {
        let text = ferrovirt_host::files::read_text(path, MAX_FILE).ok()?;
        serde_json::from_str::<Descriptor>(&text)
            .map_err(|error| {
                // Firmware of other kinds is described in other shapes.
                tracing::debug!(path = %path.display(), %error, "a description of firmware is passed by");
            })
            .ok()
    };
    files.values().filter_map(read).collect()
}

fn switch_on_smm(doc: &mut Domain) {
    let smm = &mut doc.features.get_or_insert_with(Features::default).smm;
    let tseg = smm.take().and_then(|s| s.tseg);
    *smm = Some(Smm {
        state: FeatureState(OnOff::On),
        tseg,
    });
}

/// Puts the image that fits into the document; `store` is where the guest's variables are to be.
fn choose(doc: &mut Domain, known: &[Descriptor], store: &Path) -> Result<()> {
    let arch = doc.os.os_type.arch.clone().unwrap_or_default();
    let machine = doc.os.os_type.machine.clone().unwrap_or_default();
    let asked = Asked::of(doc);
    let found = known.iter().find(|d| d.fits(&arch, &machine, asked));
    let images = found.and_then(|d| {
        Some((
            d,
            d.mapping.executable.clone()?,
            d.mapping.nvram_template.clone()?,
        ))
    });
    let Some((found, code, template)) = images else {
        return Err(QemuError::Failed(format!(
            "Unable to find 'efi' firmware that is compatible with the current configuration (machine '{machine}'{}); install package ovmf or name an image in <loader>",
            if asked.secure == Some(true) {
                ", secure boot"
            } else {
                ""
            }
        )));
    };
    if found.has("requires-smm") {
        switch_on_smm(doc);
    }
    let loader = doc.os.loader.get_or_insert_with(Loader::default);
    if found.has("requires-smm") {
        loader.secure = Some(YesNo::Yes);
    }
    loader.readonly = Some(YesNo::Yes);
    loader.loader_type = Some(LoaderType::Pflash);
    loader.path = Some(code.filename);
    loader.format = not_raw(&code.format);
    let nvram = doc.os.nvram.get_or_insert_with(Nvram::default);
    if nvram.template.is_none() {
        nvram.template = Some(template.filename);
        nvram.format = not_raw(&template.format);
    }
    if nvram.path.is_none() && nvram.source.is_none() {
        nvram.path = Some(store.display().to_string());
    }
    Ok(())
}

/// A named image without a store of variables gets one, where a description tells the template.
fn complete(doc: &mut Domain, known: &[Descriptor], store: &Path) {
    let Some(loader) = &doc.os.loader else { return };
    let guest_may_write = loader.readonly.is_some_and(|r| !r.is_yes());
    let stateless = loader.stateless.is_some_and(|s| s.is_yes());
    if loader.loader_type != Some(LoaderType::Pflash) || guest_may_write || stateless {
        return;
    }
    let path = loader.path.clone().unwrap_or_default();
    let of_image = |d: &&Descriptor| d.mapping.executable.as_ref().is_some_and(|e| e.filename == path);
    let template = known
        .iter()
        .find(of_image)
        .and_then(|d| d.mapping.nvram_template.as_ref())
        .map(|t| t.filename.clone());
    let named = doc
        .os
        .nvram
        .as_ref()
        .is_some_and(|n| n.path.is_some() || n.source.is_some());
    if template.is_none() && !named {
        return;
    }
    let nvram = doc.os.nvram.get_or_insert_with(Nvram::default);
    if nvram.template.is_none() {
        nvram.template = template;
    }
    if !named {
        nvram.path = Some(store.display().to_string());
    }
}

/// Where a guest's variables are unless its document says.
pub fn store_of(core: &Core, name: &str) -> PathBuf {
    core.config()
        .places
        .lib
        .join("qemu/nvram")
        .join(format!("{name}_VARS.fd"))
}

impl Prepared {
    /// Chooses the firmware and makes the store of variables, if there is none yet.
    pub(super) fn firmware(&mut self, core: &Core, name: &str) -> Result<()> {
        let flash = |doc: &Domain| {
            doc.os
                .loader
                .as_ref()
                .is_some_and(|l| l.loader_type == Some(LoaderType::Pflash))
        };
        let auto = self.doc.os.firmware == Some(Firmware::Efi)
            && self.doc.os.loader.as_ref().is_none_or(|l| l.path.is_none());
        if !auto && !flash(&self.doc) {
            return Ok(());
        }
        let known = load(&FOLDERS);
        let store = store_of(core, name);
        if auto {
            choose(&mut self.doc, &known, &store)?;
        } else {
            complete(&mut self.doc, &known, &store);
        }
        let Some(nvram) = &self.doc.os.nvram else {
            return Ok(());
        };
        let (Some(path), Some(template)) = (nvram.path.as_deref().map(Path::new), nvram.template.as_deref())
        else {
            return Ok(());
        };
        if !path.exists() {
            make_store(Path::new(template), path)?;
        }
        chain::claim(core, path, true, &mut self.resources.grants)
    }
}

fn make_store(template: &Path, path: &Path) -> Result<()> {
    let failed = |action: &'static str, at: &Path| {
        let at = at.to_owned();
        move |source| {
            QemuError::Host(ferrovirt_host::Error::File {
                action,
                path: at,
                source,
            })
        }
    };
    let size = std::fs::metadata(template)
        .map_err(failed("open", template))?
        .len();
    if size > MAX_STORE {
        return Err(QemuError::ConfigUnsupported(format!(
            "'{}' is no template of a store of firmware variables: it has {size} bytes",
            template.display()
        )));
    }
    let content = std::fs::read(template).map_err(failed("read", template))?;
    if let Some(dir) = path.parent() {
        ferrovirt_host::files::create_dirs(dir, 0o711)?;
    }
    ferrovirt_host::files::write_durable(path, &content, 0o600)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn descriptor(code: &str, machines: &str, features: &[&str]) -> Descriptor {
        let json = serde_json::json!({
            "interface-types": ["uefi"],
            "mapping": {
                "device": "flash",
                "executable": { "filename": code, "format": "raw" },
                "nvram-template": { "filename": "/vars", "format": "raw" },
            },
            "targets": [{ "architecture": "x86_64", "machines": [machines] }],
            "features": features,
        });
        serde_json::from_value(json).unwrap()
    }

    fn known() -> Vec<Descriptor> {
        vec![
            descriptor(
                "/ms",
                "pc-q35-*",
                &["enrolled-keys", "requires-smm", "secure-boot"],
            ),
            descriptor("/secure", "pc-q35-*", &["requires-smm", "secure-boot"]),
            descriptor("/plain", "pc-*", &[]),
        ]
    }

    fn chosen(machine: &str, os: &str) -> Option<(String, bool)> {
        let xml = format!(
            "<domain type='qemu'><name>g</name><os firmware='efi'><type arch='x86_64' machine='{machine}'>hvm</type>{os}</os></domain>"
        );
        let mut doc = Domain::parse(&xml).unwrap();
        choose(&mut doc, &known(), Path::new("/store")).ok()?;
        let smm = doc.features.and_then(|f| f.smm).is_some();
        assert_eq!(doc.os.nvram.unwrap().path.as_deref(), Some("/store"));
        Some((doc.os.loader.unwrap().path.unwrap(), smm))
    }

    #[test]
    fn what_fits_is_chosen() {
        let plain = |path: &str| Some((path.to_owned(), false));
        let guarded = |path: &str| Some((path.to_owned(), true));
        let feature =
            |name: &str, on: &str| format!("<firmware><feature enabled='{on}' name='{name}'/></firmware>");
        assert_eq!(chosen("pc-i440fx-7.2", ""), plain("/plain"));
        assert_eq!(chosen("pc-q35-7.2", ""), guarded("/ms"));
        assert_eq!(
            chosen("pc-q35-7.2", &feature("secure-boot", "no")),
            plain("/plain")
        );
        assert_eq!(
            chosen("pc-q35-7.2", &feature("secure-boot", "yes")),
            guarded("/ms")
        );
        let no_keys = "<firmware><feature enabled='yes' name='secure-boot'/><feature enabled='no' name='enrolled-keys'/></firmware>";
        assert_eq!(chosen("pc-q35-7.2", no_keys), guarded("/secure"));
        assert_eq!(chosen("pc-i440fx-7.2", &feature("secure-boot", "yes")), None);
        assert_eq!(chosen("q35", ""), None);
    }

    #[test]
    fn patterns() {
        assert!(matches("pc-q35-*", "pc-q35-7.2") && matches("*", "") && matches("a?c", "abc"));
        assert!(!matches("pc-q35-*", "pc-i440fx") && !matches("a", "ab"));
    }
}
