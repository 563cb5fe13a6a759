//! Limits of traffic.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Node, Xml, XmlError, XmlErrorKind};

/// `<bandwidth>`
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = settle)]
pub struct Bandwidth {
    /// Class of traffic control that the host chose, in status files. Unit: none. Default: reported.
    #[xml(attr = "classID")]
    pub class_id: Option<u32>,
    /// Limits of what comes in. Default: no limit.
    #[xml(child, once = ErrorNumber::XmlDetail)]
    pub inbound: Option<Rate>,
    /// Limits of what goes out. Default: no limit.
    #[xml(child, once = ErrorNumber::XmlDetail)]
    pub outbound: Option<Rate>,
}

/// Whether the limits of an element limit anything.
pub(crate) fn has_rates(node: Node<'_>) -> bool {
    let limits = |b: Node<'_>| b.child("inbound").or(b.child("outbound")).is_some();
    node.child("bandwidth").is_some_and(limits)
}

/// A rate of nothing is no limit.
#[allow(clippy::unnecessary_wraps, reason = "settling may fail")]
fn settle(bandwidth: &mut Bandwidth, _: Node<'_>) -> Result<(), XmlError> {
    for rate in [&mut bandwidth.inbound, &mut bandwidth.outbound] {
        rate.take_if(|rate| rate.average.is_none() && rate.floor.is_none());
    }
    Ok(())
}

/// A rate is given, if only as nothing.
fn is_given(_: &Rate, node: Node<'_>) -> Result<(), XmlError> {
    match node.attr("average").or(node.attr("floor")) {
        Some(_) => Ok(()),
        None => Err(node.error(XmlErrorKind::Missing {
            what: "attribute",
            name: "average".into(),
            code: Some(ErrorNumber::XmlDetail),
        })),
    }
}

/// Rates in KiB a second, the burst in KiB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = is_given)]
pub struct Rate {
    /// Average rate. Unit: KiB/s. Default: no limit.
    #[xml(attr, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub average: Option<u64>,
    /// Highest rate. Unit: KiB/s. Default: no limit.
    #[xml(attr, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub peak: Option<u64>,
    /// Rate that is guaranteed. Unit: KiB/s. Default: none. Since 1.0.1.
    #[xml(attr, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub floor: Option<u64>,
    /// What can be sent at once at the highest rate. Unit: KiB. Default: chosen by the host.
    #[xml(attr, drop_zero, invalid = ErrorNumber::ConfigUnsupported)]
    pub burst: Option<u64>,
}
