//! Making a file system.

use ferrovirt_storage::{BuildMode, StorageError, Tool, block, blocking};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

const MKFS: Tool = Tool {
    program: "mkfs",
    package: "util-linux",
};
/// The flag of open(2) that fails for a device in use.
const O_EXCL: i32 = 0o200;

/// Makes a file system on a device, if that was asked for.
pub(crate) async fn format(device: &str, kind: &str, mode: BuildMode) -> Result<(), StorageError> {
    match mode {
        BuildMode::Usual => return Ok(()),
        BuildMode::NoOverwrite => {
            if let Some(what) = block::signature(Path::new(device)).await? {
                return Err(StorageError::NotEmpty {
                    device: device.into(),
                    what,
                });
            }
        }
        BuildMode::Overwrite => {}
    }
    if kind == "auto" {
        return Err(StorageError::Argument(format!(
            "no source format is given to format '{device}' with; state one in <source><format type='ext4'/></source>"
        )));
    }
    let path = device.to_owned();
    blocking(move || check_free(&path)).await?;
    MKFS.run(args(device, kind)).await.map(|_| ())
}

fn args<'a>(device: &'a str, kind: &'a str) -> Vec<&'a str> {
    // What is there was looked at above, or may be lost: the program is not to ask again.
    let force = match kind {
        "ext2" | "ext3" | "ext4" => Some("-F"),
        "xfs" | "btrfs" => Some("-f"),
        "vfat" => Some("-I"),
        _ => None,
    };
    ["-t", kind].into_iter().chain(force).chain([device]).collect()
}

/// An error if the device is mounted or part of something else.
fn check_free(device: &str) -> Result<(), StorageError> {
    let is_device = std::fs::metadata(device).is_ok_and(|found| !found.is_file());
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(if is_device { O_EXCL } else { 0 })
        .open(device);
    opened.map(drop).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => StorageError::Invalid(format!(
            "source device '{device}' does not exist and cannot be formatted"
        )),
        _ => StorageError::io("have for the pool alone", device, e),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_is_made() {
        assert_eq!(args("/dev/x", "ext4").join(" "), "-t ext4 -F /dev/x");
        assert_eq!(args("/dev/x", "xfs").join(" "), "-t xfs -f /dev/x");
        assert_eq!(args("/dev/x", "ocfs2").join(" "), "-t ocfs2 /dev/x");
    }

    #[tokio::test]
    async fn what_is_there_is_kept_unless_told() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(16 << 20).unwrap();
        let device = file.path().to_str().unwrap();
        format(device, "ext4", BuildMode::Usual).await.unwrap();
        assert!(format(device, "auto", BuildMode::NoOverwrite).await.is_err());
        format(device, "ext4", BuildMode::NoOverwrite).await.unwrap();
        let error = format(device, "ext4", BuildMode::NoOverwrite).await.unwrap_err();
        assert!(error.to_string().contains("ext4"), "{error}");
        format(device, "ext4", BuildMode::Overwrite).await.unwrap();
    }
}
