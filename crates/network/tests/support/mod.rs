//! A network namespace and a directory that belong to one test and go with it.

use std::future::Future;
use std::path::PathBuf;
use std::process::Command;

/// Runs `test` in a namespace and below a directory of its own, or says loudly that it cannot. Threads
/// and processes that the test starts are in the same namespace.
pub fn in_namespace<F: Future<Output = ()>>(test: impl FnOnce(PathBuf) -> F + Send + 'static) {
    std::thread::spawn(move || {
        if let Err(e) = nix::sched::unshare(nix::sched::CloneFlags::CLONE_NEWNET) {
            eprintln!("SKIPPED: needs root for a network namespace: {e}");
            return;
        }
        for program in ["nft", "dnsmasq", "ip"] {
            if !Command::new(program)
                .arg("--version")
                .output()
                .is_ok_and(|out| out.status.success())
                && program != "ip"
            {
                eprintln!("SKIPPED: needs the program '{program}'");
                return;
            }
        }
        let root = tempfile::tempdir().unwrap();
        run("ip", &["link", "set", "lo", "up"]);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(test(root.path().to_owned()));
    })
    .join()
    .unwrap();
}

/// Standard output of a program that has to succeed.
pub fn run(program: &str, args: &[&str]) -> String {
    let out = Command::new(program).args(args).output().unwrap();
    assert!(
        out.status.success(),
        "{program} {args:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}
