//! A document about one connection, asked page by page, and its nodes as rows.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{
        DocumentOperations, ExecutableDocument, Field, FragmentDefinition, OperationDefinition,
        OperationType, Selection, SelectionSet,
    },
};
use async_graphql_value::Value as Given;
use serde_json::Value;

use crate::{
    graphql::{error::Code, limits::Refusal},
    questions::Questions,
};

/// What the page's own fields are called in the answer.
const PAGE: &str = "kinflowPage";
/// Between several values of one cell.
const BETWEEN: &str = "; ";

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// A document that asks for one connection.
#[derive(Clone)]
pub(super) struct Paged {
    document: ExecutableDocument,
    operation: Option<String>,
    /// What the connection is called in the answer.
    answer: String,
    /// What its nodes are called there.
    nodes: String,
    columns: Columns,
}

/// Where the cells of a row are.
#[derive(Clone)]
enum Columns {
    /// Fields of the node, one below the other.
    Fields(Vec<Vec<String>>),
    /// The cells of an answer to a question by name.
    Cells(Vec<String>),
}

fn refuse(message: impl Into<String>) -> Refusal {
    Refusal {
        code: Code::BadInput,
        message: message.into(),
    }
}

impl Paged {
    /// Takes a document that asks for one connection and nothing else.
    pub fn of(
        mut document: ExecutableDocument,
        operation: Option<&str>,
        variables: &Value,
        questions: &Questions,
    ) -> Result<Self, Refusal> {
        let mut operations = document.operations.iter();
        let asked =
            |name: Option<&Name>| operation.is_none() || name.map(Name::as_str) == operation;
        let (name, _) = operations
            .find(|(name, _)| asked(*name))
            .ok_or_else(shape)?;
        let operation = name.map(ToString::to_string);
        // Only what is asked stays, as what is not used would be refused.
        let mut kept = named(&mut document, operation.as_deref())
            .ok_or_else(shape)?
            .clone();
        let connection = connection(&mut kept.node)?;
        let answer = connection.response_key().node.to_string();
        let mut nodes = nodes_of(connection)?;
        let columns = match cells_of(connection, variables, questions)? {
            Some(cells) => {
                nodes.node.selection_set.node = below(&["cells", "text"]);
                Columns::Cells(cells)
            }
            None => {
                let mut paths = Vec::new();
                let selected = &nodes.node.selection_set.node;
                leaves(selected, &document.fragments, &mut Vec::new(), &mut paths);
                Columns::Fields(paths)
            }
        };
        let nodes_key = nodes.node.response_key().node.to_string();
        let mut page = below(&["pageInfo", "hasNextPage"]);
        if let Some(Selection::Field(page)) = page.items.first_mut().map(|item| &mut item.node) {
            page.node.alias = Some(here(Name::new(PAGE)));
            page.node
                .selection_set
                .node
                .items
                .append(&mut below(&["endCursor"]).items);
        }
        connection.selection_set.node = page;
        connection
            .selection_set
            .node
            .items
            .insert(0, here(Selection::Field(nodes)));
        connection
            .arguments
            .retain(|(name, _)| !["first", "after"].contains(&name.node.as_str()));
        let mut used = Used::default();
        used.selection(&kept.node.selection_set.node, &document.fragments);
        document
            .fragments
            .retain(|name, _| used.fragments.contains(name));
        kept.node
            .variable_definitions
            .retain(|definition| used.variables.contains(&definition.node.name.node));
        document.operations = match &operation {
            Some(name) => DocumentOperations::Multiple([(Name::new(name), kept)].into()),
            None => DocumentOperations::Single(kept),
        };
        Ok(Self {
            document,
            operation,
            answer,
            nodes: nodes_key,
            columns,
        })
    }

    /// Name of the operation, if it has one.
    pub fn operation(&self) -> Option<String> {
        self.operation.clone()
    }

    /// The titles of the columns.
    pub fn titles(&self) -> Vec<String> {
        match &self.columns {
            Columns::Fields(paths) => paths.iter().map(|path| path.join(".")).collect(),
            Columns::Cells(names) => names.clone(),
        }
    }

    /// The document that asks for a page.
    pub fn page(&self, first: usize, after: Option<&str>) -> ExecutableDocument {
        let mut document = self.document.clone();
        let operation = named(&mut document, self.operation.as_deref());
        if let Some(Ok(connection)) = operation.map(|operation| connection(&mut operation.node)) {
            let first = (Name::new("first"), Given::Number(first.into()));
            let after = after.map(|after| (Name::new("after"), Given::String(after.to_owned())));
            let arguments = [first].into_iter().chain(after);
            connection
                .arguments
                .extend(arguments.map(|(name, value)| (here(name), here(value))));
        }
        document
    }

    /// The rows of an answer, and the cursor of the next page if there is one.
    pub fn rows(&self, data: &Value) -> (Vec<Vec<String>>, Option<String>) {
        let connection = &data[&self.answer];
        let nodes = connection[&self.nodes].as_array();
        let nodes = nodes.into_iter().flatten();
        let rows = nodes.map(|node| match &self.columns {
            Columns::Fields(paths) => paths.iter().map(|path| cell(node, path)).collect(),
            Columns::Cells(_) => {
                let cells = node["cells"].as_array().into_iter().flatten();
                cells.map(|one| text(&one["text"])).collect()
            }
        });
        let page = &connection[PAGE];
        let next = page["hasNextPage"] == true;
        let next = page["endCursor"]
            .as_str()
            .filter(|_| next)
            .map(str::to_owned);
        (rows.collect(), next)
    }
}

