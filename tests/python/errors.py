"""Error codes, domains and levels, as programs test them."""
import os

import libvirt


def refused(call, code, domain=None):
    try:
        call()
    except libvirt.libvirtError as error:
        assert error.get_error_code() == code, (error.get_error_code(), code, str(error))
        assert domain is None or error.get_error_domain() == domain, (error.get_error_domain(), domain, str(error))
        assert error.get_error_level() == libvirt.VIR_ERR_ERROR
        assert str(error)
        return
    raise AssertionError("was not refused")


libvirt.registerErrorHandler(lambda context, error: None, None)
conn = libvirt.open(os.environ["QEMU_URI"])
refused(lambda: conn.lookupByName("x"), libvirt.VIR_ERR_NO_DOMAIN, libvirt.VIR_FROM_QEMU)
refused(lambda: conn.lookupByUUIDString("11111111-2222-3333-4444-555555555555"), libvirt.VIR_ERR_NO_DOMAIN)
refused(lambda: conn.networkLookupByName("x"), libvirt.VIR_ERR_NO_NETWORK, libvirt.VIR_FROM_NETWORK)
refused(lambda: conn.storagePoolLookupByName("x"), libvirt.VIR_ERR_NO_STORAGE_POOL, libvirt.VIR_FROM_STORAGE)
refused(lambda: conn.storageVolLookupByPath("/nonesuch"), libvirt.VIR_ERR_NO_STORAGE_VOL)
refused(lambda: conn.defineXML("<domain"), libvirt.VIR_ERR_XML_DETAIL)
refused(lambda: conn.defineXML("<domain type='qemu'/>"), libvirt.VIR_ERR_NO_NAME)
refused(lambda: conn.networkDefineXML("<network/>"), libvirt.VIR_ERR_NO_NAME)
refused(lambda: conn.nwfilterLookupByName("x"), libvirt.VIR_ERR_NO_NWFILTER, libvirt.VIR_FROM_NWFILTER)

domain = conn.defineXML(
    "<domain type='qemu'><name>e</name><memory>32768</memory><os><type arch='x86_64'>hvm</type></os></domain>")
refused(domain.destroy, libvirt.VIR_ERR_OPERATION_INVALID)
refused(domain.suspend, libvirt.VIR_ERR_OPERATION_INVALID)
refused(lambda: domain.vcpus(), libvirt.VIR_ERR_OPERATION_INVALID)
domain.undefine()
refused(domain.info, libvirt.VIR_ERR_NO_DOMAIN)
conn.close()

ro = libvirt.openReadOnly(os.environ["QEMU_URI"] + "-ro")
refused(lambda: ro.defineXML("<domain/>"), libvirt.VIR_ERR_OPERATION_DENIED)
ro.close()
