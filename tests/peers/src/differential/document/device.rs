//! Devices of domains, each on one line.

use super::super::random::Chance;

pub(super) const DEVICES: &[&str] = &[
    "<disk type='file' device='disk'><source file='/img/a'/><target dev='vda' bus='virtio'/></disk>",
    "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/img/b'/><target dev='vdb' bus='virtio'/></disk>",
    "<disk type='file' device='cdrom'><source file='/img/c.iso'/><target dev='hdc' bus='ide'/><readonly/></disk>",
    "<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>",
    "<disk type='block' device='disk'><source dev='/dev/sdz'/><target dev='sda' bus='scsi'/></disk>",
    "<disk type='volume' device='disk'><source pool='default-pool' volume='v1'/><target dev='vdc' bus='virtio'/></disk>",
    "<disk type='network' device='disk'><source protocol='nbd' name='x'><host name='h' port='10809'/></source><target dev='vdd' bus='virtio'/></disk>",
    "<disk type='file' device='floppy'><source file='/img/f'/><target dev='fda' bus='fdc'/></disk>",
    "!<disk type='file' device='disk'><source file='/img/e'/></disk>",
    "!<disk type='file' device='disk'><source file='/img/a'/><target dev='vda' bus='nobus'/></disk>",
    "<disk type='file' device='disk' snapshot='no'><source file='/img/g'/><target dev='vde' bus='virtio'/><iotune><total_bytes_sec>1000</total_bytes_sec></iotune></disk>",
    "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>",
    "<interface type='network'><mac address='52:54:00:00:00:02'/><source network='n1'/><model type='virtio'/><target dev='vnet7'/></interface>",
    "<interface type='bridge'><mac address='52:54:00:00:00:03'/><source bridge='br0'/><bandwidth><inbound average='1000'/></bandwidth></interface>",
    "<interface type='user'><mac address='52:54:00:00:00:04'/></interface>",
    "!<interface type='network'><mac address='52:54:00:00:00:05'/></interface>",
    "!<interface type='network'><mac address='not a mac'/><source network='default'/></interface>",
    "<console type='pty'/>",
    "<serial type='pty'/>",
    "<serial type='file'><source path='/log/x'/><target port='1'/></serial>",
    "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>",
    "<graphics type='vnc' port='-1' autoport='yes'/>",
    "<graphics type='vnc' port='5901' listen='127.0.0.1'/>",
    "<graphics type='spice' autoport='yes'/>",
    "<video><model type='vga'/></video>",
    "<video><model type='cirrus' vram='9216'/></video>",
    "<input type='tablet' bus='usb'/>",
    "<input type='mouse' bus='ps2'/>",
    "<sound model='ich6'/>",
    "<watchdog model='i6300esb' action='reset'/>",
    "<memballoon model='virtio'/>",
    "<memballoon model='none'/>",
    "<memballoon model='virtio' autodeflate='on'><stats period='10'/></memballoon>",
    "!<memballoon model='what'/>",
    "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>",
    "<controller type='usb' index='0'/>",
    "<controller type='scsi' index='0' model='virtio-scsi'/>",
    "<controller type='pci' index='0' model='pci-root'/>",
    "<filesystem type='mount'><source dir='/export'/><target dir='tag'/></filesystem>",
    "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source></hostdev>",
    "<hub type='usb'/>",
    "<tpm model='tpm-tis'><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>",
    "<panic model='isa'/>",
    "<emulator>/usr/bin/emulator</emulator>",
    "!<redirdev bus='usb' type='spicevmc'/>",
    "<smartcard mode='host'/>",
    "!<unknowndevice/>",
];

/// One device.
pub fn device(chance: &mut Chance) -> String {
    chance.line_of(DEVICES).unwrap_or_default().to_owned()
}
