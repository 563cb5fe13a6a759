//! Interfaces of a document in the terms of the seam to networks.

use ferrovirt_driver::attach::{DirectMode, FilterWish, Limits, PlugPlace, Rate};
use ferrovirt_schema::common::bandwidth;
use ferrovirt_schema::domain::devices::interface::{self as doc, DirectSource, Interface, NetworkSource};

/// The limits that an interface asks for.
pub fn limits_of(nic: &Interface) -> Limits {
    let rate = |r: &Option<bandwidth::Rate>| {
        let r = r.as_ref()?;
        Some(Rate {
            average: r.average.unwrap_or(0),
            peak: r.peak,
            burst: r.burst,
            floor: r.floor,
        })
    };
    nic.bandwidth.as_ref().map_or_else(Limits::default, |b| Limits {
        inbound: rate(&b.inbound),
        outbound: rate(&b.outbound),
    })
}

/// What filters the packets of an interface.
pub fn filter_of(nic: &Interface) -> Option<FilterWish> {
    let wish = nic.filterref.as_ref()?;
    let parameters = wish.parameters.iter();
    Some(FilterWish {
        filter: wish.filter.clone(),
        parameters: parameters.map(|p| (p.name.clone(), p.value.clone())).collect(),
    })
}

/// Where a macvtap goes.
pub fn direct_place(source: &DirectSource) -> PlugPlace {
    PlugPlace::Direct {
        dev: source.dev.clone(),
        mode: mode_of(source.mode),
    }
}

/// The mode that a word means.
pub fn mode_of(mode: Option<doc::DirectMode>) -> DirectMode {
    match mode {
        None | Some(doc::DirectMode::Vepa) => DirectMode::Vepa,
        Some(doc::DirectMode::Private) => DirectMode::Private,
        Some(doc::DirectMode::Bridge) => DirectMode::Bridge,
        Some(doc::DirectMode::Passthrough) => DirectMode::Passthrough,
    }
}

/// The word for a mode.
pub fn mode_word(mode: DirectMode) -> doc::DirectMode {
    match mode {
        DirectMode::Vepa => doc::DirectMode::Vepa,
        DirectMode::Private => doc::DirectMode::Private,
        DirectMode::Bridge => doc::DirectMode::Bridge,
        DirectMode::Passthrough => doc::DirectMode::Passthrough,
    }
}

/// Notes in a running guest's document on which device its network put it.
pub fn note_direct(source: &mut NetworkSource, direct: Option<&(String, DirectMode)>) {
    if let Some((dev, mode)) = direct {
        source.dev = Some(dev.clone());
        source.mode = Some(mode_word(*mode).as_str().to_owned());
    }
}
