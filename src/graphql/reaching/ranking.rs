//! The officials of a region, ranked by the money that reached their kin, beside their peers.

use std::collections::HashMap;

use async_graphql::{Context, Enum, Result, SimpleObject, connection::Connection};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::{BEGINNING, Channel};
use crate::{
    graphql::{
        context::ContextExt,
        funds::DateRange,
        kin::{Followed, Within},
        page::Page,
        people::{Official, Person},
        scalars::Date,
    },
    model::{
        Money, PersonId, ProgrammeId, RegionCode, codes::PostKind, kin::Chain, quartiles::Quartiles,
    },
    statement,
};

statement! {
    /// Who held a post of a region.
    "people/officials_of_region.cypher" => Holder;
    pub struct OfficialsOfRegion<'a> { region: &'a RegionCode, paid_from: Date, paid_to: Date }
}
statement! {
    /// How much reached the kin of each of some officials.
    "people/each_official.cypher" then "kin/ways.cypher" then "funds/reaching.cypher"
        then "funds/reaching_sums.cypher" => Sums;
    pub struct ReachingSums<'a> {
        officials: &'a [&'a PersonId],
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        channels: &'a [Channel],
        paid_from: Date,
        paid_to: Date,
        programmes: Option<&'a [ProgrammeId]>,
        min_amount_fen: Money,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}
statement! {
    /// The same for those near whom people have several records.
    "people/each_official.cypher" then "kin/ways_through_records.cypher" then "funds/reaching.cypher"
        then "funds/reaching_people.cypher" then "funds/reaching_sums.cypher" => Sums;
    pub struct ReachingSumsThroughRecords<'a> {
        officials: &'a [&'a PersonId],
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
        channels: &'a [Channel],
        paid_from: Date,
        paid_to: Date,
        programmes: Option<&'a [ProgrammeId]>,
        min_amount_fen: Money,
        after_fen: Money,
        after_id: &'a str,
        limit: i64,
    }
}

/// How many statements share the officials of a region.
const SHARES: usize = 4;

/// Someone who held a post of a region, as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Holder {
    id: PersonId,
    kind: PostKind,
}

/// What reached the kin of an official, as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sums {
    person: Person,
    truncated: bool,
    several: bool,
    payments: i32,
    amount_fen: Money,
    unseen: i32,
    direct: i32,
    household: i32,
    company: i32,
    account: i32,
}

/// How many payments reached by a channel.
#[derive(SimpleObject)]
pub struct ChannelCount {
    /// The channel.
    channel: Channel,
    /// How many payments; one that reached by several channels counts for each.
    payments: i32,
}

/// How an amount stands to those of the peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum Standing {
    /// Not above the fence of the peers.
    Within,
    /// Above it: among the peers the amount stands out.
    AboveFence,
    /// There are too few peers for a fence.
    TooFewPeers,
}

impl Standing {
    fn of(amount: Money, fence: Option<Money>) -> Self {
        match fence {
            None => Self::TooFewPeers,
            Some(fence) if amount > fence => Self::AboveFence,
            Some(_) => Self::Within,
        }
    }
}

/// An official, and what reached their kin.
#[derive(SimpleObject)]
pub struct OfficialReach {
    /// The official.
    official: Official,
    /// The kind of post held; peers are those of one kind.
    kind: PostKind,
    /// Sum of the payments that reached, each counted once, net of returns and reversals.
    amount: Money,
    /// How many payments reached.
    payments: i32,
    /// How many of them reached by each channel.
    channels: Vec<ChannelCount>,
    /// How the amount stands to those of the peers.
    standing: Standing,
    /// Whether kin ways were left out because there were more than the setting `limits.ways`.
    truncated: bool,
    /// How many payments lie outside the caller's scope, rounded up to 5; null for roles that are not
    /// told.
    hidden_by_scope: Option<i32>,
}

