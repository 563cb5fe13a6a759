//! Network interfaces of the host. A change of them can be tried and taken back.

mod driver;

use crate::error::{Kind, Result, TestError};
use ferrovirt_schema::interface::Interface as Document;
use ferrovirt_types::Error;
use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use ferrovirt_types::mac::MacAddr;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An interface.
#[derive(Debug, Clone)]
pub(crate) struct Interface {
    document: Arc<Document>,
    mac: String,
    active: bool,
}

type Table = BTreeMap<String, Interface>;

/// All interfaces, by name, and how they were when a change began.
#[derive(Default)]
pub(crate) struct Interfaces(Mutex<State>);

#[derive(Default)]
struct State {
    table: Table,
    before: Option<Table>,
}

impl Interfaces {
    /// Short: never held across an await.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Defines an interface, which is not active then.
    pub(crate) fn define(&self, text: &str, validate: bool, active: bool) -> Result<(String, String)> {
        let document: Document = crate::domain::read_document(text, Document::ROOT, validate)?;
        document.check()?;
        let host = document.of_host();
        let name = host.name.clone().unwrap_or_default();
        let mac = host.mac.clone().unwrap_or_default();
        let mut state = self.lock();
        let active = state.table.get(&name).map_or(active, |known| known.active);
        state.table.insert(
            name.clone(),
            Interface {
                document: Arc::new(document),
                mac: mac.clone(),
                active,
            },
        );
        Ok((name, mac))
    }
}

impl State {
    fn get(&mut self, name: &str) -> Result<&mut Interface> {
        self.table
            .get_mut(name)
            .ok_or_else(|| TestError::not_found(Kind::Interface, "name", name))
    }

    fn begin(&mut self) -> Result<()> {
        if self.before.is_some() {
            return Err(TestError::InvalidState(
                "there is another transaction running.".into(),
            ));
        }
        self.before = Some(self.table.clone());
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        let none = || TestError::InvalidState("no transaction running, nothing to be committed.".into());
        self.before.take().map(drop).ok_or_else(none)
    }

    /// Puts things back. What is brought back has to be started again.
    fn rollback(&mut self) -> Result<()> {
        let none = || TestError::InvalidState("no transaction running, nothing to rollback.".into());
        self.table = self.before.take().ok_or_else(none)?;
        for interface in self.table.values_mut() {
            interface.active = false;
        }
        Ok(())
    }

    fn by_mac(&self, mac: &str) -> Result<(&String, &Interface)> {
        let wanted = mac.parse::<MacAddr>().ok();
        let is = |interface: &Interface| {
            interface.mac.eq_ignore_ascii_case(mac)
                || (wanted.is_some() && interface.mac.parse().ok() == wanted)
        };
        let mut found = self.table.iter().filter(|(_, interface)| is(interface));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => Err(TestError::Api(Error::new(
                ErrorNumber::MultipleInterfaces,
                ErrorDomain::Test,
                "",
            ))),
            (None, _) => Err(TestError::not_found(Kind::Interface, "mac", mac)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str) -> Interfaces {
        let interfaces = Interfaces::default();
        let text = format!(
            "<interface type='ethernet' name='{name}'><mac address='52:54:00:00:00:01'/></interface>"
        );
        interfaces.define(&text, false, true).unwrap();
        interfaces
    }

    #[test]
    fn a_change_can_be_taken_back() {
        let interfaces = with("eth1");
        let mut state = interfaces.lock();
        state.begin().unwrap();
        assert!(state.begin().is_err());
        state.table.clear();
        state.rollback().unwrap();
        assert!(!state.get("eth1").unwrap().active);
        assert!(state.rollback().is_err() && state.commit().is_err());
    }

    #[test]
    fn two_with_one_address() {
        let interfaces = with("eth1");
        assert!(interfaces.lock().by_mac("52:54:00:0:0:1").is_ok());
        interfaces
            .define(
                "<interface type='ethernet' name='b'><mac address='52:54:00:00:00:01'/></interface>",
                false,
                false,
            )
            .unwrap();
        assert_eq!(
            interfaces
                .lock()
                .by_mac("52:54:00:00:00:01")
                .map_err(|e| Error::from(e).raw_code())
                .err(),
            Some(59)
        );
    }
}
