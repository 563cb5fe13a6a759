//! Facts read from a made-up machine and from the one that runs the test.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use ferrovirt_host::facts::{CellPages, Machine};
use std::fs;
use std::path::Path;

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Two sockets of one core with two threads, a cell each, 2 MiB pages reserved on the second.
fn two_cells(root: &Path) {
    put(root, "proc/cpuinfo", include_str!("data/cpuinfo"));
    put(
        root,
        "proc/meminfo",
        "MemTotal: 2048000 kB\nMemFree: 1000 kB\nBuffers: 20 kB\nCached: 30 kB\n",
    );
    put(
        root,
        "proc/stat",
        "cpu  10 1 5 100 7 1 2 0 0 0\ncpu0 5 0 2 50 3 0 1 0 0 0\nintr 5\n",
    );
    put(root, "sys/devices/system/cpu/online", "0-3\n");
    put(root, "sys/devices/system/cpu/present", "0-5\n");
    put(root, "sys/devices/system/node/online", "0-1\n");
    for cpu in 0..4 {
        let dir = format!("sys/devices/system/cpu/cpu{cpu}/topology");
        put(
            root,
            &format!("{dir}/physical_package_id"),
            &format!("{}\n", cpu / 2),
        );
        put(root, &format!("{dir}/core_id"), "0\n");
        put(
            root,
            &format!("{dir}/thread_siblings_list"),
            if cpu < 2 { "0-1\n" } else { "2-3\n" },
        );
    }
    for (cell, cpus, distances) in [(0, "0-1\n", "10 20\n"), (1, "2-3\n", "20 10\n")] {
        let dir = format!("sys/devices/system/node/node{cell}");
        put(root, &format!("{dir}/cpulist"), cpus);
        put(root, &format!("{dir}/distance"), distances);
        put(
            root,
            &format!("{dir}/meminfo"),
            &format!("Node {cell} MemTotal: 1024000 kB\nNode {cell} MemFree: 500 kB\n"),
        );
        let pages = if cell == 1 { "3\n" } else { "0\n" };
        put(
            root,
            &format!("{dir}/hugepages/hugepages-2048kB/nr_hugepages"),
            pages,
        );
    }
}

#[test]
fn a_machine_of_two_cells() {
    let root = tempfile::tempdir().unwrap();
    two_cells(root.path());
    let machine = Machine::below(root.path());

    let cpus = machine.cpus().unwrap();
    assert_eq!((cpus.nodes, cpus.sockets, cpus.cores, cpus.threads), (2, 1, 1, 2));
    assert_eq!((cpus.online.len(), cpus.present.len(), cpus.mhz), (4, 6, 2596));
    assert_eq!(
        (cpus.model.as_str(), cpus.vendor.as_str()),
        ("AMD EPYC", "AuthenticAMD")
    );
    assert_eq!(cpus.signature, Some((25, 17, 1)));
    assert!(cpus.flags.iter().any(|f| f == "svm"));

    let cells = machine.cells().unwrap();
    assert_eq!(cells.len(), 2);
    assert_eq!(cells[1].distances, [(0, 20), (1, 10)]);
    assert_eq!(cells[1].cpus[0].siblings, [2, 3]);
    let pages = [
        CellPages {
            size_kib: 4,
            count: (1_024_000 - 6144) / 4,
        },
        CellPages {
            size_kib: 2048,
            count: 3,
        },
    ];
    assert_eq!(cells[1].pages, pages);

    let memory = machine.memory().unwrap();
    assert_eq!(
        (memory.total_kib, memory.free_kib, memory.cached_kib),
        (2_048_000, 1000, Some(30))
    );
    assert_eq!(machine.cell_memory(1).unwrap().unwrap().free_kib, 500);
    assert!(machine.cell_memory(2).unwrap().is_none());

    let times = machine.cpu_times(None).unwrap().unwrap();
    assert_eq!((times.kernel_ns, times.user_ns), (80_000_000, 110_000_000));
    assert!(machine.cpu_times(Some(0)).unwrap().is_some());
    assert!(machine.cpu_times(Some(9)).unwrap().is_none());
}

#[test]
fn a_machine_without_numa_is_one_cell() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "proc/meminfo", "MemTotal: 400 kB\nMemFree: 100 kB\n");
    put(root.path(), "sys/devices/system/cpu/online", "0\n");
    let cells = Machine::below(root.path()).cells().unwrap();
    assert_eq!(
        (cells.len(), cells[0].memory_kib, cells[0].cpus.len()),
        (1, 400, 1)
    );
}

#[test]
fn this_machine() {
    let machine = Machine::default();
    let cpus = machine.cpus().unwrap();
    assert_eq!(
        (cpus.nodes * cpus.sockets * cpus.cores * cpus.threads) as usize,
        cpus.online.len()
    );
    assert!(machine.memory().unwrap().total_kib > 0);
    assert!(!machine.cells().unwrap().is_empty());
    assert!(!machine.hostname().is_empty());
}

#[test]
fn missing_and_malformed_files_are_named() {
    let root = tempfile::tempdir().unwrap();
    let machine = Machine::below(root.path());
    let err = machine.memory().unwrap_err().to_string();
    assert!(err.contains("proc/meminfo"), "{err}");
    put(root.path(), "proc/meminfo", "nonsense");
    let err = machine.memory().unwrap_err().to_string();
    assert!(err.contains("MemTotal"), "{err}");
}
