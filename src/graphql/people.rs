//! People and officials: who they are and which posts they hold.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use serde::Deserialize;

use super::{
    context::{ContextExt, look_up},
    funds::DateRange,
    households::{Membership, MembershipsOfPerson},
    kin::{Relative, Within},
    page::rows,
    reaching::{Channel, Reaching, Subsidies},
    regions::{Agency, Region},
    scalars::Date,
    sources::Source,
};
use crate::{
    access::{Sensitive, sensitive},
    model::{
        Money, PersonId, PostId, ProgrammeId, RegionCode,
        codes::PostKind,
        kin::{Facts, Sex},
    },
    statement,
};

statement! {
    /// A person in scope.
    "people/person_in_scope.cypher" then "people/person.cypher" => Person;
    pub struct PersonById<'a> { person: &'a PersonId }
}

statement! {
    /// An official in scope.
    "people/official_in_scope.cypher" then "people/person.cypher" => Person;
    pub struct OfficialById<'a> { official: &'a PersonId }
}

statement! {
    /// People in scope.
    "people/people_in_scope.cypher" => Person;
    pub struct PeopleInScope<'a> { ids: &'a [PersonId] }
}

statement! {
    /// What a person's card does not carry.
    "people/details.cypher" => PersonDetails;
    pub struct PeopleDetails<'a> { ids: &'a [PersonId] }
}

statement! {
    /// The posts that officials hold or held.
    "people/posts.cypher" => Tenure;
    pub struct Tenures<'a> { ids: &'a [PersonId] }
}

/// A natural person on file.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// Id of the person, stable across loads.
    pub id: PersonId,
    /// Name as the register writes it.
    pub name: String,
    /// Division code of the place of registration.
    pub region_code: RegionCode,
    /// Resident identity number (GB 11643), as the caller's role may see it.
    pub id_number: Option<Sensitive<sensitive::IdNumber, String>>,
    /// Sex on file.
    pub sex: Option<Sex>,
    /// Day of birth.
    pub born_on: Option<Date>,
    /// Rank among the children of one couple, 1 for the eldest.
    pub birth_order: Option<i32>,
}

impl Person {
    /// What kinship terms ask of this person.
    #[must_use]
    pub fn facts(&self) -> Facts {
        Facts {
            sex: self.sex,
            born_on: self.born_on.map(|date| date.0),
            birth_order: self.birth_order.and_then(|order| u8::try_from(order).ok()),
        }
    }
}

/// What a person's card does not carry, loaded when asked for.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonDetails {
    id: PersonId,
    phone: Option<Sensitive<sensitive::Phone, String>>,
    address: Option<Sensitive<sensitive::Address, String>>,
    died_on: Option<Date>,
    former_names: Option<Vec<String>>,
    official: bool,
    batch: i64,
    row: i32,
}

/// A post somebody holds or held.
#[derive(Clone, Deserialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Tenure {
    #[graphql(skip)]
    person_id: PersonId,
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
    /// First day in the post; empty where none is known.
    from: Option<Date>,
    /// Last day in the post; empty where none is known.
    to: Option<Date>,
    /// The agency that the post belongs to.
    agency: Option<Agency>,
    #[graphql(skip)]
    batch: i64,
    #[graphql(skip)]
    row: i32,
}

#[ComplexObject]
impl Tenure {
    /// The record that this stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Source::find(ctx, (self.batch, self.row)).await
    }
}

look_up! {
    /// Key of a person's card, if they are in scope.
    SeenPerson(PersonId) => one Person by id from PeopleInScope;
}

look_up! {
    /// Key of a person's details.
    DetailsOfPerson(PersonId) => one PersonDetails by id from PeopleDetails;
}

look_up! {
    /// Key of an official's tenures.
    TenuresOf(PersonId) => many Tenure by person_id from Tenures;
}

