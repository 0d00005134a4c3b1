//! Turning a CTranslate2 Whisper model into whisper.cpp's ggml file, without loss.
//!
//! The ggml format (`convert-pt-to-ggml.py` of the whisper.cpp project; little-endian, everything `i32` unless said):
//! magic, eleven sizes (vocabulary, then audio and text context, state, heads and layers, mel bands, type 1 for 16-bit
//! floats); mel filters with their two sizes, as `f32`; the number of tokens, each with its length and bytes; then
//! for each tensor its rank, name length, type (0 `f32`, 1 `f16`), dimensions from the innermost outwards, name and
//! elements. CTranslate2 stacks what one matrix product can do at once (query, key and value); ggml wants them apart.

use std::io::{self, Write};

use super::ct2::{Ct2Error, Kind, Tensor, Tensors};
use super::{mel, vocabulary};

const MAGIC: u32 = 0x6767_6d6c;
const AUDIO_CONTEXT: usize = 1_500;
const TEXT_CONTEXT: usize = 448;

/// Why a model can't be converted.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConvertError {
    #[error("model.bin: {0}")]
    Model(#[from] Ct2Error),
    #[error("tokenizer.json: {0}")]
    Tokenizer(String),
    #[error("{0} has elements of a kind that can't be converted")]
    Kind(String),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes the ggml file for `model` (a `model.bin`) and its `tokenizer.json`.
pub(super) fn convert(model: &[u8], tokenizer: &[u8], out: impl Write) -> Result<(), ConvertError> {
    let tensors = Tensors::parse(model)?;
    let mut out = Ggml(out);
    let embedding = tensors.get("decoder/embeddings/weight")?;
    let [vocabulary_size, state] = sizes(embedding)?;
    let mel_bands = tensors.get("encoder/conv1/weight")?.shape.get(1).copied().unwrap_or_default();
    let heads = scalar(tensors.get("encoder/num_heads")?).ok_or_else(|| kind_error("encoder/num_heads"))?;
    let (audio_layers, text_layers) = (layers(&tensors, "encoder"), layers(&tensors, "decoder"));
    out.u32(MAGIC)?;
    out.sizes(&[vocabulary_size, AUDIO_CONTEXT, state, heads, audio_layers])?;
    out.sizes(&[TEXT_CONTEXT, state, heads, text_layers, mel_bands, 1])?;
    out.sizes(&[mel_bands, mel::BINS])?;
    for weight in mel::filters(mel_bands) {
        out.0.write_all(&weight.to_le_bytes())?;
    }
    let tokens = vocabulary::tokens(tokenizer, vocabulary_size).map_err(ConvertError::Tokenizer)?;
    out.sizes(&[tokens.len()])?;
    for token in &tokens {
        out.sizes(&[token.len()])?;
        out.0.write_all(token)?;
    }
    out.side(&tensors, "encoder", audio_layers)?;
    out.side(&tensors, "decoder", text_layers)?;
    for conv in ["conv1", "conv2"] {
        out.tensor(&format!("encoder.{conv}.weight"), tensors.get(&format!("encoder/{conv}/weight"))?)?;
        // The bias is added to rows of a matrix, so it comes as a column.
        let bias = tensors.get(&format!("encoder/{conv}/bias"))?;
        let column = Tensor { shape: vec![bias.shape.iter().product(), 1], ..bias.clone() };
        out.tensor(&format!("encoder.{conv}.bias"), &column)?;
    }
    out.tensor("decoder.token_embedding.weight", embedding)
}

struct Ggml<W>(W);

impl<W: Write> Ggml<W> {
    fn u32(&mut self, number: u32) -> io::Result<()> {
        self.0.write_all(&number.to_le_bytes())
    }

    fn sizes(&mut self, sizes: &[usize]) -> io::Result<()> {
        for size in sizes {
            self.u32(u32::try_from(*size).map_err(io::Error::other)?)?;
        }
        Ok(())
    }

    /// The layers of the encoder or the decoder, and what follows them.
    fn side(&mut self, tensors: &Tensors<'_>, side: &str, layers: usize) -> Result<(), ConvertError> {
        for layer in 0..layers {
            let from = format!("{side}/layer_{layer}");
            let to = format!("{side}.blocks.{layer}");
            self.attention(tensors, &format!("{from}/self_attention"), &format!("{to}.attn"))?;
            if side == "decoder" {
                self.attention(tensors, &format!("{from}/attention"), &format!("{to}.cross_attn"))?;
            }
            for (linear, name) in [("linear_0", "mlp.0"), ("linear_1", "mlp.2")] {
                self.pair(
                    tensors,
                    &format!("{from}/ffn/{linear}"),
                    &format!("{to}.{name}"),
                    ["weight", "bias"],
                )?;
            }
            self.norm(tensors, &format!("{from}/ffn/layer_norm"), &format!("{to}.mlp_ln"))?;
        }
        let last = if side == "encoder" { "encoder.ln_post" } else { "decoder.ln" };
        self.norm(tensors, &format!("{side}/layer_norm"), last)?;
        let positions = tensors.get(&format!("{side}/position_encodings/encodings"))?;
        self.tensor(&format!("{side}.positional_embedding"), positions)
    }

    /// One attention block. In self-attention the first product stacks query, key and value; across from the
    /// decoder to the encoder the query stands alone and the second stacks key and value. Keys have no bias: the one
    /// that CTranslate2 stores is zero.
    fn attention(&mut self, tensors: &Tensors<'_>, from: &str, to: &str) -> Result<(), ConvertError> {
        let linear = |i: usize, part: &str| tensors.get(&format!("{from}/linear_{i}/{part}"));
        let crosses = tensors.has(&format!("{from}/linear_2/weight"));
        let parts: &[(&str, usize, usize)] = if crosses {
            &[("query", 0, 0), ("key", 1, 0), ("value", 1, 1)]
        } else {
            &[("query", 0, 0), ("key", 0, 1), ("value", 0, 2)]
        };
        for &(name, product, place) in parts {
            let weight = linear(product, "weight")?;
            let state = weight.shape.last().copied().unwrap_or_default();
            self.tensor(&format!("{to}.{name}.weight"), &rows(weight, place * state, state)?)?;
            if name != "key" {
                let bias = rows(linear(product, "bias")?, place * state, state)?;
                self.tensor(&format!("{to}.{name}.bias"), &bias)?;
            }
        }
        let out = if crosses { "linear_2" } else { "linear_1" };
        self.pair(tensors, &format!("{from}/{out}"), &format!("{to}.out"), ["weight", "bias"])?;
        self.norm(tensors, &format!("{from}/layer_norm"), &format!("{to}_ln"))
    }

    fn norm(&mut self, tensors: &Tensors<'_>, from: &str, to: &str) -> Result<(), ConvertError> {
        self.pair(tensors, from, to, ["gamma", "beta"])
    }

    fn pair(
        &mut self,
        tensors: &Tensors<'_>,
        from: &str,
        to: &str,
        parts: [&str; 2],
    ) -> Result<(), ConvertError> {
        for (part, name) in parts.iter().zip(["weight", "bias"]) {
            self.tensor(&format!("{to}.{name}"), tensors.get(&format!("{from}/{part}"))?)?;
        }
        Ok(())
    }

    /// Matrices stay 16-bit floats; vectors, the convolutions' biases and the positions are 32-bit ones.
    fn tensor(&mut self, name: &str, tensor: &Tensor<'_>) -> Result<(), ConvertError> {
        let small = matches!(name, "encoder.conv1.bias" | "encoder.conv2.bias")
            || name.ends_with("positional_embedding");
        let halves = tensor.shape.len() >= 2 && !small;
        self.sizes(&[tensor.shape.len(), name.len(), usize::from(halves)])?;
        for dimension in tensor.shape.iter().rev() {
            self.sizes(&[*dimension])?;
        }
        self.0.write_all(name.as_bytes())?;
        match (tensor.kind, halves) {
            (Kind::F16, true) | (Kind::F32, false) => self.0.write_all(tensor.bytes)?,
            (Kind::F16, false) => {
                for half in tensor.bytes.as_chunks().0 {
                    self.0.write_all(&widen(u16::from_le_bytes(*half)).to_le_bytes())?;
                }
            }
            _ => return Err(kind_error(name)),
        }
        Ok(())
    }
}

fn kind_error(name: &str) -> ConvertError {
    ConvertError::Kind(name.to_owned())
}

fn sizes(tensor: &Tensor<'_>) -> Result<[usize; 2], ConvertError> {
    tensor.shape.as_slice().try_into().map_err(|_| kind_error("decoder/embeddings/weight"))
}

fn layers(tensors: &Tensors<'_>, side: &str) -> usize {
    (0..).take_while(|layer| tensors.has(&format!("{side}/layer_{layer}/ffn/linear_0/weight"))).count()
}

fn scalar(tensor: &Tensor<'_>) -> Option<usize> {
    match (tensor.kind, tensor.bytes) {
        (Kind::I8, [low]) => Some(usize::from(*low)),
        (Kind::I16, [low, high]) => Some(usize::from(u16::from_le_bytes([*low, *high]))),
        (Kind::I32, &[a, b, c, d]) => usize::try_from(u32::from_le_bytes([a, b, c, d])).ok(),
        _ => None,
    }
}

/// `count` rows of a tensor from row `first` on.
fn rows<'a>(tensor: &Tensor<'a>, first: usize, count: usize) -> Result<Tensor<'a>, ConvertError> {
    let row: usize = tensor.shape.iter().skip(1).product::<usize>() * tensor.kind.size();
    let bytes = tensor.bytes.get(first * row..(first + count) * row).ok_or(Ct2Error::Torn)?;
    let mut shape = tensor.shape.clone();
    shape[0] = count;
    Ok(Tensor { shape, kind: tensor.kind, bytes })
}

