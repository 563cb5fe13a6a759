//! Migration of a domain from one connection to another, in five steps that both ends take in turn:
//!
//! ```text
//! source: begin ──► destination: prepare ──► source: perform ──► destination: finish ──► source: confirm
//! ```
//!
//! Each step hands a cookie to the next. After a step has failed the rest is told that the move is
//! cancelled, so that the guest goes on where it was.

use super::Domain;
use crate::Connection;
use ferrovirt_types::Result;
use ferrovirt_types::consts::DomainMigrateFlags;
use ferrovirt_types::param::TypedParam;

/// Parameters by which both ends know the guest.
const DESTINATION_NAME: &str = "destination_name";
const DESTINATION_XML: &str = "destination_xml";
const MIGRATE_URI: &str = "migrate_uri";

fn has(params: &[TypedParam], field: &str) -> bool {
    params.iter().any(|param| param.field == field)
}

/// The parameters with one of them replaced.
fn with(params: &[TypedParam], field: &'static str, value: &str) -> Vec<TypedParam> {
    let mut params: Vec<_> = params
        .iter()
        .filter(|param| param.field != field)
        .cloned()
        .collect();
    params.push(TypedParam::new(field, value));
    params
}

impl Domain {
    /// Moves the domain to the host behind `destination`; gives the domain there. `params` are those of
    /// the interface, such as `bandwidth`, `migrate_uri`, `destination_name`.
    ///
    /// # Errors
    /// When a step fails. The guest then still is where it was, unless the error says otherwise.
    pub async fn migrate(
        &self,
        destination: &Connection,
        params: &[TypedParam],
        flags: DomainMigrateFlags,
    ) -> Result<Domain> {
        let (source, target) = (
            &self.connection.drivers().migration,
            &destination.drivers().migration,
        );
        // These concern the source alone.
        let there = flags - (DomainMigrateFlags::ABORT_ON_ERROR | DomainMigrateFlags::AUTO_CONVERGE);
        let begun = source
            .domain_migrate_begin3_params(&self.dom, params, flags.bits())
            .await?;
        let mut params = with(params, DESTINATION_XML, &begun.xml);
        let prepared = target
            .domain_migrate_prepare3_params(&params, &begun.cookie_out, there.bits())
            .await;
        let mut params_here = params.clone();
        let performed = match prepared {
            Ok(prepared) => {
                if let Some(uri) = prepared.uri_out.filter(|_| !has(&params, MIGRATE_URI)) {
                    params = with(&params, MIGRATE_URI, &uri);
                }
                params_here.clone_from(&params);
                if flags.contains(DomainMigrateFlags::OFFLINE) {
                    Ok(prepared.cookie_out)
                } else {
                    source
                        .domain_migrate_perform3_params(
                            &self.dom,
                            None,
                            &params,
                            &prepared.cookie_out,
                            flags.bits(),
                        )
                        .await
                }
            }
            Err(error) => {
                // Nothing is there to be finished; the source only lets its guest go on.
                let given_up = source
                    .domain_migrate_confirm3_params(&self.dom, &params, &[], flags.bits(), 1)
                    .await;
                drop(given_up);
                return Err(error);
            }
        };
        let mut last: Vec<_> = params_here
            .iter()
            .filter(|param| param.field != DESTINATION_XML)
            .cloned()
            .collect();
        if !has(&last, DESTINATION_NAME) {
            last.push(TypedParam::new(DESTINATION_NAME, self.dom.name.as_str()));
        }
        let (cookie, failure) = match performed {
            Ok(cookie) => (cookie, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let cancelled = i32::from(failure.is_some());
        let finished = target
            .domain_migrate_finish3_params(&last, &cookie, there.bits(), cancelled)
            .await;
        let (cookie, arrived) = match finished {
            Ok(finished) => (finished.cookie_out, Ok(finished.dom)),
            Err(error) => (Vec::new(), Err(error)),
        };
        let given_up = failure.is_some() || arrived.is_err();
        let confirmed = source
            .domain_migrate_confirm3_params(
                &self.dom,
                &params_here,
                &cookie,
                flags.bits(),
                i32::from(given_up),
            )
            .await;
        if let Some(error) = failure {
            return Err(error);
        }
        let dom = arrived?;
        confirmed?;
        Ok(Domain::new(destination.clone(), dom))
    }

    /// Lets the source's daemon move the domain to `uri` by itself.
    ///
    /// # Errors
    /// When the move fails.
    pub async fn migrate_to_uri(
        &self,
        uri: &str,
        params: &[TypedParam],
        flags: DomainMigrateFlags,
    ) -> Result<()> {
        let source = &self.connection.drivers().migration;
        source
            .domain_migrate_perform3_params(&self.dom, Some(uri), params, &[], flags.bits())
            .await
            .map(drop)
    }
}
