//! Images as `qemu-img` makes them, as our probe sees them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use ferrovirt_storage::probe::{Compat, Encryption, Format, Image, probe};
use std::fs::File;
use std::path::Path;
use std::process::Command;

fn qemu_img(dir: &Path, args: &[&str]) {
    let run = || {
        Command::new("qemu-img")
            .current_dir(dir)
            .args(args)
            .output()
            .unwrap()
    };
    let mut out = run();
    // For a key it measures how fast the machine is, and a busy one cannot be told.
    while String::from_utf8_lossy(&out.stderr).contains("Unable to get accurate CPU usage") {
        out = run();
    }
    assert!(
        out.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
}

fn look(path: &Path) -> Image {
    let file = File::open(path).unwrap();
    probe(&file, file.metadata().unwrap().len()).unwrap()
}

#[test]
fn formats_and_capacities() {
    let dir = tempfile::tempdir().unwrap();
    for (word, format) in [
        ("raw", Format::Raw),
        ("qcow", Format::Qcow),
        ("qcow2", Format::Qcow2),
        ("qed", Format::Qed),
        ("vmdk", Format::Vmdk),
        ("vdi", Format::Vdi),
        ("vhdx", Format::Vhdx),
    ] {
        qemu_img(dir.path(), &["create", "-q", "-f", word, word, "7M"]);
        let image = look(&dir.path().join(word));
        assert_eq!(image.format, format, "{word}");
        if !matches!(format, Format::Raw | Format::Vhdx) {
            assert_eq!(image.capacity, Some(7 << 20), "{word}");
        }
        assert_eq!(image.backing, None, "{word}");
    }
    qemu_img(
        dir.path(),
        &["create", "-q", "-f", "vpc", "-o", "force_size=on", "vpc", "7M"],
    );
    let image = look(&dir.path().join("vpc"));
    assert_eq!((image.format, image.capacity), (Format::Vpc, Some(7 << 20)));
}

#[test]
fn features_of_qcow2() {
    let dir = tempfile::tempdir().unwrap();
    let options = "compat=1.1,lazy_refcounts=on,extended_l2=on,cluster_size=128k";
    qemu_img(
        dir.path(),
        &["create", "-q", "-f", "qcow2", "-o", options, "new", "1M"],
    );
    let image = look(&dir.path().join("new"));
    assert_eq!(
        (image.compat, image.cluster_size),
        (Some(Compat::V1_1), Some(128 << 10))
    );
    assert!(image.lazy_refcounts && image.extended_l2);
    qemu_img(
        dir.path(),
        &["create", "-q", "-f", "qcow2", "-o", "compat=0.10", "old", "1M"],
    );
    assert_eq!(look(&dir.path().join("old")).compat, Some(Compat::V0_10));
    qemu_img(
        dir.path(),
        &[
            "create",
            "-q",
            "-f",
            "qcow2",
            "-o",
            "data_file=data.raw",
            "split",
            "1M",
        ],
    );
    assert_eq!(
        look(&dir.path().join("split")).data_file.as_deref(),
        Some("data.raw")
    );
}

#[test]
fn images_below() {
    let dir = tempfile::tempdir().unwrap();
    for format in ["qcow2", "qed", "vmdk"] {
        let base = format!("base.{format}");
        qemu_img(dir.path(), &["create", "-q", "-f", format, &base, "1M"]);
        qemu_img(
            dir.path(),
            &["create", "-q", "-f", format, "-b", &base, "-F", format, "above"],
        );
        let backing = look(&dir.path().join("above")).backing.unwrap();
        assert_eq!(backing.file, base);
        if format == "qcow2" {
            assert_eq!(backing.format.as_deref(), Some("qcow2"));
        }
    }
}

#[test]
fn encryption() {
    let dir = tempfile::tempdir().unwrap();
    let secret = ["create", "-q", "--object", "secret,id=s,data=abc"];
    let quick = "key-secret=s,iter-time=10";
    qemu_img(
        dir.path(),
        &[&secret[..], &["-f", "luks", "-o", quick, "luks", "1M"]].concat(),
    );
    let image = look(&dir.path().join("luks"));
    assert_eq!(
        (image.format, image.encryption),
        (Format::Raw, Some(Encryption::Luks))
    );
    assert_eq!(image.capacity, Some(1 << 20));
    let quick = "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10";
    qemu_img(
        dir.path(),
        &[&secret[..], &["-f", "qcow2", "-o", quick, "qcow2", "1M"]].concat(),
    );
    let image = look(&dir.path().join("qcow2"));
    assert_eq!(
        (image.format, image.encryption),
        (Format::Qcow2, Some(Encryption::Luks))
    );
}
