//! Calls that a stock test driver does not have and that ours need not have either, with odd arguments:
//! the checks before the driver answer first.

use super::super::call::calls;
use super::super::document;

calls! {
    1 plain config.connect_domain_xml_from_native(Word(&["qemu-argv", "nosuch"]), Word(&["", "x"]), Flags(0));
    1 plain config.connect_domain_xml_to_native(Word(&["qemu-argv", "nosuch"]), Document(document::domain), Flags(0));
    1 plain secret.secret_lookup_by_uuid(Uuid);
    1 sorted secret.connect_list_all_secrets(Flags(0xf));
    1 sorted nwfilter.connect_list_all_nwfilters(Flags(0));
    1 plain nwfilter.nwfilter_lookup_by_name(Word(&["clean-traffic", ""]));
}
