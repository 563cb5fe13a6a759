//! The driver: what is defined, what is there, and whose turn it is to change either.

use crate::apply;
use crate::error::{InterfaceError, Result};
use crate::keep::Keeper;
use crate::live;
use crate::plan::{Kind, Plan};
use crate::transaction::Transactions;
use ferrovirt_host::files;
use ferrovirt_host::paths::Places;
use ferrovirt_netlink::Netlink;
use ferrovirt_schema::interface::Interface;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Mutex;

/// A definition is a few hundred bytes.
const FILE_MAX: usize = 1 << 20;
const SUFFIX: &str = ".xml";

/// Interfaces of this host, as the API's driver. Cheap to clone: all clones are the same.
#[derive(Clone)]
pub struct Interfaces {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) netlink: Netlink,
    pub(crate) keeper: Keeper,
    pub(crate) transactions: Transactions,
    /// The texts of what is defined, by name; files below `folder` say the same.
    defined: RwLock<BTreeMap<String, String>>,
    folder: PathBuf,
    /// Held while something is changed.
    pub(crate) turn: Mutex<()>,
}

impl fmt::Debug for Interfaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interfaces")
            .field("tool", &self.shared.keeper.tool)
            .finish_non_exhaustive()
    }
}

impl Interfaces {
    /// Loads what is defined. Has to be called inside a tokio runtime. A daemon that is not the machine's own
    /// leaves the files of the host's tool alone.
    ///
    /// # Errors
    /// When there is no netlink, or the folder of definitions cannot be read.
    pub async fn open(places: &Places) -> Result<Self> {
        let host = (*places == Places::system()).then(|| Path::new("/"));
        let keeper = Keeper::new(host);
        let folder = places.etc.join("interfaces");
        let transactions = Transactions::below(&places.lib.join("interfaces"));
        let from = folder.clone();
        let defined = tokio::task::spawn_blocking(move || load(&from))
            .await
            .unwrap_or(Err(InterfaceError::Task))?;
        let shared = Arc::new(Shared {
            netlink: Netlink::open()?,
            keeper,
            transactions,
            defined: RwLock::new(defined),
            folder,
            turn: Mutex::default(),
        });
        shared.resume().await;
        Ok(Self { shared })
    }
}

/// All definitions; what cannot be read is logged and left alone.
fn load(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    let there = std::fs::read_dir(folder).into_iter().flatten();
    for file in there.filter_map(|entry| entry.ok()?.file_name().into_string().ok()) {
        let Some(name) = file.strip_suffix(SUFFIX) else {
            continue;
        };
        let path = folder.join(&file);
        match files::read_text(&path, FILE_MAX)
            .map_err(InterfaceError::from)
            .and_then(|text| {
                let plan = Plan::parse(&text)?;
                Ok((plan, text))
            }) {
            Ok((plan, text)) if plan.name.as_str() == name => {
                all.insert(name.to_owned(), text);
            }
            Ok(_) => tracing::error!(path = %path.display(), "ignoring a definition under another's name"),
            Err(error) => tracing::error!(path = %path.display(), %error, "ignoring a broken definition"),
        }
    }
    Ok(all)
}

