//! What the machine offers: whether KVM runs guests here, and who we are.

use std::os::unix::fs::MetadataExt;

use ferrovirt_api::Connection;

use crate::failure::Outcome;

/// Whether we are the superuser.
pub fn is_privileged() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}

/// The kind of domain to use, and why in words.
///
/// The daemon has run a guest of a few instructions to find out: a `/dev/kvm` that can be opened may
/// still be unable to run anything.
pub async fn accelerator(connection: &Connection) -> Outcome<(&'static str, &'static str)> {
    let capabilities = connection.capabilities().await?;
    Ok(if capabilities.contains("<domain type='kvm'") {
        ("kvm", "KVM runs guests here")
    } else if std::path::Path::new("/dev/kvm").exists() {
        (
            "qemu",
            "/dev/kvm is there but cannot run a guest: QEMU translates in software (TCG)",
        )
    } else {
        ("qemu", "no /dev/kvm: QEMU translates in software (TCG)")
    })
}
