//! The headline read the other way round: whose kin a payment reached.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use async_graphql::{Context, Object, Result, SimpleObject, dataloader::Loader};
use serde::Deserialize;

use super::{
    Channel,
    reach::{Reach, Via},
};
use crate::{
    graph::{Graph, GraphError},
    graphql::{
        context::ContextExt,
        kin::{Followed, KinOnFile, Way, Within},
        people::Official,
    },
    model::{PaymentId, PersonId, kin::Chain},
    statement,
};

statement! {
    /// The officials whose kin payments reached.
    "funds/reached.cypher" then "kin/ways.cypher" then "kin/officials.cypher"
        then "kin/kinships.cypher" then "funds/related_officials.cypher" => Reached;
    pub struct OfficialsReached<'a> {
        ids: &'a [PaymentId],
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
    }
}
statement! {
    /// The same where people near have several records.
    "funds/reached.cypher" then "kin/ways_through_records.cypher" then "kin/officials.cypher"
        then "kin/kinships.cypher" then "funds/related_officials.cypher" => Reached;
    pub struct OfficialsReachedThroughRecords<'a> {
        ids: &'a [PaymentId],
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
    }
}

/// A person whom a payment reached, as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reached {
    payment_id: PaymentId,
    /// The person, whichever of several records was reached.
    who: PersonId,
    truncated: bool,
    several: bool,
    channels: Vec<Through>,
    officials: Vec<Found>,
    kin: KinOnFile,
}

/// A channel, and what the money went through.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Through {
    channel: Channel,
    via: Option<Via>,
}

/// An official to whom that person is kin.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Found {
    official: PersonId,
    way: Way,
}

/// A payment, and how far kinship is followed from whom it reached.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OfficialsOf {
    payment: PaymentId,
    followed: Followed,
    most_ways: i64,
}

impl Loader<OfficialsOf> for Graph {
    type Value = Vec<Reached>;
    type Error = Arc<GraphError>;

    async fn load(
        &self,
        keys: &[OfficialsOf],
    ) -> Result<HashMap<OfficialsOf, Vec<Reached>>, Self::Error> {
        let mut alike: HashMap<(&Followed, i64), Vec<PaymentId>> = HashMap::new();
        for key in keys {
            let payments = alike.entry((&key.followed, key.most_ways)).or_default();
            payments.push(key.payment.clone());
        }
        let mut found: HashMap<OfficialsOf, Vec<Reached>> = HashMap::new();
        for ((followed, most_ways), ids) in alike {
            // The ways are walked from whom the money reached, so the chains are read backwards.
            let chains = followed.chains.as_ref();
            let chains: Option<Vec<Chain>> =
                chains.map(|chains| chains.iter().map(Chain::inverse).collect());
            macro_rules! asked {
                ($statement:ident) => {
                    $statement {
                        ids: &ids,
                        hops: followed.hops,
                        chains: chains.as_deref(),
                        most_ways,
                    }
                };
            }
            let mut rows = self.fetch(asked!(OfficialsReached)).await?;
            if rows.iter().any(|row| row.several) {
                rows = self.fetch(asked!(OfficialsReachedThroughRecords)).await?;
            }
            for row in rows {
                let key = OfficialsOf {
                    payment: row.payment_id.clone(),
                    followed: followed.clone(),
                    most_ways,
                };
                found.entry(key).or_default().push(row);
            }
        }
        Ok(found)
    }
}

/// An official, and how a payment reached those who are kin to them.
pub struct RelatedOfficial {
    official: Official,
    reaches: Vec<Reach>,
}

/// An official, and how a payment reached those who are kin to them.
#[Object]
impl RelatedOfficial {
    /// The official.
    async fn official(&self) -> &Official {
        &self.official
    }

    /// Each relative and channel once, the nearest kin first.
    async fn reaches(&self) -> &[Reach] {
        &self.reaches
    }
}

/// The officials whose kin a payment reached.
#[derive(SimpleObject)]
pub struct RelatedOfficials {
    /// The officials, the nearest kin first.
    nodes: Vec<RelatedOfficial>,
    /// Whether kin ways were left out because there were more than the setting `limits.ways`.
    truncated: bool,
    /// How many officials lie outside the caller's scope, rounded up to 5; null for roles that are not
    /// told.
    hidden_by_scope: Option<i32>,
}

impl RelatedOfficials {
    /// The officials whose kin a payment reached.
    ///
    /// # Errors
    /// As [`Within::followed`], and when the graph gives no answer.
    pub async fn of(ctx: &Context<'_>, payment: &PaymentId, within: &Within) -> Result<Self> {
        let key = OfficialsOf {
            payment: payment.clone(),
            followed: within.followed(ctx)?,
            most_ways: ctx.asking().limits.ways,
        };
        let reached = ctx.load(key).await?.unwrap_or_default();
        let truncated = reached.iter().any(|person| person.truncated);
        let mut by_official: BTreeMap<PersonId, Vec<(PersonId, Reach)>> = BTreeMap::new();
        for person in reached {
            for Found { official, way } in person.officials {
                let reaches = by_official.entry(official).or_default();
                reaches.extend(person.channels.iter().map(|Through { channel, via }| {
                    let kinship = person.kin.kinship(&way);
                    let reach = Reach::new(*channel, via.clone(), kinship);
                    (person.who.clone(), reach)
                }));
            }
        }
        let mut hidden = 0;
        let mut nodes = Vec::new();
        for (_, mut reaches) in by_official {
            reaches.sort_by_key(|(_, reach)| reach.nearness());
            let mut met = HashSet::new();
            reaches.retain(|(who, reach)| met.insert((who.clone(), reach.way())));
            let reaches: Vec<Reach> = reaches.into_iter().map(|(_, reach)| reach).collect();
            match reaches.first().and_then(Reach::official) {
                Some(official) => nodes.push(RelatedOfficial {
                    official: Official::new(official.clone()),
                    reaches,
                }),
                None => hidden += 1,
            }
        }
        // Stable: officials as near as each other stay in the order of their ids.
        nodes.sort_by_key(|node| node.reaches.first().map(Reach::nearness));
        Ok(Self {
            nodes,
            truncated,
            hidden_by_scope: ctx.told_hidden(hidden),
        })
    }
}
