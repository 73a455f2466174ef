//! Questions that people keep to ask again, and share.

use async_graphql::{
    ComplexObject, Context, ID, InputValueError, InputValueResult, Object, Result, Scalar,
    ScalarType, SimpleObject, Value, parser::parse_query, parser::types::OperationType,
};
use chrono::{DateTime, Utc};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{context::ContextExt, error::Code};
use crate::statement;

/// Longest name of a saved question.
const LONGEST_NAME: usize = 200;
/// Most bytes of its document, and of its variables.
const MOST_BYTES: usize = 16_384;
/// Most questions that one person keeps.
const MOST_SAVED: usize = 200;

statement! {
    /// Keeps a question.
    "saved_questions/save.cypher" => Nothing;
    pub struct SaveQuestion<'a> {
        id: &'a str,
        owner: &'a str,
        name: &'a str,
        document: &'a str,
        variables: &'a str,
        shared: bool,
        saved_at: i64,
    }
}
statement! {
    /// Deletes a question.
    "saved_questions/delete.cypher" => Nothing;
    pub struct DeleteQuestion<'a> { id: &'a str, owner: &'a str }
}
statement! {
    /// The questions that somebody may ask again.
    "saved_questions/listed.cypher" => SavedQuestion;
    pub struct SavedQuestions<'a> { owner: &'a str }
}

/// A statement's row that returns nothing.
#[derive(Deserialize)]
pub struct Nothing {}

/// Variables of a document, as JSON.
pub struct Variables(serde_json::Value);

/// Variables of a document: an object with a value for each.
#[Scalar(name = "Variables")]
impl ScalarType for Variables {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value.into_json()? {
            value @ serde_json::Value::Object(_) => Ok(Self(value)),
            _ => Err(InputValueError::custom(
                "it takes an object with a value for each variable",
            )),
        }
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// A question that somebody keeps.
#[derive(Clone, Deserialize, Serialize, SimpleObject)]
#[graphql(complex)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavedQuestion {
    /// Id of the saved question.
    id: ID,
    /// Name of the account that keeps it.
    owner: String,
    /// What its owner calls it.
    name: String,
    /// The GraphQL document.
    document: String,
    #[graphql(skip)]
    variables: String,
    /// Whether others who read people see it.
    shared: bool,
    #[graphql(skip)]
    saved_at: i64,
}

#[ComplexObject]
impl SavedQuestion {
    /// Values of its variables.
    async fn variables(&self) -> Variables {
        Variables(serde_json::from_str(&self.variables).unwrap_or_default())
    }

    /// When it was saved.
    async fn saved_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.saved_at)
    }

    /// Whether the caller keeps it, and may delete it.
    async fn mine(&self, ctx: &Context<'_>) -> bool {
        ctx.viewer().subject == self.owner
    }
}

/// Root field of saved questions.
#[derive(Default)]
pub struct SavedQuestionsQuery;

#[Object]
impl SavedQuestionsQuery {
    /// The questions that the caller keeps and those that others share, by name. Asking one again is
    /// asking its document with its variables: the answer is what the caller may see.
    async fn saved_questions(&self, ctx: &Context<'_>) -> Result<Vec<SavedQuestion>> {
        ctx.reads_people()?;
        let owner = &ctx.viewer().subject;
        Ok(ctx.graph().fetch(SavedQuestions { owner }).await?)
    }
}

/// Root fields that keep and delete questions.
#[derive(Default)]
pub struct SavedQuestionsMutation;

#[Object]
impl SavedQuestionsMutation {
    /// Keeps a question to ask it again; one that the caller has of this name is replaced.
    async fn save_question(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is called")] name: String,
        #[graphql(desc = "The GraphQL document, which only asks")] document: String,
        #[graphql(desc = "Values of its variables")] variables: Option<Variables>,
        #[graphql(desc = "Whether others who read people see it", default)] shared: bool,
    ) -> Result<SavedQuestion> {
        ctx.reads_people()?;
        let name = name.trim().to_owned();
        let variables = variables.map_or_else(|| "{}".to_owned(), |given| given.0.to_string());
        fits(&name, &document, &variables)?;
        let owner = ctx.viewer().subject.clone();
        let id = id_of(&owner, &name);
        let kept = ctx.graph().fetch(SavedQuestions { owner: &owner }).await?;
        let mut others = kept
            .iter()
            .filter(|kept| kept.owner == owner && *kept.id != id);
        if others.nth(MOST_SAVED - 1).is_some() {
            let told =
                format!("one person keeps at most {MOST_SAVED} questions; delete some first");
            return Err(Code::LimitExceeded.error(told));
        }
        let saved = SavedQuestion {
            id: id.into(),
            owner,
            name,
            document,
            variables,
            shared,
            saved_at: ctx.asking().now.timestamp_millis(),
        };
        let save = SaveQuestion {
            id: &saved.id,
            owner: &saved.owner,
            name: &saved.name,
            document: &saved.document,
            variables: &saved.variables,
            shared: saved.shared,
            saved_at: saved.saved_at,
        };
        ctx.graph().write(save).await?;
        Ok(saved)
    }

    /// Deletes a question that the caller keeps; false where there is none of this id.
    async fn delete_question(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the saved question")] id: ID,
    ) -> Result<bool> {
        ctx.reads_people()?;
        let owner = &ctx.viewer().subject;
        let kept = ctx.graph().fetch(SavedQuestions { owner }).await?;
        let mine = kept
            .iter()
            .any(|kept| kept.id == id && kept.owner == *owner);
        if mine {
            ctx.graph().write(DeleteQuestion { id: &id, owner }).await?;
        }
        Ok(mine)
    }
}

/// One question of a name for each owner.
fn id_of(owner: &str, name: &str) -> String {
    let mut hash = Sha256::new();
    hash.update((owner.len() as u64).to_be_bytes());
    hash.update(owner);
    hash.update(name);
    HEXLOWER.encode(hash.finalize().get(..16).unwrap_or_default())
}

fn fits(name: &str, document: &str, variables: &str) -> Result<()> {
    if name.is_empty() || name.len() > LONGEST_NAME {
        let told = format!("a name has 1 to {LONGEST_NAME} bytes");
        return Err(Code::BadInput.error(told));
    }
    if document.len() > MOST_BYTES || variables.len() > MOST_BYTES {
        let told = format!("a document, and its variables, have at most {MOST_BYTES} bytes");
        return Err(Code::LimitExceeded.error(told));
    }
    let Ok(parsed) = parse_query(document) else {
        return Err(Code::BadInput.error("`document` is no GraphQL document"));
    };
    let asks = |ty| ty == OperationType::Query;
    if !parsed
        .operations
        .iter()
        .all(|(_, operation)| asks(operation.node.ty))
    {
        return Err(Code::BadInput.error("only queries are saved"));
    }
    Ok(())
}
