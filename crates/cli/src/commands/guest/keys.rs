//! Names of keys (facts: the kernel's `input-event-codes.h`).

/// Number of a set of codes.
pub fn set(name: &str) -> Option<u32> {
    const SETS: [&str; 11] = [
        "linux", "xt", "atset1", "atset2", "atset3", "os_x", "xt_kbd", "usb", "win32", "qnum", "rfb",
    ];
    if name == "rfb" {
        return Some(9);
    }
    (0..)
        .zip(SETS)
        .find(|(_, known)| *known == name)
        .map(|(number, _)| number)
}

/// The code of a key by number or, in the Linux set, by name.
pub fn code(set: &str, word: &str) -> Option<u32> {
    if let Some(digits) = word.strip_prefix("0x") {
        return u32::from_str_radix(digits, 16)
            .ok()
            .filter(|code| *code <= 0xffff);
    }
    if let Ok(number) = word.parse::<u32>() {
        return (number <= 0xffff).then_some(number);
    }
    if set != "linux" {
        return None;
    }
    let name = word.strip_prefix("KEY_")?;
    ROWS.iter().find_map(|(first, names)| {
        (*first..)
            .zip(names.split(' '))
            .find(|(_, known)| *known == name)
            .map(|(number, _)| number)
    })
}

/// Names in the order of their codes, from the first code of a row on.
const ROWS: &[(u32, &str)] = &[
    (
        1,
        "ESC 1 2 3 4 5 6 7 8 9 0 MINUS EQUAL BACKSPACE TAB Q W E R T Y U I O P LEFTBRACE RIGHTBRACE ENTER LEFTCTRL",
    ),
    (
        30,
        "A S D F G H J K L SEMICOLON APOSTROPHE GRAVE LEFTSHIFT BACKSLASH Z X C V B N M COMMA DOT SLASH RIGHTSHIFT",
    ),
    (
        55,
        "KPASTERISK LEFTALT SPACE CAPSLOCK F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NUMLOCK SCROLLLOCK KP7 KP8 KP9 KPMINUS",
    ),
    (75, "KP4 KP5 KP6 KPPLUS KP1 KP2 KP3 KP0 KPDOT"),
    (
        85,
        "ZENKAKUHANKAKU 102ND F11 F12 RO KATAKANA HIRAGANA HENKAN KATAKANAHIRAGANA MUHENKAN KPJPCOMMA KPENTER",
    ),
    (
        97,
        "RIGHTCTRL KPSLASH SYSRQ RIGHTALT LINEFEED HOME UP PAGEUP LEFT RIGHT END DOWN PAGEDOWN INSERT DELETE MACRO",
    ),
    (
        113,
        "MUTE VOLUMEDOWN VOLUMEUP POWER KPEQUAL KPPLUSMINUS PAUSE SCALE KPCOMMA HANGEUL HANJA YEN LEFTMETA RIGHTMETA",
    ),
    (
        127,
        "COMPOSE STOP AGAIN PROPS UNDO FRONT COPY OPEN PASTE FIND CUT HELP MENU CALC SETUP SLEEP WAKEUP",
    ),
    (183, "F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name_and_number() {
        let linux = |word| code("linux", word);
        assert_eq!(linux("KEY_A"), Some(30));
        assert_eq!(linux("KEY_ENTER"), Some(28));
        assert_eq!(linux("KEY_LEFTCTRL"), Some(29));
        assert_eq!(linux("KEY_DELETE"), Some(111));
        assert_eq!(linux("KEY_F24"), Some(194));
        assert_eq!(linux("KEY_SLEEP"), Some(142));
        assert_eq!(
            (linux("0x1e"), linux("30"), linux("99999"), linux("KEY_NOSUCH")),
            (Some(30), Some(30), None, None)
        );
        assert_eq!(
            (set("linux"), set("usb"), set("nosuch")),
            (Some(0), Some(7), None)
        );
    }
}
