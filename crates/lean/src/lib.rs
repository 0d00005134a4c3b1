//! Reads values from JSON with little code.
//!
//! What `serde::Deserialize` derives is fast and large: in the class page's program it was more than a third of all code,
//! a visitor with its own copy of each loop for every type. A page reads a few frames a second, so here the JSON is parsed
//! once into a tree, and what is derived for a type asks the tree for its fields, a call each. The derive macro reads
//! serde's own attributes, so that what serde writes is what is read, and refuses those it doesn't know.

mod impls;

pub use lean_derive::FromJson;
pub use serde_json::Value as Json;

/// A JSON object's fields.
pub type Object = serde_json::Map<String, Json>;

/// A value that can be read from JSON: what its `serde::Serialize` writes.
pub trait FromJson: Sized {
    /// Reads it. A field that isn't there is read from [`Json::Null`].
    ///
    /// # Errors
    /// Where the JSON is not what serde writes for this type.
    fn from_json(json: &Json) -> Result<Self, DecodeError>;
}

/// The JSON is not what was expected: the name of the type that could not be read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeError(pub &'static str);

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no {} can be read from this", self.0)
    }
}

impl std::error::Error for DecodeError {}

/// Reads a value from a JSON text.
///
/// # Errors
/// Where the text is no JSON, or not what serde writes for this type.
pub fn from_str<T: FromJson>(text: &str) -> Result<T, DecodeError> {
    T::from_json(&parse(text)?)
}

/// Of its own, so that there is one parser however many types are read.
#[inline(never)]
fn parse(text: &str) -> Result<Json, DecodeError> {
    serde_json::from_str(text).map_err(|_| DecodeError("JSON"))
}

/// The fields of an object; `name` is the type that is read.
///
/// # Errors
/// Where it is no object.
#[inline(never)]
pub fn object<'j>(json: &'j Json, name: &'static str) -> Result<&'j Object, DecodeError> {
    json.as_object().ok_or(DecodeError(name))
}

/// The items of a list.
///
/// # Errors
/// Where it is no list.
#[inline(never)]
pub fn list(json: &Json) -> Result<&[Json], DecodeError> {
    json.as_array().map(Vec::as_slice).ok_or(DecodeError("list"))
}

/// What an object's key was written from: a text, or a number that stands there as its digits.
///
/// # Errors
/// Where it is neither's.
pub fn key<K: FromJson>(key: &str) -> Result<K, DecodeError> {
    K::from_json(&Json::String(key.to_owned())).or_else(|_| K::from_json(&digits(key)))
}

#[inline(never)]
fn digits(key: &str) -> Json {
    key.parse::<serde_json::Number>().map_or(Json::Null, Json::Number)
}

/// A text; `name` is the type that is read.
///
/// # Errors
/// Where it is no text.
#[inline(never)]
pub fn text<'j>(json: &'j Json, name: &'static str) -> Result<&'j str, DecodeError> {
    json.as_str().ok_or(DecodeError(name))
}

/// A field; [`Json::Null`] where it isn't there.
#[inline(never)]
pub fn field<'j>(object: &'j Object, name: &str) -> &'j Json {
    object.get(name).unwrap_or(&Json::Null)
}

/// A field, if it is there.
#[inline(never)]
pub fn find<'j>(object: &'j Object, name: &str) -> Option<&'j Json> {
    object.get(name)
}

/// A variant as serde writes it by default, and what is in it: its name alone, or an object with its name as the only
/// field.
///
/// # Errors
/// Where it is neither.
#[inline(never)]
pub fn variant<'j>(json: &'j Json, name: &'static str) -> Result<(&'j str, &'j Json), DecodeError> {
    let only = match json {
        Json::String(variant) => Some((variant.as_str(), &Json::Null)),
        Json::Object(object) if object.len() == 1 => {
            object.iter().next().map(|(variant, inside)| (variant.as_str(), inside))
        }
        _ => None,
    };
    only.ok_or(DecodeError(name))
}
