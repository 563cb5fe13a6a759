//! What can be changed of a guest's size.

use ferrovirt_schema::domain::Domain;
use ferrovirt_schema::domain::devices::memballoon::BalloonModel;

/// Whether memory can be taken back from the guest.
pub fn has_balloon(doc: &Domain) -> bool {
    let balloon = doc.devices.as_ref().and_then(|d| d.memballoon.as_ref());
    balloon.is_some_and(|b| !matches!(b.model, BalloonModel::None | BalloonModel::Xen))
}
