//! The words and signs of a statement, as far as it takes to tell what it may not say.

/// What a piece of a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Word,
    Parameter,
    Number,
    Text,
    Sign,
    /// A name in backticks.
    Quoted,
}

/// A piece of a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub(crate) sort: Sort,
    /// As it is written; of a parameter, its name.
    pub(crate) text: &'a str,
    /// The line, from 1.
    pub(crate) line: usize,
}

impl Token<'_> {
    /// Whether it is this sign.
    pub(crate) fn is(&self, sign: &str) -> bool {
        self.sort == Sort::Sign && self.text == sign
    }

    /// Whether it is this word, however it is written.
    pub(crate) fn says(&self, word: &str) -> bool {
        self.sort == Sort::Word && self.text.eq_ignore_ascii_case(word)
    }
}

/// The pieces of a statement, comments left out.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest, mut line) = (Vec::new(), text, 1);
    while let Some(first) = rest.chars().next() {
        let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        let run = |from: usize, of: fn(char) -> bool| {
            let tail = rest.get(from..).unwrap_or_default();
            from + tail.find(|c| !of(c)).unwrap_or(tail.len())
        };
        let (sort, length) = match first {
            _ if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => (None, until("*/")),
            '\'' | '"' => (Some(Sort::Text), quoted(rest, first)),
            '`' => (Some(Sort::Quoted), quoted(rest, first)),
            '$' => (Some(Sort::Parameter), run(1, is_word)),
            _ if first.is_ascii_digit() => {
                (Some(Sort::Number), run(0, |c| c.is_ascii_alphanumeric()))
            }
            _ if is_word(first) => (Some(Sort::Word), run(0, is_word)),
            _ if first.is_whitespace() => (None, first.len_utf8()),
            _ if rest.starts_with("..") => (Some(Sort::Sign), 2),
            _ => (Some(Sort::Sign), first.len_utf8()),
        };
        let (this, left) = rest.split_at(length.max(1).min(rest.len()));
        if let Some(sort) = sort {
            let text = match sort {
                Sort::Parameter => this.get(1..).unwrap_or_default(),
                _ => this,
            };
            tokens.push(Token { sort, text, line });
        }
        line += this.matches('\n').count();
        rest = left;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How long a quoted piece at the head of a text is.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}
