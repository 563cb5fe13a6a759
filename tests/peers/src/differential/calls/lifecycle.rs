//! Starting, stopping, saving.

use super::super::call::calls;
use super::super::document;

const FILES: &[&str] = &["save1", "save1", "save2", "nosuch"];

calls! {
    6 plain lifecycle.domain_create_xml(Document(document::domain), Flags(0x1f));
    1 plain lifecycle.domain_lookup_by_id(I32(&[-1, 0, 1, 2, 3, 4, 99]));
    1 plain lifecycle.domain_lookup_by_name(Word(&["test", "d1", "nosuch", ""]));
    1 plain lifecycle.domain_lookup_by_uuid(Uuid);
    3 plain lifecycle.domain_reboot(Dom, Flags(0x1f));
    4 plain lifecycle.domain_resume(Dom);
    4 plain lifecycle.domain_suspend(Dom);
    2 plain lifecycle.domain_is_active(Dom);
    3 plain lifecycle.domain_managed_save(Dom, Flags(7));
    2 plain lifecycle.domain_has_managed_save_image(Dom, Flags(0));
    2 plain lifecycle.domain_managed_save_remove(Dom, Flags(0));
    8 plain lifecycle.domain_create_with_flags(Dom, Flags(0x1f));
    1 plain lifecycle.domain_inject_nmi(Dom, Flags(0));
    3 plain lifecycle.domain_get_state(Dom, Flags(0));
    1 plain lifecycle.domain_send_key(Dom, U32(&[0, 1, 2, 99]), U32(&[0, 1, 50]), Numbers(&[1, 30, 260, 999999]), Flags(0));
    1 plain lifecycle.domain_get_control_info(Dom, Flags(0));
    3 plain lifecycle.domain_save_flags(Dom, File(FILES), MaybeDocument(document::domain), Flags(7));
    3 plain lifecycle.domain_restore_flags(File(FILES), MaybeDocument(document::domain), Flags(0x17));
    5 plain lifecycle.domain_destroy_flags(Dom, Flags(1));
    2 plain lifecycle.domain_reset(Dom, Flags(0));
    4 plain lifecycle.domain_shutdown_flags(Dom, Flags(0x1f));
    2 sorted lifecycle.connect_list_all_domains(Flags(0x3fff));
    1 plain lifecycle.domain_send_process_signal(Dom, I64(&[1, 0, -1, 99]), U32(&[0, 1, 9, 15, 99]), Flags(0));
    1 plain lifecycle.domain_core_dump_with_format(Dom, File(&["core1"]), U32(&[0, 1, 4, 5, 99]), Flags(0x1f));
}
