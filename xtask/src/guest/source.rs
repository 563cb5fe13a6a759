//! Where the guest's kernel and busybox come from: this machine when it has both, Debian's packages
//! otherwise. Packages are unpacked into `target/guest`, never installed, and need no privileges.

use std::path::{Path, PathBuf};

use super::failed;
use crate::Outcome;
use crate::process::{self, Program};

const KERNEL_PACKAGE: &str = "linux-image-cloud-amd64";

/// A kernel with its modules, and a busybox that needs no library.
pub struct Source {
    pub kernel: PathBuf,
    /// The folder with `modules.dep`.
    pub modules: PathBuf,
    pub busybox: PathBuf,
    unpacked: Option<PathBuf>,
}

impl Source {
    /// Removes what was unpacked for making the image.
    pub fn discard(self) -> Outcome {
        match self.unpacked {
            Some(folder) => {
                std::fs::remove_dir_all(&folder).map_err(|error| failed("remove", &folder, &error))
            }
            None => Ok(()),
        }
    }
}

/// Looks on this machine first.
pub fn find(work: &Path) -> Outcome<Source> {
    match complete(Path::new("/"), None) {
        Some(source) => Ok(source),
        None => download(work),
    }
}

/// Fetches and unpacks the packages.
fn download(work: &Path) -> Outcome<Source> {
    if process::find("apt-get").is_none() || process::find("dpkg-deb").is_none() {
        return Err(format!(
            "the guest is made from Debian's packages {KERNEL_PACKAGE} and busybox-static, and this machine \
             has neither apt-get nor these installed"
        ));
    }
    let folder = work.join("packages");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| failed("empty", &folder, &error))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| failed("make", &folder, &error))?;
    let depends = Program::new("apt-cache")
        .args(["depends", KERNEL_PACKAGE])
        .read()
        .map_err(|error| {
            format!("{error}\nthe package lists may be missing: run `sudo apt-get update` and start again")
        })?;
    let kernel = versioned_kernel(&depends).ok_or_else(|| {
        format!("apt knows no kernel for {KERNEL_PACKAGE}: run `sudo apt-get update` and start again")
    })?;
    println!("setup: fetching {kernel} and busybox-static for the guest");
    // Without its sandbox, because apt's own user may not write below a home directory.
    Program::new("apt-get")
        .args([
            "-q",
            "-o",
            "APT::Sandbox::User=root",
            "download",
            kernel,
            "busybox-static",
        ])
        .directory(&folder)
        .run()?;
    for entry in std::fs::read_dir(&folder).map_err(|error| failed("read", &folder, &error))? {
        let package = entry.map_err(|error| failed("read", &folder, &error))?.path();
        if package.extension().is_some_and(|extension| extension == "deb") {
            Program::new("dpkg-deb")
                .arg("--extract")
                .arg(&package)
                .arg(&folder)
                .run()?;
        }
    }
    complete(&folder, Some(folder.clone())).ok_or_else(|| {
        format!("the packages {kernel} and busybox-static do not hold a kernel and a static busybox")
    })
}

/// The package that the unversioned one stands for.
fn versioned_kernel(depends: &str) -> Option<&str> {
    depends
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "))
        .find(|package| package.starts_with("linux-image-"))
}

/// The newest kernel below a root, when all parts are there.
fn complete(root: &Path, unpacked: Option<PathBuf>) -> Option<Source> {
    let mut kernels: Vec<PathBuf> = std::fs::read_dir(root.join("boot"))
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| version(path).is_some_and(|version| version.ends_with("-cloud-amd64")))
        .collect();
    kernels.sort();
    let kernel = kernels.pop()?;
    let modules = root.join("lib/modules").join(version(&kernel)?);
    let modules = if modules.is_dir() {
        modules
    } else {
        root.join("usr/lib/modules").join(version(&kernel)?)
    };
    let busybox = ["bin/busybox", "usr/bin/busybox"]
        .map(|name| root.join(name))
        .into_iter()
        .find(|path| is_static(path))?;
    (modules.is_dir() && std::fs::File::open(&kernel).is_ok()).then_some(Source {
        kernel,
        modules,
        busybox,
        unpacked,
    })
}

fn version(kernel: &Path) -> Option<&str> {
    kernel.file_name()?.to_str()?.strip_prefix("vmlinuz-")
}

/// Whether a program asks for no dynamic loader.
fn is_static(program: &Path) -> bool {
    const LOADER: &[u8] = b"/ld-linux";

    std::fs::read(program).is_ok_and(|content| {
        let beginning = &content[..content.len().min(4096)];
        content.starts_with(b"\x7fELF") && !beginning.windows(LOADER.len()).any(|window| window == LOADER)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versioned_kernel_is_what_the_package_depends_on() {
        let depends = "linux-image-cloud-amd64\n  Depends: linux-image-6.1.0-56-cloud-amd64\n  Suggests: x\n";
        assert_eq!(
            versioned_kernel(depends),
            Some("linux-image-6.1.0-56-cloud-amd64")
        );
        assert_eq!(versioned_kernel("linux-image-cloud-amd64\n"), None);
    }

    #[test]
    fn dynamic_programs_are_told_apart() {
        assert!(!is_static(Path::new("/bin/sh")));
        assert!(!is_static(Path::new("/etc/passwd")));
    }
}
