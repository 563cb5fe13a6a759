//! Domains.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, addresses};
use crate::common::idset::IdSet;
use crate::domain::Domain;
use crate::domain::devices::Devices;

pub(super) fn findings(domain: &Domain) -> Vec<Finding> {
    let mut found: Vec<Finding> = domain
        .check_all()
        .into_iter()
        .map(|e| (e.path().to_owned(), e.kind().to_string()))
        .collect();
    found.extend(addresses::findings(domain));
    found.extend(addresses::multifunction(domain));
    processors(domain, &mut found);
    threads(domain, &mut found);
    if let Some(devices) = &domain.devices {
        boot(domain, devices, &mut found);
        names(devices, &mut found);
        disks(domain, devices, &mut found);
        sound(devices, &mut found);
        teams(devices, &mut found);
    }
    // One place, one finding.
    let mut seen = BTreeSet::new();
    found.retain(|(path, _)| seen.insert(path.clone()));
    found
}

fn processors(domain: &Domain, found: &mut Vec<Finding>) {
    let Some(vcpu) = &domain.vcpu else { return };
    if vcpu.current.is_some_and(|now| now > vcpu.count) {
        let message = format!("more processors at start than the {} there can be", vcpu.count);
        found.push(("domain/vcpu/@current".to_owned(), message));
    }
    let tune = domain.cputune.iter().flat_map(|t| &t.vcpupin).enumerate();
    let mut pinned = BTreeSet::new();
    for (i, pin) in tune {
        let path = format!("domain/cputune/vcpupin[{}]/@vcpu", i + 1);
        if pin.vcpu >= vcpu.count {
            found.push((
                path,
                format!(
                    "there is no processor {}, the last is {}",
                    pin.vcpu,
                    vcpu.count.saturating_sub(1)
                ),
            ));
        } else if !pinned.insert(pin.vcpu) {
            found.push((path, format!("processor {} is pinned twice", pin.vcpu)));
        }
    }
    let topology = domain.cpu.as_ref().and_then(|c| c.topology.as_ref());
    if let Some(t) = topology {
        let parts = [
            t.sockets,
            t.dies.unwrap_or(1),
            t.clusters.unwrap_or(1),
            t.cores,
            t.threads,
        ];
        let all = parts.iter().try_fold(1_u32, |n, part| n.checked_mul(*part));
        if all != Some(vcpu.count) {
            let message = format!("the topology does not make {} processors", vcpu.count);
            found.push(("domain/cpu/topology".to_owned(), message));
        }
    }
    let mut owner: BTreeMap<u32, usize> = BTreeMap::new();
    let cells = domain.cpu.iter().flat_map(|c| &c.numa).flat_map(|n| &n.cells);
    let count = cells.clone().count();
    for (i, cell) in cells.enumerate() {
        let path = format!("domain/cpu/numa/cell[{}]/@cpus", i + 1);
        for cpu in cell.cpus.iter().flat_map(IdSet::iter) {
            if cpu >= vcpu.count {
                found.push((path.clone(), format!("there is no processor {cpu}")));
            } else if let Some(other) = owner.insert(cpu, i).filter(|other| *other != i) {
                found.push((
                    path.clone(),
                    format!("processor {cpu} is in cell {} already", other + 1),
                ));
            }
        }
    }
    let memories = domain.devices.iter().flat_map(|d| &d.memories).enumerate();
    for (i, memory) in memories {
        let node = memory.target.node;
        if let Some(node) = node.filter(|n| count > 0 && *n as usize >= count) {
            let path = format!("domain/devices/memory[{}]/target/node", i + 1);
            found.push((path, format!("there is no NUMA cell {node}")));
        }
    }
}

fn threads(domain: &Domain, found: &mut Vec<Finding>) {
    let ids: BTreeSet<u32> = if domain.iothread_ids.is_empty() {
        (1..=domain.iothreads.unwrap_or_default().min(4096)).collect()
    } else {
        domain.iothread_ids.iter().map(|t| t.id).collect()
    };
    let mut seen = BTreeSet::new();
    for (i, thread) in domain.iothread_ids.iter().enumerate() {
        if !seen.insert(thread.id) {
            let path = format!("domain/iothreadids/iothread[{}]/@id", i + 1);
            found.push((path, format!("two I/O threads have the number {}", thread.id)));
        }
    }
    let known = |id: u32| ids.contains(&id) || id as usize <= ids.len();
    let missing = |id: u32| format!("there is no I/O thread {id}");
    for (i, pin) in domain.cputune.iter().flat_map(|t| &t.iothreadpin).enumerate() {
        if !known(pin.iothread) {
            let path = format!("domain/cputune/iothreadpin[{}]/@iothread", i + 1);
            found.push((path, missing(pin.iothread)));
        }
    }
    for (i, disk) in domain.devices.iter().flat_map(|d| &d.disks).enumerate() {
        let used = disk.driver.as_ref().and_then(|d| d.iothread);
        if let Some(id) = used.filter(|id| !known(*id)) {
            found.push((
                format!("domain/devices/disk[{}]/driver/@iothread", i + 1),
                missing(id),
            ));
        }
    }
    for (i, controller) in domain.devices.iter().flat_map(|d| &d.controllers).enumerate() {
        let used = controller.driver.as_ref().and_then(|d| d.iothread);
        if let Some(id) = used.filter(|id| !known(*id)) {
            let path = format!("domain/devices/controller[{}]/driver/@iothread", i + 1);
            found.push((path, missing(id)));
        }
    }
}

