//! Enums chosen by an attribute.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Error, Fields, Ident, LitStr};

use crate::attrs::{Container, variant_word};
use crate::fields::missing;
use crate::shape;

pub fn expand(input: &DeriveInput, container: &Container, data: &DataEnum) -> syn::Result<TokenStream> {
    let name = &input.ident;
    let tag = container
        .tag
        .as_ref()
        .ok_or_else(|| Error::new_spanned(input, "`#[xml(tag = \"…\")]` or `#[xml(choice)]` expected"))?;
    let mut code = Arms::default();
    let mut default = None;
    for variant in &data.variants {
        let word = variant_word(variant)?;
        let payload = match &variant.fields {
            Fields::Unit => false,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => true,
            _ => {
                return Err(Error::new_spanned(
                    variant,
                    "a variant has one unnamed field or none",
                ));
            }
        };
        if container.default.as_deref() == Some(word.value().as_str()) {
            default = Some(default_impl(name, &variant.ident, payload));
        }
        code.push(&variant.ident, &word, payload, container);
    }
    let blank = container.blank.then(|| quote!(.filter(|word| !word.is_empty())));
    let missing = match &container.default {
        Some(word) => quote!(unwrap_or(#word)),
        None => {
            let missing = missing("attribute", tag, container.missing.as_ref());
            quote!(ok_or_else(|| #missing)?)
        }
    };
    let Arms {
        words,
        reads,
        tags,
        attrs,
        children,
    } = code;
    let coded = container.invalid.as_ref().map(|code| quote!(.coded(#code)));
    let shaped = shape::of_tagged(name, &input.attrs, container, data)?;
    Ok(quote! {
        #shaped
        impl #name {
            /// Every word that chooses a variant.
            pub const WORDS: &'static [&'static str] = &[#(#words),*];

            /// The word that chooses this variant.
            pub fn word(&self) -> &'static str {
                match self { #(#tags)* }
            }
        }
        #default
        impl ::ferrovirt_xml::FromXml for #name {
            fn from_xml(node: ::ferrovirt_xml::Node<'_>) -> ::std::result::Result<Self, ::ferrovirt_xml::XmlError> {
                Ok(match node.attr(#tag) #blank .#missing {
                    #(#reads)*
                    other => {
                        let why = ::ferrovirt_xml::Invalid::one_of(other, Self::WORDS.iter().copied())#coded;
                        let found = other.to_owned();
                        return Err(node.attr_error(#tag, ::ferrovirt_xml::XmlErrorKind::Invalid { found, why }));
                    }
                })
            }
        }
        impl ::ferrovirt_xml::ToXml for #name {
            fn write_attrs(&self, out: &mut ::ferrovirt_xml::Writer) {
                out.attr_str(#tag, self.word());
                match self { #(#attrs)* }
            }
            #[allow(unused_variables)]
            fn write_children(&self, out: &mut ::ferrovirt_xml::Writer) {
                match self { #(#children)* }
            }
        }
    })
}

fn default_impl(name: &Ident, variant: &Ident, payload: bool) -> TokenStream {
    let value = if payload {
        quote!((::std::default::Default::default()))
    } else {
        TokenStream::new()
    };
    quote! {
        impl ::std::default::Default for #name {
            fn default() -> Self {
                #name::#variant #value
            }
        }
    }
}

#[derive(Default)]
struct Arms {
    words: Vec<LitStr>,
    reads: Vec<TokenStream>,
    tags: Vec<TokenStream>,
    attrs: Vec<TokenStream>,
    children: Vec<TokenStream>,
}

impl Arms {
    fn push(&mut self, variant: &Ident, word: &LitStr, payload: bool, container: &Container) {
        self.words.push(word.clone());
        if !payload {
            self.reads.push(quote!(#word => Self::#variant,));
            self.tags.push(quote!(Self::#variant => #word,));
            self.attrs.push(quote!(Self::#variant => {}));
            self.children.push(quote!(Self::#variant => {}));
            return;
        }
        self.tags.push(quote!(Self::#variant(_) => #word,));
        match container.child.as_deref() {
            None => {
                self.reads
                    .push(quote!(#word => Self::#variant(::ferrovirt_xml::FromXml::from_xml(node)?),));
                self.attrs
                    .push(quote!(Self::#variant(value) => ::ferrovirt_xml::ToXml::write_attrs(value, out),));
                self.children.push(
                    quote!(Self::#variant(value) => ::ferrovirt_xml::ToXml::write_children(value, out),),
                );
            }
            Some(child) => {
                let none = match container.needed {
                    true => quote!(match node.is_lenient() {
                        true => ::std::default::Default::default(),
                        false => return Err(node.missing("element", #child)),
                    }),
                    false => quote!(::std::default::Default::default()),
                };
                self.reads
                    .push(quote!(#word => Self::#variant(match node.child(#child) {
                    Some(child) => ::ferrovirt_xml::FromXml::from_xml(child)?,
                    None => #none,
                }),));
                self.attrs.push(quote!(Self::#variant(_) => {}));
                // What has to be there is printed even when it says nothing.
                self.children.push(match container.needed {
                    true => quote!(Self::#variant(value) => out.element(#child, value),),
                    false => quote!(Self::#variant(value) => out.sparse(#child, value),),
                });
            }
        }
    }
}
