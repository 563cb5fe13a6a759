#!/bin/sh
# The whole user space of the guest that the demo and the tests boot. Each fact that a test waits for
# is one line on the console that begins with FERROVIRT-GUEST.

export PATH=/bin
busybox mkdir -p /proc /sys /dev /tmp
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
busybox --install -s /bin 2>/dev/null
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts
dmesg -n 1

say() {
    echo "FERROVIRT-GUEST $*"
    # The screen too, for whoever looks at it by VNC or a screenshot.
    [ -c /dev/tty0 ] && echo "FERROVIRT-GUEST $*" >/dev/tty0
}

# Writes a pattern, reads it back from the device itself, and counts the boots this disk has seen.
check_disk() {
    disk=$1
    size=$(($(cat "/sys/block/$disk/size") * 512))
    boots=$(head -c 512 "/dev/$disk" | sed -n 's/^FERROVIRT-BOOTS \([0-9]*\)$/\1/p')
    boots=$((${boots:-0} + 1))
    printf 'FERROVIRT-BOOTS %s\n' "$boots" >/tmp/label
    if [ "$(cat "/sys/block/$disk/ro")" = 1 ]; then
        say "disk=$disk size=$size check=read-only"
        return
    fi
    dd if=/dev/urandom of=/tmp/pattern bs=65536 count=4 2>/dev/null
    dd if=/tmp/label of="/dev/$disk" bs=512 conv=sync,fsync 2>/dev/null &&
        dd if=/tmp/pattern of="/dev/$disk" bs=65536 seek=1 conv=fsync 2>/dev/null
    echo 3 >/proc/sys/vm/drop_caches
    dd if="/dev/$disk" of=/tmp/read-back bs=65536 skip=1 count=4 2>/dev/null
    if cmp -s /tmp/pattern /tmp/read-back; then
        say "disk=$disk size=$size check=ok boots=$boots"
    else
        say "disk=$disk size=$size check=failed"
    fi
}

# Reads what the host put into a shared directory, and answers there.
check_share() {
    mkdir -p "/mnt/$1"
    if mount -t virtiofs "$1" "/mnt/$1" && read -r line <"/mnt/$1/from-host" &&
        echo "seen $line" >"/mnt/$1/from-guest"; then
        say "share=$1 read=$line write=ok"
    else
        say "share=$1 check=failed"
    fi
}

while read -r module; do
    insmod "/lib/modules/$module" 2>/dev/null
done </etc/modules

acpid -l /dev/null
ip link set lo up
[ "$(hostname)" = "(none)" ] && hostname guest

for path in /sys/class/net/*; do
    interface=${path##*/}
    [ "$interface" = lo ] && continue
    ip link set "$interface" up
    udhcpc -i "$interface" -s /etc/dhcp.sh -x "hostname:$(hostname)" -t 20 -T 1 -n >/dev/null 2>&1 ||
        say "interface=$interface address=none"
done

found=none
for path in /sys/block/*; do
    case ${path##*/} in
    vd* | sd* | hd*)
        found=some
        check_disk "${path##*/}"
        ;;
    esac
done
[ "$found" = none ] && say "disk=none"

read -r words </proc/cmdline
for word in $words; do
    case $word in
    share=*) check_share "${word#share=}" ;;
    esac
done

say "ready hostname=$(hostname) uptime=$(cut -d' ' -f1 /proc/uptime)"

# busybox asks process 1 to end the system, and that is this script.
trap 'sync; busybox poweroff -f' USR1 USR2
trap 'sync; busybox reboot -f' TERM

# A shell on the console, again and again: process 1 must not end. It runs in the background because
# a trap waits for what runs in the foreground.
read -r consoles </sys/class/tty/console/active
console=${consoles##* }
while :; do
    setsid sh -c "exec sh -i </dev/$console >/dev/$console 2>&1" &
    wait $!
    sleep 1
done
