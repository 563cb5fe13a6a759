//! ZFS for the machine's kernel: Debian has the source of its modules and nothing built, so they are built here, once
//! for each kernel, below `target/guest/zfs`. Nothing is installed.

use std::path::{Path, PathBuf};

use super::kernel::Kernel;
use super::packages::{self, is_named};
use super::{failed, tree};
use crate::process::{self, Program};
use crate::{Outcome, workspace};

/// What the machine has beside what it has anyway.
pub const WANTED: &[&str] = &["zfsutils-linux"];
/// What the modules are built from; the kernel's headers come beside it.
const SOURCE: &str = "zfs-dkms";
/// The modules, as the source's tree has them.
const MODULES: &[&str] = &[
    "avl/zavl",
    "icp/icp",
    "lua/zlua",
    "nvpair/znvpair",
    "spl/spl",
    "unicode/zunicode",
    "zcommon/zcommon",
    "zfs/zfs",
    "zstd/zzstd",
];

/// The modules for a kernel, built unless they were before.
pub fn modules(kernel: &Kernel, apt: &[String]) -> Outcome<Vec<PathBuf>> {
    let base = workspace::target().join("guest/zfs");
    let folder = base.join(&kernel.version);
    let files: Vec<PathBuf> = MODULES
        .iter()
        .map(|module| {
            folder.join(
                Path::new(module)
                    .with_extension("ko")
                    .file_name()
                    .unwrap_or_default(),
            )
        })
        .collect();
    if files.iter().all(|file| file.is_file()) {
        return Ok(files);
    }
    let work = base.join(format!("build.{}", std::process::id()));
    let outcome = build(kernel, apt, &work, &folder);
    // The failure that is reported is the one that led here.
    let _ = std::fs::remove_dir_all(&work);
    outcome.map(|()| files)
}

fn build(kernel: &Kernel, apt: &[String], work: &Path, to: &Path) -> Outcome {
    let headers = format!("linux-headers-{}", kernel.version);
    let common = headers
        .strip_suffix("-amd64")
        .map(|stem| format!("{stem}-common"))
        .ok_or_else(|| format!("kernel {} is not one for amd64", kernel.version))?;
    let debs = packages::download(&work.join("packages"), &[SOURCE, &headers], apt)?;
    let root = work.join("root");
    std::fs::create_dir_all(&root).map_err(|error| failed("make", &root, &error))?;
    let wanted = ["linux-headers-", "linux-kbuild-", SOURCE];
    for deb in debs
        .iter()
        .filter(|deb| wanted.iter().any(|name| is_named(deb, name)))
    {
        tree::extract(deb, &root, &[])?;
    }
    let sources = root.join("usr/src");
    let (headers, common) = (sources.join(headers), sources.join(common));
    // It names the other half of the headers by the place where the package puts it.
    let makefile = headers.join("Makefile");
    let text = format!("include {}\n", common.join("Makefile").display());
    std::fs::write(&makefile, text).map_err(|error| failed("write", &makefile, &error))?;
    if !headers.join("scripts").exists() {
        return Err(format!("{} has no programs for building", headers.display()));
    }
    require_compiler(&headers)?;
    let zfs = std::fs::read_dir(&sources)
        .map_err(|error| failed("read", &sources, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| is_named(path, "zfs-"))
        .ok_or_else(|| format!("{SOURCE} holds no source of ZFS"))?;
    println!(
        "setup: building ZFS for kernel {} (some minutes, once)",
        kernel.version
    );
    quietly(
        Program::new("./configure")
            .args(["-q", "--with-config=kernel"])
            .arg(format!("--with-linux={}", common.display()))
            .arg(format!("--with-linux-obj={}", headers.display()))
            .directory(&zfs),
    )?;
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    quietly(
        Program::new("make")
            .args(["-s", &format!("-j{jobs}")])
            .directory(&zfs),
    )?;
    std::fs::create_dir_all(to).map_err(|error| failed("make", to, &error))?;
    for module in MODULES {
        let from = zfs.join("module").join(module).with_extension("ko");
        let to = to.join(from.file_name().unwrap_or_default());
        // What is only for a debugger makes most of a module.
        Program::new("strip").arg("--strip-debug").arg(&from).run()?;
        std::fs::copy(&from, &to).map_err(|error| failed("copy", &from, &error))?;
    }
    Ok(())
}

/// The compiler that the kernel's headers ask for.
fn require_compiler(headers: &Path) -> Outcome {
    let file = headers.join(".kernelvariables");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let compiler = text
        .lines()
        .find_map(|line| line.strip_prefix("CC = ")?.rsplit(')').next())
        .unwrap_or("gcc");
    if process::find(compiler).is_some() {
        Ok(())
    } else {
        Err(format!(
            "modules of this kernel are built by {compiler}, which is missing: install the package {compiler}"
        ))
    }
}

/// Runs a program that says much; what it said is shown only when it fails.
fn quietly(program: Program) -> Outcome {
    let output = program.capture()?;
    if output.success {
        return Ok(());
    }
    let text = format!("{}{}", output.stdout, output.stderr);
    let lines: Vec<&str> = text.lines().collect();
    let end = &lines[lines.len().saturating_sub(30)..];
    Err(format!("ZFS could not be built:\n{}", end.join("\n")))
}
