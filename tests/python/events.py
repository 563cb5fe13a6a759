"""Typed events through the bindings' own loop."""
import os
import threading
import time

import libvirt

libvirt.virEventRegisterDefaultImpl()


def loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=loop, daemon=True).start()
conn = libvirt.open(os.environ["QEMU_URI"])
conn.setKeepAlive(1, 3)
seen = []
conn.domainEventRegisterAny(
    None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
    lambda conn, domain, event, detail, opaque: seen.append(("domain", domain.name(), event, detail)), None)
conn.networkEventRegisterAny(
    None, libvirt.VIR_NETWORK_EVENT_ID_LIFECYCLE,
    lambda conn, network, event, detail, opaque: seen.append(("network", network.name(), event)), None)
conn.storagePoolEventRegisterAny(
    None, libvirt.VIR_STORAGE_POOL_EVENT_ID_LIFECYCLE,
    lambda conn, pool, event, detail, opaque: seen.append(("pool", pool.name(), event)), None)

domain = conn.defineXML(
    "<domain type='qemu'><name>ev</name><memory>32768</memory><os><type arch='x86_64'>hvm</type></os></domain>")
domain.undefine()
network = conn.networkDefineXML("<network><name>evn</name><bridge name='evbr0'/></network>")
network.undefine()
pool = conn.storagePoolDefineXML(
    "<pool type='dir'><name>evp</name><target><path>%s/evp</path></target></pool>" % os.environ["SCRATCH"])
pool.undefine()

wanted = [
    ("domain", "ev", libvirt.VIR_DOMAIN_EVENT_DEFINED, libvirt.VIR_DOMAIN_EVENT_DEFINED_ADDED),
    ("domain", "ev", libvirt.VIR_DOMAIN_EVENT_UNDEFINED, libvirt.VIR_DOMAIN_EVENT_UNDEFINED_REMOVED),
    ("network", "evn", libvirt.VIR_NETWORK_EVENT_DEFINED),
    ("network", "evn", libvirt.VIR_NETWORK_EVENT_UNDEFINED),
    ("pool", "evp", libvirt.VIR_STORAGE_POOL_EVENT_DEFINED),
    ("pool", "evp", libvirt.VIR_STORAGE_POOL_EVENT_UNDEFINED),
]
deadline = time.time() + 5
while time.time() < deadline and not all(event in seen for event in wanted):
    time.sleep(0.02)
missing = [event for event in wanted if event not in seen]
assert not missing, (missing, seen)
# Longer than the keepalive's interval: the connection must still be there.
time.sleep(2.5)
assert conn.isAlive() == 1
conn.close()
