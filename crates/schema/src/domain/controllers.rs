//! The order and the numbers of controllers, which all drivers keep alike.

use crate::domain::devices::Devices;
use crate::domain::devices::controller::{Controller, ControllerModel, ControllerType};

impl Devices {
    /// Sorts the controllers of each type by their numbers, numbers those that have none, and gives the slower parts of
    /// USB 2 controllers the ports that they serve.
    pub fn settle_controllers(&mut self) {
        for mut controller in std::mem::take(&mut self.controllers) {
            if let Some(port) = first_port(&controller) {
                controller.info.usb_master.get_or_insert(port);
            }
            self.insert_controller(controller);
        }
        for at in 0..self.controllers.len() {
            if self.controllers[at].index.is_none() {
                let kind = self.controllers[at].controller_type;
                let index = companion_of(&self.controllers[..=at]).or_else(|| self.free_index(kind));
                self.controllers[at].index = index;
            }
        }
    }

    /// Adds a controller where its number belongs: before the first of its type with a higher one. Parts of a
    /// USB 2 controller come after the one that they are part of.
    fn insert_controller(&mut self, new: Controller) {
        let mut at = None;
        for (i, there) in self.controllers.iter().enumerate().rev() {
            if there.controller_type != new.controller_type {
                continue;
            }
            let part = there.info.usb_master.is_some() && new.info.usb_master.is_none();
            let after =
                new.index.is_some() && (there.index > new.index || (there.index == new.index && part));
            if after {
                at = Some(i);
            } else if at.is_none() {
                at = Some(i + 1);
            }
        }
        self.controllers.insert(at.unwrap_or(self.controllers.len()), new);
    }

    /// The lowest number that no controller of this type has.
    fn free_index(&self, kind: ControllerType) -> Option<u32> {
        let of_type = self.controllers.iter().filter(|c| c.controller_type == kind);
        let used: std::collections::BTreeSet<u32> = of_type.filter_map(|c| c.index).collect();
        (0..).find(|index| !used.contains(index))
    }
}

/// First port of the fast controller that a part of it serves.
fn first_port(controller: &Controller) -> Option<u32> {
    match (controller.controller_type, controller.model?) {
        (ControllerType::Usb, ControllerModel::Ich9Uhci1) => Some(0),
        (ControllerType::Usb, ControllerModel::Ich9Uhci2) => Some(2),
        (ControllerType::Usb, ControllerModel::Ich9Uhci3) => Some(4),
        _ => None,
    }
}

/// Number of the controller that the last one, a part of a USB 2 controller, belongs to: the one before it.
fn companion_of(controllers: &[Controller]) -> Option<u32> {
    let (last, before) = controllers.split_last()?;
    first_port(last)?;
    let is_usb2 = |c: &&Controller| c.model.is_some_and(ControllerModel::is_ich9);
    let master = before.iter().rev().find(is_usb2)?;
    master.index.filter(|_| master.model != last.model)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(list: &[(&str, Option<u32>, Option<&str>)]) -> Vec<(u32, String)> {
        let mut devices = Devices::default();
        for (kind, index, model) in list {
            devices.controllers.push(Controller {
                controller_type: ControllerType::from_word(kind).unwrap(),
                index: *index,
                model: model.and_then(ControllerModel::from_word),
                ..Controller::default()
            });
        }
        devices.settle_controllers();
        let text = |c: &Controller| {
            c.model
                .map_or_else(|| c.controller_type.to_string(), |m| m.to_string())
        };
        let all = devices.controllers.iter();
        all.map(|c| (c.index.unwrap(), text(c))).collect()
    }

    #[test]
    fn each_type_is_sorted_where_it_stands() {
        let list = [
            ("scsi", Some(1), None),
            ("pci", Some(2), Some("pci-bridge")),
            ("scsi", Some(0), None),
            ("pci", Some(0), Some("pci-root")),
        ];
        let want = [(0, "scsi"), (1, "scsi"), (0, "pci-root"), (2, "pci-bridge")];
        assert_eq!(settled(&list), want.map(|(n, t)| (n, t.to_owned())));
    }

    #[test]
    fn parts_have_the_number_of_what_they_are_part_of() {
        let list = [
            ("usb", None, Some("qemu-xhci")),
            ("usb", None, Some("ich9-ehci1")),
            ("usb", None, Some("ich9-uhci1")),
            ("usb", None, Some("ich9-uhci2")),
            ("usb", None, Some("nec-xhci")),
        ];
        let numbers: Vec<u32> = settled(&list).into_iter().map(|(n, _)| n).collect();
        assert_eq!(numbers, [0, 1, 1, 1, 2]);
    }
}
