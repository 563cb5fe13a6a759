//! LVM's programs.

use ferrovirt_host::process::Output;
use ferrovirt_storage::{StorageError, Tool, VolumeName};
use serde::de::DeserializeOwned;
use std::ffi::OsStr;

const fn tool(program: &'static str) -> Tool {
    Tool {
        program,
        package: "lvm2",
    }
}

pub(crate) const PVS: Tool = tool("pvs");
pub(crate) const PVCREATE: Tool = tool("pvcreate");
pub(crate) const PVREMOVE: Tool = tool("pvremove");
pub(crate) const VGS: Tool = tool("vgs");
pub(crate) const VGCREATE: Tool = tool("vgcreate");
pub(crate) const VGCHANGE: Tool = tool("vgchange");
pub(crate) const VGREMOVE: Tool = tool("vgremove");
pub(crate) const LVS: Tool = tool("lvs");
pub(crate) const LVCHANGE: Tool = tool("lvchange");
pub(crate) const LVCREATE: Tool = tool("lvcreate");
pub(crate) const LVRESIZE: Tool = tool("lvresize");
pub(crate) const LVREMOVE: Tool = tool("lvremove");

/// Runs a program. It is not to tell of files that its caller has open: they are none of its business.
pub(crate) async fn run<S: AsRef<OsStr>>(
    tool: Tool,
    args: impl IntoIterator<Item = S> + Send,
) -> Result<Output, StorageError> {
    let command = tool.command()?.env("LVM_SUPPRESS_FD_WARNINGS", "1");
    command.args(args).run().await
}

/// Runs one of the reporting programs, for these fields; sizes are in bytes.
pub(crate) async fn report<T: DeserializeOwned>(
    tool: Tool,
    fields: &str,
    about: &[&str],
) -> Result<T, StorageError> {
    let args = [
        "--reportformat",
        "json",
        "--units",
        "b",
        "--nosuffix",
        "-o",
        fields,
    ];
    let out = run(tool, args.iter().chain(about)).await?;
    serde_json::from_slice(&out.stdout).map_err(|e| StorageError::ToolAnswer {
        program: tool.program,
        what: e.to_string(),
    })
}

/// The words that LVM takes as names: letters, digits and `+_.-`, not beginning with `-`.
fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+_.-".contains(&byte);
    !name.is_empty() && name.len() <= 127 && !name.starts_with('-') && name.bytes().all(allowed)
}

/// The name of a volume, if LVM can have it.
pub(crate) fn volume_name(name: &VolumeName) -> Result<&str, StorageError> {
    if is_name(name.as_str()) && !matches!(name.as_str(), "snapshot" | "pvmove") {
        return Ok(name.as_str());
    }
    Err(StorageError::BadVolumeName {
        name: name.to_string(),
        why: "LVM takes up to 127 letters, digits, '+', '_', '.' and '-', not beginning with '-'",
    })
}

/// The name of a group, if LVM can have it.
pub(crate) fn group_name(name: &str) -> Result<&str, StorageError> {
    match is_name(name) {
        true => Ok(name),
        false => Err(StorageError::Argument(format!(
            "'{}' cannot be the name of a volume group: LVM takes letters, digits, '+', '_', '.' and '-'",
            name.escape_default()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_options_or_paths_are_refused() {
        for name in ["a", "vg.1", "a_b+c-d"] {
            assert!(group_name(name).is_ok(), "{name}");
        }
        for name in ["", "-a", "--all", "a b", "a/b", "ü", "snapshot"] {
            let refused = VolumeName::new(name).is_ok_and(|name| volume_name(&name).is_ok());
            assert!(!refused, "{name}");
        }
    }
}
