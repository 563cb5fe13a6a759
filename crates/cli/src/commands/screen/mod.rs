//! Screens and displays of domains.

mod png;
mod ppm;

use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use ferrovirt_types::consts::DomainXmlFlags;
use serde_json::json;
use tokio::io::AsyncReadExt;

commands! {
    "screenshot", "take a screenshot of a current domain console and store it into a file", "<domain> [--file <string>] [--screen <number>]" => screenshot;
    "vncdisplay", "vnc display", "<domain>" => vnc_display;
    "domdisplay", "domain display connection URI", "<domain> [--include-password] [--type <string>] [--all]" => display;
    "ttyconsole", "tty console", "<domain>" => tty;
}

/// Most bytes of a picture.
const PICTURE: u64 = 256 << 20;

async fn screenshot(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let screen = args.number("screen")?.unwrap_or(0);
    let name = domain.name();
    let picture = domain
        .screenshot(screen)
        .await
        .context(|| format!("could not take a screenshot of {name}"))?;
    let mut data = Vec::new();
    picture.data.take(PICTURE).read_to_end(&mut data).await?;
    let mut mime = picture.mime.unwrap_or_else(|| "unknown".to_owned());
    let file = match args.text("file") {
        Some(file) => file.to_owned(),
        None => {
            let ending = match mime.as_str() {
                "image/png" => ".png",
                "image/x-portable-pixmap" => ".ppm",
                _ => "",
            };
            let seconds = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default();
            format!(
                "{name}-{}{ending}",
                crate::commands::snapshot::stamp(seconds.as_secs()).replace([' ', ':'], "-")
            )
        }
    };
    if file.ends_with(".png") && data.starts_with(b"P6") {
        let image =
            ppm::parse(&data).ok_or_else(|| CliError::text("the picture of the guest is malformed"))?;
        data = png::encode(&image);
        "image/png".clone_into(&mut mime);
    }
    tokio::fs::write(&file, &data)
        .await
        .map_err(|e| CliError::text(format!("cannot create file {file}: {e}")))?;
    let text = format!("Screenshot saved to {file}, with type of {mime}");
    Ok(Report::Bare(
        text,
        json!({ "file": file, "type": mime, "bytes": data.len() }),
    ))
}

/// A display of a running domain.
struct Display {
    kind: String,
    listen: Option<String>,
    socket: Option<String>,
    port: Option<u16>,
    tls_port: Option<u16>,
    password: Option<String>,
}

async fn displays(shell: &mut Shell, args: &Args) -> Result<Vec<Display>, CliError> {
    let domain = find::domain(shell, args).await?;
    if !domain.is_active().await? {
        return Err(CliError::text("Domain is not running"));
    }
    let flags = if args.flag("include-password") {
        DomainXmlFlags::SECURE
    } else {
        DomainXmlFlags::empty()
    };
    let xml = domain.xml(flags).await?;
    crate::xml::with_root(&xml, |root| {
        let displays = root
            .child("devices")
            .into_iter()
            .flat_map(|d| d.children_named("graphics"));
        let port = |g: ferrovirt_xml::Node<'_>, name| {
            g.attr(name).and_then(|p: &str| p.parse().ok()).filter(|p| *p > 0)
        };
        displays
            .map(|g| {
                let child = g.child("listen").and_then(|l| l.attr("address"));
                let socket = g
                    .attr("socket")
                    .or_else(|| g.child("listen").and_then(|l| l.attr("socket")));
                Display {
                    kind: g.attr("type").unwrap_or_default().to_owned(),
                    listen: g.attr("listen").or(child).map(str::to_owned),
                    socket: socket.map(str::to_owned),
                    port: port(g, "port"),
                    tls_port: port(g, "tlsPort"),
                    password: g.attr("passwd").map(str::to_owned),
                }
            })
            .collect()
    })
}

async fn vnc_display(shell: &mut Shell, args: &Args) -> Outcome {
    let all = displays(shell, args).await?;
    let vnc = all.iter().find(|d| d.kind == "vnc");
    let port = vnc.and_then(|d| d.port).and_then(|p| p.checked_sub(5900));
    let port = port.ok_or_else(|| CliError::text("Failed to get VNC port. Is this domain using VNC?"))?;
    let host = vnc
        .and_then(|d| d.listen.as_deref())
        .filter(|l| !matches!(*l, "0.0.0.0" | "::"))
        .unwrap_or_default();
    Ok(Report::Text(format!("{host}:{port}")))
}

/// The address of a display as a URI; `None` when it has none yet.
fn display_uri(d: &Display) -> Option<String> {
    if let Some(socket) = &d.socket {
        return Some(format!("{}+unix://{socket}", d.kind));
    }
    let host = match d.listen.as_deref() {
        None | Some("0.0.0.0" | "::") => "localhost".to_owned(),
        Some(v6) if v6.contains(':') => format!("[{v6}]"),
        Some(host) => host.to_owned(),
    };
    let password = d
        .password
        .as_deref()
        .map(|p| format!(":{p}@"))
        .unwrap_or_default();
    match d.kind.as_str() {
        "vnc" => Some(format!("vnc://{password}{host}:{}", d.port?.checked_sub(5900)?)),
        kind => {
            let mut uri = format!("{kind}://{host}");
            if let Some(port) = d.port {
                uri.push_str(&format!(":{port}"));
            } else {
                d.tls_port?;
            }
            if let Some(tls) = d.tls_port {
                uri.push_str(&format!("?tls-port={tls}"));
            }
            if let Some(password) = &d.password {
                uri.push_str(&format!(
                    "{}password={password}",
                    if d.tls_port.is_some() { '&' } else { '?' }
                ));
            }
            Some(uri)
        }
    }
}

async fn display(shell: &mut Shell, args: &Args) -> Outcome {
    args.exclusive("all", "type")?;
    let wanted = args.text("type");
    let all = displays(shell, args).await?;
    let mut uris: Vec<String> = all
        .iter()
        .filter(|d| wanted.is_none_or(|w| w == d.kind))
        .filter_map(display_uri)
        .collect();
    if !args.flag("all") {
        uris.truncate(1);
    }
    if uris.is_empty() {
        return Err(CliError::text(match wanted {
            Some(kind) => format!("No graphical display with type '{kind}' found"),
            None => "No graphical display found".to_owned(),
        }));
    }
    Ok(Report::Bare(uris.join("\n"), json!(uris)))
}

async fn tty(shell: &mut Shell, args: &Args) -> Outcome {
    let xml = find::domain(shell, args)
        .await?
        .xml(DomainXmlFlags::empty())
        .await?;
    let tty = crate::xml::with_root(&xml, |root| {
        let console = root.child("devices").and_then(|d| d.child("console"))?;
        console
            .attr("tty")
            .or_else(|| console.child("source")?.attr("path"))
            .map(str::to_owned)
    })?;
    Ok(tty.map_or(Report::Nothing, Report::Text))
}
