//! Times reading and printing of documents: `speed FILE…`. One line of figures a measurement, as JSON:
//! bytes, nanoseconds and allocations of a pass over all files.
#![allow(clippy::print_stdout, reason = "printing is what this program does")]
#![expect(unsafe_code, reason = "an allocator that counts")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ferrovirt_schema::Kind;
use ferrovirt_schema::domain::Domain;

/// The system's allocator, counted.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call is passed on as it is; counting touches no memory that is given out.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract of `alloc`, which is the same.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the memory came from `System` above.
        unsafe { System.dealloc(memory, layout) }
    }
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the memory came from `System` above.
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The median of several passes, and the allocations of one.
fn measure(name: &str, documents: usize, bytes: usize, mut pass: impl FnMut()) {
    pass();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    pass();
    let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
    let begun = Instant::now();
    let mut times: Vec<Duration> = Vec::new();
    while times.len() < 5 || (begun.elapsed() < Duration::from_millis(600) && times.len() < 5000) {
        let start = Instant::now();
        pass();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let nanoseconds = times[times.len() / 2].as_nanos();
    println!(
        "{{\"name\":\"{name}\",\"documents\":{documents},\"bytes\":{bytes},\"nanoseconds\":{nanoseconds},\"allocations\":{allocations}}}"
    );
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut corpus = Vec::new();
    for file in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&file)?;
        let root = ferrovirt_xml::scan_identity(&text)
            .map(|i| i.kind)
            .unwrap_or_default();
        if let Some(kind) = Kind::of_root(&root).filter(|kind| kind.canonical(&text).is_ok()) {
            println!("{{\"file\":\"{file}\"}}");
            corpus.push((kind, text));
        }
    }
    let bytes = corpus.iter().map(|(_, text)| text.len()).sum();
    let many = corpus.len();
    measure("corpus tree", many, bytes, || {
        for (_, text) in &corpus {
            drop(black_box(ferrovirt_xml::parse(text, Default::default())));
        }
    });
    measure("corpus typed parse and print", many, bytes, || {
        for (kind, text) in &corpus {
            drop(black_box(kind.canonical(text)));
        }
    });
    let domains: Vec<(&str, Domain)> = corpus
        .iter()
        .filter_map(|(_, text)| Some((text.as_str(), Domain::parse(text).ok()?)))
        .collect();
    let bytes = domains.iter().map(|(text, _)| text.len()).sum();
    measure("domains typed parse", domains.len(), bytes, || {
        for (text, _) in &domains {
            drop(black_box(Domain::parse(text)));
        }
    });
    measure("domains print", domains.len(), bytes, || {
        for (_, domain) in &domains {
            drop(black_box(domain.to_xml()));
        }
    });
    for size in [8 << 10, 64 << 10, 1 << 20] {
        let text = sized(size);
        let name = format!("domain of {} KiB, typed parse", size >> 10);
        measure(&name, 1, text.len(), || drop(black_box(Domain::parse(&text))));
    }
    Ok(())
}

/// A domain of about so many bytes: one more disk after the other.
fn sized(bytes: usize) -> String {
    let mut text =
        "<domain type='kvm'>\n  <name>a</name>\n  <memory unit='KiB'>1048576</memory>\n  <vcpu>2</vcpu>\n  \
                    <os>\n    <type arch='x86_64' machine='q35'>hvm</type>\n  </os>\n  <devices>\n"
            .to_owned();
    let mut n = 0;
    while text.len() < bytes {
        text.push_str(&format!(
            "    <disk type='file' device='disk'>\n      <driver name='qemu' type='qcow2' cache='none' io='native'/>\n      \
             <source file='/var/lib/images/a/volume-{n}.qcow2'/>\n      <target dev='vd{n}' bus='virtio'/>\n      \
             <serial>a-{n}</serial>\n      <address type='pci' domain='0x0000' bus='0x{:02x}' slot='0x00' function='0x0'/>\n    \
             </disk>\n",
            n % 256
        ));
        n += 1;
    }
    text.push_str("  </devices>\n</domain>\n");
    text
}
