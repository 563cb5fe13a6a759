//! Where things are in the source tree, and what `cargo metadata` says about it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Outcome;
use crate::process::Program;

/// The workspace's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_owned)
        .unwrap_or_default()
}

/// The folder for everything that can be made again.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(path) => root().join(path),
        None => root().join("target"),
    }
}

/// A program built in release mode.
pub fn release_program(name: &str) -> PathBuf {
    target().join("release").join(name)
}

/// One package of the workspace.
pub struct Package {
    pub name: String,
    /// The folder with its `Cargo.toml`.
    pub folder: PathBuf,
    /// Packages of the workspace it uses outside its tests.
    pub uses: Vec<String>,
}

/// The packages of the workspace, by name.
pub fn packages() -> Outcome<Vec<Package>> {
    let text = Program::cargo()
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .read()?;
    let document: Value =
        serde_json::from_str(&text).map_err(|error| format!("cargo metadata is not JSON: {error}"))?;
    let mut packages: Vec<Package> = members(&document).collect();
    let names: Vec<String> = packages.iter().map(|package| package.name.clone()).collect();
    for package in &mut packages {
        package.uses.retain(|name| names.contains(name));
    }
    packages.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(packages)
}

fn members(document: &Value) -> impl Iterator<Item = Package> {
    document["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|package| {
            let manifest = Path::new(package["manifest_path"].as_str()?);
            let dependencies = package["dependencies"].as_array()?;
            Some(Package {
                name: package["name"].as_str()?.to_owned(),
                folder: manifest.parent()?.to_owned(),
                uses: dependencies
                    .iter()
                    .filter(|dependency| dependency["kind"].as_str() != Some("dev"))
                    .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
                    .collect(),
            })
        })
}

/// The files git knows or would add, relative to the root.
pub fn files() -> Outcome<Vec<PathBuf>> {
    let listing = Program::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .directory(&root())
        .read()?;
    Ok(listing
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_what_they_use_outside_tests() {
        let document = serde_json::json!({"packages": [{
            "name": "a", "manifest_path": "/w/a/Cargo.toml",
            "dependencies": [{"name": "b", "kind": null}, {"name": "c", "kind": "dev"}],
        }]});
        let package = members(&document).next().expect("one package");
        assert_eq!(package.folder, Path::new("/w/a"));
        assert_eq!(package.uses, ["b"]);
    }
}
