//! Everything before the devices: machine, processor, memory, clock, boot.

use super::{Argv, Context, Props, comma};
use crate::caps::names::to_qemu;
use crate::error::{QemuError, Result};
use crate::host_model::is_on;
use ferrovirt_schema::domain::clock::{Adjustment, ClockOffset, TickPolicy, TimerName, TimerTrack};
use ferrovirt_schema::domain::cpu::{Cpu, CpuMode};
use ferrovirt_schema::domain::devices::memory::MemoryModel;
use ferrovirt_schema::domain::devices::panic::PanicModel;
use ferrovirt_schema::domain::devices::sound::SoundModel;
use ferrovirt_schema::domain::features::{FeatureState, Features, HyperV, HyperVMode};
use ferrovirt_schema::domain::numa::NumaCell;
use ferrovirt_schema::domain::os::{LoaderType, SmbiosMode};
use ferrovirt_schema::domain::power::LifecycleAction;
use ferrovirt_schema::domain::sysinfo::SysInfo;
use ferrovirt_schema::domain::{Domain, DomainType};
use ferrovirt_xml::YesNo;

/// Name, start mode, machine, accelerator.
pub(super) fn machine(out: &mut Argv, doc: &Domain, cx: &Context<'_>) -> Result<()> {
    out.pair("-name", format!("guest={},debug-threads=on", comma(&doc.name)));
    out.flag("-S");
    let machine = doc.os.os_type.machine.as_deref().unwrap_or("pc");
    let mut text = format!("{machine},usb=off");
    let features = doc.features.as_ref();
    let state = |pick: fn(&Features) -> Option<FeatureState>| features.and_then(pick).map(|s| s.0.is_on());
    if let Some(on) = state(|f| f.vmport) {
        text.push_str(if on { ",vmport=on" } else { ",vmport=off" });
    }
    if let Some(smm) = features.and_then(|f| f.smm.as_ref()) {
        text.push_str(if smm.state.0.is_on() {
            ",smm=on"
        } else {
            ",smm=off"
        });
    }
    let dump = doc
        .memory
        .as_ref()
        .and_then(|m| m.dump_core)
        .is_some_and(|d| d.is_on());
    text.push_str(if dump {
        ",dump-guest-core=on"
    } else {
        ",dump-guest-core=off"
    });
    if doc.memory_backing.as_ref().is_some_and(|b| b.nosharepages) {
        text.push_str(",mem-merge=off");
    }
    if has_nvdimm(doc) {
        text.push_str(",nvdimm=on");
    }
    if let Some(ioapic) = features.and_then(|f| f.ioapic) {
        let split = matches!(ioapic, ferrovirt_schema::domain::features::IoApic::Qemu);
        text.push_str(if split {
            ",kernel_irqchip=split"
        } else {
            ",kernel_irqchip=on"
        });
    }
    if cells(doc).is_empty() {
        text.push_str(",memory-backend=");
        text.push_str(cx.ram_id());
    }
    if let Some(audio) = speaker(doc) {
        text.push_str(&format!(",pcspk-audiodev=audio{audio}"));
    }
    if is_pflash(doc) {
        text.push_str(",pflash0=libvirt-pflash0-format");
        if doc.os.nvram.is_some() {
            text.push_str(",pflash1=libvirt-pflash1-format");
        }
    }
    out.pair("-machine", text);
    let accel = match doc.domain_type {
        DomainType::Kvm => "kvm".to_owned(),
        DomainType::Qemu => {
            let cache = features.and_then(|f| f.tcg.as_ref()).and_then(|t| t.tb_cache);
            cache.map_or("tcg".to_owned(), |size| format!("tcg,tb-size={}", size.0 / 1024))
        }
        other => {
            return Err(QemuError::ConfigUnsupported(format!(
                "domain type '{}' is none of QEMU's",
                other.as_str()
            )));
        }
    };
    out.pair("-accel", accel);
    Ok(())
}

