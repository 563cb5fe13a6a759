//! Asks a binary what it can do: one process, all questions at once.
//!
//! The questions and a final `quit` are written before any answer is read, so that the process ends by
//! itself even if we are killed meanwhile.

use super::identity::BinaryIdentity;
use super::model::{EmulatorCaps, Machine};
use super::names;
use super::processor::{CpuCaps, CpuModel, RichestCpu};
use crate::error::QemuError;
use ferrovirt_host::process::Command;
use ferrovirt_qmp::commands::{CpuDefinition, MachineInfo, NamedItem, TargetInfo, TypeInfo, VersionInfo};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

const DEADLINE: Duration = Duration::from_secs(20);
const MAX_ANSWERS: usize = 32 << 20;

/// Tells what a processor is made of.
const EXPAND: &str = "query-cpu-model-expansion";
/// The same of one whose guest does not move.
const EXPAND_BOUND: &str = "bound";
const MODELS: &str = "query-cpu-definitions";

/// The processors of a binary under KVM, which has to work.
pub(super) async fn kvm_cpus(binary: &Path) -> Result<CpuCaps, QemuError> {
    cpus(&ask(binary, "kvm", &[MODELS], &expansions("host")).await?)
}

/// Questions for what the richest processor is made of.
fn expansions(name: &str) -> String {
    let question = |id, model| {
        let arguments = serde_json::json!({ "type": "static", "model": model });
        format!(
            "{}\n",
            serde_json::json!({ "execute": EXPAND, "id": id, "arguments": arguments })
        )
    };
    let bound = serde_json::json!({ "name": name, "props": { "migratable": false } });
    question(EXPAND, serde_json::json!({ "name": name })) + &question(EXPAND_BOUND, bound)
}

/// Asks the binary of `identity`.
pub(super) async fn probe(identity: BinaryIdentity) -> Result<EmulatorCaps, QemuError> {
    let path = identity.path.clone();
    let answers = ask(
        &path,
        "tcg",
        &[
            "query-version",
            "query-target",
            "query-machines",
            MODELS,
            "qom-list-types",
            "query-commands",
        ],
        &expansions("max"),
    )
    .await?;
    let version: VersionInfo = answers.get("query-version")?;
    let target: TargetInfo = answers.get("query-target")?;
    let machines: Vec<MachineInfo> = answers.get("query-machines")?;
    let types: Vec<TypeInfo> = answers.get("qom-list-types")?;
    let commands: Vec<NamedItem> = answers.get("query-commands")?;
    let mut caps = EmulatorCaps {
        identity,
        target: target.arch,
        version: (0, 0, 0),
        package: version.package,
        machines: machines.into_iter().map(machine).collect(),
        cpus: cpus(&answers)?,
        types: types.into_iter().map(|t| t.name).collect(),
        commands: commands.into_iter().map(|c| c.name).collect(),
    };
    caps.set_version(version.qemu);
    Ok(caps)
}

#[derive(Deserialize)]
struct Expansion {
    model: Expanded,
}

#[derive(Deserialize)]
struct Expanded {
    props: BTreeMap<String, serde_json::Value>,
}

fn cpus(answers: &Answers) -> Result<CpuCaps, QemuError> {
    let models: Vec<CpuDefinition> = answers.get(MODELS)?;
    // Emulators of other architectures need not know the question.
    let expansion = |id| answers.get::<Expansion>(id).ok().map(|e| e.model.props);
    let richest = expansion(EXPAND).map(|movable| {
        let all = expansion(EXPAND_BOUND).unwrap_or_default();
        RichestCpu::new(&movable, &all)
    });
    Ok(CpuCaps {
        models: models.into_iter().map(cpu).collect(),
        richest,
    })
}

fn machine(m: MachineInfo) -> Machine {
    Machine {
        name: m.name,
        alias: m.alias,
        default: m.is_default,
        cpu_max: m.cpu_max,
        hotplug_cpus: m.hotpluggable_cpus,
        deprecated: m.deprecated,
        default_cpu: m.default_cpu_type,
    }
}

fn cpu(c: CpuDefinition) -> CpuModel {
    let missing = c.unavailable_features.unwrap_or_default();
    let missing: Vec<String> = missing
        .iter()
        .map(|name| names::from_qemu(name).to_owned())
        .collect();
    CpuModel {
        name: c.name,
        usable: missing.is_empty(),
        missing,
        deprecated: c.deprecated,
        alias_of: c.alias_of,
    }
}

struct Answers {
    binary: String,
    by_command: HashMap<String, Box<RawValue>>,
}

impl Answers {
    fn get<T: DeserializeOwned>(&self, command: &'static str) -> Result<T, QemuError> {
        let failed = |reason: String| QemuError::Probe {
            binary: self.binary.clone(),
            reason,
        };
        let raw = self
            .by_command
            .get(command)
            .ok_or_else(|| failed(format!("no answer to '{command}'")))?;
        serde_json::from_str(raw.get()).map_err(|e| failed(format!("answer to '{command}': {e}")))
    }
}

#[derive(Deserialize)]
struct Line {
    #[serde(rename = "return")]
    ret: Option<Box<RawValue>>,
    id: Option<String>,
}

/// Asks a QEMU without a machine: commands that take no arguments, and `more`, lines of JSON.
async fn ask(binary: &Path, accelerator: &str, commands: &[&str], more: &str) -> Result<Answers, QemuError> {
    let question = |command: &&str| format!("{{\"execute\":\"{command}\",\"id\":\"{command}\"}}\n");
    let questions: String = commands.iter().map(question).collect();
    let start = "{\"execute\":\"qmp_capabilities\"}\n";
    let questions = format!("{start}{questions}{more}{{\"execute\":\"quit\"}}\n");
    let out = Command::new(binary)
        .args([
            "-S",
            "-no-user-config",
            "-nodefaults",
            "-nographic",
            "-machine",
            "none",
        ])
        .args(["-accel", accelerator, "-qmp", "stdio"])
        .stdin(questions)
        .timeout(DEADLINE)
        .stdout_limit(MAX_ANSWERS)
        .run()
        .await
        .map_err(QemuError::Host)?;
    let text = out.text();
    let lines = text.lines().filter_map(|l| serde_json::from_str::<Line>(l).ok());
    let by_command = lines.filter_map(|l| Some((l.id?, l.ret?))).collect();
    Ok(Answers {
        binary: binary.display().to_string(),
        by_command,
    })
}
