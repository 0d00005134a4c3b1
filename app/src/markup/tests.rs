//! What is read out of a message.

use super::*;
use uuid::Uuid;

fn text(text: &str) -> Piece {
    Piece::Text(text.to_owned())
}

fn read(message: &str) -> Vec<Piece> {
    parse(message, &[])
}

/// What a reader sees, whatever the marks.
fn words(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text)
            | Piece::Code(text)
            | Piece::Block(text)
            | Piece::Formula(text)
            | Piece::Link(text) => text.clone(),
            Piece::Mention(_, text) => text.clone(),
            Piece::Strong(inside) | Piece::Emphasis(inside) => words(inside),
        })
        .collect()
}

/// The addresses among them.
fn links(pieces: &[Piece]) -> Vec<String> {
    let found = pieces.iter().flat_map(|piece| match piece {
        Piece::Link(address) => vec![address.clone()],
        Piece::Strong(inside) | Piece::Emphasis(inside) => links(inside),
        Piece::Text(_) | Piece::Code(_) | Piece::Block(_) | Piece::Formula(_) | Piece::Mention(..) => vec![],
    });
    found.collect()
}

#[test]
fn marks_become_pieces() {
    assert_eq!(
        read("a **b** *c* `d*e*`"),
        [
            text("a "),
            Piece::Strong(vec![text("b")]),
            text(" "),
            Piece::Emphasis(vec![text("c")]),
            text(" "),
            Piece::Code("d*e*".into()),
        ]
    );
    let both = Piece::Strong(vec![text("a "), Piece::Emphasis(vec![text("b")]), text(" c")]);
    assert_eq!(read("**a *b* c**"), [both]);
}

#[test]
fn a_block_keeps_its_lines_and_loses_its_fences_and_language() {
    let block = Piece::Block("let a = *b*;\n    c();".into());
    assert_eq!(read("see\n```rust\nlet a = *b*;\n    c();\n```\nend"), [text("see"), block, text("end")]);
    assert_eq!(read("```a b```"), [Piece::Block("a b".into())]);
}

#[test]
fn marks_without_an_end_and_sums_are_text() {
    for plain in [
        "2*3*4",
        "2 * 3 * 4",
        "**",
        "****",
        "*",
        "* a*",
        "**open",
        "`open",
        "```open",
        "``````",
        "``",
        "a\n*b\nc*",
    ] {
        assert_eq!(read(plain), [text(plain)], "{plain}");
    }
}

#[test]
fn formulas_stand_between_dollars_and_prices_are_text() {
    let formula = |text: &str| Piece::Formula(text.to_owned());
    assert_eq!(read("so $x^2*y*z$."), [text("so "), formula("$x^2*y*z$"), text(".")]);
    assert_eq!(read("$$\na\n$$ is"), [formula("$$\na\n$$"), text(" is")]);
    assert_eq!(read("**$a$**"), [Piece::Strong(vec![formula("$a$")])]);
    assert_eq!(read("\\(a*b*c\\) `$x$`"), [formula("\\(a*b*c\\)"), text(" "), Piece::Code("$x$".into())]);
    for plain in ["$5 and $6", "$5-$6", "export PATH=$HOME/bin:$PATH", "$a=$b;", "$a $", "\\", "$$a$"] {
        assert_eq!(read(plain), [text(plain)], "{plain}");
    }
}

#[test]
fn addresses_are_found_between_the_words_of_any_script() {
    let links = |text: &str| links(&read(text));
    let table = [
        ("请看https://example.com/a，谢谢", "https://example.com/a"),
        ("見 https://example.com/b。次", "https://example.com/b"),
        ("(見https://example.com/c）", "https://example.com/c"),
        ("（見https://example.com/c_(d)）", "https://example.com/c_(d)"),
        ("「https://example.com/e」を", "https://example.com/e"),
        ("여기https://example.com/f?", "https://example.com/f"),
        ("ดูที่https://example.com/g", "https://example.com/g"),
        ("راجعhttps://example.com/h، ثم", "https://example.com/h"),
        ("去https://example.com看", "https://example.com"),
        ("https://例え.jp/道！", "https://例え.jp/道"),
        ("“https://example.com/i”", "https://example.com/i"),
        ("*https://example.com/j*", "https://example.com/j"),
    ];
    for (text, address) in table {
        assert_eq!(links(text), [address], "{text}");
    }
    assert_eq!(links("xhttps://example.com"), [] as [&str; 0]);
}

