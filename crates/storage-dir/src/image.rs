//! Images of other formats, by `qemu-img`. What it is called with is decided by pure functions.

use crate::directory::Directory;
use crate::staging::Staged;
use ferrovirt_host::process::Command;
use ferrovirt_storage::probe::{Compat, Format};
use ferrovirt_storage::{NewVolume, StorageError, Volume};
use std::path::Path;
use std::time::Duration;

const PROGRAM: &str = "qemu-img";
/// Time for what does not depend on size.
const BASE: Duration = Duration::from_secs(60);
/// Slowest rate at which data may be written, in bytes a second.
const SLOWEST: u64 = 4 << 20;

/// Makes an image.
pub(crate) async fn create(directory: Directory, new: NewVolume) -> Result<(), StorageError> {
    let staged = Staged::new(&directory);
    let args = create_args(&new, staged.path())?;
    run(args, new.capacity.filter(|_| new.preallocate_metadata)).await?;
    finish(staged, directory, new).await
}

/// Makes an image with the content of another.
pub(crate) async fn convert(
    directory: Directory,
    new: NewVolume,
    source: &Volume,
) -> Result<(), StorageError> {
    if source.image.data_file.is_some() {
        return Err(StorageError::Unsupported(format!(
            "volume '{}' keeps its data in another file and cannot be cloned safely",
            source.name
        )));
    }
    if new.reflink {
        return Err(StorageError::Unsupported(
            "only raw volumes can share data with their clone".to_owned(),
        ));
    }
    let staged = Staged::new(&directory);
    let args = convert_args(&new, source, staged.path())?;
    run(args, Some(source.capacity)).await?;
    let capacity = new.capacity.filter(|capacity| *capacity > source.capacity);
    if let Some(capacity) = capacity {
        run(
            resize_args(new.format, staged.path(), capacity, source.capacity, false),
            None,
        )
        .await?;
    }
    finish(staged, directory, new).await
}

async fn finish(staged: Staged, directory: Directory, new: NewVolume) -> Result<(), StorageError> {
    ferrovirt_storage::blocking(move || {
        let file = staged.open()?;
        staged.complete(&file, &directory, &new)
    })
    .await
}

/// Gives an image another capacity.
pub(crate) async fn resize(
    path: &Path,
    volume: &Volume,
    capacity: u64,
    space: bool,
) -> Result<(), StorageError> {
    let args = resize_args(volume.image.format, path, capacity, volume.capacity, space);
    run(args, space.then_some(capacity)).await
}

/// Runs the program with time for `bytes` of data.
async fn run(args: Vec<String>, bytes: Option<u64>) -> Result<(), StorageError> {
    let time = BASE + Duration::from_secs(bytes.unwrap_or(0) / SLOWEST);
    Command::new(PROGRAM).args(args).timeout(time).run().await?;
    Ok(())
}

fn create_args(new: &NewVolume, path: &Path) -> Result<Vec<String>, StorageError> {
    let mut args = words(&["create", "-q", "-f", new.format.as_str()]);
    options(new, &mut args)?;
    if let Some(backing) = &new.backing {
        args.extend(words(&["-b", &backing.path]));
        args.extend(
            backing
                .format
                .map(|f| words(&["-F", f.as_str()]))
                .unwrap_or_default(),
        );
    }
    args.push(path.to_string_lossy().into_owned());
    args.extend(new.capacity.map(|capacity| capacity.to_string()));
    Ok(args)
}

fn convert_args(new: &NewVolume, source: &Volume, path: &Path) -> Result<Vec<String>, StorageError> {
    let mut args = words(&[
        "convert",
        "-q",
        "-f",
        source.image.format.as_str(),
        "-O",
        new.format.as_str(),
    ]);
    options(new, &mut args)?;
    if let Some(backing) = &new.backing {
        args.extend(words(&["-B", &backing.path]));
        args.extend(
            backing
                .format
                .map(|f| words(&["-F", f.as_str()]))
                .unwrap_or_default(),
        );
    }
    args.push(source.path.clone());
    args.push(path.to_string_lossy().into_owned());
    Ok(args)
}

