//! A list of people held against the graph, line by line.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_graphql::{
    Context, Enum, ID, Object, Result, SimpleObject,
    connection::{Connection, ConnectionNameType, EdgeNameType, EmptyFields},
};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};

use super::{
    context::ContextExt,
    error::Code,
    loads::{Upload, handed},
    page::{Page, rows},
    people::Person,
    scalars::Date,
};
use crate::{
    lists::{self, Line, List, Named},
    model::PersonId,
    questions::{Question, ValueType},
    statement,
};

statement! {
    /// Whom the lines of a list name.
    "collide/people.cypher" => Match;
    pub struct PeopleOfLines<'a> { lines: &'a [Sought<'a>] }
}
statement! {
    /// The tables that tell of people.
    "collide/datasets.cypher" => Dataset;
    pub struct DatasetsOfPeople<'a> { ids: &'a [PersonId], on: Option<Date> }
}

/// A line as the statement seeks it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sought<'a> {
    line: u64,
    number: Option<&'a str>,
    key: Option<&'a str>,
    born_on: Option<NaiveDate>,
}

/// Somebody whom a line names, as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Match {
    line: u64,
    who: PersonId,
    person: Person,
}

/// A table that tells of somebody, as the graph answers.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Dataset {
    person_id: PersonId,
    table: String,
    source: String,
    records: i64,
}

/// What a list is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Against {
    /// The questions that need no parameters and answer with people.
    Questions,
    /// The tables that were loaded.
    Datasets,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum LineState {
    /// It names one person on file, in scope.
    Found,
    /// It names several.
    Ambiguous,
    /// It names nobody on file, or in scope.
    Unknown,
    /// It cannot be read.
    Unreadable,
}

/// Where somebody was found.
#[derive(Clone, SimpleObject)]
pub struct Collision {
    /// Whether in the answer of a question or in a table.
    against: Against,
    /// Name of the question or the table.
    name: String,
    /// The agency that the rows come from; null for a question.
    source: Option<String>,
    /// How many rows of the answer or the table.
    count: i64,
}

/// A line of a list, and who and what was found.
#[derive(Clone, SimpleObject)]
pub struct CollidedLine {
    /// The line in the file, from 1.
    line: u64,
    /// What became of it.
    state: LineState,
    /// Why it cannot be read, if so.
    reason: Option<String>,
    /// Whom it names; records with one ID number are one person.
    persons: Vec<Person>,
    /// Where they were found. A hit is a lead, not a verdict.
    hits: Vec<Collision>,
    #[graphql(skip)]
    place: usize,
}

/// What is said of a whole list.
#[derive(SimpleObject)]
pub struct CollisionFields {
    /// How many lines the list has.
    total_count: i32,
    /// Questions that answer with more rows than the setting `limits.links`, so that a hit may be missing.
    truncated: Vec<String>,
}

/// Names the pages of lines.
pub struct CollisionName;

impl ConnectionNameType for CollisionName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "CollisionConnection".to_owned()
    }
}

impl EdgeNameType for CollisionName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "CollisionEdge".to_owned()
    }
}

/// A list of people that the caller handed over. It is kept in memory alone.
#[derive(SimpleObject)]
pub struct PersonList {
    /// Id of the list.
    id: ID,
    /// Name of the file.
    name: String,
    /// Why it was handed over.
    purpose: String,
    /// How many lines it has.
    lines: usize,
    /// When it is deleted.
    expires_at: DateTime<Utc>,
}

impl From<List> for PersonList {
    fn from(list: List) -> Self {
        Self {
            id: list.id.into(),
            name: list.name,
            purpose: list.purpose,
            lines: list.lines.len(),
            expires_at: list.until,
        }
    }
}

/// Hits by person.
type Hits = HashMap<PersonId, Vec<Collision>>;

/// Whom some lines name.
async fn matches(ctx: &Context<'_>, lines: &[Line]) -> Result<BTreeMap<u64, Vec<Match>>> {
    let sought = lines.iter().filter_map(|line| {
        let (number, key, born_on) = match &line.named {
            Named::Number(number) => (Some(number.as_str()), None, None),
            Named::Born(name, born) => (None, Some(name.as_str()), Some(*born)),
            Named::Nobody(_) => return None,
        };
        Some(Sought {
            line: line.number,
            number,
            key,
            born_on,
        })
    });
    let sought: Vec<Sought<'_>> = sought.collect();
    let mut found: BTreeMap<u64, Vec<Match>> = BTreeMap::new();
    for one in ctx.graph().fetch(PeopleOfLines { lines: &sought }).await? {
        found.entry(one.line).or_default().push(one);
    }
    Ok(found)
}

