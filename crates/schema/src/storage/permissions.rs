//! Who may use a directory or image.

use crate::storage::Octal;
use ferrovirt_xml::{Invalid, Node, Sink, Value, ValueShape, Xml, XmlError};

/// Owner, group and mode; what is missing is left as the system makes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
#[xml(whole = settle)]
pub struct Permissions {
    /// Permission bits. Default: 0711 for a pool, 0600 for a volume.
    #[xml(leaf)]
    pub mode: Option<Octal>,
    /// User. Unit: none. Default: that of the daemon.
    #[xml(leaf)]
    pub owner: Option<Id>,
    /// Group. Unit: none. Default: that of the daemon.
    #[xml(leaf)]
    pub group: Option<Id>,
    /// Security label. Default: chosen by the host.
    #[xml(leaf)]
    pub label: Option<String>,
}

/// Nobody in particular is nobody, but has to be said so.
fn settle(permissions: &mut Permissions, node: Node<'_>) -> Result<(), XmlError> {
    for name in ["owner", "group"] {
        if let Some(id) = node
            .child(name)
            .filter(|id| id.text().is_empty() && !node.is_lenient())
        {
            id.text_value::<Id>()?;
        }
    }
    for id in [&mut permissions.owner, &mut permissions.group] {
        id.take_if(|id| id.known().is_none());
    }
    Ok(())
}

/// Number of a user or group; -1 stands for "whatever it is".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id(pub i64);

impl Id {
    /// The number, unless it is -1.
    pub fn known(self) -> Option<u32> {
        u32::try_from(self.0).ok()
    }
}

impl Value for Id {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let number = text.trim().parse().ok();
        let fits = |n: &i64| (-1..i64::from(u32::MAX)).contains(n);
        number
            .filter(fits)
            .map(Id)
            .ok_or_else(|| Invalid::expected("the number of a user or group"))
    }

    fn print(&self, out: &mut Sink<'_>) {
        out.display(self.0);
    }
    fn shape() -> ValueShape {
        ValueShape::Integer {
            least: -1,
            most: 0xffff_fffe,
        }
    }
}
