//! What is asked of a backend: a volume's document, checked.

use crate::probe::{Compat, Format, Image};
use crate::{Definition, StorageError, Volume, VolumeName};
use ferrovirt_driver::secret::{SecretKey, SecretValue};
use ferrovirt_schema::common::secret::EncryptionFormat;
use ferrovirt_schema::pool::PoolType;
use ferrovirt_schema::vol::{Cipher, Encryption, IvGen, Target, Volume as Document, VolumeType};

/// Largest size that a file can have.
const MAX_SIZE: u64 = i64::MAX as u64;

/// A volume to be made.
#[derive(Debug, Clone)]
pub struct NewVolume {
    /// Its name.
    pub name: VolumeName,
    /// Size that a guest sees, in bytes; that of the image below, or of the source, where it is missing.
    pub capacity: Option<u64>,
    /// Space to take at once, in bytes; all where it is missing.
    pub allocation: Option<u64>,
    /// Format.
    pub format: Format,
    /// The image below it.
    pub backing: Option<NewBacking>,
    /// Permission bits.
    pub mode: Option<u32>,
    /// User.
    pub uid: Option<u32>,
    /// Group.
    pub gid: Option<u32>,
    /// Version of qcow2.
    pub compat: Option<Compat>,
    /// Unit of allocation, in bytes.
    pub cluster_size: Option<u64>,
    /// qcow2: counts of references are brought up to date lazily.
    pub lazy_refcounts: bool,
    /// qcow2: clusters are divided.
    pub extended_l2: bool,
    /// The format's tables are made at once.
    pub preallocate_metadata: bool,
    /// Data has to be shared with the source, not copied.
    pub reflink: bool,
    /// Blocks of the file are not copied when they are written, where the file system can turn that off.
    pub nocow: bool,
    /// How it is encrypted.
    pub encryption: Option<NewEncryption>,
    /// The format as the document words it, for kinds of pools that have formats of their own.
    pub format_word: Option<String>,
}

/// How a new volume is encrypted.
#[derive(Debug, Clone)]
pub struct NewEncryption {
    /// Where the passphrase is.
    pub secret: SecretKey,
    /// How data is encrypted; the usual way where nothing is said.
    pub cipher: Option<Cipher>,
    /// How initialization vectors are made.
    pub ivgen: Option<IvGen>,
    /// The passphrase, once it was looked up.
    pub passphrase: Option<SecretValue>,
}

/// The image below a new volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBacking {
    /// Its path.
    pub path: String,
    /// Its format.
    pub format: Option<Format>,
}

impl NewVolume {
    /// Reads and checks a document. Without a capacity it is an error, unless there is a `source` or an
    /// image below. Pools of devices have no image formats: what the document says is kept as a word.
    pub fn parse(text: &str, from_source: bool, kind: PoolType) -> Result<Self, StorageError> {
        let document = Document::parse(text)?;
        let name = document.name.as_deref().ok_or_else(|| lacks("name"))?;
        let name = VolumeName::new(name)?;
        let backing = document
            .backing_store
            .as_ref()
            .map(backing)
            .transpose()?
            .flatten();
        let capacity = document.capacity.map(|b| b.0);
        if capacity.is_none() && backing.is_none() && !from_source {
            return Err(lacks("capacity"));
        }
        let is_cut = matches!(kind, PoolType::Logical | PoolType::Disk | PoolType::Zfs);
        if is_cut && capacity.unwrap_or(0) == 0 && !from_source {
            return Err(StorageError::Unsupported(
                "volume capacity required for this storage pool".to_owned(),
            ));
        }
        let allocation = document.allocation.map(|b| b.0);
        for size in [capacity, allocation].into_iter().flatten() {
            if size > MAX_SIZE {
                return Err(StorageError::TooLarge(size));
            }
        }
        let target = document.target.unwrap_or_default();
        let permissions = target.permissions.clone().unwrap_or_default();
        let features = target.features.clone().unwrap_or_default();
        let encryption = target.encryption.as_ref().map(encryption).transpose()?;
        Ok(NewVolume {
            name,
            capacity,
            allocation,
            format: match kind {
                PoolType::Disk
                | PoolType::Logical
                | PoolType::Iscsi
                | PoolType::IscsiDirect
                | PoolType::Scsi
                | PoolType::Mpath
                | PoolType::Zfs => Format::Raw,
                _ => format(&target)?.unwrap_or_default(),
            },
            backing,
            mode: permissions.mode.map(|mode| mode.0),
            uid: permissions.owner.and_then(|id| id.known()),
            gid: permissions.group.and_then(|id| id.known()),
            compat: compat(&target)?,
            cluster_size: target.cluster_size.map(|size| size.0),
            lazy_refcounts: features.lazy_refcounts,
            extended_l2: features.extended_l2,
            preallocate_metadata: false,
            reflink: false,
            nocow: target.nocow,
            encryption,
            format_word: target.format,
        })
    }

