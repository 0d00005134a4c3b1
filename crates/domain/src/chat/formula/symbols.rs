//! What TeX calls the signs and names of a formula.

use super::Math;

/// A sign or a letter that a command stands for.
pub(super) fn symbol(command: &str) -> Option<Math> {
    if let Some(letter) = letter(command) {
        return Some(Math::name(letter));
    }
    if is_function(command) {
        return Some(Math::name(command));
    }
    sign(command).map(Math::sign)
}

/// Whether what stands at it stands below and above it: a sum, a limit.
pub(super) fn has_limits(command: &str) -> bool {
    matches!(
        command,
        "sum" | "prod" | "lim" | "max" | "min" | "sup" | "inf" | "limsup" | "liminf" | "bigcup" | "bigcap"
    )
}

/// The sign that is put over something, and under it.
pub(super) fn accent(command: &str) -> Option<(&'static str, bool)> {
    Some(match command {
        "vec" | "overrightarrow" => ("→", true),
        "hat" | "widehat" => ("^", true),
        "bar" | "overline" => ("¯", true),
        "dot" => ("˙", true),
        "ddot" => ("¨", true),
        "tilde" | "widetilde" => ("~", true),
        "overbrace" => ("⏞", true),
        "underline" => ("_", false),
        "underbrace" => ("⏟", false),
        _ => return None,
    })
}

/// The letters that stand for sets of numbers.
pub(super) fn blackboard(letter: &str) -> Option<&'static str> {
    Some(match letter {
        "C" => "ℂ",
        "N" => "ℕ",
        "P" => "ℙ",
        "Q" => "ℚ",
        "R" => "ℝ",
        "Z" => "ℤ",
        "E" => "𝔼",
        "1" => "𝟙",
        _ => return None,
    })
}

fn is_function(command: &str) -> bool {
    const FUNCTIONS: [&str; 28] = [
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
        "exp", "log", "ln", "lg", "det", "dim", "ker", "gcd", "arg", "deg", "lim", "max", "min", "sup",
        "inf", "Pr",
    ];
    FUNCTIONS.contains(&command)
}

fn letter(command: &str) -> Option<&'static str> {
    Some(match command {
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "epsilon" => "ϵ",
        "varepsilon" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" => "θ",
        "vartheta" => "ϑ",
        "iota" => "ι",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" => "μ",
        "nu" => "ν",
        "xi" => "ξ",
        "pi" => "π",
        "rho" => "ρ",
        "sigma" => "σ",
        "tau" => "τ",
        "upsilon" => "υ",
        "phi" => "ϕ",
        "varphi" => "φ",
        "chi" => "χ",
        "psi" => "ψ",
        "omega" => "ω",
        "Gamma" => "Γ",
        "Delta" => "Δ",
        "Theta" => "Θ",
        "Lambda" => "Λ",
        "Xi" => "Ξ",
        "Pi" => "Π",
        "Sigma" => "Σ",
        "Phi" => "Φ",
        "Psi" => "Ψ",
        "Omega" => "Ω",
        "ell" => "ℓ",
        "hbar" => "ℏ",
        "infty" => "∞",
        "emptyset" | "varnothing" => "∅",
        "limsup" => "lim sup",
        "liminf" => "lim inf",
        "Re" => "ℜ",
        "Im" => "ℑ",
        _ => return None,
    })
}

fn sign(command: &str) -> Option<&'static str> {
    Some(match command {
        "cdot" => "⋅",
        "times" => "×",
        "div" => "÷",
        "pm" => "±",
        "mp" => "∓",
        "ast" => "∗",
        "circ" => "∘",
        "le" | "leq" => "≤",
        "ge" | "geq" => "≥",
        "ne" | "neq" => "≠",
        "ll" => "≪",
        "gg" => "≫",
        "approx" => "≈",
        "equiv" => "≡",
        "sim" => "∼",
        "simeq" => "≃",
        "cong" => "≅",
        "propto" => "∝",
        "to" | "rightarrow" => "→",
        "leftarrow" | "gets" => "←",
        "leftrightarrow" => "↔",
        "Rightarrow" | "implies" => "⇒",
        "Leftarrow" => "⇐",
        "Leftrightarrow" | "iff" => "⇔",
        "mapsto" => "↦",
        "in" => "∈",
        "notin" => "∉",
        "subset" => "⊂",
        "subseteq" => "⊆",
        "supset" => "⊃",
        "supseteq" => "⊇",
        "cup" => "∪",
        "cap" => "∩",
        "setminus" => "∖",
        "forall" => "∀",
        "exists" => "∃",
        "neg" | "lnot" => "¬",
        "land" | "wedge" => "∧",
        "lor" | "vee" => "∨",
        "oplus" => "⊕",
        "otimes" => "⊗",
        "perp" => "⊥",
        "parallel" => "∥",
        "mid" => "∣",
        "angle" => "∠",
        "degree" => "°",
        "partial" => "∂",
        "nabla" => "∇",
        "sum" => "∑",
        "prod" => "∏",
        "int" => "∫",
        "iint" => "∬",
        "oint" => "∮",
        "bigcup" => "⋃",
        "bigcap" => "⋂",
        "ldots" | "dots" => "…",
        "cdots" => "⋯",
        "vdots" => "⋮",
        "ddots" => "⋱",
        "prime" => "′",
        "langle" => "⟨",
        "rangle" => "⟩",
        "lfloor" => "⌊",
        "rfloor" => "⌋",
        "lceil" => "⌈",
        "rceil" => "⌉",
        "lbrace" | "{" => "{",
        "rbrace" | "}" => "}",
        "Vert" | "|" => "‖",
        "vert" => "|",
        "%" => "%",
        "$" => "$",
        "&" => "&",
        "#" => "#",
        "_" => "_",
        _ => return None,
    })
}
