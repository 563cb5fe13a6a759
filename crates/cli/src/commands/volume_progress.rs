//! How far work on a volume is, on a terminal, while it lasts.
//!
//! A daemon of ours says it in the volume's document; another shows a volume that is being made with the space that
//! it has so far. Whoever interrupts the command ends the work.

use crate::units::pretty;
use ferrovirt_api::{StoragePool, StorageVol};
use ferrovirt_schema::vol::Volume;
use ferrovirt_types::consts::StorageVolInfoFlags;
use std::convert::Infallible;
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// How often it is asked for.
const PERIOD: Duration = Duration::from_millis(250);
/// Characters of the bar.
const WIDTH: u64 = 30;

/// Waits for work that makes volume `name` of `pool`, showing how far it is.
pub(super) async fn while_made<T>(pool: &StoragePool, name: &str, work: impl Future<Output = T>) -> T {
    shown(work, async || {
        let volume = pool.volume(name).await.ok()?;
        match told(&volume).await {
            Some(progress) => Some(progress),
            None => {
                let info = volume.info(StorageVolInfoFlags::empty()).await.ok()?;
                Some((info.allocation, info.capacity))
            }
        }
    })
    .await
}

/// Waits for work that changes a volume, showing how far it is.
pub(super) async fn while_changed<T>(volume: &StorageVol, work: impl Future<Output = T>) -> T {
    shown(work, async || told(volume).await).await
}

/// What the volume's document says: bytes that are done, and all of them.
async fn told(volume: &StorageVol) -> Option<(u64, u64)> {
    let document = Volume::parse(&volume.xml().await.ok()?).ok()?;
    document.work.map(|work| (work.done, work.total))
}

async fn shown<T>(work: impl Future<Output = T>, progress: impl AsyncFn() -> Option<(u64, u64)>) -> T {
    if !std::io::stderr().is_terminal() {
        return work.await;
    }
    let ended = tokio::select! {
        ended = work => ended,
        never = show(progress) => match never {},
    };
    print("");
    ended
}

async fn show(progress: impl AsyncFn() -> Option<(u64, u64)>) -> Infallible {
    loop {
        tokio::time::sleep(PERIOD).await;
        if let Some((done, total)) = progress().await {
            print(&line(done, total));
        }
    }
}

/// Replaces the terminal's current line. One that cannot be written to is not written to.
fn print(line: &str) {
    let mut terminal = std::io::stderr().lock();
    let _ = write!(terminal, "\r\x1b[K{line}");
    let _ = terminal.flush();
}

fn line(done: u64, total: u64) -> String {
    let share = |of: u64| (u128::from(done.min(total)) * u128::from(of) / u128::from(total.max(1))) as u64;
    let filled = "#".repeat(share(WIDTH) as usize);
    let width = WIDTH as usize;
    format!(
        "[{filled:.<width$}] {:3} %  {} of {}",
        share(100),
        pretty(done),
        pretty(total)
    )
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_line_says_how_far_it_is() {
        assert_eq!(
            line(512 << 20, 1 << 30),
            "[###############...............]  50 %  512.00 MiB of 1.00 GiB"
        );
        assert!(line(0, 0).contains("  0 %"));
        assert!(line(u64::MAX, u64::MAX).contains("100 %"));
    }
}
