//! Who or what a connection runs through.

use async_graphql::{Context, ID, Result, SimpleObject, Union};
use futures_util::future::try_join_all;
use serde::Deserialize;

use crate::{
    graphql::{
        companies::Company,
        context::{ContextExt, look_up},
        funds::Account,
        households::Household,
        people::Person,
        projects::Project,
        regions::Agency,
        scalars::Date,
    },
    model::{
        PostId, RegionCode,
        codes::PostKind,
        web::{Node, NodeKind},
    },
    statement,
};

statement! {
    /// The cards of nodes.
    "connections/cards.cypher" => Card;
    pub struct Cards<'a> { ids: &'a [Node] }
}

/// Who or what a connection runs through.
#[derive(Clone, Deserialize, Union)]
#[serde(tag = "label", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Entity {
    /// A natural person.
    Person(Person),
    /// A household.
    Household(Household),
    /// A company.
    Company(Company),
    /// A bank account.
    Account(Account),
    /// A public body or organisation.
    Agency(Agency),
    /// A post.
    Post(Post),
    /// A project.
    Project(Project),
    /// A lot, bid or contract.
    Procedure(Procedure),
}

impl Entity {
    /// What it is called, where it is called something.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Person(person) => Some(&person.name),
            Self::Company(company) => Some(&company.name),
            Self::Agency(agency) => Some(&agency.name),
            Self::Project(project) => Some(&project.name),
            Self::Post(post) => Some(&post.title),
            Self::Household(_) | Self::Account(_) | Self::Procedure(_) => None,
        }
    }
}

/// A public or village post.
#[derive(Clone, Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Post {
    /// Id of the post.
    id: PostId,
    /// Title of the post.
    title: String,
    /// Civil-service rank, where the post has one.
    rank: Option<String>,
    /// Whether it is a public or a village post.
    kind: PostKind,
    /// Division code that the post is responsible for.
    region_code: RegionCode,
}

/// A lot, bid or contract, by which parties meet at a project.
#[derive(Clone, Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Procedure {
    /// Id of the lot, bid or contract.
    id: ID,
    /// Which of them it is.
    kind: NodeKind,
    /// Day of the lot's notice, of handing the bid in, or of signing or awarding the contract.
    on: Option<Date>,
}

/// A node's card as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Card {
    node: Node,
    /// The card.
    pub card: Entity,
}

look_up! {
    /// Key of a node's card, if it is in scope.
    CardOfNode(Node) => one Card by node from Cards;
}

/// Whether nodes are all in scope.
///
/// # Errors
/// When the graph gives no answer.
pub(super) async fn are_seen(ctx: &Context<'_>, nodes: &[Node]) -> Result<bool> {
    let cards = nodes.iter().map(|node| ctx.load(CardOfNode(node.clone())));
    Ok(try_join_all(cards).await?.iter().all(Option::is_some))
}