/// An IEEE 754 half as a single: the same number.
fn widen(half: u16) -> f32 {
    let sign = u32::from(half >> 15) << 31;
    let exponent = u32::from(half >> 10 & 0x1F);
    let fraction = u32::from(half & 0x3FF);
    match exponent {
        0 => f32::from_bits(sign | 0x3F80_0000) * fraction as f32 * 2.0_f32.powi(-24),
        31 => f32::from_bits(sign | 0x7F80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_widen_to_the_same_number() {
        let cases = [
            (0x0000, 0.0),
            (0x8000, -0.0),
            (0x3C00, 1.0),
            (0xC000, -2.0),
            (0x3555, 0.333_251_95),
            (0x7BFF, 65_504.0),
            (0x0001, 5.960_464_5e-8),
            (0x83FF, -6.097_555e-5),
            (0x7C00, f32::INFINITY),
        ];
        for (half, single) in cases {
            assert_eq!(widen(half).to_bits(), f32::to_bits(single), "{half:#06x}");
        }
        assert!(widen(0x7E00).is_nan());
    }

    #[test]
    fn rows_are_cut_out_of_a_stack() {
        let bytes: Vec<u8> = (0..24).collect();
        let stack = Tensor { shape: vec![6, 2], kind: Kind::F16, bytes: &bytes };
        let middle = rows(&stack, 2, 2).unwrap();
        assert_eq!(middle, Tensor { shape: vec![2, 2], kind: Kind::F16, bytes: &bytes[8..16] });
        assert!(rows(&stack, 5, 2).is_err());
    }

    #[test]
    fn a_tensor_is_written_as_the_format_says() {
        let mut out = Ggml(Vec::new());
        let matrix = Tensor { shape: vec![1, 2], kind: Kind::F16, bytes: &[0, 0x3C, 0, 0xC0] };
        out.tensor("m", &matrix).unwrap();
        let words: [u32; 5] = [2, 1, 1, 2, 1];
        let head: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        assert_eq!(out.0, [head, b"m".to_vec(), vec![0, 0x3C, 0, 0xC0]].concat());
        let mut out = Ggml(Vec::new());
        out.tensor("b", &Tensor { shape: vec![1], ..matrix.clone() }.clone()).unwrap_or_default();
        assert_eq!(out.0[8..12], [0, 0, 0, 0], "a vector is written as 32-bit floats");
        let eights = Tensor { shape: vec![2, 2], kind: Kind::I8, bytes: &[0; 4] };
        assert!(matches!(Ggml(Vec::new()).tensor("q", &eights), Err(ConvertError::Kind(_))));
    }
}