/// Number of the backend that the machine's own speaker plays to, if it is to be heard.
fn speaker(doc: &Domain) -> Option<u32> {
    let devices = doc.devices.as_ref()?;
    let speaker = devices.sounds.iter().find(|s| s.model == SoundModel::Pcspk)?;
    speaker.audio.or_else(|| devices.audios.first().map(|a| a.id))
}

fn has_nvdimm(doc: &Domain) -> bool {
    let memories = doc.devices.iter().flat_map(|d| &d.memories);
    memories.into_iter().any(|m| m.model == MemoryModel::Nvdimm)
}

pub(super) fn cells(doc: &Domain) -> &[NumaCell] {
    doc.cpu
        .as_ref()
        .and_then(|c| c.numa.as_ref())
        .map_or(&[], |n| &n.cells)
}

fn is_pflash(doc: &Domain) -> bool {
    doc.os
        .loader
        .as_ref()
        .is_some_and(|l| l.loader_type == Some(LoaderType::Pflash))
}

/// Firmware that is mapped as flash memory.
pub(super) fn firmware(out: &mut Argv, doc: &Domain) -> Result<()> {
    let Some(loader) = &doc.os.loader else {
        return Ok(());
    };
    let Some(path) = &loader.path else {
        return Ok(());
    };
    if loader.loader_type != Some(LoaderType::Pflash) {
        out.pair("-bios", path.clone());
        return Ok(());
    }
    let file = |path: &str| Props::device("file").str("filename", path);
    let flash = |out: &mut Argv, n: u8, node: &Props, read_only: bool, format: &str| {
        let storage = format!("libvirt-pflash{n}-storage");
        let file = node
            .clone()
            .str("node-name", &storage)
            .bool("auto-read-only", true)
            .str("discard", "unmap");
        out.pair("-blockdev", file.finish());
        let node = Props::with("node-name", &format!("libvirt-pflash{n}-format"))
            .bool("read-only", read_only)
            .str("driver", format)
            .str("file", &storage);
        out.pair("-blockdev", node.finish());
    };
    let read_only = loader.readonly.is_none_or(|r| r.is_yes());
    flash(
        out,
        0,
        &file(path),
        read_only,
        loader.format.unwrap_or_default().as_str(),
    );
    if let Some(nvram) = &doc.os.nvram {
        let format = nvram.format.unwrap_or_default().as_str();
        match (&nvram.path, &nvram.source) {
            (Some(path), _) => flash(out, 1, &file(path), false, format),
            (None, Some(source)) => {
                if let Some(node) = super::sources::flash_source(source)? {
                    flash(out, 1, &node, false, format);
                }
            }
            (None, None) => {}
        }
    }
    Ok(())
}

/// The processor.
pub(super) fn cpu(out: &mut Argv, doc: &Domain) -> Result<()> {
    let mut text = match doc.cpu.as_ref() {
        Some(cpu) => cpu_model(cpu, doc)?,
        None => default_model(doc).to_owned(),
    };
    for timer in doc.clock.iter().flat_map(|c| &c.timers) {
        match (timer.name, timer.present, timer.frequency) {
            (TimerName::KvmClock, Some(present), _) => {
                text.push_str(&format!(",kvmclock={}", on_off(present.is_yes())));
            }
            (TimerName::HypervClock, Some(present), _) if present.is_yes() => text.push_str(",hv-time=on"),
            (TimerName::Tsc, _, Some(hertz)) => text.push_str(&format!(",tsc-frequency={hertz}")),
            _ => {}
        }
    }
    if let Some(features) = &doc.features {
        cpu_features(&mut text, features);
    }
    let panics = doc.devices.iter().flat_map(|d| &d.panics);
    if panics.into_iter().any(|p| p.model == Some(PanicModel::Hyperv)) {
        text.push_str(",hv-crash");
    }
    out.pair("-cpu", text);
    Ok(())
}

pub(super) fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn default_model(doc: &Domain) -> &'static str {
    match doc.os.os_type.arch.as_deref() {
        Some("i686") => "qemu32",
        _ => "qemu64",
    }
}

