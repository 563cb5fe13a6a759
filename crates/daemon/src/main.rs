//! `ferrovirtd`: serves the drivers of this host.

use clap::Parser;
use ferrovirt_daemon::config::{self, Config};
use ferrovirt_daemon::listen::{self, ListenSocket, Listener};
use ferrovirt_daemon::logging::{Logging, Priority, Rules};
use ferrovirt_daemon::memory;
use ferrovirt_daemon::notify;
use ferrovirt_daemon::server::Server;
use ferrovirt_daemon::tls::TlsDoor;
use ferrovirt_host::instance::Instance;
use ferrovirt_host::paths::Places;
use ferrovirt_registry::{LocalHost, QemuConfig};
use ferrovirt_tls::Layout;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How long a daemon before this one may take to end, once it is ending.
const HANDOVER: Duration = Duration::from_secs(10);

/// After this the start is over: running guests are taken up and the usual emulators are known.
const SETTLED: Duration = Duration::from_secs(1);

/// The Ferrovirt daemon.
#[derive(Parser, Debug)]
#[command(name = "ferrovirtd", version)]
struct Options {
    /// Keep everything under this directory instead of the system's places
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Read settings from this file
    #[arg(short = 'f', long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Write the process number to this file
    #[arg(short = 'p', long, value_name = "FILE")]
    pid_file: Option<PathBuf>,
    /// Log more
    #[arg(short, long)]
    verbose: bool,
    /// Listen on the network as well, as the settings say
    #[arg(short, long)]
    listen: bool,
    /// End after so many seconds without clients and without anything running
    #[arg(short, long, value_name = "SECONDS")]
    timeout: Option<u64>,
}

fn main() -> ExitCode {
    // Before anything else opens descriptors.
    let passed = notify::passed_sockets();
    let options = Options::parse();
    // Until the settings are known.
    let logging = Logging::start(Rules::default());
    match run(&options, &logging, listen::adopt(passed)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            tracing::error!("{}", chain(&*e));
            ExitCode::FAILURE
        }
    }
}

type Failure = Box<dyn std::error::Error>;

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(e) = source {
        text.push_str(": ");
        text.push_str(&e.to_string());
        source = e.source();
    }
    text
}

fn run(options: &Options, logging: &Logging, passed: Vec<Listener>) -> Result<(), Failure> {
    let places = match &options.root {
        Some(root) => Places::under_root(&std::path::absolute(root)?),
        None => Places::for_caller(),
    };
    let config = read_config(options, &places)?;
    logging.configure(log_rules(options, &config)?);
    raise_file_limit();
    if passed.is_empty() {
        listen::check_length(&socket_dir(&config, &places))?;
    }
    let mut instance = Instance::claim(&places, HANDOVER).map_err(|e| remedied(e, &places))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("work")
        .enable_all()
        .build()?;
    let qemu = config::qemu(places.clone())?;
    if let Some(path) = &options.pid_file {
        write_pid(path)?;
    }
    let result = runtime.block_on(serve(options, logging, places, config, qemu, passed));
    instance.ending();
    // Guests and networks stay; nothing here may hold the end up.
    runtime.shutdown_timeout(Duration::from_millis(500));
    if let Some(path) = &options.pid_file {
        let _ = std::fs::remove_file(path);
    }
    result
}

/// Where certificates are that no setting names.
fn certificates(options: &Options, places: &Places) -> Layout {
    match (&options.root, std::env::home_dir()) {
        (Some(_), _) => Layout::Folders(places.etc.join("pki")),
        (None, Some(home)) if !nix::unistd::geteuid().is_root() => Layout::user(&home),
        (None, _) => Layout::system(),
    }
}

/// Where the sockets are.
fn socket_dir(config: &Config, places: &Places) -> PathBuf {
    config.unix_sock_dir.clone().unwrap_or_else(|| places.run.clone())
}

/// A place that cannot be used, with what helps.
fn remedied(error: ferrovirt_host::Error, places: &Places) -> Failure {
    match error {
        ferrovirt_host::Error::File { .. } => format!(
            "{}: '{}' has to be a directory that user {} may write to, or a name where it may make one; name another place with --root",
            chain(&error),
            places.run.parent().unwrap_or(&places.run).display(),
            nix::unistd::geteuid()
        )
        .into(),
        other => other.into(),
    }
}

fn read_config(options: &Options, places: &Places) -> Result<Config, Failure> {
    let path = match &options.config {
        Some(path) => path.clone(),
        None => places.etc.join("libvirtd.conf"),
    };
    if options.config.is_none() && !path.exists() {
        return Ok(Config::default());
    }
    Ok(Config::read(&path)?)
}

