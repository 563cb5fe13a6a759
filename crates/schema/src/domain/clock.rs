//! The guest's clocks.

use ferrovirt_xml::{Xml, YesNo, words};

words! {
    /// What the guest's clock follows.
    pub enum ClockOffset {
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Clock {
    #[xml(attr, default)]
    pub offset: ClockOffset,
    /// Seconds, or `reset`.
    #[xml(attr)]
    pub adjustment: Option<String>,
    #[xml(attr)]
    pub basis: Option<ClockBasis>,
    #[xml(attr)]
    pub timezone: Option<String>,
    /// Seconds since 1970.
    #[xml(attr)]
    pub start: Option<i64>,
    #[xml(child = "timer")]
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

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Timer {
    #[xml(attr)]
    pub name: TimerName,
    #[xml(attr)]
    pub present: Option<YesNo>,
    #[xml(attr)]
    pub tickpolicy: Option<TickPolicy>,
    #[xml(attr)]
    pub track: Option<TimerTrack>,
    /// Hertz
    #[xml(attr)]
    pub frequency: Option<u64>,
    #[xml(attr)]
    pub mode: Option<TimerMode>,
    #[xml(child)]
    pub catchup: Option<Catchup>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Xml)]
pub struct Catchup {
    #[xml(attr)]
    pub threshold: Option<u64>,
    #[xml(attr)]
    pub slew: Option<u64>,
    #[xml(attr)]
    pub limit: Option<u64>,
}
