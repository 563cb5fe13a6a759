//! Keyboards and pointers: what their bus has, and what they pass on.

use ferrovirt_xml::XmlError;

use super::{Verdict, device_path, internal};
use crate::domain::Domain;
use crate::domain::devices::input::{InputBus, InputType};
use crate::domain::os::OsName;

pub(super) fn check(domain: &Domain) -> Verdict {
    if domain.os.os_type.name != Some(OsName::Hvm) {
        return Ok(());
    }
    let inputs = domain.devices.iter().flat_map(|devices| &devices.inputs);
    for (i, input) in inputs.enumerate() {
        let path = device_path("input", i);
        let kind = input.input_type;
        let simple = matches!(kind, InputType::Mouse | InputType::Keyboard);
        if input.bus == Some(InputBus::Ps2) && !simple {
            return internal(
                format!("{path}/@bus"),
                format!("ps2 bus does not support {kind} input device"),
            );
        }
        let source = input.source.as_ref();
        let missing = match kind {
            InputType::Passthrough => source.is_none_or(|s| s.evdev.is_none()).then_some("evdev"),
            InputType::Evdev => source.is_some_and(|s| s.dev.is_none()).then_some("dev"),
            _ => None,
        };
        if let Some(attribute) = missing {
            return Err(XmlError::rule(
                format!("{path}/source/@{attribute}"),
                "missing evdev path for input device",
            ));
        }
    }
    Ok(())
}
