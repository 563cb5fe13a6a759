//! The type of a value where several types may meet.

use ferrovirt_xml::{Invalid, ValueContent, ValueShape};

/// One of the types that a value may have.
#[derive(Debug, Clone, Copy)]
pub enum ValueType {
    /// A type of the schema.
    Typed(ValueContent),
    /// A word that chooses what else there is.
    Word(&'static str),
}

impl ValueType {
    /// Adds it to the types of a place, unless it is there already.
    pub(super) fn join(self, types: &mut Vec<ValueType>) {
        let same = |other: &ValueType| match (self, *other) {
            (ValueType::Word(a), ValueType::Word(b)) => a == b,
            (ValueType::Typed(a), ValueType::Typed(b)) => {
                std::ptr::fn_addr_eq(a.shape, b.shape) && std::ptr::fn_addr_eq(a.check, b.check)
            }
            _ => false,
        };
        if !types.iter().any(same) {
            types.push(self);
        }
    }

    /// Whether a text is a value of one of several types.
    pub fn check(types: &[ValueType], text: &str) -> Result<(), Invalid> {
        let mut refused = None;
        let mut words = Vec::new();
        for one in types {
            match one {
                ValueType::Typed(typed) => match (typed.check)(text) {
                    Ok(()) => return Ok(()),
                    Err(why) => refused = Some(why),
                },
                ValueType::Word(word) if *word == text => return Ok(()),
                ValueType::Word(word) => words.push(*word),
            }
        }
        match refused {
            Some(why) => Err(why),
            None if words.is_empty() => Ok(()),
            None => Err(Invalid::one_of(text, words.into_iter())),
        }
    }

    /// What values of this type look like.
    pub fn shape(self) -> Option<ValueShape> {
        match self {
            ValueType::Typed(typed) => Some((typed.shape)()),
            ValueType::Word(_) => None,
        }
    }

    /// Every word allowed, when the vocabulary is closed.
    pub fn words(types: &[ValueType]) -> Option<Vec<&'static str>> {
        let mut words = Vec::new();
        for one in types {
            match one {
                ValueType::Word(word) => words.push(*word),
                ValueType::Typed(typed) => match (typed.shape)() {
                    ValueShape::Words(all) => words.extend_from_slice(all),
                    ValueShape::Switch { on, off } => words.extend([on, off]),
                    _ => return None,
                },
            }
        }
        words.sort_unstable();
        words.dedup();
        (!words.is_empty()).then_some(words)
    }

    /// The two words that mean true and false, when all types agree on them.
    pub fn switch(types: &[ValueType]) -> Option<(&'static str, &'static str)> {
        let mut found = None;
        for one in types {
            match one.shape() {
                Some(ValueShape::Switch { on, off }) if found.is_none_or(|f| f == (on, off)) => {
                    found = Some((on, off));
                }
                _ => return None,
            }
        }
        found
    }

    /// Whether all types are numbers, and whether all are whole ones.
    pub fn numbers(types: &[ValueType]) -> Option<bool> {
        let mut whole = true;
        for one in types {
            match one.shape() {
                Some(ValueShape::Integer { .. }) => {}
                Some(ValueShape::Number) => whole = false,
                _ => return None,
            }
        }
        (!types.is_empty()).then_some(whole)
    }
}
