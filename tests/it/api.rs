//! The API in this process, asked as an investigator unless another role is given.

use std::{path::Path, sync::Arc};

use async_graphql::{Request, Variables, dataloader::DataLoader};
use kinflow::{
    access::{Role, Scope, Viewer},
    config::{Limits, Settings},
    graph::Graph,
    graphql::{self, Schema, context::Asking, page::Seal},
    model::kin::KinScopes,
    questions::Questions,
    rules::Rules,
};
use serde::Serialize;
use serde_json::{Value, json};

/// The API within some limits.
pub struct Api {
    schema: Schema,
    limits: Arc<Limits>,
    role: Role,
    subject: String,
    questions: Arc<Questions>,
    rules: Arc<Rules>,
}

impl Api {
    /// Without the limits that an oracle knows nothing of.
    pub fn unlimited() -> Self {
        let mut limits = Settings::read(None, &[]).unwrap().limits;
        limits.page = 100_000;
        limits.complexity = usize::MAX;
        limits.ways = 1_000_000;
        Self::within(limits)
    }

    /// With the limits that a service has by default, but for how many holdings are read.
    pub fn reading(links: usize) -> Self {
        let mut limits = Settings::read(None, &[]).unwrap().limits;
        limits.links = links;
        Self::within(limits)
    }

    fn within(limits: Limits) -> Self {
        Self {
            schema: graphql::schema(&limits),
            limits: Arc::new(limits),
            role: Role::Investigator,
            subject: "test".into(),
            questions: Arc::new(Questions::read(None).unwrap()),
            rules: Arc::new(crate::files::rules()),
        }
    }

    /// Asked in another role.
    pub fn of(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// Asked by somebody else.
    pub fn called(self, subject: &str) -> Self {
        let subject = subject.to_owned();
        Self { subject, ..self }
    }

    /// With the questions of a folder, too.
    pub fn with(self, folder: &Path) -> Self {
        let questions = Arc::new(Questions::read(Some(folder)).unwrap());
        Self { questions, ..self }
    }

    pub fn limits_mut(&mut self) -> &mut Limits {
        Arc::make_mut(&mut self.limits)
    }

    /// The data of an answer, which has no errors; the scope is one prefix or several.
    pub async fn ask<S: Serialize + ?Sized>(
        &self,
        graph: Graph,
        scope: &S,
        document: &str,
        variables: Value,
    ) -> Value {
        let scope = match json!(scope) {
            Value::Array(several) => Value::Array(several),
            one => json!([one]),
        };
        let asking = Asking {
            viewer: Viewer {
                subject: self.subject.clone(),
                role: self.role,
                scope: serde_json::from_value::<Scope>(scope).unwrap(),
            },
            loader: DataLoader::new(graph.clone(), tokio::spawn),
            graph,
            limits: self.limits.clone(),
            scopes: Arc::new(KinScopes::standard()),
            questions: self.questions.clone(),
            rules: self.rules.clone(),
            bell: Default::default(),
            purpose: Some("test".into()),
            lists: Default::default(),
            now: chrono::DateTime::UNIX_EPOCH,
            seal: Arc::new(Seal::new("a secret of the tests")),
        };
        let request = Request::new(document)
            .variables(Variables::from_json(variables))
            .data(asking);
        let response = self.schema.execute(request).await;
        assert!(response.errors.is_empty(), "{:?}", response.errors);
        response.data.into_json().unwrap()
    }
}
