"""One connection, many threads: answers belong to their calls."""
import os
import threading

import libvirt

XML = "<domain type='qemu'><name>%s</name><memory>32768</memory><os><type arch='x86_64'>hvm</type></os></domain>"
conn = libvirt.open(os.environ["QEMU_URI"])
faults = []


def work(number):
    try:
        for turn in range(20):
            name = "c%d-%d" % (number, turn)
            domain = conn.defineXML(XML % name)
            assert domain.name() == name
            assert "<name>%s</name>" % name in domain.XMLDesc()
            assert conn.lookupByName(name).UUIDString() == domain.UUIDString()
            domain.undefine()
    except Exception as error:  # told to the main thread, which fails the program
        faults.append((number, repr(error)))


threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not faults, faults
assert conn.listAllDomains() == []
conn.close()
