//! What a caller is told when something cannot be answered: a code, a sentence, and an id to quote.

use async_graphql::{Error, ErrorExtensions};

use crate::graph::{BackendError, GraphError, GraphErrorCause};

/// The one table of codes, in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The question is malformed or asks for what cannot be.
    BadInput,
    /// No valid token came with the request.
    Unauthenticated,
    /// The caller's role may not ask this.
    Forbidden,
    /// Something else is under way that this would disturb.
    Conflict,
    /// A limit of the service is exceeded.
    LimitExceeded,
    /// The answer was not ready by the request's deadline.
    Timeout,
    /// The graph cannot be reached.
    BackendUnavailable,
    /// A fault of the service.
    Internal,
}

impl Code {
    /// The word in `extensions.code`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadInput => "BAD_INPUT",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::Conflict => "CONFLICT",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::Timeout => "TIMEOUT",
            Self::BackendUnavailable => "BACKEND_UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The sentence for readers of Chinese, in `extensions.messageZh`.
    #[must_use]
    pub fn message_zh(self) -> &'static str {
        match self {
            Self::BadInput => "请求有误，请按提示修改",
            Self::Unauthenticated => "未登录或令牌无效",
            Self::Forbidden => "当前角色无权查询",
            Self::Conflict => "另一项操作正在进行，请稍后重试",
            Self::LimitExceeded => "请求超出系统限制，请缩小范围",
            Self::Timeout => "查询超时，请缩小范围后重试",
            Self::BackendUnavailable => "图数据库暂时无法访问，请稍后重试",
            Self::Internal => "系统内部错误，请将编号告知管理员",
        }
    }

    /// An error of this code with its sentence.
    #[must_use]
    pub fn error(self, message: impl Into<String>) -> Error {
        Error::new(message).extend_with(|_, extensions| {
            extensions.set("code", self.as_str());
            extensions.set("messageZh", self.message_zh());
        })
    }
}

/// A failed statement as the caller sees it: no cause, but the id under which the log tells it.
impl From<&GraphError> for Error {
    fn from(error: &GraphError) -> Self {
        let (code, message) = match &error.cause {
            GraphErrorCause::Backend(BackendError::Timeout) => (
                Code::Timeout,
                "the answer was not ready in time; ask for less, such as fewer hops or a shorter period",
            ),
            GraphErrorCause::Backend(BackendError::Unavailable(_) | BackendError::Full(_)) => (
                Code::BackendUnavailable,
                "the graph cannot be reached just now; try again in a moment",
            ),
            GraphErrorCause::Backend(BackendError::Conflict(_) | BackendError::Refused(_))
            | GraphErrorCause::Shape(_) => (
                Code::Internal,
                "this is a fault of the service; quote the id in `extensions.id` to whoever runs it",
            ),
        };
        code.error(message)
            .extend_with(|_, extensions| extensions.set("id", &*error.request))
    }
}

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Self {
        Self::from(&error)
    }
}
