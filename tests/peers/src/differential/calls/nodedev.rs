//! Devices of the host.

use super::super::call::calls;
use super::super::document;

calls! {
    2 plain node_device.node_device_lookup_by_name(Device);
    3 text node_device.node_device_get_xml_desc(Device, Flags(0));
    2 plain node_device.node_device_get_parent(Device);
    1 plain node_device.node_device_num_of_caps(Device);
    2 plain node_device.node_device_list_caps(Device, I32(&[0, 1, 9]));
    6 plain node_device.node_device_create_xml(Document(document::host_device), Flags(1));
    4 plain node_device.node_device_destroy(Device);
    2 sorted node_device.connect_list_all_node_devices(Flags(0x1f_ffff));
}
