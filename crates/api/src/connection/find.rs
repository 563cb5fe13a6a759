//! Finding and making objects.

use super::Connection;
use crate::{
    Domain, Interface, Network, NodeDevice, NwFilter, NwFilterBinding, Secret, StoragePool, StorageVol,
};
use ferrovirt_types::Result;
use ferrovirt_types::consts::{
    ConnectListAllDomainsFlags, ConnectListAllInterfacesFlags, ConnectListAllNetworksFlags,
    ConnectListAllNodeDeviceFlags, ConnectListAllSecretsFlags, ConnectListAllStoragePoolsFlags,
    DomainCreateFlags, DomainDefineFlags, DomainSaveRestoreFlags, NetworkCreateFlags, NetworkDefineFlags,
    SecretUsageType, StoragePoolCreateFlags,
};
use std::os::fd::OwnedFd;
use uuid::Uuid;

impl Connection {
    /// Wraps what a driver gave.
    fn wrap<R, T>(&self, make: impl Fn(Self, R) -> T, list: Vec<R>) -> Vec<T> {
        list.into_iter().map(|r| make(self.clone(), r)).collect()
    }

    /// Domains that pass the filter; an empty one passes all. Flags of one group (active and inactive)
    /// widen, groups narrow.
    pub async fn domains(&self, filter: ConnectListAllDomainsFlags) -> Result<Vec<Domain>> {
        let list = self
            .drivers()
            .lifecycle
            .connect_list_all_domains(filter.bits())
            .await?;
        Ok(self.wrap(Domain::new, list))
    }

    /// The domain with this name.
    pub async fn domain(&self, name: &str) -> Result<Domain> {
        Ok(Domain::new(
            self.clone(),
            self.drivers().lifecycle.domain_lookup_by_name(name).await?,
        ))
    }

    /// The domain with this UUID.
    pub async fn domain_by_uuid(&self, uuid: Uuid) -> Result<Domain> {
        Ok(Domain::new(
            self.clone(),
            self.drivers().lifecycle.domain_lookup_by_uuid(uuid).await?,
        ))
    }

    /// The active domain with this id.
    pub async fn domain_by_id(&self, id: i32) -> Result<Domain> {
        Ok(Domain::new(
            self.clone(),
            self.drivers().lifecycle.domain_lookup_by_id(id).await?,
        ))
    }

    /// Keeps a definition, new or instead of the one with the same name and UUID.
    pub async fn define_domain(&self, xml: &str, flags: DomainDefineFlags) -> Result<Domain> {
        let dom = self
            .drivers()
            .config
            .domain_define_xml_flags(xml, flags.bits())
            .await?;
        Ok(Domain::new(self.clone(), dom))
    }

    /// Starts a domain without keeping its definition.
    pub async fn create_domain(&self, xml: &str, flags: DomainCreateFlags) -> Result<Domain> {
        let dom = self
            .drivers()
            .lifecycle
            .domain_create_xml(xml, flags.bits())
            .await?;
        Ok(Domain::new(self.clone(), dom))
    }

    /// Starts a domain without keeping its definition, and hands it open files.
    pub async fn create_domain_with_files(
        &self,
        xml: &str,
        files: Vec<OwnedFd>,
        flags: DomainCreateFlags,
    ) -> Result<Domain> {
        let dom = self
            .drivers()
            .lifecycle
            .domain_create_xml_with_files(xml, flags.bits(), files)
            .await?;
        Ok(Domain::new(self.clone(), dom))
    }

    /// Starts a domain from a file written by [`Domain::save`], with another definition if given.
    pub async fn restore_domain(
        &self,
        file: &str,
        xml: Option<&str>,
        flags: DomainSaveRestoreFlags,
    ) -> Result<()> {
        self.drivers()
            .lifecycle
            .domain_restore_flags(file, xml, flags.bits())
            .await
    }

    /// Networks that pass the filter; an empty one passes all.
    pub async fn networks(&self, filter: ConnectListAllNetworksFlags) -> Result<Vec<Network>> {
        let list = self
            .drivers()
            .network
            .connect_list_all_networks(filter.bits())
            .await?;
        Ok(self.wrap(Network::new, list))
    }

    /// The network with this name.
    pub async fn network(&self, name: &str) -> Result<Network> {
        Ok(Network::new(
            self.clone(),
            self.drivers().network.network_lookup_by_name(name).await?,
        ))
    }

    /// The network with this UUID.
    pub async fn network_by_uuid(&self, uuid: Uuid) -> Result<Network> {
        Ok(Network::new(
            self.clone(),
            self.drivers().network.network_lookup_by_uuid(uuid).await?,
        ))
    }

