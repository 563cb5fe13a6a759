//! The shape of a type, as data.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, DataEnum, Field, Fields, Ident};

use crate::about::About;
use crate::attrs::{Container, FieldSpec, Role, Shape, variant_word};

/// `impl Shaped` with a body.
fn shaped(name: &Ident, attrs: &[Attribute], body: &TokenStream) -> TokenStream {
    let (doc, own) = (About::read(attrs).doc, name.to_string());
    quote! {
        impl ::ferrovirt_xml::Shaped for #name {
            fn shape() -> &'static ::ferrovirt_xml::Shape {
                static SHAPE: ::ferrovirt_xml::Shape = ::ferrovirt_xml::Shape {
                    name: #own,
                    doc: #doc,
                    body: #body,
                };
                &SHAPE
            }
        }
    }
}

pub fn of_struct(name: &Ident, attrs: &[Attribute], parts: &[TokenStream]) -> TokenStream {
    shaped(name, attrs, &quote!(::ferrovirt_xml::Body::Parts(&[#(#parts),*])))
}

/// One field, with the namespaces of its container filled in.
pub fn part(field: &Field, spec: &FieldSpec) -> TokenStream {
    let own = field.ident.as_ref().map(|i| i.to_string()).unwrap_or_default();
    let (name, inner) = (&spec.name, &spec.inner);
    let value = quote!(::ferrovirt_xml::Content::value::<#inner>());
    let element = quote!(::ferrovirt_xml::Content::element::<#inner>());
    let (role, content) = match spec.role {
        Role::Attr if spec.of.is_some() => (quote!(AttrOf), value),
        Role::Attr => (quote!(Attr), value),
        Role::Text => (quote!(Text), value),
        Role::Leaf => (quote!(Leaf), value),
        Role::Flag => (quote!(Flag), quote!(::ferrovirt_xml::Content::Empty)),
        Role::Raw => (quote!(Raw), quote!(::ferrovirt_xml::Content::Any)),
        Role::Child => (quote!(Child), element),
        Role::Flatten => (quote!(Flatten), element),
        Role::Choice => (quote!(Choice), element),
    };
    let count = match spec.shape {
        Shape::Vec if spec.required => quote!(Some),
        _ if spec.required => quote!(Required),
        _ if spec.optional || spec.default || spec.skip_default || spec.when.is_some() => quote!(Optional),
        Shape::Vec => quote!(Many),
        Shape::One if spec.role != Role::Flag => quote!(Required),
        _ => quote!(Optional),
    };
    let of = match &spec.of {
        Some(of) => quote!(Some(#of)),
        None => quote!(None),
    };
    let space = spec.space.as_ref().map_or(quote!(""), |s| quote!(#s));
    let prefix = spec.prefix.as_deref().unwrap_or_default();
    let (key, about) = (&spec.key, About::read(&field.attrs).tokens());
    quote!(::ferrovirt_xml::Part {
        field: #own,
        role: ::ferrovirt_xml::Role::#role,
        name: #name,
        of: #of,
        space: #space,
        prefix: #prefix,
        count: ::ferrovirt_xml::Count::#count,
        content: #content,
        key: &[#(#key),*],
        about: #about,
    })
}

fn variants(data: &DataEnum) -> syn::Result<Vec<TokenStream>> {
    data.variants
        .iter()
        .map(|variant| {
            let (word, about) = (variant_word(variant)?, About::read(&variant.attrs));
            let (doc, since) = (about.doc, about.since);
            let shape = match &variant.fields {
                Fields::Unnamed(fields) => {
                    let ty = fields.unnamed.first().map(|f| &f.ty);
                    quote!(Some(<#ty as ::ferrovirt_xml::Shaped>::shape))
                }
                _ => quote!(None),
            };
            Ok(quote!(::ferrovirt_xml::Variant {
                word: #word, doc: #doc, since: #since, shape: #shape
            }))
        })
        .collect()
}

pub fn of_choice(name: &Ident, attrs: &[Attribute], data: &DataEnum) -> syn::Result<TokenStream> {
    let variants = variants(data)?;
    let body = quote!(::ferrovirt_xml::Body::Choice(&[#(#variants),*]));
    Ok(shaped(name, attrs, &body))
}

pub fn of_tagged(
    name: &Ident,
    attrs: &[Attribute],
    container: &Container,
    data: &DataEnum,
) -> syn::Result<TokenStream> {
    let variants = variants(data)?;
    let option = |text: &Option<String>| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    };
    let (tag, default, child) = (
        container.tag.as_deref().unwrap_or_default(),
        option(&container.default),
        option(&container.child),
    );
    let body = quote!(::ferrovirt_xml::Body::Tagged(::ferrovirt_xml::Tagged {
        attr: #tag,
        default: #default,
        child: #child,
        variants: &[#(#variants),*],
    }));
    Ok(shaped(name, attrs, &body))
}
