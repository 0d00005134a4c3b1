//! `#[derive(HoldsWords)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Field, Fields, Ident, Type};

use crate::serde_text;

pub fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let (read, write) = match &input.data {
        Data::Struct(data) => {
            let (pattern, read, write) = place(&data.fields)?;
            (quote! { let Self #pattern = self; #read }, quote! { let Self #pattern = self; #write })
        }
        Data::Enum(data) => {
            let (mut reads, mut writes) = (Vec::new(), Vec::new());
            for variant in &data.variants {
                let ident = &variant.ident;
                let (pattern, read, write) = place(&variant.fields)?;
                reads.push(quote! { Self::#ident #pattern => { #read } });
                writes.push(quote! { Self::#ident #pattern => { #write } });
            }
            (quote! { match self { #(#reads)* } }, quote! { match self { #(#writes)* } })
        }
        Data::Union(_) => return Err(syn::Error::new_spanned(&input.ident, "a union holds no words")),
    };
    let ident = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl crate::core::HoldsWords for #ident {
            fn words(&self) -> ::core::option::Option<&crate::words::Words> {
                #read
            }

            fn words_mut(&mut self) -> ::core::option::Option<&mut crate::words::Words> {
                #write
            }
        }
    })
}

/// The pattern that binds the words among some fields, how they are read and how they are changed.
fn place(fields: &Fields) -> syn::Result<(TokenStream, TokenStream, TokenStream)> {
    let none = quote! { ::core::option::Option::None };
    match fields {
        Fields::Unit => Ok((quote! {}, none.clone(), none)),
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => Ok((
            quote! { (whole) },
            quote! { crate::core::HoldsWords::words(whole) },
            quote! { crate::core::HoldsWords::words_mut(whole) },
        )),
        Fields::Unnamed(_) => Err(syn::Error::new_spanned(fields, "name the fields, or have a single one")),
        Fields::Named(named) => {
            let mut words = named.named.iter().filter(|field| is_words(&field.ty));
            let Some(field) = words.next() else { return Ok((quote! { { .. } }, none.clone(), none)) };
            if let Some(second) = words.next() {
                return Err(syn::Error::new_spanned(second, "the words of one person, once"));
            }
            named_place(field)
        }
    }
}

fn named_place(field: &Field) -> syn::Result<(TokenStream, TokenStream, TokenStream)> {
    let ident: Option<&Ident> = field.ident.as_ref();
    let may_lack =
        serde_text(&field.attrs, "skip_serializing_if")?.is_some_and(|rule| rule == "Words::erased");
    let some = quote! { ::core::option::Option::Some(words) };
    let read = if may_lack {
        quote! { #some.filter(|words| !words.erased()) }
    } else {
        some.clone()
    };
    Ok((quote! { { #ident: words, .. } }, read, some))
}

fn is_words(of: &Type) -> bool {
    matches!(of, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Words"))
}
