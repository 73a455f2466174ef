//! Search: by name, pinyin and initials, and by an exact number.

use async_graphql::{Context, Enum, Object, Result, SimpleObject, Union, connection::Connection};
use serde::{Deserialize, Serialize};

use super::{
    companies::Company,
    context::ContextExt,
    error::Code,
    funds::Account,
    page::{Page, rows},
    people::Person,
};
use crate::{
    model::{
        RegionCode,
        identity::{AccountNumber, CreditCode, IdNumber, Phone},
        names,
    },
    statement,
};

statement! {
    /// Those with a name, pinyin or initials that begin with the text.
    "search/by_key.cypher" => Found;
    pub struct ByKey<'a> {
        initial: &'a str,
        text: &'a str,
        kinds: Option<&'a [&'static str]>,
        region: Option<&'a RegionCode>,
        after_key: Option<String>,
        after_kind: Option<String>,
        after_id: Option<String>,
        limit: i64,
    }
}

statement! {
    /// Those with exactly this number.
    "search/by_number.cypher" => Found;
    pub struct ByNumber<'a> {
        number: &'a str,
        kinds: Option<&'a [&'static str]>,
        region: Option<&'a RegionCode>,
        after_kind: Option<String>,
        after_id: Option<String>,
        limit: i64,
    }
}

/// A page of hits as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Found {
    total_count: i32,
    hits: Vec<FoundHit>,
}

/// A hit with its place in the order.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FoundHit {
    key: String,
    kind: String,
    hit: Hit,
}

/// What a search finds.
#[derive(Deserialize, Union)]
#[serde(tag = "label", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Hit {
    /// A natural person.
    Person(Person),
    /// A company.
    Company(Company),
    /// An account, found by its number alone.
    Account(Account),
}

impl Hit {
    fn id(&self) -> String {
        match self {
            Self::Person(person) => person.id.to_string(),
            Self::Company(company) => company.id.to_string(),
            Self::Account(account) => account.id.to_string(),
        }
    }
}

/// What to search for.
#[derive(Clone, Copy, PartialEq, Eq, Enum, Serialize)]
pub enum HitKind {
    /// Natural persons.
    Person,
    /// Persons who hold or held a post.
    Official,
    /// Companies.
    Company,
    /// Accounts.
    Account,
}

impl HitKind {
    fn label(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Official => "Official",
            Self::Company => "Company",
            Self::Account => "Account",
        }
    }
}

/// How many hits there are in all.
#[derive(SimpleObject)]
pub struct HitCount {
    /// How many hits there are in all.
    total_count: i32,
}

/// Where a page begins: after this key, kind and id.
type Position = (String, String, String);

/// A text that reads as a number on file, in the form the loader stores it.
fn number(text: &str) -> Option<String> {
    let id_number = text
        .parse::<IdNumber>()
        .ok()
        .map(|number| number.as_str().to_owned());
    let credit_code = || {
        text.parse::<CreditCode>()
            .ok()
            .map(|code| code.as_str().to_owned())
    };
    let phone = || {
        text.parse::<Phone>()
            .ok()
            .map(|phone| phone.as_str().to_owned())
    };
    let account = || {
        text.parse::<AccountNumber>()
            .ok()
            .map(|number| number.as_str().to_owned())
    };
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (digits >= 7)
        .then(|| {
            id_number
                .or_else(credit_code)
                .or_else(phone)
                .or_else(account)
        })
        .flatten()
}

/// Root fields of search.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// People, officials, companies and accounts in scope: by the beginning of a name, of its
    /// pinyin (`liujianguo`) or of its initials (`ljg`), or by a whole ID number, phone, account
    /// number or credit code, which must match exactly.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for")] text: String,
        #[graphql(desc = "Kinds to find; all if absent")] kinds: Option<Vec<HitKind>>,
        #[graphql(desc = "Only within this region")] region: Option<RegionCode>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, Hit, HitCount>> {
        ctx.reads_people()?;
        let question = (&text, &kinds, &region);
        let page = Page::<Position>::read(ctx, first, after.as_deref(), &question)?;
        let labels = kinds.map(|kinds| kinds.into_iter().map(HitKind::label).collect::<Vec<_>>());
        let (kinds, region, limit) = (labels.as_deref(), region.as_ref(), page.limit());
        let (after_key, after_kind, after_id) = match page.after.clone() {
            Some((key, kind, id)) => (Some(key), Some(kind), Some(id)),
            None => (None, None, None),
        };
        let found = if let Some(number) = number(text.trim()) {
            ctx.graph()
                .fetch_one(ByNumber {
                    number: &number,
                    kinds,
                    region,
                    after_kind,
                    after_id,
                    limit,
                })
                .await?
        } else {
            let text = names::fold(&text);
            let initial = text.chars().next().map(String::from);
            let Some(initial) = initial else {
                return Err(Code::BadInput
                    .error("`text` is empty; write a name, pinyin, initials or a number"));
            };
            ctx.graph()
                .fetch_one(ByKey {
                    initial: &initial,
                    text: &text,
                    kinds,
                    region,
                    after_key,
                    after_kind,
                    after_id,
                    limit,
                })
                .await?
        };
        let (hits, total_count) =
            found.map_or((Vec::new(), 0), |found| (found.hits, found.total_count));
        let position = |found: &FoundHit| (found.key.clone(), found.kind.clone(), found.hit.id());
        page.connection(hits, HitCount { total_count }, position, |found| found.hit)
    }
}
