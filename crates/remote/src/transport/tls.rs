//! A daemon behind TLS.

use super::{Sink, Source, Transport, connect};
use crate::address::TLS_PORT;
use crate::error::RemoteError;
use ferrovirt_tls::{Client, ClientFiles, ClientSettings, Layout, Priority, TlsError};
use ferrovirt_types::uri::ConnectUri;
use std::io;
use std::sync::Arc;

/// Connects to the host of a URI, and is let in.
pub(crate) async fn tls(uri: &ConnectUri) -> Result<Transport, RemoteError> {
    let settings = settings(uri).map_err(unusable)?;
    let host = uri.host.as_deref().unwrap_or("localhost");
    let port = uri.port.unwrap_or(TLS_PORT);
    // Files are read, and what came of a key is computed.
    let client = tokio::task::spawn_blocking(move || Client::load(&settings)).await;
    let client = client
        .map_err(|e| RemoteError::Io(Arc::new(io::Error::other(e))))?
        .map_err(unusable)?;
    let socket = connect(host, port).await?;
    let stream = client.connect(socket, host).await;
    let stream = stream.map_err(|e| RemoteError::Tls {
        address: format!("{host}:{port}"),
        source: Arc::new(e),
    })?;
    let (read, write) = tokio::io::split(stream);
    Ok(Transport {
        source: Source::Stream(Box::new(read)),
        sink: Sink::Stream(Box::new(write)),
        secure: true,
        encrypted: true,
        last_words: None,
    })
}

fn unusable(error: TlsError) -> RemoteError {
    RemoteError::Certificates(Arc::new(error))
}

fn settings(uri: &ConnectUri) -> Result<ClientSettings, TlsError> {
    let says = |name: &str| uri.param(name).is_some_and(|value| value != "0");
    let files = match uri.param("pkipath") {
        Some(folder) => ClientFiles::of(&Layout::Flat(folder.into())),
        None => ClientFiles::of_caller(nix::unistd::geteuid().is_root(), std::env::home_dir().as_deref()),
    };
    Ok(ClientSettings {
        files,
        verify: !says("no_verify"),
        sane: !says("no_sanity"),
        priority: match uri.param("tls_priority") {
            None => Priority::default(),
            Some(text) => Priority::parse(text)?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_uri_says() {
        let of = |text: &str| settings(&ConnectUri::parse(text).unwrap());
        let usual = of("qemu://h/system").unwrap();
        assert!(usual.verify && usual.sane);
        let said = of("qemu+tls://h/system?pkipath=/x&no_verify=1&no_sanity=1&tls_priority=NORMAL").unwrap();
        assert_eq!(said.files.certificate, std::path::Path::new("/x/clientcert.pem"));
        assert!(!said.verify && !said.sane);
        let refused = of("qemu://h/system?tls_priority=@SYSTEM").unwrap_err();
        assert!(refused.to_string().contains("@SYSTEM"), "{refused}");
    }
}
