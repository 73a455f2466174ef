//! What two bidders of one lot share.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Enum, Object, Result};
use futures_util::future::try_join_all;
use serde::Deserialize;

use super::parts::party;
use crate::{
    graphql::{
        companies::Holder,
        context::ContextExt,
        error::Code,
        kin::{Followed, KinOnFile, Kinship, Way, Within},
        scalars::{Date, ScopeName},
        sources::Source,
    },
    model::{AccountId, CompanyId, PersonId, ProjectId, TenderId, kin::Chain},
    statement,
};

/// Whose kinship makes two bidders suspect.
const SCOPE: &str = "AVOIDANCE";

statement! {
    /// The bidders of a project's lots with whatever two may share.
    "projects/bidders.cypher" => Fact;
    pub struct BidderFacts<'a> { project: &'a ProjectId }
}
statement! {
    /// How some people are kin to each other.
    "people/each.cypher" then "kin/ways.cypher" then "kin/among.cypher" then "kin/kinships.cypher"
        then "kin/kinships_among.cypher" => Among;
    pub struct KinAmong<'a> {
        people: &'a [PersonId],
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
    }
}
statement! {
    /// The same where people near have several records.
    "people/each.cypher" then "kin/ways_through_records.cypher" then "kin/among.cypher" then "kin/kinships.cypher"
        then "kin/kinships_among.cypher" => Among;
    pub struct KinAmongThroughRecords<'a> {
        people: &'a [PersonId],
        hops: i64,
        chains: Option<&'a [Chain]>,
        most_ways: i64,
    }
}

/// What two bidders share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BidderLinkKind {
    /// One decides for both in fact.
    Controller,
    /// One represents both in law.
    LegalRepresentative,
    /// One holds half or more of both.
    Holder,
    /// One bids, and represents, controls or holds half or more of the other; or does so for both in
    /// different ways.
    #[serde(rename = "BIDDER")]
    Party,
    /// Who represents, controls or holds half or more of one is kin, within the scope AVOIDANCE, to
    /// who does of the other.
    Kin,
    /// One address, of the bids or of the bidders.
    Address,
    /// One telephone number, of the bids or of the bidders.
    Phone,
    /// One agent handed in both bids.
    Agent,
    /// One account paid both bonds.
    BondAccount,
}

use BidderLinkKind as Kind;

impl Kind {
    /// Whether it stands for who is behind a bidder.
    fn is_behind(self) -> bool {
        matches!(
            self,
            Self::Controller | Self::LegalRepresentative | Self::Holder | Self::Party
        )
    }
}

/// A bidder of a lot with one thing that another may share, as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fact {
    tender_id: TenderId,
    on: Date,
    bidder_company: Option<CompanyId>,
    bidder_person: Option<PersonId>,
    kind: Kind,
    /// What must be the same for two to share it; of a person, one id for all records.
    key: String,
    company: Option<CompanyId>,
    person: Option<PersonId>,
    account: Option<AccountId>,
    batch: i64,
    row: i32,
}

/// How one person is kin to others, as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Among {
    #[serde(rename = "id")]
    _id: Option<PersonId>,
    truncated: bool,
    several: bool,
    ways: Vec<Way>,
    kin: KinOnFile,
}

impl Fact {
    /// Whether it is one thing with another's: ids are unique within a label only.
    fn is_one_with(&self, other: &Self) -> bool {
        self.key == other.key && self.company.is_some() == other.company.is_some()
    }
}

/// What two bidders of one lot share.
pub struct BidderLink {
    kind: Kind,
    one: Fact,
    other: Fact,
    kinship: Option<Kinship>,
}

/// What two bidders of one lot share.
#[Object]
impl BidderLink {
    /// Id of the lot.
    async fn tender_id(&self) -> &TenderId {
        &self.one.tender_id
    }

    /// The day it is judged on: that of the opening of bids, else the last day for bids or the notice.
    async fn on(&self) -> Date {
        self.one.on
    }

    /// What kind of thing they share.
    async fn kind(&self) -> Kind {
        self.kind
    }

    /// One bidder; null where out of scope.
    async fn one(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        party(
            ctx,
            self.one.bidder_company.as_ref(),
            self.one.bidder_person.as_ref(),
        )
        .await
    }

    /// The other bidder; null where out of scope.
    async fn other(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        party(
            ctx,
            self.other.bidder_company.as_ref(),
            self.other.bidder_person.as_ref(),
        )
        .await
    }

    /// The person or company they share; null where out of scope, and for other kinds.
    async fn party(&self, ctx: &Context<'_>) -> Result<Option<Holder>> {
        match self.kinship {
            Some(_) => Ok(None),
            None => party(ctx, self.one.company.as_ref(), self.one.person.as_ref()).await,
        }
    }

    /// Id of the account that paid both bonds; null where a bidder is out of scope.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<AccountId>> {
        let seen = self.is_seen(ctx).await?;
        Ok(self.one.account.clone().filter(|_| seen))
    }

    /// How whoever is behind one bidder is kin to whoever is behind the other, for KIN.
    async fn kinship(&self) -> Option<&Kinship> {
        self.kinship.as_ref()
    }

    /// The records that it stands in, of the one and of the other; none where a bidder is out of scope.
    async fn sources(&self, ctx: &Context<'_>) -> Result<Vec<Source>> {
        if !self.is_seen(ctx).await? {
            return Ok(Vec::new());
        }
        let places = BTreeSet::from([&self.one, &self.other].map(|fact| (fact.batch, fact.row)));
        let found = places.into_iter().map(|place| Source::find(ctx, place));
        Ok(try_join_all(found).await?.into_iter().flatten().collect())
    }
}

