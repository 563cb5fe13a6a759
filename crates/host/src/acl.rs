//! Who may do what with a file beyond its mode: POSIX access control lists, as the attribute
//! `system.posix_acl_access` holds them (acl(5); layout: Linux's `posix_acl_xattr.h`).

use rustix::fs::{XattrFlags, getxattr, setxattr};
use rustix::io::Errno;
use std::fmt;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::str::FromStr;

const ATTRIBUTE: &str = "system.posix_acl_access";
const VERSION: u32 = 2;
const NO_ID: u32 = u32::MAX;
/// Lists of files are at most as large as an attribute.
const MAX_SIZE: usize = 64 * 1024;
/// The right to pass through a directory, or to execute a file.
const SEARCH: u16 = 1;

/// Whom an entry is for, in the order that the kernel wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Owner,
    User(u32),
    OwningGroup,
    Group(u32),
    Mask,
    Other,
}

/// The access control list of a file. One that says no more than a mode is such a list, too.
///
/// As text it has `getfacl`'s short form with numbers: `u::rwx,u:64055:--x,g::---,m::--x,o::---`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acl {
    /// Sorted, each `Who` once; the rights are three bits.
    entries: Vec<(Who, u16)>,
}

impl Acl {
    /// Reads the list of a file; links are followed.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] where the file system has no such lists.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut raw = vec![0; MAX_SIZE];
        match getxattr(path, ATTRIBUTE, &mut raw) {
            Ok(len) => {
                let list = raw.get(..len).and_then(Self::decode);
                list.ok_or_else(|| {
                    io::Error::new(io::ErrorKind::InvalidData, "its access list has another layout")
                })
            }
            Err(Errno::NODATA) => Ok(Self::of_mode(std::fs::metadata(path)?.permissions().mode())),
            Err(e) => Err(e.into()),
        }
    }

    /// Gives a file this list.
    ///
    /// # Errors
    /// What the kernel says: no permission, a file system that is read-only or has no such lists.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        Ok(setxattr(path, ATTRIBUTE, &self.encode(), XattrFlags::empty())?)
    }

    /// The list that also lets `uid` pass. Nobody else gains a right by it.
    #[must_use]
    pub fn with_search(&self, uid: u32) -> Self {
        let own = self.rights(Who::OwningGroup).unwrap_or(0);
        let limit = self.rights(Who::Mask);
        let passes = |who| self.rights(who).is_some_and(|rights| rights & SEARCH != 0);
        if passes(Who::User(uid)) && passes(Who::Mask) {
            return self.clone();
        }
        // Where there was a mask, it limited what follows; the new one may be wider.
        let mut list = Acl {
            entries: self
                .entries
                .iter()
                .map(|(who, rights)| (*who, limited(*who, *rights, limit)))
                .collect(),
        };
        let user = list.rights(Who::User(uid)).unwrap_or(0);
        list.set(Who::User(uid), Some(user | SEARCH));
        list.set(Who::Mask, Some(limit.unwrap_or(own) | SEARCH));
        list
    }

    /// This list without what [`with_search`](Self::with_search) made of `before`, keeping what others changed since.
    #[must_use]
    pub fn taken_back(&self, before: &Acl, uid: u32) -> Self {
        let given = before.with_search(uid);
        if *self == given {
            return before.clone();
        }
        let mut list = self.clone();
        if self.rights(Who::User(uid)) == given.rights(Who::User(uid)) {
            list.set(Who::User(uid), before.rights(Who::User(uid)));
        }
        let named = list
            .entries
            .iter()
            .any(|(who, _)| matches!(who, Who::User(_) | Who::Group(_)));
        let mask = self.rights(Who::Mask);
        if mask == given.rights(Who::Mask) && (!named || before.rights(Who::Mask).is_some()) {
            list.set(Who::Mask, before.rights(Who::Mask));
        }
        if !named && list.rights(Who::Mask).is_some() {
            // A new mode since then has set the mask; that is what the group is to have.
            list.set(Who::OwningGroup, mask);
            list.set(Who::Mask, None);
        }
        list
    }

    /// Whether `uid`, a member of `groups`, may pass a directory of `owner` (user and group) with this list.
    pub fn lets_pass(&self, owner: (u32, u32), uid: u32, groups: &[u32]) -> bool {
        let mask = self.rights(Who::Mask);
        let passes = |who: Who| {
            self.rights(who)
                .map(|rights| limited(who, rights, mask) & SEARCH != 0)
        };
        if uid == owner.0 {
            return passes(Who::Owner).unwrap_or(false);
        }
        if let Some(passes) = passes(Who::User(uid)) {
            return passes;
        }
        // One group that may is enough; only who is in none of them counts among the others.
        let of_owner = groups
            .contains(&owner.1)
            .then(|| passes(Who::OwningGroup))
            .flatten();
        let named = groups.iter().filter_map(|group| passes(Who::Group(*group)));
        let by_group = of_owner.into_iter().chain(named).reduce(|a, b| a || b);
        by_group.or_else(|| passes(Who::Other)).unwrap_or(false)
    }

    /// The list that says what a mode says.
    pub fn of_mode(mode: u32) -> Self {
        let bits = |shift: u32| u16::try_from(mode >> shift & 7).unwrap_or(0);
        Acl {
            entries: vec![
                (Who::Owner, bits(6)),
                (Who::OwningGroup, bits(3)),
                (Who::Other, bits(0)),
            ],
        }
    }

    fn rights(&self, of: Who) -> Option<u16> {
        self.entries
            .iter()
            .find(|(who, _)| *who == of)
            .map(|(_, rights)| *rights)
    }

    fn set(&mut self, of: Who, rights: Option<u16>) {
        self.entries.retain(|(who, _)| *who != of);
        self.entries.extend(rights.map(|rights| (of, rights)));
        self.entries.sort_unstable();
    }

    fn encode(&self) -> Vec<u8> {
        let mut raw = VERSION.to_le_bytes().to_vec();
        for (who, rights) in &self.entries {
            let (tag, id): (u16, u32) = match who {
                Who::Owner => (0x01, NO_ID),
                Who::User(id) => (0x02, *id),
                Who::OwningGroup => (0x04, NO_ID),
                Who::Group(id) => (0x08, *id),
                Who::Mask => (0x10, NO_ID),
                Who::Other => (0x20, NO_ID),
            };
            raw.extend(tag.to_le_bytes());
            raw.extend(rights.to_le_bytes());
            raw.extend(id.to_le_bytes());
        }
        raw
    }

    fn decode(raw: &[u8]) -> Option<Self> {
        let (version, rest) = raw.split_first_chunk::<4>()?;
        let (chunks, left) = rest.as_chunks::<8>();
        if u32::from_le_bytes(*version) != VERSION || !left.is_empty() {
            return None;
        }
        let entry = |c: &[u8; 8]| {
            let id = u32::from_le_bytes([c[4], c[5], c[6], c[7]]);
            let who = match u16::from_le_bytes([c[0], c[1]]) {
                0x01 => Who::Owner,
                0x02 => Who::User(id),
                0x04 => Who::OwningGroup,
                0x08 => Who::Group(id),
                0x10 => Who::Mask,
                0x20 => Who::Other,
                _ => return None,
            };
            Some((who, u16::from_le_bytes([c[2], c[3]]) & 7))
        };
        Self::sorted(chunks.iter().map(entry).collect::<Option<_>>()?)
    }

    fn sorted(mut entries: Vec<(Who, u16)>) -> Option<Self> {
        entries.sort_unstable();
        let unique = entries.windows(2).all(|pair| pair[0].0 != pair[1].0);
        unique.then_some(Acl { entries })
    }
}

