//! Documents of storage: canonical ones print as they were, others print in canonical form.

use ferrovirt_schema::pool::Pool;
use ferrovirt_schema::poolcaps::StoragePoolCaps;
use ferrovirt_schema::vol::Volume;

#[track_caller]
fn check(text: &str, print: impl Fn(&str) -> String) {
    let once = print(text);
    assert_eq!(once, text);
    assert_eq!(print(&once), once);
}

#[test]
fn pools_print_as_they_were() {
    for text in [
        include_str!("storage/pool-dir.xml"),
        include_str!("storage/pool-rbd.xml"),
        include_str!("storage/pool-scsi.xml"),
        include_str!("storage/pool-netfs.xml"),
    ] {
        check(text, |text| Pool::parse(text).unwrap().to_xml());
    }
}

#[test]
fn volumes_print_as_they_were() {
    for text in [
        include_str!("storage/vol-qcow2.xml"),
        include_str!("storage/vol-luks.xml"),
    ] {
        check(text, |text| Volume::parse(text).unwrap().to_xml());
    }
}

#[test]
fn capabilities_print_as_they_were() {
    check(include_str!("storage/poolcaps.xml"), |text| {
        StoragePoolCaps::parse(text).unwrap().to_xml()
    });
}

#[test]
fn any_order_and_unit_is_read() {
    let volume = Volume::parse(
        "<volume><target><permissions><group>1</group><mode>0</mode></permissions></target>\
         <capacity unit='GB'>10</capacity><name>a</name><source/></volume>",
    )
    .unwrap();
    assert_eq!(
        volume.to_xml(),
        "<volume>\n  <name>a</name>\n  <capacity unit='bytes'>10000000000</capacity>\n  <target>\n    \
         <permissions>\n      <mode>00</mode>\n      <group>1</group>\n    </permissions>\n  </target>\n</volume>\n"
    );
}

#[test]
fn errors_say_where() {
    for (text, what) in [
        ("<pool type='nosuch'/>", "pool/@type"),
        ("<pool><name>x</name></pool>", "type"),
        ("<volume/>", "volume"),
        ("<pool type='dir'><source><device/></source></pool>", "device"),
        (
            "<pool type='dir'><target><permissions><mode>9</mode></permissions></target></pool>",
            "mode",
        ),
        (
            "<pool type='dir'><target><permissions><owner>-2</owner></permissions></target></pool>",
            "owner",
        ),
    ] {
        let error = Pool::parse(text).unwrap_err().to_string();
        assert!(error.contains(what), "{text}: {error}");
    }
}
