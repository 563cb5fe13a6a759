//! A filter bound to a guest's interface.

use crate::NwFilterError;
use crate::definition;
use crate::resolve::Variables;
use ferrovirt_schema::nwfilterbinding::FilterBinding;
use ferrovirt_types::ifname::IfName;
use ferrovirt_types::mac::MacAddr;
use ferrovirt_types::object::NwFilterBindingRef;

/// A checked binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Binding {
    document: FilterBinding,
    pub(crate) device: IfName,
    pub(crate) mac: MacAddr,
}

impl Binding {
    /// Reads and checks a document.
    pub(crate) fn parse(text: &str, validate: bool) -> Result<Self, NwFilterError> {
        Self::new(definition::read(text, FilterBinding::ROOT, validate)?)
    }

    /// Checks a document, and gives the variable `MAC` its value.
    pub(crate) fn new(mut document: FilterBinding) -> Result<Self, NwFilterError> {
        let device = document.port_dev.parse();
        let device: IfName = device
            .map_err(|e: ferrovirt_types::ifname::ParseIfNameError| NwFilterError::Argument(e.to_string()))?;
        let missing = || NwFilterError::Document("no hardware address of the interface is given".to_owned());
        let mac = document.mac.ok_or_else(missing)?;
        let parameters = &mut document.filterref.parameters;
        if !parameters.iter().any(|p| p.name == "MAC") {
            parameters.push(ferrovirt_schema::domain::devices::interface::FilterParameter {
                name: "MAC".to_owned(),
                value: mac.to_string(),
            });
        }
        // The order of one variable's values counts, that of variables does not.
        parameters.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Binding {
            document,
            device,
            mac,
        })
    }

    /// Name of the filter.
    pub(crate) fn filter(&self) -> &str {
        &self.document.filterref.filter
    }

    pub(crate) fn variables(&self) -> Variables {
        let mut variables = Variables::new();
        for parameter in &self.document.filterref.parameters {
            let values = variables.entry(parameter.name.clone()).or_default();
            values.push(parameter.value.clone());
        }
        variables
    }

    pub(crate) fn reference(&self) -> NwFilterBindingRef {
        NwFilterBindingRef {
            portdev: self.device.to_string(),
            filtername: self.filter().to_owned(),
        }
    }

    pub(crate) fn to_xml(&self) -> String {
        self.document.to_xml()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding(mac: &str, parameters: &str) -> Result<Binding, NwFilterError> {
        Binding::parse(
            &format!(
                "<filterbinding><owner><name>g</name><uuid>d1111111-2222-3333-4444-555555555501</uuid></owner>\
                 <portdev name='vnet0'/><mac address='{mac}'/><filterref filter='f'>{parameters}</filterref>\
                 </filterbinding>"
            ),
            false,
        )
    }

    #[test]
    fn parameters_are_sorted_and_have_the_address() {
        let parameters = "<parameter name='Z' value='2'/><parameter name='Z' value='1'/>";
        let binding = binding("52:54:00:00:00:01", parameters).unwrap();
        let variables = binding.variables();
        assert_eq!(variables["MAC"], ["52:54:00:00:00:01"]);
        assert_eq!(variables["Z"], ["2", "1"]);
        assert_eq!(Binding::parse(&binding.to_xml(), true).unwrap(), binding);
    }

    #[test]
    fn an_address_that_is_none_is_named() {
        assert!(binding("x", "").unwrap_err().to_string().contains("'x'"));
    }
}
