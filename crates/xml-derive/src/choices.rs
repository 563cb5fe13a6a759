//! Enums chosen by the name of the element.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DataEnum, DeriveInput, Error, Fields};

use crate::attrs::variant_word;
use crate::shape;

pub fn expand(input: &DeriveInput, data: &DataEnum) -> syn::Result<TokenStream> {
    let name = &input.ident;
    let (mut reads, mut writes) = (TokenStream::new(), TokenStream::new());
    for variant in &data.variants {
        let (ident, word) = (&variant.ident, variant_word(variant)?);
        match &variant.fields {
            Fields::Unit => {
                reads.extend(quote!(#word => Ok(Self::#ident),));
                writes.extend(quote!(Self::#ident => out.flag(#word),));
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                reads.extend(quote!(#word => ::ferrovirt_xml::FromXml::from_xml(node).map(Self::#ident),));
                writes.extend(quote!(Self::#ident(value) => out.element(#word, value),));
            }
            _ => {
                return Err(Error::new_spanned(
                    variant,
                    "a variant has one unnamed field or none",
                ));
            }
        }
    }
    let shaped = shape::of_choice(name, &input.attrs, data)?;
    Ok(quote! {
        #shaped
        impl ::ferrovirt_xml::Choice for #name {
            fn from_element(
                node: ::ferrovirt_xml::Node<'_>,
            ) -> Option<::std::result::Result<Self, ::ferrovirt_xml::XmlError>> {
                if !node.namespace().is_empty() {
                    return None;
                }
                let read = match node.local() {
                    #reads
                    _ => return None,
                };
                node.see();
                Some(read)
            }
            fn write_element(&self, out: &mut ::ferrovirt_xml::Writer) {
                match self { #writes }
            }
        }
    })
}
