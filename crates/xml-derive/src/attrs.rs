//! The contents of `#[xml(…)]`.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, Field, GenericArgument, LitStr, PathArguments, Type, Variant};

/// On a struct or enum.
#[derive(Default)]
pub struct Container {
    pub tag: Option<String>,
    pub child: Option<String>,
    pub default: Option<String>,
    pub choice: bool,
    pub space: Option<Expr>,
    pub prefix: Option<String>,
    pub declare: bool,
    /// The child has to be there.
    pub needed: bool,
    /// An empty word is a missing one.
    pub blank: bool,
    /// Function that checks what was read.
    pub whole: Option<Expr>,
    pub missing: Option<Expr>,
    pub invalid: Option<Expr>,
}

impl Container {
    pub fn read(attrs: &[Attribute]) -> syn::Result<Self> {
        let mut this = Container::default();
        for attr in attrs.iter().filter(|a| a.path().is_ident("xml")) {
            attr.parse_nested_meta(|meta| {
                match ident(&meta)?.as_str() {
                    "tag" => this.tag = Some(string(&meta)?),
                    "child" => this.child = Some(string(&meta)?),
                    "default" => this.default = Some(string(&meta)?),
                    "choice" => this.choice = true,
                    "declare" => this.declare = true,
                    "whole" => this.whole = Some(meta.value()?.parse()?),
                    "needed" => this.needed = true,
                    "blank" => this.blank = true,
                    "missing" => this.missing = Some(meta.value()?.parse()?),
                    "invalid" => this.invalid = Some(meta.value()?.parse()?),
                    "space" => this.space = Some(meta.value()?.parse()?),
                    "prefix" => this.prefix = Some(string(&meta)?),
                    _ => return Err(meta.error("unknown word")),
                }
                Ok(())
            })?;
        }
        Ok(this)
    }
}

/// What a field is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Attr,
    Text,
    Leaf,
    Flag,
    Child,
    Raw,
    Flatten,
    Choice,
}

/// On a field.
pub struct FieldSpec {
    pub role: Role,
    pub name: String,
    pub of: Option<String>,
    pub default: bool,
    pub skip_default: bool,
    pub sparse: bool,
    pub open: bool,
    pub missing: Option<Expr>,
    /// Code for a value that cannot be read.
    pub invalid: Option<Expr>,
    /// Code for a second element where one is allowed.
    pub once: Option<Expr>,
    /// Function that checks a text.
    pub held: Option<Expr>,
    /// Function that reads the attribute.
    pub with: Option<Expr>,
    pub blank: bool,
    /// Zero is as if it was not there.
    pub drop_zero: bool,
    pub nonzero: bool,
    pub any_base: bool,
    pub when: Option<Expr>,
    pub space: Option<Expr>,
    pub prefix: Option<String>,
    pub shape: Shape,
    /// The type within an `Option` or `Vec`.
    pub inner: Type,
    /// Paths that tell members of a list apart.
    pub key: Vec<String>,
    /// For the shape, whatever the type says.
    pub required: bool,
    pub optional: bool,
}

/// How often a field's part may be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    One,
    Option,
    Vec,
}

impl FieldSpec {
    pub fn read(field: &Field) -> syn::Result<Self> {
        let own = field.ident.as_ref().map(|i| i.to_string()).unwrap_or_default();
        let mut role = None;
        let mut this = FieldSpec {
            role: Role::Attr,
            name: own.trim_start_matches("r#").to_owned(),
            of: None,
            default: false,
            skip_default: false,
            sparse: false,
            open: false,
            missing: None,
            invalid: None,
            once: None,
            held: None,
            with: None,
            blank: false,
            drop_zero: false,
            nonzero: false,
            any_base: false,
            when: None,
            space: None,
            prefix: None,
            shape: shape(&field.ty),
            inner: inner(&field.ty),
            key: Vec::new(),
            required: false,
            optional: false,
        };
        for attr in field.attrs.iter().filter(|a| a.path().is_ident("xml")) {
            attr.parse_nested_meta(|meta| {
                let word = ident(&meta)?;
                let is = match word.as_str() {
                    "attr" => Some(Role::Attr),
                    "text" => Some(Role::Text),
                    "leaf" => Some(Role::Leaf),
                    "flag" => Some(Role::Flag),
                    "child" => Some(Role::Child),
                    "raw" => Some(Role::Raw),
                    "flatten" => Some(Role::Flatten),
                    "choice" => Some(Role::Choice),
                    _ => None,
                };
                if let Some(is) = is {
                    if role.replace(is).is_some() {
                        return Err(meta.error("a field is one thing"));
                    }
                    if meta.input.peek(syn::Token![=]) {
                        this.name = string(&meta)?;
                    }
                    return Ok(());
                }
                match word.as_str() {
                    "of" => this.of = Some(string(&meta)?),
                    "key" => this.key = string(&meta)?.split(' ').map(str::to_owned).collect(),
                    "required" => this.required = true,
                    "optional" => this.optional = true,
                    "default" => this.default = true,
                    "skip_default" => this.skip_default = true,
                    "sparse" => this.sparse = true,
                    "open" => this.open = true,
                    "when" => this.when = Some(meta.value()?.parse()?),
                    "missing" => this.missing = Some(meta.value()?.parse()?),
                    "invalid" => this.invalid = Some(meta.value()?.parse()?),
                    "once" => this.once = Some(meta.value()?.parse()?),
                    "held" => this.held = Some(meta.value()?.parse()?),
                    "with" => this.with = Some(meta.value()?.parse()?),
                    "blank" => this.blank = true,
                    "drop_zero" => this.drop_zero = true,
                    "any_base" => this.any_base = true,
                    "nonzero" => this.nonzero = true,
                    "space" => this.space = Some(meta.value()?.parse()?),
                    "prefix" => this.prefix = Some(string(&meta)?),
                    _ => return Err(meta.error("unknown word")),
                }
                Ok(())
            })?;
        }
        this.role =
            role.ok_or_else(|| syn::Error::new_spanned(field, "`#[xml(…)]` has to say what this field is"))?;
        Ok(this)
    }
}

/// The word of a variant: given, or its name in lower case.
pub fn variant_word(variant: &Variant) -> syn::Result<LitStr> {
    if let Some(attr) = variant.attrs.iter().find(|a| a.path().is_ident("xml")) {
        return attr.parse_args();
    }
    Ok(LitStr::new(
        &variant.ident.to_string().to_lowercase(),
        variant.ident.span(),
    ))
}

fn ident(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    meta.path
        .get_ident()
        .map(|i| i.to_string())
        .ok_or_else(|| meta.error("a word expected"))
}

fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

/// The type of one value.
fn inner(ty: &Type) -> Type {
    if shape(ty) != Shape::One
        && let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && let PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(GenericArgument::Type(inner)) = arguments.args.first()
    {
        return inner.clone();
    }
    ty.clone()
}

fn shape(ty: &Type) -> Shape {
    let Type::Path(path) = ty else { return Shape::One };
    let Some(last) = path.path.segments.last() else {
        return Shape::One;
    };
    let generic = matches!(&last.arguments, PathArguments::AngleBracketed(a)
        if matches!(a.args.first(), Some(GenericArgument::Type(_))));
    match last.ident.to_string().as_str() {
        "Option" if generic => Shape::Option,
        "Vec" if generic => Shape::Vec,
        _ => Shape::One,
    }
}
