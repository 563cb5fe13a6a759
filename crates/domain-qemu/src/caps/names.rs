//! Features of processors: their names in documents, and in QEMU where those differ.

/// Document, QEMU.
const DIFFERENT: [(&str, &str); 9] = [
    ("cmp_legacy", "cmp-legacy"),
    ("ds_cpl", "ds-cpl"),
    ("fxsr_opt", "fxsr-opt"),
    ("lahf_lm", "lahf-lm"),
    ("nodeid_msr", "nodeid-msr"),
    ("pclmuldq", "pclmulqdq"),
    ("perfctr_core", "perfctr-core"),
    ("perfctr_nb", "perfctr-nb"),
    ("tsc_adjust", "tsc-adjust"),
];

/// Features that QEMU has no switch for: what the guest's system has switched on, and what it never had.
const NOT_IN_QEMU: [&str; 5] = ["cmt", "mbm_total", "mbm_local", "osxsave", "ospke"];

/// QEMU's name of a feature of a document; none where it has no such switch.
pub fn to_qemu(name: &str) -> Option<&str> {
    if NOT_IN_QEMU.contains(&name) {
        return None;
    }
    let other = DIFFERENT.iter().find(|(document, _)| *document == name);
    Some(other.map_or(name, |(_, qemu)| qemu))
}

/// The name in documents of a feature of QEMU's.
pub fn from_qemu(name: &str) -> &str {
    let other = DIFFERENT.iter().find(|(_, qemu)| *qemu == name);
    other.map_or(name, |(document, _)| document)
}
