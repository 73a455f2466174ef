//! The API: one slice per subject, merged into one schema.

pub mod alerts;
pub mod bell;
pub mod collide;
pub mod companies;
pub mod companies_of_relatives;
pub mod connections;
pub mod context;
pub mod error;
pub mod findings;
pub mod funds;
pub mod households;
pub mod kin;
pub mod limits;
pub mod lists;
pub mod loads;
pub mod money;
pub mod ownership;
pub mod page;
pub mod people;
pub mod plain;
pub mod projects;
pub mod questions;
pub mod reaching;
pub mod regions;
pub mod rules;
pub mod saved_questions;
pub mod scalars;
pub mod search;
pub mod sources;
pub mod statistics;
pub mod verdicts;

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, ValidationMode};

use crate::config::Limits;

/// Questions to the graph of officials, relatives, households, companies and fund flows. Every
/// answer shows its path and its source records; what it finds is a lead, not a verdict.
#[derive(Default, MergedObject)]
pub struct Query(
    reaching::ReachingQuery,
    people::PeopleQuery,
    kin::KinQuery,
    connections::ConnectionsQuery,
    households::HouseholdsQuery,
    companies::CompaniesQuery,
    ownership::OwnershipQuery,
    projects::ProjectsQuery,
    companies_of_relatives::CompaniesOfRelativesQuery,
    funds::FundsQuery,
    money::MoneyQuery,
    lists::ListsQuery,
    statistics::StatisticsQuery,
    questions::QuestionsQuery,
    saved_questions::SavedQuestionsQuery,
    collide::CollideQuery,
    rules::RulesQuery,
    alerts::AlertsQuery,
    regions::RegionsQuery,
    search::SearchQuery,
    sources::SourcesQuery,
    plain::PlainQuery,
);

/// What changes the graph.
#[derive(Default, MergedObject)]
pub struct Mutation(
    loads::LoadsMutation,
    saved_questions::SavedQuestionsMutation,
    collide::CollideMutation,
    verdicts::VerdictsMutation,
);

/// What is told as it happens: over server-sent events, or a websocket that speaks
/// graphql-transport-ws.
#[derive(Default, MergedSubscription)]
pub struct Subscription(loads::LoadsSubscription, alerts::AlertsSubscription);

/// The whole API.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// The schema within the limits of the settings.
#[must_use]
pub fn schema(limits: &Limits) -> Schema {
    Schema::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
    .limit_depth(limits.depth)
    .limit_complexity(limits.complexity)
    .limit_directives(limits.directives)
    .validation_mode(ValidationMode::Strict)
    .finish()
}

/// The schema definition, as `schema.graphql` holds it.
#[must_use]
pub fn sdl(schema: &Schema) -> String {
    schema.sdl_with_options(
        SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items()
            .prefer_single_line_descriptions(),
    )
}
