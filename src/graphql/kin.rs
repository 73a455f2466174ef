//! Kinship: chains of steps between two people, and their names.

mod kinship;
mod within;

use async_graphql::{Context, Object, Result};
use serde::Deserialize;

pub use kinship::{KinOnFile, Kinship, Way};
pub use within::{Followed, ScopeOfKin, Within};

use super::{context::ContextExt, error::Code, people::Person, scalars::Date};
use crate::{
    model::{
        PersonId,
        kin::{Chain, MAX_STEPS},
    },
    statement,
};

statement! {
    /// Relatives of a person, each by the least chain that holds on a day.
    "people/person_in_scope.cypher" then "kin/ways.cypher" then "kin/least.cypher"
        then "kin/kinships.cypher" then "kin/relatives.cypher" => Relatives;
    pub struct RelativesOf<'a> {
        person: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        on: Date,
    }
}
statement! {
    /// The same where people near have several records.
    "people/person_in_scope.cypher" then "kin/ways_through_records.cypher" then "kin/least.cypher"
        then "kin/kinships.cypher" then "kin/relatives.cypher" => Relatives;
    pub struct RelativesThroughRecords<'a> {
        person: &'a PersonId,
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        on: Date,
    }
}
statement! {
    /// The shortest chains from one person to another that hold on a day.
    "people/pair_in_scope.cypher" then "kin/ways.cypher" then "kin/shortest.cypher"
        then "kin/kinships.cypher" then "kin/relatives.cypher" => Relatives;
    pub struct KinshipsBetween<'a> {
        person: &'a PersonId,
        relative: &'a PersonId,
        hops: i64,
        most_ways: i64,
        on: Date,
    }
}
statement! {
    /// The same where people near have several records.
    "people/pair_in_scope.cypher" then "kin/ways_through_records.cypher" then "kin/shortest.cypher"
        then "kin/kinships.cypher" then "kin/relatives.cypher" => Relatives;
    pub struct KinshipsThroughRecords<'a> {
        person: &'a PersonId,
        relative: &'a PersonId,
        hops: i64,
        most_ways: i64,
        on: Date,
    }
}

/// Relatives as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Relatives {
    truncated: bool,
    several: bool,
    relatives: Vec<Way>,
    kin: KinOnFile,
}

impl Relatives {
    /// Refuses an answer that had to be cut: a list cannot say so.
    fn whole(&self, most_ways: i64) -> Result<()> {
        match self.truncated {
            true => Err(Code::LimitExceeded.error(format!(
                "there are more than {most_ways} ways to relatives; ask for fewer hops"
            ))),
            false => Ok(()),
        }
    }

    fn kinships(&self) -> Vec<Kinship> {
        let ways = self.relatives.iter();
        ways.map(|way| self.kin.kinship(way)).collect()
    }
}

/// A relative of a person, and how they are kin.
pub struct Relative(Kinship);

/// A relative of a person, and how they are kin.
#[Object]
impl Relative {
    /// The relative; null where out of scope.
    async fn person(&self) -> Option<&Person> {
        self.0.relative()
    }

    /// The least chain from the person to the relative on the day.
    async fn kinship(&self) -> &Kinship {
        &self.0
    }
}

impl Relative {
    /// Relatives of a person on a day, each once, the least chain first.
    ///
    /// # Errors
    /// `LIMIT_EXCEEDED` when there are more kin ways than the setting `limits.ways`: a list cannot
    /// say that it is cut.
    pub async fn of(
        ctx: &Context<'_>,
        person: &PersonId,
        within: Within,
        on: Option<Date>,
    ) -> Result<Vec<Self>> {
        let Followed { hops, chains } = within.followed(ctx)?;
        let most_ways = ctx.asking().limits.ways;
        let on = on.unwrap_or_else(|| Date(ctx.graph().today()));
        macro_rules! asked {
            ($statement:ident) => {
                $statement {
                    person,
                    hops,
                    chains: chains.as_deref(),
                    most_ways,
                    on,
                }
            };
        }
        let mut found = ctx.graph().fetch_one(asked!(RelativesOf)).await?;
        if found.as_ref().is_some_and(|found| found.several) {
            let through = asked!(RelativesThroughRecords);
            found = ctx.graph().fetch_one(through).await?;
        }
        let Some(found) = found else {
            return Ok(Vec::new());
        };
        found.whole(most_ways)?;
        Ok(found.kinships().into_iter().map(Self).collect())
    }
}

/// Root fields of kin.
#[derive(Default)]
pub struct KinQuery;

#[Object]
impl KinQuery {
    /// How two people are kin on a day: all shortest chains of at most four steps from one to the
    /// other, none where they are no such kin; null where one of them is not in scope.
    async fn kinship(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person the chains begin at")] from: PersonId,
        #[graphql(desc = "Id of the person they lead to")] to: PersonId,
        #[graphql(desc = "The day marriages must hold on; today if absent")] on: Option<Date>,
    ) -> Result<Option<Vec<Kinship>>> {
        ctx.reads_people()?;
        let most_ways = ctx.asking().limits.ways;
        let on = on.unwrap_or_else(|| Date(ctx.graph().today()));
        macro_rules! asked {
            ($statement:ident, $hops:expr) => {
                $statement {
                    person: &from,
                    relative: &to,
                    hops: $hops,
                    most_ways,
                    on,
                }
            };
        }
        // Step by step: chains of four steps are many, and most kin are nearer.
        let mut kinships = Vec::new();
        for hops in 1..=MAX_STEPS as i64 {
            let mut found = ctx.graph().fetch_one(asked!(KinshipsBetween, hops)).await?;
            if found.as_ref().is_some_and(|found| found.several) {
                let through = asked!(KinshipsThroughRecords, hops);
                found = ctx.graph().fetch_one(through).await?;
            }
            let Some(found) = found else {
                return Ok(None);
            };
            found.whole(most_ways)?;
            kinships = found.kinships();
            if !kinships.is_empty() {
                break;
            }
        }
        Ok(Some(kinships))
    }

    /// The scopes of kin that questions and rules may name, by name.
    async fn kin_scopes(&self, ctx: &Context<'_>) -> Vec<ScopeOfKin> {
        let scopes = ctx.asking().scopes.iter();
        scopes
            .map(|(name, chains)| ScopeOfKin::new(name, chains))
            .collect()
    }
}
