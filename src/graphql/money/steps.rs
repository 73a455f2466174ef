//! The statements of a trace: one a step, each cut in its own order.

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use super::MoneyLink;
use crate::{
    graph::{Graph, GraphError},
    graphql::scalars::Date,
    model::{
        AccountId, AllocationId, Money, PaymentId, ProgrammeId, ProjectId,
        flow::{Direction, Opening, Place, PlaceKind, Span},
    },
    statement,
};

statement! {
    /// The payment that a trace begins with.
    "money/of_payment.cypher" then "money/payments.cypher" then "money/step.cypher" => Step;
    pub struct OfPayment<'a> { payment: &'a PaymentId, min_amount_fen: Money, known: &'a [String], order: MoneyOrder, per_step: i64 }
}
statement! {
    /// The payments for a project.
    "money/of_project.cypher" then "money/payments.cypher" then "money/step.cypher" => Step;
    pub struct OfProject<'a> {
        project: &'a ProjectId, first_on: Date, last_on: Date,
        min_amount_fen: Money, known: &'a [String], order: MoneyOrder, per_step: i64,
    }
}
statement! {
    /// The payments under a programme.
    "money/of_programme.cypher" then "money/payments.cypher" then "money/step.cypher" => Step;
    pub struct OfProgramme<'a> {
        programme: &'a ProgrammeId, first_on: Date, last_on: Date,
        min_amount_fen: Money, known: &'a [String], order: MoneyOrder, per_step: i64,
    }
}
statement! {
    /// The payments out of an allocation.
    "money/of_allocation.cypher" then "money/payments.cypher" then "money/step.cypher" => Step;
    pub struct OfAllocation<'a> {
        allocation: &'a AllocationId, first_on: Date, last_on: Date,
        min_amount_fen: Money, known: &'a [String], order: MoneyOrder, per_step: i64,
    }
}
statement! {
    /// What leaves places.
    "money/leaving.cypher" then "money/payments.cypher" then "money/step.cypher" => Step;
    pub struct Leaving<'a> {
        accounts: &'a [Open], agencies: &'a [Open], hub: i64,
        min_amount_fen: Money, known: &'a [String], order: MoneyOrder, per_step: i64,
    }
}
statement! {
    /// What arrives at places.
    "money/arriving.cypher" then "money/payments.cypher" then "money/step.cypher" => Step;
    pub struct Arriving<'a> {
        accounts: &'a [Open], agencies: &'a [Open], hub: i64,
        min_amount_fen: Money, known: &'a [String], order: MoneyOrder, per_step: i64,
    }
}

/// In which order a step is listed and cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MoneyOrder {
    /// The largest first; of equal amounts the earliest.
    Amount,
    /// The earliest first; of one instant the largest.
    Time,
}

/// One step as the graph answers: what is kept of it, and what all of it comes to.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Step {
    /// The links kept.
    pub links: Vec<MoneyLink>,
    /// How many links are in scope.
    pub count: i32,
    /// What they come to.
    pub sum_fen: Money,
    /// How many links lie outside scope in whole or in part.
    pub hidden: i32,
    /// Places that were not followed.
    pub hubs: Vec<Place>,
}

/// A place as the statements take it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Open {
    id: String,
    first: i64,
    last: i64,
    first_on: Date,
    last_on: Date,
    asked: bool,
    seen: bool,
}

impl Open {
    /// The opening of a place, whether it is the one asked about, and whether it is in scope.
    #[must_use]
    pub fn new(opening: &Opening, asked: bool, seen: bool) -> Self {
        let [first_on, last_on] = opening.span.days().map(Date);
        Self {
            id: opening.place.id.clone(),
            first: opening.span.first,
            last: opening.span.last,
            first_on,
            last_on,
            asked,
            seen,
        }
    }
}

/// Where a trace begins, if not at an account.
pub enum First<'a> {
    /// With a payment.
    Payment(&'a PaymentId),
    /// With the payments for a project.
    Project(&'a ProjectId),
    /// With the payments under a programme.
    Programme(&'a ProgrammeId),
    /// With the payments out of an allocation.
    Allocation(&'a AllocationId),
    /// With what leaves an account, or arrives there.
    Account(&'a AccountId),
}

/// How every step is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Which way money is followed.
    pub direction: Direction,
    /// Days of all links but a payment asked about.
    pub within: Span,
    /// Least amount of those.
    pub least: Money,
    /// In which order a step is listed and cut.
    pub order: MoneyOrder,
    /// Most links of a step.
    pub per_step: i64,
    /// Most links of a place that is followed unasked.
    pub hub: i64,
}

impl Asked {
    /// The first step of a trace that does not begin at an account; none where what it begins with
    /// is not in scope.
    ///
    /// # Errors
    /// [`GraphError`].
    pub async fn first(
        &self,
        graph: &Graph,
        first: &First<'_>,
    ) -> Result<Option<Step>, GraphError> {
        let known = &[][..];
        let (order, per_step) = (self.order, self.per_step);
        let [first_on, last_on] = self.within.days().map(Date);
        let min_amount_fen = self.least;
        macro_rules! of {
            ($statement:ident { $field:ident }) => {
                graph
                    .fetch_one($statement {
                        $field,
                        first_on,
                        last_on,
                        min_amount_fen,
                        known,
                        order,
                        per_step,
                    })
                    .await
            };
        }
        match *first {
            First::Payment(payment) => {
                let min_amount_fen = Money::default();
                let of_payment = OfPayment {
                    payment,
                    min_amount_fen,
                    known,
                    order,
                    per_step,
                };
                let step = graph.fetch_one(of_payment).await?;
                Ok(step.filter(|step| step.count > 0 || step.hidden == 0))
            }
            First::Project(project) => of!(OfProject { project }),
            First::Programme(programme) => of!(OfProgramme { programme }),
            First::Allocation(allocation) => of!(OfAllocation { allocation }),
            First::Account(_) => Ok(None),
        }
    }

    /// The step from some openings, without links that are known.
    ///
    /// # Errors
    /// [`GraphError`].
    pub async fn next(
        &self,
        graph: &Graph,
        opened: Vec<(PlaceKind, Open)>,
        known: &[String],
    ) -> Result<Option<Step>, GraphError> {
        let (accounts, agencies): (Vec<_>, Vec<_>) = opened
            .into_iter()
            .partition(|(kind, _)| *kind == PlaceKind::Account);
        let only = |places: Vec<(PlaceKind, Open)>| places.into_iter().map(|(_, open)| open);
        let (accounts, agencies): (Vec<_>, Vec<_>) =
            (only(accounts).collect(), only(agencies).collect());
        macro_rules! step {
            ($statement:ident) => {
                $statement {
                    accounts: &accounts,
                    agencies: &agencies,
                    hub: self.hub,
                    min_amount_fen: self.least,
                    known,
                    order: self.order,
                    per_step: self.per_step,
                }
            };
        }
        match self.direction {
            Direction::Forward => graph.fetch_one(step!(Leaving)).await,
            Direction::Backward => graph.fetch_one(step!(Arriving)).await,
        }
    }
}
