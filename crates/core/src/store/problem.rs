//! Why the store did not do it.

use std::io::ErrorKind;

use rusqlite::ErrorCode;

/// Why the store did not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreProblem {
    /// There is no room on the disk.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The file or its folder cannot be written.
    #[error("nothing may be written: {0}")]
    ReadOnly(String),
    /// The disk answers with faults.
    #[error("the disk fails: {0}")]
    Failing(String),
    /// The file is damaged, or what a row holds is not what was stored.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A newer version of the app made the file.
    #[error("a newer version made the file: {0}")]
    Newer(String),
    /// The app is ending.
    #[error("the store is closed")]
    Closed,
    /// Anything else.
    #[error("the store failed: {0}")]
    Other(String),
}

impl From<rusqlite::Error> for StoreProblem {
    fn from(problem: rusqlite::Error) -> Self {
        let text = problem.to_string();
        match problem.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(text),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly(text)
            }
            Some(ErrorCode::SystemIoFailure) => Self::Failing(text),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(text),
            // Somebody has emptied or replaced the file under us: it was whole when it was opened.
            _ if text.contains("no such table") => Self::Damaged(text),
            _ => match problem {
                // A row holds something that its column never does.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Self::Damaged(text),
                _ => Self::Other(text),
            },
        }
    }
}

impl From<rusqlite_migration::Error> for StoreProblem {
    fn from(problem: rusqlite_migration::Error) -> Self {
        use rusqlite_migration::{Error, MigrationDefinitionError};

        match problem {
            Error::RusqliteError { err, .. } => err.into(),
            Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => {
                Self::Newer(problem.to_string())
            }
            _ => Self::Other(problem.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreProblem {
    fn from(problem: std::io::Error) -> Self {
        let text = problem.to_string();
        match problem.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full(text),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(text),
            _ => Self::Failing(text),
        }
    }
}

impl From<serde_json::Error> for StoreProblem {
    fn from(problem: serde_json::Error) -> Self {
        Self::Damaged(problem.to_string())
    }
}
