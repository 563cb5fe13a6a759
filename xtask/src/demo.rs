//! `cargo xtask demo`: makes the machine ready, builds in release mode and hands over to the program
//! `ferrovirt-demo`, which does everything through our own client.

use crate::process::{self, Program};
use crate::{Outcome, guest, setup, workspace};

pub fn run(arguments: &[String]) -> Outcome {
    let user = !process::is_root() || arguments.iter().any(|argument| argument == "--user");
    let purpose = if user {
        setup::Purpose::UserDemo
    } else {
        setup::Purpose::Demo
    };
    setup::ensure(purpose)?;
    println!("demo: building in release mode");
    build()?;
    let image = guest::ensure()?;
    Program::new(workspace::release_program("ferrovirt-demo"))
        .arg("--programs")
        .arg(workspace::target().join("release"))
        .arg("--kernel")
        .arg(image.kernel)
        .arg("--initramfs")
        .arg(image.initramfs)
        .arg("--base")
        .arg(workspace::target().join("demo"))
        .args(arguments)
        .run()
}

fn build() -> Outcome {
    Program::cargo()
        .args([
            "build",
            "--release",
            "--package",
            "ferrovirt-daemon",
            "--package",
            "ferrovirt-cli",
        ])
        .args(["--package", "ferrovirt-demo"])
        .run()
}