async fn in_datasets(ctx: &Context<'_>, ids: &[PersonId], on: Option<Date>) -> Result<Hits> {
    let mut hits = Hits::new();
    for dataset in ctx.graph().fetch(DatasetsOfPeople { ids, on }).await? {
        hits.entry(dataset.person_id).or_default().push(Collision {
            against: Against::Datasets,
            name: dataset.table,
            source: Some(dataset.source),
            count: dataset.records,
        });
    }
    Ok(hits)
}

/// The people in the answer of a question, how often each, and whether there are more.
async fn in_answer(
    ctx: &Context<'_>,
    question: &Question,
) -> Result<(HashMap<PersonId, i64>, bool)> {
    let defaults = question.parameters.iter();
    let defaults = defaults.filter_map(|one| Some((one.name.clone(), one.default.clone()?)));
    let most = ctx.asking().limits.links;
    let mut rows = ctx
        .graph()
        .rows(question.exchange(defaults.collect(), 0, most + 1))
        .await?;
    let more = rows.len() > most;
    rows.truncate(most);
    let mut people = HashMap::new();
    for row in rows {
        let columns = question
            .columns
            .iter()
            .filter(|column| column.kind == ValueType::Person);
        let named: BTreeSet<&str> = columns
            .filter_map(|column| row.get(&column.name)?.as_str())
            .collect();
        for id in named.into_iter().filter_map(|id| id.parse().ok()) {
            *people.entry(id).or_insert(0) += 1;
        }
    }
    Ok((people, more))
}

/// Hits in the questions that need no parameters, and which of them have more answers than were read.
async fn in_questions(ctx: &Context<'_>) -> Result<(Hits, Vec<String>)> {
    let questions = ctx.asking().questions.iter();
    let fit = questions.filter(|question| {
        let people = question
            .columns
            .iter()
            .any(|column| column.kind == ValueType::Person);
        people && question.parameters.iter().all(|one| one.default.is_some())
    });
    let fit: Vec<&Question> = fit.collect();
    let answers = try_join_all(fit.iter().map(|question| in_answer(ctx, question))).await?;
    let (mut hits, mut truncated) = (Hits::new(), Vec::new());
    for (question, (people, more)) in fit.into_iter().zip(answers) {
        if more {
            truncated.push(question.name.clone());
        }
        for (person, count) in people {
            hits.entry(person).or_default().push(Collision {
                against: Against::Questions,
                name: question.name.clone(),
                source: None,
                count,
            });
        }
    }
    Ok((hits, truncated))
}

fn collided(
    (place, line): (usize, &Line),
    matches: Option<&Vec<Match>>,
    hits: &[Hits],
) -> CollidedLine {
    let matches = matches.map_or(&[][..], Vec::as_slice);
    let who: BTreeSet<&PersonId> = matches.iter().map(|one| &one.who).collect();
    let (state, reason) = match (&line.named, who.len()) {
        (Named::Nobody(reason), _) => (LineState::Unreadable, Some(reason.clone())),
        (_, 0) => (LineState::Unknown, None),
        (_, 1) => (LineState::Found, None),
        _ => (LineState::Ambiguous, None),
    };
    let of_people = matches.iter().flat_map(|one| {
        let found = hits.iter().filter_map(|hits| hits.get(&one.person.id));
        found.flatten().cloned()
    });
    CollidedLine {
        line: line.number,
        state,
        reason,
        persons: matches.iter().map(|one| one.person.clone()).collect(),
        hits: of_people.collect(),
        place,
    }
}

/// Root fields of lists of people.
#[derive(Default)]
pub struct CollideQuery;

#[Object]
impl CollideQuery {
    /// The lists that the caller handed over and that are not deleted yet, the newest first.
    async fn person_lists(&self, ctx: &Context<'_>) -> Result<Vec<PersonList>> {
        ctx.hands_over_lists()?;
        let lists = ctx.lists().of(&ctx.viewer().subject, ctx.asking().now);
        Ok(lists.into_iter().map(PersonList::from).collect())
    }

