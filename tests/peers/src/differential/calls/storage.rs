//! Pools and volumes.

use super::super::call::calls;
use super::super::document;

calls! {
    1 text storage_pool.connect_find_storage_pool_sources(Word(&["dir", "netfs", "logical", "iscsi", "nosuch", ""]), Maybe(&["<source><host name='h'/></source>", "<x/>", ""]), Flags(0));
    3 plain storage_pool.storage_pool_create_xml(Document(document::pool), Flags(7));
    6 plain storage_pool.storage_pool_define_xml(Document(document::pool), Flags(1));
    4 plain storage_pool.storage_pool_create(Pool, Flags(7));
    3 plain storage_pool.storage_pool_build(Pool, Flags(0xf));
    4 plain storage_pool.storage_pool_destroy(Pool);
    2 plain storage_pool.storage_pool_delete(Pool, Flags(1));
    2 plain storage_pool.storage_pool_undefine(Pool);
    2 plain storage_pool.storage_pool_refresh(Pool, Flags(0));
    1 plain storage_pool.storage_pool_lookup_by_name(Word(&["default-pool", "p1", "nosuch", ""]));
    1 plain storage_pool.storage_pool_lookup_by_uuid(Uuid);
    2 plain storage_pool.storage_pool_lookup_by_volume(Vol);
    3 plain storage_pool.storage_pool_get_info(Pool);
    4 text storage_pool.storage_pool_get_xml_desc(Pool, Flags(1));
    1 plain storage_pool.storage_pool_get_autostart(Pool);
    2 plain storage_pool.storage_pool_set_autostart(Pool, Bool);
    1 plain storage_pool.storage_pool_is_active(Pool);
    1 plain storage_pool.storage_pool_is_persistent(Pool);
    2 sorted storage_pool.connect_list_all_storage_pools(Flags(0xfffff));
    8 plain storage_vol.storage_vol_create_xml(Pool, Document(document::volume), Flags(3));
    4 plain storage_vol.storage_vol_delete(Vol, Flags(3));
    2 plain storage_vol.storage_vol_lookup_by_name(Pool, Word(&["v1", "v2", "nosuch", ""]));
    2 plain storage_vol.storage_vol_lookup_by_key(Word(&["/default-pool/v1", "/p1/v1", "v1", ""]));
    2 plain storage_vol.storage_vol_lookup_by_path(Word(&["/default-pool/v1", "/p1/v1", "/elsewhere", "//default-pool//v1", "v1", ""]));
    3 plain storage_vol.storage_vol_get_info(Vol);
    4 text storage_vol.storage_vol_get_xml_desc(Vol, Flags(0));
    2 text storage_vol.storage_vol_get_path(Vol);
    4 plain storage_vol.storage_vol_create_xml_from(Pool, Document(document::volume), Vol, Flags(3));
    2 sorted storage_vol.storage_pool_list_all_volumes(Pool, Flags(0));
}
