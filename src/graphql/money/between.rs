//! What went directly from one party or account to another, and what came back.

use async_graphql::{Context, Object, OneofObject, Result, SimpleObject};
use serde::Deserialize;

use super::{
    MoneyLink, bounded, least, span,
    steps::{MoneyOrder, Step},
};
use crate::{
    graphql::{context::ContextExt, error::Code, funds::DateRange, scalars::Date},
    model::{
        AccountId, AgencyId, CompanyId, HouseholdId, Money, PersonId,
        flow::{Place, PlaceKind},
    },
    statement,
};

statement! {
    /// The accounts of parties.
    "money/place.cypher" then "money/accounts.cypher" => AccountsOfPlace;
    pub struct AccountsOf<'a> { ids: &'a [Place] }
}
statement! {
    /// What went one way.
    "money/between.cypher" then "money/payments.cypher" then "money/step.cypher" => Step;
    pub struct Between<'a> {
        origins: &'a [String], targets: &'a [String], payers: &'a [String], payees: &'a [Place],
        first: i64, last: i64, first_on: Date, last_on: Date,
        min_amount_fen: Money, known: &'a [String], order: MoneyOrder, per_step: i64,
    }
}

/// Most links one way.
const MOST: i32 = 500;

/// A party's accounts as the graph answers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountsOfPlace {
    place: Place,
    accounts: Vec<String>,
}

/// An account, or a party with all accounts that it owns or owned, alone or jointly.
#[derive(OneofObject)]
pub enum MoneyParty {
    /// An account.
    Account(AccountId),
    /// A natural person.
    Person(PersonId),
    /// A household.
    Household(HouseholdId),
    /// A company.
    Company(CompanyId),
    /// A public body or organisation.
    Agency(AgencyId),
}

impl MoneyParty {
    fn place(&self) -> Place {
        let (label, id) = match self {
            Self::Account(id) => (PlaceKind::Account, id.as_str()),
            Self::Person(id) => (PlaceKind::Person, id.as_str()),
            Self::Household(id) => (PlaceKind::Household, id.as_str()),
            Self::Company(id) => (PlaceKind::Company, id.as_str()),
            Self::Agency(id) => (PlaceKind::Agency, id.as_str()),
        };
        Place {
            label,
            id: id.to_owned(),
        }
    }
}

/// What went directly between two sides.
#[derive(SimpleObject)]
pub struct MoneyBetween {
    /// What went from `a` to `b`.
    there: MoneyFlow,
    /// What went from `b` to `a`.
    back: MoneyFlow,
}

/// What went one way.
#[derive(SimpleObject)]
pub struct MoneyFlow {
    /// How many links there are.
    count: i32,
    /// What all of them come to.
    sum: Money,
    /// The links kept.
    links: Vec<MoneyLink>,
    /// Whether some were cut.
    truncated: bool,
}

impl From<Step> for MoneyFlow {
    fn from(step: Step) -> Self {
        Self {
            count: step.count,
            sum: step.sum_fen,
            truncated: i32::try_from(step.links.len()).is_ok_and(|kept| kept < step.count),
            links: step.links,
        }
    }
}

/// Root fields of what went between two sides.
#[derive(Default)]
pub struct BetweenQuery;

#[Object]
impl BetweenQuery {
    /// Transfers between the accounts of two sides, and payments by the one or out of its accounts
    /// to the other or into its accounts; null where a side is not in scope. Of a side that is a
    /// party, all accounts count that it owns or owned; of an agency, all payments it made.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(
        complexity = "usize::try_from(first.clamp(1, MOST) / 10 + 1).unwrap_or(1) * child_complexity"
    )]
    async fn money_between(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "One side")] a: MoneyParty,
        #[graphql(desc = "The other side")] b: MoneyParty,
        #[graphql(desc = "Days of the links, both ends included")] during: Option<DateRange>,
        #[graphql(desc = "Least amount of a link")] min_amount: Option<Money>,
        #[graphql(desc = "Most links each way, 1 to 500", default = 50)] first: i32,
        #[graphql(
            desc = "In which order each way is listed and cut",
            default_with = "MoneyOrder::Amount"
        )]
        order: MoneyOrder,
    ) -> Result<Option<MoneyBetween>> {
        ctx.reads_people()?;
        let (span, least) = (span(during.as_ref())?, least(min_amount)?);
        let per_step = bounded("first", first, 1..=MOST)?.into();
        let sides = [a.place(), b.place()];
        if sides[0] == sides[1] {
            return Err(Code::BadInput.error("`a` and `b` are the same"));
        }
        let found = ctx.graph().fetch(AccountsOf { ids: &sides }).await?;
        let accounts = |side: &Place| {
            let of = found.iter().find(|found| found.place == *side);
            of.map(|found| found.accounts.as_slice())
        };
        let (Some(of_a), Some(of_b)) = (accounts(&sides[0]), accounts(&sides[1])) else {
            return Ok(None);
        };
        let [first_on, last_on] = span.days().map(Date);
        let mut flows = Vec::new();
        for (from, origins, to, targets) in [
            (&sides[0], of_a, &sides[1], of_b),
            (&sides[1], of_b, &sides[0], of_a),
        ] {
            let payer = (from.label == PlaceKind::Agency).then(|| from.id.clone());
            let payee = (to.label != PlaceKind::Account).then(|| to.clone());
            let between = Between {
                origins,
                targets,
                payers: payer.as_slice(),
                payees: payee.as_slice(),
                first: span.first,
                last: span.last,
                first_on,
                last_on,
                min_amount_fen: least,
                known: &[],
                order,
                per_step,
            };
            flows.extend(ctx.graph().fetch_one(between).await?.map(MoneyFlow::from));
        }
        let mut flows = flows.into_iter();
        Ok(flows
            .next()
            .zip(flows.next())
            .map(|(there, back)| MoneyBetween { there, back }))
    }
}
