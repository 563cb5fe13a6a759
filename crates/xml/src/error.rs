//! What is wrong with a document, and where.

use ferrovirt_types::consts::{ErrorDomain, ErrorNumber};
use std::borrow::Cow;
use std::fmt;

/// An error in an XML document: what, at which path, line and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: XmlErrorKind,
    path: String,
    line: u32,
    column: u32,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// Not XML.
    #[error("{0}")]
    Malformed(String),
    /// More than the reader takes.
    #[error("the document has {what}, at most {most} are read")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        most: usize,
    },
    /// The outermost element is another.
    #[error("unexpected root element <{found}>, expecting <{expected}>")]
    WrongRoot {
        /// The element's name.
        found: String,
        /// The name it should have.
        expected: Cow<'static, str>,
    },
    /// An attribute or an element that has to be there is not.
    #[error("missing {what} '{name}'")]
    Missing {
        /// `attribute`, `element` or `text`.
        what: &'static str,
        /// Its name.
        name: Cow<'static, str>,
        /// Code to report instead of that for XML errors, where clients rely on another.
        code: Option<ErrorNumber>,
    },
    /// A value which is none of those allowed.
    #[error("invalid value '{found}', expected {}{}", .why.expected, Nearest(.why.nearest))]
    Invalid {
        /// The value.
        found: String,
        /// What is allowed.
        why: Invalid,
    },
    /// An element that may be there once and is there again.
    #[error("only one element '{name}' is allowed here")]
    Repeated {
        /// Its name.
        name: Cow<'static, str>,
        /// Code to report.
        code: ErrorNumber,
    },
    /// Parts that contradict each other, or a rule that is broken.
    #[error("{0}")]
    Rule(String),
    /// A broken rule for which clients rely on a code of its own.
    #[error("{message}")]
    Coded {
        /// The code.
        code: ErrorNumber,
        /// What is wrong.
        message: String,
    },
}

/// Why a text is not a value of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// What is expected, as a fragment: `a non-negative number`, `one of 'on', 'off'`.
    pub expected: Cow<'static, str>,
    /// The allowed word most like what was found.
    pub nearest: Option<&'static str>,
    /// Code to report instead of that for XML errors, where clients rely on another.
    pub code: Option<ErrorNumber>,
}

impl Invalid {
    /// A refusal that says what is expected.
    pub fn expected(what: impl Into<Cow<'static, str>>) -> Self {
        Invalid {
            expected: what.into(),
            nearest: None,
            code: None,
        }
    }

    /// The same, reported with a code of its own.
    pub fn coded(mut self, code: ErrorNumber) -> Self {
        self.code = Some(code);
        self
    }

    /// The same, reported as an unsupported configuration.
    pub fn unsupported(self) -> Self {
        self.coded(ErrorNumber::ConfigUnsupported)
    }
}

struct Nearest(Option<&'static str>);

impl fmt::Display for Nearest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(word) => write!(f, "; did you mean '{word}'?"),
            None => Ok(()),
        }
    }
}

impl XmlError {
    /// An error at a place. Lines and columns count from one; zero is "unknown".
    pub fn new(kind: XmlErrorKind, path: String, line: u32, column: u32) -> Self {
        XmlError(Box::new(Inner {
            kind,
            path,
            line,
            column,
        }))
    }

    /// A broken rule found after reading, when only the path is known.
    pub fn rule(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(XmlErrorKind::Rule(message.into()), path.into(), 0, 0)
    }

    /// The same with a code of its own.
    pub fn coded(path: impl Into<String>, code: ErrorNumber, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::new(XmlErrorKind::Coded { code, message }, path.into(), 0, 0)
    }

    /// The same, reporting another code if it is about a value that cannot be read.
    pub fn for_invalid(mut self, code: ErrorNumber) -> Self {
        if let XmlErrorKind::Invalid { why, .. } = &mut self.0.kind {
            why.code = Some(code);
        }
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> &XmlErrorKind {
        &self.0.kind
    }

    /// Where: `domain/devices/disk[2]/target/@bus`; empty in text that is not XML.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Line, from one; zero where it is not known.
    pub fn line(&self) -> u32 {
        self.0.line
    }

    /// Column in characters, from one; zero where it is not known.
    pub fn column(&self) -> u32 {
        self.0.column
    }

    fn is_of_attribute(&self) -> bool {
        self.0
            .path
            .rsplit('/')
            .next()
            .is_some_and(|last| last.starts_with('@'))
    }

    /// The code that clients see.
    pub fn code(&self) -> ErrorNumber {
        match &self.0.kind {
            XmlErrorKind::Malformed(_) => ErrorNumber::XmlDetail,
            XmlErrorKind::Missing { code: Some(code), .. } => *code,
            XmlErrorKind::Invalid { why, .. } => why.code.unwrap_or(ErrorNumber::XmlError),
            XmlErrorKind::Repeated { code, .. } | XmlErrorKind::Coded { code, .. } => *code,
            _ => ErrorNumber::XmlError,
        }
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            path,
            line,
            column,
        } = &*self.0;
        match (path.is_empty(), *line) {
            (true, 0) => write!(f, "{kind}"),
            (true, _) => write!(f, "line {line}, column {column}: {kind}"),
            (false, 0) => write!(f, "{path}: {kind}"),
            (false, _) => write!(f, "{path} (line {line}, column {column}): {kind}"),
        }
    }
}

impl std::error::Error for XmlError {}

impl From<XmlError> for ferrovirt_types::Error {
    fn from(e: XmlError) -> Self {
        let error = |domain| ferrovirt_types::Error::new(e.code(), domain, e.to_string());
        match &e.0.kind {
            // What any document may do wrong is XML's own affair, all else that of the described object.
            XmlErrorKind::WrongRoot { .. } => error(ErrorDomain::Xml),
            XmlErrorKind::Invalid { why, .. } if why.code == Some(ErrorNumber::InvalidArg) => {
                error(ErrorDomain::None)
            }
            XmlErrorKind::Invalid { why, .. } if why.code.is_none() && e.is_of_attribute() => {
                error(ErrorDomain::Xml)
            }
            _ => error(ErrorDomain::Xml).of_document(),
        }
    }
}
