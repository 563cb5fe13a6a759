//! The host and the connection.

use super::super::call::calls;
use super::super::document;

calls! {
    1 plain host.connect_get_type();
    1 plain host.connect_get_version();
    1 plain host.connect_get_hostname();
    1 plain host.connect_get_max_vcpus(Maybe(&["test", "kvm", ""]));
    1 plain host.node_get_info();
    1 text host.connect_get_capabilities();
    1 plain host.node_get_cells_free_memory(I32(&[-1, 0, 1, 2, 9]), I32(&[0, 1, 2, 9]));
    1 plain host.node_get_free_memory();
    1 plain host.node_get_security_model();
    2 text host.connect_baseline_cpu(Documents(document::cpu), Flags(3));
    1 text host.connect_get_sysinfo(Flags(0));
    1 shape host.node_get_cpu_stats(I32(&[-1, 0, 1, 15, 16, 99]), Flags(0));
    1 plain host.node_get_cpu_map(I32(&[0, 1]), I32(&[0, 1]), Flags(0));
    1 plain host.connect_get_cpu_model_names(Word(&["x86_64", "i686", "ppc64", "nosuch"]), Flags(0));
    1 plain host.node_get_free_pages(Numbers(&[4, 2048, 7]), I32(&[-1, 0, 1, 2, 9]), U32(&[0, 1, 2, 9]), Flags(0));
}