#[test]
fn html_is_text() {
    let hostile = "<img src=x onerror=alert(1)><script>*a*</script>";
    assert_eq!(words(&read(hostile)), hostile.replace('*', ""));
}

#[test]
fn hostile_marks_end_soon_and_lose_no_word() {
    let many = ["*", "**", "`", "```", "*a", "**a", "* ", "@", "https://", "h", "[(", "é*", "\u{202e}"];
    for mark in many {
        let long: String = mark.repeat(2_000 / mark.len());
        let pieces = parse(&long, &[Named { user: UserId(Uuid::nil()), name: "a".into() }]);
        let kept = |text: &str| text.chars().filter(|c| !matches!(c, '*' | '`')).count();
        assert_eq!(kept(&words(&pieces)), kept(&long), "{mark}");
    }
}

#[test]
fn names_of_every_script_are_mentioned() {
    let names: Vec<_> = (1..)
        .zip(["王明", "王明明", "أحمد علي", "山田 太郎", "Ada", "Ada (2)", "Björn"])
        .map(|(n, name)| Named { user: UserId(Uuid::from_u128(n)), name: name.into() })
        .collect();
    let table = [
        ("问@王明，", 1),
        ("问@王明好吗", 1),
        ("问@王明明好吗", 2),
        ("يا @أحمد علي، مرحبا", 3),
        ("@山田 太郎さん", 4),
        ("@Ada, @nobody", 5),
        ("@Ada (2), hello", 6),
        ("@björn!", 7),
    ];
    for (text, n) in table {
        let found: Vec<_> = mentions(text, &names).into_iter().map(|(_, user)| user.0.as_u128()).collect();
        assert_eq!(found, [n], "{text}");
    }
    assert!(mentions("@أحمد عليك", &names).is_empty(), "within a longer word");
}

#[test]
fn people_are_mentioned_by_their_longest_name() {
    let user = |n| UserId(Uuid::from_u128(n));
    let names =
        [Named { user: user(1), name: "Ann".into() }, Named { user: user(2), name: "Ann Lee".into() }];
    let found = |text| mentions(text, &names).into_iter().map(|(_, user)| user).collect::<Vec<_>>();
    assert_eq!(found("@ann and @Ann Lee, but not me@Ann or @Anna"), [user(1), user(2)]);
    let glued = ["你好@Ann看", "안녕@Ann씨", "، @Ann،", "（@Ann）", "و@Ann"];
    for text in glued {
        assert_eq!(found(text), [user(1)], "{text}");
    }
    for text in ["a@Ann.com", "1@Ann", "é@Ann", "first.@Ann.com", "用户@Ann.com", "@Annika"] {
        assert_eq!(found(text), [], "{text}");
    }
    assert_eq!(
        parse("*@Ann*!", &names),
        [Piece::Emphasis(vec![Piece::Mention(user(1), "@Ann".into())]), text("!")]
    );
}

#[test]
fn a_formula_is_an_element_whose_words_are_words() {
    let half = mathml(r"\frac{1}{x}").unwrap();
    assert!(half.starts_with(r#"<math xmlns="http://www.w3.org/1998/Math/MathML""#), "{half}");
    assert!(half.contains("<mfrac><mn>1</mn><mi>x</mi></mfrac>"), "{half}");
    assert_eq!(mathml(r"$\frac{1}{x}$"), Some(half), "marks around it change nothing");
    let less = mathml(r"a<b \text{<img onerror=x>&amp;}").unwrap();
    assert!(less.contains("<mo>&lt;</mo>") && less.contains("&lt;img onerror=x&gt;&amp;amp;"), "{less}");
    assert_eq!(mathml(r"\frac{1"), None);
}