/// What is logged: by the settings, unless the environment says otherwise with filters such as `1:qemu 3:rpc`, or
/// with one word for the least level of all.
fn log_rules(options: &Options, config: &Config) -> Result<Rules, Failure> {
    let mut rules = config.log_rules(options.verbose)?;
    if let Ok(wish) = std::env::var("FERROVIRT_LOG") {
        match wish.as_str() {
            "debug" => rules.priority = Priority::Debug,
            "info" => rules.priority = Priority::Info,
            "warning" | "warn" => rules.priority = Priority::Warning,
            "error" => rules.priority = Priority::Error,
            filters => rules.filters = Rules::parse_filters(filters)?,
        }
    }
    Ok(rules)
}

/// Reads all settings anew. Those that cannot be read leave the ones before in force.
async fn reload_settings(options: &Options, places: &Places, server: &Arc<Server>) {
    let read = (|| {
        let config = read_config(options, places)?;
        let rules = log_rules(options, &config)?;
        Ok::<_, Failure>((config, rules, config::qemu(places.clone())?))
    })();
    let read = match read {
        Ok(read) => {
            // What may be refused comes first, so that all of it is in force or nothing.
            let renewed = server.clone().renew_tls(Some(read.0.tls.clone())).await;
            renewed.map(|()| read).map_err(Failure::from)
        }
        Err(e) => Err(e),
    };
    match read {
        Ok((config, rules, qemu)) => {
            server.logging().configure(rules);
            for setting in server.set_config(config) {
                tracing::warn!("{setting}: the change takes effect when the daemon is started anew");
            }
            server.host().reload(qemu).await;
            tracing::info!("settings read anew");
        }
        Err(e) => tracing::error!("the settings in force stay as they are: {}", chain(&*e)),
    }
}

async fn serve(
    options: &Options,
    logging: &Logging,
    places: Places,
    config: Config,
    qemu: QemuConfig,
    passed: Vec<Listener>,
) -> Result<(), Failure> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut reload = signal(SignalKind::hangup())?;
    let directory = socket_dir(&config, &places);
    let mut listeners = passed;
    let own_sockets = listeners.is_empty();
    let with_tls = listeners.iter().any(|l| matches!(l.socket, ListenSocket::Tls(_)))
        || (own_sockets && options.listen && config.tls.listen);
    // First what may be refused, so that no socket is left behind.
    let tls = with_tls.then(|| TlsDoor::open(config.tls.clone(), certificates(options, &places)));
    let tls = tls.transpose()?;
    if own_sockets {
        std::fs::create_dir_all(&directory)
            .map_err(|e| format!("cannot make the socket directory {}: {e}", directory.display()))?;
        let tcp = (options.listen && config.listen_tcp).then(|| listen::open_tcp(&config));
        listeners.extend(tcp.transpose()?);
        listeners.extend(tls.as_ref().map(|_| listen::open_tls(&config)).transpose()?);
        listeners.extend(listen::open(&directory, &config)?);
    }
    let own: Vec<PathBuf> = listeners.iter().filter_map(|l| l.path.clone()).collect();
    let host = LocalHost::with_qemu(qemu);
    host.begin();
    let server = Server::new(host, config, logging.clone(), tls, options.timeout.unwrap_or(0));
    server.start(listeners)?;
    notify::tell("READY=1");
    tokio::spawn(async {
        tokio::time::sleep(SETTLED).await;
        // Fails only when the daemon ends.
        let _ = tokio::task::spawn_blocking(memory::give_back).await;
    });
    tracing::info!("ready, listening in {}", directory.display());
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = reload.recv() => {
                notify::reloading();
                reload_settings(options, &places, &server).await;
                notify::tell("READY=1");
            }
            () = server.stopped() => break,
            () = idle(&server) => {
                tracing::info!("nothing to do for a while: ending");
                break;
            }
        }
    }
    notify::tell("STOPPING=1");
    for path in own {
        let _ = std::fs::remove_file(path);
    }
    tracing::info!("ended; guests and networks go on");
    Ok(())
}

/// Waits until there was nothing to do for as long as the daemon waits for work; for ever when it has no limit.
async fn idle(server: &Server) {
    loop {
        let changed = server.changed();
        let seconds = server.timeout();
        if seconds == 0 {
            changed.await;
            continue;
        }
        if server.clients() > 0 || server.host().is_busy() {
            let _ = tokio::time::timeout(Duration::from_secs(seconds), changed).await;
            continue;
        }
        if tokio::time::timeout(Duration::from_secs(seconds), changed)
            .await
            .is_err()
        {
            return;
        }
    }
}

fn write_pid(path: &Path) -> Result<(), Failure> {
    std::fs::write(path, format!("{}\n", std::process::id()))
        .map_err(|e| format!("cannot write the pid file {}: {e}", path.display()).into())
}

/// One client takes one descriptor, a guest several: take what the system allows.
fn raise_file_limit() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    if let Ok((soft, hard)) = getrlimit(Resource::RLIMIT_NOFILE)
        && soft < hard
    {
        let _ = setrlimit(Resource::RLIMIT_NOFILE, hard, hard);
    }
}
