//! A link of a connection, and the two that it ties.

use async_graphql::{ComplexObject, Context, Enum, Object, Result, SimpleObject};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::entity::{CardOfNode, Entity};
use crate::{
    access::{Sensitive, sensitive},
    graphql::{context::ContextExt, scalars::Date, sources::Source},
    model::web::{Node, NodeKind},
};

/// What may tie two nodes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum, Serialize, Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Through {
    /// Kinship, and one ID number of several records.
    Kin,
    /// Membership in a household, and households that split off another.
    Household,
    /// Shares, posts and control in a company.
    Company,
    /// Ownership of an account, transfers between accounts, and the accounts of bid bonds.
    Account,
    /// One address.
    Address,
    /// One telephone number.
    Phone,
    /// Posts held, the agency of a post, and employment.
    Post,
    /// Projects with their owners, buyers, lots, bids, agents, contracts and parties to them.
    Project,
}

impl Through {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Kin,
        Self::Household,
        Self::Company,
        Self::Account,
        Self::Address,
        Self::Phone,
        Self::Post,
        Self::Project,
    ];
}

/// What a link says, read from its `from` to its `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConnectionKind {
    /// A parent of a child.
    ParentOf,
    /// Spouses.
    SpouseOf,
    /// Siblings.
    SiblingOf,
    /// Two records of one person, as both bear one ID number.
    SamePerson,
    /// A member of a household.
    MemberOf,
    /// A household that split off another.
    SplitFrom,
    /// A holder of shares in a company.
    ShareholderOf,
    /// A legal representative of a company.
    LegalRepresentativeOf,
    /// A director of a company.
    DirectorOf,
    /// A supervisor of a company.
    SupervisorOf,
    /// Who controls a company.
    ControllerOf,
    /// An account of its owner, joint owner, agent or guardian; a project of its agency.
    OwnedBy,
    /// An account that sent money to another.
    Transfer,
    /// A holder of a post.
    Holds,
    /// An employee of an agency.
    EmployedBy,
    /// A post at an agency.
    At,
    /// A lot or contract for a project.
    For,
    /// A bid for a lot, or a contract awarded in one.
    Under,
    /// A bid of a bidder, or a contract of its supplier.
    By,
    /// A lot or contract of the agency that buys.
    BoughtBy,
    /// A contract and who performs it.
    PerformedBy,
    /// A contract and another party to it.
    Party,
    /// A bid and the agent who handed it in.
    SubmittedBy,
    /// A bid and the account that paid its bond.
    From,
    /// Two at one address.
    SharedAddress,
    /// Two with one telephone number.
    SharedPhone,
}

/// A link as the graph answers, from the node it was found at.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Link {
    near_kind: NodeKind,
    near_id: String,
    far_kind: NodeKind,
    far_id: String,
    /// What it is a tie through.
    pub through: Through,
    /// What it says.
    pub kind: ConnectionKind,
    forwards: bool,
    /// The address or telephone number that both have.
    contact: Option<String>,
    records: i32,
    since: Option<Date>,
    until: Option<Date>,
    batch: i64,
    row: i32,
}

impl Link {
    /// The node it was found at.
    #[must_use]
    pub fn near(&self) -> Node {
        Node {
            kind: self.near_kind,
            id: self.near_id.clone(),
        }
    }

    /// What tells it from others: the same link may be found at either end.
    #[must_use]
    pub fn key(&self) -> (Node, Node, ConnectionKind, Option<String>) {
        let (near, far) = (self.near(), self.far());
        let mutual = self.contact.is_some() && far < near;
        let (from, to) = match self.forwards != mutual {
            true => (near, far),
            false => (far, near),
        };
        (from, to, self.kind, self.contact.clone())
    }

    /// The node it leads to.
    #[must_use]
    pub fn far(&self) -> Node {
        Node {
            kind: self.far_kind,
            id: self.far_id.clone(),
        }
    }
}

/// A node of a connection.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConnectedNode(pub Node);

/// A node of a connection.
#[Object]
impl ConnectedNode {
    /// What it is.
    async fn kind(&self) -> NodeKind {
        self.0.kind
    }

    /// Who or what it is; null where out of scope.
    async fn entity(&self, ctx: &Context<'_>) -> Result<Option<Entity>> {
        self.seen(ctx).await
    }

    /// Whether it is outside the caller's scope, and not shown.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(!self.is_seen(ctx).await?)
    }
}

impl ConnectedNode {
    /// Whether it is in scope.
    pub(super) async fn is_seen(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.seen(ctx).await?.is_some())
    }

    async fn seen(&self, ctx: &Context<'_>) -> Result<Option<Entity>> {
        let card = ctx.load(CardOfNode(self.0.clone())).await?;
        Ok(card.map(|found| found.card))
    }
}

/// What ties two nodes.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub struct ConnectionLink {
    /// What it is a tie through.
    through: Through,
    /// What it says.
    kind: ConnectionKind,
    /// Whom or what it begins at: of a parent's link, the parent.
    from: ConnectedNode,
    /// Whom or what it ends at: of a parent's link, the child.
    to: ConnectedNode,
    #[graphql(skip)]
    link: Link,
}

impl ConnectionLink {
    /// A link as it is shown.
    #[must_use]
    pub fn of(link: &Link) -> Self {
        let (near, far) = (ConnectedNode(link.near()), ConnectedNode(link.far()));
        let (from, to) = match link.forwards {
            true => (near, far),
            false => (far, near),
        };
        Self {
            through: link.through,
            kind: link.kind,
            from,
            to,
            link: link.clone(),
        }
    }

    /// What is told of it, if both ends are in scope.
    async fn seen(&self, ctx: &Context<'_>) -> Result<Option<&Link>> {
        let ends = [self.from.is_seen(ctx), self.to.is_seen(ctx)];
        let seen = try_join_all(ends).await?.into_iter().all(|seen| seen);
        Ok(seen.then_some(&self.link))
    }

    /// What both have, if it is of this kind.
    async fn contact(&self, ctx: &Context<'_>, through: Through) -> Result<Option<String>> {
        let link = self.seen(ctx).await?;
        let link = link.filter(|link| link.through == through);
        Ok(link.and_then(|link| link.contact.clone()))
    }
}

#[ComplexObject]
impl ConnectionLink {
    /// Whether one of its ends is outside the caller's scope; nothing but its kind is then shown.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.seen(ctx).await?.is_none())
    }

    /// First day that it holds on, where on file; of a transfer, lot, bid or contract its day, that of the
    /// earliest where there are several.
    async fn since(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self.seen(ctx).await?.and_then(|link| link.since))
    }

    /// Last day that it holds on, where on file.
    async fn until(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self.seen(ctx).await?.and_then(|link| link.until))
    }

    /// How many links of this kind the two have on the day; the earliest is the one shown.
    async fn records(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self.seen(ctx).await?.map(|link| link.records))
    }

    /// The address that both are at, as the caller's role may see it.
    async fn address(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Sensitive<sensitive::Address, String>>> {
        let contact = self.contact(ctx, Through::Address).await?;
        Ok(contact.map(Sensitive::from))
    }

    /// The telephone number that both have, as the caller's role may see it.
    async fn phone(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Sensitive<sensitive::Phone, String>>> {
        let contact = self.contact(ctx, Through::Phone).await?;
        Ok(contact.map(Sensitive::from))
    }

    /// The record that it stands in; of a shared address or telephone number, that of `from`.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let link = self.seen(ctx).await?;
        Source::find(ctx, link.map(|link| (link.batch, link.row))).await
    }
}