fn limited(who: Who, rights: u16, mask: Option<u16>) -> u16 {
    match who {
        Who::User(_) | Who::OwningGroup | Who::Group(_) => rights & mask.unwrap_or(7),
        Who::Owner | Who::Mask | Who::Other => rights,
    }
}

impl fmt::Display for Acl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (who, rights)) in self.entries.iter().enumerate() {
            if n > 0 {
                f.write_str(",")?;
            }
            match who {
                Who::Owner => f.write_str("u::")?,
                Who::User(id) => write!(f, "u:{id}:")?,
                Who::OwningGroup => f.write_str("g::")?,
                Who::Group(id) => write!(f, "g:{id}:")?,
                Who::Mask => f.write_str("m::")?,
                Who::Other => f.write_str("o::")?,
            }
            for (bit, letter) in [(4, "r"), (2, "w"), (1, "x")] {
                f.write_str(if rights & bit != 0 { letter } else { "-" })?;
            }
        }
        Ok(())
    }
}

/// Why a text is no access list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an access list has entries like u::rwx or u:1000:r-x, with commas between")]
pub struct BadAcl;

impl FromStr for Acl {
    type Err = BadAcl;

    fn from_str(text: &str) -> Result<Self, BadAcl> {
        let entry = |part: &str| {
            let (kind, rest) = part.split_once(':')?;
            let (id, letters) = rest.split_once(':')?;
            let number = (!id.is_empty()).then(|| id.parse::<u32>()).transpose().ok()?;
            let who = match (kind, number) {
                ("u", None) => Who::Owner,
                ("u", Some(id)) => Who::User(id),
                ("g", None) => Who::OwningGroup,
                ("g", Some(id)) => Who::Group(id),
                ("m", None) => Who::Mask,
                ("o", None) => Who::Other,
                _ => return None,
            };
            let mut rights = 0;
            let mut letters = letters.chars();
            for (bit, letter) in [(4, 'r'), (2, 'w'), (1, 'x')] {
                match letters.next()? {
                    '-' => {}
                    found if found == letter => rights |= bit,
                    _ => return None,
                }
            }
            letters.next().is_none().then_some((who, rights))
        };
        let entries = text.split(',').map(entry).collect::<Option<_>>();
        entries.and_then(Self::sorted).ok_or(BadAcl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acl(text: &str) -> Acl {
        text.parse().unwrap()
    }

    #[test]
    fn one_user_more_and_nobody_else() {
        for (before, given) in [
            ("u::rwx,g::---,o::---", "u::rwx,u:7:--x,g::---,m::--x,o::---"),
            ("u::rwx,g::r-x,o::---", "u::rwx,u:7:--x,g::r-x,m::r-x,o::---"),
            // The mask had kept user 8 and group 9 from passing, and still does in effect.
            (
                "u::rwx,u:8:r-x,g::---,g:9:--x,m::r--,o::---",
                "u::rwx,u:7:--x,u:8:r--,g::---,g:9:---,m::r-x,o::---",
            ),
            (
                "u::rwx,u:7:r--,g::---,m::r--,o::---",
                "u::rwx,u:7:r-x,g::---,m::r-x,o::---",
            ),
        ] {
            let before = acl(before);
            assert_eq!(before.with_search(7).to_string(), given);
            assert_eq!(acl(given).taken_back(&before, 7), before);
            assert_eq!(before.taken_back(&before, 7), before, "nothing was given yet");
        }
    }

    #[test]
    fn what_others_changed_meanwhile_stays() {
        let before = acl("u::rwx,g::---,o::---");
        let taken = |now: &str| acl(now).taken_back(&before, 7).to_string();
        // chmod 755 and chmod 500
        assert_eq!(
            taken("u::rwx,u:7:--x,g::---,m::r-x,o::r-x"),
            "u::rwx,g::r-x,o::r-x"
        );
        assert_eq!(
            taken("u::r-x,u:7:--x,g::---,m::---,o::---"),
            "u::r-x,g::---,o::---"
        );
        // setfacl -m u:8:r, and one for user 7 that is somebody else's wish
        assert_eq!(
            taken("u::rwx,u:7:--x,u:8:r--,g::---,m::r-x,o::---"),
            "u::rwx,u:8:r--,g::---,m::r-x,o::---"
        );
        assert_eq!(
            taken("u::rwx,u:7:r-x,g::---,m::r-x,o::---"),
            "u::rwx,u:7:r-x,g::---,m::r-x,o::---"
        );
        // setfacl -b
        assert_eq!(taken("u::rwx,g::---,o::---"), "u::rwx,g::---,o::---");
    }

    #[test]
    fn who_passes() {
        let passes = |list: &str, uid: u32, groups: &[u32]| acl(list).lets_pass((1, 2), uid, groups);
        assert!(passes("u::--x,g::---,o::---", 1, &[]));
        assert!(
            !passes("u::---,g::--x,o::--x", 1, &[2]),
            "the owner is judged as such"
        );
        assert!(passes("u::rwx,g::r-x,o::---", 7, &[2]));
        assert!(!passes("u::rwx,g::r-x,o::---", 7, &[3]));
        assert!(
            !passes("u::rwx,g::---,o::--x", 7, &[2]),
            "a member is none of the others"
        );
        assert!(passes("u::rwx,u:7:--x,g::---,m::--x,o::---", 7, &[]));
        assert!(!passes("u::rwx,u:7:--x,g::---,m::r--,o::--x", 7, &[]));
        assert!(passes("u::rwx,g::---,g:3:r-x,m::r-x,o::---", 7, &[2, 3]));
        assert!(!passes("u::rwx,g::r-x,g:3:r-x,m::r--,o::--x", 7, &[2, 3]));
    }

    #[test]
    fn text_and_bytes_come_back() {
        let list = acl("u::rwx,u:1:r--,u:2:-w-,g::r-x,g:3:--x,m::rwx,o::---");
        assert_eq!(Acl::decode(&list.encode()), Some(list.clone()));
        assert_eq!(acl(&list.to_string()), list);
        for bad in [
            "",
            "u::rw",
            "u::rwxx",
            "x::rwx",
            "u:a:rwx",
            "u::rwx,u::rwx",
            "m:1:rwx",
        ] {
            assert_eq!(bad.parse::<Acl>(), Err(BadAcl), "{bad}");
        }
        let raw = list.encode();
        for cut in 0..raw.len() {
            assert_eq!(
                Acl::decode(&raw[..cut]).is_some(),
                cut >= 4 && (cut - 4) % 8 == 0,
                "{cut}"
            );
        }
    }

    #[test]
    fn a_directory_gets_it_and_gives_it_back() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let before = match Acl::read(dir.path()) {
            Err(e) if e.kind() == io::ErrorKind::Unsupported => {
                eprintln!("SKIPPED: the file system has no access lists");
                return;
            }
            other => other.unwrap(),
        };
        assert_eq!(before.to_string(), "u::rwx,g::---,o::---");
        before.with_search(65534).write(dir.path()).unwrap();
        let given = Acl::read(dir.path()).unwrap();
        assert_eq!(given, before.with_search(65534));
        given.taken_back(&before, 65534).write(dir.path()).unwrap();
        assert_eq!(Acl::read(dir.path()).unwrap(), before);
        let mode = std::fs::metadata(dir.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o7777, 0o700);
    }
}