    /// Keeps the definition of a network.
    pub async fn define_network(&self, xml: &str, flags: NetworkDefineFlags) -> Result<Network> {
        let net = self
            .drivers()
            .network
            .network_define_xml_flags(xml, flags.bits())
            .await?;
        Ok(Network::new(self.clone(), net))
    }

    /// Starts a network without keeping its definition.
    pub async fn create_network(&self, xml: &str, flags: NetworkCreateFlags) -> Result<Network> {
        let net = self
            .drivers()
            .network
            .network_create_xml_flags(xml, flags.bits())
            .await?;
        Ok(Network::new(self.clone(), net))
    }

    /// Storage pools that pass the filter; an empty one passes all.
    pub async fn storage_pools(&self, filter: ConnectListAllStoragePoolsFlags) -> Result<Vec<StoragePool>> {
        let list = self
            .drivers()
            .storage_pool
            .connect_list_all_storage_pools(filter.bits())
            .await?;
        Ok(self.wrap(StoragePool::new, list))
    }

    /// The storage pool with this name.
    pub async fn storage_pool(&self, name: &str) -> Result<StoragePool> {
        let pool = self
            .drivers()
            .storage_pool
            .storage_pool_lookup_by_name(name)
            .await?;
        Ok(StoragePool::new(self.clone(), pool))
    }

    /// The storage pool with this UUID.
    pub async fn storage_pool_by_uuid(&self, uuid: Uuid) -> Result<StoragePool> {
        let pool = self
            .drivers()
            .storage_pool
            .storage_pool_lookup_by_uuid(uuid)
            .await?;
        Ok(StoragePool::new(self.clone(), pool))
    }

    /// The active storage pool whose target is this path.
    pub async fn storage_pool_by_target(&self, path: &str) -> Result<StoragePool> {
        let pool = self
            .drivers()
            .storage_pool
            .storage_pool_lookup_by_target_path(path)
            .await?;
        Ok(StoragePool::new(self.clone(), pool))
    }

    /// Keeps the definition of a storage pool.
    pub async fn define_storage_pool(&self, xml: &str) -> Result<StoragePool> {
        let pool = self
            .drivers()
            .storage_pool
            .storage_pool_define_xml(xml, 0)
            .await?;
        Ok(StoragePool::new(self.clone(), pool))
    }

    /// Starts a storage pool without keeping its definition.
    pub async fn create_storage_pool(&self, xml: &str, flags: StoragePoolCreateFlags) -> Result<StoragePool> {
        let pool = self
            .drivers()
            .storage_pool
            .storage_pool_create_xml(xml, flags.bits())
            .await?;
        Ok(StoragePool::new(self.clone(), pool))
    }

    /// Where pools of a kind could be made from, as an XML document.
    pub async fn find_storage_sources(&self, kind: &str, xml: Option<&str>) -> Result<String> {
        self.drivers()
            .storage_pool
            .connect_find_storage_pool_sources(kind, xml, 0)
            .await
    }

    /// The volume with this key.
    pub async fn storage_vol_by_key(&self, key: &str) -> Result<StorageVol> {
        Ok(StorageVol::new(
            self.clone(),
            self.drivers().storage_vol.storage_vol_lookup_by_key(key).await?,
        ))
    }

    /// The volume with this path.
    pub async fn storage_vol_by_path(&self, path: &str) -> Result<StorageVol> {
        Ok(StorageVol::new(
            self.clone(),
            self.drivers()
                .storage_vol
                .storage_vol_lookup_by_path(path)
                .await?,
        ))
    }

    /// Devices of the host that have one of the capabilities; an empty filter passes all.
    pub async fn node_devices(&self, filter: ConnectListAllNodeDeviceFlags) -> Result<Vec<NodeDevice>> {
        let list = self
            .drivers()
            .node_device
            .connect_list_all_node_devices(filter.bits())
            .await?;
        Ok(self.wrap(NodeDevice::new, list))
    }

    /// The device of the host with this name.
    pub async fn node_device(&self, name: &str) -> Result<NodeDevice> {
        let device = self
            .drivers()
            .node_device
            .node_device_lookup_by_name(name)
            .await?;
        Ok(NodeDevice::new(self.clone(), device))
    }

    /// Network interfaces of the host that pass the filter; an empty one passes all.
    pub async fn interfaces(&self, filter: ConnectListAllInterfacesFlags) -> Result<Vec<Interface>> {
        let list = self
            .drivers()
            .interface
            .connect_list_all_interfaces(filter.bits())
            .await?;
        Ok(self.wrap(Interface::new, list))
    }

