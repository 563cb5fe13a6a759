//! Changing a part of a network, its definition, or both, without stopping it.

use super::status::State;
use super::{Live, Net, Shared};
use crate::error::{Error, Result, chain};
use crate::plan::{self, Means};
use ferrovirt_schema::network::Network;
use ferrovirt_types::consts::NetworkUpdateFlags as Flags;
use ferrovirt_types::object::NetworkRef;
use std::sync::Arc;

impl Shared {
    /// Changes what runs and what is defined, as the flags say; without flags what runs, or else what
    /// is defined.
    pub(crate) async fn update(
        &self,
        reference: &NetworkRef,
        flags: Flags,
        edit: impl Fn(&mut Network) -> Result<()>,
    ) -> Result<()> {
        let (claim, net) = self.claim(reference).await?;
        let view = net.view();
        let name = view.name().to_owned();
        let live = flags.contains(Flags::LIVE) || (flags.is_empty() && view.live.is_some());
        let config = flags.contains(Flags::CONFIG) || (flags.is_empty() && view.live.is_none());
        let edited = |document: &Network| {
            let mut document = document.clone();
            edit(&mut document)?;
            document.normalize();
            document.check().map_err(Error::Xml)?;
            crate::defaults::validate(&document)?;
            Ok::<_, Error>(document)
        };
        // Both are decided before either is changed.
        let new_live = match (live, &view.live) {
            (false, _) => None,
            (true, None) => return Err(Error::NotActive { network: name }),
            (true, Some(now)) => Some((Arc::clone(now), edited(&now.document)?)),
        };
        let new_definition = match (config, &view.definition) {
            (false, _) => None,
            (true, None) => {
                return Err(Error::Transient {
                    network: name,
                    why: "it has no definition to change",
                });
            }
            (true, Some(now)) => Some(edited(now)?),
        };
        if let Some((old, document)) = new_live {
            self.change_live(&net, &old, document).await?;
        }
        if let Some(definition) = new_definition {
            let text: Arc<str> = definition.to_xml().into();
            let publish = move || {
                net.change(|view| view.definition = Some(Arc::new(definition)));
                net
            };
            claim.define(text, publish).await?;
        }
        Ok(())
    }

    /// Makes what runs as a new document says. When that fails, it is made as before again.
    pub(super) async fn change_live(&self, net: &Net, old: &Live, document: Network) -> Result<()> {
        let means = Means::of(&document)?;
        if let Means::Own(plan) = &means {
            plan::check(plan)?;
        }
        if let (Means::Own(old), Means::Own(new)) = (&old.means, &means)
            && let Err(cause) = self.host.adapt(old, new).await
        {
            if let Err(undo) = self.host.adapt(new, old).await {
                tracing::warn!(
                    network = old.name,
                    error = chain(&undo),
                    "a failed change is not undone"
                );
            }
            return Err(cause);
        }
        self.record(State::Running, &document).await?;
        net.change(|view| view.live = Some(Arc::new(Live { document, means })));
        if net.floors_beside(None) > 0 {
            self.divide(net).await?;
        }
        Ok(())
    }
}
