//! The kinds of problem: one list, of which each owns its type, title and status.

use actix_web::http::StatusCode;

/// The kinds of problem. Each owns its type, title and status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    BadJson,
    Invalid,
    BadQuery,
    BadCursor,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    Conflict,
    CursorExpired,
    CursorAhead,
    CursorForked,
    StaleVersion,
    TooLarge,
    UnsupportedMediaType,
    OperationReused,
    PreconditionRequired,
    Internal,
    Unavailable,
    OutOfSpace,
    FormUnavailable,
    TooMany,
}

impl Kind {
    /// Every kind, for the documents that list them.
    pub const ALL: &'static [Self] = &[
        Self::BadJson,
        Self::Invalid,
        Self::BadQuery,
        Self::BadCursor,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::CursorExpired,
        Self::CursorAhead,
        Self::CursorForked,
        Self::StaleVersion,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::OperationReused,
        Self::PreconditionRequired,
        Self::Internal,
        Self::Unavailable,
        Self::OutOfSpace,
        Self::FormUnavailable,
        Self::TooMany,
    ];

    /// The last part of the `type`, which never changes.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::BadJson => "bad-json",
            Self::Invalid => "invalid",
            Self::BadQuery => "bad-query",
            Self::BadCursor => "bad-cursor",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Conflict => "conflict",
            Self::CursorExpired => "cursor-expired",
            Self::CursorAhead => "cursor-ahead",
            Self::CursorForked => "cursor-forked",
            Self::StaleVersion => "stale-version",
            Self::TooLarge => "too-large",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::OperationReused => "operation-reused",
            Self::PreconditionRequired => "precondition-required",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
            Self::OutOfSpace => "out-of-space",
            Self::FormUnavailable => "form-unavailable",
            Self::TooMany => "too-many",
        }
    }

    /// What a person reads first.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::BadJson => "The body is not readable JSON",
            Self::Invalid => "The body has fields that are wrong",
            Self::BadQuery => "The query has parameters that are wrong",
            Self::BadCursor => "The cursor belongs to another query",
            Self::Unauthenticated => "Who you are is not known",
            Self::Forbidden => "You may not do this",
            Self::NotFound => "There is no such thing here",
            Self::MethodNotAllowed => "This cannot be done to this resource",
            Self::Conflict => "This contradicts what is there",
            Self::CursorExpired => "The feed no longer has what comes after the cursor",
            Self::CursorAhead => "The cursor is ahead of the feed",
            Self::CursorForked => "The cursor belongs to another history of the feed",
            Self::StaleVersion => "Somebody has edited this since you read it",
            Self::TooLarge => "The body is too large",
            Self::UnsupportedMediaType => "The body is of another media type",
            Self::OperationReused => "The key was used for another request",
            Self::PreconditionRequired => "An edit must say which version it was made on",
            Self::Internal => "Something went wrong on our side",
            Self::Unavailable => "The ledger cannot answer just now",
            Self::OutOfSpace => "The ledger has no room left to write",
            Self::FormUnavailable => "This installation cannot draw that form",
            Self::TooMany => "Too many attempts",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BadJson | Self::BadQuery | Self::BadCursor => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::CursorExpired | Self::CursorAhead | Self::CursorForked => StatusCode::GONE,
            Self::StaleVersion => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid | Self::OperationReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable | Self::FormUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::OutOfSpace => StatusCode::INSUFFICIENT_STORAGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
        }
    }
}
