//! Holds the colours of `style/tokens.css` to the contrast that text needs (WCAG 2.2, 1.4.3: 4.5 to 1).

/// What is written on what.
const TEXT: [(&str, &[&str]); 9] = [
    ("ink", &["paper", "raised", "sunken", "hover", "accent-soft", "amber-soft", "live-soft"]),
    ("ink-2", &["paper", "raised", "sunken", "hover", "accent-soft", "amber-soft", "live-soft"]),
    ("ink-3", &["paper", "raised", "sunken", "hover"]),
    ("accent-text", &["paper", "raised", "sunken", "accent-soft"]),
    ("amber", &["paper", "raised", "sunken", "hover", "amber-soft"]),
    ("live", &["paper", "raised", "sunken", "hover", "live-soft"]),
    ("accent-ink", &["accent", "accent-hover"]),
    ("live-ink", &["live", "live-hover"]),
    ("paper", &["ink"]),
];

/// A field's border and the focus ring are shapes: 3 to 1 (1.4.11).
const SHAPES: [(&str, &[&str]); 2] =
    [("line-field", &["paper", "raised"]), ("accent", &["paper", "raised", "sunken"])];

const TOKENS: &str = include_str!("../../../style/tokens.css");

/// The light and the dark colour of a token.
fn pair(token: &str) -> [[u8; 3]; 2] {
    let line = TOKENS.lines().find(|line| line.trim_start().starts_with(&format!("--{token}: light-dark(")));
    let line = line.unwrap_or_else(|| panic!("{token} is no light-dark pair"));
    let mut colours = line.split('#').skip(1).map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        let long = if digits.len() == 3 {
            digits.chars().flat_map(|digit| [digit, digit]).collect()
        } else {
            digits
        };
        [0, 2, 4].map(|at| u8::from_str_radix(&long[at..at + 2], 16).unwrap())
    });
    [colours.next().unwrap(), colours.next().unwrap()]
}

/// Relative luminance as WCAG defines it, of sRGB.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn too_faint(pairs: &[(&str, &[&str])], least: f64) -> Vec<String> {
    let mut faint = Vec::new();
    for (front, backs) in pairs {
        for back in *backs {
            for (theme, at) in [("light", 0), ("dark", 1)] {
                let ratio = contrast(pair(front)[at], pair(back)[at]);
                if ratio < least {
                    faint.push(format!("{theme}: {front} on {back} is {ratio:.2} to 1"));
                }
            }
        }
    }
    faint
}

#[test]
fn text_can_be_read_in_both_themes() {
    assert_eq!(too_faint(&TEXT, 4.5), Vec::<String>::new());
}

#[test]
fn borders_and_rings_can_be_seen_in_both_themes() {
    assert_eq!(too_faint(&SHAPES, 3.0), Vec::<String>::new());
}

#[test]
fn the_measure_is_the_known_one() {
    assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 1e-9);
}
