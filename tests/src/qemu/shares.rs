//! What guests get of the host by a program beside them, or by a name: shared directories, modules with a state that
//! is encrypted, the processor that stands for the host's.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use super::boot::console_says;
use crate::harness::case::{Case, Outcome, Problem, require, require_equal, require_text};
use crate::harness::daemon::Daemon;
use crate::harness::domain::{Console, Guest};
use crate::harness::virsh::Virsh;
use crate::harness::{domain, environment, processes, wait};

pub const CASES: &[Case] = &[
    Case {
        name: "shares_are_read_and_written",
        run: read_and_written,
    },
    Case {
        name: "shares_of_a_failed_start",
        run: failed_start,
    },
    Case {
        name: "shares_come_and_go",
        run: come_and_go,
    },
    Case {
        name: "programs_of_shares_that_end_at_once",
        run: ended_programs,
    },
    Case {
        name: "processor_of_the_host",
        run: host_model,
    },
    Case {
        name: "module_with_an_encrypted_state",
        run: encrypted_module,
    },
];

/// For a guest under TCG to let a device go, on a loaded machine.
const GOING_LIMIT: Duration = Duration::from_secs(90);
const LIMIT: Duration = Duration::from_secs(20);
const DESCRIPTIONS: &str = "/usr/share/qemu/vhost-user";

/// Where nobody serves virtiofs, there is nothing to see.
fn require_server() -> Outcome {
    let described = std::fs::read_dir(DESCRIPTIONS).is_ok_and(|entries| {
        let mut texts = entries
            .flatten()
            .map(|e| std::fs::read_to_string(e.path()).unwrap_or_default());
        texts.any(|text| text.contains("virtiofsd"))
    });
    match described {
        true => Ok(()),
        false => Err(Problem::Skipped("optional: no virtiofsd is installed".to_owned())),
    }
}

fn share(folder: &Path) -> String {
    format!(
        "<filesystem type='mount'><driver type='virtiofs'/><binary><cache mode='none'/></binary>\
         <source dir='{}'/><target dir='data'/></filesystem>",
        folder.display()
    )
}

const BACKING: &str = "<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>";

