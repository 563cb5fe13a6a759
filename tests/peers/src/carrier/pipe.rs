//! Joins standard streams to a socket, as netcat does: what stands on the far side of `+ssh` and `+ext`.

use ferrovirt_tests::harness::case::Outcome;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;

/// Copies both ways until the daemon has closed.
///
/// # Errors
/// When the socket cannot be reached or a stream fails.
pub fn run(socket: &str) -> Outcome {
    let socket = UnixStream::connect(socket)?;
    let mut sending = socket.try_clone()?;
    std::thread::spawn(move || {
        // The end of either side ends the copy; the other thread reports what matters.
        let _ = copy(&mut std::io::stdin(), &mut sending);
        let _ = sending.shutdown(Shutdown::Write);
    });
    copy(&mut &socket, &mut std::io::stdout())
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> Outcome {
    let mut buffer = [0; 64 * 1024];
    loop {
        let length = from.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        to.write_all(&buffer[..length])?;
        to.flush()?;
    }
}