fn cpu_model(cpu: &Cpu, doc: &Domain) -> Result<String> {
    let kvm = doc.domain_type == DomainType::Kvm;
    let named = cpu.model.as_ref().and_then(|m| m.name.as_deref());
    let mut text = match cpu.mode.unwrap_or_default() {
        CpuMode::HostPassthrough | CpuMode::HostModel if kvm => "host".to_owned(),
        CpuMode::HostPassthrough => {
            return Err(QemuError::ConfigUnsupported(
                "CPU mode 'host-passthrough' needs KVM; use 'maximum' for an emulated guest".to_owned(),
            ));
        }
        CpuMode::HostModel | CpuMode::Maximum => "max".to_owned(),
        CpuMode::Custom => named.unwrap_or(default_model(doc)).to_owned(),
    };
    if let Some(migratable) = cpu.migratable
        && matches!(text.as_str(), "host" | "max")
    {
        text.push_str(&format!(",migratable={}", on_off(migratable.is_on())));
    }
    if let Some(vendor) = cpu.model.as_ref().and_then(|m| m.vendor_id.as_deref()) {
        text.push_str(&format!(",vendor={}", comma(vendor)));
    }
    for feature in &cpu.features {
        // What is left to the host was decided before.
        if let (Some(name), Some(on)) = (to_qemu(&feature.name), is_on(feature)) {
            text.push_str(&format!(",{name}={}", on_off(on)));
        }
    }
    if let Some(address) = &cpu.maxphysaddr {
        match address.bits {
            Some(bits) => text.push_str(&format!(",phys-bits={bits}")),
            None => text.push_str(",host-phys-bits=on"),
        }
    }
    if let Some(cache) = &cpu.cache {
        use ferrovirt_schema::domain::cpu::CpuCacheMode as M;
        text.push_str(match cache.mode {
            M::Emulate => ",l3-cache=on",
            M::Passthrough => ",host-cache-info=on,l3-cache=off",
            M::Disable => ",l3-cache=off",
        });
    }
    Ok(text)
}

fn cpu_features(text: &mut String, features: &Features) {
    let mut put = |name: &str, state: Option<FeatureState>| {
        if let Some(state) = state {
            text.push_str(&format!(",{name}={}", on_off(state.0.is_on())));
        }
    };
    put("kvm-pv-unhalt", features.pvspinlock);
    put("pmu", features.pmu);
    if let Some(kvm) = &features.kvm {
        if kvm.hidden.is_some_and(|h| h.0.is_on()) {
            text.push_str(",kvm=off");
        }
        if kvm.hint_dedicated.is_some_and(|h| h.0.is_on()) {
            text.push_str(",kvm-hint-dedicated=on");
        }
        if kvm.poll_control.is_some_and(|h| h.0.is_on()) {
            text.push_str(",kvm-poll-control=on");
        }
    }
    if let Some(eoi) = features.apic.as_ref().and_then(|a| a.eoi) {
        text.push_str(&format!(",kvm-pv-eoi={}", on_off(eoi.is_on())));
    }
    if let Some(hyperv) = &features.hyperv {
        hyperv_features(text, hyperv);
    }
    if features.viridian {
        text.push_str(",hv-relaxed=on,hv-vapic=on,hv-time=on");
    }
}

