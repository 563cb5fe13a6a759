//! The guest's clocks.

use ferrovirt_types::consts::ErrorNumber;
use ferrovirt_xml::{Invalid, Sink, Value, ValueShape, Xml, YesNo, words};

words! {
    /// What the guest's clock follows.
    pub enum ClockOffset: unsupported {
        Utc = "utc",
        Localtime = "localtime",
        Variable = "variable",
        Timezone = "timezone",
        Absolute = "absolute",
    }
}

words! {
    /// What a variable offset is relative to.
    pub enum ClockBasis {
        Utc = "utc",
        Localtime = "localtime",
    }
}

/// By how much the guest's clock is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjustment {
    /// What the guest changed is forgotten at each start.
    Reset,
    /// Seconds, which follow what the guest changes.
    Seconds(i64),
}

impl Value for Adjustment {
    fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "reset" => Ok(Adjustment::Reset),
            number => i64::parse(number)
                .map(Adjustment::Seconds)
                .map_err(|_| Invalid::expected("'reset' or a number of seconds")),
        }
    }
    fn print(&self, out: &mut Sink<'_>) {
        match self {
            Adjustment::Reset => out.plain("reset"),
            Adjustment::Seconds(seconds) => seconds.print(out),
        }
    }
    fn shape() -> ValueShape {
        ValueShape::Form {
            name: "adjustment of a clock",
            pattern: "^(reset|-?[0-9]+)$",
            samples: &["reset", "3600", "-60"],
        }
    }
}

/// The guest's clock and timers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Clock {
    /// What the clock follows. Default: utc.
    #[xml(attr, default, blank)]
    pub offset: ClockOffset,
    /// Seconds by which the clock is off, or `reset`: at each start anew. Unit: seconds. Default: chosen by the
    /// hypervisor. Since 0.7.7.
    #[xml(attr)]
    pub adjustment: Option<Adjustment>,
    /// What a variable offset is relative to. Default: utc. Since 0.9.11.
    #[xml(attr)]
    pub basis: Option<ClockBasis>,
    /// Time zone that the clock follows. Default: none. Since 0.7.7.
    #[xml(attr)]
    pub timezone: Option<String>,
    /// What the clock shows at each start, counted from 1970. Unit: seconds. Default: needed. Since 8.4.
    #[xml(attr, invalid = ErrorNumber::InternalError)]
    pub start: Option<i64>,
    /// Timers of the guest. Since 0.8.0.
    #[xml(child = "timer", key = "@name")]
    pub timers: Vec<Timer>,
}

words! {
    /// A timer.
    pub enum TimerName {
        Platform = "platform",
        Pit = "pit",
        Rtc = "rtc",
        Hpet = "hpet",
        Tsc = "tsc",
        KvmClock = "kvmclock",
        HypervClock = "hypervclock",
        ArmVtimer = "armvtimer",
    }
}

words! {
    /// What becomes of ticks that were missed.
    pub enum TickPolicy {
        Delay = "delay",
        Catchup = "catchup",
        Merge = "merge",
        Discard = "discard",
    }
}

words! {
    /// What a timer tracks.
    pub enum TimerTrack {
        Boot = "boot",
        Guest = "guest",
        Wall = "wall",
        RealTime = "realtime",
    }
}

words! {
    /// How the TSC is provided.
    pub enum TimerMode {
        Auto = "auto",
        Native = "native",
        Emulate = "emulate",
        Paravirt = "paravirt",
        SmpSafe = "smpsafe",
    }
}

/// A timer of the guest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Timer {
    /// Which timer.
    #[xml(attr)]
    pub name: TimerName,
    /// Whether the guest has it. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub present: Option<YesNo>,
    /// What becomes of ticks that were missed. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub tickpolicy: Option<TickPolicy>,
    /// What the timer tracks. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub track: Option<TimerTrack>,
    /// How fast it runs, of the TSC. Unit: Hz. Default: that of the host.
    #[xml(attr, drop_zero)]
    pub frequency: Option<u64>,
    /// How it is provided. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub mode: Option<TimerMode>,
    /// How fast missed ticks are made up for.
    #[xml(child)]
    pub catchup: Option<Catchup>,
}

/// How missed ticks are made up for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Catchup {
    /// Lag from which on it begins. Unit: nanoseconds. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub threshold: Option<u64>,
    /// Most by which ticks are sped up. Unit: parts per million. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub slew: Option<u64>,
    /// Lag beyond which ticks are given up. Unit: nanoseconds. Default: chosen by the hypervisor.
    #[xml(attr)]
    pub limit: Option<u64>,
}
