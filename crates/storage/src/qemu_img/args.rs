//! The command lines.

use super::Key;
use crate::probe::{Compat, Encryption, Format};
use crate::{NewEncryption, NewVolume, Resize, StorageError, Volume};
use std::path::Path;

pub(super) fn create(new: &NewVolume, path: &Path, key: Option<&Key>) -> Result<Vec<String>, StorageError> {
    let mut args = words(&["create", "-q", "-f", driver(new)]);
    args.extend(key.map(Key::object).into_iter().flatten());
    options(new, key, &mut args)?;
    if let Some(backing) = &new.backing {
        args.extend(words(&["-b", &backing.path]));
        let format = backing.format.map(|f| words(&["-F", f.as_str()]));
        args.extend(format.unwrap_or_default());
    }
    args.push(path.to_string_lossy().into_owned());
    args.extend(new.capacity.map(|capacity| capacity.to_string()));
    Ok(args)
}

/// `prepared`: the target is there already.
pub(super) fn convert(
    new: &NewVolume,
    source: &Volume,
    path: &Path,
    opens: Option<&Key>,
    key: Option<&Key>,
    prepared: bool,
) -> Result<Vec<String>, StorageError> {
    let mut args = words(&["convert", "-p"]);
    args.extend(opens.map(Key::object).into_iter().flatten());
    args.extend(key.map(Key::object).into_iter().flatten());
    if prepared {
        args.push("-n".to_owned());
    }
    // A source or target with a key is described in full: the short form has no place for it.
    let image = |volume_driver: &str, field: &str, key: &Key, path: &str| {
        let path = path.replace(',', ",,");
        format!("driver={volume_driver},{field}={},file.filename={path}", key.id())
    };
    let target = path.to_string_lossy();
    if let Some(key) = key {
        let (name, field) = match new.format {
            Format::Qcow2 => ("qcow2", "encrypt.key-secret"),
            _ => ("luks", "key-secret"),
        };
        args.extend(["--target-image-opts".to_owned()]);
        push_source(&mut args, source, opens, image);
        args.push(image(name, field, key, &target));
        return Ok(args);
    }
    args.extend(words(&["-O", new.format.as_str()]));
    if !prepared {
        options(new, key, &mut args)?;
        if let Some(backing) = &new.backing {
            args.extend(words(&["-B", &backing.path]));
            let format = backing.format.map(|f| words(&["-F", f.as_str()]));
            args.extend(format.unwrap_or_default());
        }
    }
    push_source(&mut args, source, opens, image);
    args.push(target.into_owned());
    Ok(args)
}

fn push_source(
    args: &mut Vec<String>,
    source: &Volume,
    opens: Option<&Key>,
    image: impl Fn(&str, &str, &Key, &str) -> String,
) {
    match opens {
        Some(key) => {
            let (name, field) = encrypted(source);
            args.push("--image-opts".to_owned());
            args.push(image(name, field, key, &source.path));
        }
        None => {
            args.extend(words(&["-f", source.image.format.as_str()]));
            args.push(source.path.clone());
        }
    }
}

/// The driver of an encrypted volume, and where it takes its key.
fn encrypted(volume: &Volume) -> (&'static str, &'static str) {
    match (volume.image.format, volume.image.encryption) {
        (Format::Qcow2, _) => ("qcow2", "encrypt.key-secret"),
        (Format::Qcow, _) | (_, Some(Encryption::Qcow)) => ("qcow", "encrypt.key-secret"),
        _ => ("luks", "key-secret"),
    }
}

pub(super) fn resize(format: Format, path: &Path, capacity: u64, before: u64, space: bool) -> Vec<String> {
    let mut args = words(&["resize", "-q", "-f", format.as_str()]);
    size_words(&mut args, capacity, before, space);
    args.push(path.to_string_lossy().into_owned());
    args.push(capacity.to_string());
    args
}

pub(super) fn resize_encrypted(volume: &Volume, path: &Path, to: &Resize, key: &Key) -> Vec<String> {
    let (name, field) = encrypted(volume);
    let mut args = words(&["resize", "-q"]);
    args.extend(key.object());
    args.push("--image-opts".to_owned());
    size_words(&mut args, to.capacity, volume.capacity, to.allocate);
    let path = path.to_string_lossy().replace(',', ",,");
    args.push(format!("driver={name},{field}={},file.filename={path}", key.id()));
    args.push(to.capacity.to_string());
    args
}

fn size_words(args: &mut Vec<String>, capacity: u64, before: u64, space: bool) {
    if capacity < before {
        args.push("--shrink".to_owned());
    }
    if space && capacity > before {
        args.push("--preallocation=falloc".to_owned());
    }
}

/// QEMU's name of what is to be made.
fn driver(new: &NewVolume) -> &'static str {
    match (new.format, &new.encryption) {
        (Format::Raw, Some(_)) => "luks",
        (format, _) => format.as_str(),
    }
}

