//! Questions of the data team, asked by name.

use async_graphql::{
    ComplexObject, Context, InputValueError, InputValueResult, Object, Result, Scalar, ScalarType,
    SimpleObject, Union, Value,
    connection::{Connection, ConnectionNameType, EdgeNameType, EmptyFields},
};
use futures_util::future::try_join_all;
use serde_json::Map;

use super::{
    connections::{CardOfNode, Entity},
    context::ContextExt,
    error::Code,
    funds::{CardOfPayment, CardOfProgramme, Payment, Programme},
    page::{Page, rows},
};
use crate::{
    graph::Record,
    model::{kin::Locale, web::Node},
    questions::{Cell, Column, Parameter, Question, Sensitivity, Titles, ValueType},
};

/// Values for a question's parameters by name: `{region: "990101", days: 31}`.
pub struct Parameters(Map<String, serde_json::Value>);

/// Values for a question's parameters by name, each as its type is written: `{region: "990101", days: 31}`.
#[Scalar(name = "QuestionParameters")]
impl ScalarType for Parameters {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value.into_json()? {
            serde_json::Value::Object(values) => Ok(Self(values)),
            _ => Err(InputValueError::custom("it takes values by name")),
        }
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone().into()).unwrap_or_default()
    }
}

/// A question that somebody wrote, and anybody whose role allows it may ask.
#[derive(SimpleObject)]
#[graphql(complex, name = "Question")]
pub struct QuestionCard {
    /// What it is asked by.
    name: String,
    #[graphql(skip)]
    title: Titles,
    /// Who may ask it.
    sensitivity: Sensitivity,
    /// What it asks for.
    parameters: Vec<QuestionParameter>,
    /// What it answers, in order.
    columns: Vec<QuestionColumn>,
}

/// What a question asks for.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct QuestionParameter {
    #[graphql(skip)]
    of: Parameter,
    /// Its name.
    name: String,
    /// What it takes.
    #[graphql(name = "type")]
    kind: ValueType,
    /// Whether it takes a list.
    several: bool,
    /// Whether something must be given.
    required: bool,
    /// Its words, if it takes words.
    words: Vec<String>,
}

/// What a question answers.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct QuestionColumn {
    #[graphql(skip)]
    title: Titles,
    /// Its name.
    name: String,
    /// What it holds.
    #[graphql(name = "type")]
    kind: ValueType,
    /// Its words, if it holds words.
    words: Vec<String>,
}

/// A row of an answer.
#[derive(Clone, SimpleObject)]
pub struct AnswerRow {
    /// Its cells, in the order of the question's columns.
    cells: Vec<AnswerCell>,
    #[graphql(skip)]
    place: usize,
}

/// A cell of an answer.
#[derive(Clone, SimpleObject)]
pub struct AnswerCell {
    /// Name of the column.
    column: String,
    /// What stands there: an id, number, amount in yuan, day, month, region code or word; null for nothing.
    text: Option<String>,
    /// What an id names; null for roles that do not read people.
    node: Option<AnswerNode>,
}

/// What an id in an answer names.
#[derive(Clone, Union)]
pub enum AnswerNode {
    /// Who or what connections run through.
    #[graphql(flatten)]
    Entity(Entity),
    /// A payment.
    Payment(Payment),
    /// A programme.
    Programme(Programme),
}

/// What is said of a page of answers.
#[derive(SimpleObject)]
pub struct AnswerFields {
    /// How many rows of this page are left out, as they name someone or something out of scope; rounded
    /// up, and null for roles that are not told.
    hidden_by_scope: Option<i32>,
}

/// Names the pages of answers.
pub struct AnswerName;

impl ConnectionNameType for AnswerName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "AnswerConnection".to_owned()
    }
}

impl EdgeNameType for AnswerName {
    fn type_name<T: async_graphql::OutputType>() -> String {
        "AnswerEdge".to_owned()
    }
}

fn in_words(title: &Titles, locale: Locale) -> &str {
    match locale {
        Locale::En => &title.en,
        Locale::Zh => &title.zh,
    }
}

#[ComplexObject]
impl QuestionCard {
    /// What it is called.
    async fn title(
        &self,
        #[graphql(desc = "Language of the title", default_with = "Locale::Zh")] locale: Locale,
    ) -> &str {
        in_words(&self.title, locale)
    }
}

#[ComplexObject]
impl QuestionParameter {
    /// What it means.
    async fn title(
        &self,
        #[graphql(desc = "Language of the title", default_with = "Locale::Zh")] locale: Locale,
    ) -> &str {
        in_words(&self.of.title, locale)
    }
}

#[ComplexObject]
impl QuestionColumn {
    /// What it means.
    async fn title(
        &self,
        #[graphql(desc = "Language of the title", default_with = "Locale::Zh")] locale: Locale,
    ) -> &str {
        in_words(&self.title, locale)
    }
}

impl From<&Question> for QuestionCard {
    fn from(question: &Question) -> Self {
        let parameters = question.parameters.iter().map(|of| QuestionParameter {
            name: of.name.clone(),
            kind: of.kind,
            several: of.several,
            required: of.default.is_none(),
            words: of.words.clone(),
            of: of.clone(),
        });
        let columns = question.columns.iter().map(|of| QuestionColumn {
            title: of.title.clone(),
            name: of.name.clone(),
            kind: of.kind,
            words: of.words.clone(),
        });
        Self {
            name: question.name.clone(),
            title: question.title.clone(),
            sensitivity: question.sensitivity,
            parameters: parameters.collect(),
            columns: columns.collect(),
        }
    }
}

