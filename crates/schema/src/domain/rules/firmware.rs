//! Firmware: chosen by its kind, or given by its files.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{XmlError, YesNo};

use super::Verdict;
use crate::domain::Domain;
use crate::domain::os::{Firmware, Loader, LoaderType, Os};

pub(super) fn check(domain: &Domain) -> Verdict {
    let os = &domain.os;
    match os.firmware {
        Some(firmware) => automatic(os, firmware),
        None => manual(os),
    }
}

fn broken(part: &str, why: &str) -> Verdict {
    Err(XmlError::coded(
        format!("domain/os/{part}"),
        ErrorNumber::XmlDetail,
        why,
    ))
}

/// What is chosen must not be given.
fn automatic(os: &Os, firmware: Firmware) -> Verdict {
    if let Some(loader) = &os.loader {
        let given = [
            ("readonly", loader.readonly.is_some()),
            ("type", loader.loader_type.is_some()),
            ("path", loader.path.is_some()),
        ];
        if let Some((what, _)) = given.into_iter().find(|(_, given)| *given) {
            let why = format!(
                "loader attribute '{what}' cannot be specified when firmware autoselection is enabled"
            );
            return broken("loader", &why);
        }
    }
    if firmware == Firmware::Bios && os.nvram.is_some() {
        return broken("nvram", "firmware type 'bios' does not support nvram");
    }
    stateless(os)
}

fn manual(os: &Os) -> Verdict {
    if !os.firmware_features.is_empty() {
        return broken(
            "firmware",
            "cannot use feature-based firmware autoselection when it is disabled",
        );
    }
    let named = os.loader.as_ref().is_some_and(|l| l.path.is_some());
    if !named && (os.loader.is_some() || os.nvram.is_some()) {
        let why = "no loader path specified and firmware auto selection disabled";
        return broken("loader", why);
    }
    let Some(loader) = &os.loader else {
        return Ok(());
    };
    let pflash = loader.loader_type == Some(LoaderType::Pflash);
    if loader.path.is_some() && !pflash {
        if os.nvram.is_some() {
            return broken("nvram", "only pflash loader type permits NVRAM");
        }
        if loader.stateless == Some(YesNo::No) {
            return broken("loader/@stateless", "only pflash loader type permits NVRAM");
        }
    }
    stateless(os)
}

fn stateless(os: &Os) -> Verdict {
    let is_stateless = |loader: &Loader| loader.stateless == Some(YesNo::Yes);
    let (Some(nvram), true) = (&os.nvram, os.loader.as_ref().is_some_and(is_stateless)) else {
        return Ok(());
    };
    match nvram.template.is_some() {
        true => broken(
            "nvram/@template",
            "NVRAM template is not permitted when loader is stateless",
        ),
        false => broken("nvram", "NVRAM is not permitted when loader is stateless"),
    }
}
