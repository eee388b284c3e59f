//! What the desk answers when it refuses or fails: problem details (RFC 9457) with a stable `code`.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::seams::NoRandomness;

/// The stable codes a client may branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// User name or password is wrong; which of them is not said.
    WrongPassword,
    /// No session, or one that ended.
    SignedOut,
    /// Too many tries to sign in; `Retry-After` says when the next one counts.
    Locked,
    /// The member's rank is below the lowest the desk serves.
    NotEligible,
    /// Not for this role, or from a page or host that may not ask.
    Forbidden,
    /// Not there, or not the member's: the two are not told apart.
    NotFound,
    /// The route exists, its method does not.
    MethodNotAllowed,
    /// The status does not allow it.
    Conflict,
    /// A request with the same `Idempotency-Key` is still under way.
    InFlight,
    /// The member took the `Idempotency-Key` back before a request with it arrived.
    Withdrawn,
    /// The `Idempotency-Key` was used for another body.
    KeyReused,
    /// A value is missing, too long or malformed; `field` names it.
    Invalid,
    /// The body is larger than the desk takes.
    TooLarge,
    /// Not a type of file, or of body, that the desk takes.
    UnsupportedMedia,
    /// Too many requests or unused files.
    Throttled,
    /// The cursor is not one of this desk's; ask again without one.
    CursorExpired,
    /// Chats cannot be started now.
    ChatClosed,
    /// So many wait that no other chat is let in.
    ChatFull,
    /// The member has a chat that has not ended.
    ChatOpen,
    /// The chat has ended.
    ChatEnded,
    /// Another agent has the chat.
    ChatTaken,
    /// The agent has as many chats as they take at once.
    AtLimit,
    /// The desk has too much to do just now.
    Busy,
    /// The desk failed; nothing was stored.
    Fault,
}

impl Code {
    fn status(self) -> StatusCode {
        match self {
            Self::WrongPassword | Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Locked | Self::Throttled => StatusCode::TOO_MANY_REQUESTS,
            Self::NotEligible | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict | Self::InFlight | Self::Withdrawn => StatusCode::CONFLICT,
            Self::ChatClosed | Self::ChatFull | Self::ChatOpen => StatusCode::CONFLICT,
            Self::ChatEnded | Self::ChatTaken | Self::AtLimit => StatusCode::CONFLICT,
            Self::KeyReused | Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::CursorExpired => StatusCode::GONE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::WrongPassword => "User name or password is wrong",
            Self::SignedOut => "Sign in first",
            Self::Locked => "Too many tries to sign in",
            Self::NotEligible => "The member's rank is below the lowest this desk serves",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "This method does not exist here",
            Self::Conflict => "The issue's status does not allow this",
            Self::InFlight => "The same operation is still under way",
            Self::Withdrawn => "This operation was taken back",
            Self::KeyReused => "This Idempotency-Key was used for something else",
            Self::Invalid => "A value is missing or wrong",
            Self::TooLarge => "Too large",
            Self::UnsupportedMedia => "This type is not accepted",
            Self::Throttled => "Too much at once",
            Self::CursorExpired => "This cursor is not known",
            Self::ChatClosed => "The chat is closed now",
            Self::ChatFull => "The queue of the chat is full",
            Self::ChatOpen => "One chat at a time",
            Self::ChatEnded => "The chat has ended",
            Self::ChatTaken => "Another agent has this chat",
            Self::AtLimit => "As many chats as this agent takes at once",
            Self::Busy => "The desk is busy",
            Self::Fault => "The desk failed",
        }
    }

    fn retry_after(self) -> Option<u64> {
        match self {
            Self::InFlight => Some(1),
            Self::Busy => Some(2),
            Self::Throttled => Some(60),
            _ => None,
        }
    }
}

/// The body of a refusal, `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// `urn:svara:problem:<code>`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The code's sentence, for developers.
    pub(crate) title: &'static str,
    /// The HTTP status once more.
    pub(crate) status: u16,
    /// What to branch on.
    pub(crate) code: Code,
    /// What exactly, where more is to be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
    /// With `invalid`: the field's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) field: Option<&'static str>,
    /// With `not_eligible`: the lowest rank that the desk serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lowest_rank: Option<String>,
    /// With `not_eligible`: the member's rank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rank: Option<String>,
}

/// Why a request was not carried out. Every handler and every store function fails with it.
#[derive(Debug, Clone)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    code: Code,
    detail: Option<String>,
    field: Option<&'static str>,
    retry_after: Option<u64>,
    lowest_rank: Option<String>,
    rank: Option<String>,
    /// What failed inside; logged, never sent.
    cause: Option<String>,
}

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        Self(Box::new(Parts {
            code,
            detail: None,
            field: None,
            retry_after: code.retry_after(),
            lowest_rank: None,
            rank: None,
            cause: None,
        }))
    }

    pub(crate) fn invalid(field: &'static str, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(Code::Invalid).detail(detail);
        problem.0.field = Some(field);
        problem
    }

    pub(crate) fn not_eligible(lowest_rank: Option<String>, rank: Option<String>) -> Self {
        let mut problem = Self::new(Code::NotEligible);
        problem.0.lowest_rank = lowest_rank;
        problem.0.rank = rank;
        problem
    }

    #[allow(clippy::needless_pass_by_value, reason = "it is given to map_err as it is")]
    pub(crate) fn fault(cause: impl ToString) -> Self {
        Self::new(Code::Fault).cause(&cause)
    }

    fn cause(mut self, cause: &impl ToString) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// What to branch on.
    pub fn code(&self) -> Code {
        self.0.code
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.code.title())?;
        for part in [&self.0.detail, &self.0.cause].into_iter().flatten() {
            write!(f, ": {part}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<rusqlite::Error> for Problem {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::new(Code::Busy).cause(&error)
            }
            _ => Self::fault(error),
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::fault(error)
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::fault(error)
    }
}

impl From<NoRandomness> for Problem {
    fn from(error: NoRandomness) -> Self {
        Self::fault(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Parts { code, detail, field, retry_after, lowest_rank, rank, cause } = *self.0;
        let status = code.status();
        if let Some(cause) = cause {
            tracing::error!(?code, %cause, "a request failed inside the desk");
        }
        let body = ProblemBody {
            kind: format!("urn:svara:problem:{}", code_name(code)),
            title: code.title(),
            status: status.as_u16(),
            code,
            detail,
            field,
            lowest_rank,
            rank,
        };
        let mut response = (status, axum::Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

fn code_name(code: Code) -> String {
    serde_json::to_value(code).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
