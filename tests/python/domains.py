"""Objects of the QEMU driver and of the test driver's default host."""
import os
import uuid

import libvirt

XML = """<domain type='qemu'><name>%s</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><emulator>/usr/bin/qemu-system-x86_64</emulator></devices></domain>"""

conn = libvirt.open(os.environ["QEMU_URI"])
assert conn.getType() == "QEMU"
assert conn.isAlive() == 1 and conn.isEncrypted() == 0
assert conn.getLibVersion() >= 9000000
assert conn.listAllDomains() == [] and conn.numOfDefinedDomains() == 0

domain = conn.defineXML(XML % "py")
assert domain.name() == "py" and domain.ID() == -1
assert domain.isActive() == 0 and domain.isPersistent() == 1 and domain.isUpdated() == 0
assert conn.lookupByUUIDString(domain.UUIDString()).name() == "py"
assert uuid.UUID(bytes=domain.UUID()) == uuid.UUID(domain.UUIDString())
assert conn.listDefinedDomains() == ["py"]
state, maximum, memory, vcpus, _ = domain.info()
assert (state, maximum, memory, vcpus) == (libvirt.VIR_DOMAIN_SHUTOFF, 32768, 32768, 1)
assert domain.state() == [libvirt.VIR_DOMAIN_SHUTOFF, 0]
assert domain.maxMemory() == 32768
domain.setAutostart(1)
assert domain.autostart() == 1
domain.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, "title", None, None, libvirt.VIR_DOMAIN_AFFECT_CONFIG)
assert domain.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None) == "title"
(same, stats), = conn.getAllDomainStats()
assert same.name() == "py" and stats["state.state"] == libvirt.VIR_DOMAIN_SHUTOFF
domain.undefine()
assert conn.listAllDomains() == []
conn.close()

test = libvirt.open(os.environ["TEST_URI"])
guest = test.lookupByID(1)
assert guest.name() == "test" and guest.isActive() == 1
guest.suspend()
assert guest.state()[0] == libvirt.VIR_DOMAIN_PAUSED
guest.resume()
guest.destroy()
guest.create()
assert guest.ID() > 1
network = test.networkLookupByName("default")
assert network.isActive() and network.bridgeName() == "virbr0"
pool = test.storagePoolLookupByName("default-pool")
assert pool.info()[0] == libvirt.VIR_STORAGE_POOL_RUNNING
test.close()
