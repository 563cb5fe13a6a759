//! Manifests: versions, lints and licence come from the workspace, so that they are the same for all.

use crate::Outcome;
use crate::workspace::Package;

/// One line for every breach.
pub fn check(packages: &[Package]) -> Outcome<Vec<String>> {
    let mut problems = Vec::new();
    for package in packages {
        let path = package.folder.join("Cargo.toml");
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        problems.extend(
            breaches(&text)
                .into_iter()
                .map(|what| format!("{}: {what}", path.display())),
        );
    }
    Ok(problems)
}

fn breaches(manifest: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in ["license.workspace = true", "rust-version.workspace = true"] {
        if !manifest.contains(line) {
            found.push(format!("lacks `{line}`"));
        }
    }
    let mut section = "";
    let mut lints = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section == "[lints]" && line == "workspace = true" {
            lints = true;
        } else if section.ends_with("dependencies]")
            && !line.is_empty()
            && !line.starts_with('#')
            && !line.contains("workspace = true")
            && line.contains('=')
        {
            found.push(format!("`{line}` does not take its version from the workspace"));
        }
    }
    if !lints {
        found.push("lacks `[lints] workspace = true`".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[package]\nrust-version.workspace = true\nlicense.workspace = true\n\
        [dependencies]\na.workspace = true\nb = { workspace = true, features = [\"x\"] }\n\
        [lints]\nworkspace = true\n";

    #[test]
    fn good_manifest_passes() {
        assert_eq!(breaches(GOOD), Vec::<String>::new());
    }

    #[test]
    fn own_version_and_missing_lints_are_found() {
        let bad = GOOD
            .replace("a.workspace = true", "a = \"1\"")
            .replace("[lints]\nworkspace = true\n", "");
        assert_eq!(breaches(&bad).len(), 2);
    }
}
