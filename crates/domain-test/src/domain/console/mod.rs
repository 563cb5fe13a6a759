//! The screen and the keyboard of guests.

mod line;

use crate::TestDriver;
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_driver::Console;
use ferrovirt_driver::stream::{BytesReader, DriverStream};
use ferrovirt_schema::domain::devices::chardev::{Channel, ChannelTarget};
use ferrovirt_schema::domain::devices::graphics::Graphics;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::consts::{DomainChannelFlags, DomainConsoleFlags, ErrorNumber};
use ferrovirt_types::object::DomainRef;
use std::sync::OnceLock;

/// What every screen shows, where the host has none of its own for that.
const SCREEN: &[u8] = include_bytes!("../screen.png");
/// Where hosts keep the picture that test screens show.
const SCREEN_OF_HOST: &str = "/usr/share/libvirt/test-screenshot.png";
/// Largest picture that is taken from the host, in bytes.
const MOST_PICTURE: u64 = 16 << 20;
/// Key code sets that there are.
const CODESETS: u32 = 12;
/// Largest code of a key in any set.
const MOST_CODE: u32 = 0xffff;
/// Keys that can be pressed at once.
const MOST_KEYS: usize = 16;

#[async_trait]
impl Console for TestDriver {
    async fn domain_screenshot(
        &self,
        dom: &DomainRef,
        _screen: u32,
        flags: u32,
    ) -> ApiResult<(Option<String>, DriverStream)> {
        check_flags(flags, 0, "virDomainScreenshot")?;
        self.known(dom)?;
        let stream = DriverStream::reader(BytesReader::new(picture().clone()));
        Ok((Some("image/png".into()), stream))
    }

    async fn domain_open_console(
        &self,
        dom: &DomainRef,
        dev_name: Option<&str>,
        flags: u32,
    ) -> ApiResult<DriverStream> {
        let known = DomainConsoleFlags::FORCE | DomainConsoleFlags::SAFE;
        check_flags(flags, known.bits(), "virDomainOpenConsole")?;
        let found = self.world.guest(dom)?;
        let devices = found.state.running()?.devices.as_ref();
        let named = |alias: &Option<String>| dev_name.is_none_or(|name| alias.as_deref() == Some(name));
        let there = devices.is_some_and(|d| {
            d.consoles.iter().any(|c| named(&c.info.alias)) || d.serials.iter().any(|s| named(&s.info.alias))
        });
        if !there {
            let why = format!("cannot find character device {}", dev_name.unwrap_or("(null)"));
            return Err(TestError::Internal(why).into());
        }
        Ok(line::terminal(&found.name))
    }

    async fn domain_open_channel(
        &self,
        dom: &DomainRef,
        name: Option<&str>,
        flags: u32,
    ) -> ApiResult<DriverStream> {
        check_flags(flags, DomainChannelFlags::FORCE.bits(), "virDomainOpenChannel")?;
        let found = self.world.guest(dom)?;
        let devices = found.state.running()?.devices.as_ref();
        let is = |channel: &Channel| {
            let target = match &channel.target {
                Some(ChannelTarget::Virtio(t) | ChannelTarget::Xen(t)) => t.name.as_deref(),
                _ => None,
            };
            name.is_none_or(|name| target == Some(name) || channel.info.alias.as_deref() == Some(name))
        };
        if !devices.is_some_and(|d| d.channels.iter().any(is)) {
            let why = format!("cannot find channel {}", name.unwrap_or("(null)"));
            return Err(TestError::Internal(why).into());
        }
        Ok(line::echo())
    }

    async fn domain_graphics_reload(&self, dom: &DomainRef, kind: u32, flags: u32) -> ApiResult<()> {
        check_flags(flags, 1, "virDomainGraphicsReload")?;
        let found = self.world.guest(dom)?;
        let devices = found.state.running()?.devices.as_ref();
        let vnc = devices.is_some_and(|d| d.graphics.iter().any(|g| matches!(g, Graphics::Vnc(_))));
        // Any kind, or VNC.
        if kind > 1 || !vnc {
            let why = "the guest has no graphics that could be reloaded";
            return Err(TestError::InvalidArgument(why.into()).into());
        }
        Ok(())
    }
}

/// The picture, read once.
fn picture() -> &'static Bytes {
    static PICTURE: OnceLock<Bytes> = OnceLock::new();
    PICTURE.get_or_init(|| {
        let small = std::fs::metadata(SCREEN_OF_HOST).is_ok_and(|m| m.is_file() && m.len() <= MOST_PICTURE);
        let read = if small {
            std::fs::read(SCREEN_OF_HOST).ok()
        } else {
            None
        };
        read.map_or_else(|| Bytes::from_static(SCREEN), Bytes::from)
    })
}

/// The sets of scan codes of the PCs XT and AT, and the largest of their codes.
const SCAN_CODES: [u32; 2] = [1, 2];
const MOST_SCAN_CODE: u32 = 255;

/// Keys pressed: they go nowhere.
pub(super) fn send_key(codeset: u32, keycodes: &[u32]) -> Result<()> {
    if codeset >= CODESETS {
        let why = format!("Unsupported codeset '{codeset}'");
        return Err(TestError::of_guest(ErrorNumber::InvalidArg, why));
    }
    if keycodes.len() > MOST_KEYS {
        return Err(TestError::InvalidArgument(format!(
            "no more than {MOST_KEYS} keys can be pressed at once"
        )));
    }
    let most = if SCAN_CODES.contains(&codeset) {
        MOST_SCAN_CODE
    } else {
        MOST_CODE
    };
    if let Some(code) = keycodes.iter().find(|code| **code > most) {
        let why = format!("invalid keycode {code} of the codeset with number {codeset}");
        return Err(TestError::Internal(why));
    }
    Ok(())
}
