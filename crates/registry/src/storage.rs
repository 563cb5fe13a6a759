//! The kinds of storage pools.

use ferrovirt_driver::secret::GuestSecrets;
use ferrovirt_storage::Backend;
use ferrovirt_storage_dir::DirBackend;
use std::sync::Arc;

/// All backends. Those for servers take passwords from `secrets`.
pub(crate) fn backends(_secrets: &Arc<dyn GuestSecrets>) -> Vec<Arc<dyn Backend>> {
    vec![Arc::new(DirBackend)]
}