/// A guest reads and writes what is shared, after a restart of the daemon, too, and the program ends with it.
fn read_and_written() -> Outcome {
    require_server()?;
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let folder = daemon.scratch().join("shared");
    std::fs::create_dir(&folder)?;
    std::fs::write(folder.join("from-host"), "a-line-of-the-host\n")?;
    let (kernel, initramfs) = environment::guest()?;
    let console = daemon.scratch().join("console.log");
    let xml = format!(
        "<domain type='qemu'><name>g</name><memory unit='MiB'>192</memory>{BACKING}<vcpu>1</vcpu>\
         <os><type arch='x86_64' machine='q35'>hvm</type><kernel>{}</kernel><initrd>{}</initrd>\
         <cmdline>console=ttyS0 hostname=g share=data</cmdline></os><features><acpi/></features>\
         <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>{}\
         <serial type='file'><source path='{}'/></serial></devices></domain>",
        kernel.display(),
        initramfs.display(),
        share(&folder),
        console.display()
    );
    let without = daemon.scratch().write("w.xml", xml.replace(BACKING, ""))?;
    require_text(&virsh.refused(&["define", &without])?, "<access mode='shared'/>")?;
    let file = daemon.scratch().write("d.xml", xml)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    require_text(&virsh.ok(&["dumpxml", "g"])?, "virtiofsd'")?;
    console_says(
        &console,
        "FERROVIRT-GUEST share=data read=a-line-of-the-host write=ok",
        1,
    )?;
    let answer = std::fs::read_to_string(folder.join("from-guest"))?;
    require_equal("the guest's answer", answer.as_str(), "seen a-line-of-the-host\n")?;
    daemon.kill()?;
    daemon.launch()?;
    wait::until_true("the guest to be taken up", LIMIT, || {
        virsh
            .ok(&["domstate", "g"])
            .is_ok_and(|text| text.contains("running"))
    })?;
    virsh.ok(&["destroy", "g"])?;
    nobody_serves(&folder)?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

/// Whether no process has the directory among its arguments.
fn nobody_serves(folder: &Path) -> Outcome {
    let mark = format!("source={}", folder.display());
    wait::until_true("the program that serves the directory to end", LIMIT, || {
        let Ok(all) = std::fs::read_dir("/proc") else {
            return false;
        };
        let arguments =
            |entry: std::fs::DirEntry| std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        !all.flatten()
            .any(|entry| String::from_utf8_lossy(&arguments(entry)).contains(&mark))
    })
}

/// What was started for a guest that does not start is ended.
fn failed_start() -> Outcome {
    require_server()?;
    let daemon = Daemon::start()?;
    let (virsh, folder) = (daemon.virsh(), daemon.scratch().join("shared"));
    let xml = |source: &Path, more: &str| {
        let devices = format!("{}{more}</devices>", share(source));
        let backed = domain::idle("g").replace("<vcpu", &format!("{BACKING}<vcpu"));
        backed.replace("</devices>", &devices)
    };
    let file = daemon.scratch().write("d.xml", xml(&folder, ""))?;
    virsh.ok(&["define", &file])?;
    let refused = virsh.refused(&["start", "g"])?;
    require_text(&refused, &folder.display().to_string())?;
    virsh.ok(&["undefine", "g"])?;
    std::fs::create_dir(&folder)?;
    let wrong = "<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\
                 <qemu:arg value='-no-such-option'/></qemu:commandline>";
    let broken = xml(&folder, "").replace("</domain>", &format!("{wrong}</domain>"));
    let file = daemon.scratch().write("d.xml", broken)?;
    virsh.ok(&["define", &file])?;
    require_text(&virsh.refused(&["start", "g"])?, "no-such-option")?;
    nobody_serves(&folder)?;
    require_equal("guests left", processes::guests(&daemon.root()).len(), 0)
}

/// A directory is plugged into a guest that runs, used, kept over a restart of the daemon, and taken away again.
fn come_and_go() -> Outcome {
    require_server()?;
    let mut daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let folder = daemon.scratch().join("shared");
    std::fs::create_dir(&folder)?;
    std::fs::write(folder.join("from-host"), "a-line-of-the-host\n")?;
    let guest = Guest {
        name: "g",
        console: Console::Terminal,
        disk: None,
        network: None,
    };
    let xml = guest.xml()?.replace("<vcpu", &format!("{BACKING}<vcpu"));
    let file = daemon.scratch().write("d.xml", xml)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    let mut terminal = Terminal::open(&virsh, daemon.scratch().join("first"))?;
    terminal.says("FERROVIRT-GUEST ready")?;
    let device = daemon.scratch().write("share.xml", share(&folder))?;
    let plain = share(&folder).replace(
        "<driver type='virtiofs'/><binary><cache mode='none'/></binary>",
        "",
    );
    let plain = daemon.scratch().write("plain.xml", plain)?;
    require_text(
        &virsh.refused(&["attach-device", "g", &plain, "--live"])?,
        "only virtiofs filesystems can be hotplugged",
    )?;
    for round in 1..=2 {
        virsh.ok(&["attach-device", "g", &device, "--live"])?;
        let live = virsh.ok(&["dumpxml", "g"])?;
        require_text(&live, "virtiofsd'")?;
        require_text(&live, "<alias name='fs0'/>")?;
        require_text(
            &virsh.refused(&["attach-device", "g", &device, "--live"])?,
            "already exists",
        )?;
        terminal.types(&format!(
            "mkdir -p /mnt; until mount -t virtiofs data /mnt 2>/tmp/why; do sleep 1; done; \
             echo seen $(cat /mnt/from-host) {round} >/mnt/from-guest; echo mounted=$((40+{round}))\n"
        ))?;
        terminal.says(&format!("mounted=4{round}"))?;
        require_equal(
            "the guest's answer",
            std::fs::read_to_string(folder.join("from-guest"))?.as_str(),
            format!("seen a-line-of-the-host {round}\n").as_str(),
        )?;
        if round == 2 {
            break;
        }
        daemon.kill()?;
        drop(terminal);
        daemon.launch()?;
        wait::until_true("the guest to be taken up", LIMIT, || {
            virsh
                .ok(&["domstate", "g"])
                .is_ok_and(|text| text.contains("running"))
        })?;
        terminal = Terminal::open(&virsh, daemon.scratch().join("second"))?;
        terminal.types("umount /mnt; echo left=$((50+1))\n")?;
        terminal.says("left=51")?;
        virsh.ok(&["detach-device", "g", &device, "--live"])?;
        wait::until_true("the device to be gone", GOING_LIMIT, || {
            virsh
                .ok(&["dumpxml", "g"])
                .is_ok_and(|text| !text.contains("<filesystem"))
        })?;
        nobody_serves(&folder)?;
        require_text(
            &virsh.refused(&["detach-device", "g", &device, "--live"])?,
            "no matching <filesystem>",
        )?;
    }
    drop(terminal);
    virsh.ok(&["destroy", "g"])?;
    nobody_serves(&folder)?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

/// A program that ends before it serves says why, at a start and at a plug, and nothing of it is left.
fn ended_programs() -> Outcome {
    let daemon = Daemon::start()?;
    let (virsh, folder) = (daemon.virsh(), daemon.scratch().join("shared"));
    std::fs::create_dir(&folder)?;
    let program = daemon.scratch().write(
        "server",
        "#!/bin/sh\necho 'a word before' >&2\necho 'the flux capacitor is empty' >&2\nexit 3\n",
    )?;
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
    let broken = share(&folder).replace("<binary>", &format!("<binary path='{program}'>"));
    let plain = domain::idle("g")
        .replace("<vcpu", &format!("{BACKING}<vcpu"))
        .replace("<devices>", "<features><acpi/></features><devices>");
    let words = |said: &str| {
        require_text(said, "virtiofsd died unexpectedly")?;
        require_text(said, "with target 'data', ended with status 3")?;
        require_text(said, "the flux capacitor is empty")
    };
    let with = plain.replace("</devices>", &format!("{broken}</devices>"));
    let file = daemon.scratch().write("d.xml", with)?;
    virsh.ok(&["define", &file])?;
    words(&virsh.refused(&["start", "g"])?)?;
    virsh.ok(&["undefine", "g"])?;
    let file = daemon.scratch().write("d.xml", plain)?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    let device = daemon.scratch().write("share.xml", &broken)?;
    for _ in 0..2 {
        words(&virsh.refused(&["attach-device", "g", &device, "--live"])?)?;
    }
    require(!virsh.ok(&["dumpxml", "g"])?.contains("<filesystem"), || {
        "the device is there".to_owned()
    })?;
    // What was done before the failure is undone: the same names can be had again.
    if require_server().is_ok() {
        let device = daemon.scratch().write("share.xml", share(&folder))?;
        virsh.ok(&["attach-device", "g", &device, "--live"])?;
    }
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"])?;
    nobody_serves(&folder)?;
    // Memory that only QEMU sees cannot be shared with the program.
    let file = daemon.scratch().write("d.xml", domain::idle("g"))?;
    virsh.ok(&["define", &file])?;
    virsh.ok(&["start", "g"])?;
    require_text(
        &virsh.refused(&["attach-device", "g", &device, "--live"])?,
        "'virtiofs' requires shared memory",
    )?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}

/// `virsh console` with the terminal that it asks for, which `script` gives it.
struct Terminal {
    session: Child,
    keyboard: ChildStdin,
    log: PathBuf,
}

impl Terminal {
    fn open(virsh: &Virsh, log: PathBuf) -> Outcome<Self> {
        let line = format!("virsh -c '{}' console g", virsh.uri());
        let mut session = Command::new("script")
            .args(["--quiet", "--flush", "--command", &line])
            .arg(&log)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let keyboard = session.stdin.take().ok_or("no keyboard")?;
        let terminal = Self {
            session,
            keyboard,
            log,
        };
        terminal.says("Escape character")?;
        Ok(terminal)
    }

    fn types(&mut self, text: &str) -> Outcome {
        self.keyboard.write_all(text.as_bytes())?;
        Ok(self.keyboard.flush()?)
    }

    fn says(&self, text: &str) -> Outcome {
        console_says(&self.log, text, 1).map(drop)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It has ended by itself when the guest or the daemon has.
        let _ = self.session.kill();
        let _ = self.session.wait();
    }
}

/// The model that stands for the host's processor is the one of the capabilities, and all that it is told to have.
fn host_model() -> Outcome {
    let daemon = Daemon::start()?;
    let virsh = daemon.virsh();
    let capabilities = virsh.ok(&["domcapabilities", "--virttype", "qemu"])?;
    require_text(&capabilities, "<mode name='host-model' supported='yes'>")?;
    let model = capabilities.split("<model fallback='forbid'>").nth(1);
    let model = model.and_then(|rest| rest.split('<').next()).unwrap_or_default();
    require(!model.is_empty(), || {
        format!("no model is named:\n{capabilities}")
    })?;
    let cpu = "<cpu mode='host-model'/></domain>";
    let file = daemon
        .scratch()
        .write("d.xml", domain::idle("g").replace("</domain>", cpu))?;
    virsh.ok(&["define", &file])?;
    require_text(
        &virsh.ok(&["dumpxml", "g"])?,
        "<cpu mode='host-model' check='partial'/>",
    )?;
    let updated = virsh.ok(&["dumpxml", "g", "--update-cpu"])?;
    require_text(&updated, &format!("<model fallback='allow'>{model}</model>"))?;
    virsh.ok(&["start", "g"])?;
    let live = virsh.ok(&["dumpxml", "g"])?;
    require_text(&live, "<cpu mode='custom' match='exact' check='full'>")?;
    require_text(&live, &format!("<model fallback='forbid'>{model}</model>"))?;
    let lists = |text: &str| {
        text.lines()
            .filter(|line| line.contains("<feature policy="))
            .count()
    };
    require_equal("features of the running guest", lists(&live), lists(&updated))?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"])?;
    let full = "<cpu match='exact' check='full'><model>486</model>\
                <feature policy='require' name='vmx'/></cpu></domain>";
    let file = daemon
        .scratch()
        .write("d.xml", domain::idle("g").replace("</domain>", full))?;
    virsh.ok(&["define", &file])?;
    let refused = virsh.refused(&["start", "g"])?;
    require_text(&refused, "guest CPU doesn't match specification:")?;
    require_text(&refused, "missing features: ")?;
    require_text(&refused, "vmx")?;
    require_equal("guests left", processes::guests(&daemon.root()).len(), 0)
}

/// The value of a secret opens the state of a module, and is in nobody's arguments or environment.
fn encrypted_module() -> Outcome {
    const SECRET: &str = "6a2c9a0e-5d1b-4d8f-8f0b-7c61f6d8f001";
    const GUEST: &str = "6a2c9a0e-5d1b-4d8f-8f0b-7c61f6d8f002";
    for program in ["/usr/bin/swtpm", "/usr/bin/swtpm_setup"] {
        if !Path::new(program).exists() {
            return Err(Problem::Skipped(format!(
                "{program} is not installed: run cargo xtask setup"
            )));
        }
    }
    let daemon = Daemon::start()?;
    let (virsh, scratch) = (daemon.virsh(), daemon.scratch());
    let tpm = format!(
        "<tpm model='tpm-tis'><backend type='emulator' version='2.0'><encryption secret='{SECRET}'/></backend>\
         </tpm></devices>"
    );
    let document = domain::idle("g").replace("<name>", &format!("<uuid>{GUEST}</uuid><name>"));
    let file = scratch.write("d.xml", document.replace("</devices>", &tpm))?;
    virsh.ok(&["define", &file])?;
    let refused = virsh.refused(&["start", "g"])?;
    for part in [SECRET, "<encryption>", "<tpm>"] {
        require_text(&refused, part)?;
    }
    let secret = format!(
        "<secret ephemeral='no' private='no'><uuid>{SECRET}</uuid><usage type='vtpm'><name>m</name></usage></secret>"
    );
    let secret = scratch.write("s.xml", secret)?;
    virsh.ok(&["secret-define", &secret])?;
    let give = |value: &str| -> Outcome {
        let value = scratch.write("value", value)?;
        virsh
            .ok(&["secret-set-value", SECRET, "--file", &value, "--plain"])
            .map(|_| ())
    };
    give("the-value-of-the-state")?;
    virsh.ok(&["start", "--paused", "g"])?;
    for process in processes::below(&daemon.root()) {
        for file in ["cmdline", "environ"] {
            let text = std::fs::read(format!("/proc/{}/{file}", process.pid)).unwrap_or_default();
            let told = String::from_utf8_lossy(&text).contains("the-value-of-the-state");
            require(!told, || format!("{file} of {} has the value", process.program()))?;
        }
    }
    virsh.ok(&["destroy", "g"])?;
    give("another-value")?;
    let refused = virsh.refused(&["start", "g"])?;
    for part in [SECRET, "<encryption>", "<tpm>"] {
        require_text(&refused, part)?;
    }
    give("the-value-of-the-state")?;
    virsh.ok(&["start", "--paused", "g"])?;
    virsh.ok(&["destroy", "g"])?;
    virsh.ok(&["undefine", "g"]).map(|_| ())
}
