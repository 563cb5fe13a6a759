//! Devices that come and go, and guest agent calls that a stock test driver answers.

use super::super::call::calls;
use super::super::document;

const MOUNTS: &[&str] = &["/", "/boot", "/nosuch"];

calls! {
    2 text guest_agent.domain_get_hostname(Dom, Flags(3));
    2 plain guest_agent.domain_fstrim(Dom, Maybe(MOUNTS), U64(&[0, 1]), Flags(0));
    3 plain guest_agent.domain_fsfreeze(Dom, Words(MOUNTS), Flags(0));
    3 plain guest_agent.domain_fsthaw(Dom, Words(MOUNTS), Flags(0));
    1 plain guest_agent.domain_get_time(Dom, Flags(0));
    1 plain guest_agent.domain_set_time(Dom, I64(&[0, 1, 1_600_000_000]), U32(&[0, 5]), Flags(1));
    2 plain guest_agent.domain_get_fsinfo(Dom, Flags(0));
    1 plain guest_agent.domain_set_user_password(Dom, Maybe(&["root", "joe", ""]), Maybe(&["secret", ""]), Flags(1));
    2 sorted statistics.domain_interface_addresses(Dom, U32(&[0, 1, 2, 3, 9]), Flags(0));
    1 plain tuning.domain_get_launch_security_info(Dom, Flags(0));
    1 stream console.domain_screenshot(Dom, U32(&[0, 1, 9]), Flags(0));
    1 plain devices.domain_attach_device_flags(Dom, Document(document::device), Flags(7));
}
