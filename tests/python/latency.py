"""The median time of a trivial call through libvirt.so, in microseconds."""
import os
import time

import libvirt

conn = libvirt.open(os.environ["QEMU_URI"])
call = conn.getLibVersion
clock = time.perf_counter_ns
times = []
for _ in range(5000):
    start = clock()
    call()
    times.append(clock() - start)
times.sort()
print(times[len(times) // 2] / 1000)
conn.close()