#[ComplexObject]
impl Person {
    /// Telephone number, as the caller's role may see it.
    async fn phone(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Sensitive<sensitive::Phone, String>>> {
        Ok(self.details(ctx).await?.and_then(|details| details.phone))
    }

    /// Address, as the caller's role may see it.
    async fn address(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Option<Sensitive<sensitive::Address, String>>> {
        Ok(self.details(ctx).await?.and_then(|details| details.address))
    }

    /// Day of death; empty where none is known.
    async fn died_on(&self, ctx: &Context<'_>) -> Result<Option<Date>> {
        Ok(self.details(ctx).await?.and_then(|details| details.died_on))
    }

    /// Earlier names.
    async fn former_names(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        let details = self.details(ctx).await?;
        Ok(details
            .and_then(|details| details.former_names)
            .unwrap_or_default())
    }

    /// Whether the person holds or ever held a post.
    async fn is_official(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self
            .details(ctx)
            .await?
            .is_some_and(|details| details.official))
    }

    /// The households this person belongs or belonged to, as far as they are in scope.
    async fn households(&self, ctx: &Context<'_>) -> Result<Vec<Membership>> {
        let memberships = ctx.load(MembershipsOfPerson(self.id.clone())).await?;
        Ok(memberships.unwrap_or_default())
    }

    /// Relatives within some kin steps on a day, each once, by the least chain.
    async fn relatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How far kinship is followed")] within: Within,
        #[graphql(desc = "The day marriages must hold on; today if absent")] on: Option<Date>,
    ) -> Result<Vec<Relative>> {
        Relative::of(ctx, &self.id, within, on).await
    }

    /// The region of registration.
    async fn region(&self, ctx: &Context<'_>) -> Result<Option<Region>> {
        Region::find(ctx, &self.region_code).await
    }

    /// The record that this person stands in.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        let details = self.details(ctx).await?;
        Source::find(ctx, details.map(|details| (details.batch, details.row))).await
    }
}

impl Person {
    async fn details(&self, ctx: &Context<'_>) -> Result<Option<PersonDetails>> {
        ctx.load(DetailsOfPerson(self.id.clone())).await
    }
}

/// Someone who holds or held a post, public or in a village.
pub struct Official(Person);

impl Official {
    /// A person who is known to hold or have held a post.
    #[must_use]
    pub const fn new(person: Person) -> Self {
        Self(person)
    }
}

/// Someone who holds or held a post, public or in a village.
#[Object]
impl Official {
    /// The official as a person.
    #[graphql(flatten)]
    async fn person(&self) -> &Person {
        &self.0
    }

    /// The posts held, latest first.
    async fn posts(&self, ctx: &Context<'_>) -> Result<Vec<Tenure>> {
        Ok(ctx
            .load(TenuresOf(self.0.id.clone()))
            .await?
            .unwrap_or_default())
    }

    /// The subsidies that reached this official's relatives.
    #[expect(
        clippy::too_many_arguments,
        reason = "one Rust argument for each GraphQL argument"
    )]
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn subsidies_reaching_relatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How far kinship is followed")] within: Within,
        #[graphql(desc = "Ways in which money reaches; all if absent")] channels: Option<
            Vec<Channel>,
        >,
        #[graphql(desc = "Days of payment, both ends included")] paid: Option<DateRange>,
        #[graphql(desc = "Programmes; all, and payments without one, if absent")]
        programmes: Option<Vec<ProgrammeId>>,
        #[graphql(desc = "Least amount of a payment")] min_amount: Option<Money>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Option<Subsidies>> {
        let within = within.followed(ctx)?;
        Reaching::new(&self.0.id, within, channels, paid, programmes, min_amount)?
            .answer(ctx, first, after)
            .await
    }
}

/// Root fields of people.
#[derive(Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// A person by id; null where none is in scope.
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the person")] id: PersonId,
    ) -> Result<Option<Person>> {
        ctx.reads_people()?;
        Ok(ctx.graph().fetch_one(PersonById { person: &id }).await?)
    }

    /// An official by id; null where none is in scope.
    async fn official(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the official as a person")] id: PersonId,
    ) -> Result<Option<Official>> {
        ctx.reads_people()?;
        let person = ctx
            .graph()
            .fetch_one(OfficialById { official: &id })
            .await?;
        Ok(person.map(Official))
    }
}
