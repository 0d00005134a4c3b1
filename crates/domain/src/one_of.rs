//! An enum that is one of several features' enums: what each is written and read as stays theirs.

/// Makes `From` each of the given types for an enum that has a variant around each.
macro_rules! from_each {
    ($name:ident { $($variant:ident($inner:ty)),+ $(,)? }) => {
        $(impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self::$variant(inner)
            }
        })+
    };
}

/// Makes an enum with a variant around each of the given types, all of them [`crate::core::Tagged`], and what follows from
/// that: `From` each of them, and writing them as themselves. With `read by` the field of the tag it is read by that, with
/// serde and with lean; a tag that none of them has is `$rest`, or an error.
macro_rules! one_of {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$doc:meta])* $variant:ident($inner:ty)),+ $(,)? }
        read by $field:literal $(or $rest:ident = $tag:literal)?
    ) => {
        crate::one_of::one_of! {
            $(#[$meta])*
            $name { $($(#[$doc])* $variant($inner)),+ } $(or $rest = $field: $tag)?
        }
        crate::one_of::read_by_tag! { $name by $field { $($variant($inner)),+ } $(or $rest)? }
    };
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$doc:meta])* $variant:ident($inner:ty)),+ $(,)? }
        $(or $rest:ident = $field:literal: $tag:literal)?
    ) => {
        $(#[$meta])*
        pub enum $name {
            $($(#[$doc])* $variant($inner),)+
            $(
                /// What a newer build has written.
                $rest,
            )?
        }

        crate::one_of::from_each! { $name { $($variant($inner)),+ } }

        impl $name {
            /// Every tag that this build knows.
            pub fn tags() -> impl Iterator<Item = &'static str> {
                [$(<$inner as crate::core::Tagged>::TAGS),+].into_iter().flatten().copied()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(inner) => inner.serialize(serializer),)+
                    $(Self::$rest => {
                        std::collections::BTreeMap::from([($field, $tag)]).serialize(serializer)
                    })?
                }
            }
        }
    };
}

/// The half of [`one_of`] that reads.
macro_rules! read_by_tag {
    (@rest) => { None };
    (@rest $rest:ident) => { Some(Self::$rest) };
    ($name:ident by $field:literal { $($variant:ident($inner:ty)),+ } $(or $rest:ident)?) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                let json = serde_json::Value::deserialize(deserializer)?;
                let tag = json.get($field).and_then(serde_json::Value::as_str).unwrap_or_default();
                $(if <$inner as crate::core::Tagged>::TAGS.contains(&tag) {
                    return <$inner>::deserialize(json).map(Self::$variant).map_err(D::Error::custom);
                })+
                let rest: Option<Self> = crate::one_of::read_by_tag!(@rest $($rest)?);
                rest.ok_or_else(|| D::Error::unknown_variant(tag, &[]))
            }
        }

        impl lean::FromJson for $name {
            fn from_json(json: &lean::Json) -> Result<Self, lean::DecodeError> {
                let name = stringify!($name);
                let tag = lean::text(lean::field(lean::object(json, name)?, $field), name)?;
                $(if <$inner as crate::core::Tagged>::TAGS.contains(&tag) {
                    return lean::FromJson::from_json(json).map(Self::$variant);
                })+
                let rest: Option<Self> = crate::one_of::read_by_tag!(@rest $($rest)?);
                rest.ok_or(lean::DecodeError(name))
            }
        }
    };
}

/// Makes the two ways to a feature's own value, as the trait that all of them have; none for `$rest`, of which nothing was
/// understood, so that there is nothing in it.
macro_rules! feature_of {
    ($name:ident as $feature:ident { $($variant:ident),+ $(,)? } or $rest:ident) => {
        impl $name {
            fn of_feature(&self) -> Option<&dyn $feature> {
                match self {
                    $(Self::$variant(inner) => Some(inner),)+
                    Self::$rest => None,
                }
            }

            fn of_feature_mut(&mut self) -> Option<&mut dyn $feature> {
                match self {
                    $(Self::$variant(inner) => Some(inner),)+
                    Self::$rest => None,
                }
            }
        }
    };
}

pub(crate) use {feature_of, from_each, one_of, read_by_tag};
