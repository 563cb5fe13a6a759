"""A console and keepalive by way of TLS."""
import os
import threading
import time

import libvirt

libvirt.virEventRegisterDefaultImpl()


def loop():
    while True:
        libvirt.virEventRunDefaultImpl()


threading.Thread(target=loop, daemon=True).start()
conn = libvirt.open(os.environ["TLS_URI"])
assert conn.isSecure() == 1 and conn.isEncrypted() == 1
conn.setKeepAlive(1, 3)

# A call that takes longer than both sides wait for each other: they hear of each other meanwhile.
pool = conn.storagePoolCreateXML(
    "<pool type='dir'><name>p</name><target><path>%s</path></target></pool>" % os.environ["POOL"])
made = []


def make():
    made.append(pool.createXML(
        "<volume><name>v</name><capacity>1048576</capacity><target><format type='vmdk'/></target></volume>"))


long_call = threading.Thread(target=make)
long_call.start()
while not os.path.exists(os.environ["REACHED"]):
    time.sleep(0.02)
until = time.monotonic() + 6
while time.monotonic() < until:
    assert conn.isAlive() == 1
    assert conn.getHostname()
    # A while without any call: only keepalive says that the other side is there.
    time.sleep(1.9)
assert not made and long_call.is_alive()
open(os.environ["GO"], "w").close()
long_call.join()
assert made[0].name() == "v"

with open(os.environ["GUEST"]) as file:
    domain = conn.createXML(file.read())
stream = conn.newStream()
domain.openConsole(None, stream)
said = b""


def says(text):
    """Reads until the guest has said it, and forgets what was before."""
    global said
    while text not in said:
        part = stream.recv(4096)
        assert part, said
        said += part
    said = said.split(text, 1)[1]


says(b"FERROVIRT-GUEST ready")
stream.send(b"echo sum=$((40+2))\n")
says(b"sum=42")
# More than one record of TLS, and than one message of a stream, holds.
stream.send(b"seq 1 9000; echo end=$((50+5))\n")
says(b"\n8999\r\n9000\r\n")
says(b"end=55")
assert conn.isAlive() == 1
stream.finish()
domain.destroy()
conn.close()
