//! Migration that the source's daemon conducts itself.

use super::super::QemuDriver;
use super::{Flags, Wishes};
use crate::error::{QemuError, Result};
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::TypedParam;

impl QemuDriver {
    pub(super) async fn perform_peer(
        &self,
        dom: &DomainRef,
        dconnuri: Option<&str>,
        wishes: &Wishes,
        params: &[TypedParam],
        flags: Flags,
    ) -> Result<()> {
        let guest = self.core.guest(dom)?;
        if guest.live().is_none() && !flags.contains(Flags::OFFLINE) {
            return Err(QemuError::NotRunning);
        }
        let uri = dconnuri
            .ok_or_else(|| QemuError::InvalidArg("the destination's connection URI is missing".to_owned()))?;
        let Some(peers) = &self.core.peers else {
            return Err(QemuError::ArgumentUnsupported(
                "this program cannot connect to another daemon".to_owned(),
            ));
        };
        let peer = peers.open(uri).await?;
        let (xml, cookie) = self.begin(dom, wishes, flags).await?;
        let name = wishes.name.clone().unwrap_or_else(|| guest.name.to_string());
        let mut theirs: Vec<TypedParam> = params
            .iter()
            .filter(|p| !matches!(&*p.field, "destination_xml" | "destination_name"))
            .cloned()
            .collect();
        theirs.push(TypedParam::new("destination_name", name.clone()));
        let mut prepare = theirs.clone();
        prepare.push(TypedParam::new("destination_xml", xml));
        let prepared = peer
            .domain_migrate_prepare3_params(&prepare, &cookie, flags.bits())
            .await?;
        let performing = Wishes {
            uri: prepared.uri_out.or_else(|| wishes.uri.clone()),
            ..wishes.clone()
        };
        let performed = self.perform(dom, &performing, flags).await;
        let cancelled = i32::from(performed.is_err());
        let finished = peer
            .domain_migrate_finish3_params(&theirs, &prepared.cookie_out, flags.bits(), cancelled)
            .await;
        // A guest runs at one place: here unless it certainly runs there.
        let arrived = performed.is_ok() && finished.is_ok();
        self.confirm(dom, flags, !arrived).await?;
        performed?;
        finished?;
        Ok(())
    }
}