/// The officials of a region who held one kind of post: the amounts that reached the kin of each,
/// those of whom nothing did included.
#[derive(SimpleObject)]
pub struct Peers {
    /// The kind of post.
    kind: PostKind,
    /// How many officials.
    officials: i32,
    /// The amount that a quarter of them stays at or below.
    lower_quartile: Money,
    /// The amount that half of them stays at or below.
    median: Money,
    /// The amount that three quarters of them stay at or below.
    upper_quartile: Money,
    /// The upper quartile plus one and a half times the distance between the quartiles (Tukey's
    /// fence); null where there are fewer than 12 peers.
    fence: Option<Money>,
}

/// What the ranking says of all officials, not only of this page.
#[derive(SimpleObject)]
pub struct Comparison {
    /// How many officials.
    total_count: i32,
    /// The peers, by kind of post.
    peers: Vec<Peers>,
}

/// The officials of a region, the largest amount first.
pub type Ranking = Connection<String, OfficialReach, Comparison>;

/// Where a page begins: after this amount and official.
type Position = (Money, PersonId);

/// The question: what decides the ranking.
#[derive(Serialize)]
pub struct Ranked<'a> {
    region: &'a RegionCode,
    within: Followed,
    paid_from: Date,
    paid_to: Date,
    programmes: Option<Vec<ProgrammeId>>,
}

impl<'a> Ranked<'a> {
    /// Reads the arguments of the field.
    ///
    /// # Errors
    /// `BAD_INPUT` for what `within` cannot mean or a reversed interval.
    pub fn new(
        ctx: &Context<'_>,
        region: &'a RegionCode,
        within: &Within,
        paid: Option<DateRange>,
        programmes: Option<Vec<ProgrammeId>>,
    ) -> Result<Self> {
        let [paid_from, paid_to] = DateRange::bounds(paid, "paid")?;
        Ok(Self {
            region,
            within: within.followed(ctx)?,
            paid_from,
            paid_to,
            programmes,
        })
    }

