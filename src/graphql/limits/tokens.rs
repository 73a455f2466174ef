//! The size of a document before it is parsed.

/// Counts words, numbers, texts and signs without reading the grammar, so that a document of any
/// size is judged in one pass; nothing where a text in quotes is never closed.
pub fn count(text: &str) -> Option<usize> {
    let (mut tokens, mut rest) = (0, text);
    while let Some(first) = rest.chars().next() {
        let blank = first.is_whitespace() || matches!(first, ',' | '#' | '\u{feff}');
        let length = match first {
            '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => quoted(rest)?,
            _ if word(first) => rest.find(|next| !word(next)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        tokens += usize::from(!blank);
        rest = &rest[length..];
    }
    Some(tokens)
}

fn word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Length of the text in quotes that a string begins with: a block, or within one line.
fn quoted(text: &str) -> Option<usize> {
    let block = text.starts_with(BLOCK);
    let mark = if block { BLOCK } else { "\"" };
    let mut rest = text.strip_prefix(mark)?;
    while !rest.starts_with(mark) {
        let skipped = match rest.chars().next()? {
            '\n' | '\r' if !block => return None,
            '\\' if block && rest[1..].starts_with(BLOCK) => 1 + BLOCK.len(),
            '\\' if !block => 1 + rest[1..].chars().next()?.len_utf8(),
            other => other.len_utf8(),
        };
        rest = &rest[skipped..];
    }
    Some(text.len() - rest.len() + mark.len())
}

/// Opens and closes a text of several lines.
const BLOCK: &str = "\"\"\"";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_counted_without_comments_and_commas() {
        assert_eq!(count("{ a, b(c: \"x y \\\" z\") } # d e f"), Some(9));
    }

    #[test]
    fn no_quote_or_line_end_hides_tokens() {
        for text in [
            r#"{ a(b: """ " """) c c c c c c c(b: " ") }"#,
            r#"{ a(b: """ \""" " """) c c c c c c c(b: " ") }"#,
            "{ a # b\rc c c c c c c }",
            r#"{ a(b: "\\") c c c c c c c(b: "\\") }"#,
        ] {
            assert!(count(text) >= Some(10), "{text}: {:?}", count(text));
        }
        for text in [
            r#"{ a(b: " c) }"#,
            r#"{ a(b: ["""c" c]) }"#,
            "{ a(b: \" \n \") }",
            r#"{ a(b: "\") }"#,
        ] {
            assert_eq!(count(text), None, "{text}");
        }
    }
}
