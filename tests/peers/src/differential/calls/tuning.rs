//! Memory, processors, limits.

use super::super::call::{Field, Type, calls};

const MEMORY: &[i64] = &[0, 1024, 65536, 102400, 204800, 409600, 99_999_999];
const COUNTS: &[i64] = &[0, 1, 2, 3, 4, 5, 33, 65535];
const MAPS: &[&str] = &["01", "02", "ff", "0f00", "00", "", "ffffffff"];
const THREADS: &[i64] = &[0, 1, 2, 3, 4, 9];
const DISKS: &[&str] = &["vda", "vdb", "hdc", "/img/a", "/guest/diskimage1", "nosuch", ""];
const TAPS: &[&str] = &[
    "testnet0",
    "vnet7",
    "aa:bb:cc:dd:ee:ff",
    "52:54:00:00:00:01",
    "nosuch",
];
const SMALL: &[i64] = &[0, 1, 2, 1000, 100_000];

const SCHEDULER: &[Field] = &[
    Field("cpu_shares", Type::ULLong, &[0, 1, 2, 1024, 262_144, 999_999]),
    Field(
        "vcpu_period",
        Type::ULLong,
        &[0, 1000, 100_000, 1_000_000, 9_999_999],
    ),
    Field("vcpu_quota", Type::LLong, &[-1, 0, 1000, 100_000]),
    Field("global_period", Type::ULLong, &[1000, 100_000]),
    Field("global_quota", Type::LLong, &[-1, 1000]),
    Field("emulator_period", Type::ULLong, &[1000, 100_000, 1]),
    Field("emulator_quota", Type::LLong, &[-1, 1000, 5]),
    Field("iothread_period", Type::ULLong, &[1000, 100_000]),
    Field("iothread_quota", Type::LLong, &[-1, 1000]),
    Field("weight", Type::UInt, &[50, 100]),
];
const LIMITS: &[Field] = &[
    Field("hard_limit", Type::ULLong, &[0, 1024, 300_000, i64::MAX]),
    Field("soft_limit", Type::ULLong, &[0, 1024, 200_000]),
    Field("swap_hard_limit", Type::ULLong, &[0, 1024, 400_000]),
    Field("min_guarantee", Type::ULLong, &[0, 1024]),
];
const BLKIO: &[Field] = &[
    Field("weight", Type::UInt, &[0, 99, 100, 500, 1000, 1001]),
    Field(
        "device_weight",
        Type::Text(&[
            "/dev/sda,200",
            "/dev/sda,200,/dev/sdb,300",
            "/dev/sda",
            "",
            "/dev/sda,0",
            "/dev/sda,5",
        ]),
        &[],
    ),
    Field("device_read_iops_sec", Type::Text(&["/dev/sda,10", "x,y"]), &[]),
    Field("device_write_iops_sec", Type::Text(&["/dev/sda,10"]), &[]),
    Field(
        "device_read_bytes_sec",
        Type::Text(&["/dev/sda,10", "/dev/sdb,99999999999"]),
        &[],
    ),
    Field(
        "device_write_bytes_sec",
        Type::Text(&["/dev/sda,10", "/dev/sda,0"]),
        &[],
    ),
];
const NUMA: &[Field] = &[
    Field("numa_mode", Type::Int, &[-1, 0, 1, 2, 3, 9]),
    Field("numa_nodeset", Type::Text(&["0", "0-1", "9", "", "x"]), &[]),
];
const NIC: &[Field] = &[
    Field("inbound.average", Type::UInt, SMALL),
    Field("inbound.peak", Type::UInt, SMALL),
    Field("inbound.burst", Type::UInt, SMALL),
    Field("inbound.floor", Type::UInt, SMALL),
    Field("outbound.average", Type::UInt, SMALL),
    Field("outbound.peak", Type::UInt, SMALL),
    Field("outbound.burst", Type::UInt, SMALL),
];
const IO: &[Field] = &[
    Field("total_bytes_sec", Type::ULLong, SMALL),
    Field("read_bytes_sec", Type::ULLong, SMALL),
    Field("write_bytes_sec", Type::ULLong, SMALL),
    Field("total_iops_sec", Type::ULLong, SMALL),
    Field("read_iops_sec", Type::ULLong, SMALL),
    Field("write_iops_sec", Type::ULLong, SMALL),
    Field("total_bytes_sec_max", Type::ULLong, SMALL),
    Field("read_bytes_sec_max", Type::ULLong, SMALL),
    Field("total_iops_sec_max", Type::ULLong, SMALL),
    Field("size_iops_sec", Type::ULLong, SMALL),
    Field("group_name", Type::Text(&["g1", "g2", ""]), &[]),
    Field("total_bytes_sec_max_length", Type::ULLong, SMALL),
    Field("total_iops_sec_max_length", Type::ULLong, SMALL),
];
const THREAD: &[Field] = &[
    Field("poll_max_ns", Type::ULLong, &[0, 1000, 99_999_999_999]),
    Field("poll_grow", Type::UInt, SMALL),
    Field("poll_shrink", Type::UInt, SMALL),
    Field("thread_pool_min", Type::Int, &[-1, 0, 4, 9]),
    Field("thread_pool_max", Type::Int, &[-1, 0, 8]),
];

