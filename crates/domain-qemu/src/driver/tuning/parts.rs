//! The groups of a guest's threads, as these come and go.

use super::iothreads;
use crate::cgroups::{self, GuestGroup, apply_nodes, apply_parts};
use crate::define;
use crate::error::Result;
use crate::guest::{Guest, Live};
use std::sync::Arc;

/// Puts every thread into its part's group, with the quotas of the document for those that are new. Nothing for a guest
/// without a control group.
pub async fn place(guest: &Guest, live: &Live) -> Result<()> {
    let Some(group) = live.group.clone() else {
        return Ok(());
    };
    let iothreads = match define::iothread_ids(&live.doc).is_empty() {
        true => Vec::new(),
        false => iothreads::running(live, guest).await?,
    };
    place_all(group, live, iothreads).await
}

/// The same after I/O threads came or went of which the document does not know yet.
pub async fn replace_iothreads(guest: &Guest, live: &Live) -> Result<()> {
    match live.group.clone() {
        Some(group) => place_all(group, live, iothreads::running(live, guest).await?).await,
        None => Ok(()),
    }
}

async fn place_all(group: GuestGroup, live: &Live, iothreads: Vec<(u32, i32)>) -> Result<()> {
    let (doc, vcpus) = (Arc::clone(&live.doc), Arc::clone(&live.vcpus));
    cgroups::blocking(move || {
        apply_parts(&group, &doc, &vcpus, &iothreads)?;
        apply_nodes(&group, &doc)
    })
    .await
}