fn boot(domain: &Domain, devices: &Devices, found: &mut Vec<Finding>) {
    let mut orders: BTreeMap<u32, String> = BTreeMap::new();
    macro_rules! take {
        ($($list:ident $name:literal;)*) => {$(
            for (i, device) in devices.$list.iter().enumerate() {
                if let Some(boot) = &device.info.boot {
                    let owner = format!("{}[{}]", $name, i + 1);
                    let path = format!("domain/devices/{owner}/boot/@order");
                    if boot.order == 0 {
                        found.push((path, "the order of booting counts from 1".to_owned()));
                    } else if let Some(other) = orders.get(&boot.order) {
                        found.push((path, format!("boot order {} is that of {other} already", boot.order)));
                    } else {
                        orders.insert(boot.order, owner);
                    }
                }
            }
        )*};
    }
    take! { disks "disk"; interfaces "interface"; hostdevs "hostdev"; redirdevs "redirdev"; }
    if !orders.is_empty() && !domain.os.boot.is_empty() {
        let message = "devices have an order of booting, so there cannot be one of classes too";
        found.push(("domain/os/boot".to_owned(), message.to_owned()));
    }
}

fn names(devices: &Devices, found: &mut Vec<Finding>) {
    let mut aliases: BTreeSet<&str> = BTreeSet::new();
    macro_rules! take {
        ($($list:ident $name:literal;)*) => {$(
            for (i, device) in devices.$list.iter().enumerate() {
                if let Some(alias) = &device.info.alias
                    && alias.starts_with("ua-")
                    && !aliases.insert(alias)
                {
                    let path = format!("domain/devices/{}[{}]/alias/@name", $name, i + 1);
                    found.push((path, format!("two devices have the alias '{alias}'")));
                }
            }
        )*};
    }
    take! {
        disks "disk"; controllers "controller"; filesystems "filesystem"; interfaces "interface";
        smartcards "smartcard"; serials "serial"; parallels "parallel"; consoles "console";
        channels "channel"; inputs "input"; sounds "sound"; videos "video"; hostdevs "hostdev";
        redirdevs "redirdev"; hubs "hub"; watchdogs "watchdog"; rngs "rng"; panics "panic";
        shmems "shmem"; memories "memory"; cryptos "crypto";
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (i, interface) in devices.interfaces.iter().enumerate() {
        let target = interface.target.as_ref().and_then(|t| t.dev.clone());
        if let Some(dev) = target.filter(|dev| !dev.contains('%'))
            && let Some(other) = seen.insert(dev.clone(), i)
        {
            let path = format!("domain/devices/interface[{}]/target/@dev", i + 1);
            found.push((
                path,
                format!("'{dev}' is the device of interface {} already", other + 1),
            ));
        }
    }
}

fn disks(domain: &Domain, devices: &Devices, found: &mut Vec<Finding>) {
    let named = domain
        .throttle_groups
        .iter()
        .filter_map(|g| g.group_name.as_deref());
    let groups: BTreeSet<&str> = named.collect();
    for (i, disk) in devices.disks.iter().enumerate() {
        for (n, filter) in disk.throttle_filters.iter().enumerate() {
            if !groups.contains(filter.group.as_str()) {
                let path = format!(
                    "domain/devices/disk[{}]/throttlefilters/throttlefilter[{}]",
                    i + 1,
                    n + 1
                );
                found.push((path, format!("there is no throttle group '{}'", filter.group)));
            }
        }
    }
}

fn sound(devices: &Devices, found: &mut Vec<Finding>) {
    let ids: BTreeSet<u32> = devices.audios.iter().map(|a| a.id).collect();
    let mut seen = BTreeSet::new();
    for (i, audio) in devices.audios.iter().enumerate() {
        if !seen.insert(audio.id) {
            let path = format!("domain/devices/audio[{}]/@id", i + 1);
            found.push((path, format!("two audio backends have the number {}", audio.id)));
        }
    }
    for (i, sound) in devices.sounds.iter().enumerate() {
        if let Some(id) = sound.audio.filter(|id| !ids.contains(id)) {
            let path = format!("domain/devices/sound[{}]/audio/@id", i + 1);
            found.push((path, format!("there is no audio backend {id}")));
        }
    }
}

fn teams(devices: &Devices, found: &mut Vec<Finding>) {
    let aliases: BTreeSet<&str> = devices
        .interfaces
        .iter()
        .filter_map(|i| i.info.alias.as_deref())
        .collect();
    for (i, interface) in devices.interfaces.iter().enumerate() {
        let persistent = interface.teaming.as_ref().and_then(|t| t.persistent.as_deref());
        if let Some(alias) = persistent.filter(|alias| !aliases.contains(alias)) {
            let path = format!("domain/devices/interface[{}]/teaming/@persistent", i + 1);
            found.push((path, format!("no interface has the alias '{alias}'")));
        }
    }
}