/// What the statement gets: what is given, else what the header says.
fn taken(question: &Question, given: Option<Parameters>) -> Result<Record> {
    let mut given = given.map_or_else(Map::new, |given| given.0);
    let mut taken = Record::new();
    for parameter in &question.parameters {
        let value = match given.remove(&parameter.name) {
            Some(value) if !value.is_null() => parameter
                .take(&value)
                .map_err(|why| Code::BadInput.error(why))?,
            _ => parameter.default.clone().ok_or_else(|| {
                Code::BadInput.error(format!(
                    "the question needs the parameter {}",
                    parameter.name
                ))
            })?,
        };
        taken.insert(parameter.name.clone(), value);
    }
    if let Some(name) = given.keys().next() {
        return Err(Code::BadInput.error(format!("the question has no parameter {name}")));
    }
    Ok(taken)
}

/// What an id names, if it is in scope.
async fn named(ctx: &Context<'_>, kind: ValueType, id: &str) -> Result<Option<AnswerNode>> {
    if let Some(kind) = kind.node() {
        let id = id.to_owned();
        let card = ctx.load(CardOfNode(Node { kind, id })).await?;
        return Ok(card.map(|card| AnswerNode::Entity(card.card)));
    }
    if kind == ValueType::Payment {
        let Ok(id) = id.parse() else { return Ok(None) };
        return Ok(ctx.load(CardOfPayment(id)).await?.map(AnswerNode::Payment));
    }
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(ctx
        .load(CardOfProgramme(id))
        .await?
        .map(AnswerNode::Programme))
}

/// A row, unless it names someone or something out of scope.
async fn row(
    ctx: &Context<'_>,
    question: &Question,
    (place, record): (usize, &Record),
) -> Result<Option<AnswerRow>> {
    let cell = |column: &Column| {
        let value = record.get(&column.name).unwrap_or(&serde_json::Value::Null);
        let (kind, name, cell) = (column.kind, column.name.clone(), column.cell(value));
        async move {
            let Some(cell) = cell else {
                tracing::error!(
                    file = question.file(),
                    column = name,
                    "a cell holds what its column does not"
                );
                return Err(Code::Internal.error(format!(
                    "the question answers what its column {name} does not hold; tell who wrote it"
                )));
            };
            Ok(match cell {
                Cell::Empty => Some((name, None, None)),
                Cell::Plain(text) => Some((name, Some(text), None)),
                Cell::Id(id) => {
                    let node = named(ctx, kind, &id).await?;
                    node.map(|node| (name, Some(id), Some(node)))
                }
            })
        }
    };
    let cells = try_join_all(question.columns.iter().map(cell)).await?;
    let shown = ctx.viewer().role.reads_people();
    let cells: Option<Vec<AnswerCell>> = cells
        .into_iter()
        .map(|cell| {
            let (column, text, node) = cell?;
            let node = node.filter(|_| shown);
            Some(AnswerCell { column, text, node })
        })
        .collect();
    Ok(cells.map(|cells| AnswerRow { cells, place }))
}

/// Root fields of questions.
#[derive(Default)]
pub struct QuestionsQuery;

#[Object]
impl QuestionsQuery {
    /// The questions that the caller's role may ask, by name.
    async fn questions(&self, ctx: &Context<'_>) -> Vec<QuestionCard> {
        let reads_people = ctx.viewer().role.reads_people();
        let may =
            |question: &&Question| reads_people || question.sensitivity == Sensitivity::General;
        ctx.asking()
            .questions
            .iter()
            .filter(may)
            .map(QuestionCard::from)
            .collect()
    }

    /// Asks a question by its name. Rows that name someone or something out of scope are left out.
    #[graphql(complexity = "rows(first) * child_complexity")]
    async fn ask(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Name of the question; `questions` lists them")] question: String,
        #[graphql(desc = "Values for its parameters")] params: Option<Parameters>,
        #[graphql(desc = "Most rows of this page")] first: Option<i32>,
        #[graphql(desc = "The cursor that this page begins after")] after: Option<String>,
    ) -> Result<Connection<String, AnswerRow, AnswerFields, EmptyFields, AnswerName, AnswerName>>
    {
        let questions = &ctx.asking().questions;
        let asked = questions.get(&question).ok_or_else(|| {
            Code::BadInput.error(format!(
                "there is no question {question}; `questions` lists them"
            ))
        })?;
        if asked.sensitivity == Sensitivity::Personal {
            ctx.reads_people()?;
        }
        let parameters = taken(asked, params)?;
        let page: Page<'_, usize> =
            Page::read(ctx, first, after.as_deref(), &(question, &parameters))?;
        let (mut skip, mut hidden) = (page.after.map_or(0, |last| last + 1), 0);
        // A page of nothing but rows out of scope would have no cursor to go on from.
        let (seen, more) = loop {
            let exchange = asked.exchange(parameters.clone(), skip, page.first + 1);
            let mut records = ctx.graph().rows(exchange).await?;
            let more = records.len() > page.first;
            records.truncate(page.first);
            let seen = (skip..).zip(&records).map(|record| row(ctx, asked, record));
            let seen: Vec<AnswerRow> = try_join_all(seen).await?.into_iter().flatten().collect();
            hidden += records.len() - seen.len();
            skip += records.len();
            if !(seen.is_empty() && more) {
                break (seen, more);
            }
        };
        let fields = AnswerFields {
            hidden_by_scope: ctx.told_hidden(i32::try_from(hidden).unwrap_or(i32::MAX)),
        };
        page.part((seen, more), fields, |row| row.place, |row| row)
    }
}