    /// Asks for the tables of the image to be made at once, which a raw one does not have.
    pub(crate) fn preallocate_metadata(&mut self, wanted: bool) -> Result<(), StorageError> {
        if wanted && self.format == Format::Raw {
            return Err(StorageError::ConfigUnsupported(format!(
                "metadata preallocation is not supported for raw volumes, as '{}' is to be",
                self.name
            )));
        }
        self.preallocate_metadata = wanted;
        Ok(())
    }

    /// The volume as it is to be, for who looks at it while it is being made.
    pub(crate) fn planned(&self, pool: &Definition) -> Volume {
        let (place, kind) = match pool.kind() {
            PoolType::Rbd | PoolType::Gluster | PoolType::Sheepdog => (
                pool.source().name.as_deref().unwrap_or_default(),
                VolumeType::Network,
            ),
            PoolType::Dir | PoolType::Fs | PoolType::Netfs | PoolType::Vstorage => {
                (pool.target_str(), VolumeType::File)
            }
            _ => (pool.target_str(), VolumeType::Block),
        };
        let path = format!("{place}/{}", self.name);
        Volume {
            capacity: self.capacity.unwrap_or(0),
            image: Image {
                format: self.format,
                ..Image::default()
            },
            ..Volume::new(self.name.clone(), path, kind)
        }
    }
}

fn encryption(document: &Encryption) -> Result<NewEncryption, StorageError> {
    if document.format == EncryptionFormat::Qcow {
        return Err(StorageError::ConfigUnsupported(
            "creation of qcow encrypted images is not supported; encrypt with format luks".to_owned(),
        ));
    }
    if document.format != EncryptionFormat::Luks {
        return Err(StorageError::ConfigUnsupported(format!(
            "unknown volume encryption format {}; luks is known",
            document.format
        )));
    }
    let wrong = |what: &str| StorageError::Document(what.to_owned());
    let secret = match document.secrets.as_slice() {
        [secret] => secret,
        secrets => {
            return Err(StorageError::Argument(format!(
                "an encryption has a single <secret type='passphrase'>, this one has {}",
                secrets.len()
            )));
        }
    };
    let key = match (&secret.uuid, &secret.usage) {
        (Some(uuid), None) => SecretKey::Uuid(*uuid),
        (None, Some(usage)) => SecretKey::Usage(usage.clone()),
        _ => {
            return Err(wrong(
                "the secret of an encryption is given by either uuid or usage",
            ));
        }
    };
    let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let cipher = document.cipher.clone().unwrap_or_default();
    let ivgen = document.ivgen.clone().unwrap_or_default();
    let texts = [&cipher.mode, &cipher.hash, &ivgen.hash];
    let names = [
        (document.cipher.is_some(), &cipher.name),
        (document.ivgen.is_some(), &ivgen.name),
    ];
    let plain = texts.into_iter().flatten().all(|text| word(text))
        && names.into_iter().all(|(there, name)| !there || word(name));
    if !plain {
        return Err(wrong(
            "a name of the encryption's cipher has other than letters, digits and '-'",
        ));
    }
    Ok(NewEncryption {
        secret: key,
        cipher: document.cipher.clone(),
        ivgen: document.ivgen.clone(),
        passphrase: None,
    })
}

