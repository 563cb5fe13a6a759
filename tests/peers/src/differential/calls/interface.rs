//! Interfaces of the host.

use super::super::call::calls;
use super::super::document;

calls! {
    2 plain interface.interface_lookup_by_name(Word(&["eth1", "eth2", "nosuch", ""]));
    2 plain interface.interface_lookup_by_mac_string(Word(&["aa:bb:cc:dd:ee:ff", "AA:BB:CC:DD:EE:FF", "52:54:00:05:05:05", "nosuch", ""]));
    4 text interface.interface_get_xml_desc(Iface, Flags(1));
    6 plain interface.interface_define_xml(Document(document::interface), Flags(1));
    2 plain interface.interface_undefine(Iface);
    3 plain interface.interface_create(Iface, Flags(0));
    3 plain interface.interface_destroy(Iface, Flags(0));
    1 plain interface.interface_is_active(Iface);
    3 plain interface.interface_change_begin(Flags(0));
    2 plain interface.interface_change_commit(Flags(0));
    2 plain interface.interface_change_rollback(Flags(0));
    2 sorted interface.connect_list_all_interfaces(Flags(3));
}
