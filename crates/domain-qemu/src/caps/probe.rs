//! Asks a binary what it can do: one process, all questions at once.
//!
//! The questions and a final `quit` are written before any answer is read, so that the process ends by
//! itself even if we are killed meanwhile.

use super::identity::BinaryIdentity;
use super::model::{CpuFeatures, CpuModel, EmulatorCaps, Machine};
use crate::error::QemuError;
use ferrovirt_host::process::Command;
use ferrovirt_qmp::commands::{CpuDefinition, MachineInfo, NamedItem, TargetInfo, TypeInfo, VersionInfo};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

const DEADLINE: Duration = Duration::from_secs(20);
const MAX_ANSWERS: usize = 32 << 20;

/// The processor models of a binary under KVM, which has to work.
pub(super) async fn kvm_cpus(binary: &Path) -> Result<Vec<CpuModel>, QemuError> {
    cpus(&ask(binary, "kvm", &["query-cpu-definitions"]).await?)
}

/// What the richest processor of a binary is made of: under KVM the host's own, else what is emulated.
pub(super) async fn features(binary: &Path, kvm: bool) -> Result<CpuFeatures, QemuError> {
    #[derive(Deserialize)]
    struct Expansion {
        model: Model,
    }
    #[derive(Deserialize)]
    struct Model {
        props: HashMap<String, serde_json::Value>,
    }
    const EXPAND: &str = "query-cpu-model-expansion";
    let (accelerator, name) = if kvm { ("kvm", "host") } else { ("tcg", "max") };
    let arguments = serde_json::json!({ "type": "full", "model": { "name": name } });
    let question = serde_json::json!({ "execute": EXPAND, "id": EXPAND, "arguments": arguments });
    let answers = ask_all(binary, accelerator, &format!("{question}\n")).await?;
    let expansion: Expansion = answers.get(EXPAND)?;
    let props = expansion.model.props;
    let vendor = props.get("vendor").and_then(|v| v.as_str()).unwrap_or_default();
    Ok(CpuFeatures {
        vendor: vendor.to_owned(),
        on: props
            .iter()
            .filter(|(_, value)| **value == serde_json::Value::Bool(true))
            .map(|(name, _)| name.replace('_', "-"))
            .collect(),
    })
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
            "query-cpu-definitions",
            "qom-list-types",
            "query-commands",
        ],
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

fn cpus(answers: &Answers) -> Result<Vec<CpuModel>, QemuError> {
    let models: Vec<CpuDefinition> = answers.get("query-cpu-definitions")?;
    Ok(models.into_iter().map(cpu).collect())
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

async fn ask(binary: &Path, accelerator: &str, commands: &[&str]) -> Result<Answers, QemuError> {
    let question = |command: &&str| format!("{{\"execute\":\"{command}\",\"id\":\"{command}\"}}\n");
    let questions: String = commands.iter().map(question).collect();
    ask_all(binary, accelerator, &questions).await
}

/// Asks a QEMU without a machine; `questions` are lines of JSON.
async fn ask_all(binary: &Path, accelerator: &str, questions: &str) -> Result<Answers, QemuError> {
    let start = "{\"execute\":\"qmp_capabilities\"}\n";
    let questions = format!("{start}{questions}{{\"execute\":\"quit\"}}\n");
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
