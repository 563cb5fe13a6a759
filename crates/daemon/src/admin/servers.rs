//! The servers of a daemon: which there are, their limits, and the shape of their pools of workers.

use super::{Call, invalid};
use crate::config::Pool;
use crate::service::Service;
use ferrovirt_protocol::admin;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::param::{ParamValue, TypedParam};
use ferrovirt_types::{Error, Result};

/// Fields of a pool of workers.
mod pool {
    pub const MIN: &str = "minWorkers";
    pub const MAX: &str = "maxWorkers";
    pub const CURRENT: &str = "nWorkers";
    pub const FREE: &str = "freeWorkers";
    pub const PRIORITY: &str = "prioWorkers";
    pub const QUEUE: &str = "jobQueueDepth";
}

/// Fields of the limits on clients.
mod limit {
    pub const MAX: &str = "nclients_max";
    pub const CURRENT: &str = "nclients";
    pub const ANONYMOUS_MAX: &str = "nclients_unauth_max";
    pub const ANONYMOUS: &str = "nclients_unauth";
}

impl Call<'_> {
    pub(super) fn list_servers(&self) -> Result<admin::ConnectListServersRet> {
        let a: admin::ConnectListServersArgs = self.arguments()?;
        self.flags(a.flags)?;
        let servers: Vec<admin::Server> = [&self.server.main, &self.server.admin]
            .into_iter()
            .map(reference)
            .collect();
        let ret = u32::try_from(servers.len()).unwrap_or(u32::MAX);
        let servers = if a.need_results != 0 { servers } else { Vec::new() };
        Ok(admin::ConnectListServersRet { servers, ret })
    }

    pub(super) fn lookup_server(&self) -> Result<admin::ConnectLookupServerRet> {
        let a: admin::ConnectLookupServerArgs = self.arguments()?;
        self.flags(a.flags)?;
        let srv = reference(self.named(&a.name)?);
        Ok(admin::ConnectLookupServerRet { srv })
    }

    /// The server that a client names.
    pub(super) fn named(&self, name: &str) -> Result<&Service> {
        self.server.service(name).ok_or_else(|| {
            let text = format!("No server named '{name}'");
            Error::new(ErrorNumber::NoServer, ErrorDomain::Admin, text)
        })
    }

    pub(super) fn threadpool(&self) -> Result<admin::ServerGetThreadpoolParametersRet> {
        let a: admin::ServerGetThreadpoolParametersArgs = self.arguments()?;
        self.flags(a.flags)?;
        let service = self.named(&a.srv.name)?;
        let pool = service.config().workers;
        let (busy, waiting) = service.load();
        let workers = pool.min.max(busy);
        let params = vec![
            TypedParam::new(pool::MIN, pool.min),
            TypedParam::new(pool::MAX, pool.max.unwrap_or(Pool::SHOWN)),
            TypedParam::new(pool::CURRENT, workers),
            TypedParam::new(pool::FREE, workers - busy),
            TypedParam::new(pool::PRIORITY, pool.priority),
            TypedParam::new(pool::QUEUE, waiting),
        ];
        Ok(admin::ServerGetThreadpoolParametersRet { params })
    }

    pub(super) fn set_threadpool(&self) -> Result<()> {
        let a: admin::ServerSetThreadpoolParametersArgs = self.arguments()?;
        self.flags(a.flags)?;
        let service = self.named(&a.srv.name)?;
        let before = service.config().workers;
        let [min, max, priority] = numbers(&a.params, [pool::MIN, pool::MAX, pool::PRIORITY])?;
        let pool = Pool {
            min: min.unwrap_or(before.min),
            max: max.or(before.max),
            priority: priority.unwrap_or(before.priority),
        };
        if pool.min > pool.max.unwrap_or(Pool::SHOWN) {
            return Err(invalid("minWorkers cannot be larger than maxWorkers"));
        }
        if pool.max == Some(0) {
            return Err(invalid("maxWorkers cannot change from or to zero"));
        }
        service.set_pool(pool);
        Ok(())
    }

    pub(super) fn client_limits(&self) -> Result<admin::ServerGetClientLimitsRet> {
        let a: admin::ServerGetClientLimitsArgs = self.arguments()?;
        self.flags(a.flags)?;
        let service = self.named(&a.srv.name)?;
        let config = service.config();
        let params = vec![
            TypedParam::new(limit::MAX, config.max_clients),
            TypedParam::new(limit::CURRENT, u32::try_from(service.len()).unwrap_or(u32::MAX)),
            TypedParam::new(limit::ANONYMOUS_MAX, config.max_anonymous_clients),
            TypedParam::new(
                limit::ANONYMOUS,
                u32::try_from(service.anonymous()).unwrap_or(u32::MAX),
            ),
        ];
        Ok(admin::ServerGetClientLimitsRet { params })
    }

    pub(super) fn set_client_limits(&self) -> Result<()> {
        let a: admin::ServerSetClientLimitsArgs = self.arguments()?;
        self.flags(a.flags)?;
        let service = self.named(&a.srv.name)?;
        let before = service.config();
        let [max, anonymous] = numbers(&a.params, [limit::MAX, limit::ANONYMOUS_MAX])?;
        let max = max.unwrap_or(before.max_clients);
        let anonymous = anonymous.unwrap_or(before.max_anonymous_clients);
        if anonymous > max {
            let text =
                format!("nclients_unauth_max ({anonymous}) cannot be larger than nclients_max ({max})");
            return Err(invalid(text));
        }
        service.set_client_limits(max, anonymous);
        Ok(())
    }

    pub(super) async fn update_tls(&self) -> Result<()> {
        let a: admin::ServerUpdateTlsFilesArgs = self.arguments()?;
        self.flags(a.flags)?;
        let name = self.named(&a.srv.name)?.name();
        if name != self.server.main.name() || self.server.tls().is_none() {
            let text =
                format!("server '{name}' does not listen with TLS, so it has no certificates to read anew");
            return Err(Error::new(ErrorNumber::InternalError, ErrorDomain::Admin, text));
        }
        self.server.clone().renew_tls(None).await.map_err(|e| {
            let text = format!("the certificates in force stay as they are: {e}");
            Error::new(ErrorNumber::SystemError, ErrorDomain::Rpc, text)
        })
    }
}

