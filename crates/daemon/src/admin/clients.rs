//! The clients of a server: which there are, who they are, and turning them out.

use super::Call;
use super::servers::reference;
use crate::service::{Client, Origin, Service};
use ferrovirt_protocol::admin;
use ferrovirt_rpc::socket::PeerCredentials;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::param::TypedParam;
use ferrovirt_types::{Error, Result};
use nix::unistd::{Gid, Group, Uid, User};
use std::sync::Arc;
use std::time::SystemTime;

impl Call<'_> {
    pub(super) fn list_clients(&self) -> Result<admin::ServerListClientsRet> {
        let a: admin::ServerListClientsArgs = self.arguments()?;
        self.flags(a.flags)?;
        let service = self.named(&a.srv.name)?;
        let mut clients = service.clients();
        // More than a reply may have; whoever has so many counts them.
        clients.truncate(16_384);
        let ret = u32::try_from(clients.len()).unwrap_or(u32::MAX);
        let clients = if a.need_results != 0 {
            clients.iter().map(|client| describe(service, client)).collect()
        } else {
            Vec::new()
        };
        Ok(admin::ServerListClientsRet { clients, ret })
    }

    pub(super) fn lookup_client(&self) -> Result<admin::ServerLookupClientRet> {
        let a: admin::ServerLookupClientArgs = self.arguments()?;
        self.flags(a.flags)?;
        let service = self.named(&a.srv.name)?;
        let clnt = describe(service, &*numbered(service, a.id)?);
        Ok(admin::ServerLookupClientRet { clnt })
    }

    pub(super) async fn client_info(&self) -> Result<admin::ClientGetInfoRet> {
        let a: admin::ClientGetInfoArgs = self.arguments()?;
        self.flags(a.flags)?;
        let client = numbered(self.named(&a.clnt.srv.name)?, a.clnt.id)?;
        let mut params = vec![TypedParam::new("readonly", client.origin.is_read_only())];
        match client.origin {
            Origin::Unix { peer: Some(peer), .. } => {
                // Names may come from a directory on the network.
                let named = tokio::task::spawn_blocking(move || identity(peer)).await;
                params.extend(named.unwrap_or_default());
            }
            Origin::Unix { peer: None, .. } => {}
            Origin::Tcp(address) | Origin::Tls(address) => {
                params.push(TypedParam::new("sock_addr", address.to_string()));
            }
        }
        let name = client.name.get().cloned();
        params.extend(name.map(|name| TypedParam::new("tls_x509_dname", name)));
        Ok(admin::ClientGetInfoRet { params })
    }

    pub(super) fn close_client(&self) -> Result<()> {
        let a: admin::ClientCloseArgs = self.arguments()?;
        self.flags(a.flags)?;
        let client = numbered(self.named(&a.clnt.srv.name)?, a.clnt.id)?;
        // Without a handle it is not served yet; it is asked again when it is listed again.
        if let Some(handle) = client.handle.get() {
            handle.close();
        }
        Ok(())
    }
}

fn numbered(service: &Service, id: u64) -> Result<Arc<Client>> {
    service.client(id).ok_or_else(|| {
        let text = format!("No client with matching ID '{id}'");
        Error::new(ErrorNumber::NoClient, ErrorDomain::Admin, text)
    })
}

fn describe(service: &Service, client: &Client) -> admin::Client {
    let since = client
        .since
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    admin::Client {
        srv: reference(service),
        id: client.id,
        timestamp: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        transport: match client.origin {
            Origin::Unix { .. } => 0,
            Origin::Tcp(_) => 1,
            Origin::Tls(_) => 2,
        },
    }
}

/// Who is at the other end of a local socket. Numbers are signed in this interface.
fn identity(peer: PeerCredentials) -> Vec<TypedParam> {
    let user = User::from_uid(Uid::from_raw(peer.uid)).ok().flatten();
    let group = Group::from_gid(Gid::from_raw(peer.gid)).ok().flatten();
    let mut params = vec![TypedParam::new("unix_user_id", peer.uid.cast_signed())];
    params.extend(user.map(|u| TypedParam::new("unix_user_name", u.name)));
    params.push(TypedParam::new("unix_group_id", peer.gid.cast_signed()));
    params.extend(group.map(|g| TypedParam::new("unix_group_name", g.name)));
    params.extend(peer.pid.map(|pid| TypedParam::new("unix_process_id", pid)));
    params
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_has_a_name() {
        let peer = PeerCredentials {
            pid: Some(7),
            uid: 0,
            gid: 0,
        };
        let fields: Vec<_> = identity(peer).into_iter().map(|p| p.field).collect();
        let all = [
            "unix_user_id",
            "unix_user_name",
            "unix_group_id",
            "unix_group_name",
            "unix_process_id",
        ];
        assert_eq!(fields, all);
    }
}
