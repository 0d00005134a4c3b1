//! CTranslate2's `model.bin`: named tensors, read without copying them.
//!
//! The format (version 6, little-endian; `model_spec.py` and `model.cc` of the CTranslate2 project): version `u32`,
//! the model's class as a string, its revision `u32`, the number of variables `u32`; then for each its name, rank
//! `u8`, dimensions `u32` each, type `u8`, length in bytes `u32`, the bytes. A string is its length with the closing
//! zero as `u16`, then the bytes. Aliases follow; we don't need them.

use std::collections::HashMap;

/// The tensors of a model by name ("encoder/conv1/weight").
pub(super) struct Tensors<'a>(HashMap<&'a str, Tensor<'a>>);

/// One tensor, outermost dimension first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tensor<'a> {
    pub shape: Vec<usize>,
    pub kind: Kind,
    /// The elements one after the other, little-endian.
    pub bytes: &'a [u8],
}

/// What the elements are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    F32,
    I8,
    I16,
    I32,
    F16,
}

impl Kind {
    /// Bytes an element takes.
    pub fn size(self) -> usize {
        match self {
            Self::I8 => 1,
            Self::I16 | Self::F16 => 2,
            Self::F32 | Self::I32 => 4,
        }
    }
}

/// What is wrong with the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Ct2Error {
    #[error("the file ends too early")]
    Torn,
    #[error("version {0} is not known")]
    Version(u32),
    #[error("a name is not UTF-8")]
    Name,
    #[error("{0} has an unknown type or a wrong length")]
    Tensor(String),
    #[error("{0} is missing")]
    Missing(String),
}

impl<'a> Tensors<'a> {
    /// Reads the head and every tensor's place.
    pub fn parse(file: &'a [u8]) -> Result<Self, Ct2Error> {
        let mut reader = Reader(file);
        let version = reader.u32()?;
        if version != 6 {
            return Err(Ct2Error::Version(version));
        }
        reader.string()?;
        reader.u32()?;
        let count = reader.u32()?;
        let mut tensors = HashMap::new();
        for _ in 0..count {
            let name = reader.string()?;
            let tensor = reader.tensor().map_err(|error| match error {
                Ct2Error::Tensor(_) => Ct2Error::Tensor(name.to_owned()),
                other => other,
            })?;
            tensors.insert(name, tensor);
        }
        Ok(Self(tensors))
    }

    /// The tensor of that name.
    pub fn get(&self, name: &str) -> Result<&Tensor<'a>, Ct2Error> {
        self.0.get(name).ok_or_else(|| Ct2Error::Missing(name.to_owned()))
    }

    /// Whether there is one of that name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Ct2Error> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Ct2Error::Torn)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Ct2Error> {
        self.take(N)?.try_into().map_err(|_| Ct2Error::Torn)
    }

    fn u8(&mut self) -> Result<u8, Ct2Error> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, Ct2Error> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn length(&mut self) -> Result<usize, Ct2Error> {
        usize::try_from(self.u32()?).map_err(|_| Ct2Error::Torn)
    }

    fn string(&mut self) -> Result<&'a str, Ct2Error> {
        let length = usize::from(u16::from_le_bytes(self.array()?));
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map(|text| text.trim_end_matches('\0')).map_err(|_| Ct2Error::Name)
    }

    fn tensor(&mut self) -> Result<Tensor<'a>, Ct2Error> {
        let bad = || Ct2Error::Tensor(String::new());
        let rank = self.u8()?;
        let shape = (0..rank).map(|_| self.length()).collect::<Result<Vec<_>, _>>()?;
        let kind = match self.u8()? {
            0 => Kind::F32,
            1 => Kind::I8,
            2 => Kind::I16,
            3 => Kind::I32,
            4 => Kind::F16,
            _ => return Err(bad()),
        };
        let length = self.length()?;
        let elements = shape.iter().try_fold(1_usize, |n, dimension| n.checked_mul(*dimension));
        if elements.and_then(|n| n.checked_mul(kind.size())) != Some(length) {
            return Err(bad());
        }
        Ok(Tensor { shape, kind, bytes: self.take(length)? })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A file with these tensors.
    pub fn file(tensors: &[(&str, Tensor<'_>)]) -> Vec<u8> {
        let string = |text: &str| {
            [&u16::try_from(text.len() + 1).unwrap().to_le_bytes(), text.as_bytes(), &[0]].concat()
        };
        let mut bytes = 6_u32.to_le_bytes().to_vec();
        bytes.extend(string("WhisperSpec"));
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend(u32::try_from(tensors.len()).unwrap().to_le_bytes());
        for (name, tensor) in tensors {
            bytes.extend(string(name));
            bytes.push(u8::try_from(tensor.shape.len()).unwrap());
            for dimension in &tensor.shape {
                bytes.extend(u32::try_from(*dimension).unwrap().to_le_bytes());
            }
            bytes.push(match tensor.kind {
                Kind::F32 => 0,
                Kind::I8 => 1,
                Kind::I16 => 2,
                Kind::I32 => 3,
                Kind::F16 => 4,
            });
            bytes.extend(u32::try_from(tensor.bytes.len()).unwrap().to_le_bytes());
            bytes.extend(tensor.bytes);
        }
        bytes
    }

    #[test]
    fn tensors_are_found_by_name() {
        let weight = Tensor { shape: vec![2, 1], kind: Kind::F16, bytes: &[1, 2, 3, 4] };
        let heads = Tensor { shape: vec![], kind: Kind::I16, bytes: &[6, 0] };
        let file = file(&[("encoder/conv1/weight", weight.clone()), ("encoder/num_heads", heads)]);
        let tensors = Tensors::parse(&file).unwrap();
        assert_eq!(tensors.get("encoder/conv1/weight"), Ok(&weight));
        assert!(tensors.has("encoder/num_heads"));
        assert_eq!(tensors.get("decoder/x"), Err(Ct2Error::Missing("decoder/x".into())));
    }

    #[test]
    fn a_file_torn_anywhere_is_an_error() {
        let weight = Tensor { shape: vec![2], kind: Kind::F32, bytes: &[0; 8] };
        let file = file(&[("w", weight)]);
        for end in 0..file.len() {
            assert!(Tensors::parse(&file[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn lengths_that_disagree_are_an_error() {
        let wrong = Tensor { shape: vec![3], kind: Kind::F32, bytes: &[0; 8] };
        assert_eq!(Tensors::parse(&file(&[("w", wrong)])).err(), Some(Ct2Error::Tensor("w".into())));
        let huge = Tensor { shape: vec![u32::MAX as usize; 3], kind: Kind::F32, bytes: &[] };
        assert_eq!(Tensors::parse(&file(&[("w", huge)])).err(), Some(Ct2Error::Tensor("w".into())));
    }
}