pub(super) fn reference(service: &Service) -> admin::Server {
    let name = service.name().to_owned();
    admin::Server { name }
}

/// The values of `fields` among the parameters; anything else among them is refused.
fn numbers<const N: usize>(params: &[TypedParam], fields: [&str; N]) -> Result<[Option<u32>; N]> {
    let mut found = [None; N];
    for param in params {
        let slot = fields.iter().position(|field| *field == param.field);
        let slot = slot
            .and_then(|index| found.get_mut(index))
            .ok_or_else(|| invalid(format!("parameter '{}' not supported", param.field)))?;
        let ParamValue::UInt(value) = param.value else {
            return Err(invalid(format!(
                "parameter '{}' must be an unsigned int",
                param.field
            )));
        };
        if slot.replace(value).is_some() {
            return Err(invalid(format!(
                "parameter '{}' occurs multiple times",
                param.field
            )));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_known_typed_and_single() {
        let fields = [pool::MIN, pool::MAX];
        let one = [TypedParam::new(pool::MAX, 3_u32)];
        assert_eq!(numbers(&one, fields).unwrap(), [None, Some(3)]);
        for bad in [
            vec![TypedParam::new(pool::FREE, 3_u32)],
            vec![TypedParam::new(pool::MAX, 3_i32)],
            vec![
                TypedParam::new(pool::MAX, 3_u32),
                TypedParam::new(pool::MAX, 4_u32),
            ],
        ] {
            assert!(numbers(&bad, fields).unwrap_err().is(ErrorNumber::InvalidArg));
        }
    }
}
