//! What every call passes before a driver sees it, in process as behind a daemon: the rules of the interface,
//! a gate where the driver has one, and afterwards the right subsystem for errors of documents. A guard adds no
//! future of its own to a call that goes through.

use crate::Drivers;
use crate::gate::{Gate, Passage, Verdict};
use crate::generated::guarded::GuardedDrivers;
use ferrovirt_types::consts::ErrorDomain;
use ferrovirt_types::{Error, Result};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// A call on its way.
pub type Call<'a, R> = Pin<Box<dyn Future<Output = Result<R>> + Send + 'a>>;

/// A driver behind a guard. It has the methods of the driver's trait.
pub struct Guarded<T: ?Sized> {
    pub(crate) driver: Arc<T>,
    pub(crate) post: Post,
}

/// What a guard asks.
#[derive(Clone)]
pub(crate) enum Post {
    /// Nothing: the other end does.
    Open,
    /// The rules.
    Rules,
    /// The rules, then a gate.
    Gate(Arc<dyn Gate>),
}

impl<T: ?Sized> Guarded<T> {
    pub(crate) fn new(driver: Arc<T>, post: &Post) -> Self {
        let post = post.clone();
        Self { driver, post }
    }
}

impl<T: ?Sized> Clone for Guarded<T> {
    fn clone(&self) -> Self {
        Self::new(self.driver.clone(), &self.post)
    }
}

impl Drivers {
    /// The rules of the interface before these drivers.
    #[must_use]
    pub fn guarded(self) -> GuardedDrivers {
        self.behind(&Post::Rules)
    }

    /// The rules of the interface before these drivers, and then a gate.
    #[must_use]
    pub fn gated(self, gate: Arc<dyn Gate>) -> GuardedDrivers {
        self.behind(&Post::Gate(gate))
    }

    /// Nothing before these drivers, which forward calls to where they are checked.
    #[must_use]
    pub fn unguarded(self) -> GuardedDrivers {
        self.behind(&Post::Open)
    }
}

impl Post {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// `call` if the gate lets it through.
    pub(crate) fn pass<'a, R: Send + 'a>(&self, passage: Passage<'_>, call: Call<'a, R>) -> Call<'a, R> {
        let Self::Gate(gate) = self else { return call };
        match gate.verdict(passage) {
            Verdict::Pass => call,
            Verdict::Refuse(error) => refused(error),
            Verdict::Wait(wait) => Box::pin(async move {
                wait.await?;
                call.await
            }),
        }
    }
}

pub(crate) fn refused<'a, R: Send + 'a>(error: Error) -> Call<'a, R> {
    Box::pin(std::future::ready(Err(error)))
}

/// A call that takes a document of `domain`.
pub(crate) fn with_document<'a, R: 'a>(call: Call<'a, R>, domain: ErrorDomain) -> Call<'a, R> {
    Box::pin(async move { call.await.map_err(|e| e.in_subsystem_of_document(domain)) })
}

/// The methods of a trait on a guarded driver of that trait. For each: signature, function of the interface,
/// guest that it is about, rule, and subsystem of its document.
macro_rules! guarded {
    ($driver:ident, $a:lifetime; $(
        $name:ident($($arg:ident: $ty:ty),*) -> $ret:ty, $function:literal, $domain:expr
        $(, rule($($ruled:ident),*))? $(, document $document:ident)?;
    )*) => {
        #[allow(clippy::too_many_arguments, reason = "the numbers are the interface's")]
        impl Guarded<dyn $driver> {$(
            #[doc = concat!("`", $function, "`.")]
            pub fn $name<$a>(&$a self $(, $arg: $ty)*) -> crate::guarded::Call<$a, $ret> {
                // A driver does nothing before its future is polled.
                let call = self.driver.$name($($arg),*);
                if self.post.is_open() {
                    return call;
                }
                $(if let Err(error) = crate::rules::$name($($ruled),*) {
                    return crate::guarded::refused(error);
                })?
                let passage = crate::gate::Passage { function: $function, domain: $domain };
                let call = self.post.pass(passage, call);
                $(let call = crate::guarded::with_document(call, ferrovirt_types::consts::ErrorDomain::$document);)?
                call
            }
        )*}
    };
}

pub(crate) use guarded;

#[cfg(test)]
mod tests {
    use super::*;
    use ferrovirt_types::consts::ErrorNumber;

    #[tokio::test]
    async fn rules_stand_before_a_driver_unless_its_other_end_has_them() {
        let code = |result: Result<_>| result.map(|_: Vec<u64>| ()).map_err(|e| e.raw_code());
        let guarded = Drivers::none().guarded();
        let asked = guarded.host.node_get_cells_free_memory(-1, 0).await;
        assert_eq!(code(asked), Err(ErrorNumber::InvalidArg.raw()));
        let open = Drivers::none().unguarded();
        let asked = open.host.node_get_cells_free_memory(-1, 0).await;
        assert_eq!(code(asked), Err(ErrorNumber::NoSupport.raw()));
    }
}
