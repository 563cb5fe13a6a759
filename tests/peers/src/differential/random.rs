//! Choices that a seed decides.

use super::call::{Field, Kind, Type};
use super::value::Arg;
use ferrovirt_types::param::{ParamValue, TypedParam};

/// Names that scripts use for domains; the first one is there from the start, the last never.
pub const DOMAINS: &[&str] = &["test", "test", "d1", "d1", "d1", "d2", "d2", "d3", "nosuch"];
const NETWORKS: &[&str] = &["default", "default", "n1", "n1", "n2", "nosuch"];
const POOLS: &[&str] = &["default-pool", "default-pool", "p1", "p1", "p2", "nosuch"];
const VOLUMES: &[&str] = &["v1", "v1", "v2", "v3", "nosuch"];
const CHECKPOINTS: &[&str] = &["c1", "c1", "c2", "c3", "nosuch"];
const SNAPSHOTS: &[&str] = &["s1", "s1", "s2", "s3", "s4", "nosuch"];
const INTERFACES: &[&str] = &["eth1", "eth1", "eth2", "eth3", "nosuch"];
const DEVICES: &[&str] = &[
    "computer",
    "scsi_host1",
    "scsi_host2",
    "scsi_host3",
    "scsi_host12",
    "nosuch",
];

/// A source of choices (splitmix64): the same seed gives the same ones everywhere.
pub struct Chance {
    state: u64,
    /// The document that is being made up has its mistake already: which of several is found first is no
    /// matter of the interface.
    wrong: bool,
}

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed,
            wrong: false,
        }
    }

    fn word(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit that is not zero.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from(self.word() % limit).unwrap_or(0)
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len())).copied()
    }

    pub fn word_of(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).unwrap_or_default()
    }

    /// A line of a document. Those that are wrong begin with `!`; a document gets one of them at most.
    pub fn line_of(&mut self, from: &[&'static str]) -> Option<&'static str> {
        let line = self.word_of(from);
        match line.strip_prefix('!') {
            Some(_) if self.wrong => None,
            Some(wrong) => {
                self.wrong = true;
                Some(wrong)
            }
            None => Some(line),
        }
    }

    /// One argument of a kind.
    pub fn arg(&mut self, kind: Kind) -> Arg {
        let name = |name: &str| Arg::Text(name.to_owned());
        match kind {
            Kind::Dom => name(self.word_of(DOMAINS)),
            Kind::Doms => Arg::Texts(
                (0..self.below(4))
                    .map(|_| self.word_of(DOMAINS).to_owned())
                    .collect(),
            ),
            Kind::Net => name(self.word_of(NETWORKS)),
            Kind::Pool => name(self.word_of(POOLS)),
            Kind::Vol => Arg::Text(format!("{}/{}", self.word_of(POOLS), self.word_of(VOLUMES))),
            Kind::Snap => Arg::Text(format!("{}/{}", self.word_of(DOMAINS), self.word_of(SNAPSHOTS))),
            Kind::Check => Arg::Text(format!("{}/{}", self.word_of(DOMAINS), self.word_of(CHECKPOINTS))),
            Kind::Iface => name(self.word_of(INTERFACES)),
            Kind::Device => name(self.word_of(DEVICES)),
            Kind::Uuid => {
                let all = [DOMAINS, NETWORKS, POOLS];
                name(self.pick(&all).map_or("nosuch", |names| self.word_of(names)))
            }
            Kind::Flags(mask) => Arg::Number(i128::from(self.flags(mask))),
            Kind::I32(from) | Kind::U32(from) | Kind::I64(from) | Kind::U64(from) => {
                Arg::Number(self.pick(from).unwrap_or(0).into())
            }
            Kind::Bool => Arg::Number(i128::from(self.one_in(2))),
            Kind::Word(from) | Kind::Bytes(from) | Kind::File(from) => name(self.word_of(from)),
            Kind::Maybe(_) | Kind::MaybeDocument(_) if self.one_in(3) => Arg::None,
            Kind::Maybe(from) => name(self.word_of(from)),
            Kind::Words(from) => Arg::Texts(
                (0..self.below(3))
                    .map(|_| self.word_of(from).to_owned())
                    .collect(),
            ),
            Kind::Numbers(from) => {
                let count = self.below(4);
                Arg::Texts(
                    (0..count)
                        .filter_map(|_| self.pick(from))
                        .map(|n| n.to_string())
                        .collect(),
                )
            }
            Kind::Params(fields) => Arg::Params(self.params(fields)),
            Kind::Document(make) | Kind::MaybeDocument(make) => Arg::Text(self.document(make)),
            Kind::Documents(make) => {
                self.wrong = false;
                Arg::Texts((0..self.below(4)).map(|_| make(self)).collect())
            }
        }
    }

    fn flags(&mut self, mask: u32) -> u32 {
        match self.below(8) {
            0..4 => 0,
            4..7 => {
                // Few bits at a time: what is plausible.
                let random = self.word().to_be_bytes();
                let low = u32::from_be_bytes([random[0], random[1], random[2], random[3]]);
                let high = u32::from_be_bytes([random[4], random[5], random[6], random[7]]);
                mask & low & if self.one_in(2) { high } else { u32::MAX }
            }
            _ => 1 << self.below(20),
        }
    }

    /// A document; one in sixteen is broken.
    fn document(&mut self, make: fn(&mut Chance) -> String) -> String {
        self.wrong = false;
        let text = make(self);
        if self.wrong || !self.one_in(16) {
            return text;
        }
        match self.below(5) {
            0 => String::new(),
            1 => "<unknown/>".to_owned(),
            2 => text[..text.len() / 2].to_owned(),
            3 => text.replacen("name>", "nome>", 2),
            _ => "no document".to_owned(),
        }
    }

    fn params(&mut self, fields: &'static [Field]) -> Vec<TypedParam> {
        let mut params: Vec<TypedParam> = Vec::new();
        let count = if self.one_in(3) { self.below(4) } else { 1 };
        for _ in 0..count {
            let Some(field) = fields.get(self.below(fields.len())) else {
                break;
            };
            // A field twice is another matter: clients refuse to send it.
            let param = self.param(field);
            if params.iter().all(|other| other.field != param.field) {
                params.push(param);
            }
        }
        params
    }

    fn param(&mut self, field: &'static Field) -> TypedParam {
        let number = self.pick(field.2).unwrap_or(0);
        let unsigned = u64::try_from(number).unwrap_or(0);
        let short = u32::try_from(unsigned).unwrap_or(u32::MAX);
        let mut value = match field.1 {
            Type::Int => ParamValue::Int(i32::try_from(number).unwrap_or(-1)),
            Type::UInt => ParamValue::UInt(short),
            Type::LLong => ParamValue::LLong(number),
            Type::ULLong => ParamValue::ULLong(unsigned),
            Type::Text(from) => ParamValue::String(self.word_of(from).to_owned()),
        };
        let mut name = field.0;
        match self.below(24) {
            0 => name = "no_such_field",
            1 => value = ParamValue::Boolean(true),
            2 => value = ParamValue::Int(1),
            _ => {}
        }
        TypedParam {
            field: name.into(),
            value,
        }
    }
}
