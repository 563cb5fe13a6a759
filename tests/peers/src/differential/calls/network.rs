//! Networks.

use super::super::call::calls;
use super::super::document;

calls! {
    4 plain network.network_create(Net);
    4 plain network.network_destroy(Net);
    4 text network.network_get_xml_desc(Net, Flags(1));
    1 plain network.network_get_autostart(Net);
    2 text network.network_get_bridge_name(Net);
    1 plain network.network_lookup_by_name(Word(&["default", "n1", "nosuch", ""]));
    1 plain network.network_lookup_by_uuid(Uuid);
    2 plain network.network_set_autostart(Net, Bool);
    3 plain network.network_undefine(Net);
    1 plain network.network_is_active(Net);
    1 plain network.network_is_persistent(Net);
    2 sorted network.connect_list_all_networks(Flags(0x3f));
    4 plain network.network_update(Net, U32(&[0, 1, 2, 3, 4, 9]), U32(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 99]), I32(&[-1, 0, 1, 9]), Document(document::update), Flags(3));
    6 plain network.network_define_xml_flags(Document(document::network), Flags(1));
    3 plain network.network_create_xml_flags(Document(document::network), Flags(1));
}
