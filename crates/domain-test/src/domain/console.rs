//! The screen and the keyboard of guests.

use crate::TestDriver;
use crate::error::{Result, TestError, check_flags};
use async_trait::async_trait;
use bytes::Bytes;
use ferrovirt_driver::Console;
use ferrovirt_driver::stream::{BytesReader, DriverStream};
use ferrovirt_schema::domain::Domain;
use ferrovirt_types::Result as ApiResult;
use ferrovirt_types::object::DomainRef;
use std::sync::OnceLock;

/// What every screen shows, where the host has none of its own for that.
const SCREEN: &[u8] = include_bytes!("screen.png");
/// Where hosts keep the picture that test screens show.
const SCREEN_OF_HOST: &str = "/usr/share/libvirt/test-screenshot.png";
/// Largest picture that is taken from the host, in bytes.
const MOST_PICTURE: u64 = 16 << 20;
/// Key code sets that there are.
const CODESETS: u32 = 12;
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
        self.world.guest(dom)?;
        let stream = DriverStream::reader(BytesReader::new(picture().clone()));
        Ok((Some("image/png".into()), stream))
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

/// Keys pressed: they go nowhere.
pub(super) fn send_key(_running: &Domain, codeset: u32, keycodes: &[u32]) -> Result<()> {
    if codeset >= CODESETS {
        return Err(TestError::InvalidArgument(format!(
            "Unsupported codeset '{codeset}'"
        )));
    }
    if keycodes.len() > MOST_KEYS {
        return Err(TestError::InvalidArgument(format!(
            "no more than {MOST_KEYS} keys can be pressed at once"
        )));
    }
    Ok(())
}
