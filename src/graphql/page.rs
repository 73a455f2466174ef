//! Pages: how many rows, and sealed cursors that say where the next page begins.

use async_graphql::{
    Context, Error, ObjectType, OutputType, Result,
    connection::{Connection, ConnectionNameType, Edge, EdgeNameType, EmptyFields},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;

use super::{context::ContextExt, error::Code};

/// Rows on a page where `first` is not given.
const DEFAULT_ROWS: usize = 20;
/// Bytes of the seal in front of a cursor's position.
const SEAL_BYTES: usize = 16;

/// Seals cursors, so that one can neither be made up nor used with another question.
pub struct Seal(Vec<u8>);

impl Seal {
    /// A seal under a secret shared by the instances of one service.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self(secret.as_bytes().to_vec())
    }

    /// A name that nobody can guess who does not have the secret.
    #[must_use]
    pub fn name(&self, of: &str) -> String {
        let seal = self.over(b"name", of.as_bytes()).map(Mac::finalize);
        let bytes = seal
            .map(|seal| seal.into_bytes().to_vec())
            .unwrap_or_default();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn over(&self, question: &[u8], position: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0).ok()?;
        mac.update(&(question.len() as u64).to_be_bytes());
        mac.update(question);
        mac.update(position);
        Some(mac)
    }
}

/// One page of a list: where it begins, how long it is, and which question it belongs to.
pub struct Page<'a, P> {
    seal: &'a Seal,
    question: Vec<u8>,
    /// Most rows on it.
    pub first: usize,
    /// Position of the row before its first.
    pub after: Option<P>,
}

impl<'a, P: Serialize + DeserializeOwned> Page<'a, P> {
    /// Reads the arguments `first` and `after` of a field. `question` is all that decides which
    /// rows the list has and in which order; a cursor of another question is refused.
    ///
    /// # Errors
    /// `BAD_INPUT` for a page of no rows, and for a cursor that is not of this list;
    /// `LIMIT_EXCEEDED` for one larger than the setting `limits.page`.
    pub fn read(
        ctx: &'a Context<'_>,
        first: Option<i32>,
        after: Option<&str>,
        question: &impl Serialize,
    ) -> Result<Self> {
        let asking = ctx.asking();
        let first = self::first(ctx, first)?;
        let bound = (ctx.field().name(), &asking.viewer.scope, question);
        let mut page = Self {
            seal: &asking.seal,
            question: serde_json::to_vec(&bound).map_err(unwritable)?,
            first,
            after: None,
        };
        if let Some(cursor) = after {
            let position = page.open(cursor).ok_or_else(|| {
                Code::BadInput.error(
                    "`after` is no cursor of this list; take one from this question's `endCursor`",
                )
            })?;
            page.after = Some(position);
        }
        Ok(page)
    }

    /// How many rows to ask the graph for: one more than the page has, to know whether more follow.
    #[must_use]
    pub fn limit(&self) -> i64 {
        i64::try_from(self.first + 1).unwrap_or(i64::MAX)
    }

    fn cursor(&self, position: &P) -> Result<String> {
        let position = serde_json::to_vec(position).map_err(unwritable)?;
        let seal = self
            .seal
            .over(&self.question, &position)
            .ok_or_else(|| Code::Internal.error("the cursor cannot be sealed"))?;
        let seal = &seal.finalize().into_bytes()[..SEAL_BYTES];
        Ok(URL_SAFE_NO_PAD.encode([seal, &position].concat()))
    }

    /// The page as the API gives it, from the rows that [`Page::limit`] asked for.
    ///
    /// # Errors
    /// When a cursor cannot be made, which is a defect.
    pub fn connection<Row, Node: OutputType, Fields: ObjectType, Name: ConnectionNameType>(
        &self,
        mut rows: Vec<Row>,
        fields: Fields,
        position: impl Fn(&Row) -> P,
        node: impl Fn(Row) -> Node,
    ) -> Result<Connection<String, Node, Fields, EmptyFields, Name>> {
        let more = rows.len() > self.first;
        rows.truncate(self.first);
        self.part((rows, more), fields, position, node)
    }

    /// The same from the rows that the page has, and whether more follow.
    ///
    /// # Errors
    /// As [`Page::connection`].
    pub fn part<Row, Node: OutputType, Fields: ObjectType, Name, EdgeName>(
        &self,
        (rows, more): (Vec<Row>, bool),
        fields: Fields,
        position: impl Fn(&Row) -> P,
        node: impl Fn(Row) -> Node,
    ) -> Result<Connection<String, Node, Fields, EmptyFields, Name, EdgeName>>
    where
        Name: ConnectionNameType,
        EdgeName: EdgeNameType,
    {
        let mut connection = Connection::with_additional_fields(self.after.is_some(), more, fields);
        for row in rows {
            let cursor = self.cursor(&position(&row))?;
            connection.edges.push(Edge::new(cursor, node(row)));
        }
        Ok(connection)
    }

    fn open(&self, cursor: &str) -> Option<P> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (seal, position) = bytes.split_at_checked(SEAL_BYTES)?;
        let expected = self.seal.over(&self.question, position)?;
        expected.verify_truncated_left(seal).ok()?;
        serde_json::from_slice(position).ok()
    }
}

fn unwritable(error: serde_json::Error) -> Error {
    Code::Internal.error(format!("a cursor cannot be written: {error}"))
}

/// How many rows the argument `first` asks for.
///
/// # Errors
/// `BAD_INPUT` for none; `LIMIT_EXCEEDED` for more than the setting `limits.page`.
pub fn first(ctx: &Context<'_>, first: Option<i32>) -> Result<usize> {
    let most = ctx.asking().limits.page;
    bounded(
        first,
        DEFAULT_ROWS,
        most,
        "ask for the next page with `after`",
    )
}

/// How many the argument `first` asks for, where there may be so many and no more.
///
/// # Errors
/// `BAD_INPUT` for none; `LIMIT_EXCEEDED` for too many, with what to do instead.
pub fn bounded(first: Option<i32>, default: usize, most: usize, instead: &str) -> Result<usize> {
    match first.map(usize::try_from) {
        None => Ok(most.min(default)),
        Some(Ok(first)) if first > most => {
            Err(Code::LimitExceeded.error(format!("`first` is at most {most}; {instead}")))
        }
        Some(Ok(first)) if first > 0 => Ok(first),
        Some(_) => Err(Code::BadInput.error("`first` is 1 or more")),
    }
}

/// The rows a list is weighed with: those asked for, or as many as a page has by default.
#[must_use]
pub fn rows(first: Option<i32>) -> usize {
    first
        .and_then(|first| usize::try_from(first).ok())
        .unwrap_or(DEFAULT_ROWS)
        .max(1)
}
