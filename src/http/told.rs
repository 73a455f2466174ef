//! Answers one by one, over server-sent events (GraphQL over SSE, distinct connections) or a
//! websocket that speaks graphql-transport-ws.

use std::{
    sync::{Arc, OnceLock},
    time::Instant,
};

use async_graphql::{
    Data, Executor, Request, Response,
    http::{ClientMessage, WebSocket, WebSocketProtocols, WsMessage},
};
use axum::{
    extract::{
        State, WebSocketUpgrade,
        ws::{self, CloseFrame, Message, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, header},
    response::{
        IntoResponse, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::{
    FutureExt, SinkExt, StreamExt, future,
    stream::{self, BoxStream},
};
use serde_json::Value;
use tokio::time::{sleep, timeout_at};

use super::{
    Service,
    answer::{Asker, PURPOSE, Question, refused, unescaped},
    graphiql,
};

/// The protocol spoken over a websocket.
const PROTOCOL: &str = "graphql-transport-ws";

/// Whether the caller takes answers one by one.
pub(super) fn is_wanted(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT);
    accepted
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kinds| kinds.contains("text/event-stream"))
}

/// Answers as server-sent events.
pub(super) fn events(service: Arc<Service>, asker: Asker, request: Request) -> impl IntoResponse {
    let answers = service.answers(asker, request);
    let next = answers.map(|response| Event::default().event("next").json_data(&response));
    let complete = Event::default().event("complete").data("");
    let all = next.chain(stream::iter([Ok(complete)]));
    Sse::new(all).keep_alive(KeepAlive::default())
}

impl Service {
    /// Every answer to a request: one to a query, one an event to a subscription.
    pub(super) fn answers(
        self: Arc<Self>,
        asker: Asker,
        request: Request,
    ) -> BoxStream<'static, Response> {
        let end = sleep(self.patience());
        let answers = async move {
            match self.read(request) {
                Err(refusal) => once(refused(refusal.into())),
                Ok(question) if question.subscribes => self.tell(asker, question),
                Ok(question) => once(self.settle(asker, question, self.deadline()).await),
            }
        };
        answers.flatten_stream().take_until(end).boxed()
    }

    /// The events that a subscription asks for. It is recorded as it begins.
    fn tell(self: Arc<Self>, asker: Asker, question: Question) -> BoxStream<'static, Response> {
        let viewer = match asker.viewer {
            Ok(viewer) => viewer,
            Err(refusal) => return once(refused(refusal.into())),
        };
        let (request, asked) = question.take();
        let known = self.know(viewer, asker.purpose, &request);
        let (asking, _) = self.asking(&known);
        let mut events = self
            .schema
            .execute_stream(request.data(asking).data(self.loads.clone()))
            .fuse();
        // What is refused is refused at once.
        let first = events.next().now_or_never().flatten();
        let ok = first.as_ref().is_none_or(Response::is_ok);
        if let Err(error) = self.record(known, &[], ok) {
            return once(refused(error));
        }
        let events = stream::iter(first).chain(events);
        events
            .map(move |response| asked.finish(response, &self.limits))
            .boxed()
    }
}

fn once(response: Response) -> BoxStream<'static, Response> {
    stream::once(future::ready(response)).boxed()
}

/// Answers `GET /graphql`: a websocket where one is asked for, else the page.
pub async fn open(
    State(service): State<Arc<Service>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> axum::response::Response {
    let Ok(upgrade) = upgrade else {
        return graphiql::page().await;
    };
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(service.limits.body_bytes)
        .on_upgrade(move |socket| speak(service, socket))
}

/// Who a websocket belongs to, once its first message has said so: a browser sends no headers with
/// one.
#[derive(Clone)]
struct Speaker {
    service: Arc<Service>,
    asker: Arc<OnceLock<Asker>>,
}

impl Speaker {
    /// Takes the payload of `connection_init`: the headers that a request would have.
    fn greet(&self, payload: &Value) -> async_graphql::Result<Data> {
        let said = |name: &str| {
            let mut fields = payload.as_object().into_iter().flatten();
            let field = fields.find(|(key, _)| key.eq_ignore_ascii_case(name));
            field.and_then(|(_, value)| value.as_str())
        };
        let asker = Asker {
            viewer: Ok(self.service.bearer(said("authorization"))?),
            purpose: said(PURPOSE).map(|text| unescaped(text.as_bytes())),
        };
        // The first greeting counts.
        let _ = self.asker.set(asker);
        Ok(Data::default())
    }
}

impl Executor for Speaker {
    async fn execute(&self, request: Request) -> Response {
        let mut answers = self.execute_stream(request, None);
        answers.next().await.unwrap_or_default()
    }

    fn execute_stream(
        &self,
        request: Request,
        _: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        match self.asker.get() {
            Some(asker) => self.service.clone().answers(asker.clone(), request),
            None => once(Response::default()),
        }
    }
}

async fn speak(service: Arc<Service>, socket: ws::WebSocket) {
    let (mut sink, stream) = socket.split();
    let speaker = Speaker {
        service: service.clone(),
        asker: Arc::default(),
    };
    let heard = stream.filter_map(|message| {
        future::ready(match message {
            Ok(Message::Text(text)) => Some(ClientMessage::from_bytes(text.as_bytes())),
            Ok(Message::Binary(bytes)) => Some(ClientMessage::from_bytes(bytes)),
            _ => None,
        })
    });
    let greeting = speaker.clone();
    let mut said =
        WebSocket::from_message_stream(speaker.clone(), heard, WebSocketProtocols::GraphQLWS)
            .on_connection_init(move |payload| future::ready(greeting.greet(&payload)));
    let end = Instant::now() + service.patience();
    loop {
        let silent = Instant::now() + service.deadline();
        let until = if speaker.asker.get().is_some() {
            end
        } else {
            silent.min(end)
        };
        let Ok(Some(message)) = timeout_at(until.into(), said.next()).await else {
            break;
        };
        let message = match message {
            WsMessage::Text(text) => Message::Text(text.into()),
            WsMessage::Close(code, reason) => Message::Close(Some(CloseFrame {
                code,
                reason: reason.into(),
            })),
        };
        if sink.send(message).await.is_err() {
            break;
        }
    }
    // Whoever went does not hear it.
    let _ = sink.close().await;
}
