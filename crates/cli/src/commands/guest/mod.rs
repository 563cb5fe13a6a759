//! What a guest is told: keys, signals, passwords, suspension, its filesystems.

use super::domain_config::impact;
use super::{Outcome, commands};
use crate::error::{CliError, Context};
use crate::find;
use crate::grammar::Args;
use crate::report::Report;
use crate::shell::Shell;
use serde_json::json;

mod keys;

commands! {
    "send-key", "Send keycodes to the guest", "<domain> [--codeset <string>] [--holdtime <number>] {[--keycode] <string>}..." => send_key;
    "send-process-signal", "Send signals to processes", "<domain> <pid> <signame>" => send_signal;
    "set-lifecycle-action", "change lifecycle actions", "<domain> <type> <action> [--config] [--live] [--current]" => lifecycle_action;
    "set-user-password", "set the user password inside the domain", "<domain> <user> <password> [--encrypted]" => password;
    "get-user-sshkeys", "list authorized SSH keys for given user (via agent)", "<domain> <user>" => ssh_keys;
    "set-user-sshkeys", "manipulate authorized SSH keys file for given user (via agent)", "<domain> <user> [--file <string>] [--reset] [--remove]" => set_ssh_keys;
    "domfsfreeze", "Freeze domain's mounted filesystems.", "<domain> [[--mountpoint] <string>]..." => freeze;
    "domfsthaw", "Thaw domain's mounted filesystems.", "<domain> [[--mountpoint] <string>]..." => thaw;
    "domfstrim", "Invoke fstrim on domain's mounted filesystems.", "<domain> [--minimum <number>] [--mountpoint <string>]" => trim;
    "dompmsuspend", "suspend a domain gracefully using power management functions", "<domain> <target> [--duration <number>]" => suspend;
    "guest-agent-timeout", "Set the guest agent timeout", "<domain> [--timeout <number>]" => agent_timeout;
    "domdirtyrate-calc", "Calculate a vm's memory dirty rate", "<domain> [--seconds <number>] [--mode <string>]" => dirty_rate;
    "domlaunchsecinfo", "Get domain launch security info", "<domain>" => launch_security;
    "domsetlaunchsecstate", "Set domain launch security state", "<domain> [--secrethdr <string>] [--secret <string>] [--set-address <number>]" => set_launch_security;
}

async fn send_key(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let set = args.text("codeset").unwrap_or("linux");
    let number = keys::set(set).ok_or_else(|| CliError::text(format!("unknown codeset: '{set}'")))?;
    let mut codes = Vec::new();
    for word in args.list("keycode") {
        let code =
            keys::code(set, word).ok_or_else(|| CliError::text(format!("invalid keycode: '{word}'")))?;
        codes.push(code);
    }
    let hold = args.number("holdtime")?.unwrap_or(0);
    domain
        .connection()
        .drivers()
        .lifecycle
        .domain_send_key(domain.identity(), number, hold, &codes, 0)
        .await?;
    Ok(Report::Nothing)
}

/// Signals by number, as the interface counts them.
const SIGNALS: [&str; 32] = [
    "nop", "hup", "int", "quit", "ill", "trap", "abrt", "bus", "fpe", "kill", "usr1", "segv", "usr2", "pipe",
    "alrm", "term", "stkflt", "chld", "cont", "stop", "tstp", "ttin", "ttou", "urg", "xcpu", "xfsz",
    "vtalrm", "prof", "winch", "poll", "pwr", "sys",
];

fn signal(word: &str) -> Option<u32> {
    if let Ok(number) = word.parse() {
        return Some(number);
    }
    let name = word.to_ascii_lowercase();
    let name = name
        .strip_prefix("sig_")
        .or_else(|| name.strip_prefix("sig"))
        .unwrap_or(&name);
    if let Some(number) = name
        .strip_prefix("rt")
        .and_then(|number| number.parse::<u32>().ok())
    {
        return (number <= 32).then_some(32 + number);
    }
    (0..)
        .zip(SIGNALS)
        .find(|(_, known)| *known == name)
        .map(|(number, _)| number)
}