impl Shared {
    pub(crate) fn defined(&self) -> BTreeMap<String, String> {
        self.defined
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn definition(&self, name: &str) -> Option<String> {
        let defined = self.defined.read().unwrap_or_else(PoisonError::into_inner);
        defined.get(name).cloned()
    }

    fn plan(&self, name: &str) -> Option<Plan> {
        Plan::parse(&self.definition(name)?).ok()
    }

    /// After the start of the daemon: takes back a transaction that a reboot interrupted, and starts what is
    /// started with the host where no other tool does.
    async fn resume(self: &Arc<Self>) {
        if let Err(error) = self.finish_interrupted().await {
            tracing::error!(%error, "an interrupted change of interfaces cannot be taken back");
        }
        if self.keeper.tool != crate::keep::Tool::Daemon {
            return;
        }
        let _turn = self.turn.lock().await;
        let plans: Vec<Plan> = self.defined().keys().filter_map(|name| self.plan(name)).collect();
        // Parts before what is made of them: as many rounds as there may be storeys.
        for _ in 0..plans.len() {
            for plan in plans.iter().filter(|plan| plan.on_boot && !plan.needs_client()) {
                let ready = plan.kind.below().iter().all(|below| live::exists(below.as_str()));
                if ready
                    && !live::is_active(plan.name.as_str())
                    && let Err(error) = apply::start(&self.netlink, plan).await
                {
                    tracing::error!(interface = %plan.name, %error, "an interface cannot be started");
                }
            }
        }
    }

    /// Keeps a definition; answers its name.
    pub(crate) async fn define(self: &Arc<Self>, xml: &str) -> Result<String> {
        let document = Interface::parse(xml)?;
        let plan = Plan::of(&document)?;
        let name = plan.name.to_string();
        let _turn = self.turn.lock().await;
        let mut all = self.defined();
        all.insert(name.clone(), document.to_xml());
        self.replace(all).await?;
        Ok(name)
    }

    /// Forgets a definition; what is there stays.
    pub(crate) async fn undefine(self: &Arc<Self>, name: &str) -> Result<()> {
        let _turn = self.turn.lock().await;
        let mut all = self.defined();
        if all.remove(name).is_none() {
            return Err(if live::exists(name) {
                InterfaceError::State(format!(
                    "interface '{name}' is not defined here, it only exists: whoever configured it has its definition"
                ))
            } else {
                no_name(name)
            });
        }
        self.replace(all).await
    }

    /// Starts an interface: as it is defined, or what is there as it is.
    pub(crate) async fn start(self: &Arc<Self>, name: &str) -> Result<()> {
        let _turn = self.turn.lock().await;
        self.start_in_turn(name).await
    }

    pub(crate) async fn start_in_turn(self: &Arc<Self>, name: &str) -> Result<()> {
        if live::is_active(name) {
            return Err(InterfaceError::State(format!(
                "interface '{name}' is already running"
            )));
        }
        match self.plan(name) {
            Some(plan) if plan.needs_client() => self.run_client(&plan, true).await,
            Some(plan) => apply::start(&self.netlink, &plan).await,
            None if live::exists(name) => {
                let name = name.parse().map_err(|_| no_name(name))?;
                Ok(self.netlink.set_up(&name).await?)
            }
            None => Err(no_name(name)),
        }
    }

    /// Stops an interface.
    pub(crate) async fn stop(self: &Arc<Self>, name: &str) -> Result<()> {
        let _turn = self.turn.lock().await;
        self.stop_in_turn(name).await
    }

    pub(crate) async fn stop_in_turn(self: &Arc<Self>, name: &str) -> Result<()> {
        if !live::exists(name) {
            return Err(match self.definition(name) {
                Some(_) => InterfaceError::State(format!("interface '{name}' is not running")),
                None => no_name(name),
            });
        }
        if !live::is_active(name) {
            return Err(InterfaceError::State(format!(
                "interface '{name}' is not running"
            )));
        }
        let plan = self.plan(name);
        if let Some(plan) = plan.as_ref().filter(|plan| plan.needs_client()) {
            return self.run_client(plan, false).await;
        }
        let kind: Option<Kind> = plan.map(|plan| plan.kind);
        let name = name.parse().map_err(|_| no_name(name))?;
        apply::stop(&self.netlink, &name, kind.as_ref()).await
    }

    async fn run_client(&self, plan: &Plan, up: bool) -> Result<()> {
        let tool = self.keeper.tool;
        let command = tool.client(plan.name.as_str(), up).ok_or_else(|| {
            InterfaceError::Unsupported(format!(
                "interface '{}' asks a DHCP server, which is left to ifupdown, systemd-networkd or NetworkManager, \
                 and none of them is in charge of this host",
                plan.name
            ))
        })?;
        command.run().await?;
        Ok(())
    }

    /// Makes `all` what is defined: the tool's files first, so that what it refuses is not acknowledged.
    pub(crate) async fn replace(self: &Arc<Self>, all: BTreeMap<String, String>) -> Result<()> {
        let plans = all
            .values()
            .map(|text| Plan::parse(text))
            .collect::<Result<Vec<_>>>()?;
        let shared = Arc::clone(self);
        let before = self.defined();
        let wanted = all.clone();
        let work = move || {
            shared.keeper.sync(&plans)?;
            files::create_dirs(&shared.folder, 0o755)?;
            for (name, text) in &wanted {
                if before.get(name) != Some(text) {
                    files::write_durable(&shared.file(name), text.as_bytes(), 0o644)?;
                }
            }
            for name in before.keys().filter(|name| !wanted.contains_key(*name)) {
                files::remove_durable(&shared.file(name))?;
            }
            Ok(())
        };
        tokio::task::spawn_blocking(work)
            .await
            .unwrap_or(Err(InterfaceError::Task))?;
        *self.defined.write().unwrap_or_else(PoisonError::into_inner) = all;
        if let Err(error) = self.keeper.reload().await {
            // The files are in place and are read at the next start in any case.
            tracing::warn!(%error, tool = self.keeper.tool.name(), "the host's tool did not read its files again");
        }
        Ok(())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{SUFFIX}"))
    }
}

pub(crate) fn no_name(name: &str) -> InterfaceError {
    InterfaceError::NoName {
        name: name.to_owned(),
    }
}
