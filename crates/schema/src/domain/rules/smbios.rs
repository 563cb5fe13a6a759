//! What the firmware is to tell of the machine.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Value, XmlError};
use uuid::Uuid;

use super::Verdict;
use crate::domain::Domain;
use crate::domain::sysinfo::{Smbios, SysInfo};

pub(super) fn check(domain: &Domain) -> Verdict {
    for info in &domain.sysinfo {
        if let SysInfo::Smbios(smbios) = info {
            date(smbios)?;
            uuid(domain, smbios)?;
        }
    }
    Ok(())
}

fn date(smbios: &Smbios) -> Verdict {
    let Some(date) = smbios.bios.as_ref().and_then(|b| b.get("date")) else {
        return Ok(());
    };
    let mut parts = date.split('/').map(|p| p.parse::<u32>().ok());
    let good = matches!(
        (parts.next(), parts.next(), parts.next(), parts.next()),
        (Some(Some(1..=12)), Some(Some(1..=31)), Some(Some(0..=99 | 1900..=9999)), None)
    );
    if good {
        return Ok(());
    }
    let why = format!("invalid BIOS 'date' format: '{date}', expected month/day/year");
    Err(XmlError::coded(
        "domain/sysinfo/bios/entry",
        ErrorNumber::XmlDetail,
        why,
    ))
}

fn uuid(domain: &Domain, smbios: &Smbios) -> Verdict {
    let Some(text) = smbios.system.as_ref().and_then(|s| s.get("uuid")) else {
        return Ok(());
    };
    let broken = |why: &str| {
        Err(XmlError::coded(
            "domain/sysinfo/system/entry",
            ErrorNumber::XmlDetail,
            why.to_owned(),
        ))
    };
    match (Uuid::parse(text), domain.uuid) {
        (Err(_), _) => broken("malformed <sysinfo> uuid element"),
        (Ok(inner), Some(outer)) if inner != outer => broken("UUID mismatch between <uuid> and <sysinfo>"),
        _ => Ok(()),
    }
}
