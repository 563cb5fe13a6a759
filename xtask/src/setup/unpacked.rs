//! Programs whose packages would start a service of the machine when they are installed: the packages are unpacked
//! into `target/tools` instead, and the lanes look there. Only the libraries that they need are installed.

use std::path::{Path, PathBuf};

use super::packages;
use crate::process::{self, Program};
use crate::{Outcome, workspace};

/// The server of iSCSI.
const TGT: &str = "tgt";
const TGTD: &str = "tgtd";

/// Where the lanes look for programs first, as far as it is there.
pub fn search_path() -> Option<PathBuf> {
    Some(folder().join("usr/sbin")).filter(|path| path.is_dir())
}

fn folder() -> PathBuf {
    workspace::target().join("tools").join(TGT)
}

/// Unpacks the server, unless the machine has it or it was unpacked before.
pub fn ensure() -> Outcome {
    let folder = folder();
    if process::find(TGTD).is_some() || folder.join("usr/sbin").join(TGTD).is_file() {
        return Ok(());
    }
    if process::find("apt-get").is_none() {
        return Err(format!(
            "missing: {TGTD}. This machine has no apt-get: install a package with the server of iSCSI of that name, \
             let no service of it run, and start again"
        ));
    }
    let depends = || Program::new("apt-cache").args(["depends", TGT]).read();
    let depends = match depends() {
        Ok(depends) => depends,
        Err(_) => {
            packages::update()?;
            depends()?
        }
    };
    packages::install(&libraries(&depends))?;
    // Made aside and put in place as a whole: an interrupted run leaves nothing half made in use.
    let work = folder.with_extension(std::process::id().to_string());
    let outcome = unpack(&work);
    if outcome.is_ok() {
        std::fs::rename(&work, &folder).map_err(|error| failed("put in place", &work, &error))?;
    } else {
        // The failure that is reported is the one that led here.
        let _ = std::fs::remove_dir_all(&work);
    }
    outcome
}

fn unpack(work: &Path) -> Outcome {
    std::fs::create_dir_all(work).map_err(|error| failed("make", work, &error))?;
    println!("setup: unpacking {TGT}, which is not installed because its service would run");
    // Without its sandbox, because apt's own user may not write below a home directory.
    Program::new("apt-get")
        .args(["-q", "-o", "APT::Sandbox::User=root", "download", TGT])
        .directory(work)
        .run()?;
    let package = std::fs::read_dir(work)
        .map_err(|error| failed("read", work, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| format!("apt-get brought no package {TGT}"))?;
    Program::new("dpkg-deb")
        .arg("--extract")
        .arg(&package)
        .arg(work)
        .run()?;
    std::fs::remove_file(&package).map_err(|error| failed("remove", &package, &error))
}

/// The libraries that a program needs, from what apt says of its package. What its scripts need stays away.
fn libraries(depends: &str) -> Vec<&str> {
    depends
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "))
        .filter(|package| package.starts_with("lib") && !package.ends_with("-perl"))
        .collect()
}

fn failed(action: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {action} {}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_told_from_the_rest() {
        let depends = "tgt\n  PreDepends: init-system-helpers\n  Depends: libaio1\n  Depends: lsb-base\n  \
                       Depends: libconfig-general-perl\n  Depends: sg3-utils\n  Recommends: libx\n";
        assert_eq!(libraries(depends), ["libaio1"]);
    }
}
