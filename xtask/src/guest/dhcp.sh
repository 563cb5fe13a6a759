#!/bin/sh
# Called by udhcpc with the event as argument and the lease in the environment.

case $1 in
deconfig)
    ip -4 address flush dev "$interface"
    ;;
bound | renew)
    ip address replace "$ip/$mask" dev "$interface"
    [ -n "$router" ] && ip route replace default via "${router%% *}"
    if [ "$1" = bound ]; then
        line="FERROVIRT-GUEST interface=$interface address=$ip"
        echo "$line" >/dev/console
        [ -c /dev/tty0 ] && echo "$line" >/dev/tty0
    fi
    ;;
esac
exit 0
