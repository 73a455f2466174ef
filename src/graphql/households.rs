//! Households: who lives or is registered together, and when.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use serde::Deserialize;

use super::{
    context::{ContextExt, look_up},
    people::Person,
    regions::Region,
    scalars::Date,
    sources::Source,
};
use crate::{
    access::{Sensitive, sensitive},
    model::{HouseholdId, PersonId, RegionCode, codes::HouseholdKind},
    statement,
};

statement! {
    /// A household in scope.
    "households/household.cypher" => Household;
    pub struct HouseholdById<'a> { id: &'a HouseholdId }
}

statement! {
    /// What a household's card does not carry.
    "households/details.cypher" => HouseholdDetails;
    pub struct HouseholdsDetails<'a> { ids: &'a [HouseholdId] }
}

statement! {
    /// Who belongs or belonged to households.
    "households/members.cypher" => Member;
    pub struct Members<'a> { ids: &'a [HouseholdId] }
}

statement! {
    /// The households that people belong or belonged to.
    "households/of_people.cypher" => Membership;
    pub struct Memberships<'a> { ids: &'a [PersonId] }
}

/// People registered, aided or holding land together.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Household {
    /// Id of the household.
    pub id: HouseholdId,
    /// Division code of the household.
    region_code: RegionCode,
    /// The register that it is a household of.
    kind: Option<HouseholdKind>,
}

/// What a household's card does not carry, loaded when asked for.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HouseholdDetails {
    id: HouseholdId,
    category: Option<String>,
    address: Option<Sensitive<sensitive::Address, String>>,
    formed_on: Option<Date>,
    dissolved_on: Option<Date>,
    batch: i64,
    row: i32,
}

/// Somebody's place in a household.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Member {
    #[graphql(skip)]
    household_id: HouseholdId,
    /// The member; null where out of scope.
    person: Option<Person>,
    /// Whether the member is the head of the household.
    head: Option<bool>,
    /// Relation to the head, as a code of GB/T 4761.
    relation_to_head: Option<String>,
    /// First day in the household; empty where none is known.
    from: Option<Date>,
    /// Last day in the household; empty where none is known.
    to: Option<Date>,
    #[graphql(skip)]
    batch: i64,
    #[graphql(skip)]
    row: i32,
}

/// A household that somebody belongs or belonged to.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Membership {
    #[graphql(skip)]
    person_id: PersonId,
    /// The household.
    household: Household,
    /// Whether the person is its head.
    head: Option<bool>,
    /// Relation to the head, as a code of GB/T 4761.
    relation_to_head: Option<String>,
    /// First day in the household; empty where none is known.
    from: Option<Date>,
    /// Last day in the household; empty where none is known.
    to: Option<Date>,
    #[graphql(skip)]
    batch: i64,
    #[graphql(skip)]
    row: i32,
}

look_up! {
    /// Key of a household's details.
    DetailsOfHousehold(HouseholdId) => one HouseholdDetails by id from HouseholdsDetails;
}

look_up! {
    /// Key of a household's members.
    MembersOf(HouseholdId) => many Member by household_id from Members;
}

look_up! {
    /// Key of a person's households.
    MembershipsOfPerson(PersonId) => many Membership by person_id from Memberships;
}

#[ComplexObject]
impl Member {
    /// The record that this stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

#[ComplexObject]
impl Membership {
    /// The record that this stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

#[ComplexObject]
impl Household {
    /// Category in its register, such as a class of aid.
    async fn category(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.category))
    }

    /// Address, as the caller's role may see it.
    async fn address(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Sensitive<sensitive::Address, String>>> {
        Ok(self.details(ctx).await?.and_then(|details| details.address))
    }

    /// Day it was formed; empty where none is known.
    async fn formed_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.formed_on))
    }

    /// Day it was dissolved; empty where none is known.
    async fn dissolved_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self
            .details(ctx)
            .await?
            .and_then(|details| details.dissolved_on))
    }

    /// Who belongs or belonged to it, its head first.
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<Member>> {
        Ok(ctx
            .load(MembersOf(self.id.clone()))
            .await?
            .unwrap_or_default())
    }

    /// The region of the household.
    async fn region(&self, ctx: &Context<'_>) -> Result<Option<Region>> {
        Region::find(ctx, &self.region_code).await
    }

    /// The record that this household stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let details = self.details(ctx).await?;
        Source::find(ctx, details.map(|details| (details.batch, details.row))).await
    }
}

impl Household {
    async fn details(&self, ctx: &Context<'_>) -> Result<Option<HouseholdDetails>> {
        ctx.load(DetailsOfHousehold(self.id.clone())).await
    }
}

/// Root fields of households.
#[derive(Default)]
pub struct HouseholdsQuery;

#[Object]
impl HouseholdsQuery {
    /// A household by id; null where none is in scope.
    async fn household(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the household")] id: HouseholdId,
    ) -> Result<Option<Household>> {
        ctx.reads_people()?;
        Ok(ctx.graph().fetch_one(HouseholdById { id: &id }).await?)
    }
}
