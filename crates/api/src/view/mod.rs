//! What a window shows and says: one type a thing, ids as strings, times as RFC 3339, no number beyond 2^53.

/// Declares views: plain data that goes to a window.
macro_rules! views {
    ($($(#[$meta:meta])* struct $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, TS)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }
    )+};
}

/// Declares arguments: plain data that comes from a window. Unknown fields are refused.
macro_rules! arguments {
    ($($(#[$meta:meta])* struct $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Deserialize, TS)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }
    )+};
}

/// Declares words that go to a window, come from one, or both.
macro_rules! words {
    ($($(#[$meta:meta])* enum $name:ident { $($(#[$vmeta:meta])* $variant:ident,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }
    )+};
}

mod arguments;
mod chat;
mod notices;
mod shown;
mod words;
mod written;

pub use arguments::*;
pub use chat::*;
pub use notices::*;
pub use shown::*;
pub use words::*;
pub use written::*;