/// What a selection refers to.
#[derive(Default)]
struct Used {
    variables: HashSet<Name>,
    fragments: HashSet<Name>,
}

impl Used {
    fn selection(&mut self, selected: &SelectionSet, fragments: &Fragments) {
        for item in &selected.items {
            let directives = match &item.node {
                Selection::Field(field) => {
                    for (_, value) in &field.node.arguments {
                        self.value(&value.node);
                    }
                    self.selection(&field.node.selection_set.node, fragments);
                    &field.node.directives
                }
                Selection::InlineFragment(fragment) => {
                    self.selection(&fragment.node.selection_set.node, fragments);
                    &fragment.node.directives
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = fragments.get(name)
                        && self.fragments.insert(name.clone())
                    {
                        self.selection(&fragment.node.selection_set.node, fragments);
                    }
                    &spread.node.directives
                }
            };
            for (_, value) in directives
                .iter()
                .flat_map(|directive| &directive.node.arguments)
            {
                self.value(&value.node);
            }
        }
    }

    fn value(&mut self, value: &Given) {
        match value {
            Given::Variable(name) => {
                self.variables.insert(name.clone());
            }
            Given::List(values) => values.iter().for_each(|value| self.value(value)),
            Given::Object(fields) => fields.values().for_each(|value| self.value(value)),
            _ => {}
        }
    }
}

fn shape() -> Refusal {
    refuse("a table is made of one query with one field, a connection, that selects `nodes { … }`")
}

fn here<T>(node: T) -> Positioned<T> {
    Positioned::new(node, Pos::default())
}

fn named<'d>(
    document: &'d mut ExecutableDocument,
    name: Option<&str>,
) -> Option<&'d mut Positioned<OperationDefinition>> {
    match (&mut document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get_mut(name),
        (DocumentOperations::Multiple(_), None) => None,
    }
}

/// The one field of a query.
fn connection(operation: &mut OperationDefinition) -> Result<&mut Field, Refusal> {
    let query = operation.ty == OperationType::Query;
    match operation.selection_set.node.items.as_mut_slice() {
        [one] if query => match &mut one.node {
            Selection::Field(field) => Ok(&mut field.node),
            _ => Err(shape()),
        },
        _ => Err(shape()),
    }
}

fn nodes_of(connection: &Field) -> Result<Positioned<Field>, Refusal> {
    let mut selected = connection.selection_set.node.items.iter();
    let nodes = selected.find_map(|item| match &item.node {
        Selection::Field(field) if field.node.name.node == "nodes" => Some(field.clone()),
        _ => None,
    });
    nodes.ok_or_else(shape)
}

/// The columns of the question that is asked by name, if one is.
fn cells_of(
    connection: &Field,
    variables: &Value,
    questions: &Questions,
) -> Result<Option<Vec<String>>, Refusal> {
    if connection.name.node != "ask" {
        return Ok(None);
    }
    let name = match connection.get_argument("question").map(|named| &named.node) {
        Some(Given::String(name)) => Some(name.as_str()),
        Some(Given::Variable(name)) => variables[name.as_str()].as_str(),
        _ => None,
    };
    let question = name.and_then(|name| questions.get(name));
    let question =
        question.ok_or_else(|| refuse("there is no such question; `questions` lists them"))?;
    let columns = question.columns.iter().map(|column| column.name.clone());
    Ok(Some(columns.collect()))
}

/// A selection of fields one below the other.
fn below(names: &[&str]) -> SelectionSet {
    let Some((name, further)) = names.split_first() else {
        return SelectionSet::default();
    };
    let field = Field {
        alias: None,
        name: here(Name::new(name)),
        arguments: Vec::new(),
        directives: Vec::new(),
        selection_set: here(below(further)),
    };
    SelectionSet {
        items: vec![here(Selection::Field(here(field)))],
    }
}

/// Every field that holds a value, as the way to it.
fn leaves(
    selected: &SelectionSet,
    fragments: &Fragments,
    way: &mut Vec<String>,
    found: &mut Vec<Vec<String>>,
) {
    for item in &selected.items {
        match &item.node {
            Selection::Field(field) => {
                way.push(field.node.response_key().node.to_string());
                let further = &field.node.selection_set.node;
                if !further.items.is_empty() {
                    leaves(further, fragments, way, found);
                } else if !found.contains(way) {
                    found.push(way.clone());
                }
                way.pop();
            }
            Selection::InlineFragment(fragment) => {
                leaves(&fragment.node.selection_set.node, fragments, way, found);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = fragments.get(&spread.node.fragment_name.node) {
                    leaves(&fragment.node.selection_set.node, fragments, way, found);
                }
            }
        }
    }
}

/// What stands at the end of a way; of lists, one after the other.
fn cell(node: &Value, way: &[String]) -> String {
    match (node, way.split_first()) {
        (Value::Array(values), _) => {
            let texts = values.iter().map(|value| cell(value, way));
            texts.collect::<Vec<_>>().join(BETWEEN)
        }
        (_, Some((name, further))) => cell(&node[name], further),
        (value, None) => text(value),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
