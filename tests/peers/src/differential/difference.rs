//! Where two records differ, and which differences are meant to be.

use super::call::Answer;
use super::normal::without_numbers;
use super::script::Script;
use super::session::{ENDED, Record};

/// The first difference between what both daemons answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Place of the call in its script; none when it is about events.
    pub step: Option<usize>,
    /// Names differences that have one cause, as far as can be told.
    pub signature: String,
    pub ours: String,
    pub stock: String,
}

/// A difference that is meant to be.
pub struct Meant {
    pub reason: &'static str,
    applies: fn(call: &str, ours: &Answer, stock: &Answer) -> bool,
    /// It only holds after such calls have been made, one after the other; behind a `!`: and were refused.
    after: &'static [&'static str],
    /// Nothing was changed, so that the rest of the script still compares.
    goes_on: bool,
}

const CRASHED: &str = "the stock daemon crashed or hung: ours must not";

/// Why ours differs on purpose. Where objects may differ from then on, what follows in the same script is
/// not compared.
pub const MEANT: &[Meant] = &[
    Meant {
        reason: CRASHED,
        applies: |_, ours, stock| matches!(stock, Answer::Lost(_)) && !matches!(ours, Answer::Lost(_)),
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "ours has a function that the stock test driver lacks",
        applies: |_, ours, stock| matches!(stock, Answer::Failed(3, ..)) && !matches!(ours, Answer::Lost(_)),
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "the stock daemon adds a flag to calls that its own driver then refuses",
        applies: |call, ours, stock| {
            let adds = [
                "domain_get_scheduler_parameters",
                "domain_get_scheduler_parameters_flags",
                "domain_get_launch_security_info",
            ];
            adds.contains(&call) && says(stock, "unsupported flags (0x") && !matches!(ours, Answer::Lost(_))
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "who asks how many limits of a disk there are need name no disk",
        applies: |call, ours, stock| {
            call == "domain_get_block_io_tune"
                && (says(stock, "must not be NULL") || says(stock, "disk '' was not found"))
                && !matches!(ours, Answer::Lost(_))
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "a processor of a running guest can be pinned by its newer call as by its older one",
        applies: |call, ours, stock| {
            call == "domain_pin_vcpu_flags"
                && says(stock, "unsupported flags (0x1)")
                && !matches!(ours, Answer::Lost(_))
        },
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "a title without words is passed over, as by readers, also where the grammar is asked",
        applies: |_, ours, stock| {
            says(stock, "Extra element title in interleave") && !matches!(ours, Answer::Lost(_))
        },
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "what a container boots from is a rule of the definition, not of the grammar",
        applies: |_, ours, stock| {
            says(stock, "Expecting an element initarg") && !matches!(ours, Answer::Lost(_))
        },
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "of several models near to a processor, which is the nearest",
        applies: |call, ours, stock| {
            let (Answer::Good(ours), Answer::Good(stock)) = (ours, stock) else {
                return false;
            };
            call == "connect_baseline_cpu" && same_processor(ours, stock)
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "a mistake in a document belongs to XML or to the object, by element there and by kind here",
        applies: |call, ours, stock| {
            let (Answer::Failed(code, ..), Answer::Failed(other, ..)) = (ours, stock) else {
                return false;
            };
            let reads = call.contains("_xml") || call == "network_update";
            reads && code == other
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "threads have figures that the running guest has, by whatever way they came",
        applies: |call, ours, stock| {
            let (Answer::Good(ours), Answer::Good(stock)) = (ours, stock) else {
                return false;
            };
            call.contains("stats")
                && (ours.contains("iothread.") || stock.contains("iothread."))
                && without_threads(ours) == without_threads(stock)
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "a network that was defined anew while it was active starts with that next time",
        applies: |call, _, _| call.contains("network") || call == "domain_interface_addresses",
        after: &["network_define_xml_flags", "network_destroy"],
        goes_on: false,
    },
    Meant {
        reason: "a pool that was defined anew while it was active starts with that next time",
        applies: |call, _, _| call.contains("storage_"),
        after: &["storage_pool_define_xml", "storage_pool_destroy"],
        goes_on: false,
    },
    Meant {
        reason: "what was frozen in a guest is not frozen any more when it has ended",
        applies: |call, ours, stock| {
            let agent = ["domain_fsfreeze", "domain_fsthaw"];
            agent.contains(&call) && matches!((ours, stock), (Answer::Good(_), Answer::Good(_)))
        },
        after: &["domain_fsfreeze"],
        goes_on: true,
    },
    Meant {
        reason: "a pool is found by its UUID, whatever the caller knew it as",
        applies: |call, ours, stock| {
            !call.contains("lookup")
                && matches!(ours, Answer::Good(_))
                && says(stock, "no storage pool with matching name")
        },
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "a definition that was taken away while its guest ran is not shown any more",
        applies: |call, ours, stock| {
            call == "domain_get_xml_desc" && matches!((ours, stock), (Answer::Good(_), Answer::Good(_)))
        },
        after: &["domain_define_xml_flags", "domain_undefine_flags"],
        goes_on: true,
    },
    Meant {
        reason: "a call that is refused for one of its parameters changes nothing",
        applies: |call, ours, stock| {
            let shows = ["domain_get_blkio_parameters", "domain_get_xml_desc"];
            shows.contains(&call) && matches!((ours, stock), (Answer::Good(_), Answer::Good(_)))
        },
        after: &["!domain_set_blkio_parameters"],
        goes_on: true,
    },
    Meant {
        reason: "an active pool that is defined anew keeps count of what its volumes take",
        applies: |call, ours, stock| {
            let (Answer::Good(ours), Answer::Good(stock)) = (ours, stock) else {
                return false;
            };
            let tells = ["storage_pool_get_xml_desc", "storage_pool_get_info"];
            tells.contains(&call) && without_numbers(ours) == without_numbers(stock)
        },
        after: &["storage_pool_define_xml"],
        goes_on: true,
    },
    Meant {
        reason: "an element with nothing in it is printed short",
        applies: |call, ours, stock| {
            let (Answer::Good(ours), Answer::Good(stock)) = (ours, stock) else {
                return false;
            };
            call.ends_with("get_xml_desc") && short(ours) == short(stock)
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "the document of a volume can be held against its grammar",
        applies: |_, _, stock| says(stock, "in function virStorageVolDefParseXML"),
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "a parent of a snapshot without a name is refused rather than passed over",
        applies: |_, ours, stock| says(ours, "domainsnapshot/parent") && matches!(stock, Answer::Good(_)),
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "a processor has to run somewhere: an empty map is refused",
        applies: |_, ours, stock| says(ours, "Empty cpu list") && matches!(stock, Answer::Good(_)),
        after: &[],
        goes_on: false,
    },
    Meant {
        reason: "times are of the processors that the guest has, not of those that the daemon's machine has",
        applies: |call, ours, stock| {
            let (ours, Answer::Good(stock)) = (ours, stock) else {
                return false;
            };
            let list = |text: &str| text.split_once("], nparams").map(|(list, _)| list.to_owned());
            let is_begin = |one: &str, other: &str| list(one).is_some_and(|list| other.starts_with(&list));
            let others = match ours {
                Answer::Good(ours) => is_begin(ours, stock) || is_begin(stock, ours),
                _ => says(ours, "larger than maximum of"),
            };
            call == "domain_get_cpu_stats" && others
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "a domain is called what it is called now, whatever the caller knew it as",
        applies: |call, ours, stock| {
            let (Answer::Good(ours), Answer::Good(stock)) = (ours, stock) else {
                return false;
            };
            call == "domain_get_hostname" || without_domain_names(ours) == without_domain_names(stock)
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "which of several mistakes of an update of a network is found first",
        applies: |call, ours, stock| {
            let mistake = |answer: &Answer| matches!(answer, Answer::Failed(1 | 8 | 27 | 35 | 55 | 84, ..));
            call == "network_update" && mistake(ours) && mistake(stock)
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "which of two mistakes is found first: a device that may be there only once is counted in reading",
        applies: |_, ours, stock| {
            let counted = says(ours, "only one element") || says(stock, "only a single memory balloon");
            counted && matches!((ours, stock), (Answer::Failed(..), Answer::Failed(..)))
        },
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "the stock daemon fails without saying why: ours says it",
        applies: |_, ours, stock| says(stock, "cause is unknown") && matches!(ours, Answer::Failed(..)),
        after: &[],
        goes_on: true,
    },
    Meant {
        reason: "an interface without an address is found by any address there: here by none",
        applies: |call, ours, stock| {
            call == "interface_lookup_by_mac_string"
                && matches!(ours, Answer::Failed(57, ..) | Answer::Good(_))
                && matches!(stock, Answer::Failed(59, ..) | Answer::Good(_))
        },
        after: &[],
        goes_on: true,
    },
];

/// Statistics, domain by domain, without the figures of threads.
fn without_threads(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().map(|line| {
        let parts = line.split("TypedParam { ");
        let parts = parts.map(|part| part.split(" }").next().unwrap_or_default());
        parts
            .filter(|part| !part.starts_with("field: \"iothread."))
            .collect()
    });
    lines.collect()
}

/// An answer without what domains are called in it, and without their numbers, which whoever knows one by another
/// name does not know either.
fn without_domain_names(text: &str) -> Vec<&str> {
    let mut parts = text.split("DomainRef { name: ");
    let first = parts.next();
    let rest = parts.map(|part| part.split_once(" }").map_or(part, |(_, rest)| rest));
    first.into_iter().chain(rest).collect()
}

/// A document whose elements with nothing in them are all printed short.
fn short(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let end = line.trim_start().strip_prefix("</");
        let name = end.and_then(|end| end.strip_suffix('>'));
        match (name, lines.last_mut()) {
            (Some(name), Some(last)) if is_start(last, name) => {
                last.truncate(last.len() - 1);
                last.push_str("/>");
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// Whether a line is the start of an element and nothing more.
fn is_start(line: &str, name: &str) -> bool {
    let rest = line
        .trim_start()
        .strip_prefix('<')
        .and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.starts_with([' ', '>']) && rest.ends_with('>') && !rest.ends_with("/>"))
}

/// Whether two documents of processors are alike but for the model and what is added to it or taken away, and each
/// names one.
fn same_processor(ours: &str, stock: &str) -> bool {
    let is_model = |line: &str| line.trim_start().starts_with("<model ");
    let others = |text: &str| {
        let changes = |line: &&str| is_model(line) || line.trim_start().starts_with("<feature ");
        let lines = text.lines().filter(|line| !changes(line));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let model = |text: &str| text.lines().find(|line| is_model(line)).map(str::to_owned);
    let models = (model(ours), model(stock));
    matches!(&models, (Some(ours), Some(stock)) if ours != stock) && others(ours) == others(stock)
}

/// Whether these calls were made before a step, in this order.
fn made(script: &Script, record: &Record, at: usize, calls: &[&str]) -> bool {
    let mut before = script.steps.iter().zip(&record.answers).take(at);
    calls.iter().all(|call| {
        let (name, refused) = call.strip_prefix('!').map_or((*call, false), |name| (name, true));
        before.any(|(step, answer)| {
            step.call.name == name && (!refused || matches!(answer, Answer::Failed(..)))
        })
    })
}

/// Whether an answer is an error with these words.
fn says(answer: &Answer, words: &str) -> bool {
    matches!(answer, Answer::Failed(_, _, message) if message.contains(words))
}

pub enum Verdict {
    Same,
    Meant(&'static str),
    Different(Difference),
}

/// Compares two records of one script.
pub fn compare(script: &Script, ours: &Record, stock: &Record) -> Verdict {
    let mut on_purpose = None;
    for (at, step) in script.steps.iter().enumerate() {
        let (Some(left), Some(right)) = (ours.answers.get(at), stock.answers.get(at)) else {
            break;
        };
        if equal(left, right) {
            continue;
        }
        let name = step.call.name;
        if let Some(meant) = MEANT
            .iter()
            .find(|meant| (meant.applies)(name, left, right) && made(script, ours, at, meant.after))
        {
            if meant.goes_on {
                on_purpose = Some(meant.reason);
                continue;
            }
            return Verdict::Meant(meant.reason);
        }
        return Verdict::Different(Difference {
            step: Some(at),
            signature: format!("{name}: {} / {}", brief(left), brief(right)),
            ours: show(left),
            stock: show(right),
        });
    }
    let ended = |record: &Record| record.events.last().is_some_and(|event| event == ENDED);
    if ended(stock) && !ended(ours) {
        return Verdict::Meant(CRASHED);
    }
    match (events(&ours.events, &stock.events), on_purpose) {
        (Verdict::Same, Some(reason)) => Verdict::Meant(reason),
        (verdict, _) => verdict,
    }
}

fn equal(ours: &Answer, stock: &Answer) -> bool {
    match (ours, stock) {
        // Texts of errors may say more.
        (Answer::Failed(code, domain, _), Answer::Failed(other, place, _)) => {
            code == other && domain == place
        }
        _ => ours == stock,
    }
}

fn brief(answer: &Answer) -> String {
    match answer {
        Answer::Good(_) => "good".to_owned(),
        Answer::Failed(code, domain, _) => format!("error {code} of {domain}"),
        Answer::Lost(why) => why.clone(),
    }
}

fn show(answer: &Answer) -> String {
    match answer {
        Answer::Good(text) => text.clone(),
        Answer::Failed(code, domain, message) => format!("error {code} of domain {domain}: {message}"),
        Answer::Lost(why) => why.clone(),
    }
}

fn events(ours: &[String], stock: &[String]) -> Verdict {
    // The number of a domain that ends or begins is at times that of before and at times that of after.
    let plain = |events: &[String], at: usize| events.get(at).map(|event| without_id(event));
    let same = |at: &usize| plain(ours, *at) == plain(stock, *at);
    let Some(at) = (0..ours.len().max(stock.len())).find(|at| !same(at)) else {
        return Verdict::Same;
    };
    // Without names and numbers: the same cause with other objects is the same.
    let kind = |events: &[String]| {
        events.get(at).map_or_else(
            || "none".to_owned(),
            |event| {
                let tail = event.rsplit_once("}, ").map_or(event.as_str(), |(_, tail)| tail);
                tail.to_owned()
            },
        )
    };
    let listed = |events: &[String]| {
        events
            .iter()
            .skip(at.saturating_sub(1))
            .take(4)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    };
    Verdict::Different(Difference {
        step: None,
        signature: format!("events: {} / {}", kind(ours), kind(stock)),
        ours: listed(ours),
        stock: listed(stock),
    })
}

/// An event without the number of its domain.
fn without_id(event: &str) -> String {
    match event.split_once(", id: ") {
        Some((before, rest)) => match rest.split_once(' ') {
            Some((_, after)) => format!("{before} {after}"),
            None => before.to_owned(),
        },
        None => event.to_owned(),
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (ours, stock) = (
            self.ours.lines().collect::<Vec<_>>(),
            self.stock.lines().collect::<Vec<_>>(),
        );
        if ours.len() + stock.len() <= 8 {
            return write!(formatter, "ours:  {}\nstock: {}", self.ours, self.stock);
        }
        // Long texts: only lines that the other one does not have.
        for line in ours.iter().filter(|line| !stock.contains(line)).take(12) {
            writeln!(formatter, "ours:  {line}")?;
        }
        for line in stock.iter().filter(|line| !ours.contains(line)).take(12) {
            writeln!(formatter, "stock: {line}")?;
        }
        if ours.iter().all(|line| stock.contains(line)) && stock.iter().all(|line| ours.contains(line)) {
            write!(
                formatter,
                "the same lines in another order:\nours:\n{}\nstock:\n{}",
                self.ours, self.stock
            )?;
        }
        Ok(())
    }
}
