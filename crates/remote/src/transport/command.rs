//! A daemon behind the standard streams of a command: `ssh`, or any other.

use super::{Sink, Source, Transport};
use crate::error::RemoteError;
use ferrovirt_types::uri::ConnectUri;
use std::collections::VecDeque;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, ChildStderr, Command};

/// Bytes of standard error that are kept, from its end.
const TAIL: usize = 2048;

/// What a command wrote to standard error, for the error of a connection that it ended.
#[derive(Clone, Default)]
pub(crate) struct LastWords(Arc<Mutex<VecDeque<u8>>>);

impl LastWords {
    /// The text, after a moment for the command to finish it.
    pub async fn take(&self) -> String {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let tail = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes: Vec<u8> = tail.iter().copied().collect();
        String::from_utf8_lossy(&bytes).trim().to_owned()
    }

    async fn follow(self, mut stderr: ChildStderr) {
        let mut chunk = [0; 1024];
        while let Ok(n @ 1..) = stderr.read(&mut chunk).await {
            let mut tail = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            tail.extend(&chunk[..n]);
            let extra = tail.len().saturating_sub(TAIL);
            tail.drain(..extra);
        }
    }
}

/// Runs the program of the parameter `command` and speaks the protocol to it.
pub(crate) fn external(uri: &ConnectUri) -> Result<Transport, RemoteError> {
    let program = uri.param("command").ok_or(RemoteError::Uri(
        "the ext transport needs the parameter 'command'",
    ))?;
    spawn(Command::new(program), program.to_owned())
}

/// Runs `ssh`, which takes the user's configuration, keys and agent into account, and on the far side a
/// helper that connects to the daemon's socket.
pub(crate) fn ssh(
    uri: &ConnectUri,
    read_only: bool,
    peer_uri: &str,
    socket: &str,
) -> Result<Transport, RemoteError> {
    let host = uri
        .host
        .as_deref()
        .ok_or(RemoteError::Uri("the ssh transport needs a host"))?;
    let mut command = Command::new(uri.param("command").unwrap_or("ssh"));
    command.args(ssh_arguments(uri, host));
    command.arg(remote_command(uri, read_only, peer_uri, socket));
    spawn(command, format!("{host} by ssh"))
}

fn ssh_arguments(uri: &ConnectUri, host: &str) -> Vec<String> {
    let mut args: Vec<String> = vec!["-T".into(), "-e".into(), "none".into()];
    let mut option = |name: &str, value: &str| args.extend([name.to_owned(), value.to_owned()]);
    if let Some(port) = uri.port {
        option("-p", &port.to_string());
    }
    if let Some(user) = &uri.user {
        option("-l", user);
    }
    if let Some(key) = uri.param("keyfile") {
        option("-i", key);
    }
    if uri.param("no_tty").is_some_and(|v| v != "0") {
        option("-o", "BatchMode=yes");
    }
    if uri.param("no_verify").is_some_and(|v| v != "0") {
        option("-o", "StrictHostKeyChecking=no");
    }
    args.extend(["--".to_owned(), host.to_owned()]);
    args
}

/// What runs on the far side: a helper that knows where the daemon listens, else netcat on its socket.
fn remote_command(uri: &ConnectUri, read_only: bool, peer_uri: &str, socket: &str) -> String {
    let helper = format!(
        "virt-ssh-helper {}{}",
        if read_only { "-r " } else { "" },
        quote(peer_uri)
    );
    let netcat = format!(
        "{} -U {}",
        quote(uri.param("netcat").unwrap_or("nc")),
        quote(socket)
    );
    let script = match uri.param("proxy") {
        Some("native") => format!("exec {helper}"),
        Some("netcat") => format!("exec {netcat}"),
        _ if uri.param("netcat").is_some() || uri.param("socket").is_some() => format!("exec {netcat}"),
        _ => format!(
            "if command -v virt-ssh-helper >/dev/null 2>&1; then exec {helper}; else exec {netcat}; fi"
        ),
    };
    format!("sh -c {}", quote(&script))
}

/// Quotes a word for a POSIX shell.
fn quote(word: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&b);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn spawn(mut command: Command, address: String) -> Result<Transport, RemoteError> {
    let failed = |e| RemoteError::Connect {
        address: address.clone(),
        source: Arc::new(e),
    };
    let mut child: Child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(failed)?;
    let missing = || failed(std::io::Error::other("the command has no standard streams"));
    let stdin = child.stdin.take().ok_or_else(missing)?;
    let stdout = child.stdout.take().ok_or_else(missing)?;
    let words = LastWords::default();
    if let Some(stderr) = child.stderr.take() {
        tokio::spawn(words.clone().follow(stderr));
    }
    // Reaps the command once its streams are closed, which ends it.
    tokio::spawn(async move { child.wait().await });
    Ok(Transport {
        source: Source::Stream(Box::new(stdout)),
        sink: Sink::Stream(Box::new(stdin)),
        secure: true,
        encrypted: true,
        last_words: Some(words),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(uri: &str) -> String {
        let uri = ConnectUri::parse(uri).unwrap();
        remote_command(&uri, false, "qemu:///system", "/run/libvirt/libvirt-sock")
    }

    #[test]
    fn far_side() {
        assert_eq!(
            script("qemu+ssh://h/system"),
            "sh -c 'if command -v virt-ssh-helper >/dev/null 2>&1; then exec virt-ssh-helper qemu:///system; \
             else exec nc -U /run/libvirt/libvirt-sock; fi'"
        );
        assert_eq!(
            script("qemu+ssh://h/system?proxy=native"),
            "sh -c 'exec virt-ssh-helper qemu:///system'"
        );
        assert_eq!(
            script("qemu+ssh://h/system?netcat=/opt/my%20nc"),
            "sh -c 'exec '\\''/opt/my nc'\\'' -U /run/libvirt/libvirt-sock'"
        );
    }

    #[test]
    fn near_side() {
        let uri = ConnectUri::parse("qemu+ssh://u@h:2222/system?keyfile=/k&no_verify=1&no_tty=1").unwrap();
        let args = ssh_arguments(&uri, "h").join(" ");
        assert_eq!(
            args,
            "-T -e none -p 2222 -l u -i /k -o BatchMode=yes -o StrictHostKeyChecking=no -- h"
        );
    }

    #[tokio::test]
    async fn a_command_that_fails_says_why() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo no route >&2; exit 1"]);
        let mut t = spawn(command, "x".into()).unwrap();
        let mut buf = bytes::BytesMut::new();
        assert_eq!(t.source.read(&mut buf, 0, &mut VecDeque::new()).await.unwrap(), 0);
        assert_eq!(t.last_words.unwrap().take().await, "no route");
    }
}