fn hyperv_features(text: &mut String, h: &HyperV) {
    if h.mode == HyperVMode::Passthrough {
        text.push_str(",hv-passthrough=on");
    }
    let simple = [
        ("hv-relaxed", h.relaxed),
        ("hv-vapic", h.vapic),
        ("hv-vpindex", h.vpindex),
        ("hv-runtime", h.runtime),
        ("hv-synic", h.synic),
        ("hv-reset", h.reset),
        ("hv-frequencies", h.frequencies),
        ("hv-reenlightenment", h.reenlightenment),
        ("hv-ipi", h.ipi),
        ("hv-evmcs", h.evmcs),
        ("hv-avic", h.avic),
    ];
    for (name, state) in simple {
        if state.is_some_and(|s| s.0.is_on()) {
            text.push_str(&format!(",{name}=on"));
        }
    }
    if let Some(s) = h.spinlocks.as_ref().filter(|s| s.state.is_on()) {
        text.push_str(&format!(",hv-spinlocks={:#x}", s.retries.unwrap_or(0xfff)));
    }
    if let Some(s) = h.stimer.as_ref().filter(|s| s.state.is_on()) {
        text.push_str(",hv-stimer=on");
        if s.direct.is_some_and(|d| d.0.is_on()) {
            text.push_str(",hv-stimer-direct=on");
        }
    }
    if h.tlbflush.as_ref().is_some_and(|s| s.state.is_on()) {
        text.push_str(",hv-tlbflush=on");
    }
    if let Some(v) = h.vendor_id.as_ref().filter(|v| v.state.is_on()) {
        text.push_str(&format!(
            ",hv-vendor-id={}",
            comma(v.value.as_deref().unwrap_or_default())
        ));
    }
}

pub(super) fn smp(doc: &Domain) -> String {
    let max = doc.vcpu.as_ref().map_or(1, |v| v.count);
    let now = doc.vcpu.as_ref().and_then(|v| v.current).unwrap_or(max);
    let mut text = now.to_string();
    if now != max {
        text.push_str(&format!(",maxcpus={max}"));
    }
    match doc.cpu.as_ref().and_then(|c| c.topology.as_ref()) {
        Some(t) => {
            let dies = t.dies.unwrap_or(1);
            text.push_str(&format!(
                ",sockets={},dies={dies},cores={},threads={}",
                t.sockets, t.cores, t.threads
            ));
        }
        None => text.push_str(&format!(",sockets={max},cores=1,threads=1")),
    }
    text
}

/// UUID and SMBIOS tables.
pub(super) fn identity(out: &mut Argv, doc: &Domain) {
    if let Some(uuid) = doc.uuid {
        out.pair("-uuid", uuid.to_string());
    }
    if doc.os.smbios == Some(SmbiosMode::Sysinfo) {
        for info in &doc.sysinfo {
            smbios(out, info);
        }
    }
    for info in &doc.sysinfo {
        if let SysInfo::FwCfg(fw) = info {
            for entry in &fw.entries {
                let value = match (&entry.value, &entry.file) {
                    (Some(value), _) => format!("string={}", comma(value)),
                    (None, Some(file)) => format!("file={}", comma(file)),
                    (None, None) => continue,
                };
                out.pair("-fw_cfg", format!("name={},{value}", comma(&entry.name)));
            }
        }
    }
}

fn smbios(out: &mut Argv, info: &SysInfo) {
    let SysInfo::Smbios(s) = info else { return };
    let groups = [(0u8, &s.bios), (1, &s.system)];
    let boards = s
        .base_boards
        .iter()
        .map(|b| (2, b))
        .chain(s.chassis.iter().map(|c| (3, c)));
    let tables = groups
        .into_iter()
        .filter_map(|(table, group)| Some((table, group.as_ref()?)));
    for (table, group) in tables.chain(boards) {
        let pairs: String = group
            .entries
            .iter()
            .map(|e| format!(",{}={}", e.name, comma(&e.value)))
            .collect();
        out.pair("-smbios", format!("type={table}{pairs}"));
    }
    if !s.oem_strings.is_empty() {
        let values: String = s
            .oem_strings
            .iter()
            .map(|v| format!(",value={}", comma(v)))
            .collect();
        out.pair("-smbios", format!("type=11{values}"));
    }
}

