//! What is in values: numbers, texts, lists, times.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{DecodeError, FromJson, Json};

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl FromJson for $number {
            fn from_json(json: &Json) -> Result<Self, DecodeError> {
                // Either reads what the other can't: the largest unsigned, and what is below zero.
                let signed = json.as_i64().and_then(|number| number.try_into().ok());
                signed
                    .or_else(|| json.as_u64().and_then(|number| number.try_into().ok()))
                    .ok_or(DecodeError(stringify!($number)))
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, usize, i8, i32, i64);

impl FromJson for f64 {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        json.as_f64().ok_or(DecodeError("f64"))
    }
}

impl FromJson for f32 {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        json.as_f64().map(|number| number as Self).ok_or(DecodeError("f32"))
    }
}

impl FromJson for bool {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        json.as_bool().ok_or(DecodeError("bool"))
    }
}

impl FromJson for String {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        crate::text(json, "String").map(str::to_owned)
    }
}

impl FromJson for Uuid {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        crate::text(json, "Uuid")?.parse().map_err(|_| DecodeError("Uuid"))
    }
}

impl FromJson for DateTime<Utc> {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        let time = DateTime::parse_from_rfc3339(crate::text(json, "DateTime")?);
        time.map(|time| time.to_utc()).map_err(|_| DecodeError("DateTime"))
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        if json.is_null() { Ok(None) } else { T::from_json(json).map(Some) }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        T::from_json(json).map(Self::new)
    }
}

impl<T: FromJson> FromJson for Arc<T> {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        T::from_json(json).map(Self::new)
    }
}

// Loops rather than `collect`, which for these is several times the code.

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        let list = crate::list(json)?;
        let mut read = Self::with_capacity(list.len());
        for item in list {
            read.push(T::from_json(item)?);
        }
        Ok(read)
    }
}

impl<T: FromJson, const N: usize> FromJson for [T; N] {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        Vec::from_json(json)?.try_into().map_err(|_| DecodeError("array"))
    }
}

impl<T: FromJson + Ord> FromJson for BTreeSet<T> {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        let mut read = Self::new();
        for item in crate::list(json)? {
            read.insert(T::from_json(item)?);
        }
        Ok(read)
    }
}

/// Keys are read from their texts; a number's is its digits.
impl<K: FromJson + Ord, V: FromJson> FromJson for BTreeMap<K, V> {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        let mut read = Self::new();
        for (key, value) in crate::object(json, "BTreeMap")? {
            read.insert(crate::key(key)?, V::from_json(value)?);
        }
        Ok(read)
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn from_json(json: &Json) -> Result<Self, DecodeError> {
        match crate::list(json)? {
            [first, second] => Ok((A::from_json(first)?, B::from_json(second)?)),
            _ => Err(DecodeError("pair")),
        }
    }
}