calls! {
    2 plain tuning.domain_get_max_memory(Dom);
    1 plain tuning.domain_get_max_vcpus(Dom);
    2 plain tuning.domain_set_max_memory(Dom, U64(MEMORY));
    3 plain tuning.domain_set_memory_flags(Dom, U64(MEMORY), Flags(7));
    1 plain tuning.domain_get_scheduler_type(Dom);
    1 plain tuning.domain_get_scheduler_parameters(Dom, I32(&[0, 1, 16]));
    2 plain tuning.domain_get_scheduler_parameters_flags(Dom, I32(&[0, 1, 16]), Flags(3));
    3 plain tuning.domain_set_scheduler_parameters_flags(Dom, Params(SCHEDULER), Flags(3));
    3 plain tuning.domain_set_memory_parameters(Dom, Params(LIMITS), Flags(3));
    2 plain tuning.domain_get_memory_parameters(Dom, Flags(3));
    3 plain tuning.domain_set_vcpus_flags(Dom, U32(COUNTS), Flags(0x1f));
    3 plain tuning.domain_get_vcpus_flags(Dom, Flags(0x1f));
    3 plain tuning.domain_set_blkio_parameters(Dom, Params(BLKIO), Flags(3));
    2 plain tuning.domain_get_blkio_parameters(Dom, Flags(3));
    3 plain tuning.domain_pin_vcpu_flags(Dom, U32(COUNTS), Bytes(MAPS), Flags(3));
    2 plain tuning.domain_get_vcpu_pin_info(Dom, I32(&[0, 1, 2, 16]), I32(&[0, 1, 2]), Flags(3));
    3 plain tuning.domain_set_numa_parameters(Dom, Params(NUMA), Flags(3));
    2 plain tuning.domain_get_numa_parameters(Dom, Flags(3));
    3 plain tuning.domain_set_interface_parameters(Dom, Word(TAPS), Params(NIC), Flags(3));
    2 plain tuning.domain_get_interface_parameters(Dom, Word(TAPS), Flags(3));
    1 plain tuning.domain_get_security_label(Dom);
    2 plain tuning.domain_pin_emulator(Dom, Bytes(MAPS), Flags(3));
    2 plain tuning.domain_get_emulator_pin_info(Dom, I32(&[0, 1, 2]), Flags(3));
    2 plain tuning.domain_get_iothread_info(Dom, Flags(3));
    2 plain tuning.domain_pin_iothread(Dom, U32(THREADS), Bytes(MAPS), Flags(3));
    2 plain tuning.domain_add_iothread(Dom, U32(THREADS), Flags(3));
    2 plain tuning.domain_del_iothread(Dom, U32(THREADS), Flags(3));
    2 plain tuning.domain_set_iothread_params(Dom, U32(THREADS), Params(THREAD), Flags(3));
    3 plain block_jobs.domain_set_block_io_tune(Dom, Word(DISKS), Params(IO), Flags(3));
    2 plain block_jobs.domain_get_block_io_tune(Dom, Maybe(DISKS), Flags(3));
}
