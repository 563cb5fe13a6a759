//! What the daemon logs and where.

use super::{Call, invalid};
use crate::logging::LogError;
use ferrovirt_protocol::admin;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::{Error, Result};

impl Call<'_> {
    pub(super) fn outputs(&self) -> Result<admin::ConnectGetLoggingOutputsRet> {
        self.flags(self.arguments::<admin::ConnectGetLoggingOutputsArgs>()?.flags)?;
        let (outputs, count) = self.server.logging().outputs();
        Ok(admin::ConnectGetLoggingOutputsRet {
            outputs,
            noutputs: u32::try_from(count).unwrap_or(u32::MAX),
        })
    }

    pub(super) fn filters(&self) -> Result<admin::ConnectGetLoggingFiltersRet> {
        self.flags(self.arguments::<admin::ConnectGetLoggingFiltersArgs>()?.flags)?;
        let (filters, count) = self.server.logging().filters();
        Ok(admin::ConnectGetLoggingFiltersRet {
            filters: (count > 0).then_some(filters),
            nfilters: u32::try_from(count).unwrap_or(u32::MAX),
        })
    }

    pub(super) async fn set_outputs(&self) -> Result<()> {
        let a: admin::ConnectSetLoggingOutputsArgs = self.arguments()?;
        self.flags(a.flags)?;
        let logging = self.server.logging().clone();
        // Files and sockets are opened.
        let set = move || logging.set_outputs(a.outputs.as_deref().unwrap_or_default());
        let outcome = tokio::task::spawn_blocking(set).await;
        outcome
            .map_err(|e| Error::new(ErrorNumber::InternalError, ErrorDomain::Admin, e.to_string()))?
            .map_err(refused)
    }

    pub(super) fn set_filters(&self) -> Result<()> {
        let a: admin::ConnectSetLoggingFiltersArgs = self.arguments()?;
        self.flags(a.flags)?;
        let text = a.filters.as_deref().unwrap_or_default();
        self.server.logging().set_filters(text).map_err(refused)
    }
}

fn refused(error: LogError) -> Error {
    match error {
        LogError::Open { ref what, ref source } => {
            let text = format!("failed to open {what} for messages: {source}");
            Error::new(ErrorNumber::SystemError, ErrorDomain::Admin, text)
        }
        other => invalid(other.to_string()),
    }
}
