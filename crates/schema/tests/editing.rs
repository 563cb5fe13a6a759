//! Changing a document that keeps its text: what was not touched stays as it was written.

use ferrovirt_schema::domain::Domain;

const SOURCE: &str = "<domain type='test'>
  <!-- the build server -->
  <name>a</name>
  <memory unit='GiB'>1</memory>
  <os><type>hvm</type></os>
  <devices>
    <spaceship/>
    <disk type='file'><target dev='vda'/><address type='pci' slot='3'/></disk>
    <disk type='file' colour='red'><target dev='vdb'/></disk>
    <disk type='file'><target dev='vdc'/></disk>
  </devices>
</domain>";

fn edited(change: impl FnOnce(&mut Domain)) -> String {
    let mut document = Domain::parse_lossless(SOURCE).expect("a good document");
    change(&mut document.value);
    document.to_xml_lossless().expect("what was read")
}

#[test]
fn a_value_changes_alone() {
    let text = edited(|domain| domain.name = "b".to_owned());
    assert_eq!(text, edited(|_| ()).replace("<name>a</name>", "<name>b</name>"));
    assert!(text.contains("<memory unit='GiB'>1</memory>") && text.contains("slot='3'"));
}

#[test]
fn a_device_goes_and_its_siblings_stay() {
    let disks = |domain: &mut Domain| std::mem::take(&mut domain.devices.get_or_insert_default().disks);
    let text = edited(|domain| {
        let mut all = disks(domain);
        all.remove(0);
        domain.devices.get_or_insert_default().disks = all;
    });
    assert!(
        !text.contains("vda") && text.contains("colour='red'") && text.contains("<spaceship/>"),
        "{text}"
    );
}

#[test]
fn a_device_is_added_behind_its_siblings() {
    let text = edited(|domain| {
        let disks = &mut domain.devices.get_or_insert_default().disks;
        let mut disk = disks[2].clone();
        disk.target.dev = "vdd".to_owned();
        disks.push(disk);
    });
    let places = ["vda", "vdb", "vdc", "vdd", "</devices>"].map(|part| text.find(part));
    assert!(places.is_sorted() && places[0].is_some(), "{text}");
    assert!(text.contains("<!-- the build server -->"));
}
