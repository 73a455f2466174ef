//! Everything of a project that has a day, in one order.

use async_graphql::{ComplexObject, Context, Enum, ID, Result, SimpleObject};
use serde::{Deserialize, Serialize};

use super::{
    PaymentsFor, Project,
    parts::{AmendmentsOf, BidsFor, ContractsOf, StagesOf, TendersOf},
};
use crate::{
    graphql::{context::ContextExt, error::Code, scalars::Date, sources::Source},
    model::{Money, codes::StageKind, day::BOUNDS},
};

/// What happened, in the order in which it should on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum, Serialize, Deserialize)]
pub enum EventKind {
    /// The project was approved.
    ProjectApproved,
    /// Another way of putting it out was approved.
    MethodChangeApproved,
    /// A lot was put out to tender.
    TenderNotice,
    /// A bid was handed in.
    BidSubmitted,
    /// The last day for bids.
    BidsDue,
    /// The bids were opened.
    BidsOpened,
    /// The award was made known.
    AwardNotice,
    /// A contract was awarded.
    ContractAwarded,
    /// A contract was signed.
    ContractSigned,
    /// An amendment was signed.
    AmendmentSigned,
    /// An amendment was approved.
    AmendmentApproved,
    /// A stage was due.
    StageDue,
    /// A stage was done.
    StageDone,
    /// The work of a stage was accepted.
    StageAccepted,
    /// A stage was entered.
    StageFiled,
    /// Money was paid, or came back.
    Paid,
}

/// Where an event stands among all: day, kind, then its record.
pub type Position = (Date, EventKind, String, (i64, i32));

/// Something of a project that has a day.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Event {
    /// The day.
    on: Date,
    /// What happened.
    kind: EventKind,
    /// Id of the project, lot, contract, amendment or payment that it happened to; of a bid, its lot.
    about: ID,
    /// The stage, where it is about one.
    stage: Option<StageKind>,
    /// Money it is about: estimate, price, amount, or change of an amount.
    amount: Option<Money>,
    #[graphql(skip)]
    place: (i64, i32),
}

#[ComplexObject]
impl Event {
    /// The record that this stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, self.place).await
    }
}

impl Event {
    /// Where it stands among all.
    #[must_use]
    pub fn position(&self) -> Position {
        (self.on, self.kind, self.about.to_string(), self.place)
    }
}

/// Events as they are gathered.
#[derive(Default)]
struct Events(Vec<Event>);

impl Events {
    /// Those of one record, each on its day if it has one.
    fn of<const N: usize>(
        &mut self,
        (about, stage, amount): (&str, Option<StageKind>, Option<Money>),
        place: (i64, i32),
        days: [(EventKind, Option<Date>); N],
    ) {
        let event = |(kind, on): (EventKind, Option<Date>)| {
            Some(Event {
                on: on?,
                kind,
                about: about.into(),
                stage,
                amount,
                place,
            })
        };
        self.0.extend(days.into_iter().filter_map(event));
    }
}

/// All events of a project, in order.
///
/// # Errors
/// `LIMIT_EXCEEDED` where there are more payments than the setting `limits.links`.
pub(super) async fn events(ctx: &Context<'_>, project: &Project) -> Result<Vec<Event>> {
    use EventKind as E;
    let (graph, id) = (ctx.graph(), &project.id);
    let mut events = Events::default();
    if let Some(details) = project.details(ctx).await? {
        events.of(
            (id.as_str(), None, project.budget_fen),
            (details.batch, details.row),
            [
                (E::ProjectApproved, details.approved_on),
                (E::MethodChangeApproved, details.method_change_approved_on),
            ],
        );
    }
    for tender in graph.fetch(TendersOf { project: id }).await? {
        events.of(
            (tender.id.as_str(), None, tender.estimate_fen),
            (tender.batch, tender.row),
            [
                (E::TenderNotice, tender.notice_on),
                (E::BidsDue, tender.bids_due_on),
                (E::BidsOpened, tender.bids_opened_on),
                (E::AwardNotice, tender.award_notice_on),
            ],
        );
    }
    for bid in graph.fetch(BidsFor { project: id }).await? {
        let what = (bid.tender_id.as_str(), None, bid.price_fen);
        events.of(
            what,
            (bid.batch, bid.row),
            [(E::BidSubmitted, bid.submitted_on)],
        );
    }
    for contract in graph.fetch(ContractsOf { project: id }).await? {
        events.of(
            (contract.id.as_str(), None, Some(contract.amount_fen)),
            (contract.batch, contract.row),
            [
                (E::ContractAwarded, contract.awarded_on),
                (E::ContractSigned, contract.signed_on),
            ],
        );
    }
    for amendment in graph.fetch(AmendmentsOf { project: id }).await? {
        events.of(
            (
                amendment.id.as_str(),
                None,
                Some(amendment.amount_change_fen),
            ),
            (amendment.batch, amendment.row),
            [
                (E::AmendmentSigned, Some(amendment.signed_on)),
                (E::AmendmentApproved, amendment.approved_on),
            ],
        );
    }
    for stage in graph.fetch(StagesOf { project: id }).await? {
        events.of(
            (id.as_str(), Some(stage.stage), None),
            (stage.batch, stage.row),
            [
                (E::StageDue, stage.due_on),
                (E::StageDone, stage.done_on),
                (E::StageAccepted, stage.accepted_on),
                (E::StageFiled, stage.filed_on),
            ],
        );
    }
    let most = ctx.asking().limits.links;
    let limit = most.saturating_add(1);
    let asked = PaymentsFor {
        project: id,
        after_on: Date(BOUNDS[0]),
        after_id: "",
        limit,
    };
    let payments = graph.fetch(asked).await?;
    if payments.len() > most {
        return Err(Code::LimitExceeded.error(format!(
            "there are more than {most} payments (limits.links)"
        )));
    }
    for payment in payments {
        let what = (payment.id.as_str(), None, Some(payment.amount_fen));
        events.of(what, payment.place(), [(E::Paid, Some(payment.paid_on))]);
    }
    events.0.sort_by_cached_key(Event::position);
    Ok(events.0)
}