    /// One page of the ranking.
    ///
    /// # Errors
    /// As [`Page::read`], and when the graph gives no answer.
    pub async fn answer(
        self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<Ranking> {
        ctx.reads_people()?;
        let page = Page::<Position>::read(ctx, first, after.as_deref(), &self)?;
        let holders = OfficialsOfRegion {
            region: self.region,
            paid_from: self.paid_from,
            paid_to: self.paid_to,
        };
        let holders = ctx.graph().fetch(holders).await?;
        let sums = self.sums(ctx, &holders).await?;
        let kinds: HashMap<_, _> = holders.iter().map(|held| (&held.id, held.kind)).collect();
        let ranked = sums.into_iter().filter_map(|sums| {
            let kind = kinds.get(&sums.person.id)?;
            Some((*kind, sums))
        });
        let mut ranked: Vec<(PostKind, Sums)> = ranked.collect();
        let peers = peers(&ranked);
        ranked.sort_by(|(_, a), (_, b)| {
            (b.amount_fen, &a.person.id).cmp(&(a.amount_fen, &b.person.id))
        });
        let comparison = Comparison {
            total_count: i32::try_from(ranked.len()).unwrap_or(i32::MAX),
            peers: peers
                .iter()
                .map(|(kind, amounts)| Peers::of(*kind, amounts))
                .collect(),
        };
        if let Some((amount, id)) = &page.after {
            ranked.retain(|(_, sums)| (*amount, &sums.person.id) > (sums.amount_fen, id));
        }
        ranked.truncate(page.first + 1);
        let position = |(_, sums): &(PostKind, Sums)| (sums.amount_fen, sums.person.id.clone());
        page.connection(ranked, comparison, position, |(kind, sums)| {
            let fence = peers.iter().find(|(of, _)| *of == kind);
            let fence = fence.and_then(|(_, amounts)| fence_of(amounts));
            let hidden = ctx.told_hidden(sums.unseen);
            OfficialReach::of(kind, sums, fence, hidden)
        })
    }

    /// What reached the kin of each official.
    async fn sums(&self, ctx: &Context<'_>, holders: &[Holder]) -> Result<Vec<Sums>> {
        let ids: Vec<&PersonId> = holders.iter().map(|holder| &holder.id).collect();
        let share = ids.len().div_ceil(SHARES).max(1);
        let shares = ids
            .chunks(share)
            .map(|officials| self.share(ctx, officials));
        Ok(try_join_all(shares).await?.into_iter().flatten().collect())
    }

    async fn share(&self, ctx: &Context<'_>, officials: &[&PersonId]) -> Result<Vec<Sums>> {
        let (after_fen, after_id) = BEGINNING;
        macro_rules! asked {
            ($statement:ident, $officials:expr) => {
                $statement {
                    officials: $officials,
                    hops: self.within.hops,
                    chains: self.within.chains.as_deref(),
                    most_ways: ctx.asking().limits.ways,
                    channels: &Channel::ALL,
                    paid_from: self.paid_from,
                    paid_to: self.paid_to,
                    programmes: self.programmes.as_deref(),
                    min_amount_fen: Money::default(),
                    after_fen,
                    after_id,
                    limit: i64::from(i32::MAX),
                }
            };
        }
        let mut sums = ctx.graph().fetch(asked!(ReachingSums, officials)).await?;
        let several = sums.iter().filter(|sums| sums.several);
        let several: Vec<PersonId> = several.map(|sums| sums.person.id.clone()).collect();
        if !several.is_empty() {
            let several: Vec<&PersonId> = several.iter().collect();
            let through = asked!(ReachingSumsThroughRecords, &several);
            sums.retain(|sums| !sums.several);
            sums.extend(ctx.graph().fetch(through).await?);
        }
        Ok(sums)
    }
}

/// The amounts of the peers, by kind of post.
fn peers(ranked: &[(PostKind, Sums)]) -> Vec<(PostKind, Quartiles)> {
    let of = |kind| {
        let amounts = ranked.iter().filter(|(of, _)| *of == kind);
        Quartiles::of(amounts.map(|(_, sums)| sums.amount_fen.fen()).collect())
            .map(|amounts| (kind, amounts))
    };
    [PostKind::Cadre, PostKind::VillageCadre]
        .into_iter()
        .filter_map(of)
        .collect()
}

/// The fence, where there are peers enough for one.
fn fence_of(amounts: &Quartiles) -> Option<Money> {
    const ENOUGH: usize = 12;
    (amounts.count >= ENOUGH).then(|| Money(amounts.upper_fence()))
}

impl Peers {
    fn of(kind: PostKind, amounts: &Quartiles) -> Self {
        Self {
            kind,
            officials: i32::try_from(amounts.count).unwrap_or(i32::MAX),
            lower_quartile: Money(amounts.lower()),
            median: Money(amounts.median()),
            upper_quartile: Money(amounts.upper()),
            fence: fence_of(amounts),
        }
    }
}

impl OfficialReach {
    fn of(kind: PostKind, sums: Sums, fence: Option<Money>, hidden_by_scope: Option<i32>) -> Self {
        let channels = [
            (Channel::Direct, sums.direct),
            (Channel::Household, sums.household),
            (Channel::Company, sums.company),
            (Channel::Account, sums.account),
        ];
        Self {
            official: Official::new(sums.person),
            kind,
            amount: sums.amount_fen,
            payments: sums.payments,
            channels: channels
                .map(|(channel, payments)| ChannelCount { channel, payments })
                .into(),
            standing: Standing::of(sums.amount_fen, fence),
            truncated: sums.truncated,
            hidden_by_scope,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_stands_out_above_the_fence_of_enough_peers() {
        let amounts = |count: i64| Quartiles::of((1..=count).collect()).unwrap();
        assert_eq!(fence_of(&amounts(11)), None);
        // Quartiles 3.75 and 9.25: the fence is 17.5, rounded half up.
        let fence = fence_of(&amounts(12));
        assert_eq!(fence, Some(Money(18)));
        assert_eq!(Standing::of(Money(18), fence), Standing::Within);
        assert_eq!(Standing::of(Money(19), fence), Standing::AboveFence);
        assert_eq!(Standing::of(Money(19), None), Standing::TooFewPeers);
    }
}
