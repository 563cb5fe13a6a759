//! Figures.

use super::super::call::{Field, Type, calls};

const DISKS: &[&str] = &["vda", "vdb", "hdc", "/img/a", "/guest/diskimage1", "nosuch", ""];
const TAPS: &[&str] = &[
    "testnet0",
    "vnet7",
    "aa:bb:cc:dd:ee:ff",
    "52:54:00:00:00:01",
    "nosuch",
    "",
];
const PERF: &[Field] = &[
    Field("cmt", Type::Int, &[0, 1]),
    Field("mbmt", Type::Int, &[0, 1]),
    Field("cpu_cycles", Type::Int, &[0, 1]),
];

calls! {
    2 shape statistics.domain_get_info(Dom);
    2 shape statistics.domain_get_vcpus(Dom, I32(&[0, 1, 2, 16]), I32(&[0, 1, 2]));
    2 shape statistics.domain_block_stats(Dom, Word(DISKS));
    2 shape statistics.domain_interface_stats(Dom, Word(TAPS));
    2 plain statistics.domain_memory_stats(Dom, U32(&[0, 1, 11, 99]), Flags(0));
    2 plain statistics.domain_get_block_info(Dom, Word(DISKS), Flags(0));
    2 shape statistics.domain_get_cpu_stats(Dom, U32(&[0, 1, 3, 16]), I32(&[-1, 0, 1, 9]), U32(&[0, 1, 2, 16]), Flags(1));
    2 plain statistics.domain_get_disk_errors(Dom, U32(&[0, 1, 16]), Flags(0));
    1 plain statistics.domain_set_memory_stats_period(Dom, I32(&[-1, 0, 5]), Flags(3));
    2 shapes statistics.connect_get_all_domain_stats(Doms, Flags(0x3ff), Flags(0xff));
    2 plain statistics.domain_get_perf_events(Dom, Flags(3));
    2 plain statistics.domain_set_perf_events(Dom, Params(PERF), Flags(3));
    2 plain statistics.domain_get_messages(Dom, Flags(3));
    1 plain block_jobs.domain_memory_peek(Dom, U64(&[0, 1, 4096]), U32(&[0, 1, 16]), Flags(3));
}