/// The clock.
pub(super) fn clock(out: &mut Argv, doc: &Domain) {
    let Some(clock) = &doc.clock else {
        out.pair("-rtc", "base=utc".to_owned());
        return;
    };
    let mut text = match clock.offset {
        ClockOffset::Localtime => "base=localtime".to_owned(),
        ClockOffset::Absolute => format!(
            "base={}",
            crate::argv::time::iso8601(clock.start.unwrap_or_default())
        ),
        ClockOffset::Variable => {
            let seconds = match clock.adjustment {
                Some(Adjustment::Seconds(seconds)) => seconds,
                Some(Adjustment::Reset) | None => 0,
            };
            if seconds == 0 {
                "base=utc".to_owned()
            } else {
                format!(
                    "base={}",
                    crate::argv::time::iso8601(crate::argv::time::now().saturating_add(seconds))
                )
            }
        }
        ClockOffset::Utc | ClockOffset::Timezone => "base=utc".to_owned(),
    };
    for timer in clock.timers.iter().filter(|t| t.name == TimerName::Rtc) {
        match timer.track {
            Some(TimerTrack::Guest) => text.push_str(",clock=vm"),
            Some(TimerTrack::Wall) => text.push_str(",clock=host"),
            Some(TimerTrack::RealTime) => text.push_str(",clock=rt"),
            _ => {}
        }
        if timer.tickpolicy == Some(TickPolicy::Catchup) {
            text.push_str(",driftfix=slew");
        }
    }
    out.pair("-rtc", text);
    for timer in &clock.timers {
        match timer.name {
            TimerName::Pit => match timer.tickpolicy {
                Some(TickPolicy::Delay) => out.pair("-global", "kvm-pit.lost_tick_policy=delay".to_owned()),
                Some(TickPolicy::Discard) => {
                    out.pair("-global", "kvm-pit.lost_tick_policy=discard".to_owned())
                }
                _ => {}
            },
            TimerName::Hpet if timer.present == Some(YesNo::No) => out.flag("-no-hpet"),
            _ => {}
        }
    }
}

/// What ends QEMU, power management, boot.
pub(super) fn boot(out: &mut Argv, doc: &Domain) {
    if doc.on_reboot == Some(LifecycleAction::Destroy) && doc.on_poweroff == Some(LifecycleAction::Destroy) {
        out.flag("-no-reboot");
    }
    out.flag("-no-shutdown");
    if !doc.features.as_ref().is_some_and(|f| f.acpi) {
        out.flag("-no-acpi");
    }
    let q35 = crate::define::is_q35(doc);
    if let Some(pm) = &doc.pm {
        let device = if q35 { "ICH9-LPC" } else { "PIIX4_PM" };
        for (name, value) in [
            ("disable_s3", pm.suspend_to_mem),
            ("disable_s4", pm.suspend_to_disk),
        ] {
            if let Some(value) = value {
                out.pair(
                    "-global",
                    format!("{device}.{name}={}", u8::from(!value.is_yes())),
                );
            }
        }
    }
    let root = crate::define::pci_root(doc);
    let fixed = root
        .and_then(|c| c.target.as_ref()?.hotplug)
        .is_some_and(|h| !h.is_on());
    if fixed && !q35 {
        out.pair("-global", "PIIX4_PM.acpi-root-pci-hotplug=off".to_owned());
    }
    let mut text = String::new();
    if let Some(menu) = &doc.os.bootmenu {
        text.push_str(&format!("menu={},", on_off(menu.enable.is_yes())));
        if let Some(timeout) = menu.timeout.filter(|_| menu.enable.is_yes()) {
            text.push_str(&format!("splash-time={timeout},"));
        }
    }
    if let Some(timeout) = doc.os.bios.as_ref().and_then(|b| b.reboot_timeout) {
        text.push_str(&format!("reboot-timeout={timeout},"));
    }
    text.push_str("strict=on");
    out.pair("-boot", text);
    for (flag, value) in [
        ("-kernel", &doc.os.kernel),
        ("-initrd", &doc.os.initrd),
        ("-append", &doc.os.cmdline),
        ("-dtb", &doc.os.dtb),
    ] {
        if let Some(value) = value {
            out.pair(flag, value.clone());
        }
    }
    if let Some(tseg) = doc
        .features
        .as_ref()
        .and_then(|f| f.smm.as_ref())
        .and_then(|s| s.tseg)
    {
        out.pair("-global", format!("mch.extended-tseg-mbytes={}", tseg.0 >> 20));
    }
}
