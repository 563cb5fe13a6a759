//! The seam to the file system that groups are: a fake one makes groups in memory.

use std::fmt::Debug;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// What is done with the files of groups.
pub trait Files: Debug + Send + Sync {
    /// The text of a file.
    fn read(&self, file: &Path) -> io::Result<String>;
    /// Writes a value in one go, as the kernel wants it; the file has to be there.
    fn write(&self, file: &Path, value: &str) -> io::Result<()>;
    /// Makes a group.
    fn make(&self, group: &Path) -> io::Result<()>;
    /// Removes a group that is empty.
    fn remove(&self, group: &Path) -> io::Result<()>;
    /// Names of the groups directly below.
    fn children(&self, group: &Path) -> io::Result<Vec<String>>;
    /// Whether there is such a file or group.
    fn exists(&self, path: &Path) -> bool;
}

/// The kernel's files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, file: &Path) -> io::Result<String> {
        fs::read_to_string(file)
    }

    fn write(&self, file: &Path, value: &str) -> io::Result<()> {
        // Never made: a file that is not there says that its controller is not enabled.
        fs::OpenOptions::new()
            .write(true)
            .open(file)?
            .write_all(value.as_bytes())
    }

    fn make(&self, group: &Path) -> io::Result<()> {
        fs::create_dir(group)
    }

    fn remove(&self, group: &Path) -> io::Result<()> {
        fs::remove_dir(group)
    }

    fn children(&self, group: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(group)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                names.extend(entry.file_name().into_string().ok());
            }
        }
        names.sort();
        Ok(names)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }
}

#[cfg(test)]
pub mod fake {
    //! Groups in memory that keep the kernel's rules as far as callers meet them.

    use super::Files;
    use std::collections::BTreeMap;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    const EVERY: [(&str, &[(&str, &str)]); 4] = [
        ("cpu", &[("cpu.weight", "100\n"), ("cpu.max", "max 100000\n")]),
        ("cpuset", &[("cpuset.mems", "\n"), ("cpuset.cpus", "\n")]),
        ("io", &[("io.max", ""), ("io.weight", "default 100\n")]),
        (
            "memory",
            &[
                ("memory.max", "max\n"),
                ("memory.high", "max\n"),
                ("memory.low", "0\n"),
                ("memory.swap.max", "max\n"),
            ],
        ),
    ];

    /// A hierarchy whose root has all controllers.
    #[derive(Debug, Default)]
    pub struct Fake(Mutex<BTreeMap<PathBuf, String>>);

    impl Fake {
        pub fn new(root: &str) -> Self {
            let fake = Self::default();
            let put = |name: &str, text: &str| {
                fake.0
                    .lock()
                    .unwrap()
                    .insert(Path::new(root).join(name), text.to_owned())
            };
            put("cgroup.controllers", "cpuset cpu io memory pids\n");
            put("cgroup.subtree_control", "");
            put("cgroup.procs", "1\n");
            fake
        }

        pub fn put(&self, file: &str, text: &str) {
            self.0
                .lock()
                .unwrap()
                .insert(PathBuf::from(file), text.to_owned());
        }
    }

    fn missing() -> io::Error {
        io::ErrorKind::NotFound.into()
    }

    impl Files for Fake {
        fn read(&self, file: &Path) -> io::Result<String> {
            self.0.lock().unwrap().get(file).cloned().ok_or_else(missing)
        }

        fn write(&self, file: &Path, value: &str) -> io::Result<()> {
            let mut all = self.0.lock().unwrap();
            let old = all.get(file).cloned().ok_or_else(missing)?;
            let name = file.file_name().unwrap().to_str().unwrap();
            let new = match name {
                "cgroup.procs" | "cgroup.threads" => format!("{old}{value}\n"),
                "cgroup.subtree_control" => {
                    let mut words: Vec<&str> = old.split_whitespace().collect();
                    words.extend(value.split_whitespace().map(|w| w.trim_start_matches('+')));
                    words.join(" ")
                }
                "io.weight" if !value.starts_with("default") => format!("{old}{value}\n"),
                _ => format!("{value}\n"),
            };
            all.insert(file.to_owned(), new);
            Ok(())
        }

        fn make(&self, group: &Path) -> io::Result<()> {
            let mut all = self.0.lock().unwrap();
            if all.contains_key(&group.join("cgroup.procs")) {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            let above = group.parent().unwrap().join("cgroup.subtree_control");
            let passed = all.get(&above).cloned().ok_or_else(missing)?;
            all.insert(group.join("cgroup.controllers"), passed.clone());
            for (name, text) in [
                ("cgroup.subtree_control", ""),
                ("cgroup.procs", ""),
                ("cgroup.threads", ""),
                ("cgroup.type", "domain\n"),
                ("cgroup.events", "populated 0\nfrozen 0\n"),
            ] {
                all.insert(group.join(name), text.to_owned());
            }
            for (controller, files) in EVERY {
                if passed.split_whitespace().any(|word| word == controller) {
                    for (name, text) in files {
                        all.insert(group.join(name), (*text).to_owned());
                    }
                }
            }
            Ok(())
        }

        fn remove(&self, group: &Path) -> io::Result<()> {
            if !self.children(group)?.is_empty() {
                return Err(io::ErrorKind::ResourceBusy.into());
            }
            let mut all = self.0.lock().unwrap();
            let before = all.len();
            all.retain(|path, _| !path.starts_with(group));
            if all.len() == before {
                Err(missing())
            } else {
                Ok(())
            }
        }

        fn children(&self, group: &Path) -> io::Result<Vec<String>> {
            let all = self.0.lock().unwrap();
            let below = all
                .keys()
                .filter(|path| path.file_name().unwrap() == "cgroup.procs")
                .filter_map(|path| path.parent());
            let direct = below.filter(|path| path.parent() == Some(group));
            Ok(direct
                .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
                .collect())
        }

        fn exists(&self, path: &Path) -> bool {
            let all = self.0.lock().unwrap();
            all.contains_key(path) || all.contains_key(&path.join("cgroup.procs"))
        }
    }
}
