#!/bin/bash
# Process 1 of the machine of lane vm: mounts what a Linux system has, starts udev, runs the lane's
# program with its output on the port "org.ferrovirt.report", and turns the machine off.
#
# The port carries the lines of the cases as they are printed, and at the end `vm-end STATUS`.

export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C TERM=dumb
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mkdir -p /dev/pts /dev/shm
mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock /run/rpcbind /run/udev /run/lock/lvm
mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null
mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null
ln -sf /proc/self/fd /dev/fd
ln -sf /proc/self/fd/0 /dev/stdin
ln -sf /proc/self/fd/1 /dev/stdout
ln -sf /proc/self/fd/2 /dev/stderr
echo vm >/proc/sys/kernel/hostname
ip link set lo up
echo "FERROVIRT-VM files mounted at $(cut -d' ' -f1 /proc/uptime)"

modprobe -a configfs virtio_console sd_mod sg virtio_scsi nvme 2>/dev/null
mount -t configfs configfs /sys/kernel/config 2>/dev/null
/lib/systemd/systemd-udevd --daemon
udevadm trigger --action=add --type=subsystems
udevadm trigger --action=add --type=devices
udevadm settle --timeout=60
echo "FERROVIRT-VM devices settled at $(cut -d' ' -f1 /proc/uptime)"

mount -o ro -t ext4 /dev/disk/by-id/virtio-programs /programs || mount -o ro -t ext4 /dev/vdb /programs
for port in /sys/class/virtio-ports/*; do
    [ "$(cat "$port/name")" = org.ferrovirt.report ] && report=/dev/${port##*/}
done
if [ -z "$report" ]; then
    echo "FERROVIRT-VM failed: there is no port org.ferrovirt.report"
    busybox poweroff -f
fi

exec 3>"$report"
echo "vm-begin uptime=$(cut -d' ' -f1 /proc/uptime)" >&3
export FERROVIRT_PROGRAMS=/programs TMPDIR=/var/tmp RUST_BACKTRACE=1
cd /
# The kernel's command line has the lane's name, and the filter.
lane=$(sed -n 's/.*ferrovirt\.lane=\([^ ]*\).*/\1/p' /proc/cmdline)
filter=$(sed -n 's/.*ferrovirt\.filter=\([^ ]*\).*/\1/p' /proc/cmdline)
if [ -x /programs/shell ]; then
    /programs/shell >&3 2>&3 </dev/null
else
    /programs/ferrovirt-lanes "${lane:-vm}" ${filter:+"$filter"} >&3 2>&3 </dev/null
fi
status=$?
# The host may ask the guest's agent when the cases are over; it finds an address.
for interface in /sys/class/net/*; do
    [ "$(cat "$interface/address")" = 52:54:00:fe:00:01 ] || continue
    ip link set "${interface##*/}" up
    ip addr replace 10.0.2.15/24 dev "${interface##*/}"
    break
done
for port in /sys/class/virtio-ports/*; do
    [ "$(cat "$port/name")" = org.qemu.guest_agent.0 ] || continue
    qemu-ga --daemonize --pidfile=/run/qemu-ga.pid --method=virtio-serial --path="/dev/${port##*/}"
done
echo "vm-end $status" >&3
# The host turns the machine off when it has what it wants, or the agent does when it is told to.
sleep 150
/sbin/shutdown
