//! Structs.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Error, Expr, FieldsNamed};

use crate::attrs::{Container, FieldSpec, Role, Shape};
use crate::shape;

/// The code of one field.
#[derive(Default)]
struct Code {
    read: TokenStream,
    attrs: TokenStream,
    children: TokenStream,
}

pub fn expand(input: &DeriveInput, container: &Container, fields: &FieldsNamed) -> syn::Result<TokenStream> {
    let name = &input.ident;
    let (mut reads, mut attrs, mut children) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    let mut any = quote!(false);
    let mut parts = Vec::new();
    for field in &fields.named {
        let mut spec = FieldSpec::read(field)?;
        let declares = spec.space.is_some() && spec.prefix.is_some();
        spec.space = spec.space.or_else(|| container.space.clone());
        spec.prefix = spec.prefix.or_else(|| container.prefix.clone());
        parts.push(shape::part(field, &spec));
        let ident = &field.ident;
        let field_gen = Gen {
            spec: &spec,
            this: quote!(self.#ident),
            declares,
        };
        let code = field_gen.code().map_err(|why| Error::new_spanned(field, why))?;
        let there = field_gen.there();
        any = quote!(#any || #there);
        let read = match &spec.when {
            Some(when) => {
                let read = code.read;
                quote!(if #when(node) { #read } else { ::std::default::Default::default() })
            }
            None => code.read,
        };
        reads.extend(quote!(#ident: #read,));
        attrs.extend(code.attrs);
        children.extend(code.children);
    }
    if let (true, Some(space), Some(prefix)) = (container.declare, &container.space, &container.prefix) {
        let declaration = format!("xmlns:{prefix}");
        attrs.extend(quote!(if #any { out.attr_str(#declaration, #space); }));
    }
    let value = match &container.whole {
        None => quote!(Ok(#name { #reads })),
        Some(check) => quote! {
            let mut value = #name { #reads };
            if !node.is_lenient() { #check(&mut value, node)?; }
            Ok(value)
        },
    };
    let shaped = shape::of_struct(name, &input.attrs, &parts);
    Ok(quote! {
        #shaped
        impl ::ferrovirt_xml::FromXml for #name {
            fn from_xml(node: ::ferrovirt_xml::Node<'_>) -> ::std::result::Result<Self, ::ferrovirt_xml::XmlError> {
                #value
            }
        }
        impl ::ferrovirt_xml::ToXml for #name {
            #[allow(unused_variables)]
            fn write_attrs(&self, out: &mut ::ferrovirt_xml::Writer) { #attrs }
            #[allow(unused_variables)]
            fn write_children(&self, out: &mut ::ferrovirt_xml::Writer) { #children }
        }
    })
}

struct Gen<'a> {
    spec: &'a FieldSpec,
    /// `self.field`
    this: TokenStream,
    declares: bool,
}

impl Gen<'_> {
    fn code(&self) -> Result<Code, &'static str> {
        let mut code = match (self.spec.role, &self.spec.of) {
            (Role::Attr, None) => self.attr()?,
            (Role::Attr, Some(of)) => self.attr_of(of),
            (Role::Text, _) => self.text()?,
            (Role::Leaf, None) => self.leaf(),
            (Role::Leaf, Some(of)) => self.wrapped(of, &quote!(text_value), &quote!(leaf))?,
            (Role::Flag, _) => self.flag(),
            (Role::Child, None) => self.child(),
            (Role::Child, Some(of)) => self.wrapped(of, &quote!(read), &quote!(element))?,
            (Role::Raw, _) => self.raw()?,
            (Role::Flatten, _) => self.flatten(),
            (Role::Choice, _) => self.choice()?,
        };
        if self.declares {
            code.attrs.extend(self.declaration());
        }
        Ok(code)
    }

    /// The name to print.
    fn printed(&self, name: &str) -> String {
        match &self.spec.prefix {
            Some(prefix) => format!("{prefix}:{name}"),
            None => name.to_owned(),
        }
    }

    /// An iterator over the children of a name.
    fn all(&self, name: &str) -> TokenStream {
        match &self.spec.space {
            Some(space) => quote!(node.children_in(#space, #name)),
            None => quote!(node.children_named(#name)),
        }
    }

    /// The first child of a name.
    fn first(&self, name: &str) -> TokenStream {
        match (&self.spec.space, &self.spec.once) {
            (Some(space), _) => quote!(node.child_in(#space, #name)),
            (None, Some(code)) => quote!(node.only(#name, #code)?),
            (None, None) => quote!(node.child(#name)),
        }
    }

    /// The value of the field's attribute of an element, if it is there.
    fn value(&self, of: &TokenStream) -> TokenStream {
        let name = &self.spec.name;
        let may_miss = self.spec.shape == Shape::Option || self.spec.default || self.spec.skip_default;
        let value = if let Some(read) = &self.spec.with {
            quote!(#read(#of, #name))
        } else if let Some(check) = &self.spec.held {
            quote!(#of.held(#name, #check))
        } else if self.spec.any_base {
            quote!(#of.any_base(#name))
        } else if self.spec.nonzero {
            quote!(#of.nonzero(#name))
        } else if may_miss && self.spec.missing.is_none() {
            quote!(#of.known(#name))
        } else {
            quote!(#of.value(#name))
        };
        let recode = self.recode();
        let drop_zero = self.drop_zero();
        let value = quote!(#value #recode #drop_zero);
        match self.spec.blank {
            true => quote!(if #of.attr(#name) == Some("") { Ok(None) } else { #value }),
            false => value,
        }
    }

    /// Takes the default of the type for nothing.
    fn drop_zero(&self) -> Option<TokenStream> {
        let rule = quote!(.map(::ferrovirt_xml::unless_default));
        self.spec.drop_zero.then_some(rule)
    }

    /// Gives the error of a value that cannot be read the field's code.
    fn recode(&self) -> TokenStream {
        self.spec
            .invalid
            .as_ref()
            .map(|code| quote!(.map_err(|e| e.for_invalid(#code))))
            .unwrap_or_default()
    }

    /// The value of an `Option` by the field's rule for what is missing.
    fn or_missing(&self, option: TokenStream, what: &str, name: &str) -> TokenStream {
        if self.spec.default || self.spec.skip_default {
            return quote!(#option.unwrap_or_default());
        }
        let missing = missing(what, name, self.spec.missing.as_ref());
        quote!(#option.ok_or_else(|| #missing)?)
    }

    /// `print`, unless the value is the default and that is not printed.
    fn unless_default(&self, print: TokenStream) -> TokenStream {
        let this = &self.this;
        if self.spec.skip_default {
            quote!(if #this != ::std::default::Default::default() { #print })
        } else {
            print
        }
    }

    fn attr(&self) -> Result<Code, &'static str> {
        let (this, name) = (&self.this, &self.spec.name);
        let mut code = Code::default();
        let value = self.value(&quote!(node));
        match self.spec.shape {
            Shape::Option => {
                code.read = match &self.spec.missing {
                    None => quote!({ #value }?),
                    Some(missing_code) => {
                        let missing = missing("attribute", name, Some(missing_code));
                        quote!(match { #value }? {
                            None if !node.is_lenient() => return Err(#missing),
                            value => value,
                        })
                    }
                };
                code.attrs = quote!(if let Some(value) = &#this { out.attr(#name, value); });
            }
            Shape::One => {
                code.read = self.or_missing(quote!({ #value }?), "attribute", name);
                code.attrs = self.unless_default(quote!(out.attr(#name, &#this);));
            }
            Shape::Vec => return Err("an attribute is there once"),
        }
        Ok(code)
    }

    fn attr_of(&self, of: &str) -> Code {
        let (this, name) = (&self.this, &self.spec.name);
        let printed = self.printed(of);
        let (first, all) = (self.first(of), self.all(of));
        let print =
            |value: TokenStream| quote!(out.start(#printed); out.attr(#name, #value); out.end(#printed););
        let mut code = Code::default();
        let value = self.value(&quote!(child));
        let recode = self.recode();
        match self.spec.shape {
            Shape::Option if self.spec.missing.is_some() => {
                let missing = missing("attribute", name, self.spec.missing.as_ref());
                code.read = quote!(match #first {
                    Some(child) => match { #value }? {
                        None if !node.is_lenient() => {
                            let node = child;
                            return Err(#missing);
                        }
                        value => value,
                    },
                    None => None,
                });
                let print = print(quote!(value));
                code.children = quote!(if let Some(value) = &#this { #print });
            }
            Shape::Option => {
                code.read = quote!(match #first { Some(child) => { #value }?, None => None });
                let print = print(quote!(value));
                code.children = quote!(if let Some(value) = &#this { #print });
            }
            Shape::Vec => {
                let missing = missing("attribute", name, self.spec.missing.as_ref());
                code.read = quote!(#all
                    .map(|node| node.value(#name)#recode?.ok_or_else(|| #missing))
                    .collect::<::std::result::Result<_, ::ferrovirt_xml::XmlError>>()?);
                let print = print(quote!(value));
                code.children = quote!(for value in &#this { #print });
            }
            Shape::One => {
                let option = quote!(match #first { Some(child) => { #value }?, None => None });
                code.read = self.or_missing(option, "element", of);
                code.children = self.unless_default(print(quote!(&#this)));
            }
        }
        code
    }

    fn text(&self) -> Result<Code, &'static str> {
        let this = &self.this;
        let mut code = Code::default();
        match self.spec.shape {
            Shape::Option => {
                code.read = quote!(if node.text().is_empty() {
                    None
                } else {
                    Some(node.text_value()?)
                });
                code.children = quote!(if let Some(value) = &#this { out.text(value); });
            }
            Shape::One => {
                code.read = if self.spec.default || self.spec.skip_default {
                    quote!(if node.text().is_empty() {
                        ::std::default::Default::default()
                    } else {
                        node.text_value()?
                    })
                } else {
                    quote!(node.text_value()?)
                };
                code.children = self.unless_default(quote!(out.text(&#this);));
            }
            Shape::Vec => return Err("a text is there once"),
        }
        Ok(code)
    }

    fn leaf(&self) -> Code {
        let (this, name) = (&self.this, &self.spec.name);
        let printed = self.printed(name);
        let (first, all) = (self.first(name), self.all(name));
        let recode = self.recode();
        // An empty text is none, except where there has to be one.
        let blank = (self.spec.shape == Shape::Option || self.spec.blank)
            .then(|| quote!(.filter(|child| !child.text().is_empty())));
        let text = match &self.spec.held {
            Some(check) => quote!(text_held(#check)),
            None => quote!(text_value()),
        };
        let drop_zero = self.drop_zero();
        let option = quote!(#first #blank.map(|child| child.#text).transpose() #recode #drop_zero?);
        let mut code = Code::default();
        match self.spec.shape {
            Shape::Option => {
                code.read = option;
                code.children = quote!(if let Some(value) = &#this { out.leaf(#printed, value); });
            }
            Shape::Vec => {
                code.read =
                    quote!(#all.map(|child| child.text_value()).collect::<::std::result::Result<_, _>>()?);
                code.children = quote!(for value in &#this { out.leaf(#printed, value); });
            }
            Shape::One => {
                code.read = self.or_missing(option, "element", name);
                code.children = self.unless_default(quote!(out.leaf(#printed, &#this);));
            }
        }
        code
    }

    fn flag(&self) -> Code {
        let (this, name) = (&self.this, &self.spec.name);
        let printed = self.printed(name);
        let first = self.first(name);
        Code {
            read: quote!(#first.is_some()),
            children: quote!(if #this { out.flag(#printed); }),
            ..Code::default()
        }
    }

    fn child(&self) -> Code {
        let (this, name) = (&self.this, &self.spec.name);
        let printed = self.printed(name);
        let (first, all) = (self.first(name), self.all(name));
        let recode = self.recode();
        let blank = self
            .spec
            .blank
            .then(|| quote!(.filter(|child| !child.text().is_empty())));
        let drop_zero = self.drop_zero();
        let option =
            quote!(#first #blank.map(::ferrovirt_xml::FromXml::from_xml).transpose() #recode #drop_zero?);
        let default = self.spec.default || self.spec.skip_default;
        let sparse = self.spec.sparse || (default && self.spec.shape == Shape::One);
        let print = match (self.spec.open, sparse) {
            (true, _) => quote!(open_element),
            (false, true) => quote!(sparse),
            (false, false) => quote!(element),
        };
        let mut code = Code::default();
        match self.spec.shape {
            Shape::Option => {
                code.read = match sparse {
                    // What would print nothing is nothing, so that printing and reading gives the same.
                    true => quote!(#option.filter(|value| *value != ::std::default::Default::default())),
                    false => option,
                };
                code.children = quote!(if let Some(value) = &#this { out.#print(#printed, value); });
            }
            Shape::Vec => {
                code.read = quote!(#all.map(::ferrovirt_xml::FromXml::from_xml)
                    .collect::<::std::result::Result<_, _>>()?);
                code.children = quote!(for value in &#this { out.#print(#printed, value); });
            }
            Shape::One => {
                code.read = self.or_missing(option, "element", name);
                code.children = self.unless_default(quote!(out.#print(#printed, &#this);));
            }
        }
        code
    }

    fn wrapped(&self, of: &str, read: &TokenStream, print: &TokenStream) -> Result<Code, &'static str> {
        if self.spec.shape != Shape::Vec {
            return Err("only a `Vec` has a wrapper");
        }
        let (this, name) = (&self.this, &self.spec.name);
        let (printed, wrapper) = (self.printed(name), self.printed(of));
        let (first, all) = (self.first(of), self.all(name));
        Ok(Code {
            read: quote!(match #first {
                Some(node) => #all.map(::ferrovirt_xml::Node::#read).collect::<::std::result::Result<_, _>>()?,
                None => Vec::new(),
            }),
            children: quote!(if !#this.is_empty() {
                out.start(#wrapper);
                for value in &#this { out.#print(#printed, value); }
                out.end(#wrapper);
            }),
            ..Code::default()
        })
    }

    fn raw(&self) -> Result<Code, &'static str> {
        let (this, name) = (&self.this, &self.spec.name);
        let (first, all) = (self.first(name), self.all(name));
        let mut code = Code::default();
        match self.spec.shape {
            Shape::Option => {
                code.read = quote!(#first.map(::ferrovirt_xml::FromXml::from_xml).transpose()?);
                code.children = quote!(if let Some(value) = &#this { value.write(out); });
            }
            Shape::Vec => {
                code.read = quote!(#all.map(::ferrovirt_xml::FromXml::from_xml)
                    .collect::<::std::result::Result<_, _>>()?);
                code.children = quote!(for value in &#this { value.write(out); });
            }
            Shape::One => return Err("a raw element is in an `Option` or a `Vec`"),
        }
        Ok(code)
    }

    fn flatten(&self) -> Code {
        let (this, name) = (&self.this, &self.spec.name);
        if self.spec.shape == Shape::Option {
            return Code {
                read: quote!(match node.attr(#name) {
                    Some(_) => Some(::ferrovirt_xml::FromXml::from_xml(node)?),
                    None => None,
                }),
                attrs: quote!(if let Some(value) = &#this { ::ferrovirt_xml::ToXml::write_attrs(value, out); }),
                children: quote!(if let Some(value) = &#this { ::ferrovirt_xml::ToXml::write_children(value, out); }),
            };
        }
        Code {
            read: quote!(::ferrovirt_xml::FromXml::from_xml(node)?),
            attrs: quote!(::ferrovirt_xml::ToXml::write_attrs(&#this, out);),
            children: quote!(::ferrovirt_xml::ToXml::write_children(&#this, out);),
        }
    }

    fn choice(&self) -> Result<Code, &'static str> {
        if self.spec.shape != Shape::Vec {
            return Err("choices are in a `Vec`");
        }
        let this = &self.this;
        Ok(Code {
            read: quote!(
                node.children()
                    .filter_map(::ferrovirt_xml::Choice::from_element)
                    .collect::<::std::result::Result<_, _>>()?
            ),
            children: quote!(for value in &#this { ::ferrovirt_xml::Choice::write_element(value, out); }),
            ..Code::default()
        })
    }

    /// Whether the field holds something.
    fn there(&self) -> TokenStream {
        let this = &self.this;
        match self.spec.shape {
            Shape::Option => quote!(#this.is_some()),
            Shape::Vec => quote!(!#this.is_empty()),
            Shape::One => quote!(true),
        }
    }

    /// Declares the prefix of a field whose children have their own namespace.
    fn declaration(&self) -> TokenStream {
        let (there, space) = (self.there(), &self.spec.space);
        let name = format!("xmlns:{}", self.spec.prefix.as_deref().unwrap_or_default());
        quote!(if #there { out.attr_str(#name, #space); })
    }
}

/// The error that a part is missing, with a code of its own if there is one.
pub fn missing(what: &str, name: &str, code: Option<&Expr>) -> TokenStream {
    match code {
        None => quote!(node.missing(#what, #name)),
        Some(code) => quote!(node.error(::ferrovirt_xml::XmlErrorKind::Missing {
            what: #what,
            name: ::std::borrow::Cow::Borrowed(#name),
            code: Some(#code),
        })),
    }
}
