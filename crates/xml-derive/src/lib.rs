//! `#[derive(Xml)]`: reads a struct or enum out of an XML element and prints it back. Not an API
//! boundary: it is used through `ferrovirt_xml::Xml`, and the code that it writes needs that crate.
//!
//! **Invariant**: knows syntax only; the order of fields is the order in which they are printed.
//!
//! # Structs
//!
//! Every field says what it is. A name that is not given is the field's own.
//!
//! | field attribute | XML | types |
//! |---|---|---|
//! | `attr`, `attr = "n"` | `n='…'` | a value, `Option` |
//! | `attr = "n", of = "e"` | `<e n='…'/>` | a value, `Option`, `Vec` |
//! | `text` | the element's text | a value, `Option` |
//! | `leaf = "e"` | `<e>…</e>` | a value, `Option`, `Vec` |
//! | `flag = "e"` | `<e/>` | `bool` |
//! | `child = "e"` | `<e …>…</e>` | a struct or enum, `Option`, `Vec` |
//! | `child` or `leaf = "e", of = "w"` | `<w><e/><e/></w>` | `Vec` |
//! | `raw = "e"` | `<e>` and all in it, as it is | `Option<RawElement>`, `Vec<RawElement>` |
//! | `flatten` | attributes and children here | a struct or enum |
//! | `flatten = "n"` | the same, if attribute `n` is there | `Option` |
//! | `choice` | elements in any order | `Vec` of an enum with `choice` |
//!
//! A value that is neither `Option` nor `Vec` has to be there, unless `default` (a missing one is the
//! default) or `skip_default` (and the default is not printed) says otherwise. `sparse` leaves out a
//! child that would print nothing, `open` prints an empty one as `<e>` and `</e>`.
//!
//! Refusals are XML errors. `missing = CODE` reports another code for what has to be there, `invalid = CODE`
//! for a value that cannot be read. `once = CODE` refuses a
//! second element of that name, of which the first counts otherwise; `nonzero` refuses zero, `drop_zero` takes
//! it for a missing value; `blank` takes an empty value for a missing one, as an `Option` with `leaf` always does;
//! `any_base` takes hexadecimal numbers, too. `held = function` has a text checked, `with = function` reads an
//! attribute, given the element and the name. `missing` and `invalid` also stand on an enum with `tag`. With
//! `attr` on an `Option`, `missing` asks for the attribute, with `of = "e"` where the element is. On a
//! struct, `whole = function` has what was read checked and settled, with its node. Most of these rules do not hold
//! where a tool reads leniently (`Node::is_lenient`).
//!
//! `when = function` reads a field only from elements for which the function of the node says so.
//! `space = URI, prefix = "p"` puts children into a namespace, on a field (which also declares the
//! prefix on the element around it) or on the struct (for all its fields; with `declare` the struct
//! declares the prefix where it is flattened into).
//!
//! # Enums
//!
//! `#[xml(tag = "type")]` chooses the variant by that attribute, whose words are the variants' names in
//! lower case or given by `#[xml("word")]`; the payload's fields are read from the same element, or
//! from its child `e` with `child = "e"`, which has to be there with `needed`. With `blank`, an empty word is a missing one. `default = "word"` is for a missing attribute.
//! `#[xml(choice)]` chooses by the element's name.
//!
//! # Shape
//!
//! The same fields also give the type's `Shaped`: what can be there, how often, of which type. The
//! documentation of a field goes into it. Sentences of a fixed form say more: `Unit: KiB.`,
//! `Default: 0.` (what holds without it), `Since 9.1.` (the first version that has it, on a variant, too), `Live.` (a
//! change reaches a running object; `Live with all in it.` says it of all parts of an element), `Recreate.` (a change makes another object). `Unit: none.` is for a number that is
//! no quantity: an identifier, a place in a list. `key = "a b/@c"` names what tells the members of a list apart, the
//! best path first; `required` and `optional` override what the field's type says of its count.

#![forbid(unsafe_code)]

mod about;
mod attrs;
mod choices;
mod fields;
mod shape;
mod tagged;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, Fields, parse_macro_input};

/// Derives `FromXml`, `ToXml` (`Choice` for an enum with `choice`) and `Shaped`. See the crate's page.
#[proc_macro_derive(Xml, attributes(xml))]
pub fn derive_xml(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let container = attrs::Container::read(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => fields::expand(input, &container, fields),
            _ => Err(Error::new_spanned(input, "a struct with named fields expected")),
        },
        Data::Enum(data) if container.choice => choices::expand(input, data),
        Data::Enum(data) => tagged::expand(input, &container, data),
        Data::Union(_) => Err(Error::new_spanned(input, "a union cannot be an element")),
    }
}
