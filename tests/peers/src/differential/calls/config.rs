//! Definitions and what belongs to them.

use super::super::call::calls;
use super::super::document;

const URIS: &[&str] = &["http://a.example/", "http://b.example/", ""];

calls! {
    8 text config.domain_get_xml_desc(Dom, Flags(0xf));
    2 plain config.domain_get_autostart(Dom);
    1 plain config.domain_get_os_type(Dom);
    2 plain config.domain_set_autostart(Dom, Bool);
    1 plain config.domain_is_persistent(Dom);
    1 plain config.domain_is_updated(Dom);
    6 plain config.domain_undefine_flags(Dom, Flags(0x7f));
    2 text config.domain_save_image_get_xml_desc(File(&["save1", "save2", "nosuch"]), Flags(3));
    2 plain config.domain_save_image_define_xml(File(&["save1", "save2", "nosuch"]), Document(document::domain), Flags(6));
    4 plain config.domain_set_metadata(Dom, I32(&[0, 1, 2, 3]), Maybe(&["text", "two\nlines", "<a>1</a>", "<b><c/></b>", ""]), Maybe(&["k", ""]), Maybe(URIS), Flags(3));
    3 text config.domain_get_metadata(Dom, I32(&[0, 1, 2, 3]), Maybe(URIS), Flags(3));
    16 plain config.domain_define_xml_flags(Document(document::domain), Flags(1));
    2 plain config.domain_rename(Dom, Maybe(&["d1", "d2", "d3", "test", "", "a/b"]), Flags(0));
    3 plain config.domain_set_lifecycle_action(Dom, U32(&[0, 1, 2, 3]), U32(&[0, 1, 2, 3, 4, 5, 6]), Flags(3));
}
