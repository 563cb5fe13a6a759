//! Names of objects that are there, and of files.

use super::what::{Reach, What};
use crate::error::CliError;
use crate::find;
use crate::grammar::Args;
use ferrovirt_api::Connection;
use ferrovirt_types::consts::{
    ConnectListAllDomainsFlags as Domains, ConnectListAllInterfacesFlags as Interfaces,
    ConnectListAllNetworksFlags as Networks, ConnectListAllNodeDeviceFlags as Devices,
    ConnectListAllSecretsFlags as Secrets, ConnectListAllStoragePoolsFlags as Pools,
    DomainCheckpointListFlags, DomainSnapshotListFlags, DomainXmlFlags,
};

/// Most files of a folder that are looked at.
const FILES: usize = 10_000;

/// The names of what there is. `args` are the options that the command has been given, since some objects belong to
/// others.
pub async fn names(connection: &Connection, what: What, args: &Args) -> Result<Vec<String>, CliError> {
    let domain = async || find::named_domain(connection, args.need("domain")).await;
    Ok(match what {
        What::Domain(reach) => {
            let filter = reached(reach, Domains::ACTIVE, Domains::INACTIVE);
            list(connection.domains(filter).await?, |domain| {
                domain.name().to_owned()
            })
        }
        What::Network(reach) => {
            let filter = reached(reach, Networks::ACTIVE, Networks::INACTIVE);
            list(connection.networks(filter).await?, |network| {
                network.name().to_owned()
            })
        }
        What::Pool(reach) => {
            let filter = reached(reach, Pools::ACTIVE, Pools::INACTIVE);
            list(connection.storage_pools(filter).await?, |pool| {
                pool.name().to_owned()
            })
        }
        What::Volume => {
            let pool = find::named_pool(connection, args.need("pool")).await?;
            list(pool.volumes().await?, |volume| volume.name().to_owned())
        }
        What::Interface => {
            let all = connection.interfaces(Interfaces::empty()).await?;
            list(all, |interface| interface.name().to_owned())
        }
        What::Device => {
            let all = connection.node_devices(Devices::empty()).await?;
            list(all, |device| device.name().to_owned())
        }
        What::Secret => {
            let all = connection.secrets(Secrets::empty()).await?;
            list(all, |secret| secret.uuid().to_string())
        }
        What::Filter => list(connection.nwfilters().await?, |filter| filter.name().to_owned()),
        What::Binding => {
            let all = connection.nwfilter_bindings().await?;
            list(all, |binding| binding.port().to_owned())
        }
        What::Port => {
            let network = connection.network(args.need("network")).await?;
            list(network.ports().await?, |port| port.uuid().to_string())
        }
        What::Snapshot => {
            let all = domain()
                .await?
                .snapshots(DomainSnapshotListFlags::empty())
                .await?;
            list(all, |snapshot| snapshot.name().to_owned())
        }
        What::Checkpoint => {
            let all = domain()
                .await?
                .checkpoints(DomainCheckpointListFlags::empty())
                .await?;
            list(all, |checkpoint| checkpoint.name().to_owned())
        }
        What::Disk => {
            let document = domain().await?.definition(DomainXmlFlags::empty()).await?;
            let disks = document.devices.map(|devices| devices.disks).unwrap_or_default();
            list(disks, |disk| disk.target.dev)
        }
        What::Nic => {
            let document = domain().await?.definition(DomainXmlFlags::empty()).await?;
            let nics = document
                .devices
                .map(|devices| devices.interfaces)
                .unwrap_or_default();
            let addresses = nics.into_iter().filter_map(|nic| nic.mac);
            addresses.map(|mac| mac.address.to_string()).collect()
        }
        What::Command | What::File | What::Words(_) => Vec::new(),
    })
}

fn reached<F: std::ops::BitOr<Output = F>>(reach: Reach, active: F, inactive: F) -> F {
    match reach {
        Reach::All => active | inactive,
        Reach::Active => active,
        Reach::Inactive => inactive,
    }
}

fn list<T>(all: Vec<T>, name: impl Fn(T) -> String) -> Vec<String> {
    all.into_iter().map(name).collect()
}

/// Files whose paths begin with what is typed; folders end with a slash.
pub async fn files(typed: &str) -> Vec<String> {
    let (folder, begin) = typed
        .rsplit_once('/')
        .map_or(("", typed), |(folder, begin)| (folder, begin));
    let prefix = if typed.contains('/') {
        format!("{folder}/")
    } else {
        String::new()
    };
    let place = if prefix.is_empty() { "." } else { &prefix };
    let mut found = Vec::new();
    let Ok(mut entries) = tokio::fs::read_dir(place).await else {
        return found;
    };
    while let Ok(Some(entry)) = entries.next_entry().await
        && found.len() < FILES
    {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        // Hidden ones only for who asks for them.
        if !name.starts_with(begin) || (begin.is_empty() && name.starts_with('.')) {
            continue;
        }
        let is_folder = entry.metadata().await.is_ok_and(|meta| meta.is_dir());
        found.push(format!("{prefix}{name}{}", if is_folder { "/" } else { "" }));
    }
    found
}