    /// Holds a list that the caller handed over against the graph, line by line.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn collide(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the list")] list: ID,
        #[graphql(
            desc = "What it is held against; nothing but the register of persons if empty",
            default
        )]
        against: Vec<Against>,
        #[graphql(desc = "Day on which what a table tells holds; at any time if absent")]
        on: Option<Date>,
        #[graphql(desc = "Most lines of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<
        Connection<
            String,
            CollidedLine,
            CollisionFields,
            EmptyFields,
            CollisionName,
            CollisionName,
        >,
    > {
        ctx.hands_over_lists()?;
        let lists = ctx.lists().of(&ctx.viewer().subject, ctx.asking().now);
        let list = lists.into_iter().find(|other| other.id == *list);
        let list = list.ok_or_else(|| {
            Code::BadInput.error("you have no such list, or its time is over; hand it over again")
        })?;
        let question = (&list.id, &against, on);
        let page: Page<'_, usize> = Page::read(ctx, first, after.as_deref(), &question)?;
        let skip = page.after.map_or(0, |last| last + 1);
        let of_page = list.lines.get(skip..).unwrap_or_default();
        let more = of_page.len() > page.first;
        let of_page = of_page.get(..page.first).unwrap_or(of_page);
        let matches = matches(ctx, of_page).await?;
        let ids: BTreeSet<PersonId> = matches
            .values()
            .flatten()
            .map(|one| one.person.id.clone())
            .collect();
        let ids: Vec<PersonId> = ids.into_iter().collect();
        let (mut hits, mut truncated) = (Vec::new(), Vec::new());
        if against.contains(&Against::Questions) && !ids.is_empty() {
            let (found, cut) = in_questions(ctx).await?;
            hits.push(found);
            truncated = cut;
        }
        if against.contains(&Against::Datasets) && !ids.is_empty() {
            hits.push(in_datasets(ctx, &ids, on).await?);
        }
        let lines = (skip..).zip(of_page);
        let lines = lines.map(|line| collided(line, matches.get(&line.1.number), &hits));
        let fields = CollisionFields {
            total_count: i32::try_from(list.lines.len()).unwrap_or(i32::MAX),
            truncated,
        };
        page.part(
            (lines.collect(), more),
            fields,
            |line| line.place,
            |line| line,
        )
    }
}

/// Root fields that hand over and delete lists.
#[derive(Default)]
pub struct CollideMutation;

#[Object]
impl CollideMutation {
    /// Hands over a list of people, to be held against the graph with `collide`: a CSV file or workbook of
    /// at most 50,000 lines whose first row names a column idNumber (身份证号), or name and bornOn (姓名,
    /// 出生日期). For INVESTIGATOR and SUPERVISOR, under a purpose. It is kept in memory for a day.
    async fn hand_over_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file")] file: Upload,
    ) -> Result<PersonList> {
        ctx.hands_over_lists()?;
        let asking = ctx.asking();
        let purpose = asking.purpose.clone().unwrap_or_default();
        if purpose.trim().is_empty() {
            return Err(Code::BadInput.error("say why: the header X-Kinflow-Purpose"));
        }
        let files = handed(ctx, &[file])?;
        let name = files.0.keys().next().cloned().unwrap_or_default();
        let read = name.clone();
        let lines = tokio::task::spawn_blocking(move || lists::read(&files, &read)).await;
        let lines = lines.map_err(|_| Code::Internal.error("the list cannot be read"))?;
        let lines = lines.map_err(|why| Code::BadInput.error(why))?;
        let id = asking.seal.name(&format!("list {}", ctx.graph().request()));
        let owner = asking.viewer.subject.clone();
        let list = ctx
            .lists()
            .keep((id, owner, name, purpose), lines, asking.now);
        Ok(list.into())
    }

    /// Deletes a list that the caller handed over; false where there is none of this id.
    async fn delete_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the list")] id: ID,
    ) -> Result<bool> {
        ctx.hands_over_lists()?;
        Ok(ctx
            .lists()
            .delete(&ctx.viewer().subject, &id, ctx.asking().now))
    }
}