fn resize_args(format: Format, path: &Path, capacity: u64, before: u64, space: bool) -> Vec<String> {
    let mut args = words(&["resize", "-q", "-f", format.as_str()]);
    if capacity < before {
        args.push("--shrink".to_owned());
    }
    if space && capacity > before {
        args.push("--preallocation=falloc".to_owned());
    }
    args.push(path.to_string_lossy().into_owned());
    args.push(capacity.to_string());
    args
}

fn options(new: &NewVolume, args: &mut Vec<String>) -> Result<(), StorageError> {
    let modern = new.lazy_refcounts || new.extended_l2;
    let asked = modern || new.compat.is_some() || new.cluster_size.is_some() || new.preallocate_metadata;
    let mut options = Vec::new();
    match new.format {
        Format::Qcow2 => {
            let compat = new
                .compat
                .unwrap_or(if modern { Compat::V1_1 } else { Compat::V0_10 });
            if modern && compat == Compat::V0_10 {
                return Err(StorageError::ConfigUnsupported(
                    "features of qcow2 need compat 1.1".to_owned(),
                ));
            }
            options.push(format!("compat={}", compat.as_str()));
            options.extend(new.cluster_size.map(|size| format!("cluster_size={size}")));
            options.extend(new.lazy_refcounts.then(|| "lazy_refcounts=on".to_owned()));
            options.extend(new.extended_l2.then(|| "extended_l2=on".to_owned()));
            options.extend(
                new.preallocate_metadata
                    .then(|| "preallocation=metadata".to_owned()),
            );
        }
        Format::Raw
        | Format::Qcow
        | Format::Qed
        | Format::Vmdk
        | Format::Vdi
        | Format::Vpc
        | Format::Vhdx => {
            if asked {
                return Err(StorageError::ConfigUnsupported(format!(
                    "format {} has no such features; qcow2 has",
                    new.format
                )));
            }
        }
        Format::Dir | Format::Iso => {
            return Err(StorageError::ConfigUnsupported(format!(
                "images of format {} cannot be made",
                new.format
            )));
        }
    }
    if !options.is_empty() {
        args.extend(["-o".to_owned(), options.join(",")]);
    }
    Ok(())
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(xml: &str) -> NewVolume {
        let text = format!("<volume><name>a</name><capacity>1048576</capacity>{xml}</volume>");
        NewVolume::parse(&text, false).unwrap()
    }

    #[track_caller]
    fn check(new: &NewVolume, line: &str) {
        assert_eq!(create_args(new, Path::new("/p/t")).unwrap().join(" "), line);
    }

    #[test]
    fn how_images_are_made() {
        let qcow2 = "<target><format type='qcow2'/></target>";
        check(&new(qcow2), "create -q -f qcow2 -o compat=0.10 /p/t 1048576");
        let backing = "<backingStore><path>/p/base</path><format type='raw'/></backingStore>";
        check(
            &new(&format!("{qcow2}{backing}")),
            "create -q -f qcow2 -o compat=0.10 -b /p/base -F raw /p/t 1048576",
        );
        let features = "<target><format type='qcow2'/><clusterSize unit='KiB'>128</clusterSize>
            <features><lazy_refcounts/></features></target>";
        check(
            &new(features),
            "create -q -f qcow2 -o compat=1.1,cluster_size=131072,lazy_refcounts=on /p/t 1048576",
        );
        check(
            &new("<target><format type='vdi'/></target>"),
            "create -q -f vdi /p/t 1048576",
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let old = "<target><format type='qcow2'/><compat>0.10</compat><features><lazy_refcounts/></features></target>";
        assert!(create_args(&new(old), Path::new("/t")).is_err());
        let vdi = "<target><format type='vdi'/><compat>1.1</compat></target>";
        assert!(create_args(&new(vdi), Path::new("/t")).is_err());
        assert!(create_args(&new("<target><format type='iso'/></target>"), Path::new("/t")).is_err());
    }

    #[test]
    fn how_images_are_resized() {
        let line =
            |capacity, space| resize_args(Format::Qcow2, Path::new("/t"), capacity, 100, space).join(" ");
        assert_eq!(line(200, false), "resize -q -f qcow2 /t 200");
        assert_eq!(
            line(200, true),
            "resize -q -f qcow2 --preallocation=falloc /t 200"
        );
        assert_eq!(line(50, true), "resize -q -f qcow2 --shrink /t 50");
    }
}