    /// The network interface of the host with this name.
    pub async fn interface(&self, name: &str) -> Result<Interface> {
        Ok(Interface::new(
            self.clone(),
            self.drivers().interface.interface_lookup_by_name(name).await?,
        ))
    }

    /// The network interface of the host with this MAC address.
    pub async fn interface_by_mac(&self, mac: &str) -> Result<Interface> {
        let interface = self
            .drivers()
            .interface
            .interface_lookup_by_mac_string(mac)
            .await?;
        Ok(Interface::new(self.clone(), interface))
    }

    /// Keeps the definition of a network interface of the host.
    pub async fn define_interface(&self, xml: &str) -> Result<Interface> {
        Ok(Interface::new(
            self.clone(),
            self.drivers().interface.interface_define_xml(xml, 0).await?,
        ))
    }

    /// Secrets that pass the filter; an empty one passes all.
    pub async fn secrets(&self, filter: ConnectListAllSecretsFlags) -> Result<Vec<Secret>> {
        let list = self
            .drivers()
            .secret
            .connect_list_all_secrets(filter.bits())
            .await?;
        Ok(self.wrap(Secret::new, list))
    }

    /// The secret with this UUID.
    pub async fn secret(&self, uuid: Uuid) -> Result<Secret> {
        Ok(Secret::new(
            self.clone(),
            self.drivers().secret.secret_lookup_by_uuid(uuid).await?,
        ))
    }

    /// The secret for this use.
    pub async fn secret_by_usage(&self, usage: SecretUsageType, id: &str) -> Result<Secret> {
        let secret = self
            .drivers()
            .secret
            .secret_lookup_by_usage(usage.raw(), id)
            .await?;
        Ok(Secret::new(self.clone(), secret))
    }

    /// Keeps the definition of a secret, without its value.
    pub async fn define_secret(&self, xml: &str) -> Result<Secret> {
        Ok(Secret::new(
            self.clone(),
            self.drivers().secret.secret_define_xml(xml, 0).await?,
        ))
    }

    /// Network filters.
    pub async fn nwfilters(&self) -> Result<Vec<NwFilter>> {
        let list = self.drivers().nwfilter.connect_list_all_nwfilters(0).await?;
        Ok(self.wrap(NwFilter::new, list))
    }

    /// The network filter with this name.
    pub async fn nwfilter(&self, name: &str) -> Result<NwFilter> {
        Ok(NwFilter::new(
            self.clone(),
            self.drivers().nwfilter.nwfilter_lookup_by_name(name).await?,
        ))
    }

    /// The network filter with this UUID.
    pub async fn nwfilter_by_uuid(&self, uuid: Uuid) -> Result<NwFilter> {
        Ok(NwFilter::new(
            self.clone(),
            self.drivers().nwfilter.nwfilter_lookup_by_uuid(uuid).await?,
        ))
    }

    /// Keeps the definition of a network filter.
    pub async fn define_nwfilter(&self, xml: &str) -> Result<NwFilter> {
        Ok(NwFilter::new(
            self.clone(),
            self.drivers().nwfilter.nwfilter_define_xml_flags(xml, 0).await?,
        ))
    }

    /// Filters bound to interfaces.
    pub async fn nwfilter_bindings(&self) -> Result<Vec<NwFilterBinding>> {
        let list = self
            .drivers()
            .nwfilter
            .connect_list_all_nwfilter_bindings(0)
            .await?;
        Ok(self.wrap(NwFilterBinding::new, list))
    }

    /// The filter bound to this interface of the host.
    pub async fn nwfilter_binding(&self, port: &str) -> Result<NwFilterBinding> {
        let binding = self
            .drivers()
            .nwfilter
            .nwfilter_binding_lookup_by_port_dev(port)
            .await?;
        Ok(NwFilterBinding::new(self.clone(), binding))
    }

    /// Binds a filter to an interface of the host.
    pub async fn create_nwfilter_binding(&self, xml: &str) -> Result<NwFilterBinding> {
        let binding = self
            .drivers()
            .nwfilter
            .nwfilter_binding_create_xml(xml, 0)
            .await?;
        Ok(NwFilterBinding::new(self.clone(), binding))
    }

    /// Makes a device of the host, such as a virtual port.
    pub async fn create_node_device(&self, xml: &str) -> Result<NodeDevice> {
        let device = self.drivers().node_device.node_device_create_xml(xml, 0).await?;
        Ok(NodeDevice::new(self.clone(), device))
    }

    /// Keeps the definition of a device of the host, such as a mediated one.
    pub async fn define_node_device(&self, xml: &str) -> Result<NodeDevice> {
        let device = self.drivers().node_device.node_device_define_xml(xml, 0).await?;
        Ok(NodeDevice::new(self.clone(), device))
    }
}
