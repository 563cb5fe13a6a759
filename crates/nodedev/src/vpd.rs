//! Vital product data of PCI devices: a list of resources, tagged as in PCI Local Bus 3.0, appendix I.
//! What a device says is untrusted: lengths are checked, text is printable or the field is left out.

use ferrovirt_schema::nodedev::{ReadonlyFields, ReadwriteFields, Vpd, VpdField, VpdFields};

const STRING: u8 = 0x82;
const READ_ONLY: u8 = 0x90;
const READ_WRITE: u8 = 0x91;
const END: u8 = 0x78;

/// Reads the data; `None` when it is damaged or its check sum is wrong.
pub fn parse(bytes: &[u8]) -> Option<Vpd> {
    let mut vpd = Vpd::default();
    let mut at = 0;
    loop {
        let tag = *bytes.get(at)?;
        if tag == END {
            break;
        }
        let length = usize::from(u16::from_le_bytes([*bytes.get(at + 1)?, *bytes.get(at + 2)?]));
        let start = at + 3;
        let data = bytes.get(start..start + length)?;
        match tag {
            STRING => vpd.name = text(data),
            READ_ONLY => {
                let fields = fields(data)?;
                if !sum_is_right(bytes, start, &fields) {
                    return None;
                }
                vpd.fields.push(VpdFields::Readonly(read_only(&fields)));
            }
            READ_WRITE => vpd.fields.push(VpdFields::Readwrite(read_write(&fields(data)?))),
            // Large resources of other kinds are passed over; small ones do not occur here.
            tag if tag & 0x80 != 0 => {}
            _ => return None,
        }
        at = start + length;
    }
    (vpd.name.is_some() && !vpd.fields.is_empty()).then_some(vpd)
}

/// A field: its keyword, its data, and where the data begins within the resource.
struct Field<'a> {
    keyword: [u8; 2],
    data: &'a [u8],
    offset: usize,
}

fn fields(mut data: &[u8]) -> Option<Vec<Field<'_>>> {
    let whole = data.len();
    let mut found = Vec::new();
    while let [first, second, length, rest @ ..] = data {
        let offset = whole - rest.len();
        let content = rest.get(..usize::from(*length))?;
        found.push(Field {
            keyword: [*first, *second],
            data: content,
            offset,
        });
        data = &rest[content.len()..];
    }
    data.is_empty().then_some(found)
}

/// The sum of all bytes up to and with the first one of the field `RV` is zero.
fn sum_is_right(bytes: &[u8], start: usize, fields: &[Field<'_>]) -> bool {
    fields
        .iter()
        .find(|field| field.keyword == *b"RV")
        .and_then(|field| bytes.get(..=start + field.offset))
        .is_some_and(|covered| covered.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)) == 0)
}

fn read_only(fields: &[Field<'_>]) -> ReadonlyFields {
    let mut all = ReadonlyFields::default();
    for field in fields {
        let value = text(field.data);
        match &field.keyword {
            b"EC" => all.change_level = value,
            b"MN" => all.manufacture_id = value,
            b"PN" => all.part_number = value,
            b"SN" => all.serial_number = value,
            [b'V', index] => all.vendor_fields.extend(indexed(*index, value)),
            _ => {}
        }
    }
    all
}

fn read_write(fields: &[Field<'_>]) -> ReadwriteFields {
    let mut all = ReadwriteFields::default();
    for field in fields {
        let value = text(field.data);
        match &field.keyword {
            b"YA" => all.asset_tag = value,
            [b'V', index] => all.vendor_fields.extend(indexed(*index, value)),
            [b'Y', index] => all.system_fields.extend(indexed(*index, value)),
            _ => {}
        }
    }
    all
}

fn indexed(index: u8, value: Option<String>) -> Option<VpdField> {
    let index = char::from(index);
    index.is_ascii_alphanumeric().then_some(())?;
    Some(VpdField {
        index: index.to_string(),
        value: value?,
    })
}

fn text(data: &[u8]) -> Option<String> {
    let printable = data.iter().all(|byte| (0x20..0x7f).contains(byte));
    printable.then(|| String::from_utf8_lossy(data).trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(tag: u8, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap().to_le_bytes();
        [&[tag], &length[..], data].concat()
    }

    fn sample() -> Vec<u8> {
        let mut bytes = resource(STRING, b"A card");
        let mut fields = b"PN\x04P-12SN\x03xyzV0\x02okRV\x02".to_vec();
        let so_far: Vec<u8> = [&bytes[..], &[READ_ONLY], &23u16.to_le_bytes(), &fields].concat();
        let sum = so_far.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte));
        fields.extend([0u8.wrapping_sub(sum), 0]);
        assert_eq!(fields.len(), 23);
        bytes.extend(resource(READ_ONLY, &fields));
        bytes.extend(resource(READ_WRITE, b"YA\x03tagY1\x01s"));
        bytes.push(END);
        bytes
    }

    #[test]
    fn fields_are_read() {
        let vpd = parse(&sample()).expect("well-formed");
        assert_eq!(vpd.name.as_deref(), Some("A card"));
        let VpdFields::Readonly(fields) = &vpd.fields[0] else {
            panic!("{vpd:?}")
        };
        assert_eq!(fields.part_number.as_deref(), Some("P-12"));
        assert_eq!(fields.vendor_fields[0].value, "ok");
        let VpdFields::Readwrite(fields) = &vpd.fields[1] else {
            panic!("{vpd:?}")
        };
        assert_eq!(fields.asset_tag.as_deref(), Some("tag"));
        assert_eq!(fields.system_fields[0].index, "1");
    }

    #[test]
    fn damage_is_noticed() {
        let good = sample();
        for cut in 0..good.len() {
            assert_eq!(parse(&good[..cut]), None, "cut at {cut}");
        }
        let mut wrong = good.clone();
        wrong[4] ^= 1;
        assert_eq!(parse(&wrong), None, "the sum does not fit");
    }
}