async fn send_signal(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let pid = args.need("pid");
    let pid: i64 = pid
        .parse()
        .map_err(|_| CliError::text(format!("malformed PID value: {pid}")))?;
    let word = args.need("signame");
    let number = signal(word).ok_or_else(|| CliError::text(format!("malformed signal name: {word}")))?;
    let lifecycle = &domain.connection().drivers().lifecycle;
    lifecycle
        .domain_send_process_signal(domain.identity(), pid, number, 0)
        .await?;
    Ok(Report::Nothing)
}

fn place(names: &[&str], word: &str) -> Option<u32> {
    (0..)
        .zip(names)
        .find(|(_, name)| **name == word)
        .map(|(at, _)| at)
}

async fn lifecycle_action(shell: &mut Shell, args: &Args) -> Outcome {
    const ACTIONS: [&str; 6] = [
        "destroy",
        "restart",
        "rename-restart",
        "preserve",
        "coredump-destroy",
        "coredump-restart",
    ];
    let of = impact(args)?;
    let (kind, action) = (args.need("type"), args.need("action"));
    let kind_number = place(&["poweroff", "reboot", "crash"], kind)
        .ok_or_else(|| CliError::text(format!("Invalid lifecycle type '{kind}'.")))?;
    let action_number = place(&ACTIONS, action)
        .ok_or_else(|| CliError::text(format!("Invalid lifecycle action '{action}'.")))?;
    let domain = find::domain(shell, args).await?;
    let set = domain
        .connection()
        .drivers()
        .config
        .domain_set_lifecycle_action(domain.identity(), kind_number, action_number, of.bits())
        .await;
    set.context(|| "Unable to change lifecycle action.".to_owned())?;
    Ok(Report::Nothing)
}

async fn password(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let user = args.need("user");
    domain
        .set_user_password(user, args.need("password"), args.flag("encrypted"))
        .await?;
    Ok(Report::said(format!(
        "Password set successfully for {user} in {}",
        domain.name()
    )))
}

async fn ssh_keys(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let agent = &domain.connection().drivers().guest_agent;
    let keys = agent
        .domain_authorized_ssh_keys_get(domain.identity(), args.need("user"), 0)
        .await?;
    Ok(Report::Lines(keys))
}

async fn set_ssh_keys(shell: &mut Shell, args: &Args) -> Outcome {
    const APPEND: u32 = 1;
    const REMOVE: u32 = 2;
    args.exclusive("reset", "remove")?;
    let domain = find::domain(shell, args).await?;
    let mut keys = Vec::new();
    match args.text("file") {
        Some(file) => {
            let text = find::file(file).await?;
            let lines = text
                .lines()
                .filter(|line| !line.is_empty() && !line.starts_with('#'));
            keys.extend(lines.map(str::to_owned));
            if keys.is_empty() {
                return Err(CliError::text(format!("File {file} contains no keys")));
            }
        }
        None if args.flag("reset") => {}
        None => return Err(CliError::text("Option --file is required")),
    }
    let flags = if args.flag("remove") {
        REMOVE
    } else if args.flag("reset") {
        0
    } else {
        APPEND
    };
    let agent = &domain.connection().drivers().guest_agent;
    agent
        .domain_authorized_ssh_keys_set(domain.identity(), args.need("user"), &keys, flags)
        .await?;
    Ok(Report::Nothing)
}

fn points(args: &Args) -> Vec<String> {
    args.list("mountpoint").into_iter().map(str::to_owned).collect()
}

async fn freeze(shell: &mut Shell, args: &Args) -> Outcome {
    let frozen = find::domain(shell, args).await?.freeze(&points(args)).await;
    let count = frozen.context(|| "Unable to freeze filesystems".to_owned())?;
    Ok(Report::Both(
        format!("Froze {count} filesystem(s)"),
        json!({ "frozen": count }),
    ))
}

