//! Keys by number, in the numbering that QEMU takes: that of the XT keyboard, with 0x80 for the prefixed.

use crate::error::{QemuError, Result};
use ferrovirt_types::consts::KeycodeSet;

/// Keys that can be pressed together.
const MOST: usize = 16;

/// Linux numbers above those that are the same on both sides, from `linux/input-event-codes.h`.
const LINUX: [(u32, u32); 27] = [
    (96, 0x9c),
    (97, 0x9d),
    (98, 0xb5),
    (99, 0x54),
    (100, 0xb8),
    (102, 0xc7),
    (103, 0xc8),
    (104, 0xc9),
    (105, 0xcb),
    (106, 0xcd),
    (107, 0xcf),
    (108, 0xd0),
    (109, 0xd1),
    (110, 0xd2),
    (111, 0xd3),
    (113, 0xa0),
    (114, 0xae),
    (115, 0xb0),
    (116, 0xde),
    (119, 0xc6),
    (125, 0xdb),
    (126, 0xdc),
    (127, 0xdd),
    (158, 0xea),
    (159, 0xe9),
    (163, 0x99),
    (165, 0x90),
];

/// The keys as QEMU's `send-key` wants them.
pub fn to_qemu(set: u32, codes: &[u32]) -> Result<Vec<serde_json::Value>> {
    if codes.is_empty() || codes.len() > MOST {
        return Err(QemuError::InvalidArg(format!(
            "1 to {MOST} keys can be pressed together, not {}",
            codes.len()
        )));
    }
    let set = i32::try_from(set).ok().and_then(KeycodeSet::from_raw);
    let number = |code: u32| -> Option<u32> {
        match set? {
            KeycodeSet::Linux if code <= 88 => Some(code),
            KeycodeSet::Linux => LINUX
                .iter()
                .find(|(linux, _)| *linux == code)
                .map(|(_, qemu)| *qemu),
            KeycodeSet::Xt | KeycodeSet::XtKbd | KeycodeSet::Qnum => Some(code).filter(|c| *c <= 0xff),
            _ => None,
        }
    };
    let key = |code: &u32| {
        let number = number(*code)
            .ok_or_else(|| QemuError::InvalidArg(format!("keycode {code} has no key on a PC keyboard")))?;
        Ok(serde_json::json!({"type": "number", "data": number}))
    };
    codes.iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_keys() {
        let keys = to_qemu(0, &[29, 111]).unwrap();
        assert_eq!(keys[1]["data"], 0xd3);
        assert!(to_qemu(0, &[99999]).is_err());
        assert!(to_qemu(77, &[1]).is_err());
        assert!(to_qemu(0, &[]).is_err());
    }
}
