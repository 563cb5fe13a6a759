//! Events of the host's processors, counted for a guest. None is counted for a running one: the
//! definition says what is wanted.

use super::super::QemuDriver;
use super::super::reads::impact;
use crate::error::{QemuError, Result};
use ferrovirt_schema::domain::tuned::perf;
use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_types::object::DomainRef;
use ferrovirt_types::param::{ParamValue, TypedParam};

/// Events of caches that no kernel counts any more.
const GONE: [&str; 3] = ["cmt", "mbmt", "mbml"];

impl QemuDriver {
    pub(super) async fn perf_events(&self, dom: &DomainRef, flags: u32) -> Result<Vec<TypedParam>> {
        let guest = self.core.guest(dom)?;
        if impact(&guest, flags)?.0 {
            let mut list = perf::params(&guest.running()?.doc);
            list.iter_mut().for_each(|p| p.value = ParamValue::Boolean(false));
            return Ok(list);
        }
        Ok(perf::params(&*self.core.definition(&guest).await?))
    }

    pub(super) async fn set_perf_events(
        &self,
        dom: &DomainRef,
        params: &[TypedParam],
        flags: u32,
    ) -> Result<()> {
        perf::validate(params)?;
        let guest = self.core.guest(dom)?;
        let (live, _) = impact(&guest, flags)?;
        let on = params.iter().find(|p| p.value == ParamValue::Boolean(true));
        if let Some(event) = on.filter(|_| live) {
            let name = &event.field;
            return Err(if GONE.contains(&&**name) {
                let text = format!("unable to enable host cpu perf event for {name}");
                QemuError::ArgumentUnsupported(text)
            } else {
                let text =
                    format!("unable to open host cpu perf event for {name}: No such file or directory");
                QemuError::coded(ErrorNumber::SystemError, text)
            });
        }
        let change = |doc: &mut _| {
            perf::set(doc, params);
            Ok(())
        };
        self.modify(&guest, flags, change).await
    }
}
