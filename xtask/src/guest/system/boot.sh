#!/bin/sh
# Finds the machine's disk and goes on there.

export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
while read -r module; do
    busybox insmod "/lib/modules/$module"
done </lib/modules/order
# The drivers look for their devices on their own time.
tries=0
while [ ! -b /dev/vda ] && [ $tries -lt 600 ]; do
    busybox sleep 0.1
    tries=$((tries + 1))
done
busybox mount -t ext4 /dev/vda /system || {
    echo "FERROVIRT-VM failed: no file system on /dev/vda"
    busybox poweroff -f
}
busybox umount /proc
busybox umount /sys
busybox mount -o move /dev /system/dev
exec busybox switch_root /system /usr/sbin/vm-init
