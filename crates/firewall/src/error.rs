//! What can fail when rules are applied.

/// Result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed change of the packet filter. The cause is the source, never part of the text.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The tool is not installed.
    #[error("the program 'nft' is missing: install the package 'nftables'")]
    NftMissing,
    /// The kernel has no support, or we have no right.
    #[error("no permission to change the packet filter: it needs root (CAP_NET_ADMIN)")]
    NotPermitted(#[source] ferrovirt_host::Error),
    /// The rules were refused or the tool failed.
    #[error("cannot {action} the nftables table '{table}'")]
    Failed {
        /// What was tried: `install`, `replace` or `remove`.
        action: &'static str,
        /// The table.
        table: String,
        /// Why.
        #[source]
        source: ferrovirt_host::Error,
    },
    /// The rules ask for the connections of packets, and the kernel refused them.
    #[error(
        "cannot install the nftables table '{table}', which asks for connections: the kernel needs the module \
         'nf_conntrack_bridge'; rules with statematch='false' do without"
    )]
    NoConnections {
        /// The table.
        table: String,
        /// Why.
        #[source]
        source: ferrovirt_host::Error,
    },
    /// The rules of the host could not be listed.
    #[error("cannot list the rules of the packet filter")]
    List(#[source] ferrovirt_host::Error),
    /// The listing is not what nft prints.
    #[error("what 'nft -j list ruleset' prints cannot be read")]
    Listing(#[source] serde_json::Error),
}
