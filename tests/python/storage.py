"""Volumes through streams, also beyond what a stream's window holds, and cut off half-way."""
import os

import libvirt

conn = libvirt.open(os.environ["QEMU_URI"])
target = os.environ["SCRATCH"] + "/pyp"
pool = conn.storagePoolDefineXML(
    "<pool type='dir'><name>pyp</name><target><path>%s</path></target></pool>" % target)
pool.build()
pool.create()
assert pool.isActive() == 1 and pool.numOfVolumes() == 0
volume = pool.createXML(
    "<volume><name>v</name><capacity unit='MiB'>24</capacity><target><format type='raw'/></target></volume>")
assert volume.path() == target + "/v"
assert pool.listVolumes() == ["v"]
data = os.urandom(1 << 20) * 24

stream = conn.newStream()
volume.upload(stream, 0, len(data))
position = [0]


def source(stream, count, opaque):
    chunk = data[position[0]:position[0] + count]
    position[0] += len(chunk)
    return chunk


stream.sendAll(source, None)
stream.finish()
with open(target + "/v", "rb") as file:
    assert file.read() == data

received = bytearray()
stream = conn.newStream()
volume.download(stream, 1 << 20, 2 << 20)
stream.recvAll(lambda stream, chunk, opaque: received.extend(chunk), None)
stream.finish()
assert bytes(received) == data[1 << 20:3 << 20]

stream = conn.newStream()
volume.download(stream, 0, 0)
stream.recv(1000)
stream.abort()
assert conn.getHostname(), "the connection is of use after a stream was cut off"

kind, capacity, allocation = volume.info()
assert kind == libvirt.VIR_STORAGE_VOL_FILE and capacity == 24 << 20, (kind, capacity, allocation)
clone = pool.createXMLFrom("<volume><name>w</name><capacity>0</capacity></volume>", volume)
assert clone.info()[1] == 24 << 20
volume.wipe()
with open(target + "/v", "rb") as file:
    assert file.read(4096) == bytes(4096)
for each in pool.listAllVolumes():
    each.delete()
pool.destroy()
pool.undefine()
conn.close()
