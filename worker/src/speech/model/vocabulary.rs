//! The tokens of a model as bytes, from the `tokenizer.json` that comes with it.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

/// The part of `tokenizer.json` that we read.
#[derive(Deserialize)]
struct Tokenizer {
    model: Model,
}

#[derive(Deserialize)]
struct Model {
    vocab: HashMap<String, u32>,
}

/// The text tokens in the order of their numbers. `size` is the model's whole vocabulary, special tokens counted in:
/// 51,864 for models that know English only, more for the others.
///
/// # Errors
/// A sentence where the file can't be read or tokens are missing.
pub(super) fn tokens(json: &[u8], size: usize) -> Result<Vec<Vec<u8>>, String> {
    let tokenizer: Tokenizer = serde_json::from_slice(json).map_err(|e| e.to_string())?;
    let english_only = size == 51_864;
    let text_tokens = if english_only { 50_256 } else { 50_257 };
    let bytes = byte_alphabet();
    let numbered: BTreeMap<u32, Vec<u8>> = tokenizer
        .model
        .vocab
        .iter()
        .filter(|(_, number)| **number < text_tokens)
        .filter_map(|(token, number)| {
            Some((*number, token.chars().map(|c| bytes.get(&c).copied()).collect::<Option<_>>()?))
        })
        .collect();
    if numbered.len() != text_tokens as usize {
        return Err(format!("{} of {text_tokens} tokens", numbered.len()));
    }
    let mut tokens: Vec<Vec<u8>> = numbered.into_values().collect();
    if english_only {
        tokens.push(b"<|endoftext|>".to_vec());
    }
    Ok(tokens)
}

/// GPT-2 writes every byte as a letter: printable Latin-1 characters stand for themselves, the other bytes, in
/// order, for the letters from U+0100 on.
fn byte_alphabet() -> HashMap<char, u8> {
    let printable = |byte: &u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    let themselves = (0..=255).filter(printable).map(|byte| (char::from(byte), byte));
    let others = (0..=255).filter(|byte| !printable(byte));
    themselves.chain(('\u{100}'..).zip(others)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_letter() {
        let alphabet = byte_alphabet();
        assert_eq!(alphabet.len(), 256);
        assert_eq!(
            (alphabet[&'A'], alphabet[&'Ġ'], alphabet[&'Ċ'], alphabet[&'ÿ']),
            (b'A', b' ', b'\n', 255)
        );
    }

    #[test]
    fn a_vocabulary_with_holes_is_refused() {
        let json = br#"{"model": {"vocab": {"a": 0, "b": 2}}}"#;
        assert_eq!(tokens(json, 51_864), Err("2 of 50256 tokens".into()));
        assert!(tokens(b"[]", 51_864).is_err());
    }
}
