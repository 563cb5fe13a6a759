//! Any event of a guest, by number and with its fields, for scripts that want it told whatever the guest
//! does. A field that is missing is 0 or empty.

use crate::error::{Result, TestError};
use ferrovirt_types::event::{DomainEvent, GraphicsAddress, GraphicsEvent};
use ferrovirt_types::param::TypedParam;
use serde_json::Value;

/// Reads an event.
pub(super) fn read(fields: &Value) -> Result<DomainEvent> {
    let int = |name: &str| {
        let value = fields[name].as_i64().and_then(|v| i32::try_from(v).ok());
        value.unwrap_or(0)
    };
    let big = |name: &str| fields[name].as_u64().unwrap_or(0);
    let small = |name: &str| {
        fields[name]
            .as_u64()
            .and_then(|v| u32::try_from(v).ok())
            .unwrap_or(0)
    };
    let text = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
    let maybe = |name: &str| fields[name].as_str().map(str::to_owned);
    let id = fields["id"].as_i64().unwrap_or(-1);
    Ok(match id {
        0 => DomainEvent::Lifecycle {
            event: int("event"),
            detail: int("detail"),
        },
        1 => DomainEvent::Reboot,
        2 => DomainEvent::RtcChange {
            offset: fields["offset"].as_i64().unwrap_or(0),
        },
        3 => DomainEvent::Watchdog {
            action: int("action"),
        },
        4 | 6 => DomainEvent::IoError {
            src_path: text("path"),
            dev_alias: text("alias"),
            action: int("action"),
            reason: text("reason"),
        },
        5 => {
            let side = |side: &Value| GraphicsAddress {
                family: 0,
                node: side["node"].as_str().unwrap_or_default().to_owned(),
                service: side["service"].as_str().unwrap_or_default().to_owned(),
            };
            DomainEvent::Graphics(Box::new(GraphicsEvent {
                phase: int("phase"),
                local: side(&fields["local"]),
                remote: side(&fields["remote"]),
                auth_scheme: text("auth"),
                subject: Vec::new(),
            }))
        }
        7 => DomainEvent::ControlError,
        8 | 16 => DomainEvent::BlockJob {
            path: text("path"),
            dev: text("dev"),
            kind: int("type"),
            status: int("status"),
        },
        9 => DomainEvent::DiskChange {
            old_src: maybe("old"),
            new_src: maybe("new"),
            alias: text("alias"),
            reason: int("reason"),
        },
        10 => DomainEvent::TrayChange {
            alias: text("alias"),
            reason: int("reason"),
        },
        11 => DomainEvent::PmWakeup,
        12 => DomainEvent::PmSuspend,
        13 => DomainEvent::BalloonChange {
            actual: big("actual"),
        },
        14 => DomainEvent::PmSuspendDisk,
        15 => DomainEvent::DeviceRemoved { alias: text("alias") },
        17 => DomainEvent::Tunable {
            params: params(&fields["params"]),
        },
        18 => DomainEvent::AgentLifecycle {
            state: int("state"),
            reason: int("reason"),
        },
        19 => DomainEvent::DeviceAdded { alias: text("alias") },
        20 => DomainEvent::MigrationIteration {
            iteration: int("iteration"),
        },
        21 => DomainEvent::JobCompleted {
            params: params(&fields["params"]),
        },
        22 => DomainEvent::DeviceRemovalFailed { alias: text("alias") },
        23 => DomainEvent::MetadataChange {
            kind: int("type"),
            nsuri: maybe("uri"),
        },
        24 => DomainEvent::BlockThreshold {
            dev: text("dev"),
            path: maybe("path"),
            threshold: big("threshold"),
            excess: big("excess"),
        },
        25 => DomainEvent::MemoryFailure {
            recipient: int("recipient"),
            action: int("action"),
            flags: small("flags"),
        },
        26 => DomainEvent::MemoryDeviceSizeChange {
            alias: text("alias"),
            size: big("size"),
        },
        27 => DomainEvent::NicMacChange {
            alias: text("alias"),
            old_mac: text("old"),
            new_mac: text("new"),
        },
        28 => DomainEvent::VcpuRemoved {
            vcpuid: small("vcpu"),
        },
        29 => DomainEvent::ChannelLifecycle {
            channel: text("channel"),
            state: int("state"),
            reason: int("reason"),
        },
        _ => {
            return Err(TestError::InvalidArgument(
                "the command needs \"id\", the number of an event from 0 to 29".into(),
            ));
        }
    })
}

fn params(fields: &Value) -> Vec<TypedParam> {
    let Some(map) = fields.as_object() else {
        return Vec::new();
    };
    map.iter()
        .filter_map(|(name, value)| {
            let name = name.clone();
            Some(match value {
                Value::Bool(b) => TypedParam::new(name, *b),
                Value::String(s) => TypedParam::new(name, s.as_str()),
                Value::Number(n) => match (n.as_u64(), n.as_i64(), n.as_f64()) {
                    (Some(n), ..) => TypedParam::new(name, n),
                    (_, Some(n), _) => TypedParam::new(name, n),
                    (.., Some(n)) => TypedParam::new(name, n),
                    _ => return None,
                },
                _ => return None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_kind_can_be_told() {
        for id in 0..30 {
            let event = read(&json!({ "id": id })).unwrap();
            let told = match id {
                // Old forms of an event are the same one.
                6 => 4,
                16 => 8,
                id => id,
            };
            assert_eq!(event.id(), told);
        }
        assert!(read(&json!({ "id": 30 })).is_err());
        assert!(read(&Value::Null).is_err());
    }
}