fn options(new: &NewVolume, key: Option<&Key>, args: &mut Vec<String>) -> Result<(), StorageError> {
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
            options.extend(new.nocow.then(|| "nocow=on".to_owned()));
            // Whoever asks for space for all of it gets that with the tables.
            let all = new
                .allocation
                .is_none_or(|space| new.capacity.is_some_and(|size| space >= size));
            let kind = if all { "falloc" } else { "metadata" };
            options.extend(new.preallocate_metadata.then(|| format!("preallocation={kind}")));
        }
        Format::Raw if new.nocow && new.encryption.is_none() && !asked => {
            options.push("nocow=on".to_owned());
            if new
                .allocation
                .is_none_or(|allocation| new.capacity.is_some_and(|all| allocation >= all))
            {
                options.push("preallocation=falloc".to_owned());
            }
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
    if let (Some(key), Some(encryption)) = (key, &new.encryption) {
        let prefix = match new.format {
            Format::Qcow2 => {
                options.push("encrypt.format=luks".to_owned());
                "encrypt."
            }
            Format::Raw => "",
            other => {
                return Err(StorageError::ConfigUnsupported(format!(
                    "images of format {other} cannot be encrypted; raw and qcow2 can"
                )));
            }
        };
        options.push(format!("{prefix}key-secret={}", key.id()));
        cipher(encryption, prefix, &mut options);
    }
    if !options.is_empty() {
        args.extend(["-o".to_owned(), options.join(",")]);
    }
    Ok(())
}

fn cipher(encryption: &NewEncryption, prefix: &str, options: &mut Vec<String>) {
    if let Some(cipher) = &encryption.cipher {
        options.push(format!("{prefix}cipher-alg={}-{}", cipher.name, cipher.size));
        let mode = cipher
            .mode
            .as_ref()
            .map(|mode| format!("{prefix}cipher-mode={mode}"));
        let hash = cipher
            .hash
            .as_ref()
            .map(|hash| format!("{prefix}hash-alg={hash}"));
        options.extend(mode.into_iter().chain(hash));
    }
    if let Some(ivgen) = &encryption.ivgen {
        options.push(format!("{prefix}ivgen-alg={}", ivgen.name));
        options.extend(
            ivgen
                .hash
                .as_ref()
                .map(|hash| format!("{prefix}ivgen-hash-alg={hash}")),
        );
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_driver::secret::SecretValue;

    fn new(xml: &str) -> NewVolume {
        let text = format!("<volume><name>a</name><capacity>1048576</capacity>{xml}</volume>");
        NewVolume::parse(&text, false, ferrovirt_schema::pool::PoolType::Dir).unwrap()
    }

    #[track_caller]
    fn check(new: &NewVolume, line: &str) {
        assert_eq!(create(new, Path::new("/p/t"), None).unwrap().join(" "), line);
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
        let make = |xml: &str| create(&new(xml), Path::new("/t"), None);
        let old = "<target><format type='qcow2'/><compat>0.10</compat><features><lazy_refcounts/></features></target>";
        assert!(make(old).is_err());
        assert!(make("<target><format type='vdi'/><compat>1.1</compat></target>").is_err());
        assert!(make("<target><format type='iso'/></target>").is_err());
    }

    #[test]
    fn a_key_is_named_and_not_shown() {
        let encryption = "<encryption format='luks'><secret type='passphrase' usage='u'/>
            <cipher name='aes' size='256' mode='xts' hash='sha256'/></encryption>";
        let key = Key::new("new", &SecretValue::new(b"open sesame".to_vec())).unwrap();
        for (format, options) in [
            (
                "raw",
                "-f luks --object secret,id=new,file=FILE -o key-secret=new,cipher-alg=aes-256,cipher-mode=xts,hash-alg=sha256",
            ),
            (
                "qcow2",
                "-f qcow2 --object secret,id=new,file=FILE -o compat=0.10,encrypt.format=luks,encrypt.key-secret=new,encrypt.cipher-alg=aes-256,encrypt.cipher-mode=xts,encrypt.hash-alg=sha256",
            ),
        ] {
            let volume = new(&format!("<target><format type='{format}'/>{encryption}</target>"));
            let line = create(&volume, Path::new("/p/t"), Some(&key)).unwrap().join(" ");
            let line = line.replace(&key.path(), "FILE");
            assert_eq!(line, format!("create -q {options} /p/t 1048576"));
        }
        let volume = new(&format!("<target><format type='vdi'/>{encryption}</target>"));
        assert!(create(&volume, Path::new("/p/t"), Some(&key)).is_err());
    }

    #[test]
    fn how_images_are_resized() {
        let line = |capacity, space| resize(Format::Qcow2, Path::new("/t"), capacity, 100, space).join(" ");
        assert_eq!(line(200, false), "resize -q -f qcow2 /t 200");
        assert_eq!(
            line(200, true),
            "resize -q -f qcow2 --preallocation=falloc /t 200"
        );
        assert_eq!(line(50, true), "resize -q -f qcow2 --shrink /t 50");
    }
}