fn lacks(what: &str) -> StorageError {
    StorageError::Document(format!("missing {what} element"))
}

fn backing(target: &Target) -> Result<Option<NewBacking>, StorageError> {
    let Some(path) = target.path.clone().filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    if path.chars().any(char::is_control) {
        return Err(StorageError::Document(
            "the path of the backing store has a control character".to_owned(),
        ));
    }
    Ok(Some(NewBacking {
        path,
        format: format(target)?,
    }))
}

fn format(target: &Target) -> Result<Option<Format>, StorageError> {
    let Some(word) = target.format.as_deref().filter(|word| *word != "unknown") else {
        return Ok(None);
    };
    // Words of the interface that nobody can make images of; what they call `vhd` is made as `vpc`.
    if ["bochs", "cloop", "cow", "dmg", "fat", "ploop", "vhd"].contains(&word) {
        return Err(StorageError::CannotMake {
            format: word.to_owned(),
        });
    }
    Format::from_word(word).map(Some).ok_or_else(|| {
        StorageError::ConfigUnsupported(format!(
            "unknown volume format type {word}; known are raw, qcow2, qcow, qed, vmdk, vdi, vpc, iso and dir"
        ))
    })
}

fn compat(target: &Target) -> Result<Option<Compat>, StorageError> {
    match target.compat.as_deref() {
        None => Ok(None),
        Some("0.10") => Ok(Some(Compat::V0_10)),
        Some("1.1") => Ok(Some(Compat::V1_1)),
        // The interface takes whatever looks like a version, and then fails to make the image.
        Some(other) if other.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => {
            Err(StorageError::CannotMake {
                format: format!("qcow2 with compat {other}"),
            })
        }
        Some(other) => Err(StorageError::Document(format!(
            "forbidden compat '{other}' of the volume; it can be 0.10 or 1.1"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        for (text, what) in [
            ("<volume><capacity>1</capacity></volume>", "missing name"),
            ("<volume><name>a</name></volume>", "missing capacity"),
            ("<volume><name>../a</name><capacity>1</capacity></volume>", "'/'"),
            (
                "<volume><name>a</name><capacity unit='EiB'>9</capacity></volume>",
                "value too large",
            ),
            (
                "<volume><name>a</name><capacity unit='EiB'>16</capacity></volume>",
                "more than a size can be",
            ),
            (
                "<volume><name>a</name><capacity>1</capacity><target><format type='x'/></target></volume>",
                "unknown volume format",
            ),
        ] {
            let error = NewVolume::parse(text, false, PoolType::Dir)
                .unwrap_err()
                .to_string();
            assert!(error.contains(what), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_asked_for_arrives() {
        let text = "<volume><name>a</name><capacity unit='MiB'>1</capacity><allocation>0</allocation>
            <target><format type='qcow2'/><permissions><mode>0640</mode><owner>-1</owner><group>7</group>
            </permissions><compat>1.1</compat><features><lazy_refcounts/></features></target>
            <backingStore><path>/b</path><format type='raw'/></backingStore></volume>";
        let new = NewVolume::parse(text, false, PoolType::Dir).unwrap();
        assert_eq!(
            (new.capacity, new.allocation, new.format),
            (Some(1 << 20), Some(0), Format::Qcow2)
        );
        assert_eq!((new.mode, new.uid, new.gid), (Some(0o640), None, Some(7)));
        assert_eq!(
            new.backing,
            Some(NewBacking {
                path: "/b".into(),
                format: Some(Format::Raw)
            })
        );
        assert!(new.lazy_refcounts && new.compat == Some(Compat::V1_1));
    }
}
