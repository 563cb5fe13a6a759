//! Sound cards.

use ferrovirt_xml::{RawElement, Xml, YesNo, words};

use crate::domain::devices::info::DeviceInfo;

words! {
    /// Model of a sound card.
    pub enum SoundModel {
        Sb16 = "sb16",
        Es1370 = "es1370",
        Pcspk = "pcspk",
        Ac97 = "ac97",
        Ich6 = "ich6",
        Ich9 = "ich9",
        Usb = "usb",
        Ich7 = "ich7",
        Virtio = "virtio",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Sound {
    #[xml(attr)]
    pub model: SoundModel,
    #[xml(attr)]
    pub multichannel: Option<YesNo>,
    #[xml(attr)]
    pub streams: Option<u32>,
    #[xml(attr = "type", of = "codec")]
    pub codecs: Vec<CodecType>,
    #[xml(attr = "id", of = "audio")]
    pub audio: Option<u32>,
    #[xml(raw)]
    pub driver: Option<RawElement>,
    #[xml(flatten)]
    pub info: DeviceInfo,
}

words! {
    /// Codec of an HD audio card.
    pub enum CodecType {
        Duplex = "duplex",
        Micro = "micro",
        Output = "output",
    }
}