impl BidderLink {
    async fn is_seen(&self, ctx: &Context<'_>) -> Result<bool> {
        for fact in [&self.one, &self.other] {
            let bidder = party(
                ctx,
                fact.bidder_company.as_ref(),
                fact.bidder_person.as_ref(),
            );
            if bidder.await?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The bidders of one lot, each with what others may share.
type Lot = BTreeMap<(Option<CompanyId>, Option<PersonId>), Vec<Fact>>;

/// What bidders of the lots of a project share.
///
/// # Errors
/// `LIMIT_EXCEEDED` when there are more kin ways than the setting `limits.ways`.
pub(super) async fn links(ctx: &Context<'_>, project: &ProjectId) -> Result<Vec<BidderLink>> {
    let mut lots = BTreeMap::<TenderId, Lot>::new();
    for fact in ctx.graph().fetch(BidderFacts { project }).await? {
        let lot = lots.entry(fact.tender_id.clone()).or_default();
        let bidder = (fact.bidder_company.clone(), fact.bidder_person.clone());
        lot.entry(bidder).or_default().push(fact);
    }
    lots.retain(|_, lot| lot.len() > 1);
    let facts = lots.values().flat_map(Lot::values).flatten();
    let behind = facts.filter(|fact| fact.kind.is_behind());
    let kin = among(ctx, behind.filter_map(|fact| fact.person.clone()).collect()).await?;
    let mut links = Vec::new();
    for lot in lots.values() {
        let bidders: Vec<_> = lot.values().collect();
        for (at, one) in bidders.iter().enumerate() {
            for other in &bidders[at + 1..] {
                links.extend(shared(one, other));
                links.extend(related(one, other, &kin));
            }
        }
    }
    Ok(links)
}

/// The same things of two bidders, by kind.
fn shared(one: &[Fact], other: &[Fact]) -> Vec<BidderLink> {
    let pairs = one
        .iter()
        .flat_map(|one| other.iter().map(move |other| (one, other)));
    let mut found = BTreeMap::<(Kind, &str, bool), (&Fact, &Fact)>::new();
    for (one, other) in pairs.filter(|(one, other)| one.is_one_with(other)) {
        let kind = match one.kind == other.kind {
            true => one.kind,
            false if one.kind.is_behind() && other.kind.is_behind() => Kind::Party,
            false => continue,
        };
        found
            .entry((kind, &one.key, one.company.is_some()))
            .or_insert((one, other));
    }
    // Who is behind both in one way need not be told to be so in different ways.
    let plain: BTreeSet<_> = found
        .keys()
        .filter(|(kind, ..)| kind.is_behind() && *kind != Kind::Party)
        .map(|(_, key, company)| (*key, *company))
        .collect();
    found.retain(|(kind, key, company), _| {
        *kind != Kind::Party || !plain.contains(&(*key, *company))
    });
    let found = found.into_iter();
    let links = found.map(|((kind, ..), (one, other))| BidderLink {
        kind,
        one: one.clone(),
        other: other.clone(),
        kinship: None,
    });
    links.collect()
}

/// The kin of those behind one bidder who are behind the other, each two once.
fn related(one: &[Fact], other: &[Fact], kin: &Kin) -> Vec<BidderLink> {
    let mut found = BTreeMap::<(&str, &str), BidderLink>::new();
    for one in one.iter().filter(|fact| fact.kind.is_behind()) {
        for other in other
            .iter()
            .filter(|fact| fact.kind.is_behind() && fact.key != one.key)
        {
            let ways = [(one, other), (other, one)]
                .into_iter()
                .filter_map(|(from, to)| {
                    let ways = kin.get(&(from.person.clone()?, to.person.clone()?))?;
                    ways.iter().find(|way| way.holds_on(one.on))
                });
            if let Some(kinship) = ways.into_iter().next() {
                found
                    .entry((&one.key, &other.key))
                    .or_insert_with(|| BidderLink {
                        kind: Kind::Kin,
                        one: one.clone(),
                        other: other.clone(),
                        kinship: Some(kinship.clone()),
                    });
            }
        }
    }
    found.into_values().collect()
}

/// How people are kin, from whom to whom, the least way first.
type Kin = BTreeMap<(PersonId, PersonId), Vec<Kinship>>;

async fn among(ctx: &Context<'_>, people: BTreeSet<PersonId>) -> Result<Kin> {
    let people = Vec::from_iter(people);
    let scope = Within::Scope(ScopeName(SCOPE.to_owned()));
    let Followed { hops, chains } = scope.followed(ctx)?;
    let most_ways = ctx.asking().limits.ways;
    macro_rules! asked {
        ($statement:ident) => {
            $statement {
                people: &people,
                hops,
                chains: chains.as_deref(),
                most_ways,
            }
        };
    }
    let mut found = ctx.graph().fetch(asked!(KinAmong)).await?;
    if found.iter().any(|person| person.several) {
        found = ctx.graph().fetch(asked!(KinAmongThroughRecords)).await?;
    }
    if found.iter().any(|person| person.truncated) {
        return Err(Code::LimitExceeded.error(format!(
            "there are more than {most_ways} ways to kin of a bidder (limits.ways)"
        )));
    }
    let kinships = found.iter().flat_map(|person| {
        let ways = person.ways.iter();
        ways.map(|way| (way, person.kin.kinship(way)))
    });
    let mut kinships: Vec<(&Way, Kinship)> = kinships.collect();
    kinships.sort_by_cached_key(|(way, kinship)| {
        (kinship.nearness(), way.ids.clone(), way.link_ids.clone())
    });
    let mut kin = Kin::new();
    for (way, kinship) in kinships {
        if let (Some(from), Some(to)) = (way.ids.first(), way.ids.last()) {
            kin.entry((from.clone(), to.clone()))
                .or_default()
                .push(kinship);
        }
    }
    Ok(kin)
}
