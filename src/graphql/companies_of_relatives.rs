//! The companies of an official's relatives: who holds what, what was awarded, what was paid.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject, connection::Connection};
use serde::{Deserialize, Serialize};

use super::{
    companies::{Company, Interest},
    context::ContextExt,
    kin::{Followed, KinOnFile, Kinship, Way, Within},
    page::{Page, rows},
    people::Person,
    scalars::Date,
};
use crate::{
    model::{CompanyId, Money, PersonId, kin::Chain},
    statement,
};

statement! {
    /// One page of the companies in which an official's relatives hold an interest.
    "people/official_in_scope.cypher" then "kin/ways.cypher" then "companies/of_relatives.cypher"
        then "kin/kinships.cypher" then "companies/of_relatives_page.cypher" => Answer;
    pub struct CompaniesOfRelatives<'a> {
        official: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        on: Date,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// The same where people near have several records.
    "people/official_in_scope.cypher" then "kin/ways_through_records.cypher" then "companies/of_relatives.cypher"
        then "kin/kinships.cypher" then "companies/of_relatives_page.cypher" => Answer;
    pub struct CompaniesOfRelativesThroughRecords<'a> {
        official: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        on: Date,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}

/// The answer as the graph gives it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Answer {
    truncated: bool,
    several: bool,
    total_count: i32,
    hidden_rows: i32,
    nodes: Vec<Row>,
    kin: KinOnFile,
}

/// A company as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    company: Company,
    held: Vec<Held>,
    awards: i32,
    awarded_fen: Money,
    payments: i32,
    paid_fen: Money,
}

/// One interest of one relative, as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Held {
    /// One id for all records of the relative.
    who: PersonId,
    way: Way,
    interest: Interest,
}

/// A company in which relatives hold an interest on the day.
#[derive(SimpleObject)]
pub struct CompanyOfRelatives {
    /// The company.
    company: Company,
    /// The relatives who hold an interest in it, the nearest kin first.
    relatives: Vec<RelativeInCompany>,
    /// How many contracts it has won, whenever.
    awards: i32,
    /// Sum of their amounts as awarded.
    awarded_amount: Money,
    /// How many payments it has received, whenever.
    payments: i32,
    /// Sum of their amounts, net of returns and reversals.
    paid_amount: Money,
}

/// A relative, and what they are to the company.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct RelativeInCompany {
    /// How the relative is kin to the official: the least chain that holds on the day.
    kinship: Kinship,
    /// What they are to the company on the day, on any record of theirs.
    interests: Vec<Interest>,
}

#[ComplexObject]
impl RelativeInCompany {
    /// The relative; null where out of scope.
    async fn relative(&self) -> Option<&Person> {
        self.kinship.relative()
    }
}

impl Row {
    /// The company with the relatives in it.
    fn of(self, kin: &KinOnFile) -> CompanyOfRelatives {
        let mut relatives = Vec::<(PersonId, RelativeInCompany)>::new();
        for Held { who, way, interest } in self.held {
            match relatives.iter_mut().find(|(other, _)| *other == who) {
                Some((_, relative)) => relative.interests.push(interest),
                None => {
                    let relative = RelativeInCompany {
                        kinship: kin.kinship(&way),
                        interests: vec![interest],
                    };
                    relatives.push((who, relative));
                }
            }
        }
        let relatives = relatives.into_iter().map(|(_, relative)| relative);
        CompanyOfRelatives {
            company: self.company,
            relatives: relatives.collect(),
            awards: self.awards,
            awarded_amount: self.awarded_fen,
            payments: self.payments,
            paid_amount: self.paid_fen,
        }
    }
}

/// Counted over all rows of the answer, not only this page.
#[derive(SimpleObject)]
pub struct CompanyTotals {
    /// How many companies.
    total_count: i32,
    /// Whether kin ways were left out because there were more than the setting `limits.ways`.
    truncated: bool,
    /// How many companies lie outside the caller's scope or have a relative there, rounded up to 5; null
    /// for roles that are not told.
    hidden_by_scope: Option<i32>,
}

/// Where a page begins: after this amount and company.
type Position = (Money, CompanyId);

/// The question: what decides which companies are in the list, and in which order.
#[derive(Serialize)]
struct Asked<'a> {
    official: &'a PersonId,
    within: Followed,
    on: Date,
}

/// Root fields of the companies of relatives.
#[derive(Default)]
pub struct CompaniesOfRelativesQuery;

#[Object]
impl CompaniesOfRelativesQuery {
    /// The companies in which an official's relatives hold an interest on a day, those awarded most
    /// first; null where no such official is in scope.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn companies_of_relatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the official as a person")] official: PersonId,
        #[graphql(desc = "How far kinship is followed")] within: Within,
        #[graphql(desc = "The day that interests and marriages are of; today if absent")]
        on: Option<Date>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Option<Connection<String, CompanyOfRelatives, CompanyTotals>>> {
        ctx.reads_people()?;
        let asked = Asked {
            official: &official,
            within: within.followed(ctx)?,
            on: on.unwrap_or_else(|| Date(ctx.graph().today())),
        };
        let page = Page::<Position>::read(ctx, first, after.as_deref(), &asked)?;
        let Some(answer) = answer(ctx, &asked, &page).await? else {
            return Ok(None);
        };
        let totals = CompanyTotals {
            total_count: answer.total_count,
            truncated: answer.truncated,
            hidden_by_scope: ctx.told_hidden(answer.hidden_rows),
        };
        let position = |row: &Row| (row.awarded_fen, row.company.id.clone());
        page.connection(answer.nodes, totals, position, |row| row.of(&answer.kin))
            .map(Some)
    }
}

async fn answer(
    ctx: &Context<'_>,
    asked: &Asked<'_>,
    page: &Page<'_, Position>,
) -> Result<Option<Answer>> {
    let beginning = (Money(i64::MAX), "");
    let (after_fen, after_id) = page
        .after
        .as_ref()
        .map_or(beginning, |(amount, id)| (*amount, id.as_ref()));
    macro_rules! page {
        ($statement:ident) => {
            $statement {
                official: asked.official,
                hops: asked.within.hops,
                chains: asked.within.chains.as_deref(),
                most_ways: ctx.asking().limits.ways,
                on: asked.on,
                after_fen,
                after_id,
                limit: page.limit(),
            }
        };
    }
    let answer = ctx.graph().fetch_one(page!(CompaniesOfRelatives)).await?;
    if answer.as_ref().is_some_and(|answer| answer.several) {
        let through = page!(CompaniesOfRelativesThroughRecords);
        return Ok(ctx.graph().fetch_one(through).await?);
    }
    Ok(answer)
}