async fn thaw(shell: &mut Shell, args: &Args) -> Outcome {
    let thawed = find::domain(shell, args).await?.thaw(&points(args)).await;
    let count = thawed.context(|| "Unable to thaw filesystems".to_owned())?;
    Ok(Report::Both(
        format!("Thawed {count} filesystem(s)"),
        json!({ "thawed": count }),
    ))
}

async fn trim(shell: &mut Shell, args: &Args) -> Outcome {
    let minimum = args.size("minimum", 1)?.unwrap_or(0);
    let trimmed = find::domain(shell, args)
        .await?
        .trim(args.text("mountpoint"), minimum)
        .await;
    trimmed.context(|| "Unable to invoke fstrim".to_owned())?;
    Ok(Report::Nothing)
}

async fn suspend(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let target = place(&["mem", "disk", "hybrid"], args.need("target"))
        .ok_or_else(|| CliError::text("Invalid target"))?;
    let duration = args.number("duration")?.unwrap_or(0);
    let name = domain.name().to_owned();
    let suspended = domain
        .connection()
        .drivers()
        .lifecycle
        .domain_pm_suspend_for_duration(domain.identity(), target, duration, 0)
        .await;
    suspended.context(|| format!("Domain '{name}' could not be suspended"))?;
    Ok(Report::said(format!("Domain '{name}' successfully suspended")))
}

async fn agent_timeout(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    // -2: wait for ever, which is the default.
    let timeout = args.number("timeout")?.unwrap_or(-2);
    let agent = &domain.connection().drivers().guest_agent;
    agent
        .domain_agent_set_response_timeout(domain.identity(), timeout, 0)
        .await?;
    Ok(Report::Nothing)
}

async fn dirty_rate(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let mode = match args.text("mode") {
        None => 0,
        Some(word) => place(&["page-sampling", "dirty-bitmap", "dirty-ring"], word)
            .ok_or_else(|| CliError::text(format!("Unknown calculation mode '{word}'")))?,
    };
    let seconds = args.number("seconds")?.unwrap_or(1);
    let migration = &domain.connection().drivers().migration;
    migration
        .domain_start_dirty_rate_calc(domain.identity(), seconds, mode)
        .await?;
    Ok(Report::said(
        "Start to calculate domain's memory dirty rate successfully.".to_owned(),
    ))
}

async fn launch_security(shell: &mut Shell, args: &Args) -> Outcome {
    let domain = find::domain(shell, args).await?;
    let tuning = &domain.connection().drivers().tuning;
    let params = tuning.domain_get_launch_security_info(domain.identity(), 0).await;
    let params = params.context(|| "Unable to get launch security parameters".to_owned())?;
    let text = params.iter().fold(String::new(), |text, param| {
        text + &format!(
            "{:<15}: {}\n",
            param.field,
            super::domain_stats::shown(&param.value)
        )
    });
    Ok(Report::Both(text, super::domain_stats::object(&params).into()))
}

async fn set_launch_security(shell: &mut Shell, args: &Args) -> Outcome {
    use ferrovirt_types::param::TypedParam;
    let domain = find::domain(shell, args).await?;
    let (header, secret) = (args.text("secrethdr"), args.text("secret"));
    let (Some(header), Some(secret)) = (header, secret) else {
        return Err(CliError::text("Both secret and the secret header are required"));
    };
    let mut params = vec![
        TypedParam::new("sev-secret-header", find::file(header).await?),
        TypedParam::new("sev-secret", find::file(secret).await?),
    ];
    if let Some(address) = args.number::<u64>("set-address")? {
        params.push(TypedParam::new("sev-secret-set-address", address));
    }
    let tuning = &domain.connection().drivers().tuning;
    tuning
        .domain_set_launch_security_state(domain.identity(), &params, 0)
        .await?;
    Ok(Report::Nothing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_by_every_name() {
        assert_eq!(signal("sigterm"), Some(15));
        assert_eq!(signal("SIG_KILL"), Some(9));
        assert_eq!(signal("hup"), Some(1));
        assert_eq!(signal("rt2"), Some(34));
        assert_eq!(signal("7"), Some(7));
        assert_eq!(signal("nosuch"), None);
    }
}
