//! An enum that is one of several features' enums: what each is written and read as stays theirs.

/// Makes an enum with a variant around each of the given types, all of them [`crate::core::Tagged`], and what follows from
/// that: `From` each of them, their tag, and writing them as themselves.
macro_rules! one_of {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident($inner:ty)),+ $(,)? } $(or $rest:ident = $tag:literal)?) => {
        $(#[$meta])*
        pub enum $name {
            $($(#[$doc])* $variant($inner),)+
            $(
                /// What a newer build has written.
                $rest,
            )?
        }

        $(impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self::$variant(inner)
            }
        })+

        impl $name {
            /// Every tag that this build knows.
            pub fn tags() -> impl Iterator<Item = &'static str> {
                [$(<$inner as crate::core::Tagged>::TAGS),+].into_iter().flatten().copied()
            }

            /// The tag it is written with.
            #[must_use]
            pub fn tag(&self) -> &'static str {
                match self {
                    $(Self::$variant(inner) => crate::core::Tagged::tag(inner),)+
                    $(Self::$rest => $tag,)?
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(inner) => inner.serialize(serializer),)+
                    $(Self::$rest => std::collections::BTreeMap::from([("kind", $tag)]).serialize(serializer),)?
                }
            }
        }
    };
}

/// Reads what [`one_of`] made by its tag, with serde and with lean. `$tag` is the field that holds it.
macro_rules! read_by_tag {
    ($name:ident by $tag:literal { $($variant:ident($inner:ty)),+ $(,)? } else $rest:expr) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde::de::Error;
                let json = serde_json::Value::deserialize(deserializer)?;
                let tag = json.get($tag).and_then(serde_json::Value::as_str).unwrap_or_default();
                $(if <$inner as crate::core::Tagged>::TAGS.contains(&tag) {
                    return <$inner>::deserialize(json).map(Self::$variant).map_err(D::Error::custom);
                })+
                let rest: Option<Self> = $rest;
                rest.ok_or_else(|| D::Error::unknown_variant(tag, &[]))
            }
        }

        impl lean::FromJson for $name {
            fn from_json(json: &lean::Json) -> Result<Self, lean::DecodeError> {
                let name = stringify!($name);
                let tag = lean::text(lean::field(lean::object(json, name)?, $tag), name)?;
                $(if <$inner as crate::core::Tagged>::TAGS.contains(&tag) {
                    return lean::FromJson::from_json(json).map(Self::$variant);
                })+
                let rest: Option<Self> = $rest;
                rest.ok_or(lean::DecodeError(name))
            }
        }
    };
}

pub(crate) use {one_of, read_by_tag};
