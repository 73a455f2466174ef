//! Ids that are a personal value themselves: a telephone number, an address.
//!
//! Where a statement can meet such a node, it reads an id only of what it calls something else at each
//! place. Shared telephones and addresses may still be counted and compared as nodes.

use super::{
    Fault,
    text::{Sort, Token},
};

/// What a telephone or an address is called, and what leads to it.
const CONTACTS: [&str; 4] = ["phone", "address", "reached_by", "at"];
/// Words after which a bracket opens a pattern and is no function's.
const BEFORE_PATTERN: [&str; 9] = [
    "match", "where", "exists", "and", "or", "xor", "not", "when", "in",
];

/// A place among the pieces of a statement.
#[derive(Clone, Copy)]
struct Place<'t, 'a>(&'t [Token<'a>], usize);

impl<'t, 'a> Place<'t, 'a> {
    fn token(self, by: isize) -> Option<&'t Token<'a>> {
        self.0.get(self.1.checked_add_signed(by)?)
    }

    fn is(self, by: isize, sign: &str) -> bool {
        self.token(by).is_some_and(|token| token.is(sign))
    }

    fn says(self, by: isize, words: &[&str]) -> bool {
        let says = |token: &Token<'_>| words.iter().any(|word| token.says(word));
        self.token(by).is_some_and(says)
    }

    fn is_word(self, by: isize) -> bool {
        self.token(by).is_some_and(|token| token.sort == Sort::Word)
    }

    /// Whether a bracket here is a node's.
    fn opens_node(self) -> bool {
        let called = self.is_word(-1) && !self.says(-1, &BEFORE_PATTERN);
        self.is(0, "(") && !called
    }

    /// Whether what stands here lets a statement meet a telephone or an address.
    fn meets(self) -> bool {
        let named = self.says(0, &CONTACTS) && !self.is(-1, ".");
        let anything =
            self.is(0, "!") || self.is(1, "%") && (self.is(0, ":") || self.says(0, &["is"]));
        let untyped = self.is(0, "-") && self.is(1, "-")
            || self.is(-1, "-")
                && self.is(0, "[")
                && !self.is(1, ":")
                && !(self.is_word(1) && self.is(2, ":"));
        let name = isize::from(self.is_word(1));
        let closed = self.is(1 + name, ")");
        let linked = |by| ["-", "<", ">"].iter().any(|sign| self.is(by, sign));
        let alone = closed && !linked(-1) && !linked(2 + name);
        let bare = alone || self.is(1 + name, "{") || self.says(1 + name, &["where"]);
        named || anything || untyped || self.opens_node() && bare
    }

    /// Whether a node or a link is called something that is neither, from a colon on.
    fn is_called(self) -> bool {
        let Self(tokens, at) = self;
        let other = self.is_word(1) && !self.says(1, &CONTACTS);
        let ends = [")", "{", "]", "*"].iter().any(|sign| self.is(2, sign));
        let next = Place(tokens, at + 2);
        let goes_on = next.is(0, "|") && next.is_called();
        (self.is(0, ":") || self.is(0, "|"))
            && other
            && (ends || goes_on || self.says(2, &["where"]))
    }

    /// Whether a bracket here opens a map that is a value of its own, and no node's or link's.
    fn is_value(self) -> bool {
        let sign = [",", "+", "=", "|", ":"]
            .iter()
            .any(|sign| self.is(-1, sign));
        let listed = self.is(-1, "[") && !self.is(-2, "-");
        let word = self.says(-1, &["then", "else", "return", "with", "in"]);
        let argument = self.is(-1, "(") && self.is_word(-2) && !self.says(-2, &BEFORE_PATTERN);
        sign || listed || word || argument
    }

    /// The bracket that opens the map in which this is a key.
    fn map(self) -> Option<Self> {
        let mut depth = 0;
        let before = (0..self.1).rev().map(|at| Place(self.0, at));
        let mut opens = before.filter(|place| {
            depth += isize::from(place.is(0, "}")) - isize::from(place.is(0, "{"));
            depth < 0
        });
        opens.next()
    }
}

/// Ids that may be a telephone number or an address.
pub(crate) fn faults(tokens: &[Token<'_>]) -> Vec<Fault> {
    let places = || (0..tokens.len()).map(|at| Place(tokens, at));
    if !places().any(Place::meets) {
        return Vec::new();
    }
    let reads = places().filter(|place| place.says(0, &["id"]) && !may_be_read(*place));
    let fault = |place: Place<'_, '_>| {
        let reason = "the id of a telephone or an address is one itself: here an id is read of what is \
                      called something else at each place, as (payee:Person), and of no alias";
        Some((place.token(0)?.line, reason.to_owned()))
    };
    reads.filter_map(fault).collect()
}

/// Whether an id is read of what is surely no telephone and no address, or this is no such reading.
fn may_be_read(id: Place<'_, '_>) -> bool {
    let tokens = id.0;
    if id.is(-1, ".") {
        let of = id.token(-2);
        return of.is_some_and(|of| of.sort == Sort::Word && is_known(tokens, of.text));
    }
    let is_key = id.is(1, ":") && (id.is(-1, "{") || id.is(-1, ","));
    let called = |map: Place<'_, '_>| Place(tokens, map.1.saturating_sub(2)).is_called();
    !is_key || id.map().is_some_and(|map| called(map) || map.is_value())
}

/// Whether a name stands for something called otherwise than a telephone or an address, everywhere.
fn is_known(tokens: &[Token<'_>], name: &str) -> bool {
    let answer = tokens.iter().rposition(|token| token.says("return"));
    let places = (0..tokens.len()).map(|at| Place(tokens, at));
    let mut called = false;
    for place in places.filter(|place| place.says(0, &[name]) && !place.is(-1, ".")) {
        let before = Place(tokens, place.1.saturating_sub(1));
        let alias = place.says(-1, &["as"]) && answer.is_none_or(|answer| place.1 < answer);
        let of_link = place.is(-1, "[") && place.is(-2, "-");
        let of_node = before.opens_node();
        if of_link || of_node {
            if !Place(tokens, place.1 + 1).is_called() {
                return false;
            }
            called = true;
        } else if alias || place.says(1, &["in"]) || place.is(1, "=") {
            return false;
        }
    }
    called
}
